//! An index of a ledger: finds the entries about a resident or household.

use crate::day::Day;
use crate::dispute_timeline::{DisputeTimeline, NoEffect, Reference, State};
use crate::interner::{GroupedVec, Interner, to_u32, to_usize};
use crate::ledger::{
    Consent, Entry, EntryKind, HouseholdScope, Ledger, Outcome, Resident,
};
use crate::record::ResidentRecord;
use crate::replies::Replies;
use crate::rulebook::{DEFAULT_DECIDE_DAYS, Rulebook};
use crate::rulebook_index::RulebookIndex;
use crate::sort::stable_sort_by;

/// An index of a ledger.
///
/// It accepts any ledger without structural errors. Entries with other errors are ignored
/// as the rules specify, and reported by [`crate::check`].
pub struct Register<'l> {
    pub(crate) ledger: &'l Ledger,
    pub(crate) books: RulebookIndex<'l>,
    /// The residents, by id.
    residents: Vec<&'l Resident>,
    people: Interner,
    /// By resident: the indices of their entries, in the order of the file.
    entries: GroupedVec<u32>,
    categories: Interner,
    /// The households with ratings or consents.
    households: Interner,
    /// By household: ratings by category, then date, then in the order of the file.
    ratings: GroupedVec<Rating>,
    /// By household: consents by date, then in the order of the file.
    agreed: GroupedVec<(Day, &'l [HouseholdScope])>,
    pub(crate) replies: Replies<'l>,
}

/// Stars given to a household.
#[derive(Clone, Copy)]
struct Rating {
    category: u32,
    date: Day,
    position: u32,
    stars: u8,
    replied: bool,
}

/// The rating in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stars {
    pub(crate) position: usize,
    pub(crate) stars: u8,
}

