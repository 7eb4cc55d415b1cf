//! Creates a hall's folder: workbook, key, the key's backup to print, settings.

use std::fs;
use std::path::{Path, PathBuf};

use hallboard_publish::{CardBook, HallKey, KeyError, SETTINGS_FILE};
use hallboard_sample::{filled, starter};
use hallboard_score::{Day, Hall, Names};
use hallboard_workbook::read::unknown_time_zone;
use jiff::tz::TimeZone;

use crate::atomic_write;
use crate::context::{CARDS, LETTERS, new_letter_key, random};
use crate::failure::{CliError, Message};
use crate::key_backup::{BACKUP_PAGE, backup_page};
use crate::language::Language;
use crate::words::system;

pub use hallboard_sample::StarterRules;

/// Settings file of a new hall, with every setting at its default.
const SETTINGS: &str = include_str!("../templates/hallboard.toml");
/// Name of the register in a new hall's folder, as in its settings.
const REGISTER: &str = "register.xlsx";
/// Name of the secret key in a new hall's folder, as in its settings.
const KEY: &str = "hall.key";
/// Time zone if the system's is unknown.
const USUAL_TIME_ZONE: &str = "Asia/Shanghai";
/// The maximum length of a hall's id in characters.
const ID_LENGTH: usize = 60;

/// What the workbook of a new hall contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Rules, and nobody.
    Rules(StarterRules),
    /// A small fictitious village.
    Sample,
}

/// A hall to be created. What is absent has a default.
#[derive(Clone, Debug)]
pub struct NewHall {
    /// What people call it; by default "Our village hall".
    pub name: Option<String>,
    /// Its id, which is part of everything published; by default from the folder's name.
    pub id: Option<String>,
    /// The IANA time zone in which its days begin and end; by default the computer's.
    pub time_zone: Option<String>,
    /// What its workbook contains.
    pub contents: Contents,
}

/// A choice with which no hall can be created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChoice {
    /// No time zone is called that.
    #[error("no time zone is called `{found}`")]
    TimeZone {
        /// The name given.
        found: String,
        /// The closest name of a time zone.
        near: String,
    },
    /// The id is empty, too long, or has other characters than `a-z`, `0-9` and `-`.
    #[error("`{found}` is no id of a hall")]
    Id {
        /// The id given.
        found: String,
    },
}

impl InvalidChoice {
    /// The message about it; `place` is the option or field in which it was made.
    #[must_use]
    pub fn message(&self, place: impl ToString) -> Message {
        let (what, hint) = match self {
            InvalidChoice::TimeZone { found, near } => {
                (t!("new.time_zone", name = found), t!("new.time_zone_hint", near = near))
            }
            InvalidChoice::Id { found } => {
                (t!("new.id", id = found), t!("new.id_hint", limit = ID_LENGTH))
            }
        };
        Message::at(place, what, hint)
    }
}

/// Why a hall was not created. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NewHallError {
    /// Something given cannot be used.
    #[error(transparent)]
    Choice(#[from] InvalidChoice),
    /// The folder could not be written.
    #[error("the folder could not be written")]
    Failed(CliError),
}

impl From<CliError> for NewHallError {
    fn from(error: CliError) -> NewHallError {
        NewHallError::Failed(error)
    }
}

impl NewHall {
    /// Creates the folder completely or not at all.
    ///
    /// # Errors
    /// If a choice is invalid, or the folder is in use or cannot be written.
    pub fn create(&self, folder: &Path) -> Result<(), NewHallError> {
        let hall = self.hall(folder)?;
        let (id, names) = (hall.id.clone(), hall.names.clone());
        let today = today(&hall.time_zone)?;
        let ledger = match self.contents {
            Contents::Rules(rules) => starter(hall, today, rules),
            Contents::Sample => filled(hall, today),
        };
        let unmade = |error| key_not_made(folder, error);
        let key = HallKey::generate(None).map_err(unmade)?;
        // Empty: every publication makes cards for those who take part.
        let cards = CardBook::new(&id, &random).and_then(|book| book.write());
        let cards =
            cards.map_err(|error| unmade(KeyError::Unusable(error.to_string())))?;
        let register = hallboard_workbook::write(&ledger).map_err(|error| {
            let place = folder.join(REGISTER);
            CliError::runtime(atomic_write::unwritten(place.display(), &error))
        })?;
        let backup = backup_page(&names, &key.secret, &key.public)?;
        atomic_write::new_folder(folder, |unfinished| {
            let place = |name: &str| unfinished.join(name);
            let failed = |error| atomic_write::failed(folder, &error);
            fs::write(place(REGISTER), &register).map_err(failed)?;
            atomic_write::new_private(&place(KEY), key.secret.as_bytes())?;
            fs::write(place(&format!("{KEY}.pub")), &key.public).map_err(failed)?;
            atomic_write::new_private(&place(BACKUP_PAGE), backup.as_bytes())?;
            atomic_write::new_private(&place(&format!("{KEY}{CARDS}")), &cards)?;
            new_letter_key(&place(&format!("{KEY}{LETTERS}")))?;
            fs::write(place(SETTINGS_FILE), SETTINGS).map_err(failed)
        })?;
        Ok(())
    }

