//! The open record and everything derived from it. Each part is computed at the first use,
//! and cached.

use std::sync::{Arc, OnceLock};

use hallboard_feed::VerifiedFeed;
use hallboard_feed::sealed::OwnRegister;
use hallboard_score::{Day, Entry, Ledger, Points, Register, ResidentRecord};

use super::model::{
    self, BoardVisibility, BookChange, CategoryStars, Changes, DisputeForecast,
    EntryIndex, History, Now, Rewards, Scenario, ScenarioOutcome, ScoreExplanation, Seen,
    SeenError, Standing,
};
use crate::frame_message::Agreed;

/// A resident's own register on a day.
#[derive(Debug)]
pub struct Record {
    own: Arc<OwnRegister>,
    feed: Arc<VerifiedFeed>,
    /// The day in the hall.
    pub today: Day,
    /// The clock, in seconds since 1970.
    now: i64,
    standing: OnceLock<Option<Standing>>,
    stars: OnceLock<Vec<CategoryStars>>,
    rewards: OnceLock<Option<Rewards>>,
    board_visibility: OnceLock<Option<BoardVisibility>>,
    board_explanation: OnceLock<Option<ScoreExplanation>>,
    rules: OnceLock<Vec<BookChange>>,
    entry_places: OnceLock<Vec<usize>>,
}

/// Two records are equal if they are of the same register, feed and day.
impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        Arc::ptr_eq(&self.own, &other.own)
            && Arc::ptr_eq(&self.feed, &other.feed)
            && self.today == other.today
    }
}

impl Record {
    /// The record of a register on a day; `now` is the clock in seconds since 1970.
    #[must_use]
    pub fn new(
        own: Arc<OwnRegister>,
        feed: Arc<VerifiedFeed>,
        today: Day,
        now: i64,
    ) -> Record {
        Record {
            own,
            feed,
            today,
            now,
            standing: OnceLock::new(),
            stars: OnceLock::new(),
            rewards: OnceLock::new(),
            board_visibility: OnceLock::new(),
            board_explanation: OnceLock::new(),
            rules: OnceLock::new(),
            entry_places: OnceLock::new(),
        }
    }

    /// The register.
    #[must_use]
    pub fn own(&self) -> &OwnRegister {
        &self.own
    }

    /// The register's ledger.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.own.ledger()
    }

    /// The publication that the register belongs to.
    #[must_use]
    pub fn feed(&self) -> &VerifiedFeed {
        &self.feed
    }

    fn with_file<T>(&self, compute: impl FnOnce(&ResidentRecord<'_>) -> T) -> Option<T> {
        let register = Register::new(self.ledger());
        model::own(&register).map(|file| compute(&file))
    }

    fn standing(&self) -> Option<&Standing> {
        let compute =
            || self.with_file(|file| model::standing(file, self.today, &self.index()));
        self.standing.get_or_init(compute).as_ref()
    }

    /// The score today, and its forecast.
    pub fn now(&self) -> Option<&Now> {
        Some(&self.standing()?.now)
    }

    /// The explanation of today's score.
    pub fn explanation(&self) -> Option<&ScoreExplanation> {
        Some(&self.standing()?.explanation)
    }

    /// The score over all years.
    pub fn history(&self) -> Option<&History> {
        Some(&self.standing()?.history)
    }

    /// The household's stars.
    pub fn stars(&self) -> &[CategoryStars] {
        let compute = || self.with_file(|file| model::stars(file, self.today));
        self.stars.get_or_init(|| compute().unwrap_or_default())
    }

    /// The rewards.
    pub fn rewards(&self) -> Option<&Rewards> {
        let compute = || self.with_file(|file| model::rewards(file, self.today));
        self.rewards.get_or_init(compute).as_ref()
    }

    /// What the resident consents to.
    #[must_use]
    pub fn agreed(&self) -> Agreed {
        self.with_file(|file| model::agreed(file, self.today)).unwrap_or_default()
    }

    /// What the board shows of the resident.
    pub fn board_visibility(&self) -> Option<&BoardVisibility> {
        let board = || self.feed.listing(self.today, self.now);
        let compute = || self.with_file(|file| model::board_visibility(file, &board()));
        self.board_visibility.get_or_init(compute).as_ref()
    }

    /// The day of publication.
    #[must_use]
    pub fn published_on(&self) -> Day {
        self.feed.snapshot().as_of
    }

    /// The explanation of the score on the board.
    pub fn board_explanation(&self) -> Option<&ScoreExplanation> {
        let compute =
            || self.with_file(|file| model::board_explanation(file, self.published_on()));
        self.board_explanation.get_or_init(|| compute().flatten()).as_ref()
    }

    /// The rulebooks.
    pub fn rules(&self) -> &[BookChange] {
        self.rules.get_or_init(|| model::rules(&self.ledger().rulebooks))
    }

    /// The scores after each possible outcome of a contested entry.
    #[must_use]
    pub fn dispute_forecast(&self, entry: &str) -> Option<DisputeForecast> {
        self.with_file(|file| model::forecast_dispute(file, entry, self.today)).flatten()
    }

    /// The score in a scenario.
    #[must_use]
    pub fn what_if(&self, scenario: &Scenario) -> Option<ScenarioOutcome> {
        self.with_file(|file| model::what_if(file, self.today, scenario))
    }

    /// The changes since an earlier look at the record.
    ///
    /// # Errors
    /// If the stored look was damaged, of another format, or of another resident.
    pub fn changes_since(
        &self,
        seen: Result<&Seen, SeenError>,
    ) -> Result<Changes, SeenError> {
        seen.and_then(|seen| model::compare(seen, self.ledger(), self.own.text()))
    }

    /// A digest of the record as it is today, for [`Record::changes_since`].
    #[must_use]
    pub fn seen_today(&self) -> Seen {
        Seen::look(self.ledger(), self.own.text(), self.today)
    }

    /// The entry with that id.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.index().get(id)
    }

    fn index(&self) -> EntryIndex<'_> {
        let places = self.entry_places.get_or_init(|| model::places(self.ledger()));
        EntryIndex::from_places(self.ledger(), places)
    }

    /// The score today.
    pub fn score(&self) -> Option<Points> {
        self.now()?.score
    }

    /// Whether the hall accepts letters.
    #[must_use]
    pub fn takes_letters(&self) -> bool {
        self.feed.snapshot().letters.is_some()
    }
}
