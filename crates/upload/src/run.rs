//! Runs an upload.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt, stream};
use hallboard_feed::{
    HEAD_LIMIT, HEAD_PATH, Head, SIGNATURE_LIMIT, SIGNATURE_PATH, Trust, verify_head,
};
use hallboard_publish::status::{self, Expected, Report};
use hallboard_publish::{
    DiskStorage, MANIFEST_LIMIT, MANIFEST_PATH, Manifest, SitePath, Storage,
    UploadTarget, letters_of_site, origin_of,
};
use opendal::Buffer;
use tokio::runtime;

use crate::error::{ServiceError, UploadError};
use crate::plan::{self, Plan, Remote};
use crate::read_back::{ADDRESS, ReadBack};
use crate::secrets::Secrets;
use crate::store::Store;

/// Files of at most this many bytes are read back after they were sent.
const SMALL: usize = 64 << 10;
/// How long connections may take to close.
const CLOSING: Duration = Duration::from_secs(10);

/// How an upload treats the server.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The number of files that are transferred at a time.
    pub at_once: usize,
    /// How often an operation is repeated if the connection breaks.
    pub retries: u32,
    /// The pause before an operation is repeated, doubled each time.
    pub pause: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options { at_once: 4, retries: 3, pause: Duration::from_secs(1) }
    }
}

/// The progress of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The files were compared.
    Planned(&'a Plan),
    /// A file was sent.
    Sent(&'a str),
    /// A superseded file, or a leftover of an upload that broke off, was removed.
    Removed(&'a str),
    /// All files were sent and superseded ones removed; the site is being read back.
    Complete,
}

/// The result of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// The number of files sent, without the manifest.
    pub sent: usize,
    /// Their size in bytes.
    pub bytes: usize,
    /// The number of files that were on the web space already.
    pub unchanged: usize,
    /// The number of files removed.
    pub removed: usize,
    /// What `status` finds in the site as it was read back. Headers are not part of it.
    pub report: Report,
}

/// Uploads a site to a web space, and reads it back.
///
/// `expected` is what the site is compared with when it is read back; its key must be the
/// hall's. The caller makes sure that nobody publishes to `site` meanwhile. `progress` is
/// called from several threads.
///
/// # Errors
/// When the local site is incomplete, the web space has the site of another hall or a newer
/// publication, or the server fails. The next upload continues then.
pub fn upload(
    site: &DiskStorage,
    target: &UploadTarget,
    secrets: &Secrets,
    expected: &Expected,
    options: Options,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Uploaded, UploadError> {
    let local = Local::read(site)?;
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| UploadError::Setup(error.to_string()))?;
    let done = runtime.block_on(async {
        let store = Store::open(target, secrets)?;
        let key = expected.key.as_deref();
        let upload = Upload { store: &store, local: &local, options, key, progress };
        let counts = upload.run().await?;
        progress(Event::Complete);
        let (files, read) = upload.verify(&counts).await?;
        Ok((store, counts, files, read))
    });
    let uploaded = done.map(|(store, counts, files, read)| {
        let post = letters_of_site(site).and_then(|it| origin_of(it.post.as_deref()?));
        let web = ReadBack {
            store: &store,
            runtime: runtime.handle(),
            files: &files,
            read: &read,
            post: post.as_deref(),
        };
        let report = status::examine(&web, ADDRESS, expected);
        let Counts { plan, bytes, .. } = counts;
        Uploaded {
            sent: plan.to_send().count(),
            bytes,
            unchanged: plan.unchanged,
            removed: plan.superseded.len() + plan.leftovers.len(),
            report,
        }
    });
    if target.uses_ssh() {
        // Without this, the `ssh` that holds the connection would go on running.
        runtime.block_on(until_closed(runtime.metrics()));
    }
    runtime.shutdown_timeout(CLOSING);
    uploaded
}

/// Waits until all connections are closed, but not forever.
async fn until_closed(metrics: runtime::RuntimeMetrics) {
    let closed = async {
        while metrics.num_alive_tasks() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    // What is not closed by then is dropped with the runtime.
    drop(tokio::time::timeout(CLOSING, closed).await);
}

/// The files of the local site.
struct Local {
    files: BTreeMap<String, Buffer>,
    sizes: BTreeMap<String, u64>,
    manifest_bytes: Vec<u8>,
    head: Head,
}

impl Local {
    fn read(site: &DiskStorage) -> Result<Local, UploadError> {
        let at = |path: &str, error| UploadError::Local { path: path.to_owned(), error };
        let bytes = site.read_up_to(MANIFEST_PATH, MANIFEST_LIMIT);
        let bytes = bytes.map_err(|error| at(MANIFEST_PATH, error))?;
        let manifest_bytes = bytes.ok_or(UploadError::NoSite)?;
        let manifest = Manifest::read(&manifest_bytes).ok_or(UploadError::NoSite)?;
        let (mut files, mut sizes) = (BTreeMap::new(), BTreeMap::new());
        for path in manifest.files.iter().map(SitePath::as_str) {
            let bytes = site.read(path).map_err(|error| at(path, error))?;
            let absent = || at(path, std::io::ErrorKind::NotFound.into());
            let bytes = bytes.ok_or_else(absent)?;
            sizes.insert(path.to_owned(), size(bytes.len()));
            files.insert(path.to_owned(), Buffer::from(bytes));
        }
        let head = files.get(HEAD_PATH).and_then(|bytes| head_in(&bytes.to_vec()));
        let head = head.ok_or(UploadError::NoSite)?;
        Ok(Local { files, sizes, manifest_bytes, head })
    }

    fn bytes(&self, path: &str) -> Buffer {
        self.files.get(path).cloned().unwrap_or_default()
    }
}

fn size(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn head_in(bytes: &[u8]) -> Option<Head> {
    hallboard_score::read_json(bytes).ok()
}

/// The folder of a path, as OpenDAL names it.
fn folder_of(path: &str) -> String {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default().to_owned()
}

struct Upload<'a> {
    store: &'a Store,
    local: &'a Local,
    options: Options,
    /// The hall's public key.
    key: Option<&'a str>,
    progress: &'a (dyn Fn(Event<'_>) + Sync),
}

