//! The latest thank-yous.

use std::sync::Arc;

use leptos::prelude::*;

use crate::board::sections::{ThanksList, thanks_rows};
use crate::board::view_model::BoardViewModel;
use crate::components::Button;
use crate::words::board as word;

/// The number of thank-yous that are shown before the button is pressed.
const LATEST: usize = 10;

/// The latest thank-yous, and a button that shows all.
#[component]
pub(super) fn Thanks(
    /// The board.
    view_model: Arc<BoardViewModel>,
) -> impl IntoView {
    let language = view_model.language;
    let rows = StoredValue::new(thanks_rows(&view_model));
    let count = rows.with_value(Vec::len);
    let shows_all = RwSignal::new(count <= LATEST);
    let list = move || {
        let shown = if shows_all.get() { count } else { LATEST };
        let rows = rows.with_value(|rows| rows.iter().take(shown).cloned().collect());
        view! { <ThanksList rows /> }
    };
    let text =
        move || language.text_with(word::THANKS_ALL, &[("count", &count.to_string())]);
    view! {
        {list}
        <Show when=move || !shows_all.get()>
            <p class="more">
                <Button on_press=move |()| shows_all.set(true)>{text}</Button>
            </p>
        </Show>
    }
}
