//! A course of scores as SVG.

use leptos::prelude::*;

use crate::chart::{Course, Drawing, Ink, Mark, Paint};

/// The drawing of a course, with what is drawn over it.
#[component]
pub fn CourseDrawing(
    /// The course.
    course: Memo<Course>,
    /// What is drawn over it.
    children: Children,
) -> impl IntoView {
    let size =
        move |of: fn(&Drawing) -> String| move || course.with(|it| of(&it.drawing));
    let marks = move || course.with(|it| drawing_marks(&it.drawing));
    view! {
        <svg
            class="chart-drawing"
            aria-hidden="true"
            width=size(|it| it.width.to_string())
            height=size(|it| it.height.to_string())
            viewBox=size(Drawing::view_box)
        >
            {marks}
            {children()}
        </svg>
    }
}

fn drawing_marks(drawing: &Drawing) -> AnyView {
    let shapes = shapes(drawing).into_iter().map(|shape| {
        let (fill, stroke, width) = match shape.paint {
            Paint::Fill => ("currentColor", None, None),
            Paint::Stroke(width) => {
                ("none", Some("currentColor"), Some(width.to_string()))
            }
        };
        view! {
            <path
                class=shape.ink.class()
                d=shape.path
                fill=fill
                stroke=stroke
                stroke-width=width
            />
        }
    });
    let labels = drawing.marks.iter().filter_map(Mark::label).map(|label| {
        view! {
            <text
                class=format!("{} {}", label.voice.class(), label.ink.class())
                x=label.x.to_string()
                y=label.y.to_string()
                text-anchor=label.anchor.value()
                font-size=label.size.to_string()
                fill="currentColor"
            >
                {label.text.clone()}
            </text>
        }
    });
    (shapes.collect_view(), labels.collect_view()).into_any()
}

/// Paths that look alike.
#[derive(Clone, Debug, PartialEq)]
struct Shape {
    path: String,
    ink: Ink,
    paint: Paint,
}

/// The paths of a drawing; neighbours that look alike are one.
fn shapes(drawing: &Drawing) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    for (path, ink, paint) in drawing.marks.iter().filter_map(Mark::outline) {
        match shapes.last_mut() {
            Some(last) if (last.ink, last.paint) == (ink, paint) => {
                last.path.push_str(&path);
            }
            _ => shapes.push(Shape { path, ink, paint }),
        }
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::chart::Tenths;

    #[test]
    fn neighbours_that_look_alike_are_one_path() {
        let line = |d: &str, paint| Mark::Path { d: d.to_owned(), ink: Ink::Tea, paint };
        let stroke = Paint::Stroke(Tenths(20));
        let marks = [("M0 0", stroke), ("M1 1", stroke), ("M2 2", Paint::Fill)];
        let marks = marks.map(|(d, paint)| line(d, paint)).to_vec();
        let paths: Vec<String> = shapes(&Drawing { width: 9, height: 9, marks })
            .into_iter()
            .map(|shape| shape.path)
            .collect();
        assert_eq!(paths, ["M0 0M1 1", "M2 2"]);
    }
}
