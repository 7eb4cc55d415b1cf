//! Converts entries to rows that are appended to a file.

use hallboard_score::{Entry, Ledger};
use hallboard_sheets::cells::quoted;
use hallboard_sheets::edit::append::NewValue;

use super::labels::Labels;
use super::ods::blanks_collapse;
use super::written;
use super::xlsx::shown;
use crate::schema::sheets::{Column, Kind, Sheet};
use crate::write::items::{Cell, Item, sheet_of};

/// The kind of file that a row is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowForm {
    /// A sheet of a workbook: words in both languages, names after ids.
    Sheet,
    /// A sheet in which consecutive blanks collapse.
    CollapsingSheet,
    /// A line of a `.csv` file.
    Line,
    /// A row of a database table.
    Table,
}

/// A cell of a new row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewCell {
    /// The field it fills.
    pub(crate) field: String,
    /// The heading of its column, as Hallboard writes it.
    pub(crate) heading: String,
    /// Its value.
    pub(crate) value: NewValue,
}

/// A row to append to those of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewRow {
    /// The sheet's name in both languages.
    pub(crate) sheet: String,
    /// The cells that are not blank, in the order of the written columns.
    pub(crate) cells: Vec<NewCell>,
}

/// Whether a row for `sheet` belongs in the sheet called `name`.
pub(crate) fn is_for(name: &str, sheet: &str) -> bool {
    Sheet::of(name).is_some_and(|it| Some(it) == Sheet::of(sheet))
}

/// Converts entries to rows, in their order. `ledger` contains the items that they refer
/// to. The order column stays blank: the rows come after all existing entries.
pub(crate) fn new_rows(ledger: &Ledger, entries: &[Entry], form: RowForm) -> Vec<NewRow> {
    let labels = Labels::new(ledger);
    entries.iter().map(|entry| new_row(entry, form, &labels)).collect()
}

/// Converts entries to lines of text, in which ids have no names after them.
pub(crate) fn bare_rows(entries: &[Entry]) -> Vec<NewRow> {
    let labels = Labels::default();
    entries.iter().map(|entry| new_row(entry, RowForm::Line, &labels)).collect()
}

fn new_row(entry: &Entry, form: RowForm, labels: &Labels<'_>) -> NewRow {
    let sheet = sheet_of(entry);
    let item = Item::Entry(0, entry);
    let columns = sheet.columns([]);
    let columns = columns.iter().filter(|it| it.field != crate::schema::sheets::ORDER);
    let cells = columns.filter_map(|column| {
        let value = value(item.cell(&column.field)?, column, form, labels);
        let (field, heading) = (column.field.clone(), column.heading());
        Some(NewCell { field, heading, value })
    });
    NewRow { sheet: sheet.title(), cells: cells.collect() }
}

fn value(
    cell: Cell<'_>,
    column: &Column,
    form: RowForm,
    labels: &Labels<'_>,
) -> NewValue {
    let in_sheet = matches!(form, RowForm::Sheet | RowForm::CollapsingSheet);
    NewValue::Text(match (cell, column.kind) {
        (Cell::Day(day), _) => return NewValue::Day(day),
        (cell, _) if form == RowForm::Table => cell.plain(),
        (Cell::Text(id), Kind::Reference(target)) if in_sheet => labels.of(target, &id),
        (Cell::Text(text), _) => match form {
            RowForm::Line if !super::csv::inert(&text) => quoted(&text),
            RowForm::CollapsingSheet if blanks_collapse(&text) => quoted(&text),
            _ => written(&text, column),
        },
        (Cell::Word(word), Kind::Word(list)) if in_sheet => shown(&[word], list),
        (Cell::Words(some), Kind::Words(list)) if in_sheet => shown(&some, list),
        (cell, _) => cell.plain(),
    })
}
