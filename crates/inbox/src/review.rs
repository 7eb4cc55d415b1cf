//! Checks a letter against the rules and the register. Senders are untrusted: every rule
//! is checked again here.

use hallboard_feed::Instant;
use hallboard_feed::edition::OwnLedgers;
use hallboard_feed::letter::{Letter, LetterBody, Proof, Sender};
use hallboard_score::{Day, Entry, GivenBy, Ledger, Points, Register, Scope, Source};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::people::People;
use super::{Caution, Decision, LetterRecord, Limits, Problem, entry_of};
use crate::letters::Senders;

/// The number of days between writing and receipt above which a letter gets a caution.
const LONG_UNDER_WAY: i32 = 7;

/// What an official states in addition to the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewerInput {
    /// The day of the entry, if it differs from the letter's.
    pub date: Option<Day>,
    /// The day on which the subject was notified.
    pub notified: Option<Day>,
    /// The subject, if several residents have the name.
    pub resident: Option<String>,
    /// The official who accepts the letter.
    pub by: Option<String>,
}

/// The result of reviewing a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewResult {
    /// The id of the resident whose card proves the letter.
    pub sender: Option<String>,
    /// The decision to be written to the journal if the letter is accepted.
    pub decision: Decision,
    /// The resulting entry; `None` if there is none, or if there are problems.
    pub entry: Option<Entry>,
    /// Why the letter cannot be accepted. It must not be accepted unless this is empty.
    pub problems: Vec<Problem>,
    /// What an official should know before accepting it.
    pub cautions: Vec<Caution>,
}

/// The register, the rules and the limits that letters are checked against.
pub struct ReviewContext<'l> {
    pub(super) ledger: &'l Ledger,
    pub(super) register: Register<'l>,
    pub(super) own: OwnLedgers<'l>,
    pub(super) people: People<'l>,
    pub(super) today: Day,
    senders: &'l Senders,
    limits: &'l Limits,
    zone: TimeZone,
    names: bool,
}

impl<'l> ReviewContext<'l> {
    /// For a register on a day in the hall's time zone.
    #[must_use]
    pub fn new(
        ledger: &'l Ledger,
        senders: &'l Senders,
        limits: &'l Limits,
        today: Day,
        zone: TimeZone,
    ) -> ReviewContext<'l> {
        ReviewContext {
            ledger,
            register: Register::new(ledger),
            own: OwnLedgers::new(ledger),
            people: People::of(ledger, today),
            today,
            senders,
            limits,
            zone,
            names: false,
        }
    }

    /// Sets whether the hall names consenting reporters to the subjects of their letters.
    /// The default is no.
    #[must_use]
    pub fn naming(self, names: bool) -> ReviewContext<'l> {
        ReviewContext { names, ..self }
    }

    /// Whether the subject of a letter may learn who the sender is.
    #[must_use]
    pub fn may_name(&self, letter: &Letter) -> bool {
        let other =
            matches!(letter.kind, LetterBody::Thanks { .. } | LetterBody::Concern { .. });
        self.names && other && self.senders.resident(&letter.sender).is_some()
    }

    /// The day of an instant in the hall's time zone.
    #[must_use]
    pub fn day(&self, at: Instant) -> Day {
        day_in(at, &self.zone).unwrap_or(self.today)
    }

    /// Checks a letter against the rules and the register.
    #[must_use]
    pub fn review(
        &self,
        letter: &Letter,
        record: &LetterRecord,
        input: &ReviewerInput,
    ) -> ReviewResult {
        let sender = self.senders.resident(&letter.sender).map(str::to_owned);
        let came = self.day(record.received.came).min(self.today);
        let mut letter_review = LetterReview {
            review_context: self,
            letter,
            input,
            came,
            written: self.day(letter.written).min(came),
            result: ReviewResult { sender, ..ReviewResult::default() },
        };
        letter_review.result.decision.by.clone_from(&input.by);
        letter_review.check_sender();
        letter_review.review();
        if self.may_name(letter) && letter.kind.agrees_to_be_named() {
            letter_review
                .result
                .decision
                .reporter
                .clone_from(&letter_review.result.sender);
        }
        let mut result = letter_review.result;
        if result.problems.is_empty() {
            result.entry = entry_of(letter, &result.decision);
        }
        result
    }
}

