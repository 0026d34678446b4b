//! What stands beside the list: the gap that is looked into, its claims, and the articles that may fill it.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, Color32, Frame, Layout, Margin, Panel, Rect, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::lines::{self, Chosen};
use crate::derive::coverage::{Gap, GapKind, Lead, Leads};
use crate::gui::compare::day;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::{Rows, button, keycap, line};
use crate::model::{Article, ClaimId, EntryId, Judgement, Project, Who};
use crate::session::Desk;
use crate::text::dates::day_of;

/// The name of the list of articles.
pub const NAME: &str = "Articles for this gap";
/// Height of an article.
const HEIGHT: f32 = 68.0;
/// Claims of a cell that are named.
const CLAIMS: usize = 3;

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Say this of the cell.
    Judge(Judgement),
    /// Take the judgement back.
    TakeBack,
    /// Go to the next gap.
    Next,
    /// Open a claim.
    Claim(ClaimId),
    /// Show the cell in the matrix.
    Cell,
    /// Put the country into the codebook.
    Add,
    /// Open an article.
    Lead(usize),
}

/// What is looked into.
pub struct Side<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// What was chosen in the list.
    pub chosen: Chosen,
    /// The gap, where it is an empty cell.
    pub gap: Option<Gap>,
    /// The articles, if they are known.
    pub leads: Option<&'a Leads>,
    /// The one under the keyboard.
    pub lit: usize,
    /// Whether that is to be brought into view.
    pub reveal: bool,
}

