//! The pages of a list, from the sizes of columns and items that the browser has laid out.

use crate::platform::{FlowSizes, Size};

/// The pages of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pages {
    /// The number of pages; 0 before they were counted.
    pub count: usize,
    /// The first item of each page.
    pub starts: Vec<usize>,
    /// The distance between the starts of two consecutive pages, in CSS pixels.
    pub step: f64,
}

impl Pages {
    /// The first and the last item of a page, in a list of that many items.
    #[must_use]
    pub fn ends(&self, page: usize, items: usize) -> Option<(usize, usize)> {
        let first = *self.starts.get(page)?;
        let end = self.starts.get(page + 1).copied().unwrap_or(items);
        (first < end).then_some((first, end - 1))
    }

    /// The page on which an item is.
    #[must_use]
    pub fn page_of(&self, item: usize) -> usize {
        self.starts.partition_point(|start| *start <= item).saturating_sub(1)
    }
}

/// Counts the pages of a box that shows `columns` columns at a time.
///
/// The width of a box's content does not include the gap after its last column, so dividing
/// it by the width of the box would give one page too few.
#[must_use]
pub fn pages(sizes: &FlowSizes) -> Pages {
    let columns = sizes.columns.max(1);
    let mut step = sizes.width + sizes.gap;
    if step <= 0.0 {
        return Pages::default();
    }
    let column_step = step / columns as f64;
    let all_columns = ((sizes.scroll_width + sizes.gap) / column_step).round() as usize;
    let count = all_columns.div_ceil(columns).max(1);
    let mut starts = Vec::with_capacity(count);
    for (item, offset) in sizes.offsets.iter().enumerate() {
        let column = (offset / column_step).round().max(0.0) as usize;
        let page = column / columns;
        if page > 0 && column.is_multiple_of(columns) {
            // WebKit places columns a fraction of a pixel too far to the start, which adds
            // up to a visible offset after dozens of pages.
            step = offset / page as f64;
        }
        while starts.len() <= page {
            starts.push(item);
        }
    }
    Pages { count, starts, step }
}

/// The column height at which pages are filled evenly: the number of pages is the same as
/// at `height`, and the last one is as full as possible.
#[must_use]
pub fn balanced_height(heights: &[f64], columns: usize, height: f64) -> f64 {
    let fewest = page_items(heights, columns, height).len();
    least_height(heights, columns, height, fewest)
}

/// The minimum height at which there are at most that many pages.
fn least_height(heights: &[f64], columns: usize, height: f64, count: usize) -> f64 {
    let highest = heights.iter().copied().fold(0.0, f64::max);
    let (mut too_low, mut enough) = (0.0, height);
    while enough - too_low > 1.0 {
        let middle = (too_low + enough) / 2.0;
        let fits =
            middle >= highest && page_items(heights, columns, middle).len() <= count;
        if fits { enough = middle } else { too_low = middle }
    }
    // The browser lays out in fractions of a pixel.
    (enough + 1.0).min(height)
}

/// The number of items on each page if columns are filled up to that height.
fn page_items(heights: &[f64], columns: usize, height: f64) -> Vec<usize> {
    let mut pages = Vec::new();
    let (mut column, mut used, mut items) = (1, 0.0, 0);
    for item in heights {
        if used > 0.0 && used + item > height {
            (column, used) = (column + 1, 0.0);
            if column > columns.max(1) {
                pages.push(items);
                (column, items) = (1, 0);
            }
        }
        used += item;
        items += 1;
    }
    if items > 0 {
        pages.push(items);
    }
    pages
}

/// The maximum scale of type on a page with few rows.
const LARGEST_SCALE: f64 = 1.6;

/// The scale of type at which a few rows of that height fill a column.
#[must_use]
pub fn scale_to_fill(rows: usize, pitch: f64, height: f64) -> f64 {
    (height / (rows.max(1) as f64 * pitch.max(1.0))).clamp(1.0, LARGEST_SCALE)
}

/// Widths of the cells of residents' rows, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CellWidths {
    /// The width of nearly all names; longer ones wrap.
    pub name: f64,
    /// The width of the longest word of all names, in small type.
    pub longest_word: f64,
    /// The width of the widest band.
    pub band: f64,
    /// The width of the widest score.
    pub score: f64,
}

/// The inputs of the layout of residents' rows, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidentsRoom {
    /// The available space.
    pub room: Size,
    /// The height of a row of one line.
    pub pitch: f64,
    /// The space between two cells of a row.
    pub cell_gap: f64,
    /// The space between two columns.
    pub column_gap: f64,
    /// Whether the screen is higher than wide.
    pub is_upright: bool,
}

