//! Errors of commands: what is wrong, where, how to correct it, and the exit code.

use std::io::Write;
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr;

use crate::terminal::one_line;

/// Why a command failed.
#[derive(Debug)]
pub enum CliError {
    /// The reader of the output is gone (broken pipe): nothing more is printed.
    Unread,
    /// Errors to print on standard error.
    Reported {
        /// The exit code.
        code: u8,
        /// All errors found.
        messages: Vec<Message>,
    },
}

/// One error or warning, as shown to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What is wrong.
    pub what: String,
    /// Where it is.
    pub place: Option<String>,
    /// How to correct it, with further remarks, one per line.
    pub hint: String,
}

impl Message {
    /// A message about a place.
    pub fn at(place: impl ToString, what: impl ToString, hint: impl ToString) -> Message {
        let place = Some(one_line(&place));
        Message { what: what.to_string(), place, hint: hint.to_string() }
    }
}

impl CliError {
    /// A wrong use of the command, or a malformed file: exit code 2.
    pub fn usage(message: Message) -> CliError {
        CliError::Reported { code: 2, messages: vec![message] }
    }

    /// A ledger that makes no sense, or a failed operation: exit code 1.
    pub fn runtime(message: Message) -> CliError {
        CliError::Reported { code: 1, messages: vec![message] }
    }

    /// Appends a line to the hint of the last message.
    pub fn and_also(mut self, line: &str) -> CliError {
        if let CliError::Reported { messages, .. } = &mut self
            && let Some(last) = messages.last_mut()
        {
            last.hint.push('\n');
            last.hint.push_str(line);
        }
        self
    }

    /// Prints the messages and returns the exit code.
    pub fn report(self, err: &mut dyn Write) -> ExitCode {
        match self {
            CliError::Unread => ExitCode::SUCCESS,
            CliError::Reported { code, messages } => {
                let written =
                    messages.iter().try_for_each(|message| write_message(message, err));
                // If standard error is closed, the exit code alone reports the failure.
                written.map_or(ExitCode::from(code), |()| ExitCode::from(code))
            }
        }
    }
}

/// Prints one message.
pub fn write_message(message: &Message, err: &mut dyn Write) -> std::io::Result<()> {
    let Message { what, place, hint } = message;
    writeln!(err, "hallboard: {what}")?;
    if let Some(place) = place {
        labelled(err, &t!("failure.where"), place)?;
    }
    labelled(err, &t!("failure.hint"), hint)
}

/// Prints a text behind a label, with its further lines indented to match.
fn labelled(err: &mut dyn Write, label: &str, text: &str) -> std::io::Result<()> {
    let below = " ".repeat(label.width());
    for (at, line) in text.lines().enumerate() {
        let before = if at == 0 { label } else { &below };
        writeln!(err, "{}", format!("  {before}{line}").trim_end())?;
    }
    Ok(())
}

impl From<std::io::Error> for CliError {
    /// For errors in writing the output; for those of files, messages that name the file
    /// are made elsewhere.
    fn from(error: std::io::Error) -> CliError {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return CliError::Unread;
        }
        let what = t!("failure.output_what", error = error);
        CliError::runtime(Message::at(
            t!("failure.output"),
            what,
            t!("failure.output_hint"),
        ))
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> CliError {
        CliError::from(std::io::Error::from(error))
    }
}
