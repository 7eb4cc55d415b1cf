//! The pages of good deeds, rewards and rules.

use leptos::prelude::*;

use super::paginated::Paginated;
use super::pagination::percentile;
use super::section::{WallSection, use_subtitle};
use super::use_type_sizes;
use super::words::word_widths;
use crate::board::context::use_board;
use crate::board::sections::{RuleList, ThanksList, rule_items, thanks_rows};
use crate::format::pixels;
use crate::page_kind::PageKind;
use crate::platform::{Font, Typeface, text_widths};

/// The percentage of names that fit into their column without wrapping.
const NAMES_THAT_FIT: usize = 95;

/// All good deeds, the newest first.
#[component]
pub(super) fn ThanksPages() -> impl IntoView {
    let board = use_board();
    let kind = PageKind::Thanks;
    let rows = Memo::new(move |_| {
        board.view_model.with(|it| it.as_deref().map(thanks_rows)).unwrap_or_default()
    });
    let sizes = use_type_sizes(board);
    let name_width = Memo::new(move |_| {
        let rows = rows.read();
        name_width(rows.iter().map(|row| row.resident.text.as_str()), sizes.get().row)
    });
    let date_width = Memo::new(move |_| {
        let rows = rows.read();
        widest(text_widths(
            Font::new(sizes.get().small, 400),
            rows.iter().map(|it| it.date.as_str()),
        ))
    });
    let points_width = Memo::new(move |_| {
        let rows = rows.read();
        widest(text_widths(
            Font::new(sizes.get().row, 700),
            rows.iter().map(|it| it.points.as_str()),
        ))
    });
    view! {
        <WallSection kind subtitle=use_subtitle(kind)>
            <div
                class="list-room"
                style:--name-width=move || pixels(name_width.get())
                style:--date-width=move || pixels(date_width.get())
                style:--points-width=move || pixels(points_width.get())
            >
                <Paginated kind>{move || view! { <ThanksList rows=rows.get() /> }}</Paginated>
            </div>
        </WallSection>
    }
}

/// The width that nearly all names need, but at least that of the longest word.
fn name_width<'a>(names: impl Iterator<Item = &'a str> + Clone, font_size: f64) -> f64 {
    let font = Font { size: font_size, weight: 600, typeface: Typeface::Display };
    let words = names.clone().flat_map(|name| word_widths(name, font).0);
    let names = text_widths(font, names);
    percentile(names, NAMES_THAT_FIT).ceil().max(widest(words.collect()))
}

fn widest(widths: Vec<f64>) -> f64 {
    widths.into_iter().fold(0.0, f64::max).ceil() + 2.0
}

/// The rewards, or the rules.
#[component]
pub(super) fn RulePages(
    /// Rewards or rules.
    kind: PageKind,
) -> impl IntoView {
    let board = use_board();
    let items = Memo::new(move |_| {
        let items =
            board.view_model.with(|it| it.as_deref().map(|it| rule_items(it, kind)));
        items.unwrap_or_default()
    });
    view! {
        <WallSection kind subtitle=use_subtitle(kind)>
            <div class="list-room">
                <Paginated kind>{move || view! { <RuleList items=items.get() /> }}</Paginated>
            </div>
        </WallSection>
    }
}
