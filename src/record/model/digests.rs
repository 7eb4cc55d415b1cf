//! Digests of the parts of a ledger's text.

use hallboard_feed::Sha256;

/// Digests of the parts of a ledger's text: of each the first sixteen bytes of the SHA-256
/// of its JSON without blanks, in hex.
///
/// The canonical text of a ledger has no blanks, so that these are the digests of its very
/// bytes: nothing needs to be written again to be compared.
#[derive(Default)]
pub(super) struct Digests {
    pub(super) rulebooks: Vec<String>,
    pub(super) residents: Vec<String>,
    pub(super) entries: Vec<String>,
}

/// The first sixteen bytes of a SHA-256, in hex.
pub(super) fn digest(text: &str) -> String {
    let mut digest = Sha256::of(text.as_bytes()).to_string();
    digest.truncate(32);
    digest
}

impl Digests {
    /// Of the text of a ledger that has been read.
    pub(super) fn of(text: &str) -> Digests {
        let mut digests = Digests::default();
        // The name of the list, and the part of it, that is being read.
        let (mut list, mut part) = (String::new(), String::new());
        let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
        for letter in text.chars() {
            if !quoted && letter.is_ascii_whitespace() {
                continue;
            }
            let closes = !quoted && matches!(letter, ']' | '}');
            if closes {
                depth = depth.saturating_sub(1);
            } else if !quoted && matches!(letter, '[' | '{') {
                depth += 1;
            }
            // A part begins and ends with a brace of its own.
            let ends = closes && depth == 2;
            if depth > 2 || ends {
                part.push(letter);
            }
            if ends {
                digests.add(&list, &part);
                part.clear();
            }
            if depth == 1 && quoted && letter != '"' {
                list.push(letter);
            } else if depth == 1 && !quoted && letter == ',' {
                list.clear();
            }
            quoted ^= letter == '"' && !escaped;
            escaped = quoted && letter == '\\' && !escaped;
        }
        digests
    }

    fn add(&mut self, list: &str, part: &str) {
        let list = match list {
            "rulebooks" => &mut self.rulebooks,
            "residents" => &mut self.residents,
            "entries" => &mut self.entries,
            _ => return,
        };
        list.push(digest(part));
    }
}
