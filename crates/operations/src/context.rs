//! The ledger, settings, key and site of the hall that a command works on.

use std::io::Read;
use std::path::{Path, PathBuf};

use hallboard_feed::Letters;
use hallboard_feed::edition::{
    PUBLICATION_STATE_FORMAT, PublicationState, PublicationStateError, ROSTERS_FORMAT,
    Roster, Rosters,
};
use hallboard_inbox::letters::{LetterKeys, LetterKeysError};
use hallboard_publish::{
    Cadence, CardBook, CardBookError, Copies, DEFAULT_KEEP, DiskStorage, HallKey,
    HallSettings, KeyError, Lock, LockError, SETTINGS_FILE, Settings, StateStore,
    put_private,
};
use hallboard_workbook::Encoding;

use crate::failure::{CliError, Message};
use crate::folder::{HallFolder, LedgerPlace, settings_at};
use crate::words::system;

/// The paths of a hall that are given by hand; the hall's folder supplies the others.
#[derive(Clone, Debug, Default)]
pub struct HallPaths {
    /// The folder of the site.
    pub site: Option<PathBuf>,
    /// The hall's secret key.
    pub key: Option<PathBuf>,
    /// The hall's settings; if absent, `hallboard.toml` in the hall's folder or next to the
    /// register.
    pub settings: Option<PathBuf>,
    /// The encoding of the register's text files; if absent, that of the settings.
    pub encoding: Option<&'static Encoding>,
}

/// Asks the user for a passphrase, with a prompt.
pub type AskPassphrase = fn(&str) -> Result<String, CliError>;

/// Suffix of the card book's file name, after that of the key.
pub const CARDS: &str = ".cards.json";

/// Suffix of the lock's file name, after that of the key.
pub const LOCK: &str = ".lock";

/// Suffix of the state file's name, after that of the key.
const PUBLICATION_STATE: &str = ".memory.json";

/// Suffix of the name of the file of rosters, after that of the key.
const ROSTERS: &str = ".rolls.json";

/// Suffix of the name of the folder of copies, after that of the key.
const COPIES: &str = ".copies";

/// Suffix of the name of the record that the key is on paper, after that of the key.
pub(crate) const BACKUP: &str = ".backup.json";

/// Suffix of the name of the page that opens the hall's desk, after that of the key.
pub const DESK_ENTRY: &str = ".desk.html";

/// Suffixes of all files that are named after the key.
pub const KEY_FILE_SUFFIXES: [&str; 9] = [
    ".pub",
    LOCK,
    PUBLICATION_STATE,
    ROSTERS,
    CARDS,
    LETTERS,
    COPIES,
    BACKUP,
    DESK_ENTRY,
];

/// Name of the folder of letters.
pub const LETTERS_FOLDER: &str = "letters";

/// Suffix of the name of the file of keys for letters, after that of the key.
pub const LETTERS: &str = ".letters.json";

/// Everything that a command needs to know about one hall.
#[derive(Clone, Debug)]
pub struct HallContext {
    /// The register.
    pub ledger: LedgerPlace,
    /// The folder of the site.
    pub site: PathBuf,
    /// The file of the secret key.
    pub key: PathBuf,
    /// The folder of letters, in the hall's folder or beside the ledger.
    pub letters: PathBuf,
    /// The hall's folder, if there is one.
    pub folder: Option<PathBuf>,
    /// The settings file, if there is one.
    pub settings_file: Option<PathBuf>,
    /// The settings; the defaults if there is no file.
    pub settings: Settings,
    /// Whether the settings of letters may be lost because the settings file is damaged.
    pub letters_unknown: bool,
    /// Whether the settings of the hall's desk may be lost because the settings file is
    /// damaged.
    pub desk_unknown: bool,
    /// Whether the address of the web space may be lost because the settings file is
    /// damaged.
    pub upload_unknown: bool,
}

