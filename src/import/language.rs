//! The language a text is written in.

use whatlang::{Lang, detect};

/// Bytes that are looked at; more does not change the answer.
const ENOUGH: usize = 16 << 10;

/// The ISO 639-1 code of the language of `text`, where that is reliable.
pub fn of(text: &str) -> Option<&'static str> {
    let found = detect(&text[..text.floor_char_boundary(ENOUGH)]).filter(whatlang::Info::is_reliable)?;
    Some(code(found.lang()))
}

/// "en" of "en-GB"; `None` where `tag` does not begin with a language.
pub fn primary(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next()?.to_lowercase();
    ((2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase())).then_some(first)
}

/// The two-letter code of a language.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news_prose() {
        for (text, code) in [
            (
                "Nobody is currently considering sending troops to Ukraine, because peace is still very far away.",
                Some("en"),
            ),
            ("Der Bundeskanzler lehnte es am Montag ab, über die Entsendung von Truppen zu sprechen.", Some("de")),
            ("Le président de la République a reçu hier les dirigeants européens à l’Élysée.", Some("fr")),
            ("Прем’єр-міністр заявив, що війська не будуть відправлені до України найближчим часом.", Some("uk")),
            ("和平还很远，目前没有人考虑向乌克兰派兵。", Some("zh")),
            ("1234 5678", None),
        ] {
            assert_eq!(of(text), code, "{text}");
        }
    }

    #[test]
    fn tags_are_cut_to_their_language() {
        for (tag, code) in
            [("en-GB", Some("en")), (" DE_at ", Some("de")), ("fil", Some("fil")), ("x", None), ("english", None)]
        {
            assert_eq!(primary(tag).as_deref(), code);
        }
    }
}
