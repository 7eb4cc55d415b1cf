//! Drop-down lists and warnings of cells.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula,
    XlsxError,
};

use super::FIRST_DATE_CELL;
use super::lists::{RULEBOOKS_NAME, SCOPES_NAME, name_of};
use super::notes::both;
use crate::schema::sheets::{Column, Kind, RULEBOOK};
use crate::schema::words::{LASTS, List, Word};

/// Usual durations of deeds in months, offered besides the words.
const USUAL_MONTHS: [&str; 5] = ["P3M", "P6M", "P12M", "P24M", "P36M"];
/// The last date that a ledger can contain.
const LAST_DAY: &str = "2200-12-31";

/// The validation of a column's cells, if it has any. It only warns.
pub(super) fn validation(column: &Column) -> Result<Option<DataValidation>, XlsxError> {
    let plain = DataValidation::new();
    let named = |name: &str| {
        DataValidation::new().allow_list_formula(Formula::new(format!("={name}")))
    };
    let (validation, key) = match column.kind {
        _ if column.field == RULEBOOK => (named(RULEBOOKS_NAME), "pick"),
        Kind::Reference(target) => (named(name_of(target)), "pick"),
        Kind::Words(_) => (named(SCOPES_NAME), "pick"),
        Kind::Word(list) => (plain.allow_list_strings(&offered(list))?, "pick"),
        Kind::Lasts => {
            let usual = USUAL_MONTHS.iter().map(|it| (*it).to_owned());
            let all: Vec<String> = usual.chain(offered(LASTS)).collect();
            (plain.allow_list_strings(&all)?, "lasts")
        }
        Kind::Date => {
            let first = ExcelDateTime::parse_from_str(FIRST_DATE_CELL)?;
            let last = ExcelDateTime::parse_from_str(LAST_DAY)?;
            (plain.allow_date(DataValidationRule::Between(first, last)), "date")
        }
        Kind::Whole(low, high) => {
            let (low, high) = (narrow(low), narrow(high));
            let rule = DataValidationRule::Between(low, high);
            let key = if (low, high) == (1, 5) { "stars" } else { "whole" };
            (plain.allow_whole_number(rule), key)
        }
        Kind::Points => {
            let rule = DataValidationRule::Between(-1_000_000.0, 1_000_000.0);
            (plain.allow_decimal_number(rule), "number")
        }
        Kind::Text | Kind::Name | Kind::Id => return Ok(None),
    };
    let [chinese, english] = both(&format!("warned.{key}"));
    let [title_chinese, title] = both("warned.title");
    Ok(Some(
        validation
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(format!("{title_chinese} {title}"))?
            .set_error_message(format!("{chinese}\n{english}"))?,
    ))
}

fn offered(list: List) -> Vec<String> {
    list.iter().map(Word::both).collect()
}

fn narrow(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
