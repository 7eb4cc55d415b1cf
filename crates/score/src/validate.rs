//! Readers for the types of a ledger and of a feed: objects with known fields that occur
//! once, no `null` for absent fields, and words from closed lists.

use crate::json::{Failed, Json, Read};
use crate::json_fault::{JsonFault, KnownWords, WantedType};
use crate::points::{Points, shorten};

/// Reads a field that may be absent, but not `null`.
///
/// # Errors
/// When the value does not have this type.
pub fn non_null<T: Read>(json: &mut Json<'_>) -> Result<Option<T>, Failed> {
    T::read(json).map(Some)
}

/// Reads a field that is `true` or absent.
///
/// # Errors
/// When the value is not `true`.
pub fn literal_true(json: &mut Json<'_>) -> Result<bool, Failed> {
    if json.word("true") { Ok(true) } else { Err(json.type_error(WantedType::True)) }
}

/// Reads an integer by value: `4.0` is one.
pub(crate) fn whole(json: &mut Json<'_>, low: i64, high: i64) -> Result<i64, Failed> {
    let found = Points::read(json)?;
    match found.as_whole() {
        Some(number) if (low..=high).contains(&number) => Ok(number),
        _ => Err(json.fault(JsonFault::NotWhole { found, low, high })),
    }
}

/// Reads a string and converts it with `read`, which returns `None` for unknown words.
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

/// `null` is read as `None`.
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

/// Reads an integer in JSON syntax, without fraction or exponent.
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

/// Checks of a type beyond its fields.
pub trait Validate {
    /// # Errors
    /// The first fault.
    fn validate(&self) -> Result<(), JsonFault> {
        Ok(())
    }
}

/// Implements [`Read`] for a struct: reads an object of its fields, then calls its
/// [`Validate`].
///
/// Fields after the semicolon are optional; each is given with its reader and its
/// default.
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

/// Defines an enum for a closed list of words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// All values, in the order of the specification.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The words of all values, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in a ledger.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value of a word.
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
