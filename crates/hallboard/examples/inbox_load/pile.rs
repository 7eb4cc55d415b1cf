//! Generates the letters: good, duplicate, damaged and hostile ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crypto_box::aead::rand_core::{CryptoRng, Error, RngCore};
use hallboard_feed::edition::Remaining;
use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender, Token, file_name};
use hallboard_inbox::letters::LetterKeys;
use hallboard_publish::CardBook;
use hallboard_score::{Consent, Day, EntryKind, Ledger, Points, Scope};
use hallboard_workbook::consent_entries::ConsentEntries;
use rayon::prelude::*;

use crate::Result;

const HALL: &str = "yangqiao";
/// When the letters were written, and the day that they are about.
const WRITTEN: (&str, &str) = ("2026-11-23T04:00:00Z", "2026-11-22");
/// The day on which they are accepted.
const TODAY: &str = "2026-11-24";
/// Texts that spreadsheets and shells might interpret.
const TEXTS: [&str; 8] = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"https://hall.example/\",\"x\")",
    "../../../etc/passwd",
    "\"; DROP TABLE entries; --",
];
/// File names that no honest program chooses.
const NAMES: [&str; 5] =
    ["x..\\..\\windows\\", "-rf ", "=1+1;", "$(reboot)", "\u{202e}rettel."];

/// The expected outcome for the letters.
#[derive(Default)]
pub(crate) struct Expected {
    /// The good letters and their texts.
    pub(crate) good: BTreeMap<LetterId, String>,
    /// The file names of the bad ones.
    pub(crate) bad: BTreeSet<String>,
    pub(crate) doubles: usize,
}

/// The people and the deed that letters are about.
pub(crate) struct Village {
    keys: LetterKeys,
    names: Vec<String>,
    cards: Vec<Token>,
    deed: String,
}

/// The files generated for one number.
struct Made {
    id: LetterId,
    text: String,
    /// File names and contents.
    files: Vec<(String, Vec<u8>)>,
    bad: Option<String>,
}

