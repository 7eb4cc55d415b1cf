//! Every rulebook, how to reply and how to leave.

use super::sheet::{Sheet, folded, link, list, p, soft, under};
use crate::browser::{El, el};
use crate::me::prose::rules as prose;
use crate::me::words::word;
use crate::rules::rulebook;

/// The rules, then what a resident can do about anything.
pub(super) fn rules(sheet: &Sheet) -> Vec<El> {
    let (voice, language, whole) = (sheet.voice(), sheet.language, sheet.me.whole());
    let mut drawn = vec![p(language.tell(word::RULES_LEAD))];
    for book in sheet.facts.rules() {
        drawn.push(under(&prose::term(voice, book)));
        if !book.changes.is_empty() {
            drawn.push(soft(language.tell(word::RULES_CHANGED)));
            let changes = book.changes.iter().map(|it| prose::change(voice, it));
            drawn.push(list("plain-list", &changes.collect::<Vec<_>>()));
        }
        let (place, whole) = (book.place, whole && book.until.is_none());
        let sheet = sheet.clone();
        drawn.push(folded(language.tell(word::RULES_WHOLE), whole, move || {
            let book = sheet.facts.ledger().rulebooks.get(place);
            book.map(|book| rulebook(book, sheet.language)).into_iter().collect()
        }));
    }
    let reply = [
        language.tell(word::REPLY_HOW),
        language.tell(word::REPLY_CHILD),
        language.tell(word::REPLY_EFFECT),
    ];
    let leave = [
        language.tell(word::LEAVING_HOW),
        language.tell(word::LEAVING_WHAT),
        language.tell(word::LEAVING_CARD),
    ];
    let write = || {
        let way = || el("p").with(link("#letters", language.tell(word::LETTERS_TITLE)));
        sheet.me.can_write().then(way)
    };
    let reply = part("reply", language.tell(word::REPLY_TITLE), &reply);
    let leave = part("leave", language.tell(word::LEAVING_TITLE), &leave);
    drawn.extend([reply.with_any(write()), leave.with_any(write())]);
    drawn
}

fn part(id: &str, title: &str, lines: &[&str]) -> El {
    let part = el("section").set("id", id).with(el("h2").text(title));
    lines.iter().fold(part, |part, line| part.with(p(line)))
}
