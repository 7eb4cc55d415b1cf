//! Stars, rewards, what changed, and what the board shows.

use super::frame::keeping;
use super::letters;
use super::sheet::{Sheet, button, folded, leaf, list, p, paper, row, soft, under};
use crate::browser::{El, el};
use crate::language::Language;
use crate::me::prose::stars::category;
use crate::me::prose::{beside, changes as differing};
use crate::me::words::word;

/// Stars out of five, as signs, with the number for who does not see them.
fn signs(stars: Option<u8>, language: Language) -> El {
    let Some(stars) = stars.map(|stars| stars.min(5)) else {
        return leaf("span", "unrated", language.tell(word::STARS_UNRATED));
    };
    let words = language.told(word::WHY_STARS).count("stars", usize::from(stars)).done();
    let sign = |class: &str, count: u8| {
        el("span").class(class).style("width", &[&count.to_string(), "em"].concat())
    };
    let signs = el("span").class("stars").set("role", "img").set("aria-label", &words);
    let signs = signs.set("data-stars", &stars.to_string());
    signs.with(sign("given", stars)).with(sign("open", 5 - stars))
}

/// The household's stars over time.
pub(super) fn stars(sheet: &Sheet) -> Vec<El> {
    let (language, whole) = (sheet.language, sheet.me.whole());
    let body = el("ul").class("paper");
    for it in sheet.facts.stars() {
        let words = category(sheet.voice(), it);
        let line = row(&words.row, sheet).with(signs(words.now, language));
        body.append(&line);
        let before = words.before;
        if before.is_empty() {
            continue;
        }
        let open = language.told(word::STARS_EARLIER).count("count", before.len()).done();
        line.append(&folded(&open, whole, move || {
            let steps = el("ol").class("star-steps");
            for (stars, since) in &before {
                let step = el("li").with(signs(*stars, language));
                steps.append(&step.with(leaf("span", "soft", since)));
            }
            vec![steps]
        }));
    }
    if sheet.facts.stars().is_empty() {
        return vec![soft(language.tell(word::STARS_NONE))];
    }
    vec![soft(language.tell(word::STARS_LEAD)), body]
}

/// What the balance buys, and what it bought.
pub(super) fn rewards(sheet: &Sheet) -> Vec<El> {
    let (voice, language) = (sheet.voice(), sheet.language);
    let Some(rewards) = sheet.facts.rewards() else { return Vec::new() };
    let mut drawn = Vec::new();
    if let Some(balance) = rewards.balance {
        drawn.push(p(&language
            .told(word::REWARDS_LEAD)
            .points("balance", balance)
            .done()));
    }
    let offers = rewards.offers.iter().map(|it| {
        let line = row(&beside::offer(voice, it), sheet);
        line.with_any(letters::wish(sheet, it))
    });
    drawn.push(el("ul").class("paper").with_all(offers.collect()));
    drawn.push(under(language.tell(word::REWARDS_HAD)));
    let redemptions = rewards.redemptions.iter().rev();
    let rows: Vec<_> = redemptions.map(|it| beside::redemption(voice, it)).collect();
    drawn.push(match rows.is_empty() {
        true => soft(language.tell(word::REWARDS_NONE)),
        false => paper("paper", &rows, sheet),
    });
    drawn
}

/// What is different from the last look, and whether this device is to remember this one.
pub(super) fn changes(sheet: &Sheet) -> Vec<El> {
    let (me, language) = (sheet.me, sheet.language);
    let mut drawn = Vec::new();
    let word = match me.changes() {
        Some(Ok(changes)) => {
            let words = differing::difference(sheet.voice(), &changes);
            drawn.push(p(&words.sentence).set("data-changes", words.word));
            for (heading, lines) in &words.lists {
                drawn.push(under(heading));
                drawn.push(list("plain-list", lines));
            }
            words.word
        }
        Some(Err(_)) => {
            let lost = p(language.tell(word::CHANGES_UNREADABLE));
            drawn.push(lost.set("data-changes", "unreadable"));
            "unreadable"
        }
        None => {
            drawn.push(p(language.tell(word::CHANGES_UNKNOWN)));
            "none"
        }
    };
    if word != "none" {
        let noted = button(language.tell(word::CHANGES_NOTED), move || me.keep());
        drawn.push(el("p").class("buttons").with(noted));
    }
    drawn.push(keeping(me));
    drawn
}

/// What the board shows of the resident.
pub(super) fn shown(sheet: &Sheet) -> Vec<El> {
    let Some(shown) = sheet.facts.shown() else { return Vec::new() };
    let (word, lines) = beside::shown(sheet.voice(), shown);
    let place = el("div").set("data-shown", word);
    vec![lines.iter().fold(place, |place, line| place.with(p(line)))]
}
