//! The card a hall prints for a resident.

use std::fmt;

use zeroize::Zeroize;

use super::code::{self, CodeFault, GROUP};

/// The random 128 bits on a card. Whoever has them can open one resident's files.
///
/// They are wiped from memory when dropped, and no text for people shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 16]);

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The secret.
    pub secret: Secret,
    /// The id of the hall's key, as minisign prints it; `None` if only the number was typed.
    pub key_id: Option<String>,
    /// No publication below this version is believed with the card: the newest when it
    /// was printed; 0 if only the number was typed.
    pub least_version: u64,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Secret {
    /// The secret of these bytes, which must be random.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Secret {
        Secret(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The card number: 28 characters, the last two checking the others.
    #[must_use]
    pub fn code(&self) -> String {
        code::write(&self.0)
    }

    /// The card number in groups of four, as cards print it.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let code: Vec<char> = self.code().chars().collect();
        code.chunks(GROUP).map(|group| group.iter().collect()).collect()
    }

    /// The secret of a card number that was typed. Capitals, blanks and hyphens do not
    /// matter, full-width forms are taken for plain ones, O for 0, I and L for 1, U for V.
    ///
    /// # Errors
    /// When it is no card number, with what is wrong where that can be known.
    pub fn typed(text: &str) -> Result<Secret, CodeFault> {
        code::read(text).map(Secret)
    }
}

impl Card {
    /// What stands behind the `#` of the card's address.
    #[must_use]
    pub fn fragment(&self) -> String {
        let code = self.secret.code();
        match &self.key_id {
            Some(key_id) => format!("{code}.{key_id}.{}", self.least_version),
            None => code,
        }
    }

    /// What was scanned, pasted or typed: a card's whole address, what stands behind its
    /// `#`, or the number alone. What chat programs, scanners and people append to a link, or
    /// put between its `#` and the number, is left out.
    ///
    /// # Errors
    /// When there is no card number in it.
    pub fn read(text: &str) -> Result<Card, CodeFault> {
        let text = percent_decoded(text);
        let mut bare = None;
        let mut faults = Vec::new();
        for fragment in text.split(['#', '\u{ff03}']) {
            for (place, part) in fragment.split(['?', '&', '=']).enumerate() {
                match read_part(part) {
                    Ok(card) if card.key_id.is_some() => return Ok(card),
                    Ok(card) => bare = bare.or(Some(card)),
                    Err(_appended) if APPENDED.contains(&part.trim()) => {
                        faults.push((0, CodeFault::Empty));
                    }
                    Err(fault) if place == 0 => faults.push((likeness(part), fault)),
                    Err(_parameter) => {}
                }
            }
        }
        let likeliest = faults.into_iter().max_by_key(|(likeness, _)| *likeness);
        bare.ok_or(likeliest.map_or(CodeFault::Empty, |(_, fault)| fault))
    }
}

/// Fragments that messengers append to links.
const APPENDED: [&str; 2] = ["wechat_redirect", "rd"];

/// How much of a part could be a code that is damaged: the characters that codes have.
fn likeness(part: &str) -> usize {
    match part.contains("://") {
        true => 0,
        false => part.chars().filter(|it| code::is_of_code(*it)).count(),
    }
}

/// A part of what was read that should be a code, perhaps with the id of a key and a version
/// behind it, and perhaps with something appended.
fn read_part(part: &str) -> Result<Card, CodeFault> {
    let part = part.trim_start_matches(|it: char| !it.is_alphanumeric());
    let key = part.match_indices('.').find_map(|(dot, _)| {
        let (key_id, rest) = part.get(dot + 1..)?.split_at_checked(KEY_ID)?;
        let is_key = key_id.bytes().all(|it| it.is_ascii_hexdigit())
            && !rest.starts_with(|it: char| it.is_ascii_alphanumeric());
        is_key.then_some((part.get(..dot)?, key_id, rest))
    });
    let Some((code, key_id, rest)) = key else {
        let secret = Secret(code::read_first(part)?);
        return Ok(Card { secret, key_id: None, least_version: 0 });
    };
    let version = rest.strip_prefix('.').unwrap_or_default();
    let end = version.find(|it: char| !it.is_ascii_digit()).unwrap_or(version.len());
    let version = version.get(..end).and_then(|it| it.parse().ok());
    Ok(Card {
        secret: Secret::typed(code)?,
        key_id: Some(key_id.to_ascii_uppercase()),
        least_version: version.unwrap_or_default(),
    })
}

/// The characters of a key's id.
const KEY_ID: usize = 16;
/// How often a link may have been encoded on its way.
const ENCODED: usize = 3;

/// A text with what browsers write as `%E3%80%82` as the characters themselves.
fn percent_decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ENCODED {
        if !text.contains('%') {
            break;
        }
        text = percent_decoded_once(&text);
    }
    text
}

fn percent_decoded_once(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let byte = part.get(..2).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        match byte.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
            }
            None => {
                bytes.push(b'%');
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
