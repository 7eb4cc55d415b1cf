//! Reports of everything wrong with a ledger, for people and for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use hallboard_score::{Fault, Finding, Findings, Ledger};
use hallboard_workbook::edit::obstacles::{Obstacle, ObstacleKind};
use hallboard_workbook::read::{
    Duplicate, DuplicateKind, Note, Origins, Partial, Remark, Suggestion, duplicates,
    suggestion,
};
use hallboard_workbook::{CellRef, RowFault, letter, sheet_place};
use serde::Serialize;

use crate::words::{People, count, fill};
use crate::{faults, reading, wrap};

/// Maximum number of entries searched in total for similar ids.
const SEARCHED: usize = 20_000_000;
/// Width in columns of a long list of rows.
const WIDTH: usize = 80;

/// Errors and warnings, each in the order of the workbook (of the ledger, if there is
/// none), and notes on limitations.
#[derive(Default, Serialize)]
pub struct Report {
    /// What stops the register from being read.
    pub errors: Vec<Problem>,
    /// What is probably a mistake.
    pub warnings: Vec<Problem>,
    /// What concerns writing into the register only.
    pub notes: Vec<Problem>,
}

/// One error, warning or note, with a hint.
#[derive(Serialize)]
pub struct Problem {
    severity: Severity,
    /// Position in a workbook; empty for ledgers in other formats.
    #[serde(flatten)]
    cell: Cell,
    /// Position in the ledger; empty if none could be built yet.
    #[serde(flatten)]
    item: Item,
    /// Stable name of the kind of problem.
    code: String,
    what: String,
    expected: Option<String>,
    #[serde(rename = "remedy")]
    hint: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Cell {
    sheet: Option<String>,
    row: Option<u32>,
    /// The column's letters, as in a spreadsheet.
    column: Option<String>,
    heading: Option<String>,
}

impl Cell {
    fn of(at: &CellRef) -> Cell {
        Cell {
            sheet: Some(at.sheet.to_string()),
            row: Some(at.row),
            column: Some(at.letter()),
            heading: Some(at.heading.to_string()),
        }
    }
}

#[derive(Default, Serialize)]
struct Item {
    list: Option<&'static str>,
    position: Option<usize>,
    id: Option<String>,
    /// The same id, if it is that of an entry.
    entry: Option<String>,
}

impl Report {
    /// Report on a ledger that may have been read only partly.
    pub fn of_partial(partial: &Partial, findings: Findings) -> Report {
        let findings = partial.without_consequences(findings);
        let sense = Report::of(&findings, &partial.ledger, &partial.origins);
        let faults = partial.faults.iter().map(Problem::of_fault);
        let notes = partial.notes.iter().map(Problem::of_note);
        let people = People::of(&partial.ledger);
        let duplicates = duplicates(&partial.ledger);
        let duplicates =
            duplicates.iter().map(|it| Problem::of_duplicate(it, partial, &people));
        Report {
            errors: sorted_indices(faults.chain(sense.errors)),
            warnings: sorted_indices(notes.chain(sense.warnings).chain(duplicates)),
            notes: Vec::new(),
        }
    }

    /// Report on faults in the meaning of a ledger that could be read.
    pub fn of(findings: &Findings, ledger: &Ledger, origins: &Origins) -> Report {
        let people = People::of(ledger);
        let mut searches = SEARCHED / ledger.entries.len().max(1);
        let mut described = |list: &[Finding], severity| {
            let describe = |it: &Finding| {
                let at = origins.of_finding(ledger, it);
                let mut problem = Problem::of(it, severity, at.as_ref(), &people);
                if let (Some(at), Some(id)) = (&at, named(&it.fault)) {
                    problem.hint = reading::or_empty(at, id, problem.hint);
                }
                searches = searches.saturating_sub(1);
                match (searches > 0).then(|| suggestion(ledger, &it.fault)).flatten() {
                    Some(Suggestion::Certain(id)) => {
                        problem.hint = t!("report.probable", id = id).into_owned();
                    }
                    Some(Suggestion::Likely(id)) => {
                        let hint = &problem.hint;
                        problem.hint =
                            t!("report.possible", id = id, hint = hint).into_owned();
                    }
                    None => {}
                }
                problem
            };
            list.iter().map(describe).collect()
        };
        Report {
            errors: described(&findings.errors, Severity::Error),
            warnings: described(&findings.warnings, Severity::Warning),
            notes: Vec::new(),
        }
    }

