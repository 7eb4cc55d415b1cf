//! Rewards, and what the board shows, in words.

use hallboard_score::Points;

use super::why::{spoken, written};
use super::{Row, Voice};
use crate::figures;
use crate::language::Named;
use crate::me::model::{Absence, Offer, RedemptionItem, Shown};

/// A reward: its name, its cost, and whether the balance reaches.
pub(in crate::me) fn offer(voice: Voice<'_>, offer: &Offer) -> Row {
    let reach = match offer.short {
        None => String::new(),
        Some(Points::ZERO) => voice.language.tell("rewards.enough").to_owned(),
        Some(short) => voice.told("rewards.short").points("points", short).done(),
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
        Some(back) => row.line(spoken(voice, voice.told("said.reversal"), back)),
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
                vec![voice.told("shown.listed").points("score", *score).done()];
            lines.push(match own {
                Some(own) if own != score => {
                    voice.told("shown.since").points("own", *own).done()
                }
                _ => language.tell("shown.equal").to_owned(),
            });
            if *namesakes > 0 {
                lines.push(
                    voice.told("shown.namesakes").count("count", *namesakes).done(),
                );
            }
            ("listed", lines)
        }
        Shown::NotListed(absence) => {
            let told = match absence {
                Absence::Expired => voice.told("shown.expired"),
                Absence::NoConsent => voice.told("shown.no_consent"),
                Absence::NoScore => voice.told("shown.no_score"),
                Absence::BelowStart => voice.told("shown.below"),
                Absence::Ended { on } => voice.told("shown.ended").day("day", *on),
            };
            ("absent", vec![told.done()])
        }
        Shown::Missing { expected } => {
            let told = voice.told("shown.missing").points("score", *expected);
            ("missing", vec![told.done()])
        }
        Shown::Differs { expected, found } => {
            let found: Vec<String> = found.iter().copied().map(figures::points).collect();
            let told = voice.told("shown.differs").points("score", *expected);
            ("differs", vec![told.with("found", &found.join(" / ")).done()])
        }
    }
}
