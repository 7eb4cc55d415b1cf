//! What a chart is made of, before it is a page.

use std::fmt;

/// Tenths of a CSS pixel; written as pixels with at most one decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        f.write_str(if self.0 < 0 { "-" } else { "" })?;
        if rest == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{rest}") }
    }
}

/// A colour by its name in the design; the style sheet says what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Data: the line, its dot, its last figure.
    Tea,
    /// The ground under a line.
    TeaPale,
    /// Hairlines.
    Rule,
    /// Letters of axes and bands.
    Soft,
    /// The ground of the highest band.
    Band1,
    /// The ground of the second band.
    Band2,
    /// The ground of the third band.
    Band3,
    /// The page itself.
    Paper,
    /// The line where it was contested.
    Doubt,
    /// From a mark to the day it is of.
    Stem,
}

impl Ink {
    const ALL: [Ink; 10] = [
        Ink::Tea,
        Ink::TeaPale,
        Ink::Rule,
        Ink::Soft,
        Ink::Band1,
        Ink::Band2,
        Ink::Band3,
        Ink::Paper,
        Ink::Doubt,
        Ink::Stem,
    ];

    /// The class that gives an element this colour.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Ink::Tea => "c-tea",
            Ink::TeaPale => "c-tea-pale",
            Ink::Rule => "c-rule",
            Ink::Soft => "c-soft",
            Ink::Band1 => "c-band-1",
            Ink::Band2 => "c-band-2",
            Ink::Band3 => "c-band-3",
            Ink::Paper => "c-paper",
            Ink::Doubt => "c-doubt",
            Ink::Stem => "c-stem",
        }
    }

    /// The number under which the colour travels through plotters, in place of red.
    pub(super) const fn code(self) -> u8 {
        self as u8
    }

    pub(super) fn of_code(code: u8) -> Ink {
        Ink::ALL.get(usize::from(code)).copied().unwrap_or(Ink::Soft)
    }
}

/// How a shape takes its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The inside.
    Fill,
    /// The outline, that wide.
    Stroke(Tenths),
}

/// Which end of the text stands at its `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first letter begins there.
    Start,
    /// It is centred there.
    Middle,
    /// The last letter ends there.
    End,
}

impl Anchor {
    /// The value of `text-anchor`.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// What a label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A number or a date of an axis.
    Axis,
    /// The name of a band.
    Band,
    /// The last value, written large.
    Figure,
}

impl Voice {
    /// The class that gives the label its weight.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Voice::Axis => "chart-axis",
            Voice::Band => "chart-band",
            Voice::Figure => "chart-figure",
        }
    }

    pub(super) fn of_class(class: &str) -> Voice {
        let known = [Voice::Band, Voice::Figure].into_iter();
        known.into_iter().find(|voice| voice.class() == class).unwrap_or(Voice::Axis)
    }
}

/// A text at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where the anchor stands.
    pub x: Tenths,
    /// Where the letters stand on.
    pub y: Tenths,
    /// Which end of the text is at `x`.
    pub anchor: Anchor,
    /// The text.
    pub text: String,
    /// What it is for.
    pub voice: Voice,
    /// Its colour.
    pub ink: Ink,
    /// The font's size.
    pub size: Tenths,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A path of straight lines.
    Path {
        /// The path as SVG writes it.
        d: String,
        /// Its colour.
        ink: Ink,
        /// How it takes it.
        paint: Paint,
    },
    /// A circle.
    Circle {
        /// Its centre.
        centre: (Tenths, Tenths),
        /// Its radius.
        radius: Tenths,
        /// Its colour.
        ink: Ink,
        /// How it takes it.
        paint: Paint,
    },
    /// An upright rectangle.
    Rect {
        /// The upper left corner.
        from: (Tenths, Tenths),
        /// The lower right corner.
        to: (Tenths, Tenths),
        /// Its colour.
        ink: Ink,
        /// How it takes it.
        paint: Paint,
    },
    /// A text.
    Label(Label),
}

impl Mark {
    /// Every shape as a path, with its colour and paint; nothing for a label.
    #[must_use]
    pub fn outline(&self) -> Option<(String, Ink, Paint)> {
        match self {
            Mark::Path { d, ink, paint } => Some((d.clone(), *ink, *paint)),
            Mark::Circle { centre: (x, y), radius, ink, paint } => {
                let (left, across) = (Tenths(x.0 - radius.0), Tenths(2 * radius.0));
                let r = *radius;
                let d = format!(
                    "M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z"
                );
                Some((d, *ink, *paint))
            }
            Mark::Rect { from, to, ink, paint } => {
                let d = format!("M{} {}H{}V{}H{}Z", from.0, from.1, to.0, to.1, from.0);
                Some((d, *ink, *paint))
            }
            Mark::Label(_) => None,
        }
    }

    /// The label, if it is one.
    #[must_use]
    pub fn label(&self) -> Option<&Label> {
        match self {
            Mark::Label(label) => Some(label),
            _ => None,
        }
    }
}

/// A chart as plain marks, the first one lowest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Its width in CSS pixels.
    pub width: u16,
    /// Its height in CSS pixels.
    pub height: u16,
    /// What is on it; empty where there is nothing to show or no room to show it.
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// The value of the SVG's `viewBox`.
    #[must_use]
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", self.width, self.height)
    }
}

/// About how wide a text is in a font of that size, in the size's unit: 0.6 em a
/// letter or digit, one em a Han character. A little generous, so that a fallback font
/// still fits.
#[must_use]
pub fn advance(text: &str, size: i32) -> i32 {
    text.chars().map(|c| if c >= '\u{2E80}' { size } else { size * 3 / 5 }).sum()
}
