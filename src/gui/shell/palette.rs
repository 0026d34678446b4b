//! Go to anything by typing: actions, articles, claims, codebook.

use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Key, Margin, Modifiers, Order, RichText, Role, ScrollArea, Sense,
    Stroke, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::gui::theme::{self, face, size};
use crate::model::Kind;
use crate::session::finder::{Candidate, Found, find};
use crate::session::{ACTIONS, Command, Item, Session};

/// What was typed and what is lit.
pub struct Palette {
    query: String,
    /// The candidates found for what was typed last.
    places: Option<(String, Vec<usize>)>,
    lit: usize,
    fresh: bool,
    candidates: Vec<Candidate<(Command, &'static str, String)>>,
}

const MOST: usize = 12;

impl Palette {
    /// Everything that can be gone to now.
    pub fn new(session: &Session) -> Self {
        let mut candidates = Vec::new();
        let mut add = |command, kind: &'static str, side: String, label: String, others: Vec<String>| {
            candidates.push(Candidate::new((command, kind, side), label, others));
        };
        for info in ACTIONS.iter().filter(|info| session.available(info.action).is_ok()) {
            let key = info.shortcut.map(|s| s.to_string()).unwrap_or_default();
            add(Command::Do(info.action), "Action", key, info.name.into(), Vec::new());
        }
        if let Some(project) = session.desk().map(crate::session::desk::Desk::project) {
            for filter in &session.prefs().filters {
                let show = Command::ShowFilter(filter.name.clone());
                add(show, "Saved filter", String::new(), filter.name.clone(), vec!["claims".into()]);
            }
            for view in project.views_in_order() {
                add(Command::ShowView(view.id), "View", String::new(), view.label.clone(), vec!["matrix".into()]);
            }
            for article in project.articles_by_date() {
                let side = article.published.map(|d| d.to_string()).unwrap_or_default();
                let show = Command::Show(Item::Article(article.id));
                add(show, "Article", side, article.title.clone(), vec![article.outlet.clone()]);
            }
            for kind in Kind::ALL {
                for entry in project.entries(kind) {
                    let others = entry.other_names().into_iter().map(str::to_owned).collect();
                    let show = Command::Show(Item::Entry(entry.id()));
                    add(show, kind.plural(), String::new(), entry.label().into(), others);
                }
            }
            // A big project has more claims than anyone finds by a few letters; its table finds them.
            for claim in project.claims().values().take(20_000) {
                if let Some(excerpt) = project.excerpt(claim.excerpt) {
                    let words: String = excerpt.anchor.quotation.chars().take(110).collect();
                    add(Command::Show(Item::Claim(claim.id)), "Claim", String::new(), words, Vec::new());
                }
            }
        }
        Self { query: String::new(), places: None, lit: 0, fresh: true, candidates }
    }

    /// Whether the palette stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let width = (ctx.content_rect().width() - 80.0).min(620.0);
        let area =
            Area::new(Id::unique("palette")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
        let shown = area.show(ctx, |ui| {
            Frame::popup(ui.style()).corner_radius(10).inner_margin(Margin::same(8)).show(ui, |ui| {
                ui.set_width(width);
                self.content(ui)
            })
        });
        let picked = shown.inner.inner;
        if let Some(index) = picked {
            out.push(self.candidates[index].value.0.clone());
            return false;
        }
        let beside = ctx.input(|i| i.pointer.any_pressed())
            && ctx.pointer_interact_pos().is_some_and(|at| !shown.response.rect.contains(at));
        !(beside || ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)))
    }

    /// The places of the candidates that match what was typed.
    fn places(&mut self) -> Vec<usize> {
        if let Some((query, places)) = &self.places
            && *query == self.query
        {
            return places.clone();
        }
        let found = find(&self.query, &self.candidates, MOST);
        // Candidates are found by reference; their places are what is kept.
        let place =
            |found: &Found<'_, _>| self.candidates.iter().position(|other| std::ptr::eq(found.candidate, other));
        let places: Vec<usize> = found.iter().filter_map(place).collect();
        self.places = Some((self.query.clone(), places.clone()));
        places
    }

    /// The field and the list. Which candidate was chosen.
    fn content(&mut self, ui: &mut Ui) -> Option<usize> {
        let p = theme::of(ui.ctx());
        let places = self.places();
        let count = places.len().max(1);
        let pressed = |ui: &Ui, key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        if pressed(ui, Key::ArrowDown) {
            self.lit = (self.lit + 1) % count;
        }
        if pressed(ui, Key::ArrowUp) {
            self.lit = (self.lit + count - 1) % count;
        }
        let mut picked = if pressed(ui, Key::Enter) { places.get(self.lit).copied() } else { None };
        let before = self.query.clone();
        let mut set = crate::gui::script::typed(face::regular(size::LARGE), false);
        let edit = TextEdit::singleline(&mut self.query)
            .layouter(&mut set)
            .font(face::regular(size::LARGE))
            .hint_text(RichText::new("Type an action, an article, a country, some words…").color(p.faint))
            .margin(Margin::symmetric(8, 8))
            .desired_width(f32::INFINITY);
        let field = ui.add(edit).accessible_name("Go to anything");
        if std::mem::take(&mut self.fresh) {
            field.request_focus();
        }
        if before != self.query {
            self.lit = 0;
        }
        ScrollArea::vertical().max_height(420.0).min_scrolled_height(420.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (row, place) in places.iter().enumerate() {
                let candidate = &self.candidates[*place];
                let (_, kind, side) = &candidate.value;
                if entry(ui, &candidate.label, kind, side, row == self.lit) {
                    picked = Some(*place);
                }
            }
            if places.is_empty() {
                ui.add_space(8.0);
                ui.label(RichText::new("Nothing is called that.").color(p.muted));
                ui.add_space(8.0);
            }
        });
        picked
    }
}

fn entry(ui: &mut Ui, label: &str, kind: &str, side: &str, lit: bool) -> bool {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, lit, label));
    if lit || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(5), if lit { p.accent_tint } else { p.hover });
    }
    let font = face::regular(size::SMALL);
    let right = if side.is_empty() { kind.to_owned() } else { format!("{kind}  ·  {side}") };
    let right = ui.painter().text(rect.right_center() - vec2(10.0, 0.0), Align2::RIGHT_CENTER, right, font, p.muted);
    let room = right.left() - rect.left() - 26.0;
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(label.to_owned(), face::regular(size::BODY), p.ink);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    ui.painter().galley(rect.left_center() + vec2(10.0, -galley.size().y / 2.0), galley, p.ink);
    if lit {
        response.scroll_to_me(None);
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(5),
            Stroke::new(1.0, p.line),
            eframe::egui::StrokeKind::Inside,
        );
    }
    response.clicked()
}
