//! The explanation of a score as a statement.

use hallboard_score::{Day, NotCounted, Outcome, Points};

use super::message::Message;
use super::{Formatter, StatementLine, element_id};
use crate::format;
use crate::language::{Language, Named};
use crate::record::model::{
    DeedItem, Dispute, Line, LineOf, NoEffect, RatingItem, Reply, Said, ScoreExplanation,
};
use crate::words::record as word;

/// Several lines of the statement, combined into one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::record) struct Group {
    /// The number of lines.
    pub count: usize,
    /// The sum of their points.
    pub together: String,
}

impl Group {
    fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Group {
        let points: Vec<Points> = lines.map(|line| line.points).collect();
        Group { count: points.len(), together: format::signed(points.into_iter().sum()) }
    }
}

/// The statement, and what does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::record) struct ScoreStatement {
    /// The starting score.
    pub base: Vec<StatementLine>,
    /// The household's stars without an open reply or decision: see [`household`].
    pub household: Group,
    /// The other stars, and the latest deeds.
    pub lines: Vec<StatementLine>,
    /// The earlier deeds: see [`earlier`].
    pub earlier: Group,
    /// Limits of categories, and the ends of the scale.
    pub limits: Vec<StatementLine>,
    /// The score; empty without one.
    pub total: String,
    /// Entries that await a reply or a decision.
    pub waiting: Vec<StatementLine>,
    /// The number of other deeds that do not count: see [`rest`].
    pub rest: usize,
}

/// The number of deeds that are shown at first: few enough for a short page.
const SHOWN_DEEDS: usize = 3;

/// The number of lines without effect that are shown at first: thousands are formatted only
/// on demand.
pub(in crate::record) const SHOWN_FIRST: usize = 12;

/// Formats the statement.
pub(in crate::record) fn statement(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
) -> ScoreStatement {
    let mut statement = ScoreStatement::default();
    if let Some(sum) = &explanation.sum {
        statement.total = format::points(sum.score);
        for line in &sum.lines {
            let rows = match line.of {
                LineOf::Base => &mut statement.base,
                LineOf::Stars { rating } if is_open(explanation, rating) => {
                    &mut statement.lines
                }
                LineOf::Stars { .. } | LineOf::Deed { .. } => continue,
                LineOf::Limit { .. } | LineOf::Scale { .. } => &mut statement.limits,
            };
            rows.push(counting(formatter, explanation, line));
        }
        statement.household = Group::of(household_in_sum(explanation));
        statement.lines.extend(
            deeds_in_sum(explanation)
                .take(SHOWN_DEEDS)
                .map(|line| counting(formatter, explanation, line)),
        );
        statement.earlier = Group::of(deeds_in_sum(explanation).skip(SHOWN_DEEDS));
    }
    for item in explanation.deeds.iter().rev().filter(|item| !item.counts) {
        if awaits_decision(item) {
            let line = StatementLine { counts: "false", ..deed(formatter, item) };
            statement.waiting.push(answered_above(line, &item.entry));
        } else {
            statement.rest += 1;
        }
    }
    for item in explanation.ratings.iter().rev() {
        if let Reply::Contested(_) = item.dispute.reply {
            let line = StatementLine { counts: "false", ..rating(formatter, item) };
            statement.waiting.push(answered_above(line, &item.entry));
        }
    }
    statement
}

/// The statement of the score on the board, as of the day of publication: each line with
/// its name, first note and points, without replies.
pub(in crate::record) fn board_statement(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
    shown: Points,
) -> ScoreStatement {
    let mut statement = statement(formatter, explanation);
    (statement.waiting, statement.rest) = (Vec::new(), 0);
    let ScoreStatement { base, lines, limits, .. } = &mut statement;
    for row in base.iter_mut().chain(lines).chain(limits) {
        row.notes.truncate(1);
        (row.rule, row.reply_window) = (0, None);
        row.due.clear();
    }
    let held = explanation.sum.as_ref().map(|sum| shown - sum.score);
    if let Some(held) = held.filter(|held| *held != Points::ZERO) {
        let text = formatter.language.text(word::SHOWN_START).to_owned();
        let row = StatementLine::new(Named { text, lang: None }, format::signed(held));
        statement.limits.push(StatementLine { counts: "true", ..row });
    }
    statement.total = format::points(shown);
    statement
}

