//! What a web server should say beside the files, and the policy the pages carry.

/// The policy without what only a header can carry.
const POLICY: &[&str] = &[
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types hallboard-sw",
];

/// The policy as a `<meta>` may carry it.
#[must_use]
pub fn meta_policy() -> String {
    POLICY.join("; ")
}

/// Every header, name and value.
#[must_use]
pub fn headers() -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", format!("{}; frame-ancestors 'none'", meta_policy())),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        (
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()".to_owned(),
        ),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ]
}

/// Where the sealed files are, below the site's root.
pub const SEALED_PATH: &str = "feed/sealed/";
/// For how long a browser may keep what is there: not at all, since it is one person's.
pub const SEALED_CACHE: &str = "no-store";
/// As for everything else: it is asked for anew each time, and may be kept.
pub const SITE_CACHE: &str = "no-cache";

/// For hosts that read a `_headers` file.
#[must_use]
pub fn headers_file() -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers() {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str(&format!("  Cache-Control: {SITE_CACHE}\n"));
    // Hosts that put both together come to the same: the stricter one holds.
    text.push_str(&format!("/{SEALED_PATH}*\n  Cache-Control: {SEALED_CACHE}\n"));
    text
}

/// For nginx: to be included in the `location` that serves the site.
#[must_use]
pub fn nginx_snippet() -> String {
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
         \x20 image/svg+xml svg;\n\
         \x20 image/png png;\n\
         \x20 text/plain minisig txt;\n\
         \x20 application/octet-stream bin;\n\
         }\n\
         charset utf-8;\n",
    );
    for (name, value) in headers() {
        text.push_str(&format!("add_header {name} \"{value}\" always;\n"));
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
        assert!(headers_file().ends_with("/feed/sealed/*\n  Cache-Control: no-store\n"));
        let nginx = nginx_snippet();
        assert!(nginx.contains(
            "if ($uri ~ \"/feed/sealed/\") { set $hallboard_cache \"no-store\"; }"
        ));
        assert!(nginx.contains("application/octet-stream bin;"));
    }
}
