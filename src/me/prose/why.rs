//! A score as a sum on paper, in words.

use hallboard_score::{Day, Outcome, Points, Why as WhyNot};

use super::sentence::Sentence;
use super::{Row, Voice};
use crate::figures;
use crate::language::{Language, Named};
use crate::me::model::{
    DeedItem, Dispute, Effect, Line, LineOf, RatingItem, Reply, Said, Why,
};
use crate::me::words::word;

/// The sum and what is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::me) struct Paper {
    /// What is in the sum: base, stars, and the deeds from the latest.
    pub lines: Vec<Row>,
    /// How many earlier deeds there are: see [`earlier`].
    pub earlier: usize,
    /// What these add up to.
    pub together: String,
    /// What holds the sum: limits and the ends of the scale.
    pub holds: Vec<Row>,
    /// The score; empty without one.
    pub total: String,
    /// What waits for an answer.
    pub waiting: Vec<Row>,
    /// How many there are that do not count: see [`rest`].
    pub rest: usize,
}

/// How many deeds of the sum, and of what does not count, are seen at first: few enough
/// for the chart below them to be in reach, and thousands are not put into words unasked.
pub(in crate::me) const SEEN: usize = 12;

/// The sum in words.
pub(in crate::me) fn paper(voice: Voice<'_>, why: &Why) -> Paper {
    let mut paper = Paper::default();
    if let Some(sum) = &why.sum {
        paper.total = figures::points(sum.score);
        for line in &sum.lines {
            let rows = match line.of {
                LineOf::Base | LineOf::Stars { .. } => &mut paper.lines,
                LineOf::Deed { .. } => continue,
                LineOf::Limit { .. } | LineOf::Scale { .. } => &mut paper.holds,
            };
            rows.push(counting(voice, why, line));
        }
        paper.lines.extend(in_sum(why).take(SEEN).map(|line| counting(voice, why, line)));
        let earlier = in_sum(why).skip(SEEN);
        paper.earlier = earlier.clone().count();
        paper.together = figures::signed(earlier.map(|line| line.points).sum());
    }
    for item in why.deeds.iter().rev().filter(|item| !item.counts) {
        if waits(item) {
            paper.waiting.push(Row { counts: "false", ..deed(voice, item) });
        } else {
            paper.rest += 1;
        }
    }
    for item in why.ratings.iter().rev() {
        if let Reply::Contested(_) = item.dispute.reply {
            paper.waiting.push(Row { counts: "false", ..rating(voice, item) });
        }
    }
    paper
}

/// The board score in words, as the board of the day of publication shows it: each line with
/// what it is and what it gives, and nothing to be answered.
pub(in crate::me) fn board_paper(voice: Voice<'_>, why: &Why, shown: Points) -> Paper {
    let mut paper = paper(voice, why);
    (paper.waiting, paper.rest) = (Vec::new(), 0);
    let (lines, holds) = (paper.lines.iter_mut(), paper.holds.iter_mut());
    for row in lines.chain(holds) {
        row.lines.truncate(1);
        (row.rule, row.answer) = (0, None);
        row.due.clear();
    }
    let held = why.sum.as_ref().map(|sum| shown - sum.score);
    if let Some(held) = held.filter(|held| *held != Points::ZERO) {
        let text = voice.language.tell(word::SHOWN_START).to_owned();
        let row = Row::new(Named { text, lang: None }, figures::signed(held));
        paper.holds.push(Row { counts: "true", ..row });
    }
    paper.total = figures::points(shown);
    paper
}

/// The deeds of the sum, from the latest.
fn in_sum(why: &Why) -> impl Iterator<Item = &Line> + Clone {
    let lines = why.sum.iter().flat_map(|sum| sum.lines.iter().rev());
    lines.filter(|line| matches!(line.of, LineOf::Deed { .. }))
}

/// The deeds of the sum that [`Paper::lines`] leaves out.
pub(in crate::me) fn earlier(voice: Voice<'_>, why: &Why) -> Vec<Row> {
    in_sum(why).skip(SEEN).map(|line| counting(voice, why, line)).collect()
}

/// What neither counts nor waits, from the latest: that many lines from one on.
pub(in crate::me) fn rest(
    voice: Voice<'_>,
    why: &Why,
    from: usize,
    most: usize,
) -> Vec<Row> {
    let items = why.deeds.iter().rev().filter(|item| !item.counts && !waits(item));
    let rows = items.skip(from).take(most);
    rows.map(|item| Row { counts: "false", ..deed(voice, item) }).collect()
}

