//! Certificates of thanks: which codes are accepted, and why all others are refused.

use base64ct::{Base64UrlUnpadded, Encoding};
use hallboard_feed::{
    CERTIFICATE_FORMAT, CERTIFICATE_LIMIT, Certificate, CertificateError,
    CertificateFault, CertificatePart, CertifiedDeed, Trust, VerifyError,
    verify_certificate, verify_head,
};
use proptest::prelude::*;

use crate::hall::{Publisher, day, snapshot};

fn deed(date: &str, title: &str) -> CertifiedDeed {
    CertifiedDeed { date: day(date), title: title.to_owned() }
}

fn certificate() -> Certificate {
    Certificate {
        hall: "yangqiao".to_owned(),
        hall_name: "杨桥村文化礼堂 · Yangqiao village hall".to_owned(),
        holder: "何秀英".to_owned(),
        issued: day("2026-11-23"),
        deeds: vec![
            deed("2026-10-05", "清理河道 · Clearing the river"),
            deed("2026-09-02", "敬业 · Devotion to one's job"),
        ],
    }
}

fn code(hall: &Publisher, certificate: &Certificate) -> String {
    let text = certificate.signed_text().unwrap();
    let signature = hall.sign_with(text.as_bytes(), CERTIFICATE_FORMAT);
    certificate.code(&signature).unwrap()
}

/// The bytes of a code, changed, as a code.
fn changed(code: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let text = code.strip_prefix("1.").unwrap();
    let mut bytes = Base64UrlUnpadded::decode_vec(text).unwrap();
    change(&mut bytes);
    format!("1.{}", Base64UrlUnpadded::encode_string(&bytes))
}

/// Replaces a text in a code by another one of the same length.
fn replaced(code: &str, from: &str, to: &str) -> String {
    changed(code, |bytes| {
        let at = bytes.windows(from.len()).position(|it| it == from.as_bytes()).unwrap();
        bytes.splice(at..at + from.len(), to.bytes());
    })
}

/// A code with these bytes after the header, signed with the key of a certificate.
fn signed_lines(hall: &Publisher, lines: &str) -> String {
    let text = format!("{CERTIFICATE_FORMAT}\n{lines}");
    let signature = hall.sign_with(text.as_bytes(), CERTIFICATE_FORMAT);
    let any = certificate().code(&signature).unwrap();
    changed(&any, |bytes| {
        bytes.truncate(138);
        bytes.extend_from_slice(lines.as_bytes());
        bytes[..2].copy_from_slice(&u16::try_from(lines.len()).unwrap().to_be_bytes());
    })
}

#[test]
fn a_certificate_is_read_as_it_was_signed_and_has_no_points() {
    let hall = Publisher::new("yangqiao");
    let code = code(&hall, &certificate());
    let verified = verify_certificate(&hall.trust(), &code).unwrap();
    assert_eq!(verified.certificate(), &certificate());
    assert!(code.bytes().all(|it| it.is_ascii_alphanumeric() || b".-_".contains(&it)));
    assert_eq!(
        certificate().signed_text().unwrap(),
        "hallboard-certificate/1\nyangqiao\n杨桥村文化礼堂 · Yangqiao village hall\n何秀英\n\
         2026-11-23\n2026-10-05 清理河道 · Clearing the river\n\
         2026-09-02 敬业 · Devotion to one's job"
    );
}

