//! The drawer: what stands behind the selected cell.

use std::collections::BTreeSet;

use eframe::egui::{
    Align, Frame, Label, Layout, Margin, Panel, Pos2, RichText, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::assess::{Assess, Said};
use super::view::View;
use super::{card, card_id, grid, marks, members, menu, method, toolbar, view, words};
use crate::derive::{Move, Position};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::{self, field, stance_pill};
use crate::model::{Cell, ClaimId, EntryId, Project, Spot, StanceId, Who};
use crate::session::{Command, Desk, Item};

/// Its width until the analyst moves its edge.
const WIDTH: f32 = 360.0;
/// Cards shown at once; more on demand.
const PAGE: usize = 50;

/// What the drawer remembers from frame to frame.
pub struct Drawer {
    width: f32,
    /// The cell shown, and how many of its cards.
    page: Option<(Spot, usize)>,
    focus_evidence: bool,
    had_focus: bool,
    pub(super) assess: Assess,
}

impl Default for Drawer {
    fn default() -> Self {
        Self { width: WIDTH, page: None, focus_evidence: false, had_focus: false, assess: Assess::default() }
    }
}

impl Drawer {
    /// How wide it is, or would be.
    pub fn width(&self) -> f32 {
        self.width
    }

    /// Whether a card or a judgement had the keyboard when the drawer was shown last.
    pub fn had_focus(&self) -> bool {
        self.had_focus || self.assess.had_focus()
    }

    /// Gives the keyboard to the first quotation in the next frame.
    pub fn focus_evidence(&mut self) {
        self.focus_evidence = true;
    }

    /// Opens the editor of the assessment, with what was typed.
    pub fn assess(&mut self, desk: &Desk, cell: Cell, typed: &str) {
        self.assess.begin(desk, cell, typed);
    }

    /// Shows `cell`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, view: &View, cell: Spot, out: &mut Vec<Command>) {
        let Some(position) = view.matrix.position(cell) else { return };
        let p = theme::of(ui.ctx());
        if self.page.is_none_or(|(shown, _)| shown != cell) {
            self.page = Some((cell, PAGE));
        }
        let most = (ui.available_width() * 0.5).clamp(300.0, 560.0);
        let panel = Panel::right("matrix drawer").resizable(true).default_size(WIDTH).size_range(300.0..=most);
        let shown = panel.frame(Frame::new().fill(p.panel)).show(ui, |ui| {
            ui.take_available_width();
            let margin = Margin { left: 16, right: 14, top: 14, bottom: 2 };
            Frame::new().inner_margin(margin).show(ui, |ui| head(ui, desk, view, cell, position, out));
            // The margin holds the scroll bar, so that nothing moves when it comes.
            let width = ui.available_width() - 30.0;
            ScrollArea::vertical().id_salt(("drawer", cell)).auto_shrink(false).show(ui, |ui| {
                let margin = Margin { left: 16, right: 8, top: 0, bottom: 16 };
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.set_width(width);
                    self.body(ui, desk, view, cell, position, out);
                });
            });
        });
        self.width = shown.response.rect.width();
    }

    fn body(&mut self, ui: &mut Ui, desk: &Desk, view: &View, cell: Spot, position: &Position, out: &mut Vec<Command>) {
        let project = desk.project();
        ui.spacing_mut().item_spacing.y = space::S;
        field::note(ui, &method::words(desk, &view.matrix, cell, position));
        if let (Some(former), Some(day)) = (view.former(cell), view.look.since) {
            section(ui, &format!("Since {}", words::day(day)));
            became(ui, project, cell, former, position);
        }
        if let Some(change) = &position.moved {
            section(ui, "Moved");
            moved(ui, project, cell, change);
        }
        if let Some(cell) = cell.cell() {
            section(ui, "Assessment");
            if self.assess.show(ui, desk, cell, position, out) != Said::Nothing {
                ui.memory_mut(|m| m.request_focus(grid::id()));
            }
        }
        if let Who::Bloc(_) = cell.who {
            section(ui, "Members");
            members::show(ui, desk, view, cell, position, out);
        }
        section(ui, "Evidence");
        let all = widgets::button::link(ui, "Show in Claims");
        let every = match cell.who {
            Who::Country(_) => "Every claim of this country on this issue, as a table",
            Who::Bloc(_) => "Every claim of its members on this issue, as a table",
            Who::Actor(_) => "Every claim in which this actor speaks on this issue, as a table",
        };
        if all.on_hover_text(every).clicked() {
            out.push(Command::ViewClaims(Box::new(menu::claims_of(cell))));
        }
        self.evidence(ui, desk, view, cell, position, out);
    }

    fn evidence(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        view: &View,
        cell: Spot,
        position: &Position,
        out: &mut Vec<Command>,
    ) {
        let evidence = view.matrix.evidence(cell);
        self.had_focus = false;
        if evidence.is_empty() {
            field::note(ui, "No claim counts for this cell. Code one in Read; it appears here.");
            toolbar::clear_filter(ui, desk.look(), out);
        }
        if std::mem::take(&mut self.focus_evidence)
            && let Some(first) = evidence.first()
        {
            ui.memory_mut(|m| m.request_focus(card_id(*first)));
        }
        // Where the analyst judged otherwise, no claim decides; nor does one for a bloc.
        let is_bloc = matches!(cell.who, Who::Bloc(_));
        let decides = position.decisive.filter(|_| position.stance == position.derived && !is_bloc);
        let page = self.page.map_or(PAGE, |(_, page)| page);
        for claim in evidence.iter().take(page).filter_map(|id| desk.project().claim(*id)) {
            let response = card::show(ui, desk.project(), claim, decides == Some(claim.id));
            self.had_focus |= response.has_focus();
            if response.clicked() {
                out.push(Command::Show(Item::Claim(claim.id)));
            }
        }
        let rest = evidence.len().saturating_sub(page);
        if rest > 0 {
            let text = format!("Show {} more of {rest}", rest.min(PAGE));
            if widgets::secondary(ui, &text).clicked() {
                self.page = Some((cell, page + PAGE));
            }
        }
    }
}

