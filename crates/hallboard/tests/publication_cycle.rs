//! The everyday life of a hall: previews, one publication at a time, rollbacks, and several
//! halls at once.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use common::{Ran, feed_in, hallboard, small};
use encoding_rs::GBK;
use hallboard_feed::Snapshot;
use hallboard_workbook::read::located_at;
use hallboard_workbook::write_csv;
use serde_json::{Value, json};
use tempfile::TempDir;

const SETTINGS: &str = "[hall]\nworkbook = \"ledger.json\"\nkey = \"key\"\nkeep = 4\n";

/// A hall folder.
struct Hall(TempDir);

impl Hall {
    fn new() -> Hall {
        let hall = Hall(TempDir::new().unwrap());
        std::fs::copy(small(), hall.path("ledger.json")).unwrap();
        std::fs::write(hall.path("hallboard.toml"), SETTINGS).unwrap();
        let key = hall.path("key");
        assert_eq!(hallboard(["keygen", "--out", key.to_str().unwrap()]).code, 0);
        hall
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn folder(&self) -> &str {
        self.0.path().to_str().unwrap()
    }

    fn run(&self, line: &str) -> Ran {
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        hallboard([command, self.folder()].into_iter().chain(rest.split_whitespace()))
    }

    #[track_caller]
    fn done(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}\n{}", ran.out);
        ran.out
    }

    /// Publishes at noon on that day of November 2026.
    #[track_caller]
    fn publish(&self, day: u8, more: &str) -> String {
        self.done(&format!(
            "publish --feed-only --now 2026-11-{day}T12:00:00+08:00 {more}"
        ))
    }

    fn edit(&self, change: impl FnOnce(&mut Value)) {
        let path = self.path("ledger.json");
        let mut ledger = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        change(&mut ledger);
        std::fs::write(path, serde_json::to_vec(&ledger).unwrap()).unwrap();
    }

    fn enter(&self, entry: Value) {
        self.edit(|ledger| ledger["entries"].as_array_mut().unwrap().push(entry));
    }

    fn withdraw(&self, resident: &str, day: u8) {
        self.enter(json!({"id": format!("leave-{resident}"), "kind": "consent",
            "date": format!("2026-11-{day}"), "resident": resident, "scopes": []}));
    }

    fn feed(&self) -> (u64, Snapshot) {
        feed_in(&self.path("site"), &self.path("key.pub"))
    }

    /// The id and name of somebody on the board.
    fn listed(&self, place: usize) -> (String, String) {
        let name = self.feed().1.residents.names[place].clone();
        let ledger: Value =
            serde_json::from_slice(&std::fs::read(self.path("ledger.json")).unwrap())
                .unwrap();
        let residents = ledger["residents"].as_array().unwrap();
        let id = &residents.iter().find(|it| it["name"] == *name).unwrap()["id"];
        (id.as_str().unwrap().to_owned(), name)
    }
}

/// Every file below a folder, decompressed.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
            continue;
        }
        let mut bytes = std::fs::read(&path).unwrap();
        if path.extension().is_some_and(|it| it == "gz") {
            let packed = std::mem::take(&mut bytes);
            flate2::read::GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
        }
        found.insert(path, bytes);
    }
    found
}

#[track_caller]
fn assert_traces(folder: &Path, of: &str, expected: bool) {
    let holds = |bytes: &[u8]| bytes.windows(of.len()).any(|part| part == of.as_bytes());
    let found = files(folder);
    let places: Vec<_> = found.iter().filter(|(_, bytes)| holds(bytes)).collect();
    let places: Vec<_> = places.into_iter().map(|(path, _)| path).collect();
    assert_eq!(!places.is_empty(), expected, "{of} in {places:?}");
}

