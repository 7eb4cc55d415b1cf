//! What was done with every letter, a line each, never changed again but to take out
//! whoever left.
//!
//! A line is 16 hex digits of a SHA-256 and the JSON it is of. A line that was not written
//! to its end when the process ended is cut off by the next one. One that does not fit its
//! digits is passed over and told: what it said is done again, which changes nothing, as
//! the entries of a letter always have the same id.

use hallboard_feed::letter::{LetterId, Mark};
use hallboard_feed::{Instant, letter::LetterKind};
use hallboard_score::{Day, Source};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The name of the journal in the folder of letters.
pub const JOURNAL: &str = "journal.txt";

/// The most bytes of a journal that are read.
pub const JOURNAL_LIMIT: usize = 1 << 30;

/// Something that was done, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When.
    #[serde(with = "text")]
    pub at: Instant,
    /// What.
    #[serde(flatten)]
    pub did: JournalEvent,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum JournalEvent {
    /// A letter was opened and is kept.
    Received(Box<Received>),
    /// A letter that is there came in codes once more, sealed anew.
    Again {
        /// Which.
        #[serde(with = "text")]
        letter: LetterId,
        /// The name of the file it would have been.
        file: String,
    },
    /// Something that is no letter, or only says it is another, was put aside.
    PutAside {
        /// Its file, in the folder of what was put aside.
        file: String,
        /// What is wrong with it, in English.
        why: String,
    },
    /// An official accepted a letter: this is to be written, or to be done.
    Accepted {
        /// Which.
        #[serde(with = "text")]
        letter: LetterId,
        /// What the letter does not say.
        ruling: Decision,
    },
    /// What was accepted is in the register; of what is no entry: it was done.
    Committed {
        /// Which.
        #[serde(with = "text")]
        letter: LetterId,
        /// Who says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// An official refused a letter.
    Refused {
        /// Which.
        #[serde(with = "text")]
        letter: LetterId,
        /// Why.
        reason: String,
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// An official wants to know more first.
    Asked {
        /// About which letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// What.
        text: String,
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// A letter says the same as another, with which it is settled.
    Merged {
        /// Which.
        #[serde(with = "text")]
        letter: LetterId,
        /// The other one.
        #[serde(with = "text")]
        into: LetterId,
        /// Who says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// A letter was cleared away, since it was of somebody who left.
    Cleared {
        /// Which.
        #[serde(with = "text")]
        letter: LetterId,
    },
}

/// What the journal keeps of a letter: enough to know it again, to find it, to count it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// By what it is known again.
    #[serde(with = "text")]
    pub mark: Mark,
    /// Its file.
    pub file: String,
    /// Its kind.
    #[serde(serialize_with = "kind_word", deserialize_with = "kind_of_word")]
    pub kind: LetterKind,
    /// When it was written, by the sender's clock.
    #[serde(with = "text")]
    pub written: Instant,
    /// When it came, by the hall's.
    #[serde(with = "text")]
    pub came: Instant,
    /// Of a concern: what tells its reporters apart, and says nothing of who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
}

/// What an official states when accepting a letter, beyond what the letter says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The id of the resident it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident: Option<String>,
    /// The day of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The day the subject was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified: Option<Day>,
    /// On whose word.
    #[serde(
        default,
        deserialize_with = "source_of_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub source: Option<Source>,
    /// Who accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The id of whoever wrote it, where whom it is about may be told that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
}

impl JournalEvent {
    /// The letter it is about.
    #[must_use]
    pub fn letter(&self) -> Option<LetterId> {
        match self {
            JournalEvent::Received(received) => Some(received.mark.id),
            JournalEvent::PutAside { .. } => None,
            JournalEvent::Accepted { letter, .. }
            | JournalEvent::Committed { letter, .. }
            | JournalEvent::Refused { letter, .. }
            | JournalEvent::Asked { letter, .. }
            | JournalEvent::Merged { letter, .. }
            | JournalEvent::Again { letter, .. }
            | JournalEvent::Cleared { letter } => Some(*letter),
        }
    }
}

/// A journal as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// What was done, in order.
    pub records: Vec<Record>,
    /// Where the next line goes: behind the last one that is whole.
    pub end: u64,
    /// The lines, from 1, that are whole and do not fit their digits.
    pub damaged: Vec<usize>,
}

impl Journal {
    /// Reads all of it that can be read.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Journal {
        let mut journal = Journal::default();
        for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            let Some(whole) = line.strip_suffix(b"\n") else { break };
            journal.end += u64::try_from(line.len()).unwrap_or_default();
            match record(whole) {
                Some(record) => journal.records.push(record),
                None => journal.damaged.push(number),
            }
        }
        journal
    }
}

