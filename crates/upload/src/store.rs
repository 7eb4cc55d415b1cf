//! The web space: lists, reads, writes and removes files by Apache OpenDAL.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use hallboard_publish::{
    SEALED_CACHE, SEALED_PATH, SITE_CACHE, UNFINISHED, UploadProtocol, UploadServer,
    UploadTarget,
};
use opendal::layers::TimeoutLayer;
use opendal::{Buffer, ErrorKind, Operator, services};

use crate::error::{ServiceError, Step, UploadError};
use crate::secrets::Secrets;

/// The time limit for an operation that transfers no file.
const ANSWER: Duration = Duration::from_secs(30);
/// The time limit for one transfer.
const TRANSFER: Duration = Duration::from_secs(120);
/// The region that most stores accept if none is set.
const REGION: &str = "us-east-1";

/// A web space.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    operator: Operator,
    /// Whether a file can be renamed over an existing one.
    renames: bool,
    /// Whether the service stores the headers with which it serves a file.
    stores_headers: bool,
}

impl Store {
    /// Prepares access to a web space; nothing is requested yet. Must be called within a
    /// tokio runtime.
    pub(crate) fn open(
        target: &UploadTarget,
        secrets: &Secrets,
    ) -> Result<Store, UploadError> {
        install_transport();
        let operator = match target {
            UploadTarget::Folder(folder) => of_folder(folder),
            UploadTarget::Server(server) => match server.protocol {
                UploadProtocol::Sftp => of_sftp(server, secrets)?,
                UploadProtocol::Webdav => of_webdav(server, secrets),
                UploadProtocol::Ftp => of_ftp(server, secrets),
                UploadProtocol::S3 => of_s3(server, secrets),
            },
        };
        let operator =
            operator.map_err(|error| ServiceError::of(Step::List, "", &error))?;
        let timeout = TimeoutLayer::new().with_timeout(ANSWER).with_io_timeout(TRANSFER);
        let capability = operator.info().capability();
        Ok(Store {
            renames: capability.rename,
            stores_headers: capability.write_with_cache_control,
            operator: operator.layer(timeout),
        })
    }

    /// The files in a folder (`""` for the root, otherwise ending in `/`) with their sizes
    /// in bytes, without those in its subfolders. A folder that does not exist is empty.
    pub(crate) async fn list(
        &self,
        folder: &str,
    ) -> Result<BTreeMap<String, u64>, ServiceError> {
        let entries = match self.operator.list(folder).await {
            Err(error) if is_absent(&error) => return Ok(BTreeMap::new()),
            entries => entries.map_err(|it| ServiceError::of(Step::List, folder, &it))?,
        };
        let files = entries.into_iter().filter(|entry| entry.metadata().is_file());
        Ok(files
            .map(|entry| (entry.path().to_owned(), entry.metadata().content_length()))
            .collect())
    }

    /// The bytes of a file; `None` if there is none.
    pub(crate) async fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ServiceError> {
        match self.operator.read(path).await {
            Err(error) if is_absent(&error) => Ok(None),
            read => {
                let read = read.map_err(|it| ServiceError::of(Step::Read, path, &it))?;
                Ok(Some(read.to_vec()))
            }
        }
    }

    /// Writes a file. An existing file is replaced only when the new one is complete, if
    /// the service can do so.
    pub(crate) async fn put(
        &self,
        path: &str,
        bytes: Buffer,
    ) -> Result<(), ServiceError> {
        self.stage(path, bytes.clone()).await?;
        self.commit(path, bytes).await
    }

    /// Writes a file under a temporary name in its folder. Does nothing if the service cannot rename.
    pub(crate) async fn stage(
        &self,
        path: &str,
        bytes: Buffer,
    ) -> Result<(), ServiceError> {
        if !self.renames {
            return Ok(());
        }
        let written = self.operator.write(&unfinished(path), bytes).await;
        written.map(drop).map_err(|it| ServiceError::of(Step::Write, path, &it))
    }

    /// Gives a file from [`Store::stage`] its final name, or writes it if the service
    /// cannot rename.
    pub(crate) async fn commit(
        &self,
        path: &str,
        bytes: Buffer,
    ) -> Result<(), ServiceError> {
        if self.renames {
            let renamed = self.operator.rename(&unfinished(path), path).await;
            return renamed.map_err(|it| ServiceError::of(Step::Rename, path, &it));
        }
        let written = match self.stores_headers {
            true => {
                let write = self.operator.write_with(path, bytes);
                write.content_type(content_type(path)).cache_control(caching(path)).await
            }
            false => self.operator.write(path, bytes).await,
        };
        written.map(drop).map_err(|it| ServiceError::of(Step::Write, path, &it))
    }

