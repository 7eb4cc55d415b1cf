//! `hallboard desk`: the same bytes as the command, on loopback only.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::SHELL;
use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender};
use hallboard_inbox::letters::LetterKeys;
use hallboard_inbox::{Inbox, LetterFolder};
use hallboard_score::Points;
use hallboard_workbook::read::located_at;

fn hallboard(arguments: &[&str], folder: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// A desk that is stopped when the test ends.
struct Desk {
    process: Child,
    address: String,
    entry: String,
    cookie: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Desk {
    fn start(hall: &Path, now: &str, app: &[&str]) -> Desk {
        let mut process = Command::new(env!("CARGO_BIN_EXE_hallboard"))
            .arg("desk")
            .arg(hall)
            .args(["--now", now, "--no-browser", "--language", "en"])
            .args(app)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut printed = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut printed).unwrap();
        let (address, entry) =
            printed.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        let (address, entry) = (address.to_owned(), format!("/{entry}"));
        let mut desk = Desk { process, address, entry, cookie: String::new() };
        let answer = desk.send("GET", &desk.entry, "");
        let cookie = answer.split_once("set-cookie: ").unwrap().1;
        desk.cookie = cookie.split(';').next().unwrap().to_owned();
        desk
    }

    fn send(&self, method: &str, path: &str, body: &str) -> String {
        let Desk { address, cookie, .. } = self;
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Cookie: {cookie}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The value of a hidden field on a page.
    fn value(page: &str, name: &str) -> String {
        let field = page.split_once(&format!("name=\"{name}\" value=\""));
        let field = field.unwrap_or_else(|| panic!("{page}")).1;
        field.split('"').next().unwrap().to_owned()
    }

    /// Decides on a letter, and expects that it was recorded.
    fn decide(&self, letter: LetterId, fields: &str) {
        let page = self.send("GET", "/letters", "");
        let token = Desk::value(&page, "form_token");
        let body = format!("form_token={token}&letter={letter}&by=Li+Hua&{fields}");
        let answer = self.send("POST", "/letters/decide", &body);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }

    fn publish(&self) {
        let page = self.send("GET", "/publish", "");
        let value = |name: &str| Desk::value(&page, name);
        let (form_token, digest) = (value("form_token"), value("digest"));
        let body = format!("form_token={form_token}&digest={digest}&upload=yes");
        let answer = self.send("POST", "/publish", &body);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let done = loop {
            let page = self.send("GET", "/publish/progress", "");
            if !page.contains("http-equiv=\"refresh\"") {
                break page;
            }
        };
        assert!(done.contains("Published version"), "{done}");
        assert!(done.contains("complete, up to date and correctly signed"), "{done}");
    }
}

/// Every file below a folder by its path, except what exists only while a desk is open.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with(".lock") && !name.ends_with(".desk.html") {
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn desk_publishes_the_same_bytes_as_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one", "other"].map(|it| folder.path().join(it));
    hallboard(&["new", "one", "--sample"], folder.path());
    // Cards are random, and so are the files for them.
    fs::remove_file(one.join("hall.key.cards.json")).unwrap();
    let settings = fs::read_to_string(one.join("hallboard.toml")).unwrap();
    let settings = settings.replace("[site]", "[site]\nupload = \"web\"");
    fs::write(one.join("hallboard.toml"), settings).unwrap();
    fs::create_dir(folder.path().join("app")).unwrap();
    fs::write(folder.path().join("app/index.html"), SHELL).unwrap();
    copy(&one, &other);
    let now = jiff::Timestamp::now().to_string();
    let app = folder.path().join("app").display().to_string();
    let app = ["--app", app.as_str()];
    let publish = ["publish", "one", "--now", &now, "--upload"];
    hallboard(&[&publish[..], &app].concat(), folder.path());
    Desk::start(&other, &now, &app).publish();
    let (by_command, by_desk) = (files(&one), files(&other));
    for head in ["site/feed/head.json", "web/feed/head.json"] {
        assert!(by_command.contains_key(head), "{head}");
    }
    assert_eq!(by_command.keys().collect::<Vec<_>>(), by_desk.keys().collect::<Vec<_>>());
    for (name, bytes) in &by_command {
        assert!(by_desk[name] == *bytes, "{name} differs");
    }
}

/// Puts letters of thanks into a hall, and returns their ids.
fn post(hall: &Path) -> Vec<LetterId> {
    let keys = fs::read(hall.join("hall.key.letters.json")).unwrap();
    let keys = LetterKeys::read(&keys).unwrap();
    let ledger = located_at(&hall.join("register.xlsx")).unwrap().ledger;
    let mut deeds = ledger.rulebooks.last().unwrap().deeds.iter();
    let deed = deeds.rfind(|it| it.points > Points::ZERO).unwrap();
    let date = ledger.entries.iter().map(|it| it.date).max().unwrap();
    let folder = hall.join("letters/incoming");
    fs::create_dir_all(&folder).unwrap();
    let letter = |number: u8| {
        let letter = Letter {
            hall: ledger.hall.id.clone(),
            id: LetterId::new([number; 16]),
            written: format!("{date}T12:00:00Z").parse().unwrap(),
            sender: Sender::Guest { name: "somebody".to_owned() },
            kind: LetterBody::Thanks {
                to: ledger.residents[usize::from(number)].name.clone(),
                deed: deed.id.clone(),
                date,
                text: None,
                named: false,
            },
            handwriting: None,
        };
        let sealed = letter.seal(&keys.public(), [number; 32]).unwrap();
        fs::write(folder.join(sealed.name), sealed.bytes).unwrap();
        letter.id
    };
    (0..20).map(letter).collect()
}

#[test]
fn desk_decides_on_letters_as_the_command_does() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one", "other"].map(|it| folder.path().join(it));
    hallboard(&["new", "one", "--sample"], folder.path());
    let ids = post(&one);
    let now = jiff::Timestamp::now().to_string();
    let by_command = |hall: &str, more: &[&str]| {
        hallboard(&[&["inbox", hall, "--now", &now], more].concat(), folder.path());
    };
    // Collected once: the order of the files in a folder is not that of the letters.
    by_command("one", &["--list"]);
    copy(&one, &other);
    let inbox = Inbox::open(LetterFolder::new(&one.join("letters"))).unwrap();
    assert_eq!(inbox.waiting().len(), ids.len());
    drop(inbox);
    let acceptable: Vec<LetterId> = ids
        .into_iter()
        .filter(|id| {
            let by = ["--by", "Li Hua"];
            let words = ["inbox", "one", "--now", &now, "--accept", &id.to_string()];
            let command = Command::new(env!("CARGO_BIN_EXE_hallboard"))
                .args([&words[..], &by].concat())
                .current_dir(folder.path())
                .output();
            command.unwrap().status.success()
        })
        .collect();
    assert!(acceptable.len() > 1, "{acceptable:?}");
    let refused = Inbox::open(LetterFolder::new(&one.join("letters"))).unwrap().waiting();
    let refused = refused.first().copied().unwrap();
    by_command(
        "one",
        &["--refuse", &refused.to_string(), "--reason", "nobody", "--by", "Li Hua"],
    );

    let desk = Desk::start(&other, &now, &["--feed-only"]);
    for id in acceptable {
        desk.decide(id, "action=accept");
        // Accepted letters are written when they cannot be undone, or by the command.
        by_command("other", &[]);
    }
    desk.decide(refused, "action=refuse&reason=nobody");
    for name in ["register.xlsx", "letters/journal.txt"] {
        assert!(
            fs::read(one.join(name)).unwrap() == fs::read(other.join(name)).unwrap(),
            "{name} differs"
        );
    }
}

