//! Every rulebook, how to reply and how to leave.

use super::sheet::{Sheet, folded, link, list, p, soft, under};
use crate::browser::{El, el};
use crate::me::prose::rules as prose;
use crate::rules::rulebook;

/// The rules, then what a resident can do about anything.
pub(super) fn rules(sheet: &Sheet) -> Vec<El> {
    let (voice, language, whole) = (sheet.voice(), sheet.language, sheet.me.whole());
    let mut drawn = vec![p(language.tell("rules.lead"))];
    for book in sheet.facts.rules() {
        drawn.push(under(&prose::term(voice, book)));
        if !book.changes.is_empty() {
            drawn.push(soft(language.tell("rules.changed")));
            let changes = book.changes.iter().map(|it| prose::change(voice, it));
            drawn.push(list("plain-list", &changes.collect::<Vec<_>>()));
        }
        let (place, whole) = (book.place, whole && book.until.is_none());
        let sheet = sheet.clone();
        drawn.push(folded(language.tell("rules.whole"), whole, move || {
            let book = sheet.facts.ledger().rulebooks.get(place);
            book.map(|book| rulebook(book, sheet.language)).into_iter().collect()
        }));
    }
    let reply = [
        language.tell("reply.how"),
        language.tell("reply.child"),
        language.tell("reply.effect"),
    ];
    let leave = [
        language.tell("leaving.how"),
        language.tell("leaving.what"),
        language.tell("leaving.card"),
    ];
    let write = || {
        let way = || el("p").with(link("#letters", language.tell("letters.title")));
        sheet.me.can_write().then(way)
    };
    let reply = part("reply", language.tell("reply.title"), &reply);
    let leave = part("leave", language.tell("leaving.title"), &leave);
    drawn.extend([reply.with_any(write()), leave.with_any(write())]);
    drawn
}

fn part(id: &str, title: &str, lines: &[&str]) -> El {
    let part = el("section").set("id", id).with(el("h2").text(title));
    lines.iter().fold(part, |part, line| part.with(p(line)))
}
