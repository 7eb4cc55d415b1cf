//! Writes a ledger as canonical JSON.

use std::io::Write;

use hallboard_score::{LEDGER_FORMAT, Ledger};
use serde::Serialize;

/// The canonical JSON of a ledger: fields in the order of the specification, defaults
/// omitted, one list item per line, a newline at the end.
///
/// # Errors
/// No ledger causes one; errors of serde are passed on.
pub fn to_json(ledger: &Ledger) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::new();
    write_json(ledger, &mut out)?;
    Ok(out)
}

/// As [`to_json`], but written piece by piece: the text of a county's ledger takes as much
/// memory as the ledger itself.
///
/// # Errors
/// Write errors of `out`.
pub fn write_json(ledger: &Ledger, mut out: impl Write) -> Result<(), serde_json::Error> {
    field(&mut out, "{\n", "format", LEDGER_FORMAT)?;
    field(&mut out, ",\n", "hall", &ledger.hall)?;
    list(&mut out, "rulebooks", &ledger.rulebooks)?;
    list(&mut out, "households", &ledger.households)?;
    list(&mut out, "residents", &ledger.residents)?;
    list(&mut out, "entries", &ledger.entries)?;
    write_text(&mut out, "\n}\n")
}

fn write_text(out: &mut impl Write, text: &str) -> Result<(), serde_json::Error> {
    out.write_all(text.as_bytes()).map_err(serde_json::Error::io)
}

fn field<T: Serialize + ?Sized>(
    out: &mut impl Write,
    before: &str,
    name: &str,
    value: &T,
) -> Result<(), serde_json::Error> {
    write_text(out, before)?;
    serde_json::to_writer(&mut *out, name)?;
    write_text(out, ": ")?;
    serde_json::to_writer(out, value)
}

fn list<T: Serialize>(
    out: &mut impl Write,
    name: &str,
    items: &[T],
) -> Result<(), serde_json::Error> {
    write_text(out, ",\n")?;
    serde_json::to_writer(&mut *out, name)?;
    write_text(out, ": ")?;
    lines(out, items)
}

/// Writes a JSON array with one item per line.
pub fn lines<T: Serialize>(
    out: &mut (impl Write + ?Sized),
    items: &[T],
) -> Result<(), serde_json::Error> {
    let mut out = out;
    write_text(&mut out, "[")?;
    let mut before = "\n";
    for item in items {
        write_text(&mut out, before)?;
        serde_json::to_writer(&mut out, item)?;
        before = ",\n";
    }
    write_text(&mut out, if items.is_empty() { "]" } else { "\n]" })
}
