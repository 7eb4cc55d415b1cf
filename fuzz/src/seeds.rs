//! What inputs are made of: a part of the sample village in every form.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use encoding_rs::GBK;
use hallboard_feed::Instant;
use hallboard_feed::letter::{
    GridPoint, Handwriting, Letter, LetterBody, LetterId, LetterSecret, Proof, Sender,
    Stroke, Token, file_name,
};
use hallboard_inbox::MARK;
use hallboard_score::{Consent, EntryKind, Ledger, Scope};
use hallboard_workbook::json::to_json;
use hallboard_workbook::read::register_of;
use hallboard_workbook::{write, write_csv, write_ods};
use zip::CompressionMethod;

use crate::mutate::{Seed, packed};
use crate::targets::Target;
use crate::{At, Failure};

/// The hall of the sample.
const HALL: &str = "yangqiao";
/// How many households, and how many entries of each kind.
const HOUSEHOLDS: usize = 2;
const ENTRIES: usize = 3;
/// Parts of a workbook that are not needed to read the register, but take up most of its bytes.
const LEFT_OUT: [&str; 7] = [
    "docProps",
    "xl/comments",
    "xl/drawings",
    "xl/theme",
    "xl/worksheets/_rels",
    "/sheet1.xml",
    "/sheet16.xml",
];
/// The start and end of the parts of a sheet other than its rows.
const ASIDE: [&str; 2] = ["<conditionalFormatting", "</dataValidations>"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The seeds of a target, by their files.
pub(crate) fn seed_files(target: &Target) -> Result<BTreeMap<PathBuf, Vec<u8>>, Failure> {
    let folder = root().join("seeds").join(target.seeds);
    let mut files = BTreeMap::new();
    for file in fs::read_dir(&folder).at(&folder)? {
        let path = file.at(&folder)?.path();
        let bytes = fs::read(&path).at(&path)?;
        files.insert(path, bytes);
    }
    match files.is_empty() {
        true => Err(Failure::NoSeeds(folder)),
        false => Ok(files),
    }
}

/// The seeds of a target, in the order of their names.
pub(crate) fn seeds(target: &Target) -> Result<Vec<Seed>, Failure> {
    seed_files(target)?.into_values().map(Seed::of).collect()
}

/// Makes all of them of the sample.
pub(crate) fn make() -> Result<(), Failure> {
    let sample = root().join("../samples/small.json");
    let village = part_of(register_of("small.json", &fs::read(&sample).at(&sample)?)?);
    let json = to_json(&village)?;
    keep("ledger_json", "village.json", &json)?;
    keep("sheets", "village.xlsx", &cut(write(&village)?)?)?;
    keep("sheets", "village.ods", &write_ods(&village)?)?;
    deeds(&village)?;
    let letters = letters(&village)?;
    let mut sealed = Vec::new();
    for (number, letter) in (1..).zip(&letters) {
        let kind = letter.kind.name().as_str();
        keep("letters", &format!("{kind}.json"), letter.to_json().as_bytes())?;
        sealed.push(
            letter.seal(&LetterSecret::new([42; 32]).public(), [number; 32])?.bytes,
        );
    }
    let smallest = sealed.iter().min_by_key(|it| it.len()).cloned().unwrap_or_default();
    keep("letters", "sealed.letter", &smallest)?;
    keep("mail", "attached.eml", attached(&smallest).as_bytes())?;
    keep("mail", "codes.eml", in_codes(&smallest).as_bytes())
}

fn keep(target: &str, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let folder = root().join("seeds").join(target);
    fs::create_dir_all(&folder).at(&folder)?;
    let path = folder.join(name);
    fs::write(&path, bytes).at(&path)
}

/// The first households with their residents, and a few entries about them.
fn part_of(mut village: Ledger) -> Ledger {
    village.rulebooks.drain(..village.rulebooks.len().saturating_sub(1));
    let mut known = BTreeSet::new();
    let mut households = village.households;
    households.truncate(HOUSEHOLDS);
    known.extend(households.iter().map(|it| it.id.to_string()));
    let mut residents = village.residents;
    residents
        .retain(|it| it.household.as_ref().is_some_and(|it| known.contains(it.as_str())));
    known.extend(residents.iter().map(|it| it.id.to_string()));
    let mut counts = BTreeMap::new();
    village.entries.retain(|entry| {
        let about = match &entry.kind {
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
            | EntryKind::Deed { resident, .. }
            | EntryKind::Redemption { resident, .. } => [resident, resident],
            EntryKind::Consent { to: Consent::Household { household, .. }, .. }
            | EntryKind::Rating { household, .. } => [household, household],
            EntryKind::Move { resident, household } => [resident, household],
            EntryKind::Objection { entry, .. }
            | EntryKind::Decision { entry, .. }
            | EntryKind::Reversal { entry, .. } => [entry, entry],
        };
        let count = counts.entry(entry.kind.name()).or_insert(0);
        // A reply is kept wherever what it is about is.
        let few = *count < ENTRIES;
        let is_kept = few && about.iter().all(|it| known.contains(it.as_str()));
        if is_kept {
            *count += 1;
            known.insert(entry.id.to_string());
        }
        is_kept
    });
    Ledger { households, residents, ..village }
}

/// A workbook without what is of no use here.
fn cut(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let Seed::Archive(mut parts) = Seed::of(bytes.clone())? else { return Ok(bytes) };
    parts.retain(|(name, _)| !LEFT_OUT.iter().any(|it| name.contains(it)));
    for (_, content) in &mut parts {
        let text = String::from_utf8_lossy(content).into_owned();
        let [start, end] = ASIDE;
        if let Some((before, rest)) = text.split_once(start)
            && let Some((_, after)) = rest.split_once(end)
        {
            *content = [before, after].concat().into_bytes();
        }
    }
    packed(&parts, CompressionMethod::Deflated)
}

/// The sheet of deeds as a text file, as several programs save it.
fn deeds(village: &Ledger) -> Result<(), Failure> {
    let scratch = tempfile::tempdir().at(std::env::temp_dir())?;
    write_csv(village, scratch.path())?;
    let path = scratch.path().join("Deeds 行为.csv");
    let text = fs::read_to_string(&path).at(&path)?;
    keep("csv", "marked.csv", text.as_bytes())?;
    let text = text.trim_start_matches('\u{feff}');
    let without_ids: Vec<String> = text
        .split("\r\n")
        .map(|line| match line.strip_prefix('E').and_then(|it| it.split_once(',')) {
            Some((_, rest)) => format!(",{rest}"),
            None => line.to_owned(),
        })
        .collect();
    keep("csv", "no-ids.csv", without_ids.join("\n").as_bytes())?;
    keep("csv", "gbk.csv", &GBK.encode(text).0)?;
    let wide = format!("\u{feff}{text}").replace(',', "\t");
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    keep("csv", "utf-16.csv", &wide)
}

/// A letter of each kind, and one written by hand.
fn letters(village: &Ledger) -> Result<Vec<Letter>, Failure> {
    let Some(written) = Instant::from_unix(1_800_000_000) else { return Ok(Vec::new()) };
    let Some(date) = written.day() else { return Ok(Vec::new()) };
    let (to, about) = match village.residents.as_slice() {
        [to, about, ..] => (to.name.clone(), about.name.clone()),
        _ => return Ok(Vec::new()),
    };
    let rules = village.rulebooks.first();
    let deed = rules.and_then(|it| it.deeds.first()).map(|it| it.id.clone());
    let reward = rules.and_then(|it| it.rewards.first()).map(|it| it.id.clone());
    let entry = village.entries.first().map(|it| it.id.to_string());
    let (deed, reward) = (deed.unwrap_or_default(), reward.unwrap_or_default());
    let entry = entry.unwrap_or_default();
    let text = || Some("=1+1 <b> \"再见\"\nand more".to_owned());
    let named = true;
    let kinds = [
        LetterBody::OwnDeed { deed: deed.clone(), date, text: None },
        LetterBody::Thanks { to, deed: deed.clone(), date, text: text(), named },
        LetterBody::Concern { about, deed, date, text: text(), named },
        LetterBody::Reply { entry, text: None },
        LetterBody::Consent { scopes: vec![Scope::Score, Scope::Board], text: text() },
        LetterBody::Wish { reward, text: None },
        LetterBody::Correction { text: text() },
        LetterBody::Copy { text: None },
        LetterBody::Erasure { text: text() },
    ];
    let letters = (1..).zip(kinds).map(|(number, kind)| {
        let token = Token::new([number; 16]);
        let sender = match kind.name().needs() {
            Proof::NameOnly => Sender::Guest { name: "陈静".to_owned() },
            Proof::Card => Sender::Card { token },
            Proof::Own => Sender::Resident { token },
        };
        let (hall, id) = (HALL.to_owned(), LetterId::new([number; 16]));
        // What has no words is written by hand.
        let handwriting = kind.text().is_none().then(zigzag).flatten();
        Letter { hall, id, written, sender, kind, handwriting }
    });
    Ok(letters.collect())
}

/// Something written by hand.
fn zigzag() -> Option<Handwriting> {
    let mut stroke = Stroke::new(GridPoint::new(10, 20)?);
    for (x, y) in [(40, 60), (300, 10), (12, 200), (13, 201)] {
        stroke.draw_to(GridPoint::new(x, y)?);
    }
    Handwriting::new(vec![stroke.clone(), stroke]).ok()
}

/// A mail with a letter attached.
fn attached(sealed: &[u8]) -> String {
    let name = file_name(sealed);
    let lines: String = Base64::encode_string(sealed)
        .as_bytes()
        .chunks(76)
        .map(|it| String::from_utf8_lossy(it) + "\r\n")
        .collect();
    format!(
        "From: a@b.example\r\nTo: hall@b.example\r\nSubject: =?utf-8?B?5p2O?=\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n\
         --X\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\
         --X\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; \
         filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}\r\n--X--\r\n"
    )
}

/// A mail with the texts of a letter's codes.
fn in_codes(sealed: &[u8]) -> String {
    let name = file_name(sealed);
    let name = name.trim_end_matches(".letter");
    let text = Base64UrlUnpadded::encode_string(sealed);
    let half = text.len() / 2;
    let (first, second) = text.split_at_checked(half).unwrap_or((&text, ""));
    format!(
        "From: a@b.example\r\nTo: hall@b.example\r\nSubject: codes\r\n\r\n\
         {MARK}{name}:1/2:{first}\r\n{MARK}{name}:2/2:{second}\r\n"
    )
}
