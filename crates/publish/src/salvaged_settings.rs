//! Reads as much as possible of invalid settings: enough for a withdrawal, which must not
//! wait until they are corrected.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::post_url::is_post_address;
use super::settings::{HallSettings, LettersSettings, Settings, SiteSettings};
use super::upload_target::UploadTarget;

/// The tables of a settings file.
const TABLES: [&str; 5] = ["display", "board", "site", "letters", "hall"];
/// The largest number of lines of one setting.
const LONGEST: usize = 50;
/// The largest number of lines that are parsed one by one.
const LINES: usize = 10_000;

/// The readable settings about the hall's files, desk, letters and web space; everything
/// else has its default.
#[derive(Clone, Debug, PartialEq)]
pub struct SalvagedSettings {
    /// The readable settings, always with a table `hall`.
    pub settings: Settings,
    lost: BTreeSet<&'static str>,
    lost_all: bool,
}

impl SalvagedSettings {
    /// The result if nothing can be read.
    #[must_use]
    pub fn unreadable() -> SalvagedSettings {
        let hall = Some(HallSettings::default());
        let settings = Settings { hall, ..Settings::default() };
        SalvagedSettings { settings, lost: BTreeSet::new(), lost_all: true }
    }

    /// Whether a setting, such as `hall.workbook`, may have been given but could not be
    /// read.
    #[must_use]
    pub fn lost(&self, setting: &str) -> bool {
        self.lost_all || self.lost.contains(setting)
    }

    /// Reads as much as possible of a settings file.
    #[must_use]
    pub fn read(text: &str) -> SalvagedSettings {
        let text = text.trim_start_matches('\u{feff}');
        let partial = match text.parse::<Table>() {
            Ok(table) => PartialSettings::of_table(table),
            Err(_) => PartialSettings::of_lines(text),
        };
        if partial.table.is_empty() {
            return SalvagedSettings::unreadable();
        }
        let mut lost = BTreeSet::new();
        let mut hall = Fields { partial: &partial, table: "hall", lost: &mut lost };
        let files = HallSettings::default();
        let hall = HallSettings {
            workbook: hall.get("workbook", "hall.workbook", files.workbook),
            encoding: hall.get("encoding", "hall.encoding", files.encoding),
            key: hall.get("key", "hall.key", files.key),
            site: hall.get("site", "hall.site", files.site),
            cadence: hall.get("cadence", "hall.cadence", files.cadence),
            keep: hall.get("keep", "hall.keep", files.keep).min(1_000),
            phone: hall.get("phone", "hall.phone", None),
            desk_hours: hall.get("desk_hours", "hall.desk_hours", None),
        };
        let mut letters = Fields { partial: &partial, table: "letters", lost: &mut lost };
        let none = LettersSettings::default();
        let post: Option<String> = letters.get("post", "letters.post", None);
        let letters = LettersSettings {
            sums: letters.get("sums", "letters.sums", none.sums),
            name_reporters: letters.get(
                "name_reporters",
                "letters.name_reporters",
                none.name_reporters,
            ),
            post: post.clone().filter(|it| is_post_address(it)),
            ..none
        };
        if letters.post != post {
            lost.insert("letters.post");
        }
        let mut site = Fields { partial: &partial, table: "site", lost: &mut lost };
        let upload: Option<String> = site.get("upload", "site.upload", None);
        let is_target = |it: &String| it.parse::<UploadTarget>().is_ok();
        let site =
            SiteSettings { upload: upload.clone().filter(is_target), address: None };
        if site.upload != upload {
            lost.insert("site.upload");
        }
        let hall = Some(hall);
        let settings = Settings { letters, site, hall, ..Settings::default() };
        SalvagedSettings { settings, lost, lost_all: false }
    }

    /// Whether any published setting about letters may be lost.
    #[must_use]
    pub fn lost_letters(&self) -> bool {
        ["letters.post", "letters.sums", "letters.name_reporters"]
            .iter()
            .any(|it| self.lost(it))
    }

