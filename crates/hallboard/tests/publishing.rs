//! The commands that create keys and sites, and their exit codes.
#![cfg(test)]

mod common;

use std::path::{Path, PathBuf};

use common::{Ran, hallboard, small};
use hallboard_feed::{Trust, VerifiedFeed, verify_head};
use tempfile::TempDir;

/// A folder with a key, a ledger and a path for a site.
struct Hall(TempDir);

impl Hall {
    fn new() -> Hall {
        let hall = Hall(TempDir::new().unwrap());
        std::fs::copy(small(), hall.path("ledger.json")).unwrap();
        let ran = hall.run("keygen --out KEY");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        hall
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Upper-case words stand for paths in the folder.
    fn run(&self, line: &str) -> Ran {
        let words = line.split_whitespace().map(|word| match word {
            "LEDGER" => self.path("ledger.json").display().to_string(),
            "KEY" | "SITE" | "APP" => {
                self.path(&word.to_lowercase()).display().to_string()
            }
            word => word.to_owned(),
        });
        hallboard(words.collect::<Vec<_>>())
    }

    fn edit(&self, change: impl FnOnce(&mut serde_json::Value)) {
        let path = self.path("ledger.json");
        let mut ledger = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        change(&mut ledger);
        std::fs::write(path, serde_json::to_vec(&ledger).unwrap()).unwrap();
    }

    fn feed(&self) -> VerifiedFeed {
        let public = std::fs::read_to_string(self.path("key.pub")).unwrap();
        let trust = Trust::new("yangqiao", public.lines().nth(1).unwrap()).unwrap();
        let read = |name: &str| std::fs::read(self.path("site/feed").join(name)).unwrap();
        let head =
            verify_head(&trust, &read("head.json"), &read("head.json.minisig")).unwrap();
        let snapshot = read(&head.snapshot_name());
        head.open(&snapshot).unwrap()
    }

    #[track_caller]
    fn check_refused(&self, line: &str, code: i32, expected: &str) {
        let ran = self.run(line);
        assert_eq!(ran.code, code, "{line}\n{}", ran.err);
        assert!(
            ran.err.contains(expected) && ran.err.contains("fix:"),
            "{line}\n{}",
            ran.err
        );
        assert!(!self.path("site").exists(), "{line} wrote something");
    }
}

const FEED: &str =
    "publish LEDGER --out SITE --key KEY --feed-only --now 2026-11-23T12:00:00+08:00";

#[test]
fn key_file_is_private_and_never_overwritten() {
    let hall = Hall::new();
    #[cfg(unix)]
    {
        let mode = std::fs::metadata(hall.path("key")).unwrap();
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&mode) & 0o777, 0o600);
    }
    let before = std::fs::read(hall.path("key")).unwrap();
    let ran = hall.run("keygen --out KEY");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(std::fs::read(hall.path("key")).unwrap(), before);
}

