//! What will be written, worked out in the background: a table, the first lines of a text, a small picture.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use eframe::egui::{
    self, ColorImage, Grid, Image, Label, RichText, Role, ScrollArea, Stroke, StrokeKind, TextureHandle,
    TextureOptions, Ui, WidgetInfo, vec2,
};

use crate::export::picture::{self, Raster};
use crate::export::{self, Format, Kind, Options, Source};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::field;
use crate::gui::widgets::line::counted;
use crate::model::Project;
use crate::session::Desk;

/// What is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// What is written.
    pub kind: Kind,
    /// In which format.
    pub format: Format,
    /// How.
    pub options: Options,
    /// Of which state of the project.
    pub revision: u64,
}

/// What came of it.
enum Made {
    /// Some rows, the header first, and how many there are without it.
    Table(Vec<Vec<String>>, usize),
    /// The first lines, and whether there are more.
    Text(String, bool),
    /// What a workbook holds: sheets with their rows.
    Sheets(Vec<(&'static str, usize)>),
    Picture(Raster),
    Failed(String),
}

/// The same, ready to be shown.
enum Shown {
    Made(Made),
    Picture(TextureHandle),
}

/// The part of the form that shows what will be written.
#[derive(Default)]
pub struct Preview {
    shown: Option<(Wanted, Shown)>,
    /// What is being worked out, and how to stop that.
    under_way: Option<(Wanted, Arc<AtomicBool>)>,
    results: Option<Results>,
}

type Results = (Sender<(Wanted, Made)>, Receiver<(Wanted, Made)>);

/// Rows of a table.
const ROWS: usize = 20;
/// Lines of a text.
const LINES: usize = 60;
/// Letters of a cell.
const LETTERS: usize = 30;
impl Drop for Preview {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Preview {
    /// Shows what is wanted in so much height, or that it is being worked out.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, wanted: &Wanted, height: f32) {
        self.take(ui.ctx());
        let is_fresh = self.shown.as_ref().is_some_and(|(shown, _)| shown == wanted);
        if !is_fresh {
            self.begin(ui, desk.project(), wanted, height);
        }
        field::caption(ui, "Preview");
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        inside.set_clip_rect(rect.intersect(ui.clip_rect()));
        // What was shown before stays until there is something newer.
        match &self.shown {
            Some((_, Shown::Picture(texture))) => paint(&mut inside, texture),
            Some((_, Shown::Made(made))) => tell(&mut inside, made),
            None => drop(field::note(&mut inside, "Working it out…")),
        }
        let said = match &self.shown {
            Some((_, shown)) if is_fresh => said(shown, wanted),
            _ => "Working it out…".to_owned(),
        };
        field::note(ui, &said);
    }

    fn stop(&mut self) {
        if let Some((_, stop)) = self.under_way.take() {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn take(&mut self, ctx: &egui::Context) {
        let Some((_, results)) = &self.results else { return };
        while let Ok((wanted, made)) = results.try_recv() {
            if self.under_way.as_ref().is_some_and(|(asked, _)| *asked == wanted) {
                self.under_way = None;
                let shown = match made {
                    Made::Picture(raster) => {
                        let size = [raster.width as usize, raster.height as usize];
                        let image = ColorImage::from_rgba_unmultiplied(size, &raster.rgba);
                        Shown::Picture(ctx.load_texture("export", image, TextureOptions::LINEAR))
                    }
                    made => Shown::Made(made),
                };
                self.shown = Some((wanted, shown));
            }
        }
    }

    /// Works out what is wanted, unless that is under way.
    fn begin(&mut self, ui: &Ui, project: &Project, wanted: &Wanted, height: f32) {
        if self.under_way.as_ref().is_some_and(|(asked, _)| asked == wanted) {
            return;
        }
        self.stop();
        let stop = Arc::new(AtomicBool::new(false));
        self.under_way = Some((wanted.clone(), stop.clone()));
        let sender = self.results.get_or_insert_with(channel).0.clone();
        let (project, wanted, ctx) = (project.clone(), wanted.clone(), ui.ctx().clone());
        let dots = ctx.pixels_per_point();
        let most = ((ui.available_width() * dots) as u32, (height * dots) as u32);
        std::thread::spawn(move || {
            let made = make(&project, &wanted, most, &|| !stop.load(Ordering::Relaxed));
            // The form may be closed by now.
            let _ = sender.send((wanted, made));
            ctx.request_repaint();
        });
    }
}

fn make(project: &Project, wanted: &Wanted, most: (u32, u32), go_on: &(dyn Fn() -> bool + Sync)) -> Made {
    let Wanted { kind, format, options, .. } = wanted;
    let source = Source::new(project, options);
    let now = jiff::Timestamp::now();
    match (kind, format) {
        (Kind::Matrix | Kind::Timeline, Format::Svg | Format::Png) => {
            match picture::preview(*kind, &source, now, most) {
                Ok(raster) => Made::Picture(raster),
                Err(error) => Made::Failed(error.to_string()),
            }
        }
        (Kind::Briefing, _) => match export::briefing::markdown(&source, now, go_on) {
            Ok(text) => {
                let end = text.match_indices('\n').nth(LINES).map_or(text.len(), |(at, _)| at);
                Made::Text(text[..end].to_owned(), end < text.len())
            }
            Err(error) => Made::Failed(error.to_string()),
        },
        (Kind::All, _) => {
            let tables = [Kind::Matrix, Kind::Positions, Kind::Claims, Kind::Moves, Kind::Agreement];
            Made::Sheets(tables.map(|kind| (kind.label(), export::row_count_of(kind, &source))).to_vec())
        }
        _ => Made::Table(export::preview_of(*kind, &source, ROWS), export::row_count_of(*kind, &source)),
    }
}

fn said(shown: &Shown, wanted: &Wanted) -> String {
    let form = match wanted.format {
        Format::Csv => "UTF-8, fields as RFC 4180 has them; quotations stay word for word.",
        Format::Xlsx => "A workbook with dates and numbers as such, and the colours of the scale.",
        Format::Html => "One page that needs nothing else; it prints well.",
        Format::Markdown => "Plain text with light marks.",
        Format::Svg => "Sharp at every size.",
        Format::Png => "Two dots for every point; larger pictures have fewer.",
    };
    match shown {
        Shown::Made(Made::Table(rows, count)) => {
            let more = count.saturating_sub(rows.len().saturating_sub(1));
            let rest = if more > 0 { format!(", {more} more than shown") } else { String::new() };
            format!("{}{rest}. {form}", counted(*count, "row", "rows"))
        }
        Shown::Made(Made::Text(_, true)) => format!("The beginning. {form}"),
        Shown::Made(Made::Failed(_)) => "Nothing can be written like this.".to_owned(),
        _ => form.to_owned(),
    }
}

fn tell(ui: &mut Ui, made: &Made) {
    match made {
        Made::Table(rows, _) => table(ui, rows),
        Made::Text(text, _) => words(ui, text),
        Made::Sheets(sheets) => {
            for (name, rows) in sheets {
                field::note(ui, &format!("{name}: {}", counted(*rows, "row", "rows")));
            }
            field::note(ui, "Codebook; Method");
        }
        Made::Failed(why) => field::complaint(ui, why),
        Made::Picture(_) => {}
    }
}

fn table(ui: &mut Ui, rows: &[Vec<String>]) {
    let p = theme::of(ui.ctx());
    ScrollArea::both().id_salt("preview").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        Grid::new("preview rows").striped(true).spacing([14.0, 6.0]).show(ui, |ui| {
            for (index, row) in rows.iter().enumerate() {
                for cell in row {
                    let font = if index == 0 { face::semibold(size::SMALL) } else { face::regular(size::SMALL) };
                    let mut short: String = cell.chars().take(LETTERS).collect();
                    if short.len() < cell.len() {
                        short.push('…');
                    }
                    let text = RichText::new(short.replace('\n', " / ")).font(font).color(p.ink);
                    ui.add(Label::new(text).extend());
                }
                ui.end_row();
            }
        });
    });
}

/// A text as it will be read, without its marks: heads larger, items with a point.
fn words(ui: &mut Ui, text: &str) {
    let p = theme::of(ui.ctx());
    ScrollArea::vertical().id_salt("preview").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("| ---")) {
            let (line, font) = match line.trim_start_matches('#') {
                head if head.len() + 1 == line.len() => (head, face::serif_semibold(20.0)),
                head if head.len() < line.len() => (head, face::serif_semibold(size::LARGE)),
                line => (line, face::regular(size::SMALL)),
            };
            let plain = unmarked(line.trim());
            ui.add(Label::new(RichText::new(plain).font(font).color(p.ink)).wrap());
        }
    });
}

