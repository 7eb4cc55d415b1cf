//! Handwriting: one notation, within limits, and harmless as a picture.

use hallboard_feed::letter::{
    Field, GRID_HEIGHT, GRID_WIDTH, GridPoint, HANDWRITING_LIMIT, HANDWRITTEN_NAME_LIMIT,
    Handwriting, HandwritingError, Letter, LetterFault, LetterKind, STROKE_BYTES_LIMIT,
    STROKE_POINTS_LIMIT, STROKES_LIMIT, Sender, Stroke,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::letters::{HALL, any_handwriting, handwriting_of, letter, point, stroke};

fn read(text: &str) -> Result<Handwriting, HandwritingError> {
    text.parse()
}

#[test]
fn format_equals_the_documented_example() {
    let strokes = vec![stroke(&[(0, 0), (2, 1)]), stroke(&[(511, 319)])];
    let handwriting = Handwriting::new(strokes).unwrap();
    assert_eq!(handwriting.to_string(), "AAAAhg.H_E_");
    assert_eq!(handwriting.to_svg_path(), "M0 0l2 1M511 319h0");
    assert_eq!(read("AAAAhg.H_E_"), Ok(handwriting.clone()));
    let mut concern = letter(LetterKind::Concern, Some("烟"));
    concern.handwriting = Some(handwriting.clone());
    let json = concern.to_json();
    assert!(json.ends_with("\"text\":\"烟\",\"handwriting\":\"AAAAhg.H_E_\"}"), "{json}");
    let without = json.replace("\"text\":\"烟\",", "");
    let read = Letter::from_json(without.as_bytes(), HALL).unwrap();
    assert_eq!(read.kind.text(), None, "it stands in place of the text");
    let mut guest = letter(LetterKind::Thanks, None);
    guest.sender = Sender::HandwrittenGuest { name: handwriting };
    let json = guest.to_json();
    assert!(
        json.contains("Z\",\"guest_handwriting\":\"AAAAhg.H_E_\",\"kind\""),
        "{json}"
    );
    assert_eq!(Letter::from_json(json.as_bytes(), HALL), Ok(guest));
}

#[test]
fn invalid_handwriting_is_reported_with_its_position() {
    use HandwritingError as E;
    let check = |text: &str, error| assert_eq!(read(text), Err(error), "{text}");
    check("", E::Empty);
    check(".", E::Incomplete { stroke: 0 });
    check("AAAA.", E::Incomplete { stroke: 1 });
    check("AAA", E::Incomplete { stroke: 0 });
    check("AAAA.AAAAh", E::Incomplete { stroke: 1 });
    check("AAAA AAAA", E::NotADigit { stroke: 0, found: b' ' });
    check("AAA=", E::NotADigit { stroke: 0, found: b'=' });
    check("AAAA.AAAA<>", E::NotADigit { stroke: 1, found: b'<' });
    check("AA\u{597d}", E::NotADigit { stroke: 0, found: 0xe5 });
    check("IAAA", E::OutsideGrid { stroke: 0, point: 0 });
    check("AAFA", E::OutsideGrid { stroke: 0, point: 0 });
    check("AAAAhgcf", E::OutsideGrid { stroke: 0, point: 2 });
    check("AAAAff", E::NotAStep { stroke: 0, point: 1 });
    check("AAAAh_", E::NotAStep { stroke: 0, point: 1 });
    let long = format!("AAAA{}", "gfef".repeat(STROKE_POINTS_LIMIT));
    check(&long, E::TooManyPoints { stroke: 0, got: 2 * STROKE_POINTS_LIMIT + 1 });
    let many = vec!["AAAA"; STROKES_LIMIT + 1].join(".");
    check(&many, E::TooManyStrokes { got: STROKES_LIMIT + 1 });
    let large = "A".repeat(HANDWRITING_LIMIT + 1);
    check(&large, E::TooLong { got: large.len(), limit: HANDWRITING_LIMIT });
    assert_eq!(Handwriting::new(Vec::new()), Err(E::Empty));
    let largest = handwriting_of(HANDWRITING_LIMIT);
    assert!(HANDWRITING_LIMIT - largest.bytes() < 5, "{}", largest.bytes());
    let mut more = largest.strokes().to_vec();
    more.push(stroke(&[(0, 0), (5, 5)]));
    assert!(matches!(Handwriting::new(more), Err(E::TooLong { .. })));
}

#[test]
fn handwriting_limit_covers_the_whole_letter() {
    let mut thanks = letter(LetterKind::Thanks, None);
    let mut check = |name: usize, words: usize, expected: Option<(Field, usize)>| {
        thanks.sender = Sender::HandwrittenGuest { name: handwriting_of(name) };
        thanks.handwriting = Some(handwriting_of(words));
        let found = thanks.check().map_err(|fault| match fault {
            LetterFault::Handwriting {
                field,
                error: HandwritingError::TooLong { limit, .. },
            } => (field, limit),
            other => panic!("{other}"),
        });
        assert_eq!(found.err(), expected, "{name} and {words}");
    };
    let (name, all) = (HANDWRITTEN_NAME_LIMIT, HANDWRITING_LIMIT);
    check(name, all - name, None);
    check(name + 8, 8, Some((Field::GuestHandwriting, name)));
    check(name, all - name + 8, Some((Field::Handwriting, all)));
}

#[test]
fn stroke_has_a_limited_number_of_points() {
    let mut stroke = Stroke::new(point(0, 0));
    assert!(stroke.draw_to(point(0, 0)), "where it is already");
    assert_eq!(stroke.len(), 1);
    let mut x = 0;
    while stroke.draw_to(point(x + 1, 0)) {
        x += 1;
    }
    assert_eq!(stroke.len(), STROKE_POINTS_LIMIT);
    assert_eq!(stroke.bytes() + 1, STROKE_BYTES_LIMIT);
    assert_eq!(stroke.last(), point(x, 0), "what has no room changes nothing");
}

/// Checks that a picture contains only the permitted elements.
fn assert_harmless(handwriting: &Handwriting) {
    let path = handwriting.to_svg_path();
    assert!(
        path.bytes()
            .all(|it| matches!(it, b'M' | b'l' | b'h' | b' ' | b'-' | b'0'..=b'9')),
        "{path}"
    );
    let svg = handwriting.to_svg();
    assert_eq!(svg.replace(&path, ""), EMPTY_SVG);
    assert!(svg.len() < 32_000, "{}", svg.len());
    let mut at = (0_i32, 0_i32);
    for piece in path.replace('M', "|M").replace('l', "|l").replace("h0", "").split('|') {
        let number = |it: &str| it.parse::<i32>().unwrap();
        let Some((x, y)) = piece.get(1..).and_then(|it| it.split_once(' ')) else {
            continue;
        };
        let (x, y) = (number(x), number(y));
        at = if piece.starts_with('M') { (x, y) } else { (at.0 + x, at.1 + y) };
        assert!((0..i32::from(GRID_WIDTH)).contains(&at.0), "{at:?}");
        assert!((0..i32::from(GRID_HEIGHT)).contains(&at.1), "{at:?}");
    }
}

const EMPTY_SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1048\" \
    height=\"664\" viewBox=\"-6 -6 524 332\">\n\
    <rect x=\"-6\" y=\"-6\" width=\"524\" height=\"332\" fill=\"white\"/>\n\
    <path fill=\"none\" stroke=\"black\" stroke-width=\"3\" stroke-linecap=\"round\" \
    stroke-linejoin=\"round\" d=\"\"/>\n</svg>\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn handwriting_round_trips(handwriting in any_handwriting()) {
        let text = handwriting.to_string();
        prop_assert_eq!(text.len(), handwriting.bytes());
        prop_assert_eq!(read(&text), Ok(handwriting.clone()));
        assert_harmless(&handwriting);
    }

    /// However a line is divided, it ends at its target, in small steps.
    #[test]
    fn drawn_lines_end_at_their_target(x in 0..GRID_WIDTH, y in 0..GRID_HEIGHT, to_x in 0..GRID_WIDTH, to_y in 0..GRID_HEIGHT) {
        let drawn = stroke(&[(x, y), (to_x, to_y)]);
        prop_assert_eq!(drawn.last(), point(to_x, to_y));
        let far = x.abs_diff(to_x).max(y.abs_diff(to_y));
        prop_assert_eq!(drawn.len(), 1 + usize::from(far.div_ceil(31)));
        prop_assert!(read(&Handwriting::new(vec![drawn]).unwrap().to_string()).is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Either refused, or drawn within limits and written again unchanged.
    #[test]
    fn arbitrary_stroke_lists_give_harmless_svg(
        junk in "[A-Za-z0-9_.-]{0,300}|[A-Z.\"<>&/ \\\\\u{0}\u{597d}]{0,60}|\\PC{0,60}",
        valid in any_handwriting(),
        places in proptest::collection::vec((any::<Index>(), any::<u8>()), 0..4),
        cut in any::<Index>(),
        repeated in 1..40_usize,
        way in 0..4_u8,
    ) {
        let mut text = valid.to_string().into_bytes();
        for (place, byte) in places {
            let at = place.index(text.len());
            text[at] = byte % 128;
        }
        let text = String::from_utf8(text).unwrap();
        let text = match way {
            0 => junk,
            1 => text,
            2 => vec![text; repeated].join("."),
            _ => text[..cut.index(text.len() + 1)].to_owned() + &junk,
        };
        if let Ok(handwriting) = read(&text) {
            assert_harmless(&handwriting);
            prop_assert_eq!(&handwriting.to_string(), &text);
            prop_assert!(handwriting.bytes() <= HANDWRITING_LIMIT);
            prop_assert!(handwriting.strokes().len() <= STROKES_LIMIT);
            prop_assert!(handwriting.strokes().iter().all(|it| it.len() <= STROKE_POINTS_LIMIT));
        }
        // In a letter: either refused as a whole, or read unchanged.
        let mut json: serde_json::Value =
            serde_json::from_str(&letter(LetterKind::Copy, None).to_json()).unwrap();
        json["handwriting"] = text.clone().into();
        prop_assert!(Letter::from_json(json.to_string().as_bytes(), HALL).is_err(), "the order");
        let by_hand = serde_json::Value::from(text.as_str());
        let ordered = letter(LetterKind::Copy, None).to_json();
        let ordered = ordered.replace('}', &format!(",\"handwriting\":{by_hand}}}"));
        let read = Letter::from_json(ordered.as_bytes(), HALL);
        prop_assert_eq!(read.is_ok(), text.parse::<Handwriting>().is_ok());
    }
}

#[test]
fn points_outside_the_grid_are_refused() {
    assert_eq!(GridPoint::new(GRID_WIDTH, 0), None);
    assert_eq!(GridPoint::new(0, GRID_HEIGHT), None);
    let corner = point(GRID_WIDTH - 1, GRID_HEIGHT - 1);
    assert_eq!((corner.x(), corner.y()), (511, 319));
}
