//! The rim: what only a browser knows, behind small hooks and plain functions.

mod address;
mod calendar;
mod camera;
mod clock;
mod dom;
mod keys;
mod memory;
mod message;
mod pointer;
mod services;
mod storage;
mod window;

pub use address::{Address, Shell, is_leaving};
pub use calendar::{Calendar, DateStyle, in_order_of_names};
pub use camera::{CameraWords, camera};
pub use clock::now_seconds;
pub use dom::{
    El, body, el, every_second, fill, focus, on, on_event, on_window, set_checked,
    set_open, svg, told, when_seen,
};
pub use keys::{Key, use_keys};
pub use memory::{memory, program_digest};
pub use message::{framed_in, on_escape, on_said, say_to, window_of};
pub use pointer::{Pointer, use_pointer};
pub use services::{card_from_address, fetch_words, unpacking};
pub use storage::{recall, remember, unremember};
pub use window::{
    Viewport, beat, download, drop_shell, focus_on, print, root_font, set_page_language,
    set_root_sizes, set_theme, viewport,
};
