//! Receipts: what residents learn about their own letters.

use hallboard_feed::Instant;
use hallboard_feed::edition::Receipts;
use hallboard_feed::letter::{Letter, LetterKind};
use hallboard_feed::sealed::{LetterReceipt, LetterState};
use hallboard_score::Day;

use super::{Inbox, Leavers, LetterRecord, Opener, State, Store};

/// The number of months before the month of publication whose letters have receipts.
pub const RECEIPT_MONTHS: i32 = 12;

impl<S: Store> Inbox<S> {
    /// Receipts for the letters of participating residents, identified by their cards, of
    /// this month and the [`RECEIPT_MONTHS`] before it. `day` returns the day of an
    /// instant in the hall's time zone.
    ///
    /// Only the letter itself contains its sender, so each letter is opened. A letter
    /// that was cleared or does not open has no receipt. The hall's words are omitted if
    /// they mention somebody who left, even if the journal still contains them.
    pub fn receipts(
        &self,
        open: Opener<'_>,
        leavers: &Leavers<'_>,
        today: Day,
        day: impl Fn(Instant) -> Option<Day>,
    ) -> Receipts {
        let from = today.month().plus(-RECEIPT_MONTHS).first_day();
        let mut letters: Vec<_> = self.letters().filter(|(_, it)| !it.cleared).collect();
        letters.sort_by_key(|(_, record)| std::cmp::Reverse(record.received.came));
        Receipts::new(letters.into_iter().filter_map(|(id, record)| {
            let received = day(record.received.came).filter(|it| *it >= from)?;
            let letter = self.read(id, open).ok()?;
            let sender = leavers.staying_sender(&letter.sender)?;
            let mut receipt = receipt(&letter, record, received, &day);
            receipt.words = receipt.words.filter(|it| !leavers.mentioned(it));
            Some((sender.to_owned(), receipt))
        }))
    }
}

/// Whether letters of this kind are about somebody else. Their receipts do not contain
/// the kind or any words.
#[must_use]
pub fn is_about_another(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::Thanks | LetterKind::Concern)
}

fn receipt(
    letter: &Letter,
    record: &LetterRecord,
    received: Day,
    day: &impl Fn(Instant) -> Option<Day>,
) -> LetterReceipt {
    let kind = Some(letter.kind.name()).filter(|it| !is_about_another(*it));
    let (state, words) = match (&record.state, kind) {
        (State::Waiting, _) | (State::Asked { .. }, None) => {
            (LetterState::Received, None)
        }
        (_, None) => (LetterState::Decided, None),
        (State::Asked { text }, _) => (LetterState::Asked, Some(text)),
        (State::Accepted { .. }, _) => (LetterState::Accepted, None),
        (State::Committed, _) => (LetterState::Done, None),
        (State::Refused { reason }, _) => (LetterState::Refused, Some(reason)),
        (State::Merged { .. }, _) => (LetterState::Merged, None),
        (State::Cleared, _) => (LetterState::Decided, None),
    };
    LetterReceipt {
        number: record.received.mark.number(),
        received,
        kind,
        state,
        decided: record.settled.and_then(day),
        words: words.filter(|it| !it.is_empty()).cloned(),
    }
}
