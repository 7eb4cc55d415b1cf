//! In the frame of somebody's own page: what that page hands over, and what it is told.

use super::app::Page;
use super::model::Form;
use super::outbox::Outbox;
use super::state::{Sent, Shown, State};
use crate::browser::{framed_in, on_escape, on_said, say_to};
use crate::handed::{CLOSE, DELIVERED, Handed, LEAVE, READY, SEALED};

impl Page {
    /// Tells the page around that it may hand something over, and takes that: once, as long
    /// as nothing is written.
    pub(super) fn hear_own_page(self) {
        if !self.ask(|it| it.framed) {
            return;
        }
        on_said(framed_in, move |text| {
            if text == LEAVE {
                self.go_back();
                return;
            }
            let waits = self.ask(|it| it.form.task.is_none() && it.shown == Shown::Form);
            if let Some(handed) = Handed::from_json(text).filter(|_| waits) {
                self.turn(|it| {
                    it.writer.clone_from(&handed.name);
                    it.form = Form::own(handed);
                });
            }
        });
        on_escape(move || self.go_back());
        tell(READY);
    }

    pub(super) fn tell_sealed(self, sent: &Sent) {
        if matches!(sent, Sent::Sealed(_)) {
            tell(SEALED);
        }
    }

    pub(super) fn tell_delivered(self) {
        tell(DELIVERED);
    }

    /// Goes back to the page around; asks first if something would be lost.
    pub(super) fn go_back(self) {
        if self.ask(|it| it.asking) {
            self.stay_here();
        } else if self.ask(State::would_lose) || self.ask_outbox(Outbox::is_at_risk) {
            self.change(|it| it.asking = true);
        } else {
            self.leave_frame();
        }
    }

    /// Does not go back.
    pub(super) fn stay_here(self) {
        self.change(|it| it.asking = false);
    }

    /// Goes back, whatever is lost by it. What is sealed goes on to be posted.
    pub(super) fn leave_frame(self) {
        if !self.ask(|it| matches!(it.shown, Shown::Sent(_) | Shown::Outbox(Some(_)))) {
            self.change(State::forget);
        }
        tell(CLOSE);
    }
}

fn tell(word: &str) {
    if let Some(around) = framed_in() {
        say_to(&around, word);
    }
}
