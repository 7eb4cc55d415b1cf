//! The feed as far as it is loaded, and what is wrong with it.

use std::sync::Arc;

use hallboard_feed::client::ClientError;
use hallboard_feed::{TrustError, VerifiedFeed};

use crate::feed::FeedEvent;
use crate::notice::Failure;

/// The last good feed and the current faults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedState {
    /// The last good feed.
    pub feed: Option<Arc<VerifiedFeed>>,
    /// The client's current fault, whatever is shown.
    pub trouble: Option<ClientError>,
    /// Why no feed can be trusted.
    pub untrusted: Option<TrustError>,
}

/// Whether there is a feed to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedStatus {
    /// Not yet.
    Loading,
    /// Yes, although perhaps not the latest.
    Ready,
    /// No, and loading has failed so far.
    Failed,
}

impl FeedStatus {
    /// Its name in the attribute `data-state`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            FeedStatus::Loading => "loading",
            FeedStatus::Ready => "board",
            FeedStatus::Failed => "failed",
        }
    }
}

impl FeedState {
    /// Whether there is a feed to show.
    #[must_use]
    pub fn status(&self) -> FeedStatus {
        if self.feed.is_some() {
            FeedStatus::Ready
        } else if self.failure().is_some() {
            FeedStatus::Failed
        } else {
            FeedStatus::Loading
        }
    }

    /// Why there is nothing to show, once that is known.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let untrusted = self.untrusted.clone().map(Failure::Trust);
        untrusted.or_else(|| self.trouble.clone().map(Failure::Feed))
    }

    /// Applies an event of the feed loader.
    pub fn apply(&mut self, event: FeedEvent) {
        match event {
            FeedEvent::Idle(_) | FeedEvent::ServerTime(_) => {}
            FeedEvent::Show(feed) => self.feed = Some(feed),
            FeedEvent::Report(trouble) => self.trouble = trouble,
            FeedEvent::Untrusted(error) => self.untrusted = Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_feed::Part;

    #[test]
    fn loading_and_failed_are_not_the_same() {
        let mut state = FeedState::default();
        assert_eq!(state.status(), FeedStatus::Loading);
        state.apply(FeedEvent::Report(Some(ClientError::Unreachable {
            part: Part::Head,
        })));
        assert_eq!(state.status(), FeedStatus::Failed);
        state.apply(FeedEvent::Report(None));
        assert_eq!(state.status(), FeedStatus::Loading);
        state.apply(FeedEvent::Untrusted(TrustError::NoHall));
        assert_eq!(state.failure(), Some(Failure::Trust(TrustError::NoHall)));
    }
}
