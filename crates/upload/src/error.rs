//! Why an upload failed.

use std::error::Error;
use std::{fmt, io};

use opendal::ErrorKind;

/// Why an upload failed. The local site is as it was.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The local folder contains no site of Hallboard.
    #[error("there is no site to upload")]
    NoSite,
    /// A file of the local site is missing or cannot be read.
    #[error("{path}: {error}")]
    Local {
        /// The file.
        path: String,
        /// The error of the system.
        error: io::Error,
    },
    /// A secret that the web space needs is not in the environment.
    #[error("the variable {variable} is not set")]
    NoSecret {
        /// The variable for all hosts.
        variable: &'static str,
    },
    /// SFTP is not available on this system.
    #[error("SFTP is not available on this system")]
    NoSftp,
    /// This computer cannot prepare connections.
    #[error("no connections can be made: {0}")]
    Setup(String),
    /// The web space has the site of another hall.
    #[error("the web space has the site of the hall `{hall}`")]
    OtherHall {
        /// The id of that hall.
        hall: String,
    },
    /// The web space has a newer publication of this hall.
    #[error("the web space has version {remote}, newer than {local}")]
    Newer {
        /// The version on the web space.
        remote: u64,
        /// The version to upload.
        local: u64,
    },
    /// The server refused an operation, or did not answer.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// A file on the web space is not as it was sent.
    #[error("{file} is not on the web space as it was sent")]
    Differs {
        /// The file.
        file: String,
    },
    /// A superseded file is still on the web space after it was removed.
    #[error("{file} cannot be removed from the web space")]
    Remains {
        /// The file.
        file: String,
    },
}

/// An operation that failed on the server, or on the way to it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{step} {file}: {said}")]
pub struct ServiceError {
    /// The operation.
    pub step: Step,
    /// The file or folder, relative to the site's root; empty for the root.
    pub file: String,
    /// The probable cause.
    pub cause: Cause,
    /// The answer of the server or the error of the system, shortened to one line.
    pub said: String,
    /// Whether the same operation may succeed if it is repeated at once.
    pub(crate) repeatable: bool,
}

/// An operation on the web space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Lists a folder; it is also the first contact with the server.
    List,
    /// Reads a file.
    Read,
    /// Writes a file.
    Write,
    /// Gives a file that was written its final name.
    Rename,
    /// Removes a file.
    Remove,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::List => "list",
            Step::Read => "read",
            Step::Write => "write",
            Step::Rename => "rename",
            Step::Remove => "remove",
        })
    }
}

/// The probable cause of a failed operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The name, password or key is wrong.
    Credentials,
    /// The server's SSH key is not known to this computer, or has changed.
    HostKey,
    /// The host's name cannot be resolved.
    Name,
    /// Nothing answers at that host and port.
    Unreachable,
    /// The server's certificate is not trusted.
    Certificate,
    /// The web space is full.
    NoSpace,
    /// The account may not do this.
    Forbidden,
    /// The folder, bucket or file does not exist.
    NotFound,
    /// The connection broke, or an answer took too long.
    Interrupted,
    /// Anything else.
    Other,
}

impl Cause {
    /// The cause that an error's kind and text indicate. The kinds alone are misleading: a
    /// wrong password is an unexpected error for most services.
    fn of(kind: ErrorKind, text: &str) -> Cause {
        let text = text.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|it| text.contains(it));
        if says(NO_SPACE) {
            Cause::NoSpace
        } else if says(HOST_KEY) {
            Cause::HostKey
        } else if says(CREDENTIALS) {
            Cause::Credentials
        } else if says(NAME) {
            Cause::Name
        } else if says(CERTIFICATE) {
            Cause::Certificate
        } else if says(UNREACHABLE) {
            Cause::Unreachable
        } else if says(FORBIDDEN) || kind == ErrorKind::PermissionDenied {
            Cause::Forbidden
        } else if says(NOT_FOUND) || kind == ErrorKind::NotFound {
            Cause::NotFound
        } else if says(INTERRUPTED) {
            Cause::Interrupted
        } else {
            Cause::Other
        }
    }
}

const NO_SPACE: &[&str] = &[
    "no space left",
    "disk quota",
    "quota exceeded",
    "quotaexceeded",
    "insufficient storage",
    "storagefull",
    "status: 507",
    "[452]",
    "[552]",
    "not enough space",
];
const HOST_KEY: &[&str] =
    &["host key verification failed", "remote host identification has changed"];
