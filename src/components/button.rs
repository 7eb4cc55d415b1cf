//! Buttons.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::platform::focus_element;

/// The visual weight of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonStyle {
    /// One of several actions.
    #[default]
    Secondary,
    /// The most likely action; at most one is visible.
    Primary,
    /// A rare action, as quiet as a link.
    Quiet,
    /// Returns to the previous view, at the top of the page.
    Back,
}

impl ButtonStyle {
    const fn class(self) -> Option<&'static str> {
        match self {
            ButtonStyle::Secondary => None,
            ButtonStyle::Primary => Some("chief"),
            ButtonStyle::Quiet => Some("plain-button"),
            ButtonStyle::Back => Some("back"),
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// Called when it is pressed. A submit button needs none.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The visual weight.
    #[prop(optional)]
    style: ButtonStyle,
    /// Whether it submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Whether it takes the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// A name for screen readers, where the content is too short to stand alone.
    #[prop(optional, into)]
    aria_label: Option<TextProp>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    if autofocus {
        button.on_load(|button| focus_element(&button));
    }
    let press = move |_| {
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=style.class()
            aria-label=move || aria_label.as_ref().map(TextProp::get)
            node_ref=button
            on:click=press
        >
            {children()}
        </button>
    }
}

/// Buttons beside each other.
#[component]
pub fn ButtonRow(
    /// A further CSS class.
    #[prop(optional)]
    class: &'static str,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <p class=format!("buttons {class}")>{children()}</p> }
}
