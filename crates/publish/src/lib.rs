//! From a ledger to a site: composes a publication, signs it, verifies it as a reader
//! would, and writes it. Also examines what a site on the web serves.
//!
//! Start at [`Publication`]: it determines who is in a publication, signs it and creates
//! the files of the site, which [`write()`] puts into a [`Storage`]. [`Settings`] are the
//! hall's settings, [`CardBook`] contains the secrets of the cards, [`Copies`] earlier
//! publications, and [`status`] examines a site as a visitor's browser sees it.
//!
//! # What this crate does not do
//! It does not decide what may be shown in public: `hallboard-feed` does. It reads no register
//! (`hallboard-workbook`) and prints nothing. Without folders and HTTP it builds for wasm32.

mod app;
mod cards;
mod changes;
mod compress;
#[cfg(not(target_arch = "wasm32"))]
mod copies;
mod display_settings;
mod dry_run;
mod error;
#[cfg(not(target_arch = "wasm32"))]
mod folder;
mod headers;
mod keys;
#[cfg(not(target_arch = "wasm32"))]
mod lock;
mod manifest;
mod moment;
pub mod paper_backup;
mod parallel;
mod post_url;
mod published;
mod purge;
mod readings;
mod salvaged_settings;
mod sealing;
mod settings;
mod site;
mod site_path;
pub mod status;
mod storage;
mod upload_target;
mod web_manifest;
mod worker;

use std::collections::{BTreeSet, HashSet};
use std::io;

use hallboard_feed::edition::{
    ComposedEdition, Edition, PublicationState, Receipts, Remaining, Reporters, Roster,
    Rosters, without_withdrawn,
};
use hallboard_feed::sealed::{FOLDER, Sealing};
use hallboard_feed::{
    Desk, HEAD_FORMAT, HEAD_PATH, Head, Instant, Letters, SIGNATURE_PATH, SNAPSHOT_LIMIT,
    Snapshot, SnapshotRef, Trust, verify_head,
};
use hallboard_score::{
    Consent, Day, EntryKind, Hall, Household, Ledger, Resident, Rulebook,
};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use published::{is_of_another, published};
use sealing::Document;
use site::{At, Expected, Prepared};
use web_manifest::{RECORD_MANIFEST, WEB_MANIFEST};
use worker::{WORKER, worker};

pub use app::{App, AppError};
pub use cards::{CARDS_FORMAT, CardBook, CardBookError, Random};
pub use changes::{Counts, Diff, LedgerChanges, RosterChanges};
#[cfg(not(target_arch = "wasm32"))]
pub use copies::{Copies, Copy, CopyError};
pub use dry_run::DryRun;
pub use error::PublishError;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::{DiskStorage, UNFINISHED, put_file, put_private, sync_folder};
pub use headers::{
    CAMERA_PATHS, FRAMED_HERE, PERMISSIONS, POLICY_HEADER, REPORT_PATH, SEALED_CACHE,
    SEALED_PATH, SITE_CACHE, WORKER_POLICY, camera_permissions, headers, headers_file,
    headers_of, meta_policy, nginx_snippet, policy,
};
pub use keys::{HallKey, KeyError, NewKey};
#[cfg(not(target_arch = "wasm32"))]
pub use lock::{Holder, Lock, LockError};
pub use manifest::{MANIFEST_LIMIT, MANIFEST_PATH, Manifest};
pub use moment::{
    Clock, Contradiction, DoubtfulClock, EARLIER, KnownDates, LATER_DAYS, Moment,
};
pub use post_url::{is_post_address, origin_of};
pub use published::{hall_of_site, letters_of_site, verified_feed_in, version_in};
pub use purge::{purged_ledger, with_todays_consents};
pub use salvaged_settings::SalvagedSettings;
pub use sealing::{Cards, Sealed};
pub use settings::{
    Cadence, DEFAULT_KEEP, HallSettings, LettersSettings, SETTINGS_FILE, Settings,
    SettingsError, SiteSettings, encoding_named, is_site_address,
};
pub use site::{Files, Plan, SiteError, is_of_feed, write};
pub use site_path::{NotASitePath, SitePath};
pub use storage::{MemoryStorage, NotPlain, Storage};
pub use upload_target::{UploadProtocol, UploadServer, UploadTarget, UploadTargetError};

