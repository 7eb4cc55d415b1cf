//! Waits until the register is saved.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use notify::{RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::sleep;

/// How long a file has to stay as it is until it counts as saved.
const QUIET: Duration = Duration::from_millis(300);

/// What of a file or folder changes when it is saved: the lengths and times of its files.
pub(crate) fn stamp(path: &Path) -> String {
    let files = match path.read_dir() {
        Ok(entries) => entries.filter_map(|entry| entry.ok()?.metadata().ok()).collect(),
        Err(_no_folder) => Vec::from_iter(path.metadata().ok()),
    };
    let modified = |file: &Metadata| {
        let since = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(since.as_nanos())
    };
    let newest = files.iter().filter_map(modified).max().unwrap_or_default();
    let length: u64 = files.iter().map(Metadata::len).sum();
    format!("{newest}-{length}-{}", files.len())
}

/// Waits until the stamp of a file or folder is not `seen`, and nobody is writing any more.
///
/// # Errors
/// If the system cannot watch the folder.
pub(crate) async fn changed(path: PathBuf, seen: &str) -> notify::Result<()> {
    let notified = Arc::new(Notify::new());
    let sender = Arc::clone(&notified);
    // Spreadsheet programs save to a new file and rename it, so the folder is watched. An
    // error of the watcher is a reason to look, too.
    let mut watcher = notify::recommended_watcher(move |_event| sender.notify_one())?;
    let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    let folder = folder.filter(|it| !it.as_os_str().is_empty());
    watcher.watch(folder.unwrap_or(Path::new(".")), RecursiveMode::NonRecursive)?;
    loop {
        let now = stamp(&path);
        if now == seen {
            notified.notified().await;
            continue;
        }
        sleep(QUIET).await;
        if stamp(&path) == now {
            return Ok(());
        }
    }
}
