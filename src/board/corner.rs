//! What the display can prove of itself, for whoever looks after it.

use leptos::prelude::{With, WithUntracked};

use crate::app::{Desk, follow, patch};
use crate::browser::{Calendar, El, body, el, memory, on, program_digest, set_open};
use crate::language::Language;
use crate::log::{Fault, Log};

/// Puts the view on the page, closed.
pub(crate) fn use_corner(desk: Desk) {
    let close = el("button").set("type", "button");
    let close = on(close, "click", move || {
        desk.look_behind(false);
    });
    let title = el("h2").set("id", "corner-title");
    let view = el("dialog")
        .class("corner")
        .set("aria-labelledby", "corner-title")
        .with(title.clone())
        .with(patch(desk, "dl", "", facts))
        .with(close.clone());
    let view = on(view, "close", move || {
        desk.look_behind(false);
    });
    body().append(&view);
    follow(move || {
        let language = desk.language();
        title.retext(language.say("corner.title"));
        close.retext(language.say("corner.close"));
        set_open(&view, desk.log.with(|log| log.opened.is_some()));
    });
}

fn facts(desk: Desk) -> Vec<El> {
    let language = desk.language();
    let log = desk.log.with(Log::clone);
    if log.opened.is_none() {
        return Vec::new();
    }
    let feed = desk.world.with_untracked(|world| world.feed.clone());
    let zone = feed.as_ref().map_or("UTC", |feed| &feed.snapshot().hall.time_zone);
    let at = |seconds: i64| Calendar(language).instant(seconds, zone);
    let unknown = || "\u{2013}".to_owned();
    let perhaps = |seconds: Option<i64>| seconds.map_or_else(unknown, at);
    let published = feed.as_ref().map(|feed| {
        let head = feed.head();
        beside(&head.version().to_string(), &at(head.issued()))
    });
    let outcome = match log.wrong {
        Some(notice) => notice.words(language),
        None => language.say("corner.well").to_owned(),
    };
    let [program, page] = memory().map(|bytes| bytes.map_or_else(unknown, megabytes));
    let digest = program_digest().unwrap_or_default();
    let ahead = log.ahead.map(|ahead| format!("{ahead:+} s"));
    let facts = [
        (language.say("corner.app"), beside(env!("CARGO_PKG_VERSION"), &digest)),
        (language.say("corner.feed"), published.unwrap_or_else(unknown)),
        (language.say("corner.looked"), beside(&perhaps(log.looked), &outcome)),
        (language.say("corner.next"), perhaps(log.next)),
        (language.say("corner.memory"), beside(&program, &page)),
        (language.say("corner.clock"), ahead.unwrap_or_else(unknown)),
    ];
    let fact = |(name, value): (&str, String)| {
        el("div").with(el("dt").text(name)).with(el("dd").text(&value))
    };
    let mut rows: Vec<El> = facts.into_iter().map(fact).collect();
    let faults = log
        .faults
        .iter()
        .map(|fault| el("dd").text(&told(fault, language, &at(fault.at))));
    let none = log.faults.is_empty().then(|| el("dd").text(language.say("corner.none")));
    let faults = el("div")
        .with(el("dt").text(language.say("corner.faults")))
        .with_any(none)
        .with_all(faults.collect());
    rows.push(faults);
    rows
}

fn beside(one: &str, other: &str) -> String {
    [one, " \u{b7} ", other].concat()
}

/// Whole numbers alone: what writes others weighs as much as all of this.
fn megabytes(bytes: f64) -> String {
    let tenths = (bytes / 1e5) as u32;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn told(fault: &Fault, language: Language, at: &str) -> String {
    let status = fault.status.map(|status| format!(" ({status})"));
    let status = status.unwrap_or_default();
    beside(at, &[&fault.notice.words(language), status.as_str()].concat())
}
