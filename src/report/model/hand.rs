//! A letter between the last button and the seal.

use hallboard_feed::Instant;
use hallboard_feed::letter::{Kind, Letter, LetterId, Sender};

/// For so many seconds a letter can be taken back.
pub const UNDO_SECONDS: i64 = 15;

/// A letter that was sent and is still in hand: nothing of it is sealed or stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// Who writes.
    pub sender: Sender,
    /// What.
    pub kind: Kind,
    /// When it was sent, in seconds since 1970.
    pub sent: i64,
}

/// In how many seconds what was sent then is sealed; 0 when it is time.
#[must_use]
pub fn left(sent: i64, now: i64) -> i64 {
    // A clock set back makes nobody wait for ever.
    if now < sent { 0 } else { (sent + UNDO_SECONDS - now).max(0) }
}

impl Hand {
    /// The letter to seal; `id` must be random. `None` by a clock that shows no time.
    #[must_use]
    pub fn letter(self, hall: &str, id: [u8; 16], now: i64) -> Option<Letter> {
        Some(Letter {
            hall: hall.to_owned(),
            id: LetterId::new(id),
            written: Instant::from_unix(now)?,
            sender: self.sender,
            kind: self.kind,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_fifteen_seconds_to_think_again() {
        let check = |after: i64, expected| assert_eq!(left(1000, 1000 + after), expected);
        check(0, 15);
        check(14, 1);
        check(15, 0);
        check(1000, 0);
        check(-5, 0);
    }
}
