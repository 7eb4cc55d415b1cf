//! To take away: every entry as a table for a spreadsheet.

use hallboard_score::{
    GivenBy, HouseholdScope, KindWord, Ledger, Names, OutcomeWord, Scope, Source,
};

/// The columns of the table, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The entry's id.
    Id,
    /// Its day.
    Date,
    /// Its kind.
    Kind,
    /// The name of the deed rule, category, reward or household.
    Name,
    /// The id of that.
    What,
    /// The points of a deed's rule, the changed points of a decision, the cost of a reward.
    Points,
    /// The stars of a rating or a decision on one.
    Stars,
    /// Who reported a deed, or gave a consent.
    Source,
    /// The day the subject of a deed was told.
    Notified,
    /// The entry an objection, decision or reversal is about.
    About,
    /// What was decided.
    Outcome,
    /// What a consent covers.
    Scopes,
    /// An objection's text, the reason of a decision or reversal.
    Text,
    /// The recorder's note.
    Note,
    /// Who wrote it down.
    By,
}

/// A word of the ledger's, for the caller to put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A kind of entry.
    Kind(KindWord),
    /// Who reported a deed.
    Source(Source),
    /// Who gave a consent.
    GivenBy(GivenBy),
    /// What was decided.
    Outcome(OutcomeWord),
    /// What a resident agreed to.
    Scope(Scope),
    /// What a household agreed to.
    HouseholdScope(HouseholdScope),
}

/// The caller's language.
pub struct Tongue<'a> {
    /// The heading of a column.
    pub heading: &'a dyn Fn(Column) -> String,
    /// A word.
    pub word: &'a dyn Fn(Word) -> String,
    /// A name.
    pub name: &'a dyn Fn(&Names) -> String,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Column; 15] = [
        Column::Id,
        Column::Date,
        Column::Kind,
        Column::Name,
        Column::What,
        Column::Points,
        Column::Stars,
        Column::Source,
        Column::Notified,
        Column::About,
        Column::Outcome,
        Column::Scopes,
        Column::Text,
        Column::Note,
        Column::By,
    ];
}

/// Every entry of a ledger as RFC 4180 says, with a byte order mark, so that spreadsheets
/// read it as UTF-8. A text that a spreadsheet could take for a formula begins with an
/// apostrophe.
#[must_use]
pub fn csv(ledger: &Ledger, tongue: &Tongue<'_>) -> String {
    todo!()
}
