//! What was said about an entry, what came of it, and what would.

use hallboard_score::{Day, Id, Outcome, Points, ResidentFile, Text};

/// Who said what on which day: an objection, a decision or a reversal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The id of the entry in which it was said.
    pub entry: Id,
    /// The day.
    pub on: Day,
    /// The objection's text, or the reason of a decision or reversal.
    pub text: Option<Text>,
    /// The recorder's note.
    pub note: Option<Text>,
    /// Who wrote it down.
    pub by: Option<Text>,
}

/// A decision that settled an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Where and when it was said, by whom and why.
    pub said: Said,
    /// What was decided; points of a change as they were written (the item's own
    /// `points` or `stars` say what became of them).
    pub outcome: Outcome,
}

/// An objection that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The first day it was contested.
    pub since: Day,
    /// The last day on which a decision is in time. Without one, the entry is out for
    /// good from that same day on: silence grants the objection.
    pub decide_by: Day,
    /// How many days that is from today; at least one.
    pub days_left: u32,
}

/// How a resident's entry stands, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It stands, and nobody has objected. One still may.
    Quiet,
    /// It has not started: an objection up to `until` keeps it from ever counting before
    /// it is decided.
    CanReply {
        /// The last day before it starts.
        until: Day,
        /// How many days are left for it, today included; at least one.
        days_left: u32,
    },
    /// It never starts, since its subject was not told.
    NeverTold,
    /// An objection waits for a decision; it does not count meanwhile.
    Contested(Contest),
    /// A decision was made, which [`Dispute::decision`] tells.
    Settled,
    /// Out, because nobody decided in time.
    Silence {
        /// Since when.
        on: Day,
    },
    /// Out, because it was taken back, which [`Dispute::reversal`] tells.
    Reversed,
}

/// Everything said about an entry up to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Where that leaves it.
    pub reply: Reply,
    /// The objection that counts.
    pub objection: Option<Said>,
    /// The decision that settled it.
    pub decision: Option<Verdict>,
    /// What took it back.
    pub reversal: Option<Said>,
    /// What was said without effect: too late, too early or again.
    pub idle: Vec<(Said, Effect)>,
}

/// Why something said about an entry has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A decision before any objection.
    Unheard,
    /// Another of the kind came before.
    Again,
    /// The entry was out already.
    Late,
}

/// The scores one thing would lead to; `None` without a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct If {
    /// Today's.
    pub today: Option<Points>,
    /// The one of [`Ifs::decide_by`], if nothing else happens till then.
    pub then: Option<Points>,
}

/// What becomes of the score by what becomes of a contested entry.
///
/// Each is the engine's score on a copy of the ledger from which later decisions and
/// reversals about the entry are left out: with a decision dated today added, or, for
/// `silent`, none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ifs {
    /// The day [`If::then`] is about: the one on which silence would grant the objection.
    pub decide_by: Day,
    /// If the entry is upheld today.
    pub upheld: If,
    /// If it is overturned today.
    pub overturned: If,
    /// If nobody decides: `today` is the score as it is.
    pub silent: If,
}

/// What was said about an entry up to a day; quiet for one that nothing was said about.
///
/// Whether there is still time to reply, only [`crate::me::model::why`] tells.
#[must_use]
pub fn dispute(file: &ResidentFile<'_>, entry: &str, today: Day) -> Dispute {
    todo!()
}

/// What would become of the score; `None` if the entry is not contested today.
#[must_use]
pub fn ifs(file: &ResidentFile<'_>, entry: &str, today: Day) -> Option<Ifs> {
    todo!()
}
