//! The clock that a command uses, and the checks that it is right.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use hallboard_feed::edition::PublicationState;
use hallboard_publish::{
    Clock, Contradiction, DiskStorage, DoubtfulClock, KnownDates, Moment,
};
use hallboard_score::Hall;
use jiff::Timestamp;

use crate::context::{HallContext, KEY_FILE_SUFFIXES, LOCK, with_suffix};
use crate::failure::{CliError, Message};
use crate::hint::of_publishing;

/// Maximum number of files inspected in search of the newest.
const MOST_FILES: usize = 200_000;
/// The log of the nightly publication. It is also written while the clock is wrong, so its
/// time proves nothing.
const NIGHTLY_LOG: &str = "publish.log";

impl HallContext {
    /// The current moment, if the clock contradicts none of the known times.
    pub fn moment(&self, clock: Clock, hall: &Hall) -> Result<Moment, CliError> {
        let publication_state = self.state_files().publication_state()?;
        let public = self.public_line_unasked().unwrap_or_default();
        self.moment_after(&publication_state, &public, clock, hall)
    }

    /// As [`HallContext::moment`], given the last publication and the public half of the
    /// hall's key as one line.
    pub fn moment_after(
        &self,
        publication_state: &PublicationState,
        public: &str,
        clock: Clock,
        hall: &Hall,
    ) -> Result<Moment, CliError> {
        let site = DiskStorage::read_only(&self.site);
        let known =
            KnownDates::of(publication_state, &site, &hall.id, public, self.cadence());
        let newest = clock.own.then(|| self.file_times(clock.now).newest).flatten();
        let moment = known.with_newest_file(newest).check(clock, hall);
        moment.map_err(|error| {
            let place = self.folder.as_deref().unwrap_or(&self.ledger.path).display();
            CliError::runtime(of_publishing(&error, place))
        })
    }

    /// Resets modification times that lie in the future, once a person has confirmed that
    /// the clock is right: otherwise it would be doubted again each night.
    pub fn correct_file_times(&self, clock: Clock) {
        if clock.own && clock.confirmed.is_some() {
            for file in self.file_times(clock.now).later {
                // If a time cannot be set, the clock is doubted again and the file named.
                let mut options = fs::OpenOptions::new();
                let file = options.read(true).write(cfg!(windows)).open(file);
                let _left = file.and_then(|it| it.set_modified(SystemTime::now()));
            }
        }
    }

    /// The modification times of the hall's files. The site is excluded: others may be able
    /// to write to the web space.
    fn file_times(&self, now: Timestamp) -> FileTimes {
        let mut times = FileTimes {
            now,
            site: self.site.canonicalize().ok(),
            lock: with_suffix(&self.key, LOCK),
            remaining: MOST_FILES,
            newest: None,
            later: Vec::new(),
        };
        let folder = self.folder.as_deref().map(|folder| {
            if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
        });
        let own = [&self.ledger.path, &self.letters, &self.key].map(PathBuf::clone);
        let key_files =
            KEY_FILE_SUFFIXES.iter().map(|ending| with_suffix(&self.key, ending));
        for place in folder.map(Path::to_owned).into_iter().chain(own).chain(key_files) {
            times.visit(&place);
        }
        times
    }
}

/// Modification times of files.
struct FileTimes {
    now: Timestamp,
    site: Option<PathBuf>,
    lock: PathBuf,
    remaining: usize,
    /// The most recently changed file.
    newest: Option<(PathBuf, Timestamp)>,
    /// Files whose modification time is later than `now`.
    later: Vec<PathBuf>,
}

impl FileTimes {
    /// Records the time of a file, or of all files in a folder; links are not followed.
    fn visit(&mut self, path: &Path) {
        let Ok(found) = path.symlink_metadata() else { return };
        let Some(remaining) = self.remaining.checked_sub(1) else { return };
        self.remaining = remaining;
        if found.is_dir() {
            let is_site = self.site.is_some() && path.canonicalize().ok() == self.site;
            let entries = fs::read_dir(path).ok().filter(|_| !is_site);
            for entry in entries.into_iter().flatten().flatten() {
                self.visit(&entry.path());
            }
            return;
        }
        let counts = found.is_file()
            && path != self.lock
            && path.file_name().is_none_or(|name| name != NIGHTLY_LOG);
        let changed = found.modified().ok().filter(|_| counts);
        let changed = changed.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let changed = changed.and_then(|it| i64::try_from(it.as_secs()).ok());
        let Some(changed) = changed.and_then(|it| Timestamp::from_second(it).ok()) else {
            return;
        };
        if changed > self.now {
            self.later.push(path.to_owned());
        }
        if self.newest.as_ref().is_none_or(|(_, newest)| *newest < changed) {
            self.newest = Some((path.to_owned(), changed));
        }
    }
}

/// Message for a doubtful clock: what is wrong and how to continue, in one line each.
pub fn of_clock(doubtful: &DoubtfulClock, place: impl ToString) -> Message {
    let at = |moment: Timestamp| {
        let moment = moment.to_zoned(doubtful.zone.clone());
        moment.strftime("%Y-%m-%d %H:%M").to_string()
    };
    let (now, day) = (at(doubtful.now), doubtful.day);
    let what = match &doubtful.contradiction {
        Contradiction::BeforePublication(last) => {
            t!("clock.before", now = now, last = at(*last))
        }
        Contradiction::BeforeFile(file, changed) => {
            let file = file.display();
            t!("clock.before_file", now = now, file = file, changed = at(*changed))
        }
        Contradiction::LongAfter(last) => {
            let days = doubtful.now.duration_since(*last).as_hours() / 24;
            t!("clock.long_after", now = now, days = days, last = at(*last))
        }
        Contradiction::OtherDay(confirmed) => {
            t!("clock.other_day", now = now, confirmed = confirmed)
        }
    };
    let hint = match (&doubtful.contradiction, doubtful.own) {
        (Contradiction::OtherDay(_), true) => t!("clock.other_day_hint", day = day),
        (Contradiction::OtherDay(_), false) => t!("clock.other_now_hint", day = day),
        (Contradiction::BeforeFile(..), _) => t!("clock.file_hint", day = day),
        (_, true) => t!("clock.own_hint", day = day),
        (_, false) => t!("clock.now_hint", day = day),
    };
    Message::at(place, what, hint)
}
