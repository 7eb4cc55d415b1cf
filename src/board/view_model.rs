//! All content of the board's views, derived from the feed, the clock, the window and the
//! reader's language.

use std::sync::Arc;

use hallboard_feed::Board;

use crate::language::Language;
use crate::layout::{Screen, TypeSizes};
use crate::notice::Notice;
use crate::words::board;

/// The layout of the board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoardLayout {
    /// Pages in turn, on a screen that is read from a distance.
    Wall(TypeSizes),
    /// One scrolling page.
    Document {
        /// Width of the text in CSS pixels.
        width: f64,
    },
}

/// The order of names on the board in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Indices of the board's residents.
    pub residents: Vec<usize>,
    /// Indices of the board's households.
    pub households: Vec<usize>,
    /// Indices of the board's histories.
    pub histories: Vec<usize>,
}

/// The content of the board's views.
#[derive(Clone, Debug)]
pub struct BoardViewModel {
    /// The board of the day.
    pub board: Arc<Board>,
    /// The reader's language.
    pub language: Language,
    /// The order of names in that language.
    pub order: Order,
    /// The layout of the board.
    pub layout: BoardLayout,
    /// Whether the hall accepts letters.
    pub accepts_letters: bool,
    /// Warnings about the data.
    pub notice: Option<String>,
    /// The date above every page, long and short.
    pub dates: [String; 2],
    /// The time at which the data was issued, as a sentence.
    pub as_of: String,
}

/// The inputs of a [`BoardViewModel`].
#[derive(Clone, Debug)]
pub struct BoardViewModelInput {
    /// The board of the day.
    pub board: Arc<Board>,
    /// The reader's language.
    pub language: Language,
    /// The order of names in that language.
    pub order: Order,
    /// The screen and its viewing distance.
    pub screen: Screen,
    /// Whether the board is laid out for a wall.
    pub is_wall: bool,
    /// Whether the hall accepts letters.
    pub accepts_letters: bool,
    /// The most serious warning about the data.
    pub notice: Option<Notice>,
    /// Whether the clocks of server and device differ.
    pub clocks_differ: bool,
    /// The date above every page, long and short.
    pub dates: [String; 2],
    /// The time at which the data was issued, in the hall's time zone.
    pub issued: String,
}

/// The maximum width of text in a document, in CSS pixels.
const MAX_TEXT_WIDTH: f64 = 720.0;
/// The margin of a narrow document, in CSS pixels.
const MARGIN: f64 = 20.0;

impl BoardViewModel {
    /// Builds the view model.
    #[must_use]
    pub fn build(input: BoardViewModelInput) -> BoardViewModel {
        let notice = input.notice_text();
        let as_of = input
            .language
            .text_with(board::FOOTER_AS_OF, &[("when", input.issued.as_str())]);
        let layout = if input.is_wall {
            BoardLayout::Wall(TypeSizes::new(input.screen))
        } else {
            let width = (input.screen.width - 2.0 * MARGIN).clamp(200.0, MAX_TEXT_WIDTH);
            BoardLayout::Document { width }
        };
        BoardViewModel {
            board: input.board,
            language: input.language,
            accepts_letters: input.accepts_letters,
            order: input.order,
            layout,
            notice,
            dates: input.dates,
            as_of,
        }
    }

    /// The index of a resident's history among the board's, if they share it.
    #[must_use]
    pub fn history_of(&self, resident: usize) -> Option<usize> {
        self.board.histories.binary_search_by_key(&resident, |it| it.resident).ok()
    }

    /// Whether the board is laid out for a wall.
    #[must_use]
    pub fn is_wall(&self) -> bool {
        matches!(self.layout, BoardLayout::Wall(_))
    }
}

impl BoardViewModelInput {
    /// All warnings in one text. Clock skew is only reported on wall displays; on a
    /// personal device it is the user's business.
    fn notice_text(&self) -> Option<String> {
        notice_text(self.notice, self.clocks_differ && self.is_wall, self.language)
    }
}

/// The texts of a warning and of clock skew, which a warning about the clock includes.
fn notice_text(
    notice: Option<Notice>,
    skewed: bool,
    language: Language,
) -> Option<String> {
    let skew = (skewed && notice != Some(Notice::Clock)).then_some(Notice::Server);
    let notices = notice.into_iter().chain(skew);
    let texts: Vec<&str> = notices.map(|notice| notice.words(language)).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::english;

    #[test]
    fn clock_skew_is_added_to_other_warnings_but_not_to_one_about_the_clock() {
        let language = english();
        let text = |notice, skewed| notice_text(notice, skewed, language);
        let [old, clock, server] =
            [Notice::Old, Notice::Clock, Notice::Server].map(|it| it.words(language));
        assert_eq!(text(None, false), None);
        assert_eq!(text(None, true).as_deref(), Some(server));
        assert_eq!(text(Some(Notice::Old), false).as_deref(), Some(old));
        assert_eq!(text(Some(Notice::Old), true), Some(format!("{old} {server}")));
        assert_eq!(text(Some(Notice::Clock), true).as_deref(), Some(clock));
    }
}
