//! Reads who has consented to what from a workbook that may have errors everywhere else:
//! from the sheet of consents, with residents and households as far as they can be read.

use std::sync::Arc;

use hallboard_score::{Entry, Household, Resident};
use hallboard_sheets::cells::Content;
use hallboard_sheets::{Found, Line, OdsSource, Source, XlsxSource};

use super::assemble::name;
use super::lists::Lists;
use super::order::Key;
use super::reader::{HandledRow, Reading};
use super::row::Given;
use super::values::Value;
use crate::WorkbookError;
use crate::consent_entries::{ConsentEntries, KnownIds, RowRef, UnreadableConsent};
use crate::parse::header_row::{Head, is_marked};
use crate::parse::unread_refs::{Listed, UnreadRefs};
use crate::read::{At, Withdrawals};
use crate::schema::sheets::{Kind, ORDER, Sheet};

/// The fields of a consent that must be readable: who has consented to what, and when.
const NEEDED_FIELDS: [&str; 4] = ["date", "resident", "household", "scopes"];
/// Maximum number of sheets with unknown names that are searched for consents.
const UNNAMED: usize = 1_000;
/// Number of rows in which the headings of such a sheet are searched for.
const TITLES: usize = 3;

/// Whether a row can be used although the cells of these fields cannot be read.
pub(crate) fn is_usable(wrong: &[String]) -> bool {
    !wrong.iter().any(|field| NEEDED_FIELDS.contains(&field.as_str()))
}

/// A row of consents that cannot be read.
#[derive(Debug, Default)]
pub(crate) struct UnreadConsent {
    pub(crate) sheet: Arc<str>,
    pub(crate) row: u32,
    /// Content of the cells that name the subject; of all cells, if there are none.
    pub(crate) subjects: Vec<String>,
    /// Content of all cells.
    pub(crate) texts: Vec<String>,
}

impl UnreadConsent {
    /// Collects the content of a row whose headings may be unknown.
    pub(crate) fn of(sheet: &Arc<str>, head: Option<&Head>, line: &Line<'_>) -> Self {
        let shown = |(_, content): &(u32, Content<'_>)| content.shown().into_owned();
        let texts: Vec<String> = line.cells.iter().map(shown).collect();
        let columns = head.map_or(&[][..], |head| &head.columns);
        let is_subject = |place: u32| {
            columns.iter().any(|it| {
                it.place == place && matches!(it.column.kind, Kind::Reference(_))
            })
        };
        let in_place = line.cells.iter().filter(|(place, _)| is_subject(*place));
        let mut subjects: Vec<String> = in_place.map(shown).collect();
        if subjects.is_empty() {
            subjects.clone_from(&texts);
        }
        UnreadConsent { sheet: Arc::clone(sheet), row: line.number, subjects, texts }
    }
}

/// Reads the consents of an `.xlsx` workbook; `None` if it has no sheet of consents.
///
/// # Errors
/// If it is not a workbook, or its sheet of consents cannot be read to its end.
pub(crate) fn of_xlsx(bytes: &[u8]) -> Result<Option<Withdrawals>, WorkbookError> {
    from(&mut XlsxSource::open_crowded(bytes)?)
}

/// As [`of_xlsx`], for an `.ods` workbook.
///
/// # Errors
/// As [`of_xlsx`].
pub(crate) fn of_ods(bytes: &[u8]) -> Result<Option<Withdrawals>, WorkbookError> {
    from(&mut OdsSource::open(bytes)?)
}

/// As [`of_xlsx`], for a folder of text files.
///
/// # Errors
/// As [`of_xlsx`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn of_folder(
    folder: &std::path::Path,
    encoding: Option<&'static crate::Encoding>,
) -> Result<Option<Withdrawals>, WorkbookError> {
    from(&mut crate::files::any_folder(folder, encoding)?)
}

/// As [`of_xlsx`], for a SQLite database.
///
/// # Errors
/// As [`of_xlsx`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn of_sqlite(
    path: &std::path::Path,
) -> Result<Option<Withdrawals>, WorkbookError> {
    from(&mut crate::files::any_sqlite(path)?)
}

/// The rows of the sheets of consents.
#[derive(Default)]
struct Consents {
    /// Each entry with its sort key, whether its meaning is uncertain, and its row.
    entries: Vec<(Key, bool, RowRef, Entry)>,
    unread: Vec<UnreadConsent>,
}

