//! Where an axis has its lines, and what they are called.

use hallboard_score::{Month, Points};

use super::drawing::advance;

/// The words of a time axis in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisWords {
    /// Short names of the months, from January.
    pub months: [String; 12],
}

/// What an axis of points has to show besides the values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// The least it covers, so that small changes stay small.
    pub(super) least: Points,
    /// Where the scale of points begins.
    pub(super) floor: Option<Points>,
    /// Where the scale of points ends.
    pub(super) ceiling: Option<Points>,
}

/// An axis of points: from `low` to `high`, in hundredths, a line at every multiple of
/// `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PointsAxis {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) step: i64,
}

/// Beyond this a drawing would say nothing more: 10 billion points, in hundredths.
const FARTHEST: i64 = 1_000_000_000_000;

pub(super) fn within_reach(points: Points) -> i64 {
    points.hundredths().clamp(-FARTHEST, FARTHEST)
}

impl PointsAxis {
    /// The finest axis of whole points with at most `most` steps that shows the values
    /// from `low` to `high`.
    pub(super) fn choose(
        low: Points,
        high: Points,
        span: &Span,
        most: i64,
    ) -> PointsAxis {
        let (low, high) = (within_reach(low), within_reach(high));
        let floor = span.floor.map(within_reach).filter(|floor| *floor <= low);
        let ceiling = span.ceiling.map(within_reach).filter(|ceiling| *ceiling >= high);
        let (from, to) = widened(low, high, within_reach(span.least), floor, ceiling);
        let mut axis = steps()
            .map(|step| PointsAxis {
                low: from.div_euclid(step) * step,
                high: (to + step - 1).div_euclid(step) * step,
                step,
            })
            .find(|axis| (axis.high - axis.low) / axis.step <= most.max(1))
            .unwrap_or(PointsAxis { low: -FARTHEST, high: FARTHEST, step: FARTHEST });
        axis.low = floor.map_or(axis.low, |floor| axis.low.max(floor));
        axis.high = ceiling.map_or(axis.high, |ceiling| axis.high.min(ceiling));
        axis.high = axis.high.max(axis.low + 100);
        axis
    }

    /// The lines, from below, in hundredths.
    pub(super) fn lines(&self) -> impl Iterator<Item = i64> + use<> {
        let PointsAxis { low, high, step } = *self;
        let first = (low + step - 1).div_euclid(step) * step;
        (0..).map(move |line| first + line * step).take_while(move |line| *line <= high)
    }
}

/// 1, 2, 5, 10, 20 ... points, in hundredths.
fn steps() -> impl Iterator<Item = i64> {
    let tens = std::iter::successors(Some(100_i64), |ten| ten.checked_mul(10));
    tens.take_while(|ten| *ten <= FARTHEST).flat_map(|ten| [ten, 2 * ten, 5 * ten])
}

/// `low` to `high` made as wide as `least`, evenly where the ends of the scale allow.
fn widened(
    low: i64,
    high: i64,
    least: i64,
    floor: Option<i64>,
    ceiling: Option<i64>,
) -> (i64, i64) {
    let lack = (least - (high - low)).max(0);
    let (mut from, mut to) = (low - lack / 2, high + lack - lack / 2);
    if let Some(ceiling) = ceiling {
        let over = (to - ceiling).max(0);
        (from, to) = (from - over, to - over);
    }
    if let Some(floor) = floor {
        let under = (floor - from).max(0);
        (from, to) = (from + under, to + under);
    }
    (from.min(low), ceiling.map_or(to, |ceiling| to.min(ceiling)).max(high))
}

/// A named place of a time axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TimeTick {
    /// Tenths of a pixel from the axis's left end.
    pub(super) x: i32,
    pub(super) text: String,
}

/// A time axis to be lettered, in tenths of a pixel.
pub(super) struct TimeAxis<'a> {
    pub(super) first: Month,
    pub(super) last: Month,
    /// Where a month begins, from the axis's left end; may lie outside.
    pub(super) place: &'a dyn Fn(Month) -> i32,
    /// The axis's length.
    pub(super) length: i32,
    /// How far right of its left end letters may reach.
    pub(super) reach: i32,
    /// The font's size.
    pub(super) size: i32,
    pub(super) words: &'a AxisWords,
}

/// Months between named places, the finest first.
const STRIDES: [i32; 12] = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200];

impl TimeAxis<'_> {
    /// The names, evenly spaced and far enough apart, each beginning at its place.
    pub(super) fn ticks(&self) -> Vec<TimeTick> {
        // Three years say enough by themselves; months between them would be a clutter.
        let years = self.months(12).len() >= 3;
        let strides = STRIDES.into_iter().filter(|stride| *stride >= 12 || !years);
        let mut named = strides.map(|stride| self.months(stride));
        let months = named.find(|months| self.fits(months)).unwrap_or_default();
        let reached =
            |tick: &TimeTick| tick.x + advance(&tick.text, self.size) <= self.reach;
        let ticks = months.iter().map(|month| (month, self.tick(*month)));
        let kept: Vec<_> = ticks.filter(|(_, tick)| reached(tick)).collect();
        let year_said = kept.iter().any(|(month, _)| month.number() == 1);
        let mut ticks = kept.into_iter().map(|(_, tick)| tick).collect();
        if !year_said {
            self.say_the_year(&mut ticks);
        }
        ticks
    }

    /// Without a January among the names nothing says the year: the left end does then.
    fn say_the_year(&self, ticks: &mut Vec<TimeTick>) {
        let year = TimeTick { x: 0, text: self.first.year().to_string() };
        ticks.retain(|tick| tick.x >= self.size * 4);
        ticks.insert(0, year);
    }

    fn months(&self, stride: i32) -> Vec<Month> {
        let on_axis = |month: &Month| (0..=self.length).contains(&(self.place)(*month));
        let count = self.first.months_until(self.last).max(0);
        let all = (0..=count).map(|ahead| self.first.plus(ahead)).filter(on_axis);
        if stride < 12 {
            let whole = |month: &Month| (i32::from(month.number()) - 1) % stride == 0;
            return all.filter(whole).collect();
        }
        let januaries = all.filter(|month| month.number() == 1);
        januaries.step_by(usize::try_from(stride / 12).unwrap_or(1)).collect()
    }

    fn fits(&self, months: &[Month]) -> bool {
        let widest = months.iter().map(|m| advance(&self.name(*m), self.size)).max();
        let apart = (widest.unwrap_or(0) + self.size).max(self.size * 4);
        let places: Vec<i32> = months.iter().map(|month| (self.place)(*month)).collect();
        places
            .iter()
            .zip(places.iter().skip(1))
            .all(|(left, right)| right - left >= apart)
    }

    fn tick(&self, month: Month) -> TimeTick {
        TimeTick { x: (self.place)(month), text: self.name(month) }
    }

    fn name(&self, month: Month) -> String {
        let number = usize::try_from(month.number()).unwrap_or(1);
        match self.words.months.get(number - 1) {
            Some(name) if number > 1 => name.clone(),
            _ => month.year().to_string(),
        }
    }
}
