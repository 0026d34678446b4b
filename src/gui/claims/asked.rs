//! What is asked before many claims change: what they are given, how many change, and whether to go on.

use eframe::egui::{Checkbox, Context, RichText, ScrollArea, Ui};

use super::pick::{How, Pick};
use crate::derive::Memo;
use crate::edit::ops::bulk::{self, Bulk, Outcome};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{button, dialog, field};
use crate::model::{Basis, ClaimId, Confidence, CountryId, EntryId, Kind, Project, TagId, Voice};
use crate::session::{Command, Desk};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Give them another issue.
    Issue,
    /// Another stance.
    Stance,
    /// Another basis.
    Basis,
    /// More countries.
    AddCountries,
    /// Fewer countries.
    RemoveCountries,
    /// Other countries.
    Countries,
    /// Another speaker, or none.
    Speaker,
    /// Another voice.
    Voice,
    /// Another date.
    Date,
    /// Another condition.
    Condition,
    /// Another degree of confidence.
    Confidence,
    /// More tags.
    AddTags,
    /// Fewer tags.
    RemoveTags,
    /// Another analyst.
    Analyst,
    /// One entry in the place of another.
    Instead(Kind),
    /// Delete them.
    Delete,
}

impl What {
    /// What is not important enough for a button of its own, with its name.
    pub const MORE: [(What, &'static str); 14] = [
        (What::Basis, "Change basis…"),
        (What::AddCountries, "Add countries…"),
        (What::RemoveCountries, "Remove countries…"),
        (What::Countries, "Change countries…"),
        (What::Speaker, "Change speaker…"),
        (What::Voice, "Change voice…"),
        (What::Date, "Change date…"),
        (What::Condition, "Change condition…"),
        (What::Confidence, "Change confidence…"),
        (What::RemoveTags, "Remove tags…"),
        (What::Instead(Kind::Country), "Reassign a country…"),
        (What::Instead(Kind::Actor), "Reassign a speaker…"),
        (What::Instead(Kind::Issue), "Reassign an issue…"),
        (What::Instead(Kind::Tag), "Reassign a tag…"),
    ];

    fn title(self, many: &str) -> String {
        match self {
            Self::Issue => format!("Change the issue of {many}"),
            Self::Stance => format!("Change the stance of {many}"),
            Self::Basis => format!("Change the basis of {many}"),
            Self::AddCountries => format!("Add countries to {many}"),
            Self::RemoveCountries => format!("Remove countries from {many}"),
            Self::Countries => format!("Change the countries of {many}"),
            Self::Speaker => format!("Change the speaker of {many}"),
            Self::Voice => format!("Change the voice of {many}"),
            Self::Date => format!("Change the date of {many}"),
            Self::Condition => format!("Change the condition of {many}"),
            Self::Confidence => format!("Change the confidence of {many}"),
            Self::AddTags => format!("Add tags to {many}"),
            Self::RemoveTags => format!("Remove tags from {many}"),
            Self::Analyst => format!("Reassign {many} to another analyst"),
            Self::Instead(kind) => format!("Reassign {} {} in {many}", article(kind), noun(kind)),
            Self::Delete => format!("Delete {many}?"),
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::AddCountries | Self::AddTags => "Add",
            Self::RemoveCountries | Self::RemoveTags => "Remove",
            Self::Analyst | Self::Instead(_) => "Reassign",
            Self::Delete => "Delete",
            _ => "Change",
        }
    }
}

fn noun(kind: Kind) -> &'static str {
    if kind == Kind::Actor { "speaker" } else { kind.noun() }
}

fn article(kind: Kind) -> &'static str {
    if kind == Kind::Issue { "an" } else { "a" }
}

/// The question that is open.
pub struct Asked {
    what: What,
    ids: Vec<ClaimId>,
    pick: Pick,
    from: Pick,
    /// Which of a few.
    choice: Option<usize>,
    text: String,
    date: field::DateField,
    /// Nothing is to stand there any more.
    away: bool,
    frames: u8,
    plan: Memo<(u64, Bulk), Option<Outcome>>,
}

