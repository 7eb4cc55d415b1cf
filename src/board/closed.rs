//! The screen while the hall is closed: when it opens, and nothing about anybody.

use leptos::prelude::{Get, With};

use super::shared::named;
use super::wall::use_sizes;
use crate::app::{Desk, follow, patch};
use crate::browser::{El, el, on};
use crate::language::Language;
use crate::turns::Intent;

const BOTH: [Language; 2] = [Language::Chinese, Language::English];

/// A dark page, in both languages.
pub(crate) fn closed(desk: Desk) -> Vec<El> {
    use_sizes(desk);
    let show = el("button").set("type", "button");
    let show = BOTH.into_iter().fold(show, |show, language| {
        show.with(said(language, "span", language.say("closed.show")))
    });
    let show = on(show, "click", move || desk.apply(Intent::Use));
    let main = el("main").class("closed").with(patch(desk, "div", "", words)).with(show);
    let told = main.clone();
    // Once it is there: what waits for a page to turn hears of it.
    follow(move || told.change("data-page", "closed"));
    vec![main]
}

fn said(language: Language, tag: &str, words: &str) -> El {
    el(tag).set("lang", language.tag()).text(words)
}

fn words(desk: Desk) -> Vec<El> {
    let Some(stage) = desk.stage.get() else { return Vec::new() };
    let opens_at = desk.world.with(|world| world.time.opens_at).unwrap_or_default();
    let time = format!("{:02}:{:02}", opens_at / 60, opens_at % 60);
    let mut words = vec![named("h1", &stage.language.name(&stage.board.hall.names))];
    words.extend(BOTH.map(|language| {
        said(language, "p", &language.say_with("closed.opens", &[("time", &time)]))
    }));
    words
}