impl HallPaths {
    /// The context of the hall with that register or folder; of the current folder if none
    /// is given.
    ///
    /// # Errors
    /// If there is no hall, its settings cannot be read, or no site or key is named.
    pub fn context(&self, given: Option<&Path>) -> Result<HallContext, CliError> {
        let (ledger, hall) = found(given)?;
        let from_hall = |path: fn(&HallFolder) -> PathBuf| hall.as_ref().map(path);
        let site = self.site.clone().or_else(|| from_hall(HallFolder::site));
        let key = self.key.clone().or_else(|| from_hall(HallFolder::key));
        let letters = match &hall {
            Some(hall) => hall.folder().join(LETTERS_FOLDER),
            None => ledger.with_file_name(LETTERS_FOLDER),
        };
        let settings_file = match (&self.settings, &hall) {
            (Some(path), _) => Some(path.clone()),
            (None, Some(hall)) => Some(hall.folder().join(SETTINGS_FILE)),
            (None, None) => Some(ledger.with_file_name(SETTINGS_FILE)),
        };
        let settings = self.settings(&ledger, hall.as_ref())?;
        Ok(HallContext {
            letters,
            folder: hall.as_ref().map(|hall| hall.folder().to_owned()),
            settings_file: settings_file.filter(|path| path.is_file()),
            site: site.ok_or_else(|| missing(&ledger, "--out"))?,
            key: key.ok_or_else(|| missing(&ledger, "--key"))?,
            letters_unknown: false,
            desk_unknown: false,
            upload_unknown: false,
            ledger: self.place(ledger, &settings),
            settings,
        })
    }

    /// As [`HallPaths::context`], for operations that need no site.
    ///
    /// # Errors
    /// As [`HallPaths::context`], except for the site.
    pub fn context_without_site(
        mut self,
        given: Option<&Path>,
    ) -> Result<HallContext, CliError> {
        let (_, hall) = found(given)?;
        self.site = Some(hall.map_or_else(PathBuf::new, |hall| hall.site()));
        self.context(given)
    }

    /// The ledger at that path, with the encoding from the arguments or else the settings.
    #[must_use]
    pub fn place(&self, path: PathBuf, settings: &Settings) -> LedgerPlace {
        let set = settings.hall.as_ref().and_then(HallSettings::text_encoding);
        LedgerPlace { path, encoding: self.encoding.or(set) }
    }

    fn settings(
        &self,
        ledger: &Path,
        hall: Option<&HallFolder>,
    ) -> Result<Settings, CliError> {
        let with_suffix = ledger.with_file_name(SETTINGS_FILE);
        match (&self.settings, hall) {
            (Some(path), _) => settings_at(path),
            (None, Some(hall)) => Ok(hall.settings().clone()),
            (None, None) if with_suffix.is_file() => settings_at(&with_suffix),
            (None, None) => Ok(Settings::default()),
        }
    }
}

/// The path of the ledger (given, or of the hall folder given), and the hall's folder if
/// there is one.
fn found(given: Option<&Path>) -> Result<(PathBuf, Option<HallFolder>), CliError> {
    let hall = match given {
        None => Some(HallFolder::given_or_here(None)?),
        Some(path) => HallFolder::at(path)?,
    };
    let ledger = match (&hall, given) {
        (Some(hall), _) => hall.ledger(),
        (None, path) => path.unwrap_or(Path::new("")).to_owned(),
    };
    // A ledger given by its path may still lie in a hall's folder.
    let hall = match hall {
        None if given.is_some_and(Path::is_file) => {
            HallFolder::at(ledger.parent().unwrap_or(Path::new("")))?
        }
        hall => hall,
    };
    Ok((ledger, hall))
}

fn missing(ledger: &Path, flag: &str) -> CliError {
    let what = match flag {
        "--key" => t!("context.no_key"),
        _ => t!("context.no_site"),
    };
    let hint = t!("context.no_flag_hint", flag = flag);
    CliError::usage(Message::at(ledger.display(), what, hint))
}

impl HallContext {
    /// How often the hall publishes.
    pub fn cadence(&self) -> Cadence {
        self.settings.hall.as_ref().map_or(Cadence::DAILY, |hall| hall.cadence)
    }

    /// The files and folders that only their owner should be able to read.
    pub fn secret_files(&self) -> Vec<PathBuf> {
        let endings = [CARDS, LETTERS, PUBLICATION_STATE, ROSTERS, COPIES];
        let beside_key = endings.map(|ending| with_suffix(&self.key, ending));
        // A file of another kind, named as the key by mistake, is no secret of the hall.
        let key = Some(&self.key).filter(|it| is_minisign_file(it)).cloned();
        let letters = std::iter::once(self.letters.clone());
        key.into_iter().chain(beside_key).chain(letters).collect()
    }

    /// The copies of earlier publications, beside the key.
    pub fn copies(&self) -> Copies {
        let keep = |hall: &HallSettings| hall.keep;
        let keep = self.settings.hall.as_ref().map_or(DEFAULT_KEEP, keep);
        Copies::new(with_suffix(&self.key, COPIES), keep)
    }