/// A line of an entry that awaits a reply or a decision, with its own id. If it can be
/// replied to, the button is at the top of the page.
fn answered_above(line: StatementLine, entry: &str) -> StatementLine {
    let mut line = StatementLine { id: element_id("entry", entry), ..line };
    if line.reply_window.take().is_some() {
        line.due.clear();
        line.answer_at = element_id("waiting", entry);
    }
    line
}

/// Whether a rating can be objected to, or awaits a decision.
fn is_open(explanation: &ScoreExplanation, rating: usize) -> bool {
    let is_open = |it: &RatingItem| {
        it.open.is_some() || matches!(it.dispute.reply, Reply::Contested(_))
    };
    explanation.ratings.get(rating).is_some_and(is_open)
}

/// The household's stars that are not in [`ScoreStatement::lines`].
fn household_in_sum(explanation: &ScoreExplanation) -> impl Iterator<Item = &Line> {
    let lines = explanation.sum.iter().flat_map(|sum| sum.lines.iter());
    lines.filter(move |line| match line.of {
        LineOf::Stars { rating } => !is_open(explanation, rating),
        _ => false,
    })
}

/// [`household_in_sum`], formatted.
pub(in crate::record) fn household(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
) -> Vec<StatementLine> {
    household_in_sum(explanation)
        .map(|line| counting(formatter, explanation, line))
        .collect()
}

/// The deeds of the statement, the latest first.
fn deeds_in_sum(explanation: &ScoreExplanation) -> impl Iterator<Item = &Line> + Clone {
    let lines = explanation.sum.iter().flat_map(|sum| sum.lines.iter().rev());
    lines.filter(|line| matches!(line.of, LineOf::Deed { .. }))
}

/// The deeds of the statement that are not in [`ScoreStatement::lines`].
pub(in crate::record) fn earlier(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
) -> Vec<StatementLine> {
    deeds_in_sum(explanation)
        .skip(SHOWN_DEEDS)
        .map(|line| counting(formatter, explanation, line))
        .collect()
}

/// The deeds that neither count nor await anything, the latest first: at most `most` lines,
/// starting at `from`.
pub(in crate::record) fn rest(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
    from: usize,
    most: usize,
) -> Vec<StatementLine> {
    let items = explanation
        .deeds
        .iter()
        .rev()
        .filter(|item| !item.counts && !awaits_decision(item));
    let rows = items.skip(from).take(most);
    rows.map(|item| StatementLine { counts: "false", ..deed(formatter, item) }).collect()
}

/// Whether a deed awaits a reply or a decision.
pub(super) fn awaits_decision(item: &DeedItem) -> bool {
    matches!(item.dispute.reply, Reply::Contested(_) | Reply::CanReply { .. })
}

fn counting(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
    line: &Line,
) -> StatementLine {
    StatementLine { counts: "true", ..line_of(formatter, explanation, line) }
}

fn line_of(
    formatter: Formatter<'_>,
    explanation: &ScoreExplanation,
    line: &Line,
) -> StatementLine {
    let plain = |text: String| {
        StatementLine::new(Named { text, lang: None }, format::signed(line.points))
    };
    match &line.of {
        LineOf::Base => {
            let base = plain(formatter.language.text(word::WHY_BASE).to_owned());
            let base =
                base.with_note(formatter.language.text(word::WHY_BASE_MORE).to_owned());
            StatementLine { figure: format::points(line.points), ..base }
        }
        LineOf::Stars { rating: at } => explanation
            .ratings
            .get(*at)
            .map(|item| rating(formatter, item))
            .unwrap_or_default(),
        LineOf::Deed { deed: at } => explanation
            .deeds
            .get(*at)
            .map(|item| deed(formatter, item))
            .unwrap_or_default(),
        LineOf::Limit { category, sum, held } => {
            let category = formatter.category(category).text;
            let more = formatter.message(word::WHY_LIMIT_MORE).signed("sum", *sum);
            plain(formatter.message(word::WHY_LIMIT).with("category", &category).finish())
                .with_note(more.signed("held", *held).finish())
        }
        LineOf::Scale { end } => {
            plain(formatter.message(word::WHY_SCALE).points("end", *end).finish())
        }
    }
}

