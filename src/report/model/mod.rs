//! The pure part of the page for letters: no browser, no signals.

mod calendar;
mod card;
mod deeds;
mod form;
mod letter_kind;
mod own_letter;
mod pending_letter;
mod phrases;
mod preview;
mod qr_parts;
mod reporter_name;
mod screen;

pub use calendar::{MonthGrid, earliest_day};
pub use card::{CardError, read_card};
pub use deeds::{DeedGroup, deed_groups};
pub use form::{Draft, Form, Step, TextError};
pub use letter_kind::{DeedSign, LetterKind, LetterKindExt, OFFERED_KINDS};
pub use own_letter::is_allowed;
pub use pending_letter::{PendingLetter, UNDO_SECONDS};
pub use phrases::{PhraseGroup, has_phrase, phrase_groups, toggle_phrase};
pub(crate) use preview::kind_name;
pub(super) use preview::{
    PreviewContext, PreviewRow, PreviewValue, field_row, preview_rows, scope_name,
};
pub use qr_parts::{PART_CHARACTERS, qr_parts};
pub use screen::{ActiveView, FeedStatus, LetterStatus, Screen};
