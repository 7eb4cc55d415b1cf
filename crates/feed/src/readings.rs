//! The readings of Chinese characters, for search.

use hallboard_score::{Failed, Json, Read};
use serde::{Serialize, Serializer};

/// The pinyin readings of Chinese characters, in lower-case Latin letters without tone
/// marks, by character. A character with several readings has all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings(Vec<(char, Vec<String>)>);

impl Readings {
    /// Readings by character; those of a repeated character are merged.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (char, Vec<String>)>) -> Readings {
        let mut pairs: Vec<(char, Vec<String>)> = pairs.into_iter().collect();
        pairs.sort();
        let mut readings: Vec<(char, Vec<String>)> = Vec::new();
        for (character, more) in pairs {
            match readings.last_mut() {
                Some((last, known)) if *last == character => known.extend(more),
                _ => readings.push((character, more)),
            }
        }
        for (_, known) in &mut readings {
            known.sort();
            known.dedup();
        }
        Readings(readings)
    }

    /// The readings of a character; empty for an unknown one.
    #[must_use]
    pub fn of(&self, character: char) -> &[String] {
        let place = self.0.binary_search_by_key(&character, |(known, _)| *known);
        let found = place.ok().and_then(|place| self.0.get(place));
        found.map_or(&[], |(_, readings)| readings)
    }

    /// All characters with their readings, by character.
    pub fn iter(&self) -> impl Iterator<Item = (char, &[String])> {
        self.0.iter().map(|(character, readings)| (*character, readings.as_slice()))
    }
}

impl Serialize for Readings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Read for Readings {
    /// No character may occur twice.
    fn read(json: &mut Json<'_>) -> Result<Readings, Failed> {
        let mut pairs: Vec<(char, Vec<String>)> = Vec::new();
        json.entries(&mut |json, key| {
            let mut characters = key.chars();
            let (Some(character), None) = (characters.next(), characters.next()) else {
                return Err(json.fault(format!("`{key}` is not one character")));
            };
            let readings: Vec<String> = Read::read(json)?;
            let is_syllable = |it: &String| {
                !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase())
            };
            if readings.is_empty() || !readings.iter().all(is_syllable) {
                return Err(json.fault("not a list of syllables in letters from a to z"));
            }
            pairs.push((character, readings));
            Ok(())
        })?;
        let count = pairs.len();
        let readings = Readings::new(pairs);
        if readings.0.len() < count {
            return Err(json.fault("a character occurs twice"));
        }
        Ok(readings)
    }
}
