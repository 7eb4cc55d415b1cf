//! What stands behind a button until it is asked for.

use leptos::prelude::*;

use crate::components::Button;
use crate::report::context::ReportContext;
use crate::words::Word;

/// A button, or in its place what it opens.
#[component]
pub fn Reveal(
    /// The text of the button.
    label: Word,
    /// Whether it was pressed.
    is_open: RwSignal<bool>,
    /// What the button opens.
    children: ChildrenFn,
) -> impl IntoView {
    let context = ReportContext::expect();
    let open = move |()| {
        is_open.set(true);
        // The keyboard would cover what opens.
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
