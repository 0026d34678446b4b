//! The claim form: who, on which issue, with which stance, under which condition, how we know.
//!
//! Enter takes what is lit or proposed and goes on; on the last field it saves. Digits set the stance when
//! no text is being typed. Proposals are dashed and become part of the claim only when they are taken. What is
//! pinned is filled in already, and passed over.

mod choices;
mod fields;
mod keys;
mod pins;
mod place;
mod rarer;
mod since;
mod speaker;
mod who;

use std::cell::RefCell;
use std::rc::Rc;

use eframe::egui::{CornerRadius, Frame, Margin, RichText, ScrollArea, Stroke, Ui, vec2};

use crate::edit::ops::claims::Target;
use crate::edit::ops::{ClaimDraft, Clash};
use crate::gui::clash;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::field::DateField;
use crate::gui::widgets::{Picker, field, keycap, primary, secondary};
use crate::model::{ActorId, ArticleId, ClaimId, CountryId, Entry, Voice};
use crate::session::{Command, Desk, Recency};
use crate::suggest::gazetteer::CountryRef;
use crate::suggest::propose_with;
use crate::text::Span;
use choices::{Codebook, Shelves};
use pins::{Pin, Pins};
use since::words_of;
use speaker::NewSpeaker;

/// Height of the buttons at the foot.
const FOOT: f32 = 40.0;
/// Inner margin, twice, and the border.
const EDGES: f32 = 27.0;

/// What outlives a form: the pinned fields, whether the rarer ones are shown, what the fields offer, who codes.
#[derive(Default)]
pub struct Habits {
    pub analyst: String,
    pins: Pins,
    more: bool,
    shelves: RefCell<Shelves>,
}

/// The habits that all forms of a project share.
pub type SharedHabits = Rc<RefCell<Habits>>;

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
    /// Many places at once; whoever shows the form says which.
    Many,
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
    /// The voice of somebody without a name.
    voice_proposed: Option<Voice>,
    condition_proposed: String,
    via_proposed: String,
    /// Whether the basis still is the one proposed from the text.
    basis_proposed: bool,
    habits: SharedHabits,
    /// What the analyst used lately.
    recency: std::sync::Arc<Recency>,
    /// What is wrong, and with which draft.
    complaint: Option<(String, ClaimDraft)>,
    /// That was said just now, and is to be seen.
    complains: bool,
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
    /// The pin of the field that has the keyboard was asked for.
    toggles_pin: bool,
    /// The field that has the keyboard, to bring it into view when that changes.
    at: Option<&'static str>,
    /// Not shown yet.
    fresh: bool,
    /// How high it was last, and at most.
    height: f32,
    reserve: f32,
    ended: Ended,
}

impl ClaimForm {
    /// The form for a new claim; countries, speaker, basis and condition are proposed from the text.
    pub fn new(desk: &Desk, target: Target, habits: &SharedHabits) -> Option<Self> {
        let project = desk.project();
        let (article, span) = match target {
            Target::Selection(article, span) => (article, span),
            Target::Excerpt(id) => {
                let excerpt = project.excerpt(id)?;
                (excerpt.article, excerpt.anchor.span)
            }
        };
        let mut form = Self::blank(Aim::New(target), article, ClaimDraft::default(), habits);
        form.words = words_of(desk, target);
        form.propose(desk, span)?;
        if let Target::Excerpt(id) = target {
            // Whoever has a claim there already is hardly meant again.
            let coded: Vec<CountryId> =
                project.claims_of(id).iter().flat_map(|claim| claim.countries.iter().copied()).collect();
            let is_coded = |who: &CountryRef| matches!(who, CountryRef::Codebook(id) if coded.contains(id));
            form.countries_proposed.sort_by_key(is_coded);
        }
        form.fill_pinned(desk);
        form.go_on(None);
        Some(form)
    }

    /// The form for one coding of many places of an article, begun with `draft` where there is one, its basis
    /// proposed by the words of `span` as `basis_proposed` says. What is pinned stands above it.
    pub fn many(
        desk: &Desk,
        article: ArticleId,
        span: Span,
        draft: Option<ClaimDraft>,
        basis_proposed: bool,
        habits: &SharedHabits,
    ) -> Self {
        let is_begun = draft.is_some();
        let mut form = Self::blank(Aim::Many, article, draft.unwrap_or_default(), habits);
        let voice = form.draft.voice;
        if is_begun {
            form.basis_proposed = basis_proposed;
        } else {
            // Where there is no text, nothing is proposed.
            let _ = form.propose(desk, span);
        }
        form.fill_pinned(desk);
        if is_begun && form.draft.speaker.is_none() && !habits.borrow().pins.is_on(Pin::Speaker) {
            // Somebody without a name is known by the voice.
            (form.draft.voice, form.original.voice) = (voice, voice);
        }
        form
    }

    /// The places are in all articles, or in this one: what it leans on is not what the others lean on.
    pub fn spread(&mut self, everywhere: bool) {
        if everywhere && self.draft.via == self.original.via && !self.habits.borrow().pins.is_on(Pin::Via) {
            self.draft.via.clear();
        } else if !everywhere && self.draft.via.is_empty() {
            self.draft.via.clone_from(&self.original.via);
        }
    }

