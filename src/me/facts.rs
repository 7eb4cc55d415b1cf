//! What is open, with everything that is derived of it, each part worked out once and
//! when it is first asked for.

use std::sync::{Arc, OnceLock};

use hallboard_feed::VerifiedFeed;
use hallboard_feed::sealed::OwnRegister;
use hallboard_score::{Day, Entry, Ledger, Points, Register, ResidentFile};

use super::model::{
    self, BookChange, ById, CategoryStars, History, Ifs, Now, Play, Played, Rewards,
    Shown, Standing, Why,
};
use crate::handed::Agreed;

/// A resident's own register on a day.
#[derive(Debug)]
pub struct Facts {
    own: Arc<OwnRegister>,
    feed: Arc<VerifiedFeed>,
    /// The day in the hall.
    pub today: Day,
    /// The clock, in seconds since 1970.
    at: i64,
    standing: OnceLock<Option<Standing>>,
    stars: OnceLock<Vec<CategoryStars>>,
    rewards: OnceLock<Option<Rewards>>,
    shown: OnceLock<Option<Shown>>,
    board_sum: OnceLock<Option<Why>>,
    rules: OnceLock<Vec<BookChange>>,
    places: OnceLock<Vec<usize>>,
}

/// Whether they are of the same register and the same day.
impl PartialEq for Facts {
    fn eq(&self, other: &Facts) -> bool {
        Arc::ptr_eq(&self.own, &other.own)
            && Arc::ptr_eq(&self.feed, &other.feed)
            && self.today == other.today
    }
}

impl Facts {
    /// Everything about that register on a day.
    #[must_use]
    pub fn new(
        own: Arc<OwnRegister>,
        feed: Arc<VerifiedFeed>,
        today: Day,
        at: i64,
    ) -> Facts {
        Facts {
            own,
            feed,
            today,
            at,
            standing: OnceLock::new(),
            stars: OnceLock::new(),
            rewards: OnceLock::new(),
            shown: OnceLock::new(),
            board_sum: OnceLock::new(),
            rules: OnceLock::new(),
            places: OnceLock::new(),
        }
    }

    /// The register.
    #[must_use]
    pub fn own(&self) -> &OwnRegister {
        &self.own
    }

    /// Its ledger.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.own.ledger()
    }

    /// The publication it is of.
    #[must_use]
    pub fn feed(&self) -> &VerifiedFeed {
        &self.feed
    }

    fn ask<T>(&self, make: impl FnOnce(&ResidentFile<'_>) -> T) -> Option<T> {
        let register = Register::new(self.ledger());
        model::own(&register).map(|file| make(&file))
    }

    fn standing(&self) -> Option<&Standing> {
        let make = || self.ask(|file| model::standing(file, self.today, &self.index()));
        self.standing.get_or_init(make).as_ref()
    }

    /// Where the resident stands.
    pub fn now(&self) -> Option<&Now> {
        Some(&self.standing()?.now)
    }

    /// Why.
    pub fn why(&self) -> Option<&Why> {
        Some(&self.standing()?.why)
    }

    /// The years.
    pub fn history(&self) -> Option<&History> {
        Some(&self.standing()?.history)
    }

    /// The household's stars.
    pub fn stars(&self) -> &[CategoryStars] {
        let make = || self.ask(|file| model::stars(file, self.today));
        self.stars.get_or_init(|| make().unwrap_or_default())
    }

    /// The rewards.
    pub fn rewards(&self) -> Option<&Rewards> {
        let make = || self.ask(|file| model::rewards(file, self.today));
        self.rewards.get_or_init(make).as_ref()
    }

    /// What the resident agrees to.
    #[must_use]
    pub fn agreed(&self) -> Agreed {
        self.ask(|file| model::agreed(file, self.today)).unwrap_or_default()
    }

    /// What the board shows.
    pub fn shown(&self) -> Option<&Shown> {
        let board = || self.feed.listing(self.today, self.at);
        let make = || self.ask(|file| model::shown(file, &board()));
        self.shown.get_or_init(make).as_ref()
    }

    /// The day of publication.
    #[must_use]
    pub fn published_on(&self) -> Day {
        self.feed.snapshot().as_of
    }

    /// What the board score is made of.
    pub fn board_sum(&self) -> Option<&Why> {
        let make = || self.ask(|file| model::board_sum(file, self.published_on()));
        self.board_sum.get_or_init(|| make().flatten()).as_ref()
    }

    /// The rulebooks.
    pub fn rules(&self) -> &[BookChange] {
        self.rules.get_or_init(|| model::rules(&self.ledger().rulebooks))
    }

    /// What would become of the score by what becomes of a contested entry.
    #[must_use]
    pub fn ifs(&self, entry: &str) -> Option<Ifs> {
        self.ask(|file| model::ifs(file, entry, self.today)).flatten()
    }

    /// Where a supposition would lead.
    #[must_use]
    pub fn played(&self, play: &Play) -> Option<Played> {
        self.ask(|file| model::play(file, self.today, play))
    }

    /// The entry of that id.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.index().get(id)
    }

    fn index(&self) -> ById<'_> {
        let places = self.places.get_or_init(|| model::places(self.ledger()));
        ById::placed(self.ledger(), places)
    }

    /// The score now.
    pub fn score(&self) -> Option<Points> {
        self.now()?.score
    }

    /// Whether the publication has run out.
    #[must_use]
    pub fn expired(&self) -> bool {
        self.feed.expired(self.at)
    }
}
