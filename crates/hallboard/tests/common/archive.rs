//! Changes that other programs make to a workbook's archive without changing the workbook.
#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]

use crate::package::{Parts, Stored};

/// A change to the archive of an `.xlsx` workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Xlsx {
    Targets(&'static str),
    MainPartElsewhere(&'static str),
    MainPartByItsType,
    Strict,
    BlankAroundNames,
    Case,
    Backslashes,
    DotsInNames,
    Reversed,
    Encoded(&'static str, Stored),
}

/// In an order in which all of them can be applied.
pub const XLSX: [Xlsx; 17] = [
    Xlsx::BlankAroundNames,
    Xlsx::Strict,
    Xlsx::Targets("./"),
    Xlsx::Targets("../xl/"),
    Xlsx::Targets("/xl/"),
    Xlsx::Targets("..\\xl\\"),
    Xlsx::MainPartElsewhere("xl/workbook2.xml"),
    Xlsx::MainPartElsewhere("Main.xml"),
    Xlsx::MainPartByItsType,
    Xlsx::Case,
    Xlsx::Encoded("", Stored::Utf8Mark),
    Xlsx::Encoded("", Stored::Utf16Le),
    Xlsx::Encoded("sheet", Stored::Utf16Be),
    Xlsx::Encoded("sharedStrings.xml", Stored::Utf16LeNoMark),
    Xlsx::Backslashes,
    Xlsx::DotsInNames,
    Xlsx::Reversed,
];

impl Xlsx {
    pub fn apply(self, parts: &mut Parts) {
        match self {
            Xlsx::Targets(before) => {
                parts.edit("workbook.xml.rels", |text| {
                    let slashes = |it: &str| {
                        if before.contains('\\') {
                            it.replace('/', "\\")
                        } else {
                            it.to_owned()
                        }
                    };
                    let targets =
                        text.split("Target=\"").map(|it| match it.split_once('"') {
                            Some((target, rest)) if !it.starts_with('<') => {
                                format!("{before}{}\"{rest}", slashes(target))
                            }
                            _ => it.to_owned(),
                        });
                    targets.collect::<Vec<_>>().join("Target=\"")
                });
            }
            Xlsx::MainPartElsewhere(name) => {
                let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
                let rels = format!("{folder}/_rels/{file}.rels");
                parts.edit("_rels/.rels", |text| text.replace("xl/workbook.xml", name));
                parts.edit("[Content_Types].xml", |text| {
                    text.replace("xl/workbook.xml", name)
                });
                if folder.is_empty() {
                    parts.edit("workbook.xml.rels", |text| {
                        text.replace("Target=\"", "Target=\"xl/")
                            .replace("xl/..", "xl/./..")
                            .replace("\"xl//xl/", "\"/xl/")
                    });
                }
                parts.rename(|it| match it {
                    "xl/workbook.xml" => name.to_owned(),
                    "xl/_rels/workbook.xml.rels" => {
                        rels.trim_start_matches('/').to_owned()
                    }
                    it => it.to_owned(),
                });
            }
            Xlsx::MainPartByItsType => {
                parts.0.retain(|(name, _)| name != "_rels/.rels");
            }
            Xlsx::Strict => {
                for ending in [".xml", ".rels"] {
                    parts.edit(ending, |text| {
                        text.replace(
                            "http://schemas.openxmlformats.org/officeDocument/2006/",
                            "http://purl.oclc.org/ooxml/officeDocument/",
                        )
                        .replace(
                            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                            "http://purl.oclc.org/ooxml/spreadsheetml/main",
                        )
                    });
                }
            }
            Xlsx::BlankAroundNames => {
                parts.edit("workbook.xml", |text| {
                    text.replace("<sheet name=\"", "<sheet name=\" ")
                });
            }
            Xlsx::Case => {
                parts.rename(str::to_uppercase);
            }
            Xlsx::Backslashes => {
                parts.rename(|name| name.replace('/', "\\"));
            }
            Xlsx::DotsInNames => {
                parts.rename(|name| format!("./{name}"));
            }
            Xlsx::Reversed => parts.0.reverse(),
            Xlsx::Encoded(part, stored) => {
                for (name, bytes) in &mut parts.0 {
                    let name = name.to_lowercase();
                    let is_xml = [".xml", ".rels"].iter().any(|it| name.ends_with(it));
                    let meant = is_xml && name.contains(&part.to_lowercase());
                    if let (true, Ok(text)) = (meant, std::str::from_utf8(bytes)) {
                        *bytes = stored.bytes(text);
                    }
                }
            }
        }
    }
}

/// A change to the archive of an `.ods` workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ods {
    Prefixes,
    BlankAroundNames,
    NoMediaType,
    MediaTypeLast,
    MediaTypePacked,
    NoManifest,
    Case,
    Backslashes,
    Encoded(Stored),
}

pub const ODS: [Ods; 12] = [
    Ods::Prefixes,
    Ods::BlankAroundNames,
    Ods::NoMediaType,
    Ods::MediaTypeLast,
    Ods::MediaTypePacked,
    Ods::NoManifest,
    Ods::Encoded(Stored::Utf8Mark),
    Ods::Encoded(Stored::Utf16Le),
    Ods::Encoded(Stored::Utf16Be),
    Ods::Encoded(Stored::Utf16LeNoMark),
    Ods::Case,
    Ods::Backslashes,
];

impl Ods {
    pub fn apply(self, parts: &mut Parts) {
        match self {
            Ods::Prefixes => {
                parts.edit("content.xml", |text| {
                    let prefixes = [("table", "tb"), ("text", "x"), ("office", "o")];
                    prefixes.iter().fold(text.to_owned(), |text, (old, new)| {
                        text.replace(&format!("<{old}:"), &format!("<{new}:"))
                            .replace(&format!("</{old}:"), &format!("</{new}:"))
                            .replace(&format!(" {old}:"), &format!(" {new}:"))
                            .replace(&format!("xmlns:{old}="), &format!("xmlns:{new}="))
                    })
                });
            }
            Ods::BlankAroundNames => {
                parts.edit("content.xml", |text| {
                    text.replace(
                        "<table:table table:name=\"",
                        "<table:table table:name=\" ",
                    )
                    .replace("<tb:table tb:name=\"", "<tb:table tb:name=\" ")
                });
            }
            Ods::NoMediaType => parts.0.retain(|(name, _)| name != "mimetype"),
            Ods::MediaTypeLast => {
                parts.0.sort_by_key(|(name, _)| name == "mimetype");
            }
            // Only an entry with this name is stored uncompressed.
            Ods::MediaTypePacked => {
                parts.rename(|name| name.replace("mimetype", "MimeType"));
            }
            Ods::NoManifest => parts.0.retain(|(name, _)| !name.contains("manifest")),
            Ods::Case => {
                parts.rename(str::to_uppercase);
            }
            Ods::Backslashes => {
                parts.rename(|name| name.replace('/', "\\"));
            }
            Ods::Encoded(stored) => {
                for (name, bytes) in &mut parts.0 {
                    if name.ends_with(".xml")
                        && let Ok(text) = std::str::from_utf8(bytes)
                    {
                        *bytes = stored.bytes(text);
                    }
                }
            }
        }
    }
}
