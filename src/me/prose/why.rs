//! A score as a sum on paper, in words.

use hallboard_score::{Id, Outcome, Points, Why as WhyNot};

use super::Voice;
use crate::figures;
use crate::language::Named;
use crate::me::model::{
    Contest, DeedItem, Dispute, Effect, Ifs, Line, LineOf, RatingItem, Reply, Said, Why,
};

/// A line of the sum, or something that is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Item {
    /// The entry, where it is one.
    pub entry: Option<Id>,
    /// What it is.
    pub name: Named,
    /// What it adds, or would.
    pub figure: String,
    /// What is to be said of it.
    pub lines: Vec<String>,
    /// The rule it goes by, counted from 1.
    pub rule: Option<usize>,
    /// What the reader should know first.
    pub due: Vec<String>,
}

/// The sum and what is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::me) struct Paper {
    /// What is in the sum: base, stars, and the deeds from the latest.
    pub lines: Vec<Item>,
    /// Earlier deeds, with what they add up to together.
    pub earlier: Option<(Vec<Item>, String)>,
    /// What holds the sum: limits and the ends of the scale.
    pub holds: Vec<Item>,
    /// The score.
    pub total: Option<String>,
    /// What waits for an answer.
    pub waiting: Vec<Item>,
    /// What does not count, from the latest.
    pub rest: Vec<Item>,
}

/// How many deeds of the sum, and of what does not count, are seen at first.
pub(in crate::me) const SEEN: usize = 50;

/// The sum in words.
pub(in crate::me) fn paper(voice: Voice<'_>) -> Option<Paper> {
    let why = voice.facts.why()?;
    let mut paper = Paper::default();
    let mut deeds: Vec<(Item, Points)> = Vec::new();
    let lines = why.sum.as_ref().map(|sum| sum.lines.as_slice()).unwrap_or_default();
    for line in lines {
        let Some(item) = line_of(voice, why, line) else { continue };
        match line.of {
            LineOf::Base | LineOf::Stars { .. } => paper.lines.push(item),
            LineOf::Deed { .. } => deeds.push((item, line.points)),
            LineOf::Limit { .. } | LineOf::Scale { .. } => paper.holds.push(item),
        }
    }
    deeds.reverse();
    let earlier = deeds.split_off(deeds.len().min(SEEN));
    paper.lines.extend(deeds.into_iter().map(|(item, _)| item));
    if !earlier.is_empty() {
        let sum: Points = earlier.iter().map(|(_, points)| *points).sum();
        let items = earlier.into_iter().map(|(item, _)| item).collect();
        paper.earlier = Some((items, figures::signed(sum)));
    }
    paper.total = why.sum.as_ref().map(|sum| figures::points(sum.score));
    for item in why.deeds.iter().rev().filter(|item| !item.counts) {
        let words = deed(voice, item);
        match item.dispute.reply {
            Reply::Contested(_) | Reply::CanReply { .. } => paper.waiting.push(words),
            _ => paper.rest.push(words),
        }
    }
    let waiting = |item: &&RatingItem| matches!(item.dispute.reply, Reply::Contested(_));
    let ratings = why.ratings.iter().rev().filter(waiting);
    paper.waiting.extend(ratings.map(|item| rating(voice, item)));
    Some(paper)
}

fn line_of(voice: Voice<'_>, why: &Why, line: &Line) -> Option<Item> {
    let plain = |name: String, lines: Vec<String>| Item {
        entry: None,
        name: Named { text: name, lang: None },
        figure: figures::signed(line.points),
        lines,
        rule: None,
        due: Vec::new(),
    };
    let language = voice.language;
    Some(match &line.of {
        LineOf::Base => Item {
            figure: figures::points(line.points),
            ..plain(
                language.tell("why.base").to_owned(),
                vec![language.tell("why.base_more").to_owned()],
            )
        },
        LineOf::Stars { rating: at } => {
            let item = why.ratings.get(*at)?;
            Item { figure: figures::signed(line.points), ..rating(voice, item) }
        }
        LineOf::Deed { deed: at } => deed(voice, why.deeds.get(*at)?),
        LineOf::Limit { category, sum, held } => {
            let category = voice.category(category).text;
            let (sum, held) = (figures::signed(*sum), figures::signed(*held));
            let parts = [("category", category.as_str()), ("sum", &sum), ("held", &held)];
            let name = language.tell_with("why.limit", &parts);
            plain(name, vec![language.tell_with("why.limit_more", &parts)])
        }
        LineOf::Scale { end } => {
            let end = figures::points(*end);
            plain(language.tell_with("why.scale", &[("end", &end)]), Vec::new())
        }
    })
}

