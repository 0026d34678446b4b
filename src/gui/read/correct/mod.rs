//! Correcting the text of an article: first the words, then a look at the excerpts whose words changed.

mod passage;
pub mod review;
mod stale;

use eframe::egui::text::CCursor;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::text_selection::CCursorRange;
use eframe::egui::{Context, Event, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, ViewportCommand};

use crate::edit::ops::correct::{Answer, Plan, plain};
use crate::gui::files::Ask;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::model::{ArticleId, ExcerptId};
use crate::session::{Command, Desk, Revised, Session};
use crate::text::{ArticleText, Span};
use review::{Look, Review};
use stale::present;

/// Texts of more bytes than this are replaced whole and not edited here.
const EDITABLE: usize = 300_000;
/// Bytes of a longer text that are shown.
const SHOWN: usize = 4_000;

/// What is being done about the text of an article.
pub struct CorrectForm {
    article: ArticleId,
    /// The text as it was when the dialog was opened, and as it is now.
    old: String,
    text: String,
    stage: Stage,
    /// The revision of the project that was looked at last.
    seen: u64,
    /// The article has another text by now than the one that was corrected here.
    is_stale: bool,
    /// The clipboard was asked for.
    wants_paste: bool,
    /// Why the text was not replaced, or where the new one is from.
    told: Option<Result<&'static str, String>>,
    /// The question is put whether to give up what was changed.
    leaving: bool,
    focused: bool,
}

enum Stage {
    Edit,
    /// Somebody looks what becomes of the excerpts, at this revision.
    Planning(u64),
    Review(Box<Reviewed>),
}

struct Reviewed {
    review: Review,
    new: ArticleText,
    follow: usize,
    revision: u64,
}

/// What was asked for.
enum Wish {
    Wait,
    File,
    Next,
    Back,
    Apply,
    /// The correction is meant for the text as it is now, too.
    Rebase,
    /// The text as it is now is to be corrected; what was typed goes to the clipboard.
    Restart,
    Close,
}

impl CorrectForm {
    /// The form for an article.
    pub fn new(desk: &Desk, article: ArticleId) -> Option<Self> {
        let text = desk.project().text(article)?.as_str().to_owned();
        Some(Self {
            article,
            old: text.clone(),
            text,
            stage: Stage::Edit,
            seen: desk.document().revision(),
            is_stale: false,
            wants_paste: false,
            told: None,
            leaving: false,
            focused: false,
        })
    }

    /// Whether something was typed that is not saved.
    pub fn is_touched(&self) -> bool {
        self.text != self.old
    }

    /// Takes a text that was read from a file.
    pub fn take_text(&mut self, read: Result<String, String>) {
        match read {
            Ok(text) => self.replace(text, "The text is that of the file now."),
            Err(why) => self.told = Some(Err(why)),
        }
    }

