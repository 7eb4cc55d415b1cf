//! The findings of `hallboard status` for a server with every kind of fault.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;
mod server;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use base64ct::{Base64, Encoding};
use common::hallboard;
use hallboard_publish::status::{Expected, Http, Report, Timeouts, examine};
use hallboard_publish::{FRAMED_HERE, POLICY_HEADER, policy};
use serde_json::Value;
use server::{Reply, Site};
use sha2::{Digest, Sha384};
use tempfile::TempDir;

const SCRIPT: &str = "console.log('board')";
const STYLE: &str = "p { color: green }";
const DAY: i64 = 86_400;

/// A hall that published just now, and the instant in its feed.
static HALL: LazyLock<(TempDir, i64)> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::create_dir(folder.path().join("app")).unwrap();
    let digest = |it: &str| Base64::encode_string(&Sha384::digest(it));
    let page = common::shell_with(&format!(
        "<link rel=\"stylesheet\" href=\"{{{{ site_root }}}}style-1.css\" integrity=\"sha384-{}\">\
         <script type=\"module\" src=\"{{{{ site_root }}}}boot-1.js\" integrity=\"sha384-{}\"></script>",
        digest(STYLE),
        digest(SCRIPT)
    ));
    let files =
        [("index.html", page.as_str()), ("style-1.css", STYLE), ("boot-1.js", SCRIPT)];
    for (name, text) in files {
        std::fs::write(folder.path().join("app").join(name), text).unwrap();
    }
    let ran = hallboard(["new", &at("mill"), "--sample", "--time-zone", "Asia/Shanghai"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let settings = folder.path().join("mill/hallboard.toml");
    let written = std::fs::read_to_string(&settings).unwrap();
    let rhythm = written.replace("# cadence = \"daily\"", "cadence = \"36 hours\"");
    assert_ne!(rhythm, written);
    std::fs::write(settings, rhythm).unwrap();
    let ran = hallboard(["publish", &at("mill"), "--app", &at("app")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let head = std::fs::read(folder.path().join("mill/site/feed/head.json")).unwrap();
    let head: hallboard_feed::Head = hallboard_score::read_json(&head).unwrap();
    (folder, head.issued.unix())
});

fn hall() -> PathBuf {
    HALL.0.path().join("mill")
}

fn issued() -> i64 {
    HALL.1
}

fn key() -> String {
    let public = std::fs::read_to_string(hall().join("hall.key.pub")).unwrap();
    public.lines().nth(1).unwrap().to_owned()
}

/// The site served correctly, with a clock one minute after its publication.
fn site() -> Site {
    Site::of(&hall().join("site"), "", issued() + 60)
}

/// What to compare the site with, that number of seconds after its publication.
fn after(seconds: i64) -> Expected {
    Expected { now: issued() + seconds, key: Some(key()), version: None, every: None }
}

fn examine_site(site: Site, folder: &str, expected: &Expected) -> Report {
    let timeouts = Timeouts {
        file: Duration::from_secs(20),
        all: Duration::from_secs(120),
        pause: Duration::ZERO,
    };
    examine(&Http::new(timeouts), &format!("{}{folder}", site.serve()), expected)
}

/// Every finding as `file: code`; names that change with each publication are shortened.
fn findings(report: &Report) -> Vec<String> {
    let short = |file: &str| match file.split_once("feed/s") {
        Some((_, rest)) => format!("feed/s{}…", rest.chars().take(6).collect::<String>()),
        None => file.to_owned(),
    };
    let findings = report.findings.iter();
    findings.map(|it| format!("{}: {}", short(&it.file), it.fault.code())).collect()
}

#[track_caller]
fn check(change: impl FnOnce(&mut Site), expected: &Expected, finds: &[&str]) {
    let mut site = site();
    change(&mut site);
    assert_eq!(findings(&examine_site(site, "", expected)), finds);
}

/// The name of the snapshot, or of some sealed file.
fn file_in(folder: &str, start: &str) -> String {
    let files = std::fs::read_dir(hall().join("site").join(folder)).unwrap();
    let names = files.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names = names.filter(|it| it.starts_with(start) && !it.ends_with('z'));
    format!("{folder}/{}", names.find(|it| !it.ends_with("br")).unwrap())
}

fn snapshot() -> String {
    file_in("feed", "snapshot")
}

fn put(path: &str, reply: Reply) -> impl FnOnce(&mut Site) + use<> {
    let path = path.to_owned();
    move |site| {
        assert!(site.replies.insert(path.clone(), reply).is_some(), "{path}");
    }
}

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(hall().join("site").join(path)).unwrap()
}

/// The file with one byte changed.
fn spoiled(path: &str) -> Reply {
    let mut bytes = bytes(path);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    Reply::File(bytes)
}

fn page() -> Reply {
    Reply::File(b"\n<!doctype html><h1>Welcome</h1>".to_vec())
}

#[test]
fn a_site_as_it_was_published() {
    for folder in ["", "some/where/"] {
        let site = Site::of(&hall().join("site"), folder, issued() + 60);
        let report = examine_site(site, folder, &after(60));
        assert_eq!(findings(&report), [] as [&str; 0], "{folder}");
        let feed = report.feed.as_ref().unwrap();
        assert_eq!(feed.head().head().issued.unix(), issued());
        assert_eq!((report.pages, report.files, report.clock), (5, 2, Some(0)));
        assert_eq!((report.sealed, report.sealed_listed), (64, 64));
    }
    check(|_| {}, &Expected { key: None, ..after(60) }, &[]);
}

#[test]
fn files_that_are_not_there() {
    let gone = |path: &str| put(path, Reply::Status(404));
    check(gone("index.html"), &after(60), &[": status"]);
    check(gone("feed/head.json"), &after(60), &["feed/head.json: status"]);
    let signature = "feed/head.json.minisig";
    check(gone(signature), &after(60), &["feed/head.json.minisig: status"]);
    check(gone(&snapshot()), &after(60), &["feed/snapsho…: status"]);
    check(gone("boot-1.js"), &after(60), &["boot-1.js: status"]);
    check(gone("me/index.html"), &after(60), &["me/: status"]);
    check(gone(&file_in("feed/sealed", "")), &after(60), &["feed/sealed/…: status"]);
    let list = "hallboard-manifest.json";
    check(gone(list), &after(60), &["hallboard-manifest.json: no-manifest"]);
    check(
        put("feed/head.json", Reply::Status(500)),
        &after(60),
        &["feed/head.json: status"],
    );
}

#[test]
fn files_that_are_others() {
    let cut = |path: &str| Reply::File(bytes(path)[1..].to_vec());
    let snapshot = snapshot();
    let head = "feed/head.json";
    check(put(head, spoiled(head)), &after(60), &["feed/head.json: signature"]);
    let signature = "feed/head.json.minisig";
    check(put(signature, spoiled(signature)), &after(60), &["feed/head.json: signature"]);
    check(put(&snapshot, cut(&snapshot)), &after(60), &["feed/snapsho…: altered"]);
    check(put(&snapshot, spoiled(&snapshot)), &after(60), &["feed/snapsho…: altered"]);
    check(put("boot-1.js", spoiled("boot-1.js")), &after(60), &["boot-1.js: altered"]);
    check(put(head, page()), &after(60), &["feed/head.json: page-instead"]);
    check(put(&snapshot, page()), &after(60), &["feed/snapsho…: page-instead"]);
    check(put("style-1.css", page()), &after(60), &["style-1.css: page-instead"]);
    check(put("index.html", page()), &after(60), &[": foreign"]);
    check(put("rules/index.html", page()), &after(60), &["rules/: foreign"]);
    let sealed = file_in("feed/sealed", "");
    check(put(&sealed, cut(&sealed)), &after(60), &["feed/sealed/…: sealed-size"]);
}

#[test]
fn a_page_or_feed_of_another_key() {
    let other = hallboard_publish::HallKey::generate(None).unwrap().public;
    let other = other.lines().nth(1).unwrap().to_owned();
    let page = String::from_utf8(bytes("index.html")).unwrap();
    let changed = Reply::File(page.replace(&key(), &other).into_bytes());
    let change = put("index.html", changed.clone());
    let pages = [
        "rules/: other-page",
        "me/: other-page",
        "report/: other-page",
        "verify/: other-page",
    ];
    let finds = [&[": other-key"][..], &pages].concat();
    check(change, &after(60), &finds);
    // If only the page provides the key, anybody who changes the page chooses the trusted key.
    let page_alone = Expected { key: None, ..after(60) };
    let finds = [&pages[..], &["feed/head.json: other-key"]].concat();
    check(put("index.html", changed), &page_alone, &finds);
    let finds = [": other-key", "feed/head.json: other-key"];
    check(|_| {}, &Expected { key: Some(other), ..after(60) }, &finds);
}

#[test]
fn files_that_are_too_large_or_too_slow() {
    let head = "feed/head.json";
    check(put(head, Reply::Endless), &after(60), &["feed/head.json: too-large"]);
    check(put(&snapshot(), Reply::Endless), &after(60), &["feed/snapsho…: too-large"]);
    check(put("index.html", Reply::Endless), &after(60), &[": too-large"]);
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut bomb, &vec![b' '; 10 << 20]).unwrap();
    let bomb = Reply::Packed(bomb.finish().unwrap(), "gzip");
    check(put(head, bomb), &after(60), &["feed/head.json: too-large"]);
    let mut site = site();
    put("index.html", Reply::Stuck)(&mut site);
    let timeouts = Timeouts { file: Duration::from_millis(50), ..Timeouts::default() };
    let report = examine(&Http::new(timeouts), &site.serve(), &after(60));
    assert_eq!(findings(&report), [": slow"]);
}

