//! Checks the name of a time zone, and suggests one for an unknown name.

use hallboard_score::{Fault, Finding, Ledger, Place};
use jiff::tz::{self, TimeZone};

use crate::is_typo;

/// Suggested for a name that resembles no time zone.
const USUAL: &str = "Asia/Shanghai";

/// Other names that people use for [`USUAL`], reduced to lower-case letters and digits.
const ALSO_USUAL: [&str; 10] = [
    "asiabeijing",
    "beijing",
    "北京",
    "北京时间",
    "中国",
    "china",
    "cst",
    "utc8",
    "gmt8",
    "chinastandardtime",
];

/// Suggests a time zone for an unknown name; `None` if the name is in the IANA database,
/// spelled exactly as there.
#[must_use]
pub fn unknown_time_zone(name: &str) -> Option<String> {
    let known = TimeZone::get(name).ok();
    match known.as_ref().and_then(TimeZone::iana_name) {
        Some(own) if own == name => None,
        // Differs only in case.
        Some(own) => Some(own.to_owned()),
        None => Some(nearest(name)),
    }
}

/// Errors that prevent the hall of a ledger from being published: a missing id, an unknown
/// time zone. In a workbook they are reported for the cells instead.
#[must_use]
pub fn hall_findings(ledger: &Ledger) -> Vec<Finding> {
    let hall = &ledger.hall;
    let no_id = hall.id.is_empty().then(|| Fault::HallId(String::new()));
    let zone = hall.time_zone.clone();
    let no_zone = unknown_time_zone(&zone);
    let no_zone = no_zone.map(|near| Fault::UnknownTimeZone { zone, near });
    let place = || Place { list: "hall", position: 0, id: hall.id.clone() };
    let faults = no_id.into_iter().chain(no_zone);
    faults.map(|fault| Finding { place: place(), fault }).collect()
}

fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

fn nearest(name: &str) -> String {
    let wanted = plain(name);
    let city = |zone: &str| plain(zone.rsplit('/').next().unwrap_or(zone));
    let all = || tz::db().available().map(|it| it.as_str().to_owned());
    let first = |is: &dyn Fn(&str) -> bool| all().find(|zone| is(zone));
    if ALSO_USUAL.contains(&wanted.as_str()) {
        return USUAL.to_owned();
    }
    let found = first(&|zone| plain(zone) == wanted)
        .or_else(|| first(&|zone| zone.contains('/') && city(zone) == wanted))
        .or_else(|| first(&|zone| is_typo(&plain(zone), &wanted)))
        .or_else(|| first(&|zone| zone.contains('/') && is_typo(&city(zone), &wanted)))
        .or_else(|| {
            let place = city(name);
            first(&|zone| zone.contains('/') && city(zone) == place)
        });
    found.unwrap_or_else(|| USUAL.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_time_zones_have_a_suggestion() {
        for name in ["Asia/Shanghai", "Europe/London", "America/Argentina/Ushuaia", "UTC"]
        {
            assert_eq!(unknown_time_zone(name), None, "{name}");
        }
        for (name, near) in [
            ("asia/shanghai", "Asia/Shanghai"),
            ("Asia/Shanghai ", "Asia/Shanghai"),
            ("Asia/Shangai", "Asia/Shanghai"),
            ("Asia Shanghai", "Asia/Shanghai"),
            ("Shanghai", "Asia/Shanghai"),
            ("Asia/Beijing", "Asia/Shanghai"),
            ("北京时间", "Asia/Shanghai"),
            ("UTC+8", "Asia/Shanghai"),
            ("Europe/Londno", "Europe/London"),
            ("london", "Europe/London"),
            ("New York", "America/New_York"),
            ("US/Los_Angeles", "America/Los_Angeles"),
            ("Etc/Unknown", "Asia/Shanghai"),
            ("", "Asia/Shanghai"),
            ("nowhere at all", "Asia/Shanghai"),
        ] {
            assert_eq!(unknown_time_zone(name).as_deref(), Some(near), "{name}");
        }
    }
}
