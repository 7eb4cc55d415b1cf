//! The archive of an `.xlsx` or `.ods` file: finds its parts in the same way for reading
//! and writing, and limits what reading them costs.
//!
//! - [`Package`] is the entry point: it opens an archive, finds parts by name, reads them,
//!   and rewrites the archive with the texts of some parts replaced. [`kind`] detects the
//!   kind of workbook.
//! - [`WorkbookParts`] are the parts of an `.xlsx` workbook and its sheets, found by
//!   relationships and content types.
//! - `bounds` stops reading parts that exceed a limit, `encoding` decodes the text of a
//!   part to UTF-8 and encodes it again.
//!
//! Names of parts are compared as the standard for such packages specifies: `\` equals
//! `/`, and case does not matter. Texts in memory are UTF-8, whatever their encoding in
//! the archive.
//!
//! # What this crate does not do
//! It has no knowledge of rows and cells, which `hallboard-sheets` reads and writes, or of a
//! hall's register. It opens no files, decrypts nothing and repairs no damaged
//! archives. It builds for wasm32.

mod bounds;
mod encoding;
mod opc;
mod package;

pub use encoding::TextEncoding;
pub use opc::{Relation, Sheet, WorkbookParts, attribute, is_true, relations};
pub use package::{CONTENT, Kind, Package, PartId, PartText, kind};

/// The largest unpacked size of a workbook in bytes.
pub const UNPACKED_LIMIT: u64 = 200_000_000;

/// Why the parts of an archive cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContainerError {
    /// Not a workbook, or damaged.
    #[error("not a workbook that can be read: {what}")]
    Broken {
        /// The message of the parser.
        what: String,
    },
    /// It unpacks to more than [`UNPACKED_LIMIT`].
    #[error("the workbook unpacks to more than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The archive has more parts than a workbook.
    #[error("more than {limit} parts")]
    TooManyParts {
        /// The limit.
        limit: usize,
    },
    /// A part has more contents or deeper nesting than that of any workbook.
    #[error("its part `{part}` holds more than any workbook would")]
    Overfull {
        /// The part's name in the archive.
        part: String,
    },
    /// It is protected by a password.
    #[error("the workbook is protected by a password")]
    Protected,
}
