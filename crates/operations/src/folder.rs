//! A hall folder: a folder whose `hallboard.toml` names the hall's files.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use hallboard_feed::PAGES;
use hallboard_publish::{
    HallSettings, SETTINGS_FILE, Settings, SettingsError, UploadTargetError,
    encoding_named,
};
use hallboard_workbook::Encoding;

use crate::failure::{CliError, Message};
use crate::words::system;

/// A hall folder, with the paths that its settings name.
#[derive(Clone, Debug)]
pub struct HallFolder {
    folder: PathBuf,
    settings: Settings,
    hall: HallSettings,
}

impl HallFolder {
    /// The hall folder at that path, or `None` if it is something else.
    pub fn at(folder: &Path) -> Result<Option<HallFolder>, CliError> {
        let path = folder.join(SETTINGS_FILE);
        if !path.is_file() {
            return Ok(None);
        }
        let settings = settings_at(&path)?;
        let hall = settings.hall.clone();
        Ok(hall.map(|hall| HallFolder { folder: folder.to_owned(), settings, hall }))
    }

    /// The hall folder at that path, or the current one if none is given; an error if it is
    /// no hall folder.
    pub fn given_or_here(folder: Option<&Path>) -> Result<HallFolder, CliError> {
        let folder = folder.unwrap_or(Path::new(""));
        HallFolder::at(folder)?.ok_or_else(|| none_here(folder))
    }

    /// The folder's path; empty for the current one.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder, for a message.
    #[must_use]
    pub fn shown(&self) -> String {
        shown(&self.folder)
    }

    /// The settings of the hall's files.
    pub fn hall(&self) -> &HallSettings {
        &self.hall
    }

    /// All its settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The hall's ledger.
    pub fn ledger(&self) -> PathBuf {
        self.folder.join(&self.hall.workbook)
    }

    /// The hall's secret key.
    pub fn key(&self) -> PathBuf {
        self.folder.join(&self.hall.key)
    }

    /// The folder of the hall's site.
    pub fn site(&self) -> PathBuf {
        self.folder.join(&self.hall.site)
    }
}

fn none_here(folder: &Path) -> CliError {
    let what = match folder.as_os_str().is_empty() {
        true => t!("folder.none_here"),
        false => t!("folder.none"),
    };
    CliError::usage(Message::at(shown(folder), what, t!("folder.name_it")))
}

fn shown(folder: &Path) -> String {
    match folder.as_os_str().is_empty() {
        true => t!("folder.here").into_owned(),
        false => folder.display().to_string(),
    }
}

/// The encoding with that name, which was given by the option `flag`.
///
/// # Errors
/// If there is no such encoding.
pub fn encoding_given(name: &str, flag: &str) -> Result<&'static Encoding, CliError> {
    encoding_named(name).ok_or_else(|| {
        let what = t!("read.encoding_unknown", found = name);
        CliError::usage(Message::at(flag, what, t!("read.encoding_unknown_hint")))
    })
}

/// A ledger's path, and the configured encoding of its text files.
#[derive(Clone, Debug)]
pub struct LedgerPlace {
    /// Its path.
    pub path: PathBuf,
    /// The encoding of its text files; guessed if absent.
    pub encoding: Option<&'static Encoding>,
}

/// The ledger that an argument means: itself, that of a hall folder, or that of the current
/// folder if none is given. The encoding is the one given, or that of the settings in the
/// hall folder or beside the ledger.
pub fn ledger_place(
    given: Option<&Path>,
    encoding: Option<&'static Encoding>,
) -> Result<LedgerPlace, CliError> {
    let hall = match given {
        None => Some(HallFolder::given_or_here(None)?),
        Some(path) => HallFolder::at(path)?,
    };
    let path = match (&hall, given) {
        (Some(hall), _) => hall.ledger(),
        (None, path) => path.unwrap_or(Path::new("")).to_owned(),
    };
    // Only folders have text files: for all others the settings need not be read.
    let hall = match hall {
        None if encoding.is_none() && path.is_dir() => {
            HallFolder::at(path.parent().unwrap_or(Path::new("")))?
        }
        hall => hall,
    };
    let set = hall.and_then(|hall| hall.hall.text_encoding());
    Ok(LedgerPlace { path, encoding: encoding.or(set) })
}