/// Stores the hall's state of its publications, next to its key.
pub trait StateStore {
    /// Saves the publication state atomically.
    ///
    /// # Errors
    /// When it cannot be written.
    fn save_state(&mut self, state: &PublicationState) -> io::Result<()>;

    /// Saves the rosters of publications atomically.
    ///
    /// # Errors
    /// When it cannot be written.
    fn save_rosters(&mut self, rosters: &Rosters) -> io::Result<()>;

    /// Saves the card book atomically.
    ///
    /// # Errors
    /// When it cannot be written.
    fn save_cards(&mut self, book: &CardBook) -> io::Result<()>;
}

/// The number of its own manifests that a hall recognises: those of several folders to
/// which it publishes alternately, and that of a folder which was restored from a backup.
const KNOWN_MANIFESTS: usize = 16;

/// A publication to be made.
pub struct Publication<'a> {
    /// The hall's signing key.
    pub key: &'a HallKey,
    /// The moment of publication.
    pub moment: Moment,
    /// The app to publish with it; `None` for the feed only.
    pub app: Option<&'a App>,
    /// The state of earlier publications.
    pub state: PublicationState,
    /// Their rosters.
    pub rosters: Rosters,
    /// The cards to seal files for; `None` if the hall has no card book.
    pub cards: Option<Cards<'a>>,
    /// How the hall accepts letters; `None` if it accepts none.
    pub letters: Option<Letters>,
    /// How to reach the hall; `None` if it does not publish that.
    pub desk: Option<Desk>,
    /// The reporters who are named to the subjects of their letters.
    pub reporters: Reporters,
    /// The receipts for the residents' own letters.
    pub receipts: Receipts,
}

/// The result of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its version.
    pub version: u64,
    /// The day of the publication.
    pub as_of: Day,
    /// The time from which data that needs consent is not shown.
    pub expires: Timestamp,
    /// The id of the key that signed it.
    pub key_id: String,
    /// Residents on the board.
    pub residents: usize,
    /// Households on the board.
    pub households: usize,
    /// Residents taking part.
    pub taking_part: usize,
    /// The size of the snapshot in bytes.
    pub snapshot_bytes: usize,
    /// The size of the snapshot in bytes as most visitors load it, compressed.
    pub packed_bytes: usize,
    /// The sealed files; `None` if the hall has no card book.
    pub sealed: Option<Sealed>,
    /// Whether the manifest in the site was not the one that the hall wrote, so that
    /// nothing was deleted because of it.
    pub manifest_distrusted: bool,
    /// The roster of the publication.
    pub roster: Roster,
    /// The roster of the previous publication, if there was one.
    pub before: Option<Roster>,
    /// How the roster of the previous publication was determined.
    pub basis: Basis,
}

/// How the roster of the publication that a withdrawal is removed from was determined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// It was stored; or the whole register was published.
    #[default]
    Roster,
    /// From the names in the publication, because the roster is lost.
    Names,
    /// The roster cannot be determined, and the new board lists nobody.
    Nothing,
}

/// The data about people who left, and about what else is lost beside the register.
#[derive(Clone, Copy, Debug)]
pub struct Withdrawal<'l> {
    /// All consents.
    pub consents: &'l ConsentEntries,
    /// The residents that can be read.
    pub residents: &'l [Resident],
    /// The households that can be read.
    pub households: &'l [Household],
    /// The hall's rulebooks, for a board that lists nobody; empty if they cannot be read.
    pub rulebooks: &'l [Rulebook],
    /// Whether the publication state cannot be read, so that it must be reconstructed
    /// from the feed in the site.
    pub state_lost: bool,
    /// Whether the letter settings of the last publication are kept, whatever the current
    /// ones are.
    pub keep_letters: bool,
    /// Whether the desk of the last publication is kept.
    pub keep_desk: bool,
}

