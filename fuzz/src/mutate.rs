//! Seeds, changed in a few places.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::ops::Range;

use fastrand::Rng;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::Failure;

/// How many places are changed at most; half of the inputs have one alone, as an input in
/// which everything is wrong is refused at once.
const CHANGES: usize = 8;
/// The most bytes that are taken out, repeated or put in at a place.
const PIECE: usize = 200;

/// Numbers at limits, which any format may have.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "255",
    "65536",
    "1048577",
    "2147483647",
    "4294967295",
    "9223372036854775808",
    "1e309",
    "-0.005",
    "99999999999999999999",
    "NaN",
];

/// What inputs are made of.
#[derive(Clone, Debug)]
pub(crate) enum Seed {
    /// Bytes.
    Plain(Vec<u8>),
    /// The parts of an archive, unpacked, by name.
    Archive(Vec<(String, Vec<u8>)>),
}

impl Seed {
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Seed, Failure> {
        if !bytes.starts_with(b"PK") {
            return Ok(Seed::Plain(bytes));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index)?;
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).map_err(zip::result::ZipError::from)?;
            parts.push((part.name()?.into_owned(), bytes));
        }
        Ok(Seed::Archive(parts))
    }
}

/// An input: one of the seeds, changed; `tokens` are words of its format.
pub(crate) fn mutated(
    seeds: &[Seed],
    tokens: &[&str],
    rng: &mut Rng,
) -> Result<Vec<u8>, Failure> {
    let (one, other) = (rng.choice(seeds), rng.choice(seeds));
    match (one, other) {
        (Some(Seed::Archive(parts)), _) => archive(parts.clone(), tokens, rng),
        (Some(Seed::Plain(one)), Some(Seed::Plain(other))) => {
            let mut bytes = one.clone();
            for _ in 0..changes(rng) {
                change(&mut bytes, other, tokens, rng);
            }
            Ok(bytes)
        }
        _ => Ok(Vec::new()),
    }
}

fn changes(rng: &mut Rng) -> usize {
    let mut changes = 1;
    while changes < CHANGES && rng.bool() {
        changes += 1;
    }
    changes
}

fn archive(
    mut parts: Vec<(String, Vec<u8>)>,
    tokens: &[&str],
    rng: &mut Rng,
) -> Result<Vec<u8>, Failure> {
    for _ in 0..changes(rng) {
        let Some(one) = place(&parts, rng) else { break };
        let Some(other) = place(&parts, rng) else { break };
        let content = parts.get(other).map(|it| it.1.clone()).unwrap_or_default();
        match rng.u8(..12) {
            0 => parts.swap(one, other),
            1 => drop(parts.remove(one)),
            kind => {
                let Some((name, bytes)) = parts.get_mut(one) else { break };
                match kind {
                    2 => *bytes = content,
                    3 => rename(name, rng),
                    _ => change(bytes, &content, tokens, rng),
                }
            }
        }
    }
    // No archive can be written with the same name twice.
    let mut names = BTreeSet::new();
    parts.retain(|(name, _)| names.insert(name.clone()));
    // Packing takes longer than most of the rest.
    let method = match rng.u8(..8) {
        0 => CompressionMethod::Deflated,
        _ => CompressionMethod::Stored,
    };
    let mut bytes = packed(&parts, method)?;
    if rng.u8(..8) == 0 {
        let whole = bytes.clone();
        change(&mut bytes, &whole, tokens, rng);
    }
    Ok(bytes)
}

fn place(parts: &[(String, Vec<u8>)], rng: &mut Rng) -> Option<usize> {
    rng.choice(0..parts.len())
}

fn rename(name: &mut String, rng: &mut Rng) {
    *name = match rng.u8(..5) {
        0 => format!("./{name}"),
        1 => name.replace('/', "\\"),
        2 => name.to_uppercase(),
        3 => format!("../{name}"),
        _ => format!("{}{name}", rng.alphabetic()),
    };
}

/// An archive of parts.
pub(crate) fn packed(
    parts: &[(String, Vec<u8>)],
    method: CompressionMethod,
) -> Result<Vec<u8>, Failure> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if name == "mimetype" { CompressionMethod::Stored } else { method };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Changes bytes in one way or another, some with a piece of others.
fn change(bytes: &mut Vec<u8>, other: &[u8], tokens: &[&str], rng: &mut Rng) {
    let at = rng.usize(..=bytes.len());
    let end = (at + rng.usize(..PIECE)).min(bytes.len());
    let from = rng.usize(..=other.len());
    let to = (from + rng.usize(..PIECE)).min(other.len());
    let piece = other.get(from..to).unwrap_or_default();
    match rng.u8(..16) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes.get(at..end).unwrap_or_default().to_vec();
            let times = rng.usize(1..64);
            drop(bytes.splice(end..end, again.repeat(times)));
        }
        3 | 4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.u8(..8);
            }
        }
        5 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = rng.u8(..);
            }
        }
        6 => drop(bytes.splice(at..end, piece.iter().copied())),
        7 => drop(bytes.splice(at..at, piece.iter().copied())),
        8..=10 => word(bytes, at, other, from, rng),
        _ => {
            let token = rng.choice(tokens).copied().unwrap_or_default();
            drop(bytes.splice(at..at, token.bytes()));
        }
    }
}

/// Puts another word into the place of the next one: one of others, or a number at a limit.
fn word(bytes: &mut Vec<u8>, at: usize, other: &[u8], from: usize, rng: &mut Rng) {
    let Some(place) = next_word(bytes, at) else { return };
    let number = rng.choice(NUMBERS).unwrap_or_default();
    let new = match next_word(other, from).filter(|_| rng.bool()) {
        Some(word) => other.get(word).unwrap_or_default(),
        None => number.as_bytes(),
    };
    drop(bytes.splice(place, new.iter().copied()));
}

/// Where the next word begins and ends.
fn next_word(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let is_of_word =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || !byte.is_ascii();
    let start = from + bytes.get(from..)?.iter().position(is_of_word)?;
    let length = bytes.get(start..)?.iter().take_while(|it| is_of_word(it)).count();
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_input_and_others_give_others() {
        let parts = vec![("a.xml".to_owned(), b"<a r=\"1\"/>".repeat(20))];
        let archive = packed(&parts, CompressionMethod::Deflated).unwrap();
        for bytes in [b"{\"id\": 17}".to_vec(), archive] {
            let seeds = [Seed::of(bytes).unwrap()];
            let made =
                |seed| mutated(&seeds, &["<", "}"], &mut Rng::with_seed(seed)).unwrap();
            let inputs: BTreeSet<Vec<u8>> = (0..200).map(made).collect();
            assert!(inputs.len() > 100, "{}", inputs.len());
            assert_eq!(inputs, (0..200).map(made).collect());
        }
    }
}
