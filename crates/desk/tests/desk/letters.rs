//! Decisions on letters: what is shown, recorded, undone, and refused.

use axum::http::StatusCode;
use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender, Token};
use hallboard_inbox::letters::LetterKeys;
use hallboard_inbox::{Inbox, LetterFolder, State, entry_id};
use hallboard_operations::context::new_letter_key;
use hallboard_publish::CardBook;
use hallboard_score::{Consent, DeedRule, EntryKind, Ledger, Points, Scope};
use hallboard_workbook::read::located_at;

use super::{Browser, Hall, SETTINGS, send, small_village, text};

/// The text of every letter; browsers must not read it as markup.
const EVIL: &str = "<b>=1+1</b>";
/// The day of the deeds, and when the letters were written.
const WRITTEN: (&str, &str) = ("2026-11-22", "2026-11-23T03:00:00Z");

/// A hall that gets letters.
struct Post {
    hall: Hall,
    ledger: Ledger,
    keys: LetterKeys,
    book: CardBook,
    /// A resident on the board whose name nobody else has, and another one.
    people: [(String, String); 2],
}

impl Post {
    fn new() -> Post {
        let hall = Hall::new();
        let ledger = small_village();
        let keys = new_letter_key(&hall.path().join("hall.key.letters.json")).unwrap();
        let people = on_board(&ledger);
        let mut book = CardBook::new(&ledger.hall.id, &|| Ok([3; 16])).unwrap();
        let today = "2026-11-22".parse().unwrap();
        book.ensure(&people[1].0, today, &|| Ok([4; 16])).unwrap();
        let path = hall.path().join("hall.key.cards.json");
        std::fs::write(path, book.write().unwrap()).unwrap();
        Post { hall, ledger, keys, book, people }
    }

    /// The id of the rule of a deed that gives, or takes, points.
    fn deed(&self, gives: bool) -> String {
        let mut rules = self.ledger.rulebooks.iter().flat_map(|it| &it.deeds);
        let fits = |it: &&DeedRule| (it.points > Points::ZERO) == gives;
        rules.rfind(fits).unwrap().id.clone()
    }

    fn arrives(&self, number: u8, sender: Sender, kind: LetterBody) -> LetterId {
        let id = LetterId::new([number; 16]);
        let hall = self.ledger.hall.id.clone();
        let written = WRITTEN.1.parse().unwrap();
        let letter = Letter { hall, id, written, sender, kind, handwriting: None };
        let sealed = letter.seal(&self.keys.public(), [number; 32]).unwrap();
        let folder = self.hall.path().join("letters/incoming");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(sealed.name), sealed.bytes).unwrap();
        id
    }

    /// A guest's thanks to the first resident.
    fn thanks(&self, number: u8) -> LetterId {
        let kind = LetterBody::Thanks {
            to: self.people[0].1.clone(),
            deed: self.deed(true),
            date: WRITTEN.0.parse().unwrap(),
            text: Some(EVIL.to_owned()),
            named: false,
        };
        self.arrives(number, Sender::Guest { name: "somebody".to_owned() }, kind)
    }

    /// A concern of the second resident about the first one.
    fn concern(&self, number: u8) -> LetterId {
        let kind = LetterBody::Concern {
            about: self.people[0].1.clone(),
            deed: self.deed(false),
            date: WRITTEN.0.parse().unwrap(),
            text: Some(EVIL.to_owned()),
            named: false,
        };
        let secret = self.book.secret(&self.people[1].0).unwrap();
        let token = Token::reporter(secret, &self.ledger.hall.id);
        self.arrives(number, Sender::Card { token }, kind)
    }

    fn state(&self, id: LetterId) -> State {
        let inbox = Inbox::open(LetterFolder::new(&self.hall.path().join("letters")));
        inbox.unwrap().letter(id).unwrap().state.clone()
    }

    /// Whether the entry of a letter is in the register.
    fn is_in_register(&self, id: LetterId) -> bool {
        let register = located_at(&self.hall.path().join("register.xlsx")).unwrap();
        register.ledger.entries.iter().any(|it| it.id == entry_id(id).as_str())
    }
}

/// Id and name of two residents on the board whose names nobody else has.
fn on_board(ledger: &Ledger) -> [(String, String); 2] {
    let named = |name: &str| ledger.residents.iter().filter(|it| it.name == name).count();
    let is_on_board = |id: &str| {
        let scopes =
            ledger.entries.iter().rev().find_map(|it| match &it.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident, scopes }, ..
                } if resident == id => Some(scopes),
                _ => None,
            });
        scopes.is_some_and(|it| it.contains(&Scope::Board))
    };
    let residents = ledger.residents.iter();
    let mut found = residents
        .filter(|it| named(&it.name) == 1 && is_on_board(&it.id))
        .map(|it| (it.id.to_string(), it.name.clone()));
    [found.next().unwrap(), found.next().unwrap()]
}

/// Posts a decision, and returns the page that follows.
async fn decide(browser: &Browser, id: LetterId, fields: &str) -> String {
    let fields = format!("letter={id}&{fields}");
    let response = browser.send_form("/letters/decide", &fields).await;
    match response.headers().get("location") {
        Some(to) => {
            assert_eq!(response.status(), StatusCode::SEE_OTHER);
            browser.get(to.to_str().unwrap()).await.1
        }
        None => text(response).await,
    }
}

