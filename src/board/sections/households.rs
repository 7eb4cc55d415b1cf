//! Households and their stars.

use hallboard_feed::BoardHousehold;
use leptos::prelude::*;

use crate::board::BoardViewModel;
use crate::components::NamedText;
use crate::language::{Language, Named};
use crate::words::board;

/// The stars of a household in a category.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rating {
    count: u8,
    /// Its text for assistive technology.
    label: String,
}

impl Rating {
    fn new(count: u8, language: Language) -> Rating {
        let number = count.to_string();
        let label = if count == 0 {
            language.text(board::HOUSEHOLDS_UNRATED).to_owned()
        } else {
            language.text_with(board::HOUSEHOLDS_STARS, &[("count", number.as_str())])
        };
        Rating { count, label }
    }
}

/// A household with its ratings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdRow {
    /// Its address.
    pub(crate) name: Named,
    /// A rating for each category.
    ratings: Vec<Rating>,
}

impl HouseholdRow {
    fn new(household: &BoardHousehold, language: Language) -> HouseholdRow {
        let ratings = household.stars.iter().map(|count| Rating::new(*count, language));
        HouseholdRow { name: language.name(&household.names), ratings: ratings.collect() }
    }
}

/// The rows of all households, grouped by street.
pub(crate) fn household_rows(view_model: &BoardViewModel) -> Vec<HouseholdRow> {
    let order = view_model.order.households.iter();
    let households = order.filter_map(|at| view_model.board.households.get(*at));
    households.map(|it| HouseholdRow::new(it, view_model.language)).collect()
}

/// The names of the categories in which households are rated.
pub(crate) fn category_names(view_model: &BoardViewModel) -> Vec<Named> {
    let categories = view_model.board.categories.iter();
    categories.map(|it| view_model.language.name(&it.names)).collect()
}

/// Households, each with its stars by category.
#[component]
pub fn StarList(
    /// Their rows.
    rows: Vec<HouseholdRow>,
    /// The names of the categories.
    categories: Vec<Named>,
) -> impl IntoView {
    let rows: Vec<_> = rows.into_iter().map(|row| row_view(row, &categories)).collect();
    view! { <ul class="rows stars-rows">{rows}</ul> }
}

fn row_view(row: HouseholdRow, categories: &[Named]) -> impl IntoView + use<> {
    let ratings = categories.iter().cloned().zip(row.ratings).map(|(name, rating)| {
        let count = rating.count.to_string();
        view! {
            <div>
                <dt>
                    <NamedText name />
                </dt>
                <dd data-stars=count>
                    <Stars rating />
                </dd>
            </div>
        }
    });
    view! {
        <li>
            <span class="name">
                <NamedText name=row.name />
            </span>
            <dl>{ratings.collect_view()}</dl>
        </li>
    }
}

/// Zero to five stars.
#[component]
fn Stars(
    /// The number of stars, and its text.
    rating: Rating,
) -> impl IntoView {
    let Rating { count, label } = rating;
    if count == 0 {
        return view! {
            <span role="img" class="unrated" aria-label=label>
                "–"
            </span>
        }
        .into_any();
    }
    let open = 5_u8.saturating_sub(count);
    view! {
        <span role="img" class="stars" aria-label=label>
            <span class="given" style:width=format!("{count}em")></span>
            <span class="open" style:width=format!("{open}em")></span>
        </span>
    }
    .into_any()
}
