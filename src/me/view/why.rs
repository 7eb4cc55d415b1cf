//! The sum, as on paper.

use std::sync::Arc;

use super::{button, folded, list, p, soft};
use crate::board::named;
use crate::browser::{El, el, fill};
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::Voice;
use crate::me::prose::rules::card;
use crate::me::prose::why::{Item, Paper, SEEN, paper};

/// The sum, what is not in it, and the rules it goes by.
pub(super) fn why(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let Some(paper) = paper(voice) else { return Vec::new() };
    let whole = me.whole();
    let mut drawn = Vec::new();
    match &paper.total {
        Some(total) => {
            drawn.push(p(language.tell("why.lead")));
            drawn.push(sum(&paper, total, language, whole));
        }
        None => drawn.push(p(language.tell("now.none"))),
    }
    if !paper.waiting.is_empty() {
        drawn.push(el("h3").text(language.tell("why.waiting")));
        drawn.push(soft(language.tell("why.waiting_lead")));
        drawn.push(rows("paper waiting", &paper.waiting, language, false));
    }
    if !paper.rest.is_empty() {
        drawn.push(el("h3").text(language.tell("why.rest")));
        drawn.push(rest(paper.rest, language, whole));
    }
    if paper.total.is_none() && drawn.len() == 1 {
        drawn.push(soft(language.tell("why.empty")));
    }
    drawn.extend(cited(facts, language, whole));
    drawn
}

fn sum(paper: &Paper, total: &str, language: Language, whole: bool) -> El {
    let body = rows("paper sum", &paper.lines, language, true);
    if let Some((items, together)) = &paper.earlier {
        if whole {
            items.iter().for_each(|item| body.append(&row(item, language, true)));
        } else {
            body.append(&earlier(items.clone(), together, language));
        }
    }
    paper.holds.iter().for_each(|item| body.append(&row(item, language, true)));
    let line = el("li").class("total").set("data-total", total);
    let line = line.with(el("span").class("name").text(language.tell("why.total")));
    body.with(line.with(el("span").class("score").text(total)))
}

/// Many earlier deeds as one line, which adds up as they do, until they are asked for.
fn earlier(items: Vec<Item>, together: &str, language: Language) -> El {
    let count = items.len().to_string();
    let name = language.tell_with("why.earlier", &[("count", &count)]);
    let inner = el("ul").class("inner");
    let place = inner.clone();
    let all = button(language.tell("why.all"), move || {
        let drawn = items.iter().map(|item| row(item, language, false)).collect();
        fill(place.element(), drawn);
    });
    let head = el("span").class("name").text(&name);
    let line = el("li").class("many").with(head);
    line.with(el("span").class("score").text(together)).with(all.class("show-all")).with(inner)
}

/// What does not count: the latest, and the others when asked for.
fn rest(mut items: Vec<Item>, language: Language, whole: bool) -> El {
    let count = items.len().to_string();
    let open = language.tell_with("why.rest_open", &[("count", &count)]);
    let later = if whole { Vec::new() } else { items.split_off(items.len().min(SEEN)) };
    folded(&open, whole, move || {
        let shown = rows("paper rest", &items, language, false);
        if later.is_empty() {
            return vec![shown];
        }
        let (place, later) = (shown.clone(), later.clone());
        let all = button(language.tell("why.all"), move || {
            later.iter().for_each(|item| place.append(&row(item, language, false)));
        });
        vec![shown, all.class("show-all")]
    })
}

fn rows(class: &str, items: &[Item], language: Language, counts: bool) -> El {
    let rows = items.iter().map(|item| row(item, language, counts));
    el("ul").class(class).with_all(rows.collect())
}

/// A line of paper.
pub(super) fn row(item: &Item, language: Language, counts: bool) -> El {
    let entry = item.entry.as_deref();
    let row = el("li").maybe("data-entry", entry);
    let row = row.set("data-counts", if counts { "true" } else { "false" });
    let lines = item.lines.iter().map(|line| soft(line));
    let mut row = row
        .with(named("span", &item.name).class("name"))
        .with(el("span").class("score").text(&item.figure))
        .with_all(lines.collect());
    if let Some(rule) = item.rule {
        let number = rule.to_string();
        let link = el("a").set("href", &["#rule-", &number].concat());
        let link = link.text(&language.tell_with("rule.cite", &[("number", &number)]));
        row = row.with(el("p").class("cite").with(link));
    }
    if !item.due.is_empty() {
        row = row.class("open").with(list("due", &item.due));
    }
    row
}

/// The rules that are cited, numbered.
fn cited(facts: &Arc<Facts>, language: Language, whole: bool) -> Option<El> {
    let facts = Arc::clone(facts);
    if facts.why()?.rules.is_empty() {
        return None;
    }
    let draw = move || {
        let voice = Voice { facts: &facts, language };
        let Some(why) = facts.why() else { return Vec::new() };
        let rules = why.rules.iter().enumerate().map(|(at, rule)| {
            let number = (at + 1).to_string();
            let (name, points, terms) = card(voice, rule);
            let number = el("span").class("number").text(&[&number, "."].concat())
                .set("id", &["rule-", &number].concat());
            let name = el("span").class("name").with(number).with(named("span", &name));
            el("li").with(name).with(el("span").class("score").text(&points))
                .with(soft(&terms))
        });
        vec![el("ul").class("paper cited").with_all(rules.collect())]
    };
    // Links lead to them, so they are there even while they are folded away.
    let content = el("div").with_all(draw());
    let fold = el("details").class("fold");
    let fold = fold.with(el("summary").text(language.tell("rule.cited"))).with(content);
    Some(if whole { fold.set("open", "") } else { fold })
}