impl Side<'_> {
    /// Shows it all; what was pressed.
    pub fn show(&self, ui: &mut Ui) -> Option<Press> {
        let p = theme::of(ui.ctx());
        let mut pressed = None;
        let head = Frame::new().fill(p.paper).inner_margin(Margin { left: 18, right: 14, top: 12, bottom: 10 });
        Panel::top("gap").frame(head).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 5.0);
            pressed = match self.chosen {
                Chosen::Cell(_) => self.cell(ui),
                Chosen::Country(..) => self.country(ui),
            };
        });
        let frame = Frame::new().fill(p.paper).inner_margin(Margin { left: 10, right: 4, top: 2, bottom: 4 });
        let articles = frame.show(ui, |ui| self.articles(ui)).inner;
        pressed.or(articles.map(Press::Lead))
    }

    fn project(&self) -> &Project {
        self.desk.project()
    }

    /// The cell, why it is empty, and what can be said of it.
    fn cell(&self, ui: &mut Ui) -> Option<Press> {
        let gap = self.gap?;
        let p = theme::of(ui.ctx());
        let project = self.project();
        let who = project.label(gap.spot.who.entry());
        let issue = project.label(EntryId::Issue(gap.spot.issue));
        title(ui, &format!("{who} – {issue}"));
        ui.label(RichText::new(self.why(gap)).font(face::regular(size::BODY)).color(p.muted));
        let mut pressed = self.claims(ui, gap);
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            pressed = pressed.or(self.judge(ui, gap));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                keycap(ui, "N");
                if button::secondary(ui, "Next gap").on_hover_text("Go to the next gap that is open (N)").clicked() {
                    pressed = Some(Press::Next);
                }
                let tip = "Show this cell among the positions";
                if button::link(ui, "Show in matrix").on_hover_text(tip).clicked() {
                    pressed = Some(Press::Cell);
                }
            });
        });
        pressed
    }

    /// Why the cell is empty, and who said so.
    fn why(&self, gap: Gap) -> String {
        let mut said = gap.kind.in_words().to_owned();
        let row = gap.spot.cell().and_then(|cell| self.project().judged(cell));
        if let Some(row) = row.filter(|_| gap.kind.is_settled()) {
            let analyst = if row.analyst.is_empty() { "Somebody" } else { &row.analyst };
            let on = day(day_of(row.made));
            said = format!("{}: {analyst}, {on}.", gap.kind.label());
            if !row.sentence.is_empty() {
                said += &format!(" “{}”", row.sentence);
            }
            if gap.stale > 0 {
                said += &format!(" Since then {} changed.", counted(gap.stale as usize, "claim has", "claims have"));
            }
        }
        said
    }

    /// The claims under the cell, latest first: they only mention the issue, or the filters leave them out.
    fn claims(&self, ui: &mut Ui, gap: Gap) -> Option<Press> {
        if gap.claims == 0 {
            return None;
        }
        let project = self.project();
        let claims = self.desk.claims_under(gap.spot);
        let mut pressed = None;
        for id in claims.iter().take(CLAIMS) {
            let Some(claim) = project.claim(*id) else { continue };
            let stance = project.label(EntryId::Stance(claim.stance));
            let words = project.excerpt(claim.excerpt).map_or("", |excerpt| &excerpt.anchor.quotation);
            let source = project.article_of(claim).map_or_else(String::new, |article| source(article));
            if claim_line(ui, &stance, words, &source) {
                pressed = Some(Press::Claim(*id));
            }
        }
        if claims.len() > CLAIMS {
            let p = theme::of(ui.ctx());
            let more = format!("and {}", counted(claims.len() - CLAIMS, "more claim", "more claims"));
            ui.label(RichText::new(more).font(face::regular(size::SMALL)).color(p.muted));
        }
        pressed
    }

    /// The buttons that settle the cell, or that take back what was said.
    fn judge(&self, ui: &mut Ui, gap: Gap) -> Option<Press> {
        let can = matches!(gap.spot.who, Who::Country(_)) && self.desk.held().is_none();
        let why = match self.desk.held() {
            Some(_) => "This project is open elsewhere; here it can only be read",
            None => "Only cells of countries can be judged: show countries in the rows",
        };
        let mut pressed = None;
        let choices = [
            ("Nothing found", Judgement::NothingFound, GapKind::NothingFound, "F", "You looked and found nothing (F)"),
            ("Declined", Judgement::Declined, GapKind::Declined, "D", "They declined to say (D)"),
        ];
        for (name, judgement, kind, key, tip) in choices {
            let is_said = gap.kind == kind && gap.stale == 0;
            let button = ui.add_enabled_ui(can && !is_said, |ui| button::secondary(ui, name)).inner;
            let why = if is_said { "It was said already" } else { why };
            if button.on_hover_text(tip).on_disabled_hover_text(why).clicked() {
                pressed = Some(Press::Judge(judgement));
            }
            keycap(ui, key);
        }
        if gap.kind.is_settled() && can {
            let tip = "Look for a position after all";
            if button::link(ui, "Take back").on_hover_text(tip).clicked() {
                pressed = Some(Press::TakeBack);
            }
        }
        pressed
    }

    /// A country that is named and has no claim.
    fn country(&self, ui: &mut Ui) -> Option<Press> {
        let Chosen::Country(id, in_codebook) = self.chosen else { return None };
        let p = theme::of(ui.ctx());
        let name = lines::country(self.project(), id, in_codebook);
        title(ui, &name);
        let said = if in_codebook {
            "It is in the codebook, articles name it, and it has no claim on any issue."
        } else {
            "Articles name it, and it is not in the codebook."
        };
        ui.label(RichText::new(said).font(face::regular(size::BODY)).color(p.muted));
        ui.add_space(2.0);
        let mut pressed = None;
        ui.horizontal(|ui| {
            if !in_codebook {
                let add = button::secondary(ui, "Add to the codebook");
                if add.on_hover_text("With its code, its adjectives and its capital").clicked() {
                    pressed = Some(Press::Add);
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                keycap(ui, "N");
                if button::secondary(ui, "Next gap").on_hover_text("Go to the next gap that is open (N)").clicked() {
                    pressed = Some(Press::Next);
                }
            });
        });
        pressed
    }

    /// The articles that may fill it; the one that was pressed.
    fn articles(&self, ui: &mut Ui) -> Option<usize> {
        let Some(leads) = self.leads else {
            note(ui, "Looking through the articles…");
            return None;
        };
        if leads.list.is_empty() {
            note(ui, &self.none(leads));
            return None;
        }
        note(ui, &self.found(leads));
        let rows = Rows { name: NAME, height: HEIGHT, count: leads.list.len(), lit: self.lit, reveal: self.reveal };
        let spoken = |at: usize| {
            let (title, aside) = self.about(&leads.list[at]);
            format!("{title}, {aside}: {}", leads.list[at].line.whole())
        };
        rows.show(ui, spoken, |ui, rect, at| self.paint(ui, rect, &leads.list[at]))
    }

    /// Whom the articles are to name.
    fn whom(&self) -> String {
        match self.chosen {
            Chosen::Cell(spot) => self.project().label(spot.who.entry()),
            Chosen::Country(id, in_codebook) => lines::country(self.project(), id, in_codebook),
        }
    }

    fn found(&self, leads: &Leads) -> String {
        let whom = self.whom();
        let articles = counted(leads.count, "article", "articles");
        let shown = if leads.list.len() < leads.count {
            format!(" The first {} are shown.", leads.list.len())
        } else {
            String::new()
        };
        match (self.chosen, leads.words.is_empty()) {
            (Chosen::Country(..), _) | (_, true) => {
                format!("{articles} {} {whom}.{shown}", if leads.count == 1 { "names" } else { "name" })
            }
            (Chosen::Cell(_), false) => format!(
                "{articles} {} {whom} and {} of the issue, {} near each other.{shown}",
                if leads.count == 1 { "names" } else { "name" },
                if leads.count == 1 { "has words" } else { "have words" },
                if leads.near == leads.count { "all".to_owned() } else { leads.near.to_string() },
            ),
        }
    }

    fn none(&self, leads: &Leads) -> String {
        let whom = self.whom();
        if leads.words.is_empty() {
            return format!("No article names {whom}.");
        }
        let words: Vec<String> = leads.words.iter().take(8).map(|word| format!("{word}…")).collect();
        format!(
            "No article names {whom} and speaks of the issue. Names and aliases are those of the codebook; words that \
             were looked for: {}",
            words.join(" ")
        )
    }

    /// Title, and source with numbers.
    fn about(&self, lead: &Lead) -> (String, String) {
        let Some(article) = self.project().article(lead.article) else { return (String::new(), String::new()) };
        let title = if article.title.is_empty() { "Untitled article" } else { &article.title };
        let named = if lead.near > 0 {
            counted(lead.near, "place", "places")
        } else {
            format!("named {}", lines::times(lead.named))
        };
        (title.to_owned(), format!("{} · {named}", source(article)))
    }

    /// Paints an article with the line around its best place.
    fn paint(&self, ui: &Ui, rect: Rect, lead: &Lead) -> Option<String> {
        let p = theme::of(ui.ctx());
        let (title, aside) = self.about(lead);
        let (left, right) = (rect.left() + 12.0, rect.right() - 10.0);
        let aside = line::line(ui, &aside, face::regular(size::SMALL), p.muted, (right - left) * 0.45);
        let room = right - left - aside.size().x - 12.0;
        let head = line::line(ui, &title, face::medium(size::BODY), p.ink, room);
        let tip = head.elided.then_some(title);
        let top = rect.top() + 6.0;
        ui.painter().galley(pos2(right - aside.size().x, top + 1.0), aside, Color32::PLACEHOLDER);
        ui.painter().galley(pos2(left, top), head, Color32::PLACEHOLDER);
        let words = words(ui, lead, right - left);
        ui.painter().galley(pos2(left, top + 20.0), words, Color32::PLACEHOLDER);
        ui.painter().hline(left..=right, rect.bottom(), Stroke::new(1.0, p.line));
        tip
    }
}

