//! Manifests with entries that the hall never wrote.

use serde_json::Value;

use crate::{Hall, everything};

const DISTRUSTED: &str = "The list of files in the site is not the one this hall wrote";

/// Edits the list of files in the site's manifest.
fn forge_manifest(hall: &Hall, change: impl FnOnce(&mut Vec<Value>)) {
    let path = hall.path("site/hallboard-manifest.json");
    let mut manifest: Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(manifest["files"].as_array_mut().unwrap());
    std::fs::write(path, serde_json::to_vec(&manifest).unwrap()).unwrap();
}

/// A published hall with other people's files in the site and around it.
fn surrounded() -> Hall {
    let hall = Hall::published();
    for file in ["photos/hall.jpg", "CNAME", "feed/notes.txt", "app-0.js"] {
        let path = hall.path("site").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "the hall's own").unwrap();
    }
    std::fs::create_dir(hall.0.path().join("other")).unwrap();
    std::fs::write(hall.0.path().join("other/file"), "precious").unwrap();
    std::fs::write(hall.path("keep.txt"), "precious").unwrap();
    hall
}

/// Publishes a new build of the app over a forged manifest: no file that is not ours by
/// name is deleted or changed, and the next publication trusts its own manifest again.
#[track_caller]
fn check(name: &str, change: impl FnOnce(&Hall, &mut Vec<Value>)) {
    let hall = surrounded();
    forge_manifest(&hall, |files| change(&hall, files));
    let before = everything(hall.0.path());
    let out = hall.publish(24, 2);
    assert_eq!(out.matches(DISTRUSTED).count(), 1, "{name}: {out}");
    let after = everything(hall.0.path());
    let ours = |path: &str| {
        let key = hall.path("key");
        let feed = hall.path("site/feed");
        let named = ["head", "snapshot-", "sealed"];
        path.starts_with(key.to_str().unwrap())
            || named.iter().any(|it| path.starts_with(feed.join(it).to_str().unwrap()))
    };
    for (path, bytes) in before.iter().filter(|(path, _)| !ours(path.to_str().unwrap())) {
        let replaced =
            ["index.html", "_headers", "hallboard-nginx.conf", "manifest.json", "sw.js"];
        let is_replaced = replaced.iter().any(|it| path.to_str().unwrap().contains(it));
        let found = after.get(path);
        let path = path.display();
        assert!(found.is_some(), "{name}: {path} is gone");
        assert!(is_replaced || found == Some(bytes), "{name}: {path} is different");
    }
    let page = std::fs::read_to_string(hall.path("site/index.html")).unwrap();
    assert!(page.contains("app-2.js"), "{name}: the page is the new one");
    let feed = std::fs::read_dir(hall.path("site/feed")).unwrap();
    let names = feed.map(|it| it.unwrap().file_name().into_string().unwrap());
    let snapshots = names.filter(|it| it.starts_with("snapshot-")).count();
    assert_eq!(snapshots, 3, "{name}: the old one is gone, with its compressed forms");
    let sealed = std::fs::read_dir(hall.path("site/feed/sealed")).unwrap().count();
    assert_eq!(sealed, 64, "{name}: and so are the old sealed files");
    let out = hall.publish(25, 1);
    assert!(!out.contains(DISTRUSTED), "{name}: {out}");
    assert!(!hall.path("site/app-2.js").exists(), "{name}: its own files go again");
    assert!(
        hall.path("site/photos/hall.jpg").exists() && hall.path("site/CNAME").exists()
    );
}

fn add(path: &str) -> impl Fn(&Hall, &mut Vec<Value>) {
    move |_, files| files.push(path.into())
}

#[test]
fn manifest_with_an_outside_path_deletes_nothing() {
    for path in [
        "../keep.txt",
        "../../other/file",
        "feed/../../keep.txt",
        "./photos/hall.jpg",
        "photos//hall.jpg",
        "photos\\hall.jpg",
        "..\\keep.txt",
        "C:\\keep.txt",
        "c:keep.txt",
        "\\\\host\\share\\x",
        "nul",
        "COM1.txt",
        "INDEX.html",
        "Photos/../CNAME",
        "",
        ".",
        "..",
        "/",
        "photos/hall.jpg/",
        ".git/config",
        "feed",
        "hallboard-manifest.json",
    ] {
        check(path, add(path));
    }
    check("absolute", |hall, files| {
        files.push(hall.0.path().join("other/file").to_str().unwrap().into());
    });
}

