//! Links, pipes and huge files in a site.

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::common::Ran;
use crate::{Hall, everything, one_line};

/// Runs the command with at most 1.5 GB of memory and two minutes of time.
fn run(hall: &Hall, line: &str) -> Ran {
    let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
    let script = "ulimit -v 1500000; exec timeout 120 \"$@\"";
    let done = Command::new("sh")
        .args(["-c", script, "sh", env!("CARGO_BIN_EXE_hallboard"), command])
        .arg(hall.folder())
        .args(rest.split_whitespace())
        .env("HALLBOARD_LANGUAGE", "en")
        .output()
        .unwrap();
    Ran::of(done)
}

fn outside(hall: &Hall) -> std::path::PathBuf {
    let outside = hall.0.path().join("outside");
    fs::create_dir_all(outside.join("feed/sealed")).unwrap();
    for file in ["file", "feed/head.json", "feed/head.json.minisig", "index.html", "left"]
    {
        fs::write(outside.join(file), "precious").unwrap();
    }
    outside
}

fn remove(path: &Path) {
    match path.symlink_metadata() {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path).unwrap(),
        Ok(_) => fs::remove_file(path).unwrap(),
        Err(_absent) => fs::create_dir_all(path.parent().unwrap()).unwrap(),
    }
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Every path in a site that Hallboard reads or writes.
const PLACES: [&str; 13] = [
    "index.html",
    "rules/index.html",
    "app-1.js",
    "app-1.js.br",
    "app-2.js",
    "hallboard-manifest.json",
    "feed/head.json",
    "feed/head.json.minisig",
    "feed/head.json.gz",
    "feed",
    "feed/sealed",
    "rules",
    ".hallboard-next-feed",
];

#[test]
fn no_link_or_pipe_is_followed_opened_or_written_through() {
    for place in PLACES {
        for kind in ["file", "folder", "nowhere", "pipe"] {
            let hall = Hall::published();
            let outside = outside(&hall);
            let path = hall.path("site").join(place);
            remove(&path);
            match kind {
                "file" => symlink(outside.join("file"), &path).unwrap(),
                "folder" => symlink(outside.join("feed"), &path).unwrap(),
                "nowhere" => symlink(outside.join("new"), &path).unwrap(),
                _ => pipe(&path),
            }
            let before = everything(&outside);
            let kept = path.symlink_metadata().unwrap().file_type();
            let all = ["", "--withdrawals", "--dry-run"];
            let some =
                if ["file", "pipe"].contains(&kind) { &all[..] } else { &all[..1] };
            for more in some {
                let line = format!("{} {more}", hall.line(24, 2));
                let ran = run(&hall, &line);
                assert!(ran.code <= 1, "{place} {kind} {more}: {} {}", ran.code, ran.err);
                if ran.code == 1 {
                    one_line(&ran);
                }
                assert_eq!(everything(&outside), before, "{place} {kind} {more}");
            }
            // Other commands that read the site.
            for line in ["cards --now 2026-11-24T12:00:00+08:00", "rollback --list"] {
                assert_eq!(run(&hall, line).code, 0, "{place} {kind} {line}");
            }
            assert_eq!(everything(&outside), before, "{place} {kind}");
            let found = path.symlink_metadata().map(|it| it.file_type());
            // No file of ours has replaced it.
            if let Ok(found) = found {
                assert_eq!(found.is_symlink(), kept.is_symlink(), "{place} {kind}");
                assert_eq!(found.is_fifo(), kept.is_fifo(), "{place} {kind}");
            }
        }
    }
}

#[test]
fn unrelated_files_stay_unchanged() {
    let hall = Hall::published();
    let outside = outside(&hall);
    let site = hall.path("site");
    symlink(&outside, site.join("photos")).unwrap();
    symlink(outside.join("file"), site.join("CNAME")).unwrap();
    symlink(outside.join("file"), site.join("feed/CNAME")).unwrap();
    symlink(&outside, site.join("feed/photos")).unwrap();
    pipe(&site.join("pipe"));
    pipe(&site.join("feed/pipe"));
    for left in ["a", "feed/b", "photos-c"] {
        let left = site.join(format!("{left}.hallboard-unfinished"));
        symlink(outside.join("left"), left).unwrap();
    }
    pipe(&site.join("d.hallboard-unfinished"));
    let before = everything(&outside);
    for (day, build) in [(24, 2), (25, 1)] {
        let ran = run(&hall, &hall.line(day, build));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(everything(&outside), before);
        for link in ["photos", "CNAME", "feed/CNAME", "feed/photos"] {
            assert!(site.join(link).is_symlink(), "{link}");
        }
        for pipe in ["pipe", "feed/pipe"] {
            let found = site.join(pipe).symlink_metadata().unwrap();
            assert!(found.file_type().is_fifo(), "{pipe}");
        }
    }
    assert!(!site.join(".hallboard-next-feed").exists());
}

/// A correct manifest lists files that have since been moved behind a link.
#[test]
fn nothing_is_deleted_behind_a_link() {
    let hall = Hall::published();
    let outside = outside(&hall);
    fs::write(outside.join("app-1.js"), "precious").unwrap();
    let app = hall.0.path().join("app-1");
    fs::create_dir(app.join("deep")).unwrap();
    fs::write(app.join("deep/app-1.js"), "let b;").unwrap();
    hall.publish(24, 1);
    fs::remove_dir_all(hall.path("site/deep")).unwrap();
    symlink(&outside, hall.path("site/deep")).unwrap();
    fs::remove_file(hall.path("site/app-1.js")).unwrap();
    symlink(outside.join("file"), hall.path("site/app-1.js")).unwrap();
    let before = everything(&outside);
    let ran = run(&hall, &hall.line(25, 2));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(everything(&outside), before);
    assert!(hall.path("site/deep").is_symlink());
}

#[test]
fn a_huge_file_is_never_read_whole() {
    const HUGE: u64 = 3 << 30;
    let snapshot = |hall: &Hall| {
        let names = fs::read_dir(hall.path("site/feed")).unwrap();
        let mut names = names.map(|it| it.unwrap().file_name().into_string().unwrap());
        let name = names.find(|it| it.starts_with("snapshot-") && it.ends_with(".json"));
        format!("feed/{}", name.unwrap())
    };
    let places = PLACES.iter().take(9).map(|it| (*it).to_owned());
    let places =
        places.chain(["snapshot", "photo.raw", "feed/photo.raw"].map(str::to_owned));
    for place in places {
        let hall = Hall::published();
        let place = if place == "snapshot" { snapshot(&hall) } else { place };
        let path = hall.path("site").join(&place);
        let file = fs::File::create(&path).unwrap();
        file.set_len(HUGE).unwrap();
        for more in ["--dry-run", ""] {
            let ran = run(&hall, &format!("{} {more}", hall.line(24, 2)));
            assert!(ran.code <= 1, "{place} {more}: {} {}", ran.code, ran.err);
            if ran.code == 1 {
                one_line(&ran);
            }
        }
        for line in [
            "publish --withdrawals --feed-only --now 2026-11-24T13:00:00+08:00",
            "cards --now 2026-11-24T13:00:00+08:00",
        ] {
            let ran = run(&hall, line);
            assert!(ran.code <= 1, "{place} {line}: {} {}", ran.code, ran.err);
        }
        if place.ends_with(".raw") {
            assert_eq!(path.metadata().unwrap().len(), HUGE, "{place}");
        }
    }
}
