//! What has changed since the last look, and whether the past was altered.

use hallboard_score::{Day, Entry, EntryKind, Id, KindWord, Ledger, stable_sort_by};

use super::digests::{Digests, digest};
use super::entry_index::{EntryIndex, about, household};

/// What the text begins with.
const FORMAT: &str = "hallboard-seen/";
/// Its form.
const FORM: &str = "1";
/// How many days before the last look a new entry may be dated.
const LATE_DAYS: i32 = 60;

/// A stored look at the record: a digest of each entry and rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The day of the look.
    pub on: Day,
    /// Of the hall's and the resident's id.
    whose: String,
    /// Of what the ledger has on the resident besides entries.
    person: String,
    books: Vec<(Day, String)>,
    entries: Vec<SeenEntry>,
}

/// An entry of a look.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SeenEntry {
    past: Past,
    digest: String,
    /// Of what belongs to a household: which, and the day of the rating or consent that
    /// it is or is about.
    home: Option<(Id, Day)>,
}

/// Why a stored look cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeenError {
    /// The text was damaged.
    #[error("what was remembered of the last look is damaged")]
    Damaged,
    /// It was written by a later version of the page.
    #[error("what was remembered of the last look has a form not known here")]
    Form,
    /// It is of somebody else, or of another hall.
    #[error("what was remembered is of another resident")]
    Other,
}

/// What is different from the last look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The day of the last look.
    pub since: Option<Day>,
    /// Entries that are new, in the order of the ledger.
    pub added: Vec<Added>,
    /// Entries whose content changed.
    pub altered: Vec<Past>,
    /// Entries that are no longer there.
    pub gone: Vec<Past>,
    /// Entries that were of a household which the resident, as is known by now, had left
    /// before: they are no longer the resident's.
    pub moved_out: Vec<Past>,
    /// Entries of one day that stand in another order than they did: which comes first
    /// can matter.
    pub reordered: Vec<Past>,
    /// The first days of rulebooks that are new, dated after the last look.
    pub rules_added: Vec<Day>,
    /// The first days of rulebooks that were altered, have vanished, or are new and dated
    /// up to the last look.
    pub rules_changed: Vec<Day>,
    /// Whether what the hall has of the resident besides entries (name, first household)
    /// was altered.
    pub person_changed: bool,
}

/// A new entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub entry: Id,
    /// Its day.
    pub date: Day,
    /// Its kind.
    pub kind: KindWord,
    /// The entry it is about: of objections, decisions and reversals.
    pub about: Option<Id>,
    /// How it comes to be new.
    pub arrival: Arrival,
}

/// How an entry comes to be new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// In the ordinary course.
    Ordinary,
    /// Dated more than 60 days before the last look: written down late.
    Late,
    /// Of a household that the resident, as far as was known at the last look, did not
    /// live in: it came with a move.
    Moved,
}

/// An entry as it was at the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its id.
    pub entry: Id,
    /// Its day then.
    pub date: Day,
    /// Its kind then.
    pub kind: KindWord,
}

impl Changes {
    /// Whether the past is as it was: additions only, none of them late.
    #[must_use]
    pub fn plain(&self) -> bool {
        let late = |it: &Added| it.arrival == Arrival::Late;
        self.altered.is_empty()
            && self.gone.is_empty()
            && self.reordered.is_empty()
            && self.rules_changed.is_empty()
            && !self.person_changed
            && !self.added.iter().any(late)
    }

    /// Whether nothing at all is different.
    #[must_use]
    pub fn none(&self) -> bool {
        self.plain()
            && self.added.is_empty()
            && self.moved_out.is_empty()
            && self.rules_added.is_empty()
    }
}

impl Seen {
    /// The look to store for a resident's own ledger, which was read from `text`.
    #[must_use]
    pub fn look(ledger: &Ledger, text: &str, today: Day) -> Seen {
        let digests = Digests::of(text);
        let index = EntryIndex::new(ledger);
        let remembered = |(entry, digest): (&Entry, &String)| {
            let root = index.root(entry);
            SeenEntry {
                past: Past {
                    entry: entry.id.clone(),
                    date: entry.date,
                    kind: entry.kind.name(),
                },
                digest: digest.clone(),
                home: household(root).map(|home| (home.clone(), root.date)),
            }
        };
        Seen {
            on: today,
            whose: whose(ledger),
            person: digests.residents.concat(),
            books: books(ledger, &digests),
            entries: ledger
                .entries
                .iter()
                .zip(&digests.entries)
                .map(remembered)
                .collect(),
        }
    }

