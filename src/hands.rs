//! Hands at the display: keys, remote controls and fingers, and what they open.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;

use crate::app::Desk;
use crate::browser::{
    Key, Pointer, every_second, focus_on, now_seconds, use_keys, use_pointer, viewport,
};
use crate::touch::Press;
use crate::turns::Intent;

/// Wires hands to the desk, given which frame is shown.
pub(crate) fn use_hands(desk: Desk, frame: Memo<&'static str>) {
    use_keys(move |key| match key {
        Key::Info => desk.look_behind(desk.log.with_untracked(|it| it.opened.is_none())),
        Key::Tell => desk.reach_for_letters(frame.get_untracked()),
        Key::Pause => desk.act(Intent::Pause, frame.get_untracked()),
        Key::Next => desk.act(Intent::Next, frame.get_untracked()),
        Key::Previous => desk.act(Intent::Previous, frame.get_untracked()),
    });
    let down = Rc::new(Cell::new(None::<Press>));
    let holding = Rc::clone(&down);
    every_second(move || desk.wait_for_hands(&holding));
    use_pointer(move |pointer| {
        let press = down.get();
        match pointer {
            Pointer::Down { x, y, finger } => {
                let at = now_exactly();
                down.set(Some(Press { x, y, at, finger }));
            }
            Pointer::Up { x, y } => {
                down.set(None);
                let swiped = press.and_then(|it| it.swiped(x, y, viewport().width));
                if let Some(intent) = swiped {
                    return desk.act(intent, frame.get_untracked());
                }
            }
            Pointer::Menu => return press.is_some_and(in_corner),
            Pointer::Gone => down.set(None),
        }
        false
    });
}

fn now_exactly() -> f64 {
    js_sys::Date::now()
}

fn in_corner(press: Press) -> bool {
    let size = viewport();
    press.is_in_corner((size.width, size.height))
}

impl Desk {
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

    /// Puts the focus on the way to tell the hall something, where there is one: a remote
    /// control, which has no other way there, follows it by the same key.
    fn reach_for_letters(self, frame: &str) -> bool {
        let closed = self.log.with_untracked(|log| log.opened.is_none());
        closed && frame == "wall" && focus_on(".tell[href]")
    }

    /// Shows what is behind the board, or no longer.
    pub(crate) fn look_behind(self, shown: bool) -> bool {
        if self.log.with_untracked(|log| log.opened.is_some()) != shown {
            self.log.update(|log| log.opened = shown.then(now_seconds));
        }
        true
    }

    /// What a second brings to who holds a corner, or looks behind the board.
    fn wait_for_hands(self, down: &Cell<Option<Press>>) {
        let long = |press: &Press| press.is_long(now_exactly()) && in_corner(*press);
        if down.get().as_ref().is_some_and(long) {
            down.set(None);
            self.look_behind(true);
        }
        let (rest, now) = (self.rest(), now_seconds());
        if self.log.with_untracked(|log| log.is_over(rest, now)) {
            self.look_behind(false);
        }
    }
}
