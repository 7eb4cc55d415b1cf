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
    let zone = feed.as_ref().map(|feed| feed.snapshot().hall.time_zone.clone());
    let zone = zone.unwrap_or_else(|| "UTC".to_owned());
    let at = |seconds: i64| Calendar(language).instant(seconds, &zone);
    let joined = |parts: &[Option<String>]| {
        let parts: Vec<_> = parts.iter().flatten().map(String::as_str).collect();
        if parts.is_empty() { "\u{2013}".to_owned() } else { parts.join(" \u{b7} ") }
    };
    let head = feed.as_ref().map(|feed| feed.head());
    let wrong = match log.wrong {
        Some(notice) => notice.words(language),
        None => language.say("corner.well").to_owned(),
    };
    let megabytes = |bytes: f64| format!("{:.1} MB", bytes / 1e6);
    let seconds = log.ahead.map(|ahead| format!("{ahead:+} s"));
    let facts = [
        (
            language.say("corner.app"),
            joined(&[Some(env!("CARGO_PKG_VERSION").to_owned()), program_digest()]),
        ),
        (
            language.say("corner.feed"),
            joined(&[
                head.map(|head| head.version().to_string()),
                head.map(|head| at(head.issued())),
            ]),
        ),
        (
            language.say("corner.looked"),
            joined(&[log.looked.map(at), log.looked.map(|_| wrong)]),
        ),
        (language.say("corner.next"), joined(&[log.next.map(at)])),
        (language.say("corner.memory"), joined(&memory().map(|it| it.map(megabytes)))),
        (language.say("corner.clock"), joined(&[seconds])),
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

fn told(fault: &Fault, language: Language, at: &str) -> String {
    let status = fault.status.map(|status| format!(" ({status})"));
    let status = status.unwrap_or_default();
    [at, " \u{b7} ", &fault.notice.words(language), &status].concat()
}
