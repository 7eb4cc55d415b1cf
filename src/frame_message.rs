//! The message by which a resident's own page requests a letter from the page for letters
//! in its frame: who writes, and about what. It is posted from window to window and never
//! stored.
//!
//! The page for letters seals; `/me`, which must stay small, does not. The message holds
//! the token of own letters, not the secret that it is made of.

use hallboard_feed::letter::Token;
use hallboard_score::{
    Day, GivenBy, Scope, Validate, non_null, read_json, strict_object,
};
use serde::Serialize;

/// The format that a message names.
const FORMAT: &str = "hallboard-handed/1";

/// From the frame: it can receive a request.
pub const READY: &str = "hallboard-ready";
/// From the frame: the letter is sealed and waits on the device.
pub const SEALED: &str = "hallboard-sealed";
/// From the frame: the hall has the letter.
pub const DELIVERED: &str = "hallboard-delivered";
/// From the frame: its user wants to go back.
pub const CLOSE: &str = "hallboard-close";
/// To the frame: the user asked to go back, by a control outside the frame.
pub const LEAVE: &str = "hallboard-leave";

/// A request for a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRequest {
    /// The sender's token.
    pub token: Token,
    /// The sender's name.
    pub name: String,
    /// The topic of the letter.
    pub about: LetterTopic,
}

/// The topic of a requested letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterTopic {
    /// A reply to an entry.
    Reply {
        /// The entry's id.
        entry: String,
        /// The entry in words, in the language of the page.
        title: String,
        /// The last day to reply.
        until: Day,
    },
    /// A change of consents.
    Consent(Agreed),
    /// The withdrawal of all consents.
    Leaving(Agreed),
    /// A wish for a reward.
    Wish {
        /// The reward's id.
        reward: String,
    },
    /// A correction.
    Correction,
    /// A copy of everything.
    Copy,
    /// An erasure.
    Erasure,
}

/// The current consents of a resident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// The scopes consented to.
    pub scopes: Vec<Scope>,
    /// Whether a guardian gave the consent.
    pub guarded: bool,
}

impl LetterTopic {
    /// The value of the message's `about`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            LetterTopic::Reply { .. } => "reply",
            LetterTopic::Consent(_) => "consent",
            LetterTopic::Leaving(_) => "leaving",
            LetterTopic::Wish { .. } => "wish",
            LetterTopic::Correction => "correction",
            LetterTopic::Copy => "copy",
            LetterTopic::Erasure => "erasure",
        }
    }

    fn fields(&self) -> Fields {
        let fields = Fields::of(self.as_str());
        match self {
            LetterTopic::Reply { entry, title, until } => {
                fields.reply(entry, title, *until)
            }
            LetterTopic::Consent(agreed) | LetterTopic::Leaving(agreed) => {
                fields.consent(agreed)
            }
            LetterTopic::Wish { reward } => fields.wish(reward),
            LetterTopic::Correction | LetterTopic::Copy | LetterTopic::Erasure => fields,
        }
    }
}

/// The fields of a message for a topic, without its sender.
#[derive(Clone, Debug, Default)]
pub struct Fields(Wire);

impl Fields {
    /// Those of an [`LetterTopic`] of that word, without the topic's own.
    #[must_use]
    pub fn of(word: &str) -> Fields {
        Fields(Wire { about: word.to_owned(), ..Wire::default() })
    }

    /// With those of [`LetterTopic::Reply`].
    #[must_use]
    pub fn reply(mut self, entry: &str, title: &str, until: Day) -> Fields {
        self.0.entry = Some(entry.to_owned());
        self.0.title = Some(title.to_owned());
        self.0.until = Some(until);
        self
    }

    /// With those of [`LetterTopic::Consent`] and [`LetterTopic::Leaving`].
    #[must_use]
    pub fn consent(mut self, agreed: &Agreed) -> Fields {
        let by = if agreed.guarded { GivenBy::Guardian } else { GivenBy::SelfGiven };
        self.0.given_by = Some(by.as_str().to_owned());
        for scope in &agreed.scopes {
            *self.0.scope_mut(*scope) = Some("yes".to_owned());
        }
        self
    }

    /// With those of [`LetterTopic::Wish`].
    #[must_use]
    pub fn wish(mut self, reward: &str) -> Fields {
        self.0.reward = Some(reward.to_owned());
        self
    }

    /// The message from a sender of that token and name.
    #[must_use]
    pub fn to_json(&self, token: &Token, name: &str) -> String {
        let wire = Wire {
            format: FORMAT.to_owned(),
            token: token.hex(),
            name: name.to_owned(),
            ..self.0.clone()
        };
        // Texts alone can always be written.
        serde_json::to_string(&wire).unwrap_or_default()
    }
}

