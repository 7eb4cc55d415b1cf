//! Residents who left are removed, whatever is wrong with the files beside the register.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hallboard_feed::sealed::Sealing;
use hallboard_feed::{Snapshot, Trust, VerifiedFeed, verify_head};
use hallboard_publish::CardBook;

use super::common::{Ran, hallboard};
use super::{LEAVES, OTHERS, copy, csv, row, tables};

const SETTINGS: &str = "[hall]\nworkbook = \"村民\"\nphone = \"0571 1\"\n\
    desk_hours = \"8-12\"\n\n[letters]\npost = \"https://hall.example/letters\"\n\
    name_reporters = true\nsums = true\n";
const LATER: &str = "2026-04-03T12:00:00+08:00";

/// A hall's folder with every kind of file, in which `R1` leaves after a publication.
struct HallFolder(tempfile::TempDir);

impl HallFolder {
    fn new() -> HallFolder {
        let hall = HallFolder(tempfile::tempdir().unwrap());
        let key = hall.path("hall.key").display().to_string();
        assert_eq!(hallboard(["keygen", "--out", &key]).code, 0);
        hall.write("hallboard.toml", SETTINGS);
        let book = CardBook::new("mill", &|| Ok([7; 16])).unwrap();
        hall.write("hall.key.cards.json", book.write().unwrap());
        for folder in ["incoming", "opened", "aside"] {
            fs::create_dir_all(hall.path("letters").join(folder)).unwrap();
        }
        hall.write("letters/journal.txt", "");
        hall.register(&tables());
        let ran = hall.run(&["--now", "2026-04-01T12:00:00+08:00"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let mut leaving = tables();
        row(&mut leaving, "Consents", LEAVES);
        hall.register(&leaving);
        assert_eq!(hall.opening(), ["R1", "R2", "R3", "R4"]);
        hall
    }

    fn register(&self, tables: &super::Tables) {
        for (name, rows) in tables {
            self.write(&format!("村民/{name}.csv"), csv(rows));
        }
    }

    /// A copy of the folder.
    fn again(&self) -> HallFolder {
        let hall = HallFolder(tempfile::tempdir().unwrap());
        copy(self.0.path(), hall.0.path());
        hall
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn run(&self, more: &[&str]) -> Ran {
        let folder = self.0.path().to_str().unwrap();
        hallboard(["publish", folder, "--feed-only"].iter().chain(more))
    }

    fn withdraw(&self) -> Ran {
        self.run(&["--withdrawals", "--now", LATER])
    }

    fn feed(&self) -> VerifiedFeed {
        let public = fs::read_to_string(self.path("hall.key.pub")).unwrap();
        let trust = Trust::new("mill", public.lines().nth(1).unwrap()).unwrap();
        let read = |name: &str| fs::read(self.path("site/feed").join(name)).unwrap();
        let head = verify_head(&trust, &read("head.json"), &read("head.json.minisig"));
        let head = head.unwrap();
        let snapshot = read(&head.snapshot_name());
        head.open(&snapshot).unwrap()
    }

    fn snapshot(&self) -> Snapshot {
        self.feed().snapshot().clone()
    }

    /// The residents whose earlier cards open something in the site.
    fn opening(&self) -> Vec<String> {
        let book = fs::read(self.path("hall.key.cards.json")).unwrap();
        self.opening_by(&CardBook::read(&book).unwrap())
    }

    fn opening_by(&self, book: &CardBook) -> Vec<String> {
        let sealing = Sealing { hall: "mill", version: self.feed().head().version() };
        let opens = |id: &&str| {
            let secret = book.secret(id).unwrap();
            let file = fs::read(self.path("site").join(sealing.path(secret)));
            file.is_ok_and(|file| sealing.open(secret, &file).is_ok())
        };
        book.residents().filter(opens).map(str::to_owned).collect()
    }

    /// The residents whose names are anywhere in the site's feed.
    fn on_board(&self) -> Vec<&'static str> {
        let mut text = String::new();
        for path in all(&self.path("site/feed")).keys() {
            text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap()));
        }
        let there = super::NAMES.iter().filter(|(_, name)| text.contains(name));
        there.map(|(id, _)| *id).collect()
    }
}

