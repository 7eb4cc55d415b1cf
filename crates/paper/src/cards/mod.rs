//! Cards for residents, on sheets of A4 in Chinese and English.

mod folded;
mod small;

use hallboard_feed::sealed::{Card, Secret};
use hallboard_score::Hall;
use minijinja::Value;
use serde::Serialize;

use crate::PaperError;
use crate::environment::page;
use crate::fit::{Area, font_size};
use crate::layout::Layout;
use crate::qr::QrCode;

/// Marks a file as a page of cards, which may be overwritten by a new one.
const MARK: &str = "<meta name=\"generator\" content=\"hallboard cards\">";

/// The size of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardSize {
    /// A quarter of a sheet, folded in the middle: four to a sheet.
    #[default]
    Folded,
    /// 85 × 54 mm, as a bank card: ten to a sheet.
    Small,
}

/// The content of a page of cards.
#[derive(Clone, Debug)]
pub struct Cards<'a> {
    /// The size of the cards.
    pub size: CardSize,
    /// The hall.
    pub hall: &'a Hall,
    /// The site's URL, with `/` at its end.
    pub address: &'a str,
    /// The id of the hall's key.
    pub key_id: &'a str,
    /// The newest known version of the publication.
    pub least_version: u64,
    /// Name and secret of each card's resident.
    pub cards: Vec<(&'a str, &'a Secret)>,
}

/// Whether a file is a page of cards.
#[must_use]
pub fn is_page_of_cards(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

/// A text and the font size in points at which it fits.
#[derive(Debug, Serialize)]
struct Fitted {
    text: String,
    size: f64,
}

impl Fitted {
    /// The largest of the sizes, in points and descending, at which the text fits.
    fn new(text: &str, area: Area, sizes: &[f64]) -> Fitted {
        Fitted { text: text.to_owned(), size: font_size(text, area, sizes) }
    }
}

impl Cards<'_> {
    /// The number of sheets of paper.
    #[must_use]
    pub fn sheets(&self) -> usize {
        self.cards.len().div_ceil(self.size.on_a_sheet())
    }

    /// The page: sheets of A4 in both languages.
    ///
    /// # Errors
    /// If the address is too long for a QR code that a phone can read, or a template is
    /// faulty.
    pub fn html(&self) -> Result<String, PaperError> {
        let sheets = self.cards.chunks(self.size.on_a_sheet());
        let (template, content) = match self.size {
            CardSize::Folded => {
                let sheets: Option<Vec<_>> =
                    sheets.map(|cards| folded::cards(self, cards)).collect();
                let sheets = sheets.ok_or(PaperError::Address)?;
                ("cards-folded.html", folded::content(mark(), &sheets))
            }
            CardSize::Small => {
                let sheets: Option<Vec<_>> =
                    sheets.map(|cards| small::cards(self, cards)).collect();
                let sheets = sheets.ok_or(PaperError::Address)?;
                ("cards-small.html", small::content(mark(), &sheets))
            }
        };
        page(template, Layout::default(), content)
    }

    /// The URL of the page that a card opens.
    fn record_address(&self) -> String {
        format!("{}me/", self.address)
    }

    /// The QR code of a card; `None` if the URL is too long for any.
    fn qr_code(&self, secret: &Secret) -> Option<QrCode> {
        let card = Card {
            secret: secret.clone(),
            key_id: Some(self.key_id.to_owned()),
            least_version: self.least_version,
        };
        QrCode::of(&format!("{}#{}", self.record_address(), card.fragment()))
    }

    /// The hall's name in Chinese (or else its best name or id), and in English if that
    /// differs.
    fn hall_names(&self) -> (&str, Option<&str>) {
        let [chinese, english] = ["zh-Hans", "en"].map(|tag| self.hall.names.best(tag));
        let chinese = if chinese.is_empty() { &self.hall.id } else { chinese };
        (chinese, Some(english).filter(|it| !it.is_empty() && *it != chinese))
    }
}

impl CardSize {
    const fn on_a_sheet(self) -> usize {
        match self {
            CardSize::Folded => folded::CARDS_ON_A_SHEET,
            CardSize::Small => small::CARDS_ON_A_SHEET,
        }
    }
}

/// The mark as a value that a template does not escape.
fn mark() -> Value {
    Value::from_safe_string(MARK.to_owned())
}

#[cfg(test)]
mod tests {
    use hallboard_score::Names;

    use super::*;

    const ADDRESS: &str = "https://hall.example/";

    fn made(
        size: CardSize,
        address: &str,
        secrets: &[Secret],
    ) -> Result<String, PaperError> {
        let hall = Hall {
            id: "mill".to_owned(),
            names: Names::new([("zh-Hans", "磨坊村"), ("en", "Mill <&> hall")]),
            time_zone: "Asia/Shanghai".to_owned(),
        };
        let cards = Cards {
            size,
            hall: &hall,
            address,
            key_id: "0123456789ABCDEF",
            least_version: 7,
            cards: secrets.iter().map(|it| ("王小明 <R1>", it)).collect(),
        };
        let page = cards.html()?.replace("&#x2f;", "/");
        assert_eq!(page.matches("<section class=\"sheet\">").count(), cards.sheets());
        Ok(page)
    }

    fn secrets() -> Vec<Secret> {
        (0..11).map(|it| Secret::new([it; 16])).collect()
    }

    #[test]
    fn every_size_has_all_card_numbers_and_escapes_names() {
        let secrets = secrets();
        for (size, sheets) in [(CardSize::Folded, 3), (CardSize::Small, 2)] {
            let page = made(size, ADDRESS, &secrets).unwrap();
            assert!(is_page_of_cards(page.as_bytes()));
            assert_eq!(page.matches("<section class=\"sheet\">").count(), sheets);
            assert_eq!(page.matches("<article").count(), secrets.len());
            for secret in &secrets {
                let groups = secret.groups().into_iter();
                let printed: String =
                    groups.map(|it| format!("<span>{it}</span>")).collect();
                assert!(page.contains(&printed));
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
        let page = made(CardSize::Small, ADDRESS, &secrets()).unwrap();
        let places: Vec<(&str, &str)> = page
            .split("style=\"inset-inline-start:")
            .skip(1)
            .filter_map(|it| it.split_once('"')?.0.split_once(";inset-block-start:"))
            .collect();
        assert_eq!(places.len(), 11);
        assert_eq!(
            places[..3],
            [("20.0mm", "13.5mm"), ("105.0mm", "13.5mm"), ("20.0mm", "67.5mm")]
        );
        assert_eq!(
            (places[9], places[10]),
            (("105.0mm", "229.5mm"), ("20.0mm", "13.5mm"))
        );
    }

    #[test]
    fn address_with_too_fine_a_qr_code_is_refused() {
        let check = |size: CardSize, letters: usize, there: bool| {
            let address = format!("https://hall.example/{}/", "a".repeat(letters));
            let page = made(size, &address, &[Secret::new([1; 16])]);
            assert_eq!(page.is_ok(), there, "{size:?}, {letters}");
            assert!(there || matches!(page, Err(PaperError::Address)));
        };
        check(CardSize::Folded, 500, true);
        check(CardSize::Folded, 800, false);
        check(CardSize::Folded, 3000, false);
        check(CardSize::Small, 200, true);
        check(CardSize::Small, 500, false);
        check(CardSize::Small, 3000, false);
    }
}
