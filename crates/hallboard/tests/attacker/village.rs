//! A simulated village of a hundred days in which all events are independent: whatever an
//! attacker can infer from one about another comes from the way it is published.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_sample::{Village as Sample, village};
use hallboard_score::{
    Consent, Day, Entry, EntryKind, Household, HouseholdScope, Id, Ledger, Outcome,
    Points, Rulebook, Scope, Source, in_force,
};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::RngCore;

/// Number of consecutive days published.
pub(crate) const DAYS: u32 = 100;

/// The first of those days.
pub(crate) fn first_day() -> Day {
    Day::new(2026, 8, 10).unwrap()
}

/// Number of days before the first one on which deductions already occur.
const DAYS_BEFORE: u32 = 250;

/// Daily probabilities of events, in millionths.
mod often {
    pub(super) const DEDUCTION: u32 = 2_500;
    pub(super) const GOOD_DEED: u32 = 15_000;
    pub(super) const RATING: u32 = 4_000;
    pub(super) const MOVE: u32 = 300;
    pub(super) const LEAVE_WHOLLY: u32 = 900;
    pub(super) const LEAVE_BOARD: u32 = 900;
    pub(super) const JOIN_HIDDEN: u32 = 3_000;
    pub(super) const JOIN_BOARD: u32 = 3_000;
    pub(super) const GO_ON_BOARD: u32 = 1_000;
    pub(super) const HOUSEHOLD_CONSENT: u32 = 500;
}

/// The parameters of a village.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) residents: u32,
    /// Whether a new rulebook comes into force within the hundred days.
    pub(crate) new_rules: bool,
}

/// A stream of random numbers.
pub(crate) struct Rng(Pcg32);

impl Rng {
    pub(crate) fn new(seed: u64, stream: u64) -> Rng {
        Rng(Pcg32::new(seed, 1000 + stream))
    }

    pub(crate) fn below(&mut self, end: u32) -> u32 {
        u32::try_from((u64::from(self.0.next_u32()) * u64::from(end)) >> 32).unwrap()
    }

    fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn happens(&mut self, in_a_million: u32) -> bool {
        self.below(1_000_000) < in_a_million
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let end = u32::try_from(from.len()).unwrap();
        (end > 0).then(|| &from[usize::try_from(self.below(end)).unwrap()])
    }
}

/// The village, with its entries by the day on which they were entered.
pub(crate) struct Village {
    base: Ledger,
    entered: BTreeMap<Day, Vec<Entry>>,
}

impl Village {
    pub(crate) fn new(plan: Plan) -> Village {
        Simulation::new(plan).run()
    }

    /// Calls `visit` for each day of publication, with the ledger as known on that day.
    pub(crate) fn each_day(&self, mut visit: impl FnMut(Day, &Ledger)) {
        let mut ledger = self.base.clone();
        let mut entered = self.entered.iter().peekable();
        for number in 0..DAYS {
            let today = first_day().plus_days(number);
            while let Some((_, entries)) = entered.next_if(|(day, _)| **day <= today) {
                ledger.entries.extend(entries.iter().cloned());
            }
            visit(today, &ledger);
        }
    }

    /// Adds an entry that is entered on that day.
    pub(crate) fn enter(&mut self, entered: Day, entry: Entry) {
        self.entered.entry(entered).or_default().push(entry);
    }
}

/// A consent entry of a resident.
pub(crate) fn consent(id: &str, date: Day, resident: &str, scopes: &[Scope]) -> Entry {
    let to = Consent::Resident { resident: resident.into(), scopes: scopes.to_vec() };
    new_entry(id.into(), date, EntryKind::Consent { to, given_by: None })
}

fn new_entry(id: Id, date: Day, kind: EntryKind) -> Entry {
    Entry { id, date, kind, note: None, by: None }
}

struct Simulation {
    plan: Plan,
    village: Village,
    /// The scopes of each resident's consent.
    scopes: BTreeMap<Id, Vec<Scope>>,
    next: u32,
}

impl Simulation {
    fn new(plan: Plan) -> Simulation {
        let mut base = village(&Sample {
            seed: plan.seed,
            residents: plan.residents,
            households: plan.residents.div_ceil(3),
            years: 2,
            until: first_day().yesterday(),
        });
        remove_deductions(&mut base);
        remove_some_ratings(&mut base, &mut Rng::new(plan.seed, 1));
        if plan.new_rules {
            let day = first_day().plus_days(56);
            base.rulebooks.push(new_rules(base.rulebooks.last().unwrap(), day));
        }
        let mut village = Village { base, entered: BTreeMap::new() };
        for entry in std::mem::take(&mut village.base.entries) {
            village.enter(entry.date, entry);
        }
        Simulation { plan, village, scopes: BTreeMap::new(), next: 0 }
    }

