//! `hallboard convert`: from JSON to a workbook and back.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use rust_i18n::t;

use super::failure::{Failure, Said};
use super::files;
use crate::json::to_json;
use crate::workbook;

/// Writes a ledger in the other form: `convert A.json B.xlsx`, or the other way.
#[derive(clap::Args)]
pub(super) struct Convert {
    /// The ledger, as JSON or a workbook.
    from: PathBuf,
    /// The file to write; its ending says the form, `.json` or `.xlsx`.
    to: PathBuf,
}

impl Convert {
    /// Reads the one, writes the other.
    pub(super) fn run(self, _out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let ending = self.to.extension().map(|it| it.to_ascii_lowercase());
        let ending = ending.and_then(|it| it.into_string().ok()).unwrap_or_default();
        let place = self.to.display().to_string();
        if !matches!(ending.as_str(), "json" | "xlsx") {
            return Err(Failure::usage(Said::at(
                place,
                t!("convert.form_unknown"),
                t!("convert.form_unknown_mend"),
            )));
        }
        let ledger = files::ledger_at(&self.from)?.ledger;
        let bytes = if ending == "json" {
            to_json(&ledger)?
        } else {
            workbook::write(&ledger).map_err(|error| {
                Failure::doing(Said::at(place, error, t!("convert.too_much_mend")))
            })?
        };
        files::write(&self.to, &bytes)?;
        Ok(ExitCode::SUCCESS)
    }
}
