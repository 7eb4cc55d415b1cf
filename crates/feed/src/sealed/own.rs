//! An opened sealed file: a resident's own part of the register.

use hallboard_score::{Ledger, Resident, ShapeError, read_ledger};

use super::card::Secret;
use super::receipts::{LetterReceipt, receipts_in};
use super::reporters::{fits, part_length, reporters_in};
use super::seal::{DOCUMENT_LIMIT, SealFault, Sealing};
use crate::letter::LetterNumber;
use crate::verify::VerifiedHead;

/// A resident's own part of the register, from a verified publication.
///
/// It is a ledger with one resident. All figures of that resident computed from it are
/// equal to those from the hall's whole ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRegister {
    text: String,
    /// The length of the ledger in `text`; reporters and receipts follow it.
    length: usize,
    ledger: Ledger,
    letters: Vec<LetterReceipt>,
    version: u64,
    issued: i64,
    expires: i64,
}

/// Why a sealed file is not shown to the owner of the card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnRefusal {
    /// It cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// The contents are not UTF-8 text.
    #[error("what is sealed is not text")]
    Text,
    /// The contents are not a ledger.
    #[error("what is sealed is no ledger: {0}")]
    Ledger(#[from] ShapeError),
    /// The ledger belongs to another hall.
    #[error("what is sealed is of the hall `{got}`, not of `{expected}`")]
    OtherHall {
        /// The hall of the publication.
        expected: String,
        /// The hall of the ledger.
        got: String,
    },
    /// The ledger does not have exactly one resident.
    #[error("what is sealed is about {found} residents")]
    Residents {
        /// The number of residents.
        found: usize,
    },
    /// It names a reporter for an entry that is not a deed.
    #[error("what is sealed names somebody for what is no deed")]
    Reporters,
    /// A receipt cannot be read.
    #[error("what is sealed holds a receipt that cannot be read")]
    Receipts,
}

impl VerifiedHead {
    /// The path of a secret's file in this publication, relative to the site's root.
    #[must_use]
    pub fn own_path(&self, secret: &Secret) -> String {
        self.sealing().path(secret)
    }

    /// Opens the file of a secret.
    ///
    /// # Errors
    /// When this publication did not seal the file with this secret, or its contents are
    /// not one resident's part of this hall's ledger.
    pub fn open_own(
        &self,
        secret: &Secret,
        file: &[u8],
    ) -> Result<OwnRegister, OwnRefusal> {
        self.read_own(self.sealing().open(secret, file)?)
    }

    /// Opens the file of a secret with an external decompressor, such as the browser's.
    /// `unpack` gets the compressed bytes and the size limit. It returns the decompressed
    /// bytes, more than the limit if there are more, or `None` on failure.
    ///
    /// # Errors
    /// See [`open_own`](Self::open_own).
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
    /// The JSON text of the sealed ledger.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get(..self.length).unwrap_or_default()
    }

    /// The ledger, with one resident.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The name of an entry's reporter, if they agreed to be named.
    #[must_use]
    pub fn reporter(&self, entry: &str) -> Option<&str> {
        let behind = self.text.get(self.length..).unwrap_or_default();
        let found = reporters_in(behind).find(|(of, _)| *of == entry);
        found.map(|(_, name)| name)
    }

    /// Receipts for the resident's letters to the hall, the newest first. Empty in files
    /// from versions of `hallboard` without receipts.
    #[must_use]
    pub fn letters(&self) -> &[LetterReceipt] {
        &self.letters
    }

    /// The receipt for the letter with this number.
    #[must_use]
    pub fn letter(&self, number: LetterNumber) -> Option<&LetterReceipt> {
        self.letters.iter().find(|it| it.number == number)
    }

    /// The resident of this part.
    #[must_use]
    pub fn resident(&self) -> Option<&Resident> {
        self.ledger.residents.first()
    }

    /// The version of the publication.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When the publication was issued, in seconds since 1970.
    #[must_use]
    pub fn issued(&self) -> i64 {
        self.issued
    }

    /// When the publication expires, in seconds since 1970.
    #[must_use]
    pub fn expires(&self) -> i64 {
        self.expires
    }
}