#[test]
fn publication_is_summarised() {
    let hall = Hall::new();
    let ran = hall.run(FEED);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let feed = hall.feed();
    assert!(ran.out.contains(&feed.head().version().to_string()), "{}", ran.out);
    assert_eq!(feed.snapshot().as_of.to_string(), "2026-11-23");
    assert_eq!(feed.head().expires() - feed.head().issued(), 14 * 24 * 60 * 60);
    let ran = hall.run(&format!("{FEED} --valid-days 3"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        hall.feed().head().expires() - hall.feed().head().issued(),
        3 * 24 * 60 * 60
    );
}

#[test]
fn failed_publication_writes_nothing() {
    let hall = Hall::new();
    hall.check_refused(
        "publish LEDGER --out SITE --key KEY --app APP",
        1,
        "no index.html",
    );
    hall.check_refused(&FEED.replace("KEY", "SITE"), 2, "secret key");
    hall.check_refused(&format!("{FEED} --settings KEY"), 2, "key");
    hall.edit(|ledger| ledger["hall"]["time_zone"] = "Asia/Yangqiao".into());
    hall.check_refused(FEED, 1, "nothing was published");
    hall.edit(|ledger| ledger["entries"][0]["resident"] = "R9999".into());
    hall.check_refused(FEED, 1, "nothing was published");
    hall.edit(|ledger| ledger["entries"][0]["date"] = "2026-02-30".into());
    hall.check_refused(FEED, 2, "entries[0].date");
    std::fs::write(hall.path("ledger.json"), "[".repeat(1000)).unwrap();
    hall.check_refused(FEED, 2, "line 1");
}

#[test]
fn usage_is_checked_before_anything_is_read() {
    let hall = Hall::new();
    for wrong in ["--now yesterday", "--valid-days 0", "--valid-days 4000", "--blacklist"]
    {
        let ran = hall.run(
            &format!("{FEED} {wrong}")
                .replace("--now 2026-11-23T12:00:00+08:00 --now", "--now"),
        );
        assert_eq!(ran.code, 2, "{wrong}: {}", ran.err);
        assert!(!hall.path("site").exists());
    }
}

#[test]
fn settings_beside_the_ledger_are_used() {
    let hall = Hall::new();
    let write = |text: &str| std::fs::write(hall.path("hallboard.toml"), text).unwrap();
    write(
        "[display]\nscreen_inches = 43\nreading_metres = 7.5\n\n[board]\nprivate_categories = []\n",
    );
    assert_eq!(hall.run(FEED).code, 0);
    let snapshot = hall.feed().snapshot().clone();
    assert_eq!(
        (snapshot.display.screen_inches, snapshot.display.reading_decimetres),
        (43, 75)
    );
    assert!(snapshot.households.categories.contains(&"credit".to_owned()));
    for wrong in [
        "[display]\nscreen_inches = 4\n",
        "[display]\nreading_metres = 70\n",
        "[shame]\n",
    ] {
        write(wrong);
        assert_eq!(hall.run(FEED).code, 2, "{wrong}");
    }
}

/// In a hall's folder no arguments are needed, and those given take precedence.
#[test]
fn a_hall_folder_names_its_files() {
    let hall = Hall::new();
    let in_folder = |arguments: &[&str]| common::hallboard_in(hall.0.path(), arguments);
    let ran = in_folder(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("not the folder of a hall"), "{}", ran.err);
    let settings = "[hall]\nworkbook = \"ledger.json\"\nkey = \"key\"\ncadence = 10\n";
    std::fs::write(hall.path("hallboard.toml"), settings).unwrap();
    let ran = in_folder(&["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = in_folder(&["publish", "--feed-only"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let days = |feed: &VerifiedFeed| {
        (feed.head().expires() - feed.head().issued()) / (24 * 60 * 60)
    };
    let first = hall.feed();
    assert_eq!(days(&first), 20);

    let folder = hall.0.path().to_str().unwrap();
    let ran = hallboard(["publish", folder, "--feed-only", "--valid-days", "3"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(hall.feed().head().version() > first.head().version());
    assert_eq!(days(&hall.feed()), 3);
    let other = hall.path("other");
    let other = other.to_str().unwrap();
    let before = hall.feed().head().version();
    let ran = hallboard(["publish", folder, "--feed-only", "--out", other]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(hall.feed().head().version(), before);
    let ran = hallboard(["preview", folder]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("site") && ran.err.contains("index.html"), "{}", ran.err);
}

#[test]
fn ledger_without_hall_needs_site_and_key() {
    let hall = Hall::new();
    hall.check_refused("publish LEDGER --key KEY --feed-only", 2, "--out");
    hall.check_refused("publish LEDGER --out SITE --feed-only", 2, "--key");
}

/// Withdrawals work while the ledger has other errors, and unreadable rows are reported.
#[test]
fn withdrawals_work_with_a_broken_ledger() {
    let hall = Hall::new();
    assert_eq!(hall.run(FEED).code, 0);
    let before = hall.feed().snapshot().residents.names.clone();
    let ledger: serde_json::Value =
        serde_json::from_slice(&std::fs::read(hall.path("ledger.json")).unwrap())
            .unwrap();
    let leaver = before[0].clone();
    let residents = ledger["residents"].as_array().unwrap();
    let id = residents.iter().find(|it| it["name"] == *leaver).unwrap()["id"].clone();
    hall.edit(|ledger| {
        ledger["hall"] = "?".into();
        ledger["entries"].as_array_mut().unwrap().push(serde_json::json!({
            "id": "leave", "date": "2026-11-23", "kind": "consent", "resident": id, "scopes": []
        }));
    });
    assert_eq!(hall.run(FEED).code, 2);
    let ran = hall.run(&format!("{FEED} --withdrawals"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(hall.feed().snapshot().residents.names, before[1..]);
    let bytes = all_bytes(&hall.path("site"));
    assert!(!String::from_utf8_lossy(&bytes).contains(&leaver));
}

fn all_bytes(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(if path.is_dir() {
            all_bytes(&path)
        } else {
            std::fs::read(path).unwrap()
        });
    }
    bytes
}

/// Address and hours for those who bring a letter in person.
#[test]
fn how_the_hall_is_reached_is_published() {
    let hall = Hall::new();
    let settings = "[hall]\nphone = \"0571 8765 4321\"\n\
                    desk_hours = { en = \"8 to 12\", zh-Hans = \"8至12时\" }\n";
    std::fs::write(hall.path("hallboard.toml"), settings).unwrap();
    let ran = hall.run(FEED);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let desk = hall.feed().snapshot().desk.clone().unwrap();
    assert_eq!(desk.phone.as_deref(), Some("0571 8765 4321"));
    let hours = desk.hours.unwrap();
    let hours: Vec<_> = hours.iter().collect();
    assert_eq!(hours, [("en", "8 to 12"), ("zh-Hans", "8至12时")]);
}
