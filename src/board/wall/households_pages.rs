//! The pages of households.

use leptos::prelude::*;

use super::paginated::Paginated;
use super::pagination::{StarsLayout, StarsRoom, least_width, percentile, scale_to_fill};
use super::section::{WallSection, use_subtitle};
use super::use_type_sizes;
use super::words::word_widths;
use crate::board::context::use_board;
use crate::board::sections::{StarList, category_names, household_rows};
use crate::components::NamedText;
use crate::format::pixels;
use crate::language::Named;
use crate::layout::TypeSizes;
use crate::page_kind::PageKind;
use crate::platform::{Font, Size, text_widths};

/// The percentage of addresses that fit into the first column without wrapping.
const ADDRESSES_THAT_FIT: usize = 95;
/// The space between two cells, in font sizes of rows.
const CELL_GAP: f64 = 0.35;
/// The width of five stars, in font sizes of small type, as in the style sheet.
const STARS: f64 = 4.25;

/// All households with their stars.
#[component]
pub(super) fn HouseholdsPages() -> impl IntoView {
    let board = use_board();
    let kind = PageKind::Households;
    let rows = Memo::new(move |_| {
        board.view_model.with(|it| it.as_deref().map(household_rows)).unwrap_or_default()
    });
    let categories = Memo::new(move |_| {
        board.view_model.with(|it| it.as_deref().map(category_names)).unwrap_or_default()
    });
    let subtitle = use_subtitle(kind);
    let room = RwSignal::new(Size::default());
    let sizes = use_type_sizes(board);
    let widths = Memo::new(move |_| {
        let addresses: Vec<String> =
            rows.with(|rows| rows.iter().map(|row| row.name.text.clone()).collect());
        stars_room(&addresses, &categories.read(), sizes.get())
    });
    let layout = Memo::new(move |_| {
        let (width, is_upright) = (room.get().width, board.is_upright());
        StarsLayout::choose(&StarsRoom { width, is_upright, ..widths.get() })
    });
    let scale = move || match layout.get() {
        StarsLayout::Stacked => 1.0,
        StarsLayout::Table { .. } => {
            let count = rows.with(Vec::len);
            scale_to_fill(count, sizes.get().pitch(), room.get().height)
        }
    };
    let columns = move || match layout.get() {
        StarsLayout::Stacked => None,
        StarsLayout::Table { categories, .. } => {
            Some(categories.into_iter().map(pixels).collect::<Vec<_>>().join(" "))
        }
    };
    view! {
        <WallSection kind subtitle>
            <div
                class="list-room"
                class:stacked=move || layout.get() == StarsLayout::Stacked
                class:small-labels=move || has_small_labels(&layout.read())
                style:--scale=move || format!("{:.3}", scale())
                style:--cell-gap=move || pixels(sizes.get().row * CELL_GAP)
                style:--category-widths=columns
            >
                <CategoryHeads categories />
                <Paginated kind room>
                    {move || {
                        view! { <StarList rows=rows.get() categories=categories.get() /> }
                    }}
                </Paginated>
            </div>
        </WallSection>
    }
}

fn has_small_labels(layout: &StarsLayout) -> bool {
    matches!(layout, StarsLayout::Table { has_small_labels: true, .. })
}

/// The names of the categories above their columns. Assistive technology finds the names
/// beside the stars.
#[component]
fn CategoryHeads(
    /// The categories.
    categories: Memo<Vec<Named>>,
) -> impl IntoView {
    let heads = move || {
        let head = |name| view! { <span><NamedText name /></span> };
        categories.get().into_iter().map(head).collect_view()
    };
    view! {
        <div class="category-heads" aria-hidden="true">
            {heads}
        </div>
    }
}

fn stars_room(addresses: &[String], categories: &[Named], sizes: TypeSizes) -> StarsRoom {
    let label = |font: f64| {
        let widths =
            text_widths(Font::new(font, 500), addresses.iter().map(String::as_str));
        percentile(widths, ADDRESSES_THAT_FIT).ceil() + 2.0
    };
    let category = |name: &Named, lines: usize| {
        let (words, space) = word_widths(&name.text, Font::new(sizes.small, 500));
        least_width(&words, space, lines).ceil().max(STARS * sizes.small) + 2.0
    };
    let in_lines =
        |lines| categories.iter().map(|name| category(name, lines)).collect::<Vec<_>>();
    StarsRoom {
        gap: sizes.row * CELL_GAP,
        labels: [label(sizes.row), label(sizes.small)],
        categories: [in_lines(2), in_lines(3)],
        ..StarsRoom::default()
    }
}
