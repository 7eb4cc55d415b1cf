//! The service worker, which keeps the board's app on the device: what it is told of the
//! app it keeps.

use hallboard_feed::Sha256;

use super::site::Files;

/// Where it lies, in the built app and in the site.
pub(super) const WORKER: &str = "sw.js";
/// What stands in the built one for the app.
pub(super) const BLANK: &str = "{ version: \"\", files: {} }";

/// The worker for a site with these pages, which load these files; `None` if this is no
/// worker.
///
/// It names the board's pages and what they load, each with its digest, and nothing of the
/// page of a resident's own record. Its own bytes change whenever one of these does, which
/// is how a browser knows that there is a new version.
pub(super) fn worker(built: &[u8], pages: &Files, assets: &Files) -> Option<Vec<u8>> {
    let built = std::str::from_utf8(built).ok()?;
    let (before, after) = built.split_once(BLANK)?;
    let pages: Vec<(&str, &[u8])> = pages
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_suffix("index.html")?, &bytes[..])))
        .filter(|(folder, _)| *folder != "me/")
        .collect();
    let named = |name: &str| {
        let name = format!("/{name}\"");
        let within =
            |bytes: &[u8]| bytes.windows(name.len()).any(|it| it == name.as_bytes());
        pages.iter().any(|(_, bytes)| within(bytes))
    };
    let loaded = assets.iter().filter(|(path, _)| named(path));
    let mut files: Vec<(&str, String)> = loaded
        .map(|(path, bytes)| (path.as_str(), &bytes[..]))
        .chain(pages.iter().copied())
        .map(|(path, bytes)| (path, Sha256::of(bytes).to_string()))
        .collect();
    files.sort();
    let list: Vec<String> =
        files.iter().map(|(path, digest)| format!("{path:?}:\"{digest}\"")).collect();
    let list = format!("{{{}}}", list.join(","));
    let version = Sha256::of(list.as_bytes()).to_string();
    let app = format!("{{ version: \"{version}\", files: {list} }}");
    Some([before, &app, after].concat().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> (String, Vec<u8>) {
        (path.to_owned(), text.as_bytes().to_vec())
    }

    fn written(page: &str, script: &str) -> String {
        let pages = vec![
            file("index.html", page),
            file("rules/index.html", "<script src=\"../app-1.js\">"),
            file("me/index.html", "<script src=\"../own-1.js\">"),
            file("_headers", "/*"),
        ];
        let assets =
            vec![file("app-1.js", script), file("own-1.js", ""), file("sw.js", "")];
        let built = format!("const APP = {BLANK};\nrest");
        String::from_utf8(worker(built.as_bytes(), &pages, &assets).unwrap()).unwrap()
    }

    #[test]
    fn it_names_the_boards_pages_and_what_they_load_and_nothing_of_anybodys_own() {
        let text = written("<script src=\"./app-1.js\">", "go()");
        let digest = Sha256::of(b"go()");
        assert!(text.contains(&format!("\"app-1.js\":\"{digest}\"")), "{text}");
        assert!(text.contains("{\"\":\"") && text.contains("\"rules/\":\""), "{text}");
        assert!(
            text.starts_with("const APP = { version: \"") && text.ends_with("};\nrest")
        );
        for other in ["own-1.js", "me/", "sw.js", "_headers"] {
            assert!(!text.contains(other), "{other} in {text}");
        }
    }

    #[test]
    fn it_changes_with_every_file_and_with_nothing_else() {
        let page = "<script src=\"./app-1.js\">";
        assert_eq!(written(page, "go()"), written(page, "go()"));
        assert_ne!(written(page, "go()"), written(page, "stay()"));
        assert_ne!(written(page, "go()"), written("<p>", "go()"));
    }

    #[test]
    fn what_has_no_place_for_the_app_is_no_worker() {
        assert_eq!(worker(b"alert(1)", &Files::new(), &Files::new()), None);
        assert_eq!(worker(&[0xff], &Files::new(), &Files::new()), None);
    }
}