    fn run(mut self) -> Village {
        let [mut deductions, mut deeds, mut ratings, mut consents] =
            [2, 3, 4, 5].map(|stream| Rng::new(self.plan.seed, stream));
        let start = (0..DAYS_BEFORE).fold(first_day(), |day, _| day.yesterday());
        let sample: Vec<(Day, Vec<Entry>)> =
            self.village.entered.iter().map(|(day, all)| (*day, all.clone())).collect();
        let mut sample = sample.into_iter().peekable();
        for number in 0..DAYS_BEFORE + DAYS {
            let today = start.plus_days(number);
            while let Some((_, entries)) = sample.next_if(|(day, _)| *day <= today) {
                entries.iter().for_each(|entry| self.note_consent(entry));
            }
            if today >= first_day() {
                self.consents(&mut consents, today);
                self.good_deeds(&mut deeds, today);
                self.ratings(&mut ratings, today);
                self.moves(&mut ratings, today);
            }
            for resident in self.taking_part() {
                if deductions.happens(often::DEDUCTION) {
                    self.deduction(&mut deductions, today, &resident);
                }
            }
        }
        self.village
    }

    fn note_consent(&mut self, entry: &Entry) {
        if let EntryKind::Consent { to: Consent::Resident { resident, scopes }, .. } =
            &entry.kind
        {
            self.scopes.insert(resident.clone(), scopes.clone());
        }
    }

    fn taking_part(&self) -> Vec<Id> {
        let part = self.scopes.iter().filter(|(_, it)| it.contains(&Scope::Score));
        part.map(|(id, _)| id.clone()).collect()
    }

    fn add(&mut self, entered: Day, date: Day, kind: EntryKind) -> Id {
        self.next += 1;
        let id = Id::from(format!("S{}", self.next));
        let entry = new_entry(id.clone(), date, kind);
        self.note_consent(&entry);
        self.village.enter(entered, entry);
        id
    }

    /// Some residents leave completely or leave the board only, others join with or without
    /// it.
    fn consents(&mut self, rng: &mut Rng, today: Day) {
        let residents: Vec<Id> =
            self.village.base.residents.iter().map(|it| it.id.clone()).collect();
        for resident in residents {
            let scopes = self.scopes.get(&resident).cloned().unwrap_or_default();
            let mut board = vec![Scope::Score, Scope::Board];
            board.extend(rng.percent(30).then_some(Scope::History));
            board.extend(rng.percent(40).then_some(Scope::Thanks));
            let changes: &[(u32, Vec<Scope>)] = if scopes.contains(&Scope::Board) {
                &[
                    (often::LEAVE_WHOLLY, Vec::new()),
                    (often::LEAVE_BOARD, vec![Scope::Score]),
                ]
            } else if scopes.contains(&Scope::Score) {
                &[(often::LEAVE_WHOLLY, Vec::new()), (often::GO_ON_BOARD, board)]
            } else {
                &[(often::JOIN_HIDDEN, vec![Scope::Score]), (often::JOIN_BOARD, board)]
            };
            let change = changes.iter().find(|(often, _)| rng.happens(*often));
            if let Some((_, scopes)) = change {
                let to = Consent::Resident { resident, scopes: scopes.clone() };
                self.add(today, today, EntryKind::Consent { to, given_by: None });
            }
        }
        for household in self.households() {
            if rng.happens(often::HOUSEHOLD_CONSENT) {
                let scopes = rng.percent(50).then_some(HouseholdScope::Board);
                let scopes = scopes.into_iter().collect();
                let to = Consent::Household { household, scopes };
                self.add(today, today, EntryKind::Consent { to, given_by: None });
            }
        }
    }

    fn households(&self) -> Vec<Id> {
        self.village.base.households.iter().map(|it: &Household| it.id.clone()).collect()
    }

    fn rule(&self, rng: &mut Rng, date: Day, takes: bool) -> Option<(Id, Points)> {
        let book = in_force(&self.village.base.rulebooks, date)?;
        let rules: Vec<_> =
            book.deeds.iter().filter(|it| (it.points < Points::ZERO) == takes).collect();
        rng.pick(&rules).map(|rule| (rule.id.as_str().into(), rule.points))
    }

    /// Good deeds, some of them entered late, some contested or reversed.
    fn good_deeds(&mut self, rng: &mut Rng, today: Day) {
        for resident in self.taking_part() {
            if !rng.happens(often::GOOD_DEED) {
                continue;
            }
            let Some((deed, points)) = self.rule(rng, today, false) else { continue };
            let source = source(rng);
            let entered = today.plus_days(rng.below(4));
            let kind = EntryKind::Deed { resident, deed, source, notified: None };
            let entry = self.add(entered, today, kind);
            if rng.percent(4) {
                self.contest(rng, &entry, entered, Some(points));
            } else if rng.percent(5) {
                self.reverse(rng, &entry, entered);
            }
        }
    }

    /// A deduction whose subject is notified, and sometimes its contest or reversal.
    fn deduction(&mut self, rng: &mut Rng, today: Day, resident: &Id) {
        let Some((deed, points)) = self.rule(rng, today, true) else { return };
        let source = source(rng);
        let from = today.plus_days(rng.below(5));
        let notified = (source != Source::SelfReport).then_some(from);
        let resident = resident.clone();
        let kind = EntryKind::Deed { resident, deed, source, notified };
        let entry = self.add(from, today, kind);
        if rng.percent(35) {
            self.contest(rng, &entry, from, Some(points));
        } else if rng.percent(6) {
            self.reverse(rng, &entry, from);
        }
    }