    /// Takes in what the text would do to the excerpts. Where nobody has to look, it is carried out at once.
    pub fn take_plan(
        &mut self,
        desk: Option<&Desk>,
        text: &str,
        plan: Result<Plan, String>,
        out: &mut Vec<Command>,
    ) -> bool {
        let (Stage::Planning(revision), Some(desk)) = (&self.stage, desk) else { return true };
        let revision = *revision;
        self.look(desk);
        if text != self.text || self.is_stale {
            return true;
        }
        match plan {
            Err(why) => {
                self.stage = Stage::Edit;
                self.told = Some(Err(format!("Nothing was changed: {why}.")));
                true
            }
            Ok(plan) if plan.doubtful.is_empty() => {
                out.push(Command::CorrectText(self.article, self.revised(), Vec::new()));
                false
            }
            Ok(plan) => {
                let look = |doubt: crate::edit::ops::correct::Doubt| {
                    let excerpt = desk.project().excerpt(doubt.excerpt)?.clone();
                    Some(Look::new(excerpt, Some(doubt.proposals)))
                };
                let review = Review::new(plan.doubtful.into_iter().filter_map(look).collect());
                let new = ArticleText::new(&*plain(&self.text));
                let follow = plan.kept + plan.moved;
                self.stage = Stage::Review(Box::new(Reviewed { review, new, follow, revision }));
                true
            }
        }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, asks: &mut Vec<Ask>, out: &mut Vec<Command>) -> bool {
        let Some(desk) = session.desk().filter(|desk| desk.project().article(self.article).is_some()) else {
            return self.is_touched() && self.gone(ctx);
        };
        self.take_paste(ctx);
        self.look(desk);
        // What came in from elsewhere meanwhile may have moved excerpts: look again.
        let revision = desk.document().revision();
        if matches!(&self.stage, Stage::Review(reviewed) if reviewed.revision != revision) {
            self.plan(revision, out);
        }
        let title = &desk.project().article(self.article).map_or("", |article| &article.title);
        let wide = if matches!(self.stage, Stage::Review(_)) { 1160.0 } else { 860.0 };
        let wish = dialog::show(ctx, "Correct text", wide, |ui| {
            let muted = theme::of(ctx).muted;
            crate::gui::widgets::mark::one_line(ui, title, face::regular(size::SMALL), muted);
            ui.add_space(space::XS);
            match &mut self.stage {
                Stage::Review(reviewed) => review_page(ui, reviewed, desk, self.leaving),
                _ => self.edit_page(ui, desk),
            }
        });
        match wish {
            Some(Wish::Wait) => true,
            Some(Wish::File) => {
                asks.push(Ask::Text);
                true
            }
            Some(Wish::Next) => {
                self.plan(revision, out);
                true
            }
            Some(Wish::Back) => {
                self.stage = Stage::Edit;
                true
            }
            Some(Wish::Rebase) => {
                self.old = present(desk, self.article);
                self.is_stale = false;
                self.plan(revision, out);
                true
            }
            Some(Wish::Restart) => {
                ctx.copy_text(std::mem::replace(&mut self.text, present(desk, self.article)));
                self.old.clone_from(&self.text);
                (self.is_stale, self.focused) = (false, false);
                self.told = Some(Ok("The text is that of the article now; what you had is on the clipboard."));
                true
            }
            Some(Wish::Apply) => {
                let answers = self.answers();
                out.push(Command::CorrectText(self.article, self.revised(), answers));
                false
            }
            Some(Wish::Close) => false,
            // Esc, or a press beside the dialog: what was typed is not given up without a word.
            None if self.text == self.old || self.leaving => false,
            None => {
                self.leaving = true;
                true
            }
        }
    }

    fn revised(&self) -> Box<Revised<String>> {
        Box::new(Revised { was: self.old.clone(), now: self.text.clone() })
    }

    fn plan(&mut self, revision: u64, out: &mut Vec<Command>) {
        (self.stage, self.leaving, self.told) = (Stage::Planning(revision), false, None);
        out.push(Command::PlanCorrection(self.article, self.text.clone()));
    }

    fn answers(&self) -> Vec<(ExcerptId, Option<Span>)> {
        let Stage::Review(reviewed) = &self.stage else { return Vec::new() };
        let answer = |look: &Look| match look.answer {
            Some(Answer::Place(span)) => Some((look.excerpt.id, Some(span))),
            Some(Answer::Leave) => Some((look.excerpt.id, None)),
            None => None,
        };
        reviewed.review.looks.iter().filter_map(answer).collect()
    }

    fn replace(&mut self, text: String, told: &'static str) {
        if text.trim().is_empty() {
            self.told = Some(Err("There are no words in it.".into()));
        } else {
            (self.text, self.told, self.leaving) = (text, Some(Ok(told)), false);
        }
    }

