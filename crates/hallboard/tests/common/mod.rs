//! Runs the command as a child process.
#![allow(dead_code, unreachable_pub, reason = "each test file uses what it needs")]

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use hallboard_feed::{Snapshot, Trust, verify_head};

/// The smallest valid page of an app: a command built for tests embeds none.
pub const SHELL: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\">\
    <meta http-equiv=\"Content-Security-Policy\" content=\"{{ policy }}\">\
    <title>{{ title }}</title>\
    <meta name=\"hallboard-site-root\" content=\"{{ site_root }}\">\
    <meta name=\"hallboard-hall\" content=\"{{ hall }}\">\
    <meta name=\"hallboard-key\" content=\"{{ key }}\">\
    <meta name=\"hallboard-route\" content=\"{{ route }}\"></head><body></body></html>";

/// A page that loads more files, by links and scripts with URLs from `{{ site_root }}`.
pub fn shell_with(links: &str) -> String {
    SHELL.replace("</head>", &format!("{links}</head>"))
}

/// The result of a run of the command.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `hallboard` to its end.
pub fn hallboard<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    hallboard_in(std::path::Path::new("."), arguments)
}

/// Runs `hallboard` in that folder to its end.
pub fn hallboard_in<A: AsRef<OsStr>>(
    folder: &std::path::Path,
    arguments: impl IntoIterator<Item = A>,
) -> Ran {
    let done = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .args(arguments)
        .current_dir(folder)
        .env("HALLBOARD_LANGUAGE", "en")
        .output()
        .unwrap();
    Ran::of(done)
}

impl Ran {
    pub fn of(done: std::process::Output) -> Ran {
        Ran {
            code: done.status.code().unwrap(),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }
}

/// The version and the content of the feed in a site, verified with a public key file.
pub fn feed_in(site: &std::path::Path, public_key: &std::path::Path) -> (u64, Snapshot) {
    let public = std::fs::read_to_string(public_key).unwrap();
    let trust = Trust::new("yangqiao", public.lines().nth(1).unwrap()).unwrap();
    let read = |name: &str| std::fs::read(site.join("feed").join(name)).unwrap();
    let head =
        verify_head(&trust, &read("head.json"), &read("head.json.minisig")).unwrap();
    let snapshot = read(&head.snapshot_name());
    let feed = head.open(&snapshot).unwrap();
    (feed.head().version(), feed.snapshot().clone())
}

/// A committed sample.
pub fn sample(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "samples", name].iter().collect()
}

/// The path of a committed sample, as an argument.
pub fn small() -> String {
    sample("small.json").to_str().unwrap().to_owned()
}

/// A small ledger in which everything that tests replace occurs once.
pub const LEDGER: &str = r#"{
  "format": "hallboard-ledger/1",
  "hall": {"id": "mill", "names": {"en": "Mill hall"}, "time_zone": "Asia/Shanghai"},
  "rulebooks": [{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
    "categories": [{"id": "law", "names": {"en": "Law"}, "star_points": [-4, -2, 0, 2, 4]}],
    "deeds": [{"id": "help", "names": {"en": "Help"}, "points": 3},
              {"id": "litter", "names": {"en": "Litter"}, "points": -5}],
    "bands": [{"id": "fine", "names": {"en": "Fine"}, "min": 60}],
    "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2}]}],
  "households": [{"id": "H1", "names": {"en": "1 Mill Road"}}],
  "residents": [{"id": "R1", "name": "张三", "household": "H1"}],
  "entries": [
    {"id": "E1", "date": "2025-03-01", "kind": "consent", "resident": "R1", "scopes": ["score"]},
    {"id": "E2", "date": "2025-03-02", "kind": "rating", "household": "H1", "category": "law", "stars": 4},
    {"id": "E3", "date": "2025-03-03", "kind": "deed", "resident": "R1", "deed": "help", "source": "neighbour"}
  ]
}
"#;
