//! The hidden sheet with the lists behind the drop-downs. Formulas that refer to the other
//! sheets keep it up to date.

use hallboard_score::Ledger;
use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError};

use super::labels::Labels;
use super::xlsx::shown;
use crate::schema::sheets::{Sheet, Target};
use crate::schema::words::{NONE, SCOPES};
use crate::write::items::{Cell, Item, items};

/// Its name; sheets whose name begins with `#` are not part of the register.
pub(super) const NAME: &str = "# 清单 Lists";
/// Number of households and of residents that can be added before the lists are full.
const GROWTH: u32 = 300;
/// The same for rules.
const RULES_GROWTH: u32 = 40;
/// Number of entries of each kind, the latest, that a reply can choose from.
const LATEST: u32 = 60;
/// The first row of items, from 0; headings and lengths are above.
const FIRST: u32 = 2;

/// The choices of scopes, first for residents, then for households; `none` is added last.
const SCOPE_CHOICES: &[&[&str]] = &[
    &["score"],
    &["score", "board"],
    &["score", "board", "thanks"],
    &["score", "board", "history"],
    &["score", "board", "history", "thanks"],
    &["board"],
    &["board", "sign"],
    &["sign"],
];

/// The defined name of the list of a target, for validations.
pub(super) fn name_of(target: Target) -> &'static str {
    match target {
        Target::Household => "HallHouseholds",
        Target::Resident => "HallResidents",
        Target::Category => "HallCategories",
        Target::Deed => "HallDeeds",
        Target::Reward => "HallRewards",
        Target::Entry => "HallEntries",
    }
}

/// The defined name of the list of scopes.
pub(super) const SCOPES_NAME: &str = "HallScopes";
/// The defined name of the list of rulebooks' first days.
pub(super) const RULEBOOKS_NAME: &str = "HallRulebooks";

/// Writes the lists into a sheet and defines their names.
pub(super) struct Lists<'a, 'l> {
    pub(super) ledger: &'l Ledger,
    pub(super) labels: &'a Labels<'l>,
    pub(super) tags: &'a [&'l str],
    pub(super) page: Worksheet,
    pub(super) names: Vec<(String, String)>,
    /// The next free column.
    pub(super) next: u16,
}

