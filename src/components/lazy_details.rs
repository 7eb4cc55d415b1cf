//! Content that is built when it is first opened.

use leptos::prelude::*;

/// A summary, and folded content that is built when it is first opened.
#[component]
pub fn LazyDetails(
    /// The CSS class.
    class: &'static str,
    /// The always visible summary.
    #[prop(into)]
    summary: ViewFn,
    /// The folded content.
    children: ChildrenFn,
) -> impl IntoView {
    let was_opened = RwSignal::new(false);
    let is_built = Memo::new(move |_| was_opened.get());
    view! {
        <details class=class on:toggle=move |_| was_opened.set(true)>
            <summary>{summary.run()}</summary>
            <div>{move || is_built.get().then(|| children())}</div>
        </details>
    }
}
