//! The session of a card: which card is in use, and the state of its file.

use std::sync::Arc;

use hallboard_feed::VerifiedFeed;
use hallboard_feed::sealed::{Card, CodeFault, OwnRegister};

use super::screen::{FetchOutcome, FetchRequest, FetchState, Screen};
use crate::app_state::AppState;

/// The card in use and the state of its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// The id of the key that the page trusts, if it names one.
    pub key_id: Option<String>,
    /// The card in use.
    pub card: Option<Arc<Card>>,
    /// What is wrong with the code that was entered last.
    pub code_fault: Option<CodeFault>,
    /// How many codes were entered.
    pub attempts: u32,
    /// The state of the card's file.
    pub file: FetchState,
}

impl Session {
    /// The screen to show, given the state of the feed.
    #[must_use]
    pub fn screen(&self, app_state: &AppState) -> Screen {
        let Some(card) = &self.card else { return Screen::CodeEntry };
        if self.is_of_other_key(card) {
            return Screen::OtherKey;
        }
        let Some(feed) = &app_state.loaded.feed else {
            let failure = app_state.loaded.failure();
            return failure.map_or(Screen::Opening, |failure| Screen::from(&failure));
        };
        if feed.head().version() < card.least_version {
            return Screen::Older;
        }
        match &self.file {
            FetchState::Unrequested
            | FetchState::Requested { .. }
            | FetchState::AwaitingHead { .. } => Screen::Opening,
            FetchState::Missing { .. } => Screen::Missing,
            FetchState::Unreachable { .. } => Screen::Unreachable,
            FetchState::Refused { .. } => Screen::Refused,
            FetchState::Open(_) => Screen::Open,
        }
    }

    fn is_of_other_key(&self, card: &Card) -> bool {
        match (&card.key_id, &self.key_id) {
            (Some(named), Some(trusted)) => named != trusted,
            _ => false,
        }
    }

    /// The open register.
    #[must_use]
    pub fn register(&self) -> Option<&Arc<OwnRegister>> {
        match &self.file {
            FetchState::Open(register) if self.card.is_some() => Some(register),
            _ => None,
        }
    }

    /// The least version of the feed that the card accepts.
    #[must_use]
    pub fn least_version(&self) -> u64 {
        self.card.as_ref().map_or(0, |card| card.least_version)
    }

    /// Puts the card of a code or link in use; returns whether it is one. A text that is
    /// no card's does not close the card in use.
    pub fn open_card(&mut self, text: &str) -> bool {
        self.attempts += 1;
        match Card::read(text) {
            Ok(card) => {
                self.card = Some(Arc::new(card));
                self.code_fault = None;
                self.file = FetchState::Unrequested;
                true
            }
            Err(fault) => {
                self.code_fault = Some(fault);
                false
            }
        }
    }

    /// Closes the card and its record.
    pub fn close_card(&mut self) {
        self.card = None;
        self.code_fault = None;
        self.file = FetchState::Unrequested;
    }

    /// Has the file requested again, whatever its state.
    pub fn retry(&mut self) {
        self.file = match self.file.version() {
            Some(version) => FetchState::AwaitingHead { version },
            None => FetchState::Unrequested,
        };
    }

    /// The next file to fetch, which counts as requested from now on.
    ///
    /// `is_idle`: the newest head was fetched and nothing is on its way, so that a file
    /// that was missing may be requested again.
    pub fn next_request(
        &mut self,
        feed: Option<&Arc<VerifiedFeed>>,
        is_idle: bool,
    ) -> Option<FetchRequest> {
        let card = Arc::clone(self.card.as_ref()?);
        let feed = Arc::clone(feed?);
        let version = feed.head().version();
        if self.is_of_other_key(&card) || version < card.least_version {
            return None;
        }
        let is_retry = match &self.file {
            FetchState::AwaitingHead { version: requested } if *requested == version => {
                if !is_idle {
                    return None;
                }
                true
            }
            file if file.version() == Some(version) => return None,
            _ => false,
        };
        // What is open stays open until the newer file is there.
        if !matches!(self.file, FetchState::Open(_)) {
            self.file = FetchState::Requested { version, is_retry };
        }
        Some(FetchRequest { feed, card, is_retry })
    }

