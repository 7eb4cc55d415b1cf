//! How the types of a ledger and of a feed read themselves: objects of known fields,
//! none of them twice, `null` never for absent, words of closed lists.

use crate::json::{Failed, Json, Read};
use crate::json_fault::{JsonFault, KnownWords, WantedType};
use crate::points::{Points, shorten};

/// A field that may be left out, but not be `null`.
///
/// # Errors
/// When it is not what the type asks for.
pub fn non_null<T: Read>(json: &mut Json<'_>) -> Result<Option<T>, Failed> {
    T::read(json).map(Some)
}

/// A field that is `true` or left out.
///
/// # Errors
/// When it is anything else.
pub fn literal_true(json: &mut Json<'_>) -> Result<bool, Failed> {
    if json.word("true") { Ok(true) } else { Err(json.type_error(WantedType::True)) }
}

/// A whole number, by value: `4.0` is one.
pub(crate) fn whole(json: &mut Json<'_>, low: i64, high: i64) -> Result<i64, Failed> {
    let found = Points::read(json)?;
    match found.as_whole() {
        Some(number) if (low..=high).contains(&number) => Ok(number),
        _ => Err(json.fault(JsonFault::NotWhole { found, low, high })),
    }
}

/// A text that is passed to `read`, which knows the words allowed.
pub(crate) fn word<T>(
    json: &mut Json<'_>,
    read: impl FnOnce(&str) -> Option<T>,
    expected: KnownWords,
) -> Result<T, Failed> {
    let text = json.text()?;
    read(&text).ok_or_else(|| {
        json.fault(JsonFault::UnknownWord { word: shorten(&text), expected })
    })
}

impl Read for String {
    fn read(json: &mut Json<'_>) -> Result<String, Failed> {
        json.text().map(std::borrow::Cow::into_owned)
    }
}

impl Read for smol_str::SmolStr {
    fn read(json: &mut Json<'_>) -> Result<smol_str::SmolStr, Failed> {
        json.text().map(smol_str::SmolStr::new)
    }
}

/// `null` for nothing.
impl<T: Read> Read for Option<T> {
    fn read(json: &mut Json<'_>) -> Result<Option<T>, Failed> {
        if json.null() { Ok(None) } else { T::read(json).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &mut Json<'_>) -> Result<Vec<T>, Failed> {
        let mut list = Vec::new();
        json.list(&mut |json, _| {
            list.push(T::read(json)?);
            Ok(())
        })?;
        Ok(list)
    }
}

impl<T: Read + Copy + Default, const N: usize> Read for [T; N] {
    fn read(json: &mut Json<'_>) -> Result<[T; N], Failed> {
        let mut list = [T::default(); N];
        let count = json.list(&mut |json, place| {
            let value = T::read(json)?;
            if let Some(into) = list.get_mut(place) {
                *into = value;
            }
            Ok(())
        })?;
        if count == N {
            return Ok(list);
        }
        Err(json.fault(JsonFault::Length { found: count, wanted: N }))
    }
}

/// A whole number as JSON writes it, without point or exponent.
fn integer(json: &mut Json<'_>) -> Result<i64, Failed> {
    let text = json.number()?;
    match text.parse() {
        Ok(number) if text != "-0" => Ok(number),
        _ => Err(out_of_range(json)),
    }
}

fn out_of_range(json: &mut Json<'_>) -> Failed {
    json.fault(JsonFault::OutOfBounds)
}

macro_rules! integers {
    ($($type:ty)+) => {$(
        impl Read for $type {
            fn read(json: &mut Json<'_>) -> Result<$type, Failed> {
                let number = integer(json)?;
                <$type>::try_from(number).map_err(|_range| out_of_range(json))
            }
        }
    )+};
}

integers!(u8 u16 u32 u64 i32);

/// What a type finds wrong with itself beyond what its fields say.
pub trait Validate {
    /// # Errors
    /// Says what is wrong.
    fn validate(&self) -> Result<(), JsonFault> {
        Ok(())
    }
}

/// Lets a type read itself from an object of its fields, if its own [`Validate`] finds
/// nothing wrong with it.
///
/// Fields behind the semicolon may be left out; each is given with what reads it and with
/// what stands for it then.
#[macro_export]
macro_rules! strict_object {
    ($type:ident {
        $($must:ident $(: $how:path)?),* $(,)?
        $(; $($may:ident: $may_how:path = $default:expr),+ $(,)?)?
    }) => {
        impl $crate::Read for $type {
            fn read(json: &mut $crate::Json<'_>) -> Result<$type, $crate::Failed> {
                #[allow(non_camel_case_types, clippy::enum_variant_names)]
                enum Field { $($must,)* $($($may,)+)? }
                const NEEDED: &[&str] = &[$(stringify!($must)),*];
                const FIELDS: &[&str] =
                    &[$(stringify!($must),)* $($(stringify!($may),)+)?];
                $(let mut $must = None;)*
                $($(let mut $may = $default;)+)?
                json.object(FIELDS, NEEDED.len(), &mut |json, field| {
                    $(if field == Field::$must as usize {
                        $must = Some($crate::strict_object!(@ json $(, $how)?)?);
                    })*
                    $($(if field == Field::$may as usize {
                        $may = $may_how(json)?;
                    })+)?
                    Ok(())
                })?;
                #[allow(irrefutable_let_patterns)]
                let ($(Some($must),)*) = ($($must,)*) else {
                    return Err(json.fault($crate::JsonFault::MissingField { field: "" }));
                };
                let read = $type { $($must,)* $($($may,)+)? };
                match $crate::Validate::validate(&read) {
                    Ok(()) => Ok(read),
                    Err(what) => Err(json.fault(what)),
                }
            }
        }
    };
    (@ $json:ident) => { $crate::Read::read($json) };
    (@ $json:ident, $how:path) => { $how($json) };
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

            /// The words of all, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word a ledger uses for it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The one a word stands for.
            #[must_use]
            pub fn from_name(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl serde::ser::Serialize for $name {
            fn serialize<S: serde::ser::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl crate::json::Read for $name {
            fn read(json: &mut crate::json::Json<'_>) -> Result<$name, crate::json::Failed> {
                let known = crate::json_fault::KnownWords::OneOf($name::WORDS);
                crate::validate::word(json, $name::from_name, known)
            }
        }
    };
}
pub(crate) use words;
