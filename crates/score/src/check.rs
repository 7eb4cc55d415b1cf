//! Finds all errors and warnings in a ledger.

use foldhash::HashSet;

use crate::day::Day;
use crate::dispute_timeline::{Act, NoEffect};
use crate::fault::{Fault, Finding, Findings, Place};
use crate::ledger::{
    Consent, Entry, EntryKind, KindWord, Ledger, Scope, Source, is_hall_id,
};
use crate::map::{Map, at};
use crate::points::Points;
use crate::record::ResidentRecord;
use crate::register::Register;
use crate::replies::{bears_on, reference};

/// The number of days that an entry may be dated before one above it without a warning.
const LATE_DAYS: i32 = 60;

/// Finds all errors and warnings.
#[must_use]
pub fn check(ledger: &Ledger) -> Findings {
    let register = Register::new(ledger);
    let checking = Checking::new(&register);
    Findings::gathered([
        checking.frame(),
        checking.entries(0, ledger.entries.len()),
        checking.residents(0, ledger.residents.len()),
        checking.order(),
    ])
}

/// The parts of [`check`], which can run in parallel. The results of all its methods, in
/// this order, are merged by [`Findings::gathered`].
pub struct Checking<'r> {
    ledger: &'r Ledger,
    register: &'r Register<'r>,
    households: HashSet<&'r str>,
    categories: HashSet<&'r str>,
}

impl<'r> Checking<'r> {
    /// Prepares to check a register from [`Register::new`].
    #[must_use]
    pub fn new(register: &'r Register<'r>) -> Checking<'r> {
        let ledger = register.ledger;
        let books = ledger.rulebooks.iter();
        let categories = books.flat_map(|book| &book.categories);
        Checking {
            ledger,
            register,
            households: ledger.households.iter().map(|it| it.id.as_str()).collect(),
            categories: categories.map(|it| it.id.as_str()).collect(),
        }
    }

    /// Checks the hall's id, the rulebooks, and the residents' households.
    #[must_use]
    pub fn frame(&self) -> Findings {
        self.found(|checker| {
            checker.hall();
            checker.rulebooks();
            checker.homes();
        })
    }

    /// Checks `count` entries, starting at an index in the ledger.
    #[must_use]
    pub fn entries(&self, first: usize, count: usize) -> Findings {
        let entries = self.ledger.entries.iter().enumerate().skip(first).take(count);
        self.found(|checker| {
            entries.for_each(|(position, entry)| checker.entry(position, entry));
        })
    }

    /// Checks the deeds and redemptions of `count` residents, starting at an index in
    /// [`Register::files`].
    #[must_use]
    pub fn residents(&self, first: usize, count: usize) -> Findings {
        let mut files = self.register.files_from(first, count);
        self.found(|checker| files.by_ref().for_each(|file| checker.file(&file)))
    }

    /// Finds entries that are far below later ones.
    #[must_use]
    pub fn order(&self) -> Findings {
        self.found(|checker| checker.order())
    }

    fn found(&self, check: impl FnOnce(&mut Checker<'_, 'r>)) -> Findings {
        let (ledger, register) = (self.ledger, self.register);
        let found = Findings::default();
        let mut checker = Checker { checking: self, ledger, register, found };
        check(&mut checker);
        checker.found
    }
}

impl Findings {
    /// Merges the findings of all methods of [`Checking`], in the order of the file.
    #[must_use]
    pub fn gathered(parts: impl IntoIterator<Item = Findings>) -> Findings {
        let mut all = Findings::default();
        for part in parts {
            all.errors.extend(part.errors);
            all.warnings.extend(part.warnings);
        }
        all.errors.sort_by(|a, b| a.place.cmp(&b.place));
        all.warnings.sort_by(|a, b| a.place.cmp(&b.place));
        all
    }
}

struct Checker<'c, 'r> {
    checking: &'c Checking<'r>,
    ledger: &'r Ledger,
    register: &'r Register<'r>,
    found: Findings,
}

fn entry_place(position: usize, entry: &Entry) -> Place {
    Place { list: "entries", position, id: entry.id.to_string() }
}

impl Checker<'_, '_> {
    fn error(&mut self, place: Place, fault: Fault) {
        self.found.errors.push(Finding { place, fault });
    }

