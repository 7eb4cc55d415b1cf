//! Where one hall publishes: from which ledger, with which key, to which site.

use std::path::{Path, PathBuf};

use hallboard_feed::edition::{MEMORY_FORMAT, Memory};
use rust_i18n::t;

use super::failure::{Failure, Said};
use super::folder::{HallFolder, settings_at};
use super::keygen::ask;
use super::words::system;
use crate::publish::{
    Cadence, Copies, DEFAULT_KEEP, Folder, HallKey, HallSettings, Keep, KeyError,
    SETTINGS_FILE, Settings, put_private,
};

/// Which files, where they are not those of a hall folder.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct OfficeFlags {
    /// The folder of the site; the hall folder names it, if left out.
    #[arg(long, value_name = "SITE")]
    pub(super) out: Option<PathBuf>,
    /// The hall's secret key; the hall folder names it, if left out.
    #[arg(long, value_name = "KEY")]
    pub(super) key: Option<PathBuf>,
    /// The hall's settings; `hallboard.toml` beside the ledger, if left out.
    #[arg(long, value_name = "FILE")]
    pub(super) settings: Option<PathBuf>,
}

/// Where one hall publishes.
#[derive(Clone, Debug)]
pub(super) struct Office {
    pub(super) ledger: PathBuf,
    pub(super) site: PathBuf,
    pub(super) key: PathBuf,
    pub(super) settings: Settings,
}

impl OfficeFlags {
    /// Where the hall of that ledger or hall folder publishes; of the current folder,
    /// if none is given.
    pub(super) fn office(&self, given: Option<&Path>) -> Result<Office, Failure> {
        let hall = match given {
            None => Some(HallFolder::given_or_here(None)?),
            Some(path) => HallFolder::at(path)?,
        };
        let ledger = match (&hall, given) {
            (Some(hall), _) => hall.ledger(),
            (None, path) => path.unwrap_or(Path::new("")).to_owned(),
        };
        // A ledger named by itself may still lie in its hall's folder.
        let hall = match hall {
            None if given.is_some_and(Path::is_file) => {
                HallFolder::at(ledger.parent().unwrap_or(Path::new("")))?
            }
            hall => hall,
        };
        let from_hall = |path: fn(&HallFolder) -> PathBuf| hall.as_ref().map(path);
        let site = self.out.clone().or_else(|| from_hall(HallFolder::site));
        let key = self.key.clone().or_else(|| from_hall(HallFolder::key));
        Ok(Office {
            settings: self.settings(&ledger, hall.as_ref())?,
            site: site.ok_or_else(|| missing(&ledger, "--out"))?,
            key: key.ok_or_else(|| missing(&ledger, "--key"))?,
            ledger,
        })
    }

    fn settings(
        &self,
        ledger: &Path,
        hall: Option<&HallFolder>,
    ) -> Result<Settings, Failure> {
        let beside = ledger.with_file_name(SETTINGS_FILE);
        match (&self.settings, hall) {
            (Some(path), _) => settings_at(path),
            (None, Some(hall)) => Ok(hall.settings().clone()),
            (None, None) if beside.is_file() => settings_at(&beside),
            (None, None) => Ok(Settings::default()),
        }
    }
}

fn missing(ledger: &Path, flag: &str) -> Failure {
    let what = match flag {
        "--key" => t!("office.no_key"),
        _ => t!("office.no_site"),
    };
    let mend = t!("office.no_flag_mend", flag = flag);
    Failure::usage(Said::at(ledger.display(), what, mend))
}

impl Office {
    /// How often the hall publishes.
    pub(super) fn cadence(&self) -> Cadence {
        self.settings.hall.as_ref().map_or(Cadence::DAILY, |hall| hall.cadence)
    }

    /// The copies of what was published, beside the key.
    pub(super) fn copies(&self) -> Copies {
        let keep = |hall: &HallSettings| hall.keep;
        let keep = self.settings.hall.as_ref().map_or(DEFAULT_KEEP, keep);
        Copies::new(beside(&self.key, ".copies"), keep)
    }

    /// The file that is locked while the hall publishes, beside the key.
    pub(super) fn lock(&self) -> PathBuf {
        beside(&self.key, ".lock")
    }

    /// The site's folder, opened.
    pub(super) fn open_site(&self) -> Result<Folder, Failure> {
        Folder::open(&self.site).map_err(|error| {
            let what = t!("office.site_unread", why = system(error));
            Failure::doing(Said::at(self.site.display(), what, t!("office.site_mend")))
        })
    }

    /// The hall's key, read; its passphrase asked for where it has one and somebody is
    /// there.
    pub(super) fn hall_key(&self, in_person: bool) -> Result<HallKey, Failure> {
        let fail = |what: String| {
            Failure::usage(Said::at(self.key.display(), what, t!("office.key_mend")))
        };
        let text = std::fs::read_to_string(&self.key).map_err(|error| {
            fail(t!("office.key_unread", why = system(error)).into_owned())
        })?;
        let read = |passphrase| HallKey::read(&text, passphrase);
        let key = match read(std::env::var("HALLBOARD_PASSPHRASE").ok()) {
            Err(KeyError::NeedsPassphrase) if in_person => {
                read(Some(ask(&t!("office.ask_passphrase"))?))
            }
            key => key,
        };
        key.map_err(|error| match error {
            KeyError::NoKey => fail(t!("office.not_a_key").into_owned()),
            error => fail(t!("office.key_unfit", why = error).into_owned()),
        })
    }

    /// What the hall remembers, kept beside its key.
    pub(super) fn memory(&self) -> MemoryFile {
        MemoryFile(beside(&self.key, ".memory.json"))
    }
}

/// The file of that name with something put to its end.
pub(super) fn beside(key: &Path, ending: &str) -> PathBuf {
    let mut path = key.as_os_str().to_owned();
    path.push(ending);
    PathBuf::from(path)
}

/// What the hall remembers, in a file beside its key.
pub(super) struct MemoryFile(PathBuf);

impl MemoryFile {
    /// Reads it; empty where nothing was ever published.
    pub(super) fn read(&self) -> Result<Memory, Failure> {
        let fail = |what: String| {
            Failure::doing(Said::at(self.0.display(), what, t!("office.memory_mend")))
        };
        let unread = |why: String| fail(t!("office.memory_unread", why = why).into());
        let bytes = match std::fs::read(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Memory::default());
            }
            bytes => bytes.map_err(|error| unread(error.to_string()))?,
        };
        let memory: Memory =
            serde_json::from_slice(&bytes).map_err(|error| unread(error.to_string()))?;
        if memory.format != MEMORY_FORMAT {
            let what = t!("office.memory_format", format = MEMORY_FORMAT);
            return Err(fail(what.into_owned()));
        }
        Ok(memory)
    }
}

impl Keep for MemoryFile {
    fn keep(&mut self, memory: &Memory) -> std::io::Result<()> {
        put_private(&self.0, &serde_json::to_vec(memory)?)
    }
}
