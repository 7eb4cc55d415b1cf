//! Periodic tasks: updating the day in the hall, retrying letters, and closing an idle
//! shared screen.

use leptos::prelude::*;

use super::context::RecordContext;
use crate::idle_timer::Idle;
use crate::platform::{Calendar, every_second, now_seconds, on_window};

/// Seconds without interaction after which a shared screen closes the record.
const CLOSES_AFTER: u32 = 60;

impl RecordContext {
    pub(super) fn watch_clock(self) {
        every_second(move || self.tick(now_seconds()));
        for event in ["pointerdown", "pointermove", "keydown", "wheel", "scroll"] {
            on_window(event, move || self.last_touched.set_value(now_seconds()));
        }
    }

    fn tick(self, now: i64) {
        let time = self.app_state.with_untracked(|it| it.time(now, Calendar::civil_time));
        if self.app_state.with_untracked(|it| it.time != time) {
            self.app_state.update(|it| it.time = time);
        }
        self.check_letter(now);
        self.recount_unsent_letters();
        if !self.is_shared() {
            return;
        }
        match Idle::since(self.last_touched.get_value(), now, CLOSES_AFTER) {
            Idle::Active => self.set_closing_in(None),
            Idle::Warning(left) => self.set_closing_in(u32::try_from(left).ok()),
            Idle::Expired => self.close_card(),
        }
    }

    /// Records an interaction.
    pub(super) fn touch(self) {
        self.last_touched.set_value(now_seconds());
        self.set_closing_in(None);
    }

    fn set_closing_in(self, seconds: Option<u32>) {
        if self.closing_in.get_untracked() != seconds {
            self.closing_in.set(seconds);
        }
    }
}
