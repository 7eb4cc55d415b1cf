//! The score over all years, with the events beside it.

use hallboard_score::{
    Consent, Day, Entry, EntryKind, Id, Points, ResidentRecord, stable_sort_by,
};

use super::entry_index::{EntryIndex, about, concerns, household, objected};
use super::now::{Reason, Step, steps};
use crate::charts::Reading;

/// The score over time and the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The first day with a score, or today without any.
    pub first: Day,
    /// The last day.
    pub today: Day,
    /// Each change of the score; the last reading is of today.
    pub readings: Vec<Reading<Day>>,
    /// The events from `first` to `today`, by day, then in the order of the ledger.
    pub marks: Vec<Mark>,
    /// The periods in which anything of the resident was contested, sorted and disjoint.
    pub contested: Vec<Span>,
    /// Every day on which the score changed or an event is marked, in order: equivalent to
    /// the chart, as a table.
    pub rows: Vec<HistoryRow>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: Day,
    /// The kind of event.
    pub kind: MarkKind,
    /// Its entry; `None` for a rulebook.
    pub entry: Option<Id>,
    /// The entry that an objection, decision or reversal is about.
    pub about: Option<Id>,
}

/// The kind of a [`Mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A deed whose rule gives points, or zero.
    Good,
    /// A deed whose rule takes points.
    Deduction,
    /// A rating of the resident's household at that time.
    Rating,
    /// An objection to a deed or rating.
    Objection,
    /// A decision on an objection.
    Decision,
    /// A reversal of an entry.
    Reversal,
    /// A consent of the resident, or of their household at that time.
    Consent,
    /// A move.
    Move,
    /// A reward that was handed out.
    Redemption,
    /// A new rulebook.
    Rulebook,
}

/// A period of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The last day; today if the period has not ended.
    pub to: Day,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// The day.
    pub day: Day,
    /// The score of the day before; `None` without one, and on the first day.
    pub before: Option<Points>,
    /// The score from this day on; `None` without one.
    pub score: Option<Points>,
    /// The causes of the change; empty on the first day, or if the score did not change.
    pub reasons: Vec<Reason>,
    /// The events of the day.
    pub marks: Vec<Mark>,
}

/// The period that a chart shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Range {
    /// Three calendar months.
    ThreeMonths,
    /// One year.
    Year,
    /// Three years.
    ThreeYears,
    /// Since the first day.
    #[default]
    All,
}

impl HistoryRow {
    /// Whether the score differs from that of the day before.
    #[must_use]
    pub fn changes_score(&self) -> bool {
        self.before != self.score
    }
}

impl Range {
    /// Every range, shortest first.
    pub const ALL: [Range; 4] =
        [Range::ThreeMonths, Range::Year, Range::ThreeYears, Range::All];
}

impl History {
    /// The first day of a range; never before [`History::first`].
    #[must_use]
    pub fn start(&self, range: Range) -> Day {
        let months = match range {
            Range::ThreeMonths => 3,
            Range::Year => 12,
            Range::ThreeYears => 36,
            Range::All => return self.first,
        };
        self.today.plus_months(-months).max(self.first)
    }

    /// The part of the history in a range, without rows: the first reading is the score in
    /// force on the first day, and spans are cut to the range.
    #[must_use]
    pub fn within(&self, range: Range) -> History {
        let first = self.start(range);
        let mut readings: Vec<Reading<Day>> = self
            .reading_on(first)
            .map(|it| Reading { at: first, ..it })
            .into_iter()
            .collect();
        let later = self.readings.partition_point(|it| it.at <= first);
        readings.extend(self.readings.get(later..).unwrap_or_default());
        let marked = self.marks.partition_point(|it| it.day < first);
        let cut = |span: &Span| Span { from: span.from.max(first), ..*span };
        let contested = self.contested.iter().filter(|it| it.to >= first);
        History {
            first,
            today: self.today,
            readings,
            marks: self.marks.get(marked..).unwrap_or_default().to_vec(),
            contested: contested.map(cut).collect(),
            rows: Vec::new(),
        }
    }

