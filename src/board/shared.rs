//! What all pages share.

use crate::browser::{El, el};
use crate::language::{Language, Named};
use crate::rotation::Chapter;

/// A text of the feed, marked with its language where that is not the page's.
pub(crate) fn named(tag: &str, named: &Named) -> El {
    let text = el("bdi").text(&named.text).maybe("lang", named.lang.as_deref());
    el(tag).with(text)
}

/// A chapter's heading.
pub(crate) fn title_of(chapter: Chapter, language: Language) -> String {
    let title = match chapter {
        Chapter::Village => language.say("village.title"),
        Chapter::Residents => language.say("residents.title"),
        Chapter::Households => language.say("households.title"),
        Chapter::Thanks => language.say("thanks.title"),
        Chapter::History => language.say("history.title"),
        Chapter::Rewards => language.say("rewards.title"),
        Chapter::Rules => language.say("rules.title"),
    };
    title.to_owned()
}

/// The line beside a heading: what is listed, in which order, which part.
pub(super) fn beside(words: &str, part: usize, parts: usize) -> String {
    if parts > 1 {
        [words, " · ", &(part + 1).to_string(), "/", &parts.to_string()].concat()
    } else {
        words.to_owned()
    }
}
