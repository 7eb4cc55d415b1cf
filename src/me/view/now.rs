//! The score today, and what comes next.

use std::sync::Arc;

use super::{list, p, soft};
use crate::board::named;
use crate::browser::{El, el};
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::Voice;
use crate::me::prose::now::standing;

/// The score today, and what comes next.
pub(super) fn now(_me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let Some(words) = standing(voice) else { return Vec::new() };
    let mut drawn = Vec::new();
    let now = facts.now();
    if let Some(score) = &words.score {
        let band = now.and_then(|now| now.band.as_deref()).unwrap_or_default();
        let beside = el("span").class("beside").with_any(
            words.band.as_ref().map(|band| named("span", band).class("band-name")),
        );
        let beside = beside.with(el("span").class("soft").text(&words.scale));
        let line = el("p").class("big").set("data-score", score).set("data-band", band);
        drawn.push(line.with(el("strong").text(score)).with(beside));
    }
    if !words.due.is_empty() {
        let link = el("a").set("href", "#why").text(language.tell("now.see"));
        drawn.push(list("due", &words.due).with(el("li").with(link)));
    }
    drawn.push(p(&words.next).class("next"));
    if !words.steps.is_empty() {
        let steps = words.steps.iter().map(|(day, score, reasons)| {
            let head = el("p").with(el("b").text(day)).with(el("b").class("score").text(score));
            el("li").with(head).with(list("soft", reasons))
        });
        drawn.push(el("ol").class("steps").with_all(steps.collect()));
    }
    if let Some(balance) = &words.balance {
        let points = now.and_then(|now| now.balance).map(crate::figures::points);
        let line = soft(balance).set("data-balance", &points.unwrap_or_default());
        drawn.push(line);
    }
    drawn
}
