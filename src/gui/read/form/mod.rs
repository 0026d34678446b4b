//! The claim form: who, on which issue, with which stance, under which condition, how we know.
//!
//! Enter takes what is lit or proposed and goes on; on the last field it saves. Digits set the stance when
//! no text is being typed. Proposals are dashed and become part of the claim only when they are taken.

mod choices;
mod fields;
mod since;
mod speaker;

use eframe::egui::{CornerRadius, Frame, Key, Margin, Modifiers, RichText, Stroke, Ui, vec2};

use crate::edit::ops::claims::Target;
use crate::edit::ops::{ClaimDraft, Clash};
use crate::gui::clash;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::field::DateField;
use crate::gui::widgets::{Picker, keycap, primary, secondary, segmented};
use crate::model::{ActorId, ArticleId, Basis, ClaimId, Confidence, CountryId, Entry};
use crate::session::{Command, Desk};
use crate::suggest::gazetteer::CountryRef;
use crate::suggest::propose;
use crate::text::Span;
use choices::Codebook;
use fields::{BASIS, CONFIDENCE, STANCE};
use since::words_of;
use speaker::NewSpeaker;

/// How the form ended in this frame.
#[derive(Default)]
pub enum Ended {
    /// It did not.
    #[default]
    Not,
    /// The claim is to be saved.
    Save(Box<Command>),
    /// It was given up.
    Leave,
    /// It was left, and comes back when the same words are coded again.
    PutAside,
}

/// What is being coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    New(Target),
    Edit(ClaimId),
}

/// Which field gets the keyboard next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Country,
    Speaker,
    Issue,
    /// The scale: digits set the stance, Enter saves.
    Stance,
}

/// A claim being coded.
pub struct ClaimForm {
    aim: Aim,
    article: ArticleId,
    draft: ClaimDraft,
    /// The draft as the form was opened.
    original: ClaimDraft,
    said_on: DateField,
    country: Picker,
    speaker: Picker,
    addressee: Picker,
    issue: Picker,
    tag: Picker,
    new_speaker: Option<NewSpeaker>,
    /// Countries named in the text, not taken yet.
    countries_proposed: Vec<CountryRef>,
    speaker_proposed: Option<ActorId>,
    /// The country of the proposed speaker.
    speaker_country: Option<CountryId>,
    condition_proposed: String,
    via_proposed: String,
    /// Whether the basis still is the one proposed from the text.
    basis_proposed: bool,
    /// Whether the rarer fields are shown.
    pub more: bool,
    /// What is wrong, and with which draft.
    complaint: Option<(String, ClaimDraft)>,
    /// What was changed elsewhere as well since the form was opened, and the draft with that taken over.
    clashes: Vec<Clash>,
    theirs: ClaimDraft,
    /// The words that a new claim is put on, as they were when they were selected.
    words: Option<String>,
    /// Rows created here; they come into the codebook with the claim.
    new: Vec<Entry>,
    to_condition: bool,
    condition_asked: bool,
    /// Give the scale the keyboard.
    to_scale: bool,
    ended: Ended,
}

impl ClaimForm {
    /// The form for a new claim; countries, speaker, basis and condition are proposed from the text.
    pub fn new(desk: &Desk, target: Target, more: bool) -> Option<Self> {
        let project = desk.project();
        let (article, span) = match target {
            Target::Selection(article, span) => (article, span),
            Target::Excerpt(id) => {
                let excerpt = project.excerpt(id)?;
                (excerpt.article, excerpt.anchor.span)
            }
        };
        let mut form = Self::blank(Aim::New(target), article, ClaimDraft::default(), more);
        form.words = words_of(desk, target);
        let proposals = propose(project, project.text(article)?, span);
        form.countries_proposed = proposals.countries;
        form.speaker_proposed = proposals.speaker;
        form.speaker_country = proposals.speaker.and_then(|id| project.actor(id)?.country);
        form.condition_proposed = proposals.condition.unwrap_or_default();
        form.via_proposed = proposals.via.unwrap_or_default();
        if let Some(basis) = proposals.basis {
            (form.draft.basis, form.original.basis) = (basis, basis);
            form.basis_proposed = true;
        }
        form.want(Field::Country);
        Some(form)
    }

    /// The form for a claim that is there already.
    pub fn edit(desk: &Desk, id: ClaimId, more: bool) -> Option<Self> {
        let claim = desk.project().claim(id)?;
        let article = desk.project().excerpt(claim.excerpt)?.article;
        let mut form = Self::blank(Aim::Edit(id), article, ClaimDraft::from(&**claim), more);
        let project = desk.project();
        if let (Some(text), Some(excerpt)) = (project.text(article), project.excerpt(claim.excerpt)) {
            let proposals = propose(project, text, excerpt.anchor.span);
            form.condition_proposed = proposals.condition.unwrap_or_default();
            form.via_proposed = proposals.via.unwrap_or_default();
        }
        form.want(Field::Stance);
        Some(form)
    }

