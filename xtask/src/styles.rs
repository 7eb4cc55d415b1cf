//! Rules for `styles/`: every colour is defined once, in `tokens.css`, and layout uses logical
//! properties only, so that pages can be read from right to left.

/// The file in which colours are defined.
const TOKENS: &str = "styles/tokens.css";
/// The folder of the style sheets.
const FOLDER: &str = "styles/";

/// How the functions that make a colour begin.
const COLOUR_FUNCTIONS: [&str; 4] = ["rgb(", "rgba(", "hsl(", "oklch("];

/// Sides of the screen.
const SIDES: [&str; 2] = ["left", "right"];
/// Properties whose value may be such a side.
const SIDED: [&str; 3] = ["text-align", "float", "clear"];
/// Properties whose four values are for the four sides of the screen.
const BOXES: [&str; 4] = ["margin", "padding", "inset", "border-width"];

/// Every line of a style sheet that breaks a rule: its number, and the rule.
pub(crate) fn faults(name: &str, text: &str) -> Vec<(usize, String)> {
    if !name.starts_with(FOLDER) || !name.ends_with(".css") {
        return Vec::new();
    }
    let mut defined: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let Some((property, value)) = declaration(line) else { continue };
        if is_physical(property, value) {
            found.push((
                number,
                format!("`{property}` is not the same in both directions"),
            ));
        }
        let Some(colour) = colour(value) else { continue };
        if name != TOKENS {
            found.push((number, format!("the colour {colour} belongs in {TOKENS}")));
        } else if defined.contains(&colour) {
            found.push((number, format!("the colour {colour} is there already")));
        }
        defined.push(colour);
    }
    found
}

/// The property and value of a declaration on a line of its own.
fn declaration(line: &str) -> Option<(&str, &str)> {
    let (property, value) = line.trim().split_once(':')?;
    let named = property.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let value = value.trim().strip_suffix(';')?;
    (named && !property.is_empty()).then_some((property, value))
}

fn is_physical(property: &str, value: &str) -> bool {
    let names_side = property.split('-').any(|part| SIDES.contains(&part));
    let has_side = SIDED.contains(&property) && SIDES.contains(&value);
    let differs = BOXES.contains(&property)
        && matches!(parts(value).as_slice(), [_, right, _, left] if right != left);
    names_side || has_side || differs
}

/// The parts of a value that blanks outside parentheses separate.
fn parts(value: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    value
        .split(|it: char| {
            depth = match it {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            depth == 0 && it.is_whitespace()
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// The first literal colour in a value.
fn colour(value: &str) -> Option<&str> {
    parts(value).into_iter().find(|part| {
        let hex = part.strip_prefix('#');
        hex.is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
            || COLOUR_FUNCTIONS.iter().any(|function| part.starts_with(function))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[usize]) {
        let lines: Vec<usize> = faults(name, text).into_iter().map(|it| it.0).collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn colours_are_defined_once() {
        check(TOKENS, "  --a: #fff;\n  --b: rgb(0 0 0 / 50%);\n  --c: #fff;\n", &[3]);
        check("styles/base.css", "  color: #fff;\n  border: 1px solid #abc;\n", &[1, 2]);
        check("styles/base.css", "  color: var(--ink);\n  mask: url(\"a#b\");\n", &[]);
        check("docs/base.css", "  color: #fff;\n", &[]);
    }

    #[test]
    fn no_side_of_the_screen_is_named() {
        for line in [
            "margin-left: 1em;",
            "left: 0;",
            "border-left-color: red;",
            "text-align: right;",
            "float: left;",
            "padding: 0 calc(1em * 2) 0 0;",
            "inset: 0 auto 0 1px;",
        ] {
            check("styles/wall.css", line, &[1]);
        }
        for line in [
            "margin-inline-start: 1em;",
            "padding: 0 calc(1em * 2) 0 calc(1em * 2);",
            "text-align: end;",
            "inset: auto 0 0;",
            "a:hover {",
        ] {
            check("styles/wall.css", line, &[]);
        }
    }
}
