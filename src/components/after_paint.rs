//! Content that is built after the rest of the page is painted.

use leptos::prelude::*;

use crate::platform::after_paint;

/// Builds its children once the browser has painted the rest of the page, so that the rest
/// is visible sooner.
#[component]
pub fn AfterPaint(
    /// The deferred content.
    children: ChildrenFn,
) -> impl IntoView {
    let is_painted = RwSignal::new(false);
    after_paint(move || {
        // The page may have been removed by then.
        is_painted.try_set(true);
    });
    view! { <Show when=move || is_painted.get()>{children()}</Show> }
}
