//! What is to be told.

use super::Drawn;
use super::pieces::choice;
use crate::browser::el;
use crate::language::Language;
use crate::report::Page;
use crate::report::model::What;
use crate::report::words::word;

/// What it is called, and what it takes.
pub(super) fn named(language: Language, what: What) -> (&'static str, &'static str) {
    let name = match what {
        What::Own => language.phrase(word::WHAT_OWN),
        What::Thanks => language.phrase(word::WHAT_THANKS),
        What::Concern => language.phrase(word::WHAT_CONCERN),
        What::Wish => language.phrase(word::WHAT_WISH),
        What::Correction => language.phrase(word::WHAT_CORRECTION),
        What::Copy => language.phrase(word::WHAT_COPY),
        What::Reply => language.phrase(word::WHAT_REPLY),
        What::Consent => language.phrase(word::WHAT_CONSENT),
        What::Erasure => language.phrase(word::WHAT_ERASURE),
    };
    let note = match what {
        What::Own => language.phrase(word::WHAT_OWN_NOTE),
        What::Thanks => language.phrase(word::WHAT_THANKS_NOTE),
        What::Concern => language.phrase(word::WHAT_CONCERN_NOTE),
        What::Wish => language.phrase(word::WHAT_WISH_NOTE),
        What::Correction => language.phrase(word::WHAT_CORRECTION_NOTE),
        What::Copy => language.phrase(word::WHAT_COPY_NOTE),
        What::Reply | What::Consent | What::Erasure => "",
    };
    (name, note)
}

/// The first step.
pub(super) fn what(page: Page) -> Drawn {
    let language = page.language();
    let chosen = page.ask(|it| it.form.draft.what);
    let choices = What::ALL.map(|what| {
        let (name, note) = named(language, what);
        let choice =
            choice(el("span").text(name), note, chosen == Some(what), move || {
                page.turn(|it| {
                    it.form.tell(what);
                    it.form.forward();
                });
            });
        el("li").with(choice.set("data-what", what.kind().word()))
    });
    let choices = el("ul").class("choices").with_all(choices.into());
    Drawn::new(language.phrase(word::WHAT_TITLE), vec![choices])
}
