//! Rewards, and what the board shows, in words.

use hallboard_score::Points;

use super::why::{spoken, written};
use super::{Row, Voice};
use crate::figures;
use crate::language::Named;
use crate::me::model::{Absence, Offer, RedemptionItem, Shown};
use crate::me::words::word;

/// A reward: its name, its cost, and whether the balance reaches.
pub(in crate::me) fn offer(voice: Voice<'_>, offer: &Offer) -> Row {
    let reach = match offer.short {
        None => String::new(),
        Some(Points::ZERO) => voice.language.tell(word::REWARDS_ENOUGH).to_owned(),
        Some(short) => voice.told(word::REWARDS_SHORT).points("points", short).done(),
    };
    let name = voice.language.name(&offer.names);
    let row = Row::new(name, figures::points(offer.cost)).line(reach);
    row.marked("data-reward", &offer.reward)
}

/// A reward handed out: its name, what it took, and when.
pub(in crate::me) fn redemption(voice: Voice<'_>, item: &RedemptionItem) -> Row {
    let unknown = || Named { text: item.reward.to_string(), lang: None };
    let names = item.names.as_ref();
    let name = names.map_or_else(unknown, |names| voice.language.name(names));
    let row = Row::new(name, figures::signed(-item.cost)).line(voice.day(item.date));
    let row = row.line(written(voice, item.note.as_deref(), item.by.as_deref()));
    let row = match &item.taken_back {
        Some(back) => row.line(spoken(voice, voice.told(word::SAID_REVERSAL), back)),
        None => row,
    };
    row.marked("data-entry", &item.entry)
}

/// What the board shows of the resident, and a word for it.
pub(in crate::me) fn shown(
    voice: Voice<'_>,
    shown: &Shown,
) -> (&'static str, Vec<String>) {
    let language = voice.language;
    match shown {
        Shown::Listed { score, own, namesakes } => {
            let mut lines =
                vec![voice.told(word::SHOWN_LISTED).points("score", *score).done()];
            lines.push(match own {
                Some(own) if own != score => {
                    let told = voice.told(word::SHOWN_DIFFERENCE).points("own", *own);
                    told.day("day", voice.facts.published_on()).done()
                }
                _ => language.tell(word::SHOWN_EQUAL).to_owned(),
            });
            if *namesakes > 0 {
                lines.push(
                    voice.told(word::SHOWN_NAMESAKES).count("count", *namesakes).done(),
                );
            }
            ("listed", lines)
        }
        Shown::NotListed(absence) => {
            let told = match absence {
                Absence::Expired => voice.told(word::SHOWN_EXPIRED),
                Absence::NoConsent => voice.told(word::SHOWN_NO_CONSENT),
                Absence::NoScore => voice.told(word::SHOWN_NO_SCORE),
                Absence::NewRules { from } => {
                    voice.told(word::SHOWN_NEW_RULES).day("day", *from)
                }
            };
            ("absent", vec![told.done()])
        }
        Shown::OldFormat => ("old", vec![language.tell(word::SHOWN_OLD).to_owned()]),
        Shown::Missing { expected } => {
            let told = voice.told(word::SHOWN_MISSING).points("score", *expected);
            ("missing", vec![told.done()])
        }
        Shown::Differs { expected, found } => {
            let found: Vec<String> = found.iter().copied().map(figures::points).collect();
            let told = voice.told(word::SHOWN_DIFFERS).points("score", *expected);
            ("differs", vec![told.with("found", &found.join(" / ")).done()])
        }
    }
}