    fn error_at(&mut self, position: usize, fault: Fault) {
        if let Some(entry) = self.ledger.entries.get(position) {
            self.error(entry_place(position, entry), fault);
        }
    }

    fn warn_at(&mut self, position: usize, fault: Fault) {
        if let Some(entry) = self.ledger.entries.get(position) {
            self.found
                .warnings
                .push(Finding { place: entry_place(position, entry), fault });
        }
    }

    fn rulebooks(&mut self) {
        // The first day on which each category exists.
        let mut first: Map<&str, Day> = Map::default();
        for book in &self.ledger.rulebooks {
            for category in &book.categories {
                let day = at(&mut first, category.id.as_str(), book.from);
                *day = (*day).min(book.from);
            }
        }
        for (position, book) in self.ledger.rulebooks.iter().enumerate() {
            let known =
                |category: &str| first.get(category).is_some_and(|day| *day <= book.from);
            let unknown: Vec<String> = book
                .deeds
                .iter()
                .filter_map(|rule| rule.category.clone())
                .filter(|category| !known(category))
                .collect();
            for category in unknown {
                let place =
                    Place { list: "rulebooks", position, id: book.from.to_string() };
                self.error(place, Fault::UnknownCategory(category));
            }
        }
    }

    fn hall(&mut self) {
        let id = &self.ledger.hall.id;
        // A ledger without a hall's id can still be scored.
        if !id.is_empty() && !is_hall_id(id) {
            let place = Place { list: "hall", position: 0, id: id.clone() };
            self.error(place, Fault::HallId(id.clone()));
        }
    }

    fn homes(&mut self) {
        for (position, resident) in self.ledger.residents.iter().enumerate() {
            let home = resident.household.as_deref();
            if let Some(home) =
                home.filter(|home| !self.checking.households.contains(home))
            {
                let place =
                    Place { list: "residents", position, id: resident.id.to_string() };
                self.error(place, Fault::UnknownHousehold(home.to_owned()));
            }
        }
    }

    fn known_resident(&mut self, position: usize, id: &str) -> bool {
        let known = self.register.knows(id);
        if !known {
            self.error_at(position, Fault::UnknownResident(id.to_owned()));
        }
        known
    }

    fn known_household(&mut self, position: usize, id: &str) {
        if !self.checking.households.contains(id) {
            self.error_at(position, Fault::UnknownHousehold(id.to_owned()));
        }
    }

