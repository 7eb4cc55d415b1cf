//! Households, grouped by street.

use std::sync::Arc;

use leptos::prelude::*;

use crate::board::context::use_board;
use crate::board::sections::{HouseholdRow, StarList, category_names, household_rows};
use crate::board::street::by_street;
use crate::board::view_model::BoardViewModel;
use crate::components::LazyDetails;
use crate::language::Named;
use crate::words::board as word;

/// The households of each street, in folded groups.
#[component]
pub(super) fn Households(
    /// The board.
    view_model: Arc<BoardViewModel>,
) -> impl IntoView {
    let categories = category_names(&view_model);
    let rows = household_rows(&view_model);
    let streets = by_street(rows, |row| row.name.text.as_str());
    let streets = streets.into_iter().map(|(name, rows)| {
        let categories = categories.clone();
        view! { <Street name rows categories /> }
    });
    view! { <div class="streets">{streets.collect_view()}</div> }
}

/// A street's households. Their stars are drawn when it is first opened.
#[component]
fn Street(
    /// The street's name; empty if the group is not one street.
    name: String,
    /// Its households.
    rows: Vec<HouseholdRow>,
    /// The names of the categories.
    categories: Vec<Named>,
) -> impl IntoView {
    let language = use_board().app.language.get_untracked();
    let name = match name.is_empty() {
        true => language.text(word::HOUSEHOLDS_ALL).to_owned(),
        false => name,
    };
    let count = rows.len().to_string();
    let summary = move || {
        let (name, count) = (name.clone(), count.clone());
        view! {
            <bdi>{name}</bdi>
            <span class="soft">{count}</span>
        }
    };
    view! {
        <LazyDetails class="street" summary>
            <StarList rows=rows.clone() categories=categories.clone() />
        </LazyDetails>
    }
}
