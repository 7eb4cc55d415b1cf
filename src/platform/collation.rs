//! The browser's tables of characters: their order by pinyin, and their plain forms.

use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, JsString, Object, Reflect, RegExp};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static COMPARE: Option<Function> = pinyin_collator();
}

fn pinyin_collator() -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let class = Reflect::get(&intl, &JsValue::from_str("Collator")).ok()?;
    let class: Function = class.dyn_into().ok()?;
    let locale = JsValue::from_str("zh-Hans-u-co-pinyin");
    let collator = Reflect::construct(&class, &Array::of2(&locale, &Object::new()));
    Some(collator.ok()?.unchecked_into::<Intl::Collator>().compare())
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

/// Combining marks of the scripts in which a text is read without them. Indic vowel signs
/// are marks to Unicode too, and stay.
const MARKS: &str = r"(?=\p{M})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Syriac}]";

/// A text in compatibility decomposition (NFKD), without the combining marks of scripts in
/// which a text is read without them.
#[must_use]
pub fn without_marks(text: &str) -> String {
    let decomposed = JsString::from(text).normalize("NFKD");
    decomposed.replace_by_pattern(&RegExp::new(MARKS, "gu"), "").into()
}