/// All files below a path.
fn all(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    if path.is_file() {
        return BTreeMap::from([(path.to_owned(), fs::read(path).unwrap_or_default())]);
    }
    let entries = fs::read_dir(path).into_iter().flatten();
    entries.flat_map(|it| all(&it.unwrap().path())).collect()
}

/// A way to damage a file or folder.
type Damage = (&'static str, fn(&Path));

fn remove(path: &Path) {
    match path.is_dir() {
        true => fs::remove_dir_all(path).unwrap(),
        false => drop(fs::remove_file(path)),
    }
}

fn put(path: &Path, bytes: &[u8]) {
    remove(path);
    fs::write(path, bytes).unwrap();
}

const DAMAGES: [Damage; 9] = [
    ("missing", remove),
    ("empty", |path| put(path, b"")),
    ("garbage", |path| put(path, b"\x80\xff\x00{[\"\n\x1b\xfe=")),
    ("torn", |path| {
        let bytes = fs::read(path).unwrap_or_default();
        put(path, &bytes[..bytes.len() * 2 / 3]);
    }),
    ("a folder", |path| {
        remove(path);
        fs::create_dir(path).unwrap();
        fs::write(path.join("x"), "x").unwrap();
    }),
    ("of a later format", |path| {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap_or_default())
            .replace("/1\"", "/9\"")
            .replace("/2\"", "/9\"");
        put(path, format!("{text}\nnew = true\n").as_bytes());
    }),
    ("large", |path| {
        let bytes = fs::read(path).unwrap_or_default();
        put(path, &[bytes, vec![b' '; 2_000_000], b"]".to_vec()].concat());
    }),
    ("forbidden", |path| permit(path, 0o000)),
    ("to be read only", |path| permit(path, 0o500)),
];

