//! Households' stars.

use super::shared::named;
use crate::browser::{El, el};
use crate::deck::StarTable;
use crate::figures::pixels;
use crate::language::Language;
use crate::stage::Stage;

/// A table of households by category.
pub(super) fn star_table(stage: &Stage, table: &StarTable) -> El {
    let language = stage.language;
    let label = el("span").class("sr-only").text(language.say("households.label"));
    let mut head = el("tr").with(el("th").set("scope", "col").class("label").with(label));
    for category in
        stage.board.categories.get(table.categories.clone()).unwrap_or_default()
    {
        head =
            head.with(named("th", &language.name(&category.names)).set("scope", "col"));
    }
    let mut body = el("tbody");
    for place in stage.order.households.get(table.rows.clone()).unwrap_or_default() {
        let Some(household) = stage.board.households.get(*place) else { continue };
        let label = named("th", &language.name(&household.names)).set("scope", "row");
        let mut row = el("tr").with(label);
        for count in household.stars.get(table.categories.clone()).unwrap_or_default() {
            row = row.with(stars("td", *count, language));
        }
        body = body.with(row);
    }
    let caption = el("caption").class("sr-only").text(language.say("households.title"));
    let beside = stage.deck.category * table.categories.len() as f64;
    let width = stage.deck.household_label + beside;
    el("table")
        .class("stars-table")
        .style("--label-width", &pixels(stage.deck.household_label))
        .style("--category-width", &pixels(stage.deck.category))
        // A table without a width of its own is as wide as its longest word.
        .style("width", &pixels(width))
        .with(caption)
        .with(el("thead").with(head))
        .with(body)
}

/// The same as a list, for a narrow page.
pub(crate) fn star_list(stage: &Stage) -> El {
    let language = stage.language;
    let mut list = el("ul").class("rows stars-rows");
    for place in &stage.order.households {
        let Some(household) = stage.board.households.get(*place) else { continue };
        let mut rated = el("dl");
        for (category, count) in stage.board.categories.iter().zip(&household.stars) {
            let category = named("dt", &language.name(&category.names));
            rated =
                rated.with(el("div").with(category).with(stars("dd", *count, language)));
        }
        let label = named("span", &language.name(&household.names)).class("name");
        list = list.with(el("li").with(label).with(rated));
    }
    list
}

fn stars(tag: &str, count: u8, language: Language) -> El {
    let number = count.to_string();
    let cell = el(tag).set("data-stars", &number);
    let sign = el("span").set("role", "img");
    if count == 0 {
        let words = language.say("households.unrated");
        return cell.with(sign.class("unrated").set("aria-label", words).text("–"));
    }
    let words = language.say_with("households.stars", &[("count", &number)]);
    let part = |class: &str, count: u8| {
        el("span").class(class).style("width", &[&count.to_string(), "em"].concat())
    };
    let sign = sign.class("stars").set("aria-label", &words);
    cell.with(
        sign.with(part("given", count)).with(part("open", 5_u8.saturating_sub(count))),
    )
}