impl LetterRequest {
    /// The message.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.about.fields().to_json(&self.token, &self.name)
    }

    /// Reads a message. `None` for anything else, and for a message with a field that its
    /// topic does not have.
    #[must_use]
    pub fn from_json(json: &str) -> Option<LetterRequest> {
        // Other messages of this origin are not meant for this page.
        let wire: Wire = read_json(json.as_bytes()).ok()?;
        let about = match wire.about.as_str() {
            "reply" => LetterTopic::Reply {
                entry: wire.entry.clone()?,
                title: wire.title.clone()?,
                until: wire.until?,
            },
            "consent" => LetterTopic::Consent(wire.agreed()?),
            "leaving" => LetterTopic::Leaving(wire.agreed()?),
            "wish" => LetterTopic::Wish { reward: wire.reward.clone()? },
            "correction" => LetterTopic::Correction,
            "copy" => LetterTopic::Copy,
            "erasure" => LetterTopic::Erasure,
            _ => return None,
        };
        let token = Token::from_hex(&wire.token)?;
        let handed = LetterRequest { token, name: wire.name, about };
        (wire.format == FORMAT && handed.to_json() == json).then_some(handed)
    }
}

/// The message as JSON: one flat object of texts, in this order.
#[derive(Clone, Debug, Default, Serialize)]
struct Wire {
    about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    board: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thanks: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
    format: String,
    token: String,
    name: String,
}

strict_object!(Wire {
    about,
    format,
    token,
    name;
    entry: non_null = None,
    title: non_null = None,
    until: non_null = None,
    given_by: non_null = None,
    score: non_null = None,
    board: non_null = None,
    history: non_null = None,
    thanks: non_null = None,
    reward: non_null = None,
});

impl Validate for Wire {}

impl Wire {
    fn scope_mut(&mut self, scope: Scope) -> &mut Option<String> {
        match scope {
            Scope::Score => &mut self.score,
            Scope::Board => &mut self.board,
            Scope::History => &mut self.history,
            Scope::Thanks => &mut self.thanks,
        }
    }

    fn agreed(&self) -> Option<Agreed> {
        let given_by = self.given_by.as_deref()?;
        let guarded = given_by == GivenBy::Guardian.as_str();
        if !guarded && given_by != GivenBy::SelfGiven.as_str() {
            return None;
        }
        let has = |scope: &Scope| match scope {
            Scope::Score => self.score.is_some(),
            Scope::Board => self.board.is_some(),
            Scope::History => self.history.is_some(),
            Scope::Thanks => self.thanks.is_some(),
        };
        let scopes = Scope::ALL.iter().copied().filter(has).collect();
        Some(Agreed { scopes, guarded })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn about() -> impl Strategy<Value = LetterTopic> {
        let text = || "\\PC{0,20}";
        let agreed = (any::<[bool; 4]>(), any::<bool>()).prop_map(|(wanted, guarded)| {
            let all = Scope::ALL.iter().copied().zip(wanted);
            let scopes = all.filter(|(_, it)| *it).map(|(scope, _)| scope).collect();
            Agreed { scopes, guarded }
        });
        let day = (1_i8..=28).prop_map(|day| Day::new(2026, 11, day).unwrap());
        prop_oneof![
            (text(), text(), day).prop_map(|(entry, title, until)| LetterTopic::Reply {
                entry,
                title,
                until
            }),
            agreed.clone().prop_map(LetterTopic::Consent),
            agreed.prop_map(LetterTopic::Leaving),
            text().prop_map(|reward| LetterTopic::Wish { reward }),
            Just(LetterTopic::Correction),
            Just(LetterTopic::Copy),
            Just(LetterTopic::Erasure),
        ]
    }

    fn handed(token: [u8; 16], name: &str, about: LetterTopic) -> LetterRequest {
        LetterRequest { token: Token::new(token), name: name.to_owned(), about }
    }

    proptest! {
        #[test]
        fn message_roundtrip(
            token: [u8; 16], name in "[^\\x00-\\x1f]{0,20}", about in about(),
        ) {
            let handed = handed(token, &name, about);
            prop_assert_eq!(LetterRequest::from_json(&handed.to_json()), Some(handed));
        }

        #[test]
        fn incomplete_messages_are_ignored(token: [u8; 16], about in about(), at in 0_usize..400) {
            let json = handed(token, "陈桂花", about).to_json();
            let part: String = json.chars().take(at).collect();
            prop_assert_eq!(LetterRequest::from_json(&part).is_some(), part == json);
        }
    }

    #[test]
    fn malformed_messages_are_ignored() {
        let json =
            handed([7; 16], "Ann", LetterTopic::Wish { reward: "soap".into() }).to_json();
        let check = |from: &str, to: &str| {
            let other = json.replace(from, to);
            assert_ne!(other, json, "{from}");
            assert_eq!(LetterRequest::from_json(&other), None, "{other}");
        };
        assert!(LetterRequest::from_json(&json).is_some());
        check("hallboard-handed/1", "hallboard-handed/2");
        check("0707", "07g7");
        check("0707", "07");
        check("\"wish\"", "\"own-deed\"");
        check("\"wish\"", "\"correction\"");
        check("\"wish\"", "\"reply\"");
        check("\"reward\":\"soap\",", "");
        check("\"reward\"", "\"secret\"");
        check("\"Ann\"", "null");
        check("}", "} ");
        check("{", "{\"score\":\"yes\",");
        for other in [READY, "", "[]", "{}"] {
            assert_eq!(LetterRequest::from_json(other), None, "{other}");
        }
    }

    #[test]
    fn debug_output_hides_the_token() {
        let handed = handed([0xab; 16], "Ann", LetterTopic::Copy);
        assert!(!format!("{handed:?}").contains("abab"), "{handed:?}");
    }
}
