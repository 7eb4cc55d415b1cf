//! The hall's name and the day.

use leptos::prelude::*;

use super::context::use_board;
use super::view_model::BoardViewModel;
use crate::components::NamedText;
use crate::language::Named;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Heading {
    name: Named,
    other_name: Option<Named>,
    dates: [String; 2],
}

impl Heading {
    fn new(view_model: &BoardViewModel) -> Heading {
        let names = &view_model.board.hall.names;
        Heading {
            name: view_model.language.name(names),
            other_name: view_model.language.other_name(names),
            dates: view_model.dates.clone(),
        }
    }
}

/// The hall's name, also in the other language, and the day. A narrow wall shows the day
/// in its short form, and hides the second name.
#[component]
pub(crate) fn HallHeading() -> impl IntoView {
    let board = use_board();
    let heading = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().map(|it| Heading::new(it)))
    });
    move || heading.get().map(heading_view)
}

fn heading_view(heading: Heading) -> impl IntoView {
    let other_name = heading.other_name.map(|name| {
        view! {
            <p class="hall-also">
                <NamedText name />
            </p>
        }
    });
    let [long_date, short_date] = heading.dates;
    view! {
        <div class="hall-names">
            <h1>
                <NamedText name=heading.name />
            </h1>
            {other_name}
        </div>
        <p class="date">
            <span class="long-date">{long_date}</span>
            <span class="short-date">{short_date}</span>
        </p>
    }
}
