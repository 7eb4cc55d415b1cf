//! A deed or reward as a choice.

use hallboard_score::Names;
use leptos::prelude::*;

use crate::components::{Choice, NamedText};
use crate::report::context::ReportContext;
use crate::report::model::Form;

/// A button for a deed or reward. Choosing it leads to the next step.
#[component]
pub(super) fn NamedChoice(
    /// The id of the deed or reward.
    id: String,
    /// Its names.
    names: Names,
    /// The id of the current choice.
    chosen: Memo<Option<String>>,
    /// Writes the choice into the form.
    choose: fn(&mut Form, &str),
) -> impl IntoView {
    let context = ReportContext::expect();
    let language = context.language;
    let current = id.clone();
    let selected =
        Signal::derive(move || chosen.with(|it| it.as_ref() == Some(&current)));
    let on_choose = move |()| {
        context.change_step(|form| {
            choose(form, &id);
            form.go_on();
        });
    };
    let name = Signal::derive(move || language.get().name(&names));
    view! {
        <Choice selected on_choose>{move || view! { <NamedText name=name.get() /> }}</Choice>
    }
}
