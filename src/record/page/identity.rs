//! The resident and the publication of the record, and notices about them.

use std::sync::Arc;

use leptos::html::H1;
use leptos::prelude::*;

use crate::components::NamedText;
use crate::language::Language;
use crate::platform::{Calendar, focus_element};
use crate::record::context::use_record_context;
use crate::record::open_record::Record;
use crate::record::prose::errors;
use crate::record::screen::Notice;
use crate::words::record as word;

/// The heading of the record; it takes the focus once the record is open.
#[component]
pub(super) fn Identity(
    /// The open record.
    record: Memo<Option<Arc<Record>>>,
) -> impl IntoView {
    let context = use_record_context();
    let heading = NodeRef::<H1>::new();
    heading.on_load(|heading| focus_element(&heading));
    let name = move || {
        let language = context.language.get();
        record.with(|it| {
            let resident = it.as_ref()?.own().resident()?;
            Some(view! { <NamedText name=language.person(&resident.name) /> })
        })
    };
    let issued = move || {
        let language = context.language.get();
        record.with(|it| it.as_ref().map(|it| issued_by(language, it)))
    };
    let notice = move || {
        let (language, notice) = (context.language.get(), context.notice.get()?);
        let words =
            record.with(|it| Some(notice_words(language, notice, it.as_ref()?)))?;
        Some(view! { <p class="notice" role="status">{words}</p> })
    };
    view! {
        <div class="who">
            <h1 node_ref=heading tabindex="-1">{name}</h1>
            <p class="soft">{issued}</p>
            {notice}
        </div>
    }
}

fn issued_by(language: Language, record: &Record) -> String {
    let hall = &record.ledger().hall;
    let issued = Calendar(language).instant(record.own().issued(), &hall.time_zone);
    let message = language.message(word::ME_OF);
    let message = message.with("hall", &language.name(&hall.names).text);
    message.with("when", &issued).finish()
}

fn notice_words(language: Language, notice: Notice, record: &Record) -> String {
    let zone = &record.ledger().hall.time_zone;
    let expires = Calendar(language).instant(record.own().expires(), zone);
    errors::notice(language, notice, &expires)
}