/// Whether it waits for an answer.
fn waits(item: &DeedItem) -> bool {
    matches!(item.dispute.reply, Reply::Contested(_) | Reply::CanReply { .. })
}

fn counting(voice: Voice<'_>, why: &Why, line: &Line) -> Row {
    Row { counts: "true", ..line_of(voice, why, line) }
}

fn line_of(voice: Voice<'_>, why: &Why, line: &Line) -> Row {
    let plain =
        |text: String| Row::new(Named { text, lang: None }, figures::signed(line.points));
    match &line.of {
        LineOf::Base => {
            let base = plain(voice.language.tell(word::WHY_BASE).to_owned());
            let base = base.line(voice.language.tell(word::WHY_BASE_MORE).to_owned());
            Row { figure: figures::points(line.points), ..base }
        }
        LineOf::Stars { rating: at } => {
            why.ratings.get(*at).map(|item| rating(voice, item)).unwrap_or_default()
        }
        LineOf::Deed { deed: at } => {
            why.deeds.get(*at).map(|item| deed(voice, item)).unwrap_or_default()
        }
        LineOf::Limit { category, sum, held } => {
            let category = voice.category(category).text;
            let more = voice.told(word::WHY_LIMIT_MORE).signed("sum", *sum);
            plain(voice.told(word::WHY_LIMIT).with("category", &category).done())
                .line(more.signed("held", *held).done())
        }
        LineOf::Scale { end } => {
            plain(voice.told(word::WHY_SCALE).points("end", *end).done())
        }
    }
}

/// A deed as a line.
fn deed(voice: Voice<'_>, item: &DeedItem) -> Row {
    let mut facts = vec![voice.day(item.date), voice.source(item.source).to_owned()];
    let takes = item.points.is_some_and(|points| points < Points::ZERO);
    if let Some(told) = item.notified.filter(|_| takes) {
        facts.push(voice.told(word::WHY_TOLD).day("day", told).done());
    }
    facts.push(term(voice, item));
    let name = voice.deed(&item.deed, item.date);
    let figure = item.points.map(figures::signed).unwrap_or_default();
    let mut row = Row::new(name, figure).marked("data-entry", &item.entry);
    let named = voice.facts.own().reporter(&item.entry);
    row = row.line(facts.join(" · ")).line(reporter(voice.language, named));
    row = row.line(written(voice, item.note.as_deref(), item.by.as_deref()));
    row.rule = item.rule.map_or(0, |rule| rule + 1);
    let row = disputed(voice, row, &item.dispute, item.points);
    match item.dispute.reply {
        Reply::CanReply { until, days_left } => {
            row.open(&voice.day(item.date), until, days_left)
        }
        _ => row,
    }
}

/// Who reported it, where they agreed to be named.
fn reporter(language: Language, name: Option<&str>) -> String {
    let told = |name| language.told(word::WHY_REPORTER).with("name", name).done();
    name.map(told).unwrap_or_default()
}

/// Until when it counts, or why it does not.
fn term(voice: Voice<'_>, item: &DeedItem) -> String {
    let day = |told: Sentence, day: Option<Day>| match day {
        Some(day) => told.day("day", day).done(),
        None => told.done(),
    };
    let last = item.until.map(Day::yesterday);
    match item.why_not {
        None if last.is_none() => voice.told(word::WHY_FOR_GOOD).done(),
        None => day(voice.told(word::WHY_UNTIL), last),
        Some(WhyNot::Lapsed) => day(voice.told(word::WHY_LAPSED), last),
        Some(WhyNot::OverCap) => voice.told(word::WHY_OVER_CAP).done(),
        Some(WhyNot::Ignored) => voice.told(word::WHY_IGNORED).done(),
        Some(WhyNot::Out) => voice.told(word::WHY_OUT).done(),
        Some(WhyNot::Contested) => voice.told(word::WHY_CONTESTED).done(),
        Some(WhyNot::NotStarted) if item.from.is_none() => {
            voice.told(word::WHY_NEVER).done()
        }
        Some(WhyNot::NotStarted) => day(voice.told(word::WHY_FROM), item.from),
    }
}

/// Stars as a line.
fn rating(voice: Voice<'_>, item: &RatingItem) -> Row {
    let count =
        voice.told(word::WHY_STARS).count("stars", usize::from(item.stars)).done();
    let facts = [voice.day(item.date), count, voice.household(&item.household).text];
    let figure = item.points.map(figures::signed).unwrap_or_default();
    let row = Row::new(voice.category(&item.category), figure);
    let row = row.marked("data-entry", &item.entry).line(facts.join(" · "));
    let row = row.line(written(voice, item.note.as_deref(), item.by.as_deref()));
    let row = disputed(voice, row, &item.dispute, None);
    match item.open {
        Some((until, days)) => row.open(&voice.day(item.date), until, days),
        None => row,
    }
}

