//! Fetches the files of a site, within limits, and never from another host.

/// A response to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers: names in lower case, values as received.
    pub headers: Vec<(String, String)>,
    /// The decoded body; at most one byte more than the requested limit.
    pub body: Vec<u8>,
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address is not valid.
    #[error("not an address")]
    Address,
    /// The name of the host is unknown.
    #[error("the name is unknown")]
    Name,
    /// The server does not respond, or the connection broke.
    #[error("no connection")]
    Connection,
    /// The response was not complete in time.
    #[error("not in time")]
    Late,
    /// The certificate of the server is not trusted.
    #[error("the certificate is not believed: {0}")]
    Certificate(String),
    /// The response redirects to another site, or there were too many redirects.
    #[error("sent on to {0}")]
    Elsewhere(String),
    /// The response is not HTTP, or does not match its headers.
    #[error("not understood: {0}")]
    Garbled(String),
}

/// A source of responses.
pub trait Web {
    /// Requests an address, and reads at most `limit + 1` bytes. Redirects are returned
    /// like any other response.
    ///
    /// # Errors
    /// When there is no response.
    fn get(&self, address: &str, limit: usize) -> Result<Response, FetchError>;

    /// Waits until a publication in progress is likely to be finished.
    fn pause(&self);
}

/// The largest number of redirects.
const HOPS: usize = 3;

impl Response {
    /// The value of a header; the name must be in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Whether the body is a page, whatever its content type.
    pub(super) fn is_page(&self) -> bool {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        body.trim_ascii_start().starts_with(b"<")
    }
}

/// The address of a site's folder, from an address typed by a person.
#[must_use]
pub fn site_address(typed: &str) -> Option<String> {
    let typed = typed.split(['?', '#']).next().unwrap_or_default().trim();
    let folder = typed.strip_suffix("index.html").unwrap_or(typed);
    let address = format!("{}/", folder.trim_end_matches('/'));
    crate::is_site_address(&address).then_some(address)
}

/// Fetches an address and follows redirects within the host. Also returns the last
/// address.
pub(super) fn follow(
    web: &dyn Web,
    address: &str,
    limit: usize,
) -> Result<(String, Response), FetchError> {
    let mut address = address.to_owned();
    for _ in 0..HOPS {
        let response = web.get(&address, limit)?;
        let on =
            response.header("location").filter(|_| (300..400).contains(&response.status));
        let Some(on) = on else { return Ok((address, response)) };
        let next = resolved(&address, on).filter(|next| may_redirect(&address, next));
        address = next.ok_or_else(|| FetchError::Elsewhere(on.to_owned()))?;
    }
    Err(FetchError::Elsewhere(address))
}

/// The scheme, the host with its port, and the path of an address.
fn parts(address: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let path = rest.find('/').unwrap_or(rest.len());
    Some((scheme, rest.get(..path)?, rest.get(path..)?))
}

/// The host of an address, without its port.
pub(super) fn host(address: &str) -> &str {
    let host = parts(address).map_or("", |(_, host, _)| host);
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether the address belongs to this computer.
#[must_use]
pub fn is_loopback(address: &str) -> bool {
    let host = host(address);
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

fn may_redirect(from: &str, to: &str) -> bool {
    let scheme = |address: &str| parts(address).map(|(scheme, ..)| scheme == "https");
    host(from).eq_ignore_ascii_case(host(to)) && scheme(from) <= scheme(to)
}

/// The address that a link on a page refers to.
pub(super) fn resolved(from: &str, link: &str) -> Option<String> {
    let (scheme, host, path) = parts(from)?;
    if link.starts_with("http://") || link.starts_with("https://") {
        return Some(link.to_owned());
    }
    if let Some(rest) = link.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let from = if link.starts_with('/') { "" } else { path };
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    if folders.is_empty() {
        folders.push("");
    }
    let link = link.strip_prefix('/').unwrap_or(link);
    for part in link.split('/') {
        match part {
            "." => {}
            ".." if folders.len() > 1 => {
                folders.pop();
            }
            ".." => {}
            part => folders.push(part),
        }
    }
    if link.ends_with("..") || link.ends_with("/.") || link == "." {
        folders.push("");
    }
    Some(format!("{scheme}://{host}{}", folders.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_addresses_are_normalised_to_folders() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(site_address(typed).as_deref(), expected, "{typed}");
        };
        check("https://hall.example", Some("https://hall.example/"));
        check("https://hall.example/a/", Some("https://hall.example/a/"));
        check("https://hall.example/a/index.html#x", Some("https://hall.example/a/"));
        check("http://10.0.0.7:8080/a?b=c", Some("http://10.0.0.7:8080/a/"));
        check("hall.example", None);
        check("ftp://hall.example/", None);
        check("https://", None);
        check("", None);
    }

    #[test]
    fn links_lead_where_a_browser_would_go() {
        let check = |link: &str, expected: &str| {
            let from = "https://hall.example:1/a/b/";
            assert_eq!(resolved(from, link).as_deref(), Some(expected), "{link}");
        };
        check("./app.js", "https://hall.example:1/a/b/app.js");
        check("../app.js", "https://hall.example:1/a/app.js");
        check("../../../../app.js", "https://hall.example:1/app.js");
        check("../", "https://hall.example:1/a/");
        check("..", "https://hall.example:1/a/");
        check("/c/", "https://hall.example:1/c/");
        check("//other.example/c", "https://other.example/c");
        check("http://other.example/c", "http://other.example/c");
    }

    /// Redirects every address in its list, and responds with an empty file to all
    /// others.
    struct Signs(Vec<(&'static str, &'static str)>);

    impl Web for Signs {
        fn get(&self, address: &str, _limit: usize) -> Result<Response, FetchError> {
            let on = self.0.iter().find(|(from, _)| *from == address);
            let headers = on.map(|(_, to)| ("location".to_owned(), (*to).to_owned()));
            let status = if on.is_some() { 301 } else { 200 };
            let headers = headers.into_iter().collect();
            Ok(Response { status, headers, body: Vec::new() })
        }

        fn pause(&self) {}
    }

    #[test]
    fn redirects_keep_host_and_encryption() {
        let check = |to: &'static str, expected: Result<&str, &str>| {
            let signs =
                Signs(vec![("https://a.example/x", to), ("https://a.example/l", "l")]);
            let followed = follow(&signs, "https://a.example/x", 9);
            let expected = expected.map(str::to_owned);
            let expected = expected.map_err(|to| FetchError::Elsewhere(to.to_owned()));
            assert_eq!(followed.map(|(address, _)| address), expected, "{to}");
        };
        check("/y/", Ok("https://a.example/y/"));
        check("https://A.example:9/", Ok("https://A.example:9/"));
        check("https://b.example/", Err("https://b.example/"));
        check("http://a.example/", Err("http://a.example/"));
        check("l", Err("https://a.example/l"));
    }
}
