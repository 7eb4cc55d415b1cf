//! Where the resident stands, in words.

use hallboard_score::{Points, Why as WhyNot, in_force};

use super::Voice;
use crate::figures;
use crate::language::Named;
use crate::me::model::{Now, Reason, Reply, Step};

/// The score in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Standing {
    /// The score; nothing for who does not take part.
    pub score: Option<String>,
    /// Its band.
    pub band: Option<Named>,
    /// Of how many.
    pub scale: String,
    /// The balance.
    pub balance: Option<String>,
    /// What comes next, in a sentence.
    pub next: String,
    /// Each day on which something turns: the day, the score from then on, and what.
    pub steps: Vec<(String, String, Vec<String>)>,
    /// What the resident should know first.
    pub due: Vec<String>,
}

/// Where the resident stands, in words.
pub(in crate::me) fn standing(voice: Voice<'_>) -> Option<Standing> {
    let now = voice.facts.now()?;
    let language = voice.language;
    let book = in_force(&voice.facts.ledger().rulebooks, now.today);
    let scale = book.map(|book| {
        let [min, max, base] = [book.score.min, book.score.max, book.score.base];
        let [min, max, base] = [min, max, base].map(figures::points);
        language.tell_with("now.scale", &[("min", &min), ("max", &max), ("base", &base)])
    });
    let balance = now.balance.map(|balance| {
        language.tell_with("now.balance", &[("balance", &figures::points(balance))])
    });
    Some(Standing {
        score: now.score.map(figures::points),
        band: now.band.as_ref().map(|band| voice.band(band, now.today)),
        scale: scale.unwrap_or_default(),
        balance,
        next: next(voice, now),
        steps: now.steps.iter().map(|it| step(voice, it)).collect(),
        due: due(voice),
    })
}

/// What the score will be if nothing happens.
fn next(voice: Voice<'_>, now: &Now) -> String {
    let language = voice.language;
    let then = voice.day(now.then);
    let (Some(score), then_score) = (now.score, now.score_then) else {
        return language.tell("now.none").to_owned();
    };
    let Some(score_then) = then_score else {
        return language.tell_with("now.ends", &[("then", &then)]);
    };
    let figure = figures::points(score_then);
    let parts = [("then", then.as_str()), ("score", &figure)];
    match (score_then == score, now.steps.is_empty()) {
        (true, true) => language.tell_with("now.same", &parts),
        (true, false) => language.tell_with("now.same_steps", &parts),
        (false, _) => language.tell_with("now.other", &parts),
    }
}

fn step(voice: Voice<'_>, step: &Step) -> (String, String, Vec<String>) {
    let mut reasons: Vec<String> =
        step.reasons.iter().map(|it| reason(voice, it)).collect();
    if step.rest != Points::ZERO {
        let rest = figures::signed(step.rest);
        reasons.push(voice.language.tell_with("reason.rest", &[("points", &rest)]));
    }
    (voice.day(step.date), voice.score(step.score), reasons)
}

/// What turned on a day, in words.
pub(in crate::me) fn reason(voice: Voice<'_>, reason: &Reason) -> String {
    let language = voice.language;
    match reason {
        Reason::Deed { entry, before, after, why, .. } => {
            let name = voice.entry_of(entry);
            let (before, after) = (figures::signed(*before), figures::signed(*after));
            let parts = [("deed", name.as_str()), ("before", &before), ("after", &after)];
            let text = match why {
                Some(WhyNot::Lapsed) => language.tell("reason.lapsed"),
                Some(WhyNot::Contested) => language.tell("reason.contested"),
                Some(WhyNot::Out) => language.tell("reason.out"),
                Some(WhyNot::OverCap) => language.tell("reason.over_cap"),
                Some(WhyNot::Ignored | WhyNot::NotStarted) => {
                    language.tell("reason.ends")
                }
                None if before == "0" => language.tell("reason.begins"),
                None => language.tell("reason.differs"),
            };
            crate::language::filled(text, &parts)
        }
        Reason::Stars { category, before, after } => {
            let category = voice.category(category).text;
            let stars = |it: &Option<(hallboard_score::Id, u8, Points)>| match it {
                Some((_, stars, points)) => {
                    let (stars, points) = (stars.to_string(), figures::signed(*points));
                    let parts = [("stars", stars.as_str()), ("points", &points)];
                    language.tell_with("reason.star_count", &parts)
                }
                None => language.tell("reason.no_stars").to_owned(),
            };
            let (before, after) = (stars(before), stars(after));
            let parts =
                [("category", category.as_str()), ("before", &before), ("after", &after)];
            language.tell_with("reason.stars", &parts)
        }
        Reason::Silence { entry } => {
            language.tell_with("reason.silence", &[("deed", &voice.entry_of(entry))])
        }
        Reason::Rulebook { from } => {
            language.tell_with("reason.rulebook", &[("from", &voice.day(*from))])
        }
        Reason::Consent => language.tell("reason.consent").to_owned(),
        Reason::Move { household: Some(household) } => {
            let household = voice.household(household).text;
            language.tell_with("entry_name.move", &[("household", &household)])
        }
        Reason::Move { household: None } => language.tell("reason.move").to_owned(),
    }
}

/// What waits for the resident, or for the hall.
fn due(voice: Voice<'_>) -> Vec<String> {
    let Some(why) = voice.facts.why() else { return Vec::new() };
    let replies = why.deeds.iter().map(|it| &it.dispute.reply);
    let replies = replies.chain(why.ratings.iter().map(|it| &it.dispute.reply));
    let mut open: Vec<u32> = Vec::new();
    let mut contested = 0_usize;
    for reply in replies {
        match reply {
            Reply::CanReply { days_left, .. } => open.push(*days_left),
            Reply::Contested(_) => contested += 1,
            _ => {}
        }
    }
    let mut due = Vec::new();
    if let Some(soonest) = open.iter().min() {
        let (count, days) = (open.len().to_string(), soonest.to_string());
        let parts = [("count", count.as_str()), ("days", &days)];
        due.push(voice.language.tell_with("now.reply", &parts));
    }
    if contested > 0 {
        let count = contested.to_string();
        due.push(voice.language.tell_with("now.waiting", &[("count", &count)]));
    }
    due
}
