//! Thank-yous for good deeds.

use std::ops::Range;
use std::sync::Arc;

use hallboard_feed::BoardThanks;
use leptos::prelude::*;

use super::NamedText;
use crate::board::BoardViewModel;
use crate::figures::{pixels, signed};
use crate::language::Named;
use crate::platform::{Calendar, DateStyle};

/// The content of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowContent {
    resident: Named,
    deed: Named,
    date: String,
    iso_date: String,
    points: String,
}

fn row_content(view_model: &BoardViewModel, thanks: &BoardThanks) -> Option<RowContent> {
    let language = view_model.language;
    let resident = view_model.board.residents.get(thanks.resident)?;
    Some(RowContent {
        resident: language.person(&resident.name),
        deed: language.name(&thanks.deed),
        date: Calendar(language).day(thanks.date, DateStyle::DayOfYear),
        iso_date: thanks.date.to_string(),
        points: signed(thanks.points),
    })
}

/// Rows of good deeds, the newest first.
#[component]
pub fn ThanksRows(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Which of its thank-yous.
    rows: Range<usize>,
) -> impl IntoView {
    let widths = view_model.deck.thanks_row;
    let has_date = widths.date > 0.0;
    let class = if has_date { "rows thanks-rows" } else { "rows thanks-rows no-date" };
    let thanks = view_model.board.thanks.get(rows).unwrap_or_default().iter();
    let rows: Vec<_> =
        thanks.filter_map(|it| row_content(&view_model, it)).map(row_view).collect();
    view! {
        <ul
            class=class
            style:--name-width=pixels(widths.name)
            style:--date-width=pixels(widths.date)
            style:--points-width=pixels(widths.points)
        >
            {rows}
        </ul>
    }
}

fn row_view(row: RowContent) -> impl IntoView {
    view! {
        <li>
            <span class="name">
                <NamedText name=row.resident />
            </span>
            <span class="deed">
                <NamedText name=row.deed />
            </span>
            <time datetime=row.iso_date class="when">
                {row.date}
            </time>
            <span class="score">{row.points}</span>
        </li>
    }
}
