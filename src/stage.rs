//! What the app is showing, as plain data: one value, derived from the feed, the clock,
//! the window and the reader's choices.

use hallboard_feed::client::Trouble;
use hallboard_feed::{Board, Refusal, TrustError};
use hallboard_score::Day;

use crate::deck::{Deck, Order};
use crate::language::Language;
use crate::layout::{Frame, Layout, Screen};
use crate::rotation::{self, Parts};
use crate::typeset::ems;

/// Why there is no board at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The shell does not say whom to believe.
    #[error("the page does not say whose feed to believe: {0}")]
    Trust(#[from] TrustError),
    /// No feed could be fetched and verified.
    #[error(transparent)]
    Feed(#[from] Trouble),
}

/// What the reader has to know about the data, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What rests on consent is hidden since the publication expired.
    Expired,
    /// What was fetched last is not believed.
    Refused,
    /// What was fetched last is older than what is shown.
    Older,
    /// A clock is wrong.
    Clock,
    /// The server's clock says otherwise than this screen's.
    Server,
    /// The site has no feed.
    Missing,
    /// No answer.
    Unreachable,
    /// A newer publication should have come by now.
    Old,
}

impl Notice {
    /// Of what is wrong with a feed.
    #[must_use]
    pub fn of(trouble: &Trouble) -> Notice {
        match trouble {
            Trouble::Unreachable { .. } => Notice::Unreachable,
            Trouble::Status { .. } => Notice::Missing,
            Trouble::Refused(Refusal::Older { .. }) => Notice::Older,
            Trouble::Refused(_) => Notice::Refused,
            Trouble::Clock { .. } => Notice::Clock,
        }
    }

    /// What the server answered, where that is what is wrong.
    #[must_use]
    pub fn status(trouble: &Trouble) -> Option<u16> {
        match trouble {
            Trouble::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// What has to be said of a board, if anything.
    #[must_use]
    pub fn gravest(
        board: &Board,
        today: Day,
        trouble: Option<&Trouble>,
    ) -> Option<Notice> {
        if board.consent_expired {
            return Some(Notice::Expired);
        }
        if today < board.as_of {
            return Some(Notice::Clock);
        }
        trouble.map(Notice::of).or(board.stale.then_some(Notice::Old))
    }

    /// In words.
    #[must_use]
    pub fn words(self, language: Language) -> String {
        let text = match self {
            Notice::Expired => language.say("notice.expired"),
            Notice::Refused => language.say("notice.refused"),
            Notice::Older => language.say("notice.older"),
            Notice::Clock => language.say("notice.clock"),
            Notice::Server => language.say("notice.server"),
            Notice::Missing => language.say("notice.missing"),
            Notice::Unreachable => language.say("notice.unreachable"),
            Notice::Old => language.say("notice.old"),
        };
        text.to_owned()
    }
}

impl Failure {
    /// In words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let text = match self {
            Failure::Trust(_) => language.say("failed.trust"),
            Failure::Feed(Trouble::Unreachable { .. }) => {
                language.say("failed.unreachable")
            }
            Failure::Feed(Trouble::Status { .. }) => language.say("failed.missing"),
            Failure::Feed(Trouble::Refused(_) | Trouble::Clock { .. }) => {
                language.say("failed.refused")
            }
        };
        text.to_owned()
    }
}

/// How pages are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// Page after page on a screen read from afar.
    Wall(Layout),
    /// One page to scroll, for a reader at arm's length.
    Document {
        /// The width of the text in CSS pixels.
        width: f64,
    },
}

/// Everything the pages are drawn from.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The feed on the day.
    pub board: Board,
    /// The reader's language.
    pub language: Language,
    /// Who comes after whom.
    pub order: Order,
    /// How pages are set.
    pub setting: Setting,
    /// Whether the hall takes letters.
    pub letters: bool,
    /// Which pages there are.
    pub deck: Deck,
    /// What has to be said of the data, in words.
    pub notice: Option<String>,
    /// The date above every page.
    pub date: String,
    /// When the data was issued, in the hall's time.
    pub as_of: String,
}

