//! Finds a hall's files for withdrawals even if its settings are damaged: a withdrawal must
//! not wait until they are repaired.

use std::io::Read;
use std::path::{Path, PathBuf};

use hallboard_publish::{HallSettings, SETTINGS_FILE, SalvagedSettings, hall_of_site};
use hallboard_workbook::read::withdrawals_at;

use crate::context::{HallContext, HallPaths, LETTERS_FOLDER, is_minisign_file};
use crate::failure::{CliError, Message};
use crate::on_fault::OnFault;

/// Maximum number of bytes read from a settings file.
const SETTINGS_LIMIT: u64 = 1_000_000;
/// Usual file names of registers, without extension.
const USUAL: [&str; 4] = ["register", "ledger", "登记册", "登记簿"];
/// File extensions of registers.
const ENDINGS: [&str; 9] =
    ["xlsx", "xlsm", "xltx", "ods", "ots", "sqlite", "sqlite3", "db", "json"];

impl HallPaths {
    /// As [`HallPaths::context`]; if the settings are damaged, uses the readable part of them
    /// and adds a warning.
    ///
    /// # Errors
    /// If no folder or register of a hall can be found.
    pub fn context_for_withdrawal(
        &self,
        given: Option<&Path>,
        on_fault: &OnFault,
    ) -> Result<HallContext, CliError> {
        match self.context(given) {
            Err(failure @ CliError::Reported { .. }) => {
                self.salvaged_context(given, failure, on_fault)
            }
            context => context,
        }
    }

    fn salvaged_context(
        &self,
        given: Option<&Path>,
        failure: CliError,
        on_fault: &OnFault,
    ) -> Result<HallContext, CliError> {
        let Some((folder, register)) = self.hall_folder(given) else {
            return Err(failure);
        };
        let settings_file =
            self.settings.clone().unwrap_or_else(|| folder.join(SETTINGS_FILE));
        let read = salvaged(&settings_file);
        let hall = read.settings.hall.clone().unwrap_or_default();
        let files = Files { folder: &folder, settings_file: &settings_file, read: &read };
        let ledger = match register {
            Some(register) => register,
            None => files.register(&hall)?,
        };
        let key = self.key.clone().unwrap_or_else(|| files.key(&hall));
        let site = self.site.clone().unwrap_or_else(|| files.site(&hall));
        let used = t!(
            "folder.salvaged",
            register = ledger.display(),
            key = key.display(),
            site = site.display()
        );
        on_fault.warn_error(failure, &used);
        Ok(HallContext {
            letters: folder.join(LETTERS_FOLDER),
            letters_unknown: read.lost_letters(),
            desk_unknown: read.lost_desk(),
            upload_unknown: read.lost("site.upload"),
            ledger: self.place(ledger, &read.settings),
            settings: read.settings,
            settings_file: Some(settings_file).filter(|path| path.is_file()),
            folder: Some(folder),
            key,
            site,
        })
    }

    /// The hall's folder, and the register if `given` names one; `None` if no folder looks
    /// like a hall's.
    fn hall_folder(&self, given: Option<&Path>) -> Option<(PathBuf, Option<PathBuf>)> {
        let given = given.unwrap_or(Path::new(""));
        if given.as_os_str().is_empty() || given.is_dir() {
            if self.settings.is_some() || is_hall(given) {
                return Some((given.to_owned(), None));
            }
        } else if !given.is_file() {
            return None;
        }
        let folder = given.parent()?;
        let is_one = self.settings.is_some() || is_hall(folder);
        is_one.then(|| (folder.to_owned(), Some(given.to_owned())))
    }
}

/// Whether a folder contains anything named like a hall's settings, or a key with the
/// default name.
fn is_hall(folder: &Path) -> bool {
    let settings = folder.join(SETTINGS_FILE).symlink_metadata().is_ok();
    settings || is_secret_key(&folder.join(HallSettings::default().key))
}

/// The readable parts of a settings file.
fn salvaged(path: &Path) -> SalvagedSettings {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(SETTINGS_LIMIT).read_to_end(&mut bytes));
    match read {
        Ok(_) => SalvagedSettings::read(&hallboard_workbook::salvage::text_of(&bytes)),
        Err(_) => SalvagedSettings::unreadable(),
    }
}

