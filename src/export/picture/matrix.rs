//! The matrix as a picture, as near as it is looked at: a heat map, one line a cell, conditions, or quotations.

use std::collections::BTreeSet;
use std::sync::Arc;

use maud::html;

use super::canvas::{Canvas, Hold, Style};
use super::marks::{Mark, Nothing};
use super::page::{self, Entry, LEAST, MARGIN};
use super::shapes::{self, N};
use super::text::Face;
use super::{Drawing, words};
use crate::derive::{Head, Matrix, Position, Sheet};
use crate::export::{ExportError, Source};
use crate::model::{Look, Project, Spot, Stance, Zoom};
use crate::palette::{self, ACCENT, DANGER, LINE, MUTED, PANEL, STRONG_LINE};

const NAME: Style = Style::new(Face::Medium, 13.0);
const SMALL_NAME: Style = Style::new(Face::Medium, 11.0);
const ISSUE: Style = Style::new(Face::Semibold, 12.5);
const CODE: Style = Style::new(Face::Semibold, 10.0).ink(MUTED);
const NOTE: Style = Style::new(Face::Regular, 11.0).ink(MUTED);
const WORD: Style = Style::new(Face::Medium, 13.0);
const QUOTE: Style = Style::new(Face::Serif, 12.5);
/// Room at the sides of a cell.
const PAD: f32 = 10.0;
/// What a glyph takes with the gap behind it.
const GLYPH: f32 = 16.0;
/// What a mark takes.
const MARK: f32 = 13.0;
/// The height of a line.
const LINE_HEIGHT: f32 = 16.0;
/// Cells at most in one picture.
const MOST_CELLS: usize = 60_000;

/// Draws the matrix as it is looked at; `statement` says what it shows.
pub(super) fn draw(source: &Source<'_>, statement: &[(String, String)]) -> Result<Drawing, ExportError> {
    let (project, look, sheet) = (source.project, source.look(), source.sheet());
    if sheet.cells() > MOST_CELLS {
        return Err(ExportError::TooLarge(format!(
            "A matrix of {} cells is too large for a picture; {MOST_CELLS} are the most. Hide rows or issues.",
            sheet.cells()
        )));
    }
    let grid = Grid::new(project, look, sheet, source.then().map(AsRef::as_ref));
    let mut canvas = Canvas::default();
    let width = (grid.width() + 2.0 * MARGIN).max(LEAST);
    let room = width - 2.0 * MARGIN;
    let title = &project.info().title;
    let about = grid.subtitle();
    let top = page::head(&mut canvas, title, &about, room);
    let mut below = grid.draw(&mut canvas, top) + 20.0;
    below = page::legend(&mut canvas, &grid.legend(), look.settings.contest_days, below, room);
    let end = page::statement(&mut canvas, statement, below, room) + MARGIN - 12.0;
    let size = (width, end);
    Ok(Drawing { svg: canvas.svg(size, title, &about, &page::defs()), size })
}

/// Sizes of a cell at a zoom: width, height; and of what stands in the first column at most.
fn sizes(zoom: Zoom) -> ((f32, f32), f32) {
    match zoom {
        Zoom::Heat => ((26.0, 22.0), 190.0),
        Zoom::Compact => ((132.0, 28.0), 220.0),
        Zoom::Cells => ((160.0, 48.0), 240.0),
        Zoom::Quotations => ((236.0, 120.0), 240.0),
    }
}

/// A grid with everything measured.
struct Grid<'a> {
    project: &'a Project,
    look: &'a Look,
    sheet: &'a Sheet,
    then: Option<&'a Matrix>,
    lines: Vec<Head>,
    heads: Vec<Head>,
    zoom: Zoom,
    /// The width of the first column.
    first: f32,
    /// The height of the heads.
    head: f32,
    cell: (f32, f32),
}

