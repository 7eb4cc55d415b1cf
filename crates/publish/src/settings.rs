//! What a hall sets beside its ledger, in `hallboard.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use hallboard_feed::edition::private_by_default;
use hallboard_feed::{Desk, Display, PAGES};
use hallboard_score::{Names, Rulebook};
use hallboard_workbook::Encoding;
use serde::Deserialize;

use super::display_settings::{self, DisplaySettings};
use super::post_url::is_post_address;

/// The name of the settings file beside a ledger.
pub const SETTINGS_FILE: &str = "hallboard.toml";

/// The hall's settings; every one has a default.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How the screen in the hall is read and run, as a snapshot gives it.
    pub display: Display,
    /// What the board shows.
    pub board: BoardSettings,
    /// Where the site is on the web.
    pub site: SiteSettings,
    /// How letters reach the hall.
    pub letters: LettersSettings,
    /// Where the hall's files are; only in a hall folder.
    pub hall: Option<HallSettings>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            display: Display::new(display_settings::INCHES, display_settings::DECIMETRES),
            board: BoardSettings::default(),
            site: SiteSettings::default(),
            letters: LettersSettings::default(),
            hall: None,
        }
    }
}

/// The settings as they are written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    display: DisplaySettings,
    board: BoardSettings,
    site: SiteSettings,
    letters: LettersSettings,
    hall: Option<HallSettings>,
}

/// Where the files of a hall folder are, and how often it publishes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HallSettings {
    /// The ledger, relative to the folder: a workbook or anything else that is read.
    pub workbook: PathBuf,
    /// The name of the encoding of its text files, if it is not to be guessed.
    pub encoding: Option<String>,
    /// The secret key, relative to the folder.
    pub key: PathBuf,
    /// The folder of the site, relative to the folder.
    pub site: PathBuf,
    /// How often the hall publishes.
    pub cadence: Cadence,
    /// How many copies of published ledgers are kept, 0 to 1000.
    pub keep: u16,
    /// The telephone number of the hall's desk.
    pub phone: Option<String>,
    /// When somebody is at the desk: one text, or one for each language.
    pub desk_hours: Option<Wording>,
}

/// A text for people: one for all of them, or one for each language by its tag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "not a text, nor texts by language")]
pub enum Wording {
    /// One for all.
    ForAll(String),
    /// By language tag.
    ByLanguage(BTreeMap<String, String>),
}

impl Wording {
    /// By language tag; a text for all is of no language in particular.
    #[must_use]
    pub fn names(&self) -> Names {
        match self {
            Wording::ForAll(text) => Names::new([("und", text.as_str())]),
            Wording::ByLanguage(texts) => Names::new(texts),
        }
    }
}

impl HallSettings {
    /// The encoding of the ledger's text files, if one is set.
    #[must_use]
    pub fn text_encoding(&self) -> Option<&'static Encoding> {
        self.encoding.as_deref().and_then(encoding_named)
    }

    /// Where the hall can be reached, if it says so.
    #[must_use]
    pub fn desk(&self) -> Option<Desk> {
        let (phone, hours) = (self.phone.clone(), self.desk_hours.as_ref());
        let desk = Desk { phone, hours: hours.map(Wording::names) };
        (desk != Desk::default()).then_some(desk)
    }
}

impl Default for HallSettings {
    fn default() -> HallSettings {
        HallSettings {
            workbook: "register.xlsx".into(),
            encoding: None,
            key: "hall.key".into(),
            site: "site".into(),
            cadence: Cadence::DAILY,
            keep: DEFAULT_KEEP,
            phone: None,
            desk_hours: None,
        }
    }
}

/// How many copies of published ledgers are kept unless a hall says otherwise.
pub const DEFAULT_KEEP: u16 = 30;

/// How often a hall publishes: every so many days. Written `"daily"`, `"weekly"`, or as
/// a number of days from 1 to 180.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "CadenceText")]
pub struct Cadence(u16);

#[derive(Deserialize)]
#[serde(untagged, expecting = "not \"daily\", \"weekly\" or a number of days")]
enum CadenceText {
    Word(CadenceWord),
    Days(i64),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum CadenceWord {
    Daily,
    Weekly,
}

impl TryFrom<CadenceText> for Cadence {
    type Error = &'static str;

    fn try_from(text: CadenceText) -> Result<Cadence, &'static str> {
        let days = match text {
            CadenceText::Word(CadenceWord::Daily) => return Ok(Cadence::DAILY),
            CadenceText::Word(CadenceWord::Weekly) => return Ok(Cadence(7)),
            CadenceText::Days(days) => days,
        };
        let days = u16::try_from(days).ok().filter(|days| (1..=180).contains(days));
        days.map(Cadence).ok_or("a cadence is from 1 to 180 days")
    }
}

