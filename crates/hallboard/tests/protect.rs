//! Secret files that other users can read are reported, and restricted on request.
#![cfg(test)]
#![cfg(unix)]

mod common;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::{LEDGER, Ran, SHELL, hallboard_in};

const SECRETS: [&str; 7] = [
    "hall.key",
    "hall.key.cards.json",
    "hall.key.letters.json",
    "hall.key.memory.json",
    "hall.key.rolls.json",
    "hall.key.copies",
    "letters",
];

/// A hall that has published and made cards.
fn hall() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("app")).unwrap();
    fs::write(at("app/index.html"), SHELL).unwrap();
    fs::write(at("register.json"), LEDGER).unwrap();
    let settings = "[hall]\nworkbook = \"register.json\"\nkey = \"hall.key\"\n";
    fs::write(at("hallboard.toml"), settings).unwrap();
    for line in [
        &["keygen", "--out", "hall.key"][..],
        &["cards", "--address", "http://127.0.0.1/", "--out", "cards.html"],
        &["publish", "--app", "app"],
        &["inbox"],
    ] {
        let ran = hallboard_in(folder.path(), line);
        assert_eq!(ran.code, 0, "{line:?}: {}", ran.err);
    }
    folder
}

/// Runs every command that warns, calling `before` each time to reset the modes.
fn commands(folder: &Path, before: impl Fn()) -> Vec<Ran> {
    let lines = [
        &["check"][..],
        &["check", "register.json"],
        &["publish", "--app", "app"],
        &["publish", "--app", "app", "--dry-run"],
        &["cards", "--address", "http://127.0.0.1/", "--out", "cards.html"],
        &["inbox"],
        &["inbox", "--list", "--json"],
        &["rollback", "--list"],
    ];
    let run = |line: &[&str]| {
        before();
        hallboard_in(folder, line)
    };
    lines.into_iter().map(run).collect()
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn files_of_the_command_are_private() {
    let folder = hall();
    for name in SECRETS {
        let path = folder.path().join(name);
        if path.exists() {
            assert_eq!(mode(&path) & 0o077, 0, "{name}");
        }
    }
    for ran in commands(folder.path(), || ()) {
        assert!(!ran.err.contains("protect"), "{}", ran.err);
    }
    let ran = hallboard_in(folder.path(), ["protect"]);
    assert!(ran.out.contains("nothing was changed"), "{}", ran.out);
}

#[test]
fn each_open_file_is_named_and_closed() {
    let folder = hall();
    fs::create_dir_all(folder.path().join("letters/opened")).unwrap();
    set(&folder.path().join("letters"), 0o700);
    for name in SECRETS {
        let path = folder.path().join(name);
        let open = if path.is_dir() { [0o755, 0o710] } else { [0o644, 0o660] };
        for open in open {
            for ran in commands(folder.path(), || set(&path, open)) {
                let lines: Vec<&str> = ran
                    .err
                    .lines()
                    .filter(|it| it.contains("hallboard protect"))
                    .collect();
                assert_eq!(lines.len(), 1, "{name}: {}", ran.err);
                assert!(lines[0].contains(&format!("{name}.")), "{}", ran.err);
            }
            // The warning changes nothing.
            assert_eq!(mode(&path), open, "{name}");
            let ran = hallboard_in(folder.path(), ["protect"]);
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(ran.out.contains(name), "{}", ran.out);
            assert_eq!(mode(&path), open & 0o700, "{name}");
        }
    }
}

#[test]
fn folder_is_protected_but_not_link_targets() {
    let folder = hall();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("letters/opened")).unwrap();
    fs::write(at("letters/opened/x.letter"), "x").unwrap();
    fs::write(at("notes.txt"), "x").unwrap();
    std::os::unix::fs::symlink(at("notes.txt"), at("letters/notes.txt")).unwrap();
    for (name, open) in [
        ("letters", 0o755),
        ("letters/opened", 0o755),
        ("letters/opened/x.letter", 0o644),
        ("notes.txt", 0o644),
    ] {
        set(&at(name), open);
    }
    assert_eq!(hallboard_in(folder.path(), ["protect", "."]).code, 0);
    assert_eq!(mode(&at("letters/opened")), 0o700);
    assert_eq!(mode(&at("letters/opened/x.letter")), 0o600);
    assert_eq!(mode(&at("notes.txt")), 0o644);
}
