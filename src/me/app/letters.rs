//! Letters to the hall: the page on which they are written, in a frame over this one.

use hallboard_feed::letter::Token;

use super::Me;
use crate::browser::{
    El, body, el, focus, now_seconds, on, on_event, on_said, say_to, set_open, window_of,
};
use crate::handed::{CLOSE, DELIVERED, Fields, LEAVE, READY, SEALED};
use crate::me::view::letters as drawn;
use crate::me::words::word;

/// After that many seconds without a word from the frame its reader is told that it cannot
/// be opened, and of the other way.
const PATIENCE: i64 = 4;

/// A letter that is being written, or waits to reach the hall.
pub(super) struct Letter {
    /// What it is about, by a name that no other has.
    key: String,
    about: Fields,
    /// Where it was asked for.
    place: El,
    dialogue: El,
    /// The way back, until the frame has one.
    bar: El,
    /// What is said there.
    said: El,
    frame: El,
    begun: i64,
    /// Whether the frame has said anything.
    ready: bool,
    /// Whether it is sealed and not yet with the hall.
    waits: bool,
}

impl Me {
    /// Whether letters are written here: for a hall that takes them, and never on a screen
    /// of others.
    pub(in crate::me) fn can_write(self) -> bool {
        let takes =
            |facts: &crate::me::facts::Facts| facts.feed().snapshot().letters.is_some();
        !self.is_shared() && self.facts().is_some_and(|it| takes(&it))
    }

    /// Whether the hall has the letter about that; `None` where none was written.
    pub(in crate::me) fn letter(self, key: &str) -> Option<bool> {
        self.desk.derived.writings.get();
        self.ask(|it| it.letter(key))
    }

    /// Opens the page for letters over this one. `place` has the focus afterwards.
    pub(in crate::me) fn write(self, key: &str, about: &Fields, place: &El) {
        self.drop_letter();
        let mut address = self.link("report/?lang=");
        address.push_str(self.language().tag());
        if let Some(theme) = self.desk.theme {
            address.extend(["&theme=", theme]);
        }
        let frame = el("iframe").set("src", &address);
        let (bar, said) = drawn::bar(self);
        let dialogue = drawn::dialogue(self, bar.clone(), frame.clone());
        let dialogue = on_event(dialogue, "cancel", move |event| {
            // The frame knows whether anything would be lost.
            let letter = self.desk.letter.borrow();
            if let Some(it) = letter.as_ref().filter(|it| it.ready) {
                event.prevent_default();
                it.say(LEAVE);
            }
        });
        let dialogue = on(dialogue, "close", move || self.put_letter_away());
        body().append(&dialogue);
        set_open(&dialogue, true);
        let (begun, ready, waits) = (now_seconds(), false, false);
        let (key, about, place) = (key.to_owned(), about.clone(), place.clone());
        let letter =
            Letter { key, about, place, dialogue, bar, said, frame, begun, ready, waits };
        self.desk.letter.replace(Some(letter));
    }

    pub(super) fn hear_letters(self) {
        let frame = move || window_of(&self.desk.letter.borrow().as_ref()?.frame);
        on_said(frame, move |word| match word {
            READY => self.hand_over(),
            SEALED => self.note_letter(false),
            DELIVERED => self.note_letter(true),
            CLOSE => self.close_letter(),
            _ => {}
        });
    }

    /// Tells the frame who writes, and about what. The secret stays here.
    fn hand_over(self) {
        let mut letter = self.desk.letter.borrow_mut();
        let Some(letter) = letter.as_mut() else { return };
        let facts = self.desk.facts.borrow();
        let name = facts.as_ref().and_then(|it| it.own().resident());
        let card = self.ask(|it| it.card.clone());
        let Some((card, name)) = card.zip(name) else { return };
        let token = Token::own(&card.secret, &self.desk.shell.hall);
        letter.say(&letter.about.to_json(&token, &name.name));
        letter.ready = true;
        letter.frame.drop("class");
        letter.bar.element().remove();
        focus(&letter.frame);
    }

    fn note_letter(self, delivered: bool) {
        let key = {
            let mut letter = self.desk.letter.borrow_mut();
            let Some(letter) = letter.as_mut() else { return };
            letter.waits = !delivered;
            letter.key.clone()
        };
        self.change(|it| it.note_letter(key, delivered));
        let closed =
            |it: &Letter| !it.waits && !it.dialogue.element().has_attribute("open");
        if self.desk.letter.borrow().as_ref().is_some_and(closed) {
            self.drop_letter();
        }
    }

    /// Says what else can be done where the frame has said nothing for long. What a browser
    /// shows in place of a page that was refused is hidden; a frame that is only late shows
    /// itself once it is ready.
    pub(super) fn miss_letter(self, now: i64) {
        let letter = self.desk.letter.borrow();
        let late = |it: &&Letter| !it.ready && now - it.begun >= PATIENCE;
        if let Some(letter) = letter.as_ref().filter(late)
            && !letter.frame.element().has_attribute("class")
        {
            letter.said.retext(self.ask(|it| it.world.language).tell(word::LETTERS_LATE));
            letter.frame.change("class", "late");
        }
    }

    /// Goes back to the record.
    pub(in crate::me) fn close_letter(self) {
        let dialogue = self.desk.letter.borrow().as_ref().map(|it| it.dialogue.clone());
        if let Some(dialogue) = dialogue {
            set_open(&dialogue, false);
        }
    }

    /// What waits goes on to be posted out of sight; all else is gone.
    fn put_letter_away(self) {
        let letter = self.desk.letter.take();
        let Some(letter) = letter else { return };
        if self.ask(|it| it.letter(&letter.key)).is_some() {
            // The button that had it has made way for words.
            focus(&letter.place);
        }
        if letter.waits {
            self.desk.letter.replace(Some(letter));
        } else {
            letter.dialogue.element().remove();
        }
    }

    pub(super) fn drop_letter(self) {
        if let Some(letter) = self.desk.letter.take() {
            letter.dialogue.element().remove();
        }
    }
}

impl Letter {
    fn say(&self, text: &str) {
        if let Some(window) = window_of(&self.frame) {
            say_to(&window, text);
        }
    }
}