/// The day of an instant in a time zone.
pub(super) fn day_in(at: Instant, zone: &TimeZone) -> Option<Day> {
    let date = Timestamp::from_second(at.unix()).ok()?.to_zoned(zone.clone()).date();
    Day::new(date.year(), date.month(), date.day())
}

/// A letter under review.
pub(super) struct LetterReview<'c, 'l> {
    pub(super) review_context: &'c ReviewContext<'l>,
    letter: &'c Letter,
    pub(super) input: &'c ReviewerInput,
    /// The day on which it was received; below, the day on which it was written by the
    /// sender's clock, but not later.
    pub(super) came: Day,
    pub(super) written: Day,
    pub(super) result: ReviewResult,
}

impl LetterReview<'_, '_> {
    pub(super) fn problem(&mut self, problem: Problem) {
        self.result.problems.push(problem);
    }

    /// Checks the proof of the sender, and adds a caution if the letter was under way for
    /// long.
    fn check_sender(&mut self) {
        let needs = self.letter.kind.name().needs();
        let given = self.letter.sender.proof();
        if given < needs {
            self.problem(Problem::Proof);
        } else if needs > Proof::NameOnly && self.result.sender.is_none() {
            self.problem(Problem::UnknownCard);
        }
        let (written, came) = (self.written, self.came);
        if written.days_until(came) > LONG_UNDER_WAY {
            self.result.cautions.push(Caution::LongUnderWay { written, came });
        }
    }

    fn review(&mut self) {
        let letter = self.letter;
        match &letter.kind {
            LetterBody::OwnDeed { deed, date, .. } => {
                let subject = self.own_subject();
                self.deed(deed, *date, subject, Good::Yes);
            }
            LetterBody::Thanks { to, deed, date, .. } => {
                let subject = self.named(to);
                self.result.decision.source = Some(Source::Neighbour);
                self.deed(deed, *date, subject, Good::Yes);
            }
            LetterBody::Concern { about, deed, date, .. } => {
                if let Some(week) = self.review_context.limits.beyond(letter.id) {
                    self.problem(Problem::TooMany { week });
                }
                let subject = self.named(about);
                self.result.decision.source = Some(Source::Neighbour);
                self.deed(deed, *date, subject, Good::No);
                self.check_notified();
            }
            LetterBody::Reply { entry, .. } => self.reply(entry),
            LetterBody::Consent { scopes, .. } => self.consent(scopes),
            LetterBody::Wish { reward, .. } => self.wish(reward),
            LetterBody::Correction { .. }
            | LetterBody::Copy { .. }
            | LetterBody::Erasure { .. } => {
                self.result.decision.resident.clone_from(&self.result.sender);
            }
        }
    }

    /// The subject of a deed that the sender reports as their own: the owner of the card;
    /// for a guest, the resident with that name, on a neighbour's report.
    fn own_subject(&mut self) -> Option<String> {
        if let Some(sender) = self.result.sender.clone() {
            self.result.decision.source = Some(Source::SelfReport);
            return self.select_subject(&[sender.as_str()], || Problem::AmbiguousSubject);
        }
        self.result.cautions.push(Caution::GuestsOwn);
        self.result.decision.source = Some(Source::Neighbour);
        let people = &self.review_context.people;
        let ids = match &self.letter.sender {
            Sender::Guest { name } => people.named(name, Scope::Score),
            _ => Vec::new(),
        };
        match (ids.as_slice(), &self.input.resident) {
            // An official who knows the guest states who it is.
            ([], Some(resident)) if people.agrees(resident, Scope::Score) => {
                Some(resident.clone())
            }
            _ => self.select_subject(&ids, || Problem::AmbiguousSubject),
        }
    }

    /// The resident on the board with this name.
    fn named(&mut self, name: &str) -> Option<String> {
        let ids = self.review_context.people.named(name, Scope::Board);
        let name = name.to_owned();
        let subject = self.select_subject(&ids, || Problem::NotOnBoard { name });
        if subject.is_some() && subject == self.result.sender {
            self.problem(Problem::AboutSelf);
        }
        subject
    }

