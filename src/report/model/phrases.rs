//! Ready phrases: a text can be composed of them without a keyboard.

use super::letter_kind::LetterKind;
use crate::words::{Word, report as word};

/// Phrases about one question, of which any number may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseGroup {
    /// The question.
    pub title: Word,
    /// Complete sentences.
    pub phrases: &'static [Word],
}

const WHEN: PhraseGroup = PhraseGroup {
    title: word::PHRASE_WHEN,
    phrases: &[
        word::PHRASE_MORNING,
        word::PHRASE_AFTERNOON,
        word::PHRASE_EVENING,
        word::PHRASE_NIGHT,
    ],
};

const WHERE: PhraseGroup = PhraseGroup {
    title: word::PHRASE_WHERE,
    phrases: &[
        word::PHRASE_HOME,
        word::PHRASE_STREET,
        word::PHRASE_FIELDS,
        word::PHRASE_RIVER,
        word::PHRASE_HALL,
    ],
};

const HOW_OFTEN: PhraseGroup = PhraseGroup {
    title: word::PHRASE_OFTEN,
    phrases: &[
        word::PHRASE_ONCE,
        word::PHRASE_SEVERAL,
        word::PHRASE_REGULARLY,
        word::PHRASE_GOES_ON,
    ],
};

const HOW_LONG: PhraseGroup = PhraseGroup {
    title: word::PHRASE_LONG,
    phrases: &[word::PHRASE_HOUR, word::PHRASE_HALF_DAY, word::PHRASE_DAY],
};

const THANKS: PhraseGroup = PhraseGroup {
    title: word::PHRASE_THANKS,
    phrases: &[word::PHRASE_THANK_YOU, word::PHRASE_GREAT_HELP],
};

const CORRECTION: PhraseGroup = PhraseGroup {
    title: word::PHRASE_WRONG,
    phrases: &[
        word::PHRASE_DEED_MISSING,
        word::PHRASE_NOT_MINE,
        word::PHRASE_WRONG_DAY,
        word::PHRASE_WRONG_STARS,
        word::PHRASE_WRONG_NAME,
        word::PHRASE_COME_TO_DESK,
    ],
};

const REPLY: PhraseGroup = PhraseGroup {
    title: word::PHRASE_REPLY,
    phrases: &[
        word::PHRASE_NOT_ME,
        word::PHRASE_OTHERWISE,
        word::PHRASE_PUT_RIGHT,
        word::PHRASE_TRUE,
        word::PHRASE_COME_TO_DESK,
    ],
};

/// The phrases for a kind of letter. Phrases about deeds fit any deed: when and where it
/// was, and how often.
#[must_use]
pub const fn phrase_groups(kind: LetterKind) -> &'static [PhraseGroup] {
    match kind {
        LetterKind::Concern => &[WHEN, WHERE, HOW_OFTEN],
        LetterKind::OwnDeed => &[WHEN, WHERE, HOW_LONG, HOW_OFTEN],
        LetterKind::Thanks => &[THANKS, WHEN, WHERE, HOW_LONG],
        LetterKind::Correction => &[CORRECTION],
        LetterKind::Reply => &[REPLY],
        LetterKind::Wish
        | LetterKind::Copy
        | LetterKind::Consent
        | LetterKind::Erasure => &[],
    }
}

/// Whether a text contains a phrase.
#[must_use]
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    !phrase.is_empty() && text.contains(phrase)
}

/// Appends a phrase to a text, or removes it if the text contains it.
#[must_use]
pub fn toggle_phrase(text: &str, phrase: &str) -> String {
    match text.split_once(phrase).filter(|_| !phrase.is_empty()) {
        Some((before, after)) if before.trim().is_empty() => {
            after.trim_start().to_owned()
        }
        Some((before, after)) => format!("{}{after}", before.trim_end_matches(' ')),
        None => joined(text.trim_end(), phrase),
    }
}

/// Joins two sentences: Chinese ones without a space.
fn joined(text: &str, phrase: &str) -> String {
    let blank = text.chars().next_back().is_some_and(|last| last.is_ascii());
    let separator = if blank { " " } else { "" };
    format!("{text}{separator}{phrase}")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::letter_kind::{LetterKindExt, OFFERED_KINDS};
    use super::*;
    use crate::language::Language;

    #[test]
    fn every_letter_can_be_written_without_a_keyboard() {
        for kind in OFFERED_KINDS.into_iter().chain([LetterKind::Reply]) {
            let has_phrases = !phrase_groups(kind).is_empty();
            assert!(has_phrases || !kind.needs_text(), "{kind:?}");
        }
    }

    #[test]
    fn no_phrase_of_a_letter_is_part_of_another() {
        for kind in OFFERED_KINDS.into_iter().chain([LetterKind::Reply]) {
            for language in Language::all() {
                let groups = phrase_groups(kind).iter();
                let words: Vec<&str> = groups
                    .flat_map(|group| group.phrases)
                    .map(|phrase| language.text(*phrase))
                    .collect();
                let all: BTreeSet<&&str> = words.iter().collect();
                assert_eq!(all.len(), words.len(), "{kind:?}");
                for one in &words {
                    let inside = words.iter().filter(|it| it.contains(one)).count();
                    assert_eq!(inside, 1, "{one}");
                }
            }
        }
    }

    #[track_caller]
    fn check(text: &str, phrase: &str, expected: &str) {
        let toggled = toggle_phrase(text, phrase);
        assert_eq!(toggled, expected);
        assert_eq!(has_phrase(&toggled, phrase), !has_phrase(text, phrase));
    }

    #[test]
    fn a_phrase_is_a_sentence_among_others() {
        check("", "At night.", "At night.");
        check("Smoke. ", "At night.", "Smoke. At night.");
        check("Smoke. At night. It stank.", "At night.", "Smoke. It stank.");
        check("At night. It stank.", "At night.", "It stank.");
        check("At night.", "At night.", "");
        check("有烟。", "是夜里。", "有烟。是夜里。");
        check("有烟。是夜里。", "是夜里。", "有烟。");
    }

    proptest! {
        #[test]
        fn removing_a_phrase_keeps_typed_text(text in "[a-z字。 \n]{0,40}") {
            let (text, phrase) = (text.trim(), "At night.");
            let twice = toggle_phrase(&toggle_phrase(text, phrase), phrase);
            prop_assert_eq!(twice, text);
        }
    }
}