/// What a [`Stage`] is made from.
#[derive(Clone, Debug)]
pub struct Making {
    /// The feed on the day.
    pub board: Board,
    /// The reader's language.
    pub language: Language,
    /// Who comes after whom.
    pub order: Order,
    /// The screen and its farthest reader.
    pub screen: Screen,
    /// Whether it hangs on a wall.
    pub wall: bool,
    /// Whether the hall takes letters.
    pub letters: bool,
    /// What has to be said of the data.
    pub notice: Option<Notice>,
    /// Whether the server's clock says otherwise than this screen's.
    pub clocks_differ: bool,
    /// The date above every page, in full and short.
    pub dates: [String; 2],
    /// When the data was issued, in the hall's time.
    pub as_of: String,
}

/// The widest column of text to read at leisure, in CSS pixels.
const MEASURE: f64 = 720.0;
/// The space at each side of a narrow page, in CSS pixels.
const EDGE: f64 = 20.0;

impl Stage {
    /// Sets the pages.
    #[must_use]
    pub fn set(making: Making) -> Stage {
        let Making {
            board,
            language,
            order,
            screen,
            wall,
            letters,
            notice,
            clocks_differ,
            dates,
            as_of,
        } = making;
        // A reader's own clock is the reader's.
        let server = clocks_differ && wall && notice != Some(Notice::Clock);
        let notices = [notice, server.then_some(Notice::Server)];
        let words = |told: Option<String>, notice: Notice| {
            let words = notice.words(language);
            Some(match told {
                Some(told) => [&told, " ", &words].concat(),
                None => words,
            })
        };
        let notice = notices.into_iter().flatten().fold(None, words);
        let [date, short_date] = dates;
        let (setting, deck, date) = if wall {
            let frame =
                frame(&board, language, letters, [&date, &as_of], notice.as_deref());
            let layout = Layout::new(screen, frame);
            let short = ems(&short_date) - ems(&date);
            let crowded = layout.header_lines > 1;
            let (layout, date) = if crowded {
                let header = frame.header + short;
                (Layout::new(screen, Frame { header, ..frame }), short_date)
            } else {
                (layout, date)
            };
            let deck = Deck::new(&board, &order, language, &layout);
            (Setting::Wall(layout), deck, date)
        } else {
            let width = (screen.width - 2.0 * EDGE).clamp(200.0, MEASURE);
            (Setting::Document { width }, Deck::of_one_piece(&board, language), date)
        };
        Stage { board, language, order, setting, letters, deck, notice, date, as_of }
    }

    /// The chapters that take turns.
    #[must_use]
    pub fn parts(&self) -> Parts {
        rotation::parts(&self.board.display, self.deck.counts())
    }

    /// "as of", in words.
    #[must_use]
    pub fn as_of_words(&self) -> String {
        self.language.say_with("footer.as_of", &[("when", &self.as_of)])
    }
}

/// What the frame around the pages holds, in ems of the small type.
fn frame(
    board: &Board,
    language: Language,
    letters: bool,
    [date, as_of]: [&str; 2],
    notice: Option<&str>,
) -> Frame {
    let name = language.name(&board.hall.names).text;
    let pause = ems(language.say("controls.pause"));
    let tell = if letters { ems(language.say("controls.tell")) + 0.35 } else { 0.0 };
    let sign = if letters { 2.0 } else { 0.0 };
    let as_of = language.say_with("footer.as_of", &[("when", as_of)]);
    Frame {
        header: ems(&name) * 1.12 + ems(date) + 1.0,
        footer: pause + tell + sign + ems(&as_of) + 15.0,
        // The marks, the word beside an envelope, the arrows, the word beside a sign.
        gives: [6.3, tell, 3.6, pause + 0.35],
        notice: notice.map_or(0.0, ems),
    }
}
