//! The card number, a form of the secret that people can type: 26 characters and two
//! check characters.
//!
//! The characters are the 32 of Crockford's base32. As elements of the field GF(32) they
//! form a word whose sum, and whose sum weighted with the powers of a generator, are
//! zero: a Reed-Solomon code of distance three. It detects any two wrong characters, and
//! two that were swapped; the position of a single wrong character can be determined.

/// The characters of a card number, in the order of their values: ten digits, then
/// letters that cannot be confused with others.
pub const CODE_CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The number of characters that encode the secret.
const CARRYING: usize = 26;
/// The total number of characters.
pub(super) const LENGTH: usize = 28;
/// The number of characters in a printed group.
pub(super) const GROUP: usize = 4;
/// The polynomial of the field, x⁵ + x² + 1, without its highest power.
const POLYNOMIAL: u8 = 0b00101;

/// Why a typed text is not a card number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Nothing was typed.
    #[error("no card number")]
    Empty,
    /// A character that does not occur in card numbers.
    #[error("`{found}` is in no card number")]
    Character {
        /// The character.
        found: char,
    },
    /// Too many or too few characters.
    #[error("{found} characters, not {LENGTH}")]
    Length {
        /// The number of characters without spaces and hyphens.
        found: usize,
    },
    /// The check characters do not match.
    #[error("typed wrongly somewhere")]
    Check {
        /// The number of the group, from 1, if a single wrong character in it explains
        /// the fault; `None` otherwise.
        group: Option<usize>,
    },
}

/// Twice an element of the field.
const fn doubled(a: u8) -> u8 {
    let shifted = (a << 1) & 31;
    if a & 16 == 0 { shifted } else { shifted ^ POLYNOMIAL }
}

fn product(mut a: u8, b: u8) -> u8 {
    let mut sum = 0;
    for bit in 0..5 {
        if b >> bit & 1 == 1 {
            sum ^= a;
        }
        a = doubled(a);
    }
    sum
}

/// The generator to the power of `exponent`.
fn power(exponent: usize) -> u8 {
    (0..exponent % 31).fold(1, |power, _| doubled(power))
}

fn inverse(a: u8) -> u8 {
    // a³⁰ = a⁻¹, since a³¹ = 1.
    (0..30).fold(1, |power, _| product(power, a))
}

/// The plain sum, and the sum weighted by position.
fn sums(word: impl IntoIterator<Item = u8>) -> (u8, u8) {
    let mut weight = 1;
    word.into_iter().fold((0, 0), |(plain, weighted), number| {
        let sums = (plain ^ number, weighted ^ product(weight, number));
        weight = doubled(weight);
        sums
    })
}

fn letter(number: u8) -> char {
    CODE_CHARACTERS
        .get(usize::from(number & 31))
        .map_or('0', |letter| char::from(*letter))
}

/// The code of a secret, without spaces.
pub(super) fn write(secret: &[u8; 16]) -> String {
    let secret = u128::from_be_bytes(*secret);
    let carrying = (0..CARRYING).map(|place| {
        let shift = 5 * (CARRYING - 1 - place);
        (secret >> shift & 31) as u8
    });
    let (plain, weighted) = sums(carrying.clone());
    let shifted = product(weighted, inverse(power(CARRYING)));
    let last = product(shifted ^ plain, inverse(1 ^ power(1)));
    carrying.chain([plain ^ last, last]).map(letter).collect()
}

/// Invisible characters, which are copied along with a text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a character stands for one of a code.
pub(super) fn is_of_code(c: char) -> bool {
    matches!(meaning(c), Ok(Some(_)))
}

/// The value of a typed character; `None` for a separator.
fn meaning(typed: char) -> Result<Option<u8>, CodeFault> {
    let half = match typed {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(typed) - 0xff01 + 0x21).unwrap_or(typed)
        }
        _ => typed,
    };
    if half.is_whitespace() || is_invisible(half) || "-–—−‐·•._,/|".contains(half)
    {
        return Ok(None);
    }
    let upper = match half.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    let place = CODE_CHARACTERS.iter().position(|letter| char::from(*letter) == upper);
    match place.and_then(|place| u8::try_from(place).ok()) {
        Some(number) => Ok(Some(number)),
        None => Err(CodeFault::Character { found: typed }),
    }
}

/// Parses the code of a secret in any typed form.
pub(super) fn read(typed: &str) -> Result<[u8; 16], CodeFault> {
    let mut word = Vec::with_capacity(LENGTH);
    for character in typed.chars() {
        word.extend(meaning(character)?);
    }
    match word.len() {
        0 => return Err(CodeFault::Empty),
        LENGTH => {}
        found => return Err(CodeFault::Length { found }),
    }
    let wrong = sums(word.iter().copied());
    if wrong != (0, 0) {
        return Err(CodeFault::Check { group: place_of(wrong).map(|it| it / GROUP + 1) });
    }
    let carrying = word.iter().take(CARRYING);
    // 26 characters could encode two bits more than a secret has.
    if word.first().is_some_and(|first| *first > 7) {
        return Err(CodeFault::Check { group: Some(1) });
    }
    let secret = carrying.fold(0_u128, |all, it| all << 5 | u128::from(*it));
    Ok(secret.to_be_bytes())
}

/// Parses the code at the beginning of a text that may continue with something else.
pub(super) fn read_first(text: &str) -> Result<[u8; 16], CodeFault> {
    let mut found = 0;
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        match meaning(character) {
            Ok(Some(_)) => found += 1,
            Ok(None) => {}
            // No later character could belong to a code.
            Err(_fault) if found > 0 && !rest.contains(char::is_alphanumeric) => {
                return Err(CodeFault::Length { found });
            }
            Err(fault) => return Err(fault),
        }
        let mut behind = rest.chars();
        behind.next();
        if found == LENGTH && !behind.clone().next().is_some_and(is_of_code) {
            let first = text.get(..text.len() - behind.as_str().len()).unwrap_or(text);
            // If these are not a valid code, the text may have too many characters.
            return read(first).map_err(|fault| match read(text) {
                Err(longer @ CodeFault::Length { .. }) => longer,
                _ => fault,
            });
        }
    }
    read(text)
}

/// The position of the single wrong character that explains these sums.
fn place_of((plain, weighted): (u8, u8)) -> Option<usize> {
    if plain == 0 || weighted == 0 {
        return None;
    }
    let ratio = product(weighted, inverse(plain));
    (0..LENGTH).find(|place| power(*place) == ratio)
}