#[test]
fn packed_files_are_read_as_browsers_read_them() {
    for (ending, how) in [("br", "br"), ("gz", "gzip")] {
        let packed = |path: &str| Reply::Packed(bytes(&format!("{path}.{ending}")), how);
        let change = |site: &mut Site| {
            for path in ["feed/head.json", "boot-1.js", &snapshot()] {
                put(path, packed(path))(site);
            }
        };
        check(change, &after(60), &[]);
        let broken = Reply::Packed(bytes("feed/head.json"), how);
        check(put("feed/head.json", broken), &after(60), &["feed/head.json: garbled"]);
    }
}

#[test]
fn feed_expires() {
    let clock = |seconds: i64| move |site: &mut Site| site.clock = issued() + seconds;
    let at = |seconds: i64| after(seconds);
    let version = |step: u64| {
        let published = u64::try_from(issued()).unwrap() + step;
        Expected { version: Some(published), ..after(60) }
    };
    check(clock(DAY), &at(DAY), &[]);
    // The feed implies a day and a half, unless the interval is given.
    let hours = 30 * 3600;
    check(clock(hours), &at(hours), &[]);
    let daily = Expected { every: Some(1), ..at(hours) };
    check(clock(hours), &daily, &["feed/head.json: late"]);
    check(clock(2 * DAY), &at(2 * DAY), &["feed/head.json: late"]);
    check(clock(7 * DAY), &Expected { every: Some(7), ..at(7 * DAY) }, &[]);
    let weekly = Expected { every: Some(7), ..at(9 * DAY) };
    check(clock(9 * DAY), &weekly, &["feed/head.json: late"]);
    check(clock(14 * DAY - 1), &at(14 * DAY - 1), &["feed/head.json: late"]);
    check(clock(14 * DAY), &at(14 * DAY), &["feed/head.json: expired"]);
    check(|_| {}, &version(0), &[]);
    check(|_| {}, &version(1), &["feed/head.json: behind"]);
}

