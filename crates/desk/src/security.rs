//! Who may use the desk.
//!
//! The server listens on loopback, where every program of every user of the computer, and
//! every page in the browser, can reach it. A request is answered only if
//!
//! - its `Host` is the desk's own: a page whose domain name leads to loopback (DNS
//!   rebinding) sends another;
//! - `Sec-Fetch-Site` and `Origin`, where the browser sends them, are the desk's own: pages
//!   of other sites, and of other ports of this computer, cannot call it;
//! - it has the session's cookie. A browser gets it in exchange for the token in the address
//!   that the command prints and writes into a private file. Each token is exchanged once, and
//!   may come from anywhere: the file is another site;
//! - if it changes something, its form contains the session's form token.

use std::sync::{Mutex, PoisonError};

use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use subtle::ConstantTimeEq;

/// Headers of every response.
///
/// The referrer policy is not `no-referrer`, with which browsers send `Origin: null` with the
/// desk's own forms.
pub const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
         connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The content security policy of pages to print, whose style sheets are in them.
pub const PRINTED_PAGE_POLICY: &str = "default-src 'none'; \
     style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The path at which the token is exchanged.
pub const ENTRY_PATH: &str = "/enter";

/// Number of random bytes in a secret.
const SECRET_BYTES: usize = 32;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// `Host` is missing, occurs twice, or is not the desk's.
    #[error("the host is not the desk's")]
    Host,
    /// The request comes from another origin.
    #[error("the request comes from another origin")]
    Origin,
    /// The request has no cookie of this session.
    #[error("the request has no cookie of this session")]
    Session,
    /// The token of the address is not valid, or was exchanged before.
    #[error("the token of the address is not valid or was used before")]
    EntryToken,
    /// The form does not contain the session's token.
    #[error("the form does not contain the session's token")]
    FormToken,
}

/// The secrets of one run of the desk.
pub struct Session {
    port: u16,
    entry_token: Mutex<String>,
    cookie: String,
    form_token: String,
}

impl Session {
    /// New secrets for a desk on that port.
    ///
    /// # Errors
    /// If the system has no random bytes.
    pub fn new(port: u16) -> std::io::Result<Session> {
        Ok(Session {
            port,
            entry_token: Mutex::new(secret()?),
            cookie: secret()?,
            form_token: secret()?,
        })
    }

    /// The path and query that give a browser the cookie, once.
    pub fn entry(&self) -> String {
        let token = self.entry_token.lock().unwrap_or_else(PoisonError::into_inner);
        format!("{ENTRY_PATH}?token={token}")
    }

    /// The address that gives a browser the cookie, once.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.entry())
    }

    /// Exchanges the token of the address for the header that sets the cookie. The next
    /// address has a new token.
    ///
    /// # Errors
    /// If it is not the token, or was exchanged before, or there are no random bytes for the
    /// next one.
    pub fn exchange(&self, given: &str) -> Result<HeaderValue, Refusal> {
        let mut token = self.entry_token.lock().unwrap_or_else(PoisonError::into_inner);
        if !same(&token, given) {
            return Err(Refusal::EntryToken);
        }
        let name = self.cookie_name();
        let cookie = format!("{name}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        let header = HeaderValue::try_from(cookie).map_err(|_not_ascii| {
            // Secrets are hexadecimal; a header that cannot be made is no access.
            Refusal::EntryToken
        })?;
        *token = secret().map_err(|_no_random_bytes| Refusal::EntryToken)?;
        Ok(header)
    }

    /// The token that every form contains.
    pub fn form_token(&self) -> &str {
        &self.form_token
    }

    /// Checks that a request is sent to the desk, and returns its host.
    ///
    /// # Errors
    /// If it is for another host.
    pub fn check_host<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, Refusal> {
        let hosts =
            [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let host = only(headers, &HOST).ok_or(Refusal::Host)?;
        match hosts.iter().any(|it| it == host) {
            true => Ok(host),
            false => Err(Refusal::Host),
        }
    }

    /// Checks where a request is sent to and comes from.
    ///
    /// # Errors
    /// If it is for another host, or from another origin.
    pub fn check_origin(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<(), Refusal> {
        let host = self.check_host(headers)?;
        // `none`: the user typed the address or opened it from outside the browser.
        let may_come_from: &[&str] = match *method {
            Method::POST => &["same-origin"],
            _ => &["same-origin", "none"],
        };
        let site =
            headers.contains_key(&SEC_FETCH_SITE).then(|| only(headers, &SEC_FETCH_SITE));
        if site.is_some_and(|it| it.is_none_or(|it| !may_come_from.contains(&it))) {
            return Err(Refusal::Origin);
        }
        let origin = headers.contains_key(&ORIGIN).then(|| only(headers, &ORIGIN));
        let own = format!("http://{host}");
        match origin {
            Some(origin) if origin != Some(&own) => Err(Refusal::Origin),
            // Every browser sends one of them with a form.
            None if *method == Method::POST && site.is_none() => Err(Refusal::Origin),
            _ => Ok(()),
        }
    }

    /// Checks that a request has the session's cookie.
    ///
    /// # Errors
    /// If it has none, or another.
    pub fn check_cookie(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let name = self.cookie_name();
        let values =
            headers.get_all(COOKIE).into_iter().filter_map(|it| it.to_str().ok());
        let pairs =
            values.flat_map(|it| it.split(';')).filter_map(|it| it.split_once('='));
        let mut own = pairs.filter(|(it, _)| it.trim() == name);
        match own.any(|(_, value)| same(value.trim(), &self.cookie)) {
            true => Ok(()),
            false => Err(Refusal::Session),
        }
    }

    /// Checks the token of a form.
    ///
    /// # Errors
    /// If it is not the session's.
    pub fn check_form_token(&self, given: Option<&str>) -> Result<(), Refusal> {
        match given.is_some_and(|given| same(given, &self.form_token)) {
            true => Ok(()),
            false => Err(Refusal::FormToken),
        }
    }

    /// Cookies are shared by all ports of a host, so the name contains the port.
    fn cookie_name(&self) -> String {
        format!("hallboard-desk-{}", self.port)
    }
}

/// The value of a header that occurs exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn secret() -> std::io::Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(base16ct::lower::encode_string(&bytes))
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}