#[tokio::test]
async fn a_letter_is_shown_with_its_effect_accepted_and_written_after_ten_minutes() {
    let post = Post::new();
    let desk = post.hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (_, page) = browser.get("/letters").await;
    assert!(page.contains("No letter waits"), "{page}");
    let id = post.thanks(1);
    let (_, page) = browser.get("/letters").await;
    for part in ["New letters: 1", &post.people[0].1, "somebody", "Score before"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(page.contains("&lt;b&gt;=1+1") && !page.contains(EVIL), "{page}");

    let page = decide(&browser, id, "action=accept&by=Li+Hua").await;
    assert!(
        page.contains("Decided just now") && page.contains("value=\"undo\""),
        "{page}"
    );
    let State::Accepted { decision } = post.state(id) else { panic!("not accepted") };
    assert_eq!(decision.by.as_deref(), Some("Li Hua"));
    assert!(!post.is_in_register(id), "it can still be undone");
    // Pressed twice, or in two tabs.
    let again = decide(&browser, id, "action=accept&by=Li+Hua").await;
    assert!(again.contains("already settled"), "{again}");
    // The clock of the tests advances by a minute with each request.
    let mut requests = 0;
    while !post.is_in_register(id) {
        requests += 1;
        assert!(requests < 20);
        browser.get("/letters").await;
    }
    assert!(requests > 3, "{requests}");
    let late = decide(&browser, id, "action=undo").await;
    assert!(late.contains("in the register already"), "{late}");
}

#[tokio::test]
async fn decisions_are_undone() {
    let post = Post::new();
    let desk = post.hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (id, other) = (post.thanks(1), post.thanks(2));
    browser.get("/letters").await;
    let merge = format!("action=merge&into={other}");
    for fields in
        ["action=accept", "action=refuse&reason=no", "action=ask&question=when", &merge]
    {
        let page = decide(&browser, id, fields).await;
        assert_ne!(post.state(id), State::Waiting, "{fields}: {page}");
        let page = decide(&browser, id, "action=undo").await;
        assert_eq!(post.state(id), State::Waiting, "{fields}: {page}");
    }
    let (_, page) = browser.get("/publish").await;
    decide(&browser, id, "action=refuse&reason=no").await;
    browser.publish(&page).await;
    let page = decide(&browser, id, "action=undo").await;
    assert!(page.contains("It has been published already"), "{page}");
    assert!(matches!(post.state(id), State::Refused { .. }));
}

#[tokio::test]
async fn a_concern_counts_only_after_its_subject_was_told() {
    let post = Post::new();
    let desk = post.hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let id = post.concern(1);
    let (_, page) = browser.get("/letters").await;
    assert!(
        page.contains("name=\"notified\"") && !page.contains("Score before"),
        "{page}"
    );
    let page = decide(&browser, id, "action=accept").await;
    assert!(page.contains("Before it can be accepted"), "{page}");
    let page = decide(&browser, id, "action=accept&notified=soon").await;
    assert!(page.contains("`soon` is not a date"), "{page}");
    assert_eq!(post.state(id), State::Waiting);
    let page = decide(&browser, id, "action=see&notified=2026-11-23").await;
    assert!(
        page.contains("Score before") && page.contains("value=\"2026-11-23\""),
        "{page}"
    );
    assert_eq!(post.state(id), State::Waiting, "only looked at");
    decide(&browser, id, "action=accept&notified=2026-11-23").await;
    assert!(post.state(id).is_accepted());
}

#[tokio::test]
async fn incomplete_decisions_change_nothing_and_keep_what_was_typed() {
    let post = Post::new();
    let settings = format!("{SETTINGS}\n[letters]\npanel = [\"Li Hua\", \"Wu Min\"]\n");
    std::fs::write(post.hall.path().join("hallboard.toml"), settings).unwrap();
    let desk = post.hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let id = post.thanks(1);
    let (_, page) = browser.get("/letters").await;
    assert!(page.contains("Choose first who decides"), "{page}");
    assert!(!page.contains("value=\"accept\""), "{page}");
    let (_, page) = browser.get("/letters?by=Li+Hua").await;
    assert!(page.contains("value=\"accept\""), "{page}");
    for (fields, expected) in [
        ("action=accept", "must be chosen"),
        ("action=accept&by=Nobody", "must be chosen"),
        ("action=refuse&reason=+&by=Li+Hua", "is missing"),
        ("action=ask&by=Li+Hua", "is missing"),
        ("action=merge&into=ffff&by=Li+Hua", "no letter has the number"),
        ("action=dance&by=Li+Hua", "what to do with the letter"),
        ("by=Li+Hua", "what to do with the letter"),
        ("action=undo&by=Li+Hua", "Nothing was decided on it"),
        ("action=dance&reason=because+so&by=Li+Hua", "because so"),
    ] {
        let page = decide(&browser, id, fields).await;
        assert!(page.contains(expected), "{fields}: {page}");
        assert_eq!(post.state(id), State::Waiting, "{fields}");
    }
}

#[tokio::test]
async fn handwriting_is_read_from_its_folder_only() {
    let post = Post::new();
    let desk = post.hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let id = post.thanks(1);
    browser.get("/letters").await;
    for path in [
        format!("/letters/handwriting/text/{id}"),
        format!("/letters/handwriting/key/{id}"),
        "/letters/handwriting/text/..%2F..%2Fhall.key".to_owned(),
        "/letters/handwriting/name/hall.key".to_owned(),
    ] {
        let (status, page) = browser.get(&path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {page}");
    }
    let folder = post.hall.path().join("letters/handwriting");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{}.svg", entry_id(id))), "<svg/>").unwrap();
    let path = format!("/letters/handwriting/text/{id}");
    assert_eq!(browser.get(&path).await, (StatusCode::OK, "<svg/>".to_owned()));
    // Nobody else sees it.
    let stranger = send(&desk.router(), "GET", &path, &super::own(), "").await;
    assert_eq!(stranger.status(), StatusCode::FORBIDDEN);
}
