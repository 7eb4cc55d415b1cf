//! The secrets for a web space, from the environment.

use std::fmt;

use hallboard_publish::{UploadProtocol, UploadServer, UploadTarget};

use crate::UploadError;

/// The variable with the password of WebDAV and FTP.
const PASSWORD: &str = "HALLBOARD_UPLOAD_PASSWORD";
/// The variable with the id of the access key of a store.
const KEY_ID: &str = "HALLBOARD_UPLOAD_KEY_ID";
/// The variable with the secret of that key.
const SECRET_KEY: &str = "HALLBOARD_UPLOAD_SECRET_KEY";
/// The variable with the path of the private key for SFTP; without it `ssh` chooses.
const KEY_FILE: &str = "HALLBOARD_UPLOAD_KEY_FILE";

/// The secrets for one web space.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The password of WebDAV or FTP.
    pub password: Option<String>,
    /// The id of a store's access key.
    pub key_id: Option<String>,
    /// The secret of a store's access key.
    pub secret_key: Option<String>,
    /// The path of the private key for SFTP.
    pub key_file: Option<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

/// The names of a secret's variable for a host: the one for that host alone, which comes
/// first, and the one for all hosts.
///
/// The variable for `web.example` is that for all hosts followed by `_WEB_EXAMPLE`.
#[must_use]
pub fn variables(variable: &str, host: &str) -> [String; 2] {
    let plain = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    };
    let host: String = host.chars().map(plain).collect();
    [format!("{variable}_{host}"), variable.to_owned()]
}

impl Secrets {
    /// The secrets for a web space from the environment of this process.
    ///
    /// # Errors
    /// When a variable that the web space needs is not set.
    pub fn of_environment(target: &UploadTarget) -> Result<Secrets, UploadError> {
        Secrets::read(target, |name| std::env::var(name).ok())
    }

    /// The secrets for a web space from the variables that `variable` returns. An empty
    /// variable counts as absent.
    ///
    /// # Errors
    /// When a variable that the web space needs is not set.
    pub fn read(
        target: &UploadTarget,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Secrets, UploadError> {
        let UploadTarget::Server(server) = target else {
            return Ok(Secrets::default());
        };
        let UploadServer { protocol, user, host, .. } = server;
        let optional = |name: &str| {
            let names = variables(name, host);
            names.iter().find_map(|name| variable(name).filter(|it| !it.is_empty()))
        };
        let needed = |name: &'static str| {
            let missing = || UploadError::NoSecret { variable: name };
            optional(name).ok_or_else(missing).map(Some)
        };
        let mut secrets = Secrets::default();
        match protocol {
            UploadProtocol::Sftp => secrets.key_file = optional(KEY_FILE),
            UploadProtocol::Webdav | UploadProtocol::Ftp if user.is_some() => {
                secrets.password = needed(PASSWORD)?;
            }
            UploadProtocol::Webdav | UploadProtocol::Ftp => {}
            UploadProtocol::S3 => {
                secrets.key_id = needed(KEY_ID)?;
                secrets.secret_key = needed(SECRET_KEY)?;
            }
        }
        Ok(secrets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(target: &str, set: &[(&str, &str)], expected: Result<Secrets, &str>) {
        let value = |name: &str| set.iter().find(|it| it.0 == name).map(|it| it.1);
        let read = Secrets::read(&target.parse().unwrap(), |name| {
            value(name).map(str::to_owned)
        });
        let read = read.map_err(|error| match error {
            UploadError::NoSecret { variable } => variable,
            other => panic!("{other}"),
        });
        assert_eq!(read, expected, "{target}");
    }

    #[test]
    fn each_service_reads_its_own_variables() {
        let text = |text: &str| Some(text.to_owned());
        let password = |it| Secrets { password: text(it), ..Secrets::default() };
        let all = [(PASSWORD, "p"), (KEY_ID, "i"), (SECRET_KEY, "s"), (KEY_FILE, "f")];
        check("/mnt/web", &all, Ok(Secrets::default()));
        check("webdav://h@web.example/", &all, Ok(password("p")));
        check("ftp://h@web.example/", &[], Err(PASSWORD));
        check("ftp://h@web.example/", &[(PASSWORD, "")], Err(PASSWORD));
        check("webdav://web.example/", &[], Ok(Secrets::default()));
        let key_file = Secrets { key_file: text("f"), ..Secrets::default() };
        check("sftp://h@web.example/", &all, Ok(key_file));
        check("sftp://h@web.example/", &[], Ok(Secrets::default()));
        let (key_id, secret_key) = (text("i"), text("s"));
        let keys = Secrets { key_id, secret_key, ..Secrets::default() };
        check("s3://web.example/b", &all, Ok(keys));
        check("s3://web.example/b", &[(KEY_ID, "i")], Err(SECRET_KEY));
    }

    #[test]
    fn the_variable_of_a_host_precedes_that_of_all() {
        let password =
            |it: &str| Secrets { password: Some(it.to_owned()), ..Secrets::default() };
        let set = [(PASSWORD, "all"), ("HALLBOARD_UPLOAD_PASSWORD_WEB_2_EXAMPLE", "one")];
        check("ftp://h@web-2.example/", &set, Ok(password("one")));
        check("ftp://h@web-3.example/", &set, Ok(password("all")));
    }

    #[test]
    fn secrets_are_in_no_debug_text() {
        let secrets =
            Secrets { password: Some("geheim".to_owned()), ..Secrets::default() };
        assert!(!format!("{secrets:?}").contains("geheim"));
    }
}
