//! The address for posting letters.

/// Whether letters can be posted to an address: it must be absolute with `https://`
/// (`http://` only for this computer), or relative to the site's root, and consist of
/// plain characters without a query or fragment.
#[must_use]
pub fn is_post_address(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%:/[]@".contains(c);
    if text.is_empty() || !text.chars().all(plain) {
        return false;
    }
    match text.split_once("://") {
        Some(_) => origin_of(text).is_some(),
        None => !text.contains(':') && !text.starts_with("//"),
    }
}

/// The origin of an absolute address: scheme, host and port. `None` for a relative
/// address, and for one that letters cannot be posted to.
#[must_use]
pub fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next()?;
    let here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|it| {
        host.strip_prefix(it).is_some_and(|port| port.is_empty() || port.starts_with(':'))
    });
    let known = scheme == "https" || (scheme == "http" && here);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    let valid = !host.is_empty() && !host.starts_with(':') && host.chars().all(plain);
    (known && valid).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, valid: bool, origin: Option<&str>) {
        assert_eq!(is_post_address(address), valid, "{address}");
        assert_eq!(origin_of(address).as_deref(), origin, "{address}");
    }

    #[test]
    fn post_addresses_are_validated() {
        check("https://hall.example/letters", true, Some("https://hall.example"));
        check("https://hall.example:8443", true, Some("https://hall.example:8443"));
        check("http://127.0.0.1:8081/letters", true, Some("http://127.0.0.1:8081"));
        check("http://localhost/letters", true, Some("http://localhost"));
        check("http://[::1]:80/letters", true, Some("http://[::1]:80"));
        check("letters", true, None);
        check("../letters", true, None);
        check("/letters", true, None);
        check("", false, None);
        check("//hall.example/letters", false, None);
        check("http://hall.example/letters", false, None);
        check("http://localhost.example/letters", false, None);
        check("ftp://hall.example/", false, None);
        check("https:///letters", false, None);
        check("https://u:p@hall.example/", false, None);
        check("javascript:alert", false, None);
        check("https://hall.example; script-src *", false, None);
        check("letters?to=hall", false, None);
        check("https://*.example/", false, None);
    }
}
