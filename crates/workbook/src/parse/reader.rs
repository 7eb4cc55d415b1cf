//! Reads rows into the parts of a ledger, and reports all errors in them.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use hallboard_sheets::cells::{self, Content, unquoted};
use hallboard_sheets::dates::DayCount;
use hallboard_sheets::{Hidden, Line, ROWS, Source};

use super::consents::{UnreadConsent, is_usable};
use super::dates;
use super::ids::Ids;
use super::row::{Given, Row};
use super::values::{self, Known, Value};
use crate::WorkbookError;
use crate::fault::{CellError, CellRef, RowFault};
use crate::parse::header_row::{Head, Slot, is_marked, is_title};
use crate::parse::unread_refs::UnreadRefs;
use crate::read::{Note, Origins, Remark};
use crate::schema::row_rules;
use crate::schema::sheets::{Kind, Sheet, Target};

/// Maximum number of errors that are listed; the others are only counted.
const MOST: usize = 10_000;

/// More identical rows than this, one below the other, are not rows of a register.
const MAX_IDENTICAL_ROWS: u32 = 1_000;

/// The results of reading so far.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) faults: Vec<RowFault>,
    pub(crate) unlisted: u64,
    pub(crate) notes: Vec<Note>,
    pub(crate) origins: Origins,
    pub(crate) ids: Ids,
    pub(crate) unread_refs: UnreadRefs,
    /// Whether only the consents are read.
    pub(crate) only_consents: bool,
    /// If so, the rows of consents that cannot be read.
    pub(crate) unread_consents: Vec<UnreadConsent>,
    /// The rows whose id is blank because its formula returns nothing.
    pub(crate) ids_by_formula: BTreeSet<(Arc<str>, u32)>,
    /// Rows that were reported in a single error: sheet, first and last.
    pub(crate) filled: Vec<(Arc<str>, u32, u32)>,
}

/// A sheet that is being read from top to bottom.
struct Pass<'p> {
    sheet: Sheet,
    name: Arc<str>,
    head: Option<Rc<Head>>,
    known: &'p dyn Known,
    /// Columns without a heading that were reported already.
    outside: BTreeSet<u32>,
    /// The current range of hidden rows: first, last, column of the first cell.
    hidden: Option<(u32, u32, u32)>,
    filtered: u32,
    /// How the file numbers dates.
    count: DayCount,
    /// The current runs of identical rows and of rows with errors.
    identical: Run,
    wrong: Run,
    /// The last row with content in a column that is read.
    last: u32,
}

/// Consecutive rows.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// Hash of the rows' content.
    hash: u64,
    last: u32,
    rows: u32,
    /// Number of errors listed before the first of them.
    faults: usize,
    unlisted: u64,
}

/// A row whose cells fit together, and the name of its sheet.
pub(crate) struct HandledRow<'r, 'h, 'a> {
    pub(crate) row: &'r mut Row<'h, 'a>,
    pub(crate) name: &'r Arc<str>,
}

/// Callback for the rows of a sheet; returns `false` if a row turned out to be wrong.
type RowHandler<'t> = dyn FnMut(&mut Reading, HandledRow<'_, '_, '_>) -> bool + 't;

impl Reading {
    /// Reports an error.
    pub(crate) fn fault(&mut self, at: CellRef, what: CellError) {
        match self.faults.len() < MOST {
            true => self.faults.push(RowFault { at, what }),
            false => self.unlisted += 1,
        }
    }

    /// Reports an error in the column of a field.
    pub(crate) fn fault_in(
        &mut self,
        name: &Arc<str>,
        head: &Head,
        row: u32,
        field: &str,
        what: CellError,
    ) {
        let (column, heading) = head.column_of(field);
        self.fault(CellRef { sheet: Arc::clone(name), row, column, heading }, what);
    }

    /// Stores a remark on a sheet.
    pub(crate) fn note(&mut self, sheet: &Arc<str>, row: u32, what: Remark) {
        self.notes.push(Note { sheet: Arc::clone(sheet), row, what });
    }

