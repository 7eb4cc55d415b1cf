//! How a command fails: what, where, how to mend it, and with which exit code.

use std::io::Write;
use std::process::ExitCode;

use unicode_width::UnicodeWidthStr;

use super::terminal::one_line;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// Whoever read the output has gone; nobody is there to be told.
    Unread,
    /// What to say on the error stream.
    Told {
        /// The exit code.
        code: u8,
        /// Everything that is wrong.
        said: Vec<Said>,
    },
}

/// One thing that is wrong, as told to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// What is wrong.
    pub(super) what: String,
    /// Where it is.
    pub(super) place: Option<String>,
    /// How to mend it, and what else to know, line by line.
    pub(super) remedy: String,
}

impl Said {
    /// Something wrong at a place.
    pub(super) fn at(
        place: impl ToString,
        what: impl ToString,
        remedy: impl ToString,
    ) -> Said {
        let place = Some(one_line(&place));
        Said { what: what.to_string(), place, remedy: remedy.to_string() }
    }
}

impl Failure {
    /// An error of usage, or of shape.
    pub(super) fn usage(said: Said) -> Failure {
        Failure::Told { code: 2, said: vec![said] }
    }

    /// An error of sense, or in doing what was asked.
    pub(super) fn doing(said: Said) -> Failure {
        Failure::Told { code: 1, said: vec![said] }
    }

    /// The same with one more line at its end.
    pub(super) fn and_also(mut self, line: &str) -> Failure {
        if let Failure::Told { said, .. } = &mut self
            && let Some(last) = said.last_mut()
        {
            last.remedy.push('\n');
            last.remedy.push_str(line);
        }
        self
    }

    /// Tells it, and gives the exit code.
    pub(super) fn report(self, err: &mut dyn Write) -> ExitCode {
        match self {
            Failure::Unread => ExitCode::SUCCESS,
            Failure::Told { code, said } => {
                let told = said.iter().try_for_each(|said| tell(said, err));
                // An error stream that is closed leaves the exit code to speak.
                told.map_or(ExitCode::from(code), |()| ExitCode::from(code))
            }
        }
    }
}

/// Writes one thing that is wrong.
pub(super) fn tell(said: &Said, err: &mut dyn Write) -> std::io::Result<()> {
    let Said { what, place, remedy } = said;
    writeln!(err, "hallboard: {what}")?;
    if let Some(place) = place {
        labelled(err, &t!("failure.where"), place)?;
    }
    labelled(err, &t!("failure.mend"), remedy)
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

impl From<std::io::Error> for Failure {
    /// Of writing the output; reading and writing of files names the file instead.
    fn from(error: std::io::Error) -> Failure {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Failure::Unread;
        }
        let what = t!("failure.output_what", error = error);
        Failure::doing(Said::at(t!("failure.output"), what, t!("failure.output_mend")))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::from(std::io::Error::from(error))
    }
}
