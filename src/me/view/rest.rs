//! Stars, rewards, what changed, and what the board shows.

use std::sync::Arc;

use super::{button, folded, list, p, soft};
use crate::board::named;
use crate::browser::{El, el};
use crate::figures;
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::{Voice, beside, changes as differing, stars as starry};

/// Stars out of five, as signs, with the number for who does not see them.
fn signs(stars: Option<u8>, language: Language) -> El {
    let Some(stars) = stars.map(|stars| stars.min(5)) else {
        return el("span").class("unrated").text(language.tell("stars.unrated"));
    };
    let number = stars.to_string();
    let words = language.tell_with("stars.count", &[("stars", &number)]);
    let sign = |class: &str, count: u8| {
        let width = [&count.to_string(), "em"].concat();
        el("span").class(class).style("width", &width)
    };
    let signs = el("span").class("stars").set("role", "img").set("aria-label", &words);
    signs.set("data-stars", &number).with(sign("given", stars)).with(sign("open", 5 - stars))
}

/// The household's stars over time.
pub(super) fn stars(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let categories = starry::stars(voice);
    if categories.is_empty() {
        return vec![soft(language.tell("stars.none"))];
    }
    let whole = me.whole();
    let lines = categories.into_iter().map(|it| {
        let line = el("li").set("data-category", &it.category);
        let line = line.with(named("span", &it.name).class("name"));
        let line = line.with(el("span").class("score").with(signs(it.now, language)));
        let mut steps = it.steps;
        let latest = if steps.is_empty() { None } else { Some(steps.remove(0)) };
        let line = line.with_any(latest.map(|(_, since)| soft(&since)));
        if steps.is_empty() {
            return line;
        }
        let open = language.tell_with("stars.earlier", &[("count", &steps.len().to_string())]);
        line.with(folded(&open, whole, move || {
            let steps = steps.iter().map(|(stars, since)| {
                el("li").with(signs(*stars, language)).with(el("span").class("soft").text(since))
            });
            vec![el("ol").class("star-steps").with_all(steps.collect())]
        }))
    });
    vec![soft(language.tell("stars.lead")), el("ul").class("paper").with_all(lines.collect())]
}

/// What the balance buys, and what it bought.
pub(super) fn rewards(_me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let Some(rewards) = facts.rewards() else { return Vec::new() };
    let mut drawn = Vec::new();
    if let Some(balance) = rewards.balance {
        let balance = figures::points(balance);
        drawn.push(p(&language.tell_with("rewards.lead", &[("balance", &balance)])));
    }
    let line = |name: &_, figure: &str, lines: &[String]| {
        let line = el("li").with(named("span", name).class("name"));
        let line = line.with(el("span").class("score").text(figure));
        line.with_all(lines.iter().map(|it| soft(it)).collect())
    };
    let offers = rewards.offers.iter().map(|offer| {
        let (name, cost, reach) = beside::offer(voice, offer);
        line(&name, &cost, &[reach]).set("data-reward", &offer.reward)
    });
    drawn.push(el("ul").class("paper").with_all(offers.collect()));
    drawn.push(el("h3").text(language.tell("rewards.had")));
    if rewards.redemptions.is_empty() {
        drawn.push(soft(language.tell("rewards.none")));
        return drawn;
    }
    let had = rewards.redemptions.iter().rev().map(|item| {
        let (name, took, lines) = beside::redemption(voice, item);
        line(&name, &took, &lines).set("data-entry", &item.entry)
    });
    drawn.push(el("ul").class("paper").with_all(had.collect()));
    drawn
}

/// What is different from the last look.
pub(super) fn changes(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let Some(changes) = me.changes() else {
        return vec![p(language.tell("changes.unknown"))];
    };
    let words = differing::difference(voice, &changes);
    let mut drawn = vec![p(&words.sentence).set("data-changes", words.word)];
    for (heading, lines) in &words.lists {
        drawn.push(el("h3").text(heading));
        drawn.push(list("plain-list", lines));
    }
    if words.word != "none" {
        drawn.push(button(language.tell("changes.noted"), move || me.keep()));
    }
    drawn
}

/// What the board shows of the resident.
pub(super) fn shown(_me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let Some(shown) = facts.shown() else { return Vec::new() };
    let (word, lines) = beside::shown(voice, shown);
    let lines = lines.iter().map(|line| p(line)).collect();
    vec![el("div").set("data-shown", word).with_all(lines)]
}
