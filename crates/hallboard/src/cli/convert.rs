//! `hallboard convert`: writes a ledger in another file format.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::ledger_place;

use super::encoding::EncodingArg;
use super::files;
use super::format_detect::{self, Form};

/// Writes a ledger in another format; the source stays unchanged.
#[derive(clap::Args)]
pub(super) struct Convert {
    /// The ledger, in any format.
    from: PathBuf,
    #[command(flatten)]
    encoding: EncodingArg,
    /// The file to write. Its extension decides the format: `.json`, `.xlsx`, `.ods`,
    /// `.sqlite`, or `.csv` for a folder of text files.
    to: PathBuf,
    /// The format to write, whatever the extension.
    #[arg(long, value_enum)]
    form: Option<Form>,
    /// Overwrites an existing file.
    #[arg(long)]
    replace: bool,
}

impl Convert {
    /// Reads the ledger and writes it in the other format.
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
