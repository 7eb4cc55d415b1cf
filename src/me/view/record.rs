//! The record: whose it is, what is in it, and its parts one below the other.

use super::frame::{foot, head};
use super::sheet::{Sheet, leaf, link, soft};
use super::{history, letters, now, play, rest, rules, take, why};
use crate::board::named;
use crate::browser::{Calendar, El, el, when_seen};
use crate::language::Language;
use crate::me::Me;
use crate::me::app::patch;
use crate::me::prose::door;
use crate::me::pulse::Here;
use crate::me::words::word;

/// A part: its id, its name, and what draws it.
type Part = (&'static str, fn(Language) -> &'static str, fn(&Sheet) -> Vec<El>);

/// Every part, in order.
const PARTS: [Part; 11] = [
    ("now", |it| it.tell(word::NOW_TITLE), now::now),
    ("history", |it| it.tell(word::HISTORY_TITLE), history::history),
    ("why", |it| it.tell(word::WHY_TITLE), why::why),
    ("stars", |it| it.tell(word::STARS_TITLE), rest::stars),
    ("rewards", |it| it.tell(word::REWARDS_TITLE), rest::rewards),
    ("play", |it| it.tell(word::PLAY_TITLE), play::play),
    ("changes", |it| it.tell(word::CHANGES_TITLE), rest::changes),
    ("board", |it| it.tell(word::SHOWN_TITLE), rest::shown),
    ("letters", |it| it.tell(word::LETTERS_TITLE), letters::letters),
    ("take", |it| it.tell(word::TAKE_TITLE), take::take),
    ("rules", |it| it.tell(word::RULES_TITLE), rules::rules),
];

/// The parts seen first; the others follow when these are on the screen.
const FIRST: usize = 2;

/// Everything.
pub(in crate::me) fn record(me: Me) -> Vec<El> {
    let parts = el("div");
    let all = el("main")
        .class("chapters record")
        .with(patch(me, "div", "who", who))
        .with(patch(me, "nav", "contents", contents))
        .with(parts.clone());
    grow(me, &parts, 0, FIRST);
    vec![head(me), all, foot(me)]
}

/// Draws the parts from one on, then lets the browser show them before it goes on.
fn grow(me: Me, parts: &El, from: usize, count: usize) {
    for it in PARTS.iter().skip(from).take(count) {
        parts.append(&part(me, *it));
    }
    let (here, parts) = (Here::now(), parts.clone());
    let next = from + count;
    if next < PARTS.len() {
        let go_on = move || here.go_on(|| grow(me, &parts, next, 1));
        when_seen(go_on);
    }
}

fn part(me: Me, (id, title, draw): Part) -> El {
    let content = patch(me, "div", "", move |me| {
        let language = me.language();
        let Some(facts) = me.facts() else { return Vec::new() };
        let mut drawn = vec![el("h2").text(title(language))];
        drawn.extend(draw(&Sheet { me, facts, language }));
        drawn
    });
    el("section").set("id", id).set("data-part", id).with(content)
}

/// Whose record it is, of which publication, and what is wrong with that.
fn who(me: Me) -> Vec<El> {
    let language = me.language();
    let Some(facts) = me.facts() else { return Vec::new() };
    let hall = &facts.ledger().hall;
    let name = facts.own().resident().map(|it| language.person(&it.name));
    let issued = Calendar(language).instant(facts.own().issued(), &hall.time_zone);
    let of = language.told(word::ME_OF).with("hall", &language.name(&hall.names).text);
    let mut lines = vec![
        named("h1", &name.unwrap_or_default()),
        soft(&of.with("when", &issued).done()),
    ];
    if let Some(notice) = me.notice() {
        let expires = Calendar(language).instant(facts.own().expires(), &hall.time_zone);
        let words = door::notice(language, notice, &expires);
        lines.push(leaf("p", "notice", &words).set("role", "status"));
    }
    lines
}

/// Where the parts are.
fn contents(me: Me) -> Vec<El> {
    let language = me.language();
    let list = PARTS.iter().fold(el("ul"), |list, (id, title, _)| {
        list.with(el("li").with(link(&["#", *id].concat(), title(language))))
    });
    vec![list]
}
