//! A card, as it is read: typed, or held before the camera.

use crate::browser::{CameraWords, El, camera};
use crate::language::Language;
use crate::report::Page;
use crate::report::words::word;

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
        show: language.phrase(word::CAMERA_SHOW),
        hold: language.phrase(word::CAMERA_HOLD),
        stop: language.phrase(word::CAMERA_STOP),
        blind: language.phrase(word::CAMERA_BLIND),
    };
    camera(words, move |text| take(page, text))
}
