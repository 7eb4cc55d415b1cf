//! Letters to the hall, written on the page for letters in a frame over this one.

use hallboard_feed::letter::Token;
use leptos::html::Div;
use leptos::prelude::*;

use super::context::RecordContext;
use crate::frame_message::{CLOSE, DELIVERED, Fields, LEAVE, READY, SEALED};
use crate::platform::{
    focus_element, frame_window, now_seconds, on_message, post_message,
};

/// Seconds without a message from the frame after which the page offers the alternative.
const FRAME_TIMEOUT: i64 = 4;

/// How far the frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameState {
    /// No message has arrived yet.
    Loading,
    /// No message arrived within [`FRAME_TIMEOUT`].
    Late,
    /// It received the request for the letter.
    Ready,
}

/// A letter that is being written, or waits to be posted.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// Distinguishes a letter from the previous one.
    pub id: u32,
    /// When it was opened, in seconds since 1970.
    pub opened_at: i64,
    /// What it is about, by a name that no other letter has.
    pub key: String,
    /// What it is about, for the frame.
    pub about: Fields,
    /// The address of the frame.
    pub frame_url: String,
    /// Has the focus afterwards.
    pub trigger: NodeRef<Div>,
    /// How far the frame is.
    pub frame: FrameState,
    /// Whether it is on the screen; a letter that waits goes on out of sight.
    pub is_open: bool,
    /// Whether it is sealed and not yet with the hall.
    pub is_pending: bool,
}

impl Letter {
    fn is_overdue(&self, now: i64) -> bool {
        self.frame == FrameState::Loading && now - self.opened_at >= FRAME_TIMEOUT
    }
}

impl RecordContext {
    /// Whether the hall has the letter about that; `None` where none was written.
    pub(super) fn written_about(self, key: &str) -> Option<bool> {
        self.written.with(|written| is_delivered(written, key))
    }

    /// Opens the page for letters over this one.
    pub(super) fn open_letter(self, key: &str, about: Fields, trigger: NodeRef<Div>) {
        let last_id = self.letter.with_untracked(|it| it.as_ref().map_or(0, |it| it.id));
        let tag = self.language.get_untracked().tag();
        let (mut frame_url, theme) = self
            .config
            .with_value(|it| (it.page.link(&format!("report/?lang={tag}")), it.theme));
        if let Some(theme) = theme {
            frame_url.push_str(&format!("&theme={theme}"));
        }
        self.letter.set(Some(Letter {
            id: last_id + 1,
            opened_at: now_seconds(),
            key: key.to_owned(),
            about,
            frame_url,
            trigger,
            frame: FrameState::Loading,
            is_open: true,
            is_pending: false,
        }));
    }

    pub(super) fn watch_letters(self) {
        let frame = move || frame_window(&self.letter_frame.get_untracked()?);
        on_message(frame, move |message| match message {
            READY => self.hand_over(),
            SEALED => self.on_written(false),
            DELIVERED => self.on_written(true),
            CLOSE => self.hide_letter(),
            _ => {}
        });
    }

    /// Sends the frame the sender and the topic. The secret stays here.
    fn hand_over(self) {
        let about = self.letter.with_untracked(|it| Some(it.as_ref()?.about.clone()));
        let sender = self.session.with_untracked(|session| {
            let name = session.register()?.resident()?.name.clone();
            Some((session.card.clone()?, name))
        });
        let Some((about, (card, name))) = about.zip(sender) else { return };
        let hall = self.config.with_value(|it| it.page.hall.clone());
        let token = Token::own(&card.secret, &hall);
        self.post(&about.to_json(&token, &name));
        self.update_letter(|it| it.frame = FrameState::Ready);
    }

    fn post(self, message: &str) {
        let frame = self.letter_frame.get_untracked();
        if let Some(window) = frame.and_then(|it| frame_window(&it)) {
            post_message(&window, message);
        }
    }

    fn update_letter(self, change: impl FnOnce(&mut Letter)) {
        self.letter.update(|letter| {
            if let Some(letter) = letter {
                change(letter);
            }
        });
    }

    fn on_written(self, is_delivered: bool) {
        let letter = self
            .letter
            .with_untracked(|it| it.as_ref().map(|it| (it.key.clone(), it.is_open)));
        let Some((key, is_open)) = letter else { return };
        self.written.update(|written| {
            written.retain(|(about, _)| *about != key);
            written.push((key, is_delivered));
        });
        if is_delivered && !is_open {
            self.drop_letter();
        } else {
            self.update_letter(|it| it.is_pending = !is_delivered);
        }
    }

    /// Offers the alternative after a timeout of the frame.
    pub(super) fn check_letter(self, now: i64) {
        let is_overdue =
            |it: &Option<Letter>| it.as_ref().is_some_and(|it| it.is_overdue(now));
        if self.letter.with_untracked(is_overdue) {
            self.update_letter(|it| it.frame = FrameState::Late);
        }
    }

    /// Goes back to the record.
    pub(super) fn hide_letter(self) {
        self.update_letter(|it| it.is_open = false);
    }

    /// Passes a request to close on to the frame, which checks whether anything would be
    /// lost; returns whether there is a frame.
    pub(super) fn ask_frame_to_close(self) -> bool {
        let is_ready = self.letter.with_untracked(|it| {
            it.as_ref().is_some_and(|it| it.frame == FrameState::Ready)
        });
        if is_ready {
            self.post(LEAVE);
        }
        is_ready
    }

    /// After the dialog was closed: a letter that waits goes on to be posted out of sight.
    pub(super) fn on_letter_closed(self) {
        let Some(letter) = self.letter.get_untracked() else { return };
        let is_written = self.written.with_untracked(|it| is_delivered(it, &letter.key));
        if is_written.is_some()
            && let Some(Some(trigger)) = letter.trigger.try_get_untracked()
        {
            // The focused button was replaced by text.
            focus_element(&trigger);
        }
        if letter.is_pending {
            self.hide_letter();
        } else {
            self.drop_letter();
        }
    }

    /// Drops the letter and its frame.
    pub(super) fn drop_letter(self) {
        if self.letter.with_untracked(Option::is_some) {
            self.letter.set(None);
        }
    }
}

fn is_delivered(written: &[(String, bool)], key: &str) -> Option<bool> {
    let found = written.iter().find(|(about, _)| about == key);
    found.map(|(_, is_delivered)| *is_delivered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_about_the_same_topic_count() {
        let written = [("reply E1".to_owned(), false), ("copy ".to_owned(), true)];
        let about = ["reply E1", "copy ", "reply E2"];
        let delivered = about.map(|key| is_delivered(&written, key));
        assert_eq!(delivered, [Some(false), Some(true), None]);
    }
}
