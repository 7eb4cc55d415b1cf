//! `hallboard convert`: a ledger from one form to another.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::encoding::EncodingArg;
use super::files;
use super::format_detect::{self, Form};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::ledger_place;

/// Writes a ledger in another form, and leaves the one it was read from as it is.
#[derive(clap::Args)]
pub(super) struct Convert {
    /// The ledger, in any form.
    from: PathBuf,
    #[command(flatten)]
    encoding: EncodingArg,
    /// What to write. Its ending says the form: `.json`, `.xlsx`, `.ods`, `.sqlite`, or
    /// `.csv` for a folder of text files.
    to: PathBuf,
    /// The form to write, whatever the ending.
    #[arg(long, value_enum)]
    form: Option<Form>,
    /// Write over what is there.
    #[arg(long)]
    replace: bool,
}

impl Convert {
    /// Reads the one, writes the other.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let form = Form::asked(self.form, &self.to)?;
        let from = ledger_place(Some(&self.from), self.encoding.get()?)?;
        if same(&from.path, &self.to) || same(&self.from, &self.to) {
            return Err(CliError::usage(Message::at(
                self.to.display(),
                t!("convert.onto_itself"),
                t!("convert.onto_itself_hint"),
            )));
        }
        let ledger = files::ledger_at(&from)?.ledger;
        format_detect::write(&ledger, form, &self.to, self.replace)?;
        writeln!(out, "{}", t!("convert.written", path = self.to.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Whether both paths lead to the same file or folder.
fn same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
