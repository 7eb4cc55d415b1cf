//! Residents by name.

use hallboard_feed::BoardResident;
use leptos::prelude::*;

use crate::board::BoardViewModel;
use crate::components::NamedText;
use crate::format::points;
use crate::language::{Language, Named};
use crate::words::board;

/// The content of a resident's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidentRow {
    /// The index among the board's residents.
    pub(crate) resident: usize,
    /// The name as it is in the feed.
    pub(crate) key: String,
    /// The name in the reader's language.
    pub(crate) name: Named,
    /// The band of the score.
    pub(crate) band: Option<Named>,
    /// The length of the bar in percent.
    bar: u16,
    /// The score in the feed's notation.
    pub(crate) plain_score: String,
    /// The score.
    pub(crate) score: String,
}

impl ResidentRow {
    fn new(place: usize, resident: &BoardResident, language: Language) -> ResidentRow {
        ResidentRow {
            resident: place,
            key: resident.name.clone(),
            name: language.person(&resident.name),
            band: resident.band.as_ref().map(|names| language.name(names)),
            bar: resident.share / 10,
            plain_score: resident.score.to_string(),
            score: points(resident.score),
        }
    }

    /// A row with only a name.
    #[cfg(test)]
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn for_tests(resident: usize, name: &str) -> ResidentRow {
        ResidentRow {
            resident,
            key: name.to_owned(),
            name: Named { text: name.to_owned(), lang: None },
            band: None,
            bar: 0,
            plain_score: String::new(),
            score: String::new(),
        }
    }
}

/// The rows of all residents, in the order of names.
pub(crate) fn resident_rows(view_model: &BoardViewModel) -> Vec<ResidentRow> {
    let order = view_model.order.residents.iter();
    let row = |place: &usize| {
        let resident = view_model.board.residents.get(*place)?;
        Some(ResidentRow::new(*place, resident, view_model.language))
    };
    order.filter_map(row).collect()
}

/// A list of residents on the wall.
#[component]
pub fn ResidentList(
    /// Their rows.
    rows: Vec<ResidentRow>,
    /// Whether each name is too long for its cell.
    long_names: Vec<bool>,
    /// The name that is highlighted, if any.
    marked: Option<String>,
) -> impl IntoView {
    let long_names = long_names.into_iter().chain(std::iter::repeat(false));
    let rows = rows.into_iter().zip(long_names);
    let rows = rows.map(|(row, is_long)| {
        let is_marked = marked.as_ref() == Some(&row.key);
        row_view(row, is_long, is_marked)
    });
    let rows = rows.collect_view();
    view! { <ul class="rows residents-rows">{rows}</ul> }
}

fn row_view(row: ResidentRow, is_long: bool, is_marked: bool) -> impl IntoView {
    let width = format!("{}%", row.bar);
    let current = is_marked.then_some("true");
    view! {
        <li class:long-name=is_long aria-current=current data-name=row.key data-score=row.plain_score>
            <span class="name">
                <NamedText name=row.name />
            </span>
            <span class="band">{row.band.map(|name| view! { <NamedText name /> })}</span>
            <span class="bar" aria-hidden="true">
                <span style:width=width></span>
            </span>
            <span class="score"><bdi>{row.score}</bdi></span>
        </li>
    }
}

/// The reason why nobody is listed.
pub(crate) fn no_residents_text(view_model: &BoardViewModel) -> &'static str {
    if view_model.board.consent_expired {
        view_model.language.text(board::NOTICE_EXPIRED)
    } else {
        view_model.language.text(board::RESIDENTS_NONE)
    }
}

/// The first letters of the first and the last one of some rows.
pub(crate) fn initials(first: &ResidentRow, last: &ResidentRow) -> String {
    let initial = |row: &ResidentRow| row.key.chars().next();
    let mut text: String = initial(first).into_iter().collect();
    if let Some(last) = initial(last).filter(|it| Some(*it) != initial(first)) {
        text.push('–');
        text.push(last);
    }
    text
}
