//! What can be wrong with a workbook, and where.

use std::sync::Arc;

use hallboard_sheets::{Flaw, letter};

/// A cell; of a row or a sheet as a whole, the cell in which it is best seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellRef {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// The heading of the column; empty where there is none.
    pub heading: Arc<str>,
}

impl CellRef {
    /// The column as a spreadsheet names it: `A`, `B`, … `AA`.
    #[must_use]
    pub fn letter(&self) -> String {
        letter(self.column)
    }
}

/// Something wrong with a workbook: mostly with one of its cells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sheet `{}`, row {}, column {}{}: {what}", at.sheet, at.row, at.letter(), headed(&at.heading))]
pub struct RowFault {
    /// Where it is.
    pub at: CellRef,
    /// What is wrong.
    pub what: CellError,
}

fn headed(heading: &str) -> String {
    if heading.is_empty() { String::new() } else { format!(" `{heading}`") }
}

/// An enum of faults whose facts are told by name, so that they can be put into a text
/// of any language.
macro_rules! faults {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$about:meta])* $variant:ident $({ $($field:ident: $type:ty),+ })? = $text:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $(
                $(#[$about])*
                #[error($text)]
                $variant $({ $(
                    #[doc = "A fact the text names."]
                    $field: $type
                ),+ })?
            ),+
        }

        impl $name {
            /// The names of all kinds, in `snake_case`.
            #[must_use]
            pub fn codes() -> Vec<String> {
                [$(stringify!($variant)),+].into_iter().map(snake).collect()
            }

            /// The name of its kind, in `snake_case`: the key of its texts.
            #[must_use]
            pub fn code(&self) -> String {
                snake(match self { $($name::$variant { .. } => stringify!($variant)),+ })
            }

            /// Its facts, each with its name.
            #[must_use]
            pub fn facts(&self) -> Vec<(&'static str, String)> {
                match self {
                    $($name::$variant $({ $($field),+ })? => {
                        vec![$($((stringify!($field), $field.to_string())),+)?]
                    })+
                }
            }
        }
    };
}

