//! The score today, and what comes next.

use super::sheet::{Sheet, leaf, link, list, paper, soft};
use crate::board::named;
use crate::browser::{El, el};
use crate::figures;
use crate::me::model::Shown;
use crate::me::prose::now::standing;
use crate::me::words::word;

/// The other score: what the board shows, and where it is explained.
fn on_the_board(sheet: &Sheet) -> Option<El> {
    let Shown::Listed { score, .. } = sheet.facts.shown()? else { return None };
    let told = sheet.language.told(word::NOW_BOARD).points("score", *score);
    let words = told.day("day", sheet.facts.published_on()).done();
    let see = link("#board", sheet.language.tell(word::NOW_BOARD_WHY));
    let line = soft(&words).set("data-board-score", &figures::points(*score));
    Some(line.text(" ").with(see))
}

/// The score today, and what comes next.
pub(super) fn now(sheet: &Sheet) -> Vec<El> {
    let Some(now) = sheet.facts.now() else { return Vec::new() };
    let words = standing(sheet.voice(), now);
    let mut drawn = Vec::new();
    if !words.score.is_empty() {
        let beside = el("span")
            .class("beside")
            .with(named("span", &words.band).class("band-name"))
            .with(leaf("span", "soft", &words.scale));
        let line = leaf("p", "big", "").set("data-score", &words.score);
        let line = line.set("data-band", now.band.as_deref().unwrap_or_default());
        drawn.push(line.with(el("strong").text(&words.score)).with(beside));
    }
    if !words.due.is_empty() {
        let see = link("#why", sheet.language.tell(word::NOW_SEE));
        drawn.push(list("due", &words.due).with(el("li").with(see)));
    }
    drawn.push(leaf("p", "next", &words.next));
    if !words.steps.is_empty() {
        drawn.push(paper("paper steps", &words.steps, sheet));
    }
    drawn.extend(on_the_board(sheet));
    if let Some(balance) = now.balance {
        drawn.push(soft(&words.balance).set("data-balance", &figures::points(balance)));
    }
    drawn
}