impl<'a> Grid<'a> {
    fn new(project: &'a Project, look: &'a Look, sheet: &'a Sheet, then: Option<&'a Matrix>) -> Self {
        let (cell, most) = sizes(look.zoom);
        let (lines, heads) = (sheet.lines(), sheet.heads());
        let mut grid = Self { project, look, sheet, then, lines, heads, zoom: look.zoom, first: 0.0, head: 0.0, cell };
        if grid.zoom == Zoom::Cells && grid.needs_two_lines() {
            grid.cell.1 += 14.0;
        }
        let need = |head: &Head| grid.need(*head);
        grid.first = grid.lines.iter().map(need).fold(100.0, f32::max).min(most).ceil();
        let tall = |head: &Head| grid.tall(*head);
        grid.head = grid.heads.iter().map(tall).fold(28.0, f32::max).ceil();
        grid
    }

    /// Whether a condition does not fit on one line: a picture has no other place to tell all of it.
    fn needs_two_lines(&self) -> bool {
        let cells = self.sheet.rows.iter().flat_map(|row| self.sheet.columns.iter().map(|column| (*row, *column)));
        let mut conditions = cells.map(|(row, column)| self.condition(self.sheet.matrix.at(row, column)));
        conditions.any(|words| NOTE.width(words) > self.cell.0 - 2.0 * PAD)
    }

    /// The condition of the claim that decides.
    fn condition(&self, position: &Position) -> &str {
        position.condition(self.project)
    }

    fn is_heat(&self) -> bool {
        self.zoom == Zoom::Heat
    }

    fn name_style(&self) -> Style {
        if self.is_heat() { SMALL_NAME } else { NAME }
    }

    /// The width that a head of a line asks for.
    fn need(&self, head: Head) -> f32 {
        let style = self.name_style();
        match head {
            Head::Who(who, row) => {
                let code = words::code(self.project, who);
                let chip = if code.is_empty() { 0.0 } else { CODE.width(code) + 16.0 };
                chip + style.width(&self.label(head)) + NOTE.width(&self.coverage(row)) + 2.0 * PAD + 10.0
            }
            // Issues are sentences: they may take more than a line.
            Head::Issue(..) => (style.width(&self.label(head)) / 2.0 + 60.0).max(140.0),
        }
    }

    /// The height that a head of a column asks for.
    fn tall(&self, head: Head) -> f32 {
        if self.is_heat() {
            return SMALL_NAME.width(&self.label(head)).min(HEAT_HEAD) * TURN.1 + 20.0;
        }
        let lines = ISSUE.wrap(&self.label(head), self.cell.0 - 2.0 * PAD, 4).len();
        lines as f32 * LINE_HEIGHT + 30.0
    }

    fn label(&self, head: Head) -> String {
        match head {
            Head::Issue(id, _) if self.is_heat() => {
                self.project.issue(id).map_or_else(String::new, |issue| issue.short_or_label().to_owned())
            }
            head => self.project.label(head.entry()),
        }
    }

    /// "5/6": on how many issues there is evidence.
    fn coverage(&self, row: usize) -> String {
        format!("{}/{}", self.sheet.matrix.coverage(row), self.sheet.matrix.issues.len())
    }

    fn width(&self) -> f32 {
        // Turned heads lean over the last column.
        let lean = if self.is_heat() { self.head * TURN.0 / TURN.1 } else { 0.0 };
        self.first + self.cell.0 * self.heads.len() as f32 + lean
    }

    fn subtitle(&self) -> String {
        let (one, many) = self.look.rows.nouns();
        let (rows, columns) = (self.sheet.rows.len(), self.sheet.columns.len());
        let as_of = self.look.settings.filter.as_of;
        let as_of = as_of.map(|date| format!(" · as of {}", words::day(date))).unwrap_or_default();
        format!(
            "{} × {} · {} of {} cells with evidence{as_of}",
            words::counted(rows, one, many),
            words::counted(columns, "issue", "issues"),
            self.sheet.cells_with_evidence(),
            self.sheet.cells()
        )
    }

