//! Content that is opened by a button.

use leptos::prelude::*;

use crate::components::Button;
use crate::report::context::ReportContext;
use crate::words::Word;

/// A button, which is replaced by the content that it opens.
#[component]
pub fn Reveal(
    /// The text of the button.
    label: Word,
    /// Whether it was pressed.
    is_open: RwSignal<bool>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let context = ReportContext::expect();
    let open = move |()| {
        is_open.set(true);
        // The keyboard would cover the content.
        context.typing_in.set(None);
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || {
                view! {
                    <p>
                        <Button on_press=open>{context.t(label)}</Button>
                    </p>
                }
            }
        >
            {children()}
        </Show>
    }
}
