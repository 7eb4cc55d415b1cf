//! Unpacks workbooks and packs them again as other programs do.
#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// The parts of an archive, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts(pub Vec<(String, Vec<u8>)>);

impl Parts {
    pub fn of(bytes: &[u8]) -> Parts {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let count = archive.len();
        let part = |index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        };
        Parts((0..count).map(part).collect())
    }

    pub fn packed(&self) -> Vec<u8> {
        self.packed_by(CompressionMethod::Deflated)
    }

    pub fn packed_by(&self, method: CompressionMethod) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            let mut options = SimpleFileOptions::default().compression_method(method);
            if name == "mimetype" {
                options = options.compression_method(CompressionMethod::Stored);
            }
            zip.start_file(name.as_str(), options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    pub fn map(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.iter().cloned().collect()
    }

    /// Edits the text of every part whose name has that ending.
    pub fn edit(&mut self, ending: &str, change: impl Fn(&str) -> String) -> &mut Parts {
        for (name, bytes) in &mut self.0 {
            if name.ends_with(ending) {
                *bytes = change(std::str::from_utf8(bytes).unwrap()).into_bytes();
            }
        }
        self
    }

    pub fn rename(&mut self, change: impl Fn(&str) -> String) -> &mut Parts {
        self.0.iter_mut().for_each(|(name, _)| *name = change(name));
        self
    }

    pub fn add(&mut self, name: &str, text: &str) -> &mut Parts {
        self.0.push((name.to_owned(), text.as_bytes().to_vec()));
        self
    }

    /// The text of the part whose name has that ending.
    pub fn text(&self, ending: &str) -> String {
        let (_, bytes) = self.0.iter().find(|(name, _)| name.ends_with(ending)).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    }

    /// The path of the sheet with that title.
    pub fn sheet(&self, title: &str) -> String {
        let attribute = |tag: &str, name: &str| {
            let value = tag.split_once(&format!("{name}=\"")).unwrap().1;
            value.split('"').next().unwrap().to_owned()
        };
        let book = self.text("xl/workbook.xml");
        let tag = book
            .split("<sheet ")
            .find(|it| it.contains(&format!("name=\"{title}")))
            .unwrap();
        let id = attribute(tag, "r:id");
        let rels = self.text("xl/_rels/workbook.xml.rels");
        let relations = rels.split("<Relationship ");
        let of_id = relations.skip(1).find(|it| attribute(it, "Id") == id).unwrap();
        format!("xl/{}", attribute(of_id, "Target"))
    }
}

/// An encoding of XML parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    Utf8Mark,
    Utf16Le,
    Utf16Be,
    Utf16LeNoMark,
}

impl Stored {
    pub const ALL: [Stored; 4] =
        [Stored::Utf8Mark, Stored::Utf16Le, Stored::Utf16Be, Stored::Utf16LeNoMark];

    pub fn bytes(self, text: &str) -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        match self {
            Stored::Utf8Mark => marked.into_bytes(),
            Stored::Utf16Le => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Stored::Utf16Be => marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Stored::Utf16LeNoMark => {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
        }
    }
}
