//! Drawing commands: the content of a chart, before it becomes SVG.

use std::fmt;

/// Tenths of a CSS pixel; displayed as pixels with at most one decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        f.write_str(if self.0 < 0 { "-" } else { "" })?;
        if rest == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{rest}") }
    }
}

/// A point of the drawing, from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: Tenths,
    /// Distance from the upper edge.
    pub y: Tenths,
}

/// A colour of the design; the style sheet defines its value for each theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartColor {
    /// Data: the line, its end point, its last value.
    Tea,
    /// The area under a line.
    TeaPale,
    /// Grid lines.
    Rule,
    /// Text of axes and bands.
    Soft,
    /// Background of the highest band.
    Band1,
    /// Background of the second band.
    Band2,
    /// Background of the third band.
    Band3,
    /// The page's background.
    Paper,
    /// The line while the score is contested.
    Doubt,
    /// The stem from a marker to the axis.
    Stem,
}

impl ChartColor {
    const ALL: [ChartColor; 10] = [
        ChartColor::Tea,
        ChartColor::TeaPale,
        ChartColor::Rule,
        ChartColor::Soft,
        ChartColor::Band1,
        ChartColor::Band2,
        ChartColor::Band3,
        ChartColor::Paper,
        ChartColor::Doubt,
        ChartColor::Stem,
    ];

    /// CSS class that sets this colour.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            ChartColor::Tea => "c-tea",
            ChartColor::TeaPale => "c-tea-pale",
            ChartColor::Rule => "c-rule",
            ChartColor::Soft => "c-soft",
            ChartColor::Band1 => "c-band-1",
            ChartColor::Band2 => "c-band-2",
            ChartColor::Band3 => "c-band-3",
            ChartColor::Paper => "c-paper",
            ChartColor::Doubt => "c-doubt",
            ChartColor::Stem => "c-stem",
        }
    }

    /// Index that carries the colour through plotters, in the red channel.
    pub(super) const fn code(self) -> u8 {
        self as u8
    }

    pub(super) fn from_code(code: u8) -> ChartColor {
        ChartColor::ALL.get(usize::from(code)).copied().unwrap_or(ChartColor::Soft)
    }
}

/// The style in which a shape is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The inside is filled.
    Fill,
    /// The outline is stroked with that width.
    Stroke(Tenths),
}

/// The part of a text that is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAnchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl TextAnchor {
    /// Value of the attribute `text-anchor`.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            TextAnchor::Start => "start",
            TextAnchor::Middle => "middle",
            TextAnchor::End => "end",
        }
    }
}

/// The purpose of a text, which determines its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRole {
    /// A number or date of an axis.
    Axis,
    /// The name of a band.
    Band,
    /// The last value, in large type.
    Figure,
}

impl TextRole {
    /// CSS class of the text.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            TextRole::Axis => "chart-axis",
            TextRole::Band => "chart-band",
            TextRole::Figure => "chart-figure",
        }
    }

    pub(super) fn from_class(class: &str) -> TextRole {
        let others = [TextRole::Band, TextRole::Figure].into_iter();
        others.into_iter().find(|role| role.class() == class).unwrap_or(TextRole::Axis)
    }
}

/// A text at a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartText {
    /// The anchor on the baseline.
    pub at: Point,
    /// The part of the text that is at `at`.
    pub anchor: TextAnchor,
    /// The text.
    pub text: String,
    /// The purpose of the text.
    pub role: TextRole,
    /// Its colour.
    pub color: ChartColor,
    /// Its font size.
    pub size: Tenths,
}

/// One drawing command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawCommand {
    /// An open line; consecutive points differ.
    Polyline {
        /// Its points, two at least.
        points: Vec<Point>,
        /// Its colour.
        color: ChartColor,
        /// Its width.
        width: Tenths,
    },
    /// A filled polygon; consecutive points differ.
    Polygon {
        /// Its corners, two at least.
        points: Vec<Point>,
        /// Its colour.
        color: ChartColor,
    },
    /// A circle.
    Circle {
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: Tenths,
        /// Its colour.
        color: ChartColor,
        /// How it is painted.
        paint: Paint,
    },
    /// An axis-aligned rectangle.
    Rect {
        /// Its upper left corner.
        from: Point,
        /// Its lower right corner.
        to: Point,
        /// Its colour.
        color: ChartColor,
        /// How it is painted.
        paint: Paint,
    },
    /// A text.
    Text(ChartText),
}

impl DrawCommand {
    /// The text, if the command draws one.
    #[must_use]
    pub fn text(&self) -> Option<&ChartText> {
        match self {
            DrawCommand::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A drawn chart: commands in painting order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Width in CSS pixels.
    pub width: u16,
    /// Height in CSS pixels.
    pub height: u16,
    /// Commands, the lowest layer first; empty if there is no data or no room for it.
    pub commands: Vec<DrawCommand>,
}

impl Drawing {
    /// Whether nothing is drawn.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.commands.is_empty()
    }

    /// Value of the SVG's `viewBox`.
    #[must_use]
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", self.width, self.height)
    }
}

/// Estimated width of a text at that font size, in the unit of the size: 0.6 em per
/// letter or digit, 1 em per Han character. On the wide side, so that fallback fonts
/// fit too.
#[must_use]
pub fn text_width(text: &str, size: i32) -> i32 {
    text.chars().map(|c| if c >= '\u{2E80}' { size } else { size * 3 / 5 }).sum()
}
