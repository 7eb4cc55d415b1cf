//! Text about the letters that the hall has.

use hallboard_feed::letter::LetterKind;
use hallboard_feed::sealed::{LetterReceipt, LetterState};

use super::{Formatter, StatementLine};
use crate::language::{Language, Named};
use crate::words::{Word, record as word};

/// A letter: its kind and number, the day of its arrival, and its state.
pub(in crate::record) fn receipt(
    formatter: Formatter<'_>,
    receipt: &LetterReceipt,
) -> StatementLine {
    let language = formatter.language;
    let number = receipt.number.to_string();
    let text = kind(language, receipt.kind).to_owned();
    let received = formatter.message(word::RECEIPT_RECEIVED);
    let received = received.with("number", &number).day("day", receipt.received);
    let line = StatementLine::new(Named { text, lang: None }, String::new());
    let line = line.with_note(received.finish()).with_note(state(formatter, receipt));
    let words = receipt.words.as_deref();
    let words =
        words.map(|it| formatter.message(word::WHY_NOTE).with("note", it).finish());
    line.with_note(words.unwrap_or_default()).with_attribute("data-receipt", &number)
}

fn kind(language: Language, kind: Option<LetterKind>) -> &'static str {
    language.text(match kind {
        Some(LetterKind::OwnDeed) => word::RECEIPT_DEED,
        Some(LetterKind::Reply) => word::RECEIPT_REPLY,
        Some(LetterKind::Consent) => word::RECEIPT_CONSENT,
        Some(LetterKind::Wish) => word::RECEIPT_WISH,
        Some(LetterKind::Correction) => word::RECEIPT_CORRECTION,
        Some(LetterKind::Copy) => word::RECEIPT_COPY,
        Some(LetterKind::Erasure) => word::RECEIPT_ERASURE,
        _ => word::RECEIPT_LETTER,
    })
}

fn state(formatter: Formatter<'_>, receipt: &LetterReceipt) -> String {
    let message = formatter.message(state_word(receipt.state));
    message.day("day", receipt.decided.unwrap_or(receipt.received)).finish()
}

/// The text for the state of a letter; its day is that of the decision.
const fn state_word(state: LetterState) -> Word {
    match state {
        LetterState::Received => word::RECEIPT_WAITS,
        LetterState::Asked => word::RECEIPT_ASKED,
        LetterState::Accepted => word::RECEIPT_ACCEPTED,
        LetterState::Done => word::RECEIPT_DONE,
        LetterState::Refused => word::RECEIPT_REFUSED,
        LetterState::Merged => word::RECEIPT_MERGED,
        LetterState::Decided => word::RECEIPT_DECIDED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::{chinese, english};
    use crate::report::model::kind_name;

    #[test]
    fn every_state_has_its_own_text() {
        for language in [english(), chinese()] {
            let mut words: Vec<&str> = LetterState::ALL
                .iter()
                .map(|it| language.text(state_word(*it)))
                .collect();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), LetterState::ALL.len());
        }
    }

    #[test]
    fn a_letter_about_somebody_else_is_a_letter() {
        assert_eq!(kind(english(), None), "A letter");
    }

    #[test]
    fn own_letter_has_the_title_of_its_form() {
        let others = [LetterKind::Thanks, LetterKind::Concern];
        for &kind_of_own in LetterKind::ALL.iter().filter(|it| !others.contains(it)) {
            for language in [english(), chinese()] {
                let written = language.text(kind_name(kind_of_own));
                assert_eq!(kind(language, Some(kind_of_own)), written);
            }
        }
    }
}
