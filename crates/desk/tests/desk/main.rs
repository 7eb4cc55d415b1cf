//! Who is let in, and what the pages do.
#![cfg(test)]

mod letters;
mod new;

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{Request, Response, StatusCode};
use futures_util::StreamExt;
use hallboard_desk::security::{HEADERS, PRINTED_PAGE_POLICY};
use hallboard_desk::{Config, Desk, DeskError, Start};
use hallboard_operations::context::{HallContext, HallPaths};
use hallboard_operations::print::{self, CardsRequest, CertificateRequest, SignsRequest};
use hallboard_operations::register;
use hallboard_paper::{CardSize, Form, Layout, PaperSize, PrintLanguage, SignSize};
use hallboard_publish::{Clock, HallKey, LockError};
use hallboard_sample::{Village, village};
use hallboard_score::Ledger;
use jiff::Timestamp;
use tower::ServiceExt;

const PORT: u16 = 4711;
const SETTINGS: &str = "[hall]\n\n[site]\naddress = \"https://hall.example/\"\n";
const IDLE: Duration = Duration::from_secs(30 * 60);

/// A hall's folder with a small village.
struct Hall(tempfile::TempDir);

impl Hall {
    fn new() -> Hall {
        let hall = Hall(tempfile::tempdir().unwrap());
        let key = HallKey::generate(None).unwrap();
        std::fs::write(hall.path().join("hall.key"), &key.secret).unwrap();
        std::fs::write(hall.path().join("hall.key.pub"), &key.public).unwrap();
        std::fs::write(hall.path().join("hallboard.toml"), SETTINGS).unwrap();
        hall.write(&small_village());
        hall
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, ledger: &Ledger) {
        let bytes = hallboard_workbook::write(ledger).unwrap();
        std::fs::write(self.path().join("register.xlsx"), bytes).unwrap();
    }

    /// The head of the site, if anything was published.
    fn head(&self) -> Option<Vec<u8>> {
        std::fs::read(self.path().join("site/feed/head.json")).ok()
    }

    fn open(&self) -> Result<Desk, DeskError> {
        let noon: Timestamp = "2026-11-23T04:00:00Z".parse().unwrap();
        let seconds = AtomicI64::new(noon.as_second());
        let config = Config {
            paths: HallPaths::default(),
            start: Start::Hall(Some(self.path().to_owned())),
            app: Box::new(|| Ok(None)),
            // Like any clock, it has advanced whenever it is read again.
            now: Box::new(move || {
                let seconds = seconds.fetch_add(60, Ordering::Relaxed);
                let now = Timestamp::from_second(seconds).unwrap();
                Clock { now, own: false, confirmed: None }
            }),
            idle: IDLE,
        };
        Desk::open(config, PORT)
    }
}

fn small_village() -> Ledger {
    let until = "2026-11-22".parse().unwrap();
    village(&Village { seed: 1, residents: 30, households: 10, years: 2, until })
}

/// A browser with the desk's address open.
struct Browser {
    router: Router,
    cookie: String,
    form_token: String,
}

impl Browser {
    async fn enter(desk: &Desk) -> Browser {
        let router = desk.router();
        let response = send(&router, "GET", &desk.entry(), &own(), "").await;
        assert_eq!(response.status(), StatusCode::OK);
        let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
        for attribute in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let mut browser = Browser { router, cookie, form_token: String::new() };
        let (status, page) = browser.get("/site").await;
        let page = match status {
            // Without a hall there is one page.
            StatusCode::SEE_OTHER => browser.get("/new").await.1,
            _ => page,
        };
        browser.form_token = value_of(&page, "form_token");
        browser
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let response = self.response(path).await;
        (response.status(), text(response).await)
    }

    async fn response(&self, path: &str) -> Response<Body> {
        let mut headers = own();
        headers.push(("cookie", self.cookie.clone()));
        send(&self.router, "GET", path, &headers, "").await
    }

    /// Sends a form as browsers do, and returns the status and where it redirects to.
    async fn post(&self, path: &str, fields: &str) -> (StatusCode, Option<String>) {
        let response = self.send_form(path, fields).await;
        let to =
            response.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
        (response.status(), to)
    }

