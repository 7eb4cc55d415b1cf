//! `hallboard new`: creates a hall's folder, ready to be filled in.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_operations::atomic_write;
use hallboard_operations::context::{CARDS, LETTERS, new_letter_key, random};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::language::Language;
use hallboard_publish::{CardBook, HallKey, KeyError, SETTINGS_FILE};
use hallboard_sample::{filled, starter};
use hallboard_score::{Day, Hall, Names};
use hallboard_workbook::read::unknown_time_zone;
use jiff::tz::TimeZone;

use super::backup;
use super::keygen::{unmade, write_secret};

/// Settings file of a new hall, with every setting at its default.
const SETTINGS: &str = include_str!("../../templates/hallboard.toml");
/// Time zone if the system's is unknown.
const USUAL_TIME_ZONE: &str = "Asia/Shanghai";

/// Creates a hall's folder: workbook, key, its paper backup, settings.
#[derive(clap::Args)]
pub(super) struct New {
    /// The folder to create.
    dir: PathBuf,
    /// Fills the workbook with a small fictitious village.
    #[arg(long)]
    sample: bool,
    /// The hall's name as people read it.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The hall's id, which is part of everything published.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The time zone in which the hall's days begin and end.
    #[arg(long, value_name = "TIME_ZONE")]
    time_zone: Option<String>,
}

impl New {
    /// Creates the folder completely or not at all, and prints the next steps.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let hall = self.hall()?;
        let name = hall.names.best(Language::current().tag()).to_owned();
        let today = today(&hall.time_zone)?;
        let ledger = if self.sample { filled(hall, today) } else { starter(hall, today) };
        let key = HallKey::generate(None).map_err(|error| unmade(&self.dir, error))?;
        // Empty: every publication makes cards for those who take part.
        let cards = CardBook::new(&ledger.hall.id, &random).and_then(|book| book.write());
        let cards = cards.map_err(|error| {
            let why = error.to_string();
            unmade(&self.dir, KeyError::Unusable(why))
        })?;
        let register = hallboard_workbook::write(&ledger)
            .map_err(|error| super::format_detect::unwritable(&self.dir, &error))?;
        atomic_write::new_folder(&self.dir, |folder| {
            let place = |name: &str| folder.join(name);
            let to_failure = |error| atomic_write::failed(&self.dir, &error);
            fs::write(place("register.xlsx"), &register).map_err(to_failure)?;
            write_secret(&place("hall.key"), key.secret.as_bytes())?;
            fs::write(place("hall.key.pub"), &key.public).map_err(to_failure)?;
            let page = backup::page(&name, &key.secret, &key.public);
            write_secret(&place("key-backup.html"), page.as_bytes())?;
            write_secret(&place(&format!("hall.key{CARDS}")), &cards)?;
            new_letter_key(&place(&format!("hall.key{LETTERS}")))?;
            fs::write(place(SETTINGS_FILE), SETTINGS).map_err(to_failure)
        })?;
        let dir = self.dir.display();
        writeln!(out, "{}\n", t!("new.made", dir = dir))?;
        for (number, step) in (1..).zip(["print", "fill", "go", "check", "publish"]) {
            writeln!(out, "{number}. {}", t!(format!("new.{step}"), dir = dir))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn hall(&self) -> Result<Hall, CliError> {
        let time_zone = match &self.time_zone {
            Some(name) => valid_time_zone(name)?,
            None => own_time_zone(),
        };
        let id = match &self.id {
            Some(id) => valid_id(id)?,
            None => id_of(&self.dir),
        };
        let names = match self.name.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => Names::new([(language_of(name), name)]),
            _ => Names::new(Language::ALL.map(|language| {
                let tag = language.tag();
                (tag, rust_i18n::t!("new.hall", locale = tag).into_owned())
            })),
        };
        Ok(Hall { id, names, time_zone })
    }
}

/// The language a name is written in.
fn language_of(name: &str) -> &'static str {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    if name.contains(han) { Language::Chinese.tag() } else { Language::English.tag() }
}

fn valid_time_zone(name: &str) -> Result<String, CliError> {
    match unknown_time_zone(name) {
        None => Ok(name.to_owned()),
        Some(own) if own.eq_ignore_ascii_case(name) => Ok(own),
        Some(near) => {
            let what = t!("new.time_zone", name = name);
            let hint = t!("new.time_zone_hint", near = near);
            Err(CliError::usage(Message::at("--time-zone", what, hint)))
        }
    }
}

fn own_time_zone() -> String {
    let zone = TimeZone::system();
    let name =
        zone.iana_name().filter(|name| name.contains('/') && !name.starts_with("Etc"));
    name.unwrap_or(USUAL_TIME_ZONE).to_owned()
}

fn today(time_zone: &str) -> Result<Day, CliError> {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let date = jiff::Timestamp::now().to_zoned(zone).date();
    Day::new(date.year(), date.month(), date.day()).ok_or_else(|| {
        CliError::runtime(Message::at(date, t!("new.clock"), t!("new.clock_hint")))
    })
}

/// Checks an id: lower-case Latin letters, digits and hyphens.
fn valid_id(id: &str) -> Result<String, CliError> {
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match !id.is_empty() && id.len() <= 60 && id.chars().all(valid) {
        true => Ok(id.to_owned()),
        false => {
            let what = t!("new.id", id = id);
            Err(CliError::usage(Message::at("--id", what, t!("new.id_hint"))))
        }
    }
}

/// An id from the Latin letters of the folder's name.
fn id_of(dir: &Path) -> String {
    let name = dir.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let kept = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let id: String = name.chars().map(kept).take(60).collect();
    let parts: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "hall".to_owned() } else { parts.join("-") }
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
    }

    #[test]
    fn ids_and_languages_follow_from_names() {
        for (dir, id) in [
            ("our-village", "our-village"),
            ("/a/Yang Qiao_2", "yang-qiao-2"),
            ("杨桥", "hall"),
            ("..", "hall"),
        ] {
            assert_eq!(id_of(Path::new(dir)), id);
        }
        assert!(valid_id("yangqiao").is_ok() && valid_id("Yang qiao").is_err());
        assert_eq!(language_of("杨桥 hall"), "zh-Hans");
        assert_eq!(language_of("Mill hall"), "en");
    }
}
