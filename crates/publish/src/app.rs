//! The built app, and the pages made from it, one for each route.
//!
//! Trunk builds one page, `index.html`, which is a Jinja template. Its variables are the
//! [`PLACES`] for everything that depends on the route or the hall.

use std::collections::BTreeSet;

use hallboard_feed::{HEAD_PATH, SIGNATURE_PATH, VERIFY_PATH};
use hallboard_score::Hall;
use minijinja::{Environment, Value, context};

use super::headers::{REPORT_PATH, meta_policy};
use super::worker::{BLANK, WORKER};

/// The template of every page.
const TEMPLATE: &str = "index.html";

/// The titles of the pages of a hall without a name, by route.
const TITLES: [(&str, &str); 3] = [
    ("me", "我的记录 · My record"),
    ("report", "告诉礼堂 · Tell the hall"),
    ("verify", "核对感谢状 · Check a certificate of thanks"),
];
/// The title of all other pages.
const BOARD_TITLE: &str = "文化礼堂公示屏 · Village hall board";

/// A page of the site.
struct Route {
    /// Its folder, ending in `/`; empty for the board.
    folder: &'static str,
    /// The relative path from there to the site's root.
    site_root: &'static str,
    /// The name of the route in the app.
    name: &'static str,
    /// Whether letters are posted from it.
    posts: bool,
    /// Whether it embeds another page of the site in a frame.
    frames: bool,
}

const ROUTES: [Route; 5] = [
    Route::new("", "./", "board"),
    Route::new("rules/", "../", "rules"),
    Route { posts: true, frames: true, ..Route::new("me/", "../", "me") },
    Route { posts: true, ..Route::new(REPORT_PATH, "../", "report") },
    Route::new(VERIFY_PATH, "../", "verify"),
];

impl Route {
    const fn new(
        folder: &'static str,
        site_root: &'static str,
        name: &'static str,
    ) -> Route {
        Route { folder, site_root, name, posts: false, frames: false }
    }

    fn title(&self) -> &'static str {
        let own = TITLES.iter().find(|(route, _)| *route == self.name);
        own.map_or(BOARD_TITLE, |(_, title)| title)
    }
}

/// The first character of every page. It marks the page as UTF-8: browsers give it
/// precedence over a charset in the server's header, which in turn precedes `<meta
/// charset>`.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The variables that the template must use: the Content-Security-Policy, the path to the
/// site's root, the route, the id of the hall, its public key, and the page's title.
const PLACES: [&str; 6] = ["hall", "key", "policy", "route", "site_root", "title"];

/// The built app: the template of its pages, and the files that they load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    template: String,
    assets: Vec<(String, Vec<u8>)>,
}

/// Why a folder does not contain the app.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppError {
    /// There is no `index.html`.
    #[error("no app: there is no index.html")]
    Missing,
    /// A file lacks a variable or placeholder that publishing fills in.
    #[error("not Hallboard's app: {page} has no `{part}`")]
    Foreign {
        /// The file.
        page: String,
        /// The missing variable or placeholder.
        part: &'static str,
    },
    /// The template is invalid.
    #[error("{TEMPLATE} of the app is no template: {fault}")]
    Template {
        /// The message of the template engine.
        fault: String,
    },
}

impl App {
    /// The app in these files.
    ///
    /// # Errors
    /// When they are not Hallboard's app.
    pub fn new(files: Vec<(String, Vec<u8>)>) -> Result<App, AppError> {
        let (pages, assets): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, _)| path == TEMPLATE);
        let (_, bytes) = pages.into_iter().next().ok_or(AppError::Missing)?;
        let foreign = |part| AppError::Foreign { page: TEMPLATE.to_owned(), part };
        let template =
            String::from_utf8(bytes).map_err(|_bytes| foreign("text in UTF-8"))?;
        let places = places(&template)?;
        if let Some(place) = PLACES.into_iter().find(|it| !places.contains(*it)) {
            return Err(foreign(place));
        }
        let blank = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(BLANK);
        if assets.iter().any(|(path, bytes)| path == WORKER && !blank(bytes)) {
            return Err(AppError::Foreign { page: WORKER.to_owned(), part: BLANK });
        }
        Ok(App { template, assets: assets.into_iter().filter(is_asset).collect() })
    }

    /// The files that the pages load.
    #[must_use]
    pub fn assets(&self) -> &[(String, Vec<u8>)] {
        &self.assets
    }

    /// The pages by path, one for each route. `post` is the origin that letters are
    /// posted to, if it is not the site's own.
    ///
    /// # Errors
    /// When the template uses an unknown variable.
    pub fn pages(
        &self,
        hall: &Hall,
        public_key: &str,
        post: Option<&str>,
    ) -> Result<Vec<(String, Vec<u8>)>, AppError> {
        let names: Vec<&str> = hall.names.iter().map(|(_, name)| name).collect();
        let page = |route: &Route| {
            let policy = meta_policy(post.filter(|_| route.posts), route.frames);
            let names = names.join(" · ");
            let title = if names.is_empty() { route.title() } else { &names };
            let values = context! {
                feed => format!("{HEAD_PATH} {SIGNATURE_PATH}"),
                hall => text(&hall.id),
                key => text(public_key),
                policy => text(&policy),
                route => route.name,
                site_root => text(route.site_root),
                title => text(title),
            };
            let page = Environment::new().render_str(&self.template, values)?;
            let page = format!("{BYTE_ORDER_MARK}{page}");
            Ok((format!("{}index.html", route.folder), page.into_bytes()))
        };
        ROUTES.iter().map(page).collect::<Result<_, _>>().map_err(fault)
    }
}

