//! A table on a page of its own, as HTML or Markdown, with what it states about itself.

use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::grid::{Grid, Shown};
use super::statement::{statement, written};
use super::{Kind, Source, Written};
use crate::palette::{FAINT, INK, LINE, MUTED, PANEL, PAPER};

/// A page for browsers: one file, no script, nothing from elsewhere.
pub fn html(kind: Kind, source: &Source<'_>, now: Timestamp) -> Written {
    let project = source.project;
    let grid = Grid::new(kind, source);
    let title = format!("{} – {}", project.info().title, kind.label());
    let mut said = statement(project, source.look());
    said.push(written(now));
    let style = format!(
        "@page{{margin:14mm}}body{{margin:2rem;background:{PAPER};color:{INK};font:14px/1.4 {FACES}}}\
         h1{{font-size:1.3rem}}table{{font-size:inherit}}thead{{display:table-header-group}}tr{{break-inside:avoid}}\
         dl{{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;max-width:60rem;color:{MUTED}}}\
         dt{{font-weight:600}}dd{{margin:0}}@media print{{body{{margin:0;print-color-adjust:exact}}}}"
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body {
                h1 dir="auto" { (title) }
                (table(&grid))
                dl { @for (name, words) in &said { dt { (name) } dd dir="auto" { (words) } } }
            }
        }
    };
    Written { rows: Some(grid.lines.len()), bytes: page.into_string().into_bytes(), losses: Vec::new() }
}

const FACES: &str = "Inter,\"Segoe UI\",\"Helvetica Neue\",Arial,sans-serif";

/// The table alone; every colour stands in the cells, so that it keeps them where it is pasted; also as attributes, which
/// is all that spreadsheets read.
pub fn table(grid: &Grid) -> Markup {
    let edge = format!("border:1px solid {LINE};padding:4px 8px;vertical-align:top;text-align:start;");
    let head = format!("{edge}background-color:{PANEL};font-weight:600;mso-number-format:'\\@';");
    let whole = format!("{head}white-space:nowrap;");
    html! {
        table cellspacing="0" style=(format!("border-collapse:collapse;color:{INK};")) {
            thead { tr { @for name in &grid.heads { th scope="col" dir="auto" bgcolor=(PANEL) valign="top" style=(head) { (name) } } } }
            tbody {
                @for (name, cells) in &grid.lines {
                    tr {
                        th scope="row" dir="auto" bgcolor=(PANEL) valign="top" style=(if is_short(name) { &whole } else { &head }) { (name) }
                        @for shown in cells { (cell(shown, &edge)) }
                    }
                }
            }
        }
    }
}

/// Days and short names stay on one line.
fn is_short(name: &str) -> bool {
    name.len() <= 12
}

fn cell(shown: &Shown, edge: &str) -> Markup {
    let mut style = edge.to_owned();
    if let Some(tint) = shown.tint {
        style.push_str(&format!("background-color:{tint};"));
    }
    if shown.empty {
        style.push_str(&format!("color:{FAINT};"));
    }
    // So that Excel takes words for words, whatever they begin with.
    style.push_str(if shown.number { "text-align:end;" } else { "mso-number-format:'\\@';" });
    html! {
        td dir="auto" bgcolor=[shown.tint] valign="top" style=(style) {
            (lines(&shown.words))
            @for small in &shown.small {
                (BREAK)
                span style=(format!("font-size:85%;color:{MUTED};")) { (lines(small)) }
            }
        }
    }
}

/// A line end that stays inside its cell when it is pasted into Excel.
const BREAK: PreEscaped<&str> = PreEscaped("<br style=\"mso-data-placement:same-cell\">");

fn lines(words: &str) -> Markup {
    html! { @for (index, line) in words.lines().enumerate() { @if index > 0 { (BREAK) } (line) } }
}

/// The same as text with light marks.
pub fn markdown(kind: Kind, source: &Source<'_>, now: Timestamp) -> Written {
    let project = source.project;
    let grid = Grid::new(kind, source);
    let mut text = format!("# {} – {}\n\n", plain(&project.info().title), kind.label());
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        text.push('|');
        cells.for_each(|cell| text.push_str(&format!(" {cell} |")));
        text.push('\n');
    };
    line(&mut grid.heads.iter().map(|name| plain(name)));
    line(&mut grid.heads.iter().map(|_| "---".to_owned()));
    for (name, cells) in &grid.lines {
        line(&mut std::iter::once(plain(name)).chain(cells.iter().map(marked)));
    }
    text.push('\n');
    for (name, words) in statement(project, source.look()).iter().chain([&written(now)]) {
        text.push_str(&format!("- **{name}:** {}\n", plain(words)));
    }
    Written { rows: Some(grid.lines.len()), bytes: text.into_bytes(), losses: Vec::new() }
}

fn marked(shown: &Shown) -> String {
    let words = plain(&shown.words);
    let words = if shown.empty && !words.is_empty() { format!("*{words}*") } else { words };
    std::iter::once(words).chain(shown.small.iter().map(|small| plain(small))).collect::<Vec<_>>().join("<br>")
}

/// Words on one line of Markdown in which nothing is a mark.
pub fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut letters = words.trim().chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("<br>"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '+' | '-' if out.is_empty() => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str) -> Shown {
        Shown { words: words.into(), ..Shown::default() }
    }

    #[test]
    fn words_are_words_whatever_signs_they_hold() {
        for (words, expected) in [
            ("plain words", "plain words"),
            ("a | b", "a \\| b"),
            ("*a* _b_ `c` [d](e) <f>", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\>"),
            ("one\ntwo\r\nthree", "one<br>two<br>three"),
            ("- no", "\\- no"),
            ("well-known", "well-known"),
            ("\\", "\\\\"),
        ] {
            assert_eq!(plain(words), expected, "{words}");
        }
    }

    #[test]
    fn whatever_is_in_a_cell_stays_in_it() {
        let hostile = "<script>alert(1)</script> & \"x\"\nnext";
        let cell = Shown { small: vec!["if <b>".into()], tint: Some(PAPER), ..shown(hostile) };
        let grid = Grid { heads: vec!["<i>".into()], lines: vec![("</table>".into(), vec![cell])] };
        let html = table(&grid).into_string();
        assert!(!html.contains("<script") && !html.contains("<i>") && !html.contains("<b>"), "{html}");
        assert_eq!(html.matches("</table>").count(), 1, "{html}");
        assert!(html.contains("background-color:#fffefb"), "{html}");
        assert!(html.contains("<br style=\"mso-data-placement:same-cell\">next"), "{html}");
    }
}
