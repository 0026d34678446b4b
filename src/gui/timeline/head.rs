//! Above the lanes: which issue, whose lanes, and by which settings.

use eframe::egui::{Frame, Margin, Rect, RichText, Stroke, Ui, pos2, vec2};

use super::choose::{Choose, Rows};
use crate::derive::timeline::Subject;
use crate::export::statement;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::line;
use crate::gui::widgets::line::counted;
use crate::model::{EntryId, IssueId, Look, Project, RowsOf, Who};
use crate::session::finder::Candidate;
use crate::session::{Action, Command, Desk};

/// What the chips remember from frame to frame.
#[derive(Default)]
pub struct Chips {
    issues: Choose,
    whos: Choose,
    lanes: Choose,
}

/// Says what marks and bands are.
const LEGEND: &str = "Each mark is a claim; the band is the position in force";
const SHORT: &str = "Marks are claims, bands positions";

impl Chips {
    /// Shows the chips; returns what the timeline is to be of, where that is to change.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        subject: Option<Subject>,
        out: &mut Vec<Command>,
    ) -> Option<Subject> {
        let mut wanted = None;
        let margin = Margin::symmetric(14, 8);
        let p = theme::of(ui.ctx());
        Frame::new().fill(p.panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            let whole = ui.available_rect_before_wrap();
            let chips = ui.horizontal_wrapped(|ui| {
                wanted = match subject {
                    Some(Subject::Who(who)) => self.who(ui, desk, who),
                    _ => self.issue(ui, desk, out),
                };
                wanted = wanted.or(self.lanes(ui, desk, subject, out));
                settings(ui, desk, out);
                ui.cursor().left()
            });
            let (left, bottom) = (chips.inner, chips.response.rect.bottom());
            let last = Rect::from_min_max(pos2(left + space::S, bottom - 28.0), pos2(whole.right(), bottom));
            line::at_end(ui, LEGEND, SHORT, last, whole.right());
        });
        let bottom = ui.min_rect().bottom();
        ui.painter().hline(ui.max_rect().x_range(), bottom - 0.5, Stroke::new(1.0, p.line));
        wanted
    }

    fn issue(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) -> Option<Subject> {
        let (project, now) = (desk.project(), desk.followed()?);
        let label = project.label(EntryId::Issue(now));
        let response =
            Chip { name: "Issue", value: &label, set: false, clears: false }.show_within(ui, room(ui)).response;
        self.issues.opened(&response);
        let response = chip::tip(response, "Page Up and Page Down go to the issues before and after");
        chip::menu(&response, "Issue").show(|ui| {
            ui.set_width(340.0);
            let values = issues(project);
            let rows = Rows { find: "Find an issue", values: &values, tick: Tick::One, on: &|issue| *issue == now };
            if let Some(issue) = self.issues.show(ui, &rows) {
                out.push(Command::Follow(issue));
                ui.close();
            }
        });
        None
    }

    fn who(&mut self, ui: &mut Ui, desk: &Desk, now: Who) -> Option<Subject> {
        let project = desk.project();
        let name = noun(now.rows());
        let label = project.label(now.entry());
        let response = Chip { name, value: &label, set: false, clears: false }.show_within(ui, room(ui)).response;
        self.whos.opened(&response);
        let mut wanted = None;
        chip::menu(&response, name).show(|ui| {
            ui.set_width(300.0);
            let values = whos(desk);
            let find = format!("Find a {}", now.rows().nouns().0);
            let rows = Rows { find: &find, values: &values, tick: Tick::One, on: &|who| *who == now };
            if let Some(who) = self.whos.show(ui, &rows) {
                wanted = Some(Subject::Who(who));
                ui.close();
            }
        });
        wanted
    }

    fn lanes(&mut self, ui: &mut Ui, desk: &Desk, subject: Option<Subject>, out: &mut Vec<Command>) -> Option<Subject> {
        let look = desk.look();
        let of = match subject {
            Some(Subject::Who(who)) => Some(who),
            _ => None,
        };
        let matrix = &desk.sheet().matrix;
        let (whole, shown) = match of {
            None => (matrix.whos.len(), desk.sheet().rows.len()),
            Some(_) => (matrix.issues.len(), desk.sheet().columns.len()),
        };
        let mut value = of.map_or_else(|| look.rows.label().to_owned(), |_| "Issues".to_owned());
        if shown < whole {
            value = format!("{value}, {shown} of {whole}");
        }
        let response = Chip { name: "Lanes", value: &value, set: false, clears: false }.show(ui).response;
        self.lanes.opened(&response);
        let mut wanted = None;
        let mut look = look.clone();
        chip::menu(&response, "Lanes").show(|ui| {
            ui.set_width(300.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (rows, label) in RowsOf::ALL {
                if chip::item(ui, Tick::One, of.is_none() && look.rows == rows, label, "") {
                    look.rows = rows;
                    wanted = desk.followed().map(Subject::Issue);
                    ui.close();
                }
            }
            let one = of.or_else(|| desk.sheet().whos().next().map(|(who, _)| who));
            if let Some(who) = one {
                let label = format!("Issues of one {}", look.rows.nouns().0);
                if chip::item(ui, Tick::One, of.is_some(), &label, "") {
                    wanted = Some(Subject::Who(of.unwrap_or(who)));
                    ui.close();
                }
            }
            if whole == 0 {
                return;
            }
            let all = lanes_of(desk, of);
            ui.add_space(space::XS);
            ui.separator();
            if shown < whole && chip::item(ui, Tick::None, false, "Show all", "") {
                look.hidden.retain(|entry| all.iter().all(|lane| lane.value != *entry));
            }
            let hidden = look.hidden.clone();
            let on = |entry: &EntryId| !hidden.contains(entry);
            let rows = Rows { find: "Find a lane", values: &all, tick: Tick::Any, on: &on };
            if let Some(entry) = self.lanes.show(ui, &rows)
                && !look.hidden.remove(&entry)
            {
                look.hidden.insert(entry);
            }
        });
        if look != *desk.look() {
            out.push(Command::SetLook(Box::new(look)));
        }
        wanted
    }
}