    /// Takes the lock, so that no other process publishes or makes cards meanwhile.
    pub fn take_lock(&self) -> Result<Lock, CliError> {
        self.try_lock().map_err(|error| self.not_locked(error))
    }

    /// As [`HallContext::take_lock`], but with the cause as error.
    pub fn try_lock(&self) -> Result<Lock, LockError> {
        Lock::take(&with_suffix(&self.key, LOCK))
    }

    /// Error message for a lock that could not be taken.
    pub fn not_locked(&self, error: LockError) -> CliError {
        let path = with_suffix(&self.key, LOCK);
        let fail = |what: String, hint: String| {
            CliError::runtime(Message::at(path.display(), what, hint))
        };
        match error {
            LockError::Held(Some(holder)) => {
                let since = holder.since.to_zoned(jiff::tz::TimeZone::system());
                let since = since.strftime("%Y-%m-%d %H:%M:%S").to_string();
                let what = t!("lock.held", process = holder.process, since = since);
                fail(what.into_owned(), t!("lock.held_hint").into_owned())
            }
            LockError::Held(None) => {
                let what = t!("lock.held_by_somebody");
                fail(what.into_owned(), t!("lock.held_hint").into_owned())
            }
            LockError::Storage(error) => {
                let what = t!("lock.unavailable", why = crate::words::system(error));
                fail(what.into_owned(), t!("lock.unavailable_hint").into_owned())
            }
        }
    }

    /// Opens the folder of the site.
    pub fn open_site(&self) -> Result<DiskStorage, CliError> {
        DiskStorage::open(&self.site).map_err(|error| {
            let what = t!("context.site_unread", why = system(error));
            CliError::runtime(Message::at(
                self.site.display(),
                what,
                t!("context.site_hint"),
            ))
        })
    }

    /// The hall's key. If it has a passphrase, that of the environment is used, or else `ask`.
    ///
    /// # Errors
    /// If the key cannot be read, or there is nobody to ask for its passphrase.
    pub fn hall_key(&self, ask: Option<AskPassphrase>) -> Result<HallKey, CliError> {
        let fail = |what: String| self.key_unusable(&what);
        let text = self.key_text()?;
        let read = |passphrase| HallKey::read(&text, passphrase);
        let key = match read(std::env::var("HALLBOARD_PASSPHRASE").ok()) {
            Err(KeyError::NeedsPassphrase) => match ask {
                Some(ask) => read(Some(ask(&t!("context.ask_passphrase"))?)),
                None => Err(KeyError::NeedsPassphrase),
            },
            key => key,
        };
        key.map_err(|error| match error {
            KeyError::NoKey => self.not_a_key(),
            error => fail(t!("context.key_unfit", why = error).into_owned()),
        })
    }

    /// The contents of the file of the secret key.
    pub(crate) fn key_text(&self) -> Result<String, CliError> {
        std::fs::read_to_string(&self.key).map_err(|error| {
            self.key_unusable(&t!("context.key_unread", why = system(error)))
        })
    }

    /// The error for a key's file that contains no key.
    pub(crate) fn not_a_key(&self) -> CliError {
        self.key_unusable(&t!("context.not_a_key"))
    }

    fn key_unusable(&self, what: &str) -> CliError {
        CliError::usage(Message::at(self.key.display(), what, t!("context.key_hint")))
    }

    /// The public half of the hall's key as one line, from the file beside it, or from the
    /// key itself if there is none.
    ///
    /// # Errors
    /// As [`HallContext::hall_key`].
    pub fn public_line(&self, ask: Option<AskPassphrase>) -> Result<String, CliError> {
        match self.public_file() {
            Some(line) => Ok(line),
            None => Ok(self.hall_key(ask)?.public_line()),
        }
    }

    /// As [`HallContext::public_line`], but never prompts for a passphrase.
    pub fn public_line_unasked(&self) -> Option<String> {
        let of_key = || Some(self.hall_key(None).ok()?.public_line());
        self.public_file().or_else(of_key)
    }

