//! A ledger prepared for questions: who is concerned by which entries.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::course::{Act, Course, Idle, Reference, State};
use crate::day::Day;
use crate::file::ResidentFile;
use crate::ledger::{
    Consent, Entry, EntryKind, HouseholdScope, KindWord, Ledger, Outcome, Resident,
};
use crate::points::Points;
use crate::rulebook::{DEFAULT_DECIDE_DAYS, Rulebook};

/// A ledger prepared for questions.
///
/// Any ledger free of errors of shape will do: what makes no sense is passed over
/// as the rules say, and reported by [`crate::check`].
pub struct Register<'l> {
    pub(crate) ledger: &'l Ledger,
    books: Vec<&'l Rulebook>,
    by_resident: HashMap<&'l str, Vec<usize>>,
    ratings: BTreeMap<&'l str, Vec<Rating<'l>>>,
    household_consents: BTreeMap<&'l str, Vec<(Day, &'l [HouseholdScope])>>,
    references: HashMap<usize, Vec<Reference>>,
}

/// Stars given to a household, and what became of them.
pub(crate) struct Rating<'l> {
    pub(crate) entry: &'l Entry,
    pub(crate) category: &'l str,
    stars: u8,
    pub(crate) course: Course,
}

/// Stars that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stars<'l> {
    pub(crate) entry: &'l Entry,
    pub(crate) stars: u8,
}

impl<'l> Rating<'l> {
    fn stars(&self, on: Day) -> u8 {
        match self.course.changed(on) {
            Some(Outcome::ChangedStars(stars)) => stars,
            _ => self.stars,
        }
    }
}

impl<'l> Register<'l> {
    /// Prepares a whole ledger.
    #[must_use]
    pub fn new(ledger: &'l Ledger) -> Register<'l> {
        Register::with(ledger, |_| true)
    }

    /// Prepares what a publication of that day may rest on: the entries dated up to
    /// it, less the deeds that have not started by then.
    #[must_use]
    pub fn started_by(ledger: &'l Ledger, day: Day) -> Register<'l> {
        let books = sorted(&ledger.rulebooks);
        Register::with(ledger, |entry| {
            entry.date <= day
                && match &entry.kind {
                    EntryKind::Deed { deed, .. } => {
                        let book = book_on(&books, entry.date);
                        let rule = book.and_then(|book| Some((book, book.deed(deed)?)));
                        rule.is_none_or(|(book, rule)| {
                            crate::file::start(entry, book, rule)
                                .is_some_and(|it| it <= day)
                        })
                    }
                    _ => true,
                }
        })
    }

    fn with(ledger: &'l Ledger, keep: impl Fn(&Entry) -> bool) -> Register<'l> {
        let kept = || ledger.entries.iter().enumerate().filter(|(_, entry)| keep(entry));
        let mut register = Register {
            ledger,
            books: sorted(&ledger.rulebooks),
            by_resident: HashMap::new(),
            ratings: BTreeMap::new(),
            household_consents: BTreeMap::new(),
            references: collect_references(kept()),
        };
        for (position, entry) in kept() {
            register.file_entry(position, entry);
        }
        for ratings in register.ratings.values_mut() {
            ratings.sort_by_key(|rating| rating.entry.date);
        }
        for consents in register.household_consents.values_mut() {
            consents.sort_by_key(|(date, _)| *date);
        }
        register
    }

    fn file_entry(&mut self, position: usize, entry: &'l Entry) {
        match &entry.kind {
            EntryKind::Consent {
                to: Consent::Household { household, scopes }, ..
            } => {
                let consents = self.household_consents.entry(household).or_default();
                consents.push((entry.date, scopes));
            }
            EntryKind::Rating { household, category, stars } => {
                let course = self.course(position, entry, |_, _| {});
                let ratings = self.ratings.entry(household).or_default();
                ratings.push(Rating { entry, category, stars: *stars, course });
            }
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
            | EntryKind::Deed { resident, .. }
            | EntryKind::Redemption { resident, .. }
            | EntryKind::Move { resident, .. } => {
                self.by_resident.entry(resident).or_default().push(position);
            }
            EntryKind::Objection { .. }
            | EntryKind::Decision { .. }
            | EntryKind::Reversal { .. } => {}
        }
    }

    /// What became of an entry.
    pub(crate) fn course(
        &self,
        position: usize,
        entry: &Entry,
        idle: impl FnMut(Reference, Idle),
    ) -> Course {
        let Some(references) = self.references.get(&position) else {
            return Course::default();
        };
        let book = self.book(entry.date);
        let decide_days = book.map_or(DEFAULT_DECIDE_DAYS, |book| book.decide_days);
        Course::follow(entry.date, decide_days, references.clone(), idle)
    }

    /// The rulebooks, by `from`.
    pub(crate) fn books(&self) -> &[&'l Rulebook] {
        &self.books
    }

    /// The rulebook in force on a day.
    #[must_use]
    pub fn book(&self, on: Day) -> Option<&'l Rulebook> {
        book_on(&self.books, on)
    }

    /// The first day of every rulebook, in order.
    pub fn rulebook_days(&self) -> impl Iterator<Item = Day> {
        self.books.iter().map(|book| book.from)
    }

    /// Every resident, by id in code-point order.
    pub fn files(&self) -> impl Iterator<Item = ResidentFile<'_>> {
        let mut residents: Vec<&Resident> = self.ledger.residents.iter().collect();
        residents.sort_by(|a, b| a.id.cmp(&b.id));
        residents.into_iter().map(|resident| ResidentFile::new(self, resident))
    }

    /// The resident of that id.
    #[must_use]
    pub fn file(&self, id: &str) -> Option<ResidentFile<'_>> {
        let resident = self.ledger.residents.iter().find(|it| it.id == id)?;
        Some(ResidentFile::new(self, resident))
    }

