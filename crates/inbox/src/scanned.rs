//! Letters that came in codes: taken in when all of their codes are there.

use super::codes::{CodesRead, has_codes};
use super::collect::{Found, RejectReason, Taking};
use super::mail::MAIL_LIMIT;
use super::{INCOMING, InboxError, JournalEvent, OPENED, QUARANTINE, Store};

/// Where a text with codes is.
pub(super) enum Text {
    /// In the folder of arrivals, under that name.
    Arrived(String),
    /// Elsewhere, where it stays.
    Elsewhere(String),
}

/// The text, if there are codes in these bytes: a whole text, and no sealed letter.
pub(super) fn with_codes(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| bytes.len() <= MAIL_LIMIT)?;
    has_codes(text).then_some(text)
}

impl<S: Store> Taking<'_, S> {
    /// Takes in what is whole of all the codes read.
    pub(super) fn gather(&mut self) -> Result<(), InboxError> {
        for name in self.inbox.codes.names() {
            let file = format!("{name}.letter");
            let is_known = self.inbox.files.contains_key(&file);
            let found = match self.inbox.codes.whole(&name) {
                _ if is_known => Ok((Found::Known, self.now, Vec::new())),
                None if self.inbox.aside.contains(&file) => {
                    self.inbox.codes.forget(&name);
                    continue;
                }
                None => continue,
                Some((bytes, came)) => match self.known(&bytes) {
                    Ok(found) => Ok((found, came, bytes)),
                    Err(flaw) => Err((flaw, bytes)),
                },
            };
            self.inbox.codes.forget(&name);
            match found {
                Ok((Found::Letter(letter), came, bytes)) => {
                    self.inbox.store.put(&format!("{OPENED}/{file}"), &bytes)?;
                    self.keep_as(&letter, file, came.min(self.now))?;
                }
                Ok((found, ..)) => {
                    self.done.doubles += 1;
                    // Its codes may be in several texts, which go one by one.
                    if let Found::Double(letter) = found {
                        self.note(JournalEvent::Again { letter, file })?;
                    }
                }
                Err((flaw, bytes)) if self.arrived_in_codes(&name) => {
                    if !self.inbox.aside.contains(&file) {
                        self.inbox.store.put(&format!("{QUARANTINE}/{file}"), &bytes)?;
                        let why = flaw.to_string();
                        self.done.bad.push((file.clone(), flaw));
                        self.note(JournalEvent::PutAside { file, why })?;
                    }
                }
                Err((flaw, _)) => {
                    self.flawed.insert(name, flaw);
                }
            }
        }
        self.inbox.flush()
    }

    /// Whether some codes of a letter are where letters arrive.
    fn arrived_in_codes(&self, name: &str) -> bool {
        self.texts.iter().any(|(text, read)| {
            matches!(text, Text::Arrived(_)) && read.letters.contains(name)
        })
    }

    /// A text with codes that arrived is deleted when each letter in it was taken in or put
    /// aside and there is nothing else in it; until all of their codes are there, it waits.
    pub(super) fn settle(
        &mut self,
        text: Text,
        read: &CodesRead,
    ) -> Result<(), InboxError> {
        let flawed = read.letters.iter().find_map(|name| self.flawed.get(name).cloned());
        let fault = read.faults.first().copied();
        let flaw =
            flawed.or(fault.map(|(line, fault)| RejectReason::Code { line, fault }));
        let waits = read.letters.iter().any(|name| self.inbox.codes.gap(name).is_some());
        match text {
            Text::Elsewhere(place) => self.done.bad.extend(flaw.map(|it| (place, it))),
            Text::Arrived(name) if waits => {
                self.done.bad.extend(flaw.map(|it| (name, it)));
            }
            Text::Arrived(name) => {
                let path = format!("{INCOMING}/{name}");
                let more = read.more.then_some(RejectReason::MoreThanCodes);
                match flaw.or(more) {
                    Some(flaw) => self.quarantine(&path, &name, flaw)?,
                    None => self.inbox.store.delete(&path)?,
                }
            }
        }
        Ok(())
    }
}
