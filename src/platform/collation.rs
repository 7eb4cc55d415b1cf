//! The browser's character tables: the order of names, also by pinyin, and plain forms.

use std::cmp::Ordering;

use js_sys::{Function, Intl, JsString, Object, RegExp};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::calendar::construct;
use super::events::log_err;
use crate::language::Language;

#[wasm_bindgen(module = "/js/collation.js")]
extern "C" {
    #[wasm_bindgen(js_name = orderOfNames, catch)]
    fn order_of_names(locale: &str, names: Vec<String>) -> Result<Vec<u32>, JsValue>;
}

/// The indices of names in the order of the language; in the given order, if the browser
/// has no collation.
#[must_use]
pub fn in_order_of_names(language: Language, names: &[String]) -> Vec<usize> {
    match log_err(order_of_names(language.locale(), names.to_vec())) {
        Some(places) => places.into_iter().map(|place| place as usize).collect(),
        None => (0..names.len()).collect(),
    }
}

thread_local! {
    static COMPARE: Option<Function> = pinyin_collator();
}

fn pinyin_collator() -> Option<Function> {
    let collator = construct("Collator", "zh-Hans-u-co-pinyin", &Object::new())?;
    Some(collator.unchecked_into::<Intl::Collator>().compare())
}

/// Compares two characters by their pinyin. Without the browser's collator all are equal.
#[must_use]
pub fn compare_pinyin(one: char, other: char) -> Ordering {
    let text = |c: char| JsValue::from_str(c.encode_utf8(&mut [0; 4]));
    let compare = |function: &Function| {
        function.call2(&JsValue::UNDEFINED, &text(one), &text(other)).ok()?.as_f64()
    };
    let order = COMPARE.with(|it| it.as_ref().and_then(compare)).unwrap_or(0.0);
    order.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
}

/// Combining marks of scripts that can be read without them. Indic vowel signs are
/// combining marks too, but are not removed.
const MARKS: &str = r"(?=\p{M})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Syriac}]";

/// A text in compatibility decomposition (NFKD), without the combining marks of scripts
/// that can be read without them.
#[must_use]
pub fn without_marks(text: &str) -> String {
    let decomposed = JsString::from(text).normalize("NFKD");
    decomposed.replace_by_pattern(&RegExp::new(MARKS, "gu"), "").into()
}
