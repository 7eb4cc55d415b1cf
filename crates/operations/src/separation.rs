//! Checks that the site is separate from the hall's own files: everything in a site is
//! copied to the web.

use std::path::{Component, Path, PathBuf, absolute};

use crate::context::{HallContext, KEY_FILE_SUFFIXES, with_suffix};
use crate::failure::{CliError, Message};

impl HallContext {
    /// Refuses a site that equals, contains, lies in or lies above one of the hall's own
    /// files, through any name or link.
    pub fn check_site_is_separate(&self) -> Result<(), CliError> {
        let sites = places(&self.site);
        let key_files =
            KEY_FILE_SUFFIXES.iter().map(|ending| with_suffix(&self.key, ending));
        let own = [&self.key, &self.ledger.path, &self.letters].map(PathBuf::clone);
        // If the path of the key is no file, reading the key reports that.
        let own = own.into_iter().filter(|it| *it != self.key || it.is_file());
        let own = own.chain(self.settings_file.clone()).chain(key_files);
        for file in own {
            // The register may be a folder of tables, and the site may lie in it.
            let among_tables = file == self.ledger.path && file.is_dir();
            let found = places(&file);
            let around = |site: &PathBuf, place: &PathBuf| {
                place.starts_with(site) || (!among_tables && site.starts_with(place))
            };
            if sites.iter().any(|site| found.iter().any(|place| around(site, place))) {
                let what = t!("context.site_around", file = file.display());
                let hint = t!("context.site_around_hint");
                return Err(CliError::usage(Message::at(
                    self.site.display(),
                    what,
                    hint,
                )));
            }
        }
        Ok(())
    }
}

/// The two positions of a path: with all links resolved, and with only its folder resolved.
fn places(path: &Path) -> Vec<PathBuf> {
    let path = absolute(path).unwrap_or_else(|_unknown| path.to_owned());
    let leads_to = resolved(&path);
    let named = match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => resolved(folder).join(name),
        _ => leads_to.clone(),
    };
    vec![leads_to, named]
}

/// A path without links and `..`, resolved as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let mut place = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(place.pop()),
            Component::CurDir => {}
            part => place.push(part),
        }
        place = place.canonicalize().unwrap_or(place);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_are_resolved_through_links_as_far_as_they_exist() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("hall")).unwrap();
        std::os::unix::fs::symlink(root.join("hall"), root.join("link")).unwrap();
        for (path, place) in [
            ("hall/site", "hall/site"),
            ("hall/new/../site", "hall/site"),
            ("link/../x", "x"),
            ("link/site", "hall/site"),
            ("link", "hall"),
            ("./hall/.", "hall"),
        ] {
            let found = places(&root.join(path));
            assert_eq!(found[0], root.join(place), "{path}");
        }
        assert_eq!(places(&root.join("link"))[1], root.join("link"));
    }
}