/// Country, issue, position and counts.
fn head(ui: &mut Ui, desk: &Desk, view: &View, cell: Spot, position: &Position, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let project = desk.project();
    ui.set_width(ui.available_width());
    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
    ui.horizontal(|ui| {
        let country = cell.cell().and_then(|cell| project.country(cell.country));
        let iso = country.map_or("", |country| country.iso.as_str());
        if !iso.is_empty() {
            widgets::code(ui, iso);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if close(ui) {
                out.push(Command::SelectCell(None));
                ui.memory_mut(|m| m.request_focus(grid::id()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                widgets::mark::one_line(ui, &words::who(project, cell), face::regular(size::BODY), p.muted);
            });
        });
    });
    let detail = view::detail(project, cell.who);
    if !detail.is_empty() {
        widgets::mark::one_line(ui, &detail, face::regular(size::SMALL), p.muted);
    }
    let title = RichText::new(words::issue(project, cell)).font(face::semibold(size::LARGE)).color(p.ink);
    ui.add(Label::new(title).wrap());
    ui.horizontal_wrapped(|ui| {
        match position.stance.and_then(|id| view.stance(id)) {
            Some(stance) => {
                stance_pill(ui, stance);
            }
            None => {
                ui.label(RichText::new(capital(words::nothing(position))).font(face::medium(size::BODY)).color(p.ink));
            }
        }
        ui.add(Label::new(RichText::new(facts(desk, view, cell, position)).color(p.muted)).wrap());
    });
}

