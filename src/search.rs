//! Search for a deed or a name by a part of it, or by its pinyin: in full, abbreviated to
//! initials, or mixed.
//!
//! Names and queries are compared in a normalised form: lower case, without diacritics and
//! compatibility forms, since many keyboards cannot type these.

use std::cmp::Ordering;

use hallboard_feed::Readings;

use crate::platform::{compare_pinyin, without_marks};

/// The browser functions that search needs, for its tables of Unicode and of pinyin.
#[derive(Clone, Copy)]
pub struct TextTables {
    /// Orders characters by pinyin.
    pub compare_pinyin: fn(char, char) -> Ordering,
    /// A text in compatibility decomposition (NFKD), without combining marks.
    pub without_marks: fn(&str) -> String,
}

/// The browser's tables.
pub const BROWSER_TABLES: TextTables = TextTables { compare_pinyin, without_marks };

/// The first character of each letter in the browser's pinyin order. No pinyin begins with
/// i, u or v. Of the 3,755 common characters, which GB 2312 also has in that order, all
/// except those with two readings are assigned to their letter.
const FIRSTS: [(char, char); 23] = [
    ('a', '阿'),
    ('b', '八'),
    ('c', '嚓'),
    ('d', '哒'),
    ('e', '妸'),
    ('f', '发'),
    ('g', '旮'),
    ('h', '哈'),
    ('j', '讥'),
    ('k', '咔'),
    ('l', '垃'),
    ('m', '妈'),
    ('n', '拏'),
    ('o', '噢'),
    ('p', '妑'),
    ('q', '七'),
    ('r', '呥'),
    ('s', '仨'),
    ('t', '他'),
    ('w', '穵'),
    ('x', '夕'),
    ('y', '丫'),
    ('z', '帀'),
];

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters with two readings in deeds and surnames, and the initials of both readings.
const ALSO: [(char, &str); 23] = [
    ('乐', "ly"),
    ('仇', "cq"),
    ('会', "hk"),
    ('传', "cz"),
    ('区', "qo"),
    ('单', "ds"),
    ('参', "cs"),
    ('弹', "dt"),
    ('强', "qj"),
    ('曾', "zc"),
    ('朝', "cz"),
    ('查', "cz"),
    ('校', "xj"),
    ('盛', "sc"),
    ('石', "sd"),
    ('系', "xj"),
    ('藏', "cz"),
    ('行', "xh"),
    ('解', "jx"),
    ('调', "td"),
    ('重', "zc"),
    ('长', "zc"),
    ('降', "jx"),
];

/// A Chinese character or a word, with all of its spellings in Latin letters.
type Unit = Vec<String>;

/// The units of a text. A character without a known reading has only its initial.
fn units(text: &str, readings: &Readings, tables: TextTables) -> Vec<Unit> {
    let unit = |part: &str| match part.chars().next() {
        Some(c) if is_han(c) => spellings(c, readings, tables),
        _ => vec![fold(part, tables)],
    };
    parts(text).iter().map(|part| unit(part)).collect()
}

/// The Chinese characters, words and digits of a text.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut within_word = false;
    for c in text.chars() {
        if is_han(c) || (c.is_alphanumeric() && !within_word) || c.is_ascii_digit() {
            parts.push(c.to_string());
            within_word = !is_han(c);
        } else if c.is_alphanumeric() {
            if let Some(word) = parts.last_mut() {
                word.push(c);
            }
        } else {
            // An apostrophe does not end a word, and a mark belongs to its letter.
            within_word = within_word && (matches!(c, '\'' | '’') || is_mark(c));
        }
    }
    parts
}

/// The pinyin of a character, or its possible initials.
fn spellings(c: char, readings: &Readings, tables: TextTables) -> Unit {
    let mut spellings = readings.of(c).to_vec();
    if let Some((_, letters)) = ALSO.iter().find(|(also, _)| *also == c) {
        spellings.extend(letters.chars().map(String::from));
    } else if spellings.is_empty() {
        spellings.extend(pinyin_initial(c, tables).map(String::from));
    }
    spellings
}

/// The initial of a character's pinyin, derived from its place in the order of characters.
fn pinyin_initial(c: char, tables: TextTables) -> Option<char> {
    let after =
        FIRSTS.partition_point(|(_, first)| (tables.compare_pinyin)(*first, c).is_le());
    let (letter, _) = FIRSTS.get(after.checked_sub(1)?)?;
    Some(*letter)
}