    /// Whether any published setting about the hall's desk may be lost.
    #[must_use]
    pub fn lost_desk(&self) -> bool {
        self.lost("hall.phone") || self.lost("hall.desk_hours")
    }
}

/// Settings by table, and the rest of the text.
#[derive(Debug, Default)]
struct PartialSettings {
    table: Table,
    /// The text that could not be read, or is in an unknown table.
    unread: String,
    /// Whether the text ends in an incomplete statement.
    is_torn: bool,
}

impl PartialSettings {
    fn of_table(mut table: Table) -> PartialSettings {
        let mut partial = PartialSettings::default();
        table.retain(|name, value| {
            let is_known = TABLES.contains(&name) && value.is_table();
            if !is_known {
                partial.unread.push_str(&format!("{name} {value:?}\n"));
            }
            is_known
        });
        partial.table = table;
        partial
    }

    /// Parses a text that is not valid TOML: each setting on its own.
    fn of_lines(text: &str) -> PartialSettings {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = text.lines().take(LINES).collect();
        let (mut partial, mut heading, mut at) =
            (PartialSettings::default(), String::new(), 0);
        while let Some(line) = lines.get(at).map(|line| line.trim()) {
            if line.is_empty() || line.starts_with('#') {
                at += 1;
            } else if line.starts_with('[') {
                heading = heading_of(line);
                partial.is_torn = false;
                at += 1;
            } else if let Some((table, count)) =
                statement(&heading, lines.get(at..).unwrap_or_default())
            {
                partial.is_torn = false;
                let PartialSettings { table, unread, .. } =
                    PartialSettings::of_table(table);
                partial.unread.push_str(&unread);
                partial.add(table);
                at += count;
            } else {
                partial.is_torn = true;
                partial.unread.push_str(line);
                partial.unread.push('\n');
                at += 1;
            }
        }
        partial
    }

    /// Adds settings. A setting with two different values is treated as lost.
    fn add(&mut self, more: Table) {
        for (name, value) in more {
            let Value::Table(settings) = value else { continue };
            let empty = Value::Table(Table::new());
            let table = self.table.entry(name).or_insert(empty);
            for (name, value) in settings {
                let Some(table) = table.as_table_mut() else { continue };
                if table.get(&name).is_some_and(|before| *before != value) {
                    self.unread.push_str(&name);
                    table.remove(&name);
                } else {
                    table.insert(name, value);
                }
            }
        }
    }
}

/// The intended heading of a table: `[hall` becomes `[hall]`.
fn heading_of(line: &str) -> String {
    let line = line.split('#').next().unwrap_or_default();
    let name = line.trim_matches(|c: char| !c.is_alphanumeric());
    let known = TABLES.iter().find(|it| it.eq_ignore_ascii_case(name));
    let plain = name.replace(['"', '\\'], "");
    known.map_or_else(|| format!("[\"{plain}\"]"), |it| format!("[{it}]"))
}

/// The setting at the beginning of these lines, and its number of lines.
fn statement(heading: &str, lines: &[&str]) -> Option<(Table, usize)> {
    (1..=LONGEST.min(lines.len())).find_map(|count| {
        let lines = lines.get(..count)?;
        let text = format!("{heading}\n{}", lines.join("\n"));
        Some((text.parse().ok()?, count))
    })
}

/// The fields of one table.
struct Fields<'p> {
    partial: &'p PartialSettings,
    table: &'static str,
    lost: &'p mut BTreeSet<&'static str>,
}

