//! Checks the pages, and the files of the app that they load.

use std::collections::BTreeSet;

use hallboard_feed::{Trust, VERIFY_PATH};

use super::page::{Page, has_digest};
use super::web::{Response, follow, resolved};
use super::{Expected, Fault, Report, Web, complete, host};
use crate::{Manifest, REPORT_PATH};

/// The size limit of a page in bytes.
const PAGE_LIMIT: usize = 256 << 10;
/// The size limit of a file of the app in bytes.
const FILE_LIMIT: usize = 16 << 20;
/// The pages besides the front page.
const OTHERS: [&str; 4] = ["rules/", "me/", REPORT_PATH, VERIFY_PATH];
/// Those of them that not every site has.
const OPTIONAL: [&str; 2] = [REPORT_PATH, VERIFY_PATH];

/// A page and its response.
pub(super) struct Visited {
    /// The path, relative to the site's root.
    pub(super) path: String,
    pub(super) address: String,
    pub(super) response: Response,
    pub(super) page: Page,
}

/// Fetches the front page; `None` if further checks make no sense.
pub(super) fn front(
    web: &dyn Web,
    expected: &Expected,
    report: &mut Report,
) -> Option<Visited> {
    let response = match follow(web, &report.address, PAGE_LIMIT) {
        Ok((address, response)) => {
            let folder = address.rfind('/').and_then(|end| address.get(..=end));
            folder.unwrap_or(&address).clone_into(&mut report.address);
            complete(response, PAGE_LIMIT)
        }
        Err(none) => Err(none.into()),
    };
    let response = match response {
        Ok(response) => response,
        Err(fault) => {
            report.found("", fault);
            return None;
        }
    };
    host::clock(&response, expected.now, report);
    let Some(page) = Page::read(&response.body) else {
        report.found("", Fault::Foreign);
        return None;
    };
    check_type("", &response, report);
    report.pages += 1;
    report.hall = Some(page.hall.clone());
    Some(Visited { path: String::new(), address: report.address.clone(), response, page })
}

/// Fetches the other pages, and the files that all pages load.
pub(super) fn others(
    web: &dyn Web,
    front: &Visited,
    manifest: Option<&Manifest>,
    report: &mut Report,
) -> Vec<Visited> {
    let mut visited = Vec::new();
    let mut loaded = BTreeSet::new();
    load(web, &report.address.clone(), &front.page, &mut loaded, report);
    for path in OTHERS {
        let listed =
            |it: &Manifest| it.files.contains(format!("{path}index.html").as_str());
        if !manifest.map_or(!OPTIONAL.contains(&path), listed) {
            continue;
        }
        let address = format!("{}{path}", report.address);
        let response = follow(web, &address, PAGE_LIMIT)
            .map_err(Fault::from)
            .and_then(|(_, response)| complete(response, PAGE_LIMIT));
        let page = response.and_then(|response| {
            check_type(path, &response, report);
            let page = Page::read(&response.body).ok_or(Fault::Foreign)?;
            Ok((response, page))
        });
        match page {
            Err(fault) => report.found(path, fault),
            Ok((response, page)) => {
                report.pages += 1;
                if (&page.hall, &page.key) != (&front.page.hall, &front.page.key) {
                    report.found(path, Fault::OtherPage);
                }
                load(web, &address, &page, &mut loaded, report);
                visited.push(Visited { path: path.to_owned(), address, response, page });
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
    report: &mut Report,
) {
    for file in &page.files {
        let Some(at) = resolved(address, &file.link) else { continue };
        if !loaded.insert((at.clone(), file.integrity.clone())) {
            continue;
        }
        let name = at.strip_prefix(report.address.as_str()).unwrap_or(&at).to_owned();
        let response = follow(web, &at, FILE_LIMIT)
            .map_err(Fault::from)
            .and_then(|(_, response)| complete(response, FILE_LIMIT));
        match response {
            Err(fault) => report.found(&name, fault),
            Ok(response) => {
                let named = !file.integrity.is_empty();
                if named && !has_digest(&file.integrity, &response.body) {
                    let page = response.is_page();
                    report.found(
                        &name,
                        if page { Fault::PageInstead } else { Fault::Altered },
                    );
                } else {
                    check_type(&name, &response, report);
                    report.files += 1;
                }
            }
        }
    }
}

/// Browsers do not guess the content type, because of `nosniff`: a file with another type
/// is rejected.
fn check_type(name: &str, response: &Response, report: &mut Report) {
    let wanted = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "" => "text/html",
        _ => return,
    };
    let sent = response.header("content-type").unwrap_or_default();
    let got = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let script = ["application/javascript", "application/x-javascript"];
    let also = wanted == "text/javascript" && script.contains(&got.as_str());
    if got != wanted && !also {
        report.found(name, Fault::Type { wanted, got });
    } else if wanted == "text/html" {
        check_charset(name, sent, report);
    }
}

/// A charset in the server's header takes precedence over the page's own.
fn check_charset(name: &str, sent: &str, report: &mut Report) {
    let named = sent.split(';').skip(1).find_map(|it| {
        let (name, value) = it.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    let Some(named) = named.map(|it| it.trim().trim_matches(['"', '\''])) else { return };
    let is_utf_8 =
        |it: &str| it.eq_ignore_ascii_case("utf-8") || it.eq_ignore_ascii_case("utf8");
    let fault = Fault::Charset { got: named.to_owned() };
    // A fault of all pages is reported once.
    if !is_utf_8(named) && !report.findings.iter().any(|it| it.fault == fault) {
        report.found(name, fault);
    }
}

/// The hall and key that the site's feed must come from.
pub(super) fn trust(
    page: &Page,
    expected: &Expected,
    report: &mut Report,
) -> Option<Trust> {
    let of_page = Trust::new(&page.hall, &page.key);
    let Some(key) = &expected.key else {
        if of_page.is_err() {
            report.found("", Fault::NoTrust);
        }
        return of_page.ok();
    };
    let Ok(trust) = Trust::new(&page.hall, key) else {
        report.found("", Fault::NoTrust);
        return None;
    };
    if page.key.trim() != key.trim() {
        let got = of_page.map(|it| it.key_id().to_owned());
        let got = got.unwrap_or_else(|_none| page.key.chars().take(16).collect());
        let expected = trust.key_id().to_owned();
        report.found("", Fault::OtherKey { expected, got });
    }
    Some(trust)
}
