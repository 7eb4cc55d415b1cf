//! The argument for the encoding of a register's text files.

use hallboard_publish::encoding_named;
use hallboard_workbook::Encoding;

use super::failure::{CliError, Message};

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
