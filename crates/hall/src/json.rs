//! The one way a ledger is written as JSON.

use hallboard_score::{LEDGER_FORMAT, Ledger};
use serde::Serialize;

/// The canonical text of a ledger: the fields in the order of the specification,
/// defaults left out, one item of a list on each line, a newline at the end.
///
/// # Errors
/// None that a ledger can cause; what serde reports is passed on.
pub fn to_json(ledger: &Ledger) -> Result<Vec<u8>, serde_json::Error> {
    let mut out = Vec::new();
    field(&mut out, "{\n", "format", LEDGER_FORMAT)?;
    field(&mut out, ",\n", "hall", &ledger.hall)?;
    list(&mut out, "rulebooks", &ledger.rulebooks)?;
    list(&mut out, "households", &ledger.households)?;
    list(&mut out, "residents", &ledger.residents)?;
    list(&mut out, "entries", &ledger.entries)?;
    out.extend_from_slice(b"\n}\n");
    Ok(out)
}

fn field<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    before: &str,
    name: &str,
    value: &T,
) -> Result<(), serde_json::Error> {
    out.extend_from_slice(format!("{before}\"{name}\": ").as_bytes());
    serde_json::to_writer(out, value)
}

fn list<T: Serialize>(
    out: &mut Vec<u8>,
    name: &str,
    items: &[T],
) -> Result<(), serde_json::Error> {
    out.extend_from_slice(format!(",\n\"{name}\": ").as_bytes());
    lines(out, items)
}

/// A JSON list with one item on each line.
pub(crate) fn lines<T: Serialize>(
    out: &mut Vec<u8>,
    items: &[T],
) -> Result<(), serde_json::Error> {
    out.push(b'[');
    let mut before = "\n";
    for item in items {
        out.extend_from_slice(before.as_bytes());
        serde_json::to_writer(&mut *out, item)?;
        before = ",\n";
    }
    out.extend_from_slice(if items.is_empty() { b"]" } else { b"\n]" });
    Ok(())
}
