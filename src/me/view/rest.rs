//! Stars, rewards, what changed, and what the board shows.

use super::frame::keeping;
use super::letters;
use super::sheet::{Sheet, button, folded, leaf, list, p, paper, row, soft, under};
use crate::browser::{El, el, fill, focus};
use crate::language::Language;
use crate::me::model::Shown;
use crate::me::prose::stars::category;
use crate::me::prose::why::board_paper;
use crate::me::prose::{beside, changes as differing};
use crate::me::pulse::follow;
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
    let (me, sheet) = (sheet.me, sheet.clone());
    // Apart from the buttons, which would lose the focus if they were drawn anew.
    let told = el("div").set("tabindex", "-1");
    let place = told.clone();
    let noted = button(sheet.language.tell(word::CHANGES_NOTED), move || {
        me.keep();
        focus(&place);
    });
    let row = el("p").class("buttons").with(noted);
    let (place, noting) = (told.clone(), row.clone());
    follow(move || {
        let (word, drawn) = differences(&sheet);
        match word {
            "none" => noting.change("hidden", ""),
            _ => noting.drop("hidden"),
        }
        fill(place.element(), drawn);
    });
    vec![told, row, keeping(me)]
}

/// What kind of difference there is, and all of it.
fn differences(sheet: &Sheet) -> (&'static str, Vec<El>) {
    let language = sheet.language;
    let changes = match sheet.me.changes() {
        Some(Ok(changes)) => changes,
        Some(Err(_)) => {
            let lost = p(language.tell(word::CHANGES_UNREADABLE));
            return ("unreadable", vec![lost.set("data-changes", "unreadable")]);
        }
        None => return ("none", vec![p(language.tell(word::CHANGES_UNKNOWN))]),
    };
    let words = differing::difference(sheet.voice(), &changes);
    let mut drawn = vec![p(&words.sentence).set("data-changes", words.word)];
    for (heading, lines) in &words.lists {
        drawn.push(under(heading));
        drawn.push(list("plain-list", lines));
    }
    (words.word, drawn)
}

/// What the board shows of the resident.
pub(super) fn shown(sheet: &Sheet) -> Vec<El> {
    let Some(shown) = sheet.facts.shown() else { return Vec::new() };
    let (word, lines) = beside::shown(sheet.voice(), shown);
    let place = el("div").set("data-shown", word);
    let place = lines.iter().fold(place, |place, line| place.with(p(line)));
    vec![place.with_all(board_sum(sheet, shown))]
}

/// The board score as a sum on paper, for whom the board lists.
fn board_sum(sheet: &Sheet, shown: &Shown) -> Vec<El> {
    let (Shown::Listed { score, .. }, Some(why)) = (shown, sheet.facts.board_sum())
    else {
        return Vec::new();
    };
    let (voice, language) = (sheet.voice(), sheet.language);
    let written = board_paper(voice, why, *score);
    let lead = voice.told(word::SHOWN_LEAD).day("day", sheet.facts.published_on());
    let body = paper("paper board-sum", &written.lines, sheet);
    if written.earlier > 0 {
        let name =
            language.told(word::WHY_EARLIER).count("count", written.earlier).done();
        let line = leaf("li", "many", "").with(leaf("span", "name", &name));
        body.append(&line.with(leaf("span", "score", &written.together)));
    }
    written.holds.iter().for_each(|it| body.append(&row(it, sheet)));
    let total = leaf("li", "total", "").set("data-board-total", &written.total);
    let total = total.with(leaf("span", "name", language.tell(word::SHOWN_TOTAL)));
    let body = body.with(total.with(leaf("span", "score", &written.total)));
    vec![p(&lead.done()), body]
}
