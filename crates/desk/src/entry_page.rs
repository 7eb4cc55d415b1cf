//! The file that opens the desk in the browser.
//!
//! The address with the token is in a file that only its owner can read, and the browser is
//! started with the path of that file: the arguments of a program can be read by all users of
//! the computer.

use std::fs;
use std::path::{Path, PathBuf};

use hallboard_operations::context::{DESK_ENTRY, HallContext, with_suffix};
use hallboard_publish::put_private;
use minijinja::context;

use crate::error::DeskError;
use crate::security::Session;
use crate::templates;

/// Name of the file while no hall is open.
const WITHOUT_HALL: &str = "hallboard-desk.html";

/// The file with the address that lets a browser in once. It is removed with the desk.
pub(crate) struct EntryPage(PathBuf);

impl EntryPage {
    /// The file of a desk that has no hall yet.
    pub(crate) fn in_folder(folder: &Path) -> EntryPage {
        EntryPage(folder.join(WITHOUT_HALL))
    }

    /// The path of the file of a hall's desk.
    pub(crate) fn of_hall(context: &HallContext) -> PathBuf {
        with_suffix(&context.key, DESK_ENTRY)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes the file with the current token.
    pub(crate) fn write(&self, session: &Session) -> Result<(), DeskError> {
        let environment = templates::environment()?;
        let template = environment.get_template("entry-page.html")?;
        let page = template.render(context! { address => session.address() })?;
        let written = put_private(&self.0, page.as_bytes());
        written.map_err(|error| DeskError::EntryPage(self.0.clone(), error))
    }

    /// Writes the file at another path, and removes it from the old one.
    pub(crate) fn move_to(
        &mut self,
        path: PathBuf,
        session: &Session,
    ) -> Result<(), DeskError> {
        if path != self.0 {
            drop(std::mem::replace(self, EntryPage(path)));
        }
        self.write(session)
    }
}

impl Drop for EntryPage {
    fn drop(&mut self) {
        // What stays behind lets nobody in: the session ends with the desk.
        drop(fs::remove_file(&self.0));
    }
}
