//! The address of the web space to which the hall uploads its site.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;

/// A web space, as in the setting `site.upload`. It never contains a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadTarget {
    /// A folder of this computer, such as a share of the network.
    Folder(PathBuf),
    /// A folder of a server.
    Server(UploadServer),
}

/// A folder of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadServer {
    /// How the server is reached.
    pub protocol: UploadProtocol,
    /// Whether the connection is encrypted.
    pub encrypted: bool,
    /// The name by which the hall logs in, if the address has one.
    pub user: Option<String>,
    /// The name or number of the host; an IPv6 address without brackets.
    pub host: String,
    /// The port; `None` for that of the protocol.
    pub port: Option<u16>,
    /// The folder on the server, beginning with `/`, without `/` at the end unless it is
    /// the root. For [`UploadProtocol::S3`] it is below the bucket.
    pub path: String,
    /// The bucket; only for [`UploadProtocol::S3`], and always there.
    pub bucket: Option<String>,
    /// The region; only for [`UploadProtocol::S3`].
    pub region: Option<String>,
}

/// How a server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadProtocol {
    /// SFTP, by the system's `ssh`.
    Sftp,
    /// WebDAV.
    Webdav,
    /// FTP, with TLS if it is encrypted.
    Ftp,
    /// Amazon S3, or a store with the same interface.
    S3,
}

/// Why a text is not the address of a web space.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadTargetError {
    /// It is empty.
    #[error("the address is empty")]
    Empty,
    /// The address contains a password. The text is not repeated here.
    #[error("the address contains a password")]
    Secret,
    /// It begins with an unknown scheme.
    #[error("`{scheme}://` is not known")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// The host or the port is missing or invalid.
    #[error("`{host}` is no host")]
    Host {
        /// The text in the place of host and port.
        host: String,
    },
    /// The path has invalid parts, or the address has a query that is not known.
    #[error("`{part}` is not possible in the path")]
    Path {
        /// The part.
        part: String,
    },
    /// The address of a store names no bucket.
    #[error("no bucket is named")]
    Bucket,
}

/// The schemes, with their protocols and whether they are encrypted.
const SCHEMES: [(&str, UploadProtocol, bool); 7] = [
    ("sftp", UploadProtocol::Sftp, true),
    ("webdav", UploadProtocol::Webdav, true),
    ("webdav+http", UploadProtocol::Webdav, false),
    ("ftps", UploadProtocol::Ftp, true),
    ("ftp", UploadProtocol::Ftp, false),
    ("s3", UploadProtocol::S3, true),
    ("s3+http", UploadProtocol::S3, false),
];

impl FromStr for UploadTarget {
    type Err = UploadTargetError;

    fn from_str(text: &str) -> Result<UploadTarget, UploadTargetError> {
        let text = text.trim();
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text {
                "" => Err(UploadTargetError::Empty),
                path => Ok(UploadTarget::Folder(path.into())),
            };
        };
        let known = SCHEMES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(scheme));
        let Some((_, protocol, encrypted)) = known.copied() else {
            return Err(UploadTargetError::Scheme { scheme: scheme.to_owned() });
        };
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, path),
            None => (rest, ""),
        };
        // Some web spaces have names with @, such as those of a mailbox.
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        if user.is_some_and(|user| user.contains(':')) {
            return Err(UploadTargetError::Secret);
        }
        let user = user.map(decoded).filter(|user| !user.is_empty());
        if let Some(user) = user.as_ref().filter(|user| user.starts_with('-')) {
            return Err(UploadTargetError::Host { host: user.clone() });
        }
        let (host, port) = host_and_port(host)
            .ok_or_else(|| UploadTargetError::Host { host: host.to_owned() })?;
        let region = region(protocol, query)?;
        let mut parts = path_parts(path)?;
        let bucket = match protocol {
            UploadProtocol::S3 if parts.is_empty() => {
                return Err(UploadTargetError::Bucket);
            }
            UploadProtocol::S3 => Some(parts.remove(0)),
            _ => None,
        };
        let path = format!("/{}", parts.join("/"));
        Ok(UploadTarget::Server(UploadServer {
            protocol,
            encrypted,
            user,
            host,
            port,
            path,
            bucket,
            region,
        }))
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A host that can be handed to other programs: none that is taken for an option.
fn host_and_port(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((host, rest)) => {
            let number = host.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c));
            if !number || !host.contains(':') {
                return None;
            }
            let port = match rest {
                "" => None,
                rest => Some(rest.strip_prefix(':')?),
            };
            (host, port)
        }
        None => {
            let (host, port) = match text.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            };
            let plain = |c: char| c.is_alphanumeric() || ".-_".contains(c);
            if host.is_empty() || host.starts_with('-') || !host.chars().all(plain) {
                return None;
            }
            (host, port)
        }
    };
    let port = match port {
        None => None,
        Some(port) => Some(port.parse().ok().filter(|port| *port > 0)?),
    };
    Some((host.to_owned(), port))
}

fn region(
    protocol: UploadProtocol,
    query: Option<&str>,
) -> Result<Option<String>, UploadTargetError> {
    let Some(query) = query else { return Ok(None) };
    let region = query.strip_prefix("region=").filter(|region| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        !region.is_empty() && region.chars().all(plain)
    });
    match region {
        Some(region) if protocol == UploadProtocol::S3 => Ok(Some(region.to_owned())),
        // It may contain a secret, so only its beginning is repeated.
        _ => {
            let name = query.split('=').next().unwrap_or_default();
            Err(UploadTargetError::Path { part: format!("?{name}") })
        }
    }
}

