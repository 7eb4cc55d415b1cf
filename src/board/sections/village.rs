//! The village's figures.

use hallboard_feed::{Board, LetterSums};
use leptos::prelude::*;

use crate::language::Language;
use crate::platform::Calendar;
use crate::words::board;

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    /// The number.
    pub(crate) number: String,
    /// What it counts.
    pub(crate) label: String,
}

/// The figures that a board has, the most important first.
pub(crate) fn village_figures(board: &Board, language: Language) -> Vec<Figure> {
    let village = &board.village;
    let month = Calendar(language).month_name(village.deeds_month);
    let five_stars =
        board.households.iter().filter(|household| household.stars.contains(&5)).count();
    let taking_part = village.taking_part.map(|count| Figure {
        number: count.to_string(),
        label: language.text(board::VILLAGE_TAKING_PART).to_owned(),
    });
    let deeds = village.deeds.map(|count| Figure {
        number: count.to_string(),
        label: language.text_with(board::VILLAGE_DEEDS, &[("month", month.as_str())]),
    });
    let stars = (five_stars > 0).then(|| Figure {
        number: five_stars.to_string(),
        label: language.text(board::VILLAGE_FIVE_STARS).to_owned(),
    });
    let letters = village.letters.map(|sums| Figure {
        number: sums.received.to_string(),
        label: letters_label(sums, language),
    });
    [taking_part, deeds, stars, letters].into_iter().flatten().collect()
}

/// Statistics of the hall's decisions on letters.
fn letters_label(sums: LetterSums, language: Language) -> String {
    let month = Calendar(language).month_name(sums.to);
    let [accepted, refused, waiting, late] =
        [sums.accepted, sums.refused, sums.waiting, sums.late].map(|it| it.to_string());
    let values = [
        ("month", month.as_str()),
        ("accepted", &accepted),
        ("refused", &refused),
        ("waiting", &waiting),
        ("late", &late),
    ];
    language.text_with(board::VILLAGE_LETTERS, &values)
}

/// Figures below each other.
#[component]
pub(crate) fn Figures(
    /// The figures.
    figures: Vec<Figure>,
) -> impl IntoView {
    view! { <div class="figures">{figures.into_iter().map(figure_view).collect_view()}</div> }
}

fn figure_view(figure: Figure) -> impl IntoView {
    view! {
        <p class="figure">
            <strong>{figure.number}</strong>
            <span>{figure.label}</span>
        </p>
    }
}
