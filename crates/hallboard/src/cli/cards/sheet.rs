//! The printable page with cards on sheets of A4.

use hallboard_feed::sealed::{Card, Secret};
use hallboard_operations::language::Language;
use hallboard_paper::fit::{Area, font_size};
use hallboard_paper::qr::QrCode;
use hallboard_score::Hall;

use super::{folded, small};
use crate::cli::html::escaped;

const STYLE: &str = include_str!("../../../templates/cards.css");
/// Marks a file as a sheet of cards, which may be overwritten by a new one.
const MARK: &str = "<meta name=\"generator\" content=\"hallboard cards\">";

/// The arrangement of cards on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A quarter of a sheet each, folded in the middle.
    Folded,
    /// Ten cards the size of a bank card, printed on one side.
    Small,
}

/// The contents of the sheets.
pub(super) struct Sheet<'a> {
    pub(super) layout: Layout,
    pub(super) hall: &'a Hall,
    /// The site's URL, with `/` at its end.
    pub(super) address: &'a str,
    pub(super) key_id: &'a str,
    /// The newest known version of the publication.
    pub(super) least_version: u64,
    /// Name and secret of each card's resident.
    pub(super) cards: Vec<(&'a str, &'a Secret)>,
}

/// Whether a file is a sheet of cards.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

impl Sheet<'_> {
    /// Number of printed pages.
    pub(super) fn pages(&self) -> usize {
        self.cards.len().div_ceil(self.cards_on_a_page())
    }

    fn cards_on_a_page(&self) -> usize {
        match self.layout {
            Layout::Folded => folded::CARDS_ON_A_PAGE,
            Layout::Small => small::CARDS_ON_A_PAGE,
        }
    }

    /// The HTML page; `None` if the URL is too long for a QR code that can be scanned.
    pub(super) fn page(&self) -> Option<String> {
        let sheets: Option<String> = self
            .cards
            .chunks(self.cards_on_a_page())
            .map(|cards| match self.layout {
                Layout::Folded => folded::page(self, cards),
                Layout::Small => small::page(self, cards),
            })
            .collect();
        let style = match self.layout {
            Layout::Folded => folded::style(),
            Layout::Small => small::STYLE.to_owned(),
        };
        let title = both("card.title");
        let advice = both("card.advice");
        Some(format!(
            "<!doctype html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
             {MARK}\n<meta name=\"robots\" content=\"noindex\">\n\
             <title>{} · {}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n\
             <div class=\"advice\">\n<p lang=\"zh-Hans\">{}</p>\n<p lang=\"en\">{}</p>\n\
             </div>\n{}</body>\n</html>\n",
            title[0], title[1], advice[0], advice[1], sheets?
        ))
    }

    /// The URL of the page that a card opens.
    pub(super) fn record_address(&self) -> String {
        format!("{}me/", self.address)
    }

    /// The QR code of a card; `None` if the URL is too long for any.
    pub(super) fn qr_code(&self, secret: &Secret) -> Option<QrCode> {
        let card = Card {
            secret: secret.clone(),
            key_id: Some(self.key_id.to_owned()),
            least_version: self.least_version,
        };
        QrCode::of(&format!("{}#{}", self.record_address(), card.fragment()))
    }

    /// The hall's name in Chinese (or else its best name or id), and in English if that
    /// differs.
    pub(super) fn hall_names(&self) -> [&str; 2] {
        let name = |language: Language| self.hall.names.best(language.tag());
        let (chinese, english) = (name(Language::Chinese), name(Language::English));
        let chinese = if chinese.is_empty() { &self.hall.id } else { chinese };
        [chinese, if english == chinese { "" } else { english }]
    }
}

/// The groups of a card number, without separators.
pub(super) fn groups(secret: &Secret) -> String {
    secret.groups().iter().map(|it| format!("<span>{it}</span>")).collect()
}

/// A text in both languages, Chinese first.
pub(super) fn both(key: &str) -> [String; 2] {
    [Language::Chinese, Language::English]
        .map(|language| escaped(&rust_i18n::t!(key, locale = language.tag())))
}

/// A paragraph of a card in both languages.
pub(super) fn paragraph(class: &str, [chinese, english]: [String; 2]) -> String {
    format!(
        "<p class=\"{class}\"><span>{chinese}</span><i lang=\"en\">{english}</i></p>\n"
    )
}

/// A text at the largest font size that fits into its box.
pub(super) fn fitted(attributes: &str, text: &str, area: Area, sizes: &[f64]) -> String {
    let size = font_size(text, area, sizes);
    format!("<bdi {attributes} style=\"font-size:{size}pt\">{}</bdi>", escaped(text))
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

    const ADDRESS: &str = "https://hall.example/";

    fn page(layout: Layout, address: &str, secrets: &[Secret]) -> Option<String> {
        let hall = hall();
        let sheet = Sheet {
            layout,
            hall: &hall,
            address,
            key_id: "0123456789ABCDEF",
            least_version: 7,
            cards: secrets.iter().map(|it| ("王小明 <R1>", it)).collect(),
        };
        let page = sheet.page()?;
        assert_eq!(page.matches("<section class=\"sheet\">").count(), sheet.pages());
        Some(page)
    }

    #[test]
    fn every_layout_has_all_card_numbers_and_escapes_names() {
        let secrets: Vec<Secret> = (0..11).map(|it| Secret::new([it; 16])).collect();
        for (layout, pages) in [(Layout::Folded, 3), (Layout::Small, 2)] {
            let page = page(layout, ADDRESS, &secrets).unwrap();
            assert!(is_one(page.as_bytes()));
            assert_eq!(page.matches("<section class=\"sheet\">").count(), pages);
            assert_eq!(page.matches("<article").count(), secrets.len());
            for secret in &secrets {
                assert!(page.contains(&groups(secret)));
            }
            assert!(page.contains("Mill &lt;&amp;&gt; hall"));
            assert!(page.contains("王小明 &lt;R1&gt;"));
            assert!(page.contains("https://hall.example/me/"));
            // The key's id is in the QR code; card holders do not need to read it.
            assert!(!page.contains("0123 4567") && !page.contains("0123456789ABCDEF"));
        }
    }

    #[test]
    fn positions_of_small_cards_are_fixed() {
        let secrets: Vec<Secret> = (0..11).map(|it| Secret::new([it; 16])).collect();
        let page = page(Layout::Small, ADDRESS, &secrets).unwrap();
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
    }

    #[test]
    fn address_with_too_fine_a_qr_code_is_refused() {
        let check = |layout: Layout, letters: usize, there: bool| {
            let address = format!("https://hall.example/{}/", "a".repeat(letters));
            let page = page(layout, &address, &[Secret::new([1; 16])]);
            assert_eq!(page.is_some(), there, "{layout:?}, {letters}");
        };
        check(Layout::Folded, 500, true);
        check(Layout::Folded, 800, false);
        check(Layout::Folded, 3000, false);
        check(Layout::Small, 200, true);
        check(Layout::Small, 500, false);
        check(Layout::Small, 3000, false);
    }
}
