//! Text files as people's programs write them: UTF-8 with or without a mark, Excel's
//! “Unicode text”, or the encoding of a Chinese Windows.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, GBK, UTF_8};

/// How much of a file tells its encoding, where it is not UTF-8.
const SAMPLE: usize = 1 << 20;

/// A text file, and how it is encoded.
pub(super) struct TextFile {
    file: File,
    encoding: &'static Encoding,
}

impl TextFile {
    /// Opens a file and finds out how it is encoded; `known` says whether a text begins
    /// as such a file does, where that cannot be told otherwise.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn open(
        path: &Path,
        known: impl Fn(&str) -> bool,
    ) -> io::Result<TextFile> {
        let mut sample = Vec::new();
        File::open(path)?.take(SAMPLE as u64).read_to_end(&mut sample)?;
        let encoding = match Encoding::for_bom(&sample) {
            Some((encoding, _)) => encoding,
            None if is_utf8(File::open(path)?)? => UTF_8,
            None => guess(&sample, known),
        };
        Ok(TextFile { file: File::open(path)?, encoding })
    }

    /// The text, as UTF-8 and without any mark.
    pub(super) fn read(self) -> Decoded<impl Read> {
        let decoder = self.encoding.new_decoder_with_bom_removal();
        Decoded {
            from: BufReader::new(self.file),
            decoder,
            raw: Vec::new(),
            at: 0,
            done: false,
        }
    }
}

/// How the bytes of a text file are encoded; `known` as for [`TextFile::open`].
pub(super) fn encoding(bytes: &[u8], known: impl Fn(&str) -> bool) -> &'static Encoding {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => guess(bytes.get(..SAMPLE).unwrap_or(bytes), known),
    }
}

/// Whether a file is UTF-8 to its end.
fn is_utf8(file: File) -> io::Result<bool> {
    let mut from = BufReader::with_capacity(1 << 16, file);
    let mut kept: Vec<u8> = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let size = from.read(&mut buffer)?;
        kept.extend_from_slice(buffer.get(..size).unwrap_or_default());
        let rest = match std::str::from_utf8(&kept) {
            Ok(_) => kept.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        kept.drain(..rest);
        if size == 0 {
            return Ok(kept.is_empty());
        }
    }
}

/// The encoding of a text that has no mark and is not UTF-8: known headings tell it best.
fn guess(sample: &[u8], known: impl Fn(&str) -> bool) -> &'static Encoding {
    let first: Vec<u8> = sample.iter().copied().take(4_096).collect();
    let (text, _, _) = GB18030.decode(&first);
    if known(&text)
        && !first.is_ascii()
        && text.lines().next().is_some_and(|it| !it.is_ascii())
    {
        return GB18030;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    match detector.guess(Some(b"cn"), Utf8Detection::Deny) {
        encoding if encoding == GBK => GB18030,
        encoding => encoding,
    }
}

/// A reader of UTF-8 over a text in any encoding. What cannot be decoded becomes U+FFFD,
/// which no cell may hold.
pub(super) struct Decoded<R> {
    from: BufReader<R>,
    decoder: Decoder,
    /// Bytes that are to be decoded, from `at` on.
    raw: Vec<u8>,
    at: usize,
    done: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // The longest character must have room.
        if out.len() < 16 {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        while !self.done {
            if self.at >= self.raw.len() {
                self.raw.resize(1 << 16, 0);
                let size = self.from.read(&mut self.raw)?;
                self.raw.truncate(size);
                self.at = 0;
            }
            let rest = self.raw.get(self.at..).unwrap_or_default();
            let last = rest.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(rest, out, last);
            self.at += read;
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
