//! The templates, and the functions they call.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value, context};

use crate::PaperError;
use crate::fit::LINE_HEIGHT;
use crate::layout::{Layout, PrintLanguage};
use crate::text::Text;

/// Every template by its name; those whose names end in `.html` escape what is put into them.
const TEMPLATES: [(&str, &str); 17] = [
    ("page.html", include_str!("../templates/page.html")),
    ("page.css", include_str!("../templates/page.css")),
    ("macros.html", include_str!("../templates/macros.html")),
    ("cards-folded.html", include_str!("../templates/cards-folded.html")),
    ("cards-folded.css", include_str!("../templates/cards-folded.css")),
    ("cards-small.html", include_str!("../templates/cards-small.html")),
    ("cards-small.css", include_str!("../templates/cards-small.css")),
    ("certificate.html", include_str!("../templates/certificate.html")),
    ("certificate.css", include_str!("../templates/certificate.css")),
    ("signs.html", include_str!("../templates/signs.html")),
    ("signs.css", include_str!("../templates/signs.css")),
    ("monthly.html", include_str!("../templates/monthly.html")),
    ("monthly.css", include_str!("../templates/monthly.css")),
    ("forms.html", include_str!("../templates/forms.html")),
    ("forms.css", include_str!("../templates/forms.css")),
    ("key-backup.html", include_str!("../templates/key-backup.html")),
    ("key-backup.css", include_str!("../templates/key-backup.css")),
];

/// Fills a template: `paper` is the sheet, `words("key", fact=…)` gives a text of the locales.
pub(crate) fn page(
    template: &str,
    layout: Layout,
    content: Value,
) -> Result<String, PaperError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    let language = layout.language;
    environment.add_function("words", move |key: &str, facts: Kwargs| {
        words(key, language, &facts)
    });
    let (width, height) = layout.paper.millimetres();
    let sheet = context! { name => layout.paper.name(), width, height };
    let context = context! {
        content,
        paper => sheet,
        language => language.tags().first().copied(),
        line_height => LINE_HEIGHT,
    };
    Ok(environment.get_template(template)?.render(context)?)
}

fn words(key: &str, language: PrintLanguage, facts: &Kwargs) -> Result<Value, Error> {
    let mut texts = Vec::new();
    for name in facts.args() {
        texts.push((name, fact(&facts.get(name)?)?));
    }
    let text = Text::words(key, language, &texts).ok_or_else(|| {
        Error::new(ErrorKind::UndefinedError, format!("the locales have no `{key}`"))
    })?;
    Ok(Value::from(text))
}

/// What is put into a gap: a text in several languages, or the same in all.
fn fact(value: &Value) -> Result<Text, Error> {
    if value.kind() != ValueKind::Seq {
        return Ok(Text::plain(value));
    }
    let mut wordings = Vec::new();
    for wording in value.try_iter()? {
        let field = |name: &str| wording.get_attr(name).map(|it| it.to_string());
        wordings.push((field("language")?, field("text")?));
    }
    Ok(Text::from_wordings(wordings))
}