const CREDENTIALS: &[&str] = &[
    "permission denied (",
    "too many authentication failures",
    "authentication failed",
    "login incorrect",
    "login authentication failed",
    "status: 401",
    "[530]",
    "invalidaccesskeyid",
    "signaturedoesnotmatch",
];
const NAME: &[&str] = &[
    "could not resolve",
    "name or service not known",
    "temporary failure in name resolution",
    "nodename nor servname",
    "failed to lookup address",
    "dns error",
    "no such host is known",
];
const CERTIFICATE: &[&str] =
    &["invalid peer certificate", "unknownissuer", "certificate verify failed"];
const UNREACHABLE: &[&str] = &[
    "connection refused",
    "no route to host",
    "network is unreachable",
    "connection request: timeout",
    "error trying to connect",
    "tcp connect error",
    "client error (connect)",
];
const FORBIDDEN: &[&str] =
    &["status: 403", "accessdenied", "[550] not enough privileges"];
const NOT_FOUND: &[&str] = &["nosuchbucket", "status: 404"];
const INTERRUPTED: &[&str] = &[
    "timeout",
    "timed out",
    "connection reset",
    "connection closed",
    "connection aborted",
    "broken pipe",
    "unexpected eof",
    "end of file",
    "incomplete",
    "closed before",
    "not connected",
    "background task failed",
    "[421]",
    "[426]",
];

/// The largest number of characters of a server's answer that is repeated.
const LONGEST: usize = 200;

impl ServiceError {
    pub(crate) fn of(step: Step, file: &str, error: &opendal::Error) -> ServiceError {
        let mut text = error.to_string();
        let mut source = error.source();
        let mut deepest = String::new();
        while let Some(inner) = source {
            deepest = inner.to_string();
            text.push_str(": ");
            text.push_str(&deepest);
            source = inner.source();
        }
        let cause = Cause::of(error.kind(), &text);
        let said = match (status(&text), deepest.is_empty()) {
            (Some(status), _) => format!("HTTP {status}"),
            (None, false) => shortened(&deepest),
            (None, true) => shortened(error.message()),
        };
        let repeatable = match cause {
            Cause::Interrupted => true,
            Cause::Other => error.is_temporary(),
            _ => false,
        };
        ServiceError { step, file: file.to_owned(), cause, said, repeatable }
    }
}

/// The HTTP status in the text of an error.
fn status(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("status: ")?;
    rest.get(..3)?.parse().ok().filter(|status| (100..600).contains(status))
}

fn shortened(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(end);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: ErrorKind, text: &str, expected: Cause) {
        let found = ServiceError::of(Step::Write, "x", &opendal::Error::new(kind, text));
        assert_eq!(found.cause, expected, "{text}");
    }

    #[test]
    fn causes_are_found_in_the_text_where_kinds_mislead() {
        use ErrorKind::{ConfigInvalid, NotFound, PermissionDenied, Unexpected};
        check(Unexpected, "response: Parts { status: 401, .. }", Cause::Credentials);
        check(Unexpected, "[530] Authentication failed.", Cause::Credentials);
        check(Unexpected, "h@web: Permission denied (publickey).", Cause::Credentials);
        check(Unexpected, "Host key verification failed.", Cause::HostKey);
        check(Unexpected, "[452] Insufficient storage space", Cause::NoSpace);
        check(Unexpected, "Parts { status: 507 }", Cause::NoSpace);
        check(Unexpected, "No space left on device (os error 28)", Cause::NoSpace);
        check(ConfigInvalid, "Code: NoSuchBucket", Cause::NotFound);
        check(NotFound, "", Cause::NotFound);
        check(PermissionDenied, "", Cause::Forbidden);
        check(Unexpected, "dns error: failed to lookup address", Cause::Name);
        check(Unexpected, "tcp connect error: Connection refused", Cause::Unreachable);
        check(Unexpected, "invalid peer certificate: UnknownIssuer", Cause::Certificate);
        check(Unexpected, "io operation timeout reached", Cause::Interrupted);
        check(Unexpected, "something else", Cause::Other);
    }

    #[test]
    fn long_answers_are_shortened_to_one_line() {
        let page = "<html>\n".repeat(200);
        let error = opendal::Error::new(ErrorKind::Unexpected, page);
        let said = ServiceError::of(Step::Read, "x", &error).said;
        assert!(said.chars().count() <= LONGEST + 1 && !said.contains('\n'), "{said}");
    }
}
