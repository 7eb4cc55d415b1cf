//! Reads a QR code from a picture.
//!
//! # What this crate does not do
//! It uses no camera and stores nothing. It returns the text of any QR code; the caller checks
//! whether that is the address of a card.

use rqrr::PreparedImage;

/// The bytes of a pixel: red, green, blue, and how much of it is to be seen.
const PIXEL: usize = 4;

/// The text of a QR code in a picture of that width and height in pixels, row by row, four
/// bytes each; `None` where there is none that can be read.
#[must_use]
pub fn read(width: usize, height: usize, pixels: &[u8]) -> Option<String> {
    let count = width.checked_mul(height)?;
    if count == 0 || count.checked_mul(PIXEL)? != pixels.len() {
        return None;
    }
    let grey = |x: usize, y: usize| {
        let at = y.saturating_mul(width).saturating_add(x).saturating_mul(PIXEL);
        match pixels.get(at..at.saturating_add(PIXEL)) {
            Some([red, green, blue, _]) => {
                let [red, green, blue] = [red, green, blue].map(|it| u16::from(*it));
                u8::try_from((2 * red + 5 * green + blue) / 8).unwrap_or(u8::MAX)
            }
            _ => u8::MAX,
        }
    };
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, grey);
    let codes = picture.detect_grids();
    codes.iter().find_map(|code| code.decode().ok()).map(|(_, text)| text)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use qrcode::{Color, QrCode};

    use super::*;

    const CARD: &str = "https://hall.example/me/#K7QMW2XBA93HTRD45VNCEFPS6Y8J.0123456789ABCDEF.1764000000";
    const SIZE: (usize, usize) = (640, 480);

    /// A grey picture in which the pixel at a place of the code, 0 to 1 from its corner, is
    /// found by `place` from the pixel's own.
    fn shown(text: &str, place: impl Fn(f64, f64) -> (f64, f64)) -> Vec<u8> {
        let code = QrCode::new(text).unwrap();
        let side = code.width();
        let colors = code.to_colors();
        let (width, height) = SIZE;
        let dark = |x: usize, y: usize| {
            let (across, down) = place(x as f64, y as f64);
            let at = |it: f64| (it * side as f64).floor();
            let inside = |it: f64| (0.0..side as f64).contains(&it);
            let (column, row) = (at(across), at(down));
            inside(column)
                && inside(row)
                && colors[row as usize * side + column as usize] == Color::Dark
        };
        let pixel = |at: usize| {
            let grey = if dark(at % width, at / width) { 60 } else { 190 };
            [grey, grey, grey, 255]
        };
        (0..width * height).flat_map(pixel).collect()
    }

    fn seen(pixels: &[u8]) -> Option<String> {
        read(SIZE.0, SIZE.1, pixels)
    }

    #[test]
    fn card_is_read_at_any_angle() {
        let (x0, y0, size) = (180.0, 100.0, 260.0);
        let straight = |x: f64, y: f64| ((x - x0) / size, (y - y0) / size);
        let turned = |degrees: f64| {
            move |x: f64, y: f64| {
                let (sin, cos) = degrees.to_radians().sin_cos();
                let (x, y) = (x - 320.0, y - 240.0);
                ((x * cos + y * sin) / size + 0.5, (y * cos - x * sin) / size + 0.5)
            }
        };
        let tilted = |x: f64, y: f64| {
            let depth = 1.0 + (y - 240.0) / 1500.0;
            ((x - 320.0) * depth / size + 0.5, (y - 240.0) * depth / size + 0.5)
        };
        assert_eq!(seen(&shown(CARD, straight)).as_deref(), Some(CARD));
        for degrees in [90.0, 180.0, 12.0, -33.0] {
            assert_eq!(
                seen(&shown(CARD, turned(degrees))).as_deref(),
                Some(CARD),
                "{degrees}"
            );
        }
        assert_eq!(seen(&shown(CARD, tilted)).as_deref(), Some(CARD));
    }

    #[test]
    fn picture_without_code_gives_none() {
        let (width, height) = SIZE;
        let blank = vec![200; width * height * PIXEL];
        assert_eq!(seen(&blank), None);
        let mut noise = 1_u32;
        let noisy = |_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        };
        let noisy: Vec<u8> = (0..width * height * PIXEL).map(noisy).collect();
        assert_eq!(seen(&noisy), None);
        let half = shown(CARD, |x, y| ((x + 100.0) / 300.0, (y - 100.0) / 300.0));
        assert_eq!(seen(&half), None);
    }

    #[test]
    fn picture_of_another_size_gives_none() {
        for (width, height, bytes) in
            [(0, 0, 0), (2, 2, 15), (2, 2, 17), (usize::MAX, 2, 8)]
        {
            assert_eq!(read(width, height, &vec![0; bytes]), None);
        }
    }
}