#[test]
fn clocks_that_are_wrong() {
    let server = |seconds: i64| move |site: &mut Site| site.clock = issued() + seconds;
    check(server(60 + 299), &after(60), &[]);
    check(server(60 + 301), &after(60), &[": clock"]);
    check(server(60 - 301), &after(60), &[": clock"]);
    let year = 365 * DAY;
    check(server(60), &after(-year), &[": clock", "feed/head.json: ahead"]);
    check(server(60), &after(year), &[": clock", "feed/head.json: expired"]);
    check(server(-year), &after(-year), &["feed/head.json: ahead"]);
}

#[test]
fn servers_with_wrong_headers() {
    let well = |report: &Report| assert!(report.has_no_errors(), "{:?}", report.findings);
    let mut bare = site();
    bare.headers.retain(|(name, _)| *name != "Referrer-Policy");
    let report = examine_site(bare, "", &after(60));
    assert_eq!(findings(&report), [": headers"]);
    assert_eq!(
        report.findings[0].fault.to_string().split(": ").nth(1),
        Some("Referrer-Policy")
    );
    well(&report);
    let mut framed = site();
    for (name, value) in &mut framed.headers {
        if *name == POLICY_HEADER {
            *value = policy(None, FRAMED_HERE);
        }
    }
    assert_eq!(
        findings(&examine_site(framed, "", &after(60))),
        [""; 0],
        "as hosts with _headers say"
    );
    let mut fallback = site();
    fallback.otherwise = page();
    let report = examine_site(fallback, "", &after(60));
    assert_eq!(findings(&report).len(), 1);
    assert!(findings(&report)[0].ends_with("there.json: fallback"));
    well(&report);
    let whole_folder = Site::of(&hall(), "mill/", issued() + 60);
    let report = examine_site(whole_folder, "mill/site/", &after(60));
    let names = [
        "hall.key",
        "hall.key.memory.json",
        "hall.key.rolls.json",
        "hall.key.cards.json",
        "hall.key.letters.json",
        "register.xlsx",
    ];
    let mut finds: Vec<_> = names.iter().map(|it| format!("../{it}: exposed")).collect();
    finds.push("../hallboard.toml: exposed".to_owned());
    assert_eq!(findings(&report), finds);
    assert!(!report.has_no_errors());
}

