//! Which files of a site are Hallboard's own.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Where the manifest lies.
pub const MANIFEST_PATH: &str = "hallboard-manifest.json";
const MANIFEST_FORMAT: &str = "hallboard-site/1";

/// The files that are Hallboard's own: only these are ever replaced or deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// Their paths.
    pub files: BTreeSet<String>,
}

impl Manifest {
    /// A manifest of those files.
    pub fn of(files: impl IntoIterator<Item = String>) -> Manifest {
        Manifest {
            format: MANIFEST_FORMAT.to_owned(),
            files: files.into_iter().collect(),
        }
    }

    /// Reads a manifest; `None` if it is not one of ours.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Manifest> {
        let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
        (manifest.format == MANIFEST_FORMAT).then_some(manifest)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// Never in practice: a list of texts can be written.
    pub fn write(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
