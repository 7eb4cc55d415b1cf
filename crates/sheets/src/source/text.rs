//! Text files as common programs write them: UTF-8 with or without a byte order mark,
//! Excel's “Unicode text”, or the encoding of a Chinese Windows.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, CoderResult, Decoder, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE,
    UTF_16LE,
};

/// Number of bytes from which an encoding other than UTF-8 is detected.
const SAMPLE: usize = 1 << 20;
/// Maximum length of a byte order mark.
const MARK: u64 = 3;
/// Number of bytes read at once.
const CHUNK: usize = 1 << 16;

/// Hints for detecting the encoding of a text.
pub(super) struct Evidence<'e> {
    /// Counts the known headings of the sheet at the beginning of a text.
    pub(super) known: &'e dyn Fn(&str) -> usize,
    /// Whether the text is probably Chinese.
    pub(super) chinese: bool,
}

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextEncoding {
    pub(super) encoding: &'static Encoding,
    /// Whether it is only likely, not certain.
    pub(super) guessed: bool,
}

impl TextEncoding {
    fn sure(encoding: &'static Encoding) -> TextEncoding {
        TextEncoding { encoding, guessed: false }
    }

    fn guess(encoding: &'static Encoding) -> TextEncoding {
        TextEncoding { encoding, guessed: true }
    }

    /// Its common name, if it was guessed.
    pub(super) fn guessed_name(self) -> Option<&'static str> {
        self.guessed.then(|| match self.encoding {
            encoding if encoding == GB18030 => "GBK",
            encoding => encoding.name(),
        })
    }
}

/// Why a text file could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum TextError {
    #[error(transparent)]
    File(#[from] io::Error),
    /// Not in the encoding that was set.
    #[error("line {line} is not {}", encoding.name())]
    Undecodable { line: u64, encoding: &'static Encoding },
}

/// A text file and its encoding.
pub(super) struct TextFile {
    file: File,
    pub(super) encoding: TextEncoding,
}

impl TextFile {
    /// Opens a file and detects its encoding.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn open(path: &Path, evidence: &Evidence<'_>) -> io::Result<TextFile> {
        let mut sample = Vec::new();
        File::open(path)?.take(SAMPLE as u64).read_to_end(&mut sample)?;
        let encoding = match Encoding::for_bom(&sample) {
            Some((encoding, _)) => TextEncoding::sure(encoding),
            None => match is_utf8(File::open(path)?)? {
                true => of_utf8(&sample, evidence),
                false => guess(&sample, evidence),
            },
        };
        Ok(TextFile { file: File::open(path)?, encoding })
    }

    /// Opens a file in the encoding that was set, unless a byte order mark shows another.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(super) fn open_as(path: &Path, set: &'static Encoding) -> io::Result<TextFile> {
        let mut start = Vec::new();
        File::open(path)?.take(MARK).read_to_end(&mut start)?;
        let encoding = TextEncoding::sure(marked_or(&start, set));
        Ok(TextFile { file: File::open(path)?, encoding })
    }

    /// As [`TextFile::open_as`], but requires that the whole file can be decoded.
    ///
    /// # Errors
    /// If the file cannot be read, or a line cannot be decoded.
    pub(super) fn open_strictly_as(
        path: &Path,
        set: &'static Encoding,
    ) -> Result<TextFile, TextError> {
        let file = TextFile::open_as(path, set)?;
        let encoding = file.encoding.encoding;
        match undecodable_line(File::open(path)?, encoding)? {
            Some(line) => Err(TextError::Undecodable { line, encoding }),
            None => Ok(file),
        }
    }

    /// The text as UTF-8, without a byte order mark.
    pub(super) fn read(self) -> Decoded<impl Read> {
        let decoder = self.encoding.encoding.new_decoder_with_bom_removal();
        Decoded {
            from: BufReader::new(self.file),
            decoder,
            raw: Vec::new(),
            at: 0,
            done: false,
        }
    }
}