    fn blank(aim: Aim, article: ArticleId, draft: ClaimDraft, more: bool) -> Self {
        Self {
            aim,
            article,
            said_on: DateField::new(draft.said_on),
            original: draft.clone(),
            draft,
            country: Picker::default(),
            speaker: Picker::default(),
            addressee: Picker::default(),
            issue: Picker::default(),
            tag: Picker::default(),
            new_speaker: None,
            countries_proposed: Vec::new(),
            speaker_proposed: None,
            speaker_country: None,
            condition_proposed: String::new(),
            via_proposed: String::new(),
            basis_proposed: false,
            more,
            complaint: None,
            clashes: Vec::new(),
            theirs: ClaimDraft::default(),
            words: None,
            new: Vec::new(),
            to_condition: false,
            condition_asked: false,
            to_scale: false,
            ended: Ended::Not,
        }
    }

    /// Whether something was filled in that is not saved.
    pub fn is_touched(&self) -> bool {
        self.draft != self.original || self.said_on.date() != Ok(self.original.said_on) || self.new_speaker.is_some()
    }

    /// The article whose words are coded.
    pub fn article(&self) -> ArticleId {
        self.article
    }

    /// The claim that is being changed, if it is there already.
    pub fn editing(&self) -> Option<ClaimId> {
        if let Aim::Edit(id) = self.aim { Some(id) } else { None }
    }

    /// The words a new claim is put on.
    pub fn new_target(&self) -> Option<Target> {
        if let Aim::New(target) = self.aim { Some(target) } else { None }
    }

    /// Whether the form is for a new claim on these words.
    pub fn is_for(&self, target: Target) -> bool {
        self.aim == Aim::New(target)
    }

    /// Puts the new claim on other words.
    pub fn retarget(&mut self, desk: &Desk, target: Target) {
        (self.aim, self.words, self.complaint) = (Aim::New(target), words_of(desk, target), None);
    }

    /// The selected words of a new claim.
    pub fn selection(&self) -> Option<Span> {
        if let Aim::New(Target::Selection(_, span)) = self.aim { Some(span) } else { None }
    }

    /// The words that are coded.
    pub fn span(&self, desk: &Desk) -> Option<Span> {
        let project = desk.project();
        let excerpt = match self.aim {
            Aim::New(Target::Selection(_, span)) => return Some(span),
            Aim::New(Target::Excerpt(id)) => project.excerpt(id)?,
            Aim::Edit(id) => project.excerpt(project.claim(id)?.excerpt)?,
        };
        Some(excerpt.anchor.span)
    }

    fn want(&mut self, field: Field) {
        match field {
            Field::Country => self.country.focus = true,
            Field::Speaker => self.speaker.focus = true,
            Field::Issue => self.issue.focus = true,
            Field::Stance => self.to_scale = true,
        }
    }

    /// The field after `field` that has something to say.
    fn go_on(&mut self, field: Field) {
        self.want(match field {
            Field::Issue | Field::Stance => Field::Stance,
            Field::Country => Field::Speaker,
            Field::Speaker => Field::Issue,
        });
    }