    fn public_file(&self) -> Option<String> {
        let file = std::fs::read_to_string(with_suffix(&self.key, ".pub")).ok()?;
        let line = file.lines().nth(1)?.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// How letters reach the hall, in the form that is published; `None` if the hall has no
    /// key for them. In a hall folder without such a key, `make` creates one.
    pub fn letters(&self, make: bool) -> Result<Option<Letters>, CliError> {
        let path = with_suffix(&self.key, LETTERS);
        let keys = match letter_keys(&path)? {
            None if make && self.settings.hall.is_some() => Some(new_letter_key(&path)?),
            keys => keys,
        };
        let (settings, sums) = (&self.settings.letters, None);
        let (post, name_reporters) = (settings.post.clone(), settings.name_reporters);
        Ok(keys.map(|keys| {
            let key = keys.public().to_string();
            Letters { key, post, sums, name_reporters }
        }))
    }

    /// The message that the keys for letters are missing.
    #[must_use]
    pub fn letter_keys_missing(&self) -> Message {
        let (what, hint) = (t!("context.letters_missing"), t!("context.letters_hint"));
        Message::at(with_suffix(&self.key, LETTERS).display(), what, hint)
    }

    /// The files of state beside the key: publications, rosters and cards.
    pub fn state_files(&self) -> StateFiles {
        StateFiles {
            publication_state: with_suffix(&self.key, PUBLICATION_STATE),
            rosters: with_suffix(&self.key, ROSTERS),
            cards: with_suffix(&self.key, CARDS),
        }
    }
}

/// Whether a file begins as minisign's key files do.
pub fn is_minisign_file(path: &Path) -> bool {
    let mut begins = [0; 18];
    let read =
        std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut begins));
    read.is_ok() && &begins == b"untrusted comment:"
}

/// The path with `ending` appended to its file name.
pub fn with_suffix(key: &Path, ending: &str) -> PathBuf {
    let mut path = key.as_os_str().to_owned();
    path.push(ending);
    PathBuf::from(path)
}

/// Reads the keys for letters from that file, if it exists.
pub fn letter_keys(path: &Path) -> Result<Option<LetterKeys>, CliError> {
    let fail = |why: String| {
        let what = t!("context.letters_unread", why = why);
        CliError::runtime(Message::at(path.display(), what, t!("context.letters_hint")))
    };
    let bytes = bytes_at(path).map_err(|error| fail(system(error)))?;
    let keys = bytes.map(|bytes| LetterKeys::read(&bytes)).transpose();
    keys.map_err(|error| {
        fail(match error {
            LetterKeysError::Text { line, column, what } => {
                let at = t!("shape.place", line = line, column = column);
                format!("{at}: {what}")
            }
            LetterKeysError::Format { found } => {
                t!("context.letters_format", found = found).into_owned()
            }
            LetterKeysError::Key { number } => {
                t!("context.letters_key", number = number).into_owned()
            }
            LetterKeysError::Empty => t!("context.letters_empty").into_owned(),
        })
    })
}

