//! Codes out of order, incomplete, misread and malformed.

use proptest::prelude::*;

use super::*;

fn at(unix: i64) -> Instant {
    Instant::from_unix(unix).unwrap()
}

/// Bytes of the size of a sealed letter, and their name.
fn letter(size: usize, seed: u8) -> (String, Vec<u8>) {
    let bytes: Vec<u8> = (0..size).map(|place| (place * 31 % 251) as u8 ^ seed).collect();
    let name = file_name(&bytes).strip_suffix(".letter").unwrap().to_owned();
    (name, bytes)
}

fn codes(name: &str, bytes: &[u8], characters: usize) -> Vec<String> {
    let text = Base64UrlUnpadded::encode_string(bytes);
    let parts: Vec<&[u8]> = text.as_bytes().chunks(characters).collect();
    let of = parts.len();
    let code = |(at, part): (usize, &&[u8])| {
        format!("HBL1:{name}:{}/{of}:{}", at + 1, std::str::from_utf8(part).unwrap())
    };
    parts.iter().enumerate().map(code).collect()
}

fn read(codes: &mut Codes, lines: &[String]) -> CodesRead {
    codes.read("scanned.txt", at(100), &lines.join("\r\n"))
}

proptest! {
    #[test]
    fn codes_in_any_order_and_several_texts_give_each_letter(
        sizes in prop::collection::vec(0_usize..3, 1..4),
        characters in 40_usize..700,
        order in any::<prop::sample::Index>().prop_map(|it| it.index(997)),
        lost in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let letters: Vec<(String, Vec<u8>)> = (0..)
            .zip(&sizes)
            .map(|(seed, size)| letter(LETTER_SIZES[*size], seed))
            .collect();
        let mut lines: Vec<String> = letters
            .iter()
            .flat_map(|(name, bytes)| {
                // A letter has at most this many codes.
                codes(name, bytes, characters)
            })
            .collect();
        // A pseudo-random order that depends only on a number.
        lines.sort_by_key(|line| file_name(format!("{order}{line}").as_bytes()));
        let lost = lines.remove(lost.index(lines.len()));
        let mut gathered = Codes::default();
        let (first, second) = lines.split_at(cut.index(lines.len() + 1));
        for lines in [first, second, first] {
            let read = read(&mut gathered, lines);
            prop_assert_eq!((read.faults, read.more), (vec![], false));
        }
        let lost_of = lost.split(':').nth(1).unwrap();
        let number = lost.split(':').nth(2).unwrap().split('/').next().unwrap();
        for (name, bytes) in &letters {
            let complete = gathered.assemble(name).map(|it| it.0);
            prop_assert_eq!(complete, (name != lost_of).then(|| bytes.clone()));
        }
        let gaps = gathered.gaps();
        let missing = vec![number.parse::<u16>().unwrap()];
        prop_assert_eq!(gaps.len(), 1);
        prop_assert_eq!((gaps[0].name.as_str(), &gaps[0].missing), (lost_of, &missing));
        read(&mut gathered, &[lost]);
        prop_assert_eq!(gathered.gaps(), vec![]);
        for (name, bytes) in letters {
            prop_assert_eq!(gathered.assemble(&name), Some((bytes, at(100))));
        }
    }

    #[test]
    fn any_text_is_read_to_its_end(text in "(HBL1:|[a-f0-9]{32}|[:/0-9A-Za-z_\n -]){0,40}") {
        let mut gathered = Codes::default();
        let read = gathered.read("x", at(1), &text);
        prop_assert_eq!(read.letters.is_empty(), gathered.names().is_empty());
        prop_assert_eq!(gathered.gaps().len(), gathered.names().len());
    }
}