    pub(crate) fn entries_of(
        &self,
        resident: &str,
    ) -> impl Iterator<Item = (usize, &'l Entry)> {
        let positions = self.by_resident.get(resident).map_or(&[][..], Vec::as_slice);
        positions.iter().filter_map(|&it| Some((it, self.ledger.entries.get(it)?)))
    }

    pub(crate) fn ratings_of(&self, household: &str) -> &[Rating<'l>] {
        self.ratings.get(household).map_or(&[], Vec::as_slice)
    }

    /// The rating of a household that gives points on a day.
    pub(crate) fn rating(
        &self,
        household: &str,
        category: &str,
        on: Day,
    ) -> Option<Stars<'l>> {
        self.ratings_of(household)
            .iter()
            .rev()
            .filter(|it| it.category == category && it.entry.date <= on)
            .find(|it| it.course.state(on) == State::Standing)
            .map(|it| Stars { entry: it.entry, stars: it.stars(on) })
    }

    /// The stars a household has in a category on a day, if it was rated.
    #[must_use]
    pub fn stars(&self, household: &str, category: &str, on: Day) -> Option<u8> {
        self.rating(household, category, on).map(|it| it.stars)
    }

    /// Whether a household agrees to that on a day.
    #[must_use]
    pub fn household_agrees(
        &self,
        household: &str,
        scope: HouseholdScope,
        on: Day,
    ) -> bool {
        let consents =
            self.household_consents.get(household).map_or(&[][..], Vec::as_slice);
        let in_force = consents.iter().rev().find(|(date, _)| *date <= on);
        in_force.is_some_and(|(_, scopes)| scopes.contains(&scope))
    }
}

fn sorted(rulebooks: &[Rulebook]) -> Vec<&Rulebook> {
    let mut books: Vec<&Rulebook> = rulebooks.iter().collect();
    books.sort_by_key(|book| book.from);
    books
}

fn book_on<'l>(books: &[&'l Rulebook], on: Day) -> Option<&'l Rulebook> {
    let until = books.partition_point(|book| book.from <= on);
    books.get(until.checked_sub(1)?).copied()
}

/// The id an entry refers to, and how.
pub(crate) fn reference(entry: &Entry) -> Option<(&str, Act, Option<Outcome>)> {
    match &entry.kind {
        EntryKind::Objection { entry, .. } => Some((entry, Act::Objection, None)),
        EntryKind::Decision { entry, outcome, .. } => {
            Some((entry, Act::Decision, Some(*outcome)))
        }
        EntryKind::Reversal { entry, .. } => Some((entry, Act::Reversal, None)),
        _ => None,
    }
}

/// Whether that kind of reference has any effect on that kind of entry.
pub(crate) fn bears_on(act: Act, kind: KindWord) -> bool {
    match kind {
        KindWord::Deed | KindWord::Rating => true,
        KindWord::Redemption => act == Act::Reversal,
        _ => false,
    }
}

fn collect_references<'l>(
    entries: impl Iterator<Item = (usize, &'l Entry)> + Clone,
) -> HashMap<usize, Vec<Reference>> {
    let targets: HashSet<&str> =
        entries.clone().filter_map(|(_, it)| reference(it)).map(|(id, ..)| id).collect();
    let positions: HashMap<&str, (usize, KindWord)> = entries
        .clone()
        .filter(|(_, it)| targets.contains(it.id.as_str()))
        .map(|(position, it)| (it.id.as_str(), (position, it.kind.word())))
        .collect();
    let mut references: HashMap<usize, Vec<Reference>> = HashMap::new();
    for (position, entry) in entries {
        let Some((id, act, outcome)) = reference(entry) else { continue };
        let Some(&(target, kind)) = positions.get(id) else { continue };
        if bears_on(act, kind) {
            let date = entry.date;
            let reference = Reference { date, act, outcome, position };
            references.entry(target).or_default().push(reference);
        }
    }
    references
}

/// The sum of the counting deeds of a category, held by the latest rulebook with
/// `from` not after the day that knows the category.
pub(crate) fn hold(books: &[&Rulebook], category: &str, sum: Points, on: Day) -> Points {
    let knows = books.iter().rev().filter(|book| book.from <= on);
    let limits = knows.filter_map(|book| book.category(category)).next();
    limits.map_or(sum, |category| category.hold(sum))
}
