//! The screens of the page.

use hallboard_feed::letter::LetterNumber;
use hallboard_score::Day;

use super::form::Form;
use super::pending_letter::PendingLetter;

/// The state of the letter that was written last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterStatus {
    /// Sealed, and in the outbox.
    Sealed {
        /// Its file name there.
        name: String,
        /// Its number, which writer and hall use to refer to it.
        number: LetterNumber,
        /// The last day for a reply; `None` for other letters.
        reply_until: Option<Day>,
    },
    /// The hall's server has stored the letter with that number.
    Delivered(LetterNumber),
    /// The writer confirmed that the hall has the letter with that number.
    HandedOver(LetterNumber),
    /// Sealing failed.
    Failed,
}

/// The user's current view, even if the feed does not allow to show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ActiveView {
    /// The form.
    #[default]
    Form,
    /// The undo period of a letter.
    Undo(PendingLetter),
    /// After the undo period.
    Sent(LetterStatus),
    /// The outbox, with the status to return to.
    Outbox(Option<LetterStatus>),
}

/// The status of the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedStatus {
    /// It has not arrived yet.
    Loading,
    /// No feed can be verified.
    Failed,
    /// The hall accepts no letters here.
    NoLetters,
    /// The hall accepts letters.
    Ready,
}

/// The screens of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The feed, or the request of the surrounding page, has not arrived.
    Loading,
    /// No feed can be verified.
    Failed,
    /// The hall accepts no letters here.
    Closed,
    /// The form.
    Form,
    /// The undo period.
    Undo,
    /// After the undo period.
    Sent,
    /// The outbox.
    Outbox,
}

impl Screen {
    /// The screen for a view. `awaits_request` is true if the page is framed and the
    /// surrounding page has not sent the letter's topic yet.
    #[must_use]
    pub const fn new(
        view: &ActiveView,
        feed: FeedStatus,
        awaits_request: bool,
    ) -> Screen {
        match (view, feed) {
            // Letters in the outbox can be handed over with any status of the feed.
            (ActiveView::Outbox(_), _) => Screen::Outbox,
            (_, FeedStatus::Failed) => Screen::Failed,
            (_, FeedStatus::Loading) => Screen::Loading,
            (_, FeedStatus::NoLetters) => Screen::Closed,
            (ActiveView::Form, _) if awaits_request => Screen::Loading,
            (ActiveView::Form, _) => Screen::Form,
            (ActiveView::Undo(_), _) => Screen::Undo,
            (ActiveView::Sent(_), _) => Screen::Sent,
        }
    }

    /// The value of the attribute `data-state`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Screen::Loading => "loading",
            Screen::Failed => "failed",
            Screen::Closed => "closed",
            Screen::Form => "form",
            Screen::Undo => "undo",
            Screen::Sent => "sent",
            Screen::Outbox => "outbox",
        }
    }
}

impl ActiveView {
    /// Whether leaving the page now would lose a text, handwriting or an unsealed letter.
    #[must_use]
    pub fn would_lose(&self, form: &Form) -> bool {
        match self {
            ActiveView::Undo(_) => true,
            ActiveView::Form => form.draft.has_words(),
            ActiveView::Sent(_) | ActiveView::Outbox(_) => false,
        }
    }

    /// The status of the letter written last, if the view has it.
    #[must_use]
    pub fn letter_status(&self) -> Option<&LetterStatus> {
        match self {
            ActiveView::Sent(status) | ActiveView::Outbox(Some(status)) => Some(status),
            _ => None,
        }
    }

    /// Replaces the status of the letter written last if it is the sealed letter with that
    /// name; `change` gets its number. Returns whether it is.
    pub fn change_status(
        &mut self,
        letter: &str,
        change: fn(LetterNumber) -> LetterStatus,
    ) -> bool {
        let (ActiveView::Sent(status) | ActiveView::Outbox(Some(status))) = self else {
            return false;
        };
        match status {
            LetterStatus::Sealed { name, number, .. } if name == letter => {
                *status = change(*number);
                true
            }
            _ => false,
        }
    }

    /// The outbox, with the status of the letter written last.
    #[must_use]
    pub fn opened_outbox(&self) -> ActiveView {
        ActiveView::Outbox(self.letter_status().cloned())
    }

    /// The view to return to from the outbox.
    #[must_use]
    pub fn closed_outbox(&self) -> ActiveView {
        self.letter_status().cloned().map_or(ActiveView::Form, ActiveView::Sent)
    }
}

#[cfg(test)]
mod tests {
    use hallboard_feed::letter::Sender;

    use super::super::form::Draft;
    use super::*;

    fn number() -> LetterNumber {
        "4821-9370".parse().unwrap()
    }

    #[test]
    fn waiting_letters_are_shown_in_every_feed_state() {
        let check = |view: ActiveView, feed, awaits, expected| {
            assert_eq!(Screen::new(&view, feed, awaits), expected, "{view:?} {feed:?}");
        };
        let sent = || ActiveView::Sent(LetterStatus::Delivered(number()));
        for feed in [FeedStatus::Loading, FeedStatus::Failed, FeedStatus::NoLetters] {
            check(ActiveView::Outbox(None), feed, true, Screen::Outbox);
        }
        check(ActiveView::Form, FeedStatus::Loading, false, Screen::Loading);
        check(ActiveView::Form, FeedStatus::Failed, false, Screen::Failed);
        check(sent(), FeedStatus::NoLetters, false, Screen::Closed);
        check(ActiveView::Form, FeedStatus::Ready, false, Screen::Form);
        check(ActiveView::Form, FeedStatus::Ready, true, Screen::Loading);
        check(sent(), FeedStatus::Ready, true, Screen::Sent);
    }

    #[test]
    fn unsealed_input_would_be_lost() {
        let check = |draft: Draft, lost: bool| {
            let form = Form { draft, ..Form::default() };
            assert_eq!(ActiveView::Form.would_lose(&form), lost, "{:?}", form.draft);
            assert!(!ActiveView::Sent(LetterStatus::Failed).would_lose(&form));
        };
        let strokes = || "AAAAhg".parse().ok();
        let by_hand =
            || "AAAAhg".parse().ok().map(|name| Sender::HandwrittenGuest { name });
        check(Draft::default(), false);
        check(Draft { text: " \n ".to_owned(), ..Draft::default() }, false);
        check(Draft { text: " Smoke. ".to_owned(), ..Draft::default() }, true);
        check(Draft { handwriting: strokes(), ..Draft::default() }, true);
        check(Draft { sender: by_hand(), ..Draft::default() }, true);
    }

    #[test]
    fn the_outbox_returns_to_where_it_was_opened() {
        let name = "ab.letter".to_owned();
        let sealed = LetterStatus::Sealed {
            name: name.clone(),
            number: number(),
            reply_until: None,
        };
        let sent = ActiveView::Sent(sealed);
        let mut outbox = sent.opened_outbox();
        assert_eq!(outbox.closed_outbox(), sent);
        assert_eq!(ActiveView::Form.opened_outbox().closed_outbox(), ActiveView::Form);
        assert!(!outbox.change_status("other.letter", LetterStatus::Delivered));
        assert_eq!(outbox.closed_outbox(), sent);
        assert!(outbox.change_status(&name, LetterStatus::Delivered));
        let delivered = LetterStatus::Delivered(number());
        assert_eq!(outbox.closed_outbox(), ActiveView::Sent(delivered));
    }
}
