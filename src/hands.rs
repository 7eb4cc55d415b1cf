//! Hands at the display: keys, remote controls and fingers, and what they open.

use leptos::prelude::*;

use crate::app::Desk;
use crate::browser::{Key, Pointer, now_seconds, use_keys, use_pointer, viewport};
use crate::touch::Press;
use crate::turns::Intent;

/// Wires hands to the desk, given which frame is shown.
pub(crate) fn use_hands(desk: Desk, frame: Memo<&'static str>) {
    use_keys(move |key| match key {
        Key::Info => desk.look_behind(desk.log.with_untracked(|it| it.opened.is_none())),
        Key::Pause => desk.act(Intent::Pause, frame.get_untracked()),
        Key::Next => desk.act(Intent::Next, frame.get_untracked()),
        Key::Previous => desk.act(Intent::Previous, frame.get_untracked()),
    });
    use_pointer(move |pointer| {
        let press = desk.press();
        match pointer {
            Pointer::Down { x, y, finger } => {
                let at = now_seconds_exactly();
                desk.hold(Some(Press { x, y, at, finger }));
            }
            Pointer::Up { x, y } => {
                desk.hold(None);
                let swiped = press.and_then(|it| it.swiped(x, y, viewport().width));
                if let Some(intent) = swiped {
                    return desk.act(intent, frame.get_untracked());
                }
            }
            Pointer::Menu => return press.is_some_and(in_corner),
            Pointer::Gone => desk.hold(None),
        }
        false
    });
}

fn now_seconds_exactly() -> f64 {
    js_sys::Date::now()
}

fn in_corner(press: Press) -> bool {
    let size = viewport();
    press.is_in_corner((size.width, size.height))
}

impl Desk {
    fn press(self) -> Option<Press> {
        self.log.with_untracked(|log| log.press)
    }

    fn hold(self, press: Option<Press>) {
        self.log.update_untracked(|log| log.press = press);
    }

    /// Takes what a hand asks for where pages take turns, and says whether they do.
    fn act(self, intent: Intent, frame: &str) -> bool {
        if self.log.with_untracked(|log| log.opened.is_some()) {
            return false;
        }
        match frame {
            "wall" => self.apply(intent),
            "closed" => self.apply(Intent::Use),
            _ => return false,
        }
        true
    }

    /// Shows what is behind the board, or no longer.
    pub(crate) fn look_behind(self, shown: bool) -> bool {
        if self.log.with_untracked(|log| log.opened.is_some()) != shown {
            self.log.update(|log| log.opened = shown.then(now_seconds));
        }
        true
    }

    /// What a second brings to who holds a corner, or looks behind the board.
    pub(crate) fn wait_for_hands(self, rest: u32, now: i64) {
        let held = |press: &Press| press.is_long(now_seconds_exactly());
        let held = self.press().filter(held);
        if held.is_some_and(in_corner) {
            self.hold(None);
            self.look_behind(true);
        }
        if self.log.with_untracked(|log| log.is_over(rest, now)) {
            self.look_behind(false);
        }
    }
}