fn deed(voice: Voice<'_>, item: &DeedItem) -> Item {
    let language = voice.language;
    let mut facts = vec![voice.day(item.date), voice.source(item.source).to_owned()];
    if let Some(told) = item.notified.filter(|_| !gives(item)) {
        facts.push(language.tell_with("why.told", &[("day", &voice.day(told))]));
    }
    facts.push(term(voice, item));
    let mut lines = vec![facts.join(" · ")];
    lines.extend(written(voice, item.note.as_deref(), item.by.as_deref()));
    lines.extend(said(voice, &item.dispute));
    Item {
        entry: Some(item.entry.clone()),
        name: voice.deed(&item.deed, item.date),
        figure: item.points.map(figures::signed).unwrap_or_default(),
        lines,
        rule: item.rule.map(|rule| rule + 1),
        due: due(voice, &item.entry, &item.dispute, item.points),
    }
}

fn gives(item: &DeedItem) -> bool {
    item.points.is_none_or(|points| points >= Points::ZERO)
}

/// Until when it counts, or why it does not.
fn term(voice: Voice<'_>, item: &DeedItem) -> String {
    let language = voice.language;
    let day = |day: Option<hallboard_score::Day>| {
        day.map(|day| voice.day(day)).unwrap_or_default()
    };
    let last = day(item.until.map(hallboard_score::Day::yesterday));
    match item.why_not {
        None if item.until.is_none() => language.tell("why.for_good").to_owned(),
        None => language.tell_with("why.until", &[("day", &last)]),
        Some(WhyNot::Lapsed) => language.tell_with("why.lapsed", &[("day", &last)]),
        Some(WhyNot::OverCap) => language.tell("why.over_cap").to_owned(),
        Some(WhyNot::Ignored) => language.tell("why.ignored").to_owned(),
        Some(WhyNot::Out) => language.tell("why.out").to_owned(),
        Some(WhyNot::Contested) => language.tell("why.contested").to_owned(),
        Some(WhyNot::NotStarted) if item.from.is_none() => {
            language.tell("why.never").to_owned()
        }
        Some(WhyNot::NotStarted) => {
            language.tell_with("why.from", &[("day", &day(item.from))])
        }
    }
}

/// Stars as a line.
pub(in crate::me) fn rating(voice: Voice<'_>, item: &RatingItem) -> Item {
    let language = voice.language;
    let household = voice.household(&item.household).text;
    let stars = item.stars.to_string();
    let count = language.tell_with("why.stars", &[("stars", &stars)]);
    let mut lines = vec![[voice.day(item.date), count, household].join(" · ")];
    lines.extend(written(voice, item.note.as_deref(), item.by.as_deref()));
    lines.extend(said(voice, &item.dispute));
    let names = item.names.as_ref();
    Item {
        entry: Some(item.entry.clone()),
        name: names.map_or_else(
            || voice.category(&item.category),
            |names| language.name(names),
        ),
        figure: item.points.map(figures::signed).unwrap_or_default(),
        lines,
        rule: None,
        due: due(voice, &item.entry, &item.dispute, None),
    }
}

