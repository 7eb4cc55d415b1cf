//! The list of Hallboard's own files in a site.

use std::collections::BTreeSet;

use hallboard_feed::Sha256;
use serde::{Deserialize, Serialize};

use super::site_path::{NotASitePath, SitePath};

/// The path of the manifest, relative to the site's root.
pub const MANIFEST_PATH: &str = "hallboard-manifest.json";
const MANIFEST_FORMAT: &str = "hallboard-site/1";
/// The size limit of a manifest in bytes: enough for about 250,000 files.
pub const MANIFEST_LIMIT: usize = 16 << 20;

/// Hallboard's own files: only these are ever replaced or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The paths of the files.
    pub files: BTreeSet<SitePath>,
}

/// The JSON of a manifest.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    files: Vec<String>,
}

impl Manifest {
    /// A manifest of these files.
    ///
    /// # Errors
    /// When one of them is not a valid path within a site.
    pub fn of(files: impl IntoIterator<Item = String>) -> Result<Manifest, NotASitePath> {
        let files =
            files.into_iter().map(|path| path.parse()).collect::<Result<_, _>>()?;
        Ok(Manifest { files })
    }

    /// Reads a manifest; `None` if it is not Hallboard's. The whole manifest is rejected
    /// if a single path leads out of the site, or occurs twice, also if case is ignored.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Manifest> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        let number = written.files.len();
        let manifest = Manifest::of(written.files).ok()?;
        let folded: BTreeSet<String> =
            manifest.files.iter().map(SitePath::folded).collect();
        let lies_in_a_file = |path: &String| {
            path.match_indices('/').any(|(at, _)| {
                path.get(..at).is_some_and(|folder| folded.contains(folder))
            })
        };
        let ours = written.format == MANIFEST_FORMAT
            && folded.len() == number
            && !folded.contains(MANIFEST_PATH)
            && !folded.iter().any(lies_in_a_file);
        ours.then_some(manifest)
    }

    /// The bytes of the manifest.
    ///
    /// # Errors
    /// Never in practice: a list of strings can always be serialised.
    pub fn write(&self) -> std::io::Result<Vec<u8>> {
        let files = self.files.iter().map(ToString::to_string).collect();
        let written = Written { format: MANIFEST_FORMAT.to_owned(), files };
        let mut bytes = serde_json::to_vec_pretty(&written)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The digest by which a manifest is recognised.
#[must_use]
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::of(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[&str]) -> Option<usize> {
        let written = serde_json::json!({"format": MANIFEST_FORMAT, "files": files});
        Some(Manifest::read(written.to_string().as_bytes())?.files.len())
    }

    #[test]
    fn manifest_with_an_invalid_path_is_refused() {
        let ours = ["index.html", "feed/head.json", "rules/index.html"];
        assert_eq!(read(&ours), Some(3));
        assert_eq!(read(&[]), Some(0));
        for lie in [
            "../register.xlsx",
            "/etc/hosts",
            "feed/../../x",
            "C:\\hall.key",
            "INDEX.HTML",
            "index.html",
            "Feed/Head.json",
            "feed",
            "feed/head.json/x",
            "Rules/index.html/x",
            MANIFEST_PATH,
            "Hallboard-Manifest.json",
            ".git/config",
            "nul",
            "",
        ] {
            let [a, b, c] = ours;
            assert_eq!(read(&[a, b, c, lie]), None, "{lie}");
            assert_eq!(read(&[lie, a, b, c]), None, "{lie}");
        }
    }

    #[test]
    fn long_manifests_are_read() {
        let files: Vec<String> = (0..10_000).map(|it| format!("a/{it}.js")).collect();
        let mut files: Vec<&str> = files.iter().map(String::as_str).collect();
        assert_eq!(read(&files), Some(10_000));
        files.push("a/../../x");
        assert_eq!(read(&files), None);
    }

    #[test]
    fn manifest_round_trips() {
        let files = ["index.html", "feed/head.json"].map(str::to_owned);
        let manifest = Manifest::of(files).unwrap();
        let written = manifest.write().unwrap();
        assert_eq!(Manifest::read(&written), Some(manifest));
        let other = String::from_utf8(written).unwrap().replace("site/1", "site/2");
        assert_eq!(Manifest::read(other.as_bytes()), None);
        let out = Manifest::of(["../x".to_owned()]);
        assert_eq!(out, Err(NotASitePath("../x".to_owned())));
    }
}