impl Asked {
    /// Asks about these claims, in the order of the table.
    pub fn new(what: What, ids: Vec<ClaimId>) -> Self {
        let focused = |of: bool| if of { Pick::focused() } else { Pick::default() };
        let instead = matches!(what, What::Instead(_));
        Self {
            what,
            ids,
            pick: focused(!instead),
            from: focused(instead),
            choice: None,
            text: String::new(),
            date: field::DateField::default(),
            away: false,
            frames: 0,
            plan: Memo::default(),
        }
    }

    /// Shows the dialog. Whether it stays open.
    pub fn show(&mut self, ctx: &Context, desk: &Desk, out: &mut Vec<Command>) -> bool {
        let project = desk.project();
        self.ids.retain(|id| project.claim(*id).is_some());
        if self.ids.is_empty() {
            return false;
        }
        let what = self.what;
        let many = counted(self.ids.len(), "claim", "claims");
        let answer = dialog::show(ctx, &what.title(&many), 480.0, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let entered = self.content(ui, desk);
            let change = self.change();
            let blocked = self.blocked(desk, change.as_ref(), ui);
            dialog::footer(ui, |ui| {
                let ready = blocked.is_none();
                let go = ui.add_enabled_ui(ready, |ui| match what {
                    What::Delete => button::danger(ui, what.verb()),
                    _ if self.pick.new.is_empty() => button::primary(ui, what.verb()),
                    _ => button::primary(ui, &format!("Create and {}", what.verb().to_lowercase())),
                });
                let go = go.inner.on_disabled_hover_text(blocked.unwrap_or_default());
                // Enter deletes only where the button says so.
                if what == What::Delete && dialog::begins(ui.ctx(), &mut self.frames) {
                    go.request_focus();
                }
                let back = button::secondary(ui, "Cancel").clicked();
                ((go.clicked() || entered) && ready, back, change)
            })
        });
        let Some((go, back, change)) = answer else { return false };
        if go {
            let ids = std::mem::take(&mut self.ids);
            out.push(match change {
                Some(change) => Command::ChangeClaims(ids, Box::new(change), std::mem::take(&mut self.pick.new)),
                None => Command::DeleteClaims(ids),
            });
        }
        !go && !back
    }

    /// The fields. Whether Enter was pressed in one.
    fn content(&mut self, ui: &mut Ui, desk: &Desk) -> bool {
        let pick = |name, kind, several, creates| How { name, kind, several, creates };
        match self.what {
            What::Issue => self.pick.show(ui, desk, &pick("issue", Kind::Issue, false, true)),
            What::Stance => self.pick.show(ui, desk, &pick("stance", Kind::Stance, false, false)),
            What::AddCountries | What::Countries => {
                self.pick.show(ui, desk, &pick("countries", Kind::Country, true, true))
            }
            What::RemoveCountries => self.pick.show(ui, desk, &pick("countries", Kind::Country, true, false)),
            What::AddTags => {
                if desk.project().count(Kind::Tag) == 0 && self.pick.ids.is_empty() {
                    field::note(ui, "No tags yet: type a name and press Enter to make one.");
                }
                self.pick.show(ui, desk, &pick("tag", Kind::Tag, true, true))
            }
            What::RemoveTags => self.pick.show(ui, desk, &pick("tag", Kind::Tag, true, false)),
            What::Speaker => {
                let entered = self.pick.show(ui, desk, &pick("speaker", Kind::Actor, false, true));
                self.take_away(ui, "Take the speaker away", self.pick.ids.is_empty());
                entered
            }
            What::Basis => self.segments(ui, "basis", &Basis::ALL.map(Basis::label)),
            What::Confidence => {
                let labels = Confidence::ALL.map(|(_, label)| label);
                self.segments(ui, "confidence", &[labels[0], labels[1], labels[2], "Not said"])
            }
            What::Voice => {
                let mut labels = Voice::ALL.map(Voice::label).to_vec();
                labels.push("Speaker’s own");
                self.segments(ui, "voice", &labels)
            }
            What::Date => {
                let edit = self.date.show(ui, "Said on", "2025-02-18");
                if dialog::begins(ui.ctx(), &mut self.frames) {
                    edit.request_focus();
                }
                let entered = field::entered(ui, &edit);
                self.take_away(ui, "Take the day of its own away: the date of the article", self.is_undated());
                entered
            }
            What::Condition => {
                let entered = self.line(ui, "Condition", "if …", "");
                self.take_away(ui, "Take the condition away", self.text.trim().is_empty());
                entered
            }
            What::Analyst => {
                let names = analysts(desk.project(), &self.ids);
                self.line(ui, "Analyst", "Name", &format!("Coded by {names} now."))
            }
            What::Instead(kind) => {
                field::note(ui, &format!("Where they name this {}", noun(kind)));
                let first = self.from.show(ui, desk, &pick("from", kind, false, false));
                field::note(ui, "they name this one instead");
                let second = self.pick.show(ui, desk, &pick("to", kind, false, true));
                first || second
            }
            What::Delete => {
                doomed(ui, desk.project(), &self.ids);
                false
            }
        }
    }

    /// A tick for having nothing there any more, while nothing is given instead.
    fn take_away(&mut self, ui: &mut Ui, name: &str, empty: bool) {
        self.away &= empty;
        let tick = ui.add_enabled(empty, Checkbox::new(&mut self.away, name));
        tick.on_disabled_hover_text("Something is given instead");
    }

    fn is_undated(&self) -> bool {
        matches!(self.date.date(), Ok(None))
    }

    fn segments(&mut self, ui: &mut Ui, group: &str, labels: &[&str]) -> bool {
        let segments: Vec<Segment<'_>> = labels.iter().map(|label| Segment::word(label)).collect();
        if dialog::begins(ui.ctx(), &mut self.frames) {
            ui.memory_mut(|m| m.request_focus(segmented::id(group, 0)));
        }
        if let Some(chosen) = segmented::show(ui, group, self.choice, &segments) {
            self.choice = Some(chosen);
        }
        false
    }

    fn line(&mut self, ui: &mut Ui, name: &str, hint: &str, note: &str) -> bool {
        let edit = field::line(ui, name, &mut self.text, hint);
        if dialog::begins(ui.ctx(), &mut self.frames) {
            edit.request_focus();
        }
        if !note.is_empty() {
            field::note(ui, note);
        }
        field::entered(ui, &edit)
    }

    /// What is to change, as far as it is said.
    fn change(&self) -> Option<Bulk> {
        let ids = &self.pick.ids;
        let countries = || ids.iter().filter_map(country).collect::<Vec<_>>();
        let tags = || ids.iter().filter_map(tag).collect::<Vec<_>>();
        Some(match (self.what, self.pick.one()) {
            (What::Issue, Some(EntryId::Issue(id))) => Bulk::Issue(id),
            (What::Stance, Some(EntryId::Stance(id))) => Bulk::Stance(id),
            (What::Speaker, Some(EntryId::Actor(id))) => Bulk::Speaker(Some(id)),
            (What::Speaker, None) if self.away => Bulk::Speaker(None),
            (What::AddCountries, Some(_)) => Bulk::AddCountries(countries()),
            (What::RemoveCountries, Some(_)) => Bulk::RemoveCountries(countries()),
            (What::Countries, Some(_)) => Bulk::Countries(countries()),
            (What::AddTags, Some(_)) => Bulk::AddTags(tags()),
            (What::RemoveTags, Some(_)) => Bulk::RemoveTags(tags()),
            (What::Instead(_), Some(to)) => Bulk::Instead { from: self.from.one()?, to },
            (What::Basis, _) => Bulk::Basis(*Basis::ALL.get(self.choice?)?),
            (What::Voice, _) => Bulk::Voice(Voice::ALL.get(self.choice?).copied()),
            (What::Confidence, _) => Bulk::Confidence(Confidence::ALL.get(self.choice?).map(|(degree, _)| *degree)),
            (What::Date, _) if self.away || !self.is_undated() => Bulk::SaidOn(self.date.date().ok()?),
            (What::Condition, _) if self.away || !self.text.trim().is_empty() => {
                Bulk::Condition(self.text.trim().into())
            }
            (What::Analyst, _) if !self.text.trim().is_empty() => Bulk::Analyst(self.text.trim().into()),
            _ => return None,
        })
    }

    /// Says what would become of the claims. Why nothing can be done yet.
    fn blocked(&self, desk: &Desk, change: Option<&Bulk>, ui: &mut Ui) -> Option<String> {
        if desk.document().is_read_only() {
            return Some(READ_ONLY.into());
        }
        if self.what == What::Delete {
            return None;
        }
        let Some(change) = change else {
            let what = match self.what {
                What::Analyst => "Type a name first".into(),
                What::Date => "Type a date first, or tick to take it away".into(),
                What::Speaker => "Choose a speaker first, or tick to take them away".into(),
                What::Condition => "Type a condition first, or tick to take it away".into(),
                What::Instead(kind) => format!("Choose both first: which {}, and which one instead", noun(kind)),
                What::Basis | What::Voice | What::Confidence => "Choose one first".into(),
                What::Issue => "Choose an issue first".into(),
                What::Stance => "Choose a stance first".into(),
                What::AddTags | What::RemoveTags => "Choose a tag first".into(),
                _ => "Choose a country first".into(),
            };
            return Some(what);
        };
        let key = (desk.document().revision(), change.clone());
        let outcome = *self.plan.get(key, || bulk::plan(desk.project(), &self.ids, change).ok());
        let Some(Outcome { changed, same, left }) = outcome else {
            let why = "These claims cannot be changed so";
            field::complaint(ui, why);
            return Some(why.into());
        };
        for row in &self.pick.new {
            let noun = row.id().kind().noun();
            field::complaint(ui, &format!("“{}” is not in the codebook: a new {noun} will be made.", row.label()));
        }
        let mut said = vec![format!("{} of {} will change", changed, self.ids.len())];
        if same > 0 {
            said.push(format!("{same} {} so already", if same == 1 { "is" } else { "are" }));
        }
        field::note(ui, &said.join(" · "));
        if left > 0 {
            let them = counted(left, "claim is", "claims are");
            let text = format!("{them} left alone: without a country or a speaker a claim would be nobody’s.");
            field::complaint(ui, &text);
        }
        (changed == 0).then(|| "No claim would change".into())
    }
}

