//! Where letters to the hall are begun, and what became of them.

use hallboard_score::Points;

use super::sheet::{Sheet, button, p, soft};
use crate::browser::{El, el};
use crate::handed::Fields;
use crate::me::Me;
use crate::me::app::patch;
use crate::me::model::Offer;
use crate::me::prose::Answer;
use crate::me::prose::take::scope;
use crate::me::words::word;

/// The way back that is shown until the frame has one, and where more is said.
pub(in crate::me) fn bar(me: Me) -> (El, El) {
    let back = button(me.language().tell(word::LETTERS_BACK), move || me.close_letter());
    let said = el("p").class("late-words").set("role", "alert");
    (el("div").class("way").with(back).with(said.clone()), said)
}

/// What holds the frame.
pub(in crate::me) fn dialogue(me: Me, bar: El, frame: El) -> El {
    let title = me.language().tell(word::LETTERS_TITLE);
    let frame = frame.set("title", title);
    let dialogue = el("dialog").class("me letter").set("aria-label", title);
    dialogue.with(bar).with(frame)
}

/// A button that begins a letter; once it is sealed, what became of it. Nothing where no
/// letters are written.
fn begin(
    sheet: &Sheet,
    word: &'static str,
    id: &str,
    about: Fields,
    words: &str,
) -> Option<El> {
    if !sheet.me.can_write() {
        return None;
    }
    let (language, words) = (sheet.language, words.to_owned());
    let holder = el("div").class("begin").set("tabindex", "-1").set("data-letter", word);
    let (place, key) = (holder.clone(), [word, " ", id].concat());
    let content = patch(sheet.me, "div", "", move |me| {
        let Some(delivered) = me.letter(&key) else {
            let (key, about, place) = (key.clone(), about.clone(), place.clone());
            return vec![button(&words, move || me.write(&key, &about, &place))];
        };
        vec![soft(match delivered {
            true => language.tell(word::LETTERS_DELIVERED),
            false => language.tell(word::LETTERS_SEALED),
        })]
    });
    Some(holder.with(content))
}

/// Beside an entry that can be objected to.
pub(super) fn answer(sheet: &Sheet, entry: &str, answer: &Answer) -> Option<El> {
    let told = match answer.days {
        1 => sheet.language.told(word::LETTERS_ANSWER_TODAY),
        _ => sheet.language.told(word::LETTERS_ANSWER),
    };
    let about = Fields::of("reply").reply(entry, &answer.title, answer.until);
    let words = told.count("days", answer.days as usize).done();
    begin(sheet, "reply", entry, about, &words)
}

/// Beside a reward that the balance buys.
pub(super) fn wish(sheet: &Sheet, offer: &Offer) -> Option<El> {
    offer.short.filter(|short| *short == Points::ZERO)?;
    let about = Fields::of("wish").wish(&offer.reward);
    begin(sheet, "wish", &offer.reward, about, sheet.language.tell(word::LETTERS_WISH))
}

/// What is agreed to, and all that can be written about it and about the record.
pub(super) fn letters(sheet: &Sheet) -> Vec<El> {
    let (language, agreed) = (sheet.language, sheet.facts.agreed());
    let scopes = el("ul").class("plain-list");
    for it in &agreed.scopes {
        scopes.append(&el("li").text(scope(language, *it)));
    }
    let mut drawn = vec![p(language.tell(word::LETTERS_AGREE)), scopes];
    if !sheet.me.can_write() {
        if sheet.me.is_shared() {
            drawn.push(soft(language.tell(word::LETTERS_ELSEWHERE)));
        }
        drawn.push(soft(language.tell(word::REPLY_HOW)));
        return drawn;
    }
    let (about_consent, about_record) = (row(), row());
    for (place, word, words) in [
        (&about_consent, "consent", language.tell(word::LETTERS_CHANGE)),
        (&about_consent, "leaving", language.tell(word::LETTERS_LEAVE)),
        (&about_record, "correction", language.tell(word::LETTERS_WRONG)),
        (&about_record, "copy", language.tell(word::LETTERS_COPY)),
        (&about_record, "erasure", language.tell(word::LETTERS_ERASE)),
    ] {
        let mut about = Fields::of(word);
        if matches!(word, "consent" | "leaving") {
            about = about.consent(&agreed);
        }
        begin(sheet, word, "", about, words).iter().for_each(|it| place.append(it));
    }
    drawn.extend([about_consent, about_record]);
    drawn
}

fn row() -> El {
    el("div").class("buttons")
}
