//! The years: a sentence, a chart, and the same as a table.

use std::sync::Arc;

use super::chart::{self, Walk};
use super::{button, folded, p, soft};
use crate::browser::{El, el, fill};
use crate::language::Language;
use crate::me::Me;
use crate::me::app::patch;
use crate::me::facts::Facts;
use crate::me::model::Range;
use crate::me::prose::{Voice, history as prose};
use crate::me::pulse::follow;

/// The years.
pub(super) fn history(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let Some(history) = facts.history() else { return Vec::new() };
    if history.readings.iter().all(|reading| reading.value.is_none()) {
        return vec![p(language.tell("history.none"))];
    }
    let chart = el("div");
    let (place, shown) = (chart.clone(), Arc::clone(facts));
    follow(move || {
        let range = me.range();
        fill(place.element(), drawn(me, &shown, language, range));
    });
    vec![ranges(me, facts, language), chart, table(me, facts, language)]
}

/// The buttons that say how far back.
fn ranges(me: Me, facts: &Arc<Facts>, language: Language) -> El {
    let facts = Arc::clone(facts);
    let group = patch(me, "div", "ranges", move |me| {
        let voice = Voice { facts: &facts, language };
        let chosen = me.range();
        let button = |range: Range| {
            let pressed = if range == chosen { "true" } else { "false" };
            button(prose::range(voice, range), move || me.choose_range(range))
                .set("aria-pressed", pressed)
                .set("data-range", range_word(range))
        };
        Range::ALL.into_iter().rev().map(button).collect()
    });
    group.set("role", "group").set("aria-label", language.tell("range.label"))
}

fn range_word(range: Range) -> &'static str {
    match range {
        Range::ThreeMonths => "3m",
        Range::Year => "1y",
        Range::ThreeYears => "3y",
        Range::All => "all",
    }
}

fn drawn(me: Me, facts: &Arc<Facts>, language: Language, range: Range) -> Vec<El> {
    let voice = Voice { facts, language };
    let Some(history) = facts.history() else { return Vec::new() };
    let shown = history.within(range);
    let sentence = prose::sentence(voice, &shown).unwrap_or_default();
    let sentence = el("p").class("chart-sentence").text(&sentence);
    let walk = Walk { me, facts: Arc::clone(facts), language, shown: Arc::new(shown) };
    vec![sentence, chart::chart(walk), legend(language)]
}

fn legend(language: Language) -> El {
    soft(language.tell("history.legend")).class("soft legend")
}

/// The same as a table, drawn when it is asked for.
fn table(me: Me, facts: &Arc<Facts>, language: Language) -> El {
    let facts = Arc::clone(facts);
    let whole = me.whole();
    folded(language.tell("history.table"), whole, move || {
        let voice = Voice { facts: &facts, language };
        let Some(history) = facts.history() else { return Vec::new() };
        let heading = |text: &str| el("th").set("scope", "col").text(text);
        let head = el("tr")
            .with(heading(language.tell("history.from")))
            .with(heading(language.tell("history.score")))
            .with(heading(language.tell("history.what")));
        let rows = history.rows.iter().rev().map(|row| {
            let [day, score, what] = prose::row(voice, row);
            let day = el("th").set("scope", "row").text(&day);
            let row = el("tr").set("data-day", &row.day.to_string());
            row.with(day)
                .with(el("td").class("score").text(&score))
                .with(el("td").text(&what))
        });
        let caption = el("caption").text(language.tell("history.caption"));
        let table = el("table").class("years").with(caption);
        vec![
            table.with(el("thead").with(head)).with(el("tbody").with_all(rows.collect())),
        ]
    })
}
