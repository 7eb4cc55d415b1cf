//! An archive: its parts by name, and the kind of workbook.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::bounds::Bounded;
use crate::encoding::{TextEncoding, Utf8};
use crate::{ContainerError, UNPACKED_LIMIT, opc};

/// The largest number of parts of a workbook.
const PARTS: usize = 5_000;
/// The largest number of parts of a workbook from which only consents are read.
const CROWDED_PARTS: usize = 100_000;
/// The suffix of the media type of an OpenDocument spreadsheet.
const SPREADSHEET: &str = "opendocument.spreadsheet";
/// The name of the content part of an OpenDocument file.
pub const CONTENT: &str = "content.xml";

/// The kind of workbook in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Office Open XML: `.xlsx`.
    Xlsx,
    /// OpenDocument: `.ods`.
    Ods,
    /// Excel's binary format: `.xlsb`.
    Xlsb,
}

/// An archive that is open for reading.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The name of each part, with `/` as separator and without a leading one.
    names: Vec<String>,
    /// The parts by lower-case name.
    by_name: BTreeMap<String, usize>,
}

/// A part of an archive, identified by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartId(usize);

/// The text of a part with its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartText {
    /// The text, without a byte-order mark.
    pub text: String,
    /// The encoding in the archive.
    pub encoding: TextEncoding,
}

impl<'b> Package<'b> {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is damaged, protected or has too many parts.
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, ContainerError> {
        Package::open_up_to(bytes, PARTS)
    }

    /// Like [`Package::open`], but permits more parts than a workbook has. Each sheet is
    /// a part, and a sheet may contain a withdrawal, which must be read.
    ///
    /// # Errors
    /// See [`Package::open`].
    pub fn open_crowded(bytes: &'b [u8]) -> Result<Package<'b>, ContainerError> {
        Package::open_up_to(bytes, CROWDED_PARTS)
    }

    fn open_up_to(bytes: &'b [u8], most: usize) -> Result<Package<'b>, ContainerError> {
        let headers = bytes.windows(4).filter(|it| it == b"PK\x01\x02");
        if headers.take(most + 1).count() > most {
            return Err(ContainerError::TooManyParts { limit: most });
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let (mut names, mut by_name) = (Vec::new(), BTreeMap::new());
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(damaged)?;
            let name = canonical(&part.name().map_err(damaged)?);
            by_name.entry(name.to_lowercase()).or_insert(index);
            names.push(name);
        }
        Ok(Package { archive, names, by_name })
    }

    /// The part with this name.
    pub fn find(&self, name: &str) -> Option<PartId> {
        // An exact match takes precedence over one that differs in case.
        let exact = self.names.iter().position(|it| it == name);
        exact.or_else(|| self.by_name.get(&name.to_lowercase()).copied()).map(PartId)
    }

    /// The name of a part.
    pub fn name(&self, part: PartId) -> &str {
        self.names.get(part.0).map_or("", String::as_str)
    }

    /// Opens a part for reading as UTF-8.
    fn reader(
        &mut self,
        part: PartId,
        limit: u64,
    ) -> Result<(impl Read + use<'_, 'b>, TextEncoding), ContainerError> {
        let name = self.name(part).to_owned();
        let file = match self.archive.by_index(part.0) {
            Err(ZipError::UnsupportedArchive(what)) if what.contains("assword") => {
                return Err(ContainerError::Protected);
            }
            file => file.map_err(damaged)?,
        };
        let (text, encoding) = Utf8::new(file).map_err(damaged)?;
        Ok((Bounded::new(text, &name, limit), encoding))
    }

    /// The whole text of a part.
    ///
    /// # Errors
    /// When it is damaged or too large.
    pub fn text(&mut self, part: PartId) -> Result<PartText, ContainerError> {
        let (mut reader, encoding) = self.reader(part, UNPACKED_LIMIT)?;
        let mut text = String::new();
        reader.read_to_string(&mut text).map_err(unread)?;
        Ok(PartText { text, encoding })
    }

    /// Reads a part element by element, up to `limit` bytes.
    ///
    /// # Errors
    /// When the part is damaged or too large; also any error of `each`.
    pub fn elements<E: From<ContainerError>>(
        &mut self,
        part: PartId,
        limit: u64,
        mut each: impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let name = self.name(part).to_owned();
        let (reader, _) = self.reader(part, limit)?;
        let mut reader = Reader::from_reader(BufReader::with_capacity(65_536, reader));
        let (mut buffer, mut open) = (Vec::new(), 0_u32);
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                // Elements are still open, so the part is incomplete.
                Ok(Event::Eof) if open > 0 => {
                    return Err(damaged(format_args!(
                        "its part `{name}` ends too early"
                    ))
                    .into());
                }
                Ok(Event::Eof) => return Ok(()),
                Ok(event) => {
                    match event {
                        Event::Start(_) => open += 1,
                        Event::End(_) => open = open.saturating_sub(1),
                        _ => {}
                    }
                    each(event)?;
                }
                Err(quick_xml::Error::Io(error)) => {
                    let kind = error.kind();
                    let error = limit_in(&error).unwrap_or_else(|| {
                        damaged(std::io::Error::new(kind, error.to_string()))
                    });
                    return Err(error.into());
                }
                Err(error) => return Err(damaged(error).into()),
            }
        }
    }