fn from(source: &mut dyn Source) -> Result<Option<Withdrawals>, WorkbookError> {
    let sheets: Vec<(usize, Found)> = source.sheets().into_iter().enumerate().collect();
    let of = |wanted: Sheet| {
        sheets.iter().find(|(_, it)| Sheet::of(&it.name) == Some(wanted)).cloned()
    };
    let Some(first) = of(Sheet::Consents) else { return Ok(None) };
    let (mut residents, mut households) =
        (Vec::<Resident>::new(), Vec::<Household>::new());
    let mut unread = Vec::new();
    if let Some((index, it)) = of(Sheet::Households) {
        let list = Listed::Households;
        let sheet = (index, Sheet::Households);
        unread.push(people(source, sheet, &it, list, &mut households));
    }
    if let Some((index, it)) = of(Sheet::Residents) {
        let (list, sheet) = (Listed::Residents, (index, Sheet::Residents));
        unread.push(people(source, sheet, &it, list, &mut residents));
    }
    let lists = Lists::new(&[], &households, &residents).within(source.longest());
    let mut consents = Consents::default();
    consents.sheet(source, 0, &first, &lists)?;
    let mut unnamed = 0;
    for (number, it) in (1..=u16::MAX).zip(sheets.iter().filter(|it| it.0 != first.0)) {
        // Another sheet of consents may be intended as well. If it cannot be read, that
        // must not prevent a withdrawal.
        let sheet = Sheet::of(&it.1.name);
        unnamed += usize::from(sheet.is_none());
        if sheet == Some(Sheet::Consents)
            || (unnamed <= UNNAMED && holds_consents(source, it))
        {
            let _unread = consents.sheet(source, number, it, &lists);
        }
    }
    drop(lists);
    Ok(Some(consents.end(residents, households, &unread)))
}

/// Whether a sheet with an unknown name has the headings of consents.
fn holds_consents(source: &mut dyn Source, (index, it): &(usize, Found)) -> bool {
    if Sheet::of(&it.name).is_some() || is_marked(&it.name) {
        return false;
    }
    let (mut rows, mut found) = (0, false);
    let read = source.rows(*index, &mut |line| {
        rows += 1;
        if rows <= TITLES && !found {
            let columns = line
                .cells
                .iter()
                .filter_map(|(_, it)| Some(Sheet::Consents.column(&it.shown())?.field));
            let fields: Vec<String> = columns.collect();
            let has = |field: &str| fields.iter().any(|it| it == field);
            found = has("scopes") && (has("resident") || has("household"));
        }
    });
    found && read.is_ok()
}

/// The rows of a list of people that could not be read.
struct UnreadPeople {
    list: Listed,
    rows: UnreadRefs,
    to_its_end: bool,
}

/// Reads a list of people as far as possible; nothing if the sheet cannot be read.
fn people<T: hallboard_score::Read>(
    source: &mut dyn Source,
    (index, sheet): (usize, Sheet),
    found: &Found,
    list: Listed,
    items: &mut Vec<T>,
) -> UnreadPeople {
    let known = Lists::default().within(source.longest());
    let mut take = |reading: &mut Reading, mut handled: HandledRow<'_, '_, '_>| {
        name(&mut handled);
        let item = handled.parse(reading, &[]);
        let is_there = item.is_some();
        items.extend(item);
        is_there
    };
    let mut reading = Reading::default();
    let read = reading.sheet(source, index, sheet, &found.name, &known, &mut take);
    let to_its_end = read.is_ok() && !items.is_empty();
    UnreadPeople { list, rows: reading.unread_refs, to_its_end }
}

impl Consents {
    /// Reads a sheet of consents. Only the entries of the first one, number 0, are certain.
    fn sheet(
        &mut self,
        source: &mut dyn Source,
        number: u16,
        (index, found): &(usize, Found),
        lists: &Lists<'_>,
    ) -> Result<(), WorkbookError> {
        let mut reading = Reading { only_consents: true, ..Reading::default() };
        let name = &found.name;
        let mut take = |reading: &mut Reading, handled: HandledRow<'_, '_, '_>| {
            let order = match handled.row.take(ORDER) {
                Some(Value::Whole(order)) => u32::try_from(order).unwrap_or(u32::MAX),
                _ => u32::MAX,
            };
            let recovered = handled.row.recovered;
            let at = At { sheet: number, row: handled.row.number };
            let (kind, id) = (("kind", Given::Text("consent")), ("id", Given::Text("")));
            handled.row.take("id");
            let Some(entry) = handled.parse::<Entry>(reading, &[kind, id]) else {
                return false;
            };
            let key = Key { order, date: entry.date, sheet: Sheet::Consents, at };
            let row = RowRef { sheet: Arc::clone(name), row: at.row };
            self.entries.push((key, recovered || number > 0, row, entry));
            true
        };
        let read = reading.sheet(source, *index, Sheet::Consents, name, lists, &mut take);
        self.unread.append(&mut reading.unread_consents);
        read
    }

    fn end(
        mut self,
        residents: Vec<Resident>,
        households: Vec<Household>,
        unread: &[UnreadPeople],
    ) -> Withdrawals {
        self.entries.sort_by_key(|it| it.0);
        let mut consents = ConsentEntries::default();
        for (_, unsure, row, entry) in self.entries {
            consents.push(entry, unsure, Some(row));
        }
        let known = KnownIds::of(&residents, &households, &consents, |list, id| {
            let of_list = unread.iter().find(|it| it.list == list);
            of_list.is_none_or(|it| !it.to_its_end || it.rows.may_contain(list, id))
        });
        for it in self.unread {
            let UnreadConsent { sheet, row, subjects, texts } = it;
            let mut ids = known.candidates_for(&subjects);
            ids.extend(known.named_in(&texts));
            let at = Some(RowRef { sheet, row });
            consents.add_unreadable(UnreadableConsent { at, ids });
        }
        consents.resolve_subjects(&known);
        Withdrawals { consents, residents, households, damage: None }
    }
}
