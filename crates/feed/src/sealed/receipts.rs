//! Which letters of a resident the hall has, behind their part of the register.

use hallboard_score::Day;

use super::reporters::{RECORD, UNIT};
use crate::letter::{LetterKind, LetterNumber, clean_line};

/// Stands behind [`RECORD`] before the word for what a record holds; one without it names a
/// reporter. No JSON and no id holds one.
const GROUP: char = '\u{1d}';
/// The word of a record that is a receipt.
const LETTER: &str = "letter";

/// The most receipts of one resident: those of the newest letters.
pub const RECEIPT_LIMIT: usize = 24;
/// The most characters of the hall's words in a receipt; what is longer ends in `…`.
pub const WORDS_LIMIT: usize = 200;

/// What the hall says of a letter of the resident: that it has it, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterReceipt {
    /// The letter's number.
    pub number: LetterNumber,
    /// The day it came to the hall, in the hall's time zone.
    pub received: Day,
    /// Its kind; `None` for a letter about somebody else (thanks or a concern), so that the
    /// receipt does not show which of the two was written.
    pub kind: Option<LetterKind>,
    /// How it stands.
    pub state: LetterState,
    /// The day it was decided, in the hall's time zone; `None` while it waits.
    pub decided: Option<Day>,
    /// What the hall asks, or why it refused the letter; `None` where it says nothing.
    pub words: Option<String>,
}

/// How a letter stands with the hall.
///
/// Of a letter about somebody else only [`Received`](Self::Received) and
/// [`Decided`](Self::Decided) are told: whether a concern was accepted, and why it was not,
/// is about the other person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// The hall has it, and has not decided. Also what a reader takes a state for that it
    /// does not know.
    Received,
    /// The hall has a question first; the letter waits.
    Asked,
    /// Accepted, and not carried out yet.
    Accepted,
    /// Accepted and carried out: its entry is in the register, or what it asked for is done.
    Done,
    /// Refused.
    Refused,
    /// Settled together with another letter that says the same.
    Merged,
    /// Decided: a letter about somebody else.
    Decided,
}

impl LetterState {
    /// Every one.
    pub const ALL: &'static [LetterState] = &[
        LetterState::Received,
        LetterState::Asked,
        LetterState::Accepted,
        LetterState::Done,
        LetterState::Refused,
        LetterState::Merged,
        LetterState::Decided,
    ];

    /// The word for it in a sealed file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            LetterState::Received => "received",
            LetterState::Asked => "asked",
            LetterState::Accepted => "accepted",
            LetterState::Done => "done",
            LetterState::Refused => "refused",
            LetterState::Merged => "merged",
            LetterState::Decided => "decided",
        }
    }

    /// Whether the letter waits for a decision of the hall.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, LetterState::Received | LetterState::Asked)
    }

    fn from_name(word: &str) -> LetterState {
        let known = LetterState::ALL.iter().copied().find(|state| state.as_str() == word);
        known.unwrap_or(LetterState::Received)
    }
}

/// The text of a part and of its reporters with receipts behind it; without any, the text as
/// it is.
#[must_use]
pub fn with_receipts(text: &str, receipts: &[LetterReceipt]) -> String {
    let mut text = text.to_owned();
    for receipt in receipts {
        let fields = [
            receipt.number.to_string(),
            receipt.received.to_string(),
            receipt.kind.map_or("", LetterKind::as_str).to_owned(),
            receipt.state.as_str().to_owned(),
            receipt.decided.map(|day| day.to_string()).unwrap_or_default(),
            receipt.words.as_deref().map(shortened).unwrap_or_default(),
        ];
        text.extend([RECORD, GROUP]);
        text.push_str(LETTER);
        for field in fields {
            text.push(UNIT);
            text.push_str(&field);
        }
    }
    text
}

/// The receipts behind a part, in the order written; `None` if one cannot be read. Records
/// of other kinds are passed over, as are fields behind the known ones.
#[must_use]
pub fn receipts_in(behind: &str) -> Option<Vec<LetterReceipt>> {
    behind.split(RECORD).skip(1).filter_map(receipt_fields).map(receipt).collect()
}

/// Whether a record holds something else than a reporter.
pub(super) fn is_of_a_kind(record: &str) -> bool {
    record.starts_with(GROUP)
}

fn receipt_fields(record: &str) -> Option<&str> {
    let rest = record.strip_prefix(GROUP)?.strip_prefix(LETTER)?;
    if rest.is_empty() || rest.starts_with(UNIT) { Some(rest) } else { None }
}

fn receipt(fields: &str) -> Option<LetterReceipt> {
    let mut fields = fields.split(UNIT).skip(1);
    let number = fields.next()?.parse().ok()?;
    let received = fields.next()?.parse().ok()?;
    let kind = LetterKind::from_name(fields.next()?);
    let state = LetterState::from_name(fields.next()?);
    let decided = match fields.next()? {
        "" => None,
        day => Some(day.parse().ok()?),
    };
    let words = Some(fields.next()?).filter(|it| !it.is_empty()).map(str::to_owned);
    Some(LetterReceipt { number, received, kind, state, decided, words })
}

/// The hall's words in one line of at most [`WORDS_LIMIT`] characters.
fn shortened(words: &str) -> String {
    let line = clean_line(words);
    match line.char_indices().nth(WORDS_LIMIT) {
        None => line,
        Some(_) => line.chars().take(WORDS_LIMIT - 1).chain(['…']).collect(),
    }
}
