//! Detects the encoding of an XML part from its first bytes.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The number of bytes that are enough to detect the encoding.
const START: usize = 256;

/// The encoding of a part's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    encoding: &'static Encoding,
    /// Whether the text starts with a byte-order mark.
    mark: bool,
}

impl TextEncoding {
    /// The encoding of an XML text that starts with these bytes.
    fn of(start: &[u8]) -> TextEncoding {
        let (encoding, mark) = match start {
            [0xef, 0xbb, 0xbf, ..] => (UTF_8, true),
            [0xff, 0xfe, ..] => (UTF_16LE, true),
            [0xfe, 0xff, ..] => (UTF_16BE, true),
            [b'<', 0, ..] => (UTF_16LE, false),
            [0, b'<', ..] => (UTF_16BE, false),
            _ => (declared(start).unwrap_or(UTF_8), false),
        };
        TextEncoding { encoding, mark }
    }

    /// Encodes a text.
    pub(crate) fn bytes(self, text: &str) -> Vec<u8> {
        let mark = if self.mark { "\u{feff}" } else { "" };
        let units = || mark.encode_utf16().chain(text.encode_utf16());
        if self.encoding == UTF_16LE {
            units().flat_map(u16::to_le_bytes).collect()
        } else if self.encoding == UTF_16BE {
            units().flat_map(u16::to_be_bytes).collect()
        } else {
            // A character that the encoding lacks is written as a character reference.
            let text = self.encoding.encode(text).0;
            [mark.as_bytes(), &text].concat()
        }
    }
}

/// The encoding named in the declaration of an XML text.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(start);
    let declaration = start.strip_prefix("<?xml")?.split_once("?>")?.0;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let label = value.get(1..)?.split_once(quote)?.0;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // UTF-16 is not accepted: in that encoding, the declaration could not have been read
    // here.
    (![UTF_16LE, UTF_16BE].contains(&encoding)).then_some(encoding)
}

/// A reader that decodes a part to UTF-8 without a byte-order mark.
pub(crate) struct Utf8<R> {
    inner: R,
    /// `None` if the text is UTF-8 already.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    /// Reads the first bytes of the part to detect its encoding.
    pub(crate) fn new(mut inner: R) -> io::Result<(Utf8<R>, TextEncoding)> {
        let mut start = Vec::with_capacity(START);
        inner.by_ref().take(START as u64).read_to_end(&mut start)?;
        let encoding = TextEncoding::of(&start);
        let utf_8 = encoding.encoding == UTF_8;
        let decoder = (!utf_8).then(|| encoding.encoding.new_decoder_with_bom_removal());
        if utf_8 && encoding.mark {
            start.drain(..3);
        }
        let (raw, text) = if utf_8 { (Vec::new(), start) } else { (start, Vec::new()) };
        Ok((Utf8 { inner, decoder, raw, text, at: 0, ended: false }, encoding))
    }

    /// Decodes the bytes that are not decoded yet.
    fn decode(&mut self, last: bool) {
        let Some(decoder) = &mut self.decoder else { return };
        let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(0);
        let mut text = String::with_capacity(room);
        let (_, read, _) = decoder.decode_to_string(&self.raw, &mut text, last);
        self.raw.drain(..read);
        (self.text, self.at) = (text.into_bytes(), 0);
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let left = self.text.get(self.at..).unwrap_or_default();
            if !left.is_empty() {
                let size = left.len().min(buffer.len());
                for (to, from) in buffer.iter_mut().zip(left) {
                    *to = *from;
                }
                self.at += size;
                return Ok(size);
            }
            if self.decoder.is_none() {
                return self.inner.read(buffer);
            }
            if self.ended {
                return Ok(0);
            }
            if self.raw.is_empty() {
                let mut raw = vec![0; 16_384];
                let size = self.inner.read(&mut raw)?;
                raw.truncate(size);
                (self.raw, self.ended) = (raw, size == 0);
            }
            self.decode(self.ended);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns only a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = buffer.len().min(3);
            self.0.read(&mut buffer[..size])
        }
    }

    fn utf_16(text: &str, low_first: bool) -> Vec<u8> {
        let bytes = |it: u16| if low_first { it.to_le_bytes() } else { it.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[track_caller]
    fn check(bytes: &[u8], text: &str) {
        let (mut reader, encoding) = Utf8::new(Slow(bytes)).unwrap();
        let mut read = String::new();
        reader.read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
        assert_eq!(encoding.bytes(&read), bytes);
    }

    #[test]
    fn texts_keep_their_encoding() {
        let long = "甲小明🎂é".repeat(20_000);
        for body in ["", "<a/>", &long] {
            let text = format!("<?xml version='1.0'?><a>{body}</a>");
            check(text.as_bytes(), &text);
            check(format!("\u{feff}{text}").as_bytes(), &text);
            for low_first in [true, false] {
                check(&utf_16(&text, low_first), &text);
                check(&utf_16(&format!("\u{feff}{text}"), low_first), &text);
            }
        }
        let text = "<?xml version=\"1.0\" encoding = 'GBK' ?><a>甲小明</a>";
        check(&encoding_rs::GBK.encode(text).0, text);
        let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><a>甲</a>";
        check(text.as_bytes(), text);
        check(b"", "");
    }

    #[test]
    fn unencodable_characters_become_references() {
        let start = b"<?xml version=\"1.0\" encoding=\"gb2312\"?>";
        let made = TextEncoding::of(start).bytes("<a>甲🎂</a>");
        assert!(made.ends_with(b"&#127874;</a>"), "{}", String::from_utf8_lossy(&made));
    }
}
