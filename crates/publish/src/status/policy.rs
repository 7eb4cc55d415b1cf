//! Checks whether the pages work under the Content-Security-Policy that the server sends.
//!
//! Policies are combined: what one of them forbids is forbidden, whatever the page's own
//! policy permits. Therefore each policy of each header is checked on its own, as a
//! browser does.

use super::pages::Visited;
use super::web::{Response, resolved};
use super::{Fault, Report};
use crate::{Manifest, POLICY_HEADER, REPORT_PATH, WORKER_POLICY};

/// Something that a policy can block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// Running the program, which is WebAssembly.
    Program,
    /// Scripts.
    Scripts,
    /// Style sheets.
    Styles,
    /// Fetching the program, the feed and the records.
    Files,
    /// Posting letters to the hall.
    Letters,
    /// Registering the service worker, which stores the app on the device.
    Worker,
    /// Icons that are images.
    Images,
    /// Embedding the page for letters in a resident's own page.
    Frame,
}

impl Blocked {
    /// A short name for programs; also the key of the message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Blocked::Program => "program",
            Blocked::Scripts => "scripts",
            Blocked::Styles => "styles",
            Blocked::Files => "files",
            Blocked::Letters => "letters",
            Blocked::Worker => "worker",
            Blocked::Images => "images",
            Blocked::Frame => "frame",
        }
    }
}

/// A policy: directives by name, each with its values.
#[derive(Debug)]
struct Policy<'h>(Vec<(String, Vec<&'h str>)>);

/// The enforced policies of a response.
fn policies(response: &Response) -> Vec<Policy<'_>> {
    let name = POLICY_HEADER.to_ascii_lowercase();
    let headers = response.headers.iter().filter(|(it, _)| *it == name);
    headers.flat_map(|(_, value)| value.split(',')).map(Policy::read).collect()
}

impl<'h> Policy<'h> {
    fn read(text: &'h str) -> Policy<'h> {
        let mut directives: Vec<(String, Vec<&str>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next() else { continue };
            let name = name.to_ascii_lowercase();
            // Of two directives with the same name, the first one applies.
            if !directives.iter().any(|(it, _)| *it == name) {
                directives.push((name, words.collect()));
            }
        }
        Policy(directives)
    }

    /// The first of these directives that the policy contains.
    fn first(&self, names: &[&str]) -> Option<(&str, &[&'h str])> {
        names.iter().find_map(|name| {
            let found = self.0.iter().find(|(it, _)| it == name);
            found.map(|(name, values)| (name.as_str(), values.as_slice()))
        })
    }
}

/// The directives that apply, by precedence.
const SCRIPTS: &[&str] = &["script-src-elem", "script-src", "default-src"];
const PROGRAM: &[&str] = &["script-src", "default-src"];
const STYLES: &[&str] = &["style-src-elem", "style-src", "default-src"];
const CONNECT: &[&str] = &["connect-src", "default-src"];
const WORKER: &[&str] = &["worker-src", "child-src", "script-src", "default-src"];
const IMAGES: &[&str] = &["img-src", "default-src"];
const FRAMES: &[&str] = &["frame-src", "child-src", "default-src"];

fn has_keyword(sources: &[&str], keyword: &str) -> bool {
    sources.iter().any(|it| it.eq_ignore_ascii_case(keyword))
}

/// The scheme, host, port and path of an address.
fn parts(address: &str) -> Option<(String, String, u16, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (host, if scheme == "https" { 443 } else { 80 }),
    };
    Some((scheme, host.to_ascii_lowercase(), port, path))
}

/// Whether a source in a policy of the page at `page` matches an address.
fn matches(source: &str, address: &str, page: &str) -> bool {
    if let Some(scheme) = address.split_once(':').map(|(it, _)| it)
        && !matches!(scheme, "http" | "https")
    {
        return source
            .strip_suffix(':')
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    }
    let (Some(wanted), Some(own)) = (parts(address), parts(page)) else { return false };
    let same_or_safer =
        |from: &str, to: &str| from == to || (from, to) == ("http", "https");
    match source {
        "*" => return true,
        it if it.eq_ignore_ascii_case("'self'") => {
            return wanted.1 == own.1
                && (wanted.2 == own.2 || (own.2, wanted.2) == (80, 443))
                && same_or_safer(&own.0, &wanted.0);
        }
        it if it.starts_with('\'') => return false,
        _ => {}
    }
    if let Some(scheme) = source.strip_suffix(':').filter(|it| !it.contains(['/', '.'])) {
        return same_or_safer(&scheme.to_ascii_lowercase(), &wanted.0);
    }
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => (own.0.clone(), source),
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (host, None),
    };
    let host = host.to_ascii_lowercase();
    let host_fits = match host.strip_prefix('*') {
        Some("") => true,
        Some(domain) => wanted.1.ends_with(domain),
        None => wanted.1 == host,
    };
    let port_fits = match port {
        Some("*") => true,
        Some(port) => port.parse() == Ok(wanted.2),
        None => wanted.2 == if wanted.0 == "https" { 443 } else { 80 },
    };
    let path_fits = match path {
        "" | "/" => true,
        folder if folder.ends_with('/') => wanted.3.starts_with(folder),
        file => wanted.3 == file,
    };
    same_or_safer(&scheme, &wanted.0) && host_fits && port_fits && path_fits
}

