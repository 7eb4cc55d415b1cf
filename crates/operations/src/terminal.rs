//! Standard output and standard error, with control characters escaped. Text from
//! registers, letters, file names and web servers is printed through here, so that it can
//! neither control the terminal nor reorder text: such characters become `\u001b` and the
//! like, which JSON parsers read as the same character.

use std::io::{self, Write};
use std::str;

use hallboard_feed::letter::is_forbidden;

/// Standard output.
pub fn stdout() -> impl Write {
    Visible::new(io::BufWriter::new(io::stdout().lock()))
}

/// Standard error.
pub fn stderr() -> impl Write {
    Visible::new(io::stderr().lock())
}

/// Whether a character is escaped: control characters except the line feed, those forbidden
/// in letters, and invisible ones that change the direction of text.
pub fn is_hidden(c: char) -> bool {
    (is_forbidden(c) && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{206a}'..='\u{206f}')
}

/// Text from outside as one line: line feeds are escaped too, so that no part of it can
/// pass for a line of ours.
pub fn one_line(text: &(impl ToString + ?Sized)) -> String {
    text.to_string().replace('\n', "\\u000a")
}

/// The JSON escape of a character.
fn escape(c: char) -> String {
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// Escapes hidden characters. Bytes that are not UTF-8 are escaped as if each were the
/// character with its number.
struct Visible<W: Write> {
    inner: W,
    /// The first bytes of an incomplete UTF-8 character.
    begun: Vec<u8>,
}

impl<W: Write> Visible<W> {
    fn new(inner: W) -> Visible<W> {
        Visible { inner, begun: Vec::new() }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (before, after) = rest.split_at(at);
            self.inner.write_all(before.as_bytes())?;
            self.inner.write_all(escape(c).as_bytes())?;
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        self.inner.write_all(rest.as_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        for chunk in bytes.utf8_chunks() {
            self.text(chunk.valid())?;
            for byte in chunk.invalid() {
                self.inner.write_all(escape(char::from(*byte)).as_bytes())?;
            }
        }
        Ok(())
    }

    /// Number of bytes at the end that belong to an incomplete character.
    fn unfinished(bytes: &[u8]) -> usize {
        match str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => {
                bytes.len() - error.valid_up_to()
            }
            Ok(_) => 0,
            Err(error) => {
                let skipped = error.valid_up_to() + error.error_len().unwrap_or(1);
                Self::unfinished(bytes.get(skipped..).unwrap_or_default())
            }
        }
    }
}

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let complete = all.len() - Self::unfinished(&all);
        self.begun = all.split_off(complete);
        self.bytes(&all)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let begun = std::mem::take(&mut self.begun);
        self.bytes(&begun)?;
        self.inner.flush()
    }
}

impl<W: Write> Drop for Visible<W> {
    fn drop(&mut self) {
        // As with a `BufWriter`, output that cannot be written on drop is lost.
        drop(self.flush());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn escaped(chunks: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut visible = Visible::new(&mut out);
        chunks.iter().for_each(|chunk| visible.write_all(chunk).unwrap());
        drop(visible);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_are_escaped() {
        let check = |text: &str, expected: &str| {
            assert_eq!(escaped(&[text.as_bytes()]), expected);
        };
        check("张三\nplain – text\n", "张三\nplain – text\n");
        check("\u{1b}[31mred\u{7}", "\\u001b[31mred\\u0007");
        check("a\r\nb\tc\u{7f}\u{9b}1m", "a\\u000d\nb\\u0009c\\u007f\\u009b1m");
        check("\u{202e}abc\u{2066}\u{2069}", "\\u202eabc\\u2066\\u2069");
        check("\u{200e}\u{200f}\u{2028}\u{2029}", "\\u200e\\u200f\\u2028\\u2029");
        check("\u{feff}\u{61c}\u{e0041}", "\\ufeff\\u061c\\udb40\\udc41");
        assert_eq!(escaped(&[b"a\xff\x9bb"]), "a\\u00ff\\u009bb");
        assert_eq!(escaped(&[b"a\xe4\xbc"]), "a\\u00e4\\u00bc");
        assert_eq!(one_line("a\nb"), "a\\u000ab");
    }

    #[test]
    fn escaped_json_has_the_same_value() {
        let text = "\u{1b}[0m\u{7f}\u{9b}\u{202e}\u{2069}\u{2028}\u{e0041}张\n\t";
        let json = serde_json::to_string(text).unwrap();
        let written = escaped(&[json.as_bytes()]);
        assert!(!written.chars().any(is_hidden), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    proptest! {
        #[test]
        fn output_is_independent_of_chunking(
            bytes in prop::collection::vec(
                prop::sample::select(b"\x1b\n\xe2\x80\xae\xff\x9bab\xf0\x9f\x98\x80\xc2".to_vec()),
                0..40,
            ),
            sizes in prop::collection::vec(1_usize..5, 40),
        ) {
            let mut chunks = Vec::new();
            let mut rest = bytes.as_slice();
            for size in sizes {
                let (chunk, after) = rest.split_at(size.min(rest.len()));
                chunks.push(chunk);
                rest = after;
            }
            chunks.push(rest);
            let written = escaped(&chunks);
            prop_assert_eq!(&written, &escaped(&[&bytes]));
            prop_assert!(!written.chars().any(is_hidden));
        }
    }
}
