//! Typed card numbers, and scanned and pasted cards.

use hallboard_feed::sealed::{Card, CodeFault, Secret};
use proptest::prelude::*;

const SECRET: [u8; 16] =
    *b"\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff";

#[track_caller]
fn check(typed: &str, expected: Result<[u8; 16], CodeFault>) {
    let read = Secret::typed(typed).map(|secret| *secret.bytes());
    assert_eq!(read, expected, "{typed:?}");
}

fn code() -> String {
    Secret::new(SECRET).code()
}

/// Computed with another program: the last two characters make both sums zero.
#[test]
fn code_of_a_known_secret() {
    assert_eq!(code(), "0024H36H2NCSVRH6DAQF6DVVQZ5C");
    assert_eq!(Secret::new([0; 16]).code(), "0".repeat(28));
}

#[test]
fn codes_are_read_in_any_spelling() {
    let code = code();
    let groups = Secret::new(SECRET).groups();
    assert_eq!(groups.concat(), code);
    assert_eq!(groups.len(), 7);
    check(&code, Ok(SECRET));
    check(&groups.join(" "), Ok(SECRET));
    check(&groups.join("-").to_lowercase(), Ok(SECRET));
    check(&format!("  {}\r\n", groups.join(" – ")), Ok(SECRET));
    check(&code.replace('0', "O").replace('1', "l"), Ok(SECRET));
    check(&code.replace('V', "u"), Ok(SECRET));
    let wide: String = code
        .chars()
        .map(|c| char::from_u32(u32::from(c) - 0x21 + 0xff01).unwrap())
        .collect();
    check(&wide, Ok(SECRET));
}

#[test]
fn code_faults_are_named() {
    let code = code();
    check("", Err(CodeFault::Empty));
    check(" - ", Err(CodeFault::Empty));
    check(&code[1..], Err(CodeFault::Length { found: 27 }));
    check(&format!("{code}0"), Err(CodeFault::Length { found: 29 }));
    check(&code.replacen('0', "张", 1), Err(CodeFault::Character { found: '张' }));
    // The highest characters encode more bits than a secret has.
    check(&"Z".repeat(28), Err(CodeFault::Check { group: None }));
}

#[test]
fn one_wrong_character_is_located_by_group() {
    let right: Vec<char> = code().chars().collect();
    for place in 0..right.len() {
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
            if other == right[place] {
                continue;
            }
            let mut wrong = right.clone();
            wrong[place] = other;
            let group = Some(place / 4 + 1);
            check(&String::from_iter(wrong), Err(CodeFault::Check { group }));
        }
    }
}

#[test]
fn swapped_characters_are_detected() {
    let right: Vec<char> = code().chars().collect();
    for first in 0..right.len() {
        for second in first + 1..right.len() {
            let mut wrong = right.clone();
            wrong.swap(first, second);
            if wrong != right {
                let read = Secret::typed(&String::from_iter(wrong));
                assert!(matches!(read, Err(CodeFault::Check { .. })), "{first} {second}");
            }
        }
    }
}

proptest! {
    #[test]
    fn codes_round_trip(secret: [u8; 16]) {
        let code = Secret::new(secret).code();
        prop_assert_eq!(code.len(), 28);
        prop_assert_eq!(*Secret::typed(&code).unwrap().bytes(), secret);
    }

    #[test]
    fn two_wrong_characters_are_detected(
        secret: [u8; 16], places in (0_usize..28, 0_usize..28), by in (1_u8..32, 1_u8..32),
    ) {
        let alphabet = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut word = Secret::new(secret).code().into_bytes();
        for (place, by) in [(places.0, by.0), (places.1, by.1)] {
            let number = alphabet.iter().position(|it| *it == word[place]).unwrap();
            word[place] = alphabet[number ^ usize::from(by)];
        }
        let typed = String::from_utf8(word).unwrap();
        prop_assume!(typed != Secret::new(secret).code());
        let noticed = matches!(Secret::typed(&typed), Err(CodeFault::Check { .. }));
        prop_assert!(noticed);
    }

    #[test]
    fn any_typed_text_is_read_or_refused(text in ".{0,60}") {
        let _read = Card::read(&text).is_ok();
    }
}