    /// The archive with the texts of some parts replaced; all other parts are copied
    /// unchanged.
    ///
    /// # Errors
    /// When the archive cannot be copied.
    pub fn with(
        mut self,
        changed: &BTreeMap<PartId, PartText>,
    ) -> Result<Vec<u8>, ContainerError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index).map_err(damaged)?;
            let Some(PartText { text, encoding }) = changed.get(&PartId(index)) else {
                out.raw_copy_file(part).map_err(damaged)?;
                continue;
            };
            let name = part.name().map_err(damaged)?.into_owned();
            let mut options =
                SimpleFileOptions::default().compression_method(part.compression());
            if let Some(time) = part.last_modified() {
                options = options.last_modified_time(time);
            }
            drop(part);
            out.start_file(name, options).map_err(damaged)?;
            out.write_all(&encoding.bytes(text)).map_err(damaged)?;
        }
        Ok(out.finish().map_err(damaged)?.into_inner())
    }

    /// The kind of workbook; `None` if it cannot be detected.
    pub fn kind(&mut self) -> Option<Kind> {
        let main = opc::main_part(self).map(|main| self.name(main).to_lowercase());
        match main {
            Some(main) if main.ends_with(".bin") => return Some(Kind::Xlsb),
            Some(_) => return Some(Kind::Xlsx),
            None => {}
        }
        let media_type = self.find("mimetype").and_then(|part| self.text(part).ok());
        let is_ods = media_type.is_some_and(|it| it.text.contains(SPREADSHEET));
        (is_ods || self.find(CONTENT).is_some()).then_some(Kind::Ods)
    }
}

/// The kind of workbook in these bytes; `None` if they are not a workbook.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    Package::open(bytes).ok()?.kind()
}

/// The name of a part for comparison: with `/` as separator and without a leading one.
pub(crate) fn canonical(name: &str) -> String {
    let name = name.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn damaged(error: impl std::fmt::Display) -> ContainerError {
    ContainerError::Broken { what: error.to_string() }
}

fn unread(error: std::io::Error) -> ContainerError {
    limit_in(&error).unwrap_or_else(|| damaged(error))
}

/// The limit that stopped the reading of a part, if one did.
fn limit_in(error: &std::io::Error) -> Option<ContainerError> {
    error.get_ref()?.downcast_ref::<ContainerError>().cloned()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_found_by_any_spelling() {
        let bytes = zipped(&[("XL\\Sheets\\Sheet1.xml", b"<a/>"), ("./b.xml", b"<b/>")]);
        let package = Package::open(&bytes).unwrap();
        for name in ["xl/sheets/sheet1.xml", "XL/Sheets/Sheet1.xml"] {
            assert_eq!(package.find(name), Some(PartId(0)), "{name}");
        }
        assert_eq!(package.find("b.xml"), Some(PartId(1)));
        assert_eq!(package.find("c.xml"), None);
        let bytes = zipped(&[("A.xml", b"<a/>"), ("a.xml", b"<a/>")]);
        let package = Package::open(&bytes).unwrap();
        assert_eq!(package.find("a.xml"), Some(PartId(1)));
        assert_eq!(package.find("A.xml"), Some(PartId(0)));
    }

    #[test]
    fn only_the_given_parts_change() {
        let bytes = zipped(&[("a\\x.xml", b"\xef\xbb\xbf<a/>"), ("b", b"\xff\x00")]);
        let mut package = Package::open(&bytes).unwrap();
        let mut text = package.text(PartId(0)).unwrap();
        assert_eq!(text.text, "<a/>");
        text.text = "<b/>".to_owned();
        let after = package.with(&BTreeMap::from([(PartId(0), text)])).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(after)).unwrap();
        let mut part = |index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        };
        assert_eq!(part(0), ("a\\x.xml".to_owned(), b"\xef\xbb\xbf<b/>".to_vec()));
        assert_eq!(part(1), ("b".to_owned(), b"\xff\x00".to_vec()));
    }

    #[test]
    fn truncated_part_is_damaged() {
        let check = |text: &str, whole: bool| {
            let bytes = zipped(&[("a.xml", text.as_bytes())]);
            let mut package = Package::open(&bytes).unwrap();
            let read: Result<(), ContainerError> =
                package.elements(PartId(0), UNPACKED_LIMIT, |_| Ok(()));
            assert_eq!(read.is_ok(), whole, "{text}: {read:?}");
        };
        check("<a><b/><b></b></a>\n", true);
        for cut in ["<a><b/>", "<a><b></b>", "<a><b>1", "<a"] {
            check(cut, false);
        }
    }

    #[test]
    fn too_many_parts_are_refused() {
        let names: Vec<String> = (0..=PARTS).map(|it| format!("{it}.bin")).collect();
        let parts: Vec<_> = names.iter().map(|it| (it.as_str(), &b""[..])).collect();
        let refused = Package::open(&zipped(&parts)).err();
        assert_eq!(refused, Some(ContainerError::TooManyParts { limit: PARTS }));
    }
}
