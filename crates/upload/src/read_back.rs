//! Reads an uploaded site back, in the form in which `status` examines a site.

use std::collections::BTreeMap;

use hallboard_publish::headers_of;
use hallboard_publish::status::{FetchError, Response, Web};
use tokio::runtime::Handle;

use crate::store::{Store, content_type};

/// The address under which the files are examined; it is never requested.
pub(crate) const ADDRESS: &str = "https://upload.invalid/site/";

/// The files on a web space, served as a well configured server would serve them: the
/// headers are not part of an upload.
pub(crate) struct ReadBack<'a> {
    pub(crate) store: &'a Store,
    pub(crate) runtime: &'a Handle,
    /// The files with their sizes.
    pub(crate) files: &'a BTreeMap<String, u64>,
    /// The bytes of files that were read from the web space already.
    pub(crate) read: &'a BTreeMap<String, Vec<u8>>,
    /// The origin to which letters are posted, which the pages' policy permits.
    pub(crate) post: Option<&'a str>,
}

impl ReadBack<'_> {
    fn bytes(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, FetchError> {
        if let Some(bytes) = self.read.get(path) {
            return Ok(Some(bytes.clone()));
        }
        match self.files.get(path) {
            None => Ok(None),
            // A file that is too large need not be read.
            Some(size) if usize::try_from(*size).map_or(true, |size| size > limit) => {
                Ok(Some(vec![0; limit.saturating_add(1)]))
            }
            Some(_) => {
                let read = self.runtime.block_on(self.store.read(path));
                read.map_err(|error| FetchError::Garbled(error.said))
            }
        }
    }
}

impl Web for ReadBack<'_> {
    fn get(&self, address: &str, limit: usize) -> Result<Response, FetchError> {
        let path = address.strip_prefix(ADDRESS).map(|path| match path {
            "" => "index.html".to_owned(),
            folder if folder.ends_with('/') => format!("{folder}index.html"),
            path => path.to_owned(),
        });
        let bytes = match &path {
            Some(path) => self.bytes(path, limit)?,
            None => None,
        };
        let (status, mut body) = match bytes {
            Some(bytes) => (200, bytes),
            None => (404, Vec::new()),
        };
        body.truncate(limit.saturating_add(1));
        let headers = headers_of(address, self.post, true);
        let mut headers: Vec<(String, String)> = headers
            .into_iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect();
        let of = path.as_deref().map_or("text/html", content_type);
        headers.push(("content-type".to_owned(), of.to_owned()));
        Ok(Response { status, headers, body })
    }

    fn pause(&self) {}
}
