//! Compressed variants beside each file, created once for all visitors.

use std::io::{self, Read, Write};

/// The suffixes of the compressed variants.
pub(super) const ENDINGS: [&str; 2] = ["br", "gz"];

/// The compression effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Maximum compression, for files that are created once.
    Utmost,
    /// A quarter of the work for 1 % more bytes, for files that every publication of
    /// every hall creates again.
    High,
}

impl Effort {
    /// The effort for a file of the site.
    pub(super) fn for_file(path: &str) -> Effort {
        if path.starts_with("feed/") { Effort::High } else { Effort::Utmost }
    }
}

/// Compresses a file with brotli and gzip.
///
/// # Errors
/// When a compressor fails.
pub(super) fn both(bytes: &[u8], effort: Effort) -> io::Result<[Vec<u8>; 2]> {
    Ok([brotli(bytes, effort)?, gzip(bytes)?])
}

fn brotli(mut bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: if effort == Effort::Utmost { 11 } else { 10 },
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Whether a compressed variant unpacks to exactly these bytes.
#[must_use]
pub(super) fn is_form_of(ending: &str, form: &[u8], bytes: &[u8]) -> bool {
    // One byte more than expected is enough to detect a difference.
    let limit = u64::try_from(bytes.len()).unwrap_or(u64::MAX).saturating_add(1);
    let mut unpacked = Vec::new();
    let read = match ending {
        "br" => {
            brotli::Decompressor::new(form, 4096).take(limit).read_to_end(&mut unpacked)
        }
        _ => flate2::read::GzDecoder::new(form).take(limit).read_to_end(&mut unpacked),
    };
    read.is_ok() && unpacked == bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_forms_unpack_to_their_source() {
        let bytes = b"tea and pomegranate".repeat(50);
        let both = [Effort::Utmost, Effort::High].map(|it| both(&bytes, it).unwrap());
        for (ending, form) in both.iter().flat_map(|it| ENDINGS.iter().zip(it)) {
            assert!(is_form_of(ending, form, &bytes), "{ending}");
            assert!(!is_form_of(ending, form, b"tea"), "{ending}");
            assert!(!is_form_of(ending, &form[..form.len() / 2], &bytes), "{ending}");
        }
    }
}
