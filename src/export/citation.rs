//! A quotation with its source, as one puts it into a paper.

use crate::model::Article;

/// `“Words” (Author, “Title”, Outlet, 17 February 2025, URL)`, without what is not known.
///
/// The words stay as they are but for quotation marks, which go one level in.
pub fn cite(article: &Article, quotation: &str) -> String {
    let known = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    let source = [
        known(&article.author),
        known(&article.title).map(|title| quoted(&title)),
        known(&article.outlet),
        article.published.map(|date| date.strftime("%-d %B %Y").to_string()),
        known(&article.url),
    ];
    let source: Vec<String> = source.into_iter().flatten().collect();
    match source.is_empty() {
        true => quoted(quotation),
        false => format!("{} ({})", quoted(quotation), source.join(", ")),
    }
}

/// The words between quotation marks; those inside go one level in.
pub fn quoted(words: &str) -> String {
    format!("“{}”", nested(words.trim()))
}

/// What opens a quotation inside the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `“`, closed by `”`.
    Double,
    /// `"`, closed by `"`.
    Straight,
    /// `‘`, closed by `’`.
    Single,
    /// `„`, closed by `“` or `”`.
    Low,
}

/// The words with their quotation marks one level further in: double ones single, single ones double.
/// Apostrophes stay, and so do marks of other kinds.
fn nested(words: &str) -> String {
    let mut open: Vec<Open> = Vec::new();
    let mut out = String::with_capacity(words.len());
    let mut letters = words.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        let apart = !before.is_alphanumeric();
        let mut closes = |kinds: &[Open]| {
            let at = open.iter().rposition(|kind| kinds.contains(kind));
            at.map(|at| open.truncate(at)).is_some()
        };
        let sign = match c {
            '„' => {
                open.push(Open::Low);
                '‚'
            }
            '“' if closes(&[Open::Low]) => '‘',
            '“' => {
                open.push(Open::Double);
                '‘'
            }
            '”' => {
                closes(&[Open::Double, Open::Low]);
                '’'
            }
            '"' if closes(&[Open::Straight]) => '’',
            // One that was opened before these words began.
            '"' if !apart || after.is_whitespace() && !before.is_whitespace() => '’',
            '"' => {
                open.push(Open::Straight);
                '‘'
            }
            '‘' if apart && after.is_alphanumeric() => {
                open.push(Open::Single);
                '“'
            }
            '’' if !(before.is_alphanumeric() && after.is_alphanumeric()) && open.last() == Some(&Open::Single) => {
                open.pop();
                '”'
            }
            other => other,
        };
        out.push(sign);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::{ArticleId, Progress, Token};

    fn article() -> Article {
        Article {
            id: ArticleId(Token::random(&mut fastrand::Rng::with_seed(1))),
            title: "Who pays?".into(),
            outlet: "The Paper".into(),
            author: "A. Writer".into(),
            published: Some(date(2025, 2, 17)),
            url: "https://example.org/pays".into(),
            language: "en".into(),
            notes: String::new(),
            progress: Progress::Unread,
            added: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_quotation_has_its_source_as_far_as_that_is_known() {
        let whole = article();
        let check = |article: &Article, expected: &str| assert_eq!(cite(article, "We will go.\n"), expected);
        check(&whole, "“We will go.” (A. Writer, “Who pays?”, The Paper, 17 February 2025, https://example.org/pays)");
        check(
            &Article { author: " ".into(), url: String::new(), ..whole.clone() },
            "“We will go.” (“Who pays?”, The Paper, 17 February 2025)",
        );
        check(
            &Article { title: "Macron: “No”".into(), published: None, outlet: String::new(), ..whole.clone() },
            "“We will go.” (A. Writer, “Macron: ‘No’”, https://example.org/pays)",
        );
        let nothing = Article {
            title: String::new(),
            author: String::new(),
            outlet: String::new(),
            url: String::new(),
            published: None,
            ..whole
        };
        check(&nothing, "“We will go.”");
    }

    #[test]
    fn quotation_marks_go_one_level_in() {
        for (words, expected) in [
            ("He said “no”.", "He said ‘no’."),
            ("He said \"no\" and \"yes\".", "He said ‘no’ and ‘yes’."),
            ("“They cried ‘no’ and don’t,” he said", "‘They cried “no” and don’t,’ he said"),
            ("The states’ forces, the ’90s and ‘peace’", "The states’ forces, the ’90s and “peace”"),
            ("nor will we,” he said. “We", "nor will we,’ he said. ‘We"),
            ("nor will we,\" he said", "nor will we,’ he said"),
            ("Er sagte: „Nein“, und „ja“.", "Er sagte: ‚Nein‘, und ‚ja‘."),
            ("Il a dit « non ».", "Il a dit « non »."),
            ("„Zitat”", "‚Zitat’"),
            ("", ""),
            ("‘", "‘"),
            ("🇺🇦 “是” e\u{301}", "🇺🇦 ‘是’ e\u{301}"),
        ] {
            assert_eq!(nested(words), expected, "{words}");
        }
    }
}