/// The layout of residents' rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidentsLayout {
    /// The number of columns.
    pub columns: usize,
    /// Whether the bands' names are shown.
    pub has_band: bool,
    /// The width of the bar; 0 without a bar.
    pub bar: f64,
    /// The width of the name; longer names also take the cell of the band.
    pub name: f64,
    /// The scale of type, relative to a full page.
    pub scale: f64,
}

impl ResidentsLayout {
    /// The layout for that many rows: as many columns as nearly all names and the longest
    /// word of any name allow. Without enough space the bar is omitted first, then the
    /// bands' names.
    #[must_use]
    pub fn choose(
        rows: usize,
        widths: CellWidths,
        room: ResidentsRoom,
    ) -> ResidentsLayout {
        let plain = widths.name + room.cell_gap + widths.score;
        let with_band = plain + room.cell_gap + widths.band;
        let column = |columns: usize| {
            let columns = columns as f64;
            (room.room.width - (columns - 1.0) * room.column_gap) / columns
        };
        let fits_one_column = rows as f64 * room.pitch <= room.room.height;
        let most = if room.is_upright || fits_one_column { 1 } else { 3 };
        let least = room.cell_gap + widths.score + widths.longest_word;
        let most_columns = |width: f64| {
            (1..=most).rev().find(|count| column(*count) >= width.max(least))
        };
        let (columns, has_band) = match (most_columns(with_band), most_columns(plain)) {
            (Some(columns), _) if columns > 1 || most == 1 => (columns, true),
            (with, Some(columns)) => (columns, with == Some(columns)),
            _ => (1, false),
        };
        let needed = if has_band { with_band } else { plain };
        let fill = scale_to_fill(rows.div_ceil(columns), room.pitch, room.room.height);
        let scale = fill.min(column(columns) / needed.max(1.0)).max(1.0);
        let spare = column(columns) - scale * needed - room.cell_gap;
        let has_room = has_band && spare >= room.pitch;
        let bar = if has_room { spare.min(column(columns) * 0.3) } else { 0.0 };
        let beside =
            widths.score + if has_band { room.cell_gap + widths.band } else { 0.0 };
        let bar_cell = if bar > 0.0 { bar + room.cell_gap } else { 0.0 };
        let name = column(columns) - scale * beside - bar_cell - room.cell_gap;
        ResidentsLayout { columns, has_band, bar, name, scale }
    }
}

/// The inputs of the layout of households' stars, in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StarsRoom {
    /// The width of the page.
    pub width: f64,
    /// The space between two cells.
    pub gap: f64,
    /// The width of nearly all addresses, in the size of rows and in small type.
    pub labels: [f64; 2],
    /// The minimum width of each category's column, with headings of two lines and of
    /// three.
    pub categories: [Vec<f64>; 2],
    /// Whether the screen is higher than wide.
    pub is_upright: bool,
}

/// The layout of households' stars.
#[derive(Clone, Debug, PartialEq)]
pub enum StarsLayout {
    /// A row for each household, a column for each category.
    Table {
        /// Whether addresses are in small type.
        has_small_labels: bool,
        /// The width of each category's column.
        categories: Vec<f64>,
    },
    /// The address above its stars.
    Stacked,
}

impl StarsLayout {
    /// A table if all categories fit beside the address, if necessary with higher headings
    /// or smaller addresses.
    #[must_use]
    pub fn choose(room: &StarsRoom) -> StarsLayout {
        if room.is_upright {
            return StarsLayout::Stacked;
        }
        let [row, small] = room.labels;
        let [low, high] = &room.categories;
        [(row, low), (row, high), (small, low), (small, high)]
            .into_iter()
            .find_map(|(label, categories)| {
                let count = categories.len() as f64;
                let needed = label + categories.iter().sum::<f64>() + count * room.gap;
                let spare = (room.width - needed) / (count + 1.0);
                let categories = categories.iter().map(|width| width + spare).collect();
                let has_small_labels = label < row;
                (spare >= 0.0)
                    .then_some(StarsLayout::Table { has_small_labels, categories })
            })
            .unwrap_or(StarsLayout::Stacked)
    }
}

