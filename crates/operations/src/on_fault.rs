//! What a command does about a fault in a file that it can do without.

use std::cell::RefCell;
use std::io::Write;

use crate::failure::{CliError, Message, tell};

/// What becomes of such a fault.
#[derive(Debug)]
pub enum OnFault {
    /// The command ends with it.
    Fail,
    /// It is a warning, and the command goes on without the file.
    Warn(RefCell<Vec<Message>>),
}

impl OnFault {
    /// Goes on, and warns.
    pub fn warning() -> OnFault {
        OnFault::Warn(RefCell::default())
    }

    /// Whether it warns.
    pub fn warns(&self) -> bool {
        matches!(self, OnFault::Warn(_))
    }

    /// What was read, or what is to be taken in its place where that goes with a warning.
    pub fn or<T>(
        &self,
        read: Result<T, CliError>,
        instead: impl FnOnce() -> T,
    ) -> Result<T, CliError> {
        match read {
            Err(CliError::Reported { said, .. }) if self.warns() => {
                said.into_iter().for_each(|it| self.warn(it));
                Ok(instead())
            }
            read => read,
        }
    }

    /// Warns, once of each thing, if it is a command that goes on.
    pub fn warn(&self, said: Message) {
        if let OnFault::Warn(warnings) = self {
            let mut warnings = warnings.borrow_mut();
            if !warnings.contains(&said) {
                warnings.push(said);
            }
        }
    }

    /// Warns of what a failure says, with a line more at its end.
    pub fn warn_of(&self, failure: CliError, line: &str) {
        if let CliError::Reported { said, .. } = failure.and_also(line) {
            said.into_iter().for_each(|it| self.warn(it));
        }
    }

    /// Prints the warnings.
    pub fn print(&self, err: &mut dyn Write) {
        let OnFault::Warn(warnings) = self else { return };
        for said in warnings.borrow().iter() {
            let what = t!("failure.warning", what = said.what).into_owned();
            // A closed error stream hides warnings, nothing else.
            drop(tell(&Message { what, ..said.clone() }, err));
        }
    }
}
