//! A hall that publishes into a folder, and its site as a visitor sees it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use hallboard_feed::edition::{PublicationState, Receipts, Reporters, Rosters};
use hallboard_feed::{HEAD_PATH, SIGNATURE_PATH, Trust, verify_head};
use hallboard_publish::status::Expected;
use hallboard_publish::{
    App, CardBook, Cards, Clock, DiskStorage, HallKey, KnownDates, Publication, Settings,
    StateStore, verified_feed_in,
};
use hallboard_sample::filled;
use hallboard_score::{Hall, Ledger, Names};
use hallboard_workbook::consent_entries::ConsentEntries;
use tempfile::TempDir;

/// 2026-11-23 in the morning, in seconds since 1970.
const NOW: i64 = 1_795_406_400;

/// Pages that a site has.
const PAGES: [&str; 4] =
    ["index.html", "rules/index.html", "me/index.html", "report/index.html"];

const SHELL: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\">\
    <meta http-equiv=\"Content-Security-Policy\" content=\"{{ policy }}\">\
    <title>{{ title }}</title>\
    <meta name=\"hallboard-site-root\" content=\"{{ site_root }}\">\
    <meta name=\"hallboard-hall\" content=\"{{ hall }}\">\
    <meta name=\"hallboard-key\" content=\"{{ key }}\">\
    <meta name=\"hallboard-route\" content=\"{{ route }}\">\
    <script type=\"module\" src=\"{{ site_root }}ASSET\"></script></head><body></body></html>";

#[derive(Default)]
struct TestStateStore {
    state: PublicationState,
    rosters: Rosters,
    cards: Option<CardBook>,
}

impl StateStore for TestStateStore {
    fn save_state(&mut self, state: &PublicationState) -> io::Result<()> {
        self.state = state.clone();
        Ok(())
    }

    fn save_rosters(&mut self, rosters: &Rosters) -> io::Result<()> {
        self.rosters = rosters.clone();
        Ok(())
    }

    fn save_cards(&mut self, book: &CardBook) -> io::Result<()> {
        self.cards = Some(book.clone());
        Ok(())
    }
}

/// Bytes that never repeat.
fn random() -> io::Result<[u8; 16]> {
    thread_local!(static NEXT: RefCell<u128> = const { RefCell::new(1) });
    NEXT.with_borrow_mut(|next| *next += 1);
    Ok(NEXT.with_borrow(|next| next.to_be_bytes()))
}

pub(crate) struct TestHall {
    folder: TempDir,
    site: PathBuf,
    key: HallKey,
    ledger: Ledger,
    store: TestStateStore,
    build: u64,
    now: i64,
}

impl TestHall {
    /// A hall without cards, whose site has few files.
    pub(crate) fn new() -> TestHall {
        TestHall::named("yangqiao")
    }

    pub(crate) fn named(id: &str) -> TestHall {
        let folder = TempDir::new().unwrap();
        let site = folder.path().join("site");
        let time_zone = "Asia/Shanghai".to_owned();
        let hall = Hall { id: id.to_owned(), names: Names::default(), time_zone };
        let secret = HallKey::generate(None).unwrap().secret;
        let (key, store) =
            (HallKey::read(&secret, None).unwrap(), TestStateStore::default());
        let ledger = filled(hall, "2026-11-22".parse().unwrap());
        TestHall { folder, site, key, ledger, store, build: 1, now: NOW }
    }

    /// A hall with cards, whose site has sealed files.
    pub(crate) fn with_cards() -> TestHall {
        let mut hall = TestHall::new();
        hall.store.cards = Some(CardBook::new("yangqiao", &random).unwrap());
        hall
    }

    pub(crate) fn site(&self) -> &Path {
        &self.site
    }

    /// The next publication has another build of the app.
    pub(crate) fn change_app(&mut self) {
        self.build += 1;
    }