impl Fields<'_> {
    /// The value of a field; the default if it is absent or lost.
    fn get<T: DeserializeOwned>(
        &mut self,
        field: &str,
        setting: &'static str,
        default: T,
    ) -> T {
        let PartialSettings { table, unread, is_torn } = self.partial;
        let found = table.get(self.table).and_then(|table| table.get(field));
        match found.map(|value| value.clone().try_into()) {
            Some(Ok(value)) => return value,
            Some(Err(_)) => drop(self.lost.insert(setting)),
            None if *is_torn || unread.contains(field) => {
                self.lost.insert(setting);
            }
            None => {}
        }
        default
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, workbook: Option<&str>, key: Option<&str>) {
        let read = SalvagedSettings::read(text);
        let hall = read.settings.hall.as_ref().unwrap();
        let found = |setting: &str, value: &std::path::Path| {
            (!read.lost(setting)).then(|| value.to_str().unwrap().to_owned())
        };
        let found =
            [found("hall.workbook", &hall.workbook), found("hall.key", &hall.key)];
        let expected = [workbook, key].map(|it| it.map(str::to_owned));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn damaged_settings_are_salvaged() {
        let (book, key) = (Some("a.ods"), Some("b.key"));
        let hall = "[hall]\nworkbook = \"a.ods\"\nkey = \"b.key\"\n";
        check(hall, book, key);
        check(&format!("\u{feff}{hall}"), book, key);
        check(&format!("{hall}speed = 1\n"), book, key);
        check(&format!("{hall}keep = \"many\"\n"), book, key);
        check(&format!("{hall}desk_hours = \"8-12\n[letters]\n"), book, key);
        check(&format!("phone = 0571 1\n{hall}"), book, key);
        check(&hall.replace("[hall]", "[hall"), book, key);
        check(&hall.replace("[hall]", "[Hall]]"), book, key);
        check(&hall.replace('\n', "\r\n").replace("\"b.key\"", "b.key"), book, None);
        check(&hall.replace("\"a.ods\"", "5"), None, key);
        check(&hall.replace("\"a.ods\"", "a.ods"), None, key);
        check(&hall.replace("[hall]", "[hal]"), None, None);
        check(&hall.replace("key =", "key = \"c.key\"\nkey ="), book, None);
        check("[hall]\nkeep = 4\n= x\n[site]\n", Some("register.xlsx"), Some("hall.key"));
        check("[hall]\nkey = \"b.key\"\nwork", None, key);
        check("[hall]\nkeep = 4\n", Some("register.xlsx"), Some("hall.key"));
        check("", None, None);
        check("\u{fffd}\u{fffd}{\u{0}", None, None);
    }

    #[test]
    fn web_space_is_salvaged() {
        let check = |text: &str, expected: Option<&str>, is_lost: bool| {
            let read = SalvagedSettings::read(&format!("[hall]\nkeep = 1\n{text}"));
            let found = read.settings.site.upload.as_deref();
            assert_eq!((found, read.lost("site.upload")), (expected, is_lost), "{text}");
        };
        let web = Some("sftp://web.example/a");
        check("[site]\nupload = \"sftp://web.example/a\"\naddress = 5\n", web, false);
        check("[site]\nupload = \"sftp://web.example/a\"\n[display\nx = \n", web, false);
        check("[site]\nupload = \"https://web.example/a\"\n", None, true);
        check("[site]\nupload = sftp://web.example/a\n", None, true);
        check("[site]\n", None, false);
    }

    #[test]
    fn lost_letter_and_desk_settings_are_reported() {
        let check = |text: &str, letters: bool, desk: bool| {
            let read = SalvagedSettings::read(text);
            assert_eq!(
                (read.lost_letters(), read.lost_desk()),
                (letters, desk),
                "{text}"
            );
        };
        check("[hall]\nphone = \"1\"\n[letters]\nsums = true\n", false, false);
        check("[hall]\nphone = 1\n[letters]\nsums = \"yes\"\n", true, true);
        check("[hall]\nkeep = 1\n[letters]\npost = \"http://a/\"\n", true, false);
        check("[hall]\nkeep = 1\n[letters]\npost = \"a\n", true, true);
    }
}
