//! What if: a game, ruled off from everything that is so.

use std::sync::Arc;

use super::{button, folded, soft};
use crate::board::named;
use crate::browser::{El, el};
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::{Voice, play as prose};
use crate::me::pulse::follow;

/// The game.
pub(super) fn play(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    if facts.score().is_none() {
        return vec![soft(language.tell("play.none"))];
    }
    let deeds = prose::deeds(voice).into_iter().map(|(id, name, points)| {
        let line = el("li").with(named("span", &name).class("name"));
        line.with(el("span").class("score").text(&points))
            .with(stepper(me, &id, &name.text, language))
    });
    let deeds = el("ul").class("paper").with_all(deeds.collect());
    let entries = Arc::clone(facts);
    let leave_out = folded(language.tell("play.leave_out"), false, move || {
        let voice = Voice { facts: &entries, language };
        let lines = prose::entries(voice).into_iter().map(|it| entry(me, it));
        vec![el("ul").class("paper").with_all(lines.collect())]
    });
    let reset = button(language.tell("play.reset"), move || {
        me.supposing(|play| *play = Default::default())
    });
    let game = el("div")
        .class("game")
        .with(soft(language.tell("play.lead")))
        .with(outcome(me, facts, language))
        .with(el("h3").text(language.tell("play.deeds")))
        .with(deeds)
        .with(leave_out)
        .with(el("p").class("buttons").with(reset));
    vec![game]
}

/// Where it would lead.
fn outcome(me: Me, facts: &Arc<Facts>, language: Language) -> El {
    let place = el("output").class("outcome").set("aria-live", "polite");
    let (shown, facts) = (place.clone(), Arc::clone(facts));
    follow(move || {
        let play = me.play();
        let voice = Voice { facts: &facts, language };
        let played = facts.played(&play);
        let words = played.as_ref().map(|it| prose::outcome(voice, &play, it));
        let score = played.and_then(|it| it.score_then).map(crate::figures::points);
        shown.change("data-supposed", &score.unwrap_or_default());
        shown.retext(&words.unwrap_or_default());
    });
    place
}

/// How many of a deed are supposed.
fn stepper(me: Me, id: &str, name: &str, language: Language) -> El {
    let count = el("output").class("times");
    let shown = count.clone();
    let deed = id.to_owned();
    follow(move || shown.retext(&me.play().times(&deed).to_string()));
    let step = |sign: &str, words: &str, more: bool| {
        let deed = id.to_owned();
        let act = move || {
            me.supposing(|play| {
                let times = play.times(&deed);
                let times = if more { times + 1 } else { times.saturating_sub(1) };
                play.set(&deed, times);
            });
        };
        button(sign, act).set("aria-label", &[words, " ", name].concat())
    };
    el("span")
        .class("stepper")
        .set("data-deed", id)
        .with(step("\u{2212}", language.tell("play.fewer"), false))
        .with(count)
        .with(step("+", language.tell("play.more"), true))
}

/// An entry that can be left out.
fn entry(
    me: Me,
    (id, name, day, points): (hallboard_score::Id, String, String, String),
) -> El {
    let input = el("input").set("type", "checkbox");
    let out = id.clone();
    let input = crate::browser::on(input, "change", move || {
        me.supposing(|play| play.toggle(&out));
    });
    let shown = input.clone();
    let out = id.clone();
    follow(move || {
        let without = me.play().without.contains(&out);
        crate::browser::set_checked(&shown, without);
    });
    let words = el("span").text(&name).with(el("small").class("soft").text(&day));
    let label = el("label").class("name").with(input).with(words);
    el("li")
        .set("data-drop", &id)
        .with(label)
        .with(el("span").class("score").text(&points))
}