    /// Draws heads and cells; returns where they end.
    fn draw(&self, canvas: &mut Canvas, top: f32) -> f32 {
        let (left, below) = (MARGIN + self.first, top + self.head);
        let right = left + self.cell.0 * self.heads.len() as f32;
        let end = below + self.cell.1 * self.lines.len() as f32;
        if !self.is_heat() {
            canvas.fill((MARGIN, top), (right - MARGIN, self.head), PANEL);
        }
        for (line, head) in self.lines.iter().enumerate() {
            let y = below + line as f32 * self.cell.1;
            for (column, other) in self.heads.iter().enumerate() {
                let x = left + column as f32 * self.cell.0;
                if let Some((spot, position)) = self.sheet.at(*head, *other) {
                    self.cell(canvas, (x, y), spot, position);
                }
            }
            self.line_head(canvas, y, *head);
        }
        for (column, head) in self.heads.iter().enumerate() {
            let x = left + column as f32 * self.cell.0;
            if self.is_heat() {
                self.turned_head(canvas, x, below, *head);
            } else {
                self.column_head(canvas, x, below, *head);
            }
        }
        self.rules(canvas, (left, top), (right, end), below);
        end
    }

    fn rules(&self, canvas: &mut Canvas, (left, top): (f32, f32), (right, end): (f32, f32), below: f32) {
        let line = if self.is_heat() { palette::PAPER } else { LINE };
        for line_number in 0..=self.lines.len() {
            let y = below + line_number as f32 * self.cell.1;
            canvas.fill((MARGIN, y - 0.5), (right - MARGIN, 1.0), if line_number == 0 { STRONG_LINE } else { line });
        }
        let top = if self.is_heat() { below } else { top };
        for column in 0..=self.heads.len() {
            let x = left + column as f32 * self.cell.0;
            canvas.fill((x - 0.5, top), (1.0, end - top), if column == 0 { STRONG_LINE } else { line });
        }
    }

    fn line_head(&self, canvas: &mut Canvas, y: f32, head: Head) {
        let style = self.name_style();
        let middle = y + self.cell.1.min(48.0) / 2.0;
        let (mut x, mut room) = (MARGIN + if self.is_heat() { 0.0 } else { PAD }, self.first - PAD - 6.0);
        let mut note = String::new();
        if let Head::Who(who, row) = head {
            let code = CODE.elide(words::code(self.project, who), 60.0);
            if !code.is_empty() {
                let wide = CODE.width(&code) + 8.0;
                canvas.add(html! {
                    rect x=(N(x)) y=(N(middle - 7.5)) width=(N(wide)) height="15" rx="3" fill=(shapes::Ink(palette::PAPER))
                        stroke=(shapes::Ink(STRONG_LINE)) stroke-width="1" {}
                });
                canvas.text(x + 4.0, middle + 3.6, &code, CODE);
                (x, room) = (x + wide + 6.0, room - wide - 6.0);
            }
            note = self.coverage(row);
            canvas.held(MARGIN + self.first - 8.0, middle + 4.0, &note, NOTE, Hold::End);
        }
        room -= if note.is_empty() { 4.0 } else { NOTE.width(&note) + 8.0 };
        let most = if self.is_heat() || self.zoom == Zoom::Compact { 1 } else { 2 };
        let name = style.wrap(&self.label(head), room, most);
        let first = middle + 4.5 - (name.len().saturating_sub(1)) as f32 * 7.5;
        canvas.lines(x, first, &name, style, 15.0);
    }

    fn column_head(&self, canvas: &mut Canvas, x: f32, below: f32, head: Head) {
        let room = self.cell.0 - 2.0 * PAD;
        let label = ISSUE.wrap(&self.label(head), room, 4);
        let first = below - 24.0 - (label.len().saturating_sub(1)) as f32 * LINE_HEIGHT;
        canvas.lines(x + PAD, first, &label, ISSUE, LINE_HEIGHT);
        let bar = (x + PAD, below - 14.0);
        match head {
            Head::Issue(_, column) => self.distribution(canvas, bar, room, column),
            Head::Who(_, row) => canvas.text(bar.0, below - 7.0, &self.coverage(row), NOTE),
        }
    }

