//! Text about the rules, and about changes from one rulebook to the next.

use hallboard_score::{Cap, Id, Names, Points};

use super::{Formatter, StatementLine};
use crate::format;
use crate::language::Language;
use crate::record::model::{BookChange, RuleCard, RulesChange};
use crate::rules::{cap_words, lasts};
use crate::words::record as word;

/// A cited rule: its name, its points, and its terms.
pub(in crate::record) fn card(
    formatter: Formatter<'_>,
    card: &RuleCard,
) -> StatementLine {
    let language = formatter.language;
    let mut terms = lasts(card.lasts, language);
    let mut add = |more: &str| {
        terms.push_str(" · ");
        terms.push_str(more);
    };
    if let Some(cap) = card.cap {
        add(&cap_words(cap, language));
    }
    if let Some(category) = &card.category {
        add(&formatter.category(category).text);
    }
    if card.points < Points::ZERO {
        let reply =
            formatter.message(word::RULE_REPLY).count("reply", card.reply_days as usize);
        add(&reply.count("decide", card.decide_days as usize).finish());
    }
    add(&formatter.message(word::RULE_BOOK).day("from", card.book).finish());
    StatementLine::new(language.name(&card.names), format::signed(card.points))
        .with_note(terms)
}

/// The period in which a rulebook is in force.
pub(in crate::record) fn term(formatter: Formatter<'_>, book: &BookChange) -> String {
    let message = match book.until {
        Some(until) => formatter.message(word::RULES_TERM).day("until", until),
        None => formatter.message(word::RULES_FROM),
    };
    message.day("from", book.from).finish()
}

/// The text of a change.
pub(in crate::record) fn change(
    formatter: Formatter<'_>,
    change: &RulesChange,
) -> String {
    let language = formatter.language;
    let name = |names: &Names| language.name(names).text;
    let (what, before, after) = match change {
        RulesChange::Added { names, .. } => {
            return formatter
                .message(word::CHANGE_ADDED)
                .with("what", &name(names))
                .finish();
        }
        RulesChange::Removed { names, .. } => {
            return formatter
                .message(word::CHANGE_REMOVED)
                .with("what", &name(names))
                .finish();
        }
        RulesChange::Renamed { before, after, .. } => {
            let message =
                formatter.message(word::CHANGE_RENAMED).with("before", &name(before));
            return message.with("after", &name(after)).finish();
        }
        RulesChange::Min(before, after) => {
            points(language.text(word::CHANGE_MIN), before, after)
        }
        RulesChange::Max(before, after) => {
            points(language.text(word::CHANGE_MAX), before, after)
        }
        RulesChange::Base(before, after) => {
            points(language.text(word::CHANGE_BASE), before, after)
        }
        RulesChange::ReplyDays(before, after) => {
            days(language.text(word::CHANGE_REPLY_DAYS), *before, *after)
        }
        RulesChange::DecideDays(before, after) => {
            days(language.text(word::CHANGE_DECIDE_DAYS), *before, *after)
        }
        RulesChange::Points { names, before, after, .. } => {
            (name(names), format::signed(*before), format::signed(*after))
        }
        RulesChange::Lasts { names, before, after, .. } => {
            (name(names), lasts(*before, language), lasts(*after, language))
        }
        RulesChange::Cap { names, before, after, .. } => {
            (name(names), cap(*before, language), cap(*after, language))
        }
        RulesChange::Category { names, before, after, .. } => {
            (name(names), category(formatter, before), category(formatter, after))
        }
        RulesChange::StarPoints { names, before, after, .. } => {
            (name(names), stars(before), stars(after))
        }
        RulesChange::Limits { names, before, after, .. } => {
            (name(names), limits(*before, language), limits(*after, language))
        }
    };
    let message = formatter.message(word::CHANGE_FROM_TO).with("what", &what);
    message.with("before", &before).with("after", &after).finish()
}

fn points(what: &str, before: &Points, after: &Points) -> (String, String, String) {
    (what.to_owned(), format::points(*before), format::points(*after))
}

fn days(what: &str, before: u32, after: u32) -> (String, String, String) {
    (what.to_owned(), before.to_string(), after.to_string())
}

fn category(formatter: Formatter<'_>, category: &Option<Id>) -> String {
    let none = || formatter.language.text(word::CHANGE_NO_CATEGORY).to_owned();
    category.as_ref().map_or_else(none, |it| formatter.category(it).text)
}

fn stars(points: &[Points; 5]) -> String {
    points.map(format::signed).join(" / ")
}

fn cap(cap: Option<Cap>, language: Language) -> String {
    let none = || language.text(word::CHANGE_NO_CAP).to_owned();
    cap.map_or_else(none, |cap| cap_words(cap, language))
}

fn limits((least, most): (Option<Points>, Option<Points>), language: Language) -> String {
    let words = |points: Option<Points>| {
        points.map_or_else(|| "\u{2212}".to_owned(), format::signed)
    };
    let message = language.message(word::CHANGE_LIMITS).with("least", &words(least));
    message.with("most", &words(most)).finish()
}
