//! Running other programs, and saying what is going on.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The result of a step.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// Why a step ended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line makes no sense.
    Usage { given: String, usage: &'static str },
    /// The workspace folder cannot be determined.
    NoCheckout { manifest: PathBuf },
    /// A program this project cannot bring along.
    Missing { what: String, remedy: String },
    /// A program did not start.
    Start { program: String, source: io::Error },
    /// A program ended badly.
    Exit { program: String, status: ExitStatus },
    /// A file could not be read or written.
    File { path: PathBuf, source: io::Error },
    /// A file is not what it should be.
    Unexpected { path: PathBuf, what: String },
    /// A check found something.
    Found { what: String, lines: Vec<String> },
    /// A check of the tests failed after others passed.
    Check { headline: &'static str, passed: usize, why: Box<Failure> },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { given, usage } => {
                write!(f, "`{given}` is no command of this xtask\n\n{usage}")
            }
            Self::NoCheckout { manifest } => {
                write!(f, "no checkout around {}", manifest.display())
            }
            Self::Missing { what, remedy } => write!(f, "{what} is missing. {remedy}"),
            Self::Start { program, source } => {
                write!(f, "cannot start {program}: {source}")
            }
            Self::Exit { program, status } => write!(f, "{program} failed ({status})"),
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Unexpected { path, what } => write!(f, "{}: {what}", path.display()),
            Self::Found { what, lines } => {
                write!(f, "{what}")?;
                lines.iter().try_for_each(|line| write!(f, "\n  {line}"))
            }
            Self::Check { headline, passed, why } => {
                write!(f, "{headline}: {why}\n\n{passed} passed, 1 failed")
            }
        }
    }
}

impl std::error::Error for Failure {}

/// Names the file an input or output error is about.
pub(crate) trait At<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T> {
        self.map_err(|source| Failure::File { path: path.into(), source })
    }
}

/// Prints the step and its estimated duration, runs it, and prints the actual duration.
pub(crate) fn step<T>(
    headline: &str,
    about: &str,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    println!("==> {headline} ({about})");
    let start = Instant::now();
    let done = work()?;
    println!("    done in {}", spoken(start.elapsed()));
    Ok(done)
}

/// A duration for people.
pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// Runs a command that must succeed; its output is shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let program = name(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|source| Failure::Start { program: program.clone(), source })?;
    if status.success() { Ok(()) } else { Err(Failure::Exit { program, status }) }
}

/// Runs a command that must succeed, and returns its output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let program = name(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| Failure::Start { program: program.clone(), source })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::Exit { program, status: output.status })
    }
}

/// The program and its arguments as one would type them, without the folder.
pub(crate) fn name(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let short = program.file_name().unwrap_or(command.get_program());
    std::iter::once(short)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(millis: u64, expected: &str) {
        assert_eq!(spoken(Duration::from_millis(millis)), expected);
    }

    #[test]
    fn durations_read_well() {
        check(340, "0.3 s");
        check(9_960, "10.0 s");
        check(59_999, "59 s");
        check(60_000, "1 min 0 s");
        check(725_000, "12 min 5 s");
    }

    #[test]
    fn a_command_is_named_without_its_folder() {
        let mut command = Command::new("/usr/bin/printf");
        command.args(["%s", "word"]);
        assert_eq!(name(&command), "printf %s word");
    }

    #[test]
    fn a_bad_end_is_a_failure_and_its_words_are_kept() {
        assert!(matches!(run(&mut Command::new("false")), Err(Failure::Exit { .. })));
        assert!(matches!(
            run(&mut Command::new("no-such-program-anywhere")),
            Err(Failure::Start { .. })
        ));
        assert_eq!(output(Command::new("printf").arg("words")).unwrap(), "words");
    }
}
