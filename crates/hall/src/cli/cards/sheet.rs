//! The sheet: ten cards of 85 × 54 mm on each A4 page, placed by the millimetre.

use hallboard_feed::sealed::{Card, Secret};
use hallboard_score::Hall;
use unicode_width::UnicodeWidthChar;

use crate::cli::html::{Square, escaped};
use crate::language::Language;

const STYLE: &str = include_str!("../../../templates/cards.css");
/// By this a sheet is known, so that another one may be written over it.
const MARK: &str = "<meta name=\"generator\" content=\"hallboard cards\">";
const COLUMNS: usize = 2;
const ROWS: usize = 5;
/// Of a page and of a card, in tenths of a millimetre.
const PAGE: (usize, usize) = (2100, 2970);
const CARD: (usize, usize) = (850, 540);
/// Left and above the first card.
const MARGIN: (usize, usize) =
    ((PAGE.0 - COLUMNS * CARD.0) / 2, (PAGE.1 - ROWS * CARD.1) / 2);
/// The field a code has on its card, in tenths of a millimetre: from the left, from the
/// top, and how wide it is.
const CODE: (usize, usize, usize) = (538, 116, 294);
/// What codes are measured in: 300 to the inch, the dots of a usual printer.
const DOT: f64 = 254.0 / 300.0;
/// The dots of a module, at most and at least. Six are whole dots at 100, 150, 200 and
/// 300 to the inch, so that no edge of a module is grey on paper or in a picture of it.
const MODULE: (usize, usize) = (6, 4);
/// Where a code may begin: whole dots at 200 and at 300 to the inch.
const GRID: usize = 3;
/// A point in millimetres.
const POINT: f64 = 25.4 / 72.0;

/// What is on a sheet.
pub(super) struct Sheet<'a> {
    pub(super) hall: &'a Hall,
    /// The address of the site, `/` at its end.
    pub(super) address: &'a str,
    pub(super) key_id: &'a str,
    /// The newest publication there is.
    pub(super) least_version: u64,
    /// Name and secret of everybody who gets a card.
    pub(super) cards: Vec<(&'a str, &'a Secret)>,
}

/// Whether a file is a sheet of cards.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

impl Sheet<'_> {
    /// How many pages it prints to.
    pub(super) fn pages(&self) -> usize {
        self.cards.len().div_ceil(COLUMNS * ROWS)
    }

    /// The page; `None` if the address is too long for a code to scan.
    pub(super) fn page(&self) -> Option<String> {
        let mut sheets = String::new();
        for cards in self.cards.chunks(COLUMNS * ROWS) {
            sheets.push_str("<section class=\"sheet\">\n");
            let (mut codes, mut texts) = (String::new(), String::new());
            for (place, (name, secret)) in cards.iter().enumerate() {
                let left = MARGIN.0 + place % COLUMNS * CARD.0;
                let top = MARGIN.1 + place / COLUMNS * CARD.1;
                let at = format!("left:{}mm;top:{}mm", tenths(left), tenths(top));
                let card = Card {
                    secret: (*secret).clone(),
                    key_id: Some(self.key_id.to_owned()),
                    least_version: self.least_version,
                };
                codes.push_str(&placed(&self.square(&card)?, (left, top))?);
                texts.push_str(&self.card(&at, name, secret));
            }
            sheets.push_str(&format!(
                "{}<svg class=\"codes\" viewBox=\"0 0 {:.3} {:.3}\">{codes}</svg>\n\
                 {texts}{}</section>\n",
                marks(),
                PAGE.0 as f64 / DOT,
                PAGE.1 as f64 / DOT,
                foot(),
            ));
        }
        let title = both("card.title");
        let advice = both("card.advice");
        Some(format!(
            "<!doctype html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
             {MARK}\n<meta name=\"robots\" content=\"noindex\">\n\
             <title>{} · {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<p lang=\"zh-Hans\">{}</p>\n<p lang=\"en\">{}</p>\n</header>\n\
             {sheets}</body>\n</html>\n",
            title[0], title[1], advice[0], advice[1],
        ))
    }

    /// The address of the page of one's own record.
    fn own_page(&self) -> String {
        format!("{}me/", self.address)
    }

    fn square(&self, card: &Card) -> Option<Square> {
        Square::of(&format!("{}#{}", self.own_page(), card.fragment()))
    }

    fn card(&self, at: &str, name: &str, secret: &Secret) -> String {
        let page = self.own_page();
        let groups: String =
            secret.groups().iter().map(|it| format!("<span>{it}</span>")).collect();
        let key: Vec<char> = self.key_id.chars().collect();
        let key: Vec<String> = key.chunks(4).map(|it| it.iter().collect()).collect();
        let of_key = both("card.key");
        format!(
            "<article class=\"card\" style=\"{at}\">\n{}{}<div class=\"own\">\n<p class=\"name\" style=\"font-size:{}pt\">{}</p>\n{}\
             <p class=\"page\" style=\"font-size:{}pt\">{}</p>\n\
             <p class=\"key\">{} <i lang=\"en\">{}</i> <b>{}</b></p>\n</div>\n\
             <p class=\"groups\">{groups}</p>\n{}</article>\n",
            self.head(),
            words("kind", "card.kind"),
            fitting(name, 48.0, 9.5, 16.0),
            escaped(name),
            words("care", "card.care"),
            fitting(&page, 48.0, 5.6, 7.5),
            escaped(&page),
            of_key[0],
            of_key[1],
            key.join(" "),
            words("log", "card.log"),
        )
    }

    /// The hall's name in both languages, once where it has but one.
    fn head(&self) -> String {
        let name = |language: Language| self.hall.names.best(language.tag());
        let (chinese, english) = (name(Language::Chinese), name(Language::English));
        let chinese = if chinese.is_empty() { &self.hall.id } else { chinese };
        let other = if english == chinese { "" } else { english };
        format!(
            "<h1><span style=\"font-size:{}pt\">{}</span>\
             <span class=\"other\" lang=\"en\" style=\"font-size:{}pt\">{}</span></h1>\n",
            fitting(chinese, 56.0, 4.4, 10.0),
            escaped(chinese),
            fitting(other, 56.0, 3.0, 6.5),
            escaped(other)
        )
    }
}

