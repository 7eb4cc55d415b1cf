//! The score of a resident today, and its changes over the next months without new entries.

use hallboard_score::{
    Day, Id, NotCounted, Points, RatedStars, ResidentRecord, ScoreChange, stable_sort_by,
};

use super::entry_index::{EntryIndex, concerns, objected};

/// A resident's score and balance today and in three months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// Today.
    pub today: Day,
    /// The score; `None` for a resident who does not take part.
    pub score: Option<Points>,
    /// The id of the score's band in today's rulebook.
    pub band: Option<String>,
    /// The points that can be spent on rewards.
    pub balance: Option<Points>,
    /// The same day three calendar months later, or the last day of that month.
    pub then: Day,
    /// The score on that day without new entries.
    pub score_then: Option<Points>,
    /// The id of its band, in the rulebook of that day.
    pub band_then: Option<String>,
    /// The balance on that day.
    pub balance_then: Option<Points>,
    /// Every day after today and up to `then` on which something changes, in order. The
    /// score may be the same as before: see [`Step::changes_score`].
    pub steps: Vec<Step>,
}

/// A day on which something changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub date: Day,
    /// The score of the day before.
    pub before: Option<Points>,
    /// The score from this day on.
    pub score: Option<Points>,
    /// The causes. Their differences in points and `rest` add up to the change of the
    /// score.
    pub reasons: Vec<Reason>,
    /// The part of the change that the reasons do not explain: limits of categories, the
    /// ends of the scale, a new starting score. Zero if there was or is no score.
    pub rest: Points,
}

/// A cause of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A deed begins to count, stops counting, or counts differently.
    Deed {
        /// The entry.
        entry: Id,
        /// The rule's id.
        deed: Id,
        /// Its points before: zero if it did not count.
        before: Points,
        /// Its points now: zero if it does not count.
        after: Points,
        /// The reason why it did not count before; `None` if it did, or did not exist yet.
        was: Option<NotCounted>,
        /// The reason why it does not count now; `None` if it does.
        why: Option<NotCounted>,
    },
    /// The stars in a category change, or their points.
    Stars {
        /// The category's id.
        category: Id,
        /// The entry, stars and points before.
        before: Option<(Id, u8, Points)>,
        /// The entry, stars and points now.
        after: Option<(Id, u8, Points)>,
    },
    /// The time for a decision ends, and the contested entry is void. It did not count
    /// before, so the score does not change.
    Silence {
        /// The entry.
        entry: Id,
    },
    /// A new rulebook comes into force.
    Rulebook {
        /// Its first day.
        from: Day,
    },
    /// A consent starts or ends the resident's participation.
    Consent,
    /// The resident moves to another household.
    Move {
        /// The new household.
        household: Option<Id>,
    },
}

impl Step {
    /// Whether the score differs from that of the day before.
    #[must_use]
    pub fn changes_score(&self) -> bool {
        self.before != self.score
    }
}

/// The number of calendar months that [`Now`] covers.
const MONTHS: i32 = 3;

/// A resident's score on a day, and its changes over the next months without new entries.
#[must_use]
pub fn now(file: &ResidentRecord<'_>, today: Day) -> Now {
    let index = EntryIndex::new(file.register().ledger());
    now_of(file, today, steps(file, today, then(today)), &index)
}

/// The last day that [`Now`] covers.
pub(super) fn then(today: Day) -> Day {
    today.plus_months(MONTHS)
}

/// [`now()`], from the changes of the score after the day.
pub(super) fn now_of(
    file: &ResidentRecord<'_>,
    today: Day,
    mut steps: Vec<Step>,
    index: &EntryIndex<'_>,
) -> Now {
    let then = then(today);
    let (standing, later) = (file.standing(today), file.standing(then));
    for (date, entry) in silences(file, today, then, index) {
        let place = steps.partition_point(|step| step.date < date);
        let reason = Reason::Silence { entry };
        match steps.get_mut(place).filter(|step| step.date == date) {
            Some(step) => step.reasons.push(reason),
            None => {
                let before = place.checked_sub(1).and_then(|it| steps.get(it));
                let score = before.map_or(standing.score, |step| step.score);
                let reasons = vec![reason];
                let rest = Points::ZERO;
                steps.insert(place, Step { date, before: score, score, reasons, rest });
            }
        }
    }
    Now {
        today,
        score: standing.score,
        band: standing.band,
        balance: standing.balance,
        then,
        score_then: later.score,
        band_then: later.band,
        balance_then: later.balance,
        steps,
    }
}

/// The changes on each day after the first one, up to the last one.
pub(super) fn steps(file: &ResidentRecord<'_>, from: Day, to: Day) -> Vec<Step> {
    let mut before: Option<Points> = None;
    let mut steps = Vec::new();
    for (place, step) in file.steps(from, to).into_iter().enumerate() {
        if place > 0 {
            let reasons: Vec<Reason> = step.causes.into_iter().map(reason).collect();
            let explained: Points = reasons.iter().map(Reason::difference).sum();
            let whole = before.zip(step.score).map(|(before, score)| score - before);
            steps.push(Step {
                date: step.date,
                before,
                score: step.score,
                reasons,
                rest: whole.map_or(Points::ZERO, |whole| whole - explained),
            });
        }
        before = step.score;
    }
    steps
}

fn reason(change: ScoreChange<'_>) -> Reason {
    let stars = |it: RatedStars<'_>| (it.entry.id.clone(), it.stars, it.points);
    match change {
        ScoreChange::Deed { entry, deed, before, after, was, why } => Reason::Deed {
            entry: entry.id.clone(),
            deed: deed.into(),
            before,
            after,
            was,
            why,
        },
        ScoreChange::Stars { category, before, after } => Reason::Stars {
            category: category.into(),
            before: before.map(stars),
            after: after.map(stars),
        },
        ScoreChange::Rulebook(book) => Reason::Rulebook { from: book.from },
        ScoreChange::Consent => Reason::Consent,
        ScoreChange::Move(to) => Reason::Move { household: to.map(Id::from) },
    }
}

impl Reason {
    /// The difference in points.
    #[must_use]
    pub fn difference(&self) -> Points {
        match self {
            Reason::Deed { before, after, .. } => *after - *before,
            Reason::Stars { before, after, .. } => {
                let points = |it: &Option<(Id, u8, Points)>| {
                    it.as_ref().map_or(Points::ZERO, |(.., points)| *points)
                };
                points(after) - points(before)
            }
            _ => Points::ZERO,
        }
    }
}

/// The days on which an objection is granted because nobody decided, with the entries.
fn silences(
    file: &ResidentRecord<'_>,
    today: Day,
    then: Day,
    index: &EntryIndex<'_>,
) -> Vec<(Day, Id)> {
    let ledger = file.register().ledger();
    let objected = objected(ledger, index).into_iter();
    let mut found: Vec<(Day, Id)> = objected
        .filter_map(|entry| {
            let summary = file.register().dispute_summary(&entry.id, then);
            let on = summary.out.filter(|day| summary.by_silence() && *day > today)?;
            concerns(file, entry, on).then(|| (on, entry.id.clone()))
        })
        .collect();
    stable_sort_by(&mut found, &|a, b| a.0.cmp(&b.0));
    found
}
