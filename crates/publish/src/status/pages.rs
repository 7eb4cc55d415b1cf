//! Checks the pages, and the files of the app that they load.

use std::collections::BTreeSet;

use hallboard_feed::Trust;

use super::page::{Page, has_digest};
use super::web::{Answer, follow, resolved};
use super::{Expected, Fault, Report, Web, host, whole};
use crate::{Manifest, REPORT_PATH};

/// The size limit of a page in bytes.
const PAGE_LIMIT: usize = 256 << 10;
/// The size limit of a file of the app in bytes.
const FILE_LIMIT: usize = 16 << 20;
/// The pages besides the front page.
const OTHERS: [&str; 3] = ["rules/", "me/", REPORT_PATH];

/// A page and its response.
pub(super) struct Visited {
    /// The path, relative to the site's root.
    pub(super) path: String,
    pub(super) address: String,
    pub(super) answer: Answer,
    pub(super) page: Page,
}

/// Fetches the front page; `None` if further checks make no sense.
pub(super) fn front(
    web: &dyn Web,
    expected: &Expected,
    seen: &mut Report,
) -> Option<Visited> {
    let answer = match follow(web, &seen.address, PAGE_LIMIT) {
        Ok((address, answer)) => {
            let folder = address.rfind('/').and_then(|end| address.get(..=end));
            folder.unwrap_or(&address).clone_into(&mut seen.address);
            whole(answer, PAGE_LIMIT)
        }
        Err(none) => Err(none.into()),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(fault) => {
            seen.found("", fault);
            return None;
        }
    };
    host::clock(&answer, expected.now, seen);
    let Some(page) = Page::read(&answer.body) else {
        seen.found("", Fault::Foreign);
        return None;
    };
    check_type("", &answer, seen);
    seen.pages += 1;
    seen.hall = Some(page.hall.clone());
    Some(Visited { path: String::new(), address: seen.address.clone(), answer, page })
}

/// Fetches the other pages, and the files that all pages load.
pub(super) fn others(
    web: &dyn Web,
    front: &Visited,
    manifest: Option<&Manifest>,
    seen: &mut Report,
) -> Vec<Visited> {
    let mut visited = Vec::new();
    let mut loaded = BTreeSet::new();
    load(web, &seen.address.clone(), &front.page, &mut loaded, seen);
    for path in OTHERS {
        let listed =
            |it: &Manifest| it.files.contains(format!("{path}index.html").as_str());
        // Not every site has a page for letters.
        if !manifest.map_or(path != REPORT_PATH, listed) {
            continue;
        }
        let address = format!("{}{path}", seen.address);
        let answer = follow(web, &address, PAGE_LIMIT)
            .map_err(Fault::from)
            .and_then(|(_, answer)| whole(answer, PAGE_LIMIT));
        let page = answer.and_then(|answer| {
            check_type(path, &answer, seen);
            let page = Page::read(&answer.body).ok_or(Fault::Foreign)?;
            Ok((answer, page))
        });
        match page {
            Err(fault) => seen.found(path, fault),
            Ok((answer, page)) => {
                seen.pages += 1;
                if (&page.hall, &page.key) != (&front.page.hall, &front.page.key) {
                    seen.found(path, Fault::OtherPage);
                }
                load(web, &address, &page, &mut loaded, seen);
                visited.push(Visited { path: path.to_owned(), address, answer, page });
            }
        }
    }
    visited
}

/// Fetches the files that a page loads, each once.
fn load(
    web: &dyn Web,
    address: &str,
    page: &Page,
    loaded: &mut BTreeSet<(String, String)>,
    seen: &mut Report,
) {
    for file in &page.files {
        let Some(at) = resolved(address, &file.link) else { continue };
        if !loaded.insert((at.clone(), file.integrity.clone())) {
            continue;
        }
        let name = at.strip_prefix(seen.address.as_str()).unwrap_or(&at).to_owned();
        let answer = follow(web, &at, FILE_LIMIT)
            .map_err(Fault::from)
            .and_then(|(_, answer)| whole(answer, FILE_LIMIT));
        match answer {
            Err(fault) => seen.found(&name, fault),
            Ok(answer) => {
                let named = !file.integrity.is_empty();
                if named && !has_digest(&file.integrity, &answer.body) {
                    let page = answer.is_page();
                    seen.found(
                        &name,
                        if page { Fault::PageInstead } else { Fault::Altered },
                    );
                } else {
                    check_type(&name, &answer, seen);
                    seen.files += 1;
                }
            }
        }
    }
}

/// Browsers do not guess the content type, because of `nosniff`: a file with another type
/// is rejected.
fn check_type(name: &str, answer: &Answer, seen: &mut Report) {
    let wanted = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "" => "text/html",
        _ => return,
    };
    let sent = answer.header("content-type").unwrap_or_default();
    let got = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let script = ["application/javascript", "application/x-javascript"];
    let also = wanted == "text/javascript" && script.contains(&got.as_str());
    if got != wanted && !also {
        seen.found(name, Fault::Type { wanted, got });
    } else if wanted == "text/html" {
        check_charset(name, sent, seen);
    }
}

/// A charset in the server's header takes precedence over the page's own.
fn check_charset(name: &str, sent: &str, seen: &mut Report) {
    let named = sent.split(';').skip(1).find_map(|it| {
        let (name, value) = it.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    let Some(named) = named.map(|it| it.trim().trim_matches(['"', '\''])) else { return };
    let is_utf_8 =
        |it: &str| it.eq_ignore_ascii_case("utf-8") || it.eq_ignore_ascii_case("utf8");
    let fault = Fault::Charset { got: named.to_owned() };
    // A fault of all pages is reported once.
    if !is_utf_8(named) && !seen.findings.iter().any(|it| it.fault == fault) {
        seen.found(name, fault);
    }
}

/// The hall and key that the site's feed must come from.
pub(super) fn trust(
    page: &Page,
    expected: &Expected,
    seen: &mut Report,
) -> Option<Trust> {
    let of_page = Trust::new(&page.hall, &page.key);
    let Some(key) = &expected.key else {
        if of_page.is_err() {
            seen.found("", Fault::NoTrust);
        }
        return of_page.ok();
    };
    let Ok(trust) = Trust::new(&page.hall, key) else {
        seen.found("", Fault::NoTrust);
        return None;
    };
    if page.key.trim() != key.trim() {
        let got = of_page.map(|it| it.key_id().to_owned());
        let got = got.unwrap_or_else(|_none| page.key.chars().take(16).collect());
        let expected = trust.key_id().to_owned();
        seen.found("", Fault::OtherKey { expected, got });
    }
    Some(trust)
}