#[test]
fn desk_listens_on_one_loopback_address_and_is_the_only_one() {
    let folder = tempfile::tempdir().unwrap();
    hallboard(&["new", "one", "--sample"], folder.path());
    let hall = folder.path().join("one");
    let desk = Desk::start(&hall, &jiff::Timestamp::now().to_string(), &["--feed-only"]);
    let port = desk.address.strip_prefix("127.0.0.1:").unwrap();
    // Where it listened on all addresses, it would answer on this one too.
    if cfg!(target_os = "linux") {
        assert!(TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
    }
    let second = Command::new(env!("CARGO_BIN_EXE_hallboard"))
        .arg("desk")
        .arg(&hall)
        .args(["--no-browser", "--language", "en"])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let error = String::from_utf8(second.stderr).unwrap();
    assert!(error.contains("open already"), "{error}");
}

/// A folder with a program of the name by which browsers are started, which stores its
/// arguments in `opened`, one in a line.
#[cfg(target_os = "linux")]
fn browser(folder: &Path) -> String {
    use std::os::unix::fs::PermissionsExt;
    let programs = folder.join("programs");
    fs::create_dir(&programs).unwrap();
    let program = programs.join("xdg-open");
    let opened = folder.join("opened");
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", opened.display());
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    format!("{}:{path}", programs.display())
}

/// Everybody on the computer can read the arguments of programs.
#[cfg(target_os = "linux")]
#[test]
fn started_without_a_terminal_the_desk_opens_through_a_private_file() {
    let folder = tempfile::tempdir().unwrap();
    hallboard(&["new", "one"], folder.path());
    let path = browser(folder.path());
    let launch = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hallboard"));
        command.env("PATH", &path).env("HALLBOARD_LANGUAGE", "en");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.current_dir(folder.path());
        command
    };
    let mut process = launch().spawn().unwrap();
    let mut printed = String::new();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    out.read_line(&mut printed).unwrap();
    let token = printed.trim().split_once("token=").unwrap().1.to_owned();
    let arguments = fs::read(format!("/proc/{}/cmdline", process.id())).unwrap();
    // A second start shows the same desk.
    let again = launch().output().unwrap();
    let page = fs::read_to_string(folder.path().join("one/hall.key.desk.html")).unwrap();
    drop(process.kill());
    drop(process.wait());
    let message = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success() && message.contains("open already"), "{again:?}");
    assert!(page.contains(&token), "{page}");
    assert!(!String::from_utf8_lossy(&arguments).contains(&token));
    let opened = folder.path().join("opened");
    // The second of the browsers may still be starting.
    let lines = loop {
        let lines = fs::read_to_string(&opened).unwrap_or_default();
        if lines.lines().count() == 2 {
            break lines;
        }
        std::thread::yield_now();
    };
    for line in lines.lines() {
        assert!(line.ends_with("one/hall.key.desk.html"), "{line}");
    }
}
