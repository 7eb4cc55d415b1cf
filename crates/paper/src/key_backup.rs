//! The backup of the hall's secret key on paper: numbered lines to type, and a QR code.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use hallboard_score::Names;

use crate::PaperError;
use crate::environment::page;
use crate::layout::Layout;
use crate::qr::QrCode;
use crate::text::Text;

/// What the instructions are about, in order, by their keys in the locales.
const PARTS: [&str; 4] = ["what", "where", "lost", "back"];

/// A numbered line of the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyLine {
    /// Its number, from 1.
    pub number: usize,
    /// The characters of the key, in groups.
    pub groups: Vec<String>,
    /// The check characters at its end.
    pub check: String,
}

/// What is on the backup of a key.
#[derive(Clone, Copy, Debug)]
pub struct KeyBackup<'a> {
    /// What people call the hall.
    pub hall: &'a Names,
    /// The public key that belongs to it, in one line.
    pub public: &'a str,
    /// The secret key in lines.
    pub lines: &'a [KeyLine],
    /// The text of the key's file, for the QR code; a text too long for one has none.
    pub file: &'a str,
}

/// The instructions in one language.
#[derive(Serialize)]
struct Instructions {
    language: &'static str,
    title: String,
    hall: String,
    parts: Vec<Part>,
    public: String,
}

#[derive(Serialize)]
struct Part {
    head: String,
    text: String,
}

impl KeyBackup<'_> {
    /// The page, which is as secret as the key.
    ///
    /// # Errors
    /// When a template has a fault.
    pub fn html(&self, layout: Layout) -> Result<String, PaperError> {
        let words = |key: &str, tag: &str| {
            let text = Text::words(key, layout.language, &[]).unwrap_or_default();
            text.in_language(tag).to_owned()
        };
        let part = |name: &str, tag: &str| Part {
            head: words(&format!("backup.{name}.head"), tag),
            text: words(&format!("backup.{name}.text"), tag),
        };
        let in_language = |tag: &&'static str| Instructions {
            language: tag,
            title: words("backup.title", tag),
            hall: self.hall.best(tag).to_owned(),
            parts: PARTS.iter().map(|it| part(it, tag)).collect(),
            public: words("backup.public", tag),
        };
        let columns = self.lines.iter().map(|it| it.groups.len()).max().unwrap_or(0);
        let instructions: Vec<_> =
            layout.language.tags().iter().map(in_language).collect();
        let content = context! {
            instructions => Value::from(Serde(instructions)),
            public => self.public,
            columns,
            lines => Value::from(Serde(self.lines)),
            code => QrCode::of(self.file).map(|it| it.picture()),
        };
        page("key-backup.html", layout, content)
    }
}
