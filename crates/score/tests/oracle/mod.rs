//! A second implementation of the score: slow, simple, day by day, and sharing only the
//! ledger's types with the engine.

mod output;
mod seen;

use hallboard_score::{
    Band, Category, Consent, Day, Entry, EntryKind, Ledger, Outcome, Points, Rulebook,
    Scope, Source,
};

use output::{Explanation, HistoryPoint, Limit, Standing, Stars};
use seen::{Seen, State, expire, within};

/// A resident of a ledger on a day.
pub(crate) struct Oracle<'l> {
    ledger: &'l Ledger,
    resident: &'l str,
    on: Day,
}

/// The latest of dated items not after the day; of two on one day, the later one in
/// order.
fn in_force<T>(
    things: impl IntoIterator<Item = T>,
    date: impl Fn(&T) -> Day,
    on: Day,
) -> Option<T> {
    let mut best: Option<T> = None;
    for thing in things {
        let newer = best.as_ref().is_none_or(|best| date(&thing) >= date(best));
        if date(&thing) <= on && newer {
            best = Some(thing);
        }
    }
    best
}

impl<'l> Oracle<'l> {
    pub(crate) fn new(ledger: &'l Ledger, resident: &'l str, on: Day) -> Oracle<'l> {
        Oracle { ledger, resident, on }
    }

    pub(crate) fn standing(&self) -> Standing {
        let explained = self.explain();
        Standing {
            resident: self.resident.to_owned(),
            score: explained.as_ref().map(|it| it.score),
            band: explained.as_ref().and_then(|it| it.band.clone()),
            balance: explained.as_ref().map(|it| it.balance),
        }
    }

    /// The score on `from`, and each change up to `to`.
    pub(crate) fn history(
        ledger: &Ledger,
        resident: &str,
        from: Day,
        to: Day,
    ) -> Vec<HistoryPoint> {
        let mut points: Vec<HistoryPoint> = Vec::new();
        let mut date = from;
        while date <= to {
            let score = Oracle::new(ledger, resident, date).standing().score;
            if points.last().is_none_or(|last| last.score != score) {
                points.push(HistoryPoint { date, score });
            }
            date = date.tomorrow();
        }
        points
    }

    pub(crate) fn explain(&self) -> Option<Explanation> {
        if !self.takes_part(self.on) {
            return None;
        }
        let book = self.book(self.on)?;
        let stars = self.stars(book);
        let seen = self.seen();
        let (free, limits, held) = self.add_up(&seen);
        let sum = book.score.base + stars.iter().map(|it| it.points).sum() + free + held;
        let score = if sum > book.score.max {
            book.score.max
        } else if sum < book.score.min {
            book.score.min
        } else {
            sum
        };
        Some(Explanation {
            resident: self.resident.to_owned(),
            on: self.on,
            score,
            band: band(book, score).map(|it| it.id.clone()),
            balance: self.balance(&seen),
            base: book.score.base,
            stars,
            deeds: seen.iter().map(Seen::deed).collect(),
            limits,
            sum,
            clamped: score != sum,
        })
    }

    fn book(&self, on: Day) -> Option<&'l Rulebook> {
        in_force(&self.ledger.rulebooks, |book| book.from, on)
    }

    fn takes_part(&self, on: Day) -> bool {
        let consents =
            self.ledger.entries.iter().filter_map(|entry| match &entry.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident, scopes }, ..
                } if resident == self.resident => Some((entry.date, scopes)),
                _ => None,
            });
        in_force(consents, |it| it.0, on)
            .is_some_and(|(_, it)| it.contains(&Scope::Score))
    }

    /// The state of an entry on the day, and the change that a decision made to it.
    fn dispute_state(&self, subject: &Entry) -> (State, Option<Outcome>) {
        let decide = self.book(subject.date).map_or(30, |book| book.decide_days);
        let (mut state, mut changed) = (State::Standing, None);
        let mut deadline: Option<Day> = None;
        for (date, act) in self.references(subject) {
            if state == State::Contested && deadline.is_some_and(|last| last < date) {
                state = State::Out;
            }
            match act {
                EntryKind::Objection { .. }
                    if state == State::Standing && deadline.is_none() =>
                {
                    state = State::Contested;
                    deadline = Some(date.max(subject.date).plus_days(decide));
                }
                EntryKind::Decision { outcome, .. } if state == State::Contested => {
                    state = State::Standing;
                    match outcome {
                        Outcome::Upheld => {}
                        Outcome::Overturned => state = State::Out,
                        change => changed = Some(*change),
                    }
                }
                EntryKind::Reversal { .. } => state = State::Out,
                _ => {}
            }
        }
        if state == State::Contested && deadline.is_some_and(|last| last <= self.on) {
            state = State::Out;
        }
        (state, changed)
    }

    /// The effective references to the entry up to the day, in the order of application.
    fn references(&self, subject: &Entry) -> Vec<(Day, &'l EntryKind)> {
        let bears = |act: u8| match subject.kind {
            EntryKind::Deed { .. } | EntryKind::Rating { .. } => true,
            EntryKind::Redemption { .. } => act == 2,
            _ => false,
        };
        let mut found: Vec<(Day, u8, &EntryKind)> = Vec::new();
        for entry in self.ledger.entries.iter().filter(|it| it.date <= self.on) {
            let (rank, target) = match &entry.kind {
                EntryKind::Objection { entry, .. } => (0, entry),
                EntryKind::Decision { entry, .. } => (1, entry),
                EntryKind::Reversal { entry, .. } => (2, entry),
                _ => continue,
            };
            if *target == subject.id && bears(rank) {
                found.push((entry.date, rank, &entry.kind));
            }
        }
        found.sort_by_key(|(date, rank, _)| (*date, *rank));
        found.into_iter().map(|(date, _, kind)| (date, kind)).collect()
    }

    fn household(&self) -> Option<&'l str> {
        let moves = self.ledger.entries.iter().filter_map(|entry| match &entry.kind {
            EntryKind::Move { resident, household } if resident == self.resident => {
                Some((entry.date, household.as_str()))
            }
            _ => None,
        });
        let own = || {
            let of = self.ledger.residents.iter().find(|it| it.id == self.resident)?;
            of.household.as_deref()
        };
        in_force(moves, |it| it.0, self.on).map(|it| it.1).or_else(own)
    }

    fn stars(&self, book: &Rulebook) -> Vec<Stars> {
        let Some(home) = self.household() else { return Vec::new() };
        book.categories.iter().filter_map(|it| self.stars_in(it, home)).collect()
    }

    fn stars_in(&self, category: &Category, home: &str) -> Option<Stars> {
        let standing = self.ledger.entries.iter().filter_map(|entry| match &entry.kind {
            EntryKind::Rating { household, category: of, stars }
                if household == home && *of == category.id =>
            {
                match self.dispute_state(entry) {
                    (State::Standing, Some(Outcome::ChangedStars(to))) => {
                        Some((entry, to))
                    }
                    (State::Standing, _) => Some((entry, *stars)),
                    _ => None,
                }
            }
            _ => None,
        });
        let (entry, stars) = in_force(standing, |it| it.0.date, self.on)?;
        Some(Stars {
            category: category.id.clone(),
            entry: entry.id.to_string(),
            stars,
            points: *category.star_points.get(usize::from(stars) - 1)?,
        })
    }

    /// All deed entries up to the day, by date, then in the order of the file.
    fn seen(&self) -> Vec<Seen<'l>> {
        let mut seen: Vec<Seen<'l>> = self
            .ledger
            .entries
            .iter()
            .filter(|entry| entry.date <= self.on)
            .filter_map(|entry| self.see(entry))
            .collect();
        seen.sort_by_key(|it| it.entry.date);
        let within: Vec<bool> =
            seen.iter().enumerate().map(|(at, it)| within(it, &seen[..at])).collect();
        for (it, within) in seen.iter_mut().zip(within) {
            it.within = within;
        }
        seen
    }

    fn see(&self, entry: &'l Entry) -> Option<Seen<'l>> {
        let EntryKind::Deed { resident, deed, source, notified } = &entry.kind else {
            return None;
        };
        if resident != self.resident {
            return None;
        }
        let book = self.book(entry.date);
        let rule = book.and_then(|it| it.deeds.iter().find(|it| it.id == *deed));
        let starts_at_once = rule.is_none_or(|it| it.points >= Points::ZERO)
            || *source == Source::SelfReport;
        let reply = book.map_or(10, |it| it.reply_days);
        let from = match (rule, starts_at_once, notified) {
            (None, ..) | (_, false, None) => None,
            (_, true, _) => Some(entry.date),
            (_, false, Some(notified)) => {
                Some(entry.date.max(*notified).plus_days(reply))
            }
        };
        let until = from.zip(rule).and_then(|(from, rule)| expire(rule.lasts, from));
        let (state, changed) = self.dispute_state(entry);
        let full = rule.map_or(Points::ZERO, |it| it.points);
        let points = match changed {
            Some(Outcome::ChangedPoints(to)) if full < Points::ZERO => {
                to.max(full).min(Points::ZERO)
            }
            Some(Outcome::ChangedPoints(to)) => to.min(full).max(Points::ZERO),
            _ => full,
        };
        Some(Seen {
            entry,
            deed,
            rule,
            points,
            from,
            until,
            ignored: rule.is_none() || !self.takes_part(entry.date),
            started: from.is_some_and(|from| from <= self.on),
            lapsed: until.is_some_and(|until| until <= self.on),
            state,
            within: true,
        })
    }

    /// The sum of deeds without a category, the limits that applied, and the sum of the
    /// others.
    fn add_up(&self, seen: &[Seen<'_>]) -> (Points, Vec<Limit>, Points) {
        let counting = || seen.iter().filter(|it| it.why().is_none());
        let of = |it: &Seen<'_>| it.rule.and_then(|rule| rule.category.clone());
        let mut categories: Vec<String> = counting().filter_map(of).collect();
        categories.sort();
        categories.dedup();
        let free = counting().filter(|it| of(it).is_none()).map(|it| it.points).sum();
        let (mut limits, mut total) = (Vec::new(), Points::ZERO);
        for category in categories {
            let sum = counting()
                .filter(|it| of(it).as_ref() == Some(&category))
                .map(|it| it.points)
                .sum();
            let mut held: Points = sum;
            let knowing = self.ledger.rulebooks.iter().filter_map(|book| {
                Some((book.from, book.categories.iter().find(|it| it.id == category)?))
            });
            if let Some((_, limit)) = in_force(knowing, |it| it.0, self.on) {
                held = limit.deeds_min.map_or(held, |min| held.max(min));
                held = limit.deeds_max.map_or(held, |max| held.min(max));
            }
            total = total + held;
            if held != sum {
                limits.push(Limit { category, sum, held });
            }
        }
        (free, limits, total)
    }

    fn balance(&self, seen: &[Seen<'_>]) -> Points {
        let earned: Points = seen
            .iter()
            .filter(|it| !it.ignored && it.started && it.state == State::Standing)
            .filter(|it| it.within && it.points > Points::ZERO)
            .map(|it| it.points)
            .sum();
        let mut spent = Points::ZERO;
        for entry in self.ledger.entries.iter().filter(|it| it.date <= self.on) {
            let EntryKind::Redemption { resident, reward } = &entry.kind else {
                continue;
            };
            if resident != self.resident || self.dispute_state(entry).0 == State::Out {
                continue;
            }
            let rewards = self.book(entry.date).map_or(&[][..], |book| &book.rewards);
            if let Some(reward) = rewards.iter().find(|it| it.id == *reward) {
                spent = spent + reward.cost;
            }
        }
        earned - spent
    }
}

fn band(book: &Rulebook, score: Points) -> Option<&Band> {
    let mut best: Option<&Band> = None;
    for band in &book.bands {
        if band.min <= score && best.is_none_or(|best| band.min > best.min) {
            best = Some(band);
        }
    }
    best
}
