//! Parses a published page: its hall and key, and the files that it loads.

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The relevant parts of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// The id of the hall.
    pub(super) hall: String,
    /// The public key as one line.
    pub(super) key: String,
    /// The files that it loads from its own site.
    pub(super) files: Vec<Loaded>,
}

/// A file that a page loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loaded {
    /// The link as the page has it.
    pub(super) link: String,
    /// The permitted digests of its bytes; empty if the page names none.
    pub(super) integrity: String,
}

impl Page {
    /// Parses a page; `None` if it is not Hallboard's.
    pub(super) fn read(bytes: &[u8]) -> Option<Page> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut page = Page::default();
        let mut metas = 0;
        for tag in text.split('<').skip(1).filter_map(|it| it.split_once('>')) {
            let tag = tag.0;
            let value = |name: &str| attribute(tag, name);
            match tag.split_ascii_whitespace().next() {
                Some("meta") => {
                    let content = value("content").unwrap_or_default();
                    match value("name").as_deref() {
                        Some("hallboard-hall") => {
                            (page.hall, metas) = (content, metas + 1)
                        }
                        Some("hallboard-key") => (page.key, metas) = (content, metas + 1),
                        _ => {}
                    }
                }
                Some(kind @ ("link" | "script")) => {
                    let link = if kind == "link" { value("href") } else { value("src") };
                    let link = link.filter(|it| !it.starts_with("data:"));
                    let integrity = value("integrity").unwrap_or_default();
                    page.files.extend(link.map(|link| Loaded { link, integrity }));
                }
                _ => {}
            }
        }
        (metas == 2).then_some(page)
    }
}

/// The value of an attribute in the text of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = tag.get(start..)?;
    let value = rest.get(..rest.find('"')?)?;
    let plain = value.replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<");
    Some(plain.replace("&amp;", "&"))
}

/// Whether the bytes have one of the digests, which are given as `sha384-…`.
pub(super) fn has_digest(integrity: &str, bytes: &[u8]) -> bool {
    integrity.split_ascii_whitespace().any(|wanted| {
        let digest = match wanted.split_once('-') {
            Some(("sha256", _)) => Base64::encode_string(&Sha256::digest(bytes)),
            Some(("sha384", _)) => Base64::encode_string(&Sha384::digest(bytes)),
            Some(("sha512", _)) => Base64::encode_string(&Sha512::digest(bytes)),
            _ => return false,
        };
        wanted.split_once('-').is_some_and(|(_, wanted)| wanted == digest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_names_its_hall_and_its_files() {
        let text = "<!doctype html><meta name=\"hallboard-hall\" content=\"a&quot;&lt;b\" />\
            <meta name=\"hallboard-key\" content=\"RW\"><link rel=\"icon\" href=\"data:x\">\
            <!-- started by boot.js --><link rel=\"stylesheet\" href=\"./s.css\" integrity=\"sha384-x\"/>\
            <script src=\"../boot.js\" type=\"module\"></script><script>a</script>";
        let loaded = |link: &str, integrity: &str| Loaded {
            link: link.to_owned(),
            integrity: integrity.to_owned(),
        };
        let page = Page {
            hall: "a\"<b".to_owned(),
            key: "RW".to_owned(),
            files: vec![loaded("./s.css", "sha384-x"), loaded("../boot.js", "")],
        };
        assert_eq!(Page::read(text.as_bytes()), Some(page));
        assert_eq!(Page::read(b"<html><h1>Welcome to nginx</h1></html>"), None);
    }

    #[test]
    fn integrity_is_checked() {
        let check = |integrity: &str, expected| {
            assert_eq!(has_digest(integrity, b"abc"), expected, "{integrity}");
        };
        check("sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", true);
        check(
            "sha256-x sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn",
            true,
        );
        check("sha384-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", false);
        check("md5-kAFQmDzST7DWlj99KOF/cg==", false);
    }
}