    /// Reads a sheet.
    pub(crate) fn sheet(
        &mut self,
        source: &mut dyn Source,
        index: usize,
        sheet: Sheet,
        name: &Arc<str>,
        known: &dyn Known,
        take: &mut RowHandler<'_>,
    ) -> Result<(), WorkbookError> {
        let mut pass = Pass {
            sheet,
            name: Arc::clone(name),
            head: None,
            known,
            outside: BTreeSet::new(),
            hidden: None,
            filtered: 0,
            count: source.day_count(),
            identical: Run::default(),
            wrong: Run::default(),
            last: 0,
        };
        source.rows(index, &mut |line| pass.line(self, line, take))?;
        pass.end(self, &source.hidden_columns(), source.overfilled());
        self.origins.set_last_filled(name, pass.last);
        self.origins.set_layout(name, source.layout());
        if let Some(encoding) = source.guessed_encoding() {
            self.note(name, 1, Remark::GuessedEncoding { encoding });
        }
        if let Some(head) = &pass.head {
            self.origins.set_columns(
                name,
                head.columns.iter().map(|it| {
                    (it.column.field.clone(), it.place, Arc::clone(&it.heading))
                }),
            );
        }
        Ok(())
    }
}

impl Pass<'_> {
    fn cell_ref(&self, row: u32, column: u32) -> CellRef {
        let headed = self.head.iter().flat_map(|head| &head.columns);
        let heading = headed.filter(|it| it.place == column).map(|it| &it.heading).next();
        let heading = heading.map_or(Arc::from(""), Arc::clone);
        CellRef { sheet: Arc::clone(&self.name), row, column, heading }
    }

    fn line(
        &mut self,
        reading: &mut Reading,
        mut line: Line<'_>,
        take: &mut RowHandler<'_>,
    ) {
        for (column, wrong) in &line.flaws {
            reading.fault(self.cell_ref(line.number, *column), wrong.clone().into());
        }
        if self.head.is_none() && is_title(self.sheet, &line) {
            return;
        }
        if self.head.is_none() {
            self.last = line.number;
            self.open(reading, &line);
            let Some(more) = line.more.checked_sub(1) else { return };
            (line.number, line.more) = (line.number.saturating_add(1), more);
        }
        let Some(head) = self.head.clone() else { return };
        let Some(hash) = fingerprint(&head, &line) else { return };
        self.track_hidden(reading, &line);
        let (first, end) = (line.number, line.number.saturating_add(line.more));
        (self.last, line.more) = (end, 0);
        for number in first..=end {
            line.number = number;
            let before = Run::before(reading, hash, number);
            if !self.identical.grow(&before, true) {
                self.end_repetition(reading);
                self.identical = before;
            }
            if self.identical.rows > MAX_IDENTICAL_ROWS {
                // The errors of the identical rows above are enough.
                self.identical.skip(end);
                return;
            }
            let read = line.flaws.is_empty()
                && !line.covered
                && self.row(reading, &head, &line, take);
            if read {
                self.wrong = Run::default();
            } else {
                self.record_unread(reading, &head, &line);
                if !self.wrong.grow(&before, false) {
                    self.wrong = before;
                }
            }
        }
    }

    /// Ends a run of identical rows, and reports it in a single error if it is too long.
    fn end_repetition(&mut self, reading: &mut Reading) {
        let run = std::mem::take(&mut self.identical);
        if run.rows > MAX_IDENTICAL_ROWS {
            self.filled_down(reading, &run);
        }
    }

    /// Reports rows in a single error, which replaces the errors of each row.
    fn filled_down(&self, reading: &mut Reading, run: &Run) {
        reading.faults.truncate(run.faults);
        reading.unlisted = run.unlisted;
        let first = run.last.saturating_sub(run.rows.saturating_sub(1));
        reading.filled.push((Arc::clone(&self.name), first, run.last));
        let at = CellRef { heading: Arc::from(""), ..self.cell_ref(run.last, 0) };
        reading.fault(at, CellError::FilledDown { last: run.last });
    }

    fn open(&mut self, reading: &mut Reading, line: &Line<'_>) {
        let (name, row) = (Arc::clone(&self.name), line.number);
        let head = Head::read(self.sheet, line, &mut |column, heading, wrong| {
            let sheet = Arc::clone(&name);
            reading.fault(CellRef { sheet, row, column, heading }, wrong);
        });
        if head.columns.is_empty() {
            self.record_unread(reading, &head, line);
            // A title that is not marked must not cost anybody their consent.
            if reading.only_consents {
                return;
            }
        }
        self.head = Some(Rc::new(head));
    }

    /// Counts filtered rows, and reports hidden rows that end above this one.
    fn track_hidden(&mut self, reading: &mut Reading, line: &Line<'_>) {
        self.filtered += u32::from(line.hidden == Hidden::ByFilter);
        let number = line.number;
        match (&mut self.hidden, line.hidden) {
            (Some((_, last, _)), Hidden::ByHand) if number == *last + 1 => *last = number,
            (_, Hidden::ByHand) => {
                self.report_hidden(reading);
                let place = line.cells.first().map_or(0, |it| it.0);
                self.hidden = Some((number, number, place));
            }
            _ => self.report_hidden(reading),
        }
    }

    fn report_hidden(&mut self, reading: &mut Reading) {
        if let Some((first, last, place)) = self.hidden.take() {
            reading.fault(
                self.cell_ref(first, place),
                CellError::HiddenRows { first, last },
            );
        }
    }

    fn end(
        &mut self,
        reading: &mut Reading,
        unseen: &[(u32, u32)],
        overfilled: Option<u32>,
    ) {
        self.report_hidden(reading);
        let wrong = std::mem::take(&mut self.wrong);
        let before = reading.faults.len();
        if wrong.rows > MAX_IDENTICAL_ROWS && wrong.last >= ROWS {
            // For example a series, in which no two rows are identical.
            self.filled_down(reading, &wrong);
        } else {
            self.end_repetition(reading);
        }
        if let (Some(last), true) = (overfilled, before == reading.faults.len()) {
            self.filled_down(reading, &Run::before(reading, 0, last));
        }
        for headed in self.head.iter().flat_map(|head| &head.columns) {
            if unseen.iter().any(|(from, to)| (*from..=*to).contains(&headed.place)) {
                let row = self.head.as_ref().map_or(1, |head| head.row);
                let (column, heading) = (headed.place, Arc::clone(&headed.heading));
                reading.note(&self.name, row, Remark::HiddenColumn { column, heading });
            }
        }
        if self.filtered > 0 {
            let row = self.head.as_ref().map_or(1, |head| head.row);
            reading.note(&self.name, row, Remark::Filtered { rows: self.filtered });
        }
    }

    fn record_unread(&self, reading: &mut Reading, head: &Head, line: &Line<'_>) {
        reading.unread_refs.row(self.sheet, Some(head), &line.cells);
        if reading.only_consents {
            let unread = UnreadConsent::of(&self.name, Some(head), line);
            reading.unread_consents.push(unread);
        }
        for headed in &head.columns {
            let target = match headed.column.kind {
                Kind::Id => self.sheet.target(),
                Kind::Reference(target) => Some(target),
                _ => None,
            };
            let cell = line.cells.iter().find(|(place, _)| *place == headed.place);
            if let Some((target, (_, content))) = target.zip(cell) {
                for text in content.shown().split_whitespace() {
                    reading.ids.record(target, text, false);
                }
            }
        }
    }

    /// Reads a row; `false` if it has an error.
    fn row(
        &mut self,
        reading: &mut Reading,
        head: &Head,
        line: &Line<'_>,
        take: &mut RowHandler<'_>,
    ) -> bool {
        let before = reading.faults.len() as u64 + reading.unlisted;
        let mut row = Row {
            head,
            number: line.number,
            values: Vec::new(),
            unread: Vec::new(),
            named_entry: false,
            recovered: line.recovered,
            doubled: false,
        };
        row.values.resize_with(head.columns.len(), || None);
        for (place, content) in &line.cells {
            self.cell(reading, &mut row, *place, content);
        }
        let name = &self.name;
        let has_no_faults =
            |reading: &Reading| before == reading.faults.len() as u64 + reading.unlisted;
        let unread = row.unread.iter().filter_map(|index| head.columns.get(*index));
        let mut wrong_fields: Vec<String> =
            unread.map(|it| it.column.field.clone()).collect();
        row_rules::fit(self.sheet, &row, &mut |field, wrong| {
            wrong_fields.push(field.to_owned());
            reading.fault_in(name, head, line.number, field, wrong);
        });
        let readable = match reading.only_consents {
            true => head.has_content_columns && is_usable(&wrong_fields),
            false => head.whole && has_no_faults(reading),
        };
        if !readable || row.doubled {
            return false;
        }
        self.record_ids(reading, &row);
        let (id_column, _) = head.column_of("id");
        if !row.has("id") && line.blank_formulas.contains(&id_column) {
            reading.ids_by_formula.insert((Arc::clone(name), line.number));
        }
        take(reading, HandledRow { row: &mut row, name })
    }

    fn cell<'a>(
        &mut self,
        reading: &mut Reading,
        row: &mut Row<'_, 'a>,
        place: u32,
        content: &'a Content<'_>,
    ) {
        let index = match row.head.at(place) {
            Slot::Column(index) => index,
            Slot::Ignored => return,
            Slot::Doubled => {
                row.doubled = true;
                return;
            }
            Slot::Outside => {
                // Data outside the table is an error, but reported only once per column.
                let marked = is_marked(&content.shown());
                if !marked && self.outside.insert(place) {
                    let found = content.brief();
                    let at = self.cell_ref(row.number, place);
                    reading.fault(at, CellError::OutsideHeadings { found });
                }
                return;
            }
        };
        let Some(headed) = row.head.columns.get(index) else { return };
        let kind = headed.column.kind;
        match values::value(content, kind, self.known) {
            Ok(value) => {
                row.named_entry |= kind == Kind::Reference(Target::Entry)
                    && value.text().is_some_and(|it| it.contains(char::is_whitespace))
                    && !matches!(content, Content::Literal(_))
                    && !matches!(content, Content::Text(it) if unquoted(it).is_some());
                if let Some(slot) = row.values.get_mut(index) {
                    *slot = Some(value);
                }
            }
            Err(wrong) => {
                let wrong = dates::counted(wrong, content, self.count);
                row.unread.push(index);
                let (sheet, heading) =
                    (Arc::clone(&self.name), Arc::clone(&headed.heading));
                let at = CellRef { sheet, row: row.number, column: place, heading };
                reading.fault(at, wrong);
            }
        }
    }

    /// Records the ids in a row.
    fn record_ids(&self, reading: &mut Reading, row: &Row<'_, '_>) {
        for (headed, value) in row.head.columns.iter().zip(&row.values) {
            let Some(Value::Text(id)) = value else { continue };
            match headed.column.kind {
                Kind::Id => {
                    if let Some(target) = self.sheet.target() {
                        reading.ids.record(target, id, true);
                    }
                }
                Kind::Reference(target) => reading.ids.record(target, id, false),
                _ => {}
            }
        }
    }
}

