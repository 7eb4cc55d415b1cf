//! Whether whom a letter is about may be told who wrote it.

use super::pieces::p;
use crate::browser::{El, el, on};
use crate::me::pulse::follow;
use crate::report::Page;
use crate::report::model::What;
use crate::report::words::word;

/// What comes of a concern; nothing for other letters.
pub(super) fn told(page: Page) -> Option<El> {
    page.ask(|it| it.form.draft.what == Some(What::Concern)).then(|| {
        let (told, language) = (p("").class("told"), page.language());
        let said = told.clone();
        follow(move || {
            page.typed().get();
            said.retext(match page.ask(|it| it.form.names()) {
                true => language.phrase(word::CONCERN_TOLD_NAMED),
                false => language.phrase(word::CONCERN_TOLD),
            });
        });
        told
    })
}

/// The box that agrees to it, where it can be agreed to.
pub(super) fn tick(page: Page) -> Option<El> {
    let language = page.language();
    let (asked, agreed) = page.ask(|it| (it.may_name(), it.form.names()));
    asked.then(|| {
        let tick = el("input")
            .set("id", "named")
            .set("type", "checkbox")
            .set("autocomplete", "off")
            .set("aria-describedby", "named-note")
            .maybe("checked", agreed.then_some(""));
        let tick = on(tick, "change", move || {
            page.typing(|it| it.form.draft.named = !it.form.draft.named);
        });
        let words = el("span").text(language.phrase(word::NAMED_AGREE));
        let note =
            el("small").set("id", "named-note").text(language.phrase(word::NAMED_NOTE));
        el("div")
            .class("tick")
            .with(el("label").set("for", "named").with(tick).with(words))
            .with(note)
    })
}
