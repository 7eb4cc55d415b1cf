//! All that decides what is shown.

use hallboard_feed::letter::{LetterKey, Sender, Token, clean_text};
use hallboard_feed::sealed::{Card, CodeFault};
use hallboard_feed::{Letters, REST_SECONDS, VerifiedFeed};
use hallboard_score::{Day, Month, Rulebook, in_force};

use super::model::{Form, Hand, Searched};
use crate::world::World;

/// What is wrong with something that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A code that is none.
    Code(CodeFault),
    /// A card of another hall.
    OtherCard,
    /// A name that is none.
    Name,
}

/// What became of the letter written last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// It is in the outbox, under that name.
    Sealed(String),
    /// The hall has it.
    Delivered,
    /// It could not be sealed.
    Failed,
}

/// What is shown when nothing keeps it from being shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Shown {
    /// The form.
    #[default]
    Form,
    /// The time to take a letter back.
    Hand(Hand),
    /// What became of it.
    Sent(Sent),
    /// What waits; then, if anything, what became of the letter written last.
    Outbox(Option<Sent>),
}

/// What the page stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Loading,
    Failed,
    /// A hall that takes no letters.
    Closed,
    Form,
    Hand,
    Sent,
    Outbox,
}

impl Stand {
    /// Its name in the page.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Stand::Loading => "loading",
            Stand::Failed => "failed",
            Stand::Closed => "closed",
            Stand::Form => "form",
            Stand::Hand => "undo",
            Stand::Sent => "sent",
            Stand::Outbox => "outbox",
        }
    }
}

/// All that decides what is shown, but for the outbox.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The feed, the clock, the window and the language.
    pub world: World,
    /// The id of the key the shell believes, if it names one.
    pub key_id: Option<String>,
    /// Whether others use this screen too.
    pub shared: bool,
    /// Whether somebody's own page shows this one in a frame.
    pub framed: bool,
    /// The name of whoever opened their own page.
    pub writer: String,
    /// Whether its reader is asked if they want to go back and lose what they wrote.
    pub asking: bool,
    /// What is chosen.
    pub form: Form,
    /// What is shown.
    pub shown: Shown,
    /// What is wrong with what was typed last.
    pub fault: Option<Fault>,
    /// What is searched for.
    pub query: String,
    /// Who is on the board, in the order of the language.
    pub names: Vec<(String, Searched)>,
    /// The month of which a day is chosen, where another than the last.
    pub month: Option<Month>,
}

impl State {
    /// How letters reach the hall.
    pub(super) fn letters(&self) -> Option<&Letters> {
        self.world.feed.as_ref()?.snapshot().letters.as_ref()
    }

    /// The key they are sealed to.
    pub(super) fn key(&self) -> Option<LetterKey> {
        self.letters()?.key()
    }

    /// Whether its writer can agree to be named to whom the letter is about, or did.
    pub(super) fn may_name(&self) -> bool {
        let asks = self.letters().is_some_and(|it| it.name_reporters);
        self.form.names() || asks && self.form.may_name()
    }

    /// What there is to show. Letters that wait are shown whatever the feed says.
    pub(super) fn stand(&self) -> Stand {
        match (&self.shown, &self.world.feed) {
            (Shown::Outbox(_), _) => Stand::Outbox,
            (_, None) if self.world.failure().is_some() => Stand::Failed,
            (_, None) => Stand::Loading,
            _ if self.key().is_none() => Stand::Closed,
            // Till the page around says who writes, and about what.
            (Shown::Form, _) if self.framed && self.form.task.is_none() => Stand::Loading,
            (Shown::Form, _) => Stand::Form,
            (Shown::Hand(_), _) => Stand::Hand,
            (Shown::Sent(_), _) => Stand::Sent,
        }
    }

    /// After how many seconds without a touch a shared screen forgets; as long as the
    /// hall's board takes.
    pub(super) fn rest_seconds(&self) -> u32 {
        let rest = |feed: &VerifiedFeed| feed.snapshot().display.rest_seconds;
        self.world.feed.as_deref().map_or(REST_SECONDS, rest)
    }

    /// The day in the hall.
    pub(super) fn today(&self) -> Option<Day> {
        self.world.time.today
    }

    /// Every rulebook.
    pub(super) fn books(&self) -> &[Rulebook] {
        self.world.feed.as_ref().map_or(&[], |feed| &feed.snapshot().rulebooks)
    }

    /// The rules of today.
    pub(super) fn rules(&self) -> Option<&Rulebook> {
        in_force(self.books(), self.today()?)
    }

    /// Reads a card: of all that it says, the reporter's token alone is left.
    pub(super) fn read_card(&mut self, typed: &str, hall: &str) {
        let read = Card::read(typed).map_err(Fault::Code).and_then(|card| {
            let foreign = card.key_id.is_some() && card.key_id != self.key_id;
            if foreign { Err(Fault::OtherCard) } else { Ok(card) }
        });
        match read {
            Ok(card) => {
                let token = Token::reporter(&card.secret, hall);
                self.form.draft.sender = Some(Sender::Card { token });
                self.form.draft.named = false;
                self.fault = None;
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Whether something that was written is lost if its writer leaves now.
    pub(super) fn would_lose(&self) -> bool {
        match self.shown {
            Shown::Hand(_) => true,
            Shown::Form => !clean_text(&self.form.draft.words).is_empty(),
            Shown::Sent(_) | Shown::Outbox(_) => false,
        }
    }

    /// Forgets all that somebody entered.
    pub(super) fn forget(&mut self) {
        (self.form, self.shown) = (Form::default(), Shown::Form);
        self.turn();
    }

    /// Leaves behind what belongs to a step alone.
    pub(super) fn turn(&mut self) {
        (self.fault, self.month, self.asking) = (None, None, false);
        self.query.clear();
    }
}

#[cfg(test)]
mod tests {
    use hallboard_feed::sealed::Secret;

    use super::*;

    const KEY: &str = "0123456789ABCDEF";

    fn reads(typed: &str) -> (Option<Sender>, Option<Fault>) {
        let mut state = State { key_id: Some(KEY.to_owned()), ..State::default() };
        state.form.draft.named = true;
        state.read_card(typed, "mill");
        let read = state.form.draft.sender.is_some();
        assert_eq!(state.form.draft.named, !read, "whose card it is agrees anew");
        (state.form.draft.sender, state.fault)
    }

    #[test]
    fn of_a_card_the_reporters_token_alone_is_left() {
        let secret = Secret::new([7; 16]);
        let token = Token::reporter(&secret, "mill");
        assert_ne!(token, Token::own(&secret, "mill"));
        let expected = (Some(Sender::Card { token }), None);
        let code = secret.code();
        for typed in [
            code.clone(),
            secret.groups().join("-").to_lowercase(),
            format!("https://hall.example/me/#{code}.{KEY}.4"),
        ] {
            assert_eq!(reads(&typed), expected, "{typed}");
        }
        let other = format!("{code}.FEDCBA9876543210.4");
        assert_eq!(reads(&other), (None, Some(Fault::OtherCard)));
        let none = Fault::Code(CodeFault::Length { found: 3 });
        assert_eq!(reads("abc"), (None, Some(none)));
    }

    #[test]
    fn who_left_has_left_nothing() {
        let mut state = State::default();
        state.form.tell(super::super::model::What::Thanks);
        state.form.be_guest("Ann");
        state.form.draft.words = "words".to_owned();
        state.query = "ann".to_owned();
        state.forget();
        assert_eq!((state.form, state.query), (Form::default(), String::new()));
    }
}
