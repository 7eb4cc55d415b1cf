//! In which encoding a register's text files are, where somebody says so.

use hallboard_publish::encoding_named;
use hallboard_workbook::Encoding;

use super::failure::{CliError, Message};

/// The encoding of text files, where it is not to be guessed.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct EncodingArg {
    /// The encoding of the ledger's text files; that of the hall's settings, if left out.
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<String>,
}

impl EncodingArg {
    /// The encoding that was given, if one was.
    pub(super) fn get(&self) -> Result<Option<&'static Encoding>, CliError> {
        let named = |name: &String| {
            encoding_named(name).ok_or_else(|| {
                let what = t!("read.encoding_unknown", found = name);
                let hint = t!("read.encoding_unknown_hint");
                CliError::usage(Message::at("--encoding", what, hint))
            })
        };
        self.encoding.as_ref().map(named).transpose()
    }
}
