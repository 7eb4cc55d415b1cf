//! The sealed files of a publication: one for each participating resident with a card,
//! and decoys, so that the number of files reveals nothing.

use std::io;

use hallboard_feed::edition::{OwnLedgers, Receipts, Remaining, Reporters};
use hallboard_feed::sealed::{
    DOCUMENT_LIMIT, FOLDER, LetterReceipt, SIZES, Sealing, Secret, pack, part_length,
    receipts_in, reporters_in, size_for, with_receipts, with_reporters,
};
use hallboard_score::{Day, Ledger, read_ledger};
use hallboard_workbook::consent_entries::Consents;
use hallboard_workbook::json::to_json;

use super::cards::{CardBook, Random};
use super::moment::Moment;
use super::site::{Files, up_to};
use super::storage::Storage;
use super::{PublishError, parallel};

/// The size limit for reading a sealed file in bytes: twice the largest size.
const SEALED_LIMIT: usize = 512 << 10;

/// The cards that a publication is sealed for.
pub struct Cards<'a> {
    /// The hall's card book.
    pub book: CardBook,
    /// Who takes part today. The cards of all others are removed.
    pub consents: &'a Consents,
    /// The source of secrets for new cards.
    pub random: Random<'a>,
}

/// The number of sealed files and their size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The number of files, including decoys.
    pub files: usize,
    /// The size of each file in bytes.
    pub size: usize,
}

/// The document of a resident, packed.
pub(super) struct Document {
    resident: String,
    packed: Vec<u8>,
}

/// The documents of these residents: each resident's part of the ledger, with reporters
/// and receipts.
pub(super) fn documents_of(
    ledger: &Ledger,
    residents: &[String],
    reporters: &Reporters,
    receipts: &Receipts,
) -> Result<Vec<Document>, PublishError> {
    let own = OwnLedgers::new(ledger);
    let document = |resident: &String| {
        let Some(ledger) = own.of(resident) else { return Ok(None) };
        let mut text = to_json(&ledger).map_err(super::io_error)?;
        let named = reporters.of(&ledger);
        let behind = with_receipts(&with_reporters("", &named), receipts.of(resident));
        text.extend(behind.into_bytes());
        let resident = resident.clone();
        if text.len() > DOCUMENT_LIMIT {
            let (length, limit) = (text.len(), DOCUMENT_LIMIT);
            return Err(PublishError::OwnTooLarge { resident, length, limit });
        }
        Ok(Some(Document { resident, packed: pack(&text) }))
    };
    let documents = parallel::each(residents, parallel::processors(), document);
    let documents: Result<Vec<_>, PublishError> = documents.into_iter().collect();
    Ok(documents?.into_iter().flatten().collect())
}

/// The documents of the publication in the site, for residents still in the book. They
/// contain those reporters who are still named, and current receipts for those letters
/// that the hall still has. A file that does not open is omitted: no withdrawal waits for
/// it.
///
/// The name and the key of a sealed file are derived from the version and the secret on
/// the card, so a file cannot be carried over into the next version without that secret.
/// If the card book is damaged, only the files of readable cards are sealed again
/// ([`CardBook::salvage`]). All other files are missing from the site: their cards open
/// nothing until the book is restored and the hall has published its register.
/// published its register.
pub(super) fn documents_in(
    site: &dyn Storage,
    sealing: Sealing<'_>,
    cards: &Cards<'_>,
    (reporters, receipts): (&Reporters, &Receipts),
) -> Result<Vec<Document>, PublishError> {
    let mut documents = Vec::new();
    for resident in cards.book.residents().filter(|id| cards.consents.takes_part(id)) {
        for secret in cards.book.opening(resident) {
            let path = sealing.path(secret);
            let file = up_to(site, &path, SEALED_LIMIT)?;
            let opened = file.and_then(|file| sealing.open(secret, &file).ok());
            // In a damaged book a card may have the id of another resident.
            let opened =
                opened.filter(|text| !cards.book.is_partial() || is_of(resident, text));
            let receipts = receipts.of(resident);
            let still = opened.and_then(|it| still_true(&it, reporters, receipts));
            if let Some(text) = still {
                let resident = resident.to_owned();
                documents.push(Document { resident, packed: pack(text.as_bytes()) });
                break;
            }
        }
    }
    Ok(documents)
}

