//! A JSON reader that is driven by the requested types.
//!
//! It reads the text in one pass, stores nothing except what the types store, and is not
//! generic itself: code that `serde`'s derive generates for every type exists only once.
//! In the app this saves a tenth of all code.

use std::borrow::Cow;

use crate::json_fault::{FoundType, JsonFault, SyntaxFault, WantedType};
use crate::points::shorten;

/// A text and the position up to which it was read.
pub struct Json<'t> {
    text: &'t str,
    /// The index of the next byte.
    at: usize,
    fault: Option<Fault>,
}

/// Reading failed; the fault is stored in [`Json`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

struct Fault {
    at: usize,
    path: String,
    what: JsonFault,
}

/// The error of reading a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line} column {column}")]
pub struct JsonError {
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
    /// The path of the field, such as `entries[3].stars`; empty for a syntax error at the
    /// top level, and without the feature `paths`.
    pub path: String,
    /// The fault.
    pub what: JsonFault,
}

/// A type that can be read from JSON.
pub trait Read: Sized {
    /// Reads one value, and nothing after it.
    ///
    /// # Errors
    /// When the value does not have this type.
    fn read(json: &mut Json<'_>) -> Result<Self, Failed>;
}

/// Reads a text that consists of one value.
///
/// # Errors
/// When it is not JSON in UTF-8, or does not have this type; the error includes the
/// place.
pub fn read_json<T: Read>(bytes: &[u8]) -> Result<T, JsonError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let text = bytes.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(text).unwrap_or_default()
        }
    };
    let mut json = Json { text, at: 0, fault: None };
    let read = T::read(&mut json).and_then(|read| json.end().map(|()| read));
    if text.len() < bytes.len()
        && json.fault.as_ref().is_none_or(|it| it.at >= text.len())
    {
        // Reading failed where the valid UTF-8 ends.
        let path = json.fault.take().map(|it| it.path).unwrap_or_default();
        let (at, what) = (text.len() + 1, SyntaxFault::Character.into());
        json.fault = Some(Fault { at, path, what });
        return Err(json.take_error(bytes));
    }
    read.map_err(|Failed| json.take_error(bytes))
}

impl<'t> Json<'t> {
    /// Records a fault of the value that was read last.
    pub fn fault(&mut self, what: impl Into<JsonFault>) -> Failed {
        self.fault_at(self.at, what.into())
    }

    fn fault_at(&mut self, at: usize, what: JsonFault) -> Failed {
        self.fault = Some(Fault { at, path: String::new(), what });
        Failed
    }

    /// Records a syntax error at the next byte.
    fn syntax_error(&mut self, what: SyntaxFault) -> Failed {
        self.unless_at_end(what.into())
    }

    /// Records a fault of the next byte, or that the text ended.
    fn unless_at_end(&mut self, what: JsonFault) -> Failed {
        if self.at >= self.text.len() {
            return self.fault(JsonFault::End);
        }
        self.fault_at(self.at.saturating_add(1), what)
    }

    /// Records that the next value has a wrong type.
    pub(crate) fn type_error(&mut self, wanted: WantedType) -> Failed {
        let found = match self.peek() {
            Some(b'"') => FoundType::Text,
            Some(b'{') => FoundType::Object,
            Some(b'[') => FoundType::List,
            Some(b't' | b'f') => FoundType::Boolean,
            Some(b'n') => FoundType::Null,
            Some(b'-' | b'0'..=b'9') => FoundType::Number,
            _ => return self.syntax_error(SyntaxFault::Value),
        };
        self.fault_at(self.at.saturating_add(1), JsonFault::Type { found, wanted })
    }

    /// Prepends a field or index to the path of the fault.
    #[cfg(feature = "paths")]
    fn push_path(&mut self, step: &str) {
        if let Some(Fault { path, .. }) = &mut self.fault {
            let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            *path = [step, dot, path.as_str()].concat();
        }
    }

