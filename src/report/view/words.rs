//! Words of the writer's own.

use hallboard_feed::letter::{TEXT_LIMIT, clean_text};

use super::pieces::{field, p, soft};
use super::{Drawn, named, own};
use crate::browser::on;
use crate::report::Page;
use crate::report::app::patch;
use crate::report::browser::{set_value, value};
use crate::report::model::What;
use crate::report::words::word;

/// The step.
pub(super) fn words(page: Page) -> Drawn {
    let language = page.language();
    let (what, typed) = page
        .ask(|it| (it.form.draft.what.unwrap_or(What::Own), it.form.draft.words.clone()));
    let title = match what {
        What::Concern => language.phrase(word::WORDS_TITLE_CONCERN),
        What::Correction => language.phrase(word::WORDS_TITLE_CORRECTION),
        What::Reply => language.phrase(word::OWN_REPLY_TITLE),
        _ => language.phrase(word::WORDS_TITLE),
    };
    let (label, area) = field("textarea", "words", language.phrase(word::WORDS_LABEL));
    let area = area.set("rows", "4").set("aria-describedby", "words-left");
    set_value(&area, &typed);
    let written = area.clone();
    let area = on(area, "input", move || {
        page.typing(|it| it.form.draft.words = value(&written));
    });
    let left = patch("", move || {
        page.typed().get();
        let used = page.ask(|it| clean_text(&it.form.draft.words).chars().count());
        let (count, over) = (TEXT_LIMIT.abs_diff(used).to_string(), used > TEXT_LIMIT);
        let words = match over {
            true => language.phrase_with(word::WORDS_OVER, &[("count", &count)]),
            false => language.phrase_with(word::WORDS_LEFT, &[("count", &count)]),
        };
        vec![p(&words).class(if over { "fault" } else { "soft" }).set("id", "words-left")]
    });
    let mut content = own::entry(page);
    content.extend(named::told(page));
    content.extend([label, area, left]);
    if !what.needs_words() {
        content.push(soft(language.phrase(word::WORDS_MAY)));
    }
    Drawn::new(title, content).typed()
}