#[test]
fn dry_run_prints_the_same_and_writes_nothing() {
    let hall = Hall::new();
    let before = files(hall.0.path());
    let dry = hall.publish(23, "--dry-run");
    assert!(dry.contains("Nothing was written"), "{dry}");
    assert_eq!(files(hall.0.path()), before);
    let lines = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&hall.publish(23, "")), lines(&dry));

    let (id, name) = hall.listed(0);
    hall.withdraw(&id, 24);
    let before = files(hall.0.path());
    let dry = hall.publish(24, "--dry-run");
    assert!(dry.contains(&format!("No longer taking part: {name} ({id})")), "{dry}");
    assert_eq!(files(hall.0.path()), before);
    assert_eq!(lines(&hall.publish(24, "")), lines(&dry));

    hall.edit(|ledger| ledger["entries"][0]["resident"] = "R9999".into());
    assert_eq!(hall.run("publish --feed-only --dry-run").code, 1);
}

#[test]
fn summary_names_joiners_and_leavers() {
    let hall = Hall::new();
    let out = hall.publish(23, "");
    assert!(out.contains("the first publication"), "{out}");
    let out = hall.publish(24, "");
    assert!(out.contains("Nothing else is different"), "{out}");
    let (id, name) = hall.listed(1);
    hall.enter(json!({"id": "off", "date": "2026-11-25", "kind": "consent",
        "resident": id, "scopes": ["score"]}));
    hall.edit(|ledger| {
        let entries = ledger["entries"].as_array_mut().unwrap();
        let rating = entries.iter_mut().rev().find(|it| it["kind"] == "rating").unwrap();
        rating["stars"] = (rating["stars"].as_i64().unwrap() % 5 + 1).into();
        ledger["rulebooks"][0]["reply_days"] = 9.into();
    });
    let out = hall.publish(25, "");
    for part in [
        format!("No longer on the board: {name} ({id})\n"),
        "Star ratings: 0 new, 1 changed, 0 removed\n".to_owned(),
        "Changed rules".to_owned(),
    ] {
        assert!(out.contains(&part), "{part} in {out}");
    }
    assert!(!out.contains("No longer taking part"), "{out}");
}

#[test]
fn simultaneous_publication_is_refused_and_a_crash_leaves_no_lock() {
    let hall = Hall::new();
    hall.publish(23, "");
    let before = files(hall.0.path());
    std::fs::write(hall.path("key.lock"), "4711 1795406400\n").unwrap();
    let lock = std::fs::File::options().write(true).open(hall.path("key.lock")).unwrap();
    lock.lock().unwrap();
    for line in ["publish --feed-only", "publish --feed-only --withdrawals"] {
        let ran = hall.run(&format!("{line} --now 2026-11-24T12:00:00+08:00"));
        assert_eq!(ran.code, 1);
        if cfg!(unix) {
            for fact in ["since 2026-11-23", "process 4711"] {
                assert!(ran.err.contains(fact), "{}", ran.err);
            }
        }
    }
    drop(lock);
    let mut after = files(hall.0.path());
    after.retain(|path, _| !path.ends_with("key.lock"));
    let mut before = before;
    before.retain(|path, _| !path.ends_with("key.lock"));
    assert_eq!(after, before);
    hall.publish(24, "");
}

