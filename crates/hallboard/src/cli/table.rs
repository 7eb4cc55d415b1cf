//! Text tables with aligned columns; a Chinese character is two columns wide.

use std::io::Write;

use unicode_width::UnicodeWidthStr;

use hallboard_operations::terminal::one_line;

/// The alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Writes the rows, each column as wide as its widest cell.
pub(super) fn write<const N: usize>(
    out: &mut dyn Write,
    sides: [Side; N],
    rows: &[[String; N]],
) -> std::io::Result<()> {
    let rows: Vec<[String; N]> =
        rows.iter().map(|row| row.each_ref().map(one_line)).collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    for row in rows {
        let cells = row.iter().zip(sides).zip(widths);
        let cells = cells.map(|((cell, side), width)| padded(cell, side, width));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

fn padded(cell: &str, side: Side, width: usize) -> String {
    let blanks = " ".repeat(width.saturating_sub(cell.width()));
    match side {
        Side::Left => format!("{cell}{blanks}"),
        Side::Right => format!("{blanks}{cell}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        let rows = [["张三", "5"], ["Li", "12"]].map(|row| row.map(str::to_owned));
        let mut out = Vec::new();
        write(&mut out, [Side::Left, Side::Right], &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "张三   5\nLi    12\n");
    }
}
