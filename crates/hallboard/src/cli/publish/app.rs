//! Selects the app to publish.

use std::io;
use std::path::{Path, PathBuf};

use hallboard_publish::{App, AppError, DiskStorage, PublishError, Storage};

use hallboard_operations::failure::CliError;
use hallboard_operations::hint::{self, of_publishing};

/// The embedded app by path; empty except in a release build that found a built app.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/app.rs"));

/// The folder in which Trunk builds the app.
const BUILT: &str = "dist";

/// Arguments that select the app.
#[derive(clap::Args)]
pub(in crate::cli) struct AppFlags {
    /// The folder of the built app; default: the embedded app.
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// Writes the feed only, and leaves the site's app as it is.
    #[arg(long)]
    feed_only: bool,
}

impl AppFlags {
    /// The app given, the embedded one, or one built in the current folder; `None` if only
    /// the feed is wanted.
    pub(in crate::cli) fn load(&self) -> Result<Option<App>, CliError> {
        if self.feed_only {
            return Ok(None);
        }
        match (&self.app, embedded()) {
            (Some(folder), _) => read(folder).map(Some),
            (None, Some(app)) => {
                app.map(Some).map_err(|error| unfit(Path::new(""), error))
            }
            (None, None) => read(Path::new(BUILT)).map(Some),
        }
    }

    /// As [`AppFlags::load`], but `None` if there is no app.
    pub(in crate::cli) fn load_if_there(&self) -> Result<Option<App>, CliError> {
        let there = self.app.is_some()
            || !EMBEDDED.is_empty()
            || Path::new(BUILT).join("index.html").is_file();
        if there { self.load() } else { Ok(None) }
    }
}

fn embedded() -> Option<Result<App, AppError>> {
    let owned = |(path, bytes): &(&str, &[u8])| ((*path).to_owned(), bytes.to_vec());
    let there = !EMBEDDED.is_empty();
    there.then(|| App::new(EMBEDDED.iter().map(owned).collect()))
}

fn read(folder: &Path) -> Result<App, CliError> {
    let files = || -> io::Result<Vec<(String, Vec<u8>)>> {
        let files = DiskStorage::read_only(folder);
        let read = |path: String| {
            let bytes = files.read(&path)?.unwrap_or_default();
            Ok((path, bytes))
        };
        files.list("")?.into_iter().map(read).collect()
    };
    let files = files().map_err(|error| {
        CliError::runtime(hint::of_unread_app(error, folder.display()))
    })?;
    App::new(files).map_err(|error| unfit(folder, error))
}

fn unfit(folder: &Path, error: AppError) -> CliError {
    CliError::runtime(of_publishing(&PublishError::App(error), folder.display()))
}