    /// Adds notes on what will stop other commands from writing.
    pub fn note(&mut self, obstacles: &[Obstacle]) {
        self.notes.extend(obstacles.iter().map(Problem::of_obstacle));
    }

    /// Writes the report as one JSON object.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        writeln!(out)
    }

    /// Writes the report for people: errors, then warnings, each by sheet and row; then
    /// notes and a summary.
    pub fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        section(out, &t!("report.errors"), &self.errors)?;
        section(out, &t!("report.warnings"), &self.warnings)?;
        self.print_notes(out)?;
        writeln!(out, "{}", self.summary())
    }

    fn print_notes(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.notes.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}\n", t!("report.notes"))?;
        for Problem { what, hint, .. } in &self.notes {
            writeln!(out, "  {what}\n      {}{hint}\n", t!("report.hint"))?;
        }
        Ok(())
    }

    /// The numbers of errors and warnings, in words.
    pub fn summary(&self) -> String {
        let errors = match places(&self.errors) {
            None => t!("report.no_errors").into_owned(),
            Some(places) => {
                let errors = count("error", self.errors.len());
                t!("report.errors_on", errors = errors, places = places).into_owned()
            }
        };
        let found = match self.warnings.len() {
            0 => errors,
            number => {
                let warnings = count("warning", number);
                t!("report.and", errors = errors, warnings = warnings).into_owned()
            }
        };
        t!("report.summary", found = found).into_owned()
    }
}

impl Problem {
    fn of(
        finding: &Finding,
        severity: Severity,
        at: Option<&CellRef>,
        people: &People<'_>,
    ) -> Problem {
        let Finding { place, fault } = finding;
        let code = faults::code(fault);
        let facts = faults::facts(fault, people);
        let text = |part: &str| fill(&format!("fault.{code}.{part}"), &facts);
        Problem {
            severity,
            cell: at.map(Cell::of).unwrap_or_default(),
            item: Item {
                list: Some(place.list),
                position: Some(place.position),
                id: Some(place.id.clone()),
                entry: (place.list == "entries").then(|| place.id.clone()),
            },
            code: code.replace('_', "-"),
            what: text("what"),
            expected: Some(text("expected")),
            hint: text("hint"),
        }
    }

    /// An error in a cell.
    fn of_fault(fault: &RowFault) -> Problem {
        let text = reading::fault(fault);
        Problem {
            severity: Severity::Error,
            cell: Cell::of(&fault.at),
            item: Item::default(),
            code: reading::code(&fault.what),
            what: text.what,
            expected: Some(text.expected),
            hint: text.hint,
        }
    }

    /// A remark about a sheet, as a warning.
    fn of_note(note: &Note) -> Problem {
        let (what, hint) = reading::note(note);
        let (sheet, row) = (Some(note.sheet.to_string()), Some(note.row));
        let (column, heading) = match &note.what {
            Remark::HiddenColumn { column, heading } => {
                (Some(letter(*column)), Some(heading.to_string()))
            }
            Remark::HiddenSheet
            | Remark::Filtered { .. }
            | Remark::GuessedEncoding { .. } => (None, None),
        };
        Problem {
            severity: Severity::Warning,
            cell: Cell { sheet, row, column, heading },
            item: Item::default(),
            code: reading::note_code(note).replace('_', "-"),
            what,
            expected: None,
            hint,
        }
    }

    /// A note on what will stop another command from writing.
    fn of_obstacle(obstacle: &Obstacle) -> Problem {
        let Obstacle { sheet, what } = obstacle;
        let (code, fact) = match what {
            ObstacleKind::NoSheet => ("no_sheet", None),
            ObstacleKind::NoColumns { headings } => {
                let headings = headings.iter().map(|it| t!("report.quoted", text = it));
                let comma = t!("report.comma");
                let headings = headings.collect::<Vec<_>>().join(&comma);
                ("no_columns", Some(("headings", headings)))
            }
            ObstacleKind::TotalsRow { table } => {
                ("totals_row", Some(("table", table.clone())))
            }
            ObstacleKind::Encoding { encoding } => {
                ("encoding", Some(("encoding", (*encoding).to_owned())))
            }
            ObstacleKind::MustFill { column } => {
                ("must_fill", Some(("column", column.clone())))
            }
            ObstacleKind::UnlikeUsual { what } => {
                ("unlike_usual", Some(("why", what.clone())))
            }
            ObstacleKind::IdFormulas { rows } => {
                ("id_formulas", Some(("rows", ranges(rows.iter().copied()))))
            }
        };
        let of_sheet = sheet.iter().map(|it| ("sheet", it.clone()));
        let facts: Vec<(&str, String)> = of_sheet.chain(fact).collect();
        Problem {
            severity: Severity::Note,
            cell: Cell { sheet: sheet.clone(), ..Cell::default() },
            item: Item::default(),
            code: code.replace('_', "-"),
            what: fill(&format!("report.{code}.what"), &facts),
            expected: None,
            hint: fill(&format!("report.{code}.hint"), &facts),
        }
    }

