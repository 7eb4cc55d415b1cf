//! A desk without a hall: creating or choosing one, and its key on paper.

use std::path::Path;

use axum::http::StatusCode;
use hallboard_desk::{Config, Desk, Start};
use hallboard_operations::context::HallPaths;
use hallboard_operations::new_hall::{Contents, NewHall};
use hallboard_publish::Clock;
use hallboard_publish::paper_backup::lines;
use hallboard_workbook::read::located_at;
use jiff::Timestamp;

use super::{Browser, IDLE, PORT, own, send, text};

fn open(folder: &Path) -> Desk {
    let config = Config {
        paths: HallPaths::default(),
        start: Start::Folder(folder.to_owned()),
        app: Box::new(|| Ok(None)),
        now: Box::new(|| Clock { now: Timestamp::now(), own: true, confirmed: None }),
        idle: IDLE,
    };
    Desk::open(config, PORT).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A hall as the desk would create it.
fn create(folder: &Path) {
    let contents = Contents::Sample;
    let hall = NewHall { name: None, id: None, time_zone: None, contents };
    hall.create(folder).unwrap();
}

#[tokio::test]
async fn only_the_form_is_reached_without_a_hall() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let browser = Browser::enter(&desk).await;
    for path in ["/", "/check", "/letters", "/publish", "/print", "/site", "/key-backup"]
    {
        let response = browser.response(path).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        let location = response.headers()["location"].to_str().unwrap().to_owned();
        assert!(["/new", "/check"].contains(&location.as_str()), "{path}: {location}");
    }
    let (status, page) = browser.get("/new").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("name=\"rules\"") && !page.contains("href=\"/publish\""));
    // Without a cookie, not even the form is.
    let refused = send(&browser.router, "GET", "/new", &own(), "").await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(!text(refused).await.contains("name=\"rules\""));
}

#[tokio::test]
async fn hall_is_created_with_what_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let browser = Browser::enter(&desk).await;
    let fields = "name=Mill+hall&language=en&rules=full&id=&time_zone=Europe%2FLondon";
    for _pressed in 0..2 {
        let (status, to) = browser.post("/new", fields).await;
        assert_eq!((status, to.as_deref()), (StatusCode::SEE_OTHER, Some("/key-backup")));
    }
    assert_eq!(names(folder.path()), ["mill-hall"]);
    let hall = folder.path().join("mill-hall");
    let ledger = located_at(&hall.join("register.xlsx")).unwrap().ledger;
    assert_eq!(ledger.hall.id, "mill-hall");
    assert_eq!(ledger.hall.time_zone, "Europe/London");
    assert_eq!(ledger.hall.names.best("en"), "Mill hall");
    assert!(ledger.rulebooks[0].deeds.len() > 20 && ledger.residents.is_empty());
    let (_, page) = browser.get("/check").await;
    assert!(
        page.contains("register.xlsx") && page.contains("href=\"/publish\""),
        "{page}"
    );
}

#[tokio::test]
async fn wrong_choices_are_named_and_nothing_typed_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("full")).unwrap();
    std::fs::write(folder.path().join("full/mine.txt"), "mine").unwrap();
    let desk = open(folder.path());
    let browser = Browser::enter(&desk).await;
    let check = async |fields: &str, expected: &str| {
        let fields = format!("name=%3Cb%3EMill&language=en&rules=full&{fields}");
        let response = browser.send_form("/new", &fields).await;
        assert_eq!(response.status(), StatusCode::OK, "{fields}");
        let page = text(response).await;
        assert!(page.contains(expected), "{expected}: {page}");
        assert!(page.contains("value=\"&lt;b&gt;Mill\""), "{page}");
        assert!(page.contains("value=\"full\" checked"), "{page}");
        assert_eq!(names(folder.path()), ["full", "hallboard-desk.html"]);
    };
    check("id=Mill+hall&time_zone=Asia%2FShanghai", "cannot be a hall").await;
    check("id=..%2Fmill&time_zone=Asia%2FShanghai", "cannot be a hall").await;
    check("id=mill&time_zone=Asia%2FYangqiao", "Asia&#x2f;Shanghai").await;
    check("id=full&time_zone=Asia%2FShanghai", "not empty").await;
}

#[tokio::test]
async fn one_of_several_halls_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["mill", "杨桥"] {
        create(&folder.path().join(name));
    }
    let desk = open(folder.path());
    let browser = Browser::enter(&desk).await;
    let (_, page) = browser.get("/new").await;
    assert!(page.contains("value=\"mill\"") && page.contains("value=\"杨桥\""), "{page}");
    let (_, to) = browser.post("/open", "hall=..").await;
    assert_eq!(to.as_deref(), Some("/check"));
    assert_eq!(browser.response("/check").await.status(), StatusCode::SEE_OTHER);
    browser.post("/open", "hall=%E6%9D%A8%E6%A1%A5").await;
    let (status, page) = browser.get("/check").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("杨桥"), "{page}");
    assert_eq!(desk.entry_page(), folder.path().join("杨桥/hall.key.desk.html"));
    assert!(!folder.path().join("hallboard-desk.html").exists());
}

#[tokio::test]
async fn key_is_on_paper_once_its_last_characters_were_typed() {
    let folder = tempfile::tempdir().unwrap();
    let hall = folder.path().join("mill");
    create(&hall);
    let desk = open(folder.path());
    let browser = Browser::enter(&desk).await;
    browser.post("/open", "hall=mill").await;
    let note = "href=\"/key-backup\"";
    assert!(browser.get("/check").await.1.contains(note));
    let secret = std::fs::read_to_string(hall.join("hall.key")).unwrap();
    let last = lines(&secret).pop().unwrap();
    let (_, printed) = browser.get("/print/key-backup").await;
    assert!(printed.contains(&format!("<td class=\"check\">{}</td>", last.check)));
    let wrong = if last.check == "000" { "001" } else { "000" };
    let response = browser.send_form("/key-backup", &format!("check={wrong}")).await;
    assert!(text(response).await.contains(wrong));
    assert!(hall.join("key-backup.html").exists());
    assert!(browser.get("/check").await.1.contains(note));
    let typed = format!("check={}", last.check.to_lowercase());
    let (_, to) = browser.post("/key-backup", &typed).await;
    assert_eq!(to.as_deref(), Some("/check"));
    assert!(!browser.get("/check").await.1.contains(note));
    assert!(!hall.join("key-backup.html").exists());
    assert_eq!(std::fs::read_to_string(hall.join("hall.key")).unwrap(), secret);
    // Another key is not on paper yet.
    let other = folder.path().join("other");
    create(&other);
    for name in ["hall.key", "hall.key.pub"] {
        std::fs::copy(other.join(name), hall.join(name)).unwrap();
    }
    assert!(browser.get("/check").await.1.contains(note));
}
