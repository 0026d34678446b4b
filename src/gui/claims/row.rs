//! One row of the table.

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Color32, CornerRadius, Rangef, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::columns::Columns;
use super::select::Part;
use crate::derive::FoldedText;
use crate::derive::claims::{Column, Row};
use crate::gui::theme::{self, Palette, face, size, space};
use crate::gui::widgets::{field, glyph, line, stance_pill};
use crate::model::{Confidence, Project};

/// Longest stretch of a quotation that is laid out in a row.
const SHOWN: usize = 260;
/// So much of a quotation is looked through for what was found.
const LOOKED_THROUGH: usize = 8 * 1024;
/// So much of it is told where it does not fit.
const TOLD: usize = 1200;
/// How much stands before the first word that was found.
const BEFORE: usize = 40;

/// How a row stands.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// It is chosen.
    pub on: bool,
    /// The keyboard stands on it.
    pub cursor: bool,
    /// The pointer does.
    pub hovered: bool,
}

/// A row and what it needs to be painted.
pub struct RowPainter<'a> {
    /// The project.
    pub project: &'a Project,
    /// The row.
    pub row: &'a Row,
    /// Words to mark in the quotation.
    pub needles: &'a [&'a str],
}

impl RowPainter<'_> {
    /// The row in words, for those who listen.
    pub fn name(&self) -> String {
        let claim = &self.row.claim;
        let stance = self.project.stance(claim.stance).map_or("", |stance| &stance.label);
        let issue = self.project.issue(claim.issue).map_or("", |issue| &issue.label);
        let lost = if self.is_adrift() { ", needs re-anchoring" } else { "" };
        format!("{}: {stance}, {issue}: “{}”{lost}", self.who(), self.told())
    }

    /// The quotation, as far as it is told.
    fn told(&self) -> &str {
        begin(&self.row.excerpt.anchor.quotation, TOLD)
    }

    /// Whether the words do not stand at their place in the article.
    fn is_adrift(&self) -> bool {
        !self.project.stands(&self.row.excerpt)
    }

    /// Whose claim it is: its countries, else its speaker.
    fn who(&self) -> String {
        let countries = self.row.claim.countries.iter().filter_map(|id| self.project.country(*id));
        let names: Vec<&str> = countries.map(|country| country.name.as_str()).collect();
        if names.is_empty() { self.speaker().to_owned() } else { names.join(", ") }
    }

    fn speaker(&self) -> &str {
        self.row.claim.speaker.and_then(|id| self.project.actor(id)).map_or("", |actor| &actor.name)
    }

    /// Paints the row. Returns the columns whose words did not fit, with the words.
    pub fn paint(&self, ui: &Ui, rect: Rect, columns: &Columns, state: State) -> Vec<(Column, String)> {
        let p = theme::of(ui.ctx());
        if state.on {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, p.accent_tint);
        } else if state.hovered {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, p.hover);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        if state.cursor {
            cursor(ui, rect);
        }
        check(ui, Columns::check(rect), if state.on { Part::All } else { Part::None });
        let mut cut = Vec::new();
        for (column, range) in columns.iter() {
            let elided = match column {
                Column::Country => self.countries(ui, rect, range, columns.wide),
                Column::Quotation => self.quotation(ui, rect, range),
                Column::Stance => self.stance(ui, rect, range),
                _ => {
                    let short = column == Column::Issue && !columns.wide;
                    let words = self.words(column, short);
                    let empty = words.is_empty() || (column == Column::Date && self.row.date.is_none());
                    let colour = if empty { p.faint } else { colour(column, p) };
                    cell(ui, rect, range, if words.is_empty() { "–" } else { &words }, colour) || short
                }
            };
            if elided {
                let told = || self.told().to_owned();
                cut.push((column, if column == Column::Quotation { told() } else { self.words(column, false) }));
            }
        }
        cut
    }

    /// What stands in a column, whole.
    pub fn words(&self, column: Column, short: bool) -> String {
        let claim = &self.row.claim;
        match column {
            Column::Country => self.who(),
            Column::Quotation => self.row.excerpt.anchor.quotation.to_string(),
            Column::Issue => {
                let issue = self.project.issue(claim.issue);
                issue.map_or("", |issue| if short { issue.short_or_label() } else { &issue.label }).to_owned()
            }
            Column::Stance => self.project.stance(claim.stance).map_or("", |stance| &stance.label).to_owned(),
            Column::Condition => claim.condition.clone(),
            Column::Basis => claim.basis.label().to_lowercase(),
            Column::Speaker => self.speaker().to_owned(),
            Column::Voice => self.project.voice_of(claim).label().to_lowercase(),
            Column::Tags => {
                let tags = claim.tags.iter().filter_map(|id| self.project.tag(*id));
                tags.map(|tag| tag.label.as_str()).collect::<Vec<_>>().join(", ")
            }
            Column::Confidence => claim.confidence.map_or("", Confidence::label).to_lowercase(),
            Column::Analyst => claim.analyst.clone(),
            Column::Article => self.row.article.title.clone(),
            Column::Source => self.row.article.outlet.clone(),
            Column::Date => {
                self.row.date.map_or_else(|| "no date".into(), |date| date.strftime("%-d %b %Y").to_string())
            }
        }
    }

    /// Codes side by side, with the name where there is one country and room for it. Whether all fitted not.
    fn countries(&self, ui: &Ui, rect: Rect, range: Rangef, wide: bool) -> bool {
        let p = theme::of(ui.ctx());
        let countries: Vec<_> = self.row.claim.countries.iter().filter_map(|id| self.project.country(*id)).collect();
        if countries.is_empty() {
            return cell(ui, rect, range, "–", p.faint);
        }
        let mut left = range.min;
        for (index, country) in countries.iter().enumerate() {
            let code_or_name = if country.iso.is_empty() && countries.len() > 1 { &country.name } else { &country.iso };
            if code_or_name.is_empty() {
                return cell(ui, rect, range, &country.name, p.ink);
            }
            let short: String = code_or_name.chars().take(8).collect();
            left = code(ui, pos2(left, rect.center().y), &short) + 4.0;
            let rest = countries.len() - index - 1;
            if rest > 0 && left + 40.0 > range.max {
                cell(ui, rect, Rangef::new(left, range.max + 12.0), &format!("+{rest}"), p.muted);
                return true;
            }
        }
        match countries.as_slice() {
            [country] if wide => cell(ui, rect, Rangef::new(left + 1.0, range.max), &country.name, p.ink),
            _ => false,
        }
    }

    fn quotation(&self, ui: &Ui, rect: Rect, range: Rangef) -> bool {
        let p = theme::of(ui.ctx());
        let plain = TextFormat::simple(face::serif(15.0), p.ink);
        let marked = TextFormat { background: p.found, ..plain.clone() };
        let (shown, marks) = shown(&self.row.excerpt.anchor.quotation, self.needles);
        let mut job = LayoutJob { wrap: TextWrapping::truncate_at_width(range.span()), ..LayoutJob::default() };
        if self.is_adrift() {
            let warning = TextFormat::simple(face::medium(size::SMALL), p.warning);
            job.append("Needs re-anchoring · ", 0.0, warning);
        }
        let mut at = 0;
        for (start, end) in marks {
            job.append(&shown[at..start], 0.0, plain.clone());
            job.append(&shown[start..end], 0.0, marked.clone());
            at = end;
        }
        job.append(&shown[at..], 0.0, plain);
        let galley = ui.fonts_mut(|f| f.layout_job(job));
        let cut = galley.elided || shown.len() < self.row.excerpt.anchor.quotation.len();
        ui.painter().galley(pos2(range.min, rect.center().y - galley.size().y / 2.0), galley, p.ink);
        cut
    }

    fn stance(&self, ui: &Ui, rect: Rect, range: Rangef) -> bool {
        let p = theme::of(ui.ctx());
        let Some(stance) = self.project.stance(self.row.claim.stance) else { return false };
        let pair = theme::stance(stance.colour, p.dark);
        let galley = line::line(ui, &stance.label, face::medium(size::SMALL), p.ink, range.span() - 30.0);
        let size = galley.size() + vec2(32.0, 5.0);
        let pill = Rect::from_min_size(pos2(range.min - 4.0, rect.center().y - size.y / 2.0), size);
        ui.painter().rect_filled(pill, CornerRadius::same(255), pair.tint);
        let mark = Rect::from_center_size(pos2(pill.left() + 14.0, pill.center().y), vec2(10.0, 10.0));
        glyph::paint(ui.painter(), mark, stance.glyph, pair.ink);
        let cut = galley.elided;
        ui.painter().galley(pos2(pill.left() + 23.0, pill.center().y - galley.size().y / 2.0), galley, p.ink);
        cut
    }

    /// The whole claim, for when its words do not fit.
    pub fn tooltip(&self, ui: &mut Ui) {
        let p = theme::of(ui.ctx());
        let claim = &self.row.claim;
        ui.set_max_width(440.0);
        ui.label(eframe::egui::RichText::new(self.told()).font(face::serif(15.0)).color(p.ink));
        ui.add_space(space::XS);
        if let Some(stance) = self.project.stance(claim.stance) {
            stance_pill(ui, stance);
        }
        let issue = self.project.issue(claim.issue).map_or("", |issue| &issue.label);
        field::note(ui, &format!("{} · {issue}", self.who()));
        if !claim.condition.is_empty() {
            field::note(ui, &format!("Condition: {}", claim.condition));
        }
        field::note(ui, &self.row.article.title);
    }
}

