//! Publishing with a doubtful clock, into a site that others can write to, and around the
//! hall's own files: nothing is lost.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;

mod clock;
#[cfg(unix)]
mod foreign_files;
mod manifest;
mod separation;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{Ran, feed_in, hallboard, shell_with, small};
use hallboard_feed::Snapshot;
use serde_json::{Value, json};
use tempfile::TempDir;

const SETTINGS: &str = "[site]\naddress = \"https://hall.example/\"\n[hall]\nworkbook = \"ledger.json\"\nkey = \"key\"\n";

/// A hall's folder within another folder, which also has two builds of an app.
struct Hall(TempDir);

impl Hall {
    fn new() -> Hall {
        let hall = Hall(TempDir::new().unwrap());
        std::fs::create_dir(hall.folder()).unwrap();
        std::fs::copy(small(), hall.path("ledger.json")).unwrap();
        std::fs::write(hall.path("hallboard.toml"), SETTINGS).unwrap();
        let key = hall.path("key");
        assert_eq!(hallboard(["keygen", "--out", key.to_str().unwrap()]).code, 0);
        for build in ["1", "2"] {
            let folder = hall.0.path().join(format!("app-{build}"));
            let page = shell_with(&format!(
                "<script src=\"{{{{ site_root }}}}app-{build}.js\"></script>"
            ));
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("index.html"), page).unwrap();
            std::fs::write(folder.join(format!("app-{build}.js")), "let a;").unwrap();
        }
        hall
    }

    /// A hall with cards that published the first build of the app at noon on 23 November.
    fn published() -> Hall {
        static FIRST: OnceLock<Hall> = OnceLock::new();
        let first = FIRST.get_or_init(|| {
            let hall = Hall::new();
            hall.done("cards --now 2026-11-23T12:00:00+08:00");
            hall.publish(23, 1);
            hall
        });
        first.copied()
    }

    fn copied(&self) -> Hall {
        let copy = Hall(TempDir::new().unwrap());
        for (path, bytes) in everything(self.0.path()) {
            let to = copy.0.path().join(path.strip_prefix(self.0.path()).unwrap());
            match path.is_dir() {
                true => std::fs::create_dir(&to).unwrap(),
                false => std::fs::write(&to, bytes).unwrap(),
            }
            // Secret files stay unreadable for others.
            let permissions = std::fs::metadata(&path).unwrap().permissions();
            std::fs::set_permissions(to, permissions).unwrap();
        }
        copy
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("hall")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Creates the folder of incoming letters, unreadable for others.
    fn make_letters(&self) {
        std::fs::create_dir_all(self.path("letters/incoming")).unwrap();
        #[cfg(unix)]
        {
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
            std::fs::set_permissions(self.path("letters"), private).unwrap();
        }
    }

    fn run(&self, line: &str) -> Ran {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let folder = self.folder();
        let words = [command, folder.to_str().unwrap()];
        hallboard(words.into_iter().chain(rest.split_whitespace()))
    }

    #[track_caller]
    fn done(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}\n{}", ran.out);
        ran.out
    }

    /// The command line that publishes that build of the app at noon on that day of
    /// November.
    fn line(&self, day: u8, build: u8) -> String {
        let app = self.0.path().join(format!("app-{build}"));
        format!("publish --app {} --now 2026-11-{day}T12:00:00+08:00", app.display())
    }

    #[track_caller]
    fn publish(&self, day: u8, build: u8) -> String {
        self.done(&self.line(day, build))
    }

    fn version(&self) -> u64 {
        self.feed().0
    }

    fn feed(&self) -> (u64, Snapshot) {
        feed_in(&self.path("site"), &self.path("key.pub"))
    }

    fn edit(&self, change: impl FnOnce(&mut Value)) {
        let path = self.path("ledger.json");
        let mut ledger = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        change(&mut ledger);
        std::fs::write(path, serde_json::to_vec(&ledger).unwrap()).unwrap();
    }

    /// Somebody on the board leaves on that day; returns their name.
    fn withdraw(&self, day: u8) -> String {
        let name = self.feed().1.residents.names[0].clone();
        self.edit(|ledger| {
            let residents = ledger["residents"].as_array().unwrap();
            let id =
                residents.iter().find(|it| it["name"] == *name).unwrap()["id"].clone();
            let entry = json!({"id": "leave", "kind": "consent", "resident": id,
                "date": format!("2026-11-{day}"), "scopes": []});
            ledger["entries"].as_array_mut().unwrap().push(entry);
        });
        name
    }
}

/// Everything below a folder: files with their contents, links with their targets.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap();
        if kind.is_dir() {
            found.insert(path.clone(), Vec::new());
            found.extend(everything(&path));
        } else if kind.is_symlink() {
            let to = std::fs::read_link(&path).unwrap();
            found.insert(path, to.to_str().unwrap().as_bytes().to_vec());
        } else if kind.is_file() && kind.len() < 1 << 30 {
            let bytes = std::fs::read(&path).unwrap();
            found.insert(path, bytes);
        } else {
            found.insert(path, kind.len().to_string().into_bytes());
        }
    }
    found
}

/// The three lines on standard error: what is wrong, where, and how to continue.
#[track_caller]
fn one_line(ran: &Ran) -> [String; 3] {
    let lines: Vec<String> = ran.err.lines().map(str::to_owned).collect();
    lines.try_into().unwrap_or_else(|lines| panic!("{lines:#?}"))
}
