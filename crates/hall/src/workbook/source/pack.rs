//! The packed file a workbook is, unpacked once into nothing before anything reads it:
//! what its directory says of sizes may be a lie, and what it holds may be a trap.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::broken;
use crate::workbook::{UNPACKED_LIMIT, WorkbookError};

/// The most parts of a workbook.
const PARTS: usize = 5_000;
/// The longest text or tag, in bytes: no cell holds as much.
const TOKEN: usize = 2_000_000;
/// How deep elements may stand within each other.
const DEPTH: usize = 256;
/// The most elements in a part that is read into memory as a whole.
const ELEMENTS: u64 = 1_000_000;
/// The most elements in the table of texts.
const TEXTS: u64 = 8_000_000;

/// A packed file whose parts are safe to read.
pub(super) type Pack<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Opens the file and sees that it unpacks to nothing dangerous.
///
/// # Errors
/// When it is broken, protected or too large.
pub(super) fn open(bytes: &[u8]) -> Result<Pack<'_>, WorkbookError> {
    let too_large = WorkbookError::TooLarge { limit: UNPACKED_LIMIT };
    let headers = bytes.windows(4).filter(|it| it == b"PK\x01\x02");
    if headers.take(PARTS + 1).count() > PARTS {
        return Err(too_large);
    }
    let mut pack = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = UNPACKED_LIMIT;
    for index in 0..pack.len() {
        let part = match pack.by_index(index) {
            Err(ZipError::UnsupportedArchive(what)) if what.contains("assword") => {
                return Err(WorkbookError::Protected);
            }
            part => part.map_err(broken)?,
        };
        if part.encrypted() {
            return Err(WorkbookError::Protected);
        }
        let name = part.name().map_err(broken)?.to_ascii_lowercase();
        let is_text = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
        left = unpack(part, left, is_text)?;
    }
    Ok(pack)
}

/// Unpacks a part and gives what is left of the bytes allowed.
fn unpack(
    mut part: impl Read,
    mut left: u64,
    is_text: bool,
) -> Result<u64, WorkbookError> {
    let mut scan = Scan::default();
    let mut buffer = vec![0; 65_536];
    loop {
        let size = part.read(&mut buffer).map_err(broken)?;
        let read = buffer.get(..size).unwrap_or_default();
        if read.is_empty() {
            return Ok(left);
        }
        let over = WorkbookError::TooLarge { limit: UNPACKED_LIMIT };
        left = left.checked_sub(u64::try_from(size).unwrap_or(u64::MAX)).ok_or(over)?;
        if is_text {
            scan.pass(read)?;
        }
    }
}

/// What has been seen of an XML part: enough to bound what reading it takes.
#[derive(Default)]
struct Scan {
    start: Vec<u8>,
    token: usize,
    depth: usize,
    elements: u64,
    opened: bool,
    before: u8,
}

impl Scan {
    fn pass(&mut self, bytes: &[u8]) -> Result<(), WorkbookError> {
        if self.start.len() < 1_024 {
            self.start.extend(bytes.iter().take(1_024));
        }
        for &byte in bytes {
            self.token += 1;
            match byte {
                b'<' => {
                    self.opened = true;
                    self.token = 0;
                }
                b'>' => {
                    if self.before == b'/' {
                        self.depth = self.depth.saturating_sub(1);
                    }
                    self.token = 0;
                }
                _ if self.opened => {
                    self.opened = false;
                    self.tag(byte);
                }
                _ => {}
            }
            self.before = byte;
        }
        self.bounded()
    }

    fn tag(&mut self, first: u8) {
        match first {
            b'/' => self.depth = self.depth.saturating_sub(1),
            b'?' | b'!' => {}
            _ => {
                self.depth += 1;
                self.elements += 1;
            }
        }
    }

    fn bounded(&self) -> Result<(), WorkbookError> {
        if self.depth > DEPTH {
            return Err(broken("its parts stand too deep within each other"));
        }
        if self.token > TOKEN || self.elements > self.most() {
            return Err(WorkbookError::TooLarge { limit: UNPACKED_LIMIT });
        }
        Ok(())
    }

    fn most(&self) -> u64 {
        let begins = |root: &[u8]| self.start.windows(root.len()).any(|it| it == root);
        if begins(b"<worksheet") || begins(b"office:document-content") {
            u64::MAX
        } else if begins(b"<sst") {
            TEXTS
        } else {
            ELEMENTS
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn pack(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, bytes) in parts {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[track_caller]
    fn check(name: &str, bytes: Vec<u8>, expected: Result<(), &str>) {
        let opened =
            open(&pack(&[(name, bytes)])).map(|_| ()).map_err(|it| it.to_string());
        match (opened, expected) {
            (Ok(()), Ok(())) => {}
            (Err(told), Err(part)) => assert!(told.contains(part), "{told}"),
            (opened, _) => panic!("{name}: {opened:?}"),
        }
    }

    #[test]
    fn what_would_take_much_to_read_is_refused() {
        check("a.xml", b"<a><b/></a>".to_vec(), Ok(()));
        check("a.bin", vec![0; 3_000_000], Ok(()));
        check("a.xml", vec![b' '; 3_000_000], Err("more than"));
        check("a.xml", [b"<a x='".to_vec(), vec![b'y'; 3_000_000]].concat(), Err("more"));
        check("a.xml", b"<a>".repeat(300), Err("too deep"));
        check("a.xml", b"<a></a><b/>".repeat(300), Ok(()));
        check("a.xml", b"<a/>".repeat(1_000_001), Err("more than"));
        let sheet = [b"<worksheet>".to_vec(), b"<c/>".repeat(1_000_001)].concat();
        check("a.xml", sheet, Ok(()));
    }

    #[test]
    fn a_part_that_lies_about_its_size_is_bounded_by_what_it_unpacks_to() {
        let left = unpack(std::io::repeat(0), 1_000_000, false);
        let limit = UNPACKED_LIMIT;
        assert_eq!(left, Err(WorkbookError::TooLarge { limit }));
        assert_eq!(unpack(&[7; 10][..], 10, false), Ok(0));
    }

    #[test]
    fn too_many_parts_are_refused() {
        let names: Vec<String> = (0..5_001).map(|it| format!("{it}.bin")).collect();
        let parts: Vec<_> = names.iter().map(|it| (it.as_str(), Vec::new())).collect();
        let told = open(&pack(&parts)).map(|_| ()).unwrap_err();
        assert_eq!(told, WorkbookError::TooLarge { limit: UNPACKED_LIMIT });
    }
}