#[test]
fn foreign_manifest_deletes_nothing() {
    for path in
        ["photos/hall.jpg", "CNAME", "feed/notes.txt", "app-0.js", "not-there.txt"]
    {
        check(path, add(path));
    }
    check("shorter", |_, files| drop(files.pop()));
    check("empty", |_, files| files.clear());
    check("twice", |_, files| files.push(files[0].clone()));
    check("long", |_, files| {
        files.extend((0..10_000).map(|it| format!("a/{it}").into()))
    });
    check("long, and out", |_, files| {
        files.extend((0..10_000).map(|it| format!("../../a/{it}").into()));
    });
    check("no text", |_, files| files.push(7.into()));
}

#[test]
fn signed_site_without_manifest_is_rewritten() {
    for text in [None, Some(""), Some("{}"), Some("[]"), Some("{\"format\": 1}")] {
        let hall = surrounded();
        let path = hall.path("site/hallboard-manifest.json");
        match text {
            Some(text) => std::fs::write(path, text).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
        let out = hall.publish(24, 2);
        assert_eq!(out.matches(DISTRUSTED).count(), 1, "{text:?}: {out}");
        assert!(hall.path("site/photos/hall.jpg").exists());
        // A manifest that the hall has not signed belongs to an unknown publisher.
        let other = surrounded();
        std::fs::remove_dir_all(other.path("site/feed")).unwrap();
        let path = other.path("site/hallboard-manifest.json");
        std::fs::write(path, text.unwrap_or("{}")).unwrap();
        assert_eq!(other.run(&other.line(24, 2)).code, 1);
    }
}

/// Residents who left are removed from the feed, whatever the manifest lists.
#[test]
fn false_manifest_keeps_no_leaver_in_the_feed() {
    for withdrawals in ["", "--withdrawals"] {
        for number in 0..3 {
            let hall = surrounded();
            let name = hall.withdraw(24);
            forge_manifest(&hall, |files| match number {
                0 => files.clear(),
                1 => files.push("../keep.txt".into()),
                _ => files.push("photos/hall.jpg".into()),
            });
            hall.done(&format!("{} {withdrawals}", hall.line(24, 1)));
            for (path, bytes) in everything(&hall.path("site/feed")) {
                let holds = bytes.windows(name.len()).any(|it| it == name.as_bytes());
                assert!(!holds, "{name} in {}", path.display());
            }
        }
    }
}

/// Publishes alternately to two folders, and to a restored folder: each manifest is
/// recognised.
#[test]
fn every_own_manifest_is_recognised() {
    let hall = Hall::published();
    let other = hall.0.path().join("other");
    let old = everything(&hall.path("site"));
    for day in 24..=28 {
        let to = if day % 2 == 0 {
            format!("--out {}", other.display())
        } else {
            String::new()
        };
        let out = hall.done(&format!("{} {to}", hall.line(day, 1 + day % 2)));
        assert!(!out.contains(DISTRUSTED), "{day}: {out}");
    }
    std::fs::remove_dir_all(hall.path("site")).unwrap();
    for (path, bytes) in old {
        if path.extension().is_some() || path.ends_with("_headers") {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let out = hall.publish(29, 2);
    assert!(!out.contains(DISTRUSTED), "{out}");
    assert!(!hall.path("site/app-1.js").exists());
}

/// Older state files have no record of manifests.
#[test]
fn hall_of_an_earlier_version_is_unchanged() {
    let hall = Hall::published();
    let path = hall.path("key.memory.json");
    let mut state: Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    for field in ["issued", "as_of", "manifest"] {
        assert!(state.as_object_mut().unwrap().remove(field).is_some(), "{field}");
    }
    std::fs::write(path, serde_json::to_vec(&state).unwrap()).unwrap();
    let out = hall.publish(24, 2);
    assert!(!out.contains(DISTRUSTED), "{out}");
    assert!(!hall.path("site/app-1.js").exists());
}
