//! Where the resident stands, in words.

use hallboard_score::{Day, Id, NotCounted, Points, in_force};

use super::{Formatter, StatementLine};
use crate::format;
use crate::language::{Language, Named};
use crate::record::model::{LineOf, Now, Reason, Step, Sum};
use crate::words::record as word;

/// The score in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct Standing {
    /// The score; empty for who does not take part.
    pub score: String,
    /// Its band.
    pub band: Named,
    /// Of how many.
    pub scale: String,
    /// What it is made of, in a sentence; empty for who does not take part.
    pub sum: String,
    /// What comes next, in a sentence.
    pub next: String,
    /// Each day on which the score changes, the score from then on, and what changes it.
    pub steps: Vec<StatementLine>,
}

/// Where the resident stands, in words.
pub(in crate::record) fn standing(formatter: Formatter<'_>, now: &Now) -> Standing {
    let book = in_force(&formatter.record.ledger().rulebooks, now.today);
    let scale = book.map(|book| {
        let scale = formatter.message(word::NOW_SCALE).points("max", book.score.max);
        scale.points("base", book.score.base).finish()
    });
    let sum = formatter.record.explanation().and_then(|it| it.sum.as_ref());
    let changes: Vec<&Step> = now.steps.iter().filter(|it| it.changes_score()).collect();
    Standing {
        score: now.score.map(format::points).unwrap_or_default(),
        band: now
            .band
            .as_ref()
            .map(|band| formatter.band(band, now.today))
            .unwrap_or_default(),
        scale: scale.unwrap_or_default(),
        sum: sum.map(|sum| sum_in_short(formatter.language, sum)).unwrap_or_default(),
        next: next(formatter, now, changes.is_empty()),
        steps: changes.into_iter().map(|it| step(formatter, it)).collect(),
    }
}

/// What a score is made of, by kinds of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct SumParts {
    base: Points,
    household: Points,
    deeds: Points,
    /// Limits of categories and the ends of the scale.
    limits: Points,
}

impl SumParts {
    fn of(sum: &Sum) -> SumParts {
        let mut parts = SumParts::default();
        for line in &sum.lines {
            let part = match line.of {
                LineOf::Base => &mut parts.base,
                LineOf::Stars { .. } => &mut parts.household,
                LineOf::Deed { .. } => &mut parts.deeds,
                LineOf::Limit { .. } | LineOf::Scale { .. } => &mut parts.limits,
            };
            *part = *part + line.points;
        }
        parts
    }
}

/// A sum in one line, such as `75.25 = 60 start + 4 household + 11.25 deeds`.
fn sum_in_short(language: Language, sum: &Sum) -> String {
    let SumParts { base, household, deeds, limits } = SumParts::of(sum);
    let named = |word, points| language.message(word).points("points", points).finish();
    let mut words = named(word::NOW_BASE, base);
    let others = [
        (word::NOW_HOUSEHOLD, household),
        (word::NOW_DEEDS, deeds),
        (word::NOW_LIMITS, limits),
    ];
    for (word, points) in others {
        if points > Points::ZERO {
            words.push_str(&format!(" + {}", named(word, points)));
        } else if points < Points::ZERO {
            words.push_str(&format!(" \u{2212} {}", named(word, -points)));
        }
    }
    let message = language.message(word::NOW_SUM).points("score", sum.score);
    message.with("parts", &words).finish()
}

/// What the score will be if nothing happens.
fn next(formatter: Formatter<'_>, now: &Now, is_steady: bool) -> String {
    let message = match (now.score, now.score_then) {
        (None, _) => formatter.message(word::NOW_NONE),
        (_, None) => formatter.message(word::NOW_ENDS),
        (score, then) if score != then => formatter.message(word::NOW_OTHER),
        _ if is_steady => formatter.message(word::NOW_SAME),
        _ => formatter.message(word::NOW_SAME_STEPS),
    };
    message.day("then", now.then).score("score", now.score_then).finish()
}

/// The reasons of a day that are listed one by one.
const LISTED_REASONS: usize = 5;