/// By which rule and with which filters, as the matrix has them set.
fn settings(ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    // Which lanes are hidden is said by their chip.
    let look = Look { hidden: Default::default(), since: None, ..desk.look().clone() };
    let mut text = statement::in_short(desk.project(), &look);
    let undated = desk.sheet().matrix.undated;
    if undated > 0 {
        text = format!("{text}; {} left out", counted(undated, "undated claim", "undated claims"));
    }
    let room = (ui.max_rect().width() * 0.36).clamp(160.0, 420.0);
    let font = face::regular(size::SMALL);
    let galley = line::line(ui, &text, font, p.muted, room);
    ui.add_space(space::XS);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 28.0), eframe::egui::Sense::hover());
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &text));
    let cut = galley.elided;
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, p.muted);
    if cut {
        response.on_hover_text(&text);
    }
    let link = RichText::new("Change").font(face::medium(size::SMALL)).color(p.accent);
    let link = ui.add(eframe::egui::Button::new(link).frame(false)).accessible_name("Change rule and filters");
    if link.on_hover_text("Rule and filters are those of the matrix").clicked() {
        out.push(Command::Do(Action::ShowMatrix));
    }
}

/// What a chip may take for the name of an issue.
fn room(ui: &Ui) -> f32 {
    (ui.max_rect().width() * 0.3).clamp(190.0, 420.0)
}

/// "Country", "Bloc", "Actor".
fn noun(rows: RowsOf) -> &'static str {
    ["Country", "Bloc", "Actor"][rows as usize]
}

fn issues(project: &Project) -> Vec<Candidate<IssueId>> {
    let issues = project.issues_in_order();
    issues.iter().map(|row| Candidate::new(row.id, &row.label, vec![row.short.clone()])).collect()
}

fn whos(desk: &Desk) -> Vec<Candidate<Who>> {
    let (project, matrix) = (desk.project(), &desk.sheet().matrix);
    matrix.whos.iter().map(|who| Candidate::new(*who, project.label(who.entry()), others(project, *who))).collect()
}

/// Everything that can have a lane, shown or hidden.
fn lanes_of(desk: &Desk, of: Option<Who>) -> Vec<Candidate<EntryId>> {
    if of.is_none() {
        let entry = |row: Candidate<Who>| {
            let entry = row.value.entry();
            row.map(entry)
        };
        return whos(desk).into_iter().map(entry).collect();
    }
    let entry = |row: Candidate<IssueId>| {
        let entry = EntryId::Issue(row.value);
        row.map(entry)
    };
    issues(desk.project()).into_iter().map(entry).collect()
}

/// Other words that lead to one.
fn others(project: &Project, who: Who) -> Vec<String> {
    match who {
        Who::Country(id) => project
            .country(id)
            .map_or_else(Vec::new, |row| std::iter::once(row.iso.clone()).chain(row.aliases.iter().cloned()).collect()),
        Who::Actor(id) => project.actor(id).map_or_else(Vec::new, |row| row.aliases.clone()),
        Who::Bloc(_) => Vec::new(),
    }
}
