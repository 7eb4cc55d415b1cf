//! `hallboard keygen`: the hall's signing key.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::failure::{Failure, Said};
use crate::publish::HallKey;

/// Makes the hall's signing key: KEY, which only its owner can read, and KEY.pub.
#[derive(clap::Args)]
pub(super) struct Keygen {
    /// The file for the secret key; the public one goes beside it.
    #[arg(long, value_name = "KEY")]
    out: PathBuf,
    /// Ask for a passphrase; it will be asked for at every publication.
    #[arg(long)]
    passphrase: bool,
}

impl Keygen {
    /// Writes both files; never over existing ones.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let public_path = public_path(&self.out);
        for path in [&self.out, &public_path] {
            if path.exists() {
                let remedy =
                    "Give another name: a key that is lost cannot be made again.";
                let what = "a file of that name is there already";
                return Err(Failure::usage(Said::at(path.display(), what, remedy)));
            }
        }
        let passphrase = self.passphrase.then(ask_twice).transpose()?;
        let key = HallKey::generate(passphrase).map_err(|error| {
            let remedy = "Run it again; if it fails again, run it on another machine.";
            Failure::doing(Said::at(self.out.display(), error, remedy))
        })?;
        write_secret(&self.out, key.secret.as_bytes())?;
        super::files::write(&public_path, key.public.as_bytes())?;
        writeln!(
            out,
            "{}: the secret key. Keep a copy in a safe place.",
            self.out.display()
        )?;
        writeln!(out, "{}: the public key. Anybody may have it.", public_path.display())?;
        Ok(ExitCode::SUCCESS)
    }
}

fn public_path(key: &Path) -> PathBuf {
    let mut path = key.as_os_str().to_owned();
    path.push(".pub");
    PathBuf::from(path)
}

fn ask_twice() -> Result<String, Failure> {
    let first = ask("Passphrase: ")?;
    if first.is_empty() || first != ask("The same again: ")? {
        let remedy = "Run it again and type the same passphrase twice.";
        return Err(Failure::usage(Said::at("--passphrase", "the two differ", remedy)));
    }
    Ok(first)
}

/// Asks on the terminal, without showing what is typed.
pub(super) fn ask(prompt: &str) -> Result<String, Failure> {
    rpassword::prompt_password(prompt).map_err(|error| {
        let remedy = "Run it in a terminal, or set HALLBOARD_PASSPHRASE.";
        Failure::usage(Said::at("the passphrase", error, remedy))
    })
}

fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| {
        let what = format!("the file cannot be written: {error}");
        let remedy = "Give a path in a folder that exists and may be written to.";
        Failure::doing(Said::at(path.display(), what, remedy))
    })
}
