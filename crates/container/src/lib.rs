//! The archive that an `.xlsx` or `.ods` file is: its parts, found in one way by whoever reads
//! or writes them, and bounded while they are read.
//!
//! - [`Package`] is where to start: it opens an archive, finds parts by their names, reads
//!   them, and makes the archive anew with the texts of some of them replaced. [`kind`] says
//!   what kind of workbook an archive is.
//! - [`WorkbookParts`] are the parts of an `.xlsx` workbook and its sheets, as relationships
//!   and content types lead to them.
//! - `bounds` ends the reading of what only pretends to be small, `encoding` makes UTF-8 of
//!   the text of a part and puts it back as it was stored.
//!
//! Names of parts are compared as the standard for such packages says: `\` is taken for
//! `/`, and case does not matter. Texts are UTF-8 here, whatever they are stored in.
//!
//! # What this crate does not do
//! It knows nothing of a hall's register: what stands in the rows and cells of a sheet,
//! `hallboard-workbook` reads and writes. It opens no file, decrypts nothing and repairs no
//! damaged archive. It builds for wasm32.

mod bounds;
mod encoding;
mod opc;
mod package;

pub use encoding::TextEncoding;
pub use opc::{Relation, Sheet, WorkbookParts, attribute, is_true, relations};
pub use package::{CONTENT, Kind, Package, PartId, PartText, kind};

/// The most bytes a workbook may unpack to.
pub const UNPACKED_LIMIT: u64 = 200_000_000;

/// Why the parts of an archive cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContainerError {
    /// Not a workbook, or a broken one.
    #[error("not a workbook that can be read: {what}")]
    Broken {
        /// What the reader of such files says.
        what: String,
    },
    /// It unpacks to more than [`UNPACKED_LIMIT`].
    #[error("the workbook unpacks to more than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// An archive of more parts than a workbook has.
    #[error("more than {limit} parts")]
    TooManyParts {
        /// The most there may be.
        limit: usize,
    },
    /// A part that holds more, or is nested deeper, than that of any workbook.
    #[error("its part `{part}` holds more than any workbook would")]
    Overfull {
        /// The part's name in the archive.
        part: String,
    },
    /// It is protected by a password.
    #[error("the workbook is protected by a password")]
    Protected,
}