    /// How many stand at each level, as one bar in the inks of the stances; the rest pale.
    fn distribution(&self, canvas: &mut Canvas, (left, y): (f32, f32), width: f32, column: usize) {
        let whole = self.sheet.matrix.whos.len().max(1) as f32;
        canvas.fill((left, y), (width, 4.0), LINE);
        let mut x = left;
        for (id, count) in self.sheet.matrix.distribution(column) {
            let (Some(stance), true) = (self.project.stance(id), count > 0) else { continue };
            let part = width * count as f32 / whole;
            canvas.fill((x, y), (part, 4.0), palette::light(stance.colour).ink);
            x += part;
        }
    }

    fn turned_head(&self, canvas: &mut Canvas, x: f32, below: f32, head: Head) {
        let label = self.label(head);
        let label = SMALL_NAME.elide(&label, HEAT_HEAD);
        let (x, y) = (x + self.cell.0 / 2.0 + 3.0, below - 7.0);
        let turn = format!("rotate(-55 {} {})", (x * 100.0).round() / 100.0, (y * 100.0).round() / 100.0);
        let mut inner = Canvas::default();
        inner.text(x, y, &label, SMALL_NAME);
        canvas.add(html! { g transform=(turn) { (inner) } });
    }

    fn cell(&self, canvas: &mut Canvas, (x, y): (f32, f32), spot: Spot, position: &Position) {
        let (width, height) = self.cell;
        match position.stance.and_then(|id| self.project.stance(id)) {
            Some(stance) if self.is_heat() => self.spot(canvas, (x, y), position, stance),
            Some(stance) => self.stance(canvas, (x, y), spot, position, stance),
            None => self.nothing(canvas, (x, y), position),
        }
        let corner = (x + width - 1.0, y + height - 1.0);
        if position.stale > 0 && !self.is_heat() {
            canvas.add(shapes::stale(corner, palette::WARNING));
        } else if position.assessed && !self.is_heat() {
            canvas.add(shapes::assessed(corner, ACCENT));
        }
        if let Some(before) = self.before(spot, position) {
            canvas.frame((x + 1.5, y + 1.5), (width - 3.0, height - 3.0), ACCENT, 1.5);
            if !self.is_heat() {
                self.was(canvas, (x, y), before);
            }
        }
    }

    /// The level on the day compared with, where it was another: `Some(None)` where there was none.
    fn before(&self, spot: Spot, position: &Position) -> Option<Option<&Stance>> {
        let then = self.then?.position(spot)?.stance;
        (then != position.stance).then(|| then.and_then(|id| self.project.stance(id)).map(AsRef::as_ref))
    }

    /// The former level in the lower right of a cell.
    fn was(&self, canvas: &mut Canvas, (x, y): (f32, f32), before: Option<&Stance>) {
        if self.zoom == Zoom::Compact {
            return;
        }
        let (right, middle) = (x + self.cell.0 - 18.0, y + self.cell.1 - 13.0);
        match before {
            Some(stance) => {
                canvas.held(right - 8.0, middle + 4.0, "was", NOTE, Hold::End);
                canvas.add(shapes::glyph(stance.glyph, (right, middle), 4.0, palette::light(stance.colour).ink));
            }
            None => canvas.held(right + 4.0, middle + 4.0, "new", NOTE, Hold::End),
        }
    }

    /// A cell of the heat map.
    fn spot(&self, canvas: &mut Canvas, (x, y): (f32, f32), position: &Position, stance: &Stance) {
        let pair = palette::light(stance.colour);
        canvas.fill((x, y), self.cell, pair.tint);
        if position.expected_only {
            page::stripes(canvas, (x, y), self.cell);
        }
        let middle = (x + self.cell.0 / 2.0, y + self.cell.1 / 2.0);
        canvas.add(shapes::glyph(stance.glyph, middle, 5.0, pair.ink));
        if position.contested {
            canvas.add(shapes::disc((x + self.cell.0 - 4.0, y + 4.0), 1.8, DANGER));
        }
    }

