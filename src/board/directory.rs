//! Finding a resident of the board by name.

use std::collections::BTreeSet;

use hallboard_feed::Readings;

use super::sections::{ResidentRow, resident_rows};
use super::view_model::BoardViewModel;
use crate::search::{BROWSER_TABLES, SearchQuery, SearchTerms, TextTables, initials};

/// A resident, as the directory lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Their row.
    pub row: ResidentRow,
    /// The place of their history among the board's, if they share it.
    pub history: Option<usize>,
    /// The letter under which the name stands; `None` if it begins with none.
    pub initial: Option<char>,
}

/// All residents of the board by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Directory {
    /// The residents in the order of names.
    pub entries: Vec<Entry>,
}

/// Which residents are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Filter {
    /// The first few.
    #[default]
    First,
    /// Everybody.
    All,
    /// Those under a letter.
    Initial(char),
    /// Those that a text finds.
    Query(SearchQuery),
}

/// How many residents are listed before a filter is chosen.
const FIRST_ENTRIES: usize = 20;

impl Directory {
    /// The directory of a board.
    pub(crate) fn new(view_model: &BoardViewModel) -> Directory {
        let rows = resident_rows(view_model);
        let names = rows.iter().map(|row| row.name.text.as_str());
        let initials = initials(names, BROWSER_TABLES);
        let entries = rows.into_iter().zip(initials).map(|(row, initial)| Entry {
            history: view_model.history_of(row.resident),
            initial,
            row,
        });
        Directory { entries: entries.collect() }
    }

    /// The names prepared for search, by the readings that the feed has of characters.
    pub(crate) fn search_terms(&self, readings: &Readings) -> Vec<SearchTerms> {
        self.terms_by(readings, BROWSER_TABLES)
    }

    fn terms_by(&self, readings: &Readings, tables: TextTables) -> Vec<SearchTerms> {
        let names = self.entries.iter().map(|it| it.row.name.text.as_str());
        names.map(|name| SearchTerms::new([name], readings, tables)).collect()
    }

    /// The letters under which there are names, in the order of the alphabet.
    pub(crate) fn initials(&self) -> BTreeSet<char> {
        self.entries.iter().filter_map(|it| it.initial).collect()
    }

    /// The places of the entries that a filter shows. The search terms are those of
    /// [`Directory::search_terms`].
    pub(crate) fn places(
        &self,
        filter: &Filter,
        terms: impl FnOnce() -> Vec<SearchTerms>,
    ) -> Vec<usize> {
        let count = self.entries.len();
        match filter {
            Filter::First => (0..count.min(FIRST_ENTRIES)).collect(),
            Filter::All => (0..count).collect(),
            Filter::Initial(letter) => {
                let has_letter = |place: &usize| self.initial_at(*place) == Some(*letter);
                (0..count).filter(has_letter).collect()
            }
            Filter::Query(query) => {
                let terms = terms();
                let found = terms.iter().enumerate().filter(|(_, it)| it.matches(query));
                found.map(|(place, _)| place).collect()
            }
        }
    }

    fn initial_at(&self, place: usize) -> Option<char> {
        self.entries.get(place)?.initial
    }
}

impl Filter {
    /// The filter after a letter is pressed: those under it, or the first few again.
    pub(crate) fn toggled(&self, letter: char) -> Filter {
        match self {
            Filter::Initial(chosen) if *chosen == letter => Filter::First,
            _ => Filter::Initial(letter),
        }
    }

    /// The filter for a text in the search field.
    pub(crate) fn from_text(text: &str) -> Filter {
        Filter::from_text_by(text, BROWSER_TABLES)
    }

    fn from_text_by(text: &str, tables: TextTables) -> Filter {
        match text.trim() {
            "" => Filter::First,
            text => Filter::Query(SearchQuery::new(text, tables)),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    const TABLES: TextTables = TextTables {
        compare_pinyin: |_, _| Ordering::Equal,
        without_marks: str::to_owned,
    };

    fn directory(names: &[&str]) -> Directory {
        let initials = initials(names.iter().copied(), TABLES);
        let entry = |((resident, name), initial): ((usize, &&str), _)| Entry {
            row: ResidentRow::for_tests(resident, name),
            history: None,
            initial,
        };
        Directory { entries: names.iter().enumerate().zip(initials).map(entry).collect() }
    }

    fn places(directory: &Directory, filter: &Filter) -> Vec<usize> {
        directory.places(filter, || directory.terms_by(&Readings::default(), TABLES))
    }

    #[track_caller]
    fn check(filter: &Filter, expected: &[usize]) {
        let directory = directory(&["Ann Ash", "Ben Birch", "Bo Ash", "4711"]);
        assert_eq!(places(&directory, filter), expected, "{filter:?}");
    }

    #[test]
    fn filter_matches_names() {
        check(&Filter::All, &[0, 1, 2, 3]);
        check(&Filter::Initial('B'), &[1, 2]);
        check(&Filter::Initial('Z'), &[]);
        check(&Filter::from_text_by("ash", TABLES), &[0, 2]);
        check(&Filter::from_text_by("bb", TABLES), &[1]);
        check(&Filter::from_text_by(" \t", TABLES), &[0, 1, 2, 3]);
        check(&Filter::from_text_by("nobody", TABLES), &[]);
    }

    #[test]
    fn pressing_an_initial_twice_clears_the_filter() {
        let once = Filter::First.toggled('B');
        assert_eq!(once, Filter::Initial('B'));
        assert_eq!(once.toggled('C'), Filter::Initial('C'));
        assert_eq!(once.toggled('B'), Filter::First);
    }

    #[test]
    fn long_list_starts_with_the_first_few() {
        let names: Vec<String> = (0..30).map(|number| format!("Ann {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let places = places(&directory(&names), &Filter::First);
        assert_eq!(places, (0..FIRST_ENTRIES).collect::<Vec<_>>());
    }

    #[test]
    fn initial_strip_has_each_letter_once() {
        let names = ["Ann", "Amy", "Ben", "ñandú", "4711", "——"];
        let initials: Vec<char> = directory(&names).initials().into_iter().collect();
        assert_eq!(initials, ['4', 'A', 'B', 'Ñ']);
    }
}