    /// The recorded fault with its line and column.
    fn take_error(&mut self, bytes: &[u8]) -> JsonError {
        let unsaid = || Fault { at: 0, path: String::new(), what: JsonFault::End };
        let Fault { at, path, what } = self.fault.take().unwrap_or_else(unsaid);
        let before = bytes.get(..at.min(bytes.len())).unwrap_or_default();
        let start = before.iter().rposition(|byte| *byte == b'\n');
        let column = before.len() - start.map_or(0, |at| at + 1);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        JsonError { line, column: column.max(1), path, what }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Consumes the next byte if it is `wanted`, and returns whether it was.
    fn take(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn end(&mut self) -> Result<(), Failed> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unless_at_end(JsonFault::Trailing)),
        }
    }

    /// Whether another item follows in a list or object that ends with `close`.
    fn more(&mut self, close: u8) -> Result<bool, Failed> {
        if self.take(b',') {
            return Ok(true);
        }
        if self.take(close) {
            return Ok(false);
        }
        let is_list = close == b']';
        let what = if is_list { SyntaxFault::List } else { SyntaxFault::Object };
        Err(self.syntax_error(what))
    }

    /// Reads a list and calls `each` for every value. Returns the number of values.
    ///
    /// # Errors
    /// When it is not a list, or `each` fails.
    pub fn list(
        &mut self,
        each: &mut dyn FnMut(&mut Json<'t>, usize) -> Result<(), Failed>,
    ) -> Result<usize, Failed> {
        if !self.take(b'[') {
            return Err(self.type_error(WantedType::List));
        }
        let mut count = 0;
        if self.take(b']') {
            return Ok(count);
        }
        loop {
            each(self, count).inspect_err(|_stop| {
                #[cfg(feature = "paths")]
                self.push_path(&format!("[{count}]"));
            })?;
            count += 1;
            if !self.more(b']')? {
                return Ok(count);
            }
        }
    }

    /// Reads an object with arbitrary keys and calls `each` for the value of every key.
    ///
    /// # Errors
    /// When it is not an object, or `each` fails.
    pub fn entries(
        &mut self,
        each: &mut dyn FnMut(&mut Json<'t>, &str) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        if !self.take(b'{') {
            return Err(self.type_error(WantedType::Object));
        }
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.syntax_error(SyntaxFault::Key));
            }
            let key = self.text()?;
            if !self.take(b':') {
                return Err(self.syntax_error(SyntaxFault::Colon));
            }
            each(self, &key).inspect_err(|_stop| {
                #[cfg(feature = "paths")]
                self.push_path(&key);
            })?;
            if !self.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads an object with these fields, of which the first `needed` are required, and
    /// calls `each` for every value.
    ///
    /// # Errors
    /// When it is not an object, a field is unknown, repeated or missing, or `each`
    /// fails.
    pub fn object(
        &mut self,
        fields: &'static [&'static str],
        needed: usize,
        each: &mut dyn FnMut(&mut Json<'t>, usize) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        let mut seen = 0_u32;
        self.entries(&mut |json, key| {
            let Some(place) = fields.iter().position(|field| *field == key) else {
                let (field, known) = (shorten(key), fields);
                return Err(json.fault(JsonFault::UnknownField { field, known }));
            };
            if seen & (1 << place) != 0 {
                let field = key.to_owned();
                return Err(json.fault(JsonFault::DuplicateField { field }));
            }
            seen |= 1 << place;
            each(json, place)
        })?;
        let wanted = fields.iter().take(needed).enumerate();
        match wanted.into_iter().find(|(place, _)| seen & (1 << place) == 0) {
            Some((_, field)) => Err(self.fault(JsonFault::MissingField { field })),
            None => Ok(()),
        }
    }

    /// Consumes `null` if it comes next, and returns whether it did.
    pub fn null(&mut self) -> bool {
        self.word("null")
    }

    /// Consumes a word, `null` or `true`, if it comes next, and returns whether it did.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        self.peek();
        let there = self.text.get(self.at..).is_some_and(|it| it.starts_with(word));
        self.at += if there { word.len() } else { 0 };
        there
    }

    /// Reads a string.
    ///
    /// # Errors
    /// When it is not a string.
    pub fn text(&mut self) -> Result<Cow<'t, str>, Failed> {
        if !self.take(b'"') {
            return Err(self.type_error(WantedType::Text));
        }
        let mut whole = Cow::Borrowed("");
        loop {
            let start = self.at;
            while self.byte().is_some_and(|it| it >= b' ' && it != b'"' && it != b'\\') {
                self.at += 1;
            }
            let part = self.text.get(start..self.at).unwrap_or_default();
            // A string without escapes is not copied.
            if whole.is_empty() {
                whole = Cow::Borrowed(part)
            } else {
                whole += part
            }
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(whole);
                }
                Some(b'\\') => whole.to_mut().push(self.escaped()?),
                _ => {
                    return Err(self.syntax_error(SyntaxFault::Control));
                }
            }
        }
    }

    /// The character of an escape sequence.
    fn escaped(&mut self) -> Result<char, Failed> {
        self.at += 1;
        let plain = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unit(),
            _ => return Err(self.syntax_error(SyntaxFault::Escape)),
        };
        self.at += 1;
        Ok(plain)
    }

    /// The character of `u` with four hex digits, or of a surrogate pair of such escapes.
    fn unit(&mut self) -> Result<char, Failed> {
        let mut code = self.hex()?;
        if (0xD800..0xDC00).contains(&code) {
            let pair = self.skip(b"\\") && self.byte() == Some(b'u');
            let low = if pair { self.hex()? } else { 0 };
            if (0xDC00..0xE000).contains(&low) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            }
        }
        char::from_u32(code).ok_or_else(|| self.fault(SyntaxFault::Character))
    }

    fn hex(&mut self) -> Result<u32, Failed> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|it| char::from(it).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.syntax_error(SyntaxFault::Escape));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// Reads a number and returns its text.
    ///
    /// # Errors
    /// When it is not a number.
    pub fn number(&mut self) -> Result<&'t str, Failed> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.type_error(WantedType::Number));
        }
        let start = self.at;
        self.skip(b"-");
        // No digit may follow a leading zero.
        if !self.skip(b"0") {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn skip(&mut self, any: &[u8]) -> bool {
        let there = self.byte().is_some_and(|byte| any.contains(&byte));
        self.at += usize::from(there);
        there
    }

    fn digits(&mut self) -> Result<(), Failed> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.syntax_error(SyntaxFault::Digit)) } else { Ok(()) }
    }
}
