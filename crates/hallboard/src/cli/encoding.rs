//! The argument for the encoding of a register's text files.

use hallboard_operations::failure::CliError;
use hallboard_operations::folder::encoding_given;
use hallboard_workbook::Encoding;

/// The encoding of text files, if it is not to be detected.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct EncodingArg {
    /// The encoding of the ledger's text files; default: the one in the hall's settings.
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<String>,
}

impl EncodingArg {
    /// The encoding given, if any.
    pub(super) fn get(&self) -> Result<Option<&'static Encoding>, CliError> {
        let encoding = self.encoding.as_deref();
        encoding.map(|name| encoding_given(name, "--encoding")).transpose()
    }
}
