//! After the last button: time to take the letter back, then what became of it.

use super::pieces::{chief, p, row};
use super::{Drawn, outbox, own};
use crate::browser::{El, el};
use crate::report::Page;
use crate::report::app::patch;
use crate::report::state::{Sent, Shown, State};
use crate::report::words::word;

/// The time to take it back.
pub(super) fn hand(page: Page) -> Drawn {
    let language = page.language();
    let seconds = |left: u32| left.to_string();
    let title = language.phrase_with(word::HAND_TITLE, &[("seconds", &seconds(15))]);
    let count = patch("undo", move || {
        let left = seconds(page.undoing().get());
        let words = language.phrase_with(word::HAND_NOW, &[("seconds", &left)]);
        let number = el("strong").set("aria-hidden", "true").text(&left);
        vec![number.set("data-undo", &left), el("span").text(&words)]
    });
    let undo = chief(language.phrase(word::HAND_UNDO), move || page.undo());
    let content = vec![p(language.phrase(word::HAND_WHAT)), count, row(vec![undo])];
    Drawn::new(&title, content)
}

/// What became of it.
pub(super) fn sent(page: Page) -> Drawn {
    let language = page.language();
    let told = patch("sent", move || {
        page.outboxes().get();
        became(page)
    });
    let next = match page.ask(|it| it.framed) {
        true => own::back(page).class("chief"),
        false => {
            chief(language.phrase(word::SENT_ANOTHER), move || page.turn(State::forget))
        }
    };
    let content = vec![told.set("role", "status"), row(vec![next])];
    Drawn::new(language.phrase(word::SENT_TITLE), content)
}

fn became(page: Page) -> Vec<El> {
    let language = page.language();
    let sent = page.ask(|it| match &it.shown {
        Shown::Sent(sent) => Some(sent.clone()),
        _ => None,
    });
    match sent {
        Some(Sent::Delivered) => {
            vec![p(language.phrase(word::SENT_DELIVERED)).set("data-sent", "delivered")]
        }
        Some(Sent::Sealed(name)) => {
            let at_risk = page.ask_outbox(|outbox| {
                outbox.waiting.iter().any(|it| it.name == name && !it.kept)
            });
            let there =
                page.ask_outbox(|outbox| outbox.waiting.iter().any(|it| it.name == name));
            let posts = page.post_address().is_some();
            let (words, state) = match (at_risk, posts) {
                (true, _) => (language.phrase(word::SENT_UNKEPT), "unkept"),
                (false, true) => (language.phrase(word::SENT_WAITING), "waiting"),
                (false, false) => (language.phrase(word::SENT_HAND_OVER), "hand-over"),
            };
            let mut told = vec![p(words).set("data-sent", state)];
            if there && (at_risk || !posts) {
                told.push(outbox::ways(page, &name));
            }
            told
        }
        _ => vec![p(language.phrase(word::SENT_FAILED)).set("data-sent", "failed")],
    }
}
