//! A letter that is about to be sealed and can still be taken back.

use hallboard_feed::Instant;
use hallboard_feed::letter::{Handwriting, Letter, LetterBody, LetterId, Sender};
use hallboard_score::Day;

/// The length of the undo period, in seconds.
pub const UNDO_SECONDS: i64 = 15;

/// A letter in its undo period: nothing of it is sealed or stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingLetter {
    /// The sender.
    pub sender: Sender,
    /// The letter's content.
    pub body: LetterBody,
    /// The handwriting.
    pub handwriting: Option<Handwriting>,
    /// The last day for a reply; `None` for other letters.
    pub reply_until: Option<Day>,
    /// When *Send* or *Seal* was pressed, in Unix seconds.
    pub sent: i64,
}

impl PendingLetter {
    /// Seconds left in the undo period; 0 when it is over.
    #[must_use]
    pub fn seconds_left(&self, now: i64) -> i64 {
        // After a clock was set back, the letter must not stay pending for long.
        if now < self.sent { 0 } else { (self.sent + UNDO_SECONDS - now).max(0) }
    }

    /// The letter to seal; `id` must be random. `None` if the clock is out of range.
    #[must_use]
    pub fn into_letter(self, hall: &str, id: [u8; 16], now: i64) -> Option<Letter> {
        Some(Letter {
            hall: hall.to_owned(),
            id: LetterId::new(id),
            written: Instant::from_unix(now)?,
            sender: self.sender,
            kind: self.body,
            handwriting: self.handwriting,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_can_be_undone_for_fifteen_seconds() {
        let sender = Sender::Guest { name: "Ann".to_owned() };
        let body = LetterBody::Copy { text: None };
        let pending = PendingLetter {
            sender,
            body,
            handwriting: None,
            reply_until: None,
            sent: 1000,
        };
        let check = |after: i64, expected| {
            assert_eq!(pending.seconds_left(1000 + after), expected);
        };
        check(0, 15);
        check(14, 1);
        check(15, 0);
        check(1000, 0);
        check(-5, 0);
    }
}
