//! The headers that a web server should send, and the policy in the pages.

use percent_encoding::percent_decode_str;

/// The policy, without the directives that only a header can contain.
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

/// The name of the Trusted Types policy with which a page registers its service worker
/// (`js/boot.js`).
pub const WORKER_POLICY: &str = "hallboard-sw";

/// The policy for the `<meta>` of a page. A page that posts letters may connect to the
/// origin `post`, if it is not the site's own. A page that `frames` the page for letters
/// may embed pages of its own site; no other page may embed any.
#[must_use]
pub fn meta_policy(post: Option<&str>, frames: bool) -> String {
    let post = post.map(|origin| format!(" {origin}")).unwrap_or_default();
    let frames = if frames { "; frame-src 'self'" } else { "" };
    format!("{}; connect-src 'self'{post}{frames}", POLICY.join("; "))
}

/// The header that controls what a page may load and which pages may embed it.
pub const POLICY_HEADER: &str = "Content-Security-Policy";
/// No page may embed it.
const FRAMED_NOWHERE: &str = "'none'";
/// Pages of the same site may embed it: for the page for letters, which a resident's own
/// page embeds.
pub const FRAMED_HERE: &str = "'self'";

/// The value of [`POLICY_HEADER`] for a page that `framed` may embed. The origin of
/// letters and frames of the same site are allowed for all pages, because hosts cannot
/// loosen a header for a subfolder; the `<meta>` of each page omits what it does not
/// need.
#[must_use]
pub fn policy(post: Option<&str>, framed: &str) -> String {
    format!("{}; frame-ancestors {framed}", meta_policy(post, true))
}

/// All headers with their values, for every page except the page for letters. `post` is
/// the origin that letters are posted to.
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

/// The header that controls which features of the device a page may use.
pub const PERMISSIONS: &str = "Permissions-Policy";
/// The page for letters, relative to the site's root.
pub const REPORT_PATH: &str = "report/";
/// The pages that may use the camera to read a card, relative to the site's root.
pub const CAMERA_PATHS: [&str; 2] = ["me/", REPORT_PATH];

/// The features that a page may use: none except the camera, for the given origins.
fn permissions(camera: &str) -> String {
    format!("camera=({camera}), microphone=(), geolocation=(), payment=(), usb=()")
}

/// The features that pages with a camera may use.
#[must_use]
pub fn camera_permissions() -> String {
    permissions("self")
}

/// The folder of sealed files, relative to the site's root.
pub const SEALED_PATH: &str = "feed/sealed/";
/// The cache policy of sealed files: they must not be stored, because they concern one
/// person.
pub const SEALED_CACHE: &str = "no-store";
/// The cache policy of all other files: they may be stored, and are revalidated each
/// time.
pub const SITE_CACHE: &str = "no-cache";

/// All headers with their values for an address of the site, as a server with
/// [`nginx_snippet`] sends them. `report` is whether the site has the page for letters.
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

/// An address as servers compare it: percent-decoded, and without repeated `/`.
fn normalized(address: &str) -> String {
    let mut made = percent_decode_str(address).decode_utf8_lossy().into_owned();
    while made.contains("//") {
        made = made.replace("//", "/");
    }
    made
}

/// The `_headers` file, for hosts that read one.
#[must_use]
pub fn headers_file(post: Option<&str>, report: bool) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers(post) {
        // If a host combines both policies, the stricter one applies, and no page could
        // embed the page for letters. Therefore all pages may be embedded by their own
        // site, which still excludes other sites.
        let value = match name {
            POLICY_HEADER if report => policy(post, FRAMED_HERE),
            _ => value,
        };
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str(&format!("  Cache-Control: {SITE_CACHE}\n"));
    // Hosts that combine both values get the same result: the stricter one applies.
    text.push_str(&format!("/{SEALED_PATH}*\n  Cache-Control: {SEALED_CACHE}\n"));
    if report {
        // If both are combined, the last value of each feature applies.
        let allowed = camera_permissions();
        for path in CAMERA_PATHS {
            text.push_str(&format!("/{path}*\n  {PERMISSIONS}: {allowed}\n"));
        }
    }
    text
}

const PERMISSIONS_VARIABLE: &str = "$hallboard_permissions";
const FRAMED_VARIABLE: &str = "$hallboard_framed";

/// A snippet for nginx, to be included in the `location` that serves the site.
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
    // An `add_header` in a nested location would disable all of those above.
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
    fn personal_files_are_not_cached() {
        let file = headers_file(None, false);
        assert!(file.ends_with("/feed/sealed/*\n  Cache-Control: no-store\n"));
        let nginx = nginx_snippet(None, false);
        assert!(nginx.contains(
            "if ($uri ~ \"/feed/sealed/\") { set $hallboard_cache \"no-store\"; }"
        ));
        assert!(nginx.contains("application/octet-stream bin;"));
    }

    #[test]
    fn policy_allows_the_post_address_only() {
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
    fn only_the_letter_page_may_be_framed_by_its_own_site() {
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

    /// The headers that nginx sends for an address with this snippet.
    fn by_nginx(snippet: &str, address: &str) -> Vec<(String, String)> {
        let mut variables = std::collections::BTreeMap::new();
        let mut found = Vec::new();
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
            found.push((name.to_owned(), value));
        }
        found
    }

    /// Matches the few patterns that the snippet uses.
    fn is_like(pattern: &str, address: &str) -> bool {
        let Some(folders) = pattern.strip_suffix("(index.html)?$") else {
            return address.contains(pattern);
        };
        let page = address.strip_suffix("index.html").unwrap_or(address);
        let folders = folders.trim_start_matches('/').trim_matches(['(', ')']);
        folders.split('|').any(|folder| page.ends_with(&format!("/{folder}")))
    }

    /// The headers that a host sends with a `_headers` file: the last matching value of
    /// each.
    fn by_file(file: &str, address: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut fits = false;
        for line in file.lines() {
            match line.strip_prefix("  ") {
                None => fits = address.starts_with(line.trim_end_matches('*')),
                Some(header) if fits => {
                    let (name, value) = header.split_once(": ").unwrap();
                    found.retain(|(it, _)| it != name);
                    found.push((name.to_owned(), value.to_owned()));
                }
                Some(_) => {}
            }
        }
        found
    }

    #[test]
    fn every_host_configuration_gives_the_same_headers() {
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
                    // A `_headers` file cannot loosen `frame-ancestors` for one page, so
                    // its value is the same for all pages.
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
    fn addresses_match_as_in_servers() {
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
    fn camera_is_allowed_on_card_pages_only() {
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