#[cfg(unix)]
fn permit(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn permit(_path: &Path, _mode: u32) {}

/// The published data without readings of characters that are in no remaining name.
fn comparable(snapshot: &Snapshot) -> serde_json::Value {
    let mut json = serde_json::to_value(snapshot).unwrap();
    json.as_object_mut().unwrap().remove("readings");
    json
}

/// Whether permissions deny access to a path, for the user who runs the test.
fn is_kept_out(path: &Path) -> bool {
    match path.is_dir() {
        true => fs::write(path.join("x"), "x").is_err(),
        false => fs::OpenOptions::new().append(true).open(path).is_err(),
    }
}

/// Damages each of these files and folders in every way: `R1` is removed, everything else
/// is unchanged.
#[track_caller]
fn check(files: &[&str]) {
    let whole = HallFolder::new();
    let mut expected = whole.snapshot();
    // The others come first in the order of names.
    assert_eq!(expected.residents.names.pop().as_deref(), Some("甲小明"));
    expected.residents.points.pop();
    let book = fs::read(whole.path("hall.key.cards.json")).unwrap();
    let book = CardBook::read(&book).unwrap();
    let public = fs::read(whole.path("hall.key.pub")).unwrap();
    let version = whole.feed().head().version();
    for file in files {
        let file = file.replace("VERSION", &version.to_string());
        assert!(whole.path(&file).exists(), "{file}");
        for (damage, spoil) in DAMAGES {
            let what = format!("{file} is {damage}");
            let hall = whole.again();
            spoil(&hall.path(&file));
            let is_permission = damage == "forbidden" || damage == "to be read only";
            if is_permission && !is_kept_out(&hall.path(&file)) {
                continue;
            }
            let spoilt = all(&hall.path(&file));
            let ran = hall.withdraw();
            for path in [hall.path(&file), hall.path("hall.key.copies")] {
                if path.exists() {
                    permit(&path, 0o700);
                }
            }
            remove(&hall.path("hall.key.pub"));
            hall.write("hall.key.pub", &public);
            assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
            assert_eq!(hall.on_board(), OTHERS, "{what}: {}", ran.out);
            assert_eq!(comparable(&hall.snapshot()), comparable(&expected), "{what}");
            let opening = hall.opening_by(&book);
            assert!(!opening.iter().any(|id| id == "R1"), "{what}");
            if file != "hall.key.cards.json" {
                assert_eq!(opening, OTHERS, "{what}");
            }
            let is_kept = [".cards.json", ".letters.json", ".memory.json", "journal.txt"];
            let is_kept = is_kept.iter().any(|it| file.ends_with(it));
            if is_kept
                && ["garbage", "torn", "of a later format", "large"].contains(&damage)
            {
                assert_eq!(all(&hall.path(&file)), spoilt, "{what}: not a byte is lost");
            }
        }
    }
}

#[test]
fn settings_public_key_or_lock_is_damaged() {
    check(&["hallboard.toml", "hall.key.pub", "hall.key.lock"]);
}

#[test]
fn card_book_or_keys_for_letters_are_damaged() {
    check(&["hall.key.cards.json", "hall.key.letters.json"]);
}

#[test]
fn state_or_rosters_are_damaged() {
    check(&["hall.key.memory.json", "hall.key.rolls.json"]);
}

#[test]
fn copies_are_damaged() {
    let files = ["copies.json", "VERSION.json.gz"];
    let files = files.map(|file| format!("hall.key.copies/{file}"));
    check(&["hall.key.copies", &files[0], &files[1]]);
}

#[test]
fn letters_are_damaged() {
    let folders = ["letters", "letters/incoming", "letters/opened", "letters/aside"];
    check(&folders);
    check(&["letters/journal.txt"]);
}

/// A folder in place of the manifest is one of the site's guards, not damage.
#[test]
fn the_list_of_the_sites_files_is_damaged() {
    let whole = HallFolder::new();
    for (damage, spoil) in DAMAGES.iter().take(4) {
        let hall = whole.again();
        spoil(&hall.path("site/hallboard-manifest.json"));
        let ran = hall.withdraw();
        assert_eq!(ran.code, 0, "{damage}: {}{}", ran.out, ran.err);
        assert_eq!(hall.on_board(), OTHERS, "{damage}: {}", ran.out);
    }
}

#[test]
fn damaged_files_are_reported_with_a_hint() {
    let whole = HallFolder::new();
    for (file, message) in [
        ("hallboard.toml", "the settings"),
        ("hall.key.cards.json", "the cards do not work"),
        ("hall.key.letters.json", "the keys for letters cannot be used"),
        ("hall.key.memory.json", "the record of earlier publications"),
        ("hall.key.rolls.json", "the record of earlier publications"),
        ("letters/journal.txt", "lines of the journal of letters are damaged: 1"),
    ] {
        let hall = whole.again();
        put(&hall.path(file), b"\x80\xff{[\"\n");
        let ran = hall.withdraw();
        assert!(ran.err.contains("hallboard: warning: "), "{file}: {}", ran.err);
        assert!(ran.err.contains(message), "{file}: {}", ran.err);
        // The same publication without the flag reports how somebody can leave.
        if file != "letters/journal.txt" {
            let hall = whole.again();
            put(&hall.path(file), b"\x80\xff{[\"\n");
            let ran = hall.run(&["--now", LATER]);
            assert_ne!(ran.code, 0, "{file}: {}", ran.out);
            assert!(ran.err.contains("publish --withdrawals"), "{file}: {}", ran.err);
            assert_eq!(hall.on_board(), ["R1", "R2", "R3", "R4"], "{file}");
        }
    }
    let hall = whole.again();
    hall.register(&tables());
    put(&hall.path("hall.key.letters.json"), b"x");
    let ran = hall.run(&["--now", LATER]);
    assert!(!ran.err.contains("--withdrawals"), "nobody leaves: {}", ran.err);
}

#[test]
fn readable_settings_are_used() {
    let whole = HallFolder::new();
    // Another hall's register, with a usual name.
    copy(&whole.path("村民"), &whole.path("register"));
    let wide = |text: &str| -> Vec<u8> {
        let wide = format!("\u{feff}{text}");
        wide.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    for (what, bytes) in [
        ("unknown", format!("{SETTINGS}speed = 1\n").into_bytes()),
        ("of another type", SETTINGS.replace("true", "\"yes\"").into_bytes()),
        ("without quotes", SETTINGS.replace("\"8-12\"", "8-12").into_bytes()),
        ("without a bracket", SETTINGS.replace("[hall]", "[hall").into_bytes()),
        ("torn", SETTINGS.as_bytes()[..SETTINGS.len() - 20].to_vec()),
        ("marked", format!("\u{feff}{SETTINGS}").into_bytes()),
        ("wide", wide(SETTINGS)),
        ("of another encoding", gbk(SETTINGS)),
        ("partly garbage", [SETTINGS.as_bytes(), b"x = \"\xff\"\n"].concat()),
        ("beyond all bounds", SETTINGS.replace("[hall]", "[hall]\nkeep = 9999").into()),
    ] {
        let hall = whole.again();
        fs::remove_file(hall.path("register/Consents.csv")).unwrap();
        hall.write("hallboard.toml", bytes);
        let ran = hall.withdraw();
        assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
        assert_eq!(hall.on_board(), OTHERS, "{what}: {}", ran.out);
    }
}

#[test]
fn register_is_found_if_no_setting_names_it() {
    let whole = HallFolder::new();
    fs::write(whole.path("hallboard.toml"), "[hall]\nworkbook = 村民\"\n").unwrap();
    let hall = whole.again();
    assert_eq!(hall.withdraw().code, 0);
    assert_eq!(hall.on_board(), OTHERS);
    // A register with a usual name takes precedence.
    let hall = whole.again();
    copy(&hall.path("村民"), &hall.path("register"));
    hall.register(&tables());
    let ran = hall.withdraw();
    assert_eq!((ran.code, hall.on_board()), (0, OTHERS.to_vec()), "{}", ran.err);
    let hall = whole.again();
    copy(&hall.path("村民"), &hall.path("另一个"));
    let before = all(&hall.path("site"));
    let ran = hall.withdraw();
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("另一个, 村民"), "{}", ran.err);
    assert_eq!(all(&hall.path("site")), before);
    let hall = whole.again();
    remove(&hall.path("村民"));
    let ran = hall.withdraw();
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("there is none in this folder"), "{}", ran.err);
}