    /// Shows the form.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk) {
        let p = theme::of(ui.ctx());
        if std::mem::take(&mut self.to_scale) {
            let scale = desk.project().scale();
            let at = scale.iter().position(|stance| Some(stance.id) == self.draft.stance).unwrap_or(0);
            ui.memory_mut(|m| m.request_focus(segmented::id(STANCE, at)));
        }
        self.digits(ui, desk);
        self.enter_on_segments(ui, desk);
        let frame = Frame::new()
            .fill(p.panel)
            .stroke(Stroke::new(1.5, p.accent))
            .corner_radius(CornerRadius::same(8))
            .inner_margin(Margin::same(12))
            .shadow(ui.visuals().popup_shadow);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            self.fields(ui, desk);
            if let Some((complaint, _)) = self.complaint.as_ref().filter(|(_, draft)| *draft == self.draft) {
                crate::gui::widgets::field::complaint(ui, complaint);
            }
            if let Some(keep) = clash::show(ui, &self.clashes) {
                self.settle(keep);
            }
            ui.add_space(2.0);
            self.footer(ui, desk);
        });
    }

    fn footer(&mut self, ui: &mut Ui, desk: &Desk) {
        let p = theme::of(ui.ctx());
        ui.horizontal(|ui| {
            let label = if self.more { "Fewer fields" } else { "More fields" };
            let text = RichText::new(label).font(face::regular(size::SMALL)).color(p.accent);
            let toggle = ui.add(eframe::egui::Button::new(text).frame(false));
            if toggle.on_hover_text("Addressees, voice, via, date said, confidence, note").clicked() {
                self.more = !self.more;
            }
            ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let missing = self.missing();
                let save = ui.add_enabled_ui(missing.is_none(), |ui| primary(ui, "Save claim")).inner;
                let save = match &missing {
                    None => save.on_hover_text("Ctrl Enter, or Enter when no text is being typed"),
                    Some(why) => save.on_disabled_hover_text(why),
                };
                if save.clicked() {
                    self.save(desk);
                }
                if secondary(ui, "Cancel").on_hover_text("Esc").clicked() {
                    self.ended = Ended::Leave;
                }
                if ui.available_width() > 110.0 {
                    keycap(ui, "Esc");
                }
            });
        });
    }

    /// What keeps the claim from being saved, in words.
    fn missing(&self) -> Option<String> {
        let lacks = self.draft.missing().map(|what| format!("The claim needs {what}"));
        let open = (!self.clashes.is_empty()).then(|| clash::OPEN.to_owned());
        lacks.or_else(|| self.said_on.date().err()).or(open)
    }

    fn save(&mut self, desk: &Desk) {
        if let Some(why) = self.missing() {
            self.complaint = Some((why, self.draft.clone()));
            let field = match self.draft.missing() {
                Some("an issue") => Field::Issue,
                Some("a stance") | None => Field::Stance,
                Some(_) => Field::Country,
            };
            return self.want(field);
        }
        let mut draft = self.draft.clone();
        draft.said_on = self.said_on.date().unwrap_or_default();
        // The speaker's usual voice is not written down again.
        let book = Codebook { project: desk.project(), new: &self.new };
        let usual = draft.speaker.and_then(|id| book.actor(id)).map_or_else(Default::default, |actor| actor.voice);
        draft.voice = draft.voice.filter(|voice| *voice != usual);
        if let Some(command) = self.command(draft, desk) {
            self.ended = Ended::Save(Box::new(command));
        }
    }

    /// How the form ended in this frame; asked once a frame, after it was shown.
    pub fn take_ended(&mut self, ui: &Ui, desk: &Desk) -> Ended {
        let typing = ui.ctx().text_edit_focused();
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if matches!(self.ended, Ended::Not) {
            let focused = ui.memory(|m| m.focused().is_some());
            if pressed(Modifiers::COMMAND, Key::Enter) || (!typing && !focused && pressed(Modifiers::NONE, Key::Enter))
            {
                self.save(desk);
            } else if !eframe::egui::Popup::is_any_open(ui.ctx()) && pressed(Modifiers::NONE, Key::Escape) {
                if self.new_speaker.is_some() {
                    self.new_speaker = None;
                } else {
                    self.ended = Ended::PutAside;
                }
            }
        }
        std::mem::take(&mut self.ended)
    }

    /// Enter on a segment saves; Space and a click choose it.
    fn enter_on_segments(&mut self, ui: &Ui, desk: &Desk) {
        let focused = ui.memory(eframe::egui::Memory::focused);
        let scale = desk.project().stances().len();
        let groups = [(STANCE, scale), (BASIS, Basis::ALL.len()), (CONFIDENCE, Confidence::ALL.len())];
        let mut ids = groups.into_iter().flat_map(|(group, count)| (0..count).map(move |at| segmented::id(group, at)));
        let on_segment = focused.is_some_and(|focused| ids.any(|id| id == focused));
        if on_segment && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            // A condition that the text states is decided on before the claim is saved.
            if self.draft.missing().is_none() && self.draft.condition.is_empty() && self.asks_condition() {
                self.to_condition = true;
            } else {
                self.save(desk);
            }
        }
    }

    /// Whether a proposed condition waits that was not looked at yet; asked about once.
    fn asks_condition(&mut self) -> bool {
        !self.condition_proposed.is_empty() && !std::mem::replace(&mut self.condition_asked, true)
    }

    /// Digits set the stance: plain ones when no text is being typed, with Alt always.
    fn digits(&mut self, ui: &Ui, desk: &Desk) {
        let typing = ui.ctx().text_edit_focused();
        for stance in desk.project().stances().values() {
            let Some(key) = stance.key.and_then(|c| Key::from_name(&c.to_string())) else { continue };
            let plain = !typing && ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            if plain || ui.input_mut(|i| i.consume_key(Modifiers::ALT, key)) {
                self.draft.stance = Some(stance.id);
            }
        }
    }
}
