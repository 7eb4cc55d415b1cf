//! Who writes: by card, or by name.

use hallboard_feed::letter::Sender;
use hallboard_feed::sealed::CodeFault;

use super::camera::{before_the_camera, take};
use super::pieces::{asking, chief, fault, field, p, soft};
use super::{Drawn, named};
use crate::browser::{El, el};
use crate::language::Language;
use crate::report::Page;
use crate::report::browser::{set_value, value};
use crate::report::model::What;
use crate::report::state::Fault;
use crate::report::words::word;

/// The step.
pub(super) fn sender(page: Page) -> Drawn {
    let language = page.language();
    let (what, sender, wrong) = page.ask(|it| {
        (it.form.draft.what.unwrap_or(What::Own), it.form.draft.sender.clone(), it.fault)
    });
    let mut content = Vec::new();
    content.extend(named::told(page));
    match &sender {
        Some(Sender::Guest { name }) => {
            let words = language.phrase_with(word::SENDER_HAS_GUEST, &[("name", name)]);
            content.push(p(&words).class("has").set("role", "status"));
        }
        Some(_) => {
            let words = language.phrase(word::SENDER_HAS_CARD);
            content.push(p(words).class("has").set("role", "status"));
        }
        None => {}
    }
    let (form, code) = card(page, language, wrong);
    content.push(form);
    content.extend(before_the_camera(page, language));
    if what.needs_card() {
        content.push(soft(language.phrase(word::SENDER_MUST)));
    } else {
        content.push(guest(page, language, what, wrong));
    }
    let drawn = Drawn::new(language.phrase(word::SENDER_TITLE), content).typed();
    if sender.is_none() { drawn.beginning_at(&code) } else { drawn }
}

fn card(page: Page, language: Language, wrong: Option<Fault>) -> (El, El) {
    let (label, code) = field("input", "code", language.phrase(word::SENDER_CODE));
    let wrong = match wrong {
        Some(Fault::Code(fault)) => code_fault(language, fault),
        Some(Fault::OtherCard) => language.phrase(word::CODE_OTHER).to_owned(),
        _ => String::new(),
    };
    let code = code
        .set("type", "text")
        .set("autocapitalize", "characters")
        .set("enterkeyhint", "go")
        .set("aria-describedby", "code-fault code-help")
        .set("aria-invalid", if wrong.is_empty() { "false" } else { "true" });
    let content = vec![
        p(language.phrase(word::SENDER_CARD_LEAD)),
        label,
        code.clone(),
        fault("code-fault", &wrong),
        soft(language.phrase(word::SENDER_CODE_HELP)).set("id", "code-help"),
        chief(language.phrase(word::SENDER_TAKE), || {}).set("type", "submit"),
    ];
    let form = asking("ask", content, &code, move |code| {
        let typed = value(code);
        // What is in the field is a secret: it goes before anything else happens.
        set_value(code, "");
        take(page, &typed);
    });
    (form, code)
}

fn guest(page: Page, language: Language, what: What, wrong: Option<Fault>) -> El {
    let (label, name) = field("input", "guest", language.phrase(word::SENDER_GUEST_NAME));
    let wrong = wrong == Some(Fault::Name);
    let name = name
        .set("type", "text")
        .set("autocapitalize", "words")
        .set("aria-describedby", "guest-fault")
        .set("aria-invalid", if wrong { "true" } else { "false" });
    let words = if wrong { language.phrase(word::SENDER_GUEST_FAULT) } else { "" };
    let mut content = vec![el("h2").text(language.phrase(word::SENDER_GUEST_TITLE))];
    if what == What::Own {
        content.push(p(language.phrase(word::SENDER_GUEST_OWN)));
    }
    content.extend([
        label,
        name.clone(),
        fault("guest-fault", words),
        super::pieces::button(language.phrase(word::SENDER_GUEST_TAKE), || {})
            .set("type", "submit"),
    ]);
    asking("ask", content, &name, move |name| {
        let typed = value(name);
        page.turn(|it| {
            if it.form.be_guest(&typed) {
                it.form.forward();
            } else {
                it.fault = Some(Fault::Name);
            }
        });
    })
}

fn code_fault(language: Language, fault: CodeFault) -> String {
    match fault {
        CodeFault::Empty => language.phrase(word::CODE_EMPTY).to_owned(),
        CodeFault::Character { found } => {
            let found = found.to_string();
            language.phrase_with(word::CODE_CHARACTER, &[("found", &found)])
        }
        CodeFault::Length { found } => {
            let found = found.to_string();
            language.phrase_with(word::CODE_LENGTH, &[("found", &found)])
        }
        CodeFault::Check { group: Some(group) } => {
            let group = group.to_string();
            language.phrase_with(word::CODE_GROUP, &[("group", &group)])
        }
        CodeFault::Check { group: None } => language.phrase(word::CODE_CHECK).to_owned(),
    }
}
