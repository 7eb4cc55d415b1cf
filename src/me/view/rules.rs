//! Every rulebook, how to reply and how to leave.

use std::sync::Arc;

use super::{folded, list, p, soft};
use crate::browser::{El, el};
use crate::language::Language;
use crate::me::Me;
use crate::me::facts::Facts;
use crate::me::prose::{Voice, rules as prose};
use crate::rules::rulebook;

/// The rules, then what a resident can do about anything.
pub(super) fn rules(me: Me, facts: &Arc<Facts>, language: Language) -> Vec<El> {
    let voice = Voice { facts, language };
    let whole = me.whole();
    let mut drawn = vec![p(language.tell("rules.lead"))];
    for book in facts.rules() {
        drawn.push(el("h3").text(&prose::term(voice, book)));
        if !book.changes.is_empty() {
            drawn.push(soft(language.tell("rules.changed")));
            let changes: Vec<String> =
                book.changes.iter().map(|it| prose::change(voice, it)).collect();
            drawn.push(list("plain-list", &changes));
        }
        let (place, facts) = (book.place, Arc::clone(facts));
        drawn.push(folded(language.tell("rules.whole"), whole && book.until.is_none(), move || {
            let book = facts.ledger().rulebooks.get(place);
            book.map(|book| rulebook(book, language)).into_iter().collect()
        }));
    }
    let part = |id: &str, title: &str, lines: &[&str]| {
        let part = el("section").set("id", id).with(el("h2").text(title));
        part.with_all(lines.iter().map(|line| p(line)).collect())
    };
    drawn.push(part(
        "reply",
        language.tell("reply.title"),
        &[language.tell("reply.how"), language.tell("reply.child"), language.tell("reply.effect")],
    ));
    drawn.push(part(
        "leave",
        language.tell("leaving.title"),
        &[language.tell("leaving.how"), language.tell("leaving.what"), language.tell("leaving.card")],
    ));
    drawn
}
