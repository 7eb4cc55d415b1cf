//! Converts the content of a cell, by the kind of its column, for the ledger's types.

use std::borrow::Cow;

use hallboard_score::{LEDGER_FORMAT, Lasts, Points};
use hallboard_sheets::cells::{Content, brief, invisible, unquoted};
use jiff::tz::TimeZone;

use super::dates::day;
use super::numbers::{points, whole};
use crate::fault::CellError;
use crate::schema::sheets::{Kind, Target};
use crate::schema::words::{self, half_width};

/// The value of a cell for the ledger.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// A text, an id, a date or a word.
    Text(Cow<'a, str>),
    /// A number, exact to the hundredth.
    Points(Points),
    /// A whole number.
    Whole(i64),
    /// Words of a closed list.
    Words(Vec<&'static str>),
}

impl Value<'_> {
    /// The text, if the value is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What is needed besides the cell to read it.
pub(crate) trait Known {
    /// Whether an item has exactly that id.
    fn contains(&self, target: Target, id: &str) -> bool;
    /// Maximum length of a text.
    fn longest(&self) -> usize;
}

/// The value of a cell in a column of that kind.
///
/// # Errors
/// If the cell has no valid value of that kind.
pub(crate) fn value<'a>(
    content: &'a Content<'_>,
    kind: Kind,
    known: &dyn Known,
) -> Result<Value<'a>, CellError> {
    match content {
        Content::Failed(error) => {
            return Err(CellError::FormulaFailed { error: brief(error) });
        }
        Content::Uncalculated => return Err(CellError::FormulaUncalculated),
        Content::Flag(_) => return Err(CellError::Boolean { found: content.brief() }),
        Content::Text(text) => check_text(text, known.longest())?,
        _ => {}
    }
    Ok(match kind {
        Kind::Date => match content {
            Content::Text(text) | Content::Literal(text) if is_iso(text) => {
                Value::Text(Cow::Borrowed(text))
            }
            content => read(visible(content).as_ref().unwrap_or(content), kind)?,
        },
        Kind::Points | Kind::Whole(..) | Kind::Word(_) | Kind::Words(_) | Kind::Lasts => {
            read(visible(content).as_ref().unwrap_or(content), kind)?
        }
        Kind::Text => Value::Text(text(content)?.0),
        Kind::Name => Value::Text(known_name(content)?.unwrap_or(text(content)?.0)),
        Kind::Id => Value::Text(id(content)?.0),
        Kind::Reference(target) => Value::Text(reference(content, target, known)?),
    })
}

