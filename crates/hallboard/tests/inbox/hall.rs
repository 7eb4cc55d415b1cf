//! A hall with cards, and letters to it.

use std::cell::Cell;

use base64ct::{Base64UrlUnpadded, Encoding};
use hallboard_feed::Instant;
use hallboard_feed::letter::{
    Letter, LetterBody, LetterFault, LetterId, LetterSecret, SealedLetter, Sender, Token,
    file_name,
};
use hallboard_inbox::letters::Senders;
use hallboard_inbox::{
    INCOMING, Inbox, LetterRecord, Limits, MemoryStore, Reporters, ReviewContext,
    ReviewResult, ReviewerInput,
};
use hallboard_publish::CardBook;
use hallboard_score::{Day, Ledger, read_ledger};
use jiff::tz::TimeZone;

/// Secret key that opens the hall's letters.
pub(crate) fn secret() -> LetterSecret {
    LetterSecret::new([42; 32])
}

pub(crate) fn open(bytes: &[u8]) -> Result<Letter, LetterFault> {
    secret().open("mill", bytes)
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Noon of a day in the hall's time zone.
pub(crate) fn noon(day: &str) -> Instant {
    instant(&format!("{day}T04:00:00Z"))
}

/// Noon of a day, as a moment for purging letters.
pub(crate) fn moment(day: &str) -> hallboard_publish::Moment {
    let now = jiff::Timestamp::from_second(noon(day).unix()).unwrap();
    let clock = hallboard_publish::Clock { now, own: false, confirmed: None };
    hallboard_publish::KnownDates::default().check(clock, &ledger().hall).unwrap()
}

/// A register in which R1 and R2 live together and are on the board, R3 and R4 have the
/// same name, R5 takes part but is not on the board, R6 is a child, and R7 has left.
pub(crate) const LEDGER: &str = r#"{
  "format": "hallboard-ledger/1",
  "hall": {"id": "mill", "names": {"en": "Mill hall"}, "time_zone": "Asia/Shanghai"},
  "rulebooks": [{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
    "categories": [{"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4]}],
    "deeds": [{"id": "help", "names": {"en": "Help"}, "points": 3},
              {"id": "litter", "names": {"en": "Litter"}, "points": -5, "lasts": "P6M"}],
    "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2},
                {"id": "boat", "names": {"en": "Boat"}, "cost": 200}],
    "reply_days": 10, "decide_days": 30}],
  "households": [{"id": "H1", "names": {"en": "1 Mill Road"}}, {"id": "H2", "names": {"en": "2 Mill Road"}}],
  "residents": [{"id": "R1", "name": "张三", "household": "H1"}, {"id": "R2", "name": "李娜", "household": "H1"},
                {"id": "R3", "name": "王伟", "household": "H2"}, {"id": "R4", "name": "王伟", "household": "H2"},
                {"id": "R5", "name": "陈静"}, {"id": "R6", "name": "小明", "household": "H1"}, {"id": "R7", "name": "赵云"}],
  "entries": [
    {"id": "C1", "date": "2025-03-01", "kind": "consent", "resident": "R1", "scopes": ["score", "board"]},
    {"id": "C2", "date": "2025-03-01", "kind": "consent", "resident": "R2", "scopes": ["score", "board"]},
    {"id": "C3", "date": "2025-03-01", "kind": "consent", "resident": "R3", "scopes": ["score", "board"]},
    {"id": "C4", "date": "2025-03-01", "kind": "consent", "resident": "R4", "scopes": ["score", "board"]},
    {"id": "C5", "date": "2025-03-01", "kind": "consent", "resident": "R5", "scopes": ["score"]},
    {"id": "C6", "date": "2025-03-01", "kind": "consent", "resident": "R6", "scopes": ["score"], "given_by": "guardian"},
    {"id": "C7", "date": "2025-03-01", "kind": "consent", "resident": "R7", "scopes": ["score", "board"]},
    {"id": "C8", "date": "2026-01-01", "kind": "consent", "resident": "R7", "scopes": []},
    {"id": "S1", "date": "2026-11-20", "kind": "rating", "household": "H1", "category": "yard", "stars": 4},
    {"id": "D1", "date": "2026-11-01", "kind": "deed", "resident": "R1", "deed": "help", "source": "organisation"},
    {"id": "D2", "date": "2026-11-10", "kind": "deed", "resident": "R2", "deed": "litter", "source": "neighbour", "notified": "2026-11-18"},
    {"id": "D3", "date": "2026-10-01", "kind": "deed", "resident": "R1", "deed": "litter", "source": "neighbour", "notified": "2026-10-02"},
    {"id": "D4", "date": "2026-11-15", "kind": "deed", "resident": "R1", "deed": "help", "source": "neighbour"},
    {"id": "O4", "date": "2026-11-16", "kind": "objection", "entry": "D4"},
    {"id": "D5", "date": "2026-11-19", "kind": "deed", "resident": "R1", "deed": "help", "source": "neighbour"},
    {"id": "V5", "date": "2026-11-20", "kind": "reversal", "entry": "D5"}
  ]
}
"#;

pub(crate) fn ledger() -> Ledger {
    read_ledger(LEDGER.as_bytes()).unwrap()
}

/// Cards for everybody except R7.
pub(crate) fn cards() -> CardBook {
    let next = Cell::new(0);
    let random = || {
        next.set(next.get() + 1);
        Ok([next.get(); 16])
    };
    let mut book = CardBook::new("mill", &random).unwrap();
    for id in ["R1", "R2", "R3", "R4", "R5", "R6"] {
        book.ensure(id, day("2026-01-01"), &random).unwrap();
    }
    book
}

/// The sender who shows that resident's card on the page for letters.
pub(crate) fn card(id: &str) -> Sender {
    Sender::Card { token: Token::reporter(cards().secret(id).unwrap(), "mill") }
}

/// The sender who has opened that resident's own page.
pub(crate) fn page(id: &str) -> Sender {
    Sender::Resident { token: Token::own(cards().secret(id).unwrap(), "mill") }
}

pub(crate) fn guest(name: &str) -> Sender {
    Sender::Guest { name: name.to_owned() }
}

pub(crate) fn letter(
    number: u32,
    written: &str,
    sender: Sender,
    kind: LetterBody,
) -> Letter {
    let mut id = [7; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    let (hall, id) = ("mill".to_owned(), LetterId::new(id));
    Letter { hall, id, written: noon(written), sender, kind, handwriting: None }
}

/// Seals the letter; each number gives other bytes.
pub(crate) fn sealed(letter: &Letter, number: u32) -> SealedLetter {
    let mut ephemeral = [9; 32];
    ephemeral[..4].copy_from_slice(&number.to_be_bytes());
    letter.seal(&secret().public(), ephemeral).unwrap()
}

/// The texts of the letter's QR codes, with that number of characters in each.
pub(crate) fn codes(bytes: &[u8], characters: usize) -> Vec<String> {
    let name = file_name(bytes);
    let text = Base64UrlUnpadded::encode_string(bytes);
    let parts: Vec<&[u8]> = text.as_bytes().chunks(characters).collect();
    let of = parts.len();
    let code = |(number, part): (usize, &&[u8])| {
        let part = std::str::from_utf8(part).unwrap();
        format!("HBL1:{}:{number}/{of}:{part}", &name[..32])
    };
    (1..).zip(&parts).map(code).collect()
}

pub(crate) fn own_deed(deed: &str, date: &str) -> LetterBody {
    LetterBody::OwnDeed { deed: deed.to_owned(), date: day(date), text: None }
}

pub(crate) fn thanks(to: &str, deed: &str, date: &str) -> LetterBody {
    let (to, deed) = (to.to_owned(), deed.to_owned());
    let text = Some("=1+1".to_owned());
    LetterBody::Thanks { to, deed, date: day(date), text, named: false }
}

pub(crate) fn concern(about: &str, deed: &str, date: &str) -> LetterBody {
    let (about, deed) = (about.to_owned(), deed.to_owned());
    let text = Some("by the docks".to_owned());
    LetterBody::Concern { about, deed, date: day(date), text, named: false }
}

pub(crate) fn wish(reward: &str) -> LetterBody {
    LetterBody::Wish { reward: reward.to_owned(), text: None }
}

pub(crate) fn reply(entry: &str) -> LetterBody {
    let text = Some("it was not me alone".to_owned());
    LetterBody::Reply { entry: entry.to_owned(), text }
}

/// An inbox that has collected these letters, which arrived one second apart.
pub(crate) fn inbox(letters: &[Letter], came: Instant) -> Inbox<MemoryStore> {
    let mut store = MemoryStore::default();
    for (number, letter) in (0..).zip(letters) {
        let SealedLetter { name, bytes } = sealed(letter, number);
        store.files.insert(format!("{INCOMING}/{name}"), bytes);
        store.written = came.unix() + i64::from(number);
        let now = Instant::from_unix(store.written).unwrap();
        let mut inbox = Inbox::open(store).unwrap();
        let collected = inbox.collect(&open, now).unwrap();
        assert_eq!((collected.new, collected.bad), (1, vec![]));
        store = inbox.into_store();
    }
    Inbox::open(store).unwrap()
}

/// The review of the last of the letters, all of which arrived today.
pub(crate) fn review(
    letters: &[Letter],
    input: &ReviewerInput,
    today: &str,
) -> ReviewResult {
    review_where(false, letters, input, today)
}

/// The same review in a hall that names reporters or does not.
pub(crate) fn review_where(
    names: bool,
    letters: &[Letter],
    input: &ReviewerInput,
    today: &str,
) -> ReviewResult {
    let inbox = inbox(letters, noon(today));
    let last = letters.last().unwrap();
    let record: &LetterRecord = inbox.letter(last.id).unwrap();
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let in_hall = |at: Instant| {
        let date =
            jiff::Timestamp::from_second(at.unix()).unwrap().to_zoned(zone.clone());
        Day::new(date.year(), date.month(), date.day())
    };
    let limits = Limits::of(&inbox, &Reporters::of(&cards()), 3, in_hall);
    let (ledger, senders) = (ledger(), Senders::of(&cards()));
    let review_context =
        ReviewContext::new(&ledger, &senders, &limits, day(today), zone.clone());
    review_context.naming(names).review(last, record, input)
}