#[test]
fn redirects_stay_with_the_host() {
    let mut site = Site::of(&hall().join("site"), "board/", issued() + 60);
    site.replies.insert("index.html".to_owned(), Reply::To("/board/"));
    let report = examine_site(site, "", &after(60));
    assert_eq!(findings(&report), [] as [&str; 0]);
    assert!(report.address.ends_with("/board/"), "{}", report.address);
    let away = |path: &str| put(path, Reply::To("http://localhost:9/"));
    check(away("index.html"), &after(60), &[": redirect"]);
    check(away("feed/head.json"), &after(60), &["feed/head.json: redirect"]);
}

#[test]
fn nobody_there() {
    let report =
        examine(&Http::new(Timeouts::default()), "http://127.0.0.1:9/", &after(0));
    assert_eq!(findings(&report), [": connection"]);
}

/// Runs the command on a site served with today's clock.
fn run(change: impl FnOnce(&mut Site), options: &[&str]) -> common::Ran {
    let mut site = site();
    site.clock = jiff::Timestamp::now().as_second();
    change(&mut site);
    let words = ["status".to_owned(), site.serve()];
    hallboard(words.into_iter().chain(options.iter().map(|it| (*it).to_owned())))
}

#[test]
fn output_and_exit_code_agree() {
    let check = |change: fn(&mut Site), options: &[&str], code, tells: &[&str]| {
        let ran = run(change, options);
        assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{options:?}\n{}", ran.out);
        for tells in tells {
            assert!(ran.out.contains(tells), "{tells}\n{}", ran.out);
        }
    };
    let hall = hall().display().to_string();
    let key = Path::new(&hall).join("hall.key.pub").display().to_string();
    let spoil = |site: &mut Site| put("boot-1.js", spoiled("boot-1.js"))(site);
    let well =
        "complete, up to date and correctly signed.\n  Hall: mill. Signed with the ";
    check(|_| {}, &[], 0, &[well, "key that the page names"]);
    check(|_| {}, &["--key", &key], 0, &[well, "hall's own key", "64 checked, of 64"]);
    check(
        |_| {},
        &["--hall", &hall, "--language", "zh"],
        0,
        &["内容完整、已是最新、签名正确。"],
    );
    check(spoil, &[], 1, &["/: 1 error.\n", "\nErrors\n\n  boot-1.js: it is damaged"]);
    check(spoil, &["--language", "zh"], 1, &["boot-1.js：文件损坏"]);
    let json = run(spoil, &["--hall", &hall, "--json"]);
    assert_eq!(json.code, 1);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["errors"][0]["code"], "altered");
    assert_eq!(json["errors"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&json["warnings"], &json["key_given"]),
        (&Value::Array(vec![]), &true.into())
    );
    assert_eq!(json["version"].as_i64(), Some(issued()));
}