    /// Takes what the clipboard holds once it comes, before any field does.
    fn take_paste(&mut self, ctx: &Context) {
        let long = self.text.len() > EDITABLE;
        if !matches!(self.stage, Stage::Edit) || !(self.wants_paste || long) {
            return;
        }
        // What comes after another key was not asked for by the button.
        if self.wants_paste
            && !long
            && ctx.input(|i| {
                i.events.iter().any(|event| matches!(event, Event::Key { pressed: true, .. } | Event::Text(_)))
            })
        {
            self.wants_paste = false;
            self.told = Some(Err("Nothing came from the clipboard: it holds no text.".into()));
            return;
        }
        let pasted = ctx.input_mut(|i| {
            let at = i.events.iter().position(|event| matches!(event, Event::Paste(_)))?;
            match i.events.remove(at) {
                Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        if let Some(text) = pasted {
            self.wants_paste = false;
            self.replace(text, "The text is that of the clipboard now.");
        }
    }

    fn edit_page(&mut self, ui: &mut Ui, desk: &Desk) -> Wish {
        let mut wish = Wish::Wait;
        let about = "Mend what was misprinted, or put in a better copy of the same article. Excerpts follow their \
                     words; where those change, places are proposed. Undo takes it back as one step.";
        field::note(ui, about);
        ui.add_space(space::XS);
        ui.horizontal(|ui| {
            let file = secondary(ui, "Replace by file…").on_hover_text("Text, Markdown or a web page");
            if file.clicked() {
                wish = Wish::File;
            }
            let paste =
                secondary(ui, "Replace by clipboard").on_hover_text("Puts what you copied in place of all of it");
            if paste.clicked() {
                self.wants_paste = true;
                ui.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            let same = self.text == self.old;
            let back = ui.add_enabled_ui(!same, |ui| secondary(ui, "As it was")).inner;
            if back.on_disabled_hover_text("Nothing was changed yet").clicked() {
                self.text.clone_from(&self.old);
                (self.told, self.leaving) = (None, false);
            }
        });
        ui.add_space(space::S);
        let asks = if self.leaving { 22.0 } else { 0.0 } + if self.is_stale { 76.0 } else { 0.0 };
        let height = (ui.ctx().content_rect().height() - 330.0).clamp(160.0, 620.0) - asks;
        if self.text.len() > EDITABLE {
            self.long_text(ui, height);
        } else {
            self.field(ui, height);
        }
        ui.add_space(space::XS);
        if self.is_stale
            && let Some(choice) = stale::choices(ui)
        {
            wish = choice;
        }
        match &self.told {
            Some(Err(why)) => field::complaint(ui, why),
            Some(Ok(told)) => _ = field::note(ui, told),
            None => {
                let count = desk.project().excerpts_of(self.article).len();
                let excerpts = if count == 1 { "1 excerpt".into() } else { format!("{count} excerpts") };
                field::note(ui, &format!("{excerpts} in this article"));
            }
        }
        if self.leaving {
            field::complaint(ui, "Your changes are not in the project yet. Press Esc again to give them up.");
        }
        let planning = matches!(self.stage, Stage::Planning(_));
        let why = if desk.document().is_read_only() {
            Some("This project is open for reading only")
        } else if planning {
            Some("Looking where the excerpts go")
        } else if self.is_stale {
            Some("The text was changed elsewhere: choose which to go on with")
        } else if self.text.trim().is_empty() {
            Some("An article needs words")
        } else if *plain(&self.text) == *self.old || self.text == self.old {
            Some("Nothing was changed yet")
        } else {
            None
        };
        if why.is_none() && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter)) {
            wish = Wish::Next;
        }
        dialog::footer(ui, |ui| {
            let label = if planning { "Looking…" } else { "Correct text" };
            let next = ui.add_enabled_ui(why.is_none(), |ui| primary(ui, label)).inner;
            let next = next.on_disabled_hover_text(why.unwrap_or_default());
            if next.on_hover_text("Ctrl Enter").clicked() {
                wish = Wish::Next;
            }
            if secondary(ui, "Cancel").clicked() {
                wish = Wish::Close;
            }
        });
        wish
    }

    fn field(&mut self, ui: &mut Ui, height: f32) {
        let editing = !matches!(self.stage, Stage::Planning(_));
        let id = Id::unique("corrected text");
        let first = !std::mem::replace(&mut self.focused, true);
        if first {
            // The field remembers neither the cursor nor the undo steps of another text.
            let mut state = TextEditState::default();
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(0))));
            state.store(ui.ctx(), id);
        }
        ScrollArea::vertical().id_salt("corrected").max_height(height).min_scrolled_height(height).show(ui, |ui| {
            let mut set = crate::gui::script::typed(face::serif(size::LARGE), true);
            let edit = TextEdit::multiline(&mut self.text)
                .layouter(&mut set)
                .id(id)
                .font(face::serif(size::LARGE))
                .interactive(editing)
                .margin(eframe::egui::Margin::symmetric(12, 10))
                .desired_rows((height / 22.0) as usize)
                .desired_width(f32::INFINITY);
            let shown = ui.add(edit);
            if shown.changed() {
                (self.told, self.leaving) = (None, false);
            }
            let shown = shown.accessible_name("Text of the article");
            if first {
                shown.request_focus();
            }
        });
    }

    fn long_text(&self, ui: &mut Ui, height: f32) {
        let p = theme::of(ui.ctx());
        let size = self.text.len() as f64 / 1_000_000.0;
        let words = format!(
            "This text is too long to be edited here ({size:.1} MB): replace it by a file or by what you copied."
        );
        field::note(ui, &words);
        ScrollArea::vertical().id_salt("long text").max_height(height - 24.0).auto_shrink(false).show(ui, |ui| {
            let shown = &self.text[..self.text.floor_char_boundary(SHOWN)];
            ui.label(RichText::new(format!("{shown} …")).font(face::serif(size::LARGE)).color(p.ink));
        });
    }
}