#[test]
fn readable_cards_of_a_damaged_book_stay_valid() {
    let whole = HallFolder::new();
    let path = "hall.key.cards.json";
    let text = fs::read_to_string(whole.path(path)).unwrap();
    let book = CardBook::read(text.as_bytes()).unwrap();
    let code = |id: &str| book.secret(id).unwrap().code();
    let [first, second] = ["R1", "R2"].map(code);
    for (what, text, opening) in [
        ("torn", text[..text.find("\"R4\"").unwrap()].to_owned(), &["R2", "R3"][..]),
        ("a comma too many", text.replacen("},", "},,", 1), OTHERS),
        ("a code is wrong", text.replace(&second, &second[1..]), &["R3", "R4"]),
        ("of a later format", text.replace("cards/1", "cards/2"), OTHERS),
        ("of another hall", text.replace("\"mill\"", "\"weir\""), &[]),
        // A resident who stays is given the card of one who left.
        (
            "two are exchanged",
            text.replace(&first, "#")
                .replace(&second, &first)
                .replace('#', &second)
                .replace("cards/1", "cards/2"),
            &["R3", "R4"],
        ),
    ] {
        let hall = whole.again();
        hall.write(path, &text);
        let ran = hall.withdraw();
        assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
        assert_eq!(hall.on_board(), OTHERS, "{what}");
        assert_eq!(hall.opening_by(&book), opening, "{what}: {}", ran.err);
        assert_eq!(fs::read_to_string(hall.path(path)).unwrap(), text, "{what}");
        // Once restored, the card book opens everything again with the next publication.
        hall.write(path, book.write().unwrap());
        let ran = hall.run(&["--now", "2026-04-04T12:00:00+08:00"]);
        assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
        assert_eq!(hall.opening_by(&book), OTHERS, "{what}");
    }
}