impl Village {
    /// Uses the residents on the board whose names are unique.
    pub(crate) fn of(
        ledger: &Ledger,
        keys: LetterKeys,
        book: &CardBook,
    ) -> Result<Village> {
        let today: Day = TODAY.parse()?;
        let consents = ConsentEntries::of(&ledger.entries).on(today);
        let (mut names, mut cards) = (Vec::new(), Vec::new());
        for resident in &ledger.residents {
            let alone = ledger.residents.iter().filter(|it| it.name == resident.name);
            // Only those who have always taken part: on the day of the deed, too, they
            // could be named.
            let since = ledger.entries.iter().filter(|it| match &it.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident: of, scopes },
                    ..
                } => *of == resident.id && !scopes.contains(&Scope::Score),
                _ => false,
            });
            let steady = since.count() == 0;
            if steady && alone.count() == 1 && consents.on_board(&resident.id) {
                names.push(resident.name.to_string());
                let secret = book.secret(&resident.id).ok_or("no card")?;
                cards.push(Token::reporter(secret, HALL));
            }
        }
        let book = ledger.rulebooks.iter().rfind(|it| it.from <= today);
        let mut deeds = book.map(|it| it.deeds.iter()).ok_or("no rules")?;
        let deed = deeds.find(|it| it.points > Points::ZERO).ok_or("no good deed")?;
        let deed = deed.id.to_string();
        if names.len() < 2 {
            return Err("nobody on the board".into());
        }
        Ok(Village { keys, names, cards, deed })
    }

    /// Writes `count` letters into a folder: a tenth of them twice, a twentieth damaged, a
    /// hundredth hostile.
    pub(crate) fn pile(&self, count: u32, folder: &Path) -> Result<Expected> {
        fs::create_dir_all(folder)?;
        let made: Vec<std::result::Result<Made, String>> = (0..count)
            .into_par_iter()
            .map(|number| {
                let to_text = |error: &dyn std::fmt::Display| error.to_string();
                let made = self.made(number).map_err(|error| to_text(&error))?;
                for (name, bytes) in &made.files {
                    fs::write(folder.join(name), bytes)
                        .map_err(|error| to_text(&error))?;
                }
                Ok(made.written())
            })
            .collect();
        let mut expected = Expected::default();
        for made in made {
            let made = made?;
            match made.bad {
                Some(name) => {
                    expected.bad.insert(name);
                }
                None => {
                    expected.doubles += made.files.len().saturating_sub(1);
                    expected.good.insert(made.id, made.text);
                }
            }
        }
        Ok(expected)
    }

    fn letter(&self, number: u32) -> Result<Letter> {
        let of = |place: usize| place.checked_rem(self.names.len());
        let place = usize::try_from(number)?;
        let text = place.checked_rem(TEXTS.len()).and_then(|it| TEXTS.get(it));
        let text = format!("{} ({number})", text.ok_or("no text")?);
        let (deed, date) = (self.deed.clone(), WRITTEN.1.parse()?);
        let mut id = [5; 16];
        id.iter_mut().zip(number.to_be_bytes()).for_each(|(to, it)| *to = it);
        let (sender, kind) = match number % 2 {
            0 => {
                let token = of(place).and_then(|it| self.cards.get(it)).cloned();
                let token = token.ok_or("nobody")?;
                let kind = LetterBody::OwnDeed { deed, date, text: Some(text) };
                (Sender::Card { token }, kind)
            }
            _ => {
                let to = of(place).and_then(|it| self.names.get(it)).cloned();
                let to = to.ok_or("nobody")?;
                let kind =
                    LetterBody::Thanks { to, deed, date, text: Some(text), named: false };
                (Sender::Guest { name: "../=1+1".to_owned() }, kind)
            }
        };
        let (hall, id) = (HALL.to_owned(), LetterId::new(id));
        let written = WRITTEN.0.parse()?;
        Ok(Letter { hall, id, written, sender, kind, handwriting: None })
    }

    fn sealed(
        &self,
        letter: &Letter,
        turn: u32,
        number: u32,
    ) -> Result<(String, Vec<u8>)> {
        let mut ephemeral = [3; 32];
        let seed = turn.to_be_bytes().into_iter().chain(number.to_be_bytes());
        ephemeral.iter_mut().zip(seed).for_each(|(to, it)| *to = it);
        let sealed = letter.seal(&self.keys.public(), ephemeral)?;
        Ok((sealed.name, sealed.bytes))
    }

    fn made(&self, number: u32) -> Result<Made> {
        let letter = self.letter(number)?;
        let text = letter.kind.text().unwrap_or_default().to_owned();
        let (name, mut bytes) = self.sealed(&letter, 0, number)?;
        let id = letter.id;
        let bad = |name: String, bytes: Vec<u8>, text: String| Made {
            id,
            text,
            files: vec![(name.clone(), bytes)],
            bad: Some(name),
        };
        Ok(match number % 100 {
            0 => {
                let (name, bytes) = self.hostile(&letter, number)?;
                bad(name, bytes, text)
            }
            1..=5 => {
                let place = usize::try_from(number)?.checked_rem(bytes.len());
                if let Some(byte) = place.and_then(|it| bytes.get_mut(it)) {
                    *byte ^= 1;
                }
                bad(file_name(&bytes), bytes, text)
            }
            6..=15 => {
                let again = self.sealed(&letter, 1, number)?;
                Made { id, text, files: vec![(name, bytes), again], bad: None }
            }
            _ => Made { id, text, files: vec![(name, bytes)], bad: None },
        })
    }

    fn hostile(&self, letter: &Letter, number: u32) -> Result<(String, Vec<u8>)> {
        let json = letter.to_json();
        let turn = number / 100;
        let bytes = match turn % 8 {
            0 => vec![b'x'; 100_000],
            1 => self.raw("[".repeat(15_000).as_bytes(), number)?,
            2 => self.raw(json.replace("(", "\u{202e}").as_bytes(), number)?,
            3 => self.raw(json.replace(HALL, "elsewhere").as_bytes(), number)?,
            4 => self.raw(json.replace("own-deed", "erasure").as_bytes(), number)?,
            5 => self.raw(&[json.as_bytes(), b"\xff"].concat(), number)?,
            6 => format!("HBL1:{number}\nHBL1:../../x:1/1:AAAA\n").into_bytes(),
            _ => self.raw(json.replace("(", "\\u0007").as_bytes(), number)?,
        };
        let bytes = match turn % 8 {
            // No two files of this size are identical.
            0 => [bytes, number.to_be_bytes().to_vec()].concat(),
            _ => bytes,
        };
        let odd = usize::try_from(turn)?.checked_rem(NAMES.len());
        let odd = odd.and_then(|it| NAMES.get(it)).filter(|_| turn % 3 == 1);
        let name = match odd {
            Some(name) => format!("{name}{turn}"),
            None => file_name(&bytes),
        };
        Ok((name, bytes))
    }

    /// Seals JSON that need not follow any rule of letters.
    fn raw(&self, json: &[u8], number: u32) -> Result<Vec<u8>> {
        let mut plain = u32::try_from(json.len())?.to_be_bytes().to_vec();
        plain.extend_from_slice(json);
        let size = if plain.len() + 48 <= 1024 { 1024 } else { 16 << 10 };
        plain.resize(size - 48, 0);
        let key = crypto_box::PublicKey::from_bytes(*self.keys.public().bytes());
        key.seal(&mut Counted(number), &plain)
            .map_err(|_unsealed| "a letter not sealed".into())
    }
}

impl Made {
    /// Drops the bytes of files that have been written, to save memory.
    fn written(mut self) -> Made {
        self.files.iter_mut().for_each(|(_, bytes)| bytes.clear());
        self.files.iter_mut().for_each(|(_, bytes)| bytes.shrink_to_fit());
        self
    }
}

/// A deterministic "random" generator for one number.
struct Counted(u32);

impl RngCore for Counted {
    fn next_u32(&mut self) -> u32 {
        self.0
    }

    fn next_u64(&mut self) -> u64 {
        u64::from(self.0)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        dest.fill(1);
        dest.iter_mut().zip(self.0.to_be_bytes()).for_each(|(to, it)| *to = it);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> std::result::Result<(), Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for Counted {}