    fn entry(&mut self, position: usize, entry: &Entry) {
        match &entry.kind {
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } => {
                self.known_resident(position, resident);
            }
            EntryKind::Consent { to: Consent::Household { household, .. }, .. } => {
                self.known_household(position, household);
            }
            EntryKind::Rating { household, category, .. } => {
                self.known_household(position, household);
                if !self.checking.categories.contains(category.as_str()) {
                    self.error_at(position, Fault::UnknownCategory(category.to_string()));
                }
                self.replies(position, entry);
            }
            EntryKind::Deed { resident, deed, source, notified } => {
                self.known_resident(position, resident);
                self.deed(position, entry, deed, *source, *notified);
                self.replies(position, entry);
            }
            EntryKind::Redemption { resident, reward } => {
                self.known_resident(position, resident);
                let book = self.register.book(entry.date);
                if book.and_then(|book| book.reward(reward)).is_none() {
                    let (reward, on) = (reward.to_string(), entry.date);
                    self.error_at(position, Fault::UnknownReward { reward, on });
                }
                self.replies(position, entry);
            }
            EntryKind::Move { resident, household } => {
                self.known_resident(position, resident);
                self.known_household(position, household);
            }
            EntryKind::Objection { .. }
            | EntryKind::Decision { .. }
            | EntryKind::Reversal { .. } => self.reference(position, entry),
        }
    }

    fn deed(
        &mut self,
        position: usize,
        entry: &Entry,
        deed: &str,
        source: Source,
        notified: Option<Day>,
    ) {
        let Some((_, rule)) = self.register.books.rule(deed, entry.date) else {
            let (deed, on) = (deed.to_owned(), entry.date);
            return self.error_at(position, Fault::UnknownDeed { deed, on });
        };
        if rule.points >= Points::ZERO || source == Source::SelfReport {
            return;
        }
        match notified {
            None => self.error_at(position, Fault::NotNotified),
            Some(notified) if notified < entry.date => {
                let date = entry.date;
                self.error_at(position, Fault::NotifiedEarly { notified, date });
            }
            Some(_) => {}
        }
    }

    fn reference(&mut self, position: usize, entry: &Entry) {
        let Some((id, act, _)) = reference(entry) else { return };
        let target = self.register.replies.target(id);
        let Some(target) = target.and_then(|it| self.register.entry(it)) else {
            return self.error_at(position, Fault::UnknownEntry(id.to_owned()));
        };
        let kind = target.kind.name();
        if !bears_on(act, kind) {
            let (act, entry) = (entry.kind.name(), id.to_owned());
            self.error_at(position, Fault::WrongTarget { act, kind, entry });
        }
        if entry.date < target.date {
            let (date, entry_date) = (entry.date, target.date);
            let entry = id.to_owned();
            self.error_at(position, Fault::BeforeEntry { date, entry, entry_date });
        }
        let by = |entry: &Entry| entry.by.as_deref().map(|by| by.trim().to_owned());
        let decider = by(entry).filter(|by| act == Act::Decision && !by.is_empty());
        if let Some(by) = decider.filter(|it| by(target).is_some_and(|by| by == *it)) {
            self.error_at(position, Fault::OwnDecision { by, entry: id.to_owned() });
        }
    }

    /// Finds replies to an entry that have no effect.
    fn replies(&mut self, position: usize, target: &Entry) {
        let mut idle = Vec::new();
        self.register
            .timeline(position, target, |reference, why| idle.push((reference, why)));
        for (reference, why) in idle {
            let entry = target.id.to_string();
            let act = match reference.act {
                Act::Objection => KindWord::Objection,
                Act::Decision => KindWord::Decision,
                Act::Reversal => KindWord::Reversal,
            };
            match why {
                NoEffect::BeforeObjection => {
                    self.error_at(reference.position, Fault::BeforeObjection { entry })
                }
                NoEffect::Duplicate => {
                    self.warn_at(reference.position, Fault::Duplicate { act, entry })
                }
                NoEffect::AlreadyVoid => {
                    self.warn_at(reference.position, Fault::TooLate { act, entry })
                }
            }
        }
    }

    /// Checks that need a resident's whole record: consent on the day of a deed, and the
    /// balance on the day of a redemption.
    fn file(&mut self, file: &ResidentRecord<'_>) {
        for (position, entry) in self.register.entries_of(file.place) {
            let is_deed = matches!(entry.kind, EntryKind::Deed { .. });
            if is_deed && !file.agrees(Scope::Score, entry.date) {
                let (resident, on) = (file.id().to_owned(), entry.date);
                self.error_at(position, Fault::WithoutConsent { resident, on });
            }
        }
        self.redemptions(file);
    }

    fn redemptions(&mut self, file: &ResidentRecord<'_>) {
        for today in file.redemptions.chunk_by(|a, b| a.date == b.date) {
            let Some(on) = today.first().map(|it| it.date) else { continue };
            let resident = || file.id().to_owned();
            let Some(mut balance) = file.balance_before_redemptions_of(on) else {
                for redemption in today {
                    let fault = Fault::WithoutScore { resident: resident(), on };
                    self.error_at(redemption.position, fault);
                }
                continue;
            };
            for redemption in today.iter().filter(|it| !it.is_out(on)) {
                let cost = redemption.cost;
                if cost > Points::ZERO && balance < cost {
                    let fault = Fault::Overdrawn { resident: resident(), balance, cost };
                    self.error_at(redemption.position, fault);
                }
                balance = balance - cost;
            }
        }
    }

    fn order(&mut self) {
        let mut latest: Option<&Entry> = None;
        for (position, entry) in self.ledger.entries.iter().enumerate() {
            let Some(above) = latest.filter(|above| above.date > entry.date) else {
                latest = Some(entry);
                continue;
            };
            let days = entry.date.days_until(above.date);
            if days > LATE_DAYS {
                let (date, above) = (entry.date, above.id.to_string());
                self.warn_at(position, Fault::OutOfOrder { date, days, above });
            }
        }
    }
}