/// Looks for a hall's files in its folder.
struct Files<'f> {
    folder: &'f Path,
    settings_file: &'f Path,
    read: &'f SalvagedSettings,
}

impl Files<'_> {
    /// The register named in the settings; if that setting is lost, the only likely
    /// register in the folder.
    fn register(&self, hall: &HallSettings) -> Result<PathBuf, CliError> {
        if !self.read.lost("hall.workbook") {
            return Ok(self.folder.join(&hall.workbook));
        }
        let mut found: Vec<PathBuf> =
            self.entries().into_iter().filter(|path| may_be_register(path)).collect();
        let is_usual = |path: &PathBuf| {
            let stem = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default();
            USUAL.iter().any(|it| it.eq_ignore_ascii_case(stem))
        };
        if found.iter().any(is_usual) {
            found.retain(is_usual);
        }
        if found.len() > 1 {
            found.retain(|path| matches!(withdrawals_at(path), Ok(Some(_))));
        }
        if let [one] = found.as_slice() {
            return Ok(one.clone());
        }
        let names = found.iter().filter_map(|path| path.file_name());
        let names: Vec<_> = names.map(|it| it.to_string_lossy().into_owned()).collect();
        let what = match names.is_empty() {
            true => t!("folder.no_register"),
            false => t!("folder.registers", names = names.join(", ")),
        };
        let hint = t!("folder.register_hint");
        Err(CliError::usage(Message::at(self.settings_file.display(), what, hint)))
    }

    /// The key named in the settings; if that setting is lost, the only secret key in the
    /// folder.
    fn key(&self, hall: &HallSettings) -> PathBuf {
        let usual = self.folder.join(&hall.key);
        if !self.read.lost("hall.key") || usual.is_file() {
            return usual;
        }
        self.only(is_secret_key).unwrap_or(usual)
    }

    /// The site's folder, found as [`Files::key`] finds the key.
    fn site(&self, hall: &HallSettings) -> PathBuf {
        let usual = self.folder.join(&hall.site);
        if !self.read.lost("hall.site") || usual.is_dir() {
            return usual;
        }
        let is_site = |path: &Path| {
            hall_of_site(&hallboard_publish::DiskStorage::read_only(path)).is_some()
        };
        self.only(|path| path.is_dir() && is_site(path)).unwrap_or(usual)
    }

    fn only(&self, is_it: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let mut found = self.entries().into_iter().filter(|path| is_it(path));
        found.next().filter(|_| found.next().is_none())
    }

    /// Paths of the folder's entries, sorted by name.
    fn entries(&self) -> Vec<PathBuf> {
        let here =
            if self.folder.as_os_str().is_empty() { Path::new(".") } else { self.folder };
        let entries = std::fs::read_dir(here).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        names.into_iter().map(|name| self.folder.join(name)).collect()
    }
}

fn is_secret_key(path: &Path) -> bool {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    !ending.eq_ignore_ascii_case("pub") && path.is_file() && is_minisign_file(path)
}

/// Whether this may be a register: a file by its name, a folder by the tables in it.
fn may_be_register(path: &Path) -> bool {
    let name = path.file_name().map(|it| it.to_string_lossy()).unwrap_or_default();
    if name.starts_with(['.', '~']) {
        return false;
    }
    if path.is_dir() {
        return matches!(withdrawals_at(path), Ok(Some(_)));
    }
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    // Files beside a key, such as `hall.key.memory.json`, are JSON too.
    let is_json = ending.eq_ignore_ascii_case("json");
    let dots = name.matches('.').count();
    ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(ending)) && !(is_json && dots > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_are_recognised_by_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let check = |name: &str, expected: bool| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            assert_eq!(may_be_register(&path), expected, "{name}");
        };
        check("register.xlsx", true);
        check("我们村.ODS", true);
        check("ledger.json", true);
        check("hall.key.memory.json", false);
        check("~$register.xlsx", false);
        check(".register.xlsx", false);
        check("hall.key", false);
        check("hallboard.toml", false);
    }
}
