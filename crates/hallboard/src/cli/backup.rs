//! The printable paper backup of the hall's key.

use hallboard_operations::language::Language;
use hallboard_paper::qr::QrCode;
use hallboard_publish::paper_backup::{BackupLine, lines};

use super::html::escaped;

const STYLE: &str = include_str!("../../templates/key-backup.css");

/// The page for a key, given the contents of its secret and public file.
pub(super) fn page(hall: &str, secret: &str, public: &str) -> String {
    let public = public.lines().nth(1).unwrap_or_default();
    let facts = [(Language::Chinese, "zh-Hans"), (Language::English, "en")]
        .map(|(language, tag)| instructions(language, tag, hall, public));
    let rows: String = lines(secret).iter().map(row).collect();
    let title = format!("{} · {}", title(Language::Chinese), title(Language::English));
    format!(
        "<!doctype html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}{}\
         <section class=\"key\">\n<table>\n{rows}</table>\n{}</section>\n</main>\n\
         </body>\n</html>\n",
        facts[0],
        facts[1],
        code(secret),
    )
}

fn title(language: Language) -> String {
    rust_i18n::t!("backup.title", locale = language.tag()).into_owned()
}

fn instructions(language: Language, tag: &str, hall: &str, public: &str) -> String {
    let text = |key: &str| escaped(&rust_i18n::t!(key, locale = language.tag()));
    let parts = ["what", "where", "lost", "back"].map(|part| {
        format!(
            "<h2>{}</h2>\n<p>{}</p>\n",
            text(&format!("backup.{part}.head")),
            text(&format!("backup.{part}.text"))
        )
    });
    format!(
        "<article lang=\"{tag}\">\n<h1>{}</h1>\n<p class=\"hall\">{}</p>\n{}\
         <p class=\"public\">{} <code>{}</code></p>\n</article>\n",
        text("backup.title"),
        escaped(hall),
        parts.concat(),
        text("backup.public"),
        escaped(public)
    )
}

fn row(line: &BackupLine) -> String {
    let groups: String =
        line.groups.iter().map(|group| format!("<td>{}</td>", escaped(group))).collect();
    // The last line is shorter; blank cells align its check characters with the others.
    let blank = "<td></td>".repeat(6_usize.saturating_sub(line.groups.len()));
    format!(
        "<tr><th>{:02}</th>{groups}{blank}<td class=\"check\">{}</td></tr>\n",
        line.number, line.check
    )
}

/// The key file as a QR code; empty if it is too long for one.
fn code(secret: &str) -> String {
    let figure = |square: String| format!("<figure>{square}</figure>\n");
    QrCode::of(secret).map(|it| figure(it.picture())).unwrap_or_default()
}
