//! What a resident's own page hands to the page for letters, which it opens in a frame:
//! who writes, and about what. It goes from window to window, in memory alone.
//!
//! The page for letters seals, and `/me`, which must stay small, does not. What is handed
//! over is the token of own letters; the secret it is made of stays where it is.

use hallboard_feed::letter::Token;
use hallboard_score::{Day, GivenBy, Scope, Sound, present, read_json, strict_object};

/// The format that what is handed over names first.
const FORMAT: &str = "hallboard-handed/1";

/// What the page in the frame says: that it can be handed something.
pub const READY: &str = "hallboard-ready";
/// What it says once the letter is sealed, and waits on the device.
pub const SEALED: &str = "hallboard-sealed";
/// What it says once the hall has the letter.
pub const DELIVERED: &str = "hallboard-delivered";
/// What it says when its reader wants to go back.
pub const CLOSE: &str = "hallboard-close";
/// What it is told when its reader wants to go back and said so outside of the frame.
pub const LEAVE: &str = "hallboard-leave";

/// Who writes, and about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// By what the hall knows the sender.
    pub token: Token,
    /// The sender's name.
    pub name: String,
    /// What the letter is to be about.
    pub about: About,
}

/// What a letter from somebody's own page is to be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// An entry that can be replied to.
    Reply {
        /// The entry's id.
        entry: String,
        /// The entry in words, in the language of the page.
        title: String,
        /// The last day to reply.
        until: Day,
    },
    /// What is agreed to.
    Consent(Agreed),
    /// Agreeing to nothing any more.
    Leaving(Agreed),
    /// A reward.
    Wish {
        /// Its id.
        reward: String,
    },
    /// Something that is wrong.
    Correction,
    /// A copy of everything.
    Copy,
    /// To be erased.
    Erasure,
}

/// What somebody agrees to now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// All of it.
    pub scopes: Vec<Scope>,
    /// Whether a guardian said so.
    pub guarded: bool,
}

impl About {
    /// Its name among those of its kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            About::Reply { .. } => "reply",
            About::Consent(_) => "consent",
            About::Leaving(_) => "leaving",
            About::Wish { .. } => "wish",
            About::Correction => "correction",
            About::Copy => "copy",
            About::Erasure => "erasure",
        }
    }

    fn fields(&self) -> Fields {
        let fields = Fields::of(self.word());
        match self {
            About::Reply { entry, title, until } => fields.reply(entry, title, *until),
            About::Consent(agreed) | About::Leaving(agreed) => fields.consent(agreed),
            About::Wish { reward } => fields.wish(reward),
            About::Correction | About::Copy | About::Erasure => fields,
        }
    }
}

/// What a letter is to be about, as it is written: `/me` carries no more of it.
#[derive(Clone, Debug)]
pub struct Fields(String);

impl Fields {
    /// Of an [`About`] of that word, with nothing else in it yet.
    #[must_use]
    pub fn of(word: &str) -> Fields {
        Fields(String::new()).with("about", word)
    }

    /// With what [`About::Reply`] has.
    #[must_use]
    pub fn reply(self, entry: &str, title: &str, until: Day) -> Fields {
        let named = self.with("entry", entry).with("title", title);
        named.with("until", &until.to_string())
    }

    /// With what somebody agrees to now.
    #[must_use]
    pub fn consent(self, agreed: &Agreed) -> Fields {
        let by = if agreed.guarded { GivenBy::Guardian } else { GivenBy::SelfGiven };
        let fields = self.with("given_by", by.word());
        agreed.scopes.iter().fold(fields, |fields, it| fields.with(it.word(), "yes"))
    }

    /// With what [`About::Wish`] has.
    #[must_use]
    pub fn wish(self, reward: &str) -> Fields {
        self.with("reward", reward)
    }

    /// As it goes from window to window, from somebody of that token and name. A control
    /// character, which no name has, becomes a blank.
    #[must_use]
    pub fn to_json(&self, token: &Token, name: &str) -> String {
        let all = self.clone().with("format", FORMAT).with("token", &token.hex());
        ["{", all.with("name", name).0.trim_end_matches(','), "}"].concat()
    }

    fn with(mut self, name: &str, text: &str) -> Fields {
        self.0.extend(["\"", name, "\":\""]);
        for character in text.chars() {
            match character {
                '"' | '\\' => self.0.extend(['\\', character]),
                character if character < ' ' => self.0.push(' '),
                character => self.0.push(character),
            }
        }
        self.0.push_str("\",");
        self
    }
}

