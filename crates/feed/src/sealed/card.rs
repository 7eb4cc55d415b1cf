//! The card that a hall prints for a resident.

use std::fmt;

use zeroize::Zeroize;

use super::code::{self, CodeFault, GROUP};

/// The random 128 bits on a card, which open the files of one resident.
///
/// They are wiped from memory when dropped, and `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 16]);

/// The contents of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The secret.
    pub secret: Secret,
    /// The id of the hall's key, as minisign prints it; `None` if only the number was
    /// typed.
    pub key_id: Option<String>,
    /// The least version of a publication that the card accepts: the newest one at the
    /// time of printing; 0 if only the number was typed.
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
    /// The secret with these bytes, which must be random.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Secret {
        Secret(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The card number: 28 characters, of which the last two are check characters.
    #[must_use]
    pub fn code(&self) -> String {
        code::write(&self.0)
    }

    /// The card number in groups of four, as printed on cards.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let code: Vec<char> = self.code().chars().collect();
        code.chunks(GROUP).map(|group| group.iter().collect()).collect()
    }

    /// Parses a typed card number. Case, spaces and hyphens do not matter; full-width
    /// forms count as plain ones, O as 0, I and L as 1, U as V.
    ///
    /// # Errors
    /// When it is not a card number; the fault names the place if it can be determined.
    pub fn typed(text: &str) -> Result<Secret, CodeFault> {
        code::read(text).map(Secret)
    }
}

impl Card {
    /// The fragment of the card's address, after the `#`.
    #[must_use]
    pub fn fragment(&self) -> String {
        let code = self.secret.code();
        match &self.key_id {
            Some(key_id) => format!("{code}.{key_id}.{}", self.least_version),
            None => code,
        }
    }

    /// Parses what was scanned, pasted or typed: a card's whole address, its fragment, or
    /// only the number. Additions by chat programs, scanners and people are ignored,
    /// after the link or between its `#` and the number.
    ///
    /// # Errors
    /// When it contains no card number.
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

/// The number of characters in a part that occur in codes, to find the part that is most
/// likely a damaged code.
fn likeness(part: &str) -> usize {
    match part.contains("://") {
        true => 0,
        false => part.chars().filter(|it| code::is_of_code(*it)).count(),
    }
}

/// Parses a part that should be a code, possibly followed by a key id and a version, and
/// possibly by an addition.
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

/// The length of a key id in characters.
const KEY_ID: usize = 16;
/// How many times a link may have been percent-encoded.
const ENCODED: usize = 3;

/// Decodes percent-encoding such as `%E3%80%82`, also if it was applied more than once.
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
