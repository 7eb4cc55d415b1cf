//! Words that are one slip of the hand apart.

/// Whether two texts are one slip apart: one letter more, less or other, or two neighbours
/// exchanged. Another digit is no slip, as every number is near to others; noughts before
/// a number are.
pub(crate) fn slip(a: &str, b: &str) -> bool {
    let long = |it: &str| it.chars().nth(2).is_some();
    without_noughts(a) == without_noughts(b)
        || (long(a) && long(b) && one_off(a, b, |c| !c.is_ascii_digit()))
}

/// Whether two texts differ by one character that may differ, or by two exchanged ones.
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

fn without_noughts(id: &str) -> String {
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
        assert_eq!(slip(a, b), expected, "{a} {b}");
        assert_eq!(slip(b, a), expected, "{b} {a}");
    }

    #[test]
    fn one_slip_of_the_hand_is_told_from_another_word() {
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
