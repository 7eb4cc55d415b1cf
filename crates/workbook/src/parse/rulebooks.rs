//! Reads the rulebooks, whose parts are in sheets of their own.

use std::collections::BTreeMap;

use hallboard_score::{Day, Rulebook};
use hallboard_sheets::{Source, cell_name};

use super::assemble::Assembly;
use super::lists::Lists;
use super::row::Given;
use super::values::Value;
use crate::WorkbookError;
use crate::fault::CellError;
use crate::schema::sheets::{RULEBOOK, Sheet};

impl Assembly {
    /// Reads the rulebooks, without their parts.
    pub(crate) fn rulebooks(
        &mut self,
        source: &mut dyn Source,
    ) -> Result<Vec<Rulebook>, WorkbookError> {
        let mut books: Vec<Rulebook> = Vec::new();
        let mut positions: BTreeMap<Day, usize> = BTreeMap::new();
        let given = [("categories", Given::Empty), ("deeds", Given::Empty)];
        self.pass(
            source,
            Sheet::Rulebooks,
            &Lists::default(),
            &mut |reading, handled, at| {
                let Some(book) = handled.parse::<Rulebook>(reading, &given) else {
                    return false;
                };
                if let Some(first) = positions.get(&book.from).copied() {
                    let first = reading.origins.cell("rulebooks", first, "from");
                    let from = book.from.to_string();
                    handled.fault(
                        reading,
                        "from",
                        CellError::SecondRulebook { from, first },
                    );
                    return false;
                }
                positions.insert(book.from, books.len());
                books.push(book);
                reading.origins.push("rulebooks", at);
                true
            },
        )?;
        Ok(books)
    }

    /// Reads the parts, and adds them to their rulebooks.
    pub(crate) fn all_parts(
        &mut self,
        source: &mut dyn Source,
        books: &mut [Rulebook],
    ) -> Result<(), WorkbookError> {
        self.parts(source, books, Sheet::Categories, |book| &mut book.categories)?;
        self.parts(source, books, Sheet::DeedRules, |book| &mut book.deeds)?;
        self.parts(source, books, Sheet::Bands, |book| &mut book.bands)?;
        self.parts(source, books, Sheet::Rewards, |book| &mut book.rewards)
    }

    /// Reads the rows of a sheet, and adds each to the rulebook it names by its first day.
    fn parts<T: hallboard_score::Read>(
        &mut self,
        source: &mut dyn Source,
        books: &mut [Rulebook],
        sheet: Sheet,
        list: impl Fn(&mut Rulebook) -> &mut Vec<T>,
    ) -> Result<(), WorkbookError> {
        let categories = books.to_vec();
        let known = Lists::new(&categories, &[], &[]);
        let positions: BTreeMap<String, usize> = (0..)
            .zip(books.iter())
            .map(|(at, book)| (book.from.to_string(), at))
            .collect();
        let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
        self.pass(source, sheet, &known, &mut |reading, handled, at| {
            let from = text(handled.row.take(RULEBOOK));
            let id = handled.row.text("id").unwrap_or_default().to_owned();
            let book = positions.get(&from).copied();
            if book.is_none() && !reading.unread_refs.may_have_book(&from) {
                let days: Vec<_> = books.iter().map(|it| it.from.to_string()).collect();
                let days = days.join(", ");
                let wrong = CellError::NoSuchRulebook { found: from, days };
                handled.fault(reading, RULEBOOK, wrong);
                return false;
            }
            if let Some(first) = seen.insert((from, id.clone()), at.row) {
                let place = handled.row.head.column_of("id").0;
                let first = cell_name(handled.name, first, place);
                handled.fault(reading, "id", CellError::SecondId { id, first });
                return false;
            }
            let Some(part) = handled.parse(reading, &[]) else { return false };
            match book.and_then(|it| Some((it, books.get_mut(it)?))) {
                Some((position, book)) => {
                    list(book).push(part);
                    reading.origins.part(position, sheet.title(), at);
                }
                None => reading.unread_refs.part(sheet, &id),
            }
            true
        })
    }
}

fn text(value: Option<Value<'_>>) -> String {
    match value {
        Some(Value::Text(text)) => text.into_owned(),
        _ => String::new(),
    }
}
