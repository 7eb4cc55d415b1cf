//! What a web server should say beside the files, and the policy the pages carry.

use percent_encoding::percent_decode_str;

/// The policy without what only a header can carry.
const POLICY: &[&str] = &[
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types hallboard-sw",
];

/// The policy of Trusted Types by which a page registers its service worker (`js/boot.js`).
pub const WORKER_POLICY: &str = "hallboard-sw";

/// The policy as the `<meta>` of a page may carry it. A page that posts letters may reach
/// the origin they go to, where that is not its own; one that `frames` the page for letters
/// may show pages of its own site within itself, and no other may show any.
#[must_use]
pub fn meta_policy(post: Option<&str>, frames: bool) -> String {
    let post = post.map(|origin| format!(" {origin}")).unwrap_or_default();
    let frames = if frames { "; frame-src 'self'" } else { "" };
    format!("{}; connect-src 'self'{post}{frames}", POLICY.join("; "))
}

/// The header that says what a page may load, and who may show it in a frame.
pub const POLICY_HEADER: &str = "Content-Security-Policy";
/// Nobody may.
const FRAMED_NOWHERE: &str = "'none'";
/// The same site may: the page for letters, which a resident's own page opens.
pub const FRAMED_HERE: &str = "'self'";

/// The value of [`POLICY_HEADER`] for a page that `framed` may show. Where letters go, and
/// that frames are of the site itself, is said for all pages, since hosts cannot loosen a
/// header below a folder; each page's own `<meta>` leaves it out where it has no need of it.
#[must_use]
pub fn policy(post: Option<&str>, framed: &str) -> String {
    format!("{}; frame-ancestors {framed}", meta_policy(post, true))
}

/// Every header, name and value, of a hall whose letters go to that origin, for every page
/// but that for letters.
#[must_use]
pub fn headers(post: Option<&str>) -> Vec<(&'static str, String)> {
    vec![
        (POLICY_HEADER, policy(post, FRAMED_NOWHERE)),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        (PERMISSIONS, permissions("")),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ]
}

/// The header that says what of the device a page may use.
pub const PERMISSIONS: &str = "Permissions-Policy";
/// The page on which people tell the hall something, below the site's root.
pub const REPORT_PATH: &str = "report/";
/// The pages on which a card may be shown to the camera, below the site's root.
pub const CAMERA_PATHS: [&str; 2] = ["me/", REPORT_PATH];

/// What a page may use of the device: nothing, but for `camera`.
fn permissions(camera: &str) -> String {
    format!("camera=({camera}), microphone=(), geolocation=(), payment=(), usb=()")
}

/// What pages with a camera may use: that.
#[must_use]
pub fn camera_permissions() -> String {
    permissions("self")
}

/// Where the sealed files are, below the site's root.
pub const SEALED_PATH: &str = "feed/sealed/";
/// For how long a browser may keep what is there: not at all, since it is one person's.
pub const SEALED_CACHE: &str = "no-store";
/// As for everything else: it is asked for anew each time, and may be kept.
pub const SITE_CACHE: &str = "no-cache";

/// Every header, name and value, with which a host answers for an address of the site, as
/// [`nginx_snippet`] tells it to; `report` says whether the site has the page for letters.
#[must_use]
pub fn headers_of(
    address: &str,
    post: Option<&str>,
    report: bool,
) -> Vec<(&'static str, String)> {
    let address = normalized(address);
    let page = address.strip_suffix("index.html").unwrap_or(&address);
    let is = |path: &str| report && page.ends_with(&format!("/{path}"));
    let cache = match address.contains(&format!("/{SEALED_PATH}")) {
        true => SEALED_CACHE,
        false => SITE_CACHE,
    };
    let mut all = headers(post);
    for (name, value) in &mut all {
        if *name == PERMISSIONS && CAMERA_PATHS.into_iter().any(is) {
            *value = camera_permissions();
        }
        if *name == POLICY_HEADER && is(REPORT_PATH) {
            *value = policy(post, FRAMED_HERE);
        }
    }
    all.push(("Cache-Control", cache.to_owned()));
    all
}

