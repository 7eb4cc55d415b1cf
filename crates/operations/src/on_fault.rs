//! How a command reacts to errors in a file that it does not strictly need.

use std::cell::RefCell;
use std::io::Write;

use crate::failure::{CliError, Message, write_message};

/// The reaction to such an error.
#[derive(Debug)]
pub enum OnFault {
    /// The command fails.
    Fail,
    /// The error becomes a warning, and the command continues without the file.
    Warn(RefCell<Vec<Message>>),
}

impl OnFault {
    /// Continues with warnings.
    pub fn warning() -> OnFault {
        OnFault::Warn(RefCell::default())
    }

    /// Whether it warns.
    pub fn warns(&self) -> bool {
        matches!(self, OnFault::Warn(_))
    }

    /// The result of reading; on an error that becomes a warning, `instead`.
    pub fn or<T>(
        &self,
        read: Result<T, CliError>,
        instead: impl FnOnce() -> T,
    ) -> Result<T, CliError> {
        match read {
            Err(CliError::Reported { messages, .. }) if self.warns() => {
                messages.into_iter().for_each(|it| self.warn(it));
                Ok(instead())
            }
            read => read,
        }
    }

    /// Adds a warning, unless it is a duplicate or errors are fatal.
    pub fn warn(&self, message: Message) {
        if let OnFault::Warn(warnings) = self {
            let mut warnings = warnings.borrow_mut();
            if !warnings.contains(&message) {
                warnings.push(message);
            }
        }
    }

    /// Adds the messages of an error as warnings, with a line appended to the last.
    pub fn warn_error(&self, failure: CliError, line: &str) {
        if let CliError::Reported { messages, .. } = failure.and_also(line) {
            messages.into_iter().for_each(|it| self.warn(it));
        }
    }

    /// Prints the warnings.
    pub fn print(&self, err: &mut dyn Write) {
        let OnFault::Warn(warnings) = self else { return };
        for message in warnings.borrow().iter() {
            let what = t!("failure.warning", what = message.what).into_owned();
            // A closed standard error loses the warnings, nothing else.
            drop(write_message(&Message { what, ..message.clone() }, err));
        }
    }
}
