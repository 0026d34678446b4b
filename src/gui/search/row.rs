//! One line of what was found, painted and spoken.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Color32, FontId, Galley, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::lines::{Folds, Line};
use crate::derive::search::{Found, Group, Place, Snippet, What};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line::{self, counted};
use crate::model::{Article, Claim, Entry, Judgement, Project};

/// Height of a line.
pub const HEIGHT: f32 = 27.0;
/// Most characters before and after a place that are laid out.
const AROUND: usize = 400;
/// Characters of a line for those who listen.
const SPOKEN: usize = 60;

/// What lines are painted from.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The project.
    pub project: &'a Project,
    /// What was found.
    pub found: &'a Found,
    /// What is folded in.
    pub folds: &'a Folds,
}

impl Shown<'_> {
    /// A line for those who listen.
    pub fn spoken(&self, line: Line) -> String {
        match line {
            Line::Group(group) => format!("{}: {}", group.label(), self.counts(group)),
            Line::Article(at) => {
                let Some((article, count)) = self.article(at) else { return String::new() };
                format!("{}, {}, {}", titled(article), source(article), counted(count, "place", "places"))
            }
            Line::Place(at, place) => {
                let Some((snippet, article)) = self.place(at, place, SPOKEN) else { return String::new() };
                format!("{}, in {}", snippet.whole(), titled(article))
            }
            Line::Unit(group, at) => {
                let Some((about, snippet)) = self.unit(group, at, SPOKEN) else { return String::new() };
                format!("{about}: {}", snippet.whole())
            }
        }
    }

    /// Paints a line; returns what its tooltip says.
    pub fn paint(&self, ui: &Ui, rect: Rect, line: Line) -> Option<String> {
        match line {
            Line::Group(group) => self.paint_group(ui, rect, group),
            Line::Article(at) => return self.paint_article(ui, rect, at),
            Line::Place(at, place) => {
                let (snippet, _) = self.place(at, place, AROUND)?;
                let middle = rect.left() + 30.0 + (rect.width() - 30.0) * 0.36;
                self.paint_before(ui, rect, &snippet.before, middle);
                let room = rect.right() - 8.0 - middle;
                let galley = marked(ui, &snippet.after, &snippet.marks, &face::regular(size::BODY), room);
                put(ui, rect, middle, galley);
            }
            Line::Unit(group, at) => {
                let (about, snippet) = self.unit(group, at, AROUND)?;
                let p = theme::of(ui.ctx());
                let left = rect.left() + 30.0;
                let width = (rect.width() * 0.3).clamp(140.0, 300.0);
                let galley = line::line(ui, &about, face::medium(size::SMALL), p.muted, width - 12.0);
                let tip = galley.elided.then_some(about);
                put(ui, rect, left, galley);
                let (text, marks) = beginning(&snippet);
                let font = face::regular(size::BODY);
                put(ui, rect, left + width, marked(ui, &text, &marks, &font, rect.right() - 8.0 - left - width));
                return tip;
            }
        }
        None
    }

    fn paint_group(&self, ui: &Ui, rect: Rect, group: Group) {
        let p = theme::of(ui.ctx());
        let hidden = self.folds.hides(self.found, Line::Group(group));
        caret(ui, pos2(rect.left() + 12.0, rect.center().y), !hidden);
        let name = line::line(ui, group.label(), face::semibold(size::BODY), p.ink, 200.0);
        let left = rect.left() + 24.0;
        let width = name.size().x;
        put(ui, rect, left, name);
        let left = left + width + 10.0;
        let said = line::line(ui, &self.counts(group), face::regular(size::SMALL), p.muted, rect.right() - left - 8.0);
        put(ui, rect, left, said);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, p.line));
    }

    fn paint_article(&self, ui: &Ui, rect: Rect, at: usize) -> Option<String> {
        let p = theme::of(ui.ctx());
        let (article, count) = self.article(at)?;
        let hits = &self.found.articles[at];
        if !hits.places.is_empty() {
            let hidden = self.folds.hides(self.found, Line::Article(at));
            caret(ui, pos2(rect.left() + 20.0, rect.center().y), !hidden);
        }
        let aside = format!("{} · {}", source(article), counted(count, "place", "places"));
        let aside = line::line(ui, &aside, face::regular(size::SMALL), p.muted, rect.width() * 0.4);
        let left = rect.left() + 30.0;
        let room = rect.right() - 12.0 - aside.size().x - 12.0 - left;
        let snippet = Snippet::new(&article.title, &hits.title, AROUND, AROUND);
        let (title, marks) =
            if hits.title.is_empty() { (titled(article).to_owned(), Vec::new()) } else { joined(&snippet) };
        let galley = marked(ui, &title, &marks, &face::medium(size::BODY), room);
        let tip = galley.elided.then(|| titled(article).to_owned());
        put(ui, rect, left, galley);
        let x = rect.right() - 12.0 - aside.size().x;
        put(ui, rect, x, aside);
        tip
    }

    /// What stands before a place, up to it; cut off on the left where there is no room.
    fn paint_before(&self, ui: &Ui, rect: Rect, before: &str, middle: f32) {
        let p = theme::of(ui.ctx());
        let room = middle - rect.left() - 30.0;
        let lay = |text: &str| ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), face::regular(size::BODY), p.muted));
        let mut galley = lay(before);
        let mut left = before.chars().count();
        while galley.size().x > room && left > 0 {
            let part = (left as f32 * room.max(0.0) / galley.size().x) as usize;
            left = part.min(left - 1);
            let skip = before.chars().count() - left;
            let rest: String = before.chars().skip(skip).collect();
            // From a whole word on, where one begins soon.
            let word = rest.find(' ').filter(|at| *at < 12).unwrap_or(0);
            galley = lay(&format!("…{}", &rest[word..]));
        }
        put(ui, rect, middle - galley.size().x, galley);
    }

    /// "12,345 places in 210 articles, the first 1,000 shown"
    fn counts(&self, group: Group) -> String {
        let tally = self.found.tally(group);
        let mut said = match group {
            Group::Articles => format!(
                "{} in {}",
                grouped(tally.places, "place", "places"),
                grouped(tally.things, "article", "articles")
            ),
            Group::Claims => grouped(tally.things, "claim", "claims"),
            Group::Notes => grouped(tally.things, "note", "notes"),
            Group::Assessments => grouped(tally.things, "assessment", "assessments"),
            Group::Codebook => grouped(tally.things, "row", "rows"),
        };
        let (shown, all) = match group {
            Group::Articles => (self.found.shown(group), tally.places),
            group => (self.found.in_group(group).len(), tally.things),
        };
        if shown < all {
            said += &format!(" – the first {} are shown", thousands(shown));
        }
        said
    }

    fn article(&self, at: usize) -> Option<(&Article, usize)> {
        let hits = self.found.articles.get(at)?;
        let article = self.found.index.article(hits.article)?;
        Some((&article.row, hits.title.len() + hits.count))
    }

    fn place(&self, at: usize, place: usize, around: usize) -> Option<(Snippet, &Article)> {
        let hits = self.found.articles.get(at)?;
        let article = self.found.index.article(hits.article)?;
        // What follows may be in the same line.
        let places = &hits.places[place..(place + 8).min(hits.places.len())];
        Some((Snippet::new(article.text.as_str(), places, around / 2, around), &article.row))
    }

    fn unit(&self, group: Group, at: usize, around: usize) -> Option<(String, Snippet)> {
        let hit = self.found.in_group(group).get(at)?;
        let what = self.found.what(hit);
        let texts = what.texts();
        let (of, text) = texts.get(hit.text)?;
        let places: &[Place] = &hit.places;
        Some((self.about(what, of), Snippet::new(text, places, around / 3, around)))
    }

    /// What something short is, in a few words.
    fn about(&self, what: &What, of: &str) -> String {
        let title = |claim: &Claim| {
            self.project.article_of(claim).map_or_else(String::new, |article| format!("claim in {}", titled(article)))
        };
        match what {
            What::Claim(claim, _) => {
                let who = who(self.project, claim);
                let stance = self.project.stance(claim.stance).map_or("?", |stance| stance.label.as_str());
                let issue = self.project.issue(claim.issue).map_or("?", |issue| issue.short_or_label());
                let of = if of == "quotation" { String::new() } else { format!(" ({of})") };
                format!("{who} · {stance} · {issue}{of}")
            }
            What::ProjectNote(_) => "Project".into(),
            What::ArticleNote(article) => format!("On {}", titled(article)),
            What::ClaimNote(claim) => format!("On a {}", title(claim)),
            What::Assessment(assessment) => {
                let country = self.project.country(assessment.cell.country).map_or("?", |row| row.name.as_str());
                let issue = self.project.issue(assessment.cell.issue).map_or("?", |row| row.short_or_label());
                let stance = match assessment.judgement {
                    Judgement::Position(id) => self.project.stance(id).map_or("?", |stance| stance.label.as_str()),
                    Judgement::NothingFound => "nothing found",
                    Judgement::Declined => "declined to say",
                    Judgement::TakenBack => "taken back",
                };
                format!("{country} · {stance} · {issue}")
            }
            What::Entry(entry) => {
                let noun = entry.id().kind().noun();
                match entry {
                    _ if of == "name" => capital(noun),
                    Entry::Issue(row) => format!("{}: {} ({of})", capital(noun), row.short_or_label()),
                    entry => format!("{}: {} ({of})", capital(noun), entry.label()),
                }
            }
        }
    }
}

