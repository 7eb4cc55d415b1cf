//! What stands around the record, or in its place.

use std::cell::Cell;

use super::sheet::{button, link, p, soft};
use crate::browser::{El, el};
use crate::language::Language;
use crate::me::Me;
use crate::me::app::patch;
use crate::me::prose::door;
use crate::me::pulse::follow;
use crate::me::stand::Stand;
use crate::me::words::word;

/// The page's name, the way to the board and the other language.
pub(super) fn head(me: Me) -> El {
    let words = patch(me, "p", "soft", |me| {
        let language = me.language();
        vec![link(me.board(), language.tell(word::ME_BOARD))]
    });
    let bar = el("div").class("document-bar").with(words).with(language_switch(me));
    let header = el("header").with(bar);
    if me.is_shared() { header.with(shared(me)).with_all(warning(me)) } else { header }
}

/// On a screen that others use too: that the record will be closed, and the way to close it
/// at once.
fn shared(me: Me) -> El {
    patch(me, "div", "shared", |me| {
        if me.stand() == Stand::Asking {
            return Vec::new();
        }
        let language = me.language();
        let now = button(language.tell(word::SHARED_NOW), move || me.leave());
        vec![soft(language.tell(word::SHARED_NOTE)), now]
    })
}

/// The last seconds before a shared screen closes a record, in sight wherever its reader is:
/// as it is seen, with a way to stay, and as it is heard, once.
fn warning(me: Me) -> Vec<El> {
    let heard = el("p").class("sr-only").set("role", "alert");
    let words = el("span").set("aria-hidden", "true");
    let stay = button("", move || me.stay()).class("chief");
    let place = el("div").class("countdown").with(words.clone()).with(stay.clone());
    let drawn = vec![place.clone(), heard.clone()];
    let before = Cell::new(false);
    follow(move || {
        let language = me.language();
        let left = me.seconds_left().filter(|_| me.stand() != Stand::Asking);
        if before.replace(left.is_some()) != left.is_some() {
            let words = left.map_or("", |_| language.tell(word::SHARED_SOON));
            heard.retext(words);
        }
        let Some(left) = left else {
            words.drop("data-countdown");
            return place.change("hidden", "");
        };
        words.change("data-countdown", &left.to_string());
        words.retext(&door::countdown(language, left));
        stay.retext(language.tell(word::SHARED_STAY));
        place.drop("hidden");
    });
    drawn
}

fn language_switch(me: Me) -> El {
    let switch = button("", move || me.change_language()).class("language");
    let shown = switch.clone();
    follow(move || {
        let other = me.language().other();
        shown.change("lang", other.tag());
        shown.change(
            "aria-label",
            match other {
                Language::English => "EN: read in English",
                Language::Chinese => "中文：用中文阅读",
            },
        );
        shown.retext(other.own_name());
    });
    switch
}

/// What the page promises, wherever it is left.
pub(super) fn foot(me: Me) -> El {
    patch(me, "footer", "foot", |me| vec![p(me.language().tell(word::ME_PRIVATE))])
}

/// While files are on their way.
pub(in crate::me) fn opening(me: Me) -> Vec<El> {
    let words =
        patch(me, "div", "", |me| vec![soft(me.language().tell(word::OPENING_WORDS))]);
    let main = el("main").class("chapters").with(words.set("role", "status"));
    vec![head(me), main, foot(me)]
}

/// Why nothing is shown, and what can be done.
pub(in crate::me) fn refusal(me: Me, stand: Stand) -> Vec<El> {
    let words = patch(me, "div", "", move |me| {
        let language = me.language();
        let words = door::refusal(language, &stand);
        let mut content = vec![el("h1").text(words.title), p(words.what)];
        content.extend(words.more.iter().map(|more| p(more)));
        let mut row = el("p").class("buttons");
        if words.again {
            let again = button(language.tell(word::REFUSAL_AGAIN), move || me.retry());
            row = row.with(again.class("chief"));
        }
        let other = match me.is_kept() {
            true => button(language.tell(word::KEEP_FORGET), move || {
                me.forget();
                me.leave();
            }),
            false => button(language.tell(word::REFUSAL_OTHER), move || me.leave()),
        };
        content.push(row.with(other));
        content
    });
    let main = el("main").class("chapters refusal").with(words.set("role", "alert"));
    vec![head(me), main, foot(me)]
}

/// Whether this device keeps the card, where that is offered.
pub(super) fn keeping(me: Me) -> El {
    patch(me, "div", "keeping", |me| {
        let language = me.language();
        if me.is_shared() {
            return Vec::new();
        }
        let close = button(language.tell(word::KEEP_CLOSE), move || me.leave());
        let turn = move || if me.is_kept() { me.forget() } else { me.keep() };
        let (words, turn) = (soft(""), button("", turn));
        let row = el("p").class("buttons").with(turn.clone()).with(close);
        let drawn = vec![words.clone(), row];
        follow(move || {
            let (said, offered, keep) = match me.is_kept() {
                true => (word::KEEP_KEPT, word::KEEP_FORGET, "forget"),
                false => (word::KEEP_OFFER, word::KEEP_KEEP, "keep"),
            };
            words.retext(language.tell(said));
            turn.retext(language.tell(offered));
            turn.change("data-keep", keep);
        });
        drawn
    })
}
