//! Errors of the strict JSON reader, in the current language.

use std::borrow::Cow;

use hallboard_score::{
    FoundType, Inconsistency, JsonFault, KnownWords, PointsError, SyntaxFault, WantedType,
};

/// The text for a JSON error.
pub(crate) fn json_fault_text(fault: &JsonFault) -> String {
    let text: Cow<'_, str> = match fault {
        JsonFault::End => t!("shape.end"),
        JsonFault::Trailing => t!("shape.trailing"),
        JsonFault::Syntax(fault) => t!("shape.syntax", what = syntax(*fault)),
        JsonFault::Type { found, wanted } => {
            t!("shape.type", found = found_type(*found), wanted = wanted_type(*wanted))
        }
        JsonFault::Length { found, wanted } => {
            t!("shape.length", found = found, wanted = wanted)
        }
        JsonFault::OutOfBounds => t!("shape.out_of_bounds"),
        JsonFault::UnknownField { field, .. } => t!("shape.unknown_field", name = field),
        JsonFault::FieldOfOtherKind { field, kind } => {
            t!("shape.field_of_other_kind", name = field, kind = kind)
        }
        JsonFault::DuplicateField { field } => t!("shape.duplicate", name = field),
        JsonFault::MissingField { field } => t!("shape.missing", name = field),
        JsonFault::UnknownWord { word, expected } => {
            t!("shape.word", name = word, expected = known_words(*expected))
        }
        JsonFault::NotWhole { found, low, high } => {
            t!("shape.whole", found = found, low = low, high = high)
        }
        JsonFault::Day(error) => t!("shape.date", found = error.found()),
        JsonFault::Points { why, found } => match why {
            PointsError::NotANumber => t!("shape.number", found = found),
            PointsError::TooFine => t!("shape.too_fine", found = found),
            PointsError::TooLarge => t!("shape.too_large", found = found),
        },
        JsonFault::ManyNames { limit } => t!("shape.many_names", limit = limit),
        JsonFault::SecondId { id, list } => {
            t!("shape.twice_in", name = id, list = list)
        }
        JsonFault::MinAboveMax { min, max } => {
            t!("shape.min_above_max", min = min, max = max)
        }
        JsonFault::BaseOutside { base } => t!("shape.base_outside", base = base),
        JsonFault::DeedsMinAbove { min } => t!("shape.deeds_min_above", min = min),
        JsonFault::DeedsMaxBelow { max } => t!("shape.deeds_max_below", max = max),
        JsonFault::NegativeCost { cost } => t!("shape.negative_cost", cost = cost),
        JsonFault::ScopeOfHousehold => t!("shape.scope_of_household"),
        JsonFault::ScopeOfResident => t!("shape.scope_of_resident"),
        JsonFault::ConsentSubject => t!("shape.consent"),
        JsonFault::ChangedToWhat => t!("shape.changed_to_what"),
        JsonFault::NotChanged => t!("shape.not_changed"),
        JsonFault::InEntry { fault, id } => {
            t!("shape.in_entry", what = json_fault_text(fault), id = id)
        }
        JsonFault::Refused(what) => t!("shape.other", what = what),
    };
    text.into_owned()
}

/// The text for two parts of a ledger that contradict each other.
pub(crate) fn inconsistency_text(inconsistency: &Inconsistency) -> String {
    let text = match inconsistency {
        Inconsistency::SecondRulebook => t!("shape.two_rulebooks"),
        Inconsistency::SecondId => t!("shape.twice"),
        Inconsistency::PointsOfRating { entry } => {
            t!("shape.points_of_rating", entry = entry)
        }
        Inconsistency::StarsOfDeed { entry } => t!("shape.stars_of_deed", entry = entry),
    };
    text.into_owned()
}

fn syntax(fault: SyntaxFault) -> Cow<'static, str> {
    match fault {
        SyntaxFault::Value => t!("shape.syntax_value"),
        SyntaxFault::List => t!("shape.syntax_list"),
        SyntaxFault::Object => t!("shape.syntax_object"),
        SyntaxFault::Key => t!("shape.syntax_key"),
        SyntaxFault::Colon => t!("shape.syntax_colon"),
        SyntaxFault::Digit => t!("shape.syntax_digit"),
        SyntaxFault::Control => t!("shape.syntax_control"),
        SyntaxFault::Escape => t!("shape.syntax_escape"),
        SyntaxFault::Character => t!("shape.syntax_character"),
    }
}

fn known_words(known: KnownWords) -> Cow<'static, str> {
    let list = |words: &[&str]| {
        let quoted = words.iter().map(|it| t!("shape.quoted_word", word = it));
        quoted.collect::<Vec<_>>().join(&t!("shape.between_words"))
    };
    match known {
        KnownWords::OneOf(words) => list(words).into(),
        KnownWords::Scopes { resident, household } => t!(
            "shape.words_of_scopes",
            resident = list(resident),
            household = list(household)
        ),
        KnownWords::Lasts => t!("shape.words_of_lasts"),
    }
}

fn found_type(found: FoundType) -> Cow<'static, str> {
    match found {
        FoundType::Text => t!("shape.found_text"),
        FoundType::Object => t!("shape.found_object"),
        FoundType::List => t!("shape.found_list"),
        FoundType::Boolean => t!("shape.found_boolean"),
        FoundType::Null => t!("shape.found_null"),
        FoundType::Number => t!("shape.found_number"),
    }
}

fn wanted_type(wanted: WantedType) -> Cow<'static, str> {
    match wanted {
        WantedType::Text => t!("shape.wanted_text"),
        WantedType::Object => t!("shape.wanted_object"),
        WantedType::List => t!("shape.wanted_list"),
        WantedType::Number => t!("shape.wanted_number"),
        WantedType::True => t!("shape.wanted_true"),
    }
}
