//! How a command fails: what, where, how to correct it, and with which exit code.

use std::io::Write;
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr;

use crate::terminal::one_line;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum CliError {
    /// Whoever read the output has gone; nobody is there to be told.
    Unread,
    /// What to say on the error stream.
    Reported {
        /// The exit code.
        code: u8,
        /// Everything that is wrong.
        said: Vec<Message>,
    },
}

/// One thing that is wrong, as told to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What is wrong.
    pub what: String,
    /// Where it is.
    pub place: Option<String>,
    /// How to correct it, and what else to know, line by line.
    pub hint: String,
}

impl Message {
    /// Something wrong at a place.
    pub fn at(place: impl ToString, what: impl ToString, hint: impl ToString) -> Message {
        let place = Some(one_line(&place));
        Message { what: what.to_string(), place, hint: hint.to_string() }
    }
}

impl CliError {
    /// An error of usage, or of shape.
    pub fn usage(said: Message) -> CliError {
        CliError::Reported { code: 2, said: vec![said] }
    }

    /// An error of sense, or in doing what was asked.
    pub fn runtime(said: Message) -> CliError {
        CliError::Reported { code: 1, said: vec![said] }
    }

    /// The same with one more line at its end.
    pub fn and_also(mut self, line: &str) -> CliError {
        if let CliError::Reported { said, .. } = &mut self
            && let Some(last) = said.last_mut()
        {
            last.hint.push('\n');
            last.hint.push_str(line);
        }
        self
    }

    /// Tells it, and gives the exit code.
    pub fn report(self, err: &mut dyn Write) -> ExitCode {
        match self {
            CliError::Unread => ExitCode::SUCCESS,
            CliError::Reported { code, said } => {
                let written = said.iter().try_for_each(|said| tell(said, err));
                // An error stream that is closed leaves the exit code to speak.
                written.map_or(ExitCode::from(code), |()| ExitCode::from(code))
            }
        }
    }
}

/// Writes one thing that is wrong.
pub fn tell(said: &Message, err: &mut dyn Write) -> std::io::Result<()> {
    let Message { what, place, hint } = said;
    writeln!(err, "hallboard: {what}")?;
    if let Some(place) = place {
        labelled(err, &t!("failure.where"), place)?;
    }
    labelled(err, &t!("failure.hint"), hint)
}

/// A text behind a label, further lines of it below its first.
fn labelled(err: &mut dyn Write, label: &str, text: &str) -> std::io::Result<()> {
    let below = " ".repeat(label.width());
    for (at, line) in text.lines().enumerate() {
        let before = if at == 0 { label } else { &below };
        writeln!(err, "{}", format!("  {before}{line}").trim_end())?;
    }
    Ok(())
}

impl From<std::io::Error> for CliError {
    /// Of writing the output; reading and writing of files names the file instead.
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