/// A deed as a line.
fn deed(formatter: Formatter<'_>, item: &DeedItem) -> StatementLine {
    let mut parts =
        vec![formatter.short_day(item.date), formatter.source(item.source).to_owned()];
    let takes = item.points.is_some_and(|points| points < Points::ZERO);
    if let Some(notified) = item.notified.filter(|_| takes) {
        parts
            .push(formatter.message(word::WHY_NOTIFIED_ON).day("day", notified).finish());
    }
    parts.push(term(formatter, item));
    let name = formatter.deed(&item.deed, item.date);
    let figure = item.points.map(format::signed).unwrap_or_default();
    let mut row =
        StatementLine::new(name, figure).with_attribute("data-entry", &item.entry);
    let named = formatter.record.own().reporter(&item.entry);
    row = row.with_note(parts.join(" · ")).with_note(reporter(formatter.language, named));
    row = row.with_note(written(formatter, item.note.as_deref(), item.by.as_deref()));
    row.rule = item.rule.map_or(0, |rule| rule + 1);
    let row = with_dispute(formatter, row, &item.dispute, item.points);
    match item.dispute.reply {
        Reply::CanReply { until, days_left } => {
            row.with_reply(&formatter.day(item.date), until, days_left)
        }
        _ => row,
    }
}

/// The reporter, if they agreed to be named.
fn reporter(language: Language, name: Option<&str>) -> String {
    let message = |name| language.message(word::WHY_REPORTER).with("name", name).finish();
    name.map(message).unwrap_or_default()
}

/// Until when a deed counts, or why it does not.
fn term(formatter: Formatter<'_>, item: &DeedItem) -> String {
    let day = |message: Message, day: Option<Day>| match day {
        Some(day) => message.day("day", day).finish(),
        None => message.finish(),
    };
    let last = item.until.map(Day::yesterday);
    match item.why_not {
        None if last.is_none() => formatter.message(word::WHY_FOR_GOOD).finish(),
        None => day(formatter.message(word::WHY_UNTIL), last),
        Some(NotCounted::Lapsed) => day(formatter.message(word::WHY_LAPSED), last),
        Some(NotCounted::OverCap) => formatter.message(word::WHY_OVER_CAP).finish(),
        Some(NotCounted::Ignored) => formatter.message(word::WHY_IGNORED).finish(),
        Some(NotCounted::Out) => formatter.message(word::WHY_OUT).finish(),
        Some(NotCounted::Contested) => formatter.message(word::WHY_CONTESTED).finish(),
        Some(NotCounted::NotStarted) if item.from.is_none() => {
            formatter.message(word::WHY_NEVER).finish()
        }
        Some(NotCounted::NotStarted) => day(formatter.message(word::WHY_FROM), item.from),
    }
}

/// A rating as a line.
fn rating(formatter: Formatter<'_>, item: &RatingItem) -> StatementLine {
    let count = formatter
        .message(word::WHY_STARS)
        .count("stars", usize::from(item.stars))
        .finish();
    let parts = [
        formatter.short_day(item.date),
        count,
        formatter.household(&item.household).text,
    ];
    let figure = item.points.map(format::signed).unwrap_or_default();
    let row = StatementLine::new(formatter.category(&item.category), figure);
    let row = row.with_attribute("data-entry", &item.entry).with_note(parts.join(" · "));
    let row = row.with_note(written(formatter, item.note.as_deref(), item.by.as_deref()));
    let row = with_dispute(formatter, row, &item.dispute, None);
    match item.open {
        Some((until, days)) => row.with_reply(&formatter.day(item.date), until, days),
        None => row,
    }
}

/// A note and the person who wrote it; empty without both.
pub(in crate::record) fn written(
    formatter: Formatter<'_>,
    note: Option<&str>,
    by: Option<&str>,
) -> String {
    let mut words = String::new();
    if let Some(note) = note {
        words.push_str(&formatter.message(word::WHY_NOTE).with("note", note).finish());
    }
    if let Some(by) = by {
        words.push_str(if words.is_empty() { "" } else { " · " });
        words.push_str(&formatter.message(word::WHY_BY).with("by", by).finish());
    }
    words
}

