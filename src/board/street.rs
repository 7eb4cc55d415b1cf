//! Grouping of addresses by street.

/// An address with its street before its number, so that a street's households are sorted
/// together: languages differ in the order of the two.
#[must_use]
pub fn street_before_number(address: &str) -> String {
    match address.split_once(' ') {
        Some((number, street)) if number.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{street} {number}")
        }
        _ => address.to_owned(),
    }
}

/// The street of an address without its number: the text before the last number, or after
/// the first one.
fn street_of(address: &str) -> String {
    let ordered = street_before_number(address);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | ' ' | '.');
    let Some(last_digit) = ordered.rfind(|c: char| c.is_ascii_digit()) else {
        return ordered;
    };
    let before = ordered.get(..=last_digit).unwrap_or_default();
    before.trim_end_matches(is_number).to_owned()
}

/// Groups consecutive rows by the street of their address. If the groups have less than two
/// rows on average, all rows are one group without a name.
pub fn by_street<T>(rows: Vec<T>, address: impl Fn(&T) -> &str) -> Vec<(String, Vec<T>)> {
    let count = rows.len();
    let mut streets: Vec<(String, Vec<T>)> = Vec::new();
    for row in rows {
        let street = street_of(address(&row));
        match streets.last_mut().filter(|(name, _)| *name == street) {
            Some((_, households)) => households.push(row),
            None => streets.push((street, vec![row])),
        }
    }
    if streets.len() * 2 <= count.max(2) {
        return streets;
    }
    vec![(String::new(), streets.into_iter().flat_map(|(_, rows)| rows).collect())]
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

    #[test]
    fn a_street_is_an_address_without_its_number() {
        for (address, expected) in [
            ("26 Hall Front", "Hall Front"),
            ("12/4 Bamboo Slope", "Bamboo Slope"),
            ("Mill House", "Mill House"),
            ("Lane 7 House 3", "Lane 7 House"),
            ("礼堂前26号", "礼堂前"),
            ("礼堂前26-2号", "礼堂前"),
            ("26", ""),
        ] {
            assert_eq!(street_of(address), expected);
        }
    }

    #[track_caller]
    fn check(addresses: &[&'static str], expected: &[(&str, usize)]) {
        let streets = by_street(addresses.to_vec(), |it| it);
        let found: Vec<(&str, usize)> =
            streets.iter().map(|(name, rows)| (name.as_str(), rows.len())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn households_are_grouped_by_street() {
        let streets = ["1 Hall Front", "2 Hall Front", "3 Mill Road", "4 Mill Road"];
        check(&streets, &[("Hall Front", 2), ("Mill Road", 2)]);
        check(&["Mill House", "Old Barn", "Top Farm"], &[("", 3)]);
        check(&["1 Hall Front"], &[("Hall Front", 1)]);
        check(&[], &[]);
    }
}
