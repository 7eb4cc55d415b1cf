//! An input method for Chinese: converts pinyin letters to characters that the user
//! selects.

use std::str::FromStr;

/// Maximum number of pending letters.
const LETTERS_LIMIT: usize = 18;
/// How many characters are offered at once.
pub const PAGE_SIZE: usize = 9;

/// Which characters each syllable can be, the usual ones first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinyinTable {
    /// In the order of the alphabet.
    syllables: Vec<(String, String)>,
}

/// Why a text is not a valid table. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinyinTableError {
    /// It is empty.
    #[error("no syllable")]
    Empty,
    /// Not a syllable with its characters.
    #[error("line {line} is no syllable with its characters")]
    Line {
        /// Which.
        line: usize,
    },
    /// A syllable that does not come after the one before.
    #[error("line {line} is out of order")]
    Order {
        /// Which.
        line: usize,
    },
}

impl FromStr for PinyinTable {
    type Err = PinyinTableError;

    /// Reads `data/pinyin.txt`.
    fn from_str(text: &str) -> Result<PinyinTable, PinyinTableError> {
        let mut syllables: Vec<(String, String)> = Vec::new();
        for (line, content) in (1..).zip(text.lines()) {
            if content.starts_with('#') {
                continue;
            }
            let (syllable, characters) =
                content.split_once(' ').ok_or(PinyinTableError::Line { line })?;
            let is_syllable = !syllable.is_empty()
                && syllable.bytes().all(|it| it.is_ascii_lowercase());
            let has_none =
                characters.is_empty() || characters.chars().any(|it| it.is_ascii());
            if !is_syllable || has_none {
                return Err(PinyinTableError::Line { line });
            }
            if syllables.last().is_some_and(|(before, _)| before.as_str() >= syllable) {
                return Err(PinyinTableError::Order { line });
            }
            syllables.push((syllable.to_owned(), characters.to_owned()));
        }
        if syllables.is_empty() {
            Err(PinyinTableError::Empty)
        } else {
            Ok(PinyinTable { syllables })
        }
    }
}

impl PinyinTable {
    /// The syllables that begin so.
    fn beginning_with<'a>(
        &'a self,
        letters: &'a str,
    ) -> impl Iterator<Item = &'a (String, String)> {
        let from = self.syllables.partition_point(|(it, _)| it.as_str() < letters);
        let rest = self.syllables.get(from..).unwrap_or_default();
        rest.iter().take_while(move |(it, _)| it.starts_with(letters))
    }

    /// The leading letters that form the next character: all of them if they begin a
    /// syllable, otherwise the longest syllable after which the remaining letters also
    /// form syllables.
    fn next_syllable<'l>(&self, letters: &'l str) -> Option<&'l str> {
        if letters.is_empty() {
            return None;
        }
        if self.beginning_with(letters).next().is_some() {
            return Some(letters);
        }
        let mut heads = (1..letters.len()).rev().filter_map(|end| letters.get(..end));
        heads.find(|head| {
            let is_syllable =
                self.beginning_with(head).next().is_some_and(|(it, _)| it == head);
            is_syllable && self.is_readable(letters.get(head.len()..).unwrap_or_default())
        })
    }

    /// Whether letters form syllables, of which the last may be incomplete.
    fn is_readable(&self, letters: &str) -> bool {
        letters.is_empty() || self.next_syllable(letters).is_some()
    }
}

/// A key of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinyinKey {
    /// A letter, a digit or a mark.
    Character(char),
    /// The space bar.
    Space,
    /// The key for a new line.
    NewLine,
    /// The key that deletes.
    Delete,
}

/// The effect of a key on the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldChange {
    /// Nothing.
    None,
    /// Puts a text in.
    Insert(String),
    /// Begins a new line.
    NewLine,
    /// Deletes what stands before the caret.
    Delete,
}

/// The pending letters, and the current page of candidates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinyinInput {
    letters: String,
    page: usize,
}

impl PinyinInput {
    /// Handles a key: a letter is added to the pending ones, space inserts the first
    /// candidate, a new line inserts the letters as typed, and a mark is inserted after
    /// the first candidates.
    pub fn press(&mut self, table: &PinyinTable, key: PinyinKey) -> FieldChange {
        let waits = !self.letters.is_empty();
        match key {
            PinyinKey::Character(letter) if letter.is_ascii_alphabetic() => {
                self.type_letter(table, letter);
                FieldChange::None
            }
            PinyinKey::Character(mark) => {
                let chosen = std::iter::from_fn(|| self.choose(table, 0));
                FieldChange::Insert(chosen.chain([chinese_mark(mark)]).collect())
            }
            PinyinKey::Space if waits => self
                .choose(table, 0)
                .map_or(FieldChange::None, |it| FieldChange::Insert(it.to_string())),
            PinyinKey::Space => FieldChange::Insert(" ".to_owned()),
            PinyinKey::NewLine if waits => FieldChange::Insert(self.take_letters()),
            PinyinKey::NewLine => FieldChange::NewLine,
            PinyinKey::Delete if self.backspace() => FieldChange::None,
            PinyinKey::Delete => FieldChange::Delete,
        }
    }

