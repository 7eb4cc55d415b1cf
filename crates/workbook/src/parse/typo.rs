//! Finds texts that are a typo apart, or similar.

/// Whether two texts are one typo apart: one letter added, missing or different, or two
/// adjacent ones swapped. A different digit is not a typo, as every number is close to
/// others; added or missing leading zeros are.
pub(crate) fn is_typo(a: &str, b: &str) -> bool {
    let long = |it: &str| it.chars().nth(2).is_some();
    without_leading_zeros(a) == without_leading_zeros(b)
        || (long(a) && long(b) && one_off(a, b, |c| !c.is_ascii_digit()))
}

/// Whether two texts differ by one character that `may` accepts, or by two swapped ones.
pub(crate) fn one_off(a: &str, b: &str, may: fn(&char) -> bool) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| {
        pairs.take_while(|(a, b)| a == b).count()
    };
    let begin = same(&mut a.iter().zip(&b));
    let most = a.len().min(b.len()) - begin;
    let end = same(&mut a.iter().rev().zip(b.iter().rev())).min(most);
    let rest = |it: &[char]| it.get(begin..it.len() - end).map(<[char]>::to_vec);
    match (rest(&a).as_deref(), rest(&b).as_deref()) {
        (Some([x, y]), Some([v, w])) => x == w && y == v && (may(x) || may(y)),
        (Some(a @ ([] | [_])), Some(b @ ([] | [_]))) => a.iter().chain(b).all(may),
        _ => false,
    }
}

/// How similar a text is to a name, in thousandths; `None` if it is not similar enough.
/// Part of the name may be missing, or there may be other text before or after it.
pub(crate) fn likeness(text: &str, name: &str) -> Option<u32> {
    let (text, name): (Vec<char>, Vec<char>) =
        (text.chars().collect(), name.chars().collect());
    let longer = text.len().max(name.len());
    if text.is_empty() || name.is_empty() {
        return None;
    }
    let (short, long) = match text.len() <= name.len() {
        true => (&text, &name),
        false => (&name, &text),
    };
    let within = short.len() > 1 && long.windows(short.len()).any(|it| it == *short);
    let alike = longer - edits(&text, &name);
    let common = text.iter().zip(&name).take_while(|(a, b)| a == b).count();
    if !within && (alike * 3 < longer * 2 || longer < 3) {
        return None;
    }
    // Of equally similar names, prefer one with the same beginning.
    let thousandths = (alike * 980 + common * 20) / longer;
    u32::try_from(thousandths).ok()
}

/// Edit distance: how many letters must be inserted, removed or changed.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, x) in a.iter().enumerate() {
        let mut left = row + 1;
        let mut line = vec![left];
        for ((diagonal, up), y) in above.iter().zip(above.iter().skip(1)).zip(b) {
            left = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
            line.push(left);
        }
        above = line;
    }
    above.last().copied().unwrap_or_default()
}

/// The text without the leading zeros of its numbers.
pub(crate) fn without_leading_zeros(id: &str) -> String {
    let mut kept = String::new();
    let mut rest = id.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = kept.ends_with(|it: char| it.is_ascii_digit());
        let before = rest.peek().is_some_and(char::is_ascii_digit);
        if c != '0' || inside || !before {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expected: bool) {
        assert_eq!(is_typo(a, b), expected, "{a} {b}");
        assert_eq!(is_typo(b, a), expected, "{b} {a}");
    }

    #[test]
    fn typos_are_distinguished_from_other_words() {
        for (a, b, expected) in [
            ("litter", "liter", true),
            ("litter", "letter", true),
            ("litter", "iltter", true),
            ("litter", "littre", true),
            ("litter", "later", false),
            ("r0001", "r1", true),
            ("r0010", "r10", true),
            ("r0010", "r1", false),
            ("r0010", "r100", false),
            ("r0010", "r0001", false),
            ("r0012", "r0013", false),
            ("r0012", "h0012", true),
            ("r0012", "r00123", false),
            ("ab", "ac", false),
            ("", "", true),
        ] {
            check(a, b, expected);
        }
    }
}
