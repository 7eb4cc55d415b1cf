//! What every step is set of.

use crate::browser::{El, el, on, on_event};
use crate::report::Page;
use crate::report::browser::value;

/// A paragraph.
pub(super) fn p(words: &str) -> El {
    el("p").text(words)
}

/// A quieter paragraph.
pub(super) fn soft(words: &str) -> El {
    p(words).class("soft")
}

/// The heading of a step, which takes the focus when the step begins.
pub(super) fn heading(words: &str) -> El {
    el("h1").set("tabindex", "-1").text(words)
}

/// A button that does something.
pub(super) fn button(words: &str, act: impl Fn() + 'static) -> El {
    let act: Box<dyn Fn()> = Box::new(act);
    on(el("button").set("type", "button").text(words), "click", act)
}

/// A button for what most people do next.
pub(super) fn chief(words: &str, act: impl Fn() + 'static) -> El {
    button(words, act).class("chief")
}

/// Buttons beside each other.
pub(super) fn row(buttons: Vec<El>) -> El {
    el("p").class("buttons").with_all(buttons)
}

/// One of several things to choose, with a word about it.
pub(super) fn choice(name: El, note: &str, chosen: bool, act: impl Fn() + 'static) -> El {
    let act: Box<dyn Fn()> = Box::new(act);
    let note = (!note.is_empty()).then(|| el("small").text(note));
    let button = el("button").set("type", "button").class("choice");
    let button = button.set("aria-pressed", if chosen { "true" } else { "false" });
    on(button.with(name).with_any(note), "click", act)
}

/// A field and its label. It has no name, so that no form ever sends it, and the browser
/// neither keeps nor corrects what is typed.
pub(super) fn field(tag: &str, id: &str, label: &str) -> (El, El) {
    let field = el(tag)
        .set("id", id)
        .set("autocomplete", "off")
        .set("autocorrect", "off")
        .set("spellcheck", "false");
    (el("label").set("for", id).text(label), field)
}

/// A field to search in; its list follows what is typed.
pub(super) fn search(page: Page, label: &str) -> Vec<El> {
    let (label, field) = field("input", "search", label);
    let field = field.set("type", "text").set("autocapitalize", "off");
    let typed = field.clone();
    let field = on(field, "input", move || {
        page.typing(|it| it.query = value(&typed));
    });
    vec![label, field]
}

/// A field with a button of its own, as a form, so that Enter does as well.
pub(super) fn asking(
    class: &str,
    content: Vec<El>,
    field: &El,
    take: impl Fn(&El) + 'static,
) -> El {
    let field = field.clone();
    on_event(el("form").class(class).with_all(content), "submit", move |event| {
        event.prevent_default();
        take(&field);
    })
}

/// What is wrong with a field.
pub(super) fn fault(id: &str, words: &str) -> El {
    el("p").set("id", id).class("fault").set("role", "alert").text(words)
}