/// The value of a cell that contains a number, a date or words.
fn read(content: &Content<'_>, kind: Kind) -> Result<Value<'static>, CellError> {
    Ok(match kind {
        Kind::Points => Value::Points(points(content)?),
        Kind::Whole(low, high) => Value::Whole(whole(content, low, high)?),
        Kind::Word(list) => Value::Text(word(list, &content.shown())?.into()),
        Kind::Words(list) => Value::Words(some_words(list, &content.shown())?),
        Kind::Lasts => Value::Text(lasts(&content.shown())?.into()),
        _ => Value::Text(day(content)?.to_string().into()),
    })
}

/// The text of a cell without invisible characters and with plain blanks; `None` if it has
/// nothing to replace.
fn visible(content: &Content<'_>) -> Option<Content<'static>> {
    let (Content::Text(text) | Content::Literal(text)) = content else { return None };
    let odd = |c: char| invisible(c) || (c.is_whitespace() && c != ' ');
    let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.contains(odd).then(|| {
        let kept = text.chars().filter(|c| !invisible(*c)).map(plain);
        Content::Text(kept.collect::<String>().trim().to_owned().into())
    })
}

/// The time zone or format in a cell, without the invisible characters around it; `None` if
/// it is neither, or has no such characters.
fn known_name(content: &Content<'_>) -> Result<Option<Cow<'static, str>>, CellError> {
    let Some(seen) = visible(content) else { return Ok(None) };
    let name = text(&seen)?.0.into_owned();
    let known = name == LEDGER_FORMAT || TimeZone::get(&name).is_ok();
    Ok(known.then_some(name.into()))
}

/// Whether a text is a date in the ledger's own format.
fn is_iso(text: &str) -> bool {
    text.parse::<hallboard_score::Day>().is_ok()
}

/// Rejects a text that no cell may contain.
fn check_text(text: &str, longest: usize) -> Result<(), CellError> {
    if text.len() > longest {
        // Spreadsheets count in units of UTF-16.
        let length: usize = text.chars().map(char::len_utf16).sum();
        if length > longest {
            return Err(CellError::TooLong { length, limit: longest });
        }
    }
    let plain = |byte: u8| (0x20..0x7f).contains(&byte);
    if text.bytes().all(plain) {
        return Ok(());
    }
    for (position, c) in (1..).zip(text.chars()) {
        if c.is_control() && !matches!(c, '\n' | '\t' | '\r') {
            return Err(CellError::ControlCharacter { character: code(c), position });
        }
        if matches!(c, '\u{fffd}' | '\u{fffe}' | '\u{ffff}') {
            return Err(CellError::Garbled { found: brief(text) });
        }
    }
    Ok(())
}

fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A text, and whether it was quoted and is therefore used unchanged.
fn text<'a>(content: &'a Content<'_>) -> Result<(Cow<'a, str>, bool), CellError> {
    match content {
        Content::Literal(text) => Ok((Cow::Borrowed(text), true)),
        Content::Text(text) => Ok(match unquoted(text) {
            Some(inner) => (Cow::Owned(inner), true),
            None if text.contains('\r') => {
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                (Cow::Owned(text), false)
            }
            None => (Cow::Borrowed(text), false),
        }),
        Content::Number(number) if number.abs() >= 1e15 => {
            Err(CellError::DigitsLost { found: content.brief() })
        }
        content => Ok((content.shown(), false)),
    }
}

/// An id; invisible characters are an error unless it was quoted.
fn id<'a>(content: &'a Content<'_>) -> Result<(Cow<'a, str>, bool), CellError> {
    let (text, literal) = text(content)?;
    if !literal {
        for (position, c) in (1..).zip(text.chars()) {
            if c.is_control() {
                return Err(CellError::ControlCharacter { character: code(c), position });
            }
            if invisible(c) {
                return Err(CellError::HiddenCharacter { character: code(c), position });
            }
        }
    }
    Ok((text, literal))
}

/// An id, optionally followed by a blank and the name of the item.
fn reference<'a>(
    content: &'a Content<'_>,
    target: Target,
    known: &dyn Known,
) -> Result<Cow<'a, str>, CellError> {
    let (text, literal) = id(content)?;
    let Some(blank) = text.find(char::is_whitespace) else { return Ok(text) };
    if literal || known.contains(target, &text) {
        return Ok(text);
    }
    if matches!(target, Target::Resident | Target::Household) {
        let mut ids = text.split(between).filter(|it| !it.is_empty());
        let first = ids.next();
        let mut others = ids.filter(|it| Some(*it) != first).peekable();
        if others.peek().is_some() && others.all(|it| known.contains(target, it)) {
            return Err(CellError::SeveralIds { found: brief(&text) });
        }
    }
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..blank).unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.truncate(blank);
            Cow::Owned(text)
        }
    })
}

/// Whether a character separates the items of a list.
pub(crate) fn between(c: char) -> bool {
    c.is_whitespace() || ",;，；、/+".contains(c)
}

fn expected(list: words::List) -> String {
    let words: Vec<String> = list.iter().map(words::Word::both).collect();
    words.join(", ")
}

fn word(list: words::List, text: &str) -> Result<&'static str, CellError> {
    let known = words::of(list, text).map(|word| word.word);
    known.ok_or_else(|| CellError::UnknownWord {
        found: brief(text),
        expected: expected(list),
    })
}

fn some_words(list: words::List, text: &str) -> Result<Vec<&'static str>, CellError> {
    if words::NONE.matches(text) {
        return Ok(Vec::new());
    }
    let parts: Vec<&str> = text.split(between).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| words::NONE.matches(part)) {
        return Err(CellError::NoneAndMore { found: brief(text) });
    }
    let known: Result<Vec<_>, _> = parts.iter().map(|part| word(list, part)).collect();
    Ok(in_one_language(&parts, known?))
}

/// A list in both languages, one after the other or word by word, is read only once.
fn in_one_language<'w>(parts: &[&str], words: Vec<&'w str>) -> Vec<&'w str> {
    let english = |part: &&str| part.is_ascii();
    let of = |wanted: bool| {
        let both = parts.iter().zip(&words);
        both.filter(move |(part, _)| english(part) == wanted).map(|(_, word)| *word)
    };
    let first: Vec<&str> = of(true).collect();
    match !first.is_empty() && of(false).eq(first.iter().copied()) {
        true => first,
        false => words,
    }
}