impl Cadence {
    /// Every day.
    pub const DAILY: Cadence = Cadence(1);

    /// The days from one publication to the next.
    #[must_use]
    pub fn days(self) -> u16 {
        self.0
    }

    /// For how many days a publication may be shown unless somebody says otherwise: two
    /// weeks, and never so short that one publication missed empties the board.
    #[must_use]
    pub fn valid_days(self) -> u32 {
        u32::from(self.0).saturating_mul(2).max(14)
    }
}

/// What the board shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BoardSettings {
    /// The categories whose stars stay off the board. Left out: those whose id or name
    /// speaks of credit or money.
    pub private_categories: Option<BTreeSet<String>>,
}

/// Where the site is on the web.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteSettings {
    /// Its address, which the cards carry.
    pub address: Option<String>,
}

/// How letters reach the hall.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LettersSettings {
    /// Where they are posted, relative to the site's root or in full; left out, they are
    /// handed over as files.
    pub post: Option<String>,
    /// How many concerns of one person are heard in a week.
    pub concerns_per_week: u16,
    /// Who of the hall decides on letters; with a single name, nobody else is meant.
    pub panel: Vec<String>,
    /// Whether the board tells how many letters came, and what became of them.
    pub sums: bool,
    /// Whether whoever writes about somebody else may agree to be named to them.
    pub name_reporters: bool,
}

impl Default for LettersSettings {
    fn default() -> LettersSettings {
        let (post, panel) = (None, Vec::new());
        let (sums, name_reporters) = (false, false);
        LettersSettings { post, concerns_per_week: 3, panel, sums, name_reporters }
    }
}

/// The encoding that the standard of the web knows by that name, as `gbk` or `big5`.
#[must_use]
pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(name.as_bytes())
}

/// Whether cards can carry it as the address of a site: `http://` or `https://`, a host,
/// nothing behind a `?` or `#`, and `/` at the end, so that a page's name can follow.
#[must_use]
pub fn is_site_address(text: &str) -> bool {
    let schemes = ["https://", "http://"];
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    let plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !"?#\"<>\\`".contains(c);
    rest.is_some_and(|rest| {
        rest.ends_with('/') && !rest.starts_with('/') && rest.chars().all(plain)
    })
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not the TOML expected.
    #[error("line {line}: {what}")]
    Toml {
        /// The line, from 1.
        line: usize,
        /// What is wrong, from the reader of TOML.
        what: String,
    },
    /// Not the address of a site.
    #[error("`site.address` is `{found}`, which is no address of a site")]
    Address {
        /// What it was set to.
        found: String,
    },
    /// Not an encoding.
    #[error("`hall.encoding` is `{found}`, which is no encoding")]
    Encoding {
        /// What it was set to.
        found: String,
    },
    /// Not where letters can be posted.
    #[error("`letters.post` is `{found}`, where no letters can be posted")]
    Post {
        /// What it was set to.
        found: String,
    },
    /// No page of the board, or one named twice.
    #[error("`{found}` is no page, or there twice; the pages are {}", PAGES.join(", "))]
    Page {
        /// The name.
        found: String,
    },
    /// No hours of a day, or some that are in others.
    #[error(
        "`{field}` has `{found}`, which is not hours such as `08:00-20:00`, in order"
    )]
    Hours {
        /// The setting.
        field: &'static str,
        /// What it was set to.
        found: String,
    },
    /// No rhythm.
    #[error("`display.cadence` is `{found}`, not `daily`, `weekly` or such as `6 hours`")]
    Cadence {
        /// What it was set to.
        found: String,
    },
    /// A size outside what a screen or hall can have.
    #[error("`{field}` is {value}, outside {least} to {most}")]
    Range {
        /// The setting.
        field: &'static str,
        /// What it was set to.
        value: String,
        /// The least it can be.
        least: &'static str,
        /// The most it can be.
        most: &'static str,
    },
}

impl Settings {
    /// The categories whose stars are shown to nobody but the household: those set, or those
    /// that speak of credit and money.
    #[must_use]
    pub fn private_categories(&self, rulebooks: &[Rulebook]) -> BTreeSet<String> {
        let set = self.board.private_categories.clone();
        set.unwrap_or_else(|| private_by_default(rulebooks))
    }

