//! To take away: as data, as a table, on paper, or as text to copy.

use std::sync::Arc;

use super::{button, folded, p, soft};
use crate::browser::{El, download, el, print};
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::{Voice, take as prose};

/// The ways to take it.
pub(super) fn take(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let name = |ending: &str| ["hallboard-", &facts.today.to_string(), ending].concat();
    let (json, text) = (name(".json"), Arc::clone(facts));
    let (csv, table) = (name(".csv"), Arc::clone(facts));
    let copy = Arc::clone(facts);
    let as_json = button(language.tell("take.json"), move || {
        download(&json, "application/json", text.own().text());
    });
    let as_table = button(language.tell("take.csv"), move || {
        let voice = Voice { facts: &table, language };
        download(&csv, "text/csv", &prose::table(voice));
    });
    let on_paper = button(language.tell("take.print"), move || {
        me.draw_whole();
        print();
    });
    let buttons = el("p")
        .class("buttons")
        .with(as_json.set("data-take", "json"))
        .with(as_table.set("data-take", "csv"))
        .with(on_paper.set("data-take", "print"));
    let to_copy = folded(language.tell("take.copy"), false, move || {
        let words = soft(language.tell("take.copy_how"));
        let area = el("textarea").set("readonly", "").set("rows", "8");
        let area = area.set("aria-label", language.tell("take.copy"));
        vec![words, area.text(copy.own().text())]
    });
    vec![p(language.tell("take.lead")), buttons, soft(language.tell("take.what")), to_copy]
}
