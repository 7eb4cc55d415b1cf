//! Where letters to the hall are begun, and what became of them.

use hallboard_score::{Points, Scope};

use super::sheet::{Sheet, button, list, p, soft};
use crate::browser::{El, el};
use crate::handed::About;
use crate::me::Me;
use crate::me::app::patch;
use crate::me::model::Offer;
use crate::me::prose::Answer;
use crate::me::prose::take::scope;

/// The way back that is shown until the frame has one, and where more is said.
pub(in crate::me) fn bar(me: Me) -> (El, El) {
    let back = button(me.language().tell("letters.back"), move || me.close_letter());
    let said = el("p").set("role", "status");
    (el("div").class("bar").with(back).with(said.clone()), said)
}

/// What holds the frame.
pub(in crate::me) fn dialogue(me: Me, bar: El, frame: El) -> El {
    let title = me.language().tell("letters.title");
    let frame = frame.set("title", title);
    let dialogue = el("dialog").class("me letter").set("aria-label", title);
    dialogue.with(bar).with(frame)
}

/// A button that begins a letter; once it is sealed, what became of it. Nothing where no
/// letters are written.
fn begin(sheet: &Sheet, about: About, words: &str) -> Option<El> {
    if !sheet.me.can_write() {
        return None;
    }
    let (language, words) = (sheet.language, words.to_owned());
    let holder = el("div").class("begin").set("tabindex", "-1");
    let holder = holder.set("data-letter", about.word());
    let place = holder.clone();
    let content = patch(sheet.me, "div", "", move |me| match me.letter(&about) {
        Some(true) => vec![soft(language.tell("letters.delivered"))],
        Some(false) => vec![soft(language.tell("letters.sealed"))],
        None => {
            let (about, place) = (about.clone(), place.clone());
            vec![button(&words, move || me.write(about.clone(), place.clone()))]
        }
    });
    Some(holder.with(content))
}

/// Beside an entry that can be objected to.
pub(super) fn answer(sheet: &Sheet, entry: &str, answer: &Answer) -> Option<El> {
    let words = match answer.days {
        1 => sheet.language.tell("letters.answer_today").to_owned(),
        days => {
            let told = sheet.language.told("letters.answer");
            told.count("days", days as usize).done()
        }
    };
    let (title, until) = (answer.title.clone(), answer.until);
    begin(sheet, About::Reply { entry: entry.to_owned(), title, until }, &words)
}

/// Beside a reward that the balance buys.
pub(super) fn wish(sheet: &Sheet, offer: &Offer) -> Option<El> {
    offer.short.filter(|short| *short == Points::ZERO)?;
    let about = About::Wish { reward: offer.reward.to_string() };
    begin(sheet, about, sheet.language.tell("letters.wish"))
}

/// What is agreed to, and all that can be written about it and about the record.
pub(super) fn letters(sheet: &Sheet) -> Vec<El> {
    let (language, agreed) = (sheet.language, sheet.facts.agreed());
    let scopes = agreed.scopes.iter();
    let scopes: Vec<String> =
        scopes.map(|it: &Scope| scope(language, *it).to_owned()).collect();
    let mut drawn = vec![p(language.tell("letters.agree")), list("plain-list", &scopes)];
    if !sheet.me.can_write() {
        if sheet.me.is_shared() {
            drawn.push(soft(language.tell("letters.elsewhere")));
        }
        drawn.push(soft(language.tell("reply.how")));
        return drawn;
    }
    let row = |letters: Vec<(About, &str)>| {
        let buttons = letters.into_iter();
        let buttons = buttons.filter_map(|(about, words)| begin(sheet, about, words));
        el("div").class("buttons").with_all(buttons.collect())
    };
    drawn.push(row(vec![
        (About::Consent(agreed.clone()), language.tell("letters.change")),
        (About::Leaving(agreed), language.tell("letters.leave")),
    ]));
    drawn.push(soft(language.tell("letters.more")));
    drawn.push(row(vec![
        (About::Correction, language.tell("letters.wrong")),
        (About::Copy, language.tell("letters.copy")),
        (About::Erasure, language.tell("letters.erase")),
    ]));
    drawn
}
