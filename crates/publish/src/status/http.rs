//! Fetches over HTTP and HTTPS, as a browser would.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use super::web::{FetchError, Response, Web, is_loopback};

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// The time limit for one file.
    pub file: Duration,
    /// The time limit for all files together; after it no more are requested.
    pub all: Duration,
    /// How long to wait for a publication in progress.
    pub pause: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            file: Duration::from_secs(30),
            all: Duration::from_secs(300),
            pause: Duration::from_secs(5),
        }
    }
}

/// A client for a web server.
#[derive(Debug)]
pub struct Http {
    agent: ureq::Agent,
    timeouts: Timeouts,
    end: Instant,
}

impl Http {
    /// A client whose time limits start now.
    #[must_use]
    pub fn new(timeouts: Timeouts) -> Http {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(
                rustls::crypto::ring::default_provider(),
            ));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("hallboard/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls.build())
            .build();
        let end = Instant::now() + timeouts.all;
        Http { agent: agent.into(), timeouts, end }
    }
}

impl Web for Http {
    fn get(&self, address: &str, limit: usize) -> Result<Response, FetchError> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::Late);
        }
        let request = self.agent.get(address).config();
        let mut request = request.timeout_global(Some(left.min(self.timeouts.file)));
        if is_loopback(address) {
            request = request.proxy(None);
        }
        let asked = request.build().header("accept-encoding", "br, gzip");
        let asked = asked.header("cache-control", "no-cache");
        let response = asked.call().map_err(no_answer)?;
        let status = response.status().as_u16();
        let text = |value: &ureq::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect();
        let packed = headers.iter().find(|(name, _)| name == "content-encoding");
        let packed = packed.map(|(_, how)| how.to_ascii_lowercase());
        let body = response.into_body().into_reader();
        let body = unpacked(body, packed.as_deref(), limit)?;
        Ok(Response { status, headers, body })
    }

    fn pause(&self) {
        std::thread::sleep(self.timeouts.pause);
    }
}

/// The decoded body, as a browser would get it; at most one byte more than the limit.
fn unpacked(
    body: impl Read,
    how: Option<&str>,
    limit: usize,
) -> Result<Vec<u8>, FetchError> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = match how {
        None | Some("" | "identity") => body.take(most).read_to_end(&mut bytes),
        Some("gzip" | "x-gzip") => {
            flate2::read::MultiGzDecoder::new(body).take(most).read_to_end(&mut bytes)
        }
        Some("br") => {
            brotli::Decompressor::new(body, 4096).take(most).read_to_end(&mut bytes)
        }
        Some(how) => return Err(FetchError::Garbled(format!("content-encoding: {how}"))),
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(broken_off(error)),
    }
}

fn broken_off(error: io::Error) -> FetchError {
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => FetchError::Late,
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            FetchError::Garbled(error.to_string())
        }
        _ => no_answer(ureq::Error::from(error)),
    }
}

fn no_answer(error: ureq::Error) -> FetchError {
    use ureq::Error;
    match error {
        Error::Timeout(_) => FetchError::Late,
        Error::HostNotFound => FetchError::Name,
        Error::BadUri(_) | Error::Http(_) => FetchError::Address,
        Error::Rustls(error) => of_tls(&error),
        Error::Tls(why) => FetchError::Certificate(why.to_owned()),
        Error::Io(error) => match error.get_ref().and_then(|it| it.downcast_ref()) {
            Some(tls) => of_tls(tls),
            None if error.kind() == io::ErrorKind::TimedOut => FetchError::Late,
            None => FetchError::Connection,
        },
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) | Error::BodyStalled => {
            FetchError::Connection
        }
        other => FetchError::Garbled(other.to_string()),
    }
}

fn of_tls(error: &rustls::Error) -> FetchError {
    match error {
        rustls::Error::InvalidCertificate(_) => {
            FetchError::Certificate(error.to_string())
        }
        other => FetchError::Garbled(other.to_string()),
    }
}
