//! What has changed since the last look, and whether the past was altered.

use hallboard_score::{Day, Id, KindWord, Ledger};

/// What a device remembers of a look: a digest of each entry and rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The day of the look.
    pub on: Day,
    whose: [String; 2],
    person: String,
    books: Vec<(Day, String)>,
    entries: Vec<(Past, String)>,
}

/// Why what a device remembers says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeenError {
    /// The text is not as it was written.
    #[error("what was remembered of the last look is damaged")]
    Damaged,
    /// It was written by a later version of the page.
    #[error("what was remembered of the last look has a form not known here")]
    Form,
    /// It is of somebody else, or of another hall.
    #[error("what was remembered is of another resident")]
    Other,
}

/// What is different from the last look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The day of the last look.
    pub since: Option<Day>,
    /// Entries that are new, in the order of the ledger.
    pub added: Vec<Added>,
    /// Entries that say something else than they did.
    pub altered: Vec<Past>,
    /// Entries that are no longer there.
    pub gone: Vec<Past>,
    /// Entries of the last look that stand in another order, each once: which of one day
    /// comes first can matter.
    pub reordered: Vec<Past>,
    /// The first days of rulebooks that are new, dated after the last look.
    pub rules_added: Vec<Day>,
    /// The first days of rulebooks that were altered, have vanished, or are new and dated
    /// up to the last look.
    pub rules_changed: Vec<Day>,
    /// Whether what the hall has of the resident besides entries (name, first household)
    /// was altered.
    pub person_changed: bool,
}

/// A new entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub entry: Id,
    /// Its day.
    pub date: Day,
    /// Its kind.
    pub kind: KindWord,
    /// The entry it is about: of objections, decisions and reversals.
    pub about: Option<Id>,
    /// How it comes to be new.
    pub arrival: Arrival,
}

/// How an entry comes to be new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// In the ordinary course.
    Ordinary,
    /// Dated more than 60 days before the last look: written down late.
    Late,
    /// Of a household that the resident had not lived in by the last look: it came with
    /// the move.
    Moved,
}

/// An entry as it was at the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its id.
    pub entry: Id,
    /// Its day then.
    pub date: Day,
    /// Its kind then.
    pub kind: KindWord,
}

impl Changes {
    /// Whether the past is as it was: additions only, none of them late.
    #[must_use]
    pub fn plain(&self) -> bool {
        todo!()
    }

    /// Whether nothing at all is different.
    #[must_use]
    pub fn none(&self) -> bool {
        todo!()
    }
}

impl Seen {
    /// What there is to remember of a look at a resident's own ledger.
    #[must_use]
    pub fn look(ledger: &Ledger, today: Day) -> Seen {
        todo!()
    }

    /// As a device keeps it.
    #[must_use]
    pub fn to_text(&self) -> String {
        todo!()
    }

    /// Reads what a device kept.
    ///
    /// # Errors
    /// When it is not, byte for byte, what [`Seen::to_text`] gave.
    pub fn from_text(text: &str) -> Result<Seen, SeenError> {
        todo!()
    }
}

/// What is different from the last look.
///
/// # Errors
/// When that look was at another resident.
pub fn compare(seen: &Seen, ledger: &Ledger) -> Result<Changes, SeenError> {
    todo!()
}
