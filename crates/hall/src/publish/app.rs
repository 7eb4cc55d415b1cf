//! The built app and the shells made from it, one per route.
//!
//! Two pages are built: the board's, and that of a resident's own record, which has a
//! program of its own. An app without the second publishes none.

use std::collections::BTreeMap;

use hallboard_score::Hall;

use super::headers::{REPORT_PATH, meta_policy};
use super::worker::{BLANK, WORKER};

/// The page that the board's shells are made from.
const BOARD: &str = "index.html";
/// The page that the shell of a resident's own record is made from.
const OWN: &str = "me.html";

/// The page that the shell of the form for letters is made from.
const REPORT: &str = "report.html";
/// Every page that is built.
const PAGES: [&str; 3] = [BOARD, OWN, REPORT];

/// A page of the site.
struct Route {
    /// The page it is made from.
    template: &'static str,
    /// Its folder, ending in `/`; empty for the board.
    folder: &'static str,
    /// The way from there to the site's root.
    site_root: &'static str,
    /// Its name to the app.
    name: &'static str,
    /// Whether letters are posted from it.
    posts: bool,
    /// Whether it shows another page of the site in a frame.
    frames: bool,
}

const ROUTES: &[Route] = &[
    Route::new(BOARD, "", "./", "board"),
    Route::new(BOARD, "rules/", "../", "rules"),
    Route { posts: true, frames: true, ..Route::new(OWN, "me/", "../", "me") },
    Route { posts: true, ..Route::new(REPORT, REPORT_PATH, "../", "report") },
];

impl Route {
    const fn new(
        template: &'static str,
        folder: &'static str,
        site_root: &'static str,
        name: &'static str,
    ) -> Route {
        let (posts, frames) = (false, false);
        Route { template, folder, site_root, name, posts, frames }
    }
}

/// What every page must have a place for.
const METAS: [&str; 4] =
    ["hallboard-site-root", "hallboard-hall", "hallboard-key", "hallboard-route"];

/// The app as it was built: `index.html`, perhaps `me.html`, and what they load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// The pages by name.
    templates: BTreeMap<String, String>,
    assets: Vec<(String, Vec<u8>)>,
}

/// The app put into this build, by path; none in most builds.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/app.rs"));

/// Why a folder is no app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppError {
    /// There is no `index.html`.
    #[error("no app: there is no index.html")]
    Missing,
    /// A page has no place for something every shell must say.
    #[error("not Hallboard's app: {page} has no `{part}`")]
    Foreign {
        /// The page.
        page: String,
        /// What it has no place for.
        part: &'static str,
    },
}

impl App {
    /// The app in these files.
    ///
    /// # Errors
    /// When they are no app of Hallboard's.
    pub fn new(files: Vec<(String, Vec<u8>)>) -> Result<App, AppError> {
        let (pages, assets): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, _)| PAGES.contains(&path.as_str()));
        let mut templates = BTreeMap::new();
        for (page, bytes) in pages {
            let foreign = |part| AppError::Foreign { page: page.clone(), part };
            let template =
                String::from_utf8(bytes).map_err(|_bytes| foreign("text in UTF-8"))?;
            let has = |meta: &str| template.contains(&format!("name=\"{meta}\""));
            if let Some(meta) = METAS.into_iter().find(|meta| !has(meta)) {
                return Err(foreign(meta));
            }
            templates.insert(page, template);
        }
        if !templates.contains_key(BOARD) {
            return Err(AppError::Missing);
        }
        let blank = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(BLANK);
        if assets.iter().any(|(path, bytes)| path == WORKER && !blank(bytes)) {
            return Err(AppError::Foreign { page: WORKER.to_owned(), part: BLANK });
        }
        Ok(App { templates, assets: assets.into_iter().filter(is_asset).collect() })
    }

    /// The app put into this build; a release build has one if it was there then.
    ///
    /// # Errors
    /// When what was put in is no app of Hallboard's.
    pub fn embedded() -> Option<Result<App, AppError>> {
        let owned = |(path, bytes): &(&str, &[u8])| ((*path).to_owned(), bytes.to_vec());
        let there = !EMBEDDED.is_empty();
        there.then(|| App::new(EMBEDDED.iter().map(owned).collect()))
    }

    /// What the shells load.
    #[must_use]
    pub fn assets(&self) -> &[(String, Vec<u8>)] {
        &self.assets
    }

    /// Whether it has the form for letters.
    #[must_use]
    pub fn has_report(&self) -> bool {
        self.templates.contains_key(REPORT)
    }

    /// One page per route, by path; none for what the app has no page of. Letters go to
    /// the origin `post`, where that is not the site's own.
    #[must_use]
    pub fn shells(
        &self,
        hall: &Hall,
        public_key: &str,
        post: Option<&str>,
    ) -> Vec<(String, Vec<u8>)> {
        let shell = |route: &Route| {
            let template = self.templates.get(route.template)?;
            let mut page = template.replace("=\"./", &format!("=\"{}", route.site_root));
            page = with_meta(&page, "hallboard-site-root", route.site_root);
            page = with_meta(&page, "hallboard-route", route.name);
            page = with_meta(&page, "hallboard-hall", &hall.id);
            page = with_meta(&page, "hallboard-key", public_key);
            page = with_title(&page, hall);
            page = with_policy(&page, post.filter(|_| route.posts), route.frames);
            Some((format!("{}index.html", route.folder), page.into_bytes()))
        };
        ROUTES.iter().filter_map(shell).collect()
    }
}

