//! The sum, as on paper.

use super::sheet::{Sheet, button, folded, leaf, p, paper, row, soft, under};
use crate::browser::{El, el};
use crate::me::prose::rules::card;
use crate::me::prose::why::{Paper, SEEN, paper as written};
use crate::me::prose::{Row, Voice};

/// The sum, what is not in it, and the rules it goes by.
pub(super) fn why(sheet: &Sheet) -> Vec<El> {
    let Some(why) = sheet.facts.why() else { return Vec::new() };
    let (language, whole) = (sheet.language, sheet.me.whole());
    let written = written(sheet.voice(), why);
    let mut drawn = Vec::new();
    if written.total.is_empty() {
        drawn.push(p(language.tell("now.none")));
    } else {
        drawn.push(p(language.tell("why.lead")));
        drawn.push(sum(sheet, &written));
    }
    if why.deeds.is_empty() && why.ratings.is_empty() {
        drawn.push(soft(language.tell("why.empty")));
    }
    if !written.waiting.is_empty() {
        drawn.push(under(language.tell("why.waiting")));
        drawn.push(soft(language.tell("why.waiting_lead")));
        drawn.push(paper("paper waiting", &written.waiting, language));
    }
    if !written.rest.is_empty() {
        let count = written.rest.len();
        let open = language.told("why.rest_open").count("count", count).done();
        let (sheet, rest) = (sheet.clone(), written.rest);
        drawn.push(folded(&open, whole, move || some(&sheet, "paper rest", &rest)));
    }
    if !why.rules.is_empty() {
        drawn.push(cited(sheet));
    }
    drawn
}

fn sum(sheet: &Sheet, written: &Paper) -> El {
    let language = sheet.language;
    let body = paper("paper sum", &written.lines, language);
    if sheet.me.whole() {
        written.earlier.iter().for_each(|it| body.append(&row(it, language)));
    } else if !written.earlier.is_empty() {
        body.append(&earlier(sheet, written));
    }
    written.holds.iter().for_each(|it| body.append(&row(it, language)));
    let line = leaf("li", "total", "").set("data-total", &written.total);
    let line = line.with(leaf("span", "name", language.tell("why.total")));
    body.with(line.with(leaf("span", "score", &written.total)))
}

/// Many earlier deeds as one line, which adds up as they do, until they are asked for.
fn earlier(sheet: &Sheet, written: &Paper) -> El {
    let language = sheet.language;
    let name = language.told("why.earlier").count("count", written.earlier.len()).done();
    let inner = el("ul").class("inner");
    let line = leaf("li", "many", "").with(leaf("span", "name", &name)).with(leaf(
        "span",
        "score",
        &written.together,
    ));
    line.with(all(sheet, inner.clone(), written.earlier.clone())).with(inner)
}

/// A button that puts further lines below others.
fn all(sheet: &Sheet, place: El, rows: Vec<Row>) -> El {
    let language = sheet.language;
    let all = el("p").class("show-all");
    let gone = all.clone();
    let button = button(language.tell("why.all"), move || {
        rows.iter().for_each(|it| place.append(&row(it, language)));
        gone.element().remove();
    });
    all.with(button)
}

/// The first of many lines, and the others when they are asked for.
fn some(sheet: &Sheet, class: &str, rows: &[Row]) -> Vec<El> {
    let whole = sheet.me.whole();
    let first = if whole { rows.len() } else { rows.len().min(SEEN) };
    let (seen, later) = rows.split_at_checked(first).unwrap_or((rows, &[]));
    let shown = paper(class, seen, sheet.language);
    if later.is_empty() {
        return vec![shown];
    }
    vec![shown.clone(), all(sheet, shown, later.to_vec())]
}

/// The rules that are cited, numbered. Links lead to them, so they are there even while
/// they are folded away.
fn cited(sheet: &Sheet) -> El {
    let language = sheet.language;
    let voice = Voice { facts: &sheet.facts, language };
    let rules = sheet.facts.why().map(|why| why.rules.as_slice()).unwrap_or_default();
    let list =
        rules.iter().enumerate().fold(el("ol").class("paper"), |list, (at, it)| {
            let number = ["rule-", &(at + 1).to_string()].concat();
            list.with(row(&card(voice, it).marked("id", &number), language))
        });
    let fold = el("details").class("fold");
    let fold = fold.with(el("summary").text(language.tell("rule.cited"))).with(list);
    if sheet.me.whole() { fold.set("open", "") } else { fold }
}