/// Detects the encoding of a text file from its content.
pub(super) fn encoding(bytes: &[u8], evidence: &Evidence<'_>) -> TextEncoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => TextEncoding::sure(encoding),
        None if std::str::from_utf8(bytes).is_ok() => of_utf8(sample, evidence),
        None => guess(sample, evidence),
    }
}

/// The encoding shown by a byte order mark, or else the one that was set.
pub(super) fn marked_or(start: &[u8], set: &'static Encoding) -> &'static Encoding {
    Encoding::for_bom(start).map_or(set, |(encoding, _)| encoding)
}

/// The first line, from 1, that cannot be decoded.
fn undecodable_line(
    mut from: impl Read,
    encoding: &'static Encoding,
) -> io::Result<Option<u64>> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut raw, mut text) = (vec![0; CHUNK], vec![0; CHUNK]);
    let (mut line, mut after_return) = (1, false);
    loop {
        let size = from.read(&mut raw)?;
        let (mut rest, last) = (raw.get(..size).unwrap_or_default(), size == 0);
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(rest, &mut text, last);
            for byte in text.iter().take(written) {
                // `\r\n` ends one line.
                let ends = *byte == b'\r' || (*byte == b'\n' && !after_return);
                line += u64::from(ends);
                after_return = *byte == b'\r';
            }
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty if last => return Ok(None),
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return Ok(Some(line)),
            }
        }
    }
}

/// Whether a whole file is UTF-8.
fn is_utf8(file: File) -> io::Result<bool> {
    let mut from = BufReader::with_capacity(CHUNK, file);
    let mut kept: Vec<u8> = Vec::new();
    let mut buffer = vec![0; CHUNK];
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

/// Number of bytes at the beginning that contain the headings.
const HEAD: usize = 4_096;

/// The encoding of a text without a byte order mark that is valid UTF-8. Characters of GBK
/// may look like two-byte characters of UTF-8, which no Chinese name contains.
fn of_utf8(sample: &[u8], evidence: &Evidence<'_>) -> TextEncoding {
    if let Some(wide) = wide(sample, evidence) {
        return wide;
    }
    let short_only = sample.iter().all(|byte| *byte < 0xe0);
    let is_gbk = evidence.chinese
        && short_only
        && !sample.is_ascii()
        && is_separate_from_latin(sample)
        && gb2312_share(sample) == Some((1, 1));
    match is_gbk {
        true => TextEncoding::guess(GB18030),
        false => TextEncoding::sure(UTF_8),
    }
}

/// The encoding of a text without a byte order mark that is not UTF-8: known Chinese
/// headings prove it, everything else is a guess.
fn guess(sample: &[u8], evidence: &Evidence<'_>) -> TextEncoding {
    if let Some(wide) = wide(sample, evidence) {
        return wide;
    }
    let head = sample.get(..HEAD).unwrap_or(sample);
    let chinese_headings = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(head).0;
        let ascii: String =
            text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        (evidence.known)(&text).saturating_sub((evidence.known)(&ascii))
    };
    let (gbk, big5) = (chinese_headings(GB18030), chinese_headings(BIG5));
    if gbk > 0 && gbk >= big5 {
        return TextEncoding::sure(GB18030);
    }
    if big5 > 0 {
        return TextEncoding::sure(BIG5);
    }
    let (is_gbk, is_big5) =
        (decodes_cleanly(GB18030, sample), decodes_cleanly(BIG5, sample));
    if is_gbk && gb2312_share(sample).is_some_and(|(common, all)| common * 2 >= all) {
        return TextEncoding::guess(GB18030);
    }
    if !is_gbk && is_big5 {
        return TextEncoding::guess(BIG5);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let country = is_separate_from_latin(sample).then_some(&b"cn"[..]);
    TextEncoding::guess(match detector.guess(country, Utf8Detection::Deny) {
        encoding if encoding == GBK => GB18030,
        encoding => encoding,
    })
}

/// UTF-16 without a byte order mark, if known headings are found in it.
fn wide(sample: &[u8], evidence: &Evidence<'_>) -> Option<TextEncoding> {
    let head = sample.get(..HEAD).unwrap_or(sample);
    let known = |encoding: &&'static Encoding| {
        (evidence.known)(&encoding.decode_without_bom_handling(head).0) > 0
    };
    let found = head.contains(&0).then(|| [UTF_16LE, UTF_16BE].into_iter().find(known));
    found.flatten().map(TextEncoding::guess)
}

