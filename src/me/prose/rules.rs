//! The rules in words, and what changed from one rulebook to the next.

use hallboard_score::{Cap, Id, Names, Points};

use super::{Row, Voice};
use crate::figures;
use crate::language::Language;
use crate::me::model::{BookChange, RuleCard, RulesChange};
use crate::me::words::word;
use crate::rules::{cap_words, lasts};

/// A rule as it is cited: its name, its points, and its terms.
pub(in crate::me) fn card(voice: Voice<'_>, card: &RuleCard) -> Row {
    let language = voice.language;
    let mut terms = lasts(card.lasts, language);
    let mut add = |more: &str| {
        terms.push_str(" · ");
        terms.push_str(more);
    };
    if let Some(cap) = card.cap {
        add(&cap_words(cap, language));
    }
    if let Some(category) = &card.category {
        add(&voice.category(category).text);
    }
    if card.points < Points::ZERO {
        let reply = voice.told(word::RULE_REPLY).count("reply", card.reply_days as usize);
        add(&reply.count("decide", card.decide_days as usize).done());
    }
    add(&voice.told(word::RULE_BOOK).day("from", card.book).done());
    Row::new(language.name(&card.names), figures::signed(card.points)).line(terms)
}

/// From when to when a rulebook is in force.
pub(in crate::me) fn term(voice: Voice<'_>, book: &BookChange) -> String {
    let told = match book.until {
        Some(until) => voice.told(word::RULES_TERM).day("until", until),
        None => voice.told(word::RULES_FROM),
    };
    told.day("from", book.from).done()
}

/// One change in words.
pub(in crate::me) fn change(voice: Voice<'_>, change: &RulesChange) -> String {
    let language = voice.language;
    let name = |names: &Names| language.name(names).text;
    let (what, before, after) = match change {
        RulesChange::Added { names, .. } => {
            return voice.told(word::CHANGE_ADDED).with("what", &name(names)).done();
        }
        RulesChange::Removed { names, .. } => {
            return voice.told(word::CHANGE_REMOVED).with("what", &name(names)).done();
        }
        RulesChange::Renamed { before, after, .. } => {
            let told = voice.told(word::CHANGE_RENAMED).with("before", &name(before));
            return told.with("after", &name(after)).done();
        }
        RulesChange::Min(before, after) => {
            points(language.tell(word::CHANGE_MIN), before, after)
        }
        RulesChange::Max(before, after) => {
            points(language.tell(word::CHANGE_MAX), before, after)
        }
        RulesChange::Base(before, after) => {
            points(language.tell(word::CHANGE_BASE), before, after)
        }
        RulesChange::ReplyDays(before, after) => {
            days(language.tell(word::CHANGE_REPLY_DAYS), *before, *after)
        }
        RulesChange::DecideDays(before, after) => {
            days(language.tell(word::CHANGE_DECIDE_DAYS), *before, *after)
        }
        RulesChange::Points { names, before, after, .. } => {
            (name(names), figures::signed(*before), figures::signed(*after))
        }
        RulesChange::Lasts { names, before, after, .. } => {
            (name(names), lasts(*before, language), lasts(*after, language))
        }
        RulesChange::Cap { names, before, after, .. } => {
            (name(names), cap(*before, language), cap(*after, language))
        }
        RulesChange::Category { names, before, after, .. } => {
            (name(names), category(voice, before), category(voice, after))
        }
        RulesChange::StarPoints { names, before, after, .. } => {
            (name(names), stars(before), stars(after))
        }
        RulesChange::Limits { names, before, after, .. } => {
            (name(names), limits(*before, language), limits(*after, language))
        }
    };
    let told = voice.told(word::CHANGE_FROM_TO).with("what", &what);
    told.with("before", &before).with("after", &after).done()
}

fn points(what: &str, before: &Points, after: &Points) -> (String, String, String) {
    (what.to_owned(), figures::points(*before), figures::points(*after))
}

fn days(what: &str, before: u32, after: u32) -> (String, String, String) {
    (what.to_owned(), before.to_string(), after.to_string())
}

fn category(voice: Voice<'_>, category: &Option<Id>) -> String {
    let none = || voice.language.tell(word::CHANGE_NO_CATEGORY).to_owned();
    category.as_ref().map_or_else(none, |it| voice.category(it).text)
}

fn stars(points: &[Points; 5]) -> String {
    points.map(figures::signed).join(" / ")
}

fn cap(cap: Option<Cap>, language: Language) -> String {
    let none = || language.tell(word::CHANGE_NO_CAP).to_owned();
    cap.map_or_else(none, |cap| cap_words(cap, language))
}

fn limits((least, most): (Option<Points>, Option<Points>), language: Language) -> String {
    let words = |points: Option<Points>| {
        points.map_or_else(|| "\u{2212}".to_owned(), figures::signed)
    };
    let told = language.told(word::CHANGE_LIMITS).with("least", &words(least));
    told.with("most", &words(most)).done()
}
