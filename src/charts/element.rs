//! A drawing as elements of the older element builder, for the pages that still use it.

use super::command::{DrawCommand, Drawing, Paint};
use super::svg::svg_paths;
use crate::browser::{El, svg};

/// A drawing as an `svg` element.
pub(crate) fn drawing_element(drawing: &Drawing) -> El {
    let root = svg("svg")
        .class("chart-drawing")
        .set("aria-hidden", "true")
        .set("width", &drawing.width.to_string())
        .set("height", &drawing.height.to_string())
        .set("viewBox", &drawing.view_box());
    let root = svg_paths(drawing).into_iter().fold(root, |root, path| {
        let shape = svg("path").class(path.color.class()).set("d", &path.d);
        root.with(match path.paint {
            Paint::Fill => shape.set("fill", "currentColor"),
            Paint::Stroke(width) => shape
                .set("fill", "none")
                .set("stroke", "currentColor")
                .set("stroke-width", &width.to_string()),
        })
    });
    let texts = drawing.commands.iter().filter_map(DrawCommand::text);
    texts.fold(root, |root, text| {
        let class = [text.role.class(), " ", text.color.class()].concat();
        let element = svg("text")
            .class(&class)
            .set("x", &text.at.x.to_string())
            .set("y", &text.at.y.to_string())
            .set("text-anchor", text.anchor.value())
            .set("font-size", &text.size.to_string())
            .set("fill", "currentColor");
        root.with(element.text(&text.text))
    })
}
