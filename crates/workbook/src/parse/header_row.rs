//! The headings of a sheet: which column fills which field.

use std::collections::BTreeSet;
use std::sync::Arc;

use hallboard_sheets::Line;
use hallboard_sheets::cells::{Content, invisible};

use crate::fault::CellError;
use crate::letter;
use crate::parse::typo::likeness;
use crate::schema::row_rules;
use crate::schema::sheets::{Column, Sheet};
use crate::schema::words::plain;

/// How the cells below a heading are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// They fill the column with that index.
    Column(usize),
    /// Not read: marked with `#` as the hall's own, or already reported.
    Ignored,
    /// A second column for the same field.
    Doubled,
    /// A column without a heading.
    Outside,
}

/// A column that was found.
#[derive(Debug)]
pub(crate) struct Headed {
    pub(crate) column: Column,
    pub(crate) place: u32,
    pub(crate) heading: Arc<str>,
}

/// How fields form the object of a row.
#[derive(Debug)]
pub(crate) enum Group {
    /// A single field.
    Plain(String, usize),
    /// An object with inner fields.
    Object(String, Vec<(String, usize)>),
    /// A list.
    List(String, Vec<usize>),
}

/// The headings of a sheet.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) row: u32,
    pub(crate) columns: Vec<Headed>,
    pub(crate) groups: Vec<Group>,
    /// Whether all required columns are there.
    pub(crate) whole: bool,
    /// Whether all required columns except the id are there; ids can be generated.
    pub(crate) has_content_columns: bool,
    slots: Vec<Slot>,
}

/// Reports an error in a column, with its heading.
type Report<'t> = dyn FnMut(u32, Arc<str>, CellError) + 't;

/// Whether a text is marked with `#` as the hall's own, not part of the register.
pub(crate) fn is_marked(text: &str) -> bool {
    text.trim_start_matches(invisible).starts_with(['#', '＃'])
}

/// Whether a row above the headings is a title: marked with `#`, and a single cell or
/// without any heading of the sheet.
pub(crate) fn is_title(sheet: Sheet, line: &Line<'_>) -> bool {
    let Some((_, first)) = line.cells.first() else { return true };
    let heads = |(_, it): &(u32, _)| sheet.column(&Content::shown(it)).is_some();
    is_marked(&first.shown()) && (line.cells.len() == 1 || !line.cells.iter().any(heads))
}

impl Head {
    /// Reads the headings of a sheet, and reports their errors.
    pub(crate) fn read(sheet: Sheet, line: &Line<'_>, report: &mut Report<'_>) -> Head {
        let mut head = Head { row: line.number, ..Head::default() };
        let known = line.cells.iter().any(|(_, it)| sheet.column(&it.shown()).is_some());
        if !known {
            let found = line.cells.first().map(|it| it.1.brief()).unwrap_or_default();
            let place = line.cells.first().map_or(0, |it| it.0);
            report(
                place,
                Arc::from(""),
                CellError::NoHeadings { found, expected: all(sheet) },
            );
            return head;
        }
        let there = line.cells.iter().filter_map(|(_, it)| sheet.column(&it.shown()));
        let there: BTreeSet<String> = there.map(|it| it.field).collect();
        for (place, content) in &line.cells {
            let slot = head.slot(sheet, &there, *place, &content.shown(), report);
            let index = usize::try_from(*place).unwrap_or(usize::MAX);
            if head.slots.len() <= index {
                head.slots.resize(index.saturating_add(1).min(20_000), Slot::Outside);
            }
            if let Some(it) = head.slots.get_mut(index) {
                *it = slot;
            }
        }
        head.has_content_columns =
            row_rules::columns(sheet).all(|it| it == "id" || head.index(it).is_some());
        head.whole = head.complete(sheet, report);
        head.groups = groups(&head.columns);
        head
    }

    fn slot(
        &mut self,
        sheet: Sheet,
        there: &BTreeSet<String>,
        place: u32,
        text: &str,
        report: &mut Report<'_>,
    ) -> Slot {
        if is_marked(text) {
            return Slot::Ignored;
        }
        let heading: Arc<str> = Arc::from(text);
        let Some(column) = sheet.column(text) else {
            let (found, near) =
                (hallboard_sheets::cells::brief(text), near(sheet, there, text));
            report(place, heading, CellError::UnknownColumn { found, near });
            return Slot::Ignored;
        };
        let same = self.columns.iter().find(|it| it.column.field == column.field);
        if let Some(first) = same {
            let first = letter(first.place);
            report(place, heading, CellError::SecondColumn { first });
            return Slot::Doubled;
        }
        self.columns.push(Headed { column, place, heading });
        Slot::Column(self.columns.len() - 1)
    }

    /// Reports the missing columns, in the first free places.
    fn complete(&self, sheet: Sheet, report: &mut Report<'_>) -> bool {
        let mut missing: Vec<String> = row_rules::columns(sheet)
            .filter(|field| self.index(field).is_none())
            .filter_map(|field| sheet.field(field))
            .map(|column| column.heading())
            .collect();
        let named = |it: &Headed| it.column.field.starts_with("names.");
        if sheet.has_names() && !self.columns.iter().any(named) {
            missing.push("name (zh-Hans) 名称".to_owned());
        }
        let free = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        let whole = missing.is_empty();
        for (place, expected) in (free..).zip(missing) {
            report(place, Arc::from(""), CellError::MissingColumn { expected });
        }
        whole
    }