/// At most `most` bytes from the beginning, whole characters.
fn begin(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The part of a quotation that a row shows, in one line, and the places of the words found in it.
fn shown(quotation: &str, needles: &[&str]) -> (String, Vec<(usize, usize)>) {
    let looked = begin(quotation, if needles.is_empty() { SHOWN } else { LOOKED_THROUGH });
    let flat: String = looked.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let folded = (!needles.is_empty()).then(|| FoldedText::new(&flat));
    let mut marks: Vec<(usize, usize)> = needles
        .iter()
        .flat_map(|needle| folded.iter().flat_map(move |folded| folded.find(needle, 50)))
        .map(|span| (span.start.index(), span.end.index()))
        .collect();
    marks.sort_unstable();
    let first = marks.first().map_or(0, |mark| mark.0);
    let start = if first <= BEFORE * 2 {
        0
    } else {
        let from = flat.floor_char_boundary(first - BEFORE);
        flat[from..first].find(' ').map_or(from, |space| from + space + 1)
    };
    let end = flat.floor_char_boundary((start + SHOWN).min(flat.len()));
    let lead = if start > 0 { "…" } else { "" };
    let tail = if end < flat.len() || looked.len() < quotation.len() { "…" } else { "" };
    let mut at = start;
    let mut places = Vec::new();
    for (from, to) in marks {
        if from >= at && to <= end {
            places.push((from - start + lead.len(), to - start + lead.len()));
            at = to;
        }
    }
    (format!("{lead}{}{tail}", &flat[start..end]), places)
}

fn colour(column: Column, p: &Palette) -> Color32 {
    match column {
        Column::Issue | Column::Condition | Column::Article => p.ink,
        _ => p.muted,
    }
}

/// The ring around the line on which the keyboard stands.
pub fn cursor(ui: &Ui, rect: Rect) {
    let p = theme::of(ui.ctx());
    ui.painter().rect_stroke(rect.shrink(1.0), 3.0, Stroke::new(1.5, p.accent), StrokeKind::Inside);
}

/// A check box at the left of `rect`.
pub fn check(ui: &Ui, rect: Rect, part: Part) {
    let p = theme::of(ui.ctx());
    let square = Rect::from_center_size(pos2(rect.left() + 17.0, rect.center().y), vec2(14.0, 14.0));
    let (fill, stroke) = if part == Part::None { (p.field, p.strong_line) } else { (p.accent, p.accent) };
    ui.painter().rect(square, CornerRadius::same(4), fill, Stroke::new(1.0, stroke), StrokeKind::Inside);
    let c = square.center();
    let stroke = Stroke::new(1.6, p.on_accent);
    match part {
        Part::None => {}
        Part::Some => _ = ui.painter().hline(c.x - 3.4..=c.x + 3.4, c.y, stroke),
        Part::All => {
            let points = vec![c + vec2(-3.2, 0.2), c + vec2(-0.9, 2.6), c + vec2(3.4, -2.4)];
            ui.painter().line(points, stroke);
        }
    }
}

/// A country code in a box. Where it ends.
pub fn code(ui: &Ui, left: eframe::egui::Pos2, text: &str) -> f32 {
    let p = theme::of(ui.ctx());
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), face::semibold(size::TINY), p.ink));
    let size = galley.size() + vec2(10.0, 4.0);
    let rect = Rect::from_min_size(pos2(left.x, left.y - size.y / 2.0), size);
    ui.painter().rect(rect, CornerRadius::same(4), p.panel, Stroke::new(1.0, p.line), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, p.ink);
    rect.right()
}

/// Words in a column. Whether they were cut.
fn cell(ui: &Ui, rect: Rect, range: Rangef, text: &str, colour: Color32) -> bool {
    let galley = line::line(ui, text, face::regular(size::BODY), colour, range.span());
    let cut = galley.elided;
    ui.painter().galley(pos2(range.min, rect.center().y - galley.size().y / 2.0), galley, colour);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(quotation: &str, needles: &[&str], expected: &str) {
        let (text, marks) = shown(quotation, needles);
        let mut said = text.clone();
        for (start, end) in marks.into_iter().rev() {
            said.insert(end, ']');
            said.insert(start, '[');
        }
        assert_eq!(said, expected);
    }

    #[test]
    fn a_row_shows_where_the_words_stand() {
        check("No soldiers\nfrom us.", &[], "No soldiers from us.");
        check("Élysée and elysee", &["elysee"], "[Élysée] and [elysee]");
        check("abcabc", &["abc", "bc"], "[abc][abc]");
        let long = format!("{}the troops go", "word ".repeat(30));
        check(&long, &["troops"], "…word word word word word word word the [troops] go");
        check(&"é".repeat(300), &[], &format!("{}…", "é".repeat(130)));
        check("", &["x"], "");
    }
}
