//! Thank-yous for good deeds.

use hallboard_feed::BoardThanks;
use leptos::prelude::*;

use crate::board::BoardViewModel;
use crate::components::NamedText;
use crate::format::signed;
use crate::language::Named;
use crate::platform::{Calendar, DateStyle};

/// The content of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThanksRow {
    /// The resident who is thanked.
    pub(crate) resident: Named,
    /// The deed.
    deed: Named,
    /// The day.
    pub(crate) date: String,
    iso_date: String,
    /// The points.
    pub(crate) points: String,
}

fn thanks_row(view_model: &BoardViewModel, thanks: &BoardThanks) -> Option<ThanksRow> {
    let language = view_model.language;
    let resident = view_model.board.residents.get(thanks.resident)?;
    Some(ThanksRow {
        resident: language.person(&resident.name),
        deed: language.name(&thanks.deed),
        date: Calendar(language).day(thanks.date, DateStyle::DayOfYear),
        iso_date: thanks.date.to_string(),
        points: signed(thanks.points),
    })
}

/// The rows of all good deeds, the newest first.
pub(crate) fn thanks_rows(view_model: &BoardViewModel) -> Vec<ThanksRow> {
    let thanks = view_model.board.thanks.iter();
    thanks.filter_map(|it| thanks_row(view_model, it)).collect()
}

/// A list of good deeds.
#[component]
pub fn ThanksList(
    /// Their rows.
    rows: Vec<ThanksRow>,
) -> impl IntoView {
    view! { <ul class="rows thanks-rows">{rows.into_iter().map(row_view).collect_view()}</ul> }
}

fn row_view(row: ThanksRow) -> impl IntoView {
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
            <span class="score"><bdi>{row.points}</bdi></span>
        </li>
    }
}