#[test]
fn rollback_applies_todays_consents() {
    let hall = Hall::new();
    hall.publish(20, "");
    let (first, old) = hall.feed();
    let (leaver, name) = hall.listed(0);
    let (stays, other) = hall.listed(2);
    let rules: Value =
        serde_json::from_slice(&std::fs::read(hall.path("ledger.json")).unwrap())
            .unwrap();
    let rules = rules["rulebooks"].as_array().unwrap().last().unwrap()["deeds"].clone();
    let best = rules.as_array().unwrap().iter();
    let best = best.max_by_key(|it| it["points"].as_f64().unwrap() as i64).unwrap();
    hall.enter(json!({"id": "X1", "date": "2026-11-21", "kind": "deed",
        "resident": stays, "deed": best["id"], "source": "organisation"}));
    hall.publish(21, "");
    let points = |snapshot: &Snapshot, name: &str| {
        let place = snapshot.residents.names.iter().position(|it| it == name);
        place.map(|place| snapshot.residents.points[place])
    };
    assert_ne!(points(&hall.feed().1, &other), points(&old, &other), "the deed counts");
    hall.withdraw(&leaver, 22);
    hall.publish(22, "");

    let list = hall.done("rollback --list");
    let expected = format!(
        "{}   published 2026-11-22 12:00, as of 2026-11-22   (the site has this one)\n  \
         No change in deeds, stars or rules\n\
         {}   published 2026-11-21 12:00, as of 2026-11-21\n  \
         Deeds: 1 new, 0 changed, 0 removed\n\
         {first}   published 2026-11-20 12:00, as of 2026-11-20\n",
        first + 172_800,
        first + 86_400,
    );
    assert_eq!(list, expected);
    let back =
        format!("rollback --feed-only --to {first} --now 2026-11-23T12:00:00+08:00");
    let before = files(hall.0.path());
    let dry = hall.done(&format!("{back} --dry-run"));
    assert!(dry.contains("Deeds: 0 new, 0 changed, 1 removed"), "{dry}");
    assert_eq!(files(hall.0.path()), before);
    let newest = hall.feed().0;
    hall.done(&back);
    let (version, snapshot) = hall.feed();
    assert!(version > newest);
    assert_eq!(points(&snapshot, &other), points(&old, &other));
    assert_eq!(points(&snapshot, &name), None, "who withdrew since stays out");
    assert_eq!(snapshot.as_of.to_string(), "2026-11-23");

    let ran = hall.run("rollback --feed-only --to 7");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("version 7") && ran.err.contains("--list"), "{}", ran.err);
    let version = hall.feed().0;
    hall.edit(|ledger| ledger["entries"][0]["date"] = "2026-02-30".into());
    let ran = hall.run(&back);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("today's consents cannot be read"), "{}", ran.err);
    assert_eq!(hall.feed().0, version);
}

/// Residents who leave are in no file: not in the site, the publication state or the
/// copies.
#[test]
fn leavers_are_removed_from_copies() {
    for withdrawals in ["", "--withdrawals"] {
        let hall = Hall::new();
        hall.publish(20, "");
        let (id, _) = hall.listed(0);
        hall.edit(|ledger| {
            for resident in ledger["residents"].as_array_mut().unwrap() {
                if resident["id"] == *id {
                    resident["name"] = "tell-tale".into();
                }
            }
            let entries = ledger["entries"].as_array_mut().unwrap();
            let mut deeds =
                entries.iter().filter(|it| it["resident"] == *id && it["kind"] == "deed");
            let deed = deeds.next_back().unwrap()["id"].clone();
            entries.push(json!({"id": "tell-objection", "date": "2026-11-21",
                "kind": "objection", "entry": deed, "text": "tell-words"}));
            entries.push(json!({"id": "tell-decision", "date": "2026-11-21",
                "kind": "decision", "entry": deed, "outcome": "upheld"}));
        });
        hall.publish(21, "");
        let copies = hall.path("key.copies");
        for of in ["tell-tale", "tell-objection", "tell-decision", &format!("\"{id}\"")] {
            assert_traces(&copies, of, true);
        }
        assert_traces(&copies, "tell-words", false);
        let secrets = ["key.memory.json", "key.rolls.json"].map(|name| hall.path(name));
        #[cfg(unix)]
        for path in files(&copies).keys().chain([&copies]).chain(&secrets) {
            let mode = std::fs::metadata(path).unwrap();
            let mode = std::os::unix::fs::MetadataExt::mode(&mode);
            assert_eq!(mode & 0o077, 0, "{} is open to others", path.display());
        }
        // As after a publication that was killed.
        std::fs::write(copies.join("1.json.gz.hallboard-unfinished"), "tell-tale")
            .unwrap();
        hall.withdraw(&id, 22);
        hall.publish(22, withdrawals);
        for of in ["tell-", &format!("\"{id}\"")] {
            assert_traces(&copies, of, false);
            assert_traces(&hall.path("site"), of, false);
        }
        for name in ["key.memory.json", "key.rolls.json"] {
            let kept = std::fs::read_to_string(hall.path(name)).unwrap();
            assert!(!kept.contains(&format!("\"{id}\"")), "{name}");
        }
    }
}