#[test]
fn manipulated_codes_are_refused_for_their_reason() {
    let hall = Publisher::new("yangqiao");
    let real = code(&hall, &certificate());
    let check = |what: &str, code: &str, expected: CertificateError| {
        let refusal = verify_certificate(&hall.trust(), code);
        assert_eq!(refusal.map(|it| it.certificate().clone()), Err(expected), "{what}");
    };
    let forged = || CertificateError::Signature;
    check("another name", &replaced(&real, "何秀英", "王小明"), forged());
    check("another day", &replaced(&real, "2026-10-05", "2026-10-06"), forged());
    check("another deed", &replaced(&real, "清理河道", "清扫庭院"), forged());
    check("another day of issue", &replaced(&real, "2026-11-23", "2027-11-23"), forged());
    check("another hall", &replaced(&real, "yangqiao", "xiaqiao1"), forged());
    check("a signature", &changed(&real, |it| it[12] ^= 1), forged());
    check("the comment's signature", &changed(&real, |it| it[80] ^= 1), forged());
    let other = Publisher::new("yangqiao");
    let expected = hall.trust().key_id().to_owned();
    let got = other.trust().key_id().to_owned();
    let by_other = CertificateError::OtherKey { expected: expected.clone(), got };
    check("another key", &code(&other, &certificate()), by_other);
    // The id of the trusted key on a signature by another one.
    let id = changed(&real, |_| {});
    let bytes = Base64UrlUnpadded::decode_vec(id.strip_prefix("1.").unwrap()).unwrap();
    let claimed = changed(&code(&other, &certificate()), |it| {
        it[2..10].copy_from_slice(&bytes[2..10]);
    });
    check("another key with this key's id", &claimed, forged());
    let whole = bytes.len();
    let cut = changed(&real, |it| it.truncate(whole - 7));
    let incomplete = |got| CertificateError::Incomplete { expected: whole, got };
    check("the end is missing", &cut, incomplete(whole - 7));
    check("within a character", &real[..real.len() - 5], incomplete(whole - 4));
    let header = CertificateError::Incomplete { expected: 138, got: 0 };
    check("nothing but the prefix", "1.", header);
    check("more after it", &format!("{real}AAAA"), CertificateError::Unreadable);
    check("no code", &real.replace('A', "!"), CertificateError::Unreadable);
    let huge = format!("1.{}", "A".repeat(CERTIFICATE_LIMIT));
    check("larger than any code", &huge, CertificateError::Unreadable);
    for other in ["", "2.AAAA", "HBL1", real.trim_start_matches("1.")] {
        check("another format", other, CertificateError::OtherFormat);
    }
}

#[test]
fn a_signed_text_that_is_no_certificate_is_refused() {
    let hall = Publisher::new("yangqiao");
    let check = |lines: &str, expected: CertificateError| {
        let refusal = verify_certificate(&hall.trust(), &signed_lines(&hall, lines));
        assert_eq!(refusal.err(), Some(expected), "{lines}");
    };
    let whole = "yangqiao\nHall\nAnn\n2026-11-23\n2026-10-05 Deed";
    assert!(verify_certificate(&hall.trust(), &signed_lines(&hall, whole)).is_ok());
    for lines in [
        "",
        "yangqiao\nHall\nAnn\n2026-11-23",
        "yangqiao\nHall\n\n2026-11-23\n2026-10-05 Deed",
        "yangqiao\nHall\nAnn\n23 November\n2026-10-05 Deed",
        "yangqiao\nHall\nAnn\n2026-11-23\n2026-10-05",
        "yangqiao\nHall\nAnn\n2026-11-23\n2026-10-05 ",
        "yangqiao\nHall\nAnn\n2026-11-23\n2026-02-30 Deed",
        "yangqiao\nHall\nAnn\n2026-11-23\n2026-10-05 Deed\n",
        "yangqiao\nHall\nAnn\u{7}\n2026-11-23\n2026-10-05 Deed",
    ] {
        check(lines, CertificateError::Text);
    }
    let (expected, got) = ("yangqiao".to_owned(), "mill".to_owned());
    let other = whole.replace("yangqiao", "mill");
    check(&other, CertificateError::OtherHall { expected, got });
}

