//! What serde's derive is too kind about: lists standing for objects, `null` for
//! absent, keys given twice, words as one-key objects.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::points::Points;

/// A field that may be left out, but not be `null`.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// A whole number, by value: `4.0` is one.
pub(crate) fn whole<'de, D, const LOW: i64, const HIGH: i64>(
    deserializer: D,
) -> Result<i64, D::Error>
where
    D: Deserializer<'de>,
{
    let points = Points::deserialize(deserializer)?;
    match points.as_whole() {
        Some(number) if (LOW..=HIGH).contains(&number) => Ok(number),
        _ => Err(D::Error::custom(format_args!(
            "not a whole number from {LOW} to {HIGH}: {points}"
        ))),
    }
}

/// A map from text to text in which no key stands twice.
pub(crate) struct TextMap(pub(crate) Vec<(String, String)>);

impl<'de> Deserialize<'de> for TextMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TextMap, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = TextMap;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<TextMap, A::Error> {
                let mut pairs: Vec<(String, String)> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if pairs.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format_args!(
                            "duplicate field `{key}`"
                        )));
                    }
                    let value = map.next_value()?;
                    pairs.push((key, value));
                }
                Ok(TextMap(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A text that is passed to `read`, which knows the words allowed.
pub(crate) fn word<'de, D, T>(
    deserializer: D,
    read: impl FnOnce(&str) -> Option<T>,
    allowed: &'static str,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct Text<'de>(PhantomData<&'de ()>);
    impl<'de> Visitor<'de> for Text<'de> {
        type Value = Cow<'de, str>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a word")
        }
        fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(text))
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text.to_owned()))
        }
    }
    let text = deserializer.deserialize_str(Text(PhantomData))?;
    read(&text).ok_or_else(|| {
        let shown = crate::points::shorten(&text);
        D::Error::custom(format_args!("unknown word `{shown}`, expected {allowed}"))
    })
}

/// What a type finds wrong with itself beyond what its fields say.
pub trait Sound {
    /// # Errors
    /// Says what is wrong.
    fn sound(&self) -> Result<(), String> {
        Ok(())
    }
}

/// Gives a type that derives serde's traits with `remote = "Self"` the traits themselves:
/// only from an object, and only if its own [`Sound`] finds nothing wrong.
#[macro_export]
macro_rules! strict_object {
    ($($type:ty),+ $(,)?) => {$(
        impl<'de> $crate::serde::de::Deserialize<'de> for $type {
            fn deserialize<D: $crate::serde::de::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$type, D::Error> {
                struct Object;
                impl<'de> $crate::serde::de::Visitor<'de> for Object {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: $crate::serde::de::MapAccess<'de>>(
                        self,
                        map: A,
                    ) -> Result<$type, A::Error> {
                        let map = $crate::serde::de::value::MapAccessDeserializer::new(map);
                        let read = <$type>::deserialize(map)?;
                        $crate::Sound::sound(&read).map_err($crate::serde::de::Error::custom)?;
                        Ok(read)
                    }
                }
                deserializer.deserialize_map(Object)
            }
        }

        impl $crate::serde::ser::Serialize for $type {
            fn serialize<S: $crate::serde::ser::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                <$type>::serialize(self, s)
            }
        }
    )+};
}
pub(crate) use strict_object;

/// A closed list of words, with their one spelling.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every one, in the order of the specification.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word a ledger uses for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The one a word stands for.
            #[must_use]
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl serde::ser::Serialize for $name {
            fn serialize<S: serde::ser::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.word())
            }
        }

        impl<'de> serde::de::Deserialize<'de> for $name {
            fn deserialize<D: serde::de::Deserializer<'de>>(d: D) -> Result<$name, D::Error> {
                crate::strict::word(d, $name::from_word, concat!("one of", $(" `", $word, "`"),+))
            }
        }
    };
}
pub(crate) use words;
