//! A sealed letter as texts for QR codes.

use base64ct::{Base64UrlUnpadded, Encoding};

/// Characters of the letter in one code: few enough for an ordinary camera to read the code
/// from a screen.
pub const PART_CHARACTERS: usize = 600;

/// The texts, each `HBL1:<hash>:<n>/<m>:<part>`. `<hash>` is the file name without its
/// extension, and the parts 1 to m concatenated are the bytes in base64url without padding.
#[must_use]
pub fn qr_parts(name: &str, bytes: &[u8]) -> Vec<String> {
    let hash = name.split('.').next().unwrap_or_default();
    let text: Vec<char> = Base64UrlUnpadded::encode_string(bytes).chars().collect();
    let all: Vec<&[char]> = text.chunks(PART_CHARACTERS).collect();
    let whole = all.len();
    let part = |(at, part): (usize, &&[char])| {
        let part: String = part.iter().collect();
        format!("HBL1:{hash}:{}/{whole}:{part}", at.saturating_add(1))
    };
    all.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use hallboard_feed::letter::{LETTER_SIZES, file_name};

    use super::*;

    #[test]
    fn the_parts_together_are_the_letter() {
        for size in LETTER_SIZES {
            let bytes: Vec<u8> = (0..size).map(|at| (at * 7 % 251) as u8).collect();
            let name = file_name(&bytes);
            let parts = qr_parts(&name, &bytes);
            let mut text = String::new();
            for (at, part) in parts.iter().enumerate() {
                let head = format!("HBL1:{}:{}/{}:", &name[..32], at + 1, parts.len());
                text.push_str(part.strip_prefix(&head).unwrap());
                assert!(part.len() <= PART_CHARACTERS + head.len());
            }
            assert_eq!(Base64UrlUnpadded::decode_vec(&text).unwrap(), bytes);
        }
    }
}
