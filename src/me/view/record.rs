//! The record: whose it is, what is in it, and its parts one below the other.

use std::sync::Arc;

use gloo_timers::callback::Timeout;

use super::frame::{foot, head, keeping};
use super::{history, now, p, play, rest, rules, take, why};
use crate::board::named;
use crate::browser::{Calendar, El, el};
use crate::language::Language;
use crate::me::Me;
use crate::me::app::patch;
use crate::me::facts::Facts;
use crate::me::prose::door;
use crate::me::pulse::Here;

/// What draws a part, from what is open.
type Draw = fn(Me, &Arc<Facts>, Language) -> Vec<El>;

/// What a part is called.
type Title = fn(Language) -> &'static str;

/// Each part: its id, its name and what draws it, in order.
const PARTS: [(&str, Title, Draw); 10] = [
    ("now", |it| it.tell("now.title"), now::now),
    ("why", |it| it.tell("why.title"), why::why),
    ("history", |it| it.tell("history.title"), history::history),
    ("stars", |it| it.tell("stars.title"), rest::stars),
    ("rewards", |it| it.tell("rewards.title"), rest::rewards),
    ("play", |it| it.tell("play.title"), play::play),
    ("changes", |it| it.tell("changes.title"), rest::changes),
    ("board", |it| it.tell("shown.title"), rest::shown),
    ("take", |it| it.tell("take.title"), take::take),
    ("rules", |it| it.tell("rules.title"), rules::rules),
];

/// The parts seen first; the others follow when these are on the screen.
const FIRST: usize = 2;

/// Everything.
pub(in crate::me) fn record(me: Me) -> Vec<El> {
    let main = el("main").class("chapters record");
    let parts = el("div");
    let all = main.with(patch(me, "div", "who", who)).with(contents(me));
    let all = all.with(keeping(me)).with(parts.clone());
    grow(me, &parts, 0, FIRST);
    vec![head(me), all, foot(me)]
}

/// Draws the parts from one on, then lets the browser show them before it goes on.
fn grow(me: Me, parts: &El, from: usize, count: usize) {
    let some = PARTS.iter().skip(from).take(count);
    let drawn: Vec<El> = some.map(|it| part(me, *it)).collect();
    for part in &drawn {
        parts.append(part);
    }
    let here = Here::now();
    let next = from + count;
    if next < PARTS.len() {
        let parts = parts.clone();
        let go_on = move || here.go_on(|| grow(me, &parts, next, 1));
        Timeout::new(0, go_on).forget();
    }
}

fn part(
    me: Me,
    (id, title, draw): (&'static str, fn(Language) -> &'static str, Draw),
) -> El {
    let content = patch(me, "div", "", move |me| {
        let language = me.language();
        let Some(facts) = me.facts() else { return Vec::new() };
        let mut drawn = vec![el("h2").set("tabindex", "-1").text(title(language))];
        drawn.extend(draw(me, &facts, language));
        drawn
    });
    el("section").set("id", id).set("data-part", id).class(id).with(content)
}

/// Whose record it is, of which publication, and what is wrong with that.
fn who(me: Me) -> Vec<El> {
    let language = me.language();
    let Some(facts) = me.facts() else { return Vec::new() };
    let name = facts.own().resident().map(|it| language.person(&it.name));
    let hall = &facts.ledger().hall;
    let hall_name = language.name(&hall.names).text;
    let issued = Calendar(language).instant(facts.own().issued(), &hall.time_zone);
    let parts = [("hall", hall_name.as_str()), ("when", &issued)];
    let name = name.map(|name| named("h1", &name));
    let mut lines: Vec<El> = name.into_iter().collect();
    lines.push(p(&language.tell_with("me.of", &parts)).class("soft"));
    let notice = me.notice().map(|notice| {
        let expires = Calendar(language).instant(facts.own().expires(), &hall.time_zone);
        door::notice(language, notice, &expires)
    });
    lines.extend(notice.map(|words| p(&words).class("notice").set("role", "status")));
    lines
}

/// Where the parts are.
fn contents(me: Me) -> El {
    patch(me, "nav", "contents", |me| {
        let language = me.language();
        let link = |(id, title, _): &(&str, fn(Language) -> &'static str, Draw)| {
            let link = el("a").set("href", &["#", *id].concat()).text(title(language));
            el("li").with(link)
        };
        vec![el("ul").with_all(PARTS.iter().map(link).collect())]
    })
}
