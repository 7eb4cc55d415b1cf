//! The look of a workbook: calm, and readable on a small screen.

use crate::schema::sheets::{Column, Kind, Sheet};

/// Tea green, behind the headings of required columns.
pub(super) const TEA: u32 = 0x2c_5a_4b;
/// Lighter, behind the headings of optional columns.
pub(super) const LEAF: u32 = 0x7f_a3_8f;
/// Lighter still, behind every second row.
pub(super) const MIST: u32 = 0xf1_f5_f0;
/// Paper, for the text of headings and behind notes.
pub(super) const PAPER: u32 = 0xfb_f8_f1;
/// Ink, for all other text.
pub(super) const INK: u32 = 0x22_27_1f;
/// Ochre, for the tabs of households and residents.
pub(super) const OCHRE: u32 = 0xb9_8a_1e;

/// The width of a column, in characters.
pub(super) fn width(column: &Column) -> f64 {
    match (column.kind, column.field.as_str()) {
        (Kind::Date, _) => 15.0,
        (_, "reply_days" | "decide_days" | "cap.count") => 15.0,
        (Kind::Points | Kind::Whole(..), _) => 12.0,
        (_, "format" | "time_zone") => 22.0,
        (Kind::Id | Kind::Lasts, _) | (_, "cap.per" | "by") => 16.0,
        (_, "entry") => 56.0,
        (_, "text" | "reason" | "note" | "scopes") => 40.0,
        _ => 28.0,
    }
}

/// The colour of a sheet's tab, which tells rules, people and entries apart.
pub(super) fn tab(sheet: Sheet) -> u32 {
    match sheet {
        Sheet::Households | Sheet::Residents => OCHRE,
        _ if sheet.has_entries() => TEA,
        _ => LEAF,
    }
}

/// Whether every row must have a value in the column.
pub(super) fn is_needed(sheet: Sheet, column: &Column) -> bool {
    match column.field.as_str() {
        "id" => {
            !matches!(sheet, Sheet::Households | Sheet::Residents) && !sheet.has_entries()
        }
        "note" | "by" | "order" | "format" | "given_by" | "notified" | "reply_days"
        | "decide_days" | "deeds_min" | "deeds_max" | "lasts" | "cap.count"
        | "cap.per" | "text" | "outcome" | "reason" => false,
        "category" => sheet != Sheet::DeedRules,
        "household" => !matches!(sheet, Sheet::Residents | Sheet::Consents),
        "resident" => sheet != Sheet::Consents,
        "points" | "stars" => sheet != Sheet::Replies,
        field => !field.starts_with("names."),
    }
}
