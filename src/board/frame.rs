//! What stays while pages turn: controls, the hall and the day, "as of", trouble.

use leptos::prelude::Get;

use super::shared::named;
use crate::app::{Desk, follow};
use crate::browser::{El, el, on};
use crate::language::Language;
use crate::stage::Setting;
use crate::turns::Intent;

/// Pause, back and forth. They come first in reading order.
pub(super) fn controls(desk: Desk) -> El {
    let button = |class: &str, intent| {
        let button = el("button").set("type", "button").class(class);
        on(button, "click", move || desk.apply(intent))
    };
    let sign = el("span").set("aria-hidden", "true");
    let words = el("span");
    let pause = button("pause", Intent::Pause).with(sign.clone()).with(words.clone());
    let previous = button("step", Intent::Previous).text("\u{2039}");
    let next = button("step", Intent::Next).text("\u{203a}");
    let group = el("nav")
        .class("controls")
        .with(pause.clone())
        .with(previous.clone())
        .with(next.clone())
        .with(tell(desk))
        .with(language_switch(desk));
    let held = group.clone();
    follow(move || {
        let (language, turns) = (desk.language(), desk.turns.get());
        let paused = turns.paused;
        held.change("aria-label", language.say("controls.label"));
        previous.change("aria-label", language.say("controls.previous"));
        next.change("aria-label", language.say("controls.next"));
        pause.change("aria-pressed", if paused { "true" } else { "false" });
        sign.change("class", if paused { "sign play" } else { "sign stop" });
        let what = match paused {
            true => language.say("controls.resume"),
            false => language.say("controls.pause"),
        };
        words.retext(&counted(what, turns.returns_in.filter(|_| paused)));
    });
    let hold = |group, event, intent| on(group, event, move || desk.apply(intent));
    let group = hold(group, "focusin", Intent::Hold);
    let group = hold(group, "focusout", Intent::Release);
    let group = hold(group, "pointermove", Intent::Hold);
    hold(group, "pointerleave", Intent::Release)
}

/// The way to the page on which people tell the hall something.
fn tell(desk: Desk) -> El {
    let envelope = el("span").class("envelope").set("aria-hidden", "true");
    let words = el("span");
    let link = el("a").class("tell").with(envelope).with(words.clone());
    let shown = link.clone();
    follow(move || {
        words.retext(desk.language().say("controls.tell"));
        match letters(desk) {
            Some(address) => shown.change("href", &address),
            None => shown.drop("href"),
        }
    });
    link
}

/// Where people tell the hall something, if it takes letters. From a wall, which others use
/// too, the way back is to the board as it is here.
pub(crate) fn letters(desk: Desk) -> Option<String> {
    let stage = desk.stage.get().filter(|stage| stage.letters)?;
    let page = desk.link("report/");
    Some(match stage.setting {
        Setting::Wall(_) => [page, desk.page.1.hence(stage.language)].concat(),
        Setting::Document { .. } => page,
    })
}

/// Words, and in how many seconds they come true by themselves.
fn counted(words: &str, seconds: Option<i64>) -> String {
    let seconds = seconds.map(|left| [" ", &left.to_string()].concat());
    [words, &seconds.unwrap_or_default()].concat()
}

/// The other language, under its own name.
pub(crate) fn language_switch(desk: Desk) -> El {
    let button = el("button").set("type", "button").class("language");
    let button = on(button, "click", move || desk.change_language());
    let shown = button.clone();
    follow(move || {
        let other = desk.language().other();
        shown.change("lang", other.tag());
        shown.change(
            "aria-label",
            match other {
                Language::English => "EN: read in English",
                Language::Chinese => "中文：用中文阅读",
            },
        );
        let home = desk.home_language() == other;
        let returns_in = desk.turns.get().returns_in.filter(|_| home);
        shown.retext(&counted(other.own_name(), returns_in));
    });
    button
}

/// The hall's name, in the other language too where there is room, and the day.
pub(crate) fn head(desk: Desk) -> Vec<El> {
    let Some(stage) = desk.stage.get() else { return Vec::new() };
    let names = &stage.board.hall.names;
    let other = stage.language.other_name(names);
    let other = other.map(|other| named("p", &other).class("hall-also"));
    let hall = el("div")
        .class("hall-names")
        .with(named("h1", &stage.language.name(names)))
        .with_any(other);
    let date = el("p").class("date").text(&stage.date);
    vec![hall, date]
}

/// What is wrong with the data, in plain words.
pub(crate) fn notice(desk: Desk) -> Vec<El> {
    let told =
        desk.stage.get().and_then(|stage| Some(el("p").text(stage.notice.as_deref()?)));
    told.into_iter().collect()
}

/// "As of", and which chapter is open.
pub(super) fn foot(desk: Desk) -> Vec<El> {
    let Some(stage) = desk.stage.get() else { return Vec::new() };
    let parts = stage.parts();
    let open = desk.turns.get().page(parts).chapter;
    let shown = parts.into_iter().filter(|part| part.pages > 0);
    let marks = shown.map(|part| {
        el("span").class(if part.chapter == open { "mark open" } else { "mark" })
    });
    let as_of = el("p").class("as-of").with(el("span").text(&stage.as_of_words()));
    let marks =
        el("div").class("marks").set("aria-hidden", "true").with_all(marks.collect());
    vec![as_of, marks]
}
