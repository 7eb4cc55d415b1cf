//! Which app is published.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, Said};
use crate::cli::words::system;
use crate::publish::{App, AppError, Folder, Storage};

/// Where Trunk puts the app it builds.
const BUILT: &str = "dist";

/// Which app is published, if any.
#[derive(clap::Args)]
pub(in crate::cli) struct AppFlags {
    /// The folder of the built app; the app within this command, if left out.
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// Write the feed and leave the app in the site as it is.
    #[arg(long)]
    feed_only: bool,
}

impl AppFlags {
    /// The app to publish: the one named, the one within this command, or one built
    /// here; none where only the feed is wanted.
    pub(in crate::cli) fn load(&self) -> Result<Option<App>, Failure> {
        if self.feed_only {
            return Ok(None);
        }
        match (&self.app, App::embedded()) {
            (Some(folder), _) => read(folder).map(Some),
            (None, Some(app)) => {
                app.map(Some).map_err(|error| unfit(Path::new(""), &error))
            }
            (None, None) => read(Path::new(BUILT)).map(Some),
        }
    }

    /// As [`AppFlags::load`], and none where there is none.
    pub(in crate::cli) fn load_if_there(&self) -> Result<Option<App>, Failure> {
        let there = self.app.is_some()
            || App::embedded().is_some()
            || Path::new(BUILT).join("index.html").is_file();
        if there { self.load() } else { Ok(None) }
    }
}

fn read(folder: &Path) -> Result<App, Failure> {
    let files = || -> io::Result<Vec<(String, Vec<u8>)>> {
        let files = Folder::as_it_is(folder);
        let read = |path: String| {
            let bytes = files.read(&path)?.unwrap_or_default();
            Ok((path, bytes))
        };
        files.list("")?.into_iter().map(read).collect()
    };
    let files = files().map_err(|error| {
        let what = t!("publish.app_unread", why = system(error));
        Failure::doing(Said::at(folder.display(), what, t!("publish.app_mend")))
    })?;
    App::new(files).map_err(|error| unfit(folder, &error))
}

fn unfit(folder: &Path, error: &AppError) -> Failure {
    let what = app_fault(error);
    Failure::doing(Said::at(folder.display(), what, t!("publish.app_mend")))
}

/// What is wrong with an app.
pub(in crate::cli) fn app_fault(error: &AppError) -> Cow<'_, str> {
    match error {
        AppError::Missing => t!("publish.app_missing"),
        AppError::Foreign { page, part } => {
            t!("publish.app_foreign", page = page, part = part)
        }
        AppError::Template { fault } => t!("publish.app_template", fault = fault),
    }
}
