//! Pictures of the handwriting in letters, stored beside the letters.
//!
//! A picture is written when its letter is taken in, before the journal records the
//! letter: every letter in the journal has its pictures. It is named after the entry that
//! the letter becomes; that id is in the register and does not reveal the id of the
//! letter.

use std::collections::BTreeSet;
use std::io;

use hallboard_feed::letter::{Letter, LetterId, Sender};

use super::{Store, entry_id};

/// The folder of pictures.
pub const PICTURES: &str = "handwriting";

/// The file name of the picture of a letter's text.
#[must_use]
pub fn picture_name(letter: LetterId) -> String {
    format!("{}.svg", entry_id(letter))
}

/// The file name of the picture of a guest's name.
#[must_use]
pub fn guest_picture_name(letter: LetterId) -> String {
    format!("{}-name.svg", entry_id(letter))
}

/// The note in the register that refers to handwriting, in both languages, because
/// readers of either use the register.
#[must_use]
pub fn picture_note(letter: LetterId) -> String {
    format!("手写 handwritten: {}", picture_name(letter))
}

/// The file names and the SVG of a letter's pictures.
fn pictures_of(letter: &Letter) -> Vec<(String, String)> {
    let mut pictures = Vec::new();
    if let Some(words) = &letter.handwriting {
        pictures.push((picture_name(letter.id), words.to_svg()));
    }
    if let Sender::HandwrittenGuest { name } = &letter.sender {
        pictures.push((guest_picture_name(letter.id), name.to_svg()));
    }
    pictures
}

/// Writes a letter's pictures.
pub(super) fn write_pictures<S: Store>(store: &mut S, letter: &Letter) -> io::Result<()> {
    pictures_of(letter).into_iter().try_for_each(|(name, svg)| {
        store.put(&format!("{PICTURES}/{name}"), svg.as_bytes())
    })
}

/// Deletes all pictures except those of these letters.
pub(super) fn delete_other_pictures<S: Store>(
    store: &mut S,
    letters: impl Iterator<Item = LetterId>,
) -> io::Result<()> {
    let present = store.list(PICTURES)?;
    if present.is_empty() {
        return Ok(());
    }
    let names: BTreeSet<String> =
        letters.flat_map(|id| [picture_name(id), guest_picture_name(id)]).collect();
    present
        .iter()
        .filter(|name| !names.contains(*name))
        .try_for_each(|name| store.delete(&format!("{PICTURES}/{name}")))
}
