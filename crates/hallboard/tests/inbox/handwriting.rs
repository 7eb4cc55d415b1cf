//! Handwritten letters: their images lie beside them, for as long as the letters exist.

use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use hallboard_feed::letter::{
    GridPoint, Handwriting, Letter, LetterBody, Sender, Stroke,
};
use hallboard_inbox::letters::Senders;
use hallboard_inbox::{
    Decision, INCOMING, Inbox, Leavers, MemoryStore, PICTURES, Problem, ReviewerInput,
    Store, entry_id, entry_of, guest_picture_name, picture_name, picture_note,
};
use hallboard_score::{Consent, Entry, EntryKind, Id, Source};
use hallboard_workbook::consent_entries::ConsentEntries;

use crate::command::{CAME, Hall, ok, set_modified};
use crate::hall::{
    card, cards, concern, day, guest, ledger, letter, moment, noon, open, own_deed, page,
    reply, review, sealed, thanks,
};

/// A line of that length.
fn line(length: u16) -> Handwriting {
    let mut stroke = Stroke::new(GridPoint::new(10, 20).unwrap());
    assert!(stroke.draw_to(GridPoint::new(10 + length, 20).unwrap()));
    Handwriting::new(vec![stroke]).unwrap()
}

fn by_hand(mut letter: Letter, length: u16) -> Letter {
    letter.handwriting = Some(line(length));
    letter
}

/// The same without typed text, for concerns and replies.
fn without_text(mut kind: LetterBody) -> LetterBody {
    if let LetterBody::Concern { text, .. } | LetterBody::Reply { text, .. } = &mut kind {
        *text = None;
    }
    kind
}

fn worry(number: u32, about: &str) -> Letter {
    let kind = without_text(concern(about, "litter", "2026-11-22"));
    by_hand(letter(number, "2026-11-22", card("R1"), kind), 20)
}

fn signed_by_hand(number: u32, kind: LetterBody) -> Letter {
    let sender = Sender::HandwrittenGuest { name: line(7) };
    letter(number, "2026-11-22", sender, kind)
}

fn collected(mut store: MemoryStore, letters: &[&Letter]) -> MemoryStore {
    store.written = noon(CAME).unix();
    for (number, letter) in (1..).zip(letters) {
        let it = sealed(letter, number);
        store.files.insert(format!("{INCOMING}/{}", it.name), it.bytes);
    }
    let mut inbox = Inbox::open(store).unwrap();
    inbox.collect(&open, noon(CAME)).unwrap();
    inbox.into_store()
}

#[test]
fn a_letter_that_is_taken_in_has_its_pictures() {
    let words = worry(1, "张三");
    let both = by_hand(signed_by_hand(2, thanks("张三", "help", "2026-11-22")), 30);
    let typed = letter(3, "2026-11-22", guest("x"), thanks("张三", "help", "2026-11-22"));
    let store = collected(MemoryStore::default(), &[&words, &both, &typed]);
    let mut expected =
        vec![picture_name(words.id), picture_name(both.id), guest_picture_name(both.id)];
    expected.sort();
    assert_eq!(store.list(PICTURES).unwrap(), expected);
    let picture = |name: String| {
        String::from_utf8(store.files[&format!("{PICTURES}/{name}")].clone()).unwrap()
    };
    assert_eq!(picture(picture_name(words.id)), line(20).to_svg());
    assert_eq!(picture(guest_picture_name(both.id)), line(7).to_svg());
    // A forgery with the same id does not replace the image.
    let forged = by_hand(words.clone(), 40);
    let after = collected(store.clone(), &[&forged]);
    assert_eq!(
        after.files[&format!("{PICTURES}/{}", picture_name(words.id))],
        line(20).to_svg().into_bytes()
    );
}

#[test]
fn register_notes_refer_to_pictures() {
    let check = |letter: &Letter, note: Option<String>, text: Option<String>| {
        let decision = Decision {
            resident: Some("R2".to_owned()),
            date: Some(day("2026-11-22")),
            source: Some(Source::Neighbour),
            ..Decision::default()
        };
        let entry = entry_of(letter, &decision).unwrap();
        assert_eq!(entry.note.map(|it| it.to_string()), note);
        if let EntryKind::Objection { text: found, .. } = entry.kind {
            assert_eq!(found.map(|it| it.to_string()), text);
        }
    };
    let words = worry(1, "李娜");
    let note = picture_note(words.id);
    assert_eq!(note, format!("手写 handwritten: {}.svg", entry_id(words.id)));
    check(&words, Some(note), None);
    let kind = concern("李娜", "litter", "2026-11-22");
    let both = by_hand(letter(2, "2026-11-22", card("R1"), kind), 20);
    check(&both, Some(format!("by the docks\n{}", picture_note(both.id))), None);
    let kind = without_text(reply("D2"));
    let answer = by_hand(letter(3, "2026-11-22", page("R2"), kind), 20);
    check(&answer, None, Some(picture_note(answer.id)));
    let silent = letter(4, "2026-11-22", card("R2"), own_deed("help", "2026-11-22"));
    check(&silent, None, None);
}

#[test]
fn handwritten_name_needs_an_official() {
    let own = signed_by_hand(1, own_deed("help", "2026-11-22"));
    let found = review(std::slice::from_ref(&own), &ReviewerInput::default(), CAME);
    assert_eq!(found.problems, [Problem::AmbiguousSubject]);
    let resident = Some("R5".to_owned());
    let input = ReviewerInput { resident: resident.clone(), ..ReviewerInput::default() };
    let found = review(&[own], &input, CAME);
    assert_eq!((found.problems, found.decision.resident), (vec![], resident));
}