    async fn send_form(&self, path: &str, fields: &str) -> Response<Body> {
        let mut headers = own();
        headers.push(("cookie", self.cookie.clone()));
        headers.push(("origin", format!("http://127.0.0.1:{PORT}")));
        headers.push(("sec-fetch-site", "same-origin".to_owned()));
        let body = format!("form_token={}&{fields}", self.form_token);
        send(&self.router, "POST", path, &headers, &body).await
    }

    /// Presses the button of a page, and returns the page at the end of the publication.
    async fn publish(&self, page: &str) -> String {
        self.publish_with(page, "").await
    }

    /// As `publish`, with more fields.
    async fn publish_with(&self, page: &str, fields: &str) -> String {
        let fields = format!("digest={}{fields}", value_of(page, "digest"));
        let (status, to) = self.post("/publish", &fields).await;
        assert_eq!(
            (status, to.as_deref()),
            (StatusCode::SEE_OTHER, Some("/publish/progress"))
        );
        loop {
            let (_, page) = self.get("/publish/progress").await;
            if !page.contains("http-equiv=\"refresh\"") {
                return page;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// The headers of a request to the desk's own address.
fn own() -> Vec<(&'static str, String)> {
    vec![("host", format!("127.0.0.1:{PORT}"))]
}

async fn send(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&'static str, String)],
    body: &str,
) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let is_printed = response.headers()[&CONTENT_SECURITY_POLICY] == PRINTED_PAGE_POLICY;
    assert!(!is_printed || path.starts_with("/print/"), "{method} {path}");
    for (name, value) in HEADERS {
        if !is_printed || name != CONTENT_SECURITY_POLICY {
            assert_eq!(response.headers()[&name], value, "{method} {path}");
        }
    }
    assert!(!response.headers().contains_key("access-control-allow-origin"));
    response
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 24).await.unwrap().to_vec())
        .unwrap()
}

/// The value of a hidden field.
fn value_of(page: &str, name: &str) -> String {
    let field = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
    field.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn foreign_requests_are_refused() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let cookie = ("cookie", browser.cookie.clone());
    let host = ("host", format!("127.0.0.1:{PORT}"));
    let origin = ("origin", format!("http://127.0.0.1:{PORT}"));
    let site = |value: &str| ("sec-fetch-site", value.to_owned());
    let form = format!("form_token={}&language=zh-Hans", browser.form_token);
    let check = async |what: &str,
                       method: &str,
                       headers: &[(&'static str, String)],
                       body: &str,
                       permitted: bool| {
        let path = if method == "POST" { "/language" } else { "/check" };
        let response = send(&browser.router, method, path, headers, body).await;
        let refused = response.status() == StatusCode::FORBIDDEN;
        assert_eq!(!refused, permitted, "{what}");
        if refused {
            let page = text(response).await;
            assert!(
                !page.contains("register.xlsx") && !page.contains("form_token"),
                "{page}"
            );
        }
    };
    let get = async |what: &str, headers: &[(&'static str, String)], permitted: bool| {
        check(what, "GET", headers, "", permitted).await;
    };
    let post = async |what: &str,
                      headers: &[(&'static str, String)],
                      body: &str,
                      permitted: bool| {
        check(what, "POST", headers, body, permitted).await;
    };
    let c = || cookie.clone();
    let h = || host.clone();
    let o = || origin.clone();

    get("its own page", &[h(), c()], true).await;
    get("by name", &[("host", format!("localhost:{PORT}")), c()], true).await;
    get("typed address", &[h(), c(), site("none")], true).await;
    get("no cookie: another user", &[h()], false).await;
    get("guessed cookie", &[h(), ("cookie", format!("hallboard-desk-{PORT}=00"))], false)
        .await;
    get(
        "cookie of another desk",
        &[h(), ("cookie", c().1.replace("4711", "4712"))],
        false,
    )
    .await;
    get("no host", &[c()], false).await;
    get("rebound name", &[("host", format!("evil.example:{PORT}")), c()], false).await;
    get("other port", &[("host", "127.0.0.1:80".to_owned()), c()], false).await;
    get("no port", &[("host", "localhost".to_owned()), c()], false).await;
    get(
        "name that begins alike",
        &[("host", format!("localhost:{PORT}.evil.example")), c()],
        false,
    )
    .await;
    get("two hosts", &[h(), ("host", "evil.example".to_owned()), c()], false).await;
    get("frame of another site", &[h(), c(), site("cross-site")], false).await;
    get("page of another port", &[h(), c(), site("same-site")], false).await;
    get(
        "foreign origin",
        &[h(), c(), ("origin", "https://evil.example".to_owned())],
        false,
    )
    .await;

    post(
        "another host's origin",
        &[h(), c(), ("origin", format!("http://localhost:{PORT}"))],
        &form,
        false,
    )
    .await;
    post("no origin", &[h(), c()], &form, false).await;
    post("origin null", &[h(), c(), ("origin", "null".to_owned())], &form, false).await;
    post(
        "foreign origin",
        &[h(), c(), ("origin", "http://127.0.0.1:80".to_owned())],
        &form,
        false,
    )
    .await;
    post("another tab", &[h(), c(), o(), site("cross-site")], &form, false).await;
    post("another port", &[h(), c(), o(), site("same-site")], &form, false).await;
    post("no token", &[h(), c(), o()], "language=zh-Hans", false).await;
    post("wrong token", &[h(), c(), o()], "form_token=00&language=zh-Hans", false).await;
    post("no cookie", &[h(), o()], &form, false).await;
    let large = format!("{form}&x={}", "x".repeat(1 << 17));
    post("form too large", &[h(), c(), o()], &large, false).await;
    post(
        "not its language",
        &[h(), c(), o(), site("same-origin")],
        &form.replace("zh-Hans", "de"),
        true,
    )
    .await;
}

#[tokio::test]
async fn address_lets_in_once() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let entry = desk.entry();
    let wrong = send(&desk.router(), "GET", "/enter?token=00", &own(), "").await;
    assert_eq!(wrong.status(), StatusCode::FORBIDDEN);
    // A wrong token does not use up the right one.
    Browser::enter(&desk).await;
    assert_ne!(desk.entry(), entry, "the next window has a token of its own");
    let again = send(&desk.router(), "GET", &entry, &own(), "").await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN);
    assert!(!again.headers().contains_key("set-cookie"));
}

/// The address in the page that opens the desk.
fn address_in(page: &Path) -> String {
    let page = std::fs::read_to_string(page).unwrap();
    let address = page.split_once("url=").unwrap().1.split('"').next().unwrap();
    address.replace("&#x2f;", "/")
}

#[tokio::test]
async fn private_file_opens_the_desk_again_until_it_is_closed() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let page = desk.entry_page();
    assert_eq!(page, hall.path().join("hall.key.desk.html"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&page).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let router = desk.router();
    for _window in 0..2 {
        let address = address_in(&page);
        let path = address.strip_prefix(&format!("http://127.0.0.1:{PORT}")).unwrap();
        // Browsers call it cross-site, because it comes from a file.
        let from_file = [&own()[..], &[("sec-fetch-site", "cross-site".into())]].concat();
        let entered = send(&router, "GET", path, &from_file, "").await;
        assert_eq!(entered.status(), StatusCode::OK);
        assert!(entered.headers().contains_key("set-cookie"));
        let shown = text(entered).await;
        assert!(shown.contains("content=\"0; url=/check\""), "{shown}");
        let again = send(&router, "GET", path, &from_file, "").await;
        assert_eq!(again.status(), StatusCode::FORBIDDEN);
    }
    drop((desk, router));
    assert!(!page.exists());
}

#[tokio::test]
async fn hall_has_one_desk() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let Err(DeskError::Lock(_, LockError::Held(_))) = hall.open() else { panic!() };
    drop(desk);
    hall.open().unwrap();
}

#[tokio::test(start_paused = true)]
async fn desk_closes_when_unused() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let router = desk.router();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let begin = tokio::time::Instant::now();
    let use_it = async {
        tokio::time::sleep(IDLE / 2).await;
        // A refused request does not keep the desk open, a permitted one does.
        let response = send(&router, "GET", &desk.entry(), &own(), "").await;
        assert_eq!(response.status(), StatusCode::OK);
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        tokio::time::sleep(IDLE / 4).await;
        let response = send(&router, "GET", "/check", &own(), "").await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        // Neither does a page that waits for the register to be saved.
        let headers = [&own()[..], &[("cookie", cookie)]].concat();
        let response = send(&router, "GET", "/check/changes", &headers, "").await;
        assert_eq!(response.status(), StatusCode::OK);
    };
    tokio::join!(desk.serve(listener), use_it);
    let open = begin.elapsed();
    assert!(open >= IDLE * 3 / 2 && open < IDLE * 8 / 5, "{open:?}");
}

#[tokio::test]
async fn errors_are_listed_by_row_and_escaped() {
    let hall = Hall::new();
    let mut ledger = small_village();
    let evil = "<script>alert(1)</script>";
    let name = &mut ledger.residents[3].name;
    *name = evil.to_owned();
    ledger.residents[4].household = Some("H9999".into());
    hall.write(&ledger);
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    for path in ["/check", "/publish"] {
        let (_, page) = browser.get(path).await;
        assert!(page.contains("H9999") && page.contains("What to do:"), "{page}");
        assert!(page.contains("row 6"), "{page}");
        assert!(!page.contains(evil) && !page.contains("name=\"digest\""), "{page}");
    }
    assert_eq!(hall.head(), None);
}

#[tokio::test]
async fn page_is_told_once_when_the_register_is_saved() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let address = async || {
        let (_, page) = browser.get("/check").await;
        let address = page.split_once("data-saved-at=\"").unwrap().1;
        address.split('"').next().unwrap().to_owned()
    };
    let seen = address().await;
    assert_eq!(seen, address().await);
    let mut told = browser.response(&seen).await.into_body().into_data_stream();
    let told = async move {
        let mut text = Vec::new();
        while let Some(bytes) = told.next().await {
            text.extend(bytes.unwrap());
        }
        String::from_utf8(text).unwrap()
    };
    let waiting = tokio::spawn(told);
    tokio::task::yield_now().await;
    let mut ledger = small_village();
    ledger.residents[0].name = "another name".to_owned();
    // As spreadsheet programs save: to a new file, which is then renamed.
    let unsaved = hall.path().join("unsaved.xlsx");
    std::fs::write(&unsaved, hallboard_workbook::write(&ledger).unwrap()).unwrap();
    assert!(!waiting.is_finished());
    std::fs::rename(&unsaved, hall.path().join("register.xlsx")).unwrap();
    let told = waiting.await.unwrap();
    // Browsers ignore an event without data.
    assert!(told.contains("event: saved\ndata: "), "{told}");
    assert_ne!(seen, address().await);
    // What was saved before the page began to wait is told at once.
    let (status, told) = browser.get(&seen).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(told.matches("event: saved").count(), 1, "{told}");
}

#[tokio::test]
async fn unreadable_register_is_watched_too() {
    let hall = Hall::new();
    let register = hall.path().join("register.xlsx");
    let readable = std::fs::read(&register).unwrap();
    std::fs::write(&register, "not a workbook").unwrap();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (_, page) = browser.get("/check").await;
    assert!(page.contains("this is not a register"), "{page}");
    assert!(!page.contains("See what would be published"), "{page}");
    let seen = page.split_once("data-saved-at=\"").unwrap().1.split('"').next().unwrap();
    std::fs::write(&register, readable).unwrap();
    let (_, told) = browser.get(seen).await;
    assert!(told.contains("event: saved\ndata: "), "{told}");
    let (_, page) = browser.get("/check").await;
    assert!(page.contains("See what would be published"), "{page}");
}

#[tokio::test]
async fn button_publishes_what_was_shown() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (_, page) = browser.get("/publish").await;
    assert_eq!(hall.head(), None, "a dry run writes nothing");
    let mut ledger = small_village();
    let last = ledger.residents.len() - 1;
    ledger.residents[last].name.push('明');
    hall.write(&ledger);
    let changed = browser.publish(&page).await;
    assert!(changed.contains("Nothing was published"), "{changed}");
    assert_eq!(
        hall.head(),
        None,
        "the register was changed before the first publication"
    );

