//! Content that waits until the rest of the page is painted.

use leptos::prelude::*;

use crate::platform::after_paint;

/// Builds its children once the browser has painted what is on the page already, so that this
/// is seen sooner.
#[component]
pub fn AfterPaint(
    /// What can wait.
    children: ChildrenFn,
) -> impl IntoView {
    let is_painted = RwSignal::new(false);
    after_paint(move || {
        // The page may be gone by then.
        is_painted.try_set(true);
    });
    view! { <Show when=move || is_painted.get()>{children()}</Show> }
}
