//! Who may be named in a letter, and how many concerns one person may report in a week.

use std::collections::{BTreeMap, HashMap};

use hallboard_feed::Instant;
use hallboard_feed::letter::{LetterId, LetterKind, Token, clean_line};
use hallboard_publish::CardBook;
use hallboard_score::{Consent, Day, EntryKind, GivenBy, Ledger, Scope};

use super::collect::reporter_of;
use super::{Inbox, State, Store};

/// A week, identified by its Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(pub Day);

/// The week of a day; `None` before 1900-01-01, a Monday.
#[must_use]
pub fn week_of(day: Day) -> Option<Week> {
    let first = Day::new(1900, 1, 1)?;
    let since = u32::try_from(first.days_until(day)).ok()?;
    Some(Week(first.plus_days(since - since % 7)))
}

/// Maps pseudonyms of reporters to residents: one person may write with the card and from
/// the own page, which have different tokens.
#[derive(Clone, Debug, Default)]
pub struct Reporters(HashMap<String, String>);

impl Reporters {
    /// The reporters among all residents with a card.
    #[must_use]
    pub fn of(book: &CardBook) -> Reporters {
        let mut reporters = HashMap::new();
        for id in book.residents() {
            for token in [Token::reporter, Token::own] {
                let token = book.secret(id).map(|secret| token(secret, book.hall()));
                reporters.extend(token.map(|it| (reporter_of(&it), id.to_owned())));
            }
        }
        Reporters(reporters)
    }

    /// The id of the resident; for an unknown card, the pseudonym itself.
    fn person<'r>(&'r self, reporter: &'r str) -> &'r str {
        self.0.get(reporter).map_or(reporter, String::as_str)
    }
}

/// The concerns that exceed the weekly limit of their reporter.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    beyond: BTreeMap<LetterId, Week>,
}

impl Limits {
    /// Of each reporter's concerns received in one week, the first `most` are within the
    /// limit. Concerns that were merged with another or cleared do not count.
    pub fn of<S: Store>(
        inbox: &Inbox<S>,
        reporters: &Reporters,
        most: usize,
        day: impl Fn(Instant) -> Option<Day>,
    ) -> Limits {
        let mut of_week: HashMap<(&str, Week), usize> = HashMap::new();
        let mut concerns: Vec<_> = inbox
            .letters()
            .filter(|(_, record)| record.received.kind == LetterKind::Concern)
            .filter(|(_, record)| !matches!(record.state, State::Merged { .. }))
            .filter(|(_, record)| !record.cleared)
            .collect();
        concerns.sort_by_key(|(_, record)| record.received.came);
        let mut limits = Limits::default();
        for (id, record) in concerns {
            let reporter = record.received.reporter.as_deref().unwrap_or_default();
            let reporter = reporters.person(reporter);
            let Some(week) = day(record.received.came).and_then(week_of) else {
                continue;
            };
            let count = of_week.entry((reporter, week)).or_default();
            *count += 1;
            if *count > most {
                limits.beyond.insert(id, week);
            }
        }
        limits
    }

    /// The week whose limit a concern exceeds.
    #[must_use]
    pub fn beyond(&self, letter: LetterId) -> Option<Week> {
        self.beyond.get(&letter).copied()
    }
}

/// The consents of a resident on a day, and who gave them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Agreed<'l> {
    pub(super) since: Day,
    pub(super) scopes: &'l [Scope],
    pub(super) given_by: Option<GivenBy>,
}

/// The consents of all residents on a day, and the residents with each name.
#[derive(Debug, Default)]
pub(super) struct People<'l> {
    agreed: HashMap<&'l str, Agreed<'l>>,
    named: HashMap<String, Vec<&'l str>>,
}

impl<'l> People<'l> {
    pub(super) fn of(ledger: &'l Ledger, on: Day) -> People<'l> {
        let mut people = People::default();
        for entry in ledger.entries.iter().filter(|it| it.date <= on) {
            let EntryKind::Consent {
                to: Consent::Resident { resident, scopes },
                given_by,
            } = &entry.kind
            else {
                continue;
            };
            let (since, given_by) = (entry.date, *given_by);
            let earlier = people.agreed.get(resident.as_str());
            if earlier.is_none_or(|earlier| earlier.since <= since) {
                people.agreed.insert(resident, Agreed { since, scopes, given_by });
            }
        }
        for resident in &ledger.residents {
            let name = clean_line(&resident.name);
            people.named.entry(name).or_default().push(&resident.id);
        }
        people
    }

    pub(super) fn agreed(&self, id: &str) -> Option<&Agreed<'l>> {
        self.agreed.get(id)
    }

    pub(super) fn agrees(&self, id: &str, scope: Scope) -> bool {
        let agreed = self.agreed.get(id).map(|it| it.scopes).unwrap_or_default();
        agreed.contains(&scope) && agreed.contains(&Scope::Score)
    }

    /// The residents with this name who agree to this scope.
    pub(super) fn named(&self, name: &str, scope: Scope) -> Vec<&'l str> {
        let named = self.named.get(&clean_line(name));
        let named = named.into_iter().flatten().copied();
        named.filter(|id| self.agrees(id, scope)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let check = |day: &str, monday: &str| {
            let week = week_of(day.parse().unwrap()).unwrap();
            assert_eq!(week.0.to_string(), monday, "{day}");
        };
        check("2026-11-23", "2026-11-23");
        check("2026-11-24", "2026-11-23");
        check("2026-11-29", "2026-11-23");
        check("2026-11-30", "2026-11-30");
        check("1900-01-01", "1900-01-01");
    }
}
