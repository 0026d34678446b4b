//! The excerpts that need re-anchoring, one by one, with the places where they may stand.

use std::time::{Duration, Instant};

use eframe::egui::{Align, Context, Layout};

use crate::gui::read::correct::review::{Look, Review, Wish};
use crate::gui::theme::space;
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::model::{ClaimId, ExcerptId};
use crate::session::{Command, Desk, Item, Session};
use crate::text::Span;

/// Time of a frame that goes into looking for places that need no second look.
const PATIENCE: Duration = Duration::from_millis(4);

/// The excerpts and the answers.
pub struct AnchorList {
    review: Review,
    /// Where to begin.
    first: Option<ExcerptId>,
    revision: Option<u64>,
    /// Excerpts whose words stand once in the same surroundings, with the place; how many were looked at.
    sure: Vec<(ExcerptId, Span)>,
    looked_at: usize,
    /// The question is put whether to give up what was accepted.
    leaving: bool,
}

/// What the buttons say.
enum Pressed {
    Nothing,
    Close,
    Apply,
    AcceptSure,
}

impl AnchorList {
    /// The list, beginning at an excerpt.
    pub fn new(first: Option<ExcerptId>) -> Self {
        Self { review: Review::default(), first, revision: None, sure: Vec::new(), looked_at: 0, leaving: false }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> bool {
        let Some(desk) = session.desk() else { return false };
        self.update(desk);
        if self.review.looks.is_empty() {
            return false;
        }
        self.look_for_sure(ctx, desk);
        let project = desk.project();
        let answer = dialog::show(ctx, "Re-anchor excerpts", 1160.0, |ui| {
            let count = self.review.looks.len();
            let told = if count == 1 {
                "The words of one excerpt do not stand at their place. It keeps its claims; nothing is moved without a yes."
                    .to_owned()
            } else {
                format!(
                    "The words of {count} excerpts do not stand at their place. They keep their claims; nothing is moved \
                     without a yes."
                )
            };
            field::note(ui, &told);
            ui.add_space(space::XS);
            // Room for the question, so that nothing moves when it is put.
            let asks = self.leaving && !self.review.places().is_empty();
            let height = (ctx.content_rect().height() - 250.0).clamp(280.0, 640.0) - if asks { 24.0 } else { 0.0 };
            let text_of = |article| project.text(article).map(|text| &**text);
            let wish = self.review.show(ui, height, project, &text_of);
            let accepted = self.review.places().len();
            if self.leaving && accepted > 0 {
                let words = "What you accepted is not re-anchored yet. Press Esc again to give it up.";
                field::complaint(ui, words);
            }
            let pressed = dialog::footer(ui, |ui| {
                let mut pressed = Pressed::Nothing;
                let label = match accepted {
                    0 => "Re-anchor".to_owned(),
                    1 => "Re-anchor 1 excerpt".to_owned(),
                    many => format!("Re-anchor {many} excerpts"),
                };
                let why = if desk.document().is_read_only() {
                    "This project is open for reading only"
                } else {
                    "Accept a place first"
                };
                let may = accepted > 0 && !desk.document().is_read_only();
                let apply = ui.add_enabled_ui(may, |ui| primary(ui, &label)).inner;
                if self.review.take_finished() {
                    apply.request_focus();
                }
                if apply.on_disabled_hover_text(why).on_hover_text("One step: undo takes it back").clicked() {
                    pressed = Pressed::Apply;
                }
                if secondary(ui, "Close").clicked() {
                    pressed = Pressed::Close;
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let sure = self.review.open_among(&self.sure);
                    let label = match sure {
                        0 => "Accept all that are certain".to_owned(),
                        _ => format!("Accept {sure} that {} certain", if sure == 1 { "is" } else { "are" }),
                    };
                    let all = ui.add_enabled_ui(sure > 0, |ui| secondary(ui, &label)).inner;
                    let all = all.on_disabled_hover_text("None stands once with its words and its surroundings");
                    let about = "Those whose exact words stand once in the same surroundings";
                    if all.on_hover_text(about).clicked() {
                        pressed = Pressed::AcceptSure;
                    }
                });
                pressed
            });
            (wish, pressed)
        });
        match answer {
            Some((Some(Wish::Open(article)), _)) => {
                out.push(Command::Show(Item::Article(article)));
                false
            }
            Some((Some(Wish::Delete(excerpt)), _)) => {
                let claims: Vec<ClaimId> = project.claims_of(excerpt).iter().map(|claim| claim.id).collect();
                out.push(Command::DeleteClaims(claims));
                true
            }
            Some((_, Pressed::Apply)) => {
                out.push(Command::Reanchor(self.review.places()));
                self.leaving = false;
                true
            }
            Some((_, Pressed::AcceptSure)) => {
                self.review.accept_all(&self.sure);
                true
            }
            Some((_, Pressed::Nothing)) => true,
            Some((_, Pressed::Close)) | None if self.review.places().is_empty() || self.leaving => false,
            Some((_, Pressed::Close)) | None => {
                self.leaving = true;
                true
            }
        }
    }

    /// Lists what is adrift now; answers to what is still there stay.
    fn update(&mut self, desk: &Desk) {
        let revision = desk.document().revision();
        if self.revision.replace(revision) == Some(revision) {
            return;
        }
        let project = desk.project();
        let mut adrift: Vec<_> = desk.adrift().iter().filter_map(|id| project.excerpt(*id)).cloned().collect();
        let order = |article| project.article(article).map(|a| (a.published.is_none(), a.published, a.id));
        adrift.sort_by_key(|row| (order(row.article), row.anchor.span, row.id));
        let texts_stay = |look: &Look| project.text(look.excerpt.article).is_some();
        let mut old: std::collections::HashMap<_, _> =
            self.review.looks.drain(..).filter(texts_stay).map(|look| (look.excerpt.id, look)).collect();
        self.review.looks = adrift
            .into_iter()
            .map(|row| match old.remove(&row.id) {
                Some(look) if look.excerpt == row => look,
                _ => Look::new(row, None),
            })
            .collect();
        self.review.can_act = true;
        (self.sure, self.looked_at) = (Vec::new(), 0);
        if let Some(first) = self.first.take() {
            self.review.begin_at(first);
        }
    }

    /// Goes on looking for the places that need no second look, a little in every frame.
    fn look_for_sure(&mut self, ctx: &Context, desk: &Desk) {
        let begun = Instant::now();
        while let Some(look) = self.review.looks.get(self.looked_at) {
            if begun.elapsed() > PATIENCE {
                ctx.request_repaint();
                return;
            }
            let text = desk.project().text(look.excerpt.article);
            let place = text.and_then(|text| look.excerpt.anchor.certain(text));
            self.sure.extend(place.map(|place| (look.excerpt.id, place)));
            self.looked_at += 1;
        }
    }
}