/// Everything but what publishing makes itself, and a feed for development.
fn is_asset((path, _): &(String, Vec<u8>)) -> bool {
    let made = super::compress::ENDINGS
        .iter()
        .any(|ending| path.rsplit_once('.').is_some_and(|(_, it)| it == *ending));
    !made && !path.starts_with("feed/") && !path.starts_with('.')
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The page with the `content` of that `<meta>`.
fn with_meta(page: &str, name: &str, content: &str) -> String {
    let set = || {
        let tag = page.find(&format!("name=\"{name}\""))?;
        let start = tag + page.get(tag..)?.find("content=\"")? + "content=\"".len();
        let end = start + page.get(start..)?.find('"')?;
        Some(format!("{}{}{}", page.get(..start)?, escape(content), page.get(end..)?))
    };
    set().unwrap_or_else(|| page.to_owned())
}

fn with_title(page: &str, hall: &Hall) -> String {
    let names: Vec<&str> = hall.names.iter().map(|(_, name)| name).collect();
    let set = || {
        let start = page.find("<title>")? + "<title>".len();
        let end = start + page.get(start..)?.find("</title>")?;
        let title = escape(&names.join(" · "));
        Some(format!("{}{title}{}", page.get(..start)?, page.get(end..)?))
    };
    set().filter(|_| !names.is_empty()).unwrap_or_else(|| page.to_owned())
}

fn with_policy(page: &str, post: Option<&str>, frames: bool) -> String {
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        escape(&meta_policy(post, frames))
    );
    // After the encoding, which must come first, and before anything is loaded.
    let place = page
        .find("<meta charset")
        .and_then(|meta| Some(meta + page.get(meta..)?.find('>')? + 1));
    let place = place.or_else(|| Some(page.find("<head>")? + "<head>".len()));
    place
        .and_then(|place| {
            Some(format!("{}{policy}{}", page.get(..place)?, page.get(place..)?))
        })
        .unwrap_or_else(|| page.to_owned())
}

#[cfg(test)]
mod tests {
    use hallboard_score::Names;

    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>x</title>\
        <meta name=\"hallboard-site-root\" content=\"./\"><meta name=\"hallboard-hall\" content=\"\">\
        <meta name=\"hallboard-key\" content=\"\"><meta name=\"hallboard-route\" content=\"board\">\
        <link href=\"./app-1.css\"></head></html>";

    #[test]
    fn shells_say_whose_they_are_and_where() {
        let files = vec![
            ("index.html".to_owned(), PAGE.as_bytes().to_vec()),
            ("app-1.css".to_owned(), Vec::new()),
            ("app-1.css.br".to_owned(), Vec::new()),
            ("feed/head.json".to_owned(), Vec::new()),
        ];
        let app = App::new(files).unwrap();
        assert_eq!(app.assets().len(), 1);
        let hall = Hall {
            id: "a\"<b".to_owned(),
            names: Names::new([("en", "Tea & Co")]),
            time_zone: "Asia/Shanghai".to_owned(),
        };
        let shells = app.shells(&hall, "RWabc", None);
        let rules = String::from_utf8(shells[1].1.clone()).unwrap();
        assert_eq!(shells[1].0, "rules/index.html");
        for part in [
            "href=\"../app-1.css\"",
            "name=\"hallboard-site-root\" content=\"../\"",
            "name=\"hallboard-hall\" content=\"a&quot;&lt;b\"",
            "name=\"hallboard-key\" content=\"RWabc\"",
            "name=\"hallboard-route\" content=\"rules\"",
            "<title>Tea &amp; Co</title>",
            "<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ",
        ] {
            assert!(rules.contains(part), "{part} in {rules}");
        }
    }

    #[test]
    fn another_page_is_no_app() {
        assert_eq!(App::new(Vec::new()), Err(AppError::Missing));
        let page = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let foreign = |page: &str| {
            let page = page.to_owned();
            Err(AppError::Foreign { page, part: "hallboard-site-root" })
        };
        let board = page("index.html", "<html></html>");
        assert_eq!(App::new(vec![board]), foreign("index.html"));
        let pages = vec![page("index.html", PAGE), page("me.html", "<html></html>")];
        assert_eq!(App::new(pages), foreign("me.html"));
    }

    #[test]
    fn the_page_of_ones_own_record_is_made_where_the_app_has_it() {
        let hall = Hall {
            id: "mill".to_owned(),
            names: Names::default(),
            time_zone: "Asia/Shanghai".to_owned(),
        };
        let board = ("index.html".to_owned(), PAGE.as_bytes().to_vec());
        let own = PAGE.replace("app-1.css", "own-1.css");
        let own = ("me.html".to_owned(), own.into_bytes());
        let paths = |files: Vec<(String, Vec<u8>)>| {
            let app = App::new(files).unwrap();
            assert!(app.assets().is_empty());
            app.shells(&hall, "RWabc", Some("https://post.example"))
        };
        assert_eq!(paths(vec![board.clone()]).len(), 2);
        let shells = paths(vec![board, own]);
        let (path, page) = &shells[2];
        let page = String::from_utf8(page.clone()).unwrap();
        assert_eq!(path, "me/index.html");
        for part in [
            "href=\"../own-1.css\"",
            "name=\"hallboard-site-root\" content=\"../\"",
            "name=\"hallboard-hall\" content=\"mill\"",
            "name=\"hallboard-key\" content=\"RWabc\"",
            "name=\"hallboard-route\" content=\"me\"",
            "connect-src 'self' https://post.example",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let board = String::from_utf8(shells[0].1.clone()).unwrap();
        assert!(board.contains("connect-src 'self'\""), "no letters from the board");
    }
}