    let (_, page) = browser.get("/publish").await;
    let done = browser.publish(&page).await;
    assert!(done.contains("Published version"), "{done}");
    let first = hall.head().unwrap();

    // The page that was shown before is of another publication.
    let stale = browser.publish(&page).await;
    assert!(stale.contains("Nothing was published"), "{stale}");
    assert_eq!(hall.head().unwrap(), first);

    let (_, page) = browser.get("/publish").await;
    let mut ledger = small_village();
    let deed = ledger.entries.iter().rposition(|it| it.kind.name().as_str() == "deed");
    ledger.entries.remove(deed.unwrap());
    hall.write(&ledger);
    let changed = browser.publish(&page).await;
    assert!(changed.contains("Nothing was published"), "{changed}");
    assert_eq!(hall.head().unwrap(), first);
}

#[tokio::test]
async fn failed_uploads_are_reported_and_nothing_is_uploaded_unasked() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (_, page) = browser.get("/publish").await;
    assert!(
        page.contains("name no web space") && !page.contains("name=\"upload\""),
        "{page}"
    );

    let web_space = |target: &str| {
        let settings = format!("{SETTINGS}\nupload = \"{target}\"\n");
        std::fs::write(hall.path().join("hallboard.toml"), settings).unwrap();
    };
    web_space("ftp://hall@web.example/");
    let (_, page) = browser.get("/publish").await;
    assert!(page.contains("name=\"upload\" value=\"yes\" checked"), "{page}");
    let failed = browser.publish_with(&page, "&upload=yes").await;
    assert!(failed.contains("HALLBOARD_UPLOAD_PASSWORD is not set"), "{failed}");
    assert_eq!(hall.head(), None, "found before anything is published");

    web_space("web");
    let web = hall.path().join("web");
    std::fs::write(&web, "in the way").unwrap();
    let (_, page) = browser.get("/publish").await;
    let failed = browser.publish_with(&page, "&upload=yes").await;
    for part in ["Published version", "Published, but not uploaded", "was not uploaded:"]
    {
        assert!(failed.contains(part), "{part} in {failed}");
    }
    assert!(hall.head().is_some());

    std::fs::remove_file(&web).unwrap();
    let (_, page) = browser.get("/publish").await;
    let done = browser.publish(&page).await;
    assert!(done.contains("Published version") && !done.contains("uploaded"), "{done}");
    assert!(!web.exists());
}

