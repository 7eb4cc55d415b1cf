//! The files of words of the pages with an app of their own. The build script of the app
//! reads them too.

use std::collections::BTreeMap;

/// The languages of every page.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];

/// The texts of a file that has nothing but sections and plain texts, by key.
///
/// # Errors
/// With the line that is neither.
pub(crate) fn words(file: &str) -> Result<BTreeMap<String, &str>, String> {
    let mut words = BTreeMap::new();
    let mut section = "";
    for line in file.lines().filter(|line| !line.is_empty()) {
        let text = line.split_once(" = \"").and_then(|(key, text)| {
            let text = text.strip_suffix('"')?;
            (!text.is_empty() && !text.contains(['"', '\\'])).then_some((key, text))
        });
        let name = line.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        match (text, name) {
            (Some((key, text)), None) => {
                words.insert(format!("{section}.{key}"), text);
            }
            (None, Some(name)) => section = name,
            _ => return Err(format!("neither a section nor a plain text: {line}")),
        }
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_sections_and_plain_texts() {
        let file = "[b]\nwhat = \"is %{it}\"\n\n[a]\nx = \"=\"\n";
        let expected = [("a.x", "="), ("b.what", "is %{it}")];
        let expected = expected.map(|(key, text)| (key.to_owned(), text));
        assert_eq!(words(file), Ok(expected.into()));
        for line in [
            "what is this",
            "x = \"",
            "x = \"\"",
            "x = \"a\\n\"",
            "x = \"a\"b\"",
            "[a",
            "# a",
        ] {
            assert!(
                words(&format!("[a]\n{line}\n")).is_err_and(|it| it.ends_with(line)),
                "{line}"
            );
        }
    }
}