/// Whether a text in that encoding is valid and has no private-use characters.
fn decodes_cleanly(encoding: &'static Encoding, sample: &[u8]) -> bool {
    // The sample may end in the middle of a character.
    let sample = sample.get(..SAMPLE - 4).unwrap_or(sample);
    let end = sample.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
    let whole = match sample.len() + 4 < SAMPLE {
        true => sample,
        false => sample.get(..end.unwrap_or_default()).unwrap_or_default(),
    };
    let (text, malformed) = encoding.decode_without_bom_handling(whole);
    !malformed && !text.contains(|c| matches!(c, '\u{e000}'..='\u{f8ff}'))
}

/// How many of the two-byte characters are common Chinese ones, and how many there are;
/// `(1, 1)` if all of them are common.
fn gb2312_share(sample: &[u8]) -> Option<(usize, usize)> {
    let (mut common, mut all, mut at) = (0, 0, 0);
    while let Some(lead) = sample.get(at) {
        if lead.is_ascii() {
            at += 1;
            continue;
        }
        let Some(trail) = sample.get(at + 1) else { break };
        all += 1;
        let is_common = (0xb0..=0xf7).contains(lead) || (0xa1..=0xa3).contains(lead);
        common += usize::from(is_common && *trail >= 0xa1);
        at += 2;
    }
    match all {
        0 => None,
        all if all == common => Some((1, 1)),
        all => Some((common, all)),
    }
}

/// Whether no Latin letter is next to a byte beyond ASCII: true of Chinese text, but not of
/// words with accents.
fn is_separate_from_latin(sample: &[u8]) -> bool {
    let pairs = sample.iter().zip(sample.iter().skip(1));
    !pairs.into_iter().any(|(a, b)| {
        (a.is_ascii_alphabetic() && !b.is_ascii())
            || (!a.is_ascii() && b.is_ascii_alphabetic())
    })
}

/// Decodes a text in any encoding to UTF-8. Undecodable bytes become U+FFFD, which no cell
/// may contain.
pub(super) struct Decoded<R> {
    from: BufReader<R>,
    decoder: Decoder,
    /// Bytes to be decoded, from `at` on.
    raw: Vec<u8>,
    at: usize,
    done: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // There must be room for the longest character.
        if out.len() < 16 {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        while !self.done {
            if self.at >= self.raw.len() {
                self.raw.resize(CHUNK, 0);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undecodable_line_is_found_across_chunks() {
        let check = |rows: usize, end: &str| {
            let row = format!("一二三{end}");
            let mut bytes = GBK.encode(&row.repeat(rows)).0.into_owned();
            let line = |bytes: &[u8]| undecodable_line(bytes, GBK).unwrap();
            assert_eq!(line(&bytes), None, "{rows} {end:?}");
            bytes.extend_from_slice(b"a\xff\xff");
            let expected = u64::try_from(rows).unwrap() + 1;
            assert_eq!(line(&bytes), Some(expected), "{rows} {end:?}");
            // Half a character at the end.
            bytes.truncate(bytes.len() - 2);
            bytes.push(0xb0);
            assert_eq!(line(&bytes), Some(expected), "{rows} {end:?}");
        };
        for end in ["\n", "\r", "\r\n"] {
            check(0, end);
            check(2, end);
            check(30_000, end);
        }
    }
}
