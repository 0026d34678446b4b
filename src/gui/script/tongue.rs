//! Languages that want faces or lines of their own.

/// What the language of a text says about its letters and lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tongue {
    #[default]
    Other,
    /// Arabic, Hebrew, Persian, Urdu: paragraphs begin at the right.
    RightToLeft,
    Simplified,
    Traditional,
    Japanese,
    Korean,
}

impl Tongue {
    /// The tongues that write Han in a way of their own.
    pub const HAN: [Self; 4] = [Self::Simplified, Self::Traditional, Self::Japanese, Self::Korean];

    /// Of a language tag such as "zh-TW" or "ar".
    pub fn of(language: &str) -> Self {
        let tag = language.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next().unwrap_or_default() {
            "zh" | "cmn" | "yue" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => Self::Traditional,
            "yue" => Self::Traditional,
            "zh" | "cmn" => Self::Simplified,
            "ja" => Self::Japanese,
            "ko" => Self::Korean,
            "ar" | "he" | "iw" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" | "syr" => Self::RightToLeft,
            _ => Self::Other,
        }
    }

    /// The tag by which the system's faces are asked for, where it matters.
    pub fn tag(self) -> Option<&'static str> {
        match self {
            Self::Simplified => Some("zh-CN"),
            Self::Traditional => Some("zh-TW"),
            Self::Japanese => Some("ja"),
            Self::Korean => Some("ko"),
            Self::Other | Self::RightToLeft => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_how_a_language_is_written() {
        for (tag, want) in [
            ("", Tongue::Other),
            ("en-GB", Tongue::Other),
            ("ar", Tongue::RightToLeft),
            ("fa-IR", Tongue::RightToLeft),
            ("zh", Tongue::Simplified),
            ("zh-Hans-SG", Tongue::Simplified),
            ("zh_TW", Tongue::Traditional),
            ("zh-Hant", Tongue::Traditional),
            ("yue", Tongue::Traditional),
            ("JA", Tongue::Japanese),
            ("ko-KR", Tongue::Korean),
        ] {
            assert_eq!(Tongue::of(tag), want, "{tag}");
        }
    }
}