    fn stance(&self, canvas: &mut Canvas, (x, y): (f32, f32), spot: Spot, position: &Position, stance: &Stance) {
        let (width, height) = self.cell;
        let pair = palette::light(stance.colour);
        canvas.fill((x, y), self.cell, pair.tint);
        if position.expected_only {
            page::stripes(canvas, (x, y), self.cell);
        }
        let one_line = self.zoom == Zoom::Compact;
        let line = y + if one_line { height / 2.0 } else { 17.0 };
        canvas.add(shapes::glyph(stance.glyph, (x + PAD + 5.0, line), 5.0, pair.ink));
        let right = self.count(canvas, x, line, position);
        let marks = self.marks(position);
        let (left, wide) = (x + PAD + GLYPH, marks.len() as f32 * MARK);
        let room = right - left - 6.0;
        let (label, beside) = label(stance, room, wide, one_line);
        canvas.text(left, line + 4.5, &label, WORD);
        let end = left + WORD.width(&label);
        if position.unofficial {
            canvas.add(shapes::unofficial((left + 1.0, line + 8.0), end - left - 2.0, MUTED));
        }
        let second = y + 37.0;
        let mut at =
            if beside { (end + 5.0 + MARK / 2.0, line) } else { (x + width - PAD - wide + MARK / 2.0, second - 3.5) };
        for mark in &marks {
            canvas.add(mark.sample(at));
            at.0 += MARK;
        }
        if one_line {
            return;
        }
        let taken =
            if beside { 0.0 } else { wide + 4.0 } + if self.before(spot, position).is_some() { 44.0 } else { 0.0 };
        let lines = if self.zoom == Zoom::Cells && height > 48.0 { 2 } else { 1 };
        let condition = NOTE.wrap(self.condition(position), width - 2.0 * PAD - taken, lines);
        canvas.lines(x + PAD, second - 1.0, &condition, NOTE, 14.0);
        if self.zoom == Zoom::Quotations {
            self.quotation(canvas, (x, y), position);
        }
    }

    /// The words of the claim that decides, and where they stand.
    fn quotation(&self, canvas: &mut Canvas, (x, y): (f32, f32), position: &Position) {
        let Some(claim) = position.decisive.and_then(|id| self.project.claim(id)) else { return };
        let Some(excerpt) = self.project.excerpt(claim.excerpt) else { return };
        let room = self.cell.0 - 2.0 * PAD;
        let (open, close) = words::quotes(&excerpt.anchor.quotation);
        let quotation = QUOTE.wrap(&format!("{open}{}{close}", excerpt.anchor.quotation.trim()), room, 3);
        canvas.lines(x + PAD, y + 54.0, &quotation, QUOTE, 16.5);
        let outlet = self.project.article(excerpt.article).map_or("", |article| &article.outlet);
        let date = self.project.date_of(claim).map(words::day).unwrap_or_default();
        let source = [outlet, &date].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        canvas.text(x + PAD, y + self.cell.1 - 9.0, &NOTE.elide(&source, room - 50.0), NOTE);
    }

    /// The marks that stand beside the word; the others are drawn over the cell or below the word.
    fn marks(&self, position: &Position) -> Vec<Mark> {
        let beside = |mark: &Mark| matches!(mark, Mark::Contested | Mark::Moved { .. } | Mark::Divided);
        Mark::of(self.project, position).into_iter().filter(beside).collect()
    }

    fn nothing(&self, canvas: &mut Canvas, (x, y): (f32, f32), position: &Position) {
        let Some(kind) = Nothing::of(position) else { return };
        let (width, height) = self.cell;
        if self.is_heat() || kind == Nothing::NotLookedFor {
            return canvas.add(kind.draw((x + width / 2.0, y + height.min(48.0) / 2.0)));
        }
        let line = y + if self.zoom == Zoom::Compact { height / 2.0 } else { 17.0 };
        let right = self.count(canvas, x, line, position);
        canvas.add(kind.draw((x + PAD + 5.0, line)));
        let left = x + PAD + GLYPH;
        canvas.text(left, line + 4.0, &NOTE.elide(kind.words(), right - left - 4.0), NOTE);
    }

