//! Runs the model on a dummy record while the real one loads, so that the browser has
//! compiled the hot functions of the program by then.

use std::hint::black_box;

use hallboard_score::{Day, Register, read_ledger};

use super::model::{self, EntryIndex, Standing};
use crate::charts::{ChartSize, MonthNames, RecordChartData, record_drawing};

/// A ledger with the features that most records have.
const DUMMY_LEDGER: &[u8] = br#"{"format":"hallboard-ledger/1","hall":{"id":"h","names":{"en":"h"},"time_zone":"UTC"},"rulebooks":[{"from":"2020-01-01","score":{"min":0,"max":9,"base":5},"categories":[{"id":"c","names":{"en":"c"},"star_points":[0,0,0,1,2]}],"deeds":[{"id":"g","names":{"en":"g"},"category":"c","points":1,"lasts":"P3M","cap":{"count":1,"per":"month"}},{"id":"t","names":{"en":"t"},"points":-1}]}],"households":[{"id":"h","names":{"en":"h"}}],"residents":[{"id":"r","name":"r","household":"h"}],"entries":[{"id":"1","date":"2020-01-01","kind":"consent","resident":"r","scopes":["score"]},{"id":"2","date":"2020-02-01","kind":"rating","household":"h","category":"c","stars":4},{"id":"3","date":"2020-03-01","kind":"deed","resident":"r","deed":"g","source":"self","note":"n"},{"id":"4","date":"2020-03-02","kind":"deed","resident":"r","deed":"t","source":"self","notified":"2020-03-02"},{"id":"5","date":"2020-03-03","kind":"objection","entry":"4","text":"t"}]}"#;

/// Derives the first values of the dummy record.
fn dummy_standing() -> Option<Standing> {
    let ledger = read_ledger(DUMMY_LEDGER).ok()?;
    let register = Register::new(&ledger);
    let file = model::own(&register)?;
    Some(model::standing(&file, Day::new(2020, 3, 9)?, &EntryIndex::new(&ledger)))
}

/// The number of runs: browsers optimise functions that are called often.
const ROUNDS: usize = 40;

/// Reads the dummy record, derives its first values, and draws its chart.
pub(super) fn run() {
    for _ in 0..ROUNDS {
        drop(black_box(dummy_standing()));
    }
    let Some(Standing { history, .. }) = dummy_standing() else { return };
    let history = history.within(model::Range::All);
    let data = RecordChartData {
        readings: history.readings,
        contested: history.contested.iter().map(|span| (span.from, span.to)).collect(),
        marks: history.marks.iter().map(|mark| mark.day).collect(),
        ..RecordChartData::default()
    };
    let size = ChartSize { width: 320, height: 220, font: 16 };
    let months = MonthNames([(); 12].map(|()| String::new()));
    drop(black_box(record_drawing(&data, size, &months)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dummy_record_covers_every_section() {
        let Standing { now, explanation, history } = dummy_standing().unwrap();
        assert!(!now.steps.is_empty());
        assert_eq!(
            (explanation.deeds.len(), explanation.ratings.len(), explanation.rules.len()),
            (2, 1, 2)
        );
        assert!(explanation.sum.is_some_and(|sum| sum.adds_up() && sum.lines.len() == 3));
        assert!(history.readings.len() > 2 && history.contested.len() == 1);
    }
}
