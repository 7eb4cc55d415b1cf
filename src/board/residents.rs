//! Residents by name.

use std::ops::Range;

use hallboard_feed::BoardResident;

use super::shared::named;
use crate::browser::{El, el};
use crate::deck::ResidentRow;
use crate::figures::{pixels, points};
use crate::language::Language;
use crate::stage::Stage;

/// Rows of residents, column by column.
pub(crate) fn resident_rows(
    stage: &Stage,
    columns: &[Range<usize>],
    row: ResidentRow,
) -> El {
    let mut lists = Vec::new();
    for column in columns {
        let mut list = el("ul").class("rows");
        for place in stage.order.residents.get(column.clone()).unwrap_or_default() {
            if let Some(resident) = stage.board.residents.get(*place) {
                list = list.with(resident_row(resident, stage.language, row.bar > 0.0));
            }
        }
        lists.push(list);
    }
    let bare = if row.bar > 0.0 { "" } else { " no-bar" };
    el("div")
        .class(&["columns residents-rows", bare].concat())
        .style("--columns", &row.columns.max(1).to_string())
        .style("--band-width", &pixels(row.band))
        .style("--bar-width", &pixels(row.bar))
        .style("--score-width", &pixels(row.score))
        .with_all(lists)
}

fn resident_row(resident: &BoardResident, language: Language, bar: bool) -> El {
    let band = match &resident.band {
        Some(names) => named("span", &language.name(names)),
        None => el("span"),
    };
    let full =
        el("span").style("width", &[&(resident.share / 10).to_string(), "%"].concat());
    let bar = bar.then(|| el("span").class("bar").set("aria-hidden", "true").with(full));
    el("li")
        .set("data-name", &resident.name)
        .set("data-score", &resident.score.to_string())
        .with(named("span", &language.person(&resident.name)).class("name"))
        .with(band.class("band"))
        .with_any(bar)
        .with(el("span").class("score").text(&points(resident.score)))
}

/// The first letters of the first and the last name on a page.
pub(super) fn initials(stage: &Stage, columns: &[Range<usize>]) -> String {
    let initial = |at: usize| {
        let place = *stage.order.residents.get(at)?;
        stage.board.residents.get(place)?.name.chars().next()
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
