//! Residents by name.

use std::ops::Range;
use std::sync::Arc;

use hallboard_feed::BoardResident;
use leptos::prelude::*;

use super::NamedText;
use crate::board::BoardViewModel;
use crate::deck::ResidentRow;
use crate::figures::{pixels, points};
use crate::language::{Language, Named};
use crate::words::board;

/// The content of a resident's row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowContent {
    /// The name as it is in the feed.
    key: String,
    name: Named,
    band: Option<Named>,
    /// The length of the bar in percent.
    bar: Option<u16>,
    /// The score as the feed writes it.
    plain_score: String,
    score: String,
}

impl RowContent {
    fn new(resident: &BoardResident, language: Language, has_bar: bool) -> RowContent {
        RowContent {
            key: resident.name.clone(),
            name: language.person(&resident.name),
            band: resident.band.as_ref().map(|names| language.name(names)),
            bar: has_bar.then_some(resident.share / 10),
            plain_score: resident.score.to_string(),
            score: points(resident.score),
        }
    }
}

fn column_content(
    view_model: &BoardViewModel,
    column: &Range<usize>,
    has_bar: bool,
) -> Vec<RowContent> {
    let order = view_model.order.residents.get(column.clone()).unwrap_or_default();
    let residents = order.iter().filter_map(|at| view_model.board.residents.get(*at));
    residents.map(|it| RowContent::new(it, view_model.language, has_bar)).collect()
}

/// Rows of residents in columns.
#[component]
pub fn ResidentRows(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Ranges of the order of residents, one per column.
    columns: Vec<Range<usize>>,
    /// Widths of a row's cells.
    row: ResidentRow,
) -> impl IntoView {
    let has_bar = row.bar > 0.0;
    let class =
        if has_bar { "columns residents-rows" } else { "columns residents-rows no-bar" };
    let lists: Vec<_> = columns
        .iter()
        .map(|column| {
            let rows = column_content(&view_model, column, has_bar);
            view! { <ul class="rows">{rows.into_iter().map(row_view).collect_view()}</ul> }
        })
        .collect();
    view! {
        <div
            class=class
            style:--columns=row.columns.max(1).to_string()
            style:--band-width=pixels(row.band)
            style:--bar-width=pixels(row.bar)
            style:--score-width=pixels(row.score)
        >
            {lists}
        </div>
    }
}

fn row_view(row: RowContent) -> impl IntoView {
    let bar = row.bar.map(|percent| {
        view! {
            <span class="bar" aria-hidden="true">
                <span style:width=format!("{percent}%")></span>
            </span>
        }
    });
    view! {
        <li data-name=row.key data-score=row.plain_score>
            <span class="name">
                <NamedText name=row.name />
            </span>
            <span class="band">{row.band.map(|name| view! { <NamedText name /> })}</span>
            {bar}
            <span class="score">{row.score}</span>
        </li>
    }
}

/// Why nobody is listed.
pub(crate) fn no_residents_text(view_model: &BoardViewModel) -> &'static str {
    if view_model.board.consent_expired {
        view_model.language.text(board::NOTICE_EXPIRED)
    } else {
        view_model.language.text(board::RESIDENTS_NONE)
    }
}

/// The first letters of the first and the last name on a page.
pub(crate) fn initials(view_model: &BoardViewModel, columns: &[Range<usize>]) -> String {
    let initial = |at: usize| {
        let resident = *view_model.order.residents.get(at)?;
        view_model.board.residents.get(resident)?.name.chars().next()
    };
    let first = columns.first().and_then(|column| initial(column.start));
    let last = columns.last().and_then(|column| initial(column.end.checked_sub(1)?));
    let mut text: String = first.into_iter().collect();
    if let Some(last) = last.filter(|last| Some(*last) != first) {
        text.push('–');
        text.push(last);
    }
    text
}
