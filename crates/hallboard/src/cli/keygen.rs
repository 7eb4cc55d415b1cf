//! `hallboard keygen`: the hall's signing key.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_publish::paper_backup::{self, BackupFault};
use hallboard_publish::{HallKey, KeyError};

use hallboard_operations::atomic_write;
use hallboard_operations::context::{LETTERS, letter_keys, new_letter_key, with_suffix};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::new_hall::key_not_made;
use hallboard_operations::register;
use hallboard_operations::words::system;

/// Creates the hall's signing key: KEY, which only its owner can read, and KEY.pub; and the
/// key for letters beside them, KEY.letters.json.
#[derive(clap::Args)]
pub(super) struct Keygen {
    /// The file for the secret key; the public one goes beside it.
    #[arg(long, value_name = "KEY")]
    out: PathBuf,
    /// Asks for a passphrase, which is then needed for every publication.
    #[arg(long)]
    passphrase: bool,
    /// Restores the key from its paper backup, typed into FILE, instead of creating one.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase")]
    from_paper: Option<PathBuf>,
    /// Creates only the key for letters, or a new one to replace the one published now.
    #[arg(long, conflicts_with_all = ["passphrase", "from_paper"])]
    letters: bool,
}

impl Keygen {
    /// Writes the files; never overwrites existing ones.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let letters = with_suffix(&self.out, LETTERS);
        if self.letters {
            new_letter_key(&letters)?;
            writeln!(out, "{}", t!("keygen.letters_alone", file = letters.display()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let public_path = public_path(&self.out);
        for path in [&self.out, &public_path] {
            if path.exists() {
                return Err(CliError::usage(Message::at(
                    path.display(),
                    t!("keygen.exists"),
                    t!("keygen.exists_hint"),
                )));
            }
        }
        let (secret, public) = match &self.from_paper {
            Some(paper) => typed(paper)?,
            None => {
                let passphrase = self.passphrase.then(ask_twice).transpose()?;
                let key = HallKey::generate(passphrase);
                let key = key.map_err(|error| key_not_made(&self.out, error))?;
                (key.secret, key.public)
            }
        };
        atomic_write::new_private(&self.out, secret.as_bytes())?;
        register::write(&public_path, public.as_bytes())?;
        writeln!(out, "{}", t!("keygen.secret", file = self.out.display()))?;
        writeln!(out, "{}", t!("keygen.public", file = public_path.display()))?;
        // An existing key is kept: letters sealed to it may be on their way.
        if letter_keys(&letters)?.is_none() {
            new_letter_key(&letters)?;
            writeln!(out, "{}", t!("keygen.letters", file = letters.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The key restored from its paper backup, with its public half.
fn typed(path: &Path) -> Result<(String, String), CliError> {
    let wrong = |place: String, what: Cow<'_, str>, hint: Cow<'_, str>| Message {
        what: what.into_owned(),
        place: Some(place),
        hint: hint.into_owned(),
    };
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let what = t!("keygen.paper_unread", why = system(error));
        CliError::usage(wrong(file.clone(), what, t!("keygen.paper_unread_hint")))
    })?;
    let secret = paper_backup::read(&text).map_err(|faults| {
        let messages = faults.iter().map(|fault| {
            let (what, hint) = message(fault);
            wrong(file.clone(), what, hint)
        });
        CliError::Reported { code: 2, messages: messages.collect() }
    })?;
    let key = match HallKey::read(&secret, None) {
        Err(KeyError::NeedsPassphrase) => {
            let passphrase = ask(&t!("keygen.passphrase"))?;
            HallKey::read(&secret, Some(passphrase))
        }
        read => read,
    };
    let key = key.map_err(|error| key_not_made(path, error))?;
    Ok((secret, key.public_file()))
}

/// What is wrong with a typed backup, and how to correct it.
fn message(fault: &BackupFault) -> (Cow<'static, str>, Cow<'static, str>) {
    match fault {
        BackupFault::Missing { line } => {
            (t!("keygen.missing", line = line), t!("keygen.missing_hint"))
        }
        BackupFault::Length { line, found, expected } => (
            t!("keygen.length", line = line, found = found, expected = expected),
            t!("keygen.again_hint"),
        ),
        BackupFault::Check { line } => {
            (t!("keygen.check", line = line), t!("keygen.again_hint"))
        }
        BackupFault::Stray { text, last } => {
            (t!("keygen.stray", text = text, last = last), t!("keygen.stray_hint"))
        }
        BackupFault::NoKey => (t!("keygen.no_key"), t!("keygen.missing_hint")),
    }
}

fn public_path(key: &Path) -> PathBuf {
    let mut path = key.as_os_str().to_owned();
    path.push(".pub");
    PathBuf::from(path)
}

fn ask_twice() -> Result<String, CliError> {
    let first = ask(&t!("keygen.passphrase"))?;
    if first.is_empty() || first != ask(&t!("keygen.again"))? {
        let what = t!("keygen.differ");
        return Err(CliError::usage(Message::at(
            "--passphrase",
            what,
            t!("keygen.differ_hint"),
        )));
    }
    Ok(first)
}

/// Asks for a secret on the terminal, without echo.
pub(super) fn ask(prompt: &str) -> Result<String, CliError> {
    rpassword::prompt_password(prompt).map_err(|error| {
        let what = t!("keygen.unasked", why = system(error));
        CliError::usage(Message::at(
            "HALLBOARD_PASSPHRASE",
            what,
            t!("keygen.unasked_hint"),
        ))
    })
}
