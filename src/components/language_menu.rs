//! The language menu.

use leptos::prelude::*;

use crate::language::Language;
use crate::words::common;

/// A menu of all languages, each under its own name.
#[component]
pub fn LanguageMenu(
    /// The language of the page.
    #[prop(into)]
    language: Signal<Language>,
    /// Called with the chosen language.
    #[prop(into)]
    on_choose: Callback<Language>,
) -> impl IntoView {
    let choose = move |event| {
        if let Some(language) = Language::from_tag(&event_target_value(&event)) {
            on_choose.run(language);
        }
    };
    let option = move |it: Language| {
        view! {
            <option
                value=it.tag()
                lang=it.tag()
                dir=it.direction()
                prop:selected=move || language.get() == it
            >
                {it.own_name()}
            </option>
        }
    };
    view! {
        <span class="language-menu">
            <select
                class="language"
                aria-label=move || language.get().text(common::LANGUAGE_MENU)
                on:change=choose
            >
                {Language::all().map(option).collect_view()}
            </select>
        </span>
    }
}
