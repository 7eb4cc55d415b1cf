//! Pages to scroll, for a phone or a desk: the board as one of them.

use std::sync::Arc;

use leptos::prelude::Get;

use crate::app::{Desk, patch};
use crate::board::{
    figures, head, history_chart, language_switch, letters, listing, mean_chart, named,
    nobody, notice, resident_rows, star_list, thanks_rows, title_of, village_figures,
};
use crate::browser::{El, el, fill, on};
use crate::chart::Frame;
use crate::deck::ResidentRow;
use crate::figures as numbers;
use crate::rotation::Chapter;
use crate::stage::{Setting, Stage};

/// A page for a reader at arm's length.
pub(crate) fn document(desk: Desk, body: fn(Desk) -> Vec<El>) -> Vec<El> {
    let bar = el("div")
        .class("document-bar")
        .with(patch(desk, "div", "as-of", as_of))
        .with(language_switch(desk));
    let header = el("header")
        .with(patch(desk, "div", "head", head))
        .with(bar)
        .with(patch(desk, "div", "notice", notice).set("role", "status"));
    vec![header, patch(desk, "div", "", body)]
}

fn as_of(desk: Desk) -> Vec<El> {
    let words = desk.stage.get().map(|stage| el("p").text(&stage.as_of_words()));
    words.into_iter().collect()
}

/// A link to a page of the site.
pub(crate) fn link(address: &str, words: &str) -> El {
    el("a").set("href", address).text(words)
}

/// The board's chapters below each other, and links to them.
pub(crate) fn body(desk: Desk) -> Vec<El> {
    let Some(stage) = desk.stage.get() else { return Vec::new() };
    let Setting::Document { width } = stage.setting else { return Vec::new() };
    let language = stage.language;
    let mut contents = el("ul");
    let mut chapters = el("main").class("chapters");
    let counts = stage.deck.counts();
    for (chapter, _) in
        Chapter::ALL.into_iter().zip(counts).filter(|(_, pages)| *pages > 0)
    {
        let word = chapter.word();
        let title = title_of(chapter, language);
        let entry = link(&["#", word].concat(), &title);
        contents = contents.with(el("li").with(entry));
        let section = el("section").set("id", word).set("data-page", word).class(word);
        let section = section.with(el("h2").text(&title));
        chapters = chapters.with(section.with_all(content(&stage, chapter, width)));
    }
    let contents = el("nav")
        .class("contents")
        .set("aria-label", language.say("document.contents"))
        .with(contents);
    let rules = link(&desk.link("rules/"), language.say("document.rules"));
    let own = link(&desk.link("me/"), language.say("document.own"));
    let foot = el("footer")
        .class("foot")
        .with(el("p").with(rules))
        .with(el("p").with(own))
        .with_any(
            letters(desk)
                .map(|it| el("p").with(link(&it, language.say("controls.tell")))),
        )
        .with(el("p").text(language.say("footer.computed")));
    vec![contents, chapters, foot]
}

fn content(stage: &Arc<Stage>, chapter: Chapter, width: f64) -> Vec<El> {
    let deck = &stage.deck;
    let language = stage.language;
    let soft = |words: &str| el("p").class("soft").text(words);
    match chapter {
        Chapter::Village => village(stage, width),
        Chapter::Residents => match deck.residents.first() {
            Some(columns) => {
                let row = ResidentRow { bar: 1.0, ..deck.resident_row };
                let rows = resident_rows(stage, columns, row);
                vec![soft(language.say("residents.beside")), rows]
            }
            None => vec![nobody(stage)],
        },
        Chapter::Households => {
            vec![soft(language.say("households.beside")), star_list(stage)]
        }
        Chapter::Thanks => {
            let rows = thanks_rows(stage, 0..stage.board.thanks.len());
            vec![soft(language.say("thanks.beside")), rows]
        }
        Chapter::History => histories(stage, width),
        Chapter::Rewards => {
            deck.rewards.iter().map(|it| listing(&deck.reward_items, it)).collect()
        }
        Chapter::Rules => {
            deck.rules.iter().map(|it| listing(&deck.rule_items, it)).collect()
        }
    }
}

fn frame(width: f64) -> (Frame, bool) {
    let height = (width * 0.62).clamp(220.0, 380.0);
    (Frame { width: width as u16, height: height as u16, font: 16 }, false)
}

fn village(stage: &Stage, width: f64) -> Vec<El> {
    let language = stage.language;
    let open = language.say("chart.table").to_owned();
    let chart = mean_chart(&stage.board, language, Some(open), &|_| frame(width));
    let chart = chart
        .unwrap_or_else(|| el("p").class("soft").text(language.say("village.small")));
    vec![chart, figures(&village_figures(&stage.board, language))]
}

fn histories(stage: &Arc<Stage>, width: f64) -> Vec<El> {
    let language = stage.language;
    let lead = el("p").class("soft").text(language.say("history.document"));
    let mut people = vec![lead];
    for place in &stage.order.histories {
        let Some(history) = stage.board.histories.get(*place) else { continue };
        let Some(resident) = stage.board.residents.get(history.resident) else {
            continue;
        };
        let name = named("span", &language.person(&resident.name)).class("name");
        let score = el("span").class("score").text(&numbers::points(resident.score));
        let chart = el("div");
        let person = el("details")
            .class("person")
            .with(el("summary").with(name).with(score))
            .with(chart.clone());
        let (stage, place) = (Arc::clone(stage), *place);
        // Drawn when somebody asks: a village may share hundreds.
        people.push(on(person, "toggle", move || {
            if !chart.element().has_child_nodes() {
                let drawn = person_chart(&stage, place, width);
                fill(chart.element(), drawn.into_iter().collect());
            }
        }));
    }
    people
}

fn person_chart(stage: &Stage, place: usize, width: f64) -> Option<El> {
    let history = stage.board.histories.get(place)?;
    let table = stage.language.say("chart.table").to_owned();
    history_chart(&stage.board, history, stage.language, Some(table), &|_| frame(width))
}