fn step(formatter: Formatter<'_>, step: &Step) -> StatementLine {
    let day = Named { text: formatter.day(step.date), lang: None };
    let mut row = StatementLine::new(day, formatter.score(step.score));
    let message = step.reasons.iter().take(LISTED_REASONS);
    row.notes = message.map(|it| reason(formatter, it, step.date)).collect();
    if step.reasons.len() > LISTED_REASONS {
        let more = step.reasons.len() - LISTED_REASONS;
        row.notes.push(formatter.message(word::NOW_MORE).count("count", more).finish());
    }
    if step.rest != Points::ZERO {
        row.notes.push(
            formatter.message(word::REASON_REST).signed("points", step.rest).finish(),
        );
    }
    row
}

/// What changes the score on a day, in words.
pub(in crate::record) fn reason(
    formatter: Formatter<'_>,
    reason: &Reason,
    day: Day,
) -> String {
    match reason {
        Reason::Deed { entry, before, after, why, .. } => {
            let message = match why {
                Some(NotCounted::Lapsed) => formatter.message(word::REASON_LAPSED),
                Some(NotCounted::Contested) => formatter.message(word::REASON_CONTESTED),
                Some(NotCounted::Out) => formatter.message(word::REASON_OUT),
                Some(NotCounted::OverCap) => formatter.message(word::REASON_OVER_CAP),
                Some(NotCounted::Ignored | NotCounted::NotStarted) => {
                    formatter.message(word::REASON_ENDS)
                }
                None if *before == Points::ZERO => formatter.message(word::REASON_BEGINS),
                None => formatter.message(word::REASON_DIFFERS),
            };
            let message = message.with("deed", &formatter.entry_of(entry));
            message.signed("before", *before).signed("after", *after).finish()
        }
        Reason::Stars { category, before, after } => formatter
            .message(word::REASON_STARS)
            .with("category", &formatter.category(category).text)
            .with("before", &stars(formatter, before.as_ref()))
            .with("after", &stars(formatter, after.as_ref()))
            .finish(),
        Reason::Silence { entry } => formatter
            .message(word::REASON_SILENCE)
            .day("day", day)
            .with("deed", &formatter.entry_of(entry))
            .finish(),
        Reason::Rulebook { from } => {
            formatter.message(word::REASON_RULEBOOK).day("from", *from).finish()
        }
        Reason::Consent => formatter.language.text(word::REASON_CONSENT).to_owned(),
        Reason::Move { household: Some(household) } => formatter.moved(household),
        Reason::Move { household: None } => {
            formatter.language.text(word::REASON_MOVE).to_owned()
        }
    }
}

fn stars(formatter: Formatter<'_>, stars: Option<&(Id, u8, Points)>) -> String {
    match stars {
        Some((_, stars, points)) => {
            let message =
                formatter.message(word::REASON_STAR_COUNT).signed("points", *points);
            message.count("stars", usize::from(*stars)).finish()
        }
        None => formatter.language.text(word::REASON_NO_STARS).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::{chinese, english};
    use crate::record::model::Line;

    /// A sum of these hundredths: base, stars, a deed, a limit.
    fn sum(base: i64, stars: i64, deed: i64, limit: i64) -> Sum {
        let of = [
            (LineOf::Base, base),
            (LineOf::Stars { rating: 0 }, stars),
            (LineOf::Deed { deed: 0 }, deed),
            (LineOf::Scale { end: Points::ZERO }, limit),
        ];
        let lines = of.map(|(of, it)| Line { of, points: Points::from_hundredths(it) });
        let score = lines.iter().map(|it| it.points).sum();
        Sum {
            lines: lines.to_vec(),
            sum: score,
            score,
            band: None,
            balance: Points::ZERO,
            book: "2020-01-01".parse().unwrap(),
        }
    }

    #[test]
    fn short_sum_lists_the_nonzero_parts() {
        let check = |parts: [i64; 4], expected: &str| {
            let [base, stars, deed, limit] = parts;
            assert_eq!(sum_in_short(english(), &sum(base, stars, deed, limit)), expected);
        };
        check([6000, 400, 1125, 0], "75.25 = 60 start + 4 household + 11.25 deeds");
        check([6000, 0, 0, 0], "60 = 60 start");
        check([6000, -200, 300, 0], "61 = 60 start \u{2212} 2 household + 3 deeds");
        check(
            [6000, 100, 6000, -2100],
            "100 = 60 start + 1 household + 60 deeds \u{2212} 21 limits",
        );
        let words = sum_in_short(chinese(), &sum(6000, 400, 1125, 0));
        assert_eq!(words, "75.25 = 60 起始 + 4 家庭 + 11.25 事项");
    }
}