impl Handed {
    /// As it goes from window to window.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.about.fields().to_json(&self.token, &self.name)
    }

    /// Reads what was handed over: all of it, or nothing.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Handed> {
        // Whatever else comes from a window of this origin is not for this page.
        let wire: Wire = read_json(json.as_bytes()).ok()?;
        let about = match wire.about.as_str() {
            "reply" => About::Reply {
                entry: wire.entry.clone()?,
                title: wire.title.clone()?,
                until: wire.until?,
            },
            "consent" => About::Consent(wire.agreed()?),
            "leaving" => About::Leaving(wire.agreed()?),
            "wish" => About::Wish { reward: wire.reward.clone()? },
            "correction" => About::Correction,
            "copy" => About::Copy,
            "erasure" => About::Erasure,
            _ => return None,
        };
        let token = Token::from_hex(&wire.token)?;
        let handed = Handed { token, name: wire.name, about };
        // What has a field of another kind is none either.
        (wire.format == FORMAT && handed.to_json() == json).then_some(handed)
    }
}

/// It as it is written.
struct Wire {
    format: String,
    token: String,
    name: String,
    about: String,
    entry: Option<String>,
    title: Option<String>,
    until: Option<Day>,
    reward: Option<String>,
    given_by: Option<GivenBy>,
    score: Option<String>,
    board: Option<String>,
    history: Option<String>,
    thanks: Option<String>,
}

strict_object!(Wire {
    format,
    token,
    name,
    about;
    entry: present = None,
    title: present = None,
    until: present = None,
    reward: present = None,
    given_by: present = None,
    score: present = None,
    board: present = None,
    history: present = None,
    thanks: present = None,
});

impl Sound for Wire {}

impl Wire {
    fn agreed(&self) -> Option<Agreed> {
        let guarded = self.given_by? == GivenBy::Guardian;
        let of = |scope: &Scope| match scope {
            Scope::Score => self.score.is_some(),
            Scope::Board => self.board.is_some(),
            Scope::History => self.history.is_some(),
            Scope::Thanks => self.thanks.is_some(),
        };
        Some(Agreed { scopes: Scope::ALL.iter().copied().filter(of).collect(), guarded })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn about() -> impl Strategy<Value = About> {
        let text = || "[^\\x00-\\x1f]{0,20}";
        let agreed = (any::<[bool; 4]>(), any::<bool>()).prop_map(|(wanted, guarded)| {
            let all = Scope::ALL.iter().copied().zip(wanted);
            let scopes = all.filter(|(_, it)| *it).map(|(scope, _)| scope).collect();
            Agreed { scopes, guarded }
        });
        let day = (1_i8..=28).prop_map(|day| Day::new(2026, 11, day).unwrap());
        prop_oneof![
            (text(), text(), day).prop_map(|(entry, title, until)| About::Reply {
                entry,
                title,
                until
            }),
            agreed.clone().prop_map(About::Consent),
            agreed.prop_map(About::Leaving),
            text().prop_map(|reward| About::Wish { reward }),
            Just(About::Correction),
            Just(About::Copy),
            Just(About::Erasure),
        ]
    }

    fn handed(token: [u8; 16], name: &str, about: About) -> Handed {
        Handed { token: Token::new(token), name: name.to_owned(), about }
    }

    proptest! {
        #[test]
        fn what_is_handed_over_is_what_is_taken(
            token: [u8; 16], name in "[^\\x00-\\x1f]{0,20}", about in about(),
        ) {
            let handed = handed(token, &name, about);
            prop_assert_eq!(Handed::from_json(&handed.to_json()), Some(handed));
        }

        #[test]
        fn a_part_of_it_is_nothing(token: [u8; 16], about in about(), at in 0_usize..400) {
            let json = handed(token, "陈桂花", about).to_json();
            let part: String = json.chars().take(at).collect();
            prop_assert_eq!(Handed::from_json(&part).is_some(), part == json);
        }
    }

    #[test]
    fn what_is_not_exactly_that_is_nothing() {
        let json =
            handed([7; 16], "Ann", About::Wish { reward: "soap".into() }).to_json();
        let check = |from: &str, to: &str| {
            let other = json.replace(from, to);
            assert_ne!(other, json, "{from}");
            assert_eq!(Handed::from_json(&other), None, "{other}");
        };
        assert!(Handed::from_json(&json).is_some());
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
            assert_eq!(Handed::from_json(other), None, "{other}");
        }
    }

    #[test]
    fn nothing_shows_the_token() {
        let handed = handed([0xab; 16], "Ann", About::Copy);
        assert!(!format!("{handed:?}").contains("abab"), "{handed:?}");
    }
}