    /// The reading in force on a day; `None` before the first day.
    #[must_use]
    pub fn reading_on(&self, day: Day) -> Option<Reading<Day>> {
        let until = self.readings.partition_point(|it| it.at <= day);
        self.readings.get(until.checked_sub(1)?).copied()
    }

    /// The events of a day.
    #[must_use]
    pub fn marks_on(&self, day: Day) -> &[Mark] {
        let from = self.marks.partition_point(|it| it.day < day);
        let to = self.marks.partition_point(|it| it.day <= day);
        self.marks.get(from..to).unwrap_or_default()
    }

    /// Whether anything was contested on a day.
    #[must_use]
    pub fn contested_on(&self, day: Day) -> bool {
        self.contested.iter().any(|span| span.from <= day && day <= span.to)
    }

    /// The nearest day after (or before) this one on which the score changed or an event is
    /// marked: the target of the arrow keys.
    #[must_use]
    pub fn next_stop(&self, day: Day, forward: bool) -> Option<Day> {
        let readings = self.readings.iter().map(|it| it.at);
        let stops = readings.chain(self.marks.iter().map(|it| it.day));
        if forward {
            stops.filter(|it| *it > day).min()
        } else {
            stops.filter(|it| *it < day).max()
        }
    }
}

/// The score from the first day up to today.
#[must_use]
pub fn history(file: &ResidentRecord<'_>, today: Day) -> History {
    let first = first(file, today);
    let index = EntryIndex::new(file.register().ledger());
    history_of(file, today, steps(file, first, today), &index)
}

/// The first day of the history up to a day.
pub(super) fn first(file: &ResidentRecord<'_>, today: Day) -> Day {
    file.first_day().map_or(today, |day| day.min(today))
}

/// The history up to a day, from the changes of the score after its first day.
pub(super) fn history_of(
    file: &ResidentRecord<'_>,
    today: Day,
    steps: Vec<Step>,
    index: &EntryIndex<'_>,
) -> History {
    let first = first(file, today);
    let start = file.standing(first).score;
    let mut readings = vec![Reading { at: first, value: start }];
    let mut changes = vec![HistoryRow {
        day: first,
        before: None,
        score: start,
        reasons: Vec::new(),
        marks: Vec::new(),
    }];
    for step in steps {
        if step.changes_score() {
            readings.push(Reading { at: step.date, value: step.score });
            changes.push(HistoryRow {
                day: step.date,
                before: step.before,
                score: step.score,
                reasons: step.reasons,
                marks: Vec::new(),
            });
        }
    }
    if let Some(last) = readings.last().copied().filter(|it| it.at < today) {
        readings.push(Reading { at: today, ..last });
    }
    let marks = marks(file, index, first, today);
    let rows = rows(changes, &marks);
    let contested = contested(file, index, first, today);
    History { first, today, readings, marks, contested, rows }
}

/// Adds the marks to the rows of their days, and inserts rows for days without a change of
/// score.
fn rows(changes: Vec<HistoryRow>, marks: &[Mark]) -> Vec<HistoryRow> {
    let mut rows: Vec<HistoryRow> = Vec::with_capacity(changes.len());
    let mut changes = changes.into_iter().peekable();
    for today in marks.chunk_by(|a, b| a.day == b.day) {
        let Some(day) = today.first().map(|it| it.day) else { continue };
        while let Some(change) = changes.next_if(|it| it.day <= day) {
            rows.push(change);
        }
        let marks = today.to_vec();
        match rows.last_mut() {
            Some(row) if row.day == day => row.marks = marks,
            last => {
                let score = last.and_then(|row| row.score);
                let reasons = Vec::new();
                rows.push(HistoryRow { day, before: score, score, reasons, marks });
            }
        }
    }
    rows.extend(changes);
    rows
}

