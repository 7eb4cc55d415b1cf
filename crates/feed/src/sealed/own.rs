//! A resident's own part of the register, opened.

use hallboard_score::{Ledger, Resident, ShapeError, read_ledger};

use super::card::Secret;
use super::receipts::{LetterReceipt, receipts_in};
use super::reporters::{fits, part_length, reporters_in};
use super::seal::{DOCUMENT_LIMIT, SealFault, Sealing};
use crate::letter::LetterNumber;
use crate::verify::VerifiedHead;

/// A resident's own part of the register, as a verified publication holds it.
///
/// It is a ledger with one resident, and every figure of theirs that is computed from it
/// is that of the hall's whole ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRegister {
    text: String,
    /// How much of it is the ledger; behind that stand reporters and receipts.
    length: usize,
    ledger: Ledger,
    letters: Vec<LetterReceipt>,
    version: u64,
    issued: i64,
    expires: i64,
}

/// Why a file is not shown to whoever holds the card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnRefusal {
    /// It cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// What is inside is no text.
    #[error("what is sealed is not text")]
    Text,
    /// What is inside is no ledger.
    #[error("what is sealed is no ledger: {0}")]
    Ledger(#[from] ShapeError),
    /// The ledger is another hall's.
    #[error("what is sealed is of the hall `{got}`, not of `{expected}`")]
    OtherHall {
        /// The hall of the publication.
        expected: String,
        /// The hall of the ledger.
        got: String,
    },
    /// It is not about exactly one person.
    #[error("what is sealed is about {found} residents")]
    Residents {
        /// About how many it is.
        found: usize,
    },
    /// It names somebody for what is no deed in it.
    #[error("what is sealed names somebody for what is no deed")]
    Reporters,
    /// A receipt in it is none.
    #[error("what is sealed holds a receipt that cannot be read")]
    Receipts,
}

impl VerifiedHead {
    /// Where a secret's file of this publication lies, below the site's root.
    #[must_use]
    pub fn own_path(&self, secret: &Secret) -> String {
        self.sealing().path(secret)
    }

    /// Opens the file of a secret.
    ///
    /// # Errors
    /// When it is not what this publication sealed with that secret, or what is inside
    /// is not one resident's part of this hall's ledger.
    pub fn open_own(
        &self,
        secret: &Secret,
        file: &[u8],
    ) -> Result<OwnRegister, OwnRefusal> {
        self.read_own(self.sealing().open(secret, file)?)
    }

    /// Opens the file of a secret, where something else unpacks what is in it, as browsers
    /// do: `unpack` is given that, and how many bytes to go on for at most. It gives back
    /// the unpacked bytes, more than that if there are more, or nothing where it cannot.
    ///
    /// # Errors
    /// As [`open_own`](Self::open_own).
    pub async fn open_own_by<U: Future<Output = Option<Vec<u8>>>>(
        &self,
        secret: &Secret,
        file: &[u8],
        unpack: impl FnOnce(Vec<u8>, usize) -> U,
    ) -> Result<OwnRegister, OwnRefusal> {
        let packed = self.sealing().uncover(secret, file)?;
        let document = unpack(packed, DOCUMENT_LIMIT).await.ok_or(SealFault::Unpack)?;
        if document.len() > DOCUMENT_LIMIT {
            return Err(SealFault::TooLong.into());
        }
        self.read_own(document)
    }

    fn read_own(&self, document: Vec<u8>) -> Result<OwnRegister, OwnRefusal> {
        let text = String::from_utf8(document).map_err(|_bytes| OwnRefusal::Text)?;
        let length = part_length(&text);
        let (part, behind) = text.split_at(length);
        let ledger = read_ledger(part.as_bytes())?;
        let expected = &self.head().hall;
        if ledger.hall.id != *expected {
            let (expected, got) = (expected.clone(), ledger.hall.id);
            return Err(OwnRefusal::OtherHall { expected, got });
        }
        if ledger.residents.len() != 1 {
            return Err(OwnRefusal::Residents { found: ledger.residents.len() });
        }
        if !reporters_in(behind).all(|it| fits(&ledger, it)) {
            return Err(OwnRefusal::Reporters);
        }
        let letters = receipts_in(behind).ok_or(OwnRefusal::Receipts)?;
        let (version, issued, expires) = (self.version(), self.issued(), self.expires());
        Ok(OwnRegister { text, length, ledger, letters, version, issued, expires })
    }

    fn sealing(&self) -> Sealing<'_> {
        Sealing { hall: &self.head().hall, version: self.version() }
    }
}

impl OwnRegister {
    /// The text of the ledger that was sealed, in JSON.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get(..self.length).unwrap_or_default()
    }

    /// The ledger, with one resident.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Who reported an entry, where they agreed to be named.
    #[must_use]
    pub fn reporter(&self, entry: &str) -> Option<&str> {
        let behind = self.text.get(self.length..).unwrap_or_default();
        let found = reporters_in(behind).find(|(of, _)| *of == entry);
        found.map(|(_, name)| name)
    }

    /// The letters of the resident that the hall has, the newest first. None in files of
    /// halls whose `hallboard` gave no receipts yet.
    #[must_use]
    pub fn letters(&self) -> &[LetterReceipt] {
        &self.letters
    }

    /// What the hall says of the letter with that number; `None` if it says nothing.
    #[must_use]
    pub fn letter(&self, number: LetterNumber) -> Option<&LetterReceipt> {
        self.letters.iter().find(|it| it.number == number)
    }

    /// Who that is.
    #[must_use]
    pub fn resident(&self) -> Option<&Resident> {
        self.ledger.residents.first()
    }

    /// The version of the publication it comes from.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When that was issued, in seconds since 1970.
    #[must_use]
    pub fn issued(&self) -> i64 {
        self.issued
    }

    /// When that expires, in seconds since 1970.
    #[must_use]
    pub fn expires(&self) -> i64 {
        self.expires
    }
}