impl Run {
    /// A run of one row, with the number of errors before it.
    fn before(reading: &Reading, hash: u64, row: u32) -> Run {
        let (faults, unlisted) = (reading.faults.len(), reading.unlisted);
        Run { hash, last: row, rows: 1, faults, unlisted }
    }

    /// Extends the run by a row, if it follows directly and, with `identical`, is identical.
    fn grow(&mut self, row: &Run, identical: bool) -> bool {
        let follows = self.rows > 0 && row.last == self.last.saturating_add(1);
        let grows = follows && (!identical || row.hash == self.hash);
        if grows {
            self.skip(row.last);
        }
        grows
    }

    /// Extends the run down to a row.
    fn skip(&mut self, last: u32) {
        self.rows += last - self.last;
        self.last = last;
    }
}

/// Hash of a row's content in the columns that are read and in those without a heading;
/// `None` if it has no content there.
fn fingerprint(head: &Head, line: &Line<'_>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut holds = !line.flaws.is_empty();
    for (place, content) in &line.cells {
        let kept = match head.at(*place) {
            Slot::Column(_) | Slot::Doubled => true,
            Slot::Ignored => false,
            Slot::Outside => !is_marked(&content.shown()),
        };
        if kept {
            holds = true;
            place.hash(&mut hasher);
            content.hash(&mut hasher);
        }
    }
    holds.then(|| hasher.finish())
}

impl HandledRow<'_, '_, '_> {
    /// Parses the row as a type, or reports the error.
    pub(crate) fn parse<T: hallboard_score::Read>(
        &self,
        reading: &mut Reading,
        given: &[(&'static str, Given)],
    ) -> Option<T> {
        match self.row.parse(given) {
            Ok(item) => Some(item),
            Err(what) => {
                let what = CellError::Refused { what: cells::brief(&what) };
                self.fault(reading, "id", what);
                None
            }
        }
    }

    /// Reports an error in the column of a field.
    pub(crate) fn fault(&self, reading: &mut Reading, field: &str, what: CellError) {
        let (head, number) = (self.row.head, self.row.number);
        reading.fault_in(self.name, head, number, field, what);
    }
}
