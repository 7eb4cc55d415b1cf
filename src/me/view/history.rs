//! The years: a sentence, a chart, and the same as a table.

use std::sync::Arc;

use super::chart::{self, Walk};
use super::sheet::{Sheet, button, folded, leaf, p};
use crate::browser::{El, el, fill};
use crate::me::model::Range;
use crate::me::prose::history as prose;
use crate::me::pulse::follow;
use crate::me::words::word;

/// The years.
pub(super) fn history(sheet: &Sheet) -> Vec<El> {
    let Some(history) = sheet.facts.history() else { return Vec::new() };
    if history.readings.iter().all(|reading| reading.value.is_none()) {
        return vec![p(sheet.language.tell(word::HISTORY_NONE))];
    }
    let chart = el("div");
    let (place, shown) = (chart.clone(), sheet.clone());
    follow(move || fill(place.element(), drawn(&shown)));
    vec![ranges(sheet), chart, table(sheet)]
}

/// The buttons that say how far back.
fn ranges(sheet: &Sheet) -> El {
    let me = sheet.me;
    let label = sheet.language.tell(word::RANGE_LABEL);
    let group = el("div").class("ranges").set("role", "group").set("aria-label", label);
    for (range, word) in Range::ALL.into_iter().zip(["3m", "1y", "3y", "all"]).rev() {
        let name = prose::range(sheet.voice(), range);
        let button = button(name, move || me.choose_range(range)).set("data-range", word);
        group.append(&button);
        follow(move || {
            let pressed = if me.range() == range { "true" } else { "false" };
            button.change("aria-pressed", pressed);
        });
    }
    group
}

fn drawn(sheet: &Sheet) -> Vec<El> {
    let range = sheet.me.range();
    let Some(history) = sheet.facts.history() else { return Vec::new() };
    let shown = Arc::new(history.within(range));
    let sentence = prose::sentence(sheet.voice(), &shown);
    vec![
        leaf("p", "chart-sentence", &sentence),
        chart::chart(Walk { sheet: sheet.clone(), shown }),
        leaf("p", "soft legend", sheet.language.tell(word::HISTORY_LEGEND)),
    ]
}

/// The same as a table, drawn when it is asked for.
fn table(sheet: &Sheet) -> El {
    let open = sheet.language.tell(word::HISTORY_TABLE);
    let (whole, sheet) = (sheet.me.whole(), sheet.clone());
    folded(open, whole, move || {
        let language = sheet.language;
        let Some(history) = sheet.facts.history() else { return Vec::new() };
        let mut head = el("tr");
        for text in [
            language.tell(word::HISTORY_FROM),
            language.tell(word::HISTORY_SCORE),
            language.tell(word::HISTORY_WHAT),
        ] {
            head = head.with(el("th").set("scope", "col").text(text));
        }
        let body = el("tbody");
        for row in history.rows.iter().rev() {
            let [day, score, what] = prose::row(sheet.voice(), row);
            let line = el("tr").set("data-day", &row.day.to_string());
            let line = line.with(el("th").set("scope", "row").text(&day));
            let line = line.with(leaf("td", "score", &score));
            body.append(&line.with(el("td").text(&what)));
        }
        let caption = el("caption").text(language.tell(word::HISTORY_CAPTION));
        let table = el("table").class("years").with(caption);
        vec![table.with(el("thead").with(head)).with(body)]
    })
}