/// Maximum size of a settings file in bytes.
const SETTINGS_LIMIT: u64 = 1_000_000;

/// Reads a settings file.
pub fn settings_at(path: &Path) -> Result<Settings, CliError> {
    let fail = |place: String, what: String| {
        CliError::usage(Message::at(place, what, t!("folder.settings_hint")))
    };
    let read = || {
        let mut text = String::new();
        File::open(path)?.take(SETTINGS_LIMIT + 1).read_to_string(&mut text)?;
        Ok(text)
    };
    let text = read().map_err(|error: std::io::Error| {
        let what = t!("folder.settings_unread", why = system(error));
        fail(path.display().to_string(), what.into_owned())
    })?;
    if u64::try_from(text.len()).is_ok_and(|length| length > SETTINGS_LIMIT) {
        let what = t!("folder.settings_large", limit = SETTINGS_LIMIT / 1_000);
        return Err(fail(path.display().to_string(), what.into_owned()));
    }
    Settings::read(&text).map_err(|error| match error {
        SettingsError::Toml { line, what } => {
            let place = t!("folder.line", file = path.display(), line = line);
            let what = t!("folder.settings_wrong", why = what);
            fail(place.into_owned(), what.into_owned())
        }
        SettingsError::Address { found } => {
            let what = t!("folder.settings_address", found = found);
            let place = path.display().to_string();
            CliError::usage(Message::at(place, what, t!("folder.settings_address_hint")))
        }
        SettingsError::Upload(error) => {
            let what = t!("folder.settings_upload", why = upload_fault(&error));
            let place = path.display().to_string();
            CliError::usage(Message::at(place, what, t!("folder.settings_upload_hint")))
        }
        SettingsError::Encoding { found } => {
            let what = t!("folder.settings_encoding", found = found);
            let place = path.display().to_string();
            CliError::usage(Message::at(place, what, t!("read.encoding_unknown_hint")))
        }
        SettingsError::Post { found } => {
            let what = t!("folder.settings_post", found = found);
            let place = path.display().to_string();
            CliError::usage(Message::at(place, what, t!("folder.settings_post_hint")))
        }
        SettingsError::Page { found } => {
            let pages = PAGES.join(", ");
            let what = t!("folder.settings_page", found = found, pages = pages);
            fail(path.display().to_string(), what.into_owned())
        }
        SettingsError::Hours { field, found } => {
            let what = t!("folder.settings_hours", field = field, found = found);
            fail(path.display().to_string(), what.into_owned())
        }
        SettingsError::Cadence { found } => {
            let what = t!("folder.settings_rhythm", found = found);
            fail(path.display().to_string(), what.into_owned())
        }
        SettingsError::Range { field, value, least, most } => {
            let what = t!(
                "folder.settings_range",
                field = field,
                value = value,
                least = least,
                most = most
            );
            fail(path.display().to_string(), what.into_owned())
        }
    })
}

/// Why an address is not that of a web space.
fn upload_fault(error: &UploadTargetError) -> String {
    let text = match error {
        UploadTargetError::Empty => t!("folder.upload.empty"),
        UploadTargetError::Secret => t!("folder.upload.secret"),
        UploadTargetError::Scheme { scheme } => t!("folder.upload.scheme", part = scheme),
        UploadTargetError::Host { host } => t!("folder.upload.host", part = host),
        UploadTargetError::Path { part } => t!("folder.upload.path", part = part),
        UploadTargetError::Bucket => t!("folder.upload.bucket"),
    };
    text.into_owned()
}