#[test]
fn signatures_of_heads_and_of_certificates_are_never_interchangeable() {
    let hall = Publisher::new("yangqiao");
    let feed = hall.publish(1, &snapshot());
    // The signature of a head cannot be put into a code, whatever its trusted comment.
    let head = String::from_utf8(feed.head.clone()).unwrap();
    let signature = String::from_utf8(feed.signature).unwrap();
    assert_eq!(certificate().code(&signature), Err(CertificateFault::Signature));
    let renamed = hall.sign_with(head.as_bytes(), CERTIFICATE_FORMAT);
    let code = certificate().code(&renamed).unwrap();
    let of_head = changed(&code, |bytes| {
        bytes.truncate(138);
        bytes.extend_from_slice(head.as_bytes());
        bytes[..2].copy_from_slice(&u16::try_from(head.len()).unwrap().to_be_bytes());
    });
    let refusal = verify_certificate(&hall.trust(), &of_head);
    assert_eq!(refusal.err(), Some(CertificateError::Signature));
    // The signature of a certificate is no head's, neither with its own text nor with a head.
    let text = certificate().signed_text().unwrap();
    let signature = hall.sign_with(text.as_bytes(), CERTIFICATE_FORMAT);
    let as_head =
        |bytes: &[u8]| verify_head(&hall.trust(), bytes, signature.as_bytes()).err();
    assert!(matches!(as_head(text.as_bytes()), Some(VerifyError::Format { .. })));
    assert_eq!(as_head(&feed.head), Some(VerifyError::Signature));
}

#[test]
fn texts_that_cannot_be_signed_are_named() {
    let check = |change: fn(&mut Certificate), expected: Option<CertificateFault>| {
        let mut certificate = certificate();
        change(&mut certificate);
        assert_eq!(certificate.signed_text().err(), expected);
    };
    let fault =
        |part, text: &str| Some(CertificateFault::Text { part, text: text.to_owned() });
    check(|_| {}, None);
    check(|it| it.deeds.clear(), Some(CertificateFault::NoDeeds));
    check(|it| it.hall.clear(), fault(CertificatePart::Hall, ""));
    check(|it| it.hall_name.push('\n'), {
        fault(CertificatePart::HallName, &format!("{}\n", certificate().hall_name))
    });
    check(|it| "A\tB".clone_into(&mut it.holder), fault(CertificatePart::Holder, "A\tB"));
    check(|it| it.deeds[1].title.clear(), fault(CertificatePart::Deed, ""));
}

#[test]
fn a_code_that_would_be_too_fine_to_print_is_refused() {
    let hall = Publisher::new("yangqiao");
    let mut certificate = certificate();
    let mut sizes = Vec::new();
    let too_long = loop {
        let text = certificate.signed_text().unwrap();
        let signature = hall.sign_with(text.as_bytes(), CERTIFICATE_FORMAT);
        match certificate.code(&signature) {
            Ok(code) => sizes.push(code.len()),
            Err(fault) => break fault,
        }
        certificate.deeds.push(deed("2026-08-01", "敬业"));
    };
    let CertificateFault::TooLong { got } = too_long else { panic!("{too_long}") };
    assert!(got > CERTIFICATE_LIMIT && sizes.iter().all(|it| *it <= CERTIFICATE_LIMIT));
    assert!(sizes.len() >= 10, "{sizes:?}");
}

fn line() -> impl Strategy<Value = String> {
    "[a-zA-Z王明清扫 ·'\u{202e}🎉]{1,12}"
}

proptest! {
    #[test]
    fn every_certificate_survives_the_round_trip(
        hall_name in line(),
        holder in line(),
        titles in prop::collection::vec(line(), 1..4),
    ) {
        let hall = Publisher::new("yangqiao");
        let deeds = titles.iter().map(|it| deed("2026-10-05", it)).collect();
        let certificate = Certificate { hall_name, holder, deeds, ..certificate() };
        let code = code(&hall, &certificate);
        let verified = verify_certificate(&hall.trust(), &code).unwrap();
        prop_assert_eq!(verified.certificate(), &certificate);
    }

    #[test]
    fn a_code_with_any_other_character_is_refused(
        at in any::<prop::sample::Index>(),
        other in "[ -~]",
    ) {
        let hall = Publisher::new("yangqiao");
        let code = code(&hall, &certificate());
        let at = at.index(code.len());
        let mut changed = code.clone();
        changed.replace_range(at..=at, &other);
        prop_assume!(changed != code);
        prop_assert!(verify_certificate(&hall.trust(), &changed).is_err());
    }

    #[test]
    fn nonsense_is_refused_and_never_panics(noise in ".{0,900}") {
        let trust: Trust = Publisher::new("yangqiao").trust();
        for code in [noise.clone(), format!("1.{noise}")] {
            prop_assert!(verify_certificate(&trust, &code).is_err());
        }
    }
}
