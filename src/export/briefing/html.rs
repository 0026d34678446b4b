//! The briefing as a page.

use std::collections::HashSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::content::{Content, Pair, Row, Stand};
use super::notes::Note;
use crate::derive::{Head, Position};
use crate::export::picture::canvas::clean;
use crate::export::picture::marks::{Mark, Nothing};
use crate::export::picture::shapes;
use crate::export::picture::words::{code, count, counted, quotes};
use crate::export::statement::{self, Passage, day, runs};
use crate::model::{EntryId, Spot, Stance};
use crate::palette;

/// Columns of the matrix beside each other at most: more go below, under the same names, so that they can be printed.
const COLUMNS: usize = 7;
/// From so many columns on the matrix is printed across the sheet.
const WIDE: usize = 5;

/// The whole page.
pub fn page(content: &Content<'_>) -> String {
    let mut page = Page { content, linked: HashSet::new() };
    let body = page.body();
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(format!("Démarche {}", env!("CARGO_PKG_VERSION")));
                title { (clean(content.title())) }
                style { (PreEscaped(colours())) (PreEscaped(include_str!("briefing.css"))) }
            }
            body { (body) }
        }
    };
    whole.into_string()
}

/// The colours of paper and of every stance that a project can have, by name.
fn colours() -> String {
    let p = [
        ("ground", palette::GROUND),
        ("panel", palette::PANEL),
        ("paper", palette::PAPER),
        ("ink", palette::INK),
        ("muted", palette::MUTED),
        ("faint", palette::FAINT),
        ("line", palette::LINE),
        ("strong-line", palette::STRONG_LINE),
        ("accent", palette::ACCENT),
    ];
    let all: Vec<String> = p.iter().map(|(name, colour)| format!("--{name}:{colour}")).collect();
    format!(":root{{{}}}\n", all.join(";"))
}

struct Page<'a, 'p> {
    content: &'a Content<'p>,
    /// Footnotes that can lead back to where they are referred to first.
    linked: HashSet<usize>,
}

impl Page<'_, '_> {
    fn body(&mut self) -> Markup {
        let content = self.content;
        let rows = html! { @for row in &content.rows { (self.row(row)) } };
        let moves = self.moves();
        html! {
            header {
                p.kicker { "Who stands where" }
                h1 dir="auto" { (clean(content.title())) }
                p.subtitle { (content.subtitle()) }
                section.short aria-label="In short" { ul { @for line in &content.short { li dir="auto" { (clean(line)) } } } }
                (statement(&content.said))
            }
            main {
                (self.matrix())
                (moves)
                (divides(content))
                @if !rows.0.is_empty() {
                    section {
                        h2 { (by_rows(content)) }
                        (rows)
                    }
                }
                (gaps(&content.gaps))
                (notes(&content.notes.all, &self.linked))
                (method())
            }
        }
    }

