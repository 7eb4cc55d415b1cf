//! The state of the feed: the last good one, and current faults.

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
    /// The client's current fault, even if a feed is shown.
    pub error: Option<ClientError>,
    /// The reason why no feed can be trusted.
    pub untrusted: Option<TrustError>,
}

/// Whether there is a feed to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedStatus {
    /// The feed is still loading.
    Loading,
    /// There is a feed, although perhaps not the latest.
    Ready,
    /// There is no feed, and loading has failed so far.
    Failed,
}

impl FeedStatus {
    /// The value of the attribute `data-state`.
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
    /// The status of the feed.
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

    /// The reason why there is nothing to show, once it is known.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let untrusted = self.untrusted.clone().map(Failure::Trust);
        untrusted.or_else(|| self.error.clone().map(Failure::Feed))
    }

    /// Applies an event of the feed loader.
    pub fn apply(&mut self, event: FeedEvent) {
        match event {
            FeedEvent::Idle(_) | FeedEvent::ServerTime(_) => {}
            FeedEvent::Show(feed) => self.feed = Some(feed),
            FeedEvent::Report(error) => self.error = error,
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