/// What an upload did.
struct Counts {
    plan: Plan,
    bytes: usize,
    /// The folders of the local site and of the site before.
    folders: BTreeSet<String>,
    /// The bytes of files that are on the web space as they are here.
    read: BTreeMap<String, Vec<u8>>,
}

impl Upload<'_> {
    async fn run(&self) -> Result<Counts, UploadError> {
        let root = self.retried(|| self.store.list("")).await?;
        let before = self.remote_manifest(&root).await?;
        let listed: BTreeSet<String> =
            before.iter().flat_map(|it| &it.files).map(ToString::to_string).collect();
        let mut folders: BTreeSet<String> =
            self.local.sizes.keys().chain(&listed).map(|path| folder_of(path)).collect();
        // Old files of the feed are removed even if no manifest lists them.
        folders.extend(["feed/".to_owned(), "feed/sealed/".to_owned()]);
        folders.remove("");
        let mut files = self.list(&folders).await?;
        files.extend(root);
        let pair = self.check_hall(&files).await?;

        let compared = plan::to_compare(&self.local.sizes, &files);
        let read = self.read(compared).await?;
        let same = read.into_iter().filter(|(path, bytes)| {
            self.local.files.get(path).is_some_and(|local| local.to_vec() == *bytes)
        });
        let read: BTreeMap<String, Vec<u8>> = same.collect();
        let same = read.keys().cloned().collect();
        let manifest_there = files.remove(MANIFEST_PATH).is_some();
        let plan = plan::plan(
            &self.local.sizes,
            &Remote { files, listed: listed.clone(), same },
        );
        (self.progress)(Event::Planned(&plan));

        self.remove(&plan.leftovers).await?;
        self.announce(&listed, manifest_there).await?;
        for files in [&plan.assets, &plan.pages, &plan.worker] {
            self.each(files, |path| self.send(path)).await?;
        }
        self.replace_head(&plan, &pair).await?;
        self.remove(&plan.superseded).await?;
        self.put_manifest(self.local.manifest_bytes.clone()).await?;
        folders.insert(String::new());
        let bytes = plan.to_send().map(|path| self.local.bytes(path).len()).sum();
        Ok(Counts { plan, bytes, folders, read })
    }

    /// The manifest on the web space; `None` if there is none that can be read.
    async fn remote_manifest(
        &self,
        root: &BTreeMap<String, u64>,
    ) -> Result<Option<Manifest>, UploadError> {
        let is_small = |size: &&u64| **size <= size_limit(MANIFEST_LIMIT);
        if root.get(MANIFEST_PATH).filter(is_small).is_none() {
            return Ok(None);
        }
        let bytes = self.retried(|| self.store.read(MANIFEST_PATH)).await?;
        Ok(bytes.as_deref().and_then(Manifest::read))
    }

    /// Makes sure that the web space has no site of another hall and no newer publication.
    /// Returns the head, the signature and their compressed variants as they are there.
    async fn check_hall(
        &self,
        files: &BTreeMap<String, u64>,
    ) -> Result<BTreeMap<String, Vec<u8>>, UploadError> {
        let limits = [(HEAD_PATH, HEAD_LIMIT), (SIGNATURE_PATH, SIGNATURE_LIMIT)];
        let paths = limits.iter().flat_map(|(path, limit)| {
            let forms = ["", ".br", ".gz"].map(|ending| format!("{path}{ending}"));
            let is_small = |form: &String| {
                files.get(form).is_some_and(|size| *size <= size_limit(*limit))
            };
            forms.into_iter().filter(is_small).collect::<Vec<_>>()
        });
        let pair = self.read(paths.collect()).await?;
        let Some(bytes) = pair.get(HEAD_PATH) else { return Ok(pair) };
        let (Some(head), local) = (head_in(bytes), &self.local.head) else {
            return Ok(pair);
        };
        if head.hall != local.hall {
            return Err(UploadError::OtherHall { hall: head.hall });
        }
        // Only a version that the hall signed counts, so that nobody can block uploads.
        let trust = self.key.and_then(|key| Trust::new(&local.hall, key).ok());
        let signature = pair.get(SIGNATURE_PATH);
        let signed = trust.zip(signature).is_some_and(|(trust, signature)| {
            verify_head(&trust, bytes, signature).is_ok()
        });
        match signed && head.version > local.version {
            true => {
                Err(UploadError::Newer { remote: head.version, local: local.version })
            }
            false => Ok(pair),
        }
    }

    /// Lists the files of the old and the new site in the manifest on the web space: if the
    /// upload breaks off, the next one knows all files that are there.
    async fn announce(
        &self,
        listed: &BTreeSet<String>,
        manifest_there: bool,
    ) -> Result<(), UploadError> {
        let all = self.local.sizes.keys();
        if manifest_there && all.clone().all(|path| listed.contains(path)) {
            return Ok(());
        }
        let both = Manifest::of(all.chain(listed).cloned());
        let both = both.ok().and_then(|it| it.write().ok());
        // Both manifests were valid, and so is their union, unless their paths conflict.
        let both = both.filter(|bytes| Manifest::read(bytes).is_some());
        self.put_manifest(both.unwrap_or_else(|| self.local.manifest_bytes.clone())).await
    }

    async fn put_manifest(&self, bytes: Vec<u8>) -> Result<(), UploadError> {
        let bytes = Buffer::from(bytes);
        Ok(self.retried(|| self.store.put(MANIFEST_PATH, bytes.clone())).await?)
    }

    async fn send(&self, path: &str) -> Result<(), ServiceError> {
        let bytes = self.local.bytes(path);
        self.retried(|| self.store.put(path, bytes.clone())).await?;
        (self.progress)(Event::Sent(path));
        Ok(())
    }

    /// Replaces signature and head at almost the same time. If the head cannot be
    /// replaced, the signature is put back.
    async fn replace_head(
        &self,
        plan: &Plan,
        before: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), UploadError> {
        let Plan { signatures, heads, .. } = plan;
        let both: Vec<String> = signatures.iter().chain(heads).cloned().collect();
        self.each(&both, |path| self.stage(path)).await?;
        let replaced = match self.each(signatures, |path| self.commit(path)).await {
            Ok(()) => self.each(heads, |path| self.commit(path)).await,
            failed => failed,
        };
        if let Err(error) = replaced {
            for path in &both {
                if let Some(bytes) = before.get(path) {
                    // If this fails as well, the next upload completes the pair.
                    drop(self.store.put(path, Buffer::from(bytes.clone())).await);
                }
            }
            return Err(error);
        }
        Ok(())
    }

    async fn stage(&self, path: &str) -> Result<(), ServiceError> {
        let bytes = self.local.bytes(path);
        self.retried(|| self.store.stage(path, bytes.clone())).await
    }

    async fn commit(&self, path: &str) -> Result<(), ServiceError> {
        let bytes = self.local.bytes(path);
        self.retried(|| self.store.commit(path, bytes.clone())).await?;
        (self.progress)(Event::Sent(path));
        Ok(())
    }

    async fn remove(&self, files: &[String]) -> Result<(), UploadError> {
        let remove = |path| async move {
            self.retried(|| self.store.remove(path)).await?;
            (self.progress)(Event::Removed(path));
            Ok(())
        };
        self.each(files, remove).await
    }

    /// Compares what is on the web space now with what was sent. Returns the files with
    /// their sizes, and the bytes of those that were read.
    async fn verify(
        &self,
        counts: &Counts,
    ) -> Result<(BTreeMap<String, u64>, BTreeMap<String, Vec<u8>>), UploadError> {
        let files = self.list(&counts.folders).await?;
        let Plan { leftovers, superseded, .. } = &counts.plan;
        if let Some(file) =
            superseded.iter().chain(leftovers).find(|it| files.contains_key(*it))
        {
            return Err(UploadError::Remains { file: file.clone() });
        }
        let differs = |file: &str| UploadError::Differs { file: file.to_owned() };
        for (path, size) in &self.local.sizes {
            if files.get(path) != Some(size) {
                return Err(differs(path));
            }
        }
        let snapshot = format!("feed/{}", self.local.head.snapshot.name());
        let is_read =
            |path: &&String| self.local.bytes(path).len() <= SMALL || **path == snapshot;
        let sent: Vec<String> = counts.plan.to_send().filter(is_read).cloned().collect();
        let mut read = self.read(sent.clone()).await?;
        for path in &sent {
            if read.get(path) != Some(&self.local.bytes(path).to_vec()) {
                return Err(differs(path));
            }
        }
        let manifest = self.retried(|| self.store.read(MANIFEST_PATH)).await?;
        if manifest.as_ref() != Some(&self.local.manifest_bytes) {
            return Err(differs(MANIFEST_PATH));
        }
        read.insert(MANIFEST_PATH.to_owned(), self.local.manifest_bytes.clone());
        read.extend(counts.read.clone());
        Ok((files, read))
    }

    async fn list(
        &self,
        folders: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, u64>, UploadError> {
        let list = |folder: String| async move {
            self.retried(|| self.store.list(&folder)).await
        };
        let folders = stream::iter(folders.clone()).map(list);
        let lists: Vec<BTreeMap<String, u64>> =
            folders.buffer_unordered(self.options.at_once.max(1)).try_collect().await?;
        Ok(lists.into_iter().flatten().collect())
    }

    /// The bytes of those of the files that are there.
    async fn read(
        &self,
        files: Vec<String>,
    ) -> Result<BTreeMap<String, Vec<u8>>, UploadError> {
        let read = |path: String| async move {
            let bytes = self.retried(|| self.store.read(&path)).await?;
            Ok::<_, ServiceError>(bytes.map(|bytes| (path, bytes)))
        };
        let files = stream::iter(files).map(read);
        let files: Vec<Option<(String, Vec<u8>)>> =
            files.buffer_unordered(self.options.at_once.max(1)).try_collect().await?;
        Ok(files.into_iter().flatten().collect())
    }

    /// Applies an operation to all files, several at a time, until one fails.
    async fn each<'f, F: Future<Output = Result<(), ServiceError>>>(
        &self,
        files: &'f [String],
        work: impl Fn(&'f str) -> F,
    ) -> Result<(), UploadError> {
        let files = stream::iter(files).map(|path| work(path));
        let files = files.buffer_unordered(self.options.at_once.max(1));
        files.try_collect::<()>().await?;
        Ok(())
    }

    /// Repeats an operation if the connection broke.
    async fn retried<T, F: Future<Output = Result<T, ServiceError>>>(
        &self,
        operation: impl Fn() -> F,
    ) -> Result<T, ServiceError> {
        let mut pause = self.options.pause;
        for _ in 0..self.options.retries {
            match operation().await {
                Err(error) if error.repeatable => tokio::time::sleep(pause).await,
                done => return done,
            }
            pause = pause.saturating_mul(2);
        }
        operation().await
    }
}

fn size_limit(limit: usize) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX)
}
