//! Uploads a published site to the hall's web space, so that a visitor sees the old site or
//! the new one, whole, at any moment.
//!
//! Start at [`upload`]: it compares the local site with the web space, sends what differs in
//! the order of a [`Plan`], removes superseded files, and reads the result back as
//! `hallboard status` would. An upload that was interrupted is continued by the next one.
//! Apache OpenDAL speaks to the servers: SFTP (by the system's `ssh`), WebDAV, FTP, stores
//! like Amazon S3, and folders.
//!
//! # What this crate does not do
//! It publishes and signs nothing, takes no lock, stores no secret ([`Secrets`] come from
//! the environment), and prints nothing. It changes no file on the web space that is not
//! Hallboard's. It cannot replace the head and its signature in one step on a server: if an
//! upload breaks off between the two, readers keep the last board that they verified until
//! the next upload. SFTP works on Unix only.

mod error;
mod plan;
mod read_back;
mod run;
mod secrets;
mod store;

pub use error::{Cause, ServiceError, Step, UploadError};
pub use hallboard_publish::{
    UploadProtocol, UploadServer, UploadTarget, UploadTargetError,
};
pub use plan::{Plan, Remote, named_by_content, plan, to_compare};
pub use run::{Event, Options, Uploaded, upload};
pub use secrets::{Secrets, variables};