/// Adds the reply, the decision and the open deadline.
fn with_dispute(
    formatter: Formatter<'_>,
    row: StatementLine,
    dispute: &Dispute,
    points: Option<Points>,
) -> StatementLine {
    let mut row = with_said(formatter, row, dispute);
    let entry = &row.attribute.1;
    row.due = match &dispute.reply {
        Reply::CanReply { until, days_left } => {
            reply_due(formatter, *until, *days_left, points.unwrap_or_default()).to_vec()
        }
        Reply::Contested(contest) => {
            let days = contest.days_left as usize;
            let decide =
                formatter.language.counted_message(word::DUE_DECIDE, "days", days);
            let mut due = vec![decide.day("day", contest.decide_by).finish()];
            if let Some(forecast) = formatter.record.dispute_forecast(entry) {
                due.push(
                    formatter
                        .message(word::DUE_UPHELD)
                        .score("score", forecast.upheld.today)
                        .finish(),
                );
                let overturned = formatter.message(word::DUE_OVERTURNED);
                due.push(overturned.score("score", forecast.overturned.today).finish());
                let silent = formatter
                    .message(word::DUE_SILENT)
                    .score("score", forecast.silent.then);
                due.push(silent.day("day", forecast.decide_by).finish());
            }
            due
        }
        _ => Vec::new(),
    };
    row
}

/// The last day for a reply, and the consequence without one.
pub(super) fn reply_due(
    formatter: Formatter<'_>,
    until: Day,
    days_left: u32,
    points: Points,
) -> [String; 2] {
    let first = match days_left {
        1 => formatter.message(word::DUE_REPLY_TODAY),
        days => {
            formatter.language.counted_message(word::DUE_REPLY, "days", days as usize)
        }
    };
    let otherwise = formatter.message(word::DUE_REPLY_ELSE).signed("points", points);
    [first.day("day", until).finish(), otherwise.finish()]
}

/// Adds the reply, the decision and their effect.
fn with_said(
    formatter: Formatter<'_>,
    mut row: StatementLine,
    dispute: &Dispute,
) -> StatementLine {
    if let Some(objection) = &dispute.objection {
        row = row.with_note(said_on(
            formatter,
            formatter.message(word::SAID_REPLY),
            objection,
        ));
    }
    if let Some(decision) = &dispute.decision {
        let message = match decision.outcome {
            Outcome::Upheld => formatter.message(word::SAID_UPHELD),
            Outcome::Overturned => formatter.message(word::SAID_OVERTURNED),
            Outcome::ChangedPoints(points) => {
                formatter.message(word::SAID_CHANGED_POINTS).signed("points", points)
            }
            Outcome::ChangedStars(stars) => formatter
                .message(word::SAID_CHANGED_STARS)
                .count("stars", usize::from(stars)),
        };
        row = row.with_note(said_on(formatter, message, &decision.said));
    }
    if let Reply::Silence { on } = &dispute.reply {
        row =
            row.with_note(formatter.message(word::SAID_SILENCE).day("day", *on).finish());
    }
    if let Some(reversal) = &dispute.reversal {
        row = row.with_note(said_on(
            formatter,
            formatter.message(word::SAID_REVERSAL),
            reversal,
        ));
    }
    for (idle, effect) in &dispute.without_effect {
        let message = match effect {
            NoEffect::BeforeObjection => formatter.message(word::SAID_UNHEARD),
            NoEffect::Duplicate => formatter.message(word::SAID_AGAIN),
            NoEffect::AlreadyVoid => formatter.message(word::SAID_LATE),
        };
        row = row.with_note(said_on(formatter, message, idle));
    }
    row
}

/// Adds the day and the text of a reply, decision or reversal.
pub(in crate::record) fn said_on(
    formatter: Formatter<'_>,
    message: Message,
    said: &Said,
) -> String {
    let mut words = message.day("day", said.on).finish();
    for more in [
        written(formatter, said.text.as_deref(), None),
        written(formatter, said.note.as_deref(), said.by.as_deref()),
    ] {
        if !more.is_empty() {
            words.push(' ');
            words.push_str(&more);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::{chinese, english};

    #[test]
    fn only_a_reporter_who_agreed_is_named() {
        let check = |language: Language, name: Option<&str>, expected: &str| {
            assert_eq!(reporter(language, name), expected);
        };
        let in_english = "Reported by 陈桂花, who agreed to be named";
        check(english(), Some("陈桂花"), in_english);
        check(chinese(), Some("陈桂花"), "由陈桂花反映，本人同意署名");
        check(english(), Some("%{name}"), "Reported by %{name}, who agreed to be named");
        check(english(), None, "");
    }
}
