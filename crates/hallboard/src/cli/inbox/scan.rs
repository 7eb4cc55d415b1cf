//! Reads codes of letters from standard input; a scanner types each, followed by a line
//! end.

use std::io::{BufRead, IsTerminal, Read, Write};

use hallboard_feed::letter::file_name;
use hallboard_inbox::{Codes, INCOMING, InboxError, LetterFolder, MARK, Store};
use hallboard_operations::failure::CliError;
use hallboard_operations::inbox::wording;
use hallboard_operations::inbox::{Session, failed};

/// Maximum number of bytes read.
const LIMIT: u64 = 4 << 20;

/// Reads codes to the end of the input, or at a terminal to an empty line, and stores them
/// in the folder of incoming letters, so that an incomplete letter can be completed later.
pub(super) fn read(
    session: &Session,
    quiet: bool,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let stdin = std::io::stdin();
    let by_hand = stdin.is_terminal();
    if by_hand {
        writeln!(out, "{}", t!("inbox.scan"))?;
        out.flush()?;
    }
    let mut codes = Codes::default();
    let mut codes_text = String::new();
    let mut lines = stdin.lock().take(LIMIT);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let typed = String::from_utf8_lossy(&line).into_owned();
        line.clear();
        if by_hand && typed.trim().is_empty() {
            break;
        }
        let read = codes.read("-", session.now, &typed);
        if read.letters.is_empty() {
            if !quiet && !typed.trim().is_empty() {
                writeln!(out, "{}", t!("inbox.scan_no_code"))?;
            }
            continue;
        }
        // Some scanners type the kind of code in front of it.
        let code = typed.find(MARK).and_then(|start| typed.get(start..));
        codes_text.push_str(code.unwrap_or_default().trim());
        codes_text.push('\n');
        if by_hand {
            for name in &read.letters {
                writeln!(out, "{}", summary(&codes, name))?;
            }
            out.flush()?;
        }
    }
    if codes_text.is_empty() {
        return Ok(());
    }
    let name = file_name(codes_text.as_bytes()).replace(".letter", ".txt");
    let mut folder = LetterFolder::new(&session.folder);
    let put = folder.put(&format!("{INCOMING}/scanned-{name}"), codes_text.as_bytes());
    put.map_err(|error| failed(&session.folder, &InboxError::Storage(error)))
}

/// The progress of one letter.
fn summary(codes: &Codes, name: &str) -> String {
    match (codes.assemble(name), codes.gap(name)) {
        (None, Some(gap)) => wording::gap(&gap),
        _ => t!("inbox.scan_whole", name = name).into_owned(),
    }
}
