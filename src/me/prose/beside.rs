//! Rewards, and what the board shows, in words.

use hallboard_score::Points;

use super::Voice;
use super::why::written;
use crate::figures;
use crate::language::Named;
use crate::me::model::{Absence, Offer, RedemptionItem, Shown};

/// A reward: its name, its cost, and whether the balance reaches.
pub(in crate::me) fn offer(voice: Voice<'_>, offer: &Offer) -> (Named, String, String) {
    let language = voice.language;
    let reach = match offer.short {
        None => String::new(),
        Some(Points::ZERO) => language.tell("rewards.enough").to_owned(),
        Some(short) => {
            let short = figures::points(short);
            language.tell_with("rewards.short", &[("points", &short)])
        }
    };
    (language.name(&offer.names), figures::points(offer.cost), reach)
}

/// A reward handed out: its name, what it took, and when.
pub(in crate::me) fn redemption(
    voice: Voice<'_>,
    item: &RedemptionItem,
) -> (Named, String, Vec<String>) {
    let language = voice.language;
    let unknown = || Named { text: item.reward.to_string(), lang: None };
    let name = item.names.as_ref().map_or_else(unknown, |names| language.name(names));
    let mut lines = vec![voice.day(item.date)];
    lines.extend(written(voice, item.note.as_deref(), item.by.as_deref()));
    if let Some(back) = &item.taken_back {
        let day = voice.day(back.on);
        lines.push(language.tell_with("said.reversal", &[("day", &day)]));
        lines.extend(back.text.as_deref().map(str::to_owned));
    }
    (name, figures::signed(-item.cost), lines)
}

/// What the board shows of the resident, and a word for it.
pub(in crate::me) fn shown(voice: Voice<'_>, shown: &Shown) -> (&'static str, Vec<String>) {
    let language = voice.language;
    let says = |words: &'static str| vec![words.to_owned()];
    match shown {
        Shown::Listed { score, own, namesakes } => {
            let figure = figures::points(*score);
            let parts = [("score", figure.as_str())];
            let mut lines = vec![language.tell_with("shown.listed", &parts)];
            lines.push(match own {
                Some(own) if own != score => {
                    let own = figures::points(*own);
                    language.tell_with("shown.since", &[("own", &own)])
                }
                _ => language.tell("shown.equal").to_owned(),
            });
            if *namesakes > 0 {
                let count = namesakes.to_string();
                lines.push(language.tell_with("shown.namesakes", &[("count", &count)]));
            }
            ("listed", lines)
        }
        Shown::NotListed(absence) => match absence {
            Absence::Expired => ("absent", says(language.tell("shown.expired"))),
            Absence::NoConsent => ("absent", says(language.tell("shown.no_consent"))),
            Absence::NoScore => ("absent", says(language.tell("shown.no_score"))),
            Absence::BelowStart => ("absent", says(language.tell("shown.below"))),
            Absence::Ended { on } => {
                let day = voice.day(*on);
                ("absent", vec![language.tell_with("shown.ended", &[("day", &day)])])
            }
        },
        Shown::Missing { expected } => {
            let score = figures::points(*expected);
            ("missing", vec![language.tell_with("shown.missing", &[("score", &score)])])
        }
        Shown::Differs { expected, found } => {
            let score = figures::points(*expected);
            let found: Vec<String> = found.iter().copied().map(figures::points).collect();
            let found = found.join(" / ");
            let parts = [("score", score.as_str()), ("found", &found)];
            ("differs", vec![language.tell_with("shown.differs", &parts)])
        }
    }
}
