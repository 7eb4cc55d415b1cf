//! The service worker, which stores the app on the device and posts waiting letters:
//! fills in the data about the app.

use hallboard_feed::Sha256;

use super::site::Files;

/// The path of the worker, in the built app and in the site.
pub(super) const WORKER: &str = "sw.js";
/// The placeholder for the app's data in the built worker.
pub(super) const BLANK: &str = "{ version: \"\", letters: \"\", files: {} }";

/// Splits the built files into the worker, if there is one, and the rest.
pub(super) fn apart(assets: &[(String, Vec<u8>)]) -> (Option<Vec<u8>>, Files) {
    let (worker, rest): (Files, Files) =
        assets.iter().cloned().partition(|(path, _)| path == WORKER);
    (worker.into_iter().next().map(|(_, bytes)| bytes), rest)
}

/// The worker for a site with these pages, which load these assets; `None` if the built
/// file is not the worker.
///
/// `letters` is the name under which browsers store waiting letters of this hall.
///
/// The worker lists the board's pages and the files that they load, each with its digest,
/// and nothing of a resident's own page. Its bytes change whenever one of these files
/// changes, which is how a browser detects a new version.
pub(super) fn worker(
    built: &[u8],
    letters: &str,
    pages: &Files,
    assets: &Files,
) -> Option<Vec<u8>> {
    let built = std::str::from_utf8(built).ok()?;
    let (before, after) = built.split_once(BLANK)?;
    let pages: Vec<(&str, &[u8])> = pages
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_suffix("index.html")?, &bytes[..])))
        .filter(|(folder, _)| *folder != "me/")
        .collect();
    let named = |name: &str| {
        let ends = |it: &u8| matches!(it, b'"' | b'/' | b' ');
        let within = |bytes: &[u8]| bytes.split(ends).any(|it| it == name.as_bytes());
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
    let letters = serde_json::to_string(letters).ok()?;
    let app = format!("{{ version: \"{version}\", letters: {letters}, files: {list} }}");
    Some(ascii(&[before, &app, after].concat()).into_bytes())
}

/// Escapes all non-ASCII characters of a script, because hosts may send another charset
/// than UTF-8. They only occur in strings and comments.
fn ascii(script: &str) -> String {
    let mut escaped = String::with_capacity(script.len());
    for character in script.chars() {
        match character.is_ascii() {
            true => escaped.push(character),
            false => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    escaped
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
            file("report/index.html", "<meta content=\"camera-1.js scan-1.wasm\">"),
            file("me/index.html", "<script src=\"../own-1.js\">"),
            file("_headers", "/*"),
        ];
        let built = format!("const APP = {BLANK};\nrest\n");
        let assets = vec![
            file("app-1.js", script),
            file("own-1.js", ""),
            file("camera-1.js", ""),
            file("scan-1.wasm", ""),
            file("sw.js", &built),
        ];
        let (built, assets) = apart(&assets);
        assert_eq!(assets.len(), 4);
        let worker = worker(&built.unwrap(), "letters \"mill\"", &pages, &assets);
        String::from_utf8(worker.unwrap()).unwrap()
    }

    #[test]
    fn worker_lists_the_boards_files_and_no_personal_ones() {
        let text = written("<script src=\"./app-1.js\">", "go()");
        let digest = Sha256::of(b"go()");
        assert!(text.contains(&format!("\"app-1.js\":\"{digest}\"")), "{text}");
        for named in ["camera-1.js", "scan-1.wasm", "report/"] {
            assert!(text.contains(&format!("\"{named}\":\"")), "{named} in {text}");
        }
        assert!(text.contains("{\"\":\"") && text.contains("\"rules/\":\""), "{text}");
        assert!(
            text.starts_with("const APP = { version: \"")
                && text.contains("\", letters: \"letters \\\"mill\\\"\", files: {")
                && text.ends_with("};\nrest\n")
        );
        for other in ["own-1.js", "me/", "sw.js", "_headers"] {
            assert!(!text.contains(other), "{other} in {text}");
        }
    }

    #[test]
    fn worker_is_ascii() {
        assert_eq!(
            ascii("const A = \"礼堂 🏮\";"),
            "const A = \"\\u793c\\u5802 \\ud83c\\udfee\";"
        );
        let built = format!("// —\nconst APP = {BLANK};");
        let worker =
            worker(built.as_bytes(), "礼堂", &Files::new(), &Files::new()).unwrap();
        assert!(worker.is_ascii());
    }

    #[test]
    fn worker_changes_with_its_files_only() {
        let page = "<script src=\"./app-1.js\">";
        assert_eq!(written(page, "go()"), written(page, "go()"));
        assert_ne!(written(page, "go()"), written(page, "stay()"));
        assert_ne!(written(page, "go()"), written("<p>", "go()"));
    }

    #[test]
    fn worker_without_placeholder_is_refused() {
        let none = Files::new();
        let check = |built: &[u8]| assert_eq!(worker(built, "", &none, &none), None);
        check(b"");
        check(b"alert(1)");
        check(&[0xff]);
    }
}
