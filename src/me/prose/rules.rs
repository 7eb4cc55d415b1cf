//! The rules in words, and what changed from one rulebook to the next.

use hallboard_score::{Cap, Lasts, Names, Points};

use super::Voice;
use crate::figures;
use crate::language::{Language, Named};
use crate::me::model::{BookChange, RuleCard, RulesChange};
use crate::rules::{cap_words, lasts};

/// A rule as it is cited: its name, its points, and its terms.
pub(in crate::me) fn card(voice: Voice<'_>, card: &RuleCard) -> (Named, String, String) {
    let language = voice.language;
    let cap = card.cap.map(|cap| cap_words(cap, language));
    let category = card.category.as_ref().map(|it| voice.category(it).text);
    let reply = (card.points < Points::ZERO).then(|| {
        let (reply, decide) = (card.reply_days.to_string(), card.decide_days.to_string());
        language.tell_with("rule.reply", &[("reply", &reply), ("decide", &decide)])
    });
    let book = language.tell_with("rule.book", &[("from", &voice.day(card.book))]);
    let terms = [Some(lasts(card.lasts, language)), cap, category, reply, Some(book)];
    let terms = terms.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    (language.name(&card.names), figures::signed(card.points), terms)
}

/// From when to when a rulebook is in force.
pub(in crate::me) fn term(voice: Voice<'_>, book: &BookChange) -> String {
    let from = voice.day(book.from);
    match book.until {
        Some(until) => {
            let until = voice.day(until);
            let parts = [("from", from.as_str()), ("until", &until)];
            voice.language.tell_with("rules.term", &parts)
        }
        None => voice.language.tell_with("rules.from", &[("from", &from)]),
    }
}

/// One change in words.
pub(in crate::me) fn change(voice: Voice<'_>, change: &RulesChange) -> String {
    let language = voice.language;
    let name = |names: &Names| language.name(names).text;
    let plain = |what: String, before: String, after: String| {
        let parts = [("what", what.as_str()), ("before", &before), ("after", &after)];
        language.tell_with("change.from_to", &parts)
    };
    let points = |what: &'static str, before: Points, after: Points| {
        plain(what.to_owned(), figures::points(before), figures::points(after))
    };
    let days = |what: &'static str, before: u32, after: u32| {
        plain(what.to_owned(), before.to_string(), after.to_string())
    };
    match change {
        RulesChange::Min(before, after) => {
            points(language.tell("change.min"), *before, *after)
        }
        RulesChange::Max(before, after) => {
            points(language.tell("change.max"), *before, *after)
        }
        RulesChange::Base(before, after) => {
            points(language.tell("change.base"), *before, *after)
        }
        RulesChange::ReplyDays(before, after) => {
            days(language.tell("change.reply_days"), *before, *after)
        }
        RulesChange::DecideDays(before, after) => {
            days(language.tell("change.decide_days"), *before, *after)
        }
        RulesChange::Added { names, .. } => {
            language.tell_with("change.added", &[("what", &name(names))])
        }
        RulesChange::Removed { names, .. } => {
            language.tell_with("change.removed", &[("what", &name(names))])
        }
        RulesChange::Renamed { before, after, .. } => {
            let (before, after) = (name(before), name(after));
            let parts = [("before", before.as_str()), ("after", &after)];
            language.tell_with("change.renamed", &parts)
        }
        RulesChange::Points { names, before, after, .. } => {
            plain(name(names), figures::signed(*before), figures::signed(*after))
        }
        RulesChange::Lasts { names, before, after, .. } => {
            let words = |it: &Lasts| lasts(*it, language);
            plain(name(names), words(before), words(after))
        }
        RulesChange::Cap { names, before, after, .. } => {
            let words = |it: &Option<Cap>| cap(*it, language);
            plain(name(names), words(before), words(after))
        }
        RulesChange::Category { names, before, after, .. } => {
            let none = || language.tell("change.no_category").to_owned();
            let words = |it: &Option<hallboard_score::Id>| {
                it.as_ref().map_or_else(none, |it| voice.category(it).text)
            };
            plain(name(names), words(before), words(after))
        }
        RulesChange::StarPoints { names, before, after, .. } => {
            let words = |it: &[Points; 5]| it.map(figures::signed).join(" / ");
            plain(name(names), words(before), words(after))
        }
        RulesChange::Limits { names, before, after, .. } => {
            let words = |it: &(Option<Points>, Option<Points>)| limits(*it, language);
            plain(name(names), words(before), words(after))
        }
    }
}

fn cap(cap: Option<Cap>, language: Language) -> String {
    let none = || language.tell("change.no_cap").to_owned();
    cap.map_or_else(none, |cap| cap_words(cap, language))
}

fn limits((least, most): (Option<Points>, Option<Points>), language: Language) -> String {
    let words = |points: Option<Points>| {
        points.map_or_else(|| "\u{2212}".to_owned(), figures::signed)
    };
    let (least, most) = (words(least), words(most));
    language.tell_with("change.limits", &[("least", &least), ("most", &most)])
}