    /// A duplicate, reported at the second occurrence with the position of the first.
    fn of_duplicate(
        duplicate: &Duplicate,
        partial: &Partial,
        people: &People<'_>,
    ) -> Problem {
        let Duplicate { list, first, second, what } = duplicate;
        let ledger = &partial.ledger;
        let id_at = |position: usize| match *list {
            "households" => ledger.households.get(position).map(|it| it.id.to_string()),
            "residents" => ledger.residents.get(position).map(|it| it.id.to_string()),
            _ => ledger.entries.get(position).map(|it| it.id.to_string()),
        };
        let (code, field, mut facts) = match what {
            DuplicateKind::Resident { name } => {
                ("same_resident", "name", vec![("name", name.clone())])
            }
            DuplicateKind::Deed { deed, resident } => (
                "same_deed",
                "deed",
                vec![("deed", deed.clone()), ("who", people.resident(resident))],
            ),
            DuplicateKind::Rating { household } => {
                ("same_rating", "household", vec![("who", household.clone())])
            }
            DuplicateKind::Redemption { resident } => {
                ("same_redemption", "resident", vec![("who", people.resident(resident))])
            }
            DuplicateKind::Move { resident } => {
                ("same_move", "resident", vec![("who", people.resident(resident))])
            }
            DuplicateKind::Consent { of } => {
                ("same_consent", "date", vec![("who", people.resident(of))])
            }
            DuplicateKind::Contradiction { of } => {
                ("contradiction", "scopes", vec![("who", people.resident(of))])
            }
            DuplicateKind::Id { id, other } => {
                ("alike_id", "id", vec![("id", id.clone()), ("other", other.clone())])
            }
        };
        let origins = &partial.origins;
        let cell =
            origins.of(list, *first).map(|it| (it, origins.cell(list, *first, field)));
        let above = match cell {
            Some((_, cell)) => reading::cell(&cell).unwrap_or(cell),
            None => format!("{list}[{first}] {}", id_at(*first).unwrap_or_default()),
        };
        facts.push(("first", above));
        let at = origins.cell_ref(list, *second, field);
        let id = id_at(*second);
        Problem {
            severity: Severity::Warning,
            cell: at.as_ref().map(Cell::of).unwrap_or_default(),
            item: Item {
                list: Some(*list),
                position: Some(*second),
                entry: id.clone().filter(|_| *list == "entries"),
                id,
            },
            code: code.replace('_', "-"),
            what: fill(&format!("reading.{code}.what"), &facts),
            expected: None,
            hint: fill(&format!("reading.{code}.hint"), &facts),
        }
    }

    /// The sheet or list that the problem is grouped under.
    fn group(&self) -> &str {
        self.cell.sheet.as_deref().or(self.item.list).unwrap_or_default()
    }

    fn column(&self) -> Option<String> {
        let column = self.cell.column.as_deref()?;
        Some(match self.cell.heading.as_deref() {
            None | Some("") => t!("report.column", column = column).into_owned(),
            Some(heading) => {
                t!("report.headed", column = column, heading = heading).into_owned()
            }
        })
    }

    /// Position within the group, for a problem on a line of its own.
    fn place(&self) -> String {
        let id = self.item.id.clone().unwrap_or_default();
        let column = self.column();
        match (self.cell.row, self.item.position) {
            (Some(row), _) => {
                let row = t!("report.row", row = row).into_owned();
                let place: Vec<String> = [row].into_iter().chain(column).collect();
                let place = place.join(&t!("report.comma"));
                match id.as_str() {
                    "" => place,
                    id => t!("report.with_id", place = place, id = id).into_owned(),
                }
            }
            (None, Some(position)) => format!("{}[{position}] {id}", self.group()),
            (None, None) => t!("report.whole").into_owned(),
        }
    }
}