/// What a page needs from a policy.
struct Needs<'p> {
    page: &'p str,
    scripts: Vec<(String, &'p str)>,
    styles: Vec<String>,
    files: Vec<String>,
    letters: Option<String>,
    worker: Option<String>,
    frame: Option<String>,
    /// Whether another page of the site embeds it in a frame.
    framed: bool,
}

impl Policy<'_> {
    /// What the policy blocks on a page, each with the directive that blocks it.
    fn blocks(&self, needs: &Needs<'_>) -> Vec<(Blocked, String)> {
        let mut found = Vec::new();
        let mut check =
            |what: Blocked, names: &[&str], allowed: &dyn Fn(&[&str]) -> bool| {
                let Some((name, values)) = self.first(names) else { return };
                if !allowed(values) {
                    let words: Vec<&str> =
                        std::iter::once(name).chain(values.iter().copied()).collect();
                    found.push((what, words.join(" ")));
                }
            };
        let all = |addresses: &[String], sources: &[&str]| {
            addresses.iter().all(|address| {
                sources.iter().any(|source| matches(source, address, needs.page))
            })
        };
        check(Blocked::Scripts, SCRIPTS, &|sources| {
            // With this keyword, host sources have no effect.
            let strict = has_keyword(sources, "'strict-dynamic'");
            needs.scripts.iter().all(|(address, integrity)| {
                let known = integrity
                    .split_ascii_whitespace()
                    .any(|digest| sources.contains(&format!("'{digest}'").as_str()));
                known || (!strict && all(std::slice::from_ref(address), sources))
            })
        });
        check(Blocked::Program, PROGRAM, &|sources| {
            ["'wasm-unsafe-eval'", "'unsafe-eval'"]
                .iter()
                .any(|keyword| has_keyword(sources, keyword))
        });
        check(Blocked::Styles, STYLES, &|sources| all(&needs.styles, sources));
        check(Blocked::Files, CONNECT, &|sources| all(&needs.files, sources));
        if let Some(letters) = &needs.letters {
            let letters = std::slice::from_ref(letters);
            check(Blocked::Letters, CONNECT, &|sources| all(letters, sources));
        }
        if let Some(worker) = &needs.worker {
            let worker = std::slice::from_ref(worker);
            check(Blocked::Worker, WORKER, &|sources| {
                has_keyword(sources, "'strict-dynamic'") || all(worker, sources)
            });
            check(Blocked::Worker, &["trusted-types"], &|names| {
                names.iter().any(|it| *it == WORKER_POLICY || *it == "*")
            });
        }
        check(Blocked::Images, IMAGES, &|sources| all(&["data:".to_owned()], sources));
        if let Some(frame) = &needs.frame {
            let frame = std::slice::from_ref(frame);
            check(Blocked::Frame, FRAMES, &|sources| all(frame, sources));
        }
        if needs.framed {
            let page = [needs.page.to_owned()];
            check(Blocked::Frame, &["frame-ancestors"], &|sources| all(&page, sources));
        }
        check(Blocked::Scripts, &["sandbox"], &|flags| {
            ["allow-scripts", "allow-same-origin", "allow-forms"]
                .iter()
                .all(|flag| has_keyword(flags, flag))
        });
        found
    }
}