/// Why nothing can be changed.
pub const READ_ONLY: &str = "This project is open for reading only";

fn country(id: &EntryId) -> Option<CountryId> {
    if let EntryId::Country(id) = id { Some(*id) } else { None }
}

fn tag(id: &EntryId) -> Option<TagId> {
    if let EntryId::Tag(id) = id { Some(*id) } else { None }
}

/// Who coded the claims, the first few.
fn analysts(project: &Project, ids: &[ClaimId]) -> String {
    const FEW: usize = 4;
    let claims = ids.iter().filter_map(|id| project.claim(*id));
    let names: std::collections::BTreeSet<&str> = claims.map(|claim| claim.analyst.as_str()).collect();
    let named = names.iter().map(|name| if name.is_empty() { "nobody" } else { name });
    let mut said = named.take(FEW).collect::<Vec<_>>().join(", ");
    if names.len() > FEW {
        said.push_str(&format!(" and {} more", names.len() - FEW));
    }
    said
}

/// Which claims are to go: the first of them in words, the rest in numbers.
fn doomed(ui: &mut Ui, project: &Project, ids: &[ClaimId]) {
    const SHOWN: usize = 5;
    let p = theme::of(ui.ctx());
    ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]).show(ui, |ui| {
        for claim in ids.iter().take(SHOWN).filter_map(|id| project.claim(*id)) {
            let countries = claim.countries.iter().map(|id| project.label(EntryId::Country(*id)));
            let speaker = claim.speaker.map(|id| project.label(EntryId::Actor(id)));
            let who = countries.collect::<Vec<_>>().join(", ");
            let who = if who.is_empty() { speaker.unwrap_or_default() } else { who };
            let stance = project.label(EntryId::Stance(claim.stance));
            let issue = project.label(EntryId::Issue(claim.issue));
            let head = format!("{who} · {stance} · {issue}");
            ui.add(
                eframe::egui::Label::new(RichText::new(head).font(face::medium(size::BODY)).color(p.ink)).truncate(),
            );
            let words = project.excerpt(claim.excerpt).map_or("", |excerpt| &excerpt.anchor.quotation);
            let words: String = words.chars().take(160).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            let words = RichText::new(format!("“{words}”")).font(face::serif(14.0)).color(p.muted);
            ui.add(eframe::egui::Label::new(words).truncate());
        }
        if ids.len() > SHOWN {
            field::note(ui, &format!("… and {} more", ids.len() - SHOWN));
        }
    });
    field::note(ui, "The articles stay. One step, can be undone.");
}
