//! A site that contains the hall's own files would publish them on the web.

use crate::{Hall, SETTINGS, everything, one_line};

#[track_caller]
fn check_refused(hall: &Hall, site: &str) {
    let before = everything(hall.0.path());
    for command in ["publish", "publish --withdrawals", "publish --dry-run"] {
        let line =
            format!("{command} --feed-only --now 2026-11-24T12:00:00+08:00 {site}");
        let ran = hall.run(&line);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{line}: {}", ran.err);
        let [what, _, hint] = one_line(&ran);
        assert!(what.contains("the hall's own files"), "{what}");
        assert!(hint.contains("site = \"site\""), "{hint}");
        assert_eq!(everything(hall.0.path()), before, "{line}");
    }
}

#[test]
fn site_that_overlaps_the_halls_files_is_refused() {
    let hall = Hall::published();
    hall.make_letters();
    let folder = hall.folder();
    let out = |path: &str| format!("--out {}", folder.join(path).display());
    for path in [
        "",
        ".",
        "..",
        "../..",
        "site/..",
        "new/..",
        "new/deep/../..",
        "letters",
        "letters/site",
        "letters/incoming",
        "key.copies",
        "key.copies/site",
        "key",
        "key.memory.json",
        "key.rolls.json",
        "key.pub",
        "ledger.json",
        "ledger.json/site",
        "hallboard.toml",
    ] {
        check_refused(&hall, &out(path));
    }
    #[cfg(unix)]
    for to in ["", "letters", "key.copies", ".."] {
        let link = hall.0.path().join("link");
        let _none_yet = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(folder.join(to), &link).unwrap();
        check_refused(&hall, &format!("--out {}", link.display()));
    }
    for site in [".", "..", "letters", "./site/.."] {
        let settings = SETTINGS.replace("[hall]", &format!("[hall]\nsite = \"{site}\""));
        std::fs::write(hall.path("hallboard.toml"), settings).unwrap();
        check_refused(&hall, "");
    }
}

/// Files in other places, given by their paths.
#[test]
fn key_and_settings_are_checked_anywhere() {
    let hall = Hall::published();
    let apart = hall.0.path().join("apart");
    std::fs::create_dir(&apart).unwrap();
    std::fs::copy(hall.path("key"), apart.join("other.key")).unwrap();
    std::fs::write(apart.join("other.toml"), "").unwrap();
    let (apart, site) = (apart.display(), hall.path("site"));
    check_refused(&hall, &format!("--key {apart}/other.key --out {apart}"));
    check_refused(&hall, &format!("--settings {apart}/other.toml --out {apart}"));
    let key = format!("{}/key", site.display());
    std::fs::copy(hall.path("key"), &key).unwrap();
    check_refused(&hall, &format!("--key {key}"));
}

#[test]
fn site_may_be_in_or_beside_the_halls_folder() {
    let hall = Hall::new();
    let folder = hall.folder();
    for path in ["site", "web/site", "../web", "letters-site", "new/../site2"] {
        let out = folder.join(path);
        let line = "publish --feed-only --now 2026-11-24T12:00:00+08:00";
        hall.done(&format!("{line} --out {}", out.display()));
    }
    #[cfg(unix)]
    {
        // The folder that the web server serves.
        let web = hall.0.path().join("www");
        std::fs::create_dir(&web).unwrap();
        let link = hall.path("linked-site");
        std::os::unix::fs::symlink(&web, &link).unwrap();
        let line = "publish --feed-only --now 2026-11-24T12:00:00+08:00";
        hall.done(&format!("{line} --out {}", link.display()));
        assert!(web.join("feed/head.json").is_file());
    }
}
