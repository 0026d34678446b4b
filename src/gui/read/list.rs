//! The articles of the project: found by words, sorted, with what is coded in each.

use std::collections::HashMap;

use eframe::egui::{
    Align, Align2, CornerRadius, Frame, Layout, Margin, Popup, Rect, Response, RichText, Role, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::header;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{field, mark, picker};
use crate::model::{Article, ArticleId, Progress, Project};
use crate::session::{Command, Desk, Item};
use crate::text::fold::fold;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Date,
    Title,
    Outlet,
    Claims,
}

impl Sort {
    const ALL: [(Sort, &'static str); 4] =
        [(Sort::Date, "Date"), (Sort::Title, "Title"), (Sort::Outlet, "Outlet"), (Sort::Claims, "Claims")];
}

/// What was typed into the filter, and what it lets through.
#[derive(Default)]
pub struct ArticleList {
    query: String,
    sort: Sort,
    only: Option<Progress>,
    rows: Vec<ArticleId>,
    key: Option<(u64, String, Sort, Option<Progress>)>,
    shown: Option<ArticleId>,
    /// Claims of the articles that were in view, counted once for a revision.
    counts: HashMap<ArticleId, usize>,
    /// Excerpts of articles that need re-anchoring.
    adrift: HashMap<ArticleId, usize>,
    offset: f32,
}

const ROW: f32 = 68.0;

impl ArticleList {
    /// Shows the list.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        self.update(desk);
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 12, bottom: 8 }).show(ui, |ui| {
            self.head(ui, desk);
            ui.add_space(space::S);
            field::line(ui, "Filter articles", &mut self.query, "Filter by title, outlet, country…");
        });
        if self.rows.is_empty() {
            Frame::new().inner_margin(Margin::same(14)).show(ui, |ui| {
                let words =
                    if desk.project().articles().is_empty() { "No articles yet." } else { "No article matches." };
                field::note(ui, words);
            });
            return;
        }
        let selected = desk.selection().article;
        let moved = self.shown != selected;
        self.shown = selected;
        let mut scroll = ScrollArea::vertical().id_salt("article rows").auto_shrink(false);
        // The article that was gone to by key is in view.
        let place = selected.and_then(|id| self.rows.iter().position(|row| *row == id));
        if let Some(place) = place.filter(|_| moved) {
            let (top, view) = (place as f32 * ROW, ui.available_height());
            if top < self.offset || top + ROW > self.offset + view {
                scroll = scroll.vertical_scroll_offset((top - view / 2.0).max(0.0));
            }
        }
        let scrolled = scroll.show_rows(ui, ROW, self.rows.len(), |ui, range| {
            ui.set_width(ui.available_width());
            for id in &self.rows[range] {
                let Some(article) = desk.project().article(*id) else { continue };
                let claims = *self.counts.entry(*id).or_insert_with(|| desk.project().count_claims_in(*id));
                let lost = self.adrift.get(id).copied().unwrap_or(0);
                if row(ui, article, (claims, lost), selected == Some(*id)).clicked() {
                    out.push(Command::Show(Item::Article(*id)));
                }
            }
        });
        self.offset = scrolled.state.clamped_offset().y;
    }

    fn head(&mut self, ui: &mut Ui, desk: &Desk) {
        let p = theme::of(ui.ctx());
        ui.horizontal(|ui| {
            field::caption(ui, "Articles");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let all = desk.project().articles().len();
                let count =
                    if self.rows.len() == all { all.to_string() } else { format!("{} of {all}", self.rows.len()) };
                ui.label(RichText::new(count).font(face::regular(size::SMALL)).color(p.muted));
                let name = self.only.map_or(Sort::ALL[self.sort as usize].1, Progress::label);
                let label = RichText::new(name).font(face::regular(size::SMALL)).color(p.muted);
                let menu = ui.add(eframe::egui::Button::new(label).frame_when_inactive(false));
                let menu = menu.on_hover_text("Sort and filter").accessible_name("Sort and filter articles");
                Popup::menu(&menu).show(|ui| {
                    field::caption(ui, "Sort by");
                    for (sort, name) in Sort::ALL {
                        ui.radio_value(&mut self.sort, sort, name);
                    }
                    ui.separator();
                    field::caption(ui, "Show");
                    ui.radio_value(&mut self.only, None, "All");
                    for (progress, name) in Progress::ALL {
                        ui.radio_value(&mut self.only, Some(progress), name);
                    }
                });
            });
        });
    }

    fn update(&mut self, desk: &Desk) {
        let key = Some((desk.document().revision(), self.query.clone(), self.sort, self.only));
        if self.key == key {
            return;
        }
        self.counts.clear();
        self.adrift.clear();
        let project = desk.project();
        for excerpt in desk.adrift().iter().filter_map(|id| project.excerpt(*id)) {
            *self.adrift.entry(excerpt.article).or_default() += 1;
        }
        let words: Vec<String> = fold(&self.query).split_whitespace().map(str::to_owned).collect();
        let articles = project.articles_by_date();
        self.rows = articles
            .into_iter()
            .filter(|article| self.only.is_none_or(|only| article.progress == only))
            .filter(|article| words.is_empty() || matches(project, article, &words))
            .map(|article| article.id)
            .collect();
        let article = |id: &ArticleId| project.article(*id);
        match self.sort {
            Sort::Date => {}
            Sort::Title => self.rows.sort_by_cached_key(|id| article(id).map(|a| fold(&a.title))),
            Sort::Outlet => self.rows.sort_by_cached_key(|id| article(id).map(|a| fold(&a.outlet))),
            Sort::Claims => {
                self.rows.sort_by_cached_key(|id| std::cmp::Reverse(project.count_claims_in(*id)));
            }
        }
        self.key = key;
    }
}