/// A code on the page, in the middle of its field on a card that begins there; `None` if
/// its modules would be too small to scan.
fn placed(square: &Square, card: (usize, usize)) -> Option<String> {
    let room = (CODE.2 as f64 / DOT) as usize;
    let module = (room / square.side).min(MODULE.0);
    if module < MODULE.1 {
        return None;
    }
    let before = (room - module * square.side) / 2;
    let at = |tenths: usize| {
        let dots = (tenths as f64 / DOT) as usize + before;
        dots - dots % GRID
    };
    Some(format!(
        "<path transform=\"translate({} {}) scale({module})\" d=\"{}\"/>",
        at(card.0 + CODE.0),
        at(card.1 + CODE.1),
        square.outline
    ))
}

/// A text in both languages, Chinese first.
fn both(key: &str) -> [String; 2] {
    [Language::Chinese, Language::English]
        .map(|language| escaped(&rust_i18n::t!(key, locale = language.tag())))
}

/// A text of the card in both languages, below each other.
fn words(class: &str, key: &str) -> String {
    let [chinese, english] = both(key);
    format!(
        "<p class=\"{class}\"><span>{chinese}</span><i lang=\"en\">{english}</i></p>\n"
    )
}

/// The largest size in points, in steps of a half, at which a text goes into a box of
/// that many millimetres, on as many lines as it takes.
fn fitting(text: &str, width: f64, height: f64, largest: f64) -> f64 {
    // A little more than any usual letter takes, in ems.
    let ems: f64 = text
        .chars()
        .map(|letter| match letter.width().unwrap_or(0) {
            0 => 0.0,
            1 if letter.is_lowercase() => 0.56,
            1 => 0.72,
            _ => 1.0,
        })
        .sum();
    let mut size = largest;
    while size > 2.0 {
        let em = size * POINT;
        // A line may end a word early.
        let on_a_line = if ems * em <= width { width / em } else { width / em - 3.0 };
        let lines = (ems / on_a_line.max(1.0)).ceil();
        if lines * em * 1.2 <= height {
            break;
        }
        size -= 0.5;
    }
    size
}

/// Tenths of a millimetre, as millimetres.
fn tenths(length: usize) -> String {
    format!("{}.{}", length / 10, length % 10)
}

