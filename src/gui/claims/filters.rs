//! The row of filters: words, and one chip for each thing a claim may be asked for.

use eframe::egui::{
    self, Align, CornerRadius, Layout, Popup, PopupCloseBehavior, Rect, Response, RichText, Role, ScrollArea, Sense,
    Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::listing::{Column, Listing, Order, Query};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, field};
use crate::model::{Basis, EntryId, Kind, Project};
use crate::text::fold::fold;

/// Kinds that always have a chip.
const ALWAYS: [Kind; 3] = [Kind::Country, Kind::Issue, Kind::Stance];
/// Kinds that get one when asked for.
const MORE: [Kind; 2] = [Kind::Actor, Kind::Tag];
/// With more choices than these, a menu has a field to find one.
const MANY: usize = 10;

/// What the filters remember.
#[derive(Default)]
pub struct Filters {
    /// Kinds that were added.
    added: Vec<Kind>,
    /// What is typed in the menu that is open.
    typed: String,
}

impl Filters {
    /// Shows the filters; changes `query`.
    pub fn show(&mut self, ui: &mut Ui, project: &Project, query: &mut Query, listing: &Listing, order: Order) {
        let p = theme::of(ui.ctx());
        ui.spacing_mut().item_spacing.x = space::S;
        ui.horizontal(|ui| {
            ui.set_min_height(30.0);
            let room = ui.available_width();
            ui.allocate_ui(vec2((room * 0.24).clamp(150.0, 330.0), 30.0), |ui| {
                field::line(ui, "Find claims by words", &mut query.words, "Words, “phrase”, this near that")
            });
            for kind in ALWAYS {
                self.chip(ui, project, query, kind);
            }
            self.bases(ui, query);
            for kind in MORE {
                if self.added.contains(&kind) || !query.of(kind).is_empty() {
                    self.chip(ui, project, query, kind);
                }
            }
            self.more(ui, query);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let by = Column::ALL[order.column as usize].1.to_lowercase();
                let counted = counted(listing.ids.len(), project.claims().len(), query.is_empty());
                if !query.is_empty() && button::link(ui, "Clear").on_hover_text("Clear all filters").clicked() {
                    *query = Query::default();
                    self.added.clear();
                }
                let said = format!("{counted} · sorted by {by}");
                let text = RichText::new(&said).font(face::regular(size::SMALL)).color(p.muted);
                ui.add(egui::Label::new(text).truncate()).on_hover_text(said);
            });
        });
    }

    fn chip(&mut self, ui: &mut Ui, project: &Project, query: &mut Query, kind: Kind) {
        let name = name(kind);
        let on = query.of(kind);
        let value = match on.as_slice() {
            [] => "any".to_owned(),
            [one] => match project.entry(*one) {
                Some(crate::model::Entry::Issue(issue)) => issue.short_or_label().to_owned(),
                _ => project.label(*one),
            },
            several => several.len().to_string(),
        };
        let (response, cleared) = chip(ui, name, &value, !on.is_empty());
        if cleared {
            query.entries.retain(|id| id.kind() != kind);
            self.added.retain(|other| *other != kind);
        }
        self.menu(&response, |ui, typed| {
            let entries = project.entries(kind);
            if entries.is_empty() {
                field::note(ui, &format!("The codebook has no {} yet.", kind.plural().to_lowercase()));
            }
            if entries.len() > MANY {
                field::line(ui, &format!("Find {}", kind.plural().to_lowercase()), typed, "Type to find");
            }
            let typed = fold(typed.trim());
            ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for entry in entries {
                    let fits = |text: &str| fold(text).contains(&typed);
                    if fits(entry.label()) || entry.other_names().into_iter().any(fits) {
                        let id: EntryId = entry.id();
                        let had = query.entries.contains(&id);
                        if choice(ui, entry.label(), had).clicked() && !query.entries.remove(&id) {
                            query.entries.insert(id);
                        }
                    }
                }
            });
        });
    }

    fn bases(&mut self, ui: &mut Ui, query: &mut Query) {
        let value = match query.bases.len() {
            0 => "any".to_owned(),
            1 => query.bases.iter().map(|basis| basis.label().to_lowercase()).collect(),
            several => several.to_string(),
        };
        let (response, cleared) = chip(ui, "Basis", &value, !query.bases.is_empty());
        if cleared {
            query.bases.clear();
        }
        self.menu(&response, |ui, _| {
            for basis in Basis::ALL {
                let had = query.bases.contains(&basis);
                if choice(ui, basis.label(), had).clicked() && !query.bases.remove(&basis) {
                    query.bases.insert(basis);
                }
            }
        });
    }

    /// Adds a chip that is not always there.
    fn more(&mut self, ui: &mut Ui, query: &Query) {
        let hidden: Vec<Kind> =
            MORE.into_iter().filter(|kind| !self.added.contains(kind) && query.of(*kind).is_empty()).collect();
        if hidden.is_empty() {
            return;
        }
        let (response, _) = chip(ui, "+ Filter", "", false);
        Popup::menu(&response).show(|ui| {
            for kind in hidden {
                if choice(ui, name(kind), false).clicked() {
                    self.added.push(kind);
                }
            }
        });
    }

    fn menu(&mut self, response: &Response, content: impl FnOnce(&mut Ui, &mut String)) {
        if response.clicked() {
            self.typed.clear();
        }
        let typed = &mut self.typed;
        Popup::from_toggle_button_response(response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(
            |ui| {
                ui.set_width(260.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                content(ui, typed);
            },
        );
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "Country",
        Kind::Actor => "Speaker",
        Kind::Issue => "Issue",
        Kind::Stance => "Stance",
        Kind::Tag => "Tag",
        Kind::Bloc => "Bloc",
    }
}

fn counted(listed: usize, all: usize, everything: bool) -> String {
    let claims = if all == 1 { "claim" } else { "claims" };
    if everything { format!("{all} {claims}") } else { format!("{listed} of {all} {claims}") }
}

/// A rounded button `name: value` with a cross while it filters. Whether the cross was pressed.
fn chip(ui: &mut Ui, name: &str, value: &str, on: bool) -> (Response, bool) {
    let p = theme::of(ui.ctx());
    let short: String = if value.chars().count() > 20 {
        value.chars().take(19).chain(std::iter::once('…')).collect()
    } else {
        value.to_owned()
    };
    let head = if value.is_empty() { name.to_owned() } else { format!("{name}: ") };
    let head = ui.fonts_mut(|f| f.layout_no_wrap(head, face::regular(size::SMALL), p.muted));
    let tail = ui.fonts_mut(|f| f.layout_no_wrap(short, face::semibold(size::SMALL), p.ink));
    let mark = if value.is_empty() { 0.0 } else { 16.0 };
    let width = head.size().x + tail.size().x + 22.0 + mark;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), Sense::click());
    let said = if value.is_empty() { "Add a filter".to_owned() } else { format!("{name}: {value}") };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let line = if response.has_focus() {
        p.accent
    } else if on || response.hovered() {
        p.strong_line
    } else {
        p.line
    };
    let fill = if response.hovered() { p.hover } else { p.paper };
    ui.painter().rect(rect, CornerRadius::same(13), fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let left = rect.left() + 11.0;
    let middle = |height: f32| rect.center().y - height / 2.0;
    ui.painter().galley(pos2(left, middle(head.size().y)), head.clone(), p.muted);
    ui.painter().galley(pos2(left + head.size().x, middle(tail.size().y)), tail.clone(), p.ink);
    let at = pos2(rect.right() - 14.0, rect.center().y);
    let mut cleared = false;
    if on {
        let cross = Rect::from_center_size(at, vec2(20.0, 26.0));
        let remove = ui.interact(cross, response.id.with("clear"), Sense::click());
        remove.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Clear the filter {name}")));
        let colour = if remove.hovered() || remove.has_focus() { p.danger } else { p.muted };
        let stroke = Stroke::new(1.3, colour);
        ui.painter().line_segment([at + vec2(-3.0, -3.0), at + vec2(3.0, 3.0)], stroke);
        ui.painter().line_segment([at + vec2(-3.0, 3.0), at + vec2(3.0, -3.0)], stroke);
        cleared = remove.clicked();
    } else if mark > 0.0 {
        let points = vec![at + vec2(-3.5, -2.0), at + vec2(3.5, -2.0), at + vec2(0.0, 2.5)];
        ui.painter().add(Shape::convex_polygon(points, p.muted, Stroke::NONE));
    }
    (response.on_hover_text(said), cleared)
}

/// A line of a menu with a tick when it is chosen.
fn choice(ui: &mut Ui, label: &str, on: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width().max(120.0), 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItemCheckBox, true, on, label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), p.hover);
    }
    if on {
        let c = pos2(rect.left() + 12.0, rect.center().y);
        let points = vec![c + vec2(-3.6, 0.2), c + vec2(-1.0, 2.8), c + vec2(3.8, -2.8)];
        ui.painter().line(points, Stroke::new(1.6, p.accent));
    }
    let mut job = egui::text::LayoutJob::simple_singleline(label.to_owned(), face::regular(size::BODY), p.ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 34.0);
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    ui.painter().galley(pos2(rect.left() + 26.0, rect.center().y - galley.size().y / 2.0), galley, p.ink);
    response
}
