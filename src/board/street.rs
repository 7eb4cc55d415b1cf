//! Addresses in the order of streets.

/// The street of an address before its number, so that a street's households stand
/// together: languages differ in which of the two comes first.
#[must_use]
pub fn street_before_number(address: &str) -> String {
    match address.split_once(' ') {
        Some((number, street)) if number.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{street} {number}")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_comes_last() {
        for (address, expected) in [
            ("26 Hall Front", "Hall Front 26"),
            ("3a Ferry Steps", "Ferry Steps 3a"),
            ("12/4 Bamboo Slope", "Bamboo Slope 12/4"),
            ("Mill House", "Mill House"),
            ("Lane 7 House 3", "Lane 7 House 3"),
            ("礼堂前26号", "礼堂前26号"),
            ("26", "26"),
            ("", ""),
        ] {
            assert_eq!(street_before_number(address), expected);
        }
    }
}