#[test]
fn cards_are_read_from_links_and_codes() {
    let card = Card {
        secret: Secret::new(SECRET),
        key_id: Some("E7620F1842B4E81F".to_owned()),
        least_version: 1_795_409_040,
    };
    let fragment = card.fragment();
    assert_eq!(fragment, format!("{}.E7620F1842B4E81F.1795409040", code()));
    let typed = Card { key_id: None, least_version: 0, ..card.clone() };
    for (text, expected) in [
        (fragment.clone(), &card),
        (format!("#{}", fragment.to_lowercase()), &card),
        (format!("https://hall.example/board/me/#{fragment}"), &card),
        (format!(" https://hall.example/me/#{fragment}\n"), &card),
        (code(), &typed),
        (Secret::new(SECRET).groups().join("."), &typed),
        (typed.fragment(), &typed),
    ] {
        assert_eq!(Card::read(&text).as_ref(), Ok(expected), "{text}");
    }
}

/// Text that messengers, scanners and people append to a link.
const APPENDED: [&str; 24] = [
    "#wechat_redirect",
    "#rd",
    "?from=singlemessage",
    "?from=timeline&isappinstalled=0",
    "&from=timeline",
    "%20",
    "%E3%80%82",
    "%25E3%2580%2582",
    "%3Ffrom%3Dgroupmessage",
    "%23rd",
    ".",
    "。",
    ",",
    " ",
    "\n",
    ")",
    "”",
    "！请打开",
    " please open",
    "/",
    "\u{200b}",
    "\u{feff}。",
    ". #wechat_redirect",
    "?from=singlemessage#wechat_redirect#rd",
];

#[test]
fn text_after_a_link_is_ignored() {
    let card = Card {
        secret: Secret::new(SECRET),
        key_id: Some("E7620F1842B4E81F".to_owned()),
        least_version: 1_795_409_040,
    };
    let (fragment, code) = (card.fragment(), code());
    let typed = Card { key_id: None, least_version: 0, ..card.clone() };
    let links = [
        "",
        "#",
        "https://hall.example/me/#",
        "https://hall.example/me/?lang=en&from=x#",
    ];
    let before = ["", "rd#", "wechat_redirect#", "?from=singlemessage#", "%20", "/", "#"];
    for appended in APPENDED {
        for (text, expected) in [(&fragment, &card), (&code, &typed)] {
            for (link, before) in
                links.iter().flat_map(|it| before.map(|before| (it, before)))
            {
                let text = format!("{link}{before}{text}{appended}");
                assert_eq!(Card::read(&text).as_ref(), Ok(expected), "{text}");
            }
        }
    }
    let encoded = format!("https://hall.example/me/%23{}", fragment.replace('.', "%2E"));
    assert_eq!(Card::read(&encoded), Ok(card.clone()));
    let without_version = format!("{code}.E7620F1842B4E81F");
    let without_version = Card::read(&without_version).unwrap();
    assert_eq!((without_version.key_id, without_version.least_version), (card.key_id, 0));
}

#[test]
fn damaged_code_in_a_link_is_reported() {
    let code = code();
    let key = ".E7620F1842B4E81F.1795409040";
    let other = code.replacen('H', "J", 1);
    let damaged = [
        (code[1..].to_owned(), CodeFault::Length { found: 27 }),
        (format!("{code}0"), CodeFault::Length { found: 29 }),
        (code[..9].to_owned(), CodeFault::Length { found: 9 }),
        (code.replacen('H', "*", 1), CodeFault::Character { found: '*' }),
        (code.replacen('H', "张", 1), CodeFault::Character { found: '张' }),
        (other, CodeFault::Check { group: Some(2) }),
    ];
    for (damaged, fault) in damaged {
        for key in ["", key] {
            for appended in
                ["", "#wechat_redirect", "?from=singlemessage", "%E3%80%82", "."]
            {
                let text = format!("https://hall.example/me/#{damaged}{key}{appended}");
                assert_eq!(Card::read(&text), Err(fault), "{text}");
                let text = format!("{damaged}{key}{appended}");
                assert_eq!(Card::read(&text), Err(fault), "{text}");
            }
        }
    }
    for nothing in
        ["", "#", "wechat_redirect", "https://hall.example/me/#rd", "?from=x", "%20"]
    {
        assert_eq!(Card::read(nothing), Err(CodeFault::Empty), "{nothing}");
    }
    let groups = Secret::new(SECRET).groups().join(" ");
    let twice = Card::read(&format!("{} {groups}", &groups[..4]));
    assert_eq!(twice, Err(CodeFault::Length { found: 32 }));
}

#[test]
fn debug_and_errors_show_no_secret() {
    let card = Card { secret: Secret::new(SECRET), key_id: None, least_version: 0 };
    assert_eq!(
        format!("{card:?}"),
        "Card { secret: Secret(…), key_id: None, least_version: 0 }"
    );
}
