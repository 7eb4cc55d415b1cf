//! Decodes lower-case hex digits.

use base16ct::lower;

/// Decodes `N` bytes; `None` unless there are exactly two lower-case hex digits for each
/// byte.
pub(crate) fn from_hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let found = lower::decode(digits, &mut bytes).ok()?.len();
    (found == N).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_lower_case_and_of_exact_length() {
        assert_eq!(from_hex("00ff1a"), Some([0, 255, 26]));
        assert_eq!(from_hex(""), Some([]));
        for digits in
            ["00FF1A", "00ff1", "00ff", "00ff1a2b", "00ff1g", " 00ff1", "+0ff1a"]
        {
            assert_eq!(from_hex::<3>(digits), None, "{digits}");
        }
    }
}