/// "4 claims · 3 outlets · contested".
fn facts(desk: &Desk, view: &View, cell: Spot, position: &Position) -> String {
    let project = desk.project();
    let evidence = view.matrix.evidence(cell);
    let mut parts = vec![counted(evidence.len(), "claim", "claims")];
    if desk.settings().independent && !evidence.is_empty() {
        parts.push(words::sources(position));
    }
    let articles = evidence.iter().filter_map(|id| project.article_of(project.claim(*id)?));
    let outlets: BTreeSet<&str> = articles.map(|a| a.outlet.as_str()).filter(|name| !name.is_empty()).collect();
    if !outlets.is_empty() {
        parts.push(counted(outlets.len(), "outlet", "outlets"));
    }
    for (holds, word) in [
        (position.contested, "contested"),
        (position.divided, "divided"),
        (position.unofficial, "unofficial"),
        (position.expected_only, "only expected"),
        (position.assessed, if position.stale > 0 { "assessment stale" } else { "assessed" }),
    ] {
        if holds {
            parts.push(word.to_owned());
        }
    }
    parts.join(" · ")
}

/// From which level to which, when, and the two quotations.
fn moved(ui: &mut Ui, project: &Project, cell: Spot, change: &Move) {
    let p = theme::of(ui.ctx());
    let score = |id| project.stance(id).and_then(|stance| stance.score);
    let rises = score(change.to) > score(change.from);
    let when = format!("on {}", words::day(change.on));
    let arrow = |c| marks::moved(c, rises, p.danger);
    levels(ui, project, [Ok(change.from), Ok(change.to)], arrow, &when);
    quotations(ui, project, cell, [Some(change.before), Some(change.after)]);
}

/// From what stood there on the day compared with to what stands there now, and the words that decide.
fn became(ui: &mut Ui, project: &Project, cell: Spot, former: &Position, now: &Position) {
    let p = theme::of(ui.ctx());
    let level = |position: &Position| position.stance.ok_or(words::nothing(position));
    let before = if words::is_before_claims(former) { Err("no claim") } else { level(former) };
    levels(ui, project, [before, level(now)], |c| marks::became(c, p.ink), "");
    quotations(ui, project, cell, [former.decisive, now.decisive]);
}

/// Two levels, or why there is none, with an arrow between.
fn levels(
    ui: &mut Ui,
    project: &Project,
    [from, to]: [Result<StanceId, &str>; 2],
    arrow: impl FnOnce(Pos2) -> Shape,
    when: &str,
) {
    let p = theme::of(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let level = |ui: &mut Ui, level: Result<StanceId, &str>| match level.map(|id| project.stance(id)) {
            Ok(Some(stance)) => drop(stance_pill(ui, stance)),
            Ok(None) => {}
            Err(why) => drop(ui.label(RichText::new(capital(why)).font(face::medium(size::SMALL)).color(p.muted))),
        };
        level(ui, from);
        let (rect, response) = ui.allocate_exact_size(vec2(14.0, 20.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "then"));
        ui.painter().add(arrow(rect.center()));
        level(ui, to);
        if !when.is_empty() {
            ui.label(RichText::new(when).font(face::regular(size::SMALL)).color(p.muted));
        }
    });
}

fn quotations(ui: &mut Ui, project: &Project, cell: Spot, claims: [Option<ClaimId>; 2]) {
    let p = theme::of(ui.ctx());
    for claim in claims.into_iter().filter_map(|id| project.claim(id?)) {
        let mut when = project.date_of(claim).map_or_else(|| "undated".to_owned(), words::day);
        // In the cell of a bloc it matters whose words they are.
        for country in claim.countries.iter().filter(|id| view::members(project, cell.who).contains(*id)) {
            when += &format!(" · {}", project.label(EntryId::Country(*country)));
        }
        Frame::new().inner_margin(Margin { left: 10, ..Margin::ZERO }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.label(RichText::new(when).font(face::regular(size::TINY)).color(p.muted));
            card::quotation(ui, project, claim, 3);
        });
    }
}

fn section(ui: &mut Ui, name: &str) {
    ui.add_space(space::S);
    field::caption(ui, name);
}

/// The cross that closes the drawer.
fn close(ui: &mut Ui) -> bool {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close drawer"));
    if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, p.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    let (c, r) = (rect.center(), 4.5);
    let stroke = Stroke::new(1.4, p.muted);
    for y in [-r, r] {
        ui.painter().add(Shape::line_segment([pos2(c.x - r, c.y + y), pos2(c.x + r, c.y - y)], stroke));
    }
    response.on_hover_text("Close (Esc)").clicked()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