/// A note, and who wrote it; empty where there is neither.
pub(in crate::me) fn written(
    voice: Voice<'_>,
    note: Option<&str>,
    by: Option<&str>,
) -> String {
    let mut words = String::new();
    if let Some(note) = note {
        words.push_str(&voice.told(word::WHY_NOTE).with("note", note).done());
    }
    if let Some(by) = by {
        words.push_str(if words.is_empty() { "" } else { " · " });
        words.push_str(&voice.told(word::WHY_BY).with("by", by).done());
    }
    words
}

/// With what was said about it, what came of that, and what waits for an answer.
fn disputed(
    voice: Voice<'_>,
    row: Row,
    dispute: &Dispute,
    points: Option<Points>,
) -> Row {
    let mut row = said(voice, row, dispute);
    let entry = &row.mark.1;
    row.due = match &dispute.reply {
        Reply::CanReply { until, days_left } => {
            let first = match days_left {
                1 => voice.told(word::DUE_REPLY_TODAY),
                _ => voice.told(word::DUE_REPLY),
            };
            let first = first.day("day", *until);
            let points = points.unwrap_or_default();
            vec![
                first.count("days", *days_left as usize).done(),
                voice.told(word::DUE_REPLY_ELSE).signed("points", points).done(),
            ]
        }
        Reply::Contested(contest) => {
            let decide = voice.told(word::DUE_DECIDE).day("day", contest.decide_by);
            let mut due = vec![decide.count("days", contest.days_left as usize).done()];
            if let Some(ifs) = voice.facts.ifs(entry) {
                due.push(
                    voice.told(word::DUE_UPHELD).score("score", ifs.upheld.today).done(),
                );
                let overturned = voice.told(word::DUE_OVERTURNED);
                due.push(overturned.score("score", ifs.overturned.today).done());
                let silent = voice.told(word::DUE_SILENT).score("score", ifs.silent.then);
                due.push(silent.day("day", ifs.decide_by).done());
            }
            due
        }
        _ => Vec::new(),
    };
    row
}

/// With what was said about it, and what came of that.
fn said(voice: Voice<'_>, mut row: Row, dispute: &Dispute) -> Row {
    if let Some(objection) = &dispute.objection {
        row = row.line(spoken(voice, voice.told(word::SAID_REPLY), objection));
    }
    if let Some(decision) = &dispute.decision {
        let told = match decision.outcome {
            Outcome::Upheld => voice.told(word::SAID_UPHELD),
            Outcome::Overturned => voice.told(word::SAID_OVERTURNED),
            Outcome::ChangedPoints(points) => {
                voice.told(word::SAID_CHANGED_POINTS).signed("points", points)
            }
            Outcome::ChangedStars(stars) => {
                voice.told(word::SAID_CHANGED_STARS).count("stars", usize::from(stars))
            }
        };
        row = row.line(spoken(voice, told, &decision.said));
    }
    if let Reply::Silence { on } = &dispute.reply {
        row = row.line(voice.told(word::SAID_SILENCE).day("day", *on).done());
    }
    if let Some(reversal) = &dispute.reversal {
        row = row.line(spoken(voice, voice.told(word::SAID_REVERSAL), reversal));
    }
    for (idle, effect) in &dispute.idle {
        let told = match effect {
            Effect::Unheard => voice.told(word::SAID_UNHEARD),
            Effect::Again => voice.told(word::SAID_AGAIN),
            Effect::Late => voice.told(word::SAID_LATE),
        };
        row = row.line(spoken(voice, told, idle));
    }
    row
}

/// With the day and the words that were said.
pub(in crate::me) fn spoken(voice: Voice<'_>, told: Sentence, said: &Said) -> String {
    let mut words = told.day("day", said.on).done();
    for more in [
        written(voice, said.text.as_deref(), None),
        written(voice, said.note.as_deref(), said.by.as_deref()),
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

    #[test]
    fn whoever_agreed_is_named_and_nobody_else_is_spoken_of() {
        let check = |language: Language, name: Option<&str>, expected: &str| {
            assert_eq!(reporter(language, name), expected);
        };
        let english = "Reported by 陈桂花, who agreed to be named";
        check(Language::English, Some("陈桂花"), english);
        check(Language::Chinese, Some("陈桂花"), "由陈桂花反映，本人同意署名");
        check(
            Language::English,
            Some("%{name}"),
            "Reported by %{name}, who agreed to be named",
        );
        check(Language::English, None, "");
    }
}