/// Checks the policies of every page. `post` is the address for posting letters, relative
/// to the site.
pub(super) fn check(
    pages: &[Visited],
    manifest: Option<&Manifest>,
    post: Option<&str>,
    report: &mut Report,
) {
    let site = report.address.clone();
    let has = |path: &str| manifest.is_some_and(|it| it.files.contains(path));
    let at = |path: &str| Some(format!("{site}{path}"));
    let mut known: Vec<(Blocked, String)> = Vec::new();
    for Visited { path, address, response, page } in pages {
        let files = page
            .files
            .iter()
            .filter_map(|it| Some((resolved(address, &it.link)?, it.integrity.as_str())));
        let files: Vec<(String, &str)> = files.collect();
        let ending =
            |it: &str| it.rsplit_once('.').map_or("", |(_, ending)| ending).to_owned();
        let is_record = path == "me/";
        let is_report = path == REPORT_PATH;
        let mut needs = Needs {
            page: address,
            scripts: Vec::new(),
            styles: Vec::new(),
            files: vec![format!("{site}feed/head.json")],
            letters: post
                .filter(|_| is_record || is_report)
                .and_then(|post| resolved(&site, post)),
            worker: at("sw.js").filter(|_| !is_record && has("sw.js")),
            frame: at(REPORT_PATH).filter(|_| is_record && has("report/index.html")),
            framed: is_report && has("me/index.html"),
        };
        for (file, integrity) in files {
            match ending(&file).as_str() {
                "js" => needs.scripts.push((file, integrity)),
                "css" => needs.styles.push(file),
                _ => needs.files.push(file),
            }
        }
        let mut found: Vec<(String, Vec<Blocked>)> = Vec::new();
        for (what, directive) in
            policies(response).iter().flat_map(|it| it.blocks(&needs))
        {
            // A fault of all pages is reported once.
            if known.contains(&(what, directive.clone())) {
                continue;
            }
            known.push((what, directive.clone()));
            match found.iter_mut().find(|(it, _)| *it == directive) {
                Some((_, blocked)) => blocked.push(what),
                None => found.push((directive, vec![what])),
            }
        }
        for (directive, blocked) in found {
            report.found(path, Fault::Policy { directive, blocked });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::page::{Loaded, Page};
    use crate::{FRAMED_HERE, headers, policy};

    const SITE: &str = "https://hall.example/board/";

    fn visited(path: &str, headers: &[(&str, &str)]) -> Visited {
        let up = if path.is_empty() { "./" } else { "../" };
        let file = |name: &str, integrity: &str| Loaded {
            link: format!("{up}{name}"),
            integrity: integrity.to_owned(),
        };
        let headers =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let files = ["boot-1.js", "app-1.js", "style-1.css", "app-1_bg.wasm"];
        Visited {
            path: path.to_owned(),
            address: format!("{SITE}{path}"),
            response: Response {
                status: 200,
                headers: headers.collect(),
                body: Vec::new(),
            },
            page: Page {
                files: files.iter().map(|it| file(it, "sha384-x")).collect(),
                ..Page::default()
            },
        }
    }

    fn manifest() -> Manifest {
        let files = ["sw.js", "me/index.html", "report/index.html"];
        Manifest::of(files.into_iter().map(str::to_owned)).unwrap()
    }

    /// The findings for pages that all have these headers, as `page: blocked, blocked:
    /// directive`.
    fn found(paths: &[&str], headers: &[&str], post: Option<&str>) -> Vec<String> {
        let headers: Vec<_> =
            headers.iter().map(|it| ("content-security-policy", *it)).collect();
        let pages: Vec<Visited> = paths.iter().map(|it| visited(it, &headers)).collect();
        let mut report = Report { address: SITE.to_owned(), ..Report::default() };
        super::check(&pages, Some(&manifest()), post, &mut report);
        let described = |it: &crate::status::Finding| match &it.fault {
            Fault::Policy { directive, blocked } => {
                let blocked: Vec<&str> = blocked.iter().map(|it| it.as_str()).collect();
                format!("{}: {}: {directive}", it.file, blocked.join(", "))
            }
            other => panic!("{other}"),
        };
        report.findings.iter().map(described).collect()
    }

    #[track_caller]
    fn check(headers: &[&str], expected: &[&str]) {
        assert_eq!(found(&[""], headers, None), expected, "{headers:?}");
    }

    #[test]
    fn recommended_headers_block_nothing() {
        let all = ["", "rules/", "me/", "report/"];
        for post in [None, Some("https://post.example/letters"), Some("letters")] {
            let origin = post.and_then(crate::origin_of);
            let policy = policy(origin.as_deref(), FRAMED_HERE);
            assert_eq!(found(&all, &[&policy], post), [""; 0]);
        }
        let (_, value) =
            headers(None).into_iter().find(|(name, _)| *name == POLICY_HEADER).unwrap();
        assert_eq!(found(&["", "rules/", "me/"], &[&value], None), [""; 0]);
    }

    #[test]
    fn script_directives_need_the_wasm_keyword() {
        check(&[], &[]);
        check(&[""], &[]);
        check(&[";;  ; ,"], &[]);
        check(&["base-uri 'none'; object-src 'none'; upgrade-insecure-requests"], &[]);
        let images = "img-src data:";
        for allowed in [
            "script-src 'self' 'wasm-unsafe-eval'",
            "script-src 'self' 'UNSAFE-EVAL'",
            "Script-Src https: 'unsafe-eval'",
            "default-src 'self' data: 'wasm-unsafe-eval'",
            "default-src 'none'; connect-src 'self'; style-src 'self'; worker-src 'self'; \
             script-src * 'wasm-unsafe-eval'; img-src data:",
        ] {
            check(&[&format!("{allowed}; {images}")], &[]);
        }
        check(
            &["default-src 'self'; img-src *  data:"],
            &[": program: default-src 'self'"],
        );
        check(&["default-src 'self'"], &[": program, images: default-src 'self'"]);
        check(&["script-src 'self'"], &[": program: script-src 'self'"]);
        check(
            &["script-src-elem 'self' 'wasm-unsafe-eval'; default-src 'self' data:"],
            &[": program: default-src 'self' data:"],
        );
        check(
            &["script-src 'self' 'wasm-unsafe-eval'; script-src-elem 'none'"],
            &[": scripts: script-src-elem 'none'"],
        );
        // Of two directives with the same name, the first one applies.
        check(
            &["script-src 'self'; script-src 'self' 'wasm-unsafe-eval'"],
            &[": program: script-src 'self'"],
        );
    }

    #[test]
    fn every_policy_header_is_checked() {
        let own = policy(None, FRAMED_HERE);
        let finds = [": program: script-src 'self'"];
        check(&[&own, "script-src 'self'"], &finds);
        check(&[&format!("{own}, script-src 'self'")], &finds);
        check(&["script-src 'self', script-src 'self'"], &finds);
        let mut report = Report { address: SITE.to_owned(), ..Report::default() };
        let only =
            visited("", &[("content-security-policy-report-only", "default-src 'none'")]);
        super::check(&[only], None, None, &mut report);
        assert_eq!(report.findings, []);
    }

    #[test]
    fn blocked_features_are_reported() {
        check(
            &["default-src 'none'"],
            &[": scripts, program, styles, files, worker, images: default-src 'none'"],
        );
        check(&["connect-src 'none'"], &[": files: connect-src 'none'"]);
        check(&["connect-src"], &[": files: connect-src"]);
        check(
            &["connect-src https://api.example"],
            &[": files: connect-src https://api.example"],
        );
        check(&["style-src 'unsafe-inline'"], &[": styles: style-src 'unsafe-inline'"]);
        check(&["worker-src blob:"], &[": worker: worker-src blob:"]);
        check(&["child-src 'none'"], &[": worker: child-src 'none'"]);
        check(&["trusted-types 'none'"], &[": worker: trusted-types 'none'"]);
        check(
            &["trusted-types hallboard-sw other; require-trusted-types-for 'script'"],
            &[],
        );
        check(&["img-src 'self'"], &[": images: img-src 'self'"]);
        check(&["sandbox allow-scripts"], &[": scripts: sandbox allow-scripts"]);
        check(&["sandbox allow-forms allow-scripts allow-same-origin"], &[]);
        let strict = "script-src 'self' 'wasm-unsafe-eval' 'strict-dynamic' 'nonce-abc'";
        check(&[strict], &[&format!(": scripts: {strict}")]);
        check(&["script-src 'sha384-x' 'wasm-unsafe-eval' 'strict-dynamic'"], &[]);
    }

    #[test]
    fn letter_rules_apply_to_their_pages_only() {
        let all = ["", "rules/", "me/", "report/"];
        assert_eq!(
            found(&all, &["connect-src 'self'"], Some("https://post.example/letters")),
            ["me/: letters: connect-src 'self'"]
        );
        assert_eq!(found(&all, &["connect-src 'self'"], Some("letters")), [""; 0]);
        assert_eq!(
            found(&all, &["frame-src 'none'"], None),
            ["me/: frame: frame-src 'none'"]
        );
        assert_eq!(
            found(&all, &["frame-ancestors 'none'"], None),
            ["report/: frame: frame-ancestors 'none'"]
        );
    }

    #[test]
    fn sources_match_as_in_browsers() {
        let page = "https://hall.example/board/";
        let check = |source: &str, address: &str, expected: bool| {
            assert_eq!(matches(source, address, page), expected, "{source} {address}");
        };
        let own = "https://hall.example/board/app.js";
        for source in [
            "'self'",
            "*",
            "https:",
            "http:",
            "hall.example",
            "HALL.example:443",
            "*.example",
            "hall.example:*",
            "https://hall.example",
            "http://hall.example:443",
            "hall.example/board/",
            "hall.example/board/app.js",
        ] {
            check(source, own, true);
        }
        for source in [
            "'none'",
            "data:",
            "wss:",
            "example",
            "hall.example:8080",
            "*.hall.example",
            "hall.example/other/",
            "hall.example/board",
            "https://other.example",
            "'unsafe-inline'",
        ] {
            check(source, own, false);
        }
        check("*", "data:", false);
        check("data:", "data:", true);
        check("'self'", "http://hall.example/board/app.js", false);
        check("'self'", "https://hall.example:8443/app.js", false);
        assert!(matches("'self'", "http://[::1]:80/x", "http://[::1]/"));
    }
}