    /// The id that the hall would have in a folder.
    ///
    /// # Errors
    /// If the id given is invalid.
    pub fn id_in(&self, folder: &Path) -> Result<String, InvalidChoice> {
        match given(self.id.as_deref()) {
            Some(id) => valid_id(id),
            None => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy();
                Ok(id_of(&name).unwrap_or_else(|| "hall".to_owned()))
            }
        }
    }

    fn hall(&self, folder: &Path) -> Result<Hall, InvalidChoice> {
        let time_zone = match given(self.time_zone.as_deref()) {
            Some(name) => valid_time_zone(name)?,
            None => own_time_zone(),
        };
        let names = match given(self.name.as_deref()) {
            Some(name) => Names::new([(language_of(name), name)]),
            None => Names::new(Language::ALL.map(|language| {
                let tag = language.tag();
                (tag, rust_i18n::t!("new.hall", locale = tag).into_owned())
            })),
        };
        Ok(Hall { id: self.id_in(folder)?, names, time_zone })
    }
}

/// The halls whose folders are directly in a folder, by name. A folder that cannot be read
/// has none.
#[must_use]
pub fn halls_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut halls: Vec<PathBuf> =
        paths.filter(|path| path.join(SETTINGS_FILE).is_file()).collect();
    halls.sort();
    halls
}

/// An id from the Latin letters and digits of a name; `None` if it has none.
#[must_use]
pub fn id_of(name: &str) -> Option<String> {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let id: String = name.to_lowercase().chars().map(kept).take(ID_LENGTH).collect();
    let parts: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}

/// The computer's time zone, or else that of China.
#[must_use]
pub fn own_time_zone() -> String {
    let zone = TimeZone::system();
    let name =
        zone.iana_name().filter(|name| name.contains('/') && !name.starts_with("Etc"));
    name.unwrap_or(USUAL_TIME_ZONE).to_owned()
}

/// The error for a key that could not be created.
#[must_use]
pub fn key_not_made(place: &Path, error: KeyError) -> CliError {
    let (what, hint) = (t!("new.key", why = system(error)), t!("new.key_hint"));
    CliError::runtime(Message::at(place.display(), what, hint))
}

/// What was given, without spaces around it, if that is anything.
fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The language a name is written in.
fn language_of(name: &str) -> &'static str {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    if name.contains(han) { Language::Chinese.tag() } else { Language::English.tag() }
}

fn valid_time_zone(name: &str) -> Result<String, InvalidChoice> {
    match unknown_time_zone(name) {
        None => Ok(name.to_owned()),
        Some(own) if own.eq_ignore_ascii_case(name) => Ok(own),
        Some(near) => Err(InvalidChoice::TimeZone { found: name.to_owned(), near }),
    }
}

fn valid_id(id: &str) -> Result<String, InvalidChoice> {
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match !id.is_empty() && id.len() <= ID_LENGTH && id.chars().all(valid) {
        true => Ok(id.to_owned()),
        false => Err(InvalidChoice::Id { found: id.to_owned() }),
    }
}

fn today(time_zone: &str) -> Result<Day, CliError> {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let date = jiff::Timestamp::now().to_zoned(zone).date();
    Day::new(date.year(), date.month(), date.day()).ok_or_else(|| {
        let (what, hint) = (t!("new.clock"), t!("new.clock_hint"));
        CliError::runtime(Message::at(date, what, hint))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_publish::{HallSettings, Settings};

    #[test]
    fn written_settings_are_the_defaults() {
        let written = Settings::read(SETTINGS).unwrap();
        let hall = Some(HallSettings::default());
        assert_eq!(written, Settings { hall, ..Settings::default() });
        assert_eq!(HallSettings::default().workbook, Path::new(REGISTER));
        assert_eq!(HallSettings::default().key, Path::new(KEY));
    }

    #[test]
    fn ids_and_languages_follow_from_names() {
        for (name, id) in [
            ("our-village", Some("our-village")),
            ("Yang Qiao_2", Some("yang-qiao-2")),
            ("杨桥", None),
            ("..", None),
        ] {
            assert_eq!(id_of(name).as_deref(), id, "{name}");
        }
        assert!(valid_id("yangqiao").is_ok());
        for wrong in ["Yang qiao", "", "../x", &"a".repeat(61)] {
            assert!(valid_id(wrong).is_err(), "{wrong}");
        }
        assert_eq!(language_of("杨桥 hall"), "zh-Hans");
        assert_eq!(language_of("Mill hall"), "en");
    }
}