#[test]
fn without_rosters_ambiguous_names_are_removed() {
    let whole = HallFolder::new();
    type Change = fn(&mut super::Tables);
    let changes: [(&str, Change, &[&str]); 5] = [
        ("nothing else", |_| {}, OTHERS),
        (
            "somebody has the name of another",
            |it| row(it, "Residents", "R5|乙小红|H1"),
            &["R3", "R4"],
        ),
        (
            "somebody is called otherwise now",
            |it| super::replace(it, "Residents", "乙小红", "戊小红"),
            &["R3", "R4"],
        ),
        (
            "whoever left is not among the residents",
            |it| super::replace(it, "Residents", "R1|甲小明|H1", ""),
            &[],
        ),
        ("no residents", |it| drop(it.remove("Residents")), &[]),
    ];
    for (what, change, stay) in changes {
        for other in [false, true] {
            let hall = whole.again();
            remove(&hall.path("村民"));
            let mut tables = tables();
            row(&mut tables, "Consents", LEAVES);
            change(&mut tables);
            hall.register(&tables);
            if other {
                let rosters =
                    fs::read_to_string(hall.path("hall.key.rolls.json")).unwrap();
                let rosters = rosters.replacen("\"snapshot\":\"", "\"snapshot\":\"0", 1);
                hall.write("hall.key.rolls.json", rosters);
            } else {
                remove(&hall.path("hall.key.rolls.json"));
            }
            let ran = hall.withdraw();
            assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
            assert_eq!(hall.on_board(), stay, "{what}: {}", ran.out);
            assert!(ran.err.contains("matched by name"), "{what}: {}", ran.err);
            // The next publication uses the new rolls.
            row(&mut tables, "Consents", "E20|2026-04-03|R3||none|self|||");
            hall.register(&tables);
            let ran = hall.run(&["--withdrawals", "--now", "2026-04-04T12:00:00+08:00"]);
            assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
            let stay: Vec<&str> = stay.iter().copied().filter(|it| *it != "R3").collect();
            assert_eq!(hall.on_board(), stay, "{what}");
        }
    }
}

#[test]
fn unverifiable_feed_is_replaced_by_an_empty_board() {
    let whole = HallFolder::new();
    let snapshot = whole.feed().head().snapshot_name();
    for file in ["head.json", "head.json.minisig", &snapshot] {
        for (damage, spoil) in DAMAGES.iter().take(4) {
            let what = format!("{file} is {damage}");
            let hall = whole.again();
            spoil(&hall.path("site/feed").join(file));
            let ran = hall.withdraw();
            assert_eq!(ran.code, 0, "{what}: {}{}", ran.out, ran.err);
            assert_eq!(hall.on_board(), [""; 0], "{what}");
            assert!(ran.err.contains("nobody is on the board"), "{what}: {}", ran.err);
            let after = hall.snapshot();
            assert!(after.residents.names.is_empty(), "{what}");
            assert_eq!(after.rulebooks, whole.snapshot().rulebooks, "{what}");
            // Once the register is published again, everything is back.
            let ran = hall.run(&["--now", "2026-04-04T12:00:00+08:00"]);
            assert_eq!((ran.code, hall.on_board()), (0, OTHERS.to_vec()), "{}", ran.err);
        }
    }
    // A feed signed with another key is not replaced by mistake.
    let hall = whole.again();
    let other = hall.path("other.key").display().to_string();
    assert_eq!(hallboard(["keygen", "--out", &other]).code, 0);
    let before = all(&hall.path("site"));
    let ran = hall.run(&["--withdrawals", "--now", LATER, "--key", &other]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert_eq!(all(&hall.path("site")), before);
    // Without a feed there is nobody to remove.
    let hall = whole.again();
    remove(&hall.path("site"));
    let ran = hall.withdraw();
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("nothing published with this key is here"), "{}", ran.err);
}

/// A wrong clock empties nothing, whatever the hall has lost.
#[test]
fn doubtful_clock_is_refused() {
    let whole = HallFolder::new();
    for lost in [
        &["hall.key.memory.json"][..],
        &["hall.key.memory.json", "hall.key.pub"],
        &["hall.key.memory.json", "hallboard.toml"],
    ] {
        let hall = whole.again();
        lost.iter().for_each(|file| put(&hall.path(file), b"\xff{"));
        let before = all(hall.0.path());
        let ran = hall.run(&["--withdrawals", "--now", "2026-03-01T12:00:00+08:00"]);
        assert_eq!(ran.code, 1, "{lost:?}: {}{}", ran.out, ran.err);
        assert_eq!(all(hall.0.path()), before, "{lost:?}");
    }
    // A damaged state file whose time is readable, with no usable feed.
    let hall = whole.again();
    let state = fs::read_to_string(hall.path("hall.key.memory.json")).unwrap();
    hall.write("hall.key.memory.json", state.replace("memory/2", "memory/9"));
    put(&hall.path("site/feed/head.json"), b"{");
    let ran = hall.run(&["--withdrawals", "--now", "2026-03-01T12:00:00+08:00"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
}
