//! The parts of a workbook's archive.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{TidyError, broken};
use crate::workbook::UNPACKED_LIMIT;

/// An archive that is read from.
pub(crate) struct Zipped<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Zipped<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Zipped<'a>, TidyError> {
        ZipArchive::new(Cursor::new(bytes)).map(Zipped).map_err(broken)
    }

    /// The text of a part.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, TidyError> {
        let part = self.0.by_name(name).map_err(broken)?;
        let mut text = String::new();
        part.take(UNPACKED_LIMIT).read_to_string(&mut text).map_err(broken)?;
        Ok(text)
    }

    /// The archive with some parts replaced; all others packed as they are.
    pub(crate) fn with(
        mut self,
        parts: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Vec<u8>, TidyError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.0.len() {
            let part = self.0.by_index_raw(index).map_err(broken)?;
            let name = part.name().map_err(broken)?.into_owned();
            let Some(bytes) = parts.get(&name) else {
                out.raw_copy_file(part).map_err(broken)?;
                continue;
            };
            let mut options =
                SimpleFileOptions::default().compression_method(part.compression());
            if let Some(time) = part.last_modified() {
                options = options.last_modified_time(time);
            }
            drop(part);
            out.start_file(name, options).map_err(broken)?;
            out.write_all(bytes).map_err(broken)?;
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }
}
