//! Drawing commands as SVG.

use std::fmt::{self, Write as _};

use leptos::prelude::*;

use super::command::{ChartColor, ChartText, DrawCommand, Drawing, Paint, Point, Tenths};

/// The attributes of one SVG path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgPath {
    /// Path data.
    pub d: String,
    /// Its colour.
    pub color: ChartColor,
    /// How it is painted.
    pub paint: Paint,
}

impl SvgPath {
    /// The path of a shape; `None` for a text.
    #[must_use]
    pub fn new(command: &DrawCommand) -> Option<SvgPath> {
        Some(match command {
            DrawCommand::Polyline { points, color, width } => {
                let paint = Paint::Stroke(*width);
                SvgPath { d: line_data(points), color: *color, paint }
            }
            DrawCommand::Polygon { points, color } => {
                SvgPath { d: line_data(points) + "Z", color: *color, paint: Paint::Fill }
            }
            DrawCommand::Circle { center, radius, color, paint } => {
                SvgPath { d: circle_data(*center, *radius), color: *color, paint: *paint }
            }
            DrawCommand::Rect { from, to, color, paint } => {
                let d = format!("M{} {}H{}V{}H{}Z", from.x, from.y, to.x, to.y, from.x);
                SvgPath { d, color: *color, paint: *paint }
            }
            DrawCommand::Text(_) => return None,
        })
    }

    fn fill(&self) -> &'static str {
        match self.paint {
            Paint::Fill => "currentColor",
            Paint::Stroke(_) => "none",
        }
    }

    fn stroke_width(&self) -> Option<String> {
        match self.paint {
            Paint::Fill => None,
            Paint::Stroke(width) => Some(width.to_string()),
        }
    }
}

/// The shapes of a drawing, lowest first. Adjacent shapes of one style share a path, which
/// saves a third of the elements of a busy chart.
#[must_use]
pub fn svg_paths(drawing: &Drawing) -> Vec<SvgPath> {
    let mut paths: Vec<SvgPath> = Vec::new();
    for path in drawing.commands.iter().filter_map(SvgPath::new) {
        match paths.last_mut() {
            Some(last) if (last.color, last.paint) == (path.color, path.paint) => {
                last.d.push_str(&path.d);
            }
            _ => paths.push(path),
        }
    }
    paths
}

fn line_data(points: &[Point]) -> String {
    let mut d = String::new();
    let mut before: Option<Point> = None;
    for point in points {
        let written = write_segment(&mut d, before, *point);
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        before = Some(*point);
    }
    d
}

fn write_segment(d: &mut String, before: Option<Point>, to: Point) -> fmt::Result {
    let Point { x, y } = to;
    match before {
        None => write!(d, "M{x} {y}"),
        Some(from) if from.y == y => write!(d, "H{x}"),
        Some(from) if from.x == x => write!(d, "V{y}"),
        Some(_) => write!(d, "L{x} {y}"),
    }
}

fn circle_data(center: Point, r: Tenths) -> String {
    let (left, across, y) = (Tenths(center.x.0 - r.0), Tenths(2 * r.0), center.y);
    format!("M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z")
}

/// A drawing as SVG. It is hidden from assistive technology, which gets the equivalent text
/// of the figure.
#[component]
pub fn ChartSvg(
    /// The drawing.
    drawing: Drawing,
    /// SVG elements drawn over it, such as a cursor.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let paths = svg_paths(&drawing);
    let texts = drawing.commands.iter().filter_map(DrawCommand::text).cloned();
    view! {
        <svg
            class="chart-drawing"
            aria-hidden="true"
            width=drawing.width.to_string()
            height=drawing.height.to_string()
            viewBox=drawing.view_box()
        >
            {paths.into_iter().map(svg_path_view).collect_view()}
            {texts.map(svg_text_view).collect_view()}
            {children.map(|children| children())}
        </svg>
    }
}

fn svg_path_view(path: SvgPath) -> impl IntoView {
    let stroke_width = path.stroke_width();
    let stroke = stroke_width.is_some().then_some("currentColor");
    view! {
        <path
            class=path.color.class()
            fill=path.fill()
            stroke=stroke
            stroke-width=stroke_width
            d=path.d
        ></path>
    }
}

fn svg_text_view(text: ChartText) -> impl IntoView {
    view! {
        <text
            class=format!("{} {}", text.role.class(), text.color.class())
            x=text.at.x.to_string()
            y=text.at.y.to_string()
            text-anchor=text.anchor.value()
            font-size=text.size.to_string()
            fill="currentColor"
        >
            {text.text}
        </text>
    }
}
