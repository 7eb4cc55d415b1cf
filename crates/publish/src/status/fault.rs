//! Faults of a site.

use hallboard_feed::{Instant, VerifyError};

use super::policy::Blocked;
use super::web::FetchError;

/// A fault, and the file that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The path of the file, relative to the site; empty for the front page.
    pub file: String,
    /// The fault.
    pub fault: Fault,
}

/// A fault of a site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There was no response.
    #[error(transparent)]
    FetchError(#[from] FetchError),
    /// The response was not successful.
    #[error("status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// The file exceeds its size limit.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The size limit in bytes.
        limit: usize,
    },
    /// A page was sent in place of the file.
    #[error("a page in place of the file")]
    PageInstead,
    /// The page is not Hallboard's.
    #[error("not a page of Hallboard's")]
    Foreign,
    /// The page names no valid hall and key.
    #[error("names no hall or no key")]
    NoTrust,
    /// The page names a key other than the expected one.
    #[error("names the key {got}, not {expected}")]
    OtherKey {
        /// The id of the hall's key.
        expected: String,
        /// The id of the page's key, or the beginning of the text in its place.
        got: String,
    },
    /// The page belongs to another hall or key than the front page.
    #[error("of another hall or key than the front page")]
    OtherPage,
    /// The file does not match the digest in the page.
    #[error("not the bytes that the page names")]
    Altered,
    /// The file is sent with another content type, so that browsers reject it.
    #[error("sent as `{got}`, not as `{wanted}`")]
    Type {
        /// The required content type.
        wanted: &'static str,
        /// The content type sent; empty if there is none.
        got: String,
    },
    /// The feed failed verification.
    #[error(transparent)]
    Refused(#[from] VerifyError),
    /// The publication has expired.
    #[error("expired at {at}")]
    Expired {
        /// The time of expiry.
        at: Instant,
    },
    /// The publication is older than the hall's cadence permits.
    #[error("issued at {issued}, though news comes every {hours} hours")]
    Late {
        /// When it was issued.
        issued: Instant,
        /// The cadence in hours.
        hours: u32,
    },
    /// The time of issue is in the future.
    #[error("issued at {issued}, which is still to come")]
    Ahead {
        /// When it was issued.
        issued: Instant,
    },
    /// The publication is older than the hall's last one.
    #[error("version {served}, though {published} is published")]
    Behind {
        /// The version served.
        served: u64,
        /// The version in the hall's own site folder.
        published: u64,
    },
    /// The server's clock and this computer's differ.
    #[error("the server's clock differs by {seconds} s")]
    Clock {
        /// By how many seconds the server's clock is ahead; negative if it is behind.
        seconds: i64,
    },
    /// A sealed file has an invalid size, or another size than the others.
    #[error("a sealed file of {got} bytes")]
    SealedSize {
        /// The size in bytes.
        got: usize,
    },
    /// A private file of the hall is on the web.
    #[error("the hall's own file is on the web")]
    Exposed,
    /// The site is served without encryption.
    #[error("without https")]
    Plain,
    /// The server's policy blocks something that the page needs.
    #[error("`{directive}` keeps the page from: {}", names(blocked))]
    Policy {
        /// The directive that blocks it.
        directive: String,
        /// What it blocks.
        blocked: Vec<Blocked>,
    },
    /// The server names an encoding other than UTF-8 for a page.
    #[error("said to be `{got}`, not UTF-8")]
    Charset {
        /// The encoding that it names.
        got: String,
    },
    /// Headers are missing or have other values.
    #[error("headers missing or other than they should be: {}", names.join(", "))]
    Headers {
        /// The names of the headers.
        names: Vec<&'static str>,
    },
    /// Caches may store the file for longer than they should.
    #[error("may be kept: `{got}`")]
    Caching {
        /// The required directive.
        wanted: &'static str,
        /// The directives sent; empty if there are none.
        got: String,
    },
    /// The server responds with success for files that do not exist.
    #[error("something is served where there is no file")]
    Fallback,
    /// The site has no manifest.
    #[error("no list of the site's files")]
    NoManifest,
}

impl Fault {
    /// A short name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Fault::FetchError(FetchError::Address) => "address",
            Fault::FetchError(FetchError::Name) => "name",
            Fault::FetchError(FetchError::Connection) => "connection",
            Fault::FetchError(FetchError::Late) => "slow",
            Fault::FetchError(FetchError::Certificate(_)) => "certificate",
            Fault::FetchError(FetchError::Elsewhere(_)) => "redirect",
            Fault::FetchError(FetchError::Garbled(_)) => "garbled",
            Fault::Status { .. } => "status",
            Fault::TooLarge { .. } => "too-large",
            Fault::PageInstead => "page-instead",
            Fault::Foreign => "foreign",
            Fault::NoTrust => "no-trust",
            Fault::OtherKey { .. } => "other-key",
            Fault::OtherPage => "other-page",
            Fault::Altered => "altered",
            Fault::Type { .. } => "type",
            Fault::Refused(refusal) => of_refusal(refusal),
            Fault::Expired { .. } => "expired",
            Fault::Late { .. } => "late",
            Fault::Ahead { .. } => "ahead",
            Fault::Behind { .. } => "behind",
            Fault::Clock { .. } => "clock",
            Fault::SealedSize { .. } => "sealed-size",
            Fault::Exposed => "exposed",
            Fault::Plain => "plain-http",
            Fault::Policy { .. } => "policy",
            Fault::Charset { .. } => "charset",
            Fault::Headers { .. } => "headers",
            Fault::Caching { .. } => "kept",
            Fault::Fallback => "fallback",
            Fault::NoManifest => "no-manifest",
        }
    }

    /// Whether the site is complete, fresh and signed in spite of the fault.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Fault::Plain
                | Fault::Charset { .. }
                | Fault::Headers { .. }
                | Fault::Caching { .. }
                | Fault::Fallback
                | Fault::NoManifest
        )
    }

    /// Whether the fault may be caused by a publication in progress.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Fault::Refused(refusal) => refusal.is_transient(),
            Fault::Status { .. } | Fault::SealedSize { .. } | Fault::Altered => true,
            _ => false,
        }
    }
}

fn names(blocked: &[Blocked]) -> String {
    blocked.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ")
}

fn of_refusal(refusal: &VerifyError) -> &'static str {
    match refusal {
        VerifyError::TooLarge { .. } => "too-large",
        VerifyError::SignatureFormat
        | VerifyError::LegacySignature
        | VerifyError::Signature => "signature",
        VerifyError::OtherKey { .. } => "other-key",
        VerifyError::OtherHall { .. } => "other-hall",
        VerifyError::Length { .. } | VerifyError::Hash { .. } => "altered",
        VerifyError::OtherFormat { .. } => "other-format",
        _ => "format",
    }
}
