//! The built app and the shells made from it, one per route.

use hallboard_score::Hall;

use super::headers::meta_policy;

/// A page of the site.
struct Route {
    /// Its folder, ending in `/`; empty for the board.
    folder: &'static str,
    /// The way from there to the site's root.
    site_root: &'static str,
    /// Its name to the app.
    name: &'static str,
}

const ROUTES: &[Route] = &[
    Route { folder: "", site_root: "./", name: "board" },
    Route { folder: "rules/", site_root: "../", name: "rules" },
];

/// The app as it was built: `index.html` and what it loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    template: String,
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
    /// The page has no place for something every shell must say.
    #[error("not Hallboard's app: index.html has no `{0}`")]
    Foreign(&'static str),
}

impl App {
    /// The app in these files.
    ///
    /// # Errors
    /// When they are no app of Hallboard's.
    pub fn new(files: Vec<(String, Vec<u8>)>) -> Result<App, AppError> {
        let (shells, assets): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, _)| path == "index.html");
        let template = shells.into_iter().next().ok_or(AppError::Missing)?.1;
        let template = String::from_utf8(template)
            .map_err(|_bytes| AppError::Foreign("text in UTF-8"))?;
        let app = App { template, assets: assets.into_iter().filter(is_asset).collect() };
        for meta in
            ["hallboard-site-root", "hallboard-hall", "hallboard-key", "hallboard-route"]
        {
            if !app.template.contains(&format!("name=\"{meta}\"")) {
                return Err(AppError::Foreign(meta));
            }
        }
        Ok(app)
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

    /// One page per route, by path.
    #[must_use]
    pub fn shells(&self, hall: &Hall, public_key: &str) -> Vec<(String, Vec<u8>)> {
        let shell = |route: &Route| {
            let mut page =
                self.template.replace("=\"./", &format!("=\"{}", route.site_root));
            page = with_meta(&page, "hallboard-site-root", route.site_root);
            page = with_meta(&page, "hallboard-route", route.name);
            page = with_meta(&page, "hallboard-hall", &hall.id);
            page = with_meta(&page, "hallboard-key", public_key);
            page = with_title(&page, hall);
            page = with_policy(&page);
            (format!("{}index.html", route.folder), page.into_bytes())
        };
        ROUTES.iter().map(shell).collect()
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

fn with_policy(page: &str) -> String {
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        escape(&meta_policy())
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
        let shells = app.shells(&hall, "RWabc");
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
        let page = vec![("index.html".to_owned(), b"<html></html>".to_vec())];
        assert_eq!(App::new(page), Err(AppError::Foreign("hallboard-site-root")));
    }
}
