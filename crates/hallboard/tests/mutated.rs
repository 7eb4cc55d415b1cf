//! Ten thousand workbooks with invalid parts: reading always ends with a ledger or an
//! error, within the memory limit for a workbook of that size.
#![cfg(test)]

mod common;
#[path = "common/package.rs"]
mod package;

use common::LEDGER;
use fastrand::Rng;
use hallboard_workbook::read::{partial_of, register_of, withdrawals_of};
use hallboard_workbook::{write, write_ods};
use package::Parts;
use peak_alloc::PeakAlloc;
use zip::CompressionMethod;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Number of workbooks.
const WORKBOOKS: u64 = 10_000;
/// Maximum memory in use while they are read, in megabytes, including the test itself.
const MOST_MEGABYTES: f32 = 20.0;

/// Pieces inserted into parts: markup, references, and numbers at limits.
const PIECES: [&str; 24] = [
    "<",
    ">",
    "</row>",
    "<row r=\"1048577\">",
    "r=\"XFD1048576\"",
    "r=\"A0\"",
    "t=\"s\"",
    "<v>99999999</v>",
    "&#0;",
    "&lt;",
    "]]>",
    "<!--",
    "<!DOCTYPE x [<!ENTITY y \"z\">]>",
    "table:number-rows-repeated=\"2147483647\"",
    "table:number-columns-repeated=\"16385\"",
    "../",
    "\\",
    "\u{feff}",
    "\u{e077}",
    "=",
    "\"",
    "18446744073709551616",
    "-1",
    "1e309",
];

/// Mutates the bytes of a part in one way.
fn mutate(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let at = rng.usize(..=bytes.len());
    let end = (at + rng.usize(..64)).min(bytes.len());
    match rng.u8(..6) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(end..end, again);
        }
        3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.u8(..8);
            }
        }
        _ => {
            let piece = PIECES[rng.usize(..PIECES.len())];
            bytes.splice(at..at, piece.bytes());
        }
    }
}

/// A workbook with some parts changed, renamed, swapped or removed.
fn mutated(whole: &Parts, rng: &mut Rng) -> Vec<u8> {
    let mut parts = whole.clone();
    for _ in 0..rng.usize(1..4) {
        let one = rng.usize(..parts.0.len());
        let other = rng.usize(..parts.0.len());
        match rng.u8(..10) {
            0 => parts.0.swap(one, other),
            1 => {
                let bytes = parts.0[other].1.clone();
                parts.0[one].1 = bytes;
            }
            2 if parts.0.len() > 1 => drop(parts.0.remove(one)),
            3 => parts.0[one].0 = format!("{}{}", rng.alphabetic(), parts.0[one].0),
            _ => mutate(&mut parts.0[one].1, rng),
        }
        // No archive can be written with duplicate names.
        let mut names = std::collections::BTreeSet::new();
        parts.0.retain(|(name, _)| names.insert(name.clone()));
    }
    match rng.u8(..8) {
        0 => {
            let mut bytes = parts.packed();
            mutate(&mut bytes, rng);
            bytes
        }
        // Compressing would take longer than everything else.
        _ => parts.packed_by(CompressionMethod::Stored),
    }
}

/// Of the damaged workbooks, how many can be read, and of how many the withdrawals.
fn readable(whole: &[Parts; 2], seeds: impl Iterator<Item = u64>) -> [u64; 2] {
    let mut readable = [0, 0];
    for seed in seeds {
        let mut rng = Rng::with_seed(seed);
        let bytes = mutated(&whole[usize::from(rng.bool())], &mut rng);
        readable[0] += u64::from(partial_of("register", &bytes).is_ok());
        readable[1] += u64::from(withdrawals_of("register", &bytes).is_ok());
        let more = MEMORY.peak_usage_as_mb();
        assert!(more < MOST_MEGABYTES, "{more} MB after workbook {seed}");
    }
    readable
}

#[test]
fn reading_a_damaged_workbook_ends_within_bounds() {
    let ledger = register_of("a.json", LEDGER.as_bytes()).unwrap();
    let whole = [write(&ledger).unwrap(), write_ods(&ledger).unwrap()];
    let whole = whole.map(|bytes| Parts::of(&bytes));
    MEMORY.reset_peak_usage();
    // Two threads, which together may use no more memory than one reader may.
    let whole = &whole;
    let [even, odd] = std::thread::scope(|scope| {
        [0, 1]
            .map(|first| {
                scope.spawn(move || readable(whole, (first..WORKBOOKS).step_by(2)))
            })
            .map(|thread| thread.join().unwrap())
    });
    let [readable, withdrawable] = [even[0] + odd[0], even[1] + odd[1]];
    // Some workbooks are readable, and some are not.
    assert!((1..WORKBOOKS).contains(&readable), "{readable} can be read");
    assert!(withdrawable >= readable, "{withdrawable} of {readable}");
}