impl Record {
    /// Its line, with the end of it.
    #[must_use]
    pub fn line(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{} {json}\n", digits(json.as_bytes()))
    }
}

fn record(line: &[u8]) -> Option<Record> {
    let (told, json) = line.split_first_chunk::<16>()?;
    let json = json.strip_prefix(b" ")?;
    if digits(json).as_bytes() != told {
        return None;
    }
    serde_json::from_slice(json).ok()
}

fn digits(json: &[u8]) -> String {
    let hash = Sha256::digest(json);
    base16ct::lower::encode_string(hash.get(..8).unwrap_or_default())
}

fn source_of_word<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Source>, D::Error> {
    let word = Option::<String>::deserialize(from)?;
    let source = |word: String| {
        Source::from_name(&word).ok_or_else(|| D::Error::custom("no source of a deed"))
    };
    word.map(source).transpose()
}

fn kind_word<S: Serializer>(kind: &LetterKind, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(kind.as_str())
}

fn kind_of_word<'de, D: Deserializer<'de>>(from: D) -> Result<LetterKind, D::Error> {
    let word = String::deserialize(from)?;
    LetterKind::from_name(&word).ok_or_else(|| D::Error::custom("no kind of letter"))
}

/// Values as the texts they are written as.
mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(
        value: &T,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
        from: D,
    ) -> Result<T, D::Error>
    where
        T::Err: Display,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records() -> Vec<Record> {
        let at = "2026-11-23T04:44:00Z".parse().unwrap();
        let id = LetterId::new([7; 16]);
        let received = Received {
            mark: Mark { id, digest: [9; 32] },
            file: "a.letter".into(),
            kind: LetterKind::Concern,
            written: at,
            came: at,
            reporter: Some("ab".into()),
        };
        let ruling = Decision {
            resident: Some("R1".into()),
            date: "2026-11-20".parse().ok(),
            source: Some(Source::Neighbour),
            reporter: Some("R2".into()),
            ..Decision::default()
        };
        let (text, reason, by) = ("when?\n".to_owned(), "=1+1".to_owned(), None);
        let into = LetterId::new([8; 16]);
        [
            JournalEvent::Received(Box::new(received)),
            JournalEvent::PutAside { file: "x".into(), why: "damaged".into() },
            JournalEvent::Asked { letter: id, text, by: Some("Li Hua".into()) },
            JournalEvent::Accepted { letter: id, ruling },
            JournalEvent::Committed { letter: id, by: None },
            JournalEvent::Refused { letter: id, reason, by },
            JournalEvent::Merged { letter: id, into, by: None },
            JournalEvent::Again { letter: id, file: "b.letter".into() },
            JournalEvent::Cleared { letter: id },
        ]
        .map(|did| Record { at, did })
        .to_vec()
    }

    #[test]
    fn a_journal_is_read_as_it_was_written_up_to_any_torn_end() {
        let records = records();
        let lines: Vec<String> = records.iter().map(Record::line).collect();
        let all = lines.concat();
        assert!(lines.iter().all(|line| line.matches('\n').count() == 1));
        for cut in 0..=all.len() {
            let journal = Journal::read(&all.as_bytes()[..cut]);
            let whole = all[..cut].matches('\n').count();
            assert_eq!(journal.records, records[..whole], "{cut}");
            assert_eq!(journal.end, lines[..whole].concat().len() as u64);
            assert!(journal.damaged.is_empty());
        }
    }

    #[test]
    fn a_line_that_does_not_fit_is_told_and_passed_over() {
        let records = records();
        let text: String = records.iter().map(Record::line).collect();
        let spoiled = text.replacen("when?", "where?", 1) + "\n\u{fffd}\nshort\n";
        let journal = Journal::read(spoiled.as_bytes());
        assert_eq!(journal.damaged, [3, 10, 11, 12]);
        let rest = [&records[..2], &records[3..]].concat();
        assert_eq!(journal.records, rest);
        assert_eq!(journal.end, spoiled.len() as u64);
    }
}