fn marks(
    file: &ResidentRecord<'_>,
    index: &EntryIndex<'_>,
    first: Day,
    today: Day,
) -> Vec<Mark> {
    let register = file.register();
    let books = register.rulebook_days().filter(|day| *day > first);
    let mut marks: Vec<Mark> = books
        .map(|day| Mark { day, kind: MarkKind::Rulebook, entry: None, about: None })
        .collect();
    marks.extend(register.ledger().entries.iter().filter_map(|entry| {
        let kind = kind(file, entry)?;
        // A reply to a rating concerns the people who live in the household on the day of
        // the reply.
        concerns(file, index.root(entry), entry.date).then(|| Mark {
            day: entry.date,
            kind,
            entry: Some(entry.id.clone()),
            about: about(entry).cloned(),
        })
    }));
    marks.retain(|mark| first <= mark.day && mark.day <= today);
    stable_sort_by(&mut marks, &|a, b| a.day.cmp(&b.day));
    marks
}

/// The kind of mark for an entry; `None` for an entry of another resident.
fn kind(file: &ResidentRecord<'_>, entry: &Entry) -> Option<MarkKind> {
    let own = |resident: &Id| *resident == *file.id();
    match &entry.kind {
        EntryKind::Deed { resident, deed, .. } => own(resident).then(|| {
            let book = file.register().book(entry.date);
            let takes = book.and_then(|book| book.deed(deed));
            if takes.is_some_and(|rule| rule.points < Points::ZERO) {
                MarkKind::Deduction
            } else {
                MarkKind::Good
            }
        }),
        EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } => {
            own(resident).then_some(MarkKind::Consent)
        }
        EntryKind::Consent { .. } => Some(MarkKind::Consent),
        EntryKind::Redemption { resident, .. } => {
            own(resident).then_some(MarkKind::Redemption)
        }
        EntryKind::Move { resident, .. } => own(resident).then_some(MarkKind::Move),
        EntryKind::Rating { .. } => Some(MarkKind::Rating),
        EntryKind::Objection { .. } => Some(MarkKind::Objection),
        EntryKind::Decision { .. } => Some(MarkKind::Decision),
        EntryKind::Reversal { .. } => Some(MarkKind::Reversal),
    }
}

/// The periods in which anything was contested; for ratings only while the resident lived
/// in the household.
fn contested(
    file: &ResidentRecord<'_>,
    index: &EntryIndex<'_>,
    first: Day,
    today: Day,
) -> Vec<Span> {
    let ledger = file.register().ledger();
    let mut turns: Vec<Day> = ledger
        .entries
        .iter()
        .filter(|it| matches!(it.kind, EntryKind::Move { .. }))
        .map(|it| it.date)
        .collect();
    stable_sort_by(&mut turns, &|a, b| a.cmp(b));
    turns.dedup();
    let mut spans: Vec<Span> = Vec::new();
    for entry in objected(ledger, index) {
        let summary = file.register().dispute_summary(&entry.id, today);
        let Some(since) = summary.contested else { continue };
        let from = since.max(entry.date).max(first);
        let to = summary.settled.map_or(today, |day| day.yesterday().min(today));
        if from > to {
            continue;
        }
        // For an entry of a household, the period is divided where anybody moved.
        let of_home = household(entry).is_some();
        let cuts =
            turns.iter().copied().filter(|day| of_home && *day > from && *day <= to);
        let mut start = from;
        for next in cuts.chain([to.tomorrow()]) {
            if concerns(file, entry, start) {
                spans.push(Span { from: start, to: next.yesterday() });
            }
            start = next;
        }
    }
    joined(spans)
}

/// Merges spans that overlap or are adjacent.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    stable_sort_by(&mut spans, &|a, b| a.from.cmp(&b.from));
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.to.tomorrow() => {
                last.to = last.to.max(span.to)
            }
            _ => joined.push(span),
        }
    }
    joined
}
