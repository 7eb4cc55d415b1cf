//! Where plotters draws: everything is written down as a mark, in tenths of a pixel.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::iter;

use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend,
    DrawingErrorKind, FontFamily,
};

use super::drawing::{Anchor, Drawing, Ink, Label, Mark, Paint, Tenths, Voice, advance};

/// A backend that records into a [`Drawing`]; its coordinates are tenths of a pixel.
///
/// It draws text as a label and measures it by [`advance`], so none of plotters' code
/// for fonts is reached. The red of a colour is the number of an [`Ink`].
pub struct Recorder<'a> {
    drawing: &'a mut Drawing,
}

impl<'a> Recorder<'a> {
    /// Records into that drawing, after what is in it.
    pub fn new(drawing: &'a mut Drawing) -> Recorder<'a> {
        Recorder { drawing }
    }

    fn path<S: BackendStyle>(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        style: &S,
        fill: bool,
    ) {
        let Some(ink) = seen(style.color()) else { return };
        let mut points = points.into_iter();
        let Some(first) = points.next() else { return };
        let mut path = PathText::begin(first);
        points.for_each(|point| path.line_to(point));
        if !path.moved {
            return;
        }
        let d = if fill { path.d + "Z" } else { path.d };
        self.drawing.marks.push(Mark::Path { d, ink, paint: paint(style, fill) });
    }
}

fn seen(color: BackendColor) -> Option<Ink> {
    (color.alpha > 0.0).then(|| Ink::of_code(color.rgb.0))
}

fn paint<S: BackendStyle>(style: &S, fill: bool) -> Paint {
    let width = || i32::try_from(style.stroke_width()).unwrap_or(i32::MAX);
    if fill { Paint::Fill } else { Paint::Stroke(Tenths(width())) }
}

fn place((x, y): BackendCoord) -> (Tenths, Tenths) {
    (Tenths(x), Tenths(y))
}

/// A path in the making; steps that go nowhere are left out.
struct PathText {
    d: String,
    at: BackendCoord,
    moved: bool,
}

impl PathText {
    fn begin(at: BackendCoord) -> PathText {
        let (x, y) = place(at);
        PathText { d: format!("M{x} {y}"), at, moved: false }
    }

    fn line_to(&mut self, to: BackendCoord) {
        let (x, y) = place(to);
        let written = match (to.0 == self.at.0, to.1 == self.at.1) {
            (true, true) => return,
            (false, true) => write!(self.d, "H{x}"),
            (true, false) => write!(self.d, "V{y}"),
            (false, false) => write!(self.d, "L{x} {y}"),
        };
        self.moved |= written.is_ok();
        self.at = to;
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (u32::from(self.drawing.width) * 10, u32::from(self.drawing.height) * 10)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.path([from, to], style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if let Some(ink) = seen(style.color()) {
            let (from, to) = (place(upper_left), place(bottom_right));
            self.drawing.marks.push(Mark::Rect {
                from,
                to,
                ink,
                paint: paint(style, fill),
            });
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(path, style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if let Some(ink) = seen(style.color()) {
            let radius = Tenths(i32::try_from(radius).unwrap_or(i32::MAX));
            let (centre, paint) = (place(center), paint(style, fill));
            self.drawing.marks.push(Mark::Circle { centre, radius, ink, paint });
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.path(vert, style, true);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        pos: BackendCoord,
    ) -> Drawn {
        let Some(ink) = seen(style.color()) else { return Ok(()) };
        let size = whole(style.size());
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        // Capitals, digits and Han characters all stand about evenly round 0.36 em.
        let down = match style.anchor().v_pos {
            VPos::Top => size * 88 / 100,
            VPos::Center => size * 36 / 100,
            VPos::Bottom => -size * 22 / 100,
        };
        self.drawing.marks.push(Mark::Label(Label {
            x: Tenths(pos.0),
            y: Tenths(pos.1 + down),
            anchor,
            text: text.to_owned(),
            voice: Voice::of_class(style.family().as_str()),
            ink,
            size: Tenths(size),
        }));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = whole(style.size());
        Ok((advance(text, size).unsigned_abs(), size.unsigned_abs()))
    }
}

/// A font size as plotters holds it, back in whole tenths.
fn whole(size: f64) -> i32 {
    size.round() as i32
}

/// How a label is lettered. plotters' own text style would bring its fonts along.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub(super) ink: Ink,
    pub(super) voice: Voice,
    /// In tenths of a pixel.
    pub(super) size: i32,
    pub(super) h_pos: HPos,
    pub(super) v_pos: VPos,
}

impl BackendTextStyle for Lettering {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.ink.code(), 0, 0) }
    }

    fn size(&self) -> f64 {
        f64::from(self.size)
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.h_pos, self.v_pos)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.voice.class())
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (advance(text, self.size), self.size)))
    }

    /// Letters are the page's to draw: no pixels come of them here.
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _pos: BackendCoord,
        _draw: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

/// A text as an element of plotters, at a place of the backend.
pub(super) struct Lettered<'t> {
    pub(super) at: BackendCoord,
    pub(super) text: &'t str,
    pub(super) lettering: Lettering,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Lettered<'_> {
    type Point = BackendCoord;
    type IntoIter = iter::Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        iter::once(self.at)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Lettered<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut pos: I,
        backend: &mut DB,
        _parent: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        pos.next().map_or(Ok(()), |at| backend.draw_text(self.text, &self.lettering, at))
    }
}
