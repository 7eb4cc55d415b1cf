//! The limits of a letter's contents, and the errors for files that are not letters.

use hallboard_feed::letter::{
    Field, Letter, LetterBody, LetterFault, LetterKind, NAME_LIMIT, Proof, Sender,
    TEXT_LIMIT, Token, clean_line, clean_text,
};
use hallboard_score::Scope;
use serde_json::{Value, json};

use super::letters::{HALL, day, letter, sender};

fn value(kind: LetterKind) -> Value {
    serde_json::from_str(&letter(kind, Some("text")).to_json()).unwrap()
}

#[track_caller]
fn check(kind: LetterKind, change: &[(&str, Value)], expected: LetterFault) {
    let mut json = value(kind);
    for (field, value) in change {
        match value {
            Value::Null => json.as_object_mut().unwrap().remove(*field),
            value => json.as_object_mut().unwrap().insert((*field).into(), value.clone()),
        };
    }
    // The error is specific, although the order of the fields differs too.
    let text = json.to_string();
    assert_eq!(Letter::from_json(text.as_bytes(), HALL), Err(expected), "{text}");
}

#[test]
fn format_equals_the_documented_example() {
    let thanks = letter(LetterKind::Thanks, Some("谢谢"));
    assert_eq!(
        thanks.to_json(),
        "{\"format\":\"hallboard-letter/1\",\"hall\":\"yangqiao\",\
         \"id\":\"09090909090909090909090909090909\",\"written\":\"2026-11-23T04:44:00Z\",\
         \"guest\":\"王芳\",\"kind\":\"thanks\",\"resident\":\"李娜\",\"deed\":\"help\",\
         \"date\":\"2026-11-22\",\"text\":\"谢谢\"}"
    );
    let mut named = letter(LetterKind::Concern, Some("烟"));
    let unnamed = named.to_json();
    let LetterBody::Concern { named: agrees, .. } = &mut named.kind else {
        panic!("a concern")
    };
    *agrees = true;
    let agreed = unnamed.replace("\"烟\"}", "\"烟\",\"named\":true}");
    assert_eq!(named.to_json(), agreed);
    assert_eq!(Letter::from_json(agreed.as_bytes(), HALL), Ok(named));
    let consent = letter(LetterKind::Consent, None).to_json();
    let end = "\"own\":\"02020202020202020202020202020202\",\"kind\":\"consent\",\
               \"scopes\":[\"score\",\"board\",\"history\",\"thanks\"]}";
    assert!(consent.ends_with(end), "{consent}");
}

#[test]
fn invalid_fields_are_named() {
    use LetterKind::{Concern, Consent, Copy, OwnDeed, Reply, Thanks, Wish};
    let unread = |field, got: &str| LetterFault::InvalidField { field, got: got.into() };
    let missing = |kind, field| LetterFault::Missing { kind, field };
    let odd = |kind, field| LetterFault::UnexpectedField { kind, field };
    let null = Value::Null;
    check(
        Thanks,
        &[("format", json!("hallboard-letter/2")), ("new", json!(1))],
        LetterFault::OtherFormat { got: "hallboard-letter/2".into() },
    );
    check(
        Thanks,
        &[("hall", json!("mill"))],
        LetterFault::OtherHall { expected: HALL.into(), got: "mill".into() },
    );
    check(
        Thanks,
        &[("kind", json!("curse\u{202e}"))],
        LetterFault::OtherKind { got: "curse\u{fffd}".into() },
    );
    let id = "0909090909090909090909090909090A";
    check(Thanks, &[("id", json!(id))], unread(Field::Id, id));
    check(Thanks, &[("written", json!("today"))], unread(Field::Written, "today"));
    check(Thanks, &[("date", json!("2026-02-30"))], unread(Field::Date, "2026-02-30"));
    check(Concern, &[("card", json!("01"))], unread(Field::Card, "…"));
    check(Consent, &[("scopes", json!(["sign"]))], unread(Field::Scopes, "sign"));
    check(Thanks, &[("card", json!("01"))], LetterFault::SenderCount { found: 2 });
    check(Thanks, &[("guest", null.clone())], LetterFault::SenderCount { found: 0 });
    check(Thanks, &[("resident", null.clone())], missing(Thanks, Field::Resident));
    check(Concern, &[("text", null.clone())], missing(Concern, Field::Text));
    check(Reply, &[("entry", null.clone())], missing(Reply, Field::Entry));
    check(Wish, &[("reward", null.clone())], missing(Wish, Field::Reward));
    check(Consent, &[("scopes", null)], missing(Consent, Field::Scopes));
    check(OwnDeed, &[("resident", json!("李娜"))], odd(OwnDeed, Field::Resident));
    check(Copy, &[("scopes", json!([]))], odd(Copy, Field::Scopes));
    for kind in [OwnDeed, Reply, Consent, Wish, Copy] {
        check(kind, &[("named", json!(true))], odd(kind, Field::Named));
    }
}

