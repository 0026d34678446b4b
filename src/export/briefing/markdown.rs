//! The briefing as Markdown, with footnotes.

use std::fmt::{self, Write as _};

use super::content::{Content, Pair, Row, Stand};
use super::notes::Note;
use crate::derive::Position;
use crate::export::pages::plain;
use crate::export::picture::canvas::clean;
use crate::export::picture::marks::{Mark, Nothing};
use crate::export::picture::words::{self, count, counted};
use crate::export::statement::{self, Passage, day};
use crate::model::{EntryId, RowsOf, Spot};

/// The whole text.
pub fn text(content: &Content<'_>) -> String {
    let mut out = String::new();
    // A string takes whatever is written to it.
    let _ = write(content, &mut out);
    out
}

fn write(content: &Content<'_>, out: &mut String) -> fmt::Result {
    writeln!(out, "# {}\n\n{}\n", safe(content.title()), safe(&content.subtitle()))?;
    for line in &content.short {
        writeln!(out, "- {}", safe(line))?;
    }
    writeln!(out, "\n| About | |\n| --- | --- |")?;
    for (name, said) in &content.said {
        writeln!(out, "| {} | {} |", safe(name), safe(said))?;
    }
    matrix(content, out)?;
    moves(content, out)?;
    divides(content, out)?;
    if !content.rows.is_empty() {
        let title = match content.look.rows {
            RowsOf::Countries => "Country by country",
            RowsOf::Blocs => "Bloc by bloc",
            RowsOf::Actors => "Actor by actor",
        };
        writeln!(out, "\n## {title}")?;
        content.rows.iter().try_for_each(|row| self::row(content, row, out))?;
    }
    if !content.gaps.is_empty() {
        writeln!(out, "\n## What is not known\n")?;
        for (name, said) in &content.gaps {
            writeln!(out, "- **{}:** {}", safe(name), safe(said))?;
        }
    }
    method(out)?;
    if !content.notes.all.is_empty() {
        writeln!(out, "\n## Sources\n")?;
        content.notes.all.iter().try_for_each(|note| self::note(note, out))?;
    }
    Ok(())
}

fn matrix(content: &Content<'_>, out: &mut String) -> fmt::Result {
    let (lines, heads) = (content.sheet.lines(), content.sheet.heads());
    if lines.is_empty() || heads.is_empty() {
        return writeln!(out, "\n## Positions\n\nThere is nobody and nothing to show.");
    }
    write!(out, "\n## Positions\n\n| |")?;
    for head in &heads {
        write!(out, " {} |", safe(&content.name(*head)))?;
    }
    write!(out, "\n| --- |")?;
    heads.iter().try_for_each(|_| write!(out, " --- |"))?;
    writeln!(out)?;
    for line in &lines {
        write!(out, "| **{}** |", safe(&content.name(*line)))?;
        for head in &heads {
            let said = content.sheet.at(*line, *head).map(|(spot, position)| cell(content, spot, position));
            write!(out, " {} |", said.unwrap_or_default())?;
        }
        writeln!(out)?;
    }
    let (marks, _) = content.legend();
    writeln!(out)?;
    for mark in marks {
        writeln!(out, "- *{}*: {}", mark.word(), mark.meaning(content.look.settings.contest_days))?;
    }
    writeln!(out, "- In brackets: the number of claims; behind it the first of the footnotes.")
}

fn cell(content: &Content<'_>, spot: Spot, position: &Position) -> String {
    let mut parts = Vec::new();
    match content.stance(position) {
        Some(stance) => {
            let condition = content.condition(position);
            let condition = if condition.is_empty() { String::new() } else { format!(" – {}", safe(condition)) };
            parts.push(format!("**{}**{condition}", safe(&stance.label)));
        }
        None => {
            let nothing = Nothing::of(position).unwrap_or(Nothing::NotLookedFor);
            parts.push(format!("*{}*", nothing.words().to_lowercase()));
        }
    }
    parts.extend(content.before(spot, position).map(|was| format!("({})", safe(&was))));
    let marks: Vec<&str> = Mark::of(content.project, position).into_iter().map(Mark::word).collect();
    if !marks.is_empty() {
        parts.push(format!("*{}*", marks.join(", ")));
    }
    if position.claims > 0 {
        let first = content.cited(spot).iter().take(1).map(|number| format!("[^{number}]"));
        parts.push(format!("({}){}", count(position, &content.look.settings), first.collect::<String>()));
    }
    parts.join(" ")
}

