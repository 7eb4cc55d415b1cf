//! Keyboard, remote control and pointer input.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;

use super::context::BoardContext;
use super::gesture::PointerPress;
use super::wall::carousel::Intent;
use crate::platform::{
    Key, Pointer, every_second, focus_on, now_millis, now_seconds, use_keys, use_pointer,
    viewport,
};
use crate::view::View;

/// Listens for input for as long as the page lives.
pub(crate) fn use_input(board: BoardContext, view: Memo<View>) {
    let input = Input { board, view };
    use_keys(move |key| match key {
        Key::Info => {
            board.set_diagnostics_open(!board.is_diagnostics_open());
            true
        }
        Key::Tell => input.focus_letters_link(),
        Key::Find => input.open_finder(),
        Key::Pause => input.apply(Intent::Pause),
        Key::Next => input.apply(Intent::Next),
        Key::Previous => input.apply(Intent::Previous),
    });
    let press = Rc::new(Cell::new(None::<PointerPress>));
    let held = Rc::clone(&press);
    every_second(move || input.on_second(&held));
    use_pointer(move |pointer| {
        let begun = press.get();
        match pointer {
            Pointer::Down { x, y, finger } => {
                press.set(Some(PointerPress { x, y, at: now_millis(), finger }));
            }
            Pointer::Up { x, y } => {
                press.set(None);
                if let Some(intent) =
                    begun.and_then(|it| it.swipe(x, y, viewport().width))
                {
                    return input.apply(intent);
                }
            }
            Pointer::Menu => return begun.is_some_and(is_in_corner),
            Pointer::Gone => press.set(None),
        }
        false
    });
}

fn is_in_corner(press: PointerPress) -> bool {
    let size = viewport();
    press.is_in_corner((size.width, size.height))
}

/// The state that input changes.
#[derive(Clone, Copy)]
struct Input {
    board: BoardContext,
    view: Memo<View>,
}

impl Input {
    /// Applies an intent if the current view has a carousel; returns whether it does.
    fn apply(self, intent: Intent) -> bool {
        if self.is_dialog_open() {
            return false;
        }
        match self.view.get_untracked() {
            View::Wall => {
                self.board.apply(intent);
                true
            }
            View::Closed => {
                self.board.apply(Intent::Interact);
                true
            }
            View::Loading | View::Failed | View::Rules | View::Document => false,
        }
    }

    /// Focuses the link to the letters; a remote control has no other way to reach it.
    fn focus_letters_link(self) -> bool {
        let on_wall = self.view.get_untracked() == View::Wall;
        on_wall && !self.is_dialog_open() && focus_on(".tell[href]")
    }

    fn open_finder(self) -> bool {
        let opens = self.view.get_untracked() == View::Wall && !self.is_dialog_open();
        if opens {
            self.board.open_finder();
        }
        opens
    }

    /// Whether a dialog takes the keys.
    fn is_dialog_open(self) -> bool {
        self.board.is_diagnostics_open() || self.board.finder_open.get_untracked()
    }

    /// Opens the diagnostics after a long press in a corner, and closes them when idle.
    fn on_second(self, press: &Cell<Option<PointerPress>>) {
        let opens =
            |press: PointerPress| press.is_long(now_millis()) && is_in_corner(press);
        if press.get().is_some_and(opens) {
            press.set(None);
            self.board.set_diagnostics_open(true);
        }
        if self.board.is_diagnostics_idle(now_seconds()) {
            self.board.set_diagnostics_open(false);
        }
    }
}