impl<'l> Lists<'_, 'l> {
    /// Adds the sheet, and the defined names of its lists, to a workbook.
    pub(super) fn add_to(mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        self.page.set_name(NAME)?.set_hidden(true).set_formula_result_default("");
        self.plain(Target::Resident, Sheet::Residents, &["name"])?;
        self.plain(Target::Household, Sheet::Households, &["names.zh-Hans", "names.en"])?;
        for (target, sheet) in [
            (Target::Category, Sheet::Categories),
            (Target::Deed, Sheet::DeedRules),
            (Target::Reward, Sheet::Rewards),
        ] {
            self.distinct(target, sheet)?;
        }
        self.entries()?;
        self.scopes()?;
        let from = self.column(Sheet::Rulebooks, "from");
        let from = from.replace("$A:$A", "$A$2");
        let days = from.replace("$A$2", "$A$2:$A$500");
        let range = format!("=OFFSET({from},0,0,MAX(1,COUNTA({days})),1)");
        self.names.push((RULEBOOKS_NAME.to_owned(), range));
        book.push_worksheet(self.page);
        for (name, range) in self.names {
            book.define_name(name, &range)?;
        }
        Ok(())
    }

    /// The reference to a whole column of a sheet, for formulas.
    fn column(&self, sheet: Sheet, field: &str) -> String {
        let columns = sheet.columns(self.tags.iter().copied());
        let place = columns.iter().position(|column| column.field == field);
        let letter = letter(place.unwrap_or_default());
        format!("'{}'!${letter}:${letter}", sheet.title())
    }

    fn rows_of(&self, sheet: Sheet) -> u32 {
        let rows = items(self.ledger, sheet).count();
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn head(&mut self, column: u16, heading: &str) -> Result<(), XlsxError> {
        self.page.write(0, column, heading)?.set_column_width(column, 30)?;
        Ok(())
    }

    fn formula(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        result: &str,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        self.page.write_formula(row, column, formula)?;
        Ok(())
    }

    /// Writes the length of a list above it, up to the last row that is not blank, and
    /// defines its name.
    fn name_list(
        &mut self,
        name: &str,
        column: u16,
        rows: u32,
        length: u32,
    ) -> Result<(), XlsxError> {
        let letter = letter(usize::from(column));
        let (first, last) = (FIRST + 1, FIRST + rows.max(1));
        let cells = format!("${letter}${first}:${letter}${last}");
        let formula =
            format!("=SUMPRODUCT(MAX((LEN({cells})>0)*(ROW({cells})-{FIRST})))");
        self.formula(1, column, &formula, &length.to_string())?;
        let range = format!(
            "=OFFSET('{NAME}'!${letter}${first},0,0,MAX(1,'{NAME}'!${letter}$2),1)"
        );
        self.names.push((name.to_owned(), range));
        Ok(())
    }

    /// A list of every row of a sheet, in its order: id, blank, name.
    fn plain(
        &mut self,
        target: Target,
        sheet: Sheet,
        names: &[&str],
    ) -> Result<(), XlsxError> {
        let column = self.next;
        self.next += 1;
        self.head(column, name_of(target))?;
        let rows = self.rows_of(sheet);
        // The row in the sheet is one above the row in the list.
        let at = |field: &str| format!("INDEX({},ROW()-1)", self.column(sheet, field));
        let formula =
            labelled(&at("id"), &names.iter().map(|name| at(name)).collect::<Vec<_>>());
        let mut items = items(self.ledger, sheet);
        for row in 0..rows + GROWTH {
            let label = items.next().map(|item| self.label(target, &item));
            self.formula(FIRST + row, column, &formula, &label.unwrap_or_default())?;
        }
        self.name_list(name_of(target), column, rows + GROWTH, rows)
    }

    fn label(&self, target: Target, item: &Item<'_>) -> String {
        match item.cell("id") {
            Some(Cell::Text(id)) => self.labels.of(target, &id),
            _ => String::new(),
        }
    }

    /// A list of ids without duplicates, as an id may be in several rulebooks. It takes
    /// three columns: the number of distinct ids up to each row; the rows of the first,
    /// second, third distinct id; the list.
    fn distinct(&mut self, target: Target, sheet: Sheet) -> Result<(), XlsxError> {
        let (count, place, list) = (self.next, self.next + 1, self.next + 2);
        self.next += 3;
        self.head(list, name_of(target))?;
        let rows = self.rows_of(sheet);
        let all = rows + RULES_GROWTH;
        let ids = self.column(sheet, "id");
        let id = format!("INDEX({ids},ROW()-1)");
        let known = ids.replace(':', "$2:") + &format!("${}", all + 1);
        let counted = letter(usize::from(count));
        let placed = letter(usize::from(place));
        let mut labels: Vec<(String, u32)> = Vec::new();
        let mut items = items(self.ledger, sheet);
        for row in FIRST..FIRST + all {
            let above = format!("N({counted}{row})");
            let formula = match row {
                FIRST => format!("=IF({id}=\"\",0,1)"),
                _ => format!(
                    "={above}+IF({id}=\"\",0,IF(IFERROR(MATCH({id},{known},0),0)=ROW()-2,1,0))"
                ),
            };
            if let Some(item) = items.next() {
                let label = self.label(target, &item);
                if labels.iter().all(|(known, _)| *known != label) {
                    labels.push((label, row));
                }
            }
            self.formula(row, count, &formula, &labels.len().to_string())?;
        }
        let (first, last) = (FIRST + 1, FIRST + all);
        let counts = format!("${counted}${first}:${counted}${last}");
        for row in 0..all {
            let found =
                usize::try_from(row).ok().and_then(|row| labels.get(row).cloned());
            let (label, at) = found.unwrap_or_default();
            let at = if label.is_empty() { 0 } else { at }.to_string();
            let formula = format!("=IFERROR(MATCH(ROW()-{FIRST},{counts},0)+1,0)");
            self.formula(FIRST + row, place, &formula, &at)?;
            let here = format!("{placed}{}", FIRST + row + 1);
            let at = |field: &str| format!("INDEX({},{here})", self.column(sheet, field));
            let label_of = labelled(&at("id"), &[at("names.zh-Hans"), at("names.en")]);
            let formula =
                format!("=IF({here}=0,\"\",{})", label_of.trim_start_matches('='));
            self.formula(FIRST + row, list, &formula, &label)?;
        }
        let length = u32::try_from(labels.len()).unwrap_or(u32::MAX);
        self.name_list(name_of(target), list, all, length)
    }

    /// The latest deeds, ratings and redemptions, each from the last row upwards.
    fn entries(&mut self) -> Result<(), XlsxError> {
        let sheets = [
            (Sheet::Deeds, "resident", "deed"),
            (Sheet::Ratings, "household", "category"),
            (Sheet::Redemptions, "resident", "reward"),
        ];
        let mut summaries: Vec<String> = Vec::new();
        let list = self.next;
        self.next += 1;
        let mut steps = Vec::new();
        for (sheet, whose, what) in sheets {
            let (last, taken) = (self.next, self.next + 1);
            self.next += 2;
            let rows = self.rows_of(sheet);
            let ids = self.column(sheet, "date");
            let cells = ids.replace(':', "$1:") + &format!("${}", rows + 5000);
            let formula = format!("=SUMPRODUCT(MAX((LEN({cells})>0)*ROW({cells})))");
            self.formula(1, last, &formula, &(rows + 1).to_string())?;
            let (last, taken_letter) =
                (letter(usize::from(last)), letter(usize::from(taken)));
            let formula = format!("=MIN({LATEST},{last}2-1)");
            self.formula(1, taken, &formula, &rows.min(LATEST).to_string())?;
            steps.push((
                sheet,
                whose,
                what,
                format!("${last}$2"),
                format!("${taken_letter}$2"),
            ));
            let all: Vec<Item<'_>> = items(self.ledger, sheet).collect();
            let latest = all.iter().rev().take(usize::try_from(LATEST).unwrap_or(0));
            summaries.extend(latest.map(|item| self.summary(item)));
        }
        self.head(list, name_of(Target::Entry))?;
        let formula = self.entries_formula(&steps);
        let rows = LATEST * 3;
        for row in 0..rows {
            let summary = usize::try_from(row).ok().and_then(|row| summaries.get(row));
            self.formula(
                FIRST + row,
                list,
                &formula,
                summary.map_or("", String::as_str),
            )?;
        }
        let length = u32::try_from(summaries.len()).unwrap_or(u32::MAX);
        self.name_list(name_of(Target::Entry), list, rows, length)
    }

    /// The formula for an item in the list of entries. Which sheet it refers to depends on
    /// the number of items from the sheets before.
    fn entries_formula(&self, steps: &[(Sheet, &str, &str, String, String)]) -> String {
        let mut formula = "\"\"".to_owned();
        for (number, (sheet, whose, what, last, _)) in steps.iter().enumerate().rev() {
            let before: Vec<&str> =
                steps.iter().take(number).map(|step| step.4.as_str()).collect();
            let skipped = format!("(ROW()-{FIRST}-({}))", sum(&before));
            let within: Vec<&str> =
                steps.iter().take(number + 1).map(|step| step.4.as_str()).collect();
            let at = |field: &str| {
                format!("INDEX({},{last}-{skipped}+1)", self.column(*sheet, field))
            };
            let (id, date) = (at("id"), at("date"));
            let day = format!(
                "IF(ISNUMBER({date}),YEAR({date})&\"-\"&TEXT(MONTH({date}),\"00\")&\"-\"\
                 &TEXT(DAY({date}),\"00\"),{date})"
            );
            let summary = format!(
                "IF({id}=\"\",\"\",{id}&\" \"&{day}&\" \"&{}&\" \"&{})",
                at(whose),
                at(what)
            );
            formula = format!("IF(ROW()-{FIRST}<={},{summary},{formula})", sum(&within));
        }
        format!("={formula}")
    }

    fn summary(&self, item: &Item<'_>) -> String {
        match item {
            Item::Entry(_, entry) => {
                let id = hallboard_sheets::cells::quote_id(&entry.id);
                format!("{id} {}", self.labels.summary(entry))
            }
            _ => String::new(),
        }
    }

    fn scopes(&mut self) -> Result<(), XlsxError> {
        let column = self.next;
        self.next += 1;
        self.head(column, SCOPES_NAME)?;
        let choices = SCOPE_CHOICES.iter().map(|words| shown(words, SCOPES));
        let mut row = FIRST;
        for choice in choices.chain([NONE.both()]) {
            self.page.write(row, column, choice)?;
            row += 1;
        }
        self.name_list(SCOPES_NAME, column, row - FIRST, row - FIRST)
    }
}

/// The formula for an id, a blank and the first of some names that is not blank.
fn labelled(id: &str, names: &[String]) -> String {
    let mut name = "\"\"".to_owned();
    for part in names.iter().rev() {
        name = format!("IF({part}<>\"\",\" \"&{part},{name})");
    }
    format!("=IF({id}=\"\",\"\",{id}&{name})")
}

fn sum(cells: &[&str]) -> String {
    if cells.is_empty() { "0".to_owned() } else { cells.join("+") }
}

/// The letters of a column.
fn letter(place: usize) -> String {
    let place = u16::try_from(place).unwrap_or_default();
    rust_xlsxwriter::utility::column_number_to_name(place)
}
