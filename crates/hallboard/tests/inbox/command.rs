//! The command, from a letter to the resulting entry in the register.

use std::fs;
use std::path::PathBuf;

use base64ct::{Base64, Encoding};
use hallboard_feed::letter::{Letter, LetterBody, SealedLetter};
use hallboard_feed::sealed::{OwnRegister, Sealing};
use hallboard_feed::{Trust, VerifiedHead, verify_head};
use hallboard_inbox::entry_id;
use hallboard_inbox::letters::LetterKeys;
use hallboard_publish::CardBook;
use hallboard_score::{EntryKind, Scope};
use hallboard_workbook::read::located_at;
use hallboard_workbook::write;

use crate::common::{Ran, hallboard_in};
use crate::hall::{LEDGER, card, cards, concern, guest, letter, page, reply, thanks};

/// A hall's folder.
pub(crate) struct Hall {
    folder: tempfile::TempDir,
    pub(crate) keys: LetterKeys,
}

impl Hall {
    pub(crate) fn new(workbook: &str, settings: &str) -> Hall {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let settings = format!("[hall]\nworkbook = \"{workbook}\"\n{settings}");
        fs::write(at("hallboard.toml"), settings).unwrap();
        match workbook.ends_with(".json") {
            true => fs::write(at(workbook), LEDGER).unwrap(),
            false => {
                fs::write(at(workbook), write(&crate::hall::ledger()).unwrap()).unwrap()
            }
        }
        fs::write(at("hall.key.cards.json"), cards().write().unwrap()).unwrap();
        let keys = LetterKeys::new([5; 32]);
        fs::write(at("hall.key.letters.json"), keys.write().unwrap()).unwrap();
        Hall { folder, keys }
    }

    /// A hall with its own key, so that it can publish.
    pub(crate) fn publishing(settings: &str) -> Hall {
        let hall = Hall::new("register.json", settings);
        ok(hall.run(&["keygen", "--out", "hall.key"]));
        let keys = hall.keys.write().unwrap();
        fs::write(hall.at("hall.key.letters.json"), keys).unwrap();
        hall
    }

    pub(crate) fn publish(&self, day: &str, more: &[&str]) {
        let now = format!("{day}T12:00:00+08:00");
        let line = ["publish", ".", "--feed-only", "--now", &now];
        ok(self.run(&[&line, more].concat()));
    }

    /// Withdraws all consent of a resident.
    pub(crate) fn withdraw(&self, resident: &str, day: &str) {
        let path = self.at("register.json");
        let register = fs::read_to_string(&path).unwrap();
        let withdrawal = format!(
            "{{\"id\": \"X{resident}\", \"date\": \"{day}\", \"kind\": \"consent\", \
             \"resident\": \"{resident}\", \"scopes\": []}},\n    {{\"id\": \"C1\","
        );
        fs::write(&path, register.replace("{\"id\": \"C1\",", &withdrawal)).unwrap();
    }

    /// The head of the hall's publication.
    pub(crate) fn head(&self) -> VerifiedHead {
        let public = fs::read_to_string(self.at("hall.key.pub")).unwrap();
        let trust = Trust::new("mill", public.lines().nth(1).unwrap()).unwrap();
        let read = |name: &str| fs::read(self.at("site/feed").join(name)).unwrap();
        verify_head(&trust, &read("head.json"), &read("head.json.minisig")).unwrap()
    }

    fn card_book(&self) -> CardBook {
        let book = fs::read(self.at("hall.key.cards.json")).unwrap();
        CardBook::read(&book).unwrap()
    }

    /// The record that a resident's card opens.
    pub(crate) fn own(&self, resident: &str) -> OwnRegister {
        let (head, book) = (self.head(), self.card_book());
        let secret = book.secret(resident).unwrap();
        let file = fs::read(self.at("site").join(head.own_path(secret))).unwrap();
        head.open_own(secret, &file).unwrap()
    }

