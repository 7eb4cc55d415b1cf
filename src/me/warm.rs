//! A rehearsal on a record of nobody, while the real one is on its way.
//!
//! Browsers compile a function when it is first called, and well only what is called often.
//! Done before, while files are awaited, that is no part of the wait for what is in them.

use std::hint::black_box;

use hallboard_score::{Day, Register, read_ledger};

use super::model::{self, ById, Standing};
use crate::board::picture;
use crate::chart::{AxisWords, CourseData, Frame, course_drawing};

/// Something of all that a record commonly has. It is drawn nowhere.
const NOBODY: &[u8] = br#"{"format":"hallboard-ledger/1","hall":{"id":"h","names":{"en":"h"},"time_zone":"UTC"},"rulebooks":[{"from":"2020-01-01","score":{"min":0,"max":9,"base":5},"categories":[{"id":"c","names":{"en":"c"},"star_points":[0,0,0,1,2]}],"deeds":[{"id":"g","names":{"en":"g"},"category":"c","points":1,"lasts":"P3M","cap":{"count":1,"per":"month"}},{"id":"t","names":{"en":"t"},"points":-1}]}],"households":[{"id":"h","names":{"en":"h"}}],"residents":[{"id":"r","name":"r","household":"h"}],"entries":[{"id":"1","date":"2020-01-01","kind":"consent","resident":"r","scopes":["score"]},{"id":"2","date":"2020-02-01","kind":"rating","household":"h","category":"c","stars":4},{"id":"3","date":"2020-03-01","kind":"deed","resident":"r","deed":"g","source":"self","note":"n"},{"id":"4","date":"2020-03-02","kind":"deed","resident":"r","deed":"t","source":"self","notified":"2020-03-02"},{"id":"5","date":"2020-03-03","kind":"objection","entry":"4","text":"t"}]}"#;

/// What stands in it on a day.
fn rehearsed() -> Option<Standing> {
    let ledger = read_ledger(NOBODY).ok()?;
    let register = Register::new(&ledger);
    let file = model::own(&register)?;
    Some(model::standing(&file, Day::new(2020, 3, 9)?, &ById::new(&ledger)))
}

/// How often it is worked out: so often that browsers compile well what is called most.
const TIMES: usize = 40;

/// Goes through reading, working out and drawing a record.
pub(super) fn warm_up() {
    for _ in 0..TIMES {
        drop(black_box(rehearsed()));
    }
    let Some(Standing { history, .. }) = rehearsed() else { return };
    let history = history.within(model::Range::All);
    let data = CourseData {
        readings: history.readings,
        contested: history.contested.iter().map(|span| (span.from, span.to)).collect(),
        marks: history.marks.iter().map(|mark| mark.day).collect(),
        ..CourseData::default()
    };
    let frame = Frame { width: 320, height: 220, font: 16 };
    let words = AxisWords { months: [(); 12].map(|()| String::new()) };
    drop(picture(&course_drawing(&data, frame, &words).drawing));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_what_records_have() {
        let Standing { now, why, history } = rehearsed().unwrap();
        assert!(!now.steps.is_empty());
        assert_eq!((why.deeds.len(), why.ratings.len(), why.rules.len()), (2, 1, 2));
        assert!(why.sum.is_some_and(|sum| sum.adds_up() && sum.lines.len() == 3));
        assert!(history.readings.len() > 2 && history.contested.len() == 1);
    }
}