    /// The text that the device stores.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut rest = format!("{} {} {}", self.on, self.whose, self.person);
        for (from, digest) in &self.books {
            rest.push_str(&format!("\nb {from} {digest}"));
        }
        for SeenEntry { past, digest, home } in &self.entries {
            let kind = KindWord::ALL.iter().position(|it| *it == past.kind);
            let (kind, id) = (kind.unwrap_or_default(), escaped(&past.entry));
            rest.push_str(&format!("\n{kind} {} {digest} {id}", past.date));
            if let Some((home, day)) = home {
                rest.push_str(&format!("\t{day}\t{}", escaped(home)));
            }
        }
        format!("{FORMAT}{FORM} {}\n{rest}", digest(&rest))
    }

    /// Parses the stored text.
    ///
    /// # Errors
    /// When it is not, byte for byte, what [`Seen::to_text`] gave.
    pub fn from_text(text: &str) -> Result<Seen, SeenError> {
        let rest = text.strip_prefix(FORMAT).ok_or(SeenError::Damaged)?;
        let (form, rest) = rest.split_once(' ').ok_or(SeenError::Damaged)?;
        if form != FORM {
            let number = !form.is_empty() && form.bytes().all(|it| it.is_ascii_digit());
            return Err(if number { SeenError::Form } else { SeenError::Damaged });
        }
        let (sum, rest) = rest.split_once('\n').ok_or(SeenError::Damaged)?;
        if digest(rest) != sum {
            return Err(SeenError::Damaged);
        }
        read(rest).ok_or(SeenError::Damaged)
    }
}

/// What is different from the last look, in a resident's own ledger which was read from
/// `text`.
///
/// # Errors
/// When that look was at another resident.
pub fn compare(seen: &Seen, ledger: &Ledger, text: &str) -> Result<Changes, SeenError> {
    if seen.whose != whose(ledger) {
        return Err(SeenError::Other);
    }
    let digests = Digests::of(text);
    let index = EntryIndex::new(ledger);
    let mut known: Vec<&SeenEntry> = seen.entries.iter().collect();
    stable_sort_by(&mut known, &|a, b| a.past.entry.cmp(&b.past.entry));
    let old = |id: &str| {
        let place = known.binary_search_by(|it| it.past.entry.as_str().cmp(id)).ok()?;
        known.get(place).copied()
    };
    let then = Stays::of(ledger, &|entry| old(&entry.id).is_some());
    let now = Stays::of(ledger, &|_| true);
    let mut changes = Changes {
        since: Some(seen.on),
        person_changed: seen.person != digests.residents.concat(),
        ..Changes::default()
    };
    for (entry, digest) in ledger.entries.iter().zip(&digests.entries) {
        match old(&entry.id) {
            None => changes.added.push(Added {
                entry: entry.id.clone(),
                date: entry.date,
                kind: entry.kind.name(),
                about: about(entry).cloned(),
                arrival: arrival(seen, &then, entry, index.root(entry)),
            }),
            Some(old) if old.digest != *digest => {
                changes.altered.push(old.past.clone());
            }
            Some(_) => {}
        }
    }
    for old in seen.entries.iter().filter(|it| index.get(&it.past.entry).is_none()) {
        let left = old.home.as_ref().is_some_and(|(home, day)| !now.cover(home, *day));
        let list = if left { &mut changes.moved_out } else { &mut changes.gone };
        list.push(old.past.clone());
    }
    changes.reordered = reordered(seen, ledger, &index, &old);
    compare_rules(seen, &books(ledger, &digests), &mut changes);
    Ok(changes)
}

fn whose(ledger: &Ledger) -> String {
    let resident = ledger.residents.first().map(|it| it.id.as_str());
    digest(&format!(
        "{}\n{}",
        escaped(&ledger.hall.id),
        escaped(resident.unwrap_or_default())
    ))
}

fn books(ledger: &Ledger, digests: &Digests) -> Vec<(Day, String)> {
    let days = ledger.rulebooks.iter().map(|book| book.from);
    days.zip(digests.rulebooks.iter().cloned()).collect()
}

/// Without line ends and tabs.
fn escaped(id: &str) -> String {
    id.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t")
}

fn unescaped(text: &str) -> Option<Id> {
    let mut id = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        id.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                '\\' => '\\',
                _ => return None,
            },
            letter => letter,
        });
    }
    Some(id.into())
}

