//! What if: a game, ruled off from everything that is so.

use super::sheet::{Sheet, button, folded, leaf, row, soft, under};
use crate::browser::{El, el, on, set_checked};
use crate::figures;
use crate::me::model::Play;
use crate::me::prose::{Row, play as prose};
use crate::me::pulse::follow;
use crate::me::words::word;

/// The game.
pub(super) fn play(sheet: &Sheet) -> Vec<El> {
    let (me, language) = (sheet.me, sheet.language);
    if sheet.facts.score().is_none() {
        return vec![soft(language.tell(word::PLAY_NONE))];
    }
    let deeds = el("ul").class("paper");
    for it in prose::deeds(sheet.voice()) {
        deeds.append(&row(&it, sheet).with(stepper(sheet, &it)));
    }
    let entries = sheet.clone();
    let leave_out = folded(language.tell(word::PLAY_LEAVE_OUT), false, move || {
        let body = el("ul").class("paper");
        for it in prose::entries(entries.voice()) {
            body.append(&entry(&entries, &it));
        }
        vec![body]
    });
    let reset = button(language.tell(word::PLAY_RESET), move || {
        me.supposing(|play| *play = Play::default());
    });
    let game = el("div")
        .class("game")
        .with(soft(language.tell(word::PLAY_LEAD)))
        .with(outcome(sheet))
        .with(under(language.tell(word::PLAY_DEEDS)))
        .with(deeds)
        .with(leave_out)
        .with(el("p").class("buttons").with(reset));
    vec![game]
}

/// Where it would lead.
fn outcome(sheet: &Sheet) -> El {
    let place = el("output").class("outcome").set("aria-live", "polite");
    let (shown, sheet) = (place.clone(), sheet.clone());
    follow(move || {
        let play = sheet.me.play();
        let Some(played) = sheet.facts.played(&play) else { return };
        let score = played.score_then.map(figures::points).unwrap_or_default();
        shown.change("data-supposed", &score);
        shown.retext(&prose::outcome(sheet.voice(), &play, &played));
    });
    place
}

/// How many of a deed are supposed.
fn stepper(sheet: &Sheet, row: &Row) -> El {
    let (me, language) = (sheet.me, sheet.language);
    let count = el("output").class("times");
    let (shown, deed) = (count.clone(), row.mark.1.clone());
    follow(move || shown.retext(&me.play().times(&deed).to_string()));
    let step = |sign: &str, words: &str, more: bool| {
        let deed = row.mark.1.clone();
        let act = move || {
            me.supposing(|play| {
                let times = play.times(&deed);
                play.set(&deed, if more { times + 1 } else { times.saturating_sub(1) });
            });
        };
        button(sign, act).set("aria-label", &[words, " ", &row.name.text].concat())
    };
    el("span")
        .class("stepper")
        .with(step("\u{2212}", language.tell(word::PLAY_FEWER), false))
        .with(count)
        .with(step("+", language.tell(word::PLAY_MORE), true))
}

/// An entry that can be left out.
fn entry(sheet: &Sheet, row: &Row) -> El {
    let me = sheet.me;
    let (toggled, id) = (row.mark.1.clone(), row.mark.1.clone());
    let input = el("input").set("type", "checkbox");
    let input = on(input, "change", move || me.supposing(|play| play.toggle(&toggled)));
    let shown = input.clone();
    follow(move || set_checked(&shown, me.play().without.iter().any(|it| *it == id)));
    let words = el("span").text(&row.name.text);
    let words =
        row.lines.iter().fold(words, |words, it| words.with(leaf("small", "soft", it)));
    let label = el("label").class("name").with(input).with(words);
    let line = el("li").set(row.mark.0, &row.mark.1).with(label);
    line.with(leaf("span", "score", &row.figure))
}