/// The minimum width in which words of these widths take at most that many lines, without
/// breaking a word.
#[must_use]
pub fn least_width(words: &[f64], space: f64, lines: usize) -> f64 {
    let longest = words.iter().copied().fold(0.0, f64::max);
    let whole = words.iter().map(|word| word + space).sum::<f64>();
    let (mut width, step) = (longest, (whole - longest).max(1.0) / 64.0);
    while line_count(words, space, width) > lines.max(1) {
        width += step;
    }
    width
}

fn line_count(words: &[f64], space: f64, width: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in words {
        if used > 0.0 && used + space + word > width {
            (lines, used) = (lines + 1, 0.0);
        }
        used += word + if used > 0.0 { space } else { 0.0 };
    }
    lines
}

/// The value at that percentile.
#[must_use]
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = values.len().saturating_sub(1) * percent / 100;
    values.get(at).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_pages(all_columns: usize, columns: usize, expected: usize) {
        for gap in [0.0, 24.0, 70.3] {
            let (width, step) = (1000.4, (1000.4 + gap) / columns as f64);
            let sizes = FlowSizes {
                columns,
                gap,
                width,
                scroll_width: (all_columns as f64 * step - gap).round(),
                offsets: (0..all_columns).map(|at| at as f64 * step + 0.3).collect(),
                heights: vec![],
            };
            let pages = pages(&sizes);
            assert_eq!(pages.count, expected, "gap {gap}");
            let starts: Vec<usize> = (0..expected).map(|page| page * columns).collect();
            assert_eq!(pages.starts, starts, "gap {gap}");
        }
    }

    #[test]
    fn page_width_is_measured() {
        // As laid out by WebKit: 84 columns of 836.6875 pixels, each 0.1875 pixels before
        // its place.
        let sizes = FlowSizes {
            columns: 2,
            gap: 70.0,
            width: 1743.375,
            scroll_width: 76092.0,
            offsets: (0..84).map(|column| f64::from(column) * 906.5).collect(),
            heights: vec![],
        };
        let pages = pages(&sizes);
        assert_eq!(pages.count, 42);
        assert_eq!(pages.step, 1813.0);
    }

    #[test]
    fn last_page_with_one_column_is_counted() {
        check_pages(1, 1, 1);
        check_pages(7, 1, 7);
        check_pages(6, 2, 3);
        check_pages(7, 2, 4);
        check_pages(82, 2, 41);
        check_pages(28, 3, 10);
    }

    #[test]
    fn a_page_knows_its_first_and_last_item() {
        let pages = Pages { count: 2, starts: vec![0, 5], step: 800.0 };
        assert_eq!(pages.ends(0, 8), Some((0, 4)));
        assert_eq!(pages.ends(1, 8), Some((5, 7)));
        assert_eq!(pages.ends(2, 8), None);
        assert_eq!(Pages::default().ends(0, 8), None);
    }

    #[test]
    fn every_item_is_on_exactly_one_page() {
        let pages = Pages { count: 3, starts: vec![0, 5, 8], step: 800.0 };
        let found: Vec<usize> = (0..10).map(|item| pages.page_of(item)).collect();
        assert_eq!(found, [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]);
        assert_eq!(Pages::default().page_of(7), 0);
    }

    #[track_caller]
    fn check_balance(heights: &[f64], columns: usize, expected: &[usize]) {
        let height = balanced_height(heights, columns, 700.0);
        assert!(height <= 700.0);
        assert_eq!(page_items(heights, columns, height), expected);
    }

    #[test]
    fn pages_are_filled_evenly() {
        check_balance(&[100.0; 7], 1, &[7]);
        check_balance(&[100.0; 8], 1, &[4, 4]);
        check_balance(&[100.0; 15], 1, &[5, 5, 5]);
        check_balance(&[100.0; 16], 1, &[6, 6, 4]);
        check_balance(&[100.0; 15], 2, &[8, 7]);
        check_balance(&[], 2, &[]);
    }

    #[test]
    fn pagination_adds_no_empty_page() {
        for rows in 1..700 {
            let heights = vec![100.0; rows];
            let height = balanced_height(&heights, 2, 700.0);
            let pages = page_items(&heights, 2, height);
            assert_eq!(pages.len(), rows.div_ceil(14), "{rows}: {pages:?}");
        }
    }

    #[test]
    fn tall_items_are_taken_into_account() {
        let mut heights = vec![100.0; 20];
        heights.insert(3, 350.0);
        let height = balanced_height(&heights, 1, 700.0);
        assert!(height >= 350.0);
        assert_eq!(page_items(&heights, 1, height).iter().sum::<usize>(), 21);
    }

    const ROOM: ResidentsRoom = ResidentsRoom {
        room: Size { width: 1700.0, height: 700.0 },
        pitch: 100.0,
        cell_gap: 20.0,
        column_gap: 100.0,
        is_upright: false,
    };

    fn widths(name: f64, band: f64) -> CellWidths {
        CellWidths { name, longest_word: 200.0, band, score: 180.0 }
    }

    #[track_caller]
    fn check(name: f64, band: f64, columns: usize, has_band: bool, has_bar: bool) {
        let layout = ResidentsLayout::choose(500, widths(name, band), ROOM);
        let found = (layout.columns, layout.has_band, layout.bar > 0.0);
        assert_eq!(found, (columns, has_band, has_bar), "{name} {band}");
        assert!((layout.scale - 1.0).abs() < 1e-9);
    }

    #[test]
    fn bar_is_dropped_first_then_the_band() {
        check(200.0, 80.0, 3, true, false);
        check(210.0, 100.0, 2, true, true);
        check(210.0, 350.0, 2, true, false);
        check(400.0, 250.0, 2, false, false);
        check(700.0, 250.0, 1, true, true);
        check(2000.0, 250.0, 1, false, false);
    }

    #[test]
    fn columns_are_wide_enough_for_the_longest_word() {
        let widths = CellWidths { longest_word: 400.0, ..widths(200.0, 80.0) };
        let layout = ResidentsLayout::choose(500, widths, ROOM);
        assert_eq!((layout.columns, layout.has_band), (2, true));
        let cells = layout.name + 80.0 + 180.0 + layout.bar + 3.0 * ROOM.cell_gap;
        assert!((cells - 800.0).abs() < 1e-6, "{layout:?}");
    }

    #[test]
    fn an_upright_screen_has_one_column() {
        let room = ResidentsRoom { is_upright: true, ..ROOM };
        let layout = ResidentsLayout::choose(500, widths(200.0, 80.0), room);
        assert_eq!((layout.columns, layout.has_band), (1, true));
    }

    #[test]
    fn few_rows_are_large() {
        let layout = |rows| ResidentsLayout::choose(rows, widths(200.0, 80.0), ROOM);
        assert_eq!((layout(5).columns, layout(5).scale), (1, 1.4));
        assert_eq!((layout(1).columns, layout(1).scale), (1, LARGEST_SCALE));
        assert_eq!((layout(7).columns, layout(7).scale), (1, 1.0));
    }

    #[track_caller]
    fn check_stars(labels: [f64; 2], is_upright: bool, expected: &StarsLayout) {
        let categories = [vec![400.0; 5], vec![250.0; 5]];
        let room = StarsRoom { width: 1700.0, gap: 20.0, labels, categories, is_upright };
        assert_eq!(StarsLayout::choose(&room), *expected);
    }

    #[test]
    fn all_categories_stand_beside_the_address_where_they_fit() {
        let table = |has_small_labels, width| StarsLayout::Table {
            has_small_labels,
            categories: vec![width; 5],
        };
        check_stars([350.0, 300.0], false, &table(false, 250.0));
        check_stars([290.0, 200.0], false, &table(false, 260.0));
        check_stars([400.0, 350.0], false, &table(true, 250.0));
        check_stars([500.0, 400.0], false, &StarsLayout::Stacked);
        check_stars([350.0, 300.0], true, &StarsLayout::Stacked);
    }

    #[track_caller]
    fn check_width(words: &[f64], lines: usize, expected: f64) {
        let width = least_width(words, 10.0, lines);
        assert!((width - expected).abs() <= 8.0, "{width} instead of {expected}");
        assert!(line_count(words, 10.0, width) <= lines);
    }

    #[test]
    fn texts_break_between_words_only() {
        check_width(&[200.0, 280.0], 2, 280.0);
        check_width(&[200.0, 280.0], 1, 490.0);
        check_width(&[200.0, 90.0, 180.0, 170.0], 2, 360.0);
        check_width(&[200.0, 90.0, 180.0, 170.0], 3, 280.0);
        check_width(&[], 2, 0.0);
    }

    #[test]
    fn a_percentile_leaves_out_the_longest() {
        let values = (1..=100).map(f64::from).rev().collect();
        assert!((percentile(values, 95) - 95.0).abs() < 1.1);
        assert!((percentile(vec![], 95)).abs() < 1e-9);
        assert!((percentile(vec![3.0], 95) - 3.0).abs() < 1e-9);
    }
}
