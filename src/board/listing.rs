//! Lists of what counts and what it buys.

use std::ops::Range;

use super::shared::named;
use crate::browser::{El, el};
use crate::listing::Item;

/// Items, column by column.
pub(crate) fn listing(items: &[Item], columns: &[Range<usize>]) -> El {
    let count = columns.len().max(1).to_string();
    let mut all = el("div").class("columns").style("--columns", &count);
    for column in columns {
        let items = items.get(column.clone()).unwrap_or_default();
        let list =
            items.iter().fold(el("div").class("listing"), |list, it| list.with(item(it)));
        all = all.with(list);
    }
    all
}

fn item(item: &Item) -> El {
    match item {
        Item::Words(text) => el("p").class("item-words").text(text),
        Item::Heading(text) => el("h3").text(text),
        Item::Line { name, figure, gives } => el("p")
            .class(if *gives { "item gives" } else { "item" })
            .with(named("span", name).class("name"))
            .with(el("span").class("score").text(figure)),
    }
}
