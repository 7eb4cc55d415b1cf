//! Browser APIs behind thin wrappers. Nothing else calls `web_sys`.

mod calendar;
mod camera;
mod clock;
mod collation;
mod device;
mod element;
mod events;
mod fetch;
mod input;
mod keys;
mod letter_store;
mod letters;
mod measure;
mod memory;
mod message;
mod plurals;
mod pointer;
mod services;
pub mod storage;
mod url_params;
mod window;

pub use calendar::{Calendar, DateStyle};
pub use camera::{CardScanner, ScanOutcome};
pub use clock::{now_millis, now_seconds};
pub use collation::{compare_pinyin, in_order_of_names, without_marks};
pub use device::{
    download_bytes, download_text, navigate_replace, random, random_bytes,
    request_persistent_storage,
};
pub use element::{focus_element, frame_window, offset_x, set_dialog_open};
pub use url_params::{PageConfig, UrlParams, is_leaving, url_fragment};
pub use web_sys::{Element, HtmlElement};

pub use events::{
    after_paint, after_seconds, every_second, in_later_task, log_err, log_warning,
    on_window,
};
pub use fetch::{PendingResponse, fetch, read_stream};
pub use input::{
    FieldEdit, edit_focused_field, has_coarse_pointer, is_text_field, prevent_default,
    scroll_to_focus, scroll_to_top, take_input_value,
};
pub use keys::{Key, use_keys};
pub use letter_store::{LetterStore, StoredLetter};
pub use letters::{PostOutcome, WebLock, post_letter, retry_wait};
pub use measure::{
    FlowSizes, Font, Measurement, Size, Typeface, flow_sizes, on_resize, set_length,
    size_of, text_widths, use_size,
};
pub use memory::{memory, program_digest};
pub use message::{on_escape, on_message, parent_frame, post_message};
pub use plurals::PluralCategory;
pub use pointer::{Pointer, capture_pointer, place_in_element, use_pointer};
pub use services::{card_from_address, forget_card, unpacking};
pub use window::{
    Viewport, focus_on, jump_to, print, remove_splash, root_font, set_page_language,
    set_root_sizes, set_text_size, set_theme, system_language, viewport, write_heartbeat,
};