fn snake(camel: &str) -> String {
    let mut snake = String::new();
    for c in camel.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

faults! {
    /// What is wrong.
    CellError {
        /// A sheet that every hall needs is not there.
        MissingSheet { title: String } = "the sheet `{title}` is missing",
        /// A second sheet for the same, perhaps named in the other language.
        SecondSheet { first: String } = "a second sheet for the same as `{first}`",
        /// A sheet that is for nothing.
        UnknownSheet { name: String, near: String } = "a sheet of a name that is not known: `{name}`",
        /// A first row without a single known heading.
        NoHeadings { found: String, expected: String } = "the first row holds no headings but `{found}`",
        /// A column that the sheet needs is not there.
        MissingColumn { expected: String } = "the column `{expected}` is missing",
        /// A second column for the same, perhaps named in the other language.
        SecondColumn { first: String } = "a second column for the same as column {first}",
        /// A heading that is not known.
        UnknownColumn { found: String, near: String } = "a heading that is not known: `{found}`",
        /// Data beside the columns with headings.
        OutsideHeadings { found: String } = "`{found}` stands in a column without a heading",
        /// A quotation mark that is never closed, or only in a row further down.
        QuoteUnclosed = "a quotation mark opens here and is not closed in its row",
        /// Text between a closing quotation mark and the end of the cell.
        TextAfterQuote = "text stands after the closing quotation mark",
        /// Cells merged into one, with data in their rows.
        Merged { range: String } = "merged cells: {range}",
        /// Rows with data that somebody has hidden.
        HiddenRows { first: u32, last: u32 } = "hidden rows with data: {first} to {last}",
        /// Content or formats down to a row far below any that a register has.
        FilledDown { last: u32 } = "content or formats down to row {last}",
        /// A formula that fails.
        FormulaFailed { error: String } = "the formula fails with {error}",
        /// A formula whose result was never worked out and saved.
        FormulaUncalculated = "a formula without a saved result",
        /// A text that is too long.
        TooLong { length: usize, limit: usize } = "{length} characters, more than {limit}",
        /// A character that is no part of any text.
        ControlCharacter { character: String, position: usize } = "a control character, {character}, at place {position}",
        /// A character nobody sees, in an id.
        HiddenCharacter { character: String, position: usize } = "a character nobody sees, {character}, at place {position}",
        /// More than one id where one belongs.
        SeveralIds { found: String } = "more than one id: `{found}`",
        /// A text that was not saved in the encoding it was read in.
        Garbled { found: String } = "characters that cannot be read: `{found}`",
        /// Long digits that the spreadsheet has rounded.
        DigitsLost { found: String } = "a number of more than 15 digits, of which the spreadsheet has lost the last: {found}",
        /// `TRUE` or `FALSE` where neither can be.
        Boolean { found: String } = "{found} is neither a text nor a number",
        /// No date in any form that is read.
        NotADate { found: String } = "not a date: `{found}`",
        /// A day the calendar does not have.
        NoSuchDay { found: String } = "the calendar has no such day: {found}",
        /// A date in an order of day and month that nobody can know.
        UnclearDate { found: String } = "a date that can be read in two ways: {found}",
        /// A number that may have been a date before its format was changed.
        NumberForDate { found: String, meant: String } = "a number where a date belongs: {found}",
        /// A date with a time of day.
        DateWithTime { found: String } = "a date with a time of day: {found}",
        /// A date outside the years of a ledger.
        DateOutside { found: String } = "a date outside the years 1900 to 2200: {found}",
        /// No number.
        NotANumber { found: String } = "not a number: `{found}`",
        /// Commas that mean thousands to some and decimals to others.
        UnclearNumber { found: String } = "a number that can be read in two ways: {found}",
        /// Finer than a hundredth.
        TooFine { found: String } = "finer than a hundredth: {found}",
        /// Beyond the largest number a ledger may hold.
        TooLarge { found: String } = "beyond 1000000 either way: {found}",
        /// A number that should be whole.
        NotWhole { found: String, low: i64, high: i64 } = "not a whole number from {low} to {high}: {found}",
        /// A whole number outside what is allowed.
        OutOfRange { found: String, low: i64, high: i64 } = "not from {low} to {high}: {found}",
        /// A word that is not one of the list.
        UnknownWord { found: String, expected: String } = "unknown word `{found}`, expected one of: {expected}",
        /// `none` beside other words.
        NoneAndMore { found: String } = "`{found}` says none and some",
        /// A length of time that is not known.
        UnknownLasts { found: String } = "not a length of time: `{found}`",
        /// An empty cell that must not be.
        Missing = "the cell is empty, and must not be",
        /// A cell that the kind of row does not have.
        NotOfKind { kind: String, found: String } = "filled, but of a row of the kind `{kind}` it must be empty: `{found}`",
        /// Both a resident and a household agree in one row.
        TwoSubjects = "a resident and a household in one row",
        /// Nobody agrees.
        NoSubject = "neither a resident nor a household",
        /// A scope of the other kind of consent.
        ScopeOfOther { scope: String, allowed: String } = "`{scope}` is nothing they can agree to here",
        /// New points and new stars at once.
        PointsAndStars = "new points and new stars at once",
        /// A change without saying to what.
        ChangedToNothing = "`changed` without new points or new stars",
        /// New points or stars without a change.
        ChangedWithout { outcome: String } = "new points or stars, but the outcome is `{outcome}`",
        /// New points of a rating, which has stars.
        PointsOfRating { entry: String } = "new points of `{entry}`, which is a rating and has stars",
        /// New stars of a deed, which has points.
        StarsOfDeed { entry: String } = "new stars of `{entry}`, which is a deed and has points",
        /// The lowest score above the highest.
        MinAboveMax { min: String, max: String } = "the lowest score {min} is above the highest {max}",
        /// A base that no score could be.
        BaseOutside { base: String, min: String, max: String } = "the base {base} lies outside {min} to {max}",
        /// A lower limit of deeds above zero.
        LowerLimitAbove { found: String } = "the lower limit of deeds {found} is above 0",
        /// An upper limit of deeds below zero.
        UpperLimitBelow { found: String } = "the upper limit of deeds {found} is below 0",
        /// A reward that gives points.
        NegativeCost { found: String } = "the cost {found} is negative",
        /// No row says which hall it is.
        NoHall = "no row says which hall it is",
        /// A second row says which hall it is.
        SecondHall = "a second row that says which hall it is",
        /// A format of another Hallboard.
        UnknownFormat { found: String, expected: String } = "a format that is not known: `{found}`",
        /// A time zone that is not known.
        UnknownTimeZone { found: String, near: String } = "a time zone that is not known: `{found}`",
        /// A part of a rulebook that is not there.
        NoSuchRulebook { found: String, days: String } = "no rulebook begins on {found}",
        /// Two rulebooks from one day.
        SecondRulebook { from: String, first: String } = "a second rulebook from {from}; the first is in {first}",
        /// An id that stands twice in its list.
        SecondId { id: String, first: String } = "the id `{id}` stands twice; first in {first}",
        /// A place in the order given twice.
        SecondOrder { order: u32, first: String } = "the order {order} is given twice; first in {first}",
        /// Something else the ledger does not take.
        Refused { what: String } = "{what}",
        /// More faults than are told.
        More { count: u64 } = "and {count} more",
    }
}

impl From<Flaw> for CellError {
    fn from(flaw: Flaw) -> CellError {
        match flaw {
            Flaw::QuoteUnclosed => CellError::QuoteUnclosed,
            Flaw::TextAfterQuote => CellError::TextAfterQuote,
            Flaw::Merged { range } => CellError::Merged { range },
            Flaw::Garbled { found } => CellError::Garbled { found },
        }
    }
}