#[test]
fn invalid_codes_are_reported_with_their_lines() {
    let name = "0123456789abcdef0123456789abcdef";
    let check = |code: &str, expected: &[(usize, CodeFault)]| {
        let mut gathered = Codes::default();
        let read = gathered.read("x", at(1), &format!("Hello\n\n{code}\nLi"));
        assert_eq!(read.faults, expected, "{code}");
        assert!(read.more);
    };
    let one = |fault| vec![(3, fault)];
    check(&format!("HBL1:{name}:1/2:ab"), &[]);
    check(&format!("\"2026\",\"HBL1:{name}:1/2:ab\""), &[]);
    check(&format!("HBL1:{name}:1/2:ab+"), &[]);
    check("HBL1:", &one(CodeFault::Name));
    check("HBL1:0123:1/2:ab", &one(CodeFault::Name));
    check(&format!("HBL1:{}:1/2:ab", name.to_uppercase()), &one(CodeFault::Name));
    check(&format!("HBL1:{name}"), &one(CodeFault::Number));
    check(&format!("HBL1:{name}:ab"), &one(CodeFault::Number));
    for number in ["0/2", "3/2", "01/2", "1/", "/2", "1/1000", "1/99999999", "a/b"] {
        check(&format!("HBL1:{name}:{number}:ab"), &one(CodeFault::Number));
    }
    check(&format!("HBL1:{name}:1/2:"), &one(CodeFault::Part));
    check(&format!("HBL1:{name}:1/2:a:b"), &one(CodeFault::Part));
    check(&format!("HBL1:{name}:1/2:a/b"), &one(CodeFault::Part));
    let long = "a".repeat(LONGEST + 1);
    check(&format!("HBL1:{name}:1/2:{long}"), &one(CodeFault::Part));
    // Two codes without a separator.
    let two = format!("HBL1:{name}:1/2:abHBL1:{name}:2/2:cd\nHBL1:x");
    check(&two, &[(4, CodeFault::Name)]);
}

#[test]
fn misread_code_is_corrected_by_a_second_reading() {
    let (name, bytes) = letter(LETTER_SIZES[1], 3);
    let right = codes(&name, &bytes, 600);
    let mut gathered = Codes::default();
    let mut lines = right.clone();
    lines[2] = format!("{}zzzzz", &right[2][..right[2].len() - 5]);
    lines[4].truncate(100);
    read(&mut gathered, &lines);
    let gap = gathered.gap(&name).unwrap();
    assert_eq!((gap.of, gap.missing), (10, vec![]));
    assert_eq!(gathered.gaps().len(), 1);
    read(&mut gathered, &right[4..5]);
    assert_eq!(gathered.assemble(&name), None);
    // A code may claim another total number.
    read(&mut gathered, &[format!("HBL1:{name}:1/2:ab")]);
    read(&mut gathered, &right[2..3]);
    assert_eq!(gathered.assemble(&name).map(|it| it.0), Some(bytes));
    assert_eq!(gathered.gaps(), []);
}

#[test]
fn memory_for_codes_is_bounded() {
    let mut gathered = Codes::default();
    let line = |name: usize, part: &str| format!("HBL1:{name:032x}:1/2:{part}");
    let many: Vec<String> = (0..LETTERS + 5).map(|it| line(it, "ab")).collect();
    let outcome = read(&mut gathered, &many);
    assert_eq!(outcome.letters.len(), LETTERS);
    assert_eq!(outcome.faults.first(), Some(&(LETTERS + 1, CodeFault::Many)));
    let readings: Vec<String> = (0..5).map(|it| line(0, &format!("c{it}"))).collect();
    assert_eq!(read(&mut gathered, &readings).faults.len(), 3);
    let huge = "a".repeat(LONGEST);
    let parts = (1..6).map(|it| format!("HBL1:{:032x}:{it}/9:{huge}", 1));
    let outcome = read(&mut gathered, &parts.collect::<Vec<_>>());
    assert_eq!(outcome.faults.len(), 3);
}

#[test]
fn consecutive_numbers_are_combined() {
    let check = |numbers: &[u16], expected| assert_eq!(spans(numbers), expected);
    check(&[], "");
    check(&[2], "2");
    check(&[2, 5, 6, 7, 9], "2, 5–7, 9");
    check(&[1, 2], "1–2");
}