    /// The pending letters.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Adds a letter; `false` if it leads to no syllable.
    pub fn type_letter(&mut self, table: &PinyinTable, letter: char) -> bool {
        let mut letters = self.letters.clone();
        letters.push(letter.to_ascii_lowercase());
        if letters.len() > LETTERS_LIMIT || !table.is_readable(&letters) {
            return false;
        }
        *self = PinyinInput { letters, page: 0 };
        true
    }

    /// Removes the last letter; `false` if none is pending.
    pub fn backspace(&mut self) -> bool {
        self.page = 0;
        self.letters.pop().is_some()
    }

    /// The candidates on the current page.
    #[must_use]
    pub fn candidates(&self, table: &PinyinTable) -> Vec<char> {
        let first = self.page.saturating_mul(PAGE_SIZE);
        self.all_candidates(table).skip(first).take(PAGE_SIZE).collect()
    }

    /// Chooses the candidate at an index on the page and removes its letters from the
    /// pending ones.
    pub fn choose(&mut self, table: &PinyinTable, place: usize) -> Option<char> {
        let chosen = self.candidates(table).get(place).copied()?;
        let used = table.next_syllable(&self.letters)?.len();
        let letters = self.letters.get(used..).unwrap_or_default().to_owned();
        *self = PinyinInput { letters, page: 0 };
        Some(chosen)
    }

    /// Inserts the letters as typed.
    pub fn take_letters(&mut self) -> String {
        std::mem::take(self).letters
    }

    /// Whether there is a next page of candidates.
    #[must_use]
    pub fn has_next_page(&self, table: &PinyinTable) -> bool {
        let shown = self.page.saturating_add(1).saturating_mul(PAGE_SIZE);
        self.all_candidates(table).nth(shown).is_some()
    }

    /// Whether there is a previous page of candidates.
    #[must_use]
    pub const fn has_previous_page(&self) -> bool {
        self.page > 0
    }

    /// Goes to the next page of candidates, if there is one.
    pub fn next_page(&mut self, table: &PinyinTable) {
        if self.has_next_page(table) {
            self.page = self.page.saturating_add(1);
        }
    }

    /// Goes to the previous page of candidates, if there is one.
    pub fn previous_page(&mut self) {
        self.page = self.page.saturating_sub(1);
    }

    /// The characters of the next syllable, then of the syllables that it may be
    /// completed to.
    fn all_candidates<'a>(
        &'a self,
        table: &'a PinyinTable,
    ) -> impl Iterator<Item = char> {
        let syllable = table.next_syllable(&self.letters);
        let matching = syllable.into_iter().flat_map(move |it| table.beginning_with(it));
        matching.flat_map(|(_, characters)| characters.chars())
    }
}