    /// The form for a claim that is there already.
    pub fn edit(desk: &Desk, id: ClaimId, habits: &SharedHabits) -> Option<Self> {
        let claim = desk.project().claim(id)?;
        let article = desk.project().excerpt(claim.excerpt)?.article;
        let mut form = Self::blank(Aim::Edit(id), article, ClaimDraft::from(&**claim), habits);
        let project = desk.project();
        if let (Some(text), Some(excerpt)) = (project.text(article), project.excerpt(claim.excerpt)) {
            let proposals = propose_with(&desk.names(), project, text, excerpt.anchor.span);
            form.condition_proposed = proposals.condition.unwrap_or_default();
            form.via_proposed = proposals.via.unwrap_or_default();
        }
        form.want(Field::Stance);
        Some(form)
    }

    /// Takes in what the words propose.
    fn propose(&mut self, desk: &Desk, span: Span) -> Option<()> {
        let project = desk.project();
        let proposals = propose_with(&desk.names(), project, project.text(self.article)?, span);
        self.countries_proposed = proposals.countries;
        self.speaker_proposed = proposals.speaker;
        self.voice_proposed = proposals.voice.filter(|voice| *voice != Voice::Government);
        self.speaker_country = proposals.speaker.and_then(|id| project.actor(id)?.country);
        self.condition_proposed = proposals.condition.unwrap_or_default();
        self.via_proposed = proposals.via.unwrap_or_default();
        if let Some(basis) = proposals.basis {
            (self.draft.basis, self.original.basis) = (basis, basis);
            self.basis_proposed = true;
        }
        Some(())
    }

    /// Fills in what is pinned: no proposal stands against it.
    fn fill_pinned(&mut self, desk: &Desk) {
        let habits = self.habits.clone();
        let pins = &habits.borrow().pins;
        pins.fill(&mut self.draft, desk.project());
        self.original = self.draft.clone();
        self.said_on = DateField::new(self.draft.said_on);
        if pins.settles(Pin::Country, &self.draft) {
            self.countries_proposed.clear();
        }
        if pins.settles(Pin::Speaker, &self.draft) {
            (self.speaker_proposed, self.voice_proposed) = (None, None);
        }
        self.basis_proposed &= !pins.is_on(Pin::Basis);
    }