/// Whether every word stands in title, outlet, author, date or the names of countries coded in the article.
fn matches(project: &Project, article: &Article, words: &[String]) -> bool {
    let mut hay = fold(&format!("{} {} {}", article.title, article.outlet, article.author));
    hay.extend(article.published.iter().map(|date| format!(" {date}")));
    if words.iter().all(|word| hay.contains(word.as_str())) {
        return true;
    }
    for (_, claim) in project.claims_in(article.id) {
        for country in claim.countries.iter().filter_map(|id| project.country(*id)) {
            hay.push(' ');
            hay.push_str(&fold(&country.name));
        }
    }
    words.iter().all(|word| hay.contains(word.as_str()))
}

/// An article with its claims and the excerpts that need re-anchoring, counted.
fn row(ui: &mut Ui, article: &Article, (claims, lost): (usize, usize), selected: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let adrift = header::adrift(lost);
    let name = if lost > 0 { format!("{}, {adrift}", article.title) } else { article.title.clone() };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (selected, response.hovered()) {
        (true, _) => p.accent_tint,
        (false, true) => p.hover,
        (false, false) => p.panel,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, fill);
    if selected {
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0.0, p.accent);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
    if response.has_focus() {
        painter.rect_stroke(rect.shrink(1.0), CornerRadius::ZERO, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    let left = rect.left() + 16.0;
    let width = rect.width() - 32.0;
    let narrow = width < 210.0;
    let mut job = eframe::egui::text::LayoutJob::simple(article.title.clone(), face::semibold(12.5), p.ink, width);
    job.wrap.max_rows = 2;
    job.wrap.overflow_character = Some('…');
    let title = ui.fonts_mut(|f| f.layout_job(job));
    let height = title.size().y + 18.0;
    let top = rect.center().y - height / 2.0;
    let elided = title.elided;
    painter.galley(pos2(left, top), title.clone(), p.ink);
    let date = article.published.map_or_else(
        || "undated".to_owned(),
        |date| date.strftime(if narrow { "%-d %b" } else { "%-d %b %Y" }).to_string(),
    );
    let source = if lost > 0 {
        adrift.clone()
    } else if article.outlet.is_empty() {
        date
    } else {
        format!("{} · {date}", article.outlet)
    };
    let under = pos2(left, top + title.size().y + 3.0);
    let quiet = if lost > 0 { p.warning } else { p.muted };
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(source, face::regular(size::SMALL), quiet);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(
        width - if article.progress == Progress::Unread && claims == 0 { 50.0 } else { 34.0 },
    );
    painter.galley(under, ui.fonts_mut(|f| f.layout_job(job)), quiet);
    let middle = pos2(rect.right() - 14.0, under.y + 8.0);
    state(ui, middle, article.progress, claims);
    let coded =
        format!("{} claim{}, {}", claims, if claims == 1 { "" } else { "s" }, article.progress.label().to_lowercase());
    let coded = if lost > 0 { format!("{coded}\n{adrift}") } else { coded };
    let tip = if elided { format!("{}\n{coded}", article.title) } else { coded };
    response.on_hover_text(tip)
}

/// How far an article is, drawn to the left of `right`.
fn state(ui: &mut Ui, right: eframe::egui::Pos2, progress: Progress, claims: usize) {
    let p = theme::of(ui.ctx());
    let text = match (progress, claims) {
        (Progress::Unread, 0) => "unread".to_owned(),
        (_, n) => n.to_string(),
    };
    let font = face::regular(size::TINY);
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(text, font, p.muted));
    let extent = galley.size() + vec2(12.0, 3.0);
    let rect = Rect::from_min_size(pos2(right.x - extent.x, right.y - extent.y / 2.0), extent);
    match progress {
        Progress::Unread => picker::dashed(ui, rect, p.faint),
        Progress::InProgress => {
            ui.painter().rect_filled(rect, CornerRadius::same(255), p.hover);
        }
        Progress::Done => {
            let stroke = Stroke::new(1.0, p.good);
            ui.painter().rect(rect, CornerRadius::same(255), p.paper, stroke, StrokeKind::Inside);
        }
    }
    mark::text_at(ui, rect.center(), Align2::CENTER_CENTER, galley.text(), face::regular(size::TINY), p.muted);
}
