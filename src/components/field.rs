//! Labelled text fields.
//!
//! A field has no `name`, so that no form submits it, and the browser neither stores nor
//! corrects the text.

use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// The message of an invalid field. Its id is the field's with `-fault`.
#[component]
pub fn FieldError(
    /// The id of the field.
    field: &'static str,
    /// The message; empty if there is no error.
    message: Signal<String>,
) -> impl IntoView {
    view! {
        <p id=error_id(field) class="fault" role="alert">
            {move || message.get()}
        </p>
    }
}

fn error_id(field: &str) -> String {
    format!("{field}-fault")
}

/// `aria-describedby` of a field: its message, then other descriptions.
fn described_by(field: &str, more: Option<&str>) -> String {
    let error = error_id(field);
    more.map_or_else(|| error.clone(), |more| format!("{error} {more}"))
}

fn aria_invalid(error: Option<Signal<String>>) -> impl Fn() -> Option<&'static str> {
    move || {
        let invalid = !error?.with(String::is_empty);
        Some(if invalid { "true" } else { "false" })
    }
}

/// A field of one line.
#[component]
pub fn TextField(
    /// The id of the input, unique on the page.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Gives access to the input.
    #[prop(optional)]
    input_ref: NodeRef<html::Input>,
    /// Called with the text whenever it changes.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The message about an error, empty if there is none. Shown below the field.
    #[prop(optional, into)]
    error: Option<Signal<String>>,
    /// Ids of further elements that describe the field.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// The `autocapitalize` of touch keyboards.
    #[prop(default = "off")]
    autocapitalize: &'static str,
    /// The `enterkeyhint` of touch keyboards.
    #[prop(optional)]
    enterkeyhint: Option<&'static str>,
) -> impl IntoView {
    let input = move |text: String| {
        if let Some(on_input) = on_input {
            on_input.run(text);
        }
    };
    let description = error.map(|_| self::described_by(id, described_by));
    view! {
        <label for=id>{move || label.get()}</label>
        <input
            id=id
            type="text"
            autocomplete="off"
            {..custom_attribute("autocorrect", "off")}
            spellcheck="false"
            autocapitalize=autocapitalize
            enterkeyhint=enterkeyhint
            aria-describedby=description
            aria-invalid=aria_invalid(error)
            node_ref=input_ref
            on:input:target=move |event| input(event.target().value())
        />
        {error.map(|message| view! { <FieldError field=id message/> })}
    }
}

/// A field of several lines.
#[component]
pub fn TextArea(
    /// The id of the text area, unique on the page.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The initial text. Later changes do not affect the field.
    value: String,
    /// Called with the text whenever it changes.
    #[prop(into)]
    on_input: Callback<String>,
    /// The message about an error, empty if there is none. Shown below the field.
    error: Signal<String>,
    /// Gives access to the text area.
    node_ref: NodeRef<html::Textarea>,
    /// Ids of further elements that describe the field.
    #[prop(optional)]
    described_by: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label for=id>{move || label.get()}</label>
        <textarea
            id=id
            rows="4"
            autocomplete="off"
            {..custom_attribute("autocorrect", "off")}
            spellcheck="false"
            aria-describedby=self::described_by(id, described_by)
            aria-invalid=aria_invalid(Some(error))
            node_ref=node_ref
            prop:value=value
            on:input:target=move |event| on_input.run(event.target().value())
        />
        <FieldError field=id message=error/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_described_by_its_message_first() {
        assert_eq!(described_by("code", None), "code-fault");
        assert_eq!(described_by("code", Some("code-help")), "code-fault code-help");
    }
}