/// R2 leaves on the next day.
fn purged(store: MemoryStore) -> MemoryStore {
    let mut entries = ledger().entries;
    let to = Consent::Resident { resident: Id::from("R2"), scopes: Vec::new() };
    let kind = EntryKind::Consent { to, given_by: None };
    let (id, date) = (Id::from("C9"), day("2026-11-24"));
    entries.push(Entry { id, date, kind, note: None, by: None });
    let consents = ConsentEntries::of(&entries).on(date);
    let (senders, residents) = (Senders::of(&cards()), ledger().residents);
    let leavers = Leavers::new(Some(&senders), &consents, &residents);
    let disk = crate::crash::Disk(std::rc::Rc::new(std::cell::RefCell::new(
        crate::crash::DiskState { store, ..crate::crash::DiskState::default() },
    )));
    Inbox::open(disk.clone())
        .unwrap()
        .purge(&open, &leavers, &moment("2026-11-24"))
        .unwrap();
    disk.0.borrow().store.clone()
}

#[test]
fn pictures_are_purged_with_their_letters() {
    let thank = || thanks("张三", "help", "2026-11-22");
    let about_leaver = worry(1, "李娜");
    let from_leaver = by_hand(letter(2, "2026-11-22", card("R2"), thank()), 20);
    let own = own_deed("help", "2026-11-22");
    let waits = by_hand(letter(3, "2026-11-22", card("R1"), own), 20);
    let entered = worry(4, "王伟");
    let refused = worry(5, "王伟");
    let signed = signed_by_hand(6, thank());
    let signed_and_settled = signed_by_hand(7, thank());
    let letters = [
        &about_leaver,
        &from_leaver,
        &waits,
        &entered,
        &refused,
        &signed,
        &signed_and_settled,
    ];
    let mut store = collected(MemoryStore::default(), &letters);
    let orphan = format!("{PICTURES}/L00.svg");
    store.files.insert(orphan, b"of nobody's letter".to_vec());
    let mut inbox = Inbox::open(store).unwrap();
    let at = noon(CAME);
    let decision = Decision { resident: Some("R3".into()), ..Decision::default() };
    inbox.accept([(entered.id, decision)], at).unwrap();
    inbox.mark_committed(&[entered.id], None, at).unwrap();
    inbox.refuse(&[refused.id, signed_and_settled.id], "no", None, at).unwrap();
    let store = purged(inbox.into_store());
    let mut expected = vec![
        picture_name(waits.id),
        picture_name(entered.id),
        guest_picture_name(signed.id),
    ];
    expected.sort();
    assert_eq!(store.list(PICTURES).unwrap(), expected);
    assert_eq!(purged(store.clone()), store);
}

#[test]
fn handwriting_is_shown_with_its_path() {
    let hall = Hall::new("register.json", "");
    let words = worry(1, "李娜");
    let signed = signed_by_hand(2, thanks("张三", "help", "2026-11-22"));
    hall.post(&words, 1);
    hall.post(&signed, 2);
    set_modified(&hall, "2026-11-23T04:00:00Z");
    let file = format!("letters/{PICTURES}/{}", picture_name(words.id));
    let name = format!("letters/{PICTURES}/{}", guest_picture_name(signed.id));
    let listed = ok(hall.inbox(CAME, &["--list"]));
    assert!(
        listed.contains("written by hand: see") && listed.contains(&file),
        "{listed}"
    );
    assert!(listed.contains(&name), "{listed}");
    let chinese = ok(hall.inbox(CAME, &["--list", "--language", "zh"]));
    assert!(chinese.contains("手写：请看") && chinese.contains(&file), "{chinese}");
    assert_eq!(fs::read_to_string(hall.at(&file)).unwrap(), line(20).to_svg());
    #[cfg(unix)]
    for (path, mode) in [(file.as_str(), 0o600), ("letters/handwriting", 0o700)] {
        let found = fs::metadata(hall.at(path)).unwrap().permissions();
        let found = std::os::unix::fs::PermissionsExt::mode(&found) & 0o777;
        assert_eq!(found, mode, "{path}");
    }
    let shown = ok(hall.inbox(CAME, &["--list", "--json"]));
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let pictures = |id: &str| {
        let all = shown.as_array().unwrap();
        all.iter().find(|it| it["id"] == id).unwrap()["handwriting"][0].to_string()
    };
    assert!(pictures(&words.id.to_string()).contains(&file));
    assert!(pictures(&signed.id.to_string()).contains(&name));

    ok(hall.inbox(CAME, &["--sheet", "letters.xlsx"]));
    let bytes = fs::read(hall.at("letters.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Letters 来信").unwrap();
    let texts = range.rows().map(|row| row[5].clone());
    let texts: Vec<Data> = texts.filter(|it| it.to_string().contains(&file)).collect();
    assert_eq!(texts.len(), 1);

    let id = words.id.to_string();
    let accept = ["--accept", &id[..8], "--notified", CAME, "--by", "Li Hua"];
    ok(hall.inbox(CAME, &accept));
    ok(hall.run(&["check"]));
    let register = fs::read_to_string(hall.at("register.json")).unwrap();
    assert!(register.contains(&picture_note(words.id)), "{register}");
}
