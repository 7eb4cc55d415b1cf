//! The pages of residents.

use leptos::prelude::*;

use super::paginated::Paginated;
use super::pagination::{
    CellWidths, ResidentsLayout, ResidentsRoom, least_width, percentile,
};
use super::section::{WallSection, use_part, with_part};
use super::use_type_sizes;
use super::words::word_widths;
use crate::board::context::{BoardContext, use_board};
use crate::board::sections::{
    ResidentList, ResidentRow, initials, no_residents_text, resident_rows,
};
use crate::format::pixels;
use crate::layout::TypeSizes;
use crate::page_kind::PageKind;
use crate::platform::{Font, Size, text_widths};

/// The percentage of names that fit into their cell without wrapping.
const NAMES_THAT_FIT: usize = 95;
/// The space between the cells of a row, in font sizes of rows.
const CELL_GAP: f64 = 0.4;
/// The space between two columns, in font sizes of rows.
const COLUMN_GAP: f64 = 1.0;

/// All residents by name.
#[component]
pub(super) fn ResidentsPages() -> impl IntoView {
    let board = use_board();
    let kind = PageKind::Residents;
    let rows = Memo::new(move |_| {
        board.view_model.with(|it| it.as_deref().map(resident_rows)).unwrap_or_default()
    });
    let part = use_part(board, kind);
    let subtitle =
        Memo::new(move |_| rows.with(|rows| subtitle(board, rows, part.get())));
    let nobody = Memo::new(move |_| {
        if !rows.with(Vec::is_empty) {
            return None;
        }
        board.view_model.with(|it| it.as_deref().map(no_residents_text))
    });
    let room = RwSignal::new(Size::default());
    let sizes = use_type_sizes(board);
    let widths = Memo::new(move |_| rows.with(|rows| cell_widths(rows, sizes.get())));
    let layout = Memo::new(move |_| {
        let count = rows.with(Vec::len);
        let (room, sizes) = (room.get(), sizes.get());
        ResidentsLayout::choose(count, widths.get(), residents_room(board, room, sizes))
    });
    let least_widths =
        Memo::new(move |_| rows.with(|rows| least_name_widths(rows, sizes.get().row)));
    let long_names = Memo::new(move |_| {
        let layout = layout.get();
        let is_long = |width: &f64| width * layout.scale > layout.name;
        least_widths.with(|widths| widths.iter().map(is_long).collect::<Vec<_>>())
    });
    view! {
        <WallSection kind subtitle>
            {move || nobody.get().map(|text| view! { <p class="words">{text}</p> })}
            <div
                class="list-room"
                class:no-band=move || !layout.get().has_band
                class:no-bar=move || layout.get().bar <= 0.0
                style:--columns=move || layout.get().columns.to_string()
                style:--scale=move || format!("{:.3}", layout.get().scale)
                style:--cell-gap=move || pixels(sizes.get().row * CELL_GAP)
                style:--gap=move || pixels(sizes.get().row * COLUMN_GAP)
                style:--band-width=move || pixels(widths.get().band * layout.get().scale)
                style:--score-width=move || pixels(widths.get().score * layout.get().scale)
                style:--bar-width=move || pixels(layout.get().bar)
            >
                <Paginated kind room>
                    {move || {
                        // Rows that read the signal themselves would remain subscribed
                        // after the next feed has replaced them.
                        let (rows, long_names) = (rows.get(), long_names.get());
                        let marked = board.marked.get();
                        view! { <ResidentList rows long_names marked /> }
                    }}
                </Paginated>
            </div>
        </WallSection>
    }
}

/// The order of the list, the initials of the names on the page, and its number.
fn subtitle(board: BoardContext, rows: &[ResidentRow], part: usize) -> String {
    let text = PageKind::Residents.subtitle(board.app.language.get());
    let pages = board.pages.read();
    let Some(pages) = pages.get(&PageKind::Residents) else { return text.to_owned() };
    let ends = pages
        .ends(part, rows.len())
        .and_then(|(first, last)| Some(initials(rows.get(first)?, rows.get(last)?)));
    let text = ends.map_or_else(|| text.to_owned(), |ends| format!("{text} · {ends}"));
    with_part(&text, part, pages.count)
}

fn residents_room(board: BoardContext, room: Size, sizes: TypeSizes) -> ResidentsRoom {
    ResidentsRoom {
        room,
        pitch: sizes.pitch(),
        cell_gap: sizes.row * CELL_GAP,
        column_gap: sizes.row * COLUMN_GAP,
        is_upright: board.is_upright(),
    }
}

/// The longest word of a name that is never broken, in ems.
const LONGEST_WORD: f64 = 11.5;

/// The width of the longest word of each name.
fn longest_words(rows: &[ResidentRow], font_size: f64) -> Vec<f64> {
    let longest = |(words, _): (Vec<f64>, f64)| words.into_iter().fold(0.0, f64::max);
    name_words(rows, font_size).map(longest).collect()
}

/// The width in which each name takes at most two lines.
fn least_name_widths(rows: &[ResidentRow], font_size: f64) -> Vec<f64> {
    let least = |(words, space): (Vec<f64>, f64)| least_width(&words, space, 2);
    name_words(rows, font_size).map(least).collect()
}

/// The widths of each name's words and of a space.
fn name_words(
    rows: &[ResidentRow],
    font_size: f64,
) -> impl Iterator<Item = (Vec<f64>, f64)> {
    rows.iter().map(move |row| word_widths(&row.name.text, Font::new(font_size, 500)))
}

fn cell_widths(rows: &[ResidentRow], sizes: TypeSizes) -> CellWidths {
    let widest = |widths: Vec<f64>| widths.into_iter().fold(0.0, f64::max).ceil() + 2.0;
    let names = rows.iter().map(|row| row.name.text.as_str());
    let names = text_widths(Font::new(sizes.row, 500), names);
    let band = |row: &ResidentRow| {
        let text = row.band.as_ref().map_or("", |it| it.text.as_str());
        let (words, space) = word_widths(text, Font::new(sizes.small, 400));
        least_width(&words, space, if space > 0.0 { 2 } else { 1 })
    };
    let scores = rows.iter().map(|row| row.score.as_str());
    let longest_word = widest(longest_words(rows, sizes.small));
    CellWidths {
        name: percentile(names, NAMES_THAT_FIT).ceil() + 2.0,
        longest_word: longest_word.min(LONGEST_WORD * sizes.small),
        band: widest(rows.iter().map(band).collect()),
        score: widest(text_widths(Font::new(sizes.row, 700), scores)),
    }
}