/// The entries while they are being grouped.
struct RegisterBuilder<'l> {
    replies: Replies<'l>,
    people: Interner,
    entries: Vec<(u32, u32)>,
    categories: Interner,
    households: Interner,
    ratings: Vec<(u32, Rating)>,
    agreed: Vec<(u32, (Day, &'l [HouseholdScope]))>,
}

impl<'l> RegisterBuilder<'l> {
    fn insert(&mut self, position: u32, entry: &'l Entry) {
        match &entry.kind {
            EntryKind::Consent {
                to: Consent::Household { household, scopes }, ..
            } => {
                let household = self.households.give(household);
                self.agreed.push((household, (entry.date, scopes)));
            }
            EntryKind::Rating { household, category, stars } => {
                let rating = Rating {
                    category: self.categories.give(category),
                    date: entry.date,
                    position,
                    stars: *stars,
                    replied: self.replies.about(to_usize(position)).is_some(),
                };
                self.ratings.push((self.households.give(household), rating));
            }
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
            | EntryKind::Deed { resident, .. }
            | EntryKind::Redemption { resident, .. }
            | EntryKind::Move { resident, .. } => {
                self.entries.extend(self.people.get(resident).map(|it| (it, position)));
            }
            EntryKind::Objection { .. }
            | EntryKind::Decision { .. }
            | EntryKind::Reversal { .. } => {}
        }
    }
}

impl<'l> Register<'l> {
    /// Indexes a ledger.
    #[must_use]
    pub fn new(ledger: &'l Ledger) -> Register<'l> {
        let books = RulebookIndex::new(&ledger.rulebooks);
        let entries = || ledger.entries.iter().enumerate();
        let mut residents: Vec<&Resident> = ledger.residents.iter().collect();
        stable_sort_by(&mut residents, &|a, b| a.id.cmp(&b.id));
        let mut builder = RegisterBuilder {
            replies: Replies::new(entries()),
            people: Interner::of(residents.iter().map(|it| &it.id)),
            entries: Vec::new(),
            categories: Interner::default(),
            households: Interner::default(),
            ratings: Vec::new(),
            agreed: Vec::new(),
        };
        for (position, entry) in entries() {
            builder.insert(to_u32(position), entry);
        }
        let mut ratings = GroupedVec::new(builder.households.len(), &builder.ratings);
        ratings.sort_each(&|a, b| (a.category, a.date).cmp(&(b.category, b.date)));
        let mut agreed = GroupedVec::new(builder.households.len(), &builder.agreed);
        agreed.sort_each(&|(a, _), (b, _)| a.cmp(b));
        Register {
            ledger,
            entries: GroupedVec::new(residents.len(), &builder.entries),
            residents,
            people: builder.people,
            categories: builder.categories,
            households: builder.households,
            ratings,
            agreed,
            replies: builder.replies,
            books,
        }
    }

    /// The timeline of disputes about an entry.
    pub(crate) fn timeline(
        &self,
        position: usize,
        entry: &Entry,
        idle: impl FnMut(Reference, NoEffect),
    ) -> DisputeTimeline {
        let Some(references) = self.replies.about(position) else {
            return DisputeTimeline::default();
        };
        let book = self.book(entry.date);
        let decide_days = book.map_or(DEFAULT_DECIDE_DAYS, |book| book.decide_days);
        DisputeTimeline::follow(entry.date, decide_days, references.to_vec(), idle)
    }

    /// The underlying ledger.
    #[must_use]
    pub fn ledger(&self) -> &'l Ledger {
        self.ledger
    }

    /// The rulebook in force on a day.
    #[must_use]
    pub fn book(&self, on: Day) -> Option<&'l Rulebook> {
        self.books.on(on)
    }

    /// The first days of all rulebooks, ascending.
    pub fn rulebook_days(&self) -> impl Iterator<Item = Day> {
        self.books.sorted().iter().map(|book| book.from)
    }

    /// The records of all residents, by id in code-point order.
    pub fn files(&self) -> impl ExactSizeIterator<Item = ResidentRecord<'_>> {
        self.files_from(0, self.residents.len())
    }

    /// At most `count` records of [`Register::files`], starting at index `first`, for
    /// processing in parts.
    pub fn files_from(
        &self,
        first: usize,
        count: usize,
    ) -> impl ExactSizeIterator<Item = ResidentRecord<'_>> {
        let last = first.saturating_add(count).min(self.residents.len());
        let some = self.residents.get(first..last).unwrap_or_default();
        let numbered = some.iter().enumerate();
        numbered
            .map(move |(place, it)| ResidentRecord::new(self, to_u32(first + place), it))
    }

    /// The record of the resident with this id.
    #[must_use]
    pub fn file(&self, id: &str) -> Option<ResidentRecord<'_>> {
        let number = self.people.get(id)?;
        let resident = self.residents.get(to_usize(number))?;
        Some(ResidentRecord::new(self, number, resident))
    }

    /// Whether there is a resident with this id.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.people.get(id).is_some()
    }

    /// The entries about the resident at this index.
    pub(crate) fn entries_of(
        &self,
        resident: u32,
    ) -> impl Iterator<Item = (usize, &'l Entry)> {
        let places = self.entries.of(resident).iter().map(|place| to_usize(*place));
        places.filter_map(|it| Some((it, self.entry(it)?)))
    }

    fn ratings_in(&self, household: &str) -> &[Rating] {
        self.households.get(household).map_or(&[], |number| self.ratings.of(number))
    }

    /// The days on which the stars of a household may change.
    pub(crate) fn rating_days(&self, household: &str) -> impl Iterator<Item = Day> {
        let ratings = self.ratings_in(household).iter();
        ratings.flat_map(|it| self.rating_course(it).turns().chain([it.date]))
    }

    fn rating_course(&self, rating: &Rating) -> DisputeTimeline {
        let position = to_usize(rating.position);
        let replied = self.entry(position).filter(|_| rating.replied);
        replied.map_or(DisputeTimeline::default(), |it| {
            self.timeline(position, it, |_, _| {})
        })
    }

    /// The rating of a household in effect on a day.
    pub(crate) fn rating(
        &self,
        household: &str,
        category: &str,
        on: Day,
    ) -> Option<Stars> {
        let category = self.categories.get(category)?;
        let ratings = self.ratings_in(household);
        let until =
            ratings.partition_point(|it| (it.category, it.date) <= (category, on));
        let before = ratings.get(..until)?.iter().rev();
        let (rating, timeline) = before
            .take_while(|it| it.category == category)
            .map(|it| (it, self.rating_course(it)))
            .find(|(_, timeline)| timeline.state(on) == State::Standing)?;
        let stars = match timeline.changed(on) {
            Some(Outcome::ChangedStars(changed)) => changed,
            _ => rating.stars,
        };
        Some(Stars { position: to_usize(rating.position), stars })
    }

    /// The entry at an index of the ledger.
    pub(crate) fn entry(&self, position: usize) -> Option<&'l Entry> {
        self.ledger.entries.get(position)
    }

    /// The stars of a household in a category on a day, if it was rated.
    #[must_use]
    pub fn stars(&self, household: &str, category: &str, on: Day) -> Option<u8> {
        self.rating(household, category, on).map(|it| it.stars)
    }

    /// Whether a household agrees to a scope on a day.
    #[must_use]
    pub fn household_agrees(
        &self,
        household: &str,
        scope: HouseholdScope,
        on: Day,
    ) -> bool {
        let number = self.households.get(household);
        let consents = number.map_or(&[][..], |number| self.agreed.of(number));
        let in_force = consents.iter().rev().find(|(date, _)| *date <= on);
        in_force.is_some_and(|(_, scopes)| scopes.contains(&scope))
    }
}
