//! A list in a box of fixed height, of which one page is shown at a time.
//!
//! The style sheet lays the list out in columns that overflow the box, and shifts it by
//! pages. The number of pages is measured.

use leptos::html;
use leptos::prelude::*;

use super::pagination::{Pages, balanced_height, pages};
use super::section::use_part;
use crate::board::context::use_board;
use crate::page_kind::PageKind;
use crate::platform::{
    Element, HtmlElement, Measurement, Size, flow_sizes, on_resize, set_length, size_of,
};

/// The custom property with the height to which columns are filled.
const FLOW_HEIGHT: &str = "--flow-height";

/// The pages of a list. Its items are the children of its one child.
#[component]
pub(super) fn Paginated(
    /// The kind of the pages, whose number is passed to the schedule.
    kind: PageKind,
    /// Takes the size of a page.
    #[prop(optional)]
    room: Option<RwSignal<Size>>,
    /// The list.
    children: Children,
) -> impl IntoView {
    let board = use_board();
    let part = use_part(board, kind);
    let [viewport, flow, content] = [(); 3].map(|()| NodeRef::<html::Div>::new());
    Effect::new(move |_| {
        let places = (viewport.get(), flow.get(), content.get());
        let (Some(viewport), Some(flow), Some(content)) = places else { return };
        let observed = (viewport.clone(), content.clone());
        on_resize([&observed.0, &observed.1], move || {
            let size = size_of(&viewport);
            if let Some(room) = room.filter(|room| room.get_untracked() != size) {
                room.set(size);
                // The list is laid out for that room first.
                return Measurement::Repeat;
            }
            let counted = balanced_pages(&flow, &content, size.height);
            let is_new =
                board.pages.with_untracked(|all| all.get(&kind) != Some(&counted));
            if is_new {
                board.pages.update(|all| {
                    all.insert(kind, counted);
                });
            }
            Measurement::Done
        });
    });
    let step = Memo::new(move |_| {
        board.pages.with(|all| all.get(&kind).map_or(0.0, |pages| pages.step))
    });
    view! {
        <div class="paginator" node_ref=viewport>
            <div
                class="flow"
                node_ref=flow
                style:--part=move || part.get().to_string()
                style:--page-step=move || format!("{:.3}px", step.get())
            >
                <div class="flow-content" node_ref=content>
                    {children()}
                </div>
            </div>
        </div>
    }
}

/// Fills the pages evenly, and counts them.
fn balanced_pages(flow: &HtmlElement, content: &Element, height: f64) -> Pages {
    set_length(flow, FLOW_HEIGHT, None);
    let Some(sizes) = flow_sizes(flow, content) else { return Pages::default() };
    let fewest = pages(&sizes);
    if fewest.count < 2 && sizes.columns < 2 {
        return fewest;
    }
    let balanced = balanced_height(&sizes.heights, sizes.columns, height);
    set_length(flow, FLOW_HEIGHT, Some(balanced));
    let evenly = flow_sizes(flow, content).map(|sizes| pages(&sizes));
    match evenly {
        Some(evenly) if evenly.count <= fewest.count => evenly,
        // Rows that must stay together may need more than their heights add up to.
        _ => {
            set_length(flow, FLOW_HEIGHT, None);
            fewest
        }
    }
}
