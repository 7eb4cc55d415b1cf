//! Every help page, in both languages, on narrow and wide terminals.
#![cfg(test)]

use std::process::Command;

use unicode_width::UnicodeWidthStr;

fn page(words: &[&str], language: &str, columns: usize) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .args(words)
        .env("HALLBOARD_LANGUAGE", language)
        .env("COLUMNS", columns.to_string())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{words:?}");
    String::from_utf8(done.stdout).unwrap()
}

fn commands() -> Vec<String> {
    let page = page(&["help"], "en", 92);
    let names = page.lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "hallboard").map(str::to_owned).collect()
}

#[track_caller]
fn check(page: &str, language: &str, columns: usize) {
    // Command lines and names of arguments are not broken.
    let whole = ["hallboard", "-", "<", "["];
    for line in page.lines() {
        let text = line.trim_start();
        let fits = line.width() <= columns || whole.iter().any(|it| text.starts_with(it));
        assert!(fits, "{line:?} is wider than {columns} columns in:\n{page}");
        assert!(!text.starts_with(['，', '。', '；', '：', '、', '）', '”']), "{page}");
        assert_eq!(line, line.trim_end(), "blanks at the end in:\n{page}");
    }
    assert!(!page.contains("\n\n\n") && !page.ends_with("\n\n"), "{page}");
    assert!(!page.contains("[default") && !page.contains("[possible"), "{page}");
    let english = ["Usage:", "Arguments:", "Options:", "OPTIONS", "COMMAND"];
    if language == "zh" {
        assert!(!english.iter().any(|it| page.contains(it)), "{page}");
    }
}

#[test]
fn every_page_fits_the_terminal_and_is_in_its_language() {
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    for language in ["en", "zh"] {
        for columns in [40, 80, 92] {
            check(&page(&["--language", language], language, columns), language, columns);
            check(&page(&["help"], language, columns), language, columns);
            for command in &commands {
                let shown = page(&["help", command], language, columns);
                check(&shown, language, columns);
                assert!(shown.starts_with(&format!("hallboard {command}\n\n")));
                assert_eq!(shown, page(&[command, "-h"], language, columns));
            }
        }
    }
}