fn review_page(ui: &mut Ui, reviewed: &mut Reviewed, desk: &Desk, leaving: bool) -> Wish {
    let mut wish = Wish::Wait;
    let p = theme::of(ui.ctx());
    let summary = summary(reviewed.follow, reviewed.review.looks.len());
    ui.label(RichText::new(summary).font(face::semibold(size::BODY)).color(p.ink));
    ui.add_space(space::S);
    // Room for the question, so that nothing moves when it is put.
    let asks = if leaving { 24.0 } else { 0.0 };
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(270.0, 640.0) - asks;
    let new = &reviewed.new;
    reviewed.review.show(ui, height, desk.project(), &|_| Some(new));
    let open = reviewed.review.open();
    if leaving {
        field::complaint(ui, "The text is not corrected yet. Press Esc again to give your changes up.");
    }
    dialog::footer(ui, |ui| {
        let apply = primary(ui, "Correct text");
        if reviewed.review.take_finished() {
            apply.request_focus();
        }
        let left = reviewed.review.looks.len() - reviewed.review.places().len();
        let told = match left {
            0 => "One step: undo takes it back".to_owned(),
            1 => "One excerpt will need re-anchoring; it keeps its claims".to_owned(),
            _ => format!("{left} excerpts will need re-anchoring; they keep their claims"),
        };
        if apply.on_hover_text(&told).clicked() {
            wish = Wish::Apply;
        }
        if secondary(ui, "Back to the text").clicked() {
            wish = Wish::Back;
        }
        if open > 0 {
            field::note(ui, &format!("{open} not looked at yet"));
        }
    });
    wish
}

/// What becomes of the excerpts, in a sentence.
fn summary(follow: usize, doubtful: usize) -> String {
    let stay = match follow {
        0 => "No excerpt stays".to_owned(),
        1 => "1 excerpt stays".to_owned(),
        _ => format!("{follow} excerpts stay"),
    };
    let look = if doubtful == 1 { "1 needs a look".to_owned() } else { format!("{doubtful} need a look") };
    format!("{stay} with their words, {look}.").replace("1 excerpt stays with their", "1 excerpt stays with its")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_in_words() {
        for (follow, doubtful, said) in [
            (31, 2, "31 excerpts stay with their words, 2 need a look."),
            (1, 1, "1 excerpt stays with its words, 1 needs a look."),
            (0, 3, "No excerpt stays with their words, 3 need a look."),
        ] {
            assert_eq!(summary(follow, doubtful), said);
        }
    }
}
