//! Receipts for a resident's letters, stored after their part of the register.

use hallboard_score::Day;

use super::reporters::{RECORD, UNIT};
use crate::letter::{LetterKind, LetterNumber, clean_line};

/// Stands after [`RECORD`], before the word for the type of the record; a record without
/// it names a reporter. The character occurs in no JSON and no id.
const GROUP: char = '\u{1d}';
/// The type of record that is a receipt.
const LETTER: &str = "letter";

/// The largest number of receipts of one resident: those of the newest letters.
pub const RECEIPT_LIMIT: usize = 24;
/// The largest length of the hall's words in a receipt, in characters; longer words are
/// cut and end in `…`.
pub const WORDS_LIMIT: usize = 200;

/// A receipt: confirms that the hall has a letter of the resident, and shows its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterReceipt {
    /// The number of the letter.
    pub number: LetterNumber,
    /// The day on which the hall received it, in the hall's time zone.
    pub received: Day,
    /// The kind of letter; `None` for a letter about somebody else (thanks or a concern),
    /// so that the receipt does not show which of the two was written.
    pub kind: Option<LetterKind>,
    /// The state of the letter.
    pub state: LetterState,
    /// The day of the decision, in the hall's time zone; `None` while it is open.
    pub decided: Option<Day>,
    /// The hall's question, or the reason for refusing the letter.
    pub words: Option<String>,
}

/// The state of a letter in the hall.
///
/// A letter about somebody else only has the states [`Received`](Self::Received) and
/// [`Decided`](Self::Decided): whether a concern was accepted, and why not, is
/// information about the other person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// Received and not decided. Readers also use it for a state that they do not know.
    Received,
    /// The hall has asked a question; the letter is open.
    Asked,
    /// Accepted, and not carried out yet.
    Accepted,
    /// Accepted and carried out: its entry is in the register, or the request was
    /// fulfilled.
    Done,
    /// Refused.
    Refused,
    /// Merged with another letter that says the same.
    Merged,
    /// Decided; for letters about somebody else.
    Decided,
}

impl LetterState {
    /// All states.
    pub const ALL: &'static [LetterState] = &[
        LetterState::Received,
        LetterState::Asked,
        LetterState::Accepted,
        LetterState::Done,
        LetterState::Refused,
        LetterState::Merged,
        LetterState::Decided,
    ];

    /// The state's name in a sealed file.
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

/// Appends receipts to the text of a part and its reporters. Without receipts the text is
/// unchanged.
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

/// The receipts after a part, in the order written; `None` if one cannot be read. Other
/// types of records are skipped, as are additional fields.
#[must_use]
pub fn receipts_in(behind: &str) -> Option<Vec<LetterReceipt>> {
    behind.split(RECORD).skip(1).filter_map(receipt_fields).map(receipt).collect()
}

/// Whether a record is of a type other than a reporter.
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

/// The hall's words as one line of at most [`WORDS_LIMIT`] characters.
fn shortened(words: &str) -> String {
    let line = clean_line(words);
    match line.char_indices().nth(WORDS_LIMIT) {
        None => line,
        Some(_) => line.chars().take(WORDS_LIMIT - 1).chain(['…']).collect(),
    }
}
