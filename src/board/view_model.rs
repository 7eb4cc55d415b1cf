//! Everything the board's views show, derived from the feed, the clock, the window and the
//! reader's language.

use std::sync::Arc;

use hallboard_feed::Board;

use super::wall::schedule::{self, Schedule};
use crate::deck::{Deck, Order};
use crate::language::Language;
use crate::layout::{Frame, Layout, Screen};
use crate::notice::Notice;
use crate::typeset::ems;
use crate::words::board;

/// How the board is laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoardLayout {
    /// Page after page, on a screen that is read from afar.
    Wall(Layout),
    /// One page to scroll.
    Document {
        /// Width of the text in CSS pixels.
        width: f64,
    },
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
    /// How the board is laid out.
    pub layout: BoardLayout,
    /// Whether the hall accepts letters.
    pub accepts_letters: bool,
    /// The content of each page.
    pub deck: Deck,
    /// The pages in the order in which the wall shows them.
    pub schedule: Schedule,
    /// Warnings about the data.
    pub notice: Option<String>,
    /// The date above every page.
    pub date: String,
    /// When the data was issued, as a sentence.
    pub as_of: String,
}

/// What a [`BoardViewModel`] is built from.
#[derive(Clone, Debug)]
pub struct BoardViewModelInput {
    /// The board of the day.
    pub board: Arc<Board>,
    /// The reader's language.
    pub language: Language,
    /// The order of names in that language.
    pub order: Order,
    /// The screen and the distance of its readers.
    pub screen: Screen,
    /// Whether the board is laid out for a wall.
    pub is_wall: bool,
    /// Whether the hall accepts letters.
    pub accepts_letters: bool,
    /// The gravest warning about the data.
    pub notice: Option<Notice>,
    /// Whether the clocks of server and device differ.
    pub clocks_differ: bool,
    /// The date above every page, long and short.
    pub dates: [String; 2],
    /// When the data was issued, in the hall's time.
    pub issued: String,
}

/// The greatest width of text in a document, in CSS pixels.
const MAX_TEXT_WIDTH: f64 = 720.0;
/// The margin of a narrow document, in CSS pixels.
const MARGIN: f64 = 20.0;

impl BoardViewModel {
    /// Lays out the board.
    #[must_use]
    pub fn build(input: BoardViewModelInput) -> BoardViewModel {
        let notice = input.notice_text();
        let as_of = input
            .language
            .text_with(board::FOOTER_AS_OF, &[("when", input.issued.as_str())]);
        let BoardViewModelInput { board, language, order, accepts_letters, .. } = &input;
        let (layout, deck, date) = if input.is_wall {
            let (layout, date) = wall_layout(&input, &as_of, notice.as_deref());
            let deck = Deck::new(board, order, *language, &layout);
            (BoardLayout::Wall(layout), deck, date)
        } else {
            let width = (input.screen.width - 2.0 * MARGIN).clamp(200.0, MAX_TEXT_WIDTH);
            let deck = Deck::of_one_piece(board, *language);
            let [long_date, _] = input.dates.clone();
            (BoardLayout::Document { width }, deck, long_date)
        };
        BoardViewModel {
            schedule: schedule::schedule(&board.display, deck.counts()),
            board: Arc::clone(board),
            language: *language,
            accepts_letters: *accepts_letters,
            order: input.order,
            layout,
            deck,
            notice,
            date,
            as_of,
        }
    }

    /// Whether the board is laid out for a wall.
    #[must_use]
    pub fn is_wall(&self) -> bool {
        matches!(self.layout, BoardLayout::Wall(_))
    }

    /// How many parts of the footer give way because there is no room for them.
    #[must_use]
    pub fn given_way(&self) -> usize {
        match self.layout {
            BoardLayout::Wall(layout) => layout.given_way,
            BoardLayout::Document { .. } => 0,
        }
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

/// The layout of a wall and the date that fits it: the short one if the long one would
/// take a second line.
fn wall_layout(
    input: &BoardViewModelInput,
    as_of: &str,
    notice: Option<&str>,
) -> (Layout, String) {
    let [long_date, short_date] = &input.dates;
    let frame = frame(input, as_of, notice);
    let layout = Layout::new(input.screen, frame);
    if layout.header_lines <= 1 {
        return (layout, long_date.clone());
    }
    let header = frame.header + ems(short_date) - ems(long_date);
    (Layout::new(input.screen, Frame { header, ..frame }), short_date.clone())
}

/// Widths of what stands around the pages, in ems of the small type.
fn frame(input: &BoardViewModelInput, as_of: &str, notice: Option<&str>) -> Frame {
    let language = input.language;
    let [date, _] = &input.dates;
    let name = language.name(&input.board.hall.names).text;
    let pause = ems(language.text(board::CONTROLS_PAUSE));
    let (letters, envelope) = if input.accepts_letters {
        (ems(language.text(board::CONTROLS_TELL)) + 0.35, 2.0)
    } else {
        (0.0, 0.0)
    };
    Frame {
        header: ems(&name) * 1.12 + ems(date) + 1.0,
        footer: pause + letters + envelope + ems(as_of) + 15.0,
        // The page marks, the words beside the envelope, the arrows, the words beside the
        // pause sign.
        gives: [6.3, letters, 3.6, pause + 0.35],
        notice: notice.map_or(0.0, ems),
    }
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