    /// Selects one of several residents, by the official's statement if there is more
    /// than one.
    fn select_subject(
        &mut self,
        ids: &[&str],
        none: impl FnOnce() -> Problem,
    ) -> Option<String> {
        match (ids, &self.input.resident) {
            ([], _) => {
                self.problem(none());
                None
            }
            (_, Some(resident)) if ids.contains(&resident.as_str()) => {
                Some(resident.clone())
            }
            (_, Some(resident)) => {
                self.problem(Problem::WrongSubject { resident: resident.clone() });
                None
            }
            ([one], None) => Some((*one).to_owned()),
            (several, None) => {
                let ids = several.iter().map(|id| (*id).to_owned()).collect();
                let name = match &self.letter.kind {
                    LetterBody::Thanks { to: name, .. }
                    | LetterBody::Concern { about: name, .. } => name.clone(),
                    _ => String::new(),
                };
                self.problem(Problem::Several { name, ids });
                None
            }
        }
    }

    fn deed(&mut self, deed: &str, date: Day, subject: Option<String>, good: Good) {
        let (date, latest) = match self.input.date {
            Some(date) => (date, self.review_context.today),
            None => (date, self.came),
        };
        self.result.decision.date = Some(date);
        self.result.decision.resident.clone_from(&subject);
        if date > latest {
            self.problem(Problem::Future { date, latest });
        }
        let rule =
            self.review_context.register.book(date).and_then(|book| book.deed(deed));
        let deed = deed.to_owned();
        match (rule.map(|rule| rule.points), good) {
            (None, _) => self.problem(Problem::UnknownDeed { deed, on: date }),
            (Some(points), Good::Yes) if points < Points::ZERO => {
                self.problem(Problem::BadDeed { deed, points });
            }
            (Some(points), Good::No) if points >= Points::ZERO => {
                self.problem(Problem::GoodDeed { deed });
            }
            _ => {}
        }
        if let Some(resident) = subject {
            self.check_participation(resident, date);
        }
    }

    pub(super) fn check_participation(&mut self, resident: String, on: Day) {
        let file = self.review_context.register.file(&resident);
        if !file.is_some_and(|file| file.agrees(Scope::Score, on)) {
            self.problem(Problem::NotParticipating { resident, on });
        }
    }

    /// A concern counts only after its subject was notified and had time to reply.
    fn check_notified(&mut self) {
        let decision = &self.result.decision;
        let (Some(resident), Some(date)) = (decision.resident.clone(), decision.date)
        else {
            return;
        };
        let (from, to) = (date.max(self.came), self.review_context.today);
        self.result.decision.notified = self.input.notified;
        match self.input.notified {
            None => self.problem(Problem::SubjectNotNotified { resident }),
            Some(notified) if notified < from || notified > to => {
                self.problem(Problem::NotificationDate { notified, from, to });
            }
            Some(_) => {}
        }
    }

    /// A consent takes effect on the day on which the hall received it: with a date from
    /// the sender's device, somebody could undo what happened since.
    fn consent(&mut self, scopes: &[Scope]) {
        self.result.decision.date = Some(self.came);
        self.result.decision.resident.clone_from(&self.result.sender);
        let Some(sender) = &self.result.sender else { return };
        // A child may withdraw on their own, but not agree to more than a guardian did.
        let agreed = self.review_context.people.agreed(sender);
        let guarded = agreed.filter(|it| it.given_by == Some(GivenBy::Guardian));
        let more = |it: &&super::people::Agreed<'_>| {
            scopes.iter().any(|scope| !it.scopes.contains(scope))
        };
        if guarded.filter(more).is_some() {
            self.problem(Problem::Guardian);
        }
    }

    fn wish(&mut self, reward: &str) {
        let date = self.input.date.unwrap_or(self.review_context.today);
        self.result.decision.date = Some(date);
        self.result.decision.resident.clone_from(&self.result.sender);
        let latest = self.review_context.today;
        if date > latest {
            self.problem(Problem::Future { date, latest });
        }
        let register = &self.review_context.register;
        let found = register.book(date).and_then(|book| book.reward(reward));
        let Some(cost) = found.map(|reward| reward.cost) else {
            let reward = reward.to_owned();
            return self.problem(Problem::UnknownReward { reward, on: date });
        };
        let Some(sender) = self.result.sender.clone() else { return };
        let balance = register.file(&sender).and_then(|file| {
            let on = |day| file.standing(day).balance;
            Some(on(date)?.min(on(latest)?))
        });
        match balance {
            None => {
                self.problem(Problem::NotParticipating { resident: sender, on: date })
            }
            Some(balance) if balance < cost => {
                self.problem(Problem::CannotAfford { cost, balance });
            }
            Some(_) => {}
        }
    }
}

/// Whether the deed in a letter must be a good one (no negative points).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Good {
    Yes,
    No,
}