    /// How the cells of a column are used.
    pub(crate) fn at(&self, place: u32) -> Slot {
        let index = usize::try_from(place).unwrap_or(usize::MAX);
        match self.columns.is_empty() {
            // Missing headings have been reported already.
            true => Slot::Ignored,
            false => self.slots.get(index).copied().unwrap_or(Slot::Outside),
        }
    }

    /// The index of a field's column.
    pub(crate) fn index(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.column.field == field)
    }

    /// The place and heading of a field's column, or of the first column if it has none.
    pub(crate) fn column_of(&self, field: &str) -> (u32, Arc<str>) {
        let found = self.columns.iter().find(|it| it.column.field == field);
        let found = found.or_else(|| self.columns.iter().min_by_key(|it| it.place));
        found.map_or((0, Arc::from("")), |it| (it.place, Arc::clone(&it.heading)))
    }
}

fn groups(columns: &[Headed]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, headed) in columns.iter().enumerate() {
        let Some((outer, inner)) = headed.column.field.split_once('.') else {
            groups.push(Group::Plain(headed.column.field.clone(), index));
            continue;
        };
        let known = groups.iter_mut().find(|group| group.field() == outer);
        match (known, inner.parse::<usize>()) {
            (Some(Group::Object(_, inners)), _) => inners.push((inner.to_owned(), index)),
            (Some(Group::List(_, list)), Ok(place)) => put(list, place, index),
            (None, Ok(place)) => {
                let mut list = Vec::new();
                put(&mut list, place, index);
                groups.push(Group::List(outer.to_owned(), list));
            }
            _ => {
                let inners = vec![(inner.to_owned(), index)];
                groups.push(Group::Object(outer.to_owned(), inners));
            }
        }
    }
    groups
}

fn put(list: &mut Vec<usize>, place: usize, index: usize) {
    while list.len() <= place && place < 5 {
        list.push(usize::MAX);
    }
    if let Some(it) = list.get_mut(place) {
        *it = index;
    }
}

impl Group {
    /// The field of the row's object.
    pub(crate) fn field(&self) -> &str {
        match self {
            Group::Plain(field, _) | Group::Object(field, _) | Group::List(field, _) => {
                field
            }
        }
    }
}

/// All headings of a sheet.
fn all(sheet: Sheet) -> String {
    let columns = sheet.columns([]);
    columns.iter().map(Column::heading).collect::<Vec<_>>().join(", ")
}

/// The heading most similar to an unknown one, of those that are missing.
fn near(sheet: Sheet, there: &BTreeSet<String>, text: &str) -> String {
    let missing = sheet.columns([]).into_iter().filter(|it| !there.contains(&it.field));
    let named = missing.map(|it| {
        let names = [it.english.clone(), it.chinese.to_owned(), it.heading()];
        (it, names)
    });
    most_like(text, named).map(|it| it.heading()).unwrap_or_default()
}

/// The item with the name most similar to a text; `None` if no name is similar enough.
pub(crate) fn most_like<T>(
    text: &str,
    named: impl Iterator<Item = (T, [String; 3])>,
) -> Option<T> {
    let text = plain(text);
    let mut best: Option<(T, u32)> = None;
    for (it, names) in named {
        let like = names.iter().filter_map(|name| likeness(&text, &plain(name))).max();
        if let Some(like) = like
            && best.as_ref().is_none_or(|(_, most)| like > *most)
        {
            best = Some((it, like));
        }
    }
    best.map(|(it, _)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what is suggested for a heading in a sheet that already has some fields.
    #[track_caller]
    fn check(sheet: Sheet, there: &[&str], text: &str, expected: &str) {
        let there = there.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(near(sheet, &there, text), expected, "{text}");
    }

    #[test]
    fn most_similar_missing_heading_is_suggested() {
        let deeds = ["id", "date", "deed", "source"];
        for text in
            ["residents", "Resident id", "resdent", "村民编号", "村民们", "RESIDENTS"]
        {
            check(Sheet::Deeds, &deeds, text, "resident 村民");
        }
        let residents = ["id", "name"];
        for text in ["家庭编号", "所在家庭", "house hold id", "houshold", "households"]
        {
            check(Sheet::Residents, &residents, text, "household 家庭");
        }
        check(Sheet::Residents, &["id", "household"], "姓  名称", "name 姓名");
        check(Sheet::Consents, &["id", "resident"], "dates", "date 日期");
        check(Sheet::Consents, &["id", "resident", "date"], "scope", "scopes 同意范围");
        check(Sheet::Categories, &["id"], "5 star", "5 stars 五星");
        check(Sheet::DeedRules, &["id", "cap.per"], "cap", "cap count 上限次数");
        // A field that is there already is not suggested.
        check(Sheet::Residents, &residents, "names", "");
        check(Sheet::Deeds, &deeds, "colour", "");
        check(Sheet::Deeds, &deeds, "", "");
    }
}