fn path_parts(path: &str) -> Result<Vec<String>, UploadTargetError> {
    let parts = path.split('/').filter(|part| !part.is_empty()).map(decoded);
    parts
        .map(|part| {
            let inward = !matches!(part.as_str(), "." | "..");
            let plain = |c: char| !c.is_control() && !"/\\#".contains(c);
            match inward && part.chars().all(plain) {
                true => Ok(part),
                false => Err(UploadTargetError::Path { part }),
            }
        })
        .collect()
}

impl UploadTarget {
    /// Whether the system's `ssh` makes the connection.
    #[must_use]
    pub fn uses_ssh(&self) -> bool {
        let UploadTarget::Server(server) = self else { return false };
        server.protocol == UploadProtocol::Sftp
    }

    /// The same target with a relative folder taken from `base`.
    #[must_use]
    pub fn relative_to(self, base: &Path) -> UploadTarget {
        match self {
            UploadTarget::Folder(path) => UploadTarget::Folder(base.join(path)),
            server => server,
        }
    }
}

impl fmt::Display for UploadTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UploadTarget::Folder(path) => path.display().fmt(f),
            UploadTarget::Server(server) => server.fmt(f),
        }
    }
}

impl fmt::Display for UploadServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = SCHEMES.iter().find(|(_, protocol, encrypted)| {
            (*protocol, *encrypted) == (self.protocol, self.encrypted)
        });
        let scheme = found.map_or("sftp", |(scheme, ..)| scheme);
        write!(f, "{scheme}://")?;
        if let Some(user) = &self.user {
            write!(f, "{user}@")?;
        }
        match self.host.contains(':') {
            true => write!(f, "[{}]", self.host)?,
            false => f.write_str(&self.host)?,
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        if let Some(bucket) = &self.bucket {
            write!(f, "/{bucket}")?;
        }
        f.write_str(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str, folder: &str) {
        let target: UploadTarget = text.parse().unwrap();
        assert_eq!(target.to_string(), shown);
        let UploadTarget::Server(server) = target else { panic!("{text} is a folder") };
        assert_eq!(server.path, folder, "{text}");
        assert_eq!(shown.parse(), Ok(UploadTarget::Server(server)), "{shown}");
    }

    #[track_caller]
    fn check_wrong(text: &str, expected: UploadTargetError) {
        assert_eq!(text.parse::<UploadTarget>(), Err(expected), "{text}");
    }

    #[test]
    fn addresses_of_servers_are_read() {
        check(
            "sftp://hall@web.example/htdocs",
            "sftp://hall@web.example/htdocs",
            "/htdocs",
        );
        check("sftp://web.example", "sftp://web.example/", "/");
        check("SFTP://web.example:2222//a/b/", "sftp://web.example:2222/a/b", "/a/b");
        check(
            "ftp://w1@hall.example@ftp.example/",
            "ftp://w1@hall.example@ftp.example/",
            "/",
        );
        check("ftps://w1%40x@ftp.example/a%20b", "ftps://w1@x@ftp.example/a b", "/a b");
        check("webdav://dav.example/村", "webdav://dav.example/村", "/村");
        check("webdav+http://[::1]:80/x", "webdav+http://[::1]:80/x", "/x");
        check(
            "s3://s3.example/halls/yangqiao",
            "s3://s3.example/halls/yangqiao",
            "/yangqiao",
        );
        check("s3+http://127.0.0.1:9000/halls", "s3+http://127.0.0.1:9000/halls/", "/");
    }

    #[test]
    fn stores_have_a_bucket_and_may_have_a_region() {
        let target: UploadTarget =
            "s3://s3.example/b/c?region=cn-north-1".parse().unwrap();
        let UploadTarget::Server(server) = target else { panic!() };
        assert_eq!(server.bucket.as_deref(), Some("b"));
        assert_eq!(server.region.as_deref(), Some("cn-north-1"));
        check_wrong("s3://s3.example/", UploadTargetError::Bucket);
    }

    #[test]
    fn everything_else_is_a_folder_of_this_computer() {
        let folder = |text: &str| UploadTarget::Folder(text.into());
        assert_eq!("/mnt/web".parse(), Ok(folder("/mnt/web")));
        assert_eq!("D:\\web".parse(), Ok(folder("D:\\web")));
        let below = folder("web").relative_to(Path::new("/hall"));
        assert_eq!(below, folder("/hall/web"));
    }

    #[test]
    fn addresses_with_secrets_are_refused_and_not_repeated() {
        check_wrong("sftp://hall:geheim@web.example/", UploadTargetError::Secret);
        let error = "ftp://h@web.example/?password=geheim".parse::<UploadTarget>();
        assert!(!error.unwrap_err().to_string().contains("geheim"));
    }

    #[test]
    fn unusable_addresses_are_refused() {
        let host = |host: &str| UploadTargetError::Host { host: host.to_owned() };
        let path = |part: &str| UploadTargetError::Path { part: part.to_owned() };
        check_wrong("", UploadTargetError::Empty);
        let scheme = "https".to_owned();
        check_wrong("https://web.example/", UploadTargetError::Scheme { scheme });
        check_wrong("sftp:///htdocs", host(""));
        check_wrong("sftp://-oProxyCommand=x/", host("-oProxyCommand=x"));
        check_wrong("sftp://-x@web.example/", host("-x"));
        check_wrong("sftp://web.example:0/", host("web.example:0"));
        check_wrong("sftp://web.example:x/", host("web.example:x"));
        check_wrong("sftp://[web.example]/", host("[web.example]"));
        check_wrong("sftp://web.example/a/../b", path(".."));
        check_wrong("sftp://web.example/a/%2e%2e/b", path(".."));
        check_wrong("webdav://web.example/a#b", path("a#b"));
        check_wrong("sftp://web.example/?region=x", path("?region"));
        check_wrong("s3://web.example/b?region=x&y=z", path("?region"));
    }
}
