//! JSON, read as the types that are wanted ask for it.
//!
//! The text is gone through once, nothing is kept of it beside what the types keep, and
//! only the types are generic: what a reader made by `serde`'s derive has once for every
//! type is here once. In the app that is a tenth of all its code.

use std::borrow::Cow;

use crate::json_fault::{FoundType, JsonFault, SyntaxFault, WantedType};
use crate::points::shorten;

/// A text that is being read, up to some place.
pub struct Json<'t> {
    text: &'t str,
    /// The byte that comes next.
    at: usize,
    fault: Option<Fault>,
}

/// That reading ended; why is kept beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

struct Fault {
    at: usize,
    path: String,
    what: JsonFault,
}

/// Why a text is not what was to be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line} column {column}")]
pub struct JsonError {
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
    /// The field, as `entries[3].stars`; empty where the text itself is broken, and
    /// without the feature `paths`.
    pub path: String,
    /// What is wrong.
    pub what: JsonFault,
}

/// A type that reads itself from JSON.
pub trait Read: Sized {
    /// Reads one value, and nothing behind it.
    ///
    /// # Errors
    /// When it is not what the type asks for.
    fn read(json: &mut Json<'_>) -> Result<Self, Failed>;
}

/// Reads a text that is one value and nothing else.
///
/// # Errors
/// When it is not JSON in UTF-8, or not what the type asks for; then it says where.
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
        // The text went no further than it is one.
        let path = json.fault.take().map(|it| it.path).unwrap_or_default();
        let (at, what) = (text.len() + 1, SyntaxFault::Character.into());
        json.fault = Some(Fault { at, path, what });
        return Err(json.take_error(bytes));
    }
    read.map_err(|Failed| json.take_error(bytes))
}

impl<'t> Json<'t> {
    /// Says that what was read last cannot be.
    pub fn fault(&mut self, what: impl Into<JsonFault>) -> Failed {
        self.fault_at(self.at, what.into())
    }

    fn fault_at(&mut self, at: usize, what: JsonFault) -> Failed {
        self.fault = Some(Fault { at, path: String::new(), what });
        Failed
    }

    /// Says that what comes next cannot stand here.
    fn syntax_error(&mut self, what: SyntaxFault) -> Failed {
        self.unless_at_end(what.into())
    }

    /// Says what is wrong with what comes next, or that nothing does.
    fn unless_at_end(&mut self, what: JsonFault) -> Failed {
        if self.at >= self.text.len() {
            return self.fault(JsonFault::End);
        }
        self.fault_at(self.at.saturating_add(1), what)
    }

    /// Says that a value of another type comes next.
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

    /// Says within which field or row reading ended.
    #[cfg(feature = "paths")]
    fn push_path(&mut self, step: &str) {
        if let Some(Fault { path, .. }) = &mut self.fault {
            let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            *path = [step, dot, path.as_str()].concat();
        }
    }

    /// What ended the reading, and where.
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

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Whether that byte comes next, which is passed over then.
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

    /// Whether another part follows, of a list or an object that ends with `close`.
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

    /// Reads a list, with `each` for every value of it; gives how many there are.
    ///
    /// # Errors
    /// When it is no list, or `each` stops.
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

    /// Reads an object whose keys are not known beforehand, with `each` for the value
    /// of every key.
    ///
    /// # Errors
    /// When it is no object, or `each` stops.
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

    /// Reads an object of these fields, of which the first `needed` must be there, with
    /// `each` for the value of every one that is.
    ///
    /// # Errors
    /// When it is no object, when a field is unknown, there twice or missing, or `each`
    /// stops.
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

    /// Reads `null`, if that comes next.
    pub fn null(&mut self) -> bool {
        self.word("null")
    }

    /// Reads that word, `null` or `true`, if it comes next.
    pub(crate) fn word(&mut self, word: &str) -> bool {
        self.peek();
        let there = self.text.get(self.at..).is_some_and(|it| it.starts_with(word));
        self.at += if there { word.len() } else { 0 };
        there
    }

    /// Reads a text.
    ///
    /// # Errors
    /// When it is none.
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
            // Without escapes nothing is copied.
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

    /// The character that an escape stands for.
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

    /// The character of `u` and four hex digits, or of two such escapes together.
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

    /// Reads a number; gives it as it is written.
    ///
    /// # Errors
    /// When it is none.
    pub fn number(&mut self) -> Result<&'t str, Failed> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.type_error(WantedType::Number));
        }
        let start = self.at;
        self.skip(b"-");
        // Nothing follows a leading zero.
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
