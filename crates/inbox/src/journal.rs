//! The journal: one line for each event of each letter. Lines are only appended, except
//! that a purge removes personal data of people who left.
//!
//! A line is 16 hex digits of the SHA-256 of the JSON that follows. A last line that is
//! incomplete because the process ended is overwritten by the next write. A line that
//! does not match its digits is skipped and reported: its action is done again, which
//! changes nothing, because the entry of a letter always has the same id.

use hallboard_feed::letter::{LetterId, Mark};
use hallboard_feed::{Instant, letter::LetterKind};
use hallboard_score::{Day, Source};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The name of the journal in the folder of letters.
pub const JOURNAL: &str = "journal.txt";

/// The size limit of a journal, in bytes.
pub const JOURNAL_LIMIT: usize = 1 << 30;

/// A line of the journal: an event and its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    /// The time of the event.
    #[serde(with = "text")]
    pub at: Instant,
    /// The event.
    #[serde(flatten)]
    pub event: JournalEvent,
}

/// Something that happened to a letter or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum JournalEvent {
    /// A letter was opened and stored.
    Received(Box<Received>),
    /// A letter that is in the store arrived again in codes, sealed again.
    Again {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// The name of the file that it would have had.
        file: String,
    },
    /// A file was quarantined: it is not a letter, or claims the id of another letter.
    #[serde(rename = "put_aside")]
    Quarantined {
        /// The name of the file in the quarantine folder.
        file: String,
        /// The reason, in English.
        why: String,
    },
    /// An official accepted a letter. Its entry is still to be written, or its request to
    /// be carried out by hand.
    Accepted {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// What the official stated in addition to the letter.
        #[serde(rename = "ruling")]
        decision: Decision,
    },
    /// The entry of an accepted letter is in the register, or its request was carried out
    /// by hand.
    Committed {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// The official who recorded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// An official refused a letter.
    Refused {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// The reason.
        reason: String,
        /// The official.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// An official asked for more information.
    Asked {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// The question.
        text: String,
        /// The official.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// A letter was merged with another that says the same.
    Merged {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// The id of the other letter.
        #[serde(with = "text")]
        into: LetterId,
        /// The official.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// An official took the last decision about a letter back: it waits again as before.
    Undone {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
        /// The official.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// A letter was cleared, because a person whom it concerns left.
    Cleared {
        /// The id of the letter.
        #[serde(with = "text")]
        letter: LetterId,
    },
}

/// The journal's data about a letter: enough to recognise, find and count it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The id and the digest, by which a repeated letter is recognised.
    #[serde(with = "text")]
    pub mark: Mark,
    /// The name of its file.
    pub file: String,
    /// Its kind.
    #[serde(serialize_with = "kind_word", deserialize_with = "kind_of_word")]
    pub kind: LetterKind,
    /// When it was written, by the sender's clock.
    #[serde(with = "text")]
    pub written: Instant,
    /// When it was received, by the hall's clock.
    #[serde(with = "text")]
    pub came: Instant,
    /// The pseudonym of the sender of a concern, which identifies nobody to a reader
    /// without the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
}

/// What an official states when accepting a letter, in addition to the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The resident id of the subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident: Option<String>,
    /// The day of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The day on which the subject was notified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified: Option<Day>,
    /// The source of the deed.
    #[serde(
        default,
        deserialize_with = "source_of_word",
        skip_serializing_if = "Option::is_none"
    )]
    pub source: Option<Source>,
    /// The official who accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The resident id of the sender, if the subject may learn who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
}

impl JournalEvent {
    /// The letter that the event belongs to.
    #[must_use]
    pub fn letter(&self) -> Option<LetterId> {
        match self {
            JournalEvent::Received(received) => Some(received.mark.id),
            JournalEvent::Quarantined { .. } => None,
            JournalEvent::Accepted { letter, .. }
            | JournalEvent::Committed { letter, .. }
            | JournalEvent::Refused { letter, .. }
            | JournalEvent::Asked { letter, .. }
            | JournalEvent::Merged { letter, .. }
            | JournalEvent::Again { letter, .. }
            | JournalEvent::Undone { letter, .. }
            | JournalEvent::Cleared { letter } => Some(*letter),
        }
    }
}

/// The readable lines of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The events, in order.
    pub lines: Vec<JournalLine>,
    /// The offset in bytes of the next line: the end of the last complete one.
    pub end: u64,
    /// The numbers, from 1, of complete lines that do not match their digits or cannot be
    /// read.
    pub damaged: Vec<usize>,
}

impl Journal {
    /// Reads every line that can be read.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Journal {
        let mut journal = Journal::default();
        for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            let Some(complete) = line.strip_suffix(b"\n") else { break };
            journal.end += u64::try_from(line.len()).unwrap_or_default();
            match parse_line(complete) {
                Some(line) => journal.lines.push(line),
                None => journal.damaged.push(number),
            }
        }
        journal
    }
}

impl JournalLine {
    /// The line, including its line feed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{} {json}\n", digits(json.as_bytes()))
    }
}

fn parse_line(to_text: &[u8]) -> Option<JournalLine> {
    let (expected, json) = to_text.split_first_chunk::<16>()?;
    let json = json.strip_prefix(b" ")?;
    if digits(json).as_bytes() != expected {
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

/// Serialises values as strings.
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

    fn lines() -> Vec<JournalLine> {
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
        let decision = Decision {
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
            JournalEvent::Quarantined { file: "x".into(), why: "damaged".into() },
            JournalEvent::Asked { letter: id, text, by: Some("Li Hua".into()) },
            JournalEvent::Accepted { letter: id, decision },
            JournalEvent::Committed { letter: id, by: None },
            JournalEvent::Refused { letter: id, reason, by },
            JournalEvent::Merged { letter: id, into, by: None },
            JournalEvent::Again { letter: id, file: "b.letter".into() },
            JournalEvent::Undone { letter: id, by: Some("Li Hua".into()) },
            JournalEvent::Cleared { letter: id },
        ]
        .map(|event| JournalLine { at, event })
        .to_vec()
    }

    #[test]
    fn truncated_journal_is_read_up_to_its_last_complete_line() {
        let lines = lines();
        let texts: Vec<String> = lines.iter().map(JournalLine::to_text).collect();
        let all = texts.concat();
        assert!(texts.iter().all(|text| text.matches('\n').count() == 1));
        for cut in 0..=all.len() {
            let journal = Journal::read(&all.as_bytes()[..cut]);
            let whole = all[..cut].matches('\n').count();
            assert_eq!(journal.lines, lines[..whole], "{cut}");
            assert_eq!(journal.end, texts[..whole].concat().len() as u64);
            assert!(journal.damaged.is_empty());
        }
    }

    #[test]
    fn damaged_lines_are_reported_and_skipped() {
        let lines = lines();
        let text: String = lines.iter().map(JournalLine::to_text).collect();
        let damaged = text.replacen("when?", "where?", 1) + "\n\u{fffd}\nshort\n";
        let journal = Journal::read(damaged.as_bytes());
        assert_eq!(journal.damaged, [3, 11, 12, 13]);
        let rest = [&lines[..2], &lines[3..]].concat();
        assert_eq!(journal.lines, rest);
        assert_eq!(journal.end, damaged.len() as u64);
    }
}