fn fault(error: minijinja::Error) -> AppError {
    AppError::Template { fault: error.to_string() }
}

/// The variables of the template.
fn places(template: &str) -> Result<BTreeSet<String>, AppError> {
    let environment = Environment::new();
    let parsed = environment.template_from_str(template).map_err(fault)?;
    Ok(parsed.undeclared_variables(false).into_iter().collect())
}

/// A text for the template, with HTML escaped.
fn text(text: &str) -> Value {
    Value::from_safe_string(escape(text))
}

/// Whether a file is an asset: everything except what publishing creates itself, and a
/// feed for development.
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

#[cfg(test)]
mod tests {
    use hallboard_score::Names;

    use super::*;

    const PAGE: &str = "<!DOCTYPE html><meta charset=\"utf-8\">\
        <meta http-equiv=\"Content-Security-Policy\" content=\"{{ policy }}\">\
        <title>{{ title }}</title><meta name=\"hallboard-hall\" content=\"{{ hall }}\">\
        <meta name=\"hallboard-key\" content=\"{{ key }}\">\
        <meta name=\"hallboard-feed\" content=\"{{ feed }}\">\
        {% if route == \"me\" %}<link href=\"{{ site_root }}own-1.css\">\
        {% else %}<link href=\"{{ site_root }}app-1.css\">{% endif %}";

    fn file(name: &str, text: &str) -> (String, Vec<u8>) {
        (name.to_owned(), text.as_bytes().to_vec())
    }

    fn hall(names: Names) -> Hall {
        Hall { id: "a\"<b".to_owned(), names, time_zone: "Asia/Shanghai".to_owned() }
    }

    /// The pages of a hall, by path.
    fn pages(names: Names) -> Vec<(String, String)> {
        let files = vec![
            file(TEMPLATE, PAGE),
            file("app-1.css", ""),
            file("app-1.css.br", ""),
            file("feed/head.json", ""),
        ];
        let app = App::new(files).unwrap();
        assert_eq!(app.assets(), [file("app-1.css", "")]);
        let pages = app.pages(&hall(names), "RW/a+c", Some("https://post.example"));
        let text = |(path, page)| (path, String::from_utf8(page).unwrap());
        pages.unwrap().into_iter().map(text).collect()
    }

    #[test]
    fn pages_name_hall_and_address() {
        let pages = pages(Names::new([("en", "Tea & Co")]));
        let check = |at: usize, path: &str, parts: &[&str], absent: &[&str]| {
            let (found, page) = &pages[at];
            assert_eq!(found, path);
            assert!(page.starts_with("\u{feff}<!DOCTYPE html>"), "{page}");
            for part in parts {
                assert!(page.contains(part), "{part} in {page}");
            }
            for part in absent {
                assert!(!page.contains(part), "{part} in {page}");
            }
        };
        let post = "connect-src 'self' https://post.example";
        check(
            0,
            "index.html",
            &[
                "href=\"./app-1.css\"",
                "content=\"a&quot;&lt;b\"",
                "content=\"RW/a+c\"",
                "content=\"feed/head.json feed/head.json.minisig\"",
                "<title>Tea &amp; Co</title>",
                "content=\"default-src 'none'; ",
            ],
            &[post],
        );
        check(1, "rules/index.html", &["href=\"../app-1.css\""], &[post, "own-1"]);
        check(2, "me/index.html", &["href=\"../own-1.css\"", post], &["app-1"]);
        check(3, "report/index.html", &["href=\"../app-1.css\"", post], &[]);
        check(4, "verify/index.html", &["href=\"../app-1.css\""], &[post]);
    }

    #[test]
    fn pages_without_hall_name_have_a_general_title() {
        let titles: Vec<String> = pages(Names::default())
            .into_iter()
            .filter_map(|(_, page)| {
                let (_, title) = page.split_once("<title>")?;
                Some(title.split_once("</title>")?.0.to_owned())
            })
            .collect();
        assert_eq!(
            titles,
            [BOARD_TITLE, BOARD_TITLE, TITLES[0].1, TITLES[1].1, TITLES[2].1]
        );
    }

    #[test]
    fn pages_without_placeholders_are_refused() {
        let foreign =
            |page: &str, part| Err(AppError::Foreign { page: page.to_owned(), part });
        assert_eq!(App::new(Vec::new()), Err(AppError::Missing));
        assert_eq!(App::new(vec![file(TEMPLATE, "<html>")]), foreign(TEMPLATE, "hall"));
        let nameless = PAGE.replace("{{ title }}", "");
        assert_eq!(App::new(vec![file(TEMPLATE, &nameless)]), foreign(TEMPLATE, "title"));
        let worker = vec![file(TEMPLATE, PAGE), file(WORKER, "alert(1)")];
        assert_eq!(App::new(worker), foreign(WORKER, BLANK));
        let broken = App::new(vec![file(TEMPLATE, "{% if %}")]);
        assert!(matches!(broken, Err(AppError::Template { .. })), "{broken:?}");
    }
}
