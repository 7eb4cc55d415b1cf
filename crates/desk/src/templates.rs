//! The templates, which escape what is put into them, and the texts in them.

use hallboard_operations::language::Language;
use hallboard_operations::words::fill_gaps;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

/// Every template by its name.
const TEMPLATES: [(&str, &str); 14] = [
    ("layout.html", include_str!("../templates/layout.html")),
    ("macros.html", include_str!("../templates/macros.html")),
    ("entry-page.html", include_str!("../templates/entry-page.html")),
    ("entered.html", include_str!("../templates/entered.html")),
    ("new.html", include_str!("../templates/new.html")),
    ("key-backup.html", include_str!("../templates/key-backup.html")),
    ("check.html", include_str!("../templates/check.html")),
    ("letters.html", include_str!("../templates/letters.html")),
    ("publish.html", include_str!("../templates/publish.html")),
    ("progress.html", include_str!("../templates/progress.html")),
    ("site.html", include_str!("../templates/site.html")),
    ("print.html", include_str!("../templates/print.html")),
    ("certificate.html", include_str!("../templates/certificate.html")),
    ("messages.html", include_str!("../templates/messages.html")),
];

/// The templates, with the function `words("key", fact=…)`, which gives a text of the
/// locales in the current language.
///
/// # Errors
/// If a template is not well-formed.
pub(crate) fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    environment.add_function("words", words);
    Ok(environment)
}

fn words(key: &str, facts: Kwargs) -> Result<String, Error> {
    let mut filled = Vec::new();
    for name in facts.args() {
        filled.push((name, facts.get::<Value>(name)?.to_string()));
    }
    text(key, &filled).ok_or_else(|| {
        Error::new(ErrorKind::UndefinedError, format!("the locales have no `{key}`"))
    })
}

/// A text of the locales in the current language, with facts in its gaps.
pub(crate) fn text(key: &str, facts: &[(&str, String)]) -> Option<String> {
    let key = format!("desk.{key}");
    let text = crate::_rust_i18n_try_translate(Language::current().tag(), &key)?;
    Some(fill_gaps(&text, facts))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_text_of_the_templates_is_in_the_locales() {
        environment().unwrap();
        let calls = TEMPLATES.iter().flat_map(|it| it.1.split("words(\"").skip(1));
        let keys: BTreeSet<&str> = calls
            .filter_map(|it| Some(it.split_once('"')?.0))
            // The rest of such a key is put together in the template.
            .filter(|it| !it.ends_with('_'))
            .collect();
        assert!(keys.len() > 20, "{keys:?}");
        for language in Language::ALL {
            for key in &keys {
                let key = format!("desk.{key}");
                let text = crate::_rust_i18n_try_translate(language.tag(), &key);
                assert!(text.is_some(), "{key} in {language:?}");
            }
        }
    }
}