fn who(project: &Project, claim: &Claim) -> String {
    let countries = claim.countries.iter().filter_map(|id| project.country(*id)).map(|row| row.name.as_str());
    let countries: Vec<&str> = countries.collect();
    if !countries.is_empty() {
        return countries.join(", ");
    }
    claim.speaker.and_then(|id| project.actor(id)).map_or_else(|| "?".into(), |actor| actor.name.clone())
}

fn titled(article: &Article) -> &str {
    if article.title.is_empty() { "Untitled article" } else { &article.title }
}

/// Outlet and date, as far as they are known.
fn source(article: &Article) -> String {
    let date = article.published.map(|date| date.strftime("%-d %b %Y").to_string());
    let outlet = (!article.outlet.is_empty()).then(|| article.outlet.clone());
    let known: Vec<String> = outlet.into_iter().chain(date).collect();
    if known.is_empty() { "no date".into() } else { known.join(", ") }
}

fn capital(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "1 place", "12,345 places"
pub fn grouped(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// "12,345"
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// The line as one text with its marks.
fn joined(snippet: &Snippet) -> (String, Vec<Range<usize>>) {
    let by = snippet.before.len();
    let marks = snippet.marks.iter().map(|mark| mark.start + by..mark.end + by).collect();
    (snippet.whole(), marks)
}

/// The line as one text, cut on the left so that the first mark is near the beginning.
fn beginning(snippet: &Snippet) -> (String, Vec<Range<usize>>) {
    const LEAD: usize = 36;
    let count = snippet.before.chars().count();
    if count <= LEAD {
        return joined(snippet);
    }
    let tail: String = snippet.before.chars().skip(count - LEAD).collect();
    let word = tail.find(' ').filter(|at| *at < 16).map_or(0, |at| at + 1);
    joined(&Snippet { before: format!("…{}", &tail[word..]), ..snippet.clone() })
}

/// One line in which the marked words are bold on the colour of what was found.
fn marked(ui: &Ui, text: &str, marks: &[Range<usize>], font: &FontId, width: f32) -> Arc<Galley> {
    let p = theme::of(ui.ctx());
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    let plain = TextFormat::simple(font.clone(), p.ink);
    let found = TextFormat { background: p.found, ..TextFormat::simple(face::semibold(font.size), p.ink) };
    let mut at = 0;
    for mark in marks.iter().filter(|mark| mark.end <= text.len()) {
        job.append(&text[at..mark.start], 0.0, plain.clone());
        job.append(&text[mark.clone()], 0.0, found.clone());
        at = mark.end;
    }
    job.append(&text[at..], 0.0, plain);
    job.wrap = TextWrapping::truncate_at_width(width.max(8.0));
    ui.fonts_mut(|f| f.layout_job(job))
}

fn put(ui: &Ui, rect: Rect, left: f32, galley: Arc<Galley>) {
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, Color32::PLACEHOLDER);
}

/// Points down to what is shown below, or right to what is hidden.
fn caret(ui: &Ui, c: eframe::egui::Pos2, open: bool) {
    let p = theme::of(ui.ctx());
    let points = if open {
        vec![c + vec2(-4.0, -2.0), c + vec2(4.0, -2.0), c + vec2(0.0, 3.0)]
    } else {
        vec![c + vec2(-2.0, -4.0), c + vec2(3.0, 0.0), c + vec2(-2.0, 4.0)]
    };
    ui.painter().add(Shape::convex_polygon(points, p.muted, Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, said) in [(0, "0 places"), (1, "1 place"), (999, "999 places"), (1234567, "1,234,567 places")] {
            assert_eq!(grouped(number, "place", "places"), said);
        }
    }
}