/// An address as servers compare it: each character as itself, no `/` twice in a row.
fn normalized(address: &str) -> String {
    let mut made = percent_decode_str(address).decode_utf8_lossy().into_owned();
    while made.contains("//") {
        made = made.replace("//", "/");
    }
    made
}

/// For hosts that read a `_headers` file.
#[must_use]
pub fn headers_file(post: Option<&str>, report: bool) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers(post) {
        // Put together, the stricter of two would hold: the page for letters could be in no
        // frame. So all may be in one of their own site, which keeps other sites out.
        let value = match name {
            POLICY_HEADER if report => policy(post, FRAMED_HERE),
            _ => value,
        };
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str(&format!("  Cache-Control: {SITE_CACHE}\n"));
    // Hosts that put both together come to the same: the stricter one holds.
    text.push_str(&format!("/{SEALED_PATH}*\n  Cache-Control: {SEALED_CACHE}\n"));
    if report {
        // Put together, the last word on each thing of the device holds.
        let allowed = camera_permissions();
        for path in CAMERA_PATHS {
            text.push_str(&format!("/{path}*\n  {PERMISSIONS}: {allowed}\n"));
        }
    }
    text
}

const PERMISSIONS_VARIABLE: &str = "$hallboard_permissions";
const FRAMED_VARIABLE: &str = "$hallboard_framed";

