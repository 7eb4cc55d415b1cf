//! To take away: as data, as a table, on paper, or as text to copy.

use super::sheet::{Sheet, button, folded, p, soft};
use crate::browser::{El, download, el, print};
use crate::me::prose::take as prose;
use crate::me::words::word;

/// The ways to take it.
pub(super) fn take(sheet: &Sheet) -> Vec<El> {
    let language = sheet.language;
    let (text, table, whole, copy) =
        (sheet.clone(), sheet.clone(), sheet.me, sheet.clone());
    let as_json = button(language.tell(word::TAKE_JSON), move || {
        download(&name(&text, "json"), "application/json", text.facts.own().text());
    });
    let as_table = button(language.tell(word::TAKE_CSV), move || {
        download(&name(&table, "csv"), "text/csv", &prose::table(table.voice()));
    });
    let on_paper = button(language.tell(word::TAKE_PRINT), move || {
        whole.draw_whole();
        print();
    });
    let buttons = el("p")
        .class("buttons")
        .with(as_json.set("data-take", "json"))
        .with(as_table.set("data-take", "csv"))
        .with(on_paper.set("data-take", "print"));
    let to_copy = folded(language.tell(word::TAKE_COPY), false, move || {
        let area = el("textarea").set("readonly", "").set("rows", "8");
        let area = area.set("aria-label", copy.language.tell(word::TAKE_COPY));
        let how = soft(copy.language.tell(word::TAKE_COPY_HOW));
        vec![how, area.text(copy.facts.own().text())]
    });
    vec![
        p(language.tell(word::TAKE_LEAD)),
        buttons,
        soft(language.tell(word::TAKE_WHAT)),
        to_copy,
    ]
}

fn name(sheet: &Sheet, ending: &str) -> String {
    ["hallboard-", &sheet.facts.today.to_string(), ".", ending].concat()
}