#[tokio::test]
async fn earlier_publications_are_listed_and_can_be_published_again() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (_, page) = browser.get("/site").await;
    assert!(page.contains("Nothing has been published yet"), "{page}");
    let (_, page) = browser.get("/publish").await;
    browser.publish(&page).await;
    let (_, page) = browser.get("/site").await;
    assert!(page.contains("This one is in the site now"), "{page}");
    let (status, page) = browser.get("/publish?version=1").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("there is no copy of this version"), "{page}");
}

/// The hall, its register, and a clock that shows the morning of the tests.
fn opened(hall: &Hall) -> (HallContext, Ledger, Clock) {
    let context = HallPaths::default().context(Some(hall.path())).unwrap();
    let ledger = register::read(&context.ledger).unwrap().ledger;
    let now = "2026-11-23T04:30:00Z".parse().unwrap();
    (context, ledger, Clock { now, own: false, confirmed: None })
}

#[tokio::test]
async fn printed_pages_equal_those_of_the_command() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    let (_, early) = browser.get("/print/monthly").await;
    assert!(early.contains("Publish first"), "{early}");
    let (_, page) = browser.get("/publish").await;
    browser.publish(&page).await;

    let (context, ledger, clock) = opened(&hall);
    let on = context.moment(clock, &ledger.hall).unwrap().day();
    let chinese = Layout { paper: PaperSize::Letter, language: PrintLanguage::Chinese };
    let both = Layout::default();

    let signs = |households: &[&str], size, layout| {
        let households = households.iter().map(|it| (*it).to_owned()).collect();
        let request = SignsRequest { households, size, layout };
        print::signs(&context, &ledger, on, &request)
    };
    let all = signs(&[], SignSize::Half, both).unwrap();
    assert!(all.signs > 1, "{}", all.signs);
    assert_eq!(browser.get("/print/signs").await.1, all.html);
    let quarter = signs(&[], SignSize::Quarter, chinese).unwrap();
    let path = "/print/signs?size=quarter&paper=letter&print_language=zh-Hans&household=";
    assert_eq!(browser.get(path).await.1, quarter.html);

    let settings = &context.settings;
    let forms = |only: &[Form]| {
        print::forms(&context.ledger, &ledger, settings, on, only, both).unwrap().html
    };
    let path = "/print/forms?form=reply&form=consent";
    assert_eq!(browser.get(path).await.1, forms(&[Form::Reply, Form::Consent]));
    assert_eq!(browser.get("/print/forms").await.1, forms(&[]));

    let report = print::monthly(&context, &ledger, clock, None).unwrap();
    assert_eq!(browser.get("/print/monthly").await.1, report.html(both).unwrap());
    let response = browser.response("/print/monthly.xlsx?print_language=zh-Hans").await;
    let name = format!("attachment; filename=\"monthly-{}.xlsx\"", report.month());
    assert_eq!(response.headers()["content-disposition"], name.as_str());
    let book = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(book, report.xlsx(PrintLanguage::Chinese).unwrap());

    // A certificate is signed anew each time; its page differs in the QR code only.
    let certifiable = |id: &str| print::certifiable(&context, &ledger, on, id).ok();
    let ids = ledger.residents.iter().map(|it| it.id.as_str());
    let (holder, deeds) = ids
        .filter_map(|id| Some((id, certifiable(id)?)))
        .find(|(_, it)| it.deeds.len() > 1)
        .unwrap();
    let (_, choice) = browser.get(&format!("/print/certificate?resident={holder}")).await;
    for deed in &deeds.deeds {
        assert!(choice.contains(&format!("value=\"{}\"", deed.entry)), "{choice}");
    }
    let entries: Vec<String> =
        deeds.deeds.iter().take(2).map(|it| it.entry.to_string()).collect();
    let chosen = entries.iter().map(|it| format!("&entry={it}")).collect::<String>();
    let fields = format!("resident={holder}{chosen}");
    let response = browser.send_form("/print/certificate", &fields).await;
    let certificate = text(response).await;
    let site = print::site_address(&context).unwrap();
    let request =
        CertificateRequest { resident: holder, entries: &entries, site, layout: both };
    let expected =
        print::certificate(&context, &ledger, on, &request, None).unwrap().html;
    let without_code = |page: &str| {
        let (start, rest) = page.split_once("<svg").unwrap();
        (start.to_owned(), rest.split_once("</svg>").unwrap().1.to_owned())
    };
    assert_eq!(without_code(&certificate), without_code(&expected));

    let fields = format!("resident={holder}");
    let unchosen = text(browser.send_form("/print/certificate", &fields).await).await;
    assert!(unchosen.contains("was chosen") && !unchosen.contains("<svg"), "{unchosen}");

    let cards = |residents: &[String], size| {
        let request = CardsRequest { residents, reissue: false, size, site };
        print::cards(&context, &ledger, clock, &request, None).unwrap()
    };
    let page =
        async |fields: &str| text(browser.send_form("/print/cards", fields).await).await;
    let all = cards(&[], CardSize::Folded);
    assert!(all.cards > 1, "{}", all.cards);
    assert_eq!(page("size=folded&resident=").await, all.html);
    let only = [holder.to_owned()];
    let before = cards(&only, CardSize::Small).html;
    let fields = format!("size=small&resident={holder}");
    assert_eq!(page(&fields).await, before);
    let after = page(&format!("{fields}&reissue=yes")).await;
    assert!(after != before && after == cards(&only, CardSize::Small).html);
    let whose = page("reissue=yes&resident=").await;
    assert!(whose.contains("no resident was chosen"), "{whose}");
    assert_eq!(cards(&[], CardSize::Folded).cards, all.cards);

    let (_, refused) = browser.get("/print/signs?household=H%3Cb%3E").await;
    assert!(refused.contains("H&lt;b&gt;") && !refused.contains("H<b>"), "{refused}");
}

#[tokio::test]
async fn only_printed_pages_have_a_content_policy_of_their_own() {
    let hall = Hall::new();
    let desk = hall.open().unwrap();
    let browser = Browser::enter(&desk).await;
    for (path, is_printed) in [
        ("/print/forms", true),
        ("/print", false),
        // An error is shown on a page of the desk.
        ("/print/signs?household=H9999", false),
    ] {
        let response = browser.response(path).await;
        let policy = &response.headers()[CONTENT_SECURITY_POLICY];
        assert_eq!(policy == PRINTED_PAGE_POLICY, is_printed, "{path}: {policy:?}");
    }
    assert!(!PRINTED_PAGE_POLICY.contains("script-src"), "{PRINTED_PAGE_POLICY}");
}
