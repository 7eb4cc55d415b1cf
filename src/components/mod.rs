//! Components that any page can use. They do not depend on the state or texts of a page:
//! texts are props, except those of `common`.

mod after_paint;
mod button;
mod camera;
mod card_keyboard;
mod choice;
mod field;
mod handwriting;
mod keyboard_key;
mod language_menu;
mod lazy_details;
mod named_text;
mod onscreen_keyboard;
mod pinyin_input;
mod pinyin_keys;
mod qr_code;

pub(crate) use after_paint::AfterPaint;
pub(crate) use button::{Button, ButtonRow, ButtonStyle};
pub(crate) use camera::CardCamera;
pub(crate) use card_keyboard::CardKeyboard;
pub(crate) use choice::Choice;
pub(crate) use field::{TextArea, TextField};
pub(crate) use handwriting::{HandwritingField, HandwritingPicture};
pub(crate) use language_menu::LanguageMenu;
pub(crate) use lazy_details::LazyDetails;
pub(crate) use named_text::NamedText;
pub(crate) use onscreen_keyboard::{KeyboardLayout, OnscreenKeyboard};
pub(crate) use pinyin_keys::PinyinTexts;
pub(crate) use qr_code::QrCode;