/// Two lines around the place, with what was found marked.
fn words(ui: &Ui, lead: &Lead, width: f32) -> std::sync::Arc<eframe::egui::Galley> {
    let p = theme::of(ui.ctx());
    let font = face::serif(14.0);
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    let plain = TextFormat::simple(font.clone(), p.ink);
    let found = TextFormat { background: p.found, ..plain.clone() };
    job.append(&lead.line.before, 0.0, plain.clone());
    let after = &lead.line.after;
    let mut at = 0;
    for mark in lead.line.marks.iter().filter(|mark| mark.end <= after.len()) {
        job.append(&after[at..mark.start], 0.0, plain.clone());
        job.append(&after[mark.clone()], 0.0, found.clone());
        at = mark.end;
    }
    job.append(&after[at..], 0.0, plain);
    job.wrap.max_width = width.max(8.0);
    job.wrap.max_rows = 2;
    ui.fonts_mut(|f| f.layout_job(job))
}

fn title(ui: &mut Ui, text: &str) {
    let p = theme::of(ui.ctx());
    let galley = line::lines(ui, text, face::serif_semibold(20.0), p.ink, ui.available_width(), 2);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let cut = galley.elided;
    ui.painter().galley(rect.min, galley, p.ink);
    if cut {
        response.on_hover_text(text);
    }
}

/// A claim in one line that can be pressed.
fn claim_line(ui: &mut Ui, stance: &str, words: &str, source: &str) -> bool {
    let p = theme::of(ui.ctx());
    let width = ui.available_width();
    let said = format!("{stance}: “{words}”, {source}");
    let (rect, response) = ui.allocate_exact_size(vec2(width, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Open claim {said}")));
    let end = line::line(ui, source, face::regular(size::SMALL), p.muted, width * 0.35);
    let room = width - end.size().x - 12.0;
    let colour = if response.hovered() || response.has_focus() { p.accent } else { p.ink };
    let text = format!("{stance}: “{words}”");
    let start = line::line(ui, &text, face::regular(size::BODY), colour, room);
    let middle = |height: f32| rect.center().y - height / 2.0;
    ui.painter().galley(pos2(rect.right() - end.size().x, middle(end.size().y)), end, p.muted);
    ui.painter().galley(pos2(rect.left(), middle(start.size().y)), start, colour);
    response.on_hover_text("Open this claim in its article").clicked()
}

/// A sentence above the list, or in its place.
fn note(ui: &mut Ui, text: &str) {
    let p = theme::of(ui.ctx());
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        ui.add_space(space::S);
        ui.label(RichText::new(text).font(face::regular(size::SMALL)).color(p.muted));
    });
    ui.add_space(4.0);
}

/// Outlet and date, as far as they are known.
fn source(article: &Article) -> String {
    let outlet = (!article.outlet.is_empty()).then(|| article.outlet.clone());
    let known: Vec<String> = outlet.into_iter().chain(article.published.map(day)).collect();
    if known.is_empty() { "no date".into() } else { known.join(", ") }
}
