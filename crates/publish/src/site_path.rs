//! Paths of a site's files.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

/// The largest length in bytes of a path, and of one part of it.
const LONGEST: usize = 1000;
const LONGEST_PART: usize = 250;
/// The largest number of parts.
const DEEPEST: usize = 16;
/// The characters permitted in names besides letters and digits.
const SIGNS: &str = "-_.+=@,()[] ";
/// The device names of Windows, which are reserved with any suffix.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The path of a file relative to the root of a site, with `/` as separator, that names
/// the same file on every system: not absolute, without `..`, drives, devices or hidden
/// files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

/// A text that is not the path of a site's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no path of a file within a site")]
pub struct NotASitePath(pub String);

impl SitePath {
    /// The path as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders that contain it, the nearest first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0
            .char_indices()
            .rev()
            .filter(|(_, c)| *c == '/')
            .filter_map(|(at, _)| self.0.get(..at))
    }

    /// The path in lower case, for comparison on systems that ignore case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for SitePath {
    type Err = NotASitePath;

    fn from_str(text: &str) -> Result<SitePath, NotASitePath> {
        let fits = text.len() <= LONGEST
            && text.split('/').count() <= DEEPEST
            && text.split('/').all(is_name);
        match fits {
            true => Ok(SitePath(text.to_owned())),
            false => Err(NotASitePath(text.to_owned())),
        }
    }
}

/// Whether a part of a path names the same file on every system.
fn is_name(part: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || SIGNS.contains(c);
    !part.is_empty()
        && part.len() <= LONGEST_PART
        && part.chars().all(plain)
        && !part.starts_with(['.', ' '])
        && !part.ends_with(['.', ' '])
        && !is_device(part)
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        let number = stem.strip_prefix(port);
        number
            .is_some_and(|it| it.chars().count() == 1 && it.chars().all(char::is_numeric))
    });
    numbered || DEVICES.contains(&stem.as_str())
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SitePath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn site_paths_are_validated() {
        let digest = "a".repeat(64);
        for path in [
            "index.html",
            "rules/index.html",
            "_headers",
            "hallboard-web-1a2b_bg.wasm.br",
            &format!("feed/snapshot-{digest}.json.gz"),
            "feed/sealed/00ff.bin",
            "fonts/杨桥 (bold).woff2",
            "communal.js",
            "console/com10.js",
            "a..b",
        ] {
            assert!(path.parse::<SitePath>().is_ok(), "{path}");
        }
        let (deep, long) = ("a/".repeat(16) + "a", "a".repeat(251));
        for path in [
            "",
            "/",
            ".",
            "..",
            "/etc/passwd",
            "//host/share",
            "../register.xlsx",
            "feed/../../hall.key",
            "feed/..",
            "./index.html",
            "feed/./head.json",
            "feed//head.json",
            "feed/",
            "C:/x",
            "c:x",
            "C:",
            "x:stream",
            "a\\b",
            "..\\hall.key",
            "\\\\host\\share",
            "con",
            "CON",
            "nul.txt",
            "AUX.tar.gz",
            "feed/com1",
            "lpt9.html",
            "COM¹",
            "conin$",
            "prn .txt",
            "index.html.",
            "index.html ",
            " index.html",
            ".git/config",
            "a/.hidden",
            "a\0b",
            "a\nb",
            "a\u{202e}b",
            "a*",
            "a?",
            "PROGRA~1/x",
            "a|b",
            "<a>",
            "\"a\"",
            "%2e%2e/x",
            &deep,
            &long,
        ] {
            assert!(path.parse::<SitePath>().is_err(), "{path:?}");
        }
    }

    #[test]
    fn folders_of_a_path_are_listed() {
        let path: SitePath = "a/b/c".parse().unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!("a".parse::<SitePath>().unwrap().folders().count(), 0);
    }

    proptest! {
        #[test]
        fn paths_outside_the_site_are_refused(text in r"[a.:/\\~C]{0,12}|\PC{0,20}") {
            if let Ok(path) = text.parse::<SitePath>() {
                let parts: Vec<_> = Path::new(path.as_str()).components().collect();
                prop_assert!(parts.iter().all(|it| matches!(it, Component::Normal(_))));
                prop_assert_eq!(parts.len(), path.as_str().split('/').count());
            }
        }
    }
}
