//! The settings of a hall beside its ledger, in `hallboard.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use hallboard_feed::edition::private_by_default;
use hallboard_feed::{Desk, Display, PAGES};
use hallboard_score::{Names, Rulebook};
use hallboard_workbook::Encoding;
use serde::Deserialize;

use super::display_settings::{self, DisplaySettings};
use super::post_url::is_post_address;
use super::upload_target::{UploadTarget, UploadTargetError};

/// The name of the settings file, which is beside the ledger.
pub const SETTINGS_FILE: &str = "hallboard.toml";

/// The hall's settings; every one has a default.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The display settings, in the form of a snapshot.
    pub display: Display,
    /// What the board shows.
    pub board: BoardSettings,
    /// The address of the site on the web.
    pub site: SiteSettings,
    /// How the hall accepts letters.
    pub letters: LettersSettings,
    /// The paths of the hall's files; only in a hall folder.
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

/// The settings as in the file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    display: DisplaySettings,
    board: BoardSettings,
    site: SiteSettings,
    letters: LettersSettings,
    hall: Option<HallSettings>,
}

/// The paths of the files in a hall folder, and the cadence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HallSettings {
    /// The ledger, relative to the folder: a workbook or any other readable form.
    pub workbook: PathBuf,
    /// The encoding of its text files; detected if absent.
    pub encoding: Option<String>,
    /// The secret key, relative to the folder.
    pub key: PathBuf,
    /// The folder of the site, relative to the folder.
    pub site: PathBuf,
    /// How often the hall publishes.
    pub cadence: Cadence,
    /// The number of copies of published ledgers to keep, 0 to 1000.
    pub keep: u16,
    /// The telephone number of the hall's desk.
    pub phone: Option<String>,
    /// The hours at which the desk is staffed: one text, or one for each language.
    pub desk_hours: Option<Wording>,
}

/// A text for people: one for all languages, or one for each language tag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "not a text, nor texts by language")]
pub enum Wording {
    /// The same text for all languages.
    ForAll(String),
    /// By language tag.
    ByLanguage(BTreeMap<String, String>),
}

impl Wording {
    /// The texts by language tag; a text for all languages has the tag `und`.
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

    /// The hall's desk, if it is set.
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

/// The default number of copies of published ledgers.
pub const DEFAULT_KEEP: u16 = 30;

/// The interval between publications in days. Written `"daily"`, `"weekly"`, or as a
/// number of days from 1 to 180.
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

    /// The interval in days.
    #[must_use]
    pub fn days(self) -> u16 {
        self.0
    }

    /// The default number of days for which a publication may be shown: two weeks, or
    /// twice the interval if that is longer, so that one missed publication does not
    /// empty the board.
    #[must_use]
    pub fn valid_days(self) -> u32 {
        u32::from(self.0).saturating_mul(2).max(14)
    }
}

/// What the board shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BoardSettings {
    /// The ids of the categories whose stars are not on the board. Default: those whose
    /// id or name is about credit or money.
    pub private_categories: Option<BTreeSet<String>>,
}

/// The address of the site on the web.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteSettings {
    /// The address, which the cards contain.
    pub address: Option<String>,
    /// The web space to which `publish --upload` uploads the site; see [`UploadTarget`].
    pub upload: Option<String>,
}

impl SiteSettings {
    /// The web space to upload to, if one is set.
    #[must_use]
    pub fn upload_target(&self) -> Option<UploadTarget> {
        self.upload.as_deref()?.parse().ok()
    }
}

/// How the hall accepts letters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LettersSettings {
    /// The address for posting letters, absolute or relative to the site's root; without
    /// it letters are delivered as files.
    pub post: Option<String>,
    /// The number of concerns that one person may report in a week.
    pub concerns_per_week: u16,
    /// The officials who may decide about letters. A single name is the default where a
    /// decision names nobody.
    pub panel: Vec<String>,
    /// Whether the board shows the number of letters by result.
    pub sums: bool,
    /// Whether senders of letters about somebody else may agree to be named to them.
    pub name_reporters: bool,
}

impl Default for LettersSettings {
    fn default() -> LettersSettings {
        let (post, panel) = (None, Vec::new());
        let (sums, name_reporters) = (false, false);
        LettersSettings { post, concerns_per_week: 3, panel, sums, name_reporters }
    }
}

/// The encoding with this label in the web's Encoding Standard, such as `gbk` or `big5`.
#[must_use]
pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(name.as_bytes())
}

/// Whether cards can contain this text as the address of a site: `http://` or `https://`,
/// a host, no query or fragment, and `/` at the end, so that the name of a page can
/// follow.
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
    /// It is not valid TOML, or has other fields.
    #[error("line {line}: {what}")]
    Toml {
        /// The line, from 1.
        line: usize,
        /// The message of the TOML parser.
        what: String,
    },
    /// The value is not the address of a site.
    #[error("`site.address` is `{found}`, which is no address of a site")]
    Address {
        /// The value.
        found: String,
    },
    /// The value is not the address of a web space. It is not repeated, because it may
    /// contain a password.
    #[error("`site.upload`: {0}")]
    Upload(UploadTargetError),
    /// The value is not the label of an encoding.
    #[error("`hall.encoding` is `{found}`, which is no encoding")]
    Encoding {
        /// The value.
        found: String,
    },
    /// Letters cannot be posted to this address.
    #[error("`letters.post` is `{found}`, where no letters can be posted")]
    Post {
        /// The value.
        found: String,
    },
    /// A page is unknown, or named twice.
    #[error("`{found}` is no page, or there twice; the pages are {}", PAGES.join(", "))]
    Page {
        /// The name of the page.
        found: String,
    },
    /// Hours are invalid, overlap or are not in order.
    #[error(
        "`{field}` has `{found}`, which is not hours such as `08:00-20:00`, in order"
    )]
    Hours {
        /// The setting.
        field: &'static str,
        /// The value.
        found: String,
    },
    /// The cadence is invalid.
    #[error("`display.cadence` is `{found}`, not `daily`, `weekly` or such as `6 hours`")]
    Cadence {
        /// The value.
        found: String,
    },
    /// A number is outside its range.
    #[error("`{field}` is {value}, outside {least} to {most}")]
    Range {
        /// The setting.
        field: &'static str,
        /// The value.
        value: String,
        /// The least permitted value.
        least: &'static str,
        /// The largest permitted value.
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
    /// When it is not TOML, or has an unknown or invalid setting.
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
        if let Some(upload) = &site.upload {
            upload.parse::<UploadTarget>().map_err(SettingsError::Upload)?;
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
            Err(expected) => {
                let error = read.unwrap_err().to_string();
                assert!(error.contains(expected), "{hall}: {error}");
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
    fn desk_is_published_as_far_as_set() {
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
    fn letter_settings_are_validated() {
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
    fn web_space_is_validated_and_never_repeated() {
        let read = |text: &str| Settings::read(&format!("[site]\nupload = \"{text}\"\n"));
        let target = read("sftp://hall@web.example/a").unwrap().site.upload_target();
        assert_eq!(target.unwrap().to_string(), "sftp://hall@web.example/a");
        let refused = read("ftp://hall:geheim@web.example/").unwrap_err();
        assert_eq!(refused, SettingsError::Upload(UploadTargetError::Secret));
        assert!(!refused.to_string().contains("geheim"));
    }

    #[test]
    fn site_address_is_validated() {
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