impl Withdrawal<'_> {
    /// Reconstructs the roster of a snapshot from the names in it. If somebody left whose
    /// name is unknown, any row may be theirs, and all rows are removed.
    fn roster_by_names(
        &self,
        snapshot: &Snapshot,
        hash: String,
        remaining: &Consents,
    ) -> Roster {
        let known: HashSet<&str> = self.residents.iter().map(|it| &*it.id).collect();
        let homes: HashSet<&str> = self.households.iter().map(|it| &*it.id).collect();
        let (mut residents, mut households) = (self.residents, self.households);
        for entry in self.consents.entries.iter().chain(&self.consents.unsure) {
            let EntryKind::Consent { to, .. } = &entry.kind else { continue };
            match to {
                Consent::Resident { resident: id, .. } => {
                    if !known.contains(id.as_str()) && !remaining.on_board(id) {
                        residents = &[];
                    }
                }
                Consent::Household { household: id, .. } => {
                    if !homes.contains(id.as_str()) && !remaining.household_on_board(id) {
                        households = &[];
                    }
                }
            }
        }
        Roster::by_names(snapshot, hash, residents, households)
    }
}

/// A publication about to be issued.
struct Issue {
    composed: ComposedEdition,
    /// The documents to be sealed.
    own: Vec<Document>,
    expires: Timestamp,
    basis: Basis,
}

/// A signed feed.
struct Signed {
    head: Head,
    head_bytes: Vec<u8>,
    signature: String,
    snapshot_bytes: Vec<u8>,
}

