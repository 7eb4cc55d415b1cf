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

/// For hosts that read a `_headers` file.
#[must_use]
pub fn headers_file() -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers() {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str("  Cache-Control: no-cache\n");
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
         }\n\
         charset utf-8;\n",
    );
    for (name, value) in headers() {
        text.push_str(&format!("add_header {name} \"{value}\" always;\n"));
    }
    text.push_str("add_header Cache-Control \"no-cache\" always;\n");
    text
}