    /// The number of claims in the corner, and of sources where these are told apart; returns where it begins.
    fn count(&self, canvas: &mut Canvas, x: f32, line: f32, position: &Position) -> f32 {
        let right = x + self.cell.0 - PAD;
        if position.claims == 0 {
            return right;
        }
        let text = words::count(position, &self.look.settings);
        canvas.held(right, line + 3.0, &text, NOTE, Hold::End);
        right - NOTE.width(&text)
    }

    /// The scale, then the marks and the kinds of empty cells that occur.
    fn legend(&self) -> Vec<Entry> {
        let shown =
            || self.sheet.rows.iter().flat_map(|row| self.sheet.columns.iter().map(|c| self.sheet.matrix.at(*row, *c)));
        let occurs = |stance: &&Arc<Stance>| stance.score.is_some() || shown().any(|p| p.stance == Some(stance.id));
        let mut entries: Vec<Entry> =
            self.project.scale().into_iter().filter(occurs).map(|stance| Entry::Stance(stance.clone())).collect();
        let nothing: BTreeSet<Nothing> = shown().filter_map(Nothing::of).collect();
        entries.extend(nothing.into_iter().map(Entry::Nothing));
        let found: Vec<Mark> = shown().flat_map(|position| Mark::of(self.project, position)).collect();
        let same =
            |mark: &Mark| found.iter().any(|other| std::mem::discriminant(other) == std::mem::discriminant(mark));
        let drawn = |mark: &Mark| !self.is_heat() || matches!(mark, Mark::Expected);
        entries.extend(Mark::ALL.into_iter().filter(|mark| same(mark) && drawn(mark)).map(Entry::Mark));
        if self.is_heat() && found.contains(&Mark::Contested) {
            let dot = |(x, y)| shapes::disc((x, y), 1.8, DANGER);
            entries.push(Entry::Other(Box::new(dot), "Contested", "Claims of opposite sign, near in time."));
        }
        if self.then.is_some() {
            let frame = |(x, y): (f32, f32)| {
                html! {
                    rect x=(N(x - 9.0)) y=(N(y - 7.0)) width="18" height="14" fill="none" stroke=(shapes::Ink(ACCENT)) stroke-width="1.5" {}
                }
            };
            entries.push(Entry::Other(Box::new(frame), "Changed", "Another position than on the day compared with."));
        }
        entries
    }
}

/// Which way heads of a heat map lean, for each unit of their length.
const TURN: (f32, f32) = (0.574, 0.819);
/// How long they are at most.
const HEAT_HEAD: f32 = 190.0;

/// The label of a stance that fits, the short one where there is little room; and whether its marks fit beside it.
/// Where there is but one line they `must`.
fn label(stance: &Stance, room: f32, marks: f32, must: bool) -> (String, bool) {
    let fits = |words: &str| WORD.width(words) + if marks > 0.0 { marks + 5.0 } else { 0.0 } <= room;
    let short = if stance.short.is_empty() { &stance.label } else { &stance.short };
    if fits(&stance.label) {
        (stance.label.clone(), true)
    } else if must {
        let words = if fits(short) { short } else { &stance.label };
        (WORD.elide(words, room - marks - 5.0).into_owned(), true)
    } else if WORD.width(&stance.label) <= room {
        (stance.label.clone(), false)
    } else {
        (WORD.elide(short, room).into_owned(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_never_cut_short_for_its_marks_where_they_can_stand_below() {
        let stance = Stance { label: "Supports if".into(), ..Stance::default_scale().remove(1) };
        let wide = WORD.width("Supports if");
        for (room, marks, must, expected) in [
            (wide + 40.0, 13.0, false, ("Supports if", true)),
            (wide + 10.0, 13.0, false, ("Supports if", false)),
            (wide, 0.0, false, ("Supports if", true)),
            (wide + 10.0, 13.0, true, ("Suppor…", true)),
        ] {
            let found = label(&stance, room, marks, must);
            assert_eq!((found.0.as_str(), found.1), expected, "{room} with marks of {marks}");
        }
    }
}