    /// Reads a settings file.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown setting, or a size that cannot be.
    pub fn read(text: &str) -> Result<Settings, SettingsError> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            SettingsError::Toml { line, what: error.message().to_owned() }
        })?;
        let Written { display, board, site, letters, hall } = written;
        if let Some(hall) = hall.as_ref().filter(|hall| hall.keep > 1000) {
            return Err(SettingsError::Range {
                field: "hall.keep",
                value: hall.keep.to_string(),
                least: "0",
                most: "1000",
            });
        }
        let encoding = hall.as_ref().and_then(|hall| hall.encoding.as_ref());
        if let Some(found) = encoding.filter(|it| encoding_named(it).is_none()) {
            return Err(SettingsError::Encoding { found: found.clone() });
        }
        if let Some(found) = site.address.as_ref().filter(|it| !is_site_address(it)) {
            return Err(SettingsError::Address { found: found.clone() });
        }
        if let Some(found) = letters.post.as_ref().filter(|it| !is_post_address(it)) {
            return Err(SettingsError::Post { found: found.clone() });
        }
        let cadence = hall.as_ref().map_or(Cadence::DAILY, |hall| hall.cadence);
        let display = display.read(u32::from(cadence.days()) * 24)?;
        Ok(Settings { display, board, site, letters, hall })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hall: &str, expected: Result<(u16, u32), &str>) {
        let read = Settings::read(&format!("[hall]\n{hall}\n"));
        match expected {
            Ok(expected) => {
                let cadence = read.unwrap().hall.unwrap().cadence;
                assert_eq!((cadence.days(), cadence.valid_days()), expected, "{hall}");
            }
            Err(says) => {
                let error = read.unwrap_err().to_string();
                assert!(error.contains(says), "{hall}: {error}");
            }
        }
    }

    #[test]
    fn a_hall_folders_settings() {
        check("", Ok((1, 14)));
        check("cadence = \"daily\"", Ok((1, 14)));
        check("cadence = \"weekly\"", Ok((7, 14)));
        check("cadence = 30", Ok((30, 60)));
        check("cadence = 0", Err("line 2: a cadence is from 1 to 180 days"));
        check("cadence = \"hourly\"", Err("line 2: not \"daily\""));
        check("site = \"site\"\nspeed = 1", Err("line 3: unknown field `speed`"));
        check("keep = 1001", Err("`hall.keep` is 1001, outside 0 to 1000"));
        check("encoding = \"gbk\"", Ok((1, 14)));
        check("encoding = \"klingon\"", Err("`hall.encoding` is `klingon`"));
        check("encoding = \"iso-2022-kr\"", Err("`hall.encoding` is `iso-2022-kr`"));
        assert_eq!(Settings::read("").unwrap().hall, None);
    }

    #[test]
    fn the_desk_is_published_as_far_as_it_is_set() {
        let check = |hall: &str, expected: Option<(Option<&str>, Option<Names>)>| {
            let read = Settings::read(&format!("[hall]\n{hall}\n")).unwrap();
            let expected = expected
                .map(|(phone, hours)| Desk { phone: phone.map(str::to_owned), hours });
            assert_eq!(read.hall.unwrap().desk(), expected, "{hall}");
        };
        check("", None);
        check("phone = \"0571 1\"", Some((Some("0571 1"), None)));
        let for_all = Names::new([("und", "8-12")]);
        check("desk_hours = \"8-12\"", Some((None, Some(for_all))));
        let both = Names::new([("en", "8 to 12"), ("zh-Hans", "8至12时")]);
        let set = "desk_hours = { en = \"8 to 12\", zh-Hans = \"8至12时\" }";
        check(set, Some((None, Some(both))));
    }

    #[test]
    fn letters_are_posted_where_a_policy_can_name_it_and_name_nobody_unasked() {
        let read =
            |post: &str| Settings::read(&format!("[letters]\npost = \"{post}\"\n"));
        let post = Some("https://hall.example/letters".to_owned());
        assert_eq!(read("https://hall.example/letters").unwrap().letters.post, post);
        let names = |text: &str| Settings::read(text).unwrap().letters.name_reporters;
        assert!(!names("[letters]\n") && names("[letters]\nname_reporters = true\n"));
        let found = "http://hall.example/".to_owned();
        assert_eq!(read(&found), Err(SettingsError::Post { found }));
    }

    #[test]
    fn an_address_is_one_that_a_page_can_follow() {
        for address in
            ["https://hall.example/", "http://10.0.0.7:8080/a/b/", "https://杨桥.中国/"]
        {
            let text = format!("[site]\naddress = \"{address}\"\n");
            let address = Some(address.to_owned());
            assert_eq!(Settings::read(&text).unwrap().site.address, address);
        }
        for wrong in [
            "",
            "https://",
            "https:///",
            "hall.example/",
            "https://hall.example",
            "ftp://hall.example/",
            "https://hall.example/?a/",
            "https://hall.example/#/",
            "https://hall example/",
        ] {
            let read = Settings::read(&format!("[site]\naddress = \"{wrong}\"\n"));
            let found = wrong.to_owned();
            assert_eq!(read, Err(SettingsError::Address { found }), "{wrong}");
        }
    }
}
