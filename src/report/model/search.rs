//! Finding a deed or a name by some of its letters, or by the first letters of its pinyin.

use std::cmp::Ordering;

/// The first character of each letter in the browser's order by pinyin. No character is
/// read with i, u or v at its beginning. Of the 3,755 common characters, which GB 2312 has
/// in that order too, all but those that are read in two ways fall under their letter.
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

/// Characters that are read in two ways, as they stand in deeds and surnames, and a letter
/// each may begin with.
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

/// The first letters of a text: of each Chinese character those its pinyin may begin with,
/// of each word in letters its first; `compare` orders characters by pinyin, and hardly
/// anything else of it is known here.
#[must_use]
pub fn initials(text: &str, compare: &dyn Fn(char, char) -> Ordering) -> Vec<String> {
    let mut found = Vec::new();
    let mut within = false;
    for c in text.chars() {
        if let Some((_, letters)) = ALSO.iter().find(|(also, _)| *also == c) {
            found.push((*letters).to_owned());
            within = false;
        } else if is_han(c) {
            let after = FIRSTS.partition_point(|(_, first)| compare(*first, c).is_le());
            let letter = after.checked_sub(1).and_then(|at| FIRSTS.get(at));
            found.extend(letter.map(|(letter, _)| letter.to_string()));
            within = false;
        } else if !c.is_alphanumeric() {
            // An apostrophe ends no word.
            within = within && matches!(c, '\'' | '’');
        } else if !within || c.is_ascii_digit() {
            found.push(c.to_lowercase().collect());
            within = true;
        }
    }
    found
}

/// Whether these letters stand one after the other among first letters.
fn begins(typed: &str, initials: &[String]) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    let fits = |window: &[String]| {
        window.iter().zip(&typed).all(|(letters, typed)| letters.contains(*typed))
    };
    typed.is_empty() || initials.windows(typed.len()).any(fits)
}

/// Something that can be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// All it is called, in small letters.
    names: Vec<String>,
    /// The first letters of each.
    initials: Vec<Vec<String>>,
}

impl Searched {
    /// Something that is called so.
    pub fn new<'a>(
        names: impl IntoIterator<Item = &'a str>,
        compare: &dyn Fn(char, char) -> Ordering,
    ) -> Searched {
        let names: Vec<&str> = names.into_iter().collect();
        Searched {
            names: names.iter().map(|name| plain(name)).collect(),
            initials: names.iter().map(|name| initials(name, compare)).collect(),
        }
    }
}

/// Small letters, full-width forms as plain ones.
fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        _ => c,
    };
    text.chars().map(half).flat_map(char::to_lowercase).collect()
}

/// Whether what was typed finds it: every word of it stands in one of the names, or all of
/// it together in the first letters of one. Nothing finds everything.
#[must_use]
pub fn matches(typed: &str, it: &Searched) -> bool {
    let typed = plain(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let joined = words.concat();
    it.names.iter().any(|name| words.iter().all(|word| name.contains(word)))
        || it.initials.iter().any(|initials| begins(&joined, initials))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Orders the few characters of these tests as a browser does.
    fn by_pinyin(one: char, other: char) -> Ordering {
        const ORDER: &str =
            "阿八陈嚓道哒妸发旮桂河哈花讥咔垃圾妈拏噢妑七清呥仨他穵夕丫帀";
        // As their pinyin has it, and not as they stand above.
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

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(initials(text, &by_pinyin).concat(), expected, "{text}");
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
    fn what_is_read_in_two_ways_is_found_by_both() {
        let deed = Searched::new(["调理"], &by_pinyin);
        for (typed, found) in [("tl", true), ("dl", true), ("t", true), ("xl", false)] {
            assert_eq!(matches(typed, &deed), found, "{typed}");
        }
    }

    #[test]
    fn things_are_found_by_words_and_by_first_letters() {
        let deed = Searched::new(["清理河道垃圾", "Clearing the river"], &by_pinyin);
        for typed in
            ["", " ", "河道", "River", "river CLEAR", "qlhd", "hd lj", "ＱＬ", "ctr"]
        {
            assert!(matches(typed, &deed), "{typed}");
        }
        for typed in ["桂花", "lq", "river bank", "rc"] {
            assert!(!matches(typed, &deed), "{typed}");
        }
    }
}
