//! What can be wrong with a site.

use hallboard_feed::{Instant, VerifyError};

use super::policy::Blocked;
use super::web::FetchError;

/// Something wrong with a site, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the site; empty for its front page.
    pub file: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No answer.
    #[error(transparent)]
    FetchError(#[from] FetchError),
    /// An answer other than the file.
    #[error("status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// More bytes than any of its kind may have.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The most bytes it may have.
        limit: usize,
    },
    /// A page in place of the file.
    #[error("a page in place of the file")]
    PageInstead,
    /// A page that is none of Hallboard's.
    #[error("not a page of Hallboard's")]
    Foreign,
    /// The page names no hall and key that could be trusted.
    #[error("names no hall or no key")]
    NoTrust,
    /// The page names another key than the one it is held against.
    #[error("names the key {got}, not {expected}")]
    OtherKey {
        /// The id of the hall's key.
        expected: String,
        /// The id of the page's key, or the beginning of what stands in its place.
        got: String,
    },
    /// A page of another hall or key than the front page.
    #[error("of another hall or key than the front page")]
    OtherPage,
    /// Not the bytes the page names.
    #[error("not the bytes that the page names")]
    Altered,
    /// Sent as another kind of file, so that browsers do not take it.
    #[error("sent as `{got}`, not as `{wanted}`")]
    Type {
        /// What it must be sent as.
        wanted: &'static str,
        /// What it is sent as; empty for nothing.
        got: String,
    },
    /// The feed is not believed.
    #[error(transparent)]
    Refused(#[from] VerifyError),
    /// May not be shown any more.
    #[error("expired at {at}")]
    Expired {
        /// From when on.
        at: Instant,
    },
    /// Older than the hall's rhythm lets it be.
    #[error("issued at {issued}, though news comes every {hours} hours")]
    Late {
        /// When it was issued.
        issued: Instant,
        /// The hours from one publication to the next.
        hours: u32,
    },
    /// Issued at a moment that is still to come.
    #[error("issued at {issued}, which is still to come")]
    Ahead {
        /// When it was issued.
        issued: Instant,
    },
    /// Older than what the hall has published.
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
        /// By how many seconds the server's is ahead; below zero, behind.
        seconds: i64,
    },
    /// A sealed file of another size than its like.
    #[error("a sealed file of {got} bytes")]
    SealedSize {
        /// The bytes it has.
        got: usize,
    },
    /// Something of the hall's own that must not be on the web.
    #[error("the hall's own file is on the web")]
    Exposed,
    /// Without encryption.
    #[error("without https")]
    Plain,
    /// The server's policy keeps the page from something it needs.
    #[error("`{directive}` keeps the page from: {}", names(blocked))]
    Policy {
        /// What the policy says.
        directive: String,
        /// What it keeps the page from.
        blocked: Vec<Blocked>,
    },
    /// The server says another encoding of a page than UTF-8.
    #[error("said to be `{got}`, not UTF-8")]
    Charset {
        /// What it says.
        got: String,
    },
    /// Headers that are missing or say something else.
    #[error("headers missing or other than they should be: {}", names.join(", "))]
    Headers {
        /// Their names.
        names: Vec<&'static str>,
    },
    /// May be kept by caches for longer than it should.
    #[error("may be kept: `{got}`")]
    Kept {
        /// What is wanted of caches.
        wanted: &'static str,
        /// What they are told; empty for nothing.
        got: String,
    },
    /// Something is answered for files that are not there.
    #[error("something is served where there is no file")]
    Fallback,
    /// There is no list of the site's files.
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
            Fault::Kept { .. } => "kept",
            Fault::Fallback => "fallback",
            Fault::NoManifest => "no-manifest",
        }
    }

    /// Whether what is served is whole, fresh and signed all the same.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Fault::Plain
                | Fault::Charset { .. }
                | Fault::Headers { .. }
                | Fault::Kept { .. }
                | Fault::Fallback
                | Fault::NoManifest
        )
    }

    /// Whether it may come of a publication that is under way.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Fault::Refused(refusal) => refusal.may_pass(),
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
