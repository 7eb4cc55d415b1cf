//! Plural categories of numbers, by the browser's plural rules.

/// A plural category of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluralCategory {
    /// As Arabic has for none.
    Zero,
    /// As English has for one.
    One,
    /// As Arabic has for two.
    Two,
    /// As Polish has for two to four.
    Few,
    /// As Arabic has for eleven and more.
    Many,
    /// What every language has.
    Other,
}

impl PluralCategory {
    /// The category of a number in a language.
    #[cfg(target_arch = "wasm32")]
    #[must_use]
    pub fn of(number: f64, locale: &str) -> PluralCategory {
        browser::select(number, locale).map_or(PluralCategory::Other, |name| {
            match name.as_str() {
                "zero" => PluralCategory::Zero,
                "one" => PluralCategory::One,
                "two" => PluralCategory::Two,
                "few" => PluralCategory::Few,
                "many" => PluralCategory::Many,
                _ => PluralCategory::Other,
            }
        })
    }

    /// Native tests have no browser, and use the English rule.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn of(number: f64, _locale: &str) -> PluralCategory {
        if number == 1.0 { PluralCategory::One } else { PluralCategory::Other }
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;

    use js_sys::{Intl, Object};
    use wasm_bindgen::JsCast;

    use crate::platform::calendar::construct;

    thread_local! {
        static RULES: RefCell<Vec<(String, Intl::PluralRules)>> =
            const { RefCell::new(Vec::new()) };
    }

    pub(super) fn select(number: f64, locale: &str) -> Option<String> {
        RULES.with_borrow_mut(|all| {
            if !all.iter().any(|it| it.0 == locale) {
                let rules = construct("PluralRules", locale, &Object::new())?;
                all.push((locale.to_owned(), rules.unchecked_into()));
            }
            let (_, rules) = all.iter().find(|it| it.0 == locale)?;
            Some(rules.select(number).into())
        })
    }
}
