//! Which letters the bytes stand for, and how that is known.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// How far into a page a declaration is looked for.
const PRELUDE: usize = 4096;

/// Bytes turned into text.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding and how it was known: "windows-1252, guessed".
    pub encoding: String,
    /// What was dropped, contradicted or could not be read.
    pub notes: Vec<String>,
    /// Not guessed, and every byte understood.
    pub sure: bool,
}

/// Decodes by byte order mark, then declaration (pages only), then as UTF-8, then by guess.
///
/// A page that declares a one-byte encoding although its bytes are UTF-8 is read as UTF-8: such bytes are
/// not UTF-8 by chance, while pages saved by a browser often keep their old declaration.
pub fn decode(bytes: &[u8], is_page: bool) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let mut decoded = with(encoding, &bytes[length..], "by its byte order mark");
        decoded.notes.insert(0, "A byte order mark was left out.".into());
        return decoded;
    }
    let mut notes = Vec::new();
    let utf8 = std::str::from_utf8(bytes).is_ok();
    if let Some(declared) = is_page.then(|| declaration(bytes)).flatten() {
        let contradicted = utf8 && declared.is_single_byte() && !bytes.is_ascii();
        if !contradicted {
            let decoded = with(declared, bytes, "as declared");
            if decoded.sure {
                return decoded;
            }
        }
        notes.push(format!("The page declares {}, which its bytes contradict.", declared.name()));
    }
    let mut decoded = if let Some(encoding) = utf16_by_nul(bytes) {
        with(encoding, bytes, "by its pattern of NUL bytes")
    } else if memmem::find(bytes, b"\x1b$").is_some() && with(ISO_2022_JP, bytes, "").sure {
        with(ISO_2022_JP, bytes, "by its escape sequences")
    } else if utf8 {
        with(UTF_8, bytes, "valid")
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        // Mostly UTF-8 with a few broken bytes: a one-byte guess would spoil every letter beyond ASCII.
        let encoding = if mostly_utf8(bytes) { UTF_8 } else { guess };
        let mut decoded = with(encoding, bytes, "guessed");
        decoded.sure = false;
        decoded.notes.push(format!(
            "The encoding was guessed as {}; if letters look wrong, save the file as UTF-8 and import it again.",
            encoding.name()
        ));
        decoded
    };
    notes.append(&mut decoded.notes);
    decoded.notes = notes;
    decoded
}

fn with(encoding: &'static Encoding, bytes: &[u8], how: &str) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let notes = if broken {
        let marks = text.matches('\u{fffd}').count();
        vec![format!("{marks} places could not be read and stand as \u{fffd}.")]
    } else {
        Vec::new()
    };
    Decoded { text: text.into_owned(), encoding: format!("{}, {how}", encoding.name()), notes, sure: !broken }
}

/// What a page says in `<meta charset=…>`, `<meta … content="…charset=…">` or `<?xml … encoding="…"?>`.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let prelude = bytes[..bytes.len().min(PRELUDE)].to_ascii_lowercase();
    let xml = prelude.starts_with(b"<?xml").then(|| after(&prelude, b"encoding")).flatten();
    let label = xml.or_else(|| {
        let mut rest = &prelude[..];
        while let Some(at) = memmem::find(rest, b"<meta") {
            let tag = &rest[at..];
            let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
            if let Some(label) = after(&tag[..end], b"charset") {
                return Some(label);
            }
            rest = &tag[end..];
        }
        None
    })?;
    let encoding = Encoding::for_label(label)?;
    // A declaration that could be read as ASCII cannot stand in UTF-16; the standard says UTF-8.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The value after `key` and an equals sign.
fn after<'a>(tag: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = memmem::find(tag, key)? + key.len();
    let value = tag[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| b"\"' ;/?".contains(b)).unwrap_or(value.len());
    Some(&value[..end])
}