#[test]
fn number_of_copies_follows_the_settings() {
    let hall = Hall::new();
    for day in 17..=22 {
        hall.publish(day, "");
    }
    let list = hall.done("rollback --list");
    let versions = |list: &str| -> Vec<u64> {
        list.lines().filter_map(|line| line.split(' ').next()?.parse().ok()).collect()
    };
    let listed = versions(&list);
    assert_eq!(listed.len(), 4, "{list}");
    assert!(listed.is_sorted_by(|one, other| one > other), "the newest first: {list}");
    std::fs::remove_file(hall.path("key.copies/copies.json")).unwrap();
    let list = hall.done("rollback --list");
    assert_eq!(versions(&list), listed, "{list}");
    let (id, _) = hall.listed(0);
    hall.withdraw(&id, 23);
    hall.publish(23, "");
    assert_traces(&hall.path("key.copies"), &format!("\"{id}\""), false);
    std::fs::write(hall.path("hallboard.toml"), SETTINGS.replace("= 4", "= 0")).unwrap();
    hall.publish(24, "");
    assert_eq!(
        hall.done("rollback --list"),
        "There are no copies yet; each publication keeps one.\n"
    );
}

#[test]
fn one_failing_hall_does_not_stop_the_others() {
    let halls = [Hall::new(), Hall::new(), Hall::new()];
    halls[1].edit(|ledger| ledger["entries"][0]["resident"] = "R9999".into());
    let folders = halls.iter().map(Hall::folder);
    let ran = hallboard(["publish", "--feed-only"].into_iter().chain(folders));
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", ran.out);
    for (line, hall) in lines.iter().zip(&halls) {
        assert!(line.starts_with(hall.folder()), "{line}");
    }
    assert!(lines[1].ends_with("not published"), "{}", lines[1]);
    assert!(
        ran.err.contains(halls[1].folder()) && ran.err.contains("has errors"),
        "{}",
        ran.err
    );
    assert!(!halls[1].path("site").exists());
    halls[0].feed();
    halls[2].feed();

    let [first, _, last] = &halls;
    let both = [first.folder(), last.folder()];
    assert_eq!(hallboard(["publish", "--feed-only"].into_iter().chain(both)).code, 0);
    let key = ["publish", "--feed-only", "--key", "key"];
    let ran = hallboard(key.into_iter().chain(both));
    assert_eq!(ran.code, 2);
}

#[test]
fn an_encoding_is_for_the_registers_of_all_halls() {
    let halls = [Hall::new(), Hall::new()];
    for hall in &halls {
        let register = hall.path("register");
        std::fs::create_dir(&register).unwrap();
        let ledger = located_at(&hall.path("ledger.json")).unwrap().ledger;
        write_csv(&ledger, &register).unwrap();
        for file in files(&register).into_keys() {
            let text = std::fs::read_to_string(&file).unwrap();
            let text = GBK.encode(text.trim_start_matches('\u{feff}')).0.into_owned();
            std::fs::write(&file, text).unwrap();
        }
        let settings = SETTINGS.replace("ledger.json", "register");
        std::fs::write(hall.path("hallboard.toml"), settings).unwrap();
    }
    for (encoding, code, refused) in [("utf-8", 1, 2), ("gbk", 0, 0)] {
        let publish = ["publish", "--feed-only", "--encoding", encoding];
        let ran = hallboard(publish.into_iter().chain(halls.iter().map(Hall::folder)));
        assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
        let printed = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            printed.matches("in the encoding UTF-8").count(),
            refused,
            "{printed}"
        );
    }
}

#[test]
fn the_nightly_lines_are_of_this_hall_and_cadence() {
    let hall = Hall::new();
    let settings = format!("{SETTINGS}cadence = \"weekly\"\n");
    std::fs::write(hall.path("hallboard.toml"), settings).unwrap();
    let before = files(hall.0.path());
    for language in ["en", "zh"] {
        let out = hall.done(&format!("publish --nightly --language {language}"));
        assert!(out.contains("30 2 * * 1 '") && out.contains("/SC WEEKLY"), "{out}");
        assert!(out.contains(&format!("publish '{}'", hall.folder())), "{out}");
        assert_eq!(out.contains("--language zh"), language == "zh");
    }
    assert_eq!(files(hall.0.path()), before);
}
