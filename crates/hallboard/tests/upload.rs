//! `publish --upload`, into folders: servers are in the tests of `crates/upload`.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Ran, SHELL};
use hallboard_publish::{DiskStorage, Storage};
use tempfile::TempDir;

/// Halls in a folder, each with `web` beside it as its web space.
struct Halls {
    folder: TempDir,
}

impl Halls {
    fn new(names: &[&str]) -> Halls {
        let halls = Halls { folder: TempDir::new().unwrap() };
        fs::create_dir(halls.path("app")).unwrap();
        fs::write(halls.path("app/index.html"), SHELL).unwrap();
        for name in names {
            let folder = halls.text(name);
            let ran =
                halls.run(&["new", &folder, "--sample", "--time-zone", "Asia/Shanghai"]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
            halls.set_upload(name, &format!("../web-{name}"));
        }
        halls
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        self.path(path).display().to_string()
    }

    fn set_upload(&self, name: &str, target: &str) {
        self.edit_settings(name, |settings| {
            let lines = settings.lines().filter(|line| !line.starts_with("upload ="));
            let settings = lines.collect::<Vec<_>>().join("\n");
            settings.replace("[site]", &format!("[site]\nupload = \"{target}\""))
        });
    }

    fn edit_settings(&self, name: &str, edit: impl Fn(String) -> String) {
        let path = self.path(&format!("{name}/hallboard.toml"));
        let before = fs::read_to_string(&path).unwrap();
        fs::write(path, edit(before)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallboard"));
        for name in ["PASSWORD", "KEY_ID", "SECRET_KEY", "KEY_FILE"] {
            command.env_remove(format!("HALLBOARD_UPLOAD_{name}"));
        }
        let command = command.args(arguments).env("HALLBOARD_LANGUAGE", "en");
        Ran::of(command.current_dir(self.folder.path()).output().unwrap())
    }

    /// Publishes with the app, and uploads.
    fn publish(&self, arguments: &[&str]) -> Ran {
        let app = self.text("app");
        let all = ["publish", "--app", &app, "--upload"];
        self.run(&[&all[..], arguments].concat())
    }

    /// Whether the web space of a hall has exactly the files of its site.
    fn is_uploaded(&self, name: &str) -> bool {
        let (site, web) = (format!("{name}/site"), format!("web-{name}"));
        !files_in(&self.path(&site)).is_empty()
            && files_in(&self.path(&site)) == files_in(&self.path(&web))
    }
}

fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let storage = DiskStorage::read_only(folder);
    let paths = storage.list("").unwrap();
    paths
        .into_iter()
        .map(|it| (it.clone(), storage.read(&it).unwrap().unwrap()))
        .collect()
}

#[test]
fn the_site_is_uploaded_and_read_back() {
    let halls = Halls::new(&["mill"]);
    let ran = halls.publish(&["mill"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(halls.is_uploaded("mill"));
    assert!(ran.out.contains("Uploaded to"), "{}", ran.out);
    assert!(ran.out.contains("0 unchanged, 0 removed."), "{}", ran.out);
    assert!(ran.out.ends_with("complete, up to date and correctly signed.\n"));

    let again = halls.publish(&["mill"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""), "{}", again.out);
    assert!(halls.is_uploaded("mill"));
    assert!(!again.out.contains(" 0 unchanged"), "{}", again.out);
}

#[test]
fn a_rollback_is_uploaded_too() {
    let halls = Halls::new(&["mill"]);
    let first = halls.publish(&["mill"]).out;
    let version = first.split_whitespace().nth(2).unwrap().to_owned();
    halls.publish(&["mill"]);
    let app = halls.text("app");
    let back = ["rollback", "mill", "--to", &version, "--app", &app];
    let ran = halls.run(&back);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(!halls.is_uploaded("mill"), "not asked for");
    let ran = halls.run(&[&back[..], &["--upload"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.ends_with("complete, up to date and correctly signed.\n"));
    assert!(halls.is_uploaded("mill"));
}

#[test]
fn without_a_web_space_nothing_is_published() {
    let halls = Halls::new(&["mill"]);
    let check = |target: Option<&str>, code, says: &str| {
        match target {
            Some(target) => halls.set_upload("mill", target),
            None => halls.edit_settings("mill", |settings| {
                let lines = settings.lines().filter(|line| !line.starts_with("upload ="));
                lines.collect::<Vec<_>>().join("\n")
            }),
        }
        let ran = halls.publish(&["mill"]);
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(ran.err.contains(says), "{}", ran.err);
        assert!(!halls.path("mill/site").exists());
    };
    check(None, 2, "no web space is set");
    check(Some("ftp://hall@web.example/"), 2, "HALLBOARD_UPLOAD_PASSWORD is not set");
    check(Some("ftp://hall:geheim@web.example/"), 2, "it contains a password");
    check(Some("https://web.example/"), 2, "`https://` is not known");
    // The web space must not be a folder that has the hall's key in it.
    check(Some("../mill"), 2, "hall.key");
}

#[test]
fn a_failed_upload_keeps_the_publication_and_the_next_one_completes_it() {
    let halls = Halls::new(&["mill"]);
    // A file is in the place of the folder.
    fs::write(halls.path("web-mill"), "in the way").unwrap();
    let ran = halls.publish(&["mill"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("Published version"), "{}", ran.out);
    assert!(ran.err.contains("the site was not uploaded"), "{}", ran.err);
    assert!(ran.err.contains("is published. Publish and upload again"), "{}", ran.err);
    assert!(halls.path("mill/site/feed/head.json").is_file());
    fs::remove_file(halls.path("web-mill")).unwrap();
    let ran = halls.publish(&["mill"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(halls.is_uploaded("mill"));
}

#[test]
fn several_halls_are_uploaded_and_one_fault_stops_no_other() {
    let halls = Halls::new(&["mill", "pond", "ridge"]);
    fs::write(halls.path("web-pond"), "in the way").unwrap();
    let ran = halls.publish(&["mill", "pond", "ridge"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(halls.is_uploaded("mill") && halls.is_uploaded("ridge"));
    assert!(ran.out.contains("pond: published, but not uploaded"), "{}", ran.out);
    assert!(ran.out.contains("Halls published: 3. Not published: 0."), "{}", ran.out);
    assert!(ran.out.contains("Sites uploaded: 2. Not uploaded: 1."), "{}", ran.out);
    assert!(ran.err.contains("web-pond") && !ran.err.contains("web-mill"), "{}", ran.err);
}

#[test]
fn two_halls_never_share_a_web_space() {
    let halls = Halls::new(&["mill", "pond"]);
    assert_eq!(halls.publish(&["mill"]).code, 0);
    halls.set_upload("pond", "../web-mill");
    let ran = halls.publish(&["pond"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("the site of another hall, mill"), "{}", ran.err);
    assert!(halls.is_uploaded("mill"));
}

#[test]
fn withdrawals_are_uploaded_with_damaged_settings() {
    let halls = Halls::new(&["mill"]);
    assert_eq!(halls.publish(&["mill"]).code, 0);
    halls
        .edit_settings("mill", |settings| settings.replace("[display]", "[display\nx ="));
    assert_ne!(halls.publish(&["mill"]).code, 0);
    let before = files_in(&halls.path("web-mill"));
    let ran = halls.publish(&["mill", "--withdrawals"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(halls.is_uploaded("mill"));
    assert_ne!(files_in(&halls.path("web-mill")), before);
    // If the address is lost as well, the withdrawal is published here, and the command
    // reports that the upload is missing.
    halls.edit_settings("mill", |settings| settings.replace("upload = \"", "upload = "));
    let ran = halls.publish(&["mill", "--withdrawals"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("Published version"), "{}", ran.out);
    assert!(
        ran.err.contains("the address of the web space cannot be read"),
        "{}",
        ran.err
    );
    assert!(!halls.is_uploaded("mill"));
}

#[test]
fn a_schedule_uploads_if_a_web_space_is_set() {
    let halls = Halls::new(&["mill"]);
    let ran = halls.run(&["publish", "mill", "--nightly"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("--upload >>"), "{}", ran.out);
    assert!(ran.out.contains("docs/hosting.md"), "{}", ran.out);
}

#[test]
fn a_dry_run_uploads_nothing() {
    let halls = Halls::new(&["mill"]);
    let ran = halls.publish(&["mill", "--dry-run"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(!halls.path("web-mill").exists() && !halls.path("mill/site").exists());
}