    /// Applies the outcome of a request, if it is still wanted: of the card in use and the
    /// newest version. Returns whether the head should be fetched again.
    pub fn on_response(
        &mut self,
        request: &FetchRequest,
        newest_version: Option<u64>,
        outcome: FetchOutcome,
    ) -> bool {
        let version = request.feed.head().version();
        let is_current = self.card.as_ref() == Some(&request.card);
        if !is_current || newest_version != Some(version) {
            return false;
        }
        self.file = match outcome {
            FetchOutcome::Open(register) => FetchState::Open(register),
            FetchOutcome::Missing if request.is_retry => FetchState::Missing { version },
            FetchOutcome::Missing => FetchState::AwaitingHead { version },
            FetchOutcome::Unreachable => FetchState::Unreachable { version },
            FetchOutcome::Refused(reason) => FetchState::Refused { version, reason },
        };
        matches!(self.file, FetchState::AwaitingHead { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use hallboard_feed::client::ClientError;
    use hallboard_feed::sealed::Secret;
    use hallboard_feed::{Part, TrustError, VerifyError};

    use crate::feed_state::FeedState;
    use crate::record::screen::FailureKind;

    const KEY: &str = "0123456789ABCDEF";

    fn session_with(text: &str) -> Session {
        let mut session = Session { key_id: Some(KEY.to_owned()), ..Session::default() };
        session.open_card(text);
        session
    }

    fn code() -> String {
        Secret::new([7; 16]).code()
    }

    fn screen(session: &Session) -> Screen {
        session.screen(&AppState::default())
    }

    #[test]
    fn a_code_opens_a_card_and_another_text_does_not() {
        assert_eq!(screen(&Session::default()), Screen::CodeEntry);
        let session = session_with(&code());
        assert_eq!((screen(&session), session.code_fault), (Screen::Opening, None));
        let session = session_with("abc");
        assert_eq!(screen(&session), Screen::CodeEntry);
        assert_eq!(session.code_fault, Some(CodeFault::Length { found: 3 }));
    }

    #[test]
    fn invalid_text_keeps_the_open_card() {
        let mut session = session_with(&code());
        let card = session.card.clone();
        assert!(!session.open_card("#why"));
        assert_eq!(session.card, card);
        session.close_card();
        assert_eq!(screen(&session), Screen::CodeEntry);
        assert_eq!(session.code_fault, None);
    }

    #[test]
    fn a_card_of_another_key_requests_nothing() {
        let mut session = session_with(&format!("{}.FEDCBA9876543210.4", code()));
        assert_eq!(screen(&session), Screen::OtherKey);
        assert!(session.next_request(None, true).is_none());
        let same = session_with(&format!("{}.{KEY}.4", code()));
        assert_eq!(screen(&same), Screen::Opening);
        assert_eq!(same.least_version(), 4);
    }

    #[test]
    fn failures_of_the_feed_have_screens_of_their_own() {
        let session = session_with(&code());
        let failed = |error: Option<ClientError>, untrusted: Option<TrustError>| {
            let loaded = FeedState { feed: None, error, untrusted };
            session.screen(&AppState { loaded, ..AppState::default() })
        };
        let unreachable = ClientError::Unreachable { part: Part::Head };
        let screen = Screen::Failed(FailureKind::Unreachable);
        assert_eq!(failed(Some(unreachable.clone()), None), screen);
        let older = ClientError::Refused(VerifyError::Older { seen: 5, got: 4 });
        assert_eq!(failed(Some(older), None), Screen::Older);
        let untrusted = Some(TrustError::NoHall);
        let screen = Screen::Failed(FailureKind::NoTrust);
        assert_eq!(failed(Some(unreachable), untrusted), screen);
    }
}
