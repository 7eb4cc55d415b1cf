//! The scales of a chart: where the grid lines are, and their labels.

use hallboard_score::{Month, Points};

use super::command::text_width;

/// The labels of a time axis in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthNames(
    /// Short names of the months, from January.
    pub [String; 12],
);

/// The constraints of a value axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct AxisRange {
    /// The minimum range of the axis, so that small changes look small.
    pub(super) least: Points,
    /// The lowest possible value.
    pub(super) floor: Option<Points>,
    /// The highest possible value.
    pub(super) ceiling: Option<Points>,
}

/// A value axis from `low` to `high`, in hundredths of a point, with a grid line at every
/// multiple of `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ValueAxis {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) step: i64,
}

/// Values are clamped to 10 billion points, in hundredths.
const MAX_HUNDREDTHS: i64 = 1_000_000_000_000;

pub(super) fn clamped_hundredths(points: Points) -> i64 {
    points.hundredths().clamp(-MAX_HUNDREDTHS, MAX_HUNDREDTHS)
}

impl ValueAxis {
    /// The finest axis in whole points that covers the values from `low` to `high` in at
    /// most `max_steps` steps.
    pub(super) fn choose(
        low: Points,
        high: Points,
        range: &AxisRange,
        max_steps: i64,
    ) -> ValueAxis {
        let (low, high) = (clamped_hundredths(low), clamped_hundredths(high));
        let floor = range.floor.map(clamped_hundredths).filter(|floor| *floor <= low);
        let ceiling =
            range.ceiling.map(clamped_hundredths).filter(|ceiling| *ceiling >= high);
        let (from, to) =
            widened(low, high, clamped_hundredths(range.least), floor, ceiling);
        let mut axis = steps()
            .map(|step| ValueAxis {
                low: from.div_euclid(step) * step,
                high: (to + step - 1).div_euclid(step) * step,
                step,
            })
            .find(|axis| (axis.high - axis.low) / axis.step <= max_steps.max(1))
            .unwrap_or(ValueAxis {
                low: -MAX_HUNDREDTHS,
                high: MAX_HUNDREDTHS,
                step: MAX_HUNDREDTHS,
            });
        axis.low = floor.map_or(axis.low, |floor| axis.low.max(floor));
        axis.high = ceiling.map_or(axis.high, |ceiling| axis.high.min(ceiling));
        axis.high = axis.high.max(axis.low + 100);
        axis
    }

    /// The grid lines in hundredths of a point, the lowest first.
    pub(super) fn lines(&self) -> impl Iterator<Item = i64> + use<> {
        let ValueAxis { low, high, step } = *self;
        let first = (low + step - 1).div_euclid(step) * step;
        (0..).map(move |line| first + line * step).take_while(move |line| *line <= high)
    }
}

/// 1, 2, 5, 10, 20 … points, in hundredths.
fn steps() -> impl Iterator<Item = i64> {
    let tens = std::iter::successors(Some(100_i64), |ten| ten.checked_mul(10));
    tens.take_while(|ten| *ten <= MAX_HUNDREDTHS).flat_map(|ten| [ten, 2 * ten, 5 * ten])
}

/// Widens a range to at least `least`, evenly on both sides if the limits allow it.
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

/// A label of a time axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TimeTick {
    /// Tenths of a pixel from the axis's left end.
    pub(super) x: i32,
    pub(super) text: String,
}

/// A time axis, in tenths of a pixel.
pub(super) struct TimeAxis<'a> {
    pub(super) first: Month,
    pub(super) last: Month,
    /// Position of a month's first day from the axis's left end; may lie outside.
    pub(super) position: &'a dyn Fn(Month) -> i32,
    /// The axis's length.
    pub(super) length: i32,
    /// The maximum extent of labels from the axis's left end.
    pub(super) label_limit: i32,
    /// The font size.
    pub(super) size: i32,
    pub(super) month_names: &'a MonthNames,
}

/// Months between labels, the finest first.
const STRIDES: [i32; 12] = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200];

impl TimeAxis<'_> {
    /// The labels, evenly spaced and far enough apart, each starting at its position.
    pub(super) fn ticks(&self) -> Vec<TimeTick> {
        // From three years on, months between the years would clutter the axis.
        let years = self.months(12).len() >= 3;
        let strides = STRIDES.into_iter().filter(|stride| *stride >= 12 || !years);
        let mut candidates = strides.map(|stride| self.months(stride));
        let months = candidates.find(|months| self.fits(months)).unwrap_or_default();
        let fits = |tick: &TimeTick| {
            tick.x + text_width(&tick.text, self.size) <= self.label_limit
        };
        let ticks = months.iter().map(|month| (month, self.tick(*month)));
        let kept: Vec<_> = ticks.filter(|(_, tick)| fits(tick)).collect();
        let has_year = kept.iter().any(|(month, _)| month.number() == 1);
        let mut ticks = kept.into_iter().map(|(_, tick)| tick).collect();
        if !has_year {
            self.label_first_year(&mut ticks);
        }
        ticks
    }

    /// Labels the left end with its year, for an axis without a January.
    fn label_first_year(&self, ticks: &mut Vec<TimeTick>) {
        let year = TimeTick { x: 0, text: self.first.year().to_string() };
        ticks.retain(|tick| tick.x >= self.size * 4);
        ticks.insert(0, year);
    }

    fn months(&self, stride: i32) -> Vec<Month> {
        let on_axis =
            |month: &Month| (0..=self.length).contains(&(self.position)(*month));
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
        let widest = months.iter().map(|m| text_width(&self.label(*m), self.size)).max();
        let apart = (widest.unwrap_or(0) + self.size).max(self.size * 4);
        let positions: Vec<i32> =
            months.iter().map(|month| (self.position)(*month)).collect();
        positions
            .iter()
            .zip(positions.iter().skip(1))
            .all(|(left, right)| right - left >= apart)
    }

    fn tick(&self, month: Month) -> TimeTick {
        TimeTick { x: (self.position)(month), text: self.label(month) }
    }

    fn label(&self, month: Month) -> String {
        let number = usize::try_from(month.number()).unwrap_or(1);
        match self.month_names.0.get(number - 1) {
            Some(name) if number > 1 => name.clone(),
            _ => month.year().to_string(),
        }
    }
}