/// For nginx: to be included in the `location` that serves the site.
#[must_use]
pub fn nginx_snippet(post: Option<&str>, report: bool) -> String {
    let mut text = String::from(
        "# Include this in the location that serves the folder, for example:\n\
         #   location /board/ { alias /srv/board/; include /srv/board/hallboard-nginx.conf; }\n\
         index index.html;\n\
         gzip_static on;\n\
         # With the brotli module:  brotli_static on;\n\
         types {\n\
         \x20 text/html html;\n\
         \x20 text/css css;\n\
         \x20 text/javascript js mjs;\n\
         \x20 application/wasm wasm;\n\
         \x20 application/json json;\n\
         \x20 application/manifest+json webmanifest;\n\
         \x20 image/svg+xml svg;\n\
         \x20 image/png png;\n\
         \x20 text/plain minisig txt;\n\
         \x20 application/octet-stream bin;\n\
         }\n\
         charset utf-8;\n",
    );
    for (name, value) in headers(post) {
        let value = match name {
            PERMISSIONS if report => PERMISSIONS_VARIABLE.to_owned(),
            POLICY_HEADER if report => format!("\"{}\"", policy(post, FRAMED_VARIABLE)),
            _ => format!("\"{value}\""),
        };
        text.push_str(&format!("add_header {name} {value} always;\n"));
    }
    if report {
        let (usual, allowed) = (permissions(""), camera_permissions());
        let paths = CAMERA_PATHS.join("|");
        text.push_str(&format!(
            "set {PERMISSIONS_VARIABLE} \"{usual}\";\n\
             set {FRAMED_VARIABLE} \"{FRAMED_NOWHERE}\";\n\
             if ($uri ~ \"/({paths})(index.html)?$\") \
             {{ set {PERMISSIONS_VARIABLE} \"{allowed}\"; }}\n\
             if ($uri ~ \"/{REPORT_PATH}(index.html)?$\") \
             {{ set {FRAMED_VARIABLE} \"{FRAMED_HERE}\"; }}\n"
        ));
    }
    // An `add_header` of a place within this one would put out all of those above.
    text.push_str(&format!(
        "set $hallboard_cache \"{SITE_CACHE}\";\n\
         if ($uri ~ \"/{SEALED_PATH}\") {{ set $hallboard_cache \"{SEALED_CACHE}\"; }}\n\
         add_header Cache-Control $hallboard_cache always;\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_persons_is_kept_nowhere() {
        let file = headers_file(None, false);
        assert!(file.ends_with("/feed/sealed/*\n  Cache-Control: no-store\n"));
        let nginx = nginx_snippet(None, false);
        assert!(nginx.contains(
            "if ($uri ~ \"/feed/sealed/\") { set $hallboard_cache \"no-store\"; }"
        ));
        assert!(nginx.contains("application/octet-stream bin;"));
    }

    #[test]
    fn letters_go_where_the_hall_says_and_nowhere_else() {
        let origin = Some("https://post.example");
        for (text, expected) in [
            (meta_policy(None, false), "; connect-src 'self'"),
            (meta_policy(origin, false), "; connect-src 'self' https://post.example"),
        ] {
            assert!(text.ends_with(expected), "{text}");
        }
        let policy = "connect-src 'self' https://post.example; frame-src 'self'; \
            frame-ancestors 'none'";
        assert!(headers_file(origin, false).contains(policy));
        assert!(nginx_snippet(origin, false).contains(policy));
    }

    #[test]
    fn the_page_for_letters_alone_is_framed_and_by_its_own_site_alone() {
        assert!(meta_policy(None, true).ends_with("; frame-src 'self'"));
        assert!(!meta_policy(None, false).contains("frame"));
        let none = "frame-ancestors 'none'";
        assert!(headers(None).iter().any(|(_, value)| value.ends_with(none)));
        for text in [headers_file(None, false), nginx_snippet(None, false)] {
            assert!(text.contains(none) && !text.contains("frame-ancestors 'self'"));
        }
        let file = headers_file(None, true);
        assert!(file.contains("frame-ancestors 'self'") && !file.contains(none));
        let nginx = nginx_snippet(None, true);
        assert!(nginx.contains("frame-ancestors $hallboard_framed\" always;"));
        let nowhere = "set $hallboard_framed \"'none'\";\n";
        let here = "if ($uri ~ \"/report/(index.html)?$\") { set $hallboard_framed \"'self'\"; }";
        assert!(nginx.contains(nowhere) && nginx.contains(here), "{nginx}");
    }

    /// What nginx says of an address, by the snippet.
    fn by_nginx(snippet: &str, address: &str) -> Vec<(String, String)> {
        let mut variables = std::collections::BTreeMap::new();
        let mut said = Vec::new();
        let set = |variables: &mut std::collections::BTreeMap<String, String>,
                   line: &str| {
            let (name, value) =
                line.strip_prefix("set ").unwrap().split_once(' ').unwrap();
            let value = value.trim_end_matches(';').trim_matches('"');
            variables.insert(name.to_owned(), value.to_owned());
        };
        for line in snippet.lines() {
            if line.starts_with("set ") {
                set(&mut variables, line);
            } else if let Some(condition) = line.strip_prefix("if ($uri ~ \"") {
                let (pattern, then) = condition.split_once("\") { ").unwrap();
                if is_like(pattern, address) {
                    set(&mut variables, then.trim_end_matches(" }"));
                }
            }
        }
        for line in snippet.lines().filter_map(|it| it.strip_prefix("add_header ")) {
            let (name, value) = line.split_once(' ').unwrap();
            let value = value.strip_suffix(" always;").unwrap().trim_matches('"');
            let mut value = value.to_owned();
            for (variable, is) in &variables {
                value = value.replace(variable, is);
            }
            said.push((name.to_owned(), value));
        }
        said
    }

    /// The few patterns of the snippet.
    fn is_like(pattern: &str, address: &str) -> bool {
        let Some(folders) = pattern.strip_suffix("(index.html)?$") else {
            return address.contains(pattern);
        };
        let page = address.strip_suffix("index.html").unwrap_or(address);
        let folders = folders.trim_start_matches('/').trim_matches(['(', ')']);
        folders.split('|').any(|folder| page.ends_with(&format!("/{folder}")))
    }

    /// What a host says that reads `_headers`: of each header, the last one that fits.
    fn by_file(file: &str, address: &str) -> Vec<(String, String)> {
        let mut said: Vec<(String, String)> = Vec::new();
        let mut fits = false;
        for line in file.lines() {
            match line.strip_prefix("  ") {
                None => fits = address.starts_with(line.trim_end_matches('*')),
                Some(header) if fits => {
                    let (name, value) = header.split_once(": ").unwrap();
                    said.retain(|(it, _)| it != name);
                    said.push((name.to_owned(), value.to_owned()));
                }
                Some(_) => {}
            }
        }
        said
    }

    #[test]
    fn each_address_has_the_headers_that_hosts_are_told_to_send() {
        let sorted = |mut all: Vec<(String, String)>| {
            all.sort();
            all
        };
        for report in [true, false] {
            for post in [None, Some("https://post.example")] {
                let (file, nginx) =
                    (headers_file(post, report), nginx_snippet(post, report));
                for address in [
                    "/",
                    "/index.html",
                    "/rules/",
                    "/rules/index.html",
                    "/me/",
                    "/me/index.html",
                    "/report/",
                    "/report/index.html",
                    "/me",
                    "/report",
                    "/rules",
                    "/feed/head.json",
                    "/feed/sealed/ab.bin",
                    "/app-1.js",
                    "/nowhere/",
                ] {
                    let own = headers_of(address, post, report);
                    let own: Vec<_> =
                        own.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
                    let own = sorted(own);
                    assert_eq!(own, sorted(by_nginx(&nginx, address)), "{address}");
                    // Such hosts put all that fits together: what may frame a page is said
                    // for all pages alike.
                    let of_file =
                        by_file(&file, address).into_iter().map(|(name, value)| {
                            let value = match (report, name.as_str()) {
                                (true, POLICY_HEADER) => own
                                    .iter()
                                    .find(|it| it.0 == name)
                                    .map(|it| {
                                        let nowhere = "frame-ancestors 'none'";
                                        let all = it
                                            .1
                                            .replace(nowhere, "frame-ancestors 'self'");
                                        assert_eq!(all, value);
                                        it.1.clone()
                                    })
                                    .unwrap(),
                                _ => value,
                            };
                            (name, value)
                        });
                    assert_eq!(own, sorted(of_file.collect()), "{address}");
                }
            }
        }
    }

    #[test]
    fn an_address_is_compared_as_servers_do() {
        let same = |address: &str, plain: &str| {
            assert_eq!(headers_of(address, None, true), headers_of(plain, None, true));
        };
        same("//me//", "/me/");
        same("/%6de/%69ndex.html", "/me/index.html");
        same("/feed//sealed/x.bin", "/feed/sealed/x.bin");
        same("/%zz%", "/");
        assert_ne!(headers_of("/me/", None, true), headers_of("/", None, true));
        assert_ne!(headers_of("/me/", None, true), headers_of("/report/", None, true));
        assert_ne!(headers_of("/feed/sealed/x", None, true), headers_of("/", None, true));
    }

    #[test]
    fn the_camera_is_for_the_pages_with_cards_alone() {
        let plain = headers_file(None, false) + &nginx_snippet(None, false);
        assert!(plain.contains("camera=()") && !plain.contains("camera=(self)"));
        let file = headers_file(None, true);
        let (all, pages) = file.split_once("/me/*\n").unwrap();
        assert!(all.contains("camera=()") && !all.contains("camera=(self)"));
        let allowed = "  Permissions-Policy: camera=(self), microphone=(), geolocation=(), \
             payment=(), usb=()\n";
        assert_eq!(pages, format!("{allowed}/report/*\n{allowed}"));
        let nginx = nginx_snippet(None, true);
        assert!(nginx.contains("add_header Permissions-Policy $hallboard_permissions "));
        assert!(nginx.contains("if ($uri ~ \"/(me/|report/)(index.html)?$\") { set "));
    }
}
