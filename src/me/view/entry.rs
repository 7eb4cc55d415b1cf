//! The form for the card's code.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::sheet::{p, soft};
use crate::browser::{CameraWords, El, camera, el, on_event};
use crate::me::Me;
use crate::me::app::patch;
use crate::me::prose::door;
use crate::me::pulse::follow;
use crate::me::view::frame::{foot, head};
use crate::me::words::word;

/// What asks for a card.
pub(in crate::me) fn entry(me: Me) -> Vec<El> {
    let form = form(me);
    let main = patch(me, "div", "", move |me| {
        let language = me.language();
        let shared = me.is_shared();
        vec![
            el("h1").text(language.tell(word::ME_TITLE)),
            p(language.tell(word::ENTRY_LEAD)),
            form.clone(),
            before_the_camera(me),
            soft(language.tell(word::ENTRY_LOG)),
            soft(match shared {
                true => language.tell(word::ENTRY_SHARED),
                false => language.tell(word::ENTRY_FORGETS),
            }),
            soft(language.tell(word::ENTRY_LOST)),
        ]
    });
    vec![head(me), el("main").class("chapters entry").with(main), foot(me)]
}

/// The camera, where this page knows of one: what it reads is never in an address.
fn before_the_camera(me: Me) -> El {
    let language = me.language();
    let words = CameraWords {
        show: language.tell(word::ENTRY_SHOW),
        hold: language.tell(word::ENTRY_HOLD),
        stop: language.tell(word::ENTRY_STOP),
        blind: language.tell(word::ENTRY_BLIND),
    };
    el("div").with_any(camera(words, move |text| me.present(text)))
}

/// One field and one button. The field has no name, so that no form ever sends it.
fn form(me: Me) -> El {
    let input = el("input")
        .set("id", "code")
        .set("type", "text")
        .set("autocomplete", "off")
        .set("autocapitalize", "characters")
        .set("autocorrect", "off")
        .set("spellcheck", "false")
        .set("enterkeyhint", "go")
        .set("aria-describedby", "code-fault code-help");
    let typed = input.element().clone();
    let told = el("p").set("id", "code-fault").class("fault").set("role", "alert");
    let (field, said) = (input.clone(), told.clone());
    // Apart from the rest: what is drawn anew loses the cursor.
    follow(move || {
        let (language, fault) = (me.language(), me.fault());
        field.change("aria-invalid", if fault.is_some() { "true" } else { "false" });
        let fault = fault.map(|fault| door::code_fault(language, fault));
        said.retext(&fault.unwrap_or_default());
    });
    let fields = patch(me, "div", "", move |me| {
        let language = me.language();
        let open = el("button").set("type", "submit").class("chief");
        vec![
            el("label").set("for", "code").text(language.tell(word::ENTRY_CODE)),
            input.clone(),
            told.clone(),
            el("p")
                .set("id", "code-help")
                .class("soft")
                .text(language.tell(word::ENTRY_HELP)),
            open.text(language.tell(word::ENTRY_OPEN)),
        ]
    });
    on_event(el("form").class("code").with(fields), "submit", move |event| {
        event.prevent_default();
        if let Some(input) = typed.dyn_ref::<HtmlInputElement>() {
            me.present(&input.value());
        }
    })
}