    /// Removes a file; does nothing if there is none.
    pub(crate) async fn remove(&self, path: &str) -> Result<(), ServiceError> {
        let removed = self.operator.delete(path).await;
        removed.map_err(|it| ServiceError::of(Step::Remove, path, &it))
    }
}

/// Whether a file or folder does not exist. A bucket that does not exist is an error.
fn is_absent(error: &opendal::Error) -> bool {
    error.kind() == ErrorKind::NotFound && !error.to_string().contains("NoSuchBucket")
}

fn unfinished(path: &str) -> String {
    format!("{path}{UNFINISHED}")
}

/// Installs what HTTP needs: TLS by ring, and the certificates that the system trusts.
fn install_transport() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // An error means that the process has one already, which serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
        opendal_http_transport_reqwest::install_default();
    });
}

/// The host and port of a server, as in an address.
fn authority(server: &UploadServer) -> String {
    let host = match server.host.contains(':') {
        true => format!("[{}]", server.host),
        false => server.host.clone(),
    };
    match server.port {
        Some(port) => format!("{host}:{port}"),
        None => host,
    }
}

fn of_folder(folder: &Path) -> opendal::Result<Operator> {
    Operator::new(services::Fs::default().root(&folder.to_string_lossy()))
}

#[cfg(unix)]
fn of_sftp(
    server: &UploadServer,
    secrets: &Secrets,
) -> Result<opendal::Result<Operator>, UploadError> {
    let endpoint = match server.port {
        Some(port) => format!("ssh://{}:{port}", server.host),
        None => format!("ssh://{}", server.host),
    };
    let mut service = services::Sftp::default().endpoint(&endpoint).root(&server.path);
    if let Some(user) = &server.user {
        service = service.user(user);
    }
    if let Some(key_file) = &secrets.key_file {
        service = service.key(key_file);
    }
    Ok(Operator::new(service.known_hosts_strategy("Strict")))
}

#[cfg(not(unix))]
fn of_sftp(
    _server: &UploadServer,
    _secrets: &Secrets,
) -> Result<opendal::Result<Operator>, UploadError> {
    Err(UploadError::NoSftp)
}

fn of_webdav(server: &UploadServer, secrets: &Secrets) -> opendal::Result<Operator> {
    let scheme = if server.encrypted { "https" } else { "http" };
    let mut service = services::Webdav::default()
        .endpoint(&format!("{scheme}://{}", authority(server)))
        .root(&server.path);
    if let (Some(user), Some(password)) = (&server.user, &secrets.password) {
        service = service.username(user).password(password);
    }
    Operator::new(service)
}

fn of_ftp(server: &UploadServer, secrets: &Secrets) -> opendal::Result<Operator> {
    let scheme = if server.encrypted { "ftps" } else { "ftp" };
    let mut service = services::Ftp::default()
        .endpoint(&format!("{scheme}://{}", authority(server)))
        .root(&server.path);
    if let (Some(user), Some(password)) = (&server.user, &secrets.password) {
        service = service.user(user).password(password);
    }
    Operator::new(service)
}

fn of_s3(server: &UploadServer, secrets: &Secrets) -> opendal::Result<Operator> {
    let scheme = if server.encrypted { "https" } else { "http" };
    let service = services::S3::default()
        .endpoint(&format!("{scheme}://{}", authority(server)))
        .bucket(server.bucket.as_deref().unwrap_or_default())
        .root(&server.path)
        .region(server.region.as_deref().unwrap_or(REGION))
        .access_key_id(secrets.key_id.as_deref().unwrap_or_default())
        .secret_access_key(secrets.secret_key.as_deref().unwrap_or_default())
        // Only the secrets above are used, whatever else this computer has.
        .disable_config_load()
        .disable_ec2_metadata();
    Operator::new(service)
}

/// The cache policy with which a file is to be served.
fn caching(path: &str) -> &'static str {
    if path.starts_with(SEALED_PATH) { SEALED_CACHE } else { SITE_CACHE }
}

/// The media type of a file by its name.
pub(crate) fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "minisig" | "conf" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
