//! The head of a group: what its rows share, how many they are, and which stances they take.

use eframe::egui::{CornerRadius, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::columns::{CHECK, Columns};
use super::row;
use super::select::Part;
use crate::derive::claims::{Group, GroupBy, GroupKey};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::glyph;
use crate::gui::widgets::line::{counted, line};
use crate::model::{Entry, EntryId, Project};

/// A head and what it needs to be painted.
pub struct HeadPainter<'a> {
    /// The project.
    pub project: &'a Project,
    /// The group.
    pub group: &'a Group,
    /// What it is a group of.
    pub by: GroupBy,
    /// Whether its rows are not shown.
    pub folded: bool,
    /// How much of it is chosen.
    pub part: Part,
}

impl HeadPainter<'_> {
    /// What its rows share.
    pub fn title(&self) -> String {
        match &self.group.key {
            GroupKey::Entry(id) => self.project.label(*id),
            GroupKey::Text(text) => text.to_string(),
            GroupKey::Article(id) => match self.project.article(*id) {
                Some(article) if !article.title.is_empty() => article.title.clone(),
                _ => "Untitled".into(),
            },
            GroupKey::Month(month) => month.strftime("%B %Y").to_string(),
            GroupKey::Nothing => match self.by {
                GroupBy::Month => "No date".into(),
                by => format!("No {}", by.label().to_lowercase()),
            },
        }
    }

    /// "14 claims"
    pub fn counted(&self) -> String {
        counted(self.group.end - self.group.start, "claim", "claims")
    }

    /// "Supports 3, Opposes 4"
    pub fn stances(&self) -> String {
        let parts = self.parts().map(|(id, count)| format!("{} {count}", self.project.label(id)));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The stances that occur, in the order of the scale.
    fn parts(&self) -> impl Iterator<Item = (EntryId, u32)> + '_ {
        let scale = self.project.scale().into_iter().map(|stance| EntryId::Stance(stance.id)).collect::<Vec<_>>();
        scale.into_iter().zip(self.group.stances.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// Paints the head. Whether its title did not fit.
    pub fn paint(&self, ui: &Ui, rect: Rect, cursor: bool, hovered: bool) -> bool {
        let p = theme::of(ui.ctx());
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if hovered { p.hover } else { p.ground });
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        if cursor {
            row::cursor(ui, rect);
        }
        row::check(ui, Columns::check(rect), self.part);
        let middle = rect.center().y;
        let mut left = rect.left() + CHECK;
        let c = pos2(left + 3.0, middle);
        let points = if self.folded {
            vec![c + vec2(-2.5, -4.5), c + vec2(3.5, 0.0), c + vec2(-2.5, 4.5)]
        } else {
            vec![c + vec2(-4.5, -2.5), c + vec2(4.5, -2.5), c + vec2(0.0, 3.5)]
        };
        ui.painter().add(Shape::convex_polygon(points, p.muted, Stroke::NONE));
        left += 18.0;
        match self.group.key {
            GroupKey::Entry(EntryId::Country(id)) => {
                let iso = self.project.country(id).map_or("", |country| &country.iso);
                if !iso.is_empty() {
                    left = row::code(ui, pos2(left, middle), &iso.chars().take(8).collect::<String>()) + 7.0;
                }
            }
            GroupKey::Entry(id @ EntryId::Stance(_)) => {
                if let Some(Entry::Stance(stance)) = self.project.entry(id) {
                    let mark = Rect::from_center_size(pos2(left + 6.0, middle), vec2(11.0, 11.0));
                    glyph::paint(ui.painter(), mark, stance.glyph, theme::stance(stance.colour, p.dark).ink);
                    left += 20.0;
                }
            }
            _ => {}
        }
        let bar = bar(rect);
        let place = |galley: &eframe::egui::Galley, left: f32| pos2(left, middle - galley.size().y / 2.0);
        let count = line(ui, &self.beside(), face::regular(size::SMALL), p.muted, 320.0);
        let room = bar.left() - 16.0 - left - count.size().x - 10.0;
        let title = line(ui, &self.title(), face::semibold(size::BODY), p.ink, room.max(60.0));
        let (end, cut) = (left + title.size().x, title.elided);
        ui.painter().galley(place(&title, left), title, p.ink);
        ui.painter().galley(place(&count, end + 10.0), count, p.muted);
        self.distribution(ui, bar);
        cut
    }

    /// The number of claims; for an article its outlet and date besides.
    fn beside(&self) -> String {
        let mut said = self.counted();
        if let GroupKey::Article(id) = self.group.key
            && let Some(article) = self.project.article(id)
        {
            if !article.outlet.is_empty() {
                said.push_str(&format!(" · {}", article.outlet));
            }
            if let Some(date) = article.published {
                said.push_str(&format!(" · {}", date.strftime("%-d %b %Y")));
            }
        }
        said
    }

    fn distribution(&self, ui: &Ui, rect: Rect) {
        let p = theme::of(ui.ctx());
        let parts: Vec<_> = self.parts().collect();
        let all: u32 = parts.iter().map(|(_, count)| count).sum();
        let gaps = parts.len().saturating_sub(1) as f32;
        let mut left = rect.left();
        for (id, count) in parts {
            let Some(Entry::Stance(stance)) = self.project.entry(id) else { continue };
            let width = (rect.width() - gaps) * count as f32 / all as f32;
            // What has no score says nothing about support, and stands back.
            let ink = if stance.score.is_some() { theme::stance(stance.colour, p.dark).ink } else { p.strong_line };
            let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
            ui.painter().rect_filled(part, 2.0, ink);
            left += width + 1.0;
        }
    }
}

/// Where the stances of a group are shown.
pub fn bar(rect: Rect) -> Rect {
    let width = (rect.width() * 0.16).clamp(90.0, 180.0);
    Rect::from_min_max(
        pos2(rect.right() - 14.0 - width, rect.center().y - 4.0),
        pos2(rect.right() - 14.0, rect.center().y + 4.0),
    )
}
