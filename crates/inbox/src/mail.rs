//! Finds letters in mails.

use base64ct::{Base64, Encoding};
use hallboard_feed::letter::LETTER_SIZES;
use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::codes::has_codes;

/// The size limit of a mail, in bytes.
pub(super) const MAIL_LIMIT: usize = 4 << 20;
/// The largest number of letters that are taken from one mail.
const MOST: usize = 64;
/// The deepest nesting of MIME parts in a mail: the parser recurses into them, and deeper
/// ones would exhaust the stack.
const DEEPEST: usize = 64;
/// The words, one of which the header of every part with nested parts must contain.
const NESTING: [&[u8]; 2] = [b"message", b"multipart"];
/// The suffix of letter files.
const SUFFIX: &str = ".letter";

/// Whether the parts of a mail may be nested more deeply than [`DEEPEST`].
pub(super) fn is_deep(mail: &[u8]) -> bool {
    let is = |window: &[u8]| {
        NESTING.iter().any(|word| {
            window.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))
        })
    };
    let starts = (0..mail.len()).filter(|start| mail.get(*start..).is_some_and(is));
    starts.take(DEEPEST + 1).count() > DEEPEST
}

/// The letters in a mail that is not [`is_deep`]: attachments that have the size of a
/// letter or the name of one, texts that contain one in base64, and whole texts with
/// codes of letters.
pub(super) fn letters_in(mail: &[u8]) -> Vec<Vec<u8>> {
    let Some(message) = MessageParser::default().parse(mail) else { return Vec::new() };
    let mut letters: Vec<Vec<u8>> = Vec::new();
    for part in &message.parts {
        let named = part.attachment_name().is_some_and(|name| name.ends_with(SUFFIX));
        match &part.body {
            PartType::Text(text) | PartType::Html(text) if !named => {
                letters.extend(in_text(text));
                if has_codes(text) {
                    letters.push(text.as_bytes().to_vec());
                }
            }
            PartType::Message(_) | PartType::Multipart(_) => {}
            _ => {
                let bytes = part.contents();
                if named || LETTER_SIZES.contains(&bytes.len()) {
                    letters.push(bytes.to_vec());
                }
            }
        }
        if letters.len() >= MOST {
            break;
        }
    }
    letters.truncate(MOST);
    letters
}

/// The letters in a text: consecutive lines that are base64 of the right size.
fn in_text(text: &str) -> Vec<Vec<u8>> {
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || b"+/=".contains(&b);
    let mut letters = Vec::new();
    let mut block = String::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if !line.is_empty() && line.bytes().all(is_digit) {
            block.push_str(line);
            continue;
        }
        let digits = std::mem::take(&mut block);
        letters.extend(
            Base64::decode_vec(&digits)
                .ok()
                .filter(|bytes| LETTER_SIZES.contains(&bytes.len())),
        );
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(bytes: &[u8]) -> String {
        let digits = Base64::encode_string(bytes);
        let lines = digits.as_bytes().chunks(76);
        lines.map(|it| std::str::from_utf8(it).unwrap().to_owned() + "\r\n").collect()
    }

    #[test]
    fn letters_are_found_wherever_a_mail_has_them() {
        let (a, b) = (vec![7_u8; LETTER_SIZES[0]], vec![9_u8; LETTER_SIZES[1]]);
        let head = "From: a@b.example\r\nTo: hall@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
        let attached = |name: &str, bytes: &[u8]| {
            format!(
                "--X\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; \
                 filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
                folded(bytes)
            )
        };
        let mixed = |parts: &str| {
            format!(
                "{head}Content-Type: multipart/mixed; boundary=X\r\n\r\n{parts}--X--\r\n"
            )
        };
        let check = |mail: &str, expected: &[&[u8]]| {
            assert_eq!(letters_in(mail.as_bytes()), expected, "{mail}");
        };
        check(&mixed(&attached("1.letter", &a)), &[&a]);
        check(&mixed(&[attached("x.bin", &a), attached("y", &b)].concat()), &[&a, &b]);
        check(&mixed(&attached("short.letter", b"short")), &[b"short"]);
        check(&mixed(&attached("holiday.jpg", b"short")), &[]);
        let body = format!("{head}\r\nHello,\r\n\r\n{}\r\n--\r\nLi\r\n", folded(&a));
        check(&body, &[&a]);
        check(&format!("{head}\r\nnothing here\r\n"), &[]);
        let codes = "Hello\r\nHBL1:ab:1/2:cd\r\nHBL1:ab:2/2:ef\r\n";
        check(&format!("{head}\r\n{codes}"), &[codes.as_bytes()]);
        let file = format!(
            "--X\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; \
             filename=\"scans.txt\"\r\n\r\n{codes}"
        );
        check(&mixed(&file), &[codes.trim_end().as_bytes()]);
        check("", &[]);
    }

    #[test]
    fn a_mail_is_read_to_a_depth_and_no_deeper() {
        let multipart = |depth: usize| -> String {
            let level = |it| {
                format!(
                    "Content-Type: multipart/mixed; boundary=b{it}\r\n\r\n--b{it}\r\n"
                )
            };
            (0..depth).map(level).collect()
        };
        let message = |depth: usize| "content-type: MESSAGE/rfc822\r\n\r\n".repeat(depth);
        let digest = |depth: usize| multipart(depth).replace("mixed", "digest");
        for mail in [multipart(64), message(64), digest(64)] {
            assert!(!is_deep(mail.as_bytes()));
            assert_eq!(letters_in(mail.as_bytes()), Vec::<Vec<u8>>::new());
        }
        for mail in [multipart(65), message(65), digest(65), message(20_000)] {
            assert!(is_deep(mail.as_bytes()));
        }
    }
}
