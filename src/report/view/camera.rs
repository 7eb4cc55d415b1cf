//! A card, as it is read: typed, or held before the camera.

use crate::browser::{CameraWords, El, camera};
use crate::language::Language;
use crate::report::Page;

/// Takes a card that was typed, or held before the camera.
pub(super) fn take(page: Page, text: &str) {
    let hall = page.shell().hall.clone();
    page.turn(|it| {
        it.read_card(text, &hall);
        if it.fault.is_none() {
            it.form.forward();
        }
    });
}

/// The camera, where this page knows of one.
pub(super) fn before_the_camera(page: Page, language: Language) -> Option<El> {
    let words = CameraWords {
        show: language.phrase("camera.show"),
        hold: language.phrase("camera.hold"),
        stop: language.phrase("camera.stop"),
        blind: language.phrase("camera.blind"),
    };
    camera(words, move |text| take(page, text))
}