    /// Everything that cards open, concatenated.
    pub(crate) fn opened(&self) -> Vec<u8> {
        let (head, book) = (self.head(), self.card_book());
        let mut opened = Vec::new();
        for id in book.residents() {
            let secret = book.secret(id).unwrap();
            let sealing = Sealing { hall: "mill", version: head.version() };
            let file = fs::read(self.at("site").join(sealing.path(secret))).unwrap();
            opened.extend(sealing.open(secret, &file).unwrap());
        }
        opened
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn sealed(&self, letter: &Letter, number: u8) -> SealedLetter {
        letter.seal(&self.keys.public(), [number; 32]).unwrap()
    }

    /// Stores a letter as the receiver does.
    pub(crate) fn post(&self, letter: &Letter, number: u8) {
        let SealedLetter { name, bytes } = self.sealed(letter, number);
        fs::create_dir_all(self.at("letters/incoming")).unwrap();
        fs::write(self.at("letters/incoming").join(name), bytes).unwrap();
    }

    pub(crate) fn run(&self, line: &[&str]) -> Ran {
        hallboard_in(self.folder.path(), line)
    }

    /// Runs `inbox` at noon of a day.
    pub(crate) fn inbox(&self, day: &str, more: &[&str]) -> Ran {
        let now = format!("{day}T12:00:00+08:00");
        // The files are as new as this test; a letter never counts as later than the clock.
        self.run(&[&["inbox", ".", "--now", &now], more].concat())
    }

    fn score(&self, resident: &str, day: &str) -> String {
        let output = self.run(&["score", "--on", day, "--json"]).out;
        let all: serde_json::Value = serde_json::from_str(&output).unwrap();
        let of = |it: &&serde_json::Value| it["resident"] == resident;
        all.as_array().unwrap().iter().find(of).unwrap()["score"].to_string()
    }

    /// The reason why a deed does not count on a day.
    fn why(&self, resident: &str, day: &str, entry: &str) -> String {
        let output =
            self.run(&["explain", "--resident", resident, "--on", day, "--json"]);
        let all: serde_json::Value = serde_json::from_str(&output.out).unwrap();
        let deeds = all["deeds"].as_array().unwrap();
        let deed = deeds.iter().find(|it| it["entry"] == entry).unwrap();
        format!("{} {}", deed["points"], deed["why"].as_str().unwrap_or("counts"))
    }

    fn register(&self) -> Vec<u8> {
        fs::read(self.at("register.json")).unwrap()
    }
}

pub(crate) fn ok(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    // Every text exists, and every placeholder is filled.
    assert!(!ran.out.contains("inbox.") && !ran.out.contains("%{"), "{}", ran.out);
    ran.out
}

/// Far in the future, so that the files are older than the clock.
pub(crate) const CAME: &str = "2026-11-23";

/// A letter does not contain where it was written, so the output must not claim a place.
#[track_caller]
fn says_no_place(shown: &str) {
    for place in ["kiosk", "大屏", "at home", "家里"] {
        assert!(!shown.contains(place), "{place}: {shown}");
    }
}

#[test]
fn a_concern_by_card_to_the_decision_on_it() {
    let hall = Hall::new("register.json", "");
    let worried =
        letter(1, "2026-11-22", card("R2"), concern("张三", "litter", "2026-11-22"));
    let entry = entry_id(worried.id).to_string();
    hall.post(&worried, 1);
    set_modified(&hall, "2026-11-23T04:00:00Z");
    let before = hall.register();

    let listed = ok(hall.inbox(CAME, &["--list"]));
    assert!(listed.contains("first tell"), "{listed}");
    assert!(listed.contains("R2 李娜, with their card"), "{listed}");
    let chinese = ok(hall.inbox(CAME, &["--list", "--language", "zh"]));
    assert!(chinese.contains("要先把内容告诉 R1 张三"), "{chinese}");
    assert!(chinese.contains("来自 R2 李娜，出示了卡"), "{chinese}");
    says_no_place(&listed);
    says_no_place(&chinese);
    let id = worried.id.to_string();
    let refused = hall.inbox(CAME, &["--accept", &id[..8], "--by", "Li Hua"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert_eq!(hall.register(), before);

    let accept = ["--accept", &id[..8], "--notified", CAME, "--by", "Li Hua"];
    let accepted = ok(hall.inbox(CAME, &accept));
    assert!(accepted.contains(&entry), "{accepted}");
    ok(hall.run(&["check"]));
    // Nothing counts before the time for replies is over.
    assert_eq!(hall.score("R1", "2026-11-23"), "60");
    assert_eq!(hall.score("R1", "2026-12-02"), "60");
    assert_eq!(hall.why("R1", "2026-12-02", &entry), "-5 not-started");
    assert_eq!(hall.score("R1", "2026-12-03"), "55");

    // The same letter and the same decision, repeated, change nothing.
    let once = hall.register();
    hall.post(&worried, 1);
    hall.post(&worried, 2);
    let again = ok(hall.inbox(CAME, &["--list"]));
    assert!(again.contains("0 new letters; 2 were here already; 0 wait"), "{again}");
    assert_eq!(hall.inbox(CAME, &accept).code, 2);
    assert_eq!(hall.register(), once);

    // The subject's reply, written on their own page: the deduction is suspended.
    let answer = letter(2, "2026-11-25", page("R1"), reply(&entry));
    hall.post(&answer, 3);
    set_modified(&hall, "2026-11-26T04:00:00Z");
    let id = answer.id.to_string();
    ok(hall.inbox("2026-11-26", &["--accept", &id[..8], "--by", "Li Hua"]));
    ok(hall.run(&["check"]));
    let ledger = located_at(&hall.at("register.json")).unwrap().ledger;
    let objection = ledger.entries.last().unwrap();
    assert_eq!(objection.date.to_string(), "2026-11-25");
    assert!(matches!(&objection.kind, EntryKind::Objection { text: Some(_), .. }));
    assert_eq!(hall.score("R1", "2026-12-03"), "60");
    assert_eq!(hall.why("R1", "2026-12-03", &entry), "-5 contested");

    // The decision, which must not be made by the recorder of the entry.
    let decide = |by: &str| {
        let text = fs::read_to_string(hall.at("register.json")).unwrap();
        let decision = format!(
            ",\n    {{\"id\": \"X1\", \"date\": \"2026-12-05\", \"kind\": \"decision\", \"entry\": \"{entry}\", \
             \"outcome\": \"changed\", \"points\": -2, \"reason\": \"shared\", \"by\": \"{by}\"}}\n  ]\n}}"
        );
        let end = text.rfind("\n  ]\n}").unwrap();
        format!("{}{decision}", &text[..end])
    };
    let undecided = hall.register();
    fs::write(hall.at("register.json"), decide("Li Hua")).unwrap();
    let check = hall.run(&["check", "--json"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("own_decision"), "{}", check.out);
    fs::write(hall.at("register.json"), undecided).unwrap();
    fs::write(hall.at("register.json"), decide("Wang Fang")).unwrap();
    ok(hall.run(&["check"]));
    assert_eq!(hall.score("R1", "2026-12-04"), "60");
    assert_eq!(hall.score("R1", "2026-12-05"), "58");
    assert_eq!(hall.why("R1", "2026-12-05", &entry), "-2 counts");
}

/// Sets the arrival time of every incoming letter.
pub(crate) fn set_modified(hall: &Hall, at: &str) {
    let at: jiff::Timestamp = at.parse().unwrap();
    for file in fs::read_dir(hall.at("letters/incoming")).unwrap() {
        let file = fs::File::options().write(true).open(file.unwrap().path()).unwrap();
        file.set_modified(at.into()).unwrap();
    }
}

#[test]
fn letters_are_collected_from_files_folders_and_mailboxes() {
    let hall = Hall::new("register.json", "");
    let thank = |number: u32| {
        letter(number, "2026-11-22", guest("x"), thanks("李娜", "help", "2026-11-22"))
    };
    let put = |path: &str, bytes: &[u8]| {
        fs::create_dir_all(hall.at(path).parent().unwrap()).unwrap();
        fs::write(hall.at(path), bytes).unwrap();
    };
    put("stick/one.letter", &hall.sealed(&thank(1), 1).bytes);
    put("stick/torn.letter", &hall.sealed(&thank(2), 2).bytes[..1000]);
    #[cfg(unix)]
    put("stick/\u{1b}[2Jx.letter", b"short");
    put("single.letter", &hall.sealed(&thank(3), 3).bytes);
    let mail = |bytes: &[u8]| {
        let digits = Base64::encode_string(bytes);
        let lines: Vec<String> = digits
            .as_bytes()
            .chunks(76)
            .map(|it| String::from_utf8(it.to_vec()).unwrap())
            .collect();
        format!("From: a@b.example\r\nSubject: x\r\n\r\n{}\r\n", lines.join("\r\n"))
    };
    fs::create_dir_all(hall.at("mail/cur")).unwrap();
    put("mail/new/1", mail(&hall.sealed(&thank(4), 4).bytes).as_bytes());
    put("mail/new/2", b"From: a@b.example\r\n\r\nHello\r\n");
    // The modification time of a file from elsewhere proves nothing.
    let old = fs::File::options().write(true).open(hall.at("single.letter")).unwrap();
    old.set_modified("2026-11-20T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into())
        .unwrap();
    let deep = "content-type: message/rfc822\r\n\r\n".repeat(20_000);
    put("mail/new/3", deep.as_bytes());
    let listed = ok(hall.inbox(CAME, &["stick", "single.letter", "mail", "--list"]));
    assert!(listed.contains("mail/new/3: a mail with far too many parts"), "{listed}");
    assert!(listed.contains("3 new letters"), "{listed}");
    assert_eq!(listed.matches("came on 2026-11-23").count(), 3, "{listed}");
    assert!(!listed.contains('\u{1b}'), "{listed}");
    assert!(listed.contains("torn.letter: its size is not that of a letter"), "{listed}");
    assert!(listed.contains("mail/new/2: a mail without a letter"), "{listed}");
    // They stay in their places and are recognised again.
    let again = ok(hall.inbox(CAME, &["stick", "single.letter", "mail", "--list"]));
    assert!(again.contains("0 new letters; 3 were here already"), "{again}");
    assert_eq!(hall.inbox(CAME, &["nowhere", "--list"]).code, 2);
}

#[test]
fn decisions_are_recorded_and_counted() {
    let hall =
        Hall::new("register.json", "[letters]\npanel = [\"Li Hua\", \"Wang Fang\"]\n");
    let leave = LetterBody::Consent { scopes: vec![Scope::Score], text: None };
    let copy = LetterBody::Erasure { text: None };
    let kinds = [
        (guest("x"), thanks("李娜", "help", "2026-11-22")),
        (guest("y"), thanks("李娜", "help", "2026-11-22")),
        (guest("z"), thanks("王伟", "help", "2026-11-22")),
        (page("R1"), leave),
        (page("R1"), copy),
    ];
    let mut ids = Vec::new();
    for (number, (sender, kind)) in (1..).zip(kinds) {
        let it = letter(u32::from(number) << 24, "2026-11-22", sender, kind);
        ids.push(it.id.to_string()[..8].to_owned());
        hall.post(&it, number);
    }
    set_modified(&hall, "2026-11-23T04:00:00Z");
    let by = ["--by", "Li Hua"];
    assert_eq!(hall.inbox(CAME, &["--accept", &ids[0]]).code, 2);
    assert_eq!(hall.inbox(CAME, &["--accept", &ids[0], "--by", "Zhao"]).code, 2);
    for into in [&ids[1], &ids[4]] {
        let ran = hall.inbox(CAME, &[&["--merge", &ids[1], into], &by[..]].concat());
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains("cannot be merged"), "{}", ran.err);
    }
    ok(hall.inbox(CAME, &[&["--merge", &ids[1], &ids[0]], &by[..]].concat()));
    ok(hall.inbox(CAME, &[&["--ask", &ids[2], "--text", "who?"], &by[..]].concat()));
    let output =
        ok(hall
            .inbox(CAME, &[&["--accept", &ids[0], &ids[3], &ids[4]], &by[..]].concat()));
    // Everything from or about the person who asks for erasure is listed.
    assert!(output.contains("--done"), "{output}");
    assert_eq!(output.matches(".letter").count(), 2, "{output}");
    let done = ok(hall.inbox(CAME, &[&["--done", &ids[4]], &by[..]].concat()));
    assert!(!done.contains("To be done"), "{done}");
    let refuse = ["--refuse", &ids[2], "--reason", "nobody knows"];
    ok(hall.inbox(CAME, &[&refuse, &by[..]].concat()));
    let ledger = located_at(&hall.at("register.json")).unwrap().ledger;
    let new: Vec<_> = ledger.entries.iter().skip(16).collect();
    assert_eq!(new.len(), 2);
    assert!(new.iter().all(|it| it.by.as_deref() == Some("Li Hua")));
    let stats = ok(hall.inbox("2026-12-10", &["--stats", "--json"]));
    let sums: serde_json::Value = serde_json::from_str(&stats).unwrap();
    let thanks = sums.as_array().unwrap().iter().find(|it| it["kind"] == "thanks");
    let expected = serde_json::json!({
        "month": "2026-11", "kind": "thanks", "received": 3, "accepted": 1, "refused": 1,
        "merged": 1, "asked_back": 1, "cleared": 0, "waiting": 0, "answered_late": 0
    });
    assert_eq!(thanks, Some(&expected));
}

#[test]
fn decisions_are_undone_unless_they_are_carried_out() {
    let hall = Hall::new("register.json", "");
    let it =
        letter(1 << 24, "2026-11-22", guest("x"), thanks("李娜", "help", "2026-11-22"));
    let id = it.id.to_string()[..8].to_owned();
    hall.post(&it, 1);
    set_modified(&hall, "2026-11-23T04:00:00Z");
    ok(hall.inbox(CAME, &["--refuse", &id, "--reason", "no"]));
    let undone = ok(hall.inbox(CAME, &["--undo", &id]));
    assert!(undone.contains(&format!("{id}: undone; it is waiting again")), "{undone}");
    assert!(ok(hall.inbox(CAME, &["--list"])).contains("thanks 李娜"));
    let nothing = hall.inbox(CAME, &["--undo", &id]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("Nothing was decided on it"), "{}", nothing.err);
    ok(hall.inbox(CAME, &["--accept", &id]));
    let late = hall.inbox(CAME, &["--undo", &id]);
    assert_eq!(late.code, 2);
    assert!(late.err.contains("It is in the register already"), "{}", late.err);
    let both = hall.inbox(CAME, &["--undo", &id, "--accept", &id]);
    assert_eq!(both.code, 2);
}

#[test]
fn decisions_are_taken_from_a_sheet() {
    let hall = Hall::new("register.xlsx", "");
    let good = letter(
        1 << 24,
        "2026-11-22",
        guest("=1+1"),
        thanks("李娜", "help", "2026-11-22"),
    );
    let bad =
        letter(2 << 24, "2026-11-22", card("R1"), thanks("陈静", "help", "2026-11-22"));
    hall.post(&good, 1);
    hall.post(&bad, 2);
    set_modified(&hall, "2026-11-23T04:00:00Z");
    ok(hall.inbox(CAME, &["--sheet", "letters.xlsx"]));
    assert_eq!(hall.inbox(CAME, &["--sheet", "letters.xlsx"]).code, 2);
    fill(&hall, "letters.xlsx", "accept 接受");
    let taken = hall.inbox(CAME, &["--take", "letters.xlsx", "--by", "Li Hua"]);
    assert_eq!(taken.code, 1, "{}", taken.out);
    assert!(taken.out.contains("nobody on the board is called 陈静"), "{}", taken.out);
    let ledger = located_at(&hall.at("register.xlsx")).unwrap().ledger;
    let entry = ledger.entries.iter().find(|it| it.id == entry_id(good.id)).unwrap();
    assert_eq!(entry.note.as_deref(), Some("=1+1"));
    assert_eq!(ledger.entries.len(), 17);
    ok(hall.run(&["check"]));
    // A second time, settled letters are reported and nothing is written.
    let again = hall.inbox(CAME, &["--take", "letters.xlsx", "--by", "Li Hua"]);
    assert_eq!(again.code, 1, "{}", again.out);
    assert_eq!(located_at(&hall.at("register.xlsx")).unwrap().ledger, ledger);
    // While a spreadsheet program has the file open, accepted letters wait.
    let late =
        letter(3 << 24, "2026-11-22", guest("x"), thanks("李娜", "help", "2026-11-21"));
    hall.post(&late, 3);
    set_modified(&hall, "2026-11-23T04:00:00Z");
    fs::write(hall.at("~$register.xlsx"), "").unwrap();
    let id = late.id.to_string();
    assert_eq!(hall.inbox(CAME, &["--accept", &id[..8]]).code, 1);
    assert_eq!(located_at(&hall.at("register.xlsx")).unwrap().ledger, ledger);
    fs::remove_file(hall.at("~$register.xlsx")).unwrap();
    let committed = ok(hall.inbox(CAME, &[]));
    assert!(committed.contains(entry_id(late.id).as_str()), "{committed}");
    assert_eq!(located_at(&hall.at("register.xlsx")).unwrap().ledger.entries.len(), 18);
}

/// Fills in the same decision for every letter, as a reviewer does in a spreadsheet.
fn fill(hall: &Hall, file: &str, decision: &str) {
    use calamine::Reader;
    let bytes = fs::read(hall.at(file)).unwrap();
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Letters 来信").unwrap();
    let mut page = rust_xlsxwriter::Worksheet::new();
    page.set_name("Letters 来信").unwrap();
    for (row, cells) in (0..).zip(range.rows()) {
        for (column, cell) in (0..).zip(cells) {
            let text = if row > 0 && column == 7 {
                decision.to_owned()
            } else {
                cell.to_string()
            };
            page.write_string(row, column, text).unwrap();
        }
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    book.push_worksheet(page);
    book.save(hall.at(file)).unwrap();
}

#[test]
fn registers_of_every_form_are_written_to_by_the_command() {
    let hall = Hall::new("register.json", "");
    for (number, name) in (1_u8..).zip(["tables.csv", "register.ods", "base.sqlite"]) {
        ok(hall.run(&["convert", "register.json", name]));
        let it = letter(
            u32::from(number) << 24,
            "2026-11-22",
            guest("x"),
            thanks("李娜", "help", "2026-11-22"),
        );
        hall.post(&it, number);
        set_modified(&hall, "2026-11-23T04:00:00Z");
        let id = it.id.to_string();
        let now = "2026-11-23T12:00:00+08:00";
        let line =
            ["inbox", name, "--key", "hall.key", "--now", now, "--accept", &id[..8]];
        ok(hall.run(&line));
        let ledger = located_at(&hall.at(name)).unwrap().ledger;
        assert_eq!(ledger.entries.len(), 17, "{name}");
        let entry = ledger.entries.iter().find(|entry| entry.id == entry_id(it.id));
        assert_eq!(entry.unwrap().note.as_deref(), Some("=1+1"), "{name}");
        ok(hall.run(&["check", name]));
    }
    // The other registers are unchanged.
    assert_eq!(hall.register(), LEDGER.as_bytes());
}

#[test]
fn later_of_two_letters_prevails() {
    let hall = Hall::new("register.json", "");
    let consent =
        |scopes: &[Scope]| LetterBody::Consent { scopes: scopes.to_vec(), text: None };
    // Sorted by id or file name, they would be in the opposite order.
    let joins = letter(2 << 24, "2026-11-21", page("R1"), consent(&[Scope::Score]));
    let leaves = letter(1 << 24, "2026-11-22", page("R1"), consent(&[]));
    hall.post(&joins, 1);
    hall.post(&leaves, 2);
    set_modified(&hall, "2026-11-23T04:00:00Z");
    let (first, last) = (leaves.id.to_string(), joins.id.to_string());
    ok(hall.inbox(CAME, &["--accept", &first[..8], &last[..8]]));
    assert_eq!(hall.score("R1", "2026-11-23"), "null");
}
