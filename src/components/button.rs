//! Buttons.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::platform::focus_element;

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonStyle {
    /// One of several.
    #[default]
    Secondary,
    /// What most people do next; at most one in sight.
    Primary,
    /// A rare action, as quiet as a link.
    Quiet,
    /// The way back at the top of the page.
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
    /// How much it stands out.
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
