//! On what paper, and in which languages.

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8½ × 11 inches: 215.9 × 279.4 mm.
    Letter,
}

impl PaperSize {
    /// Its width and height in millimetres, upright.
    #[must_use]
    pub const fn millimetres(self) -> (f64, f64) {
        match self {
            PaperSize::A4 => (210.0, 297.0),
            PaperSize::Letter => (215.9, 279.4),
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            PaperSize::A4 => "A4",
            PaperSize::Letter => "Letter",
        }
    }
}

/// The languages on a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrintLanguage {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
    /// Chinese, with English beside it.
    #[default]
    Both,
}

impl PrintLanguage {
    /// Their BCP 47 tags, the first language first.
    #[must_use]
    pub const fn tags(self) -> &'static [&'static str] {
        match self {
            PrintLanguage::Chinese => &["zh-Hans"],
            PrintLanguage::English => &["en"],
            PrintLanguage::Both => &["zh-Hans", "en"],
        }
    }
}

/// How a paper is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The size of the sheets.
    pub paper: PaperSize,
    /// The languages of its words.
    pub language: PrintLanguage,
}