/// The Chinese punctuation mark for a key.
const fn chinese_mark(mark: char) -> char {
    match mark {
        ',' => '，',
        '.' => '。',
        '?' => '？',
        '\'' => '、',
        mark => mark,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table() -> PinyinTable {
        include_str!("../../data/pinyin.txt").parse().unwrap()
    }

    fn typed(table: &PinyinTable, letters: &str) -> PinyinInput {
        let mut input = PinyinInput::default();
        for letter in letters.chars() {
            assert!(input.type_letter(table, letter), "{letter} of {letters}");
        }
        input
    }

    #[test]
    fn the_table_has_the_characters_in_use() {
        let table = table();
        assert_eq!(table.syllables.len(), 404);
        let mut all: Vec<char> =
            table.syllables.iter().flat_map(|(_, it)| it.chars()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 6763);
    }

    #[test]
    fn invalid_table_is_an_error_with_its_line() {
        let check = |text: &str, error| {
            assert_eq!(text.parse::<PinyinTable>(), Err(error), "{text}");
        };
        check("", PinyinTableError::Empty);
        check("# a 啊", PinyinTableError::Empty);
        check("a", PinyinTableError::Line { line: 1 });
        check("a ", PinyinTableError::Line { line: 1 });
        check("no table", PinyinTableError::Line { line: 1 });
        check("a 啊\nB 不", PinyinTableError::Line { line: 2 });
        check("b 不\na 啊", PinyinTableError::Order { line: 2 });
        check("a 啊\na 阿", PinyinTableError::Order { line: 2 });
    }

    /// The character is on a page that letters lead to, and is chosen there.
    #[track_caller]
    fn check(letters: &str, wanted: char, rest: &str) {
        let table = table();
        let mut input = typed(&table, letters);
        let place = loop {
            let place = input.candidates(&table).iter().position(|it| *it == wanted);
            match place {
                Some(place) => break place,
                None if input.has_next_page(&table) => input.next_page(&table),
                None => panic!("no {wanted} for {letters}"),
            }
        };
        assert_eq!(input.choose(&table, place), Some(wanted));
        assert_eq!(input.letters(), rest);
        assert!(!input.has_previous_page());
    }

    #[test]
    fn letters_become_characters() {
        check("xie", '谢', "");
        check("xiexie", '谢', "xie");
        check("xiex", '谢', "x");
        check("nv", '女', "");
        check("x", '谢', "");
        check("zhongguo", '中', "guo");
        check("xianguo", '先', "guo");
        check("XIE", '谢', "");
    }

    #[test]
    fn thanks_take_two_syllables_and_two_choices() {
        let table = table();
        let mut input = typed(&table, "xiexie");
        let place = input.candidates(&table).iter().position(|it| *it == '谢').unwrap();
        assert_eq!(input.choose(&table, place), Some('谢'));
        assert_eq!(input.choose(&table, place), Some('谢'));
        assert_eq!(input.letters(), "");
        assert_eq!(input.choose(&table, 0), None);
    }

    #[test]
    fn letters_without_a_syllable_are_not_taken() {
        let table = table();
        let mut input = PinyinInput::default();
        for letter in ['v', 'i', 'u', '1', '好', ' '] {
            assert!(!input.type_letter(&table, letter), "{letter}");
        }
        assert!(input.type_letter(&table, 'x') && !input.type_letter(&table, 'x'));
        assert_eq!(input.letters(), "x");
        assert!(input.backspace() && !input.backspace());
        assert!(input.candidates(&table).is_empty());
    }

    #[test]
    fn keys_change_the_field_or_wait() {
        use FieldChange::{Delete, Insert, NewLine, None};
        let table = table();
        let mut input = PinyinInput::default();
        let mut press = |key, expected| {
            assert_eq!(input.press(&table, key), expected, "{key:?}: {input:?}");
        };
        let insert = |text: &str| Insert(text.to_owned());
        press(PinyinKey::Delete, Delete);
        press(PinyinKey::NewLine, NewLine);
        press(PinyinKey::Space, insert(" "));
        press(PinyinKey::Character('7'), insert("7"));
        for letter in "nihao".chars() {
            press(PinyinKey::Character(letter), None);
        }
        press(PinyinKey::Space, insert("你"));
        press(PinyinKey::Character('.'), insert("好。"));
        for letter in "nihao".chars() {
            press(PinyinKey::Character(letter), None);
        }
        press(PinyinKey::Character('?'), insert("你好？"));
        press(PinyinKey::Character('b'), None);
        press(PinyinKey::Character('a'), None);
        press(PinyinKey::Delete, None);
        press(PinyinKey::NewLine, insert("b"));
        press(PinyinKey::Delete, Delete);
    }

    #[test]
    fn letters_can_be_inserted_unconverted() {
        let mut input = typed(&table(), "wan");
        assert_eq!(input.take_letters(), "wan");
        assert_eq!(input, PinyinInput::default());
    }

    #[derive(Clone, Copy, Debug)]
    enum Press {
        Letter(char),
        Backspace,
        Choose(usize),
        Next,
        Previous,
    }

    fn any_press() -> impl Strategy<Value = Press> {
        prop_oneof![
            4 => proptest::char::range('a', 'z').prop_map(Press::Letter),
            1 => Just(Press::Backspace),
            2 => (0..PAGE_SIZE + 1).prop_map(Press::Choose),
            1 => Just(Press::Next),
            1 => Just(Press::Previous),
        ]
    }

    proptest! {
        /// There are candidates while letters are pending.
        #[test]
        fn any_key_sequence_can_be_continued(presses in prop::collection::vec(any_press(), 0..60)) {
            let table = table();
            let mut input = PinyinInput::default();
            for press in presses {
                let before = input.clone();
                match press {
                    Press::Letter(letter) => {
                        let taken = input.type_letter(&table, letter);
                        prop_assert!(taken || input == before);
                    }
                    Press::Backspace => prop_assert_eq!(input.backspace(), !before.letters.is_empty()),
                    Press::Choose(place) => {
                        let offered = before.candidates(&table);
                        prop_assert_eq!(input.choose(&table, place), offered.get(place).copied());
                    }
                    Press::Next => input.next_page(&table),
                    Press::Previous => input.previous_page(),
                }
                let offered = input.candidates(&table);
                prop_assert_eq!(offered.is_empty(), input.letters().is_empty());
                prop_assert!(offered.len() <= PAGE_SIZE && input.letters().len() <= LETTERS_LIMIT);
            }
        }
    }
}
