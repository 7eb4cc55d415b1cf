//! The pinyin readings of the Chinese characters in a publication, for search.

use std::collections::BTreeSet;

use hallboard_feed::{Readings, Snapshot};
use pinyin::ToPinyinMulti;

/// All readings of the characters in names of residents and deeds: the first reading is
/// often wrong for a surname.
pub(super) fn of(snapshot: &Snapshot) -> Readings {
    let names = snapshot.residents.names.iter().map(String::as_str);
    let deeds = snapshot.rulebooks.iter().flat_map(|book| &book.deeds);
    let deeds = deeds.flat_map(|deed| deed.names.iter().map(|(_, name)| name));
    let characters: BTreeSet<char> = names.chain(deeds).flat_map(str::chars).collect();
    Readings::new(characters.into_iter().filter_map(|character| {
        let readings = character.to_pinyin_multi()?.into_iter();
        Some((character, readings.map(|reading| syllable(reading.plain())).collect()))
    }))
}

/// A syllable in letters from a to z; `ü` is typed as `v`.
fn syllable(plain: &str) -> String {
    let letter = |letter: char| match letter {
        'ü' => 'v',
        'ê' => 'e',
        other => other,
    };
    plain.chars().map(letter).filter(char::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(character: char, expected: &[&str]) {
        let readings: BTreeSet<String> = character
            .to_pinyin_multi()
            .into_iter()
            .flatten()
            .map(|it| syllable(it.plain()))
            .collect();
        for reading in expected {
            assert!(readings.contains(*reading), "{character}: {readings:?}");
        }
        assert!(readings.iter().all(|it| !it.is_empty()), "{character}: {readings:?}");
    }

    #[test]
    fn surnames_have_their_special_readings() {
        check('翟', &["zhai"]);
        check('单', &["shan", "dan"]);
        check('仇', &["qiu", "chou"]);
        check('曾', &["zeng", "ceng"]);
        check('解', &["xie", "jie"]);
        check('任', &["ren"]);
        check('查', &["zha", "cha"]);
        check('吕', &["lv"]);
        check('区', &["ou", "qu"]);
    }

    #[test]
    fn readings_are_lower_case_syllables() {
        for character in '\u{4e00}'..='\u{9fff}' {
            for reading in character.to_pinyin_multi().into_iter().flatten() {
                assert!(!syllable(reading.plain()).is_empty(), "{character}");
            }
        }
    }
}
