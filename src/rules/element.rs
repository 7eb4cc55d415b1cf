//! A rulebook as elements of the older element builder, for the pages that still use it.

use hallboard_score::Rulebook;

use super::rulebook::{RulebookContent, RulebookRow};
use crate::board::named;
use crate::browser::{El, el};
use crate::language::Language;

/// A whole rulebook.
pub(crate) fn rulebook(book: &Rulebook, language: Language) -> El {
    let content = RulebookContent::new(book, language);
    let section = el("section")
        .class("book")
        .with(el("h2").text(&content.title))
        .with(el("p").text(&content.scale))
        .with(el("p").text(&content.reply));
    content.lists.into_iter().fold(section, |section, list| {
        let rows = list.rows.iter().map(row).collect();
        section
            .with(el("h3").text(list.title))
            .with(el("ul").class("rows book-rows").with_all(rows))
    })
}

fn row(row: &RulebookRow) -> El {
    let terms = row.terms.as_ref().map(|terms| el("span").class("terms").text(terms));
    el("li")
        .with(named("span", &row.name).class("name"))
        .with(el("span").class("score").text(&row.figure))
        .with_any(terms)
}
