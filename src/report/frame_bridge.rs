//! The messages between this page and a resident's own page around its frame.

use leptos::prelude::*;

use super::context::ReportContext;
use super::model::{ActiveView, Form};
use crate::frame_message::{CLOSE, DELIVERED, LEAVE, LetterRequest, READY, SEALED};
use crate::platform::{on_escape, on_message, parent_frame, post_message};

/// Notifies the surrounding page that a letter is sealed.
pub(super) fn notify_sealed() {
    notify(SEALED);
}

/// Notifies the surrounding page that the hall has the letter.
pub(super) fn notify_delivered() {
    notify(DELIVERED);
}

fn notify(message: &str) {
    if let Some(window) = parent_frame() {
        post_message(&window, message);
    }
}

impl ReportContext {
    /// Listens to the surrounding page, if there is one, and notifies it that this page
    /// is ready.
    pub(super) fn connect_frame(self) {
        if !self.is_framed() {
            return;
        }
        on_message(parent_frame, move |message| match message {
            LEAVE => self.request_leave(),
            message => self.accept_request(message),
        });
        on_escape(move || self.request_leave());
        notify(READY);
    }

    /// Takes the surrounding page's request: once, before anything is written.
    fn accept_request(self, message: &str) {
        let open = self.form.with_untracked(|form| form.topic.is_none())
            && self.view.with_untracked(|view| *view == ActiveView::Form);
        let request = LetterRequest::from_json(message).filter(|_| open);
        if let Some(request) = request {
            self.resident_name.set(request.name.clone());
            self.change_step(|form| *form = Form::from_request(request));
        }
    }

    /// Goes back to the surrounding page, and asks first if something would be lost. Asked
    /// again while the question is shown, it stays.
    pub(super) fn request_leave(self) {
        if self.confirming_leave.get_untracked() {
            self.cancel_leave();
        } else if self.would_lose() {
            self.confirming_leave.set(true);
        } else {
            self.leave_frame();
        }
    }

    /// Answers the question with no.
    pub(super) fn cancel_leave(self) {
        self.confirming_leave.set(false);
        self.heading_focus.notify();
    }

    /// Goes back, whatever is lost. Sealed letters go on to be posted.
    pub(super) fn leave_frame(self) {
        let keeps_status =
            self.view.with_untracked(|view| view.letter_status().is_some());
        if !keeps_status {
            self.forget();
        }
        notify(CLOSE);
    }
}
