//! The plotters backend: records typed drawing commands, in tenths of a pixel.

use std::convert::Infallible;
use std::iter;

use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend,
    DrawingErrorKind, FontFamily,
};

use super::command::{
    ChartColor, ChartText, DrawCommand, Drawing, Paint, Point, Tenths, TextAnchor,
    TextRole, text_width,
};

/// A backend that appends to a [`Drawing`]; its coordinates are tenths of a pixel.
///
/// Text is recorded with its position and measured by [`text_width`], so plotters' font
/// code is never used. The red channel of a colour is the index of a [`ChartColor`].
pub struct CommandBackend<'a> {
    drawing: &'a mut Drawing,
}

impl<'a> CommandBackend<'a> {
    /// Appends to that drawing.
    pub fn new(drawing: &'a mut Drawing) -> CommandBackend<'a> {
        CommandBackend { drawing }
    }

    fn push(&mut self, command: DrawCommand) {
        self.drawing.commands.push(command);
    }

    /// Records a line or, if `fill`, a polygon.
    fn push_path<S: BackendStyle>(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        style: &S,
        fill: bool,
    ) {
        let Some(color) = visible_color(style.color()) else { return };
        let mut points: Vec<Point> = points.into_iter().map(point).collect();
        points.dedup();
        if points.len() < 2 {
            return;
        }
        self.push(match paint(style, fill) {
            Paint::Fill => DrawCommand::Polygon { points, color },
            Paint::Stroke(width) => DrawCommand::Polyline { points, color, width },
        });
    }
}

fn visible_color(color: BackendColor) -> Option<ChartColor> {
    (color.alpha > 0.0).then(|| ChartColor::from_code(color.rgb.0))
}

fn paint<S: BackendStyle>(style: &S, fill: bool) -> Paint {
    let width = || i32::try_from(style.stroke_width()).unwrap_or(i32::MAX);
    if fill { Paint::Fill } else { Paint::Stroke(Tenths(width())) }
}

fn point((x, y): BackendCoord) -> Point {
    Point { x: Tenths(x), y: Tenths(y) }
}

type BackendResult = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for CommandBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (u32::from(self.drawing.width) * 10, u32::from(self.drawing.height) * 10)
    }

    fn ensure_prepared(&mut self) -> BackendResult {
        Ok(())
    }

    fn present(&mut self) -> BackendResult {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> BackendResult {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> BackendResult {
        self.push_path([from, to], style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> BackendResult {
        if let Some(color) = visible_color(style.color()) {
            let (from, to) = (point(upper_left), point(bottom_right));
            self.push(DrawCommand::Rect { from, to, color, paint: paint(style, fill) });
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> BackendResult {
        self.push_path(path, style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> BackendResult {
        if let Some(color) = visible_color(style.color()) {
            let radius = Tenths(i32::try_from(radius).unwrap_or(i32::MAX));
            let (center, paint) = (point(center), paint(style, fill));
            self.push(DrawCommand::Circle { center, radius, color, paint });
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> BackendResult {
        self.push_path(vert, style, true);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        pos: BackendCoord,
    ) -> BackendResult {
        let Some(color) = visible_color(style.color()) else { return Ok(()) };
        let size = whole_tenths(style.size());
        let anchor = match style.anchor().h_pos {
            HPos::Left => TextAnchor::Start,
            HPos::Center => TextAnchor::Middle,
            HPos::Right => TextAnchor::End,
        };
        // Capitals, digits and Han characters are all centred at about 0.36 em.
        let down = match style.anchor().v_pos {
            VPos::Top => size * 88 / 100,
            VPos::Center => size * 36 / 100,
            VPos::Bottom => -size * 22 / 100,
        };
        self.push(DrawCommand::Text(ChartText {
            at: point((pos.0, pos.1 + down)),
            anchor,
            text: text.to_owned(),
            role: TextRole::from_class(style.family().as_str()),
            color,
            size: Tenths(size),
        }));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = whole_tenths(style.size());
        Ok((text_width(text, size).unsigned_abs(), size.unsigned_abs()))
    }
}

/// Converts plotters' font size back to whole tenths.
fn whole_tenths(size: f64) -> i32 {
    size.round() as i32
}

/// How a text is set. plotters' own text style depends on its font code.
#[derive(Clone, Copy)]
pub(super) struct TextStyle {
    pub(super) color: ChartColor,
    pub(super) role: TextRole,
    /// In tenths of a pixel.
    pub(super) size: i32,
    pub(super) h_pos: HPos,
    pub(super) v_pos: VPos,
}

impl BackendTextStyle for TextStyle {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.color.code(), 0, 0) }
    }

    fn size(&self) -> f64 {
        f64::from(self.size)
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.h_pos, self.v_pos)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.role.class())
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (text_width(text, self.size), self.size)))
    }

    /// Does nothing: the browser draws the text.
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _pos: BackendCoord,
        _draw: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

/// A text as a plotters element, at a position of the backend.
pub(super) struct TextElement<'t> {
    pub(super) at: BackendCoord,
    pub(super) text: &'t str,
    pub(super) style: TextStyle,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a TextElement<'_> {
    type Point = BackendCoord;
    type IntoIter = iter::Once<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        iter::once(self.at)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for TextElement<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut pos: I,
        backend: &mut DB,
        _parent: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        pos.next().map_or(Ok(()), |at| backend.draw_text(self.text, &self.style, at))
    }
}