    fn matrix(&self) -> Markup {
        let content = self.content;
        let (lines, heads) = (content.sheet.lines(), content.sheet.heads());
        if lines.is_empty() || heads.is_empty() {
            return html! { section { h2 { "Positions" } p { "There is nobody and nothing to show." } } };
        }
        // Parts of the same width, so that none ends in a single column.
        let parts = heads.len().div_ceil(COLUMNS);
        let columns = heads.len().div_ceil(parts);
        let class = if heads.len() >= WIDE { "positions wide" } else { "positions" };
        html! {
            section class=(class) {
                h2 { "Positions" }
                @for (index, part) in heads.chunks(columns).enumerate() {
                    @let caption = format!("Positions, part {} of {parts}", index + 1);
                    div.scroll {
                        table.matrix {
                            @if parts > 1 { caption { (caption) } }
                            thead { tr { td {} @for head in part { (self.head(*head, "col")) } } }
                            tbody {
                                @for line in &lines {
                                    tr {
                                        (self.head(*line, "row"))
                                        @for head in part {
                                            @if let Some((spot, position)) = content.sheet.at(*line, *head) {
                                                (self.cell(spot, position))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                (legend(content))
            }
        }
    }

    fn head(&self, head: Head, scope: &str) -> Markup {
        let content = self.content;
        let name = content.name(head);
        html! {
            th scope=(scope) dir="auto" {
                @if let Head::Who(who, row) = head {
                    @let code = code(content.project, who);
                    @if !code.is_empty() { span.code { (clean(code)) } " " }
                    (clean(&name))
                    @if scope == "row" {
                        " " span.coverage title="issues with evidence" {
                            (content.sheet.matrix.coverage(row)) "/" (content.sheet.matrix.issues.len())
                        }
                    }
                } @else {
                    (clean(&name))
                }
            }
        }
    }

    fn cell(&self, spot: Spot, position: &Position) -> Markup {
        let content = self.content;
        let cited = content.cited(spot).first().map(|number| reference(*number, None));
        let was = content.before(spot, position);
        let number = html! {
            @if position.claims > 0 { span.count title="claims" { (count(position, &content.look.settings)) } }
        };
        let was = html! { @if let Some(was) = &was { span.was dir="auto" { (clean(was)) } } };
        let Some(stance) = content.stance(position) else {
            let nothing = Nothing::of(position).unwrap_or(Nothing::NotLookedFor);
            return html! {
                td.none {
                    (nothing_glyph(nothing)) " "
                    span.why { (nothing.words()) }
                    @if position.assessed { (mark_glyph(if position.stale > 0 { Mark::Stale(1) } else { Mark::Assessed })) }
                    (number)
                    @if let Some(cited) = &cited { (cited) }
                    (was)
                }
            };
        };
        let tint = format!("background-color:{}", palette::light(stance.colour).tint);
        let condition = content.condition(position);
        html! {
            td.expected[position.expected_only] style=(tint) {
                span.level.unofficial[position.unofficial] dir="auto" { (glyph(stance)) " " (clean(&stance.label)) }
                @for mark in Mark::of(content.project, position) {
                    @if !matches!(mark, Mark::Unofficial | Mark::Expected) { (mark_glyph(mark)) }
                }
                (number)
                @if !condition.is_empty() { span.condition dir="auto" { (clean(condition)) } }
                @if let Some(cited) = &cited { (cited) }
                (was)
            }
        }
    }

    fn moves(&mut self) -> Markup {
        let content = self.content;
        html! {
            section {
                h2 { "Who moved" }
                @if content.moves.is_empty() {
                    p { "Nobody, as far as the claims tell." }
                } @else {
                    table.moves {
                        thead { tr { th scope="col" { "Date" } th scope="col" { "Who" } th scope="col" { "Issue" } th scope="col" { "From" } th scope="col" { "To" } } }
                        tbody {
                            @for (moved, numbers) in &content.moves {
                                @let change = moved.change;
                                tr {
                                    td.date { (crate::export::picture::words::day(change.on)) }
                                    th scope="row" dir="auto" { (clean(&content.project.label(moved.spot.who.entry()))) }
                                    td dir="auto" { (clean(&content.project.label(EntryId::Issue(moved.spot.issue)))) }
                                    td dir="auto" { @if let Some(stance) = content.level(change.from) { (level(stance)) } }
                                    td dir="auto" {
                                        @if let Some(stance) = content.level(change.to) { (level(stance)) }
                                        (self.references(numbers))
                                    }
                                }
                            }
                        }
                    }
                    @if content.more_moves > 0 {
                        p.more { "And " (counted(content.more_moves, "earlier move", "earlier moves")) "." }
                    }
                }
            }
        }
    }

    fn row(&mut self, row: &Row) -> Markup {
        let code = code(self.content.project, row.who);
        html! {
            article.who {
                h3 dir="auto" { @if !code.is_empty() { span.code { (clean(code)) } " " } (clean(&row.name)) }
                p.portrait dir="auto" { @for line in &row.portrait { (clean(line)) " " } }
                @for stand in &row.stands { (self.stand(stand)) }
            }
        }
    }

    fn stand(&mut self, stand: &Stand) -> Markup {
        let content = self.content;
        let position = content.sheet.matrix.position(stand.spot).copied().unwrap_or_default();
        let condition = content.condition(&position);
        html! {
            p.stand dir="auto" {
                strong dir="auto" { (clean(&stand.issue)) ":" } " "
                @if let Some(stance) = content.stance(&position) {
                    (level(stance))
                    @if !condition.is_empty() { " – " span dir="auto" { (clean(condition)) } }
                    ". "
                } @else {
                    @let nothing = Nothing::of(&position).unwrap_or(Nothing::NotLookedFor);
                    (nothing_glyph(nothing)) " " (nothing.words()) ". "
                }
                @for remark in &stand.remarks { (clean(remark)) " " }
                @if let Some((sentence, by)) = &stand.judged {
                    @if !sentence.is_empty() { span.sentence dir="auto" { (clean(sentence)) } " " }
                    span.by { "(" (clean(by)) ")" } " "
                }
                (self.references(content.cited(stand.spot)))
                @if stand.more > 0 {
                    " " span.more { "and " (counted(stand.more, "more claim", "more claims")) }
                }
            }
        }
    }

    /// Links to footnotes; the first to each can be come back to.
    fn references(&mut self, numbers: &[usize]) -> Markup {
        html! {
            @for number in numbers {
                @let id = self.linked.insert(*number).then(|| format!("ref-{number}"));
                (reference(*number, id))
            }
        }
    }
}

fn by_rows(content: &Content<'_>) -> &'static str {
    match content.look.rows {
        crate::model::RowsOf::Countries => "Country by country",
        crate::model::RowsOf::Blocs => "Bloc by bloc",
        crate::model::RowsOf::Actors => "Actor by actor",
    }
}

fn reference(number: usize, id: Option<String>) -> Markup {
    html! { a.ref id=[id] href=(format!("#note-{number}")) { "[" (number) "]" } }
}

fn statement(said: &[(String, String)]) -> Markup {
    html! {
        section.statement aria-label="What this is" {
            p {
                "Positions are derived by a stated rule from claims that an analyst coded by hand. "
                "Numbers in brackets lead to the words that a position rests on."
            }
            dl { @for (name, words) in said { dt { (name) } dd dir="auto" { (clean(words)) } } }
        }
    }
}

fn legend(content: &Content<'_>) -> Markup {
    let (marks, nothing) = content.legend();
    html! {
        ul.legend {
            @for stance in content.project.scale() {
                @if stance.score.is_some() { li { (level(stance)) } }
            }
            @for kind in &nothing { li { (nothing_glyph(*kind)) " " (kind.words()) } }
            @for mark in &marks {
                li.mark { (mark_glyph(*mark)) " " strong { (mark.word()) } " " (mark.meaning(content.look.settings.contest_days)) }
            }
            li { "In brackets the first of a cell’s footnotes, at the right the number of its claims." }
        }
    }
}

fn divides(content: &Content<'_>) -> Markup {
    html! {
        section {
            h2 { "What divides" }
            table.divides {
                thead { tr { th scope="col" { "Issue" } th.number scope="col" { "Spread" } th scope="col" { "Where they stand" } } }
                tbody {
                    @for (issue, spread, said) in &content.divides {
                        tr {
                            th scope="row" dir="auto" { (clean(issue)) }
                            td.number { @if let Some(spread) = spread { (format!("{spread:.1}")) } @else { "–" } }
                            td dir="auto" { (clean(&said.join(" "))) }
                        }
                    }
                }
            }
            @if !content.near.is_empty() {
                h2 { "Who stands together" }
                div.pairs { (pairs("Closest", &content.near)) (pairs("Furthest apart", &content.far)) }
            }
        }
    }
}

fn pairs(title: &str, pairs: &[Pair]) -> Markup {
    html! {
        @if !pairs.is_empty() {
            table {
                caption { (title) }
                tbody {
                    @for pair in pairs {
                        tr {
                            th scope="row" dir="auto" { (clean(&pair.names.0)) " and " (clean(&pair.names.1)) }
                            td.number { (pair.agreement) }
                            td { "over " (counted(pair.shared, "issue", "issues")) }
                        }
                    }
                }
            }
        }
    }
}

fn gaps(gaps: &[(String, String)]) -> Markup {
    html! {
        @if !gaps.is_empty() {
            section {
                h2 { "What is not known" }
                dl.gaps { @for (name, said) in gaps { dt { (name) } dd dir="auto" { (clean(said)) } } }
            }
        }
    }
}

fn notes(notes: &[Note<'_>], linked: &HashSet<usize>) -> Markup {
    html! {
        @if !notes.is_empty() {
            section {
                h2 { "Sources" }
                ol.notes { @for note in notes { (self::note(note, linked.contains(&note.number))) } }
            }
        }
    }
}

fn note(note: &Note<'_>, linked: bool) -> Markup {
    let language = note.article.map(|article| article.language.trim()).filter(|language| !language.is_empty());
    let (title, author) = note.article.map_or(("", ""), |article| (article.title.trim(), article.author.trim()));
    let (open, close) = quotes(&note.excerpt.anchor.quotation);
    html! {
        li id=(format!("note-{}", note.number)) {
            (open) span.words lang=[language] dir="auto" { (clean(&note.excerpt.anchor.quotation)) } (close) " "
            span.said dir="auto" {
                "– " (clean(&note.speaker))
                @if let Some(date) = note.said_on { ", " (day(date)) }
                " (" (clean(&note.basis)) ")"
            }
            ". "
            span.source dir="auto" {
                @if !author.is_empty() { span dir="auto" { (clean(author)) } ", " }
                @if !title.is_empty() { cite lang=[language] dir="auto" { (clean(title)) } ", " }
                (clean(&note.source().join(", ")))
                @if let Some(link) = note.link() { ", " a href=(link) { (clean(link)) } }
                "."
            }
            @if !note.holds { " " span.adrift { "These words no longer stand where they were taken from." } }
            @if linked { " " a.back href=(format!("#ref-{}", note.number)) aria-label="Back to the text" { "↩" } }
        }
    }
}

fn method() -> Markup {
    html! {
        section.method {
            @for passage in statement::method() {
                @match passage {
                    Passage::Head(1, words) => h2 { (strong(&words)) },
                    Passage::Head(_, words) => h3 { (strong(&words)) },
                    Passage::Words(words) => p { (strong(&words)) },
                    Passage::Item(words) => p.item { (strong(&words)) },
                }
            }
        }
    }
}

fn strong(words: &str) -> Markup {
    html! { @for (words, stands_out) in runs(words) { @if stands_out { strong { (words) } } @else { (words) } } }
}

/// A level with its glyph and tint.
fn level(stance: &Stance) -> Markup {
    let tint = format!("background-color:{}", palette::light(stance.colour).tint);
    html! { span.pill style=(tint) dir="auto" { (glyph(stance)) " " (clean(&stance.label)) } }
}

fn glyph(stance: &Stance) -> Markup {
    drawn(&shapes::glyph(stance.glyph, (8.0, 8.0), 6.0, palette::light(stance.colour).ink), None)
}

fn mark_glyph(mark: Mark) -> Markup {
    drawn(&mark.sample((8.0, 8.0)), Some(mark.word()))
}

fn nothing_glyph(kind: Nothing) -> Markup {
    drawn(&kind.draw((8.0, 8.0)), None)
}

/// A small drawing in a line of text; told to those who listen only where no words beside it say the same.
fn drawn(shape: &Markup, name: Option<&str>) -> Markup {
    html! {
        svg.glyph width="12" height="12" viewBox="0 0 16 16" role="img" aria-label=[name] aria-hidden=[name.is_none().then_some("true")] {
            @if let Some(name) = name { title { (name) } }
            (shape)
        }
    }
}
