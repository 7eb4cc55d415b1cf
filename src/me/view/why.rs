//! The sum, as on paper.

use super::sheet::{Sheet, button, folded, leaf, p, paper, row, soft, under};
use crate::browser::{El, el};
use crate::me::prose::rules::card;
use crate::me::prose::why::{Paper, SEEN, earlier, paper as written, rest};
use crate::me::prose::{Row, Voice};
use crate::me::words::word;

/// The sum, what is not in it, and the rules it goes by.
pub(super) fn why(sheet: &Sheet) -> Vec<El> {
    let Some(why) = sheet.facts.why() else { return Vec::new() };
    let (language, whole) = (sheet.language, sheet.me.whole());
    let written = written(sheet.voice(), why);
    let mut drawn = Vec::new();
    if written.total.is_empty() {
        drawn.push(p(language.tell(word::NOW_NONE)));
    } else {
        drawn.push(p(language.tell(word::WHY_LEAD)));
        drawn.push(sum(sheet, &written));
    }
    if why.deeds.is_empty() && why.ratings.is_empty() {
        drawn.push(soft(language.tell(word::WHY_EMPTY)));
    }
    if !written.waiting.is_empty() {
        drawn.push(under(language.tell(word::WHY_WAITING)));
        drawn.push(soft(language.tell(word::WHY_WAITING_LEAD)));
        drawn.push(paper("paper waiting", &written.waiting, sheet));
    }
    if written.rest > 0 {
        let open = language.told(word::WHY_REST_OPEN).count("count", written.rest).done();
        let sheet = sheet.clone();
        drawn.push(folded(&open, whole, move || uncounted(&sheet, written.rest)));
    }
    if !why.rules.is_empty() {
        drawn.push(cited(sheet));
    }
    drawn
}

fn sum(sheet: &Sheet, written: &Paper) -> El {
    let language = sheet.language;
    let body = paper("paper sum", &written.lines, sheet);
    if sheet.me.whole() {
        further(&body, &earlier_rows(sheet), sheet);
    } else if written.earlier > 0 {
        body.append(&together(sheet, written));
    }
    written.holds.iter().for_each(|it| body.append(&row(it, sheet)));
    let line = leaf("li", "total", "").set("data-total", &written.total);
    let line = line.with(leaf("span", "name", language.tell(word::WHY_TOTAL)));
    body.with(line.with(leaf("span", "score", &written.total)))
}

/// Many earlier deeds as one line, which adds up as they do, until they are asked for.
fn together(sheet: &Sheet, written: &Paper) -> El {
    let language = sheet.language;
    let name = language.told(word::WHY_EARLIER).count("count", written.earlier).done();
    let inner = el("ul").class("inner");
    let line = leaf("li", "many", "").with(leaf("span", "name", &name)).with(leaf(
        "span",
        "score",
        &written.together,
    ));
    line.with(all(sheet, inner.clone(), earlier_rows)).with(inner)
}

/// A button that puts further lines below others.
fn all(sheet: &Sheet, place: El, rows: fn(&Sheet) -> Vec<Row>) -> El {
    let sheet = sheet.clone();
    let all = el("p").class("show-all");
    let gone = all.clone();
    let button = button(sheet.language.tell(word::WHY_ALL), move || {
        further(&place, &rows(&sheet), &sheet);
        gone.element().remove();
    });
    all.with(button)
}

fn further(place: &El, rows: &[Row], sheet: &Sheet) {
    rows.iter().for_each(|it| place.append(&row(it, sheet)));
}

fn earlier_rows(sheet: &Sheet) -> Vec<Row> {
    sheet.facts.why().map(|why| earlier(sheet.voice(), why)).unwrap_or_default()
}

fn rest_rows(sheet: &Sheet, from: usize, most: usize) -> Vec<Row> {
    let why = sheet.facts.why();
    why.map(|why| rest(sheet.voice(), why, from, most)).unwrap_or_default()
}

/// The first of what does not count, and the others when they are asked for.
fn uncounted(sheet: &Sheet, count: usize) -> Vec<El> {
    let first = if sheet.me.whole() { count } else { SEEN };
    let shown = paper("paper rest", &rest_rows(sheet, 0, first), sheet);
    if count <= first {
        return vec![shown];
    }
    let later = all(sheet, shown.clone(), |sheet| rest_rows(sheet, SEEN, usize::MAX));
    vec![shown, later]
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
            list.with(row(&card(voice, it).marked("id", &number), sheet))
        });
    let fold = el("details").class("fold");
    let fold = fold.with(el("summary").text(language.tell(word::RULE_CITED))).with(list);
    if sheet.me.whole() { fold.set("open", "") } else { fold }
}
