//! What the strict reader of JSON says, in the reader's language.
//!
//! The reader tells it as an English sentence, made partly by serde. The usual sentences
//! are known here by how they begin and translated; what is unknown is told as it is,
//! within a sentence that says so.

use super::words::fill;

/// How the usual sentences begin, and the key of their text; what stands between the
/// backticks behind it is `%{name}`, all of it `%{rest}`.
const SENTENCES: [(&str, &str); 22] = [
    ("missing field `", "missing"),
    ("unknown field `", "unknown_field"),
    ("duplicate field `", "duplicate"),
    ("invalid type: ", "type"),
    ("invalid value: ", "type"),
    ("invalid length ", "type"),
    ("unknown word `", "word"),
    ("not a whole number from ", "whole"),
    ("not a date between ", "date"),
    ("not a number", "number"),
    ("finer than a hundredth", "too_fine"),
    ("beyond 1000000 either way", "too_large"),
    ("an id that stands twice in its list", "twice"),
    ("two rulebooks from the same day", "two_rulebooks"),
    ("the id `", "twice_in"),
    ("a consent names either ", "consent"),
    ("EOF ", "end"),
    ("trailing characters", "trailing"),
    ("expected value", "syntax"),
    ("expected ", "syntax"),
    ("key must be a string", "syntax"),
    ("recursion limit exceeded", "syntax"),
];

/// What is wrong, in the language spoken.
pub(super) fn told(what: &str) -> String {
    let known = SENTENCES.iter().find(|(start, _)| what.starts_with(start));
    let (key, name) = match known {
        Some((start, key)) if start.ends_with('`') => {
            let rest = what.get(start.len()..).unwrap_or_default();
            (*key, rest.split('`').next().unwrap_or_default())
        }
        Some((_, key)) => (*key, ""),
        None => ("other", ""),
    };
    let rest = what.split_once(": ").map_or(what, |(_, rest)| rest);
    let expected = what.split_once(", expected ").map_or("", |(_, words)| words);
    let (low, high) = between(what).unwrap_or_default();
    let facts = [
        ("name", name),
        ("rest", rest),
        ("what", what),
        ("expected", expected.trim_start_matches("one of ")),
        ("low", low),
        ("high", high),
    ];
    fill(&format!("shape.{key}"), &facts.map(|(name, fact)| (name, fact.to_owned())))
}

/// The ends of `from 1 to 5:`.
fn between(what: &str) -> Option<(&str, &str)> {
    what.split_once(" from ")?.1.split_once(':')?.0.split_once(" to ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_sentences_are_known_by_how_they_begin() {
        let check = |what: &str, told_as: &str| assert_eq!(told(what), told_as, "{what}");
        check("missing field `kind`, in the entry `E2`", "the field `kind` is missing");
        check("not a whole number from 1 to 5: 6", "not a whole number from 1 to 5: 6");
        check(
            "unknown word `gossip`, expected one of `self`",
            "unknown word `gossip`, expected `self`",
        );
        check("EOF while parsing a list", "the file ends too early");
        check("something new", "this is no ledger: something new");
    }

    #[test]
    fn no_sentence_hides_another() {
        for (at, (start, _)) in SENTENCES.iter().enumerate() {
            let first = SENTENCES.iter().position(|(it, _)| start.starts_with(it));
            assert_eq!(first, Some(at), "{start}");
        }
    }
}