    fn blank(aim: Aim, article: ArticleId, draft: ClaimDraft, habits: &SharedHabits) -> Self {
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
            voice_proposed: None,
            condition_proposed: String::new(),
            via_proposed: String::new(),
            basis_proposed: false,
            habits: habits.clone(),
            recency: std::sync::Arc::default(),
            complaint: None,
            complains: false,
            clashes: Vec::new(),
            theirs: ClaimDraft::default(),
            words: None,
            new: Vec::new(),
            to_condition: false,
            condition_asked: false,
            to_scale: false,
            toggles_pin: false,
            at: None,
            fresh: true,
            height: 0.0,
            reserve: 0.0,
            ended: Ended::Not,
        }
    }

    /// Whether something was filled in that is not saved.
    pub fn is_touched(&self) -> bool {
        self.draft != self.original
            || self.said_on.date() != Ok(self.original.said_on)
            || self.new_speaker.is_some()
            || self.half_typed().is_some()
            || [&self.country, &self.speaker, &self.issue, &self.addressee, &self.tag].iter().any(|it| it.has_dropped())
    }

    /// What was typed into a field and neither taken nor created yet, with the name of the field.
    fn half_typed(&self) -> Option<(&'static str, &str)> {
        let fields = [
            ("Country", &self.country),
            ("Speaker", &self.speaker),
            ("Issue", &self.issue),
            ("To", &self.addressee),
            ("Tags", &self.tag),
        ];
        fields.into_iter().find(|(_, picker)| picker.is_typing()).map(|(name, picker)| (name, picker.typed()))
    }

    /// Whether this is the first time that it is asked: then its words are brought into view.
    pub fn take_fresh(&mut self) -> bool {
        std::mem::take(&mut self.fresh)
    }

    /// The claim is saved: what is pinned keeps what it says.
    pub fn keep_pinned(&self) {
        if !matches!(self.aim, Aim::Edit(_)) {
            let mut saved = self.draft.clone();
            saved.said_on = self.said_on.date().unwrap_or_default();
            self.habits.borrow_mut().pins.keep(&saved);
        }
    }

    /// Gives the first field that is open the keyboard.
    pub fn begin(&mut self) {
        self.go_on(None);
    }

    /// What the form says so far.
    pub fn draft(&self) -> &ClaimDraft {
        &self.draft
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
            Aim::Many => return None,
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

    /// On to the field after `field`, or to the first one; what is pinned is passed over.
    fn go_on(&mut self, field: Option<Field>) {
        let fields = [(Field::Country, Pin::Country), (Field::Speaker, Pin::Speaker), (Field::Issue, Pin::Issue)];
        let from = fields.iter().position(|(other, _)| Some(*other) == field).map_or(0, |at| at + 1);
        let open = |pin: Pin| !self.habits.borrow().pins.settles(pin, &self.draft);
        let next = fields[from..].iter().find(|(_, pin)| open(*pin)).map_or(Field::Stance, |(field, _)| *field);
        self.want(next);
        if next == Field::Issue {
            self.issue.go_on();
        }
    }

    /// It comes back after it was put aside: the keyboard is where it was, or in the first open field. What was
    /// typed there stands there again.
    pub fn come_back(&mut self) {
        match self.at {
            Some("Country") => self.want(Field::Country),
            Some("Speaker") => self.want(Field::Speaker),
            Some("Issue") => self.want(Field::Issue),
            Some(_) => self.want(Field::Stance),
            None => self.go_on(None),
        }
        for picker in self.pickers_mut() {
            picker.take_back();
        }
    }

    fn pickers_mut(&mut self) -> [&mut Picker; 5] {
        [&mut self.country, &mut self.speaker, &mut self.issue, &mut self.addressee, &mut self.tag]
    }

    /// Shows the form beside its words, no higher than `room`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, room: f32) {
        let p = theme::of(ui.ctx());
        let frame = Frame::new()
            .fill(p.panel)
            .stroke(Stroke::new(1.5, p.accent))
            .corner_radius(CornerRadius::same(8))
            .inner_margin(Margin::same(12))
            .shadow(ui.visuals().popup_shadow);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.show_fields(ui, desk, room - FOOT - EDGES);
            ui.add_space(8.0);
            self.footer(ui, desk);
        });
    }

    /// Shows the fields; where they are higher than `room`, they scroll.
    pub fn show_fields(&mut self, ui: &mut Ui, desk: &Desk, room: f32) {
        self.recency = desk.recency(&self.habits.borrow().analyst);
        self.take_keys(ui, desk);
        let area = ScrollArea::vertical().id_salt("claim fields").auto_shrink([false, true]).max_height(room.max(80.0));
        area.min_scrolled_height(80.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            self.fields(ui, desk);
            if let Some((complaint, _)) = self.complaint.as_ref().filter(|(_, draft)| *draft == self.draft) {
                field::complaint(ui, complaint);
                if std::mem::take(&mut self.complains) {
                    ui.scroll_to_cursor(None);
                }
            }
            if let Some(keep) = clash::show(ui, &self.clashes) {
                self.settle(keep);
            }
        });
    }

    fn footer(&mut self, ui: &mut Ui, desk: &Desk) {
        ui.horizontal(|ui| {
            self.more_toggle(ui);
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

    /// The link that shows the rarer fields, or hides them.
    pub fn more_toggle(&mut self, ui: &mut Ui) {
        let p = theme::of(ui.ctx());
        let more = self.habits.borrow().more;
        let label = if more { "Fewer fields" } else { "More fields" };
        let text = RichText::new(label).font(face::regular(size::SMALL)).color(p.accent);
        let toggle = ui.add(eframe::egui::Button::new(text).frame(false));
        if toggle.on_hover_text("Addressees, voice, via, date said, confidence, note").clicked() {
            self.habits.borrow_mut().more = !more;
        }
    }

    /// What keeps the claim from being saved, in words.
    fn missing(&self) -> Option<String> {
        let lacks = self.draft.missing().map(|what| format!("The claim needs {what}"));
        let open = (!self.clashes.is_empty()).then(|| clash::OPEN.to_owned());
        lacks.or_else(|| self.said_on.date().err()).or(open)
    }

    /// Saves the claim, or says what keeps it from being saved and goes there.
    pub fn save(&mut self, desk: &Desk) {
        if let Some(why) = self.missing() {
            self.complain(&why);
            let field = match self.draft.missing() {
                Some("an issue") => Field::Issue,
                Some("a stance") | None => Field::Stance,
                Some(_) => Field::Country,
            };
            return self.want(field);
        }
        if let Some((field, typed)) = self.half_typed() {
            let why = format!("“{typed}” stands in {field} and is not taken yet: Enter there takes it, Esc drops it");
            let picker = match field {
                "Country" => &mut self.country,
                "Speaker" => &mut self.speaker,
                "Issue" => &mut self.issue,
                "To" => &mut self.addressee,
                _ => &mut self.tag,
            };
            picker.focus = true;
            self.complain(&why);
            return;
        }
        let mut draft = self.draft.clone();
        draft.said_on = self.said_on.date().unwrap_or_default();
        // The speaker's usual voice is not written down again.
        let new = self.new.clone();
        let habits = self.habits.clone();
        let habits = habits.borrow();
        let book = Codebook { project: desk.project(), new: &new, shelves: &habits.shelves };
        let usual = draft.speaker.and_then(|id| book.actor(id)).map_or_else(Default::default, |actor| actor.voice);
        draft.voice = draft.voice.filter(|voice| *voice != usual);
        if let Some(command) = self.command(draft, desk) {
            self.ended = Ended::Save(Box::new(command));
        }
    }
}