/// Accepts `P6M`, `P2Y`, `6个月`, `2 years`, or a word.
fn lasts(text: &str) -> Result<String, CellError> {
    if Lasts::from_name(text).is_some() {
        return Ok(text.to_owned());
    }
    if let Some(word) = words::of(words::LASTS, text) {
        return Ok(word.word.to_owned());
    }
    let plain = words::plain(text).to_uppercase();
    let plain = plain.strip_prefix('P').unwrap_or(&plain);
    let digits = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (number, unit) = plain.split_at_checked(digits).unwrap_or_default();
    let unit = match unit {
        "M" | "MONTH" | "MONTHS" | "个月" | "月" => "M",
        "Y" | "YEAR" | "YEARS" | "年" => "Y",
        _ => "",
    };
    let word = format!("P{number}{unit}");
    match Lasts::from_name(&word) {
        Some(_) => Ok(word),
        None => Err(CellError::UnknownLasts { found: brief(text) }),
    }
}

/// An id normalised for comparison: lower case, half-width, without blanks and invisible
/// characters.
pub(crate) fn folded(id: &str) -> String {
    let lost =
        |c: char| c.is_control() || matches!(c, '\u{fffd}' | '\u{fffe}' | '\u{ffff}');
    let kept = id.chars().filter(|c| !c.is_whitespace() && !invisible(*c) && !lost(*c));
    kept.map(half_width).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::lists::Lists;

    /// The content of cells, by kind, and what is read from it.
    const CELLS: &[(Kind, &str, &str)] = &[
        (Kind::Date, "2026/3/5", "2026-03-05"),
        (Kind::Date, "2026-03-05", "2026-03-05"),
        (Kind::Date, "2026年3月5日", "2026-03-05"),
        (Kind::Points, "-2.5", "-2.5"),
        (Kind::Whole(1, 5), "4", "4"),
        (Kind::Word(words::SOURCES), "self 本人", "self"),
        (Kind::Word(words::SOURCES), "邻居", "neighbour"),
        (Kind::Words(words::SCOPES), "score, board", "score board"),
        (Kind::Words(words::SCOPES), "none", ""),
        (Kind::Lasts, "P6M", "P6M"),
        (Kind::Lasts, "6个月", "P6M"),
        (Kind::Lasts, "forever", "forever"),
        (Kind::Name, "Asia/Shanghai", "Asia/Shanghai"),
    ];

    const UNSEEN: [char; 12] = [
        '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}',
        '\u{202c}', '\u{2060}', '\u{2066}', '\u{fe0f}', '\u{feff}',
    ];

    fn read_as(kind: Kind, text: &str) -> Result<String, String> {
        let known = Lists::default().within(1_000);
        let content = Content::Text(text.into());
        let value = value(&content, kind, &known).map_err(|wrong| wrong.code())?;
        Ok(match value {
            Value::Text(text) => text.into_owned(),
            Value::Points(points) => points.to_string(),
            Value::Whole(number) => number.to_string(),
            Value::Words(words) => words.join(" "),
        })
    }

    proptest! {
        #[test]
        fn invisible_characters_are_ignored(
            cell in 0..CELLS.len(), unseen in 0..UNSEEN.len(), place in 0_usize..20,
        ) {
            let ((kind, text, expected), unseen) = (CELLS[cell], UNSEEN[unseen]);
            let mut with: Vec<char> = text.chars().collect();
            with.insert(place.min(with.len()), unseen);
            let with: String = with.into_iter().collect();
            let read = read_as(kind, &with);
            prop_assert_eq!(read, Ok(expected.to_owned()), "{:?}", with);
        }

        #[test]
        fn invisible_characters_in_ids_are_reported(
            unseen in 0..UNSEEN.len(), place in 0_usize..3, reference in any::<bool>(),
        ) {
            let kind = match reference {
                true => Kind::Reference(Target::Resident),
                false => Kind::Id,
            };
            let mut id: Vec<char> = "R1".chars().collect();
            id.insert(place, UNSEEN[unseen]);
            let content = Content::Text(id.iter().collect::<String>().into());
            let known = Lists::default().within(1_000);
            let wrong = value(&content, kind, &known).unwrap_err();
            let character = format!("U+{:04X}", u32::from(UNSEEN[unseen]));
            let expected = CellError::HiddenCharacter { character, position: place + 1 };
            prop_assert_eq!(wrong, expected);
        }
    }

    #[test]
    fn all_kinds_of_blanks_are_blanks() {
        for blank in ['\u{a0}', '\u{2007}', '\u{202f}', '\u{3000}', '\t'] {
            for (kind, text, expected) in CELLS {
                let around = format!("{blank}{text}{blank}");
                assert_eq!(read_as(*kind, &around), Ok((*expected).to_owned()), "{text}");
            }
            let with_time = format!("2026/3/5{blank}0:00");
            assert_eq!(read_as(Kind::Date, &with_time), Ok("2026-03-05".to_owned()));
        }
    }
}
