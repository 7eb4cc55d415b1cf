//! Digests of the parts of a ledger's text.

use hallboard_feed::Sha256;

/// Digests of the parts of a ledger's text: of each part the first sixteen bytes of the
/// SHA-256 of its JSON without whitespace, in hex.
///
/// The canonical text of a ledger has no whitespace, so these are digests of its own bytes:
/// nothing has to be serialised again for a comparison.
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
    /// The digests of the text of a ledger that has been parsed successfully.
    pub(super) fn of(text: &str) -> Digests {
        let mut digests = Digests::default();
        // The name of the current list, and the text of the current part.
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
            // A part begins and ends with its own brace.
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
