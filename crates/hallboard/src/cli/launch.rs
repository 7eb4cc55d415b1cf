//! A start without a terminal, as by a double click: it opens the desk, and shows errors in a
//! file, because nobody sees what is printed.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use hallboard_operations::failure::CliError;
use hallboard_publish::put_private;

/// Name of the file with the errors, in the folder for temporary files.
const ERRORS: &str = "hallboard-error.txt";

/// Whether no part of this process is connected to a terminal.
pub(super) fn is_without_terminal() -> bool {
    !(stdin().is_terminal() || stdout().is_terminal() || stderr().is_terminal())
}

/// Shows the errors in the program that opens texts, and prints them too.
pub(super) fn show(failure: CliError) -> ExitCode {
    let mut text = Vec::new();
    let code = failure.report(&mut text);
    let file = std::env::temp_dir().join(ERRORS);
    let shown = put_private(&file, &text).and_then(|()| open::that_detached(&file));
    let printed = std::io::Write::write_all(&mut stderr(), &text);
    // The exit code alone reports a failure that can be neither shown nor printed.
    shown.and(printed).map_or(code, |()| code)
}