    fn app(&self) -> App {
        let asset = format!("app-{:016x}.js", self.build);
        let page = SHELL.replace("ASSET", &asset);
        let code = format!("export const build = {};", self.build);
        let files = [("index.html", page), (asset.as_str(), code)];
        let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
        App::new(files.into()).unwrap()
    }

    pub(crate) fn publish(&mut self) {
        self.now += 60;
        let now = jiff::Timestamp::from_second(self.now).unwrap();
        let clock = Clock { now, own: false, confirmed: None };
        let moment = KnownDates::default().check(clock, &self.ledger.hall).unwrap();
        let consents = ConsentEntries::of(&self.ledger.entries).on(moment.day());
        let app = self.app();
        let book = self.store.cards.clone();
        let publication = Publication {
            key: &self.key,
            moment,
            app: Some(&app),
            state: self.store.state.clone(),
            rosters: self.store.rosters.clone(),
            cards: book.map(|book| Cards { book, consents: &consents, random: &random }),
            letters: None,
            desk: None,
            reporters: Reporters::default(),
            receipts: Receipts::default(),
        };
        let mut site = DiskStorage::open(&self.site).unwrap();
        let settings = Settings::default();
        publication
            .of_ledger(&self.ledger, &settings, 14, &mut site, &mut self.store)
            .unwrap();
    }

    pub(crate) fn version(&self) -> Option<u64> {
        let site = DiskStorage::read_only(&self.site);
        let feed = verified_feed_in(&site, &self.ledger.hall.id, &self.key.public_line());
        feed.map(|feed| feed.head().version())
    }

    pub(crate) fn expected(&self) -> Expected {
        let key = Some(self.key.public_line());
        Expected { now: self.now, key, version: self.version(), every: None }
    }

    /// Replaces the whole site.
    pub(crate) fn replace_site(&self, files: &BTreeMap<String, Vec<u8>>) {
        fs::remove_dir_all(&self.site).unwrap();
        assert!(self.folder.path().is_dir());
        for (path, bytes) in files {
            let path = self.site.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

/// What a visitor sees of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct View {
    version: u64,
    /// The pages, by path.
    pages: BTreeMap<String, Vec<u8>>,
}

impl View {
    /// Whether the publication and every page are completely of one of two sites.
    pub(crate) fn is_of(&self, old: &View, new: &View) -> bool {
        let either = |version: u64| [old.version, new.version].contains(&version);
        let page = |(path, bytes): (&String, &Vec<u8>)| {
            [old, new].iter().any(|it| it.pages.get(path) == Some(bytes))
        };
        either(self.version) && self.pages.iter().all(page)
    }
}

/// The site in a folder as a visitor sees it, or what is broken in it.
pub(crate) fn view(folder: &Path, hall: &TestHall) -> Result<View, String> {
    let read =
        |path: &str| fs::read(folder.join(path)).map_err(|_missing| format!("no {path}"));
    let trust = Trust::new(&hall.ledger.hall.id, &hall.key.public_line()).unwrap();
    let head = verify_head(&trust, &read(HEAD_PATH)?, &read(SIGNATURE_PATH)?);
    let head = head.map_err(|_refused| "head and signature differ".to_owned())?;
    let snapshot = fs::read(folder.join("feed").join(head.snapshot_name()));
    let snapshot = snapshot.map_err(|_missing| "no snapshot".to_owned())?;
    let feed = head.open(&snapshot).map_err(|refused| refused.to_string())?;
    let mut pages = BTreeMap::new();
    for path in PAGES {
        let page = read(path)?;
        let text = String::from_utf8(page.clone()).map_err(|it| it.to_string())?;
        let (_, rest) = text.split_once("app-").ok_or(format!("{path} is cut off"))?;
        let asset = format!("app-{}", rest.split('"').next().unwrap_or_default());
        let code = fs::read(folder.join(&asset)).unwrap_or_default();
        if !code.ends_with(b";") || !text.ends_with("</html>") {
            return Err(format!("{path} names {asset}"));
        }
        pages.insert(path.to_owned(), page);
    }
    Ok(View { version: feed.head().version(), pages })
}
