//! How a workbook looks: calm, and readable on a small screen.

use super::super::sheets::{Column, Kind};

/// Tea green, behind headings.
pub(super) const LEAF: u32 = 0xd9_e6_da;
/// Ink, for headings.
pub(super) const INK: u32 = 0x24_34_2c;

/// The width of a column, in characters.
pub(super) fn width(column: &Column) -> f64 {
    match (column.kind, column.field.as_str()) {
        (Kind::Date, _) => 14.0,
        (Kind::Points | Kind::Whole(..), _) => 11.0,
        (Kind::Id | Kind::Lasts, _) | (_, "cap.per") => 14.0,
        (_, "text" | "reason" | "note" | "entry") => 34.0,
        _ => 22.0,
    }
}