/// Reads all but the first line.
fn read(rest: &str) -> Option<Seen> {
    let mut lines = rest.split('\n');
    let mut head = lines.next()?.split(' ');
    let mut seen = Seen {
        on: head.next()?.parse().ok()?,
        whose: head.next()?.to_owned(),
        person: head.next()?.to_owned(),
        books: Vec::new(),
        entries: Vec::new(),
    };
    for line in lines {
        let (kind, line) = line.split_once(' ')?;
        let (date, line) = line.split_once(' ')?;
        let date: Day = date.parse().ok()?;
        if kind == "b" {
            seen.books.push((date, line.to_owned()));
            continue;
        }
        let kind = *KindWord::ALL.get(kind.parse::<usize>().ok()?)?;
        let (digest, line) = line.split_once(' ')?;
        let mut fields = line.split('\t');
        let entry = unescaped(fields.next()?)?;
        let home = match fields.next() {
            Some(day) => Some((unescaped(fields.next()?)?, day.parse().ok()?)),
            None => None,
        };
        let past = Past { entry, date, kind };
        seen.entries.push(SeenEntry { past, digest: digest.to_owned(), home });
    }
    Some(seen)
}

/// The households lived in, each with the day it was left for good.
struct Stays<'l>(Vec<(&'l str, Option<Day>)>);

impl<'l> Stays<'l> {
    fn of(ledger: &'l Ledger, known: &dyn Fn(&Entry) -> bool) -> Stays<'l> {
        let mut moves: Vec<(Day, &str)> = Vec::new();
        for entry in ledger.entries.iter().filter(|it| known(it)) {
            if let EntryKind::Move { household, .. } = &entry.kind {
                moves.push((entry.date, household));
            }
        }
        stable_sort_by(&mut moves, &|a, b| a.0.cmp(&b.0));
        let ends = moves.iter().map(|(date, _)| Some(*date)).chain([None]);
        let first = ledger.residents.first().and_then(|it| it.household.as_deref());
        let homes = [first].into_iter().chain(moves.iter().map(|(_, home)| Some(*home)));
        let stays = homes.zip(ends).filter_map(|(home, end)| Some((home?, end)));
        Stays(stays.collect())
    }

    /// Whether what happened to a household on a day is still the resident's.
    fn cover(&self, home: &str, day: Day) -> bool {
        let last = self.0.iter().rev().find(|(it, _)| *it == home);
        last.is_some_and(|(_, end)| end.is_none_or(|end| day < end))
    }
}

fn arrival(seen: &Seen, then: &Stays<'_>, entry: &Entry, root: &Entry) -> Arrival {
    if household(root).is_some_and(|home| !then.cover(home, root.date)) {
        Arrival::Moved
    } else if entry.date.days_until(seen.on) > LATE_DAYS {
        Arrival::Late
    } else {
        Arrival::Ordinary
    }
}

/// Which entries have changed places within their day.
fn reordered<'s>(
    seen: &'s Seen,
    ledger: &Ledger,
    index: &EntryIndex<'_>,
    old: &dyn Fn(&str) -> Option<&'s SeenEntry>,
) -> Vec<Past> {
    let still = seen.entries.iter().filter(|it| index.get(&it.past.entry).is_some());
    let mut before: Vec<&SeenEntry> = still.collect();
    let mut after: Vec<&SeenEntry> =
        ledger.entries.iter().filter_map(|it| old(&it.id)).collect();
    stable_sort_by(&mut before, &|a, b| a.past.date.cmp(&b.past.date));
    stable_sort_by(&mut after, &|a, b| a.past.date.cmp(&b.past.date));
    let pairs = before.iter().zip(&after);
    let moved = pairs.filter(|(a, b)| a.past.entry != b.past.entry);
    moved.map(|(before, _)| before.past.clone()).collect()
}

fn compare_rules(seen: &Seen, now: &[(Day, String)], changes: &mut Changes) {
    for (from, digest) in now {
        match seen.books.iter().find(|(day, _)| day == from) {
            Some((_, before)) if before == digest => {}
            None if *from > seen.on => changes.rules_added.push(*from),
            _ => changes.rules_changed.push(*from),
        }
    }
    let gone = seen.books.iter().filter(|(day, _)| !now.iter().any(|(it, _)| it == day));
    changes.rules_changed.extend(gone.map(|(day, _)| *day));
    stable_sort_by(&mut changes.rules_changed, &|a, b| a.cmp(b));
}