/// The unknown id, if the fault is about one.
fn named(fault: &Fault) -> Option<&str> {
    match fault {
        Fault::UnknownHousehold(id)
        | Fault::UnknownCategory(id)
        | Fault::UnknownResident(id) => Some(id),
        _ => None,
    }
}

/// Sorts by sheet, row and column as in the workbook, or else by list and position.
fn sorted_indices(problems: impl Iterator<Item = Problem>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = problems.collect();
    problems.sort_by_cached_key(|it| {
        let Cell { sheet, row, column, .. } = &it.cell;
        let place = sheet.as_deref().map(|name| (sheet_place(name), name.to_owned()));
        let column = column.as_ref().map(|it| (it.len(), it.clone()));
        (place, *row, column, it.item.position)
    });
    problems
}

/// The number of sheets or lists concerned; `None` without problems.
fn places(problems: &[Problem]) -> Option<String> {
    let first = problems.first()?;
    let groups: BTreeSet<&str> = problems.iter().map(Problem::group).collect();
    let what = if first.cell.sheet.is_some() { "sheet" } else { "list" };
    Some(count(what, groups.len()))
}

/// Prints problems of one severity by sheet. Those with the same explanation are printed
/// together, at the position of the first.
fn section(out: &mut dyn Write, title: &str, problems: &[Problem]) -> io::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}")?;
    let mut groups: Vec<Vec<&Problem>> = Vec::new();
    for problem in problems {
        match groups
            .iter_mut()
            .find(|it| it.first().map(|it| it.group()) == Some(problem.group()))
        {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    for group in groups {
        let Some(first) = group.first() else { continue };
        let head = match first.cell.sheet {
            Some(_) => t!("report.sheet", sheet = first.group()),
            None => t!("report.list", list = first.group()),
        };
        writeln!(out, "\n{head}")?;
        for alike in gathered(group) {
            writeln!(out)?;
            block(out, &alike)?;
        }
    }
    writeln!(out)
}

/// Groups problems with the same explanation, each group at the position of its first.
fn gathered(group: Vec<&Problem>) -> Vec<Vec<&Problem>> {
    let mut known = BTreeMap::new();
    let mut blocks: Vec<Vec<&Problem>> = Vec::new();
    for problem in group {
        let Problem { code, expected, hint, cell, .. } = problem;
        let number =
            *known.entry((code, expected, hint, &cell.column)).or_insert(blocks.len());
        match blocks.get_mut(number) {
            Some(block) => block.push(problem),
            None => blocks.push(vec![problem]),
        }
    }
    blocks
}

/// Prints problems with the same explanation.
fn block(out: &mut dyn Write, problems: &[&Problem]) -> io::Result<()> {
    let mut rest = problems;
    while let Some(first) = rest.first() {
        let same =
            rest.iter().take_while(|it| it.what == first.what && it.cell.row.is_some());
        let (now, later) = rest.split_at(same.count().max(1));
        match now {
            [one] => writeln!(
                out,
                "  {}",
                t!("report.line", place = one.place(), what = one.what)
            )?,
            many => {
                let rows = ranges(many.iter().filter_map(|it| it.cell.row));
                let place =
                    t!("report.rows", count = many.len(), rows = rows).into_owned();
                let place: Vec<String> =
                    [place].into_iter().chain(first.column()).collect();
                let place = place.join(&t!("report.comma"));
                let line = t!("report.line", place = place, what = first.what);
                let indented =
                    wrap::options(WIDTH).initial_indent("  ").subsequent_indent("  ");
                writeln!(out, "{}", textwrap::fill(&line, indented))?;
            }
        }
        rest = later;
    }
    let Some(first) = problems.first() else { return Ok(()) };
    if let Some(expected) = &first.expected {
        writeln!(out, "      {}{expected}", t!("report.expected"))?;
    }
    writeln!(out, "      {}{}", t!("report.hint"), first.hint)
}

/// Ascending numbers with consecutive ones joined: `4, 7–12`.
fn ranges(numbers: impl Iterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last == number || *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let listed = ranges.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    listed.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_rows_are_combined() {
        assert_eq!(ranges([4, 7, 8, 9, 9, 12].into_iter()), "4, 7–9, 12");
        assert_eq!(ranges([2].into_iter()), "2");
    }
}
