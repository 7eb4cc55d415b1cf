//! Letters in codes: taken in when all of their codes were read.

use super::codes::{CodesRead, has_codes};
use super::collect::{CollectRun, Found, RejectReason};
use super::mail::MAIL_LIMIT;
use super::{INCOMING, InboxError, JournalEvent, OPENED, QUARANTINE, Store};

/// The place of a text with codes.
pub(super) enum Text {
    /// In the folder of arrivals, under this name.
    Arrived(String),
    /// Elsewhere; the file stays in place.
    Elsewhere(String),
}

/// The text, if the bytes are UTF-8 with codes, at most as long as a mail.
pub(super) fn with_codes(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok().filter(|_| bytes.len() <= MAIL_LIMIT)?;
    has_codes(text).then_some(text)
}

impl<S: Store> CollectRun<'_, S> {
    /// Takes in the letters of which all codes were read.
    pub(super) fn collect_from_codes(&mut self) -> Result<(), InboxError> {
        for name in self.inbox.codes.names() {
            let file = format!("{name}.letter");
            let is_known = self.inbox.files.contains_key(&file);
            let found = match self.inbox.codes.assemble(&name) {
                _ if is_known => Ok((Found::Known, self.now, Vec::new())),
                None if self.inbox.quarantined.contains(&file) => {
                    self.inbox.codes.forget(&name);
                    continue;
                }
                None => continue,
                Some((bytes, came)) => match self.known(&bytes) {
                    Ok(found) => Ok((found, came, bytes)),
                    Err(reason) => Err((reason, bytes)),
                },
            };
            self.inbox.codes.forget(&name);
            match found {
                Ok((Found::Letter(letter), came, bytes)) => {
                    self.inbox.store.put(&format!("{OPENED}/{file}"), &bytes)?;
                    self.add(&letter, file, came.min(self.now))?;
                }
                Ok((found, ..)) => {
                    self.done.doubles += 1;
                    // Its codes may be in several texts, which are deleted one by one.
                    if let Found::Double(letter) = found {
                        self.note(JournalEvent::Again { letter, file })?;
                    }
                }
                Err((reason, bytes)) if self.arrived_in_codes(&name) => {
                    if !self.inbox.quarantined.contains(&file) {
                        self.inbox.store.put(&format!("{QUARANTINE}/{file}"), &bytes)?;
                        let why = reason.to_string();
                        self.done.bad.push((file.clone(), reason));
                        self.note(JournalEvent::Quarantined { file, why })?;
                    }
                }
                Err((reason, _)) => {
                    self.rejected.insert(name, reason);
                }
            }
        }
        self.inbox.flush()
    }

    /// Whether some codes of a letter are in the folder of arrivals.
    fn arrived_in_codes(&self, name: &str) -> bool {
        self.texts.iter().any(|(text, read)| {
            matches!(text, Text::Arrived(_)) && read.letters.contains(name)
        })
    }

    /// Deletes a text that arrived when each of its letters was taken in or quarantined
    /// and nothing else is in it. Leaves it in place while codes are missing.
    pub(super) fn finish_text(
        &mut self,
        text: Text,
        read: &CodesRead,
    ) -> Result<(), InboxError> {
        let rejected =
            read.letters.iter().find_map(|name| self.rejected.get(name).cloned());
        let fault = read.faults.first().copied();
        let reason =
            rejected.or(fault.map(|(line, fault)| RejectReason::Code { line, fault }));
        let waits = read.letters.iter().any(|name| self.inbox.codes.gap(name).is_some());
        match text {
            Text::Elsewhere(place) => self.done.bad.extend(reason.map(|it| (place, it))),
            Text::Arrived(name) if waits => {
                self.done.bad.extend(reason.map(|it| (name, it)));
            }
            Text::Arrived(name) => {
                let path = format!("{INCOMING}/{name}");
                let more = read.more.then_some(RejectReason::MoreThanCodes);
                match reason.or(more) {
                    Some(reason) => self.quarantine(&path, &name, reason)?,
                    None => self.inbox.store.delete(&path)?,
                }
            }
        }
        Ok(())
    }
}