/// The lines to cut along: fine between the cards, and marks at the edges of the page.
fn marks() -> String {
    let (left, top) = MARGIN;
    let (right, bottom) = (PAGE.0 - left, PAGE.1 - top);
    let (mut fine, mut marks) = (String::new(), String::new());
    for column in 0..=COLUMNS {
        let x = left + column * CARD.0;
        fine.push_str(&format!("M{x} {top}V{bottom}"));
        marks.push_str(&format!("M{x} {}V{}", top - 60, top - 15));
        marks.push_str(&format!("M{x} {}V{}", bottom + 15, bottom + 60));
    }
    for row in 0..=ROWS {
        let y = top + row * CARD.1;
        fine.push_str(&format!("M{left} {y}H{right}"));
        marks.push_str(&format!("M{} {y}H{}", left - 60, left - 15));
        marks.push_str(&format!("M{} {y}H{}", right + 15, right + 60));
    }
    format!(
        "<svg class=\"marks\" viewBox=\"0 0 {} {}\"><path class=\"fine\" d=\"{fine}\"/>\
         <path d=\"{marks}\"/></svg>\n",
        PAGE.0, PAGE.1
    )
}

/// Something to measure at the foot of the page, by which a printer that scales is found
/// out.
fn foot() -> String {
    let [chinese, english] = both("card.scale");
    format!("<p class=\"foot\"><span>{chinese}</span><i lang=\"en\">{english}</i></p>\n")
}

#[cfg(test)]
mod tests {
    use hallboard_score::Names;

    use super::*;

    fn hall() -> Hall {
        Hall {
            id: "mill".to_owned(),
            names: Names::new([("zh-Hans", "磨坊村"), ("en", "Mill <&> hall")]),
            time_zone: "Asia/Shanghai".to_owned(),
        }
    }

    #[test]
    fn ten_cards_are_on_a_page_to_the_tenth_of_a_millimetre() {
        let secrets: Vec<Secret> = (0..11).map(|it| Secret::new([it; 16])).collect();
        let hall = hall();
        let sheet = Sheet {
            hall: &hall,
            address: "https://hall.example/",
            key_id: "0123456789ABCDEF",
            least_version: 7,
            cards: secrets.iter().map(|it| ("王小明", it)).collect(),
        };
        assert_eq!(sheet.pages(), 2);
        let page = sheet.page().unwrap();
        assert!(is_one(page.as_bytes()));
        let places: Vec<&str> = page
            .split("style=\"left:")
            .skip(1)
            .map(|it| &it[..it.find('"').unwrap()])
            .collect();
        assert_eq!(places.len(), 11);
        assert_eq!(
            places[..3],
            ["20.0mm;top:13.5mm", "105.0mm;top:13.5mm", "20.0mm;top:67.5mm"]
        );
        assert_eq!((places[9], places[10]), ("105.0mm;top:229.5mm", "20.0mm;top:13.5mm"));
        for secret in &secrets {
            for group in secret.groups() {
                assert!(page.contains(&format!("<span>{group}</span>")));
            }
        }
        assert!(
            page.contains("Mill &lt;&amp;&gt; hall")
                && page.contains("0123 4567 89AB CDEF")
        );
    }

    #[test]
    fn an_address_no_square_can_hold_makes_no_sheet() {
        let (hall, secret) = (hall(), Secret::new([1; 16]));
        let address = format!("https://hall.example/{}/", "a".repeat(3000));
        let sheet = Sheet {
            hall: &hall,
            address: &address,
            key_id: "0123456789ABCDEF",
            least_version: 7,
            cards: vec![("王小明", &secret)],
        };
        assert_eq!(sheet.page(), None);
    }

    #[test]
    fn a_code_is_made_of_whole_dots_within_its_field() {
        for length in [20, 60, 85, 100, 150, 250, 400] {
            let square = Square::of(&"a".repeat(length)).unwrap();
            let Some(path) = placed(&square, (200, 135)) else {
                assert!(square.side * MODULE.1 > 347, "{length} letters");
                continue;
            };
            let numbers: Vec<usize> = path
                .split(|it: char| !it.is_ascii_digit())
                .filter_map(|it| it.parse().ok())
                .take(3)
                .collect();
            let [x, y, module] = numbers[..] else { panic!("{path}") };
            assert!(x + GRID > 871 && y + GRID > 296, "{path}");
            assert!(x.is_multiple_of(GRID) && y.is_multiple_of(GRID), "{path}");
            let end = (x + square.side * module) as f64 * DOT;
            assert!(end <= (200 + CODE.0 + CODE.2) as f64, "{length} letters");
        }
    }

    #[test]
    fn a_long_name_gets_smaller_and_never_nothing() {
        assert_eq!(fitting("王小明", 46.0, 9.0, 15.0), 15.0);
        let sizes =
            [4, 12, 30, 60, 200].map(|many| fitting(&"字".repeat(many), 46.0, 9.0, 15.0));
        assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[4] >= 2.0, "{sizes:?}");
    }
}