/// A line of Markdown as it is read.
fn unmarked(line: &str) -> String {
    let line = line.strip_prefix("- ").map_or_else(|| line.to_owned(), |item| format!("•  {item}"));
    let line = line.trim_matches(['|', ' ']).replace(" | ", "   ").replace("<br>", " ").replace("[^", "[");
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(c) = letters.next() {
        match c {
            // Behind a backslash a mark is only a letter.
            '\\' => out.extend(letters.next()),
            '*' => {}
            c => out.push(c),
        }
    }
    out
}

fn paint(ui: &mut Ui, texture: &TextureHandle) {
    let room = ui.available_size();
    let dots = ui.ctx().pixels_per_point();
    let image = Image::new(texture).fit_to_exact_size(texture.size_vec2() / dots).max_size(room);
    ui.centered_and_justified(|ui| {
        let response = ui.add(image);
        // The picture is light whatever the window: its edge is to be seen.
        let edge = Stroke::new(1.0, theme::of(ui.ctx()).line);
        ui.painter().rect_stroke(response.rect, 0, edge, StrokeKind::Outside);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Preview of the picture"));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_without_its_marks() {
        for (line, read) in [
            ("- **Rule:** *latest* official", "•  Rule: latest official"),
            ("| France | **Supports** – if | (2)[^3] |", "France   Supports – if   (2)[3]"),
            ("2 \\* 3 \\| 4 \\\\", "2 * 3 | 4 \\"),
            ("one<br>two", "one two"),
            ("", ""),
        ] {
            assert_eq!(unmarked(line), read, "{line}");
        }
    }
}
