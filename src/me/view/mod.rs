//! The page as its readers see it: thin, each part from words that `prose` made.

mod entry;
mod frame;
mod record;

pub(super) use entry::entry;
pub(super) use frame::{opening, refusal};
pub(super) use record::record;

use crate::browser::{El, el, on};

/// A paragraph.
fn p(words: &str) -> El {
    el("p").text(words)
}

/// A quieter paragraph.
fn soft(words: &str) -> El {
    p(words).class("soft")
}

/// A button that does something.
fn button(words: &str, act: impl Fn() + 'static) -> El {
    on(el("button").set("type", "button").text(words), "click", act)
}