#[test]
fn values_out_of_bounds_are_named() {
    use LetterKind::{Concern, Consent, OwnDeed, Reply, Thanks};
    let long = |field, limit| LetterFault::Long { field, limit };
    let character = |field, found| LetterFault::Character { field, found };
    let name = |name: &str| json!(name);
    let empty = |field| LetterFault::Empty { field };
    check(Thanks, &[("guest", name(" "))], empty(Field::Guest));
    check(Concern, &[("text", name("\n \n"))], empty(Field::Text));
    check(Reply, &[("entry", name(""))], empty(Field::Entry));
    let wide = "好".repeat(NAME_LIMIT);
    check(Thanks, &[("guest", name(&(wide + "x")))], long(Field::Guest, NAME_LIMIT));
    let wide = "好".repeat(TEXT_LIMIT);
    check(Thanks, &[("text", name(&(wide + "x")))], long(Field::Text, TEXT_LIMIT));
    check(Thanks, &[("deed", name(&"a".repeat(101)))], long(Field::Deed, 100));
    check(Thanks, &[("resident", name("a\nb"))], character(Field::Resident, '\n'));
    check(Thanks, &[("text", name("a\tb"))], character(Field::Text, '\t'));
    check(Thanks, &[("text", name("a\rb"))], character(Field::Text, '\r'));
    for found in ['\0', '\u{1b}', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}', '\u{e0041}']
    {
        let text = format!("a{found}b");
        check(Thanks, &[("text", name(&text))], character(Field::Text, found));
        check(Thanks, &[("guest", name(&text))], character(Field::Guest, found));
        assert_eq!(clean_text(&text), "ab");
    }
    let written = letter(Thanks, None).written;
    let future = LetterFault::Future { date: day("2026-11-25"), written };
    check(OwnDeed, &[("date", json!("2026-11-25"))], future);
    let twice = LetterFault::Twice { scope: Scope::Board };
    check(Consent, &[("scopes", json!(["board", "score", "board"]))], twice);
}

#[test]
fn only_flat_objects_of_texts_are_letters() {
    let fine = letter(LetterKind::Thanks, None).to_json();
    let deep = "[".repeat(2000);
    for (what, json) in [
        ("empty", String::new()),
        ("a list", format!("[{fine}]")),
        ("in the order of its fields", "[\"hallboard-letter/1\"]".into()),
        ("deep", deep.clone()),
        ("deep in a field", fine.replace("\"help\"", &deep)),
        ("more behind it", format!("{fine}{fine}")),
        ("twice", fine.replace("\"deed\"", "\"deed\":\"a\",\"deed\"")),
        ("null", fine.replace("\"help\"", "null")),
        ("a number", fine.replace("\"help\"", "1")),
        ("unknown", fine.replace("\"deed\"", "\"points\":\"100\",\"deed\"")),
        ("named or not", fine.replace("}", ",\"named\":false}")),
        ("named by a word", fine.replace("}", ",\"named\":\"true\"}")),
        ("named twice", fine.replace("}", ",\"named\":true,\"named\":true}")),
        ("half a character", fine.replace("help", "\\ud800")),
    ] {
        let read = Letter::from_json(json.as_bytes(), HALL);
        assert!(matches!(read, Err(LetterFault::Shape { .. })), "{what}: {read:?}");
    }
    assert!(Letter::from_json(b"{\"\xff\":1}", HALL).is_err());
}

/// A card read by the page for letters is not enough to act in a person's name.
#[test]
fn each_kind_needs_its_proof() {
    use LetterKind as K;
    let needs = |kind: K| match kind {
        K::OwnDeed | K::Thanks => Proof::NameOnly,
        K::Concern | K::Wish | K::Correction | K::Copy => Proof::Card,
        K::Reply | K::Consent | K::Erasure => Proof::Own,
    };
    for kind in K::ALL.iter().copied() {
        for given in [Proof::NameOnly, Proof::Card, Proof::Own] {
            let mut letter = letter(kind, None);
            letter.sender = sender(given);
            let needs = needs(kind);
            let expected = match given < needs {
                true => Err(LetterFault::Proof { kind, needs, given }),
                false => Ok(()),
            };
            assert_eq!(letter.check(), expected, "{kind} by {given}");
        }
    }
}

#[test]
fn letter_out_of_bounds_is_not_sealed() {
    let mut wrong = letter(LetterKind::Thanks, None);
    wrong.sender = Sender::Guest { name: "\u{202e}".into() };
    let sealed = wrong.seal(&super::letters::secret().public(), [1; 32]);
    let (field, found) = (Field::Guest, '\u{202e}');
    assert_eq!(sealed, Err(LetterFault::Character { field, found }));
    wrong.sender = Sender::Card { token: Token::new([0; 16]) };
    assert!(wrong.seal(&super::letters::secret().public(), [1; 32]).is_ok());
}

#[test]
fn typed_text_is_cleaned() {
    for (typed, text, line) in [
        (" a\r\nb\rc ", "a\nb\nc", "a b c"),
        ("a\tb\u{2028}c", "a b\nc", "a b c"),
        ("\u{202e}evil\u{202c}", "evil", "evil"),
        ("\u{feff}王\u{3000}芳", "王\u{3000}芳", "王 芳"),
        (" \n ", "", ""),
    ] {
        assert_eq!(clean_text(typed), text, "{typed:?}");
        assert_eq!(clean_line(typed), line, "{typed:?}");
    }
}
