//! The step for the consents.

use hallboard_score::Scope;
use leptos::prelude::*;

use super::ScreenHeading;
use crate::report::context::ReportContext;
use crate::report::model::{Form, is_allowed, scope_name};
use crate::words::{Word, report as word};

/// The description of a scope.
const fn scope_note(scope: Scope) -> Word {
    match scope {
        Scope::Score => word::OWN_SCORE_NOTE,
        Scope::Board => word::OWN_BOARD_NOTE,
        Scope::History => word::OWN_HISTORY_NOTE,
        Scope::Thanks => word::OWN_THANKS_NOTE,
    }
}

/// The consents, each as a switch.
#[component]
pub fn ScopesStep() -> impl IntoView {
    let context = ReportContext::expect();
    let current = context.form.with_untracked(|form| form.current_consents().cloned());
    let current = current.unwrap_or_default();
    let unchanged = Memo::new(move |_| context.form.with(|form| !form.is_ready()));
    let guarded = current
        .guarded
        .then(|| view! { <p class="callout">{context.t(word::OWN_GUARDED)}</p> });
    let switches = Scope::ALL.iter().map(|scope| {
        let allowed = is_allowed(&current, *scope);
        view! {
            <li>
                <ScopeSwitch scope=*scope allowed/>
            </li>
        }
    });
    view! {
        <ScreenHeading>{context.t(word::OWN_SCOPES_TITLE)}</ScreenHeading>
        <p class="soft">{context.t(word::OWN_SCOPES_LEAD)}</p>
        {guarded}
        <ul class="choices switches">{switches.collect_view()}</ul>
        <div class="same">
            <Show when=move || unchanged.get()>
                <p class="soft">{context.t(word::OWN_SAME)}</p>
            </Show>
        </div>
    }
}

/// The switch of a scope.
#[component]
fn ScopeSwitch(
    /// The scope.
    scope: Scope,
    /// Whether it can be turned on.
    allowed: bool,
) -> impl IntoView {
    let context = ReportContext::expect();
    let is_on =
        Memo::new(move |_| context.form.with(|form| form.draft.scopes.contains(&scope)));
    let checked = move || if is_on.get() { "true" } else { "false" };
    let state = move || {
        let word = if is_on.get() { word::OWN_YES } else { word::OWN_NO };
        context.language.get().text(word)
    };
    let toggle = move |_| context.form.update(|form: &mut Form| form.toggle_scope(scope));
    view! {
        <button
            type="button"
            role="switch"
            class="choice switch"
            aria-checked=checked
            aria-disabled=(!allowed).then_some("true")
            data-scope=scope.as_str()
            on:click=toggle
        >
            <span class="what">
                <span>{context.t(scope_name(&scope))}</span>
                <small>{context.t(scope_note(scope))}</small>
            </span>
            <span class="said" aria-hidden="true">{state}</span>
        </button>
    }
}