/// The letters under which an index lists names; `None` for a name that begins with no
/// letter.
pub fn initials<'a>(
    names: impl IntoIterator<Item = &'a str>,
    tables: TextTables,
) -> Vec<Option<char>> {
    // Looking up a character in the browser is slow. In a sorted list, many consecutive
    // names begin with the same one.
    let mut last = None;
    let initial = |name: &str| {
        let first = name.chars().find(|c| c.is_alphanumeric())?;
        match last {
            Some((known, letter)) if known == first => letter,
            _ => {
                let letter = letter_of(first, tables);
                last = Some((first, letter));
                letter
            }
        }
    };
    names.into_iter().map(initial).collect()
}

/// The letter that is typed for a character.
fn letter_of(c: char, tables: TextTables) -> Option<char> {
    let letter = match is_han(c) {
        true => pinyin_initial(c, tables),
        false => fold(&c.to_string(), tables).chars().next(),
    };
    letter?.to_uppercase().next()
}

/// Whether the typed letters are beginnings of consecutive units, as `chenjl` is of `chen
/// jun lan`.
fn abbreviates(typed: &[char], units: &[Unit]) -> bool {
    if typed.is_empty() {
        return true;
    }
    // The numbers of letters that the units so far can match. Any unit may be the first.
    let mut used_up = vec![false; typed.len() + 1];
    for unit in units {
        let mut next = vec![false; typed.len() + 1];
        for start in 0..typed.len() {
            if start > 0 && used_up.get(start) != Some(&true) {
                continue;
            }
            let rest = typed.get(start..).unwrap_or_default();
            let longest = unit.iter().map(|spelling| common_prefix(spelling, rest)).max();
            for end in start + 1..=start + longest.unwrap_or(0) {
                if let Some(reached) = next.get_mut(end) {
                    *reached = true;
                }
            }
        }
        if next.last() == Some(&true) {
            return true;
        }
        used_up = next;
    }
    false
}

/// The length of the common prefix of a spelling and the typed letters, in letters.
fn common_prefix(spelling: &str, typed: &[char]) -> usize {
    spelling.chars().zip(typed).take_while(|(one, other)| one == *other).count()
}

/// The names of something that can be found, prepared for search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerms {
    /// The normalised names.
    names: Vec<String>,
    /// The characters and words of each name.
    units: Vec<Vec<Unit>>,
}

impl SearchTerms {
    /// Prepares names.
    pub fn new<'a>(
        names: impl IntoIterator<Item = &'a str>,
        readings: &Readings,
        tables: TextTables,
    ) -> SearchTerms {
        let names: Vec<String> =
            names.into_iter().map(|name| fold(name, tables)).collect();
        let units = names.iter().map(|name| units(name, readings, tables)).collect();
        SearchTerms { names, units }
    }

    /// Whether a query matches: all of its words occur in one name, or its letters
    /// abbreviate one. An empty query matches everything.
    #[must_use]
    pub fn matches(&self, query: &SearchQuery) -> bool {
        let SearchQuery { words, letters } = query;
        let contains = |name: &String| words.iter().all(|word| name.contains(word));
        self.names.iter().any(contains)
            || self.units.iter().any(|units| abbreviates(letters, units))
    }
}

/// A query, prepared for search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    /// The normalised words.
    words: Vec<String>,
    /// The letters of the words, without spaces.
    letters: Vec<char>,
}

impl SearchQuery {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &str, tables: TextTables) -> SearchQuery {
        let text = fold(text, tables);
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let letters = words.iter().flat_map(|word| word.chars()).collect();
        SearchQuery { words, letters }
    }
}

