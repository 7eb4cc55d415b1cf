//! Which of the app's views is shown.

use crate::feed_state::FeedStatus;

/// One of the app's views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Nothing yet: the page's static text stays until the feed has arrived or failed.
    Loading,
    /// The reason why there is no board.
    Failed,
    /// The page of the rules.
    Rules,
    /// The wall while the hall is closed.
    Closed,
    /// The wall: pages in turn on a screen that is read from a distance.
    Wall,
    /// The board as one scrolling page.
    Document,
}

/// The inputs that determine the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ViewInput {
    /// Whether there is a feed.
    pub status: FeedStatus,
    /// Whether the page is that of the rules.
    pub is_rules_page: bool,
    /// Whether the board is laid out for a wall.
    pub is_wall: bool,
    /// Whether the hall is closed.
    pub is_closed: bool,
    /// Whether somebody is assumed to look at the board, after a recent interaction.
    pub is_attended: bool,
}

impl View {
    /// The view for that state.
    #[must_use]
    pub fn choose(input: ViewInput) -> View {
        match input.status {
            FeedStatus::Loading => View::Loading,
            FeedStatus::Failed => View::Failed,
            FeedStatus::Ready if input.is_rules_page => View::Rules,
            FeedStatus::Ready if !input.is_wall => View::Document,
            FeedStatus::Ready if input.is_closed && !input.is_attended => View::Closed,
            FeedStatus::Ready => View::Wall,
        }
    }

    /// The theme of this view: dimmed on a wall at night or while the hall is closed,
    /// otherwise the one in the URL.
    #[must_use]
    pub fn theme(self, night: bool, asked: Option<&'static str>) -> Option<&'static str> {
        let dim = self == View::Closed || (self == View::Wall && night);
        if dim { Some("dim") } else { asked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: ViewInput = ViewInput {
        status: FeedStatus::Ready,
        is_rules_page: false,
        is_wall: true,
        is_closed: false,
        is_attended: false,
    };

    #[test]
    fn only_an_unattended_wall_is_closed() {
        let closed = ViewInput { is_closed: true, ..WALL };
        assert_eq!(View::choose(closed), View::Closed);
        let attended = ViewInput { is_attended: true, ..closed };
        assert_eq!(View::choose(attended), View::Wall);
        let document = ViewInput { is_wall: false, ..closed };
        assert_eq!(View::choose(document), View::Document);
        let rules = ViewInput { is_rules_page: true, ..closed };
        assert_eq!(View::choose(rules), View::Rules);
    }

    #[test]
    fn without_a_feed_no_page_is_shown() {
        for (status, view) in
            [(FeedStatus::Loading, View::Loading), (FeedStatus::Failed, View::Failed)]
        {
            assert_eq!(View::choose(ViewInput { status, ..WALL }), view);
            let rules = ViewInput { status, is_rules_page: true, ..WALL };
            assert_eq!(View::choose(rules), view);
        }
    }

    #[test]
    fn only_walls_are_dimmed() {
        assert_eq!(View::Closed.theme(false, Some("day")), Some("dim"));
        assert_eq!(View::Wall.theme(true, Some("day")), Some("dim"));
        assert_eq!(View::Wall.theme(false, Some("day")), Some("day"));
        assert_eq!(View::Document.theme(true, None), None);
    }
}