impl Publication<'_> {
    /// Publishes a ledger in which `check` finds no errors.
    ///
    /// # Errors
    /// When it cannot be composed, signed or written; the site is unchanged then.
    pub fn of_ledger(
        self,
        ledger: &Ledger,
        settings: &Settings,
        valid_days: u32,
        site: &mut dyn Storage,
        store: &mut dyn StateStore,
    ) -> Result<Published, PublishError> {
        let zone = zone_of(&ledger.hall.time_zone)?;
        let expires = self.expiry(valid_days)?;
        let private = settings.private_categories(&ledger.rulebooks);
        let edition = Edition {
            ledger,
            as_of: day_at(self.moment.timestamp(), &zone)?,
            display: settings.display.clone(),
            private_categories: &private,
        };
        let composed = edition.compose(&self.state);
        let own = match &self.cards {
            Some(_) => {
                let part = &composed.roster.taking_part;
                sealing::documents_of(ledger, part, &self.reporters, &self.receipts)?
            }
            None => Vec::new(),
        };
        let issue = Issue { composed, own, expires, basis: Basis::Roster };
        self.issue(&ledger.hall, issue, site, store)
    }

    /// Publishes the last publication again, without the people who have withdrawn since.
    /// Its day and its expiry stay the same.
    ///
    /// If the roster is lost, rows are identified by the names in them
    /// ([`Roster::by_names`]), and rows that cannot be identified are removed. If the
    /// feed in the site cannot be verified, nobody on it can be identified: a board that
    /// lists nobody replaces it.
    ///
    /// # Errors
    /// When the site contains no publication, or it cannot be signed or written.
    pub fn withdraw(
        mut self,
        hall: &Hall,
        withdrawal: &Withdrawal<'_>,
        site: &mut dyn Storage,
        store: &mut dyn StateStore,
    ) -> Result<Published, PublishError> {
        let Some(feed) = published(site, &hall.id, self.key)? else {
            return self.withdraw_everybody(hall, withdrawal, site, store);
        };
        let snapshot = feed.snapshot();
        let zone = zone_of(&snapshot.hall.time_zone)?;
        let today = day_at(self.moment.timestamp(), &zone)?;
        let remaining = withdrawal.consents.on(today);
        let hash = feed.head().snapshot().sha256.to_string();
        let roster = self.rosters.rosters.iter().find(|roster| roster.snapshot == hash);
        let (roster, basis) = match roster {
            Some(roster) => (roster.clone(), Basis::Roster),
            None => {
                (withdrawal.roster_by_names(snapshot, hash, &remaining), Basis::Names)
            }
        };
        if basis == Basis::Names {
            self.rosters = Rosters::new(vec![roster.clone()]);
        }
        if withdrawal.state_lost {
            let (head, files) = (feed.head(), sealed_files_in(site)?);
            let issued = Instant::from_unix(head.issued());
            self.state =
                PublicationState::of_publication(snapshot, head.version(), issued, files);
        }
        if withdrawal.keep_letters {
            self.letters.clone_from(&snapshot.letters);
        }
        if withdrawal.keep_desk {
            self.desk.clone_from(&snapshot.desk);
        }
        let composed = without_withdrawn(snapshot, &roster, &self.state, &remaining)
            .ok_or(PublishError::OtherState)?;
        let hall = Hall {
            id: snapshot.hall.id.clone(),
            names: snapshot.hall.names.clone(),
            time_zone: snapshot.hall.time_zone.clone(),
        };
        let expires = Timestamp::from_second(feed.head().expires());
        let expires = expires.map_err(|_far| PublishError::Moment)?;
        // A head must expire after its time of issue. An expired publication stays
        // expired.
        let soonest = Timestamp::from_second(self.second() + 1);
        let expires = expires.max(soonest.map_err(|_far| PublishError::Moment)?);
        let own = match &self.cards {
            Some(cards) => {
                let version = feed.head().version();
                let sealing = Sealing { hall: &hall.id, version };
                let behind = (&self.reporters, &self.receipts);
                sealing::documents_in(site, sealing, cards, behind)?
            }
            None => Vec::new(),
        };
        let issue = Issue { composed, own, expires, basis };
        self.issue(&hall, issue, site, store)
    }

    /// Publishes a board that lists nobody, in place of a feed that cannot be verified.
    fn withdraw_everybody(
        self,
        hall: &Hall,
        withdrawal: &Withdrawal<'_>,
        site: &mut dyn Storage,
        store: &mut dyn StateStore,
    ) -> Result<Published, PublishError> {
        let is_anothers = is_of_another(site, &hall.id, self.key)?;
        if is_anothers || !site::holds_feed(site)? {
            return Err(PublishError::NothingPublished);
        }
        let zone = zone_of(&hall.time_zone)?;
        let ledger = Ledger {
            hall: hall.clone(),
            rulebooks: withdrawal.rulebooks.to_vec(),
            households: Vec::new(),
            residents: Vec::new(),
            entries: Vec::new(),
        };
        let edition = Edition {
            ledger: &ledger,
            as_of: day_at(self.moment.timestamp(), &zone)?,
            display: Settings::default().display,
            private_categories: &BTreeSet::new(),
        };
        let composed = edition.compose(&self.state);
        let expires = self.expiry(Cadence::DAILY.valid_days())?;
        let (own, basis) = (Vec::new(), Basis::Nothing);
        let issue = Issue { composed, own, expires, basis };
        self.issue(hall, issue, site, store)
    }

    /// The time until which a publication that is valid for a number of days may be
    /// shown.
    fn expiry(&self, valid_days: u32) -> Result<Timestamp, PublishError> {
        let seconds = i64::from(valid_days) * 24 * 60 * 60;
        Timestamp::from_second(self.second() + seconds)
            .map_err(|_far| PublishError::Moment)
    }

    /// The moment of publication, in seconds since 1970.
    fn second(&self) -> i64 {
        self.moment.timestamp().as_second()
    }

    fn issue(
        mut self,
        hall: &Hall,
        issue: Issue,
        site: &mut dyn Storage,
        store: &mut dyn StateStore,
    ) -> Result<Published, PublishError> {
        let Issue { composed, own, expires, basis } = issue;
        let ComposedEdition { mut snapshot, mut state, mut roster } = composed;
        snapshot.letters.clone_from(&self.letters);
        snapshot.desk.clone_from(&self.desk);
        snapshot.readings = readings::of(&snapshot);
        let in_site = published(site, &hall.id, self.key)?;
        let last = in_site.as_ref().map_or(0, |feed| feed.head().version());
        let seconds = u64::try_from(self.second()).unwrap_or(0);
        let version = self.state.version.max(last).saturating_add(1).max(seconds);
        let snapshot_bytes = serde_json::to_vec(&snapshot).map_err(io_error)?;
        if snapshot_bytes.len() > SNAPSHOT_LIMIT {
            return Err(PublishError::TooLarge { length: snapshot_bytes.len() });
        }
        let signed = self.sign(hall, snapshot_bytes, version, expires)?;
        let trust = Trust::new(&hall.id, &self.key.public_line())?;
        verify_head(&trust, &signed.head_bytes, signed.signature.as_bytes())?
            .open(&signed.snapshot_bytes)?;

        let mut sealed = None;
        let mut files = Files::new();
        let mut changed_book = false;
        if let Some(cards) = &mut self.cards {
            let before = cards.book.clone();
            cards.bring_up_to_date(&hall.id, snapshot.as_of, &own, &self.moment)?;
            let sealing = Sealing { hall: &hall.id, version };
            let files_count = state.sealed_files(snapshot.as_of, own.len());
            let (all, counts) = cards.seal(sealing, &own, files_count)?;
            (files, sealed) = (all, Some(counts));
            changed_book = cards.book != before;
        }
        let packed = format!("feed/{}.br", signed.head.snapshot.name());
        let snapshot_hash = signed.head.snapshot.sha256.to_string();
        let snapshot_length = signed.snapshot_bytes.len();
        let plan = Plan { sealed: files, ..self.plan(hall, signed)? };
        let known = std::mem::take(&mut self.state.manifest);
        // A feed that cannot be verified is replaced all the same if its roster cannot be
        // determined either.
        let signed = basis == Basis::Nothing || in_site.is_some();
        let expected = Expected { manifests: &known, signed };
        let prepared = Prepared::new(site, plan, expected)?;
        // The secrets are saved before any file sealed with them reaches the site.
        let whole_book = |cards: &&Cards<'_>| !cards.book.is_partial();
        if let Some(cards) =
            self.cards.as_ref().filter(|_| changed_book).filter(whole_book)
        {
            store.save_cards(&cards.book).map_err(PublishError::Cards)?;
        }

        roster.snapshot = snapshot_hash;
        let mut published = Published {
            version,
            as_of: snapshot.as_of,
            expires,
            key_id: trust.key_id().to_owned(),
            residents: snapshot.residents.names.len(),
            households: snapshot.households.names.len(),
            taking_part: roster.taking_part.len(),
            snapshot_bytes: snapshot_length,
            packed_bytes: 0,
            sealed,
            manifest_distrusted: prepared.distrusts(),
            roster: roster.clone(),
            before: None,
            basis,
        };
        // Both rosters are stored until the new feed is in place: whichever of the two
        // feeds the site contains after a power cut, a withdrawal can be applied to it.
        let mut before = std::mem::take(&mut self.rosters.rosters);
        let newest = before.first().cloned();
        let hash = in_site.map(|feed| feed.head().snapshot().sha256.to_string());
        before.retain(|it| Some(&it.snapshot) == hash.as_ref());
        published.before =
            before.first().cloned().or(newest).map(Roster::without_unknown);
        state.version = version;
        state.issued = self.moment.instant();
        state.as_of = Some(snapshot.as_of);
        // Whichever manifest the site contains after a power cut, it is recognised.
        let [until, then] = prepared.manifests();
        state.manifest = [then.clone(), until].into_iter().chain(known.clone()).collect();
        let rosters: Vec<Roster> =
            std::iter::once(roster.clone()).chain(before).collect();
        store
            .save_rosters(&Rosters::new(rosters))
            .map_err(PublishError::PublicationState)?;
        store.save_state(&state).map_err(PublishError::PublicationState)?;
        prepared.write(site)?;
        state.manifest = std::iter::once(then).chain(known).collect();
        state.manifest.dedup();
        state.manifest.truncate(KNOWN_MANIFESTS);
        store.save_state(&state).map_err(PublishError::PublicationState)?;
        store
            .save_rosters(&Rosters::new(vec![roster]))
            .map_err(PublishError::PublicationState)?;
        if let Some(mut cards) = self.cards.filter(|it| !it.book.is_partial()) {
            let before = cards.book.clone();
            cards.book.drop_replaced_secrets(&self.moment);
            if cards.book != before {
                store.save_cards(&cards.book).map_err(PublishError::Cards)?;
            }
        }
        let packed = site.read(&packed).unwrap_or_default().unwrap_or_default();
        published.packed_bytes = packed.len();
        Ok(published)
    }

    fn sign(
        &self,
        hall: &Hall,
        snapshot_bytes: Vec<u8>,
        version: u64,
        expires: Timestamp,
    ) -> Result<Signed, PublishError> {
        let instant = |moment: Timestamp| {
            Instant::from_unix(moment.as_second()).ok_or(PublishError::Moment)
        };
        let trust = Trust::new(&hall.id, &self.key.public_line())?;
        let head = Head {
            format: HEAD_FORMAT.to_owned(),
            hall: hall.id.clone(),
            key: trust.key_id().to_owned(),
            version,
            issued: instant(self.moment.timestamp())?,
            expires: instant(expires)?,
            snapshot: SnapshotRef::of(&snapshot_bytes),
        };
        let mut head_bytes = serde_json::to_vec(&head).map_err(io_error)?;
        head_bytes.push(b'\n');
        let comment = format!("hallboard head, version {version}");
        let signature = self.key.sign(&head_bytes, &comment)?;
        Ok(Signed { head, head_bytes, signature, snapshot_bytes })
    }

    fn plan(&self, hall: &Hall, signed: Signed) -> Result<Plan, PublishError> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let feed = vec![
            (signed.head.snapshot.name(), signed.snapshot_bytes),
            (name(SIGNATURE_PATH), signed.signature.into_bytes()),
            (name(HEAD_PATH), signed.head_bytes),
        ];
        let Some(app) = self.app else {
            return Ok(Plan { feed, feed_only: true, ..Plan::default() });
        };
        let post = self.letters.as_ref().and_then(|it| origin_of(it.post.as_deref()?));
        let post = post.as_deref();
        let mut shells = app.pages(hall, &self.key.public_line(), post)?;
        let (built, assets) = worker::apart(app.assets());
        let (manifest, assets) = web_manifest::split(assets);
        let letters = format!("hallboard-letters {} {}", hall.id, self.key.public_line());
        let worker = built.and_then(|it| worker(&it, &letters, &shells, &assets));
        let (file, nginx) = (headers_file(post, true), nginx_snippet(post, true));
        shells.push(("_headers".to_owned(), file.into_bytes()));
        shells.push(("hallboard-nginx.conf".to_owned(), nginx.into_bytes()));
        let manifest = manifest.and_then(|built| web_manifest::of_hall(&built, hall));
        let of_record = manifest.as_deref().and_then(web_manifest::of_record);
        shells.extend(manifest.map(|bytes| (WEB_MANIFEST.to_owned(), bytes)));
        shells.extend(of_record.map(|bytes| (RECORD_MANIFEST.to_owned(), bytes)));
        // The worker comes last, because it requests the other files as soon as it is
        // there.
        shells.extend(worker.map(|worker| (WORKER.to_owned(), worker)));
        Ok(Plan { assets, shells, feed, ..Plan::default() })
    }
}

/// The number of sealed files in a site.
fn sealed_files_in(site: &dyn Storage) -> Result<usize, PublishError> {
    let folder = format!("feed/{FOLDER}");
    let files = site.list(&folder).at(&folder)?;
    Ok(files.iter().filter(|path| path.ends_with(".bin")).count())
}

fn io_error(error: serde_json::Error) -> PublishError {
    PublishError::PublicationState(error.into())
}

fn zone_of(name: &str) -> Result<TimeZone, PublishError> {
    TimeZone::get(name).map_err(|_unknown| PublishError::TimeZone(name.to_owned()))
}

/// The day in a hall at a moment.
///
/// # Errors
/// When the hall's time zone is unknown, or the day is outside the supported years.
pub fn day_in(hall: &Hall, moment: Timestamp) -> Result<Day, PublishError> {
    day_at(moment, &zone_of(&hall.time_zone)?)
}

fn day_at(moment: Timestamp, zone: &TimeZone) -> Result<Day, PublishError> {
    let date = moment.to_zoned(zone.clone()).date();
    Day::new(date.year(), date.month(), date.day()).ok_or(PublishError::Moment)
}