/// Letters that Unicode does not decompose into a plain letter and a mark, although many
/// keyboards have only the plain letter, and letters that are often typed for each other.
const FOLDED: [(char, &str); 47] = [
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('ß', "ss"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ƀ', "b"),
    ('ƙ', "k"),
    ('ƚ', "l"),
    ('ƴ', "y"),
    ('ƶ', "z"),
    ('ǝ', "e"),
    ('ǥ', "g"),
    ('ɓ', "b"),
    ('ɖ', "d"),
    ('ɗ', "d"),
    ('ə', "e"),
    ('ɛ', "e"),
    ('ɔ', "o"),
    ('ɨ', "i"),
    ('ɫ', "l"),
    ('ɵ', "o"),
    ('ʉ', "u"),
    ('ᵻ', "i"),
    ('ς', "σ"),
    ('ґ', "г"),
    ('ғ', "г"),
    ('қ', "к"),
    ('ң', "н"),
    ('ө', "о"),
    ('ұ', "у"),
    ('ү', "у"),
    ('һ', "х"),
    ('ҳ', "х"),
    // Alef with wasla, teh marbuta, and alef maksura (a yeh without dots).
    ('ٱ', "ا"),
    ('ة', "ه"),
    ('ى', "ي"),
    // The letters of Persian and Uyghur keyboards.
    ('ی', "ي"),
    ('ک', "ك"),
    ('ہ', "ه"),
];

/// Whether a character only modifies the letter before it, or is invisible: apostrophes,
/// the tatweel that stretches a word, variation selectors, and direction controls. Accents
/// and vowel signs are removed by the browser's function.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʹ'..='ʿ' | 'ˈ' | '·' | 'ꞌ' | '\u{640}')
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{feff}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Converts a digit of any script to an ASCII digit.
fn digit(c: char) -> char {
    let zeros = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{f20}'];
    let value = zeros.into_iter().find_map(|zero| {
        u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10)
    });
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// The normalised form for comparison: lower case without marks, in the plain form if
/// Unicode has several (full-width letters, ligatures, the forms of Arabic letters).
fn fold(text: &str, tables: TextTables) -> String {
    let mut folded = String::with_capacity(text.len());
    // A spacing accent would be decomposed into a space and a mark.
    let seen: String = text.chars().filter(|c| !is_mark(*c)).collect();
    // Some capitals decompose only in lower case, and some only before.
    let plain = (tables.without_marks)(&seen.to_lowercase());
    for c in plain.chars().flat_map(char::to_lowercase) {
        match FOLDED.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => folded.push_str(to),
            None if is_mark(c) => {}
            None => folded.push(digit(c)),
        }
    }
    folded
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::*;

    const TABLES: TextTables =
        TextTables { compare_pinyin: by_pinyin, without_marks: by_crate };

    /// Imitates the browser's function, with the tables of a crate.
    fn by_crate(text: &str) -> String {
        text.nfkd().filter(|c| !is_combining_mark(*c)).collect()
    }

    #[track_caller]
    fn check_found(terms: &SearchTerms, typed: &str, expected: bool) {
        let found = terms.matches(&SearchQuery::new(typed, TABLES));
        assert_eq!(found, expected, "{typed:?} in {terms:?}");
    }

    /// Orders the few characters of these tests as a browser does.
    fn by_pinyin(one: char, other: char) -> Ordering {
        const ORDER: &str =
            "阿八陈嚓道哒妸发旮桂河哈花讥咔垃圾妈拏噢妑七清呥仨他穵夕丫帀";
        // In the order of their pinyin, not of the list above.
        let key = |c: char| match c {
            '陈' => ("ch", 1),
            '道' => ("dao", 1),
            '桂' => ("gui", 1),
            '河' => ("he", 1),
            '花' => ("hua", 1),
            '圾' => ("ji", 2),
            '清' => ("qing", 1),
            '理' => ("li", 1),
            _ => {
                assert!(ORDER.contains(c), "{c}");
                let first = FIRSTS.iter().find(|(_, first)| *first == c).unwrap();
                (first_of(first.0), 0)
            }
        };
        key(one).cmp(&key(other))
    }

    fn first_of(letter: char) -> &'static str {
        let at = "abcdefghijklmnopqrstuvwxyz".find(letter).unwrap();
        &"abcdefghijklmnopqrstuvwxyz"[at..=at]
    }

    /// A few readings, as a feed has them.
    fn readings() -> Readings {
        let known = [('陈', "chen"), ('军', "jun"), ('兰', "lan"), ('曾', "zeng")];
        Readings::new(known.map(|(c, reading)| (c, vec![reading.to_owned()])))
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let units = units(text, &Readings::default(), TABLES);
        let firsts = units.iter().filter_map(|unit| unit.first()?.chars().next());
        assert_eq!(firsts.collect::<String>(), expected, "{text}");
    }

    #[test]
    fn names_are_found_by_pinyin_in_full_and_abbreviated() {
        let name = SearchTerms::new(["陈军兰"], &readings(), TABLES);
        for typed in [
            "chen",
            "chenjunlan",
            "chen jun lan",
            "Chen Junlan",
            "chenjl",
            "cjl",
            "cjunl",
            "junlan",
            "jl",
            "che",
            "陈",
            "军兰",
        ] {
            check_found(&name, typed, true);
        }
        for typed in ["chan", "chenl", "chenjunlans", "lan chen", "hen", "陈兰"] {
            check_found(&name, typed, false);
        }
        let name = SearchTerms::new(["曾兰"], &readings(), TABLES);
        for (typed, found) in
            [("zenglan", true), ("cl", true), ("zl", true), ("sl", false)]
        {
            check_found(&name, typed, found);
        }
        let name = SearchTerms::new(["Margaret Chen"], &readings(), TABLES);
        for (typed, found) in [("marchen", true), ("mc", true), ("arche", false)] {
            check_found(&name, typed, found);
        }
    }

    #[test]
    fn names_stand_under_the_first_letter_of_their_pinyin() {
        for (name, expected) in [
            ("陈军兰", Some('C')),
            ("桂花", Some('G')),
            ("Ærø", Some('A')),
            ("ann", Some('A')),
            ("Артём", Some('А')),
            ("——", None),
        ] {
            assert_eq!(initials([name], TABLES), [expected], "{name}");
        }
    }

    #[test]
    fn first_letters_are_those_of_pinyin_and_of_words() {
        check("清理河道垃圾", "qlhdlj");
        check("陈桂花", "cgh");
        check("Ann Chen", "ac");
        check("Caring for one's elders", "cfoe");
        check("清理 4 河道 at 4.30", "ql4hda430");
        check("——", "");
    }

    #[test]
    fn characters_with_two_readings_are_found_by_both() {
        let deed = SearchTerms::new(["调理"], &Readings::default(), TABLES);
        for (typed, found) in [("tl", true), ("dl", true), ("t", true), ("xl", false)] {
            check_found(&deed, typed, found);
        }
    }

    #[test]
    fn things_are_found_by_words_and_by_first_letters() {
        let deed = SearchTerms::new(
            ["清理河道垃圾", "Clearing the river"],
            &Readings::default(),
            TABLES,
        );
        for typed in
            ["", " ", "河道", "River", "river CLEAR", "qlhd", "hd lj", "ＱＬ", "ctr"]
        {
            check_found(&deed, typed, true);
        }
        for typed in ["桂花", "lq", "river bank", "rc"] {
            check_found(&deed, typed, false);
        }
    }

    #[track_caller]
    fn finds(name: &str, typed: &[&str]) {
        let searched = SearchTerms::new([name], &Readings::default(), TABLES);
        for typed in typed {
            check_found(&searched, typed, true);
            check_found(&searched, &format!("{typed}zq"), false);
        }
    }

    #[test]
    fn diacritics_are_ignored() {
        finds(
            "Trần Đặng Quỳnh Ngân",
            &["tran", "dang", "Đặng", "DANG QUYNH", "ngan", "tdqn", "Tra\u{302}\u{300}n"],
        );
        finds("Łukasz Żółkiewski", &["lukasz", "zolkiewski", "ŁUKASZ", "lz"]);
        finds("Søren Ærø", &["soren", "aero", "sa"]);
        finds("Weiß Großmann", &["weiss", "WEISS", "grossmann", "großmann"]);
        finds("İpek Yıldız", &["ipek", "yildiz", "YILDIZ", "iy"]);
        finds("Γιώργος Σοφός", &["γιωργος", "ΣΟΦΟΣ"]);
        finds("Артём Королёв", &["артем", "королев"]);
        finds("が Ko\u{308}nig", &["か", "konig", "könig"]);
        finds("O’Brien D'Souza", &["obrien", "o'brien", "o’brien", "dsouza", "od"]);
        finds("ＡＮＮＡ　Ｌｉｕ", &["anna", "ａｎｎａ", "liu", "al"]);
        finds("ﬁlm №5", &["film", "no5"]);
    }

    #[test]
    fn vowel_signs_and_tatweel_are_ignored() {
        let plain = "\u{645}\u{62d}\u{645}\u{62f}";
        let pointed = "\u{645}\u{64f}\u{62d}\u{64e}\u{645}\u{651}\u{64e}\u{62f}";
        let stretched = "\u{645}\u{62d}\u{640}\u{640}\u{645}\u{62f}";
        for name in [plain, pointed, stretched] {
            finds(name, &[plain, pointed, stretched]);
        }
        finds("أحمد", &["احمد", "أحمد"]);
        finds("فاطمة", &["فاطمه", "فاطمة"]);
        finds("٣ شجرات", &["3"]);
        finds("שָׁלוֹם", &["שלום"]);
    }

    #[test]
    fn queries_with_diacritics_match_plain_names() {
        finds("Nguyen Van", &["nguyễn", "văn"]);
        check_found(
            &SearchTerms::new(["Thảo"], &Readings::default(), TABLES),
            "tham",
            false,
        );
    }
}