/// Creates a key for letters and stores it in that file, in front of the existing ones.
pub fn new_letter_key(path: &Path) -> Result<LetterKeys, CliError> {
    let fail = |error: std::io::Error| {
        let what = t!("context.letters_unmade", why = system(error));
        CliError::runtime(Message::at(path.display(), what, t!("context.site_hint")))
    };
    let random = random().map_err(fail)?;
    let keys = match letter_keys(path)? {
        Some(mut keys) => {
            keys.renew(random);
            keys
        }
        None => LetterKeys::new(random),
    };
    keys.write().and_then(|bytes| put_private(path, &bytes)).map_err(fail)?;
    Ok(keys)
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The state files beside the key: what was published before, who was in it, and the card
/// book.
pub struct StateFiles {
    publication_state: PathBuf,
    rosters: PathBuf,
    cards: PathBuf,
}

/// The consequence of a card book that cannot be used, or of which the cards of that many
/// residents can.
#[must_use]
pub fn cards_closed(readable: Option<usize>) -> String {
    match readable {
        Some(count) => t!("context.cards_partly_closed", count = count).into_owned(),
        None => t!("context.cards_closed").into_owned(),
    }
}

impl StateFiles {
    /// The message that the file with what was published before is missing.
    #[must_use]
    pub fn publication_state_missing(&self) -> Message {
        let hint = t!("context.state_hint");
        Message::at(self.publication_state.display(), t!("context.state_missing"), hint)
    }

    /// The message that the card book is missing.
    #[must_use]
    pub fn cards_missing(&self) -> Message {
        let hint = t!("context.cards_hint");
        Message::at(self.cards.display(), t!("context.cards_missing"), hint)
    }

    /// Whether anything exists at the path of the publication state.
    pub fn has_publication_state(&self) -> bool {
        self.publication_state.symlink_metadata().is_ok()
    }

    /// Path of the card book.
    pub fn cards_file(&self) -> &Path {
        &self.cards
    }

    /// Path of the publication state.
    pub fn publication_state_file(&self) -> &Path {
        &self.publication_state
    }

    /// Path of the rosters.
    pub fn rosters_file(&self) -> &Path {
        &self.rosters
    }

    /// Time and day of the last publication, as far as they can be read from a damaged
    /// state file: the clock is checked against them.
    pub fn last_publication(&self) -> PublicationState {
        let mut publication_state = PublicationState::default();
        let bytes = std::fs::read(&self.publication_state).unwrap_or_default();
        let text = hallboard_workbook::salvage::text_of(&bytes);
        let value = |field| hallboard_workbook::salvage::value_after(&text, field);
        publication_state.issued = value("\"issued").and_then(|it| it.parse().ok());
        publication_state.as_of = value("\"as_of").and_then(|it| it.parse().ok());
        publication_state
    }

    /// The state of earlier publications; empty if there were none.
    pub fn publication_state(&self) -> Result<PublicationState, CliError> {
        Ok(self.read_publication_state()?.0)
    }

    /// Who was in each publication. State files of format 1 contain the rosters too.
    pub fn rosters(&self) -> Result<Rosters, CliError> {
        let fail = |what: String| unread(&self.rosters, what);
        let bytes = bytes_at(&self.rosters).map_err(|error| {
            fail(t!("context.state_unread", why = system(error)).into())
        })?;
        let Some(bytes) = bytes else {
            return Ok(Rosters::new(self.read_publication_state()?.1));
        };
        let rosters: Rosters = serde_json::from_slice(&bytes).map_err(|error| {
            fail(t!("context.state_unread", why = error).into_owned())
        })?;
        if rosters.format != ROSTERS_FORMAT {
            let what = t!("context.state_format", format = ROSTERS_FORMAT);
            return Err(fail(what.into_owned()));
        }
        Ok(rosters)
    }

    fn read_publication_state(
        &self,
    ) -> Result<(PublicationState, Vec<Roster>), CliError> {
        let fail = |what: String| unread(&self.publication_state, what);
        let bytes = bytes_at(&self.publication_state).map_err(|error| {
            fail(t!("context.state_unread", why = system(error)).into())
        })?;
        let Some(bytes) = bytes else { return Ok(Default::default()) };
        PublicationState::read(&bytes).map_err(|error| match error {
            PublicationStateError::Json(why) => {
                fail(t!("context.state_unread", why = why).into_owned())
            }
            PublicationStateError::Format { .. } => fail(
                t!("context.state_format", format = PUBLICATION_STATE_FORMAT)
                    .into_owned(),
            ),
        })
    }

    /// The card book, if there is one.
    pub fn cards(&self) -> Result<Option<CardBook>, CliError> {
        let fail = |place: String, why: String| {
            let what = t!("context.cards_unread", why = why);
            CliError::runtime(Message::at(place, what, t!("context.cards_hint")))
        };
        let file = self.cards.display();
        let bytes = bytes_at(&self.cards)
            .map_err(|error| fail(file.to_string(), system(error)))?;
        let book = bytes.map(|bytes| CardBook::read(&bytes)).transpose();
        book.map_err(|error| match error {
            CardBookError::Text { line, column, what } => {
                let at = t!("shape.place", line = line, column = column);
                fail(format!("{file}{}{at}", t!("report.comma")), what)
            }
            CardBookError::Format { found } => {
                let why = t!("context.cards_format", found = found);
                fail(file.to_string(), why.into_owned())
            }
            CardBookError::Code { of, .. } => {
                fail(file.to_string(), t!("context.cards_code", of = of).into_owned())
            }
            CardBookError::Duplicate { resident } => {
                let why = t!("context.cards_twice", resident = resident);
                fail(file.to_string(), why.into_owned())
            }
        })
    }
}

/// Error message for an unreadable state file.
fn unread(path: &Path, what: String) -> CliError {
    CliError::runtime(Message::at(path.display(), what, t!("context.state_hint")))
}

impl StateStore for StateFiles {
    fn save_state(&mut self, state: &PublicationState) -> std::io::Result<()> {
        put_private(&self.publication_state, &serde_json::to_vec(state)?)
    }

    fn save_rosters(&mut self, rosters: &Rosters) -> std::io::Result<()> {
        put_private(&self.rosters, &serde_json::to_vec(rosters)?)
    }

    fn save_cards(&mut self, book: &CardBook) -> std::io::Result<()> {
        put_private(&self.cards, &book.write()?)
    }
}

fn bytes_at(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        bytes => bytes.map(Some),
    }
}