/// UTF-16 without a mark shows in NUL bytes that all stand on the same side of their pair.
fn utf16_by_nul(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for at in memchr::memchr_iter(0, bytes) {
        *(if at % 2 == 0 { &mut even } else { &mut odd }) += 1;
    }
    let encoding = match (even, odd) {
        (0, 1..) => UTF_16LE,
        (1.., 0) => UTF_16BE,
        _ => return None,
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let odd_ones = super::plain::control_characters(&text);
    (!broken && odd_ones * 100 <= text.chars().count()).then_some(encoding)
}

/// Whether at least nine in ten of the sequences beyond ASCII are UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 9 * bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], is_page: bool, text: &str, encoding: &str, notes: usize) {
        let decoded = decode(bytes, is_page);
        assert_eq!((&*decoded.text, &*decoded.encoding), (text, encoding));
        assert_eq!(decoded.notes.len(), notes, "{:?}", decoded.notes);
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn the_mark_decides_first() {
        check(b"\xef\xbb\xbfZ\xc3\xbcrich", false, "Zürich", "UTF-8, by its byte order mark", 1);
        check(
            &[b"\xff\xfe", &*utf16("Zürich 🙂", false)].concat(),
            false,
            "Zürich 🙂",
            "UTF-16LE, by its byte order mark",
            1,
        );
        check(&[b"\xfe\xff", &*utf16("中文", true)].concat(), false, "中文", "UTF-16BE, by its byte order mark", 1);
        check(
            b"\xef\xbb\xbf<meta charset=koi8-r>\xc3\xbc",
            true,
            "<meta charset=koi8-r>ü",
            "UTF-8, by its byte order mark",
            1,
        );
    }

    #[test]
    fn a_page_may_declare_its_encoding() {
        check(
            b"<meta charset=\"windows-1251\">\xcc\xe8\xf0",
            true,
            "<meta charset=\"windows-1251\">Мир",
            "windows-1251, as declared",
            0,
        );
        let page = b"<META http-equiv=x content='text/html; charset=iso-8859-2'>\xb3\xf3d\xbc";
        check(
            page,
            true,
            "<META http-equiv=x content='text/html; charset=iso-8859-2'>łódź",
            "ISO-8859-2, as declared",
            0,
        );
        check(
            b"<?xml version='1.0' encoding='ISO-8859-1'?>\xe9",
            true,
            "<?xml version='1.0' encoding='ISO-8859-1'?>é",
            "windows-1252, as declared",
            0,
        );
        check(b"<meta charset=utf-16>\xc3\xa9", true, "<meta charset=utf-16>é", "UTF-8, as declared", 0);
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_is_doubted() {
        check("<meta charset=latin1>Élysée".as_bytes(), true, "<meta charset=latin1>Élysée", "UTF-8, valid", 1);
        let decoded =
            decode(b"<meta charset=utf-8>\xc9lys\xe9e, le pr\xe9sident fran\xe7ais a \xe9t\xe9 re\xe7u", true);
        assert!(decoded.text.ends_with("Élysée, le président français a été reçu"), "{}", decoded.text);
        assert_eq!(decoded.notes.len(), 2);
    }

    #[test]
    fn text_files_do_not_declare() {
        check(b"<meta charset=koi8-r>\xc3\xbc", false, "<meta charset=koi8-r>ü", "UTF-8, valid", 0);
    }

    #[test]
    fn utf16_without_a_mark_shows_in_its_nul_bytes() {
        check(
            &utf16("No troops, he said.\n中文", false),
            false,
            "No troops, he said.\n中文",
            "UTF-16LE, by its pattern of NUL bytes",
            0,
        );
        check(
            &utf16("No troops, he said.", true),
            false,
            "No troops, he said.",
            "UTF-16BE, by its pattern of NUL bytes",
            0,
        );
        assert!(decode(b"MZ\0\x01\x02\0\0\0\x04", false).text.contains('\0'));
        assert!(decode(&[0; 64], false).text.contains('\0'));
    }

    #[test]
    fn old_encodings_are_guessed() {
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1252, "Le président français a été reçu à l’Élysée – « sans préalable »."),
            (encoding_rs::WINDOWS_1251, "Президент заявил, что войска не будут отправлены."),
            (encoding_rs::WINDOWS_1250, "Premier powiedział, że Polska nie wyśle żołnierzy na Ukrainę."),
            (encoding_rs::SHIFT_JIS, "首相は部隊を派遣しないと述べた。これは正しい判断だ。"),
            (ISO_2022_JP, "首相は部隊を派遣しないと述べた。"),
        ] {
            assert_eq!(decode(&encoding.encode(text).0, false).text, text);
        }
    }

    #[test]
    fn one_broken_byte_does_not_spoil_a_text() {
        let mut bytes = "Élysée, Łódź, Kyïv, Αθήνα".as_bytes().to_vec();
        bytes.push(0xff);
        let decoded = decode(&bytes, false);
        assert!(decoded.text.starts_with("Élysée, Łódź, Kyïv, Αθήνα"), "{}", decoded.text);
        assert!(!decoded.sure);
        assert_eq!(decoded.notes.len(), 2);
    }
}