/// Whether a document belongs to this resident.
fn is_of(resident: &str, document: &[u8]) -> bool {
    let own = std::str::from_utf8(document).ok();
    let own = own.and_then(|text| text.get(..part_length(text)));
    let own = own.and_then(|part| read_ledger(part.as_bytes()).ok());
    own.is_some_and(|own| own.residents.iter().any(|it| it.id == resident))
}

/// A document with only those of its reporters who are named today, and with today's
/// receipts for the letters that it contained receipts for.
fn still_true(
    document: &[u8],
    reporters: &Reporters,
    receipts: &[LetterReceipt],
) -> Option<String> {
    let text = std::str::from_utf8(document).ok()?;
    let (part, behind) = text.split_at(part_length(text));
    let still = reporters_in(behind).filter_map(|(entry, _)| reporters.still(entry));
    let named = with_reporters(part, &still.collect::<Vec<_>>());
    let before = receipts_in(behind).unwrap_or_default();
    let still =
        receipts.iter().filter(|it| before.iter().any(|of| of.number == it.number));
    Some(with_receipts(&named, &still.cloned().collect::<Vec<_>>()))
}

impl Cards<'_> {
    /// Removes people who left from the book, and creates missing cards.
    pub(super) fn bring_up_to_date(
        &mut self,
        hall: &str,
        today: Day,
        documents: &[Document],
        moment: &Moment,
    ) -> Result<(), PublishError> {
        if !self.book.serves(hall) {
            return Err(PublishError::OtherCards { hall: self.book.hall().to_owned() });
        }
        self.book.retain(|resident| self.consents.takes_part(resident), moment);
        let ensured: io::Result<()> = documents
            .iter()
            .try_for_each(|it| self.book.ensure(&it.resident, today, self.random));
        ensured.map_err(PublishError::Random)
    }

    /// Seals all documents, and decoys up to a total of `files`. Returns the files by
    /// path below the feed's folder.
    pub(super) fn seal(
        &self,
        sealing: Sealing<'_>,
        documents: &[Document],
        files: usize,
    ) -> Result<(Files, Sealed), PublishError> {
        let longest = documents.iter().max_by_key(|it| it.packed.len());
        let length = longest.map_or(0, |it| it.packed.len());
        let size = size_for(length).ok_or_else(|| PublishError::OwnTooLarge {
            resident: longest.map_or_else(String::new, |it| it.resident.clone()),
            length,
            limit: SIZES.into_iter().max().unwrap_or_default(),
        })?;
        let own = documents.iter().filter_map(|it| {
            Some((self.book.secret(&it.resident)?.clone(), it.packed.as_slice()))
        });
        let mut contents: Vec<(Secret, &[u8])> = own.collect();
        let files = files.max(contents.len());
        let empty = pack(&[]);
        let decoys = (0..).map(|number| self.book.decoy(sealing.version, number));
        let missing = files - contents.len();
        contents.extend(decoys.take(missing).map(|secret| (secret, empty.as_slice())));
        let close = |(secret, packed): &(Secret, &[u8])| {
            let file = sealing.close(secret, packed, size)?;
            Some((format!("{FOLDER}/{}", sealing.name(secret)), file))
        };
        let sealed = parallel::each(&contents, parallel::processors(), close);
        // The size fits the longest document and therefore all of them, so none is
        // omitted here.
        let mut sealed: Files = sealed.into_iter().flatten().collect();
        sealed.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok((sealed, Sealed { files, size }))
    }
}
