//! Thank-yous for good deeds.

use std::ops::Range;

use super::shared::named;
use crate::browser::{Calendar, DateStyle, El, el};
use crate::figures::{pixels, signed};
use crate::stage::Stage;

/// Rows of good deeds, newest first.
pub(crate) fn thanks_rows(stage: &Stage, rows: Range<usize>) -> El {
    let language = stage.language;
    let widths = stage.deck.thanks_row;
    let bare = if widths.date > 0.0 { "" } else { " no-date" };
    let mut list = el("ul")
        .class(&["rows thanks-rows", bare].concat())
        .style("--name-width", &pixels(widths.name))
        .style("--date-width", &pixels(widths.date))
        .style("--points-width", &pixels(widths.points));
    for thanks in stage.board.thanks.get(rows).unwrap_or_default() {
        let Some(resident) = stage.board.residents.get(thanks.resident) else { continue };
        let when = Calendar(language).day(thanks.date, DateStyle::DayOfYear);
        let when = el("time").set("datetime", &thanks.date.to_string()).text(&when);
        let row = el("li")
            .with(named("span", &language.person(&resident.name)).class("name"))
            .with(named("span", &language.name(&thanks.deed)).class("deed"))
            .with(when.class("when"))
            .with(el("span").class("score").text(&signed(thanks.points)));
        list = list.with(row);
    }
    list
}
