//! Random inputs for the parsers of untrusted files: registers, letters, mails.
//!
//! ```text
//! cargo xtask fuzz --minutes 12            every target, two minutes each
//! cargo xtask fuzz --minutes 5 sheets      one of them
//! cargo run --profile fuzz -p hallboard-fuzz -- once sheets target/fuzz/sheets-81.bin
//! cargo run -p hallboard-fuzz -- seeds     makes the seeds anew
//! ```
//!
//! A target ([`targets`]) is a function that takes bytes and must not panic; it also asserts
//! what must be true of whatever it could read. An input is a seed that was changed in a few
//! places ([`mutate`]); a number makes it, so that the same number gives the same input. One
//! at which a target panics, or takes too long, ends the run ([`run`]): it is written to a
//! file, and its number and the path are printed. If the process itself dies, the number of
//! the input it was reading is in `target/fuzz/TARGET.seed`.
//!
//! The seeds ([`seeds`]) are a part of the sample village in every form. Each is read once by
//! the ordinary tests.
//!
//! # Why not cargo-fuzz
//! It needs a nightly compiler, and this project is built by the stable one alone; to have
//! the stable compiler pass for a nightly one would be a trick. What libFuzzer has and this
//! has not is that it watches which way an input takes through the program. For that,
//! changes here know what they change: parts of archives are unpacked first, and what is
//! put into a text are words of its format.

mod mutate;
mod run;
mod seeds;
mod targets;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use hallboard_workbook::WriteError;
use hallboard_workbook::read::ReadError;

use targets::Target;

const USAGE: &str = "\
hallboard-fuzz run SECONDS SEED [TARGET]   every target, or one, for so long altogether
hallboard-fuzz once TARGET FILE            a target with the input in a file
hallboard-fuzz seeds                       makes the seeds of the sample";

/// Why a run ended before its time.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The command line makes no sense.
    #[error("`{given}` is no command\n{USAGE}")]
    Usage { given: String },
    /// There is no such target.
    #[error("no target `{name}`; there are: {known}")]
    NoTarget { name: String, known: String },
    /// A target without seeds.
    #[error("no seeds in {}", .0.display())]
    NoSeeds(PathBuf),
    /// A target panicked.
    #[error("{target} panics at the input of seed {seed}, in {}", path.display())]
    Panicked { target: &'static str, seed: u64, path: PathBuf },
    /// A target took longer than anybody would wait.
    #[error("{target} takes {} s for the input of seed {seed}, in {}", took.as_secs(), path.display())]
    Slow { target: &'static str, seed: u64, path: PathBuf, took: Duration },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// An archive could not be packed or unpacked.
    #[error(transparent)]
    Archive(#[from] zip::result::ZipError),
    /// The sample is no register.
    #[error(transparent)]
    Sample(#[from] ReadError),
    /// The sample could not be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A seed could not be made of the sample.
    #[error(transparent)]
    Unwritten(#[from] WriteError),
    /// A letter of the seeds is none.
    #[error(transparent)]
    Letter(#[from] hallboard_feed::letter::LetterFault),
}

/// Names the file an input or output error is about.
trait At<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, Failure>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, Failure> {
        self.map_err(|source| Failure::File { path: path.into(), source })
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<(), Failure> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let usage = || Failure::Usage { given: words.join(" ") };
    match words.as_slice() {
        ["run", seconds, seed, names @ ..] if names.len() < 2 => {
            let seconds: u32 = seconds.parse().ok().ok_or_else(usage)?;
            let seed = seed.parse().ok().ok_or_else(usage)?;
            let chosen = match names {
                [name] => vec![Target::of(name)?],
                _ => targets::ALL.iter().collect(),
            };
            let parts = u32::try_from(chosen.len()).unwrap_or(1);
            let each = Duration::from_secs(u64::from(seconds)) / parts;
            chosen.into_iter().try_for_each(|it| run::run(it, each, seed))
        }
        ["once", name, file] => run::once(Target::of(name)?, &PathBuf::from(file)),
        ["seeds"] => seeds::make(),
        _ => Err(usage()),
    }
}
