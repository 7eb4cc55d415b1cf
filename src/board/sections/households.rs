//! Households and their stars.

use std::sync::Arc;

use hallboard_feed::BoardHousehold;
use leptos::prelude::*;

use super::NamedText;
use crate::board::BoardViewModel;
use crate::deck;
use crate::figures::pixels;
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

/// A household and its ratings.
struct RowContent {
    name: Named,
    ratings: Vec<Rating>,
}

impl RowContent {
    fn new(household: &BoardHousehold, stars: &[u8], language: Language) -> RowContent {
        RowContent {
            name: language.name(&household.names),
            ratings: stars.iter().map(|count| Rating::new(*count, language)).collect(),
        }
    }
}

/// A page's households and categories as a table.
#[component]
pub fn StarTable(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Which households and categories.
    table: deck::StarTable,
) -> impl IntoView {
    let language = view_model.language;
    let deck::StarTable { categories, rows } = table;
    let board = &view_model.board;
    let headings = board.categories.get(categories.clone()).unwrap_or_default();
    let headings: Vec<Named> =
        headings.iter().map(|category| language.name(&category.names)).collect();
    let order = view_model.order.households.get(rows).unwrap_or_default().iter();
    let rows = order.filter_map(|at| board.households.get(*at)).map(|household| {
        let stars = household.stars.get(categories.clone()).unwrap_or_default();
        table_row_view(RowContent::new(household, stars, language))
    });
    let rows: Vec<_> = rows.collect();
    let label_width = view_model.deck.household_label;
    let category_width = view_model.deck.category;
    // Without a width of its own, a table is as wide as its longest word.
    let width = label_width + category_width * categories.len() as f64;
    view! {
        <table
            class="stars-table"
            style:--label-width=pixels(label_width)
            style:--category-width=pixels(category_width)
            style:width=pixels(width)
        >
            <caption class="sr-only">{language.text(board::HOUSEHOLDS_TITLE)}</caption>
            <thead>
                <tr>
                    <th scope="col" class="label">
                        <span class="sr-only">{language.text(board::HOUSEHOLDS_LABEL)}</span>
                    </th>
                    {headings.into_iter().map(heading_view).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn heading_view(name: Named) -> impl IntoView {
    view! {
        <th scope="col">
            <NamedText name />
        </th>
    }
}

fn table_row_view(row: RowContent) -> impl IntoView {
    let ratings = row.ratings.into_iter().map(|rating| {
        let count = rating.count.to_string();
        view! {
            <td data-stars=count>
                <Stars rating />
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <NamedText name=row.name />
            </th>
            {ratings.collect_view()}
        </tr>
    }
}

/// All households as a list, for a narrow page.
#[component]
pub fn StarList(
    /// The board.
    view_model: Arc<BoardViewModel>,
) -> impl IntoView {
    let (board, language) = (&view_model.board, view_model.language);
    let categories: Vec<Named> =
        board.categories.iter().map(|category| language.name(&category.names)).collect();
    let order = view_model.order.households.iter();
    let households = order.filter_map(|at| board.households.get(*at));
    let rows: Vec<_> = households
        .map(|it| list_row_view(RowContent::new(it, &it.stars, language), &categories))
        .collect();
    view! { <ul class="rows stars-rows">{rows}</ul> }
}

fn list_row_view(row: RowContent, categories: &[Named]) -> impl IntoView + use<> {
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
    /// How many, and its text.
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
