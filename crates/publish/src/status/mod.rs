//! Whether what a site serves is whole, fresh and signed, seen from afar.
//!
//! [`examine`] asks for what a visitor's browser would ask for, and some more, and
//! believes nothing but the signature: the reader of the feed is that of
//! `hallboard-feed`. Who fetches is behind [`Web`]; the command fetches with `Http`,
//! which is not there in wasm32.

mod fault;
mod feed;
mod host;
#[cfg(not(target_arch = "wasm32"))]
mod http;
mod page;
mod pages;
mod policy;
mod web;

use hallboard_feed::VerifiedFeed;

pub use fault::{Fault, Finding};
#[cfg(not(target_arch = "wasm32"))]
pub use http::{Http, Timeouts};
pub use policy::Blocked;
pub use web::{Answer, FetchError, Web, is_loopback, site_address};

/// What a site is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Seconds since 1970 by this computer's clock.
    pub now: i64,
    /// The hall's public key as one line; `None` to believe the page, which whoever can
    /// write to the web space can change.
    pub key: Option<String>,
    /// The version that the hall's own site folder holds, if it is at hand.
    pub version: Option<u64>,
    /// The days from one publication to the next; `None` for what the feed says of it.
    pub every: Option<u16>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The site's address in the end.
    pub address: String,
    /// The hall the front page names.
    pub hall: Option<String>,
    /// The feed, if it is believed.
    pub feed: Option<VerifiedFeed>,
    /// By how many seconds the server's clock is ahead of this computer's.
    pub clock: Option<i64>,
    /// How many pages came.
    pub pages: usize,
    /// How many files of the app came as the pages name them.
    pub files: usize,
    /// How many sealed files came.
    pub sealed: usize,
    /// How many sealed files the site has by its own list.
    pub sealed_listed: usize,
    /// All that is wrong, in the order of looking.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether it is whole, fresh and signed.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|it| it.fault.is_warning())
    }

    fn found(&mut self, file: &str, fault: impl Into<Fault>) {
        let found = Finding { file: file.to_owned(), fault: fault.into() };
        if !self.findings.contains(&found) {
            self.findings.push(found);
        }
    }
}

/// Looks at the site at that address, as [`site_address`] gives it.
#[must_use]
pub fn examine(web: &dyn Web, address: &str, expected: &Expected) -> Report {
    let mut seen = Report { address: address.to_owned(), ..Report::default() };
    let Some(front) = pages::front(web, expected, &mut seen) else { return seen };
    let trust = pages::trust(&front.page, expected, &mut seen);
    let manifest = host::manifest(web, &mut seen);
    let others = pages::others(web, &front, manifest.as_ref(), &mut seen);
    if let Some(trust) = trust {
        feed::look(web, &trust, expected, &mut seen);
    }
    let post =
        seen.feed.as_ref().and_then(|it| it.snapshot().letters.as_ref()?.post.clone());
    let mut visited = others;
    visited.insert(0, front);
    policy::look(&visited, manifest.as_ref(), post.as_deref(), &mut seen);
    feed::sealed(web, manifest, &mut seen);
    if let Some(front) = visited.first() {
        host::look(web, &front.answer, &mut seen);
    }
    seen
}

/// A file of the site, if it came whole and is none but itself.
fn file(web: &dyn Web, seen: &Report, path: &str, limit: usize) -> Result<Answer, Fault> {
    let (_, answer) = web::follow(web, &format!("{}{path}", seen.address), limit)?;
    whole(answer, limit)
}

fn whole(answer: Answer, limit: usize) -> Result<Answer, Fault> {
    match answer.status {
        200 if answer.body.len() > limit => Err(Fault::TooLarge { limit }),
        200 => Ok(answer),
        status => Err(Fault::Status { status }),
    }
}