/// A note, and who wrote it.
pub(in crate::me) fn written(
    voice: Voice<'_>,
    note: Option<&str>,
    by: Option<&str>,
) -> Option<String> {
    let language = voice.language;
    let note = note.map(|note| language.tell_with("why.note", &[("note", note)]));
    let by = by.map(|by| language.tell_with("why.by", &[("by", by)]));
    let parts: Vec<String> = note.into_iter().chain(by).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What was said about an entry, and what came of it.
fn said(voice: Voice<'_>, dispute: &Dispute) -> Vec<String> {
    let language = voice.language;
    let at = |it: &Said| voice.day(it.on);
    let mut lines = Vec::new();
    if let Some(objection) = &dispute.objection {
        let day = at(objection);
        lines.push(spoken(voice, language.tell_with("said.reply", &[("day", &day)]), objection));
    }
    if let Some(decision) = &dispute.decision {
        let day = at(&decision.said);
        let parts = [("day", day.as_str())];
        let words = match decision.outcome {
            Outcome::Upheld => language.tell_with("said.upheld", &parts),
            Outcome::Overturned => language.tell_with("said.overturned", &parts),
            Outcome::ChangedPoints(points) => {
                let points = figures::signed(points);
                let parts = [("day", day.as_str()), ("points", &points)];
                language.tell_with("said.changed_points", &parts)
            }
            Outcome::ChangedStars(stars) => {
                let stars = stars.to_string();
                let parts = [("day", day.as_str()), ("stars", &stars)];
                language.tell_with("said.changed_stars", &parts)
            }
        };
        lines.push(spoken(voice, words, &decision.said));
    }
    if let Reply::Silence { on } = &dispute.reply {
        lines.push(language.tell_with("said.silence", &[("day", &voice.day(*on))]));
    }
    if let Some(reversal) = &dispute.reversal {
        let day = at(reversal);
        lines.push(spoken(voice, language.tell_with("said.reversal", &[("day", &day)]), reversal));
    }
    for (idle, effect) in &dispute.idle {
        let day = at(idle);
        let parts = [("day", day.as_str())];
        let words = match effect {
            Effect::Unheard => language.tell_with("said.unheard", &parts),
            Effect::Again => language.tell_with("said.again", &parts),
            Effect::Late => language.tell_with("said.late", &parts),
        };
        lines.push(spoken(voice, words, idle));
    }
    lines
}

/// With the words that were said.
fn spoken(voice: Voice<'_>, words: String, said: &Said) -> String {
    let text = said.text.as_deref().map(|text| {
        voice.language.tell_with("why.note", &[("note", text)])
    });
    let note = written(voice, said.note.as_deref(), said.by.as_deref());
    [Some(words), text, note].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What waits for an answer: how long there is, and what each answer leads to.
fn due(
    voice: Voice<'_>,
    entry: &str,
    dispute: &Dispute,
    points: Option<Points>,
) -> Vec<String> {
    let language = voice.language;
    match &dispute.reply {
        Reply::CanReply { until, days_left } => {
            let (day, days) = (voice.day(*until), days_left.to_string());
            let points = points.map(figures::signed).unwrap_or_default();
            let parts =
                [("day", day.as_str()), ("days", &days), ("points", points.as_str())];
            let first = if *days_left == 1 {
                language.tell_with("due.reply_today", &parts)
            } else {
                language.tell_with("due.reply", &parts)
            };
            vec![first, language.tell_with("due.reply_else", &parts)]
        }
        Reply::Contested(contest) => {
            let mut lines = vec![decide(voice, contest)];
            lines.extend(voice.facts.ifs(entry).map(|ifs| outcomes(voice, &ifs)).into_iter().flatten());
            lines
        }
        _ => Vec::new(),
    }
}

fn decide(voice: Voice<'_>, contest: &Contest) -> String {
    let (day, days) = (voice.day(contest.decide_by), contest.days_left.to_string());
    let parts = [("day", day.as_str()), ("days", &days)];
    voice.language.tell_with("due.decide", &parts)
}

fn outcomes(voice: Voice<'_>, ifs: &Ifs) -> [String; 3] {
    let language = voice.language;
    let day = voice.day(ifs.decide_by);
    let [upheld, overturned, silent] =
        [ifs.upheld.today, ifs.overturned.today, ifs.silent.then]
            .map(|score| voice.score(score));
    [
        language.tell_with("due.upheld", &[("score", &upheld)]),
        language.tell_with("due.overturned", &[("score", &overturned)]),
        language.tell_with("due.silent", &[("score", &silent), ("day", &day)]),
    ]
}
