//! Errors in a workbook and their locations.

use std::sync::Arc;

use hallboard_sheets::{Flaw, letter};

/// The cell where an error is located. For an error in a whole row or sheet, it is the cell
/// in which the error is easiest to see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellRef {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as in a spreadsheet.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// The heading of the column; empty if it has none.
    pub heading: Arc<str>,
}

impl CellRef {
    /// The column in spreadsheet notation: `A`, `B`, … `AA`.
    #[must_use]
    pub fn letter(&self) -> String {
        letter(self.column)
    }
}

/// An error in a workbook, usually in one of its cells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sheet `{}`, row {}, column {}{}: {what}", at.sheet, at.row, at.letter(), headed(&at.heading))]
pub struct RowFault {
    /// Location of the error.
    pub at: CellRef,
    /// The error.
    pub what: CellError,
}

fn headed(heading: &str) -> String {
    if heading.is_empty() { String::new() } else { format!(" `{heading}`") }
}

/// Defines an enum of errors that lists its fields by name, so that they can be inserted
/// into a text of any language.
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
            /// The names of all variants, in `snake_case`.
            #[must_use]
            pub fn codes() -> Vec<String> {
                [$(stringify!($variant)),+].into_iter().map(snake).collect()
            }

            /// The name of the variant in `snake_case`: the key of its texts.
            #[must_use]
            pub fn code(&self) -> String {
                snake(match self { $($name::$variant { .. } => stringify!($variant)),+ })
            }

            /// The fields of the variant, as pairs of name and value.
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
    /// An error in a cell, row or sheet.
    CellError {
        /// A required sheet is missing.
        MissingSheet { title: String } = "the sheet `{title}` is missing",
        /// Two sheets for the same data, perhaps one named in each language.
        SecondSheet { first: String } = "a second sheet for the same as `{first}`",
        /// A sheet whose name is not one of a register's.
        UnknownSheet { name: String, near: String } = "a sheet of a name that is not known: `{name}`",
        /// A first row without a single known heading.
        NoHeadings { found: String, expected: String } = "the first row holds no headings but `{found}`",
        /// A required column is missing.
        MissingColumn { expected: String } = "the column `{expected}` is missing",
        /// Two columns for the same field, perhaps one named in each language.
        SecondColumn { first: String } = "a second column for the same as column {first}",
        /// An unknown heading.
        UnknownColumn { found: String, near: String } = "a heading that is not known: `{found}`",
        /// Data in a column without a heading.
        OutsideHeadings { found: String } = "`{found}` is in a column without a heading",
        /// A quotation mark that is never closed, or only in a later row.
        QuoteUnclosed = "a quotation mark opens here and is not closed in its row",
        /// Text between a closing quotation mark and the end of the cell.
        TextAfterQuote = "text stands after the closing quotation mark",
        /// Merged cells in rows that contain data.
        Merged { range: String } = "merged cells: {range}",
        /// Rows with data that were hidden by hand, not by a filter.
        HiddenRows { first: u32, last: u32 } = "hidden rows with data: {first} to {last}",
        /// Content or formats far below the last row that any register has.
        FilledDown { last: u32 } = "content or formats down to row {last}",
        /// A formula that fails.
        FormulaFailed { error: String } = "the formula fails with {error}",
        /// A formula without a saved result.
        FormulaUncalculated = "a formula without a saved result",
        /// A text that is too long.
        TooLong { length: usize, limit: usize } = "{length} characters, more than {limit}",
        /// A control character where none is allowed.
        ControlCharacter { character: String, position: usize } = "a control character, {character}, at place {position}",
        /// An invisible character in an id.
        HiddenCharacter { character: String, position: usize } = "a character nobody sees, {character}, at place {position}",
        /// Several ids where only one is allowed.
        SeveralIds { found: String } = "more than one id: `{found}`",
        /// Undecodable characters: the text was saved in another encoding than the one it
        /// was read in.
        Garbled { found: String } = "characters that cannot be read: `{found}`",
        /// A number of more than 15 digits, which the spreadsheet has rounded.
        DigitsLost { found: String } = "a number of more than 15 digits, of which the spreadsheet has lost the last: {found}",
        /// `TRUE` or `FALSE` where neither is allowed.
        Boolean { found: String } = "{found} is neither a text nor a number",
        /// Not a date in any supported format.
        NotADate { found: String } = "not a date: `{found}`",
        /// A day that the calendar does not have, such as 30 February.
        NoSuchDay { found: String } = "the calendar has no such day: {found}",
        /// A date whose order of day and month is ambiguous.
        UnclearDate { found: String } = "a date that can be read in two ways: {found}",
        /// A number in a column of dates; it may have been a date before its format was
        /// changed.
        NumberForDate { found: String, meant: String } = "a number where a date belongs: {found}",
        /// A date with a time of day.
        DateWithTime { found: String } = "a date with a time of day: {found}",
        /// A date outside the years that a ledger allows.
        DateOutside { found: String } = "a date outside the years 1900 to 2200: {found}",
        /// Not a number.
        NotANumber { found: String } = "not a number: `{found}`",
        /// A number whose commas may separate either thousands or decimals.
        UnclearNumber { found: String } = "a number that can be read in two ways: {found}",
        /// A number with more than two decimals.
        TooFine { found: String } = "finer than a hundredth: {found}",
        /// A number beyond the largest that a ledger may contain.
        TooLarge { found: String } = "not between -1000000 and 1000000: {found}",
        /// A fraction where a whole number is required.
        NotWhole { found: String, low: i64, high: i64 } = "not a whole number from {low} to {high}: {found}",
        /// A whole number outside the allowed range.
        OutOfRange { found: String, low: i64, high: i64 } = "not from {low} to {high}: {found}",
        /// A word that is not in the column's list.
        UnknownWord { found: String, expected: String } = "unknown word `{found}`, expected one of: {expected}",
        /// `none` combined with other words.
        NoneAndMore { found: String } = "`{found}` is none and more",
        /// A duration in an unknown format.
        UnknownLasts { found: String } = "not a length of time: `{found}`",
        /// An empty cell where a value is required.
        Missing = "the cell is empty, and must not be",
        /// A filled cell that must be empty in a row of this kind.
        NotOfKind { kind: String, found: String } = "filled, but of a row of the kind `{kind}` it must be empty: `{found}`",
        /// A consent of both a resident and a household in one row.
        TwoSubjects = "a resident and a household in one row",
        /// A consent that names neither a resident nor a household.
        NoSubject = "neither a resident nor a household",
        /// A scope that only the other kind of subject, resident or household, can consent
        /// to.
        ScopeOfOther { scope: String, allowed: String } = "`{scope}` is nothing they can agree to here",
        /// A decision with both new points and new stars.
        PointsAndStars = "new points and new stars at once",
        /// The outcome `changed` without new points or new stars.
        ChangedToNothing = "`changed` without new points or new stars",
        /// New points or stars, although the outcome is not `changed`.
        ChangedWithout { outcome: String } = "new points or stars, but the outcome is `{outcome}`",
        /// New points for a rating, which has stars.
        PointsOfRating { entry: String } = "new points of `{entry}`, which is a rating and has stars",
        /// New stars for a deed, which has points.
        StarsOfDeed { entry: String } = "new stars of `{entry}`, which is a deed and has points",
        /// A lowest score above the highest.
        MinAboveMax { min: String, max: String } = "the lowest score {min} is above the highest {max}",
        /// A base score outside the range from the lowest to the highest.
        BaseOutside { base: String, min: String, max: String } = "the base {base} lies outside {min} to {max}",
        /// A lower limit of deeds above zero.
        LowerLimitAbove { found: String } = "the lower limit of deeds {found} is above 0",
        /// An upper limit of deeds below zero.
        UpperLimitBelow { found: String } = "the upper limit of deeds {found} is below 0",
        /// A reward with a negative cost.
        NegativeCost { found: String } = "the cost {found} is negative",
        /// The sheet of the hall has no row that defines it.
        NoHall = "no row describes the hall",
        /// A second row that defines a hall.
        SecondHall = "a second row that describes the hall",
        /// A ledger format of another version of Hallboard.
        UnknownFormat { found: String, expected: String } = "a format that is not known: `{found}`",
        /// An unknown time zone.
        UnknownTimeZone { found: String, near: String } = "a time zone that is not known: `{found}`",
        /// A row for a rulebook that does not exist.
        NoSuchRulebook { found: String, days: String } = "no rulebook begins on {found}",
        /// Two rulebooks that begin on the same day.
        SecondRulebook { from: String, first: String } = "a second rulebook from {from}; the first is in {first}",
        /// An id that occurs twice in its list.
        SecondId { id: String, first: String } = "the id `{id}` occurs twice; first in {first}",
        /// A value of the column `order` that occurs twice.
        SecondOrder { order: u32, first: String } = "the order {order} is given twice; first in {first}",
        /// Any other error reported by the ledger's types.
        Refused { what: String } = "{what}",
        /// Number of further errors that are not listed.
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
