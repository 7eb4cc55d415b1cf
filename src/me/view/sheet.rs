//! What every part of the record is set of: paragraphs, lines of paper, lists, buttons.

use std::sync::Arc;

use super::letters;
use crate::board::named;
use crate::browser::{El, el, fill, on};
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::{Row, Voice};
use crate::me::words::word;

/// What a part is drawn from.
#[derive(Clone)]
pub(super) struct Sheet {
    pub me: Me,
    pub facts: Arc<Facts>,
    pub language: Language,
}

impl Sheet {
    /// Who speaks.
    pub(super) fn voice(&self) -> Voice<'_> {
        Voice { facts: &self.facts, language: self.language }
    }
}

/// An element of a class with a text.
pub(super) fn leaf(tag: &str, class: &str, words: &str) -> El {
    el(tag).class(class).text(words)
}

/// A paragraph.
pub(super) fn p(words: &str) -> El {
    el("p").text(words)
}

/// A quieter paragraph.
pub(super) fn soft(words: &str) -> El {
    leaf("p", "soft", words)
}

/// A heading within a part.
pub(super) fn under(words: &str) -> El {
    el("h3").text(words)
}

/// A link to a part of the page, or a page.
pub(super) fn link(address: &str, words: &str) -> El {
    el("a").set("href", address).text(words)
}

/// A button that does something.
pub(super) fn button(words: &str, act: impl Fn() + 'static) -> El {
    let act: Box<dyn Fn()> = Box::new(act);
    on(el("button").set("type", "button").text(words), "click", act)
}

/// A list of texts.
pub(super) fn list(class: &str, texts: &[String]) -> El {
    texts.iter().fold(el("ul").class(class), |list, text| list.with(el("li").text(text)))
}

/// Lines of paper.
pub(super) fn paper(class: &str, rows: &[Row], sheet: &Sheet) -> El {
    rows.iter().fold(el("ul").class(class), |paper, it| paper.with(row(it, sheet)))
}

/// A line of paper.
pub(super) fn row(row: &Row, sheet: &Sheet) -> El {
    let mut line = el("li").with(named("span", &row.name).class("name")).with(leaf(
        "span",
        "score",
        &row.figure,
    ));
    if !row.mark.1.is_empty() {
        line = line.set(row.mark.0, &row.mark.1);
    }
    if !row.counts.is_empty() {
        line = line.set("data-counts", row.counts);
    }
    for words in &row.lines {
        line.append(&soft(words));
    }
    if row.rule > 0 {
        let words = sheet.language.told(word::RULE_CITE).count("number", row.rule).done();
        let link = link(&["#rule-", &row.rule.to_string()].concat(), &words);
        line.append(&el("p").class("cite").with(link));
    }
    if !row.due.is_empty() {
        line.append(&list("due", &row.due));
    }
    if let Some(answer) = &row.answer {
        letters::answer(sheet, &row.mark.1, answer).iter().for_each(|it| line.append(it));
    }
    line
}

/// Something to open that is drawn when it is opened, or printed.
pub(super) fn folded(
    open: &str,
    whole: bool,
    draw: impl Fn() -> Vec<El> + 'static,
) -> El {
    fold(open, whole, Box::new(draw))
}

fn fold(open: &str, whole: bool, draw: Box<dyn Fn() -> Vec<El>>) -> El {
    let content = el("div");
    let fold = el("details").class("fold").with(el("summary").text(open));
    let fold = fold.with(content.clone());
    if whole {
        fill(content.element(), draw());
        return fold.set("open", "");
    }
    on(fold, "toggle", move || {
        if !content.element().has_child_nodes() {
            fill(content.element(), draw());
        }
    })
}
