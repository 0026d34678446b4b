//! Strings of the file: borrowed when read, and written so that the file stays plain text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{self, Serialize, Serializer};

/// A string of the file. Read without copying where the file holds it as it is.
///
/// Written with real line breaks and without escapes, as a raw string where it holds quotation marks.
/// A string with control characters (a carriage return, a null byte) is written with these escaped, so
/// that neither an editor nor Git changes it; that is why a literal carriage return in a file was
/// never ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words<'a>(pub Cow<'a, str>);

impl Words<'_> {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The string itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The byte at which the string stands in `source`, if it was read from there as it is.
    pub(super) fn offset_in(&self, source: &str) -> Option<usize> {
        let Cow::Borrowed(text) = self.0 else { return None };
        let offset = text.as_ptr().addr().checked_sub(source.as_ptr().addr())?;
        (offset <= source.len()).then_some(offset)
    }
}

impl<'a> From<&'a str> for Words<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Words<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.0.bytes().fold(false, |found, byte| found | is_control(byte)) {
            return serializer.serialize_str(&self.0);
        }
        let escaped = escape(&self.0);
        ron::value::RawValue::from_ron(&escaped).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Words<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Borrowing)
    }
}

struct Borrowing;

impl<'de> Visitor<'de> for Borrowing {
    type Value = Words<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Words(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Words(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Words(Cow::Owned(text)))
    }
}

/// Whether a byte must not stand in the file as it is.
fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\n' && byte != b'\t') || byte == 0x7F
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16 + 2);
    escaped.push('"');
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\r' => escaped.push_str("\\r"),
            c if c.is_ascii() && is_control(c as u8) => {
                escaped.push_str("\\u{");
                escaped.extend(char::from_digit(c as u32 >> 4, 16));
                escaped.extend(char::from_digit(c as u32 & 15, 16));
                escaped.push('}');
            }
            c => escaped.push(c),
        }
    }
    escaped.push('"');
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ron::ser::PrettyConfig;

    fn check(text: &str) -> String {
        let written = ron::Options::default()
            .to_string_pretty(&Words::from(text), PrettyConfig::new().escape_strings(false))
            .expect("strings can be written");
        assert!(!written.contains(['\r', '\0']), "{written:?}");
        let read: Words = ron::from_str(&written).expect("what was written can be read");
        assert_eq!(read.as_str(), text);
        written
    }

    #[test]
    fn strings_are_written_to_be_read() {
        for (text, written) in [
            ("", r#""""#),
            ("One.\nTwo.\t…", "\"One.\nTwo.\t…\""),
            ("He said “no”.", "\"He said “no”.\""),
            (r#"He said "no"."#, r##"r#"He said "no"."#"##),
            (r##"a "# b"##, r###"r##"a "# b"##"###),
            ("back\\slash", r##"r#"back\slash"#"##),
            ("a\r\nb \"\\\0\u{7f}", "\"a\\r\nb \\\"\\\\\\u{00}\\u{7f}\""),
            ("\u{2028}\u{85}\u{feff}\u{200f}", "\"\u{2028}\u{85}\u{feff}\u{200f}\""),
        ] {
            assert_eq!(check(text), written);
        }
    }

    proptest! {
        #[test]
        fn any_string_comes_back_byte_for_byte(text in any::<String>(), odd in r##"["#\\\r\n\x00\u{85}a\u{2028}]{0,20}"##) {
            check(&text);
            check(&odd);
        }
    }
}
