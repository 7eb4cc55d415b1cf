//! The page as its readers see it: thin, each part from words that `prose` made.

mod chart;
mod entry;
mod frame;
mod history;
mod now;
mod play;
mod record;
mod rest;
mod rules;
mod take;
mod why;

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

/// A list of texts.
fn list<T: AsRef<str>>(class: &str, texts: &[T]) -> El {
    let items = texts.iter().map(|text| el("li").text(text.as_ref())).collect();
    el("ul").class(class).with_all(items)
}

/// Something to open that is drawn when it is opened, or printed.
fn folded(open: &str, whole: bool, draw: impl Fn() -> Vec<El> + 'static) -> El {
    let content = el("div");
    let fold = el("details").class("fold").with(el("summary").text(open));
    let fold = fold.with(content.clone());
    if whole {
        crate::browser::fill(content.element(), draw());
        return fold.set("open", "");
    }
    on(fold, "toggle", move || {
        if !content.element().has_child_nodes() {
            crate::browser::fill(content.element(), draw());
        }
    })
}
