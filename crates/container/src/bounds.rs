//! Limits on reading a part: the sizes in an archive's directory may be wrong on purpose,
//! and its contents may be made to exhaust memory.

use std::io::{self, Read};

use crate::{ContainerError, UNPACKED_LIMIT};

/// The longest text or tag in bytes: no cell contains as much.
const TOKEN: usize = 2_000_000;
/// The deepest nesting of elements.
const DEPTH: usize = 256;
/// The largest number of elements in a part that is read into memory as a whole.
const ELEMENTS: u64 = 1_000_000;
/// The largest number of elements in the table of shared strings.
const TEXTS: u64 = 8_000_000;

/// A reader of XML that fails when a limit is exceeded.
pub(crate) struct Bounded<R> {
    inner: R,
    part: String,
    limit: u64,
    left: u64,
    scan: Scan,
}

impl<R: Read> Bounded<R> {
    /// Reads at most `limit` bytes.
    pub(crate) fn new(inner: R, part: &str, limit: u64) -> Bounded<R> {
        let scan = Scan::default();
        Bounded { inner, part: part.to_owned(), limit, left: limit, scan }
    }

    fn check(&mut self, read: &[u8]) -> Result<(), ContainerError> {
        let size = u64::try_from(read.len()).unwrap_or(u64::MAX);
        let over = ContainerError::TooLarge { limit: self.limit.min(UNPACKED_LIMIT) };
        self.left = self.left.checked_sub(size).ok_or(over)?;
        match self.scan.pass(read) {
            true => Ok(()),
            false => Err(ContainerError::Overfull { part: self.part.clone() }),
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.inner.read(buffer)?;
        let read = buffer.get(..size).unwrap_or_default();
        self.check(read).map_err(io::Error::other)?;
        Ok(size)
    }
}

/// The counters for one XML part.
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
    /// Counts bytes, and returns whether all limits are kept.
    fn pass(&mut self, bytes: &[u8]) -> bool {
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
        self.depth <= DEPTH && self.token <= TOKEN && self.elements <= self.most()
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

    fn most(&self) -> u64 {
        if self.elements <= ELEMENTS {
            return u64::MAX;
        }
        // With any namespace prefix of the root element.
        let begins = |root: &[u8]| self.start.windows(root.len()).any(|it| it == root);
        if begins(b"worksheet") || begins(b"document-content") {
            u64::MAX
        } else if begins(b"sst") {
            TEXTS
        } else {
            ELEMENTS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], refused: bool) {
        let read =
            Bounded::new(bytes, "a.xml", UNPACKED_LIMIT).read_to_end(&mut Vec::new());
        let error = read.err().map(|it| it.into_inner().unwrap());
        let error = error.and_then(|it| it.downcast::<ContainerError>().ok());
        let expected = ContainerError::Overfull { part: "a.xml".to_owned() };
        assert_eq!(error.map(|it| *it), refused.then_some(expected));
    }

    #[test]
    fn costly_parts_are_refused() {
        check(b"<a><b/></a>", false);
        check(&vec![b' '; 3_000_000], true);
        check(&[b"<a x='".to_vec(), vec![b'y'; 3_000_000]].concat(), true);
        check(&b"<a>".repeat(300), true);
        check(&b"<a></a><b/>".repeat(300), false);
        check(&b"<a/>".repeat(1_000_001), true);
        for root in ["worksheet", "x:worksheet", "office:document-content", "sst"] {
            let root = format!("<{root}>").into_bytes();
            check(&[root, b"<c/>".repeat(1_000_001)].concat(), false);
        }
    }

    #[test]
    fn reading_stops_at_the_limit() {
        let mut read = Vec::new();
        assert!(Bounded::new(&[7; 10][..], "", 10).read_to_end(&mut read).is_ok());
        let over = Bounded::new(io::repeat(0), "", 1_000_000).read_to_end(&mut read);
        let error = over.unwrap_err().into_inner().unwrap();
        let limit = 1_000_000;
        assert_eq!(
            *error.downcast::<ContainerError>().unwrap(),
            ContainerError::TooLarge { limit }
        );
    }
}
