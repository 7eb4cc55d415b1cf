//! What is to be told.

use super::Drawn;
use super::pieces::choice;
use crate::browser::el;
use crate::language::Language;
use crate::report::Page;
use crate::report::model::What;

/// What it is called, and what it takes.
pub(super) fn named(language: Language, what: What) -> (&'static str, &'static str) {
    let name = match what {
        What::Own => language.phrase("what.own"),
        What::Thanks => language.phrase("what.thanks"),
        What::Concern => language.phrase("what.concern"),
        What::Wish => language.phrase("what.wish"),
        What::Correction => language.phrase("what.correction"),
        What::Copy => language.phrase("what.copy"),
        What::Reply => language.phrase("what.reply"),
        What::Consent => language.phrase("what.consent"),
        What::Erasure => language.phrase("what.erasure"),
    };
    let note = match what {
        What::Own => language.phrase("what.own_note"),
        What::Thanks => language.phrase("what.thanks_note"),
        What::Concern => language.phrase("what.concern_note"),
        What::Wish => language.phrase("what.wish_note"),
        What::Correction => language.phrase("what.correction_note"),
        What::Copy => language.phrase("what.copy_note"),
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
    Drawn::new(language.phrase("what.title"), vec![choices])
}