fn moves(content: &Content<'_>, out: &mut String) -> fmt::Result {
    writeln!(out, "\n## Who moved\n")?;
    if content.moves.is_empty() {
        return writeln!(out, "Nobody, as far as the claims tell.");
    }
    writeln!(out, "| Date | Who | Issue | From | To |\n| --- | --- | --- | --- | --- |")?;
    for (moved, numbers) in &content.moves {
        let label = |entry| safe(&content.project.label(entry));
        writeln!(
            out,
            "| {} | {} | {} | {} | {}{} |",
            words::day(moved.change.on),
            label(moved.spot.who.entry()),
            label(EntryId::Issue(moved.spot.issue)),
            label(EntryId::Stance(moved.change.from)),
            label(EntryId::Stance(moved.change.to)),
            references(numbers)
        )?;
    }
    if content.more_moves > 0 {
        writeln!(out, "\nAnd {}.", counted(content.more_moves, "earlier move", "earlier moves"))?;
    }
    Ok(())
}

fn divides(content: &Content<'_>, out: &mut String) -> fmt::Result {
    writeln!(out, "\n## What divides\n\n| Issue | Spread | Where they stand |\n| --- | ---: | --- |")?;
    for (issue, spread, said) in &content.divides {
        let spread = spread.map_or_else(|| "–".to_owned(), |spread| format!("{spread:.1}"));
        writeln!(out, "| {} | {spread} | {} |", safe(issue), safe(&said.join(" ")))?;
    }
    if !content.near.is_empty() {
        writeln!(out, "\n## Who stands together\n")?;
        let mut told = |title: &str, pairs: &[Pair]| {
            pairs.iter().try_for_each(|pair| writeln!(out, "- {title}: {}", safe(&pair.in_words())))
        };
        told("closest", &content.near)?;
        told("furthest apart", &content.far)?;
    }
    Ok(())
}

fn row(content: &Content<'_>, row: &Row, out: &mut String) -> fmt::Result {
    writeln!(out, "\n### {}\n\n{}\n", safe(&row.name), safe(&row.portrait.join(" ")))?;
    row.stands.iter().try_for_each(|stand| self::stand(content, stand, out))
}

fn stand(content: &Content<'_>, stand: &Stand, out: &mut String) -> fmt::Result {
    let position = content.sheet.matrix.position(stand.spot).copied().unwrap_or_default();
    write!(out, "- **{}:** ", safe(&stand.issue))?;
    match content.stance(&position) {
        Some(stance) => {
            let condition = content.condition(&position);
            let condition = if condition.is_empty() { String::new() } else { format!(" – {}", safe(condition)) };
            write!(out, "{}{condition}.", safe(&stance.label))?;
        }
        None => write!(out, "{}.", Nothing::of(&position).unwrap_or(Nothing::NotLookedFor).words())?,
    }
    for remark in &stand.remarks {
        write!(out, " {}", safe(remark))?;
    }
    if let Some((sentence, by)) = &stand.judged {
        if !sentence.is_empty() {
            write!(out, " {}", safe(sentence))?;
        }
        write!(out, " ({})", safe(by))?;
    }
    write!(out, "{}", references(content.cited(stand.spot)))?;
    if stand.more > 0 {
        write!(out, " and {}", counted(stand.more, "more claim", "more claims"))?;
    }
    writeln!(out)
}

fn references(numbers: &[usize]) -> String {
    numbers.iter().map(|number| format!("[^{number}]")).collect()
}

fn note(note: &Note<'_>, out: &mut String) -> fmt::Result {
    let quotation = &note.excerpt.anchor.quotation;
    let (open, close) = words::quotes(quotation);
    write!(out, "[^{}]: {open}{}{close} – {}", note.number, safe(quotation), safe(&note.speaker))?;
    if let Some(date) = note.said_on {
        write!(out, ", {}", day(date))?;
    }
    write!(out, " ({}). ", safe(&note.basis))?;
    let (title, author) = note.article.map_or(("", ""), |article| (article.title.trim(), article.author.trim()));
    let mut parts = Vec::new();
    if !author.is_empty() {
        parts.push(safe(author));
    }
    if !title.is_empty() {
        parts.push(format!("*{}*", safe(title)));
    }
    parts.extend(note.source().iter().map(|part| safe(part)));
    parts.extend(note.link().map(link));
    write!(out, "{}.", parts.join(", "))?;
    if !note.holds {
        write!(out, " These words no longer stand where they were taken from.")?;
    }
    writeln!(out)
}

/// An address between angles: what would end it there is written as browsers write it.
fn link(url: &str) -> String {
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\');
    let mut out = String::from("<");
    for c in url.chars() {
        if odd(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| {
                let _ = write!(out, "%{byte:02X}");
            });
        } else {
            out.push(c);
        }
    }
    out.push('>');
    out
}

fn method(out: &mut String) -> fmt::Result {
    writeln!(out)?;
    for passage in statement::method() {
        match passage {
            Passage::Head(depth, words) => writeln!(out, "\n{} {words}\n", "#".repeat(depth.clamp(1, 4) + 1))?,
            Passage::Words(words) => writeln!(out, "{words}\n")?,
            Passage::Item(words) => writeln!(out, "- {words}")?,
        }
    }
    Ok(())
}

/// Words in which nothing is a mark, on one line.
fn safe(words: &str) -> String {
    plain(&clean(words))
}