    fn ratings(&mut self, rng: &mut Rng, today: Day) {
        let book = in_force(&self.village.base.rulebooks, today).unwrap();
        let categories: Vec<Id> =
            book.categories.iter().map(|it| it.id.as_str().into()).collect();
        for household in self.households() {
            for category in &categories {
                if !rng.happens(often::RATING) {
                    continue;
                }
                let stars = match rng.below(100) {
                    0..8 => 1,
                    8..24 => 2,
                    24..52 => 3,
                    52..84 => 4,
                    _ => 5,
                };
                let (household, category) = (household.clone(), category.clone());
                let kind = EntryKind::Rating { household, category, stars };
                let entry = self.add(today.plus_days(rng.below(3)), today, kind);
                if rng.percent(10) {
                    self.contest(rng, &entry, today.plus_days(2), None);
                } else if rng.percent(5) {
                    self.reverse(rng, &entry, today.plus_days(2));
                }
            }
        }
    }

    fn moves(&mut self, rng: &mut Rng, today: Day) {
        let residents: Vec<Id> =
            self.village.base.residents.iter().map(|it| it.id.clone()).collect();
        let households = self.households();
        for resident in residents {
            if rng.happens(often::MOVE) {
                let household = rng.pick(&households).unwrap().clone();
                self.add(today, today, EntryKind::Move { resident, household });
            }
        }
    }

    /// An objection, mostly followed by a decision; without one, the time limit decides.
    /// `points` are those of a deed's rule, `None` for a rating.
    fn contest(&mut self, rng: &mut Rng, about: &Id, from: Day, points: Option<Points>) {
        let objected = from.plus_days(rng.below(10));
        let entry = about.clone();
        self.add(objected, objected, EntryKind::Objection { entry, text: None });
        if rng.percent(12) {
            return;
        }
        let decided = objected.plus_days(rng.between(1, 18));
        let outcome = match (rng.below(100), points) {
            (0..45, _) => Outcome::Upheld,
            (45..75, Some(points)) => {
                Outcome::ChangedPoints(Points::from_hundredths(points.hundredths() / 2))
            }
            (45..75, None) => {
                Outcome::ChangedStars(u8::try_from(rng.between(1, 5)).unwrap())
            }
            _ => Outcome::Overturned,
        };
        let entry = about.clone();
        let kind = EntryKind::Decision { entry, outcome, reason: None };
        self.add(decided, decided, kind);
    }

    fn reverse(&mut self, rng: &mut Rng, about: &Id, from: Day) {
        let date = from.plus_days(rng.below(30));
        let kind = EntryKind::Reversal { entry: about.clone(), reason: None };
        self.add(date, date, kind);
    }
}

fn source(rng: &mut Rng) -> Source {
    match rng.below(100) {
        0..45 => Source::Organisation,
        45..85 => Source::Neighbour,
        85..93 => Source::Household,
        _ => Source::SelfReport,
    }
}

/// Removes the sample's deductions, which depend on how active somebody is: those of the
/// simulation must not.
fn remove_deductions(ledger: &mut Ledger) {
    let books = ledger.rulebooks.clone();
    remove(ledger, |entry| match &entry.kind {
        EntryKind::Deed { deed, .. } => in_force(&books, entry.date)
            .and_then(|book| book.deed(deed))
            .is_some_and(|rule| rule.points < Points::ZERO),
        _ => false,
    });
}

/// Removes ratings, so that three in ten cells were never rated: the sample rates every
/// household in every category.
fn remove_some_ratings(ledger: &mut Ledger, rng: &mut Rng) {
    let mut unrated: BTreeMap<(Id, Id), bool> = BTreeMap::new();
    remove(ledger, |entry| match &entry.kind {
        EntryKind::Rating { household, category, .. } => {
            let cell = (household.clone(), category.clone());
            *unrated.entry(cell).or_insert_with(|| rng.percent(30))
        }
        _ => false,
    });
}

/// Removes entries, and the entries that refer to them.
fn remove(ledger: &mut Ledger, mut is_removed: impl FnMut(&Entry) -> bool) {
    let mut gone: BTreeSet<Id> = BTreeSet::new();
    ledger.entries.retain(|entry| {
        let removed = match &entry.kind {
            EntryKind::Objection { entry, .. }
            | EntryKind::Decision { entry, .. }
            | EntryKind::Reversal { entry, .. } => gone.contains(entry),
            _ => is_removed(entry),
        };
        if removed {
            gone.insert(entry.id.clone());
        }
        !removed
    });
}

/// A rulebook with another base, in which some things are worth more or less than before.
fn new_rules(last: &Rulebook, from: Day) -> Rulebook {
    let mut book = Rulebook { from, ..last.clone() };
    book.score.base = Points::whole(50);
    for (number, rule) in book.deeds.iter_mut().enumerate() {
        if number % 3 == 0 {
            rule.points = rule.points + rule.points;
        }
    }
    book
}
