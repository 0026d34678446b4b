//! Words selected by mouse and by key through the whole window: where drags start, end and cross in all the nasty
//! places.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/window.rs"]
mod support;

use demarche::edit::ops::claims::Target;
use demarche::edit::ops::{ArticleDetails, ClaimDraft, NewArticle};
use demarche::model::ClaimId;
use demarche::session::{Action, Command, Item, Screen};
use demarche::text::{ArticleText, Span};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, MissingGlyphPolicy, Modifiers, OutputCommand, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use support::Window;

const TEXT: &str = "Kyiv 🇺🇦 said: “No cafe\u{301} will close.” Poland waits.\n\n\
    Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early.\n\n\
    All of them went home.";

/// A press at the first place, then the mouse at the others, then let go. `|` is the place in the words; `^` above
/// them, `_` below the whole text, `<` in the margin left of them, `>` right of their line.
struct Drag {
    places: &'static [&'static str],
    presses: usize,
    held: Modifiers,
}

fn drag(places: &'static [&'static str]) -> Drag {
    Drag { places, presses: 1, held: Modifiers::NONE }
}

impl Drag {
    fn alt(self) -> Self {
        Self { held: Modifiers::ALT, ..self }
    }

    fn after(self, presses: usize) -> Self {
        Self { presses, ..self }
    }
}

trait Selecting {
    fn with_text(text: &str) -> Self;
    fn words_of(&self) -> String;
    fn draft(&self) -> ClaimDraft;
    fn span_of(&self, words: &str) -> Span;
    fn code(&mut self, words: &str) -> ClaimId;
    fn code_span(&mut self, span: Span) -> ClaimId;
    fn rect_of(&mut self, span: Span) -> Rect;
    fn place(&mut self, place: &str) -> Pos2;
    fn hold(&mut self, held: Modifiers);
    fn button(&mut self, at: Pos2, pressed: bool, held: Modifiers);
    fn to(&mut self, at: Pos2);
    fn drag(&mut self, drag: &Drag) -> String;
    fn rest(&mut self);
    fn selected(&self) -> String;
    fn copied(&mut self) -> Option<String>;
}

impl Selecting for Window {
    fn with_text(text: &str) -> Self {
        let mut window = Window::with_sample();
        // No face of this machine is needed to select.
        window.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
        let details = ArticleDetails {
            title: "Nasty".into(),
            outlet: "The Paper".into(),
            author: "A. Writer".into(),
            ..ArticleDetails::default()
        };
        window.send(Command::AddArticle(Box::new(NewArticle { details, text: ArticleText::new(text) })));
        window
    }

    fn words_of(&self) -> String {
        self.project().text(self.desk().selection().article.unwrap()).unwrap().as_str().to_owned()
    }

    fn draft(&self) -> ClaimDraft {
        let project = self.project();
        ClaimDraft {
            countries: project.countries().keys().take(1).copied().collect(),
            issue: project.issues().keys().next().copied(),
            stance: project.stances().keys().next().copied(),
            ..ClaimDraft::default()
        }
    }

    fn span_of(&self, words: &str) -> Span {
        let start = self.words_of().find(words).unwrap_or_else(|| panic!("{words} is not in the text"));
        Span::new(start, start + words.len())
    }

    fn code(&mut self, words: &str) -> ClaimId {
        self.code_span(self.span_of(words))
    }

    fn code_span(&mut self, span: Span) -> ClaimId {
        let target = Target::Selection(self.desk().selection().article.unwrap(), span);
        let draft = self.draft();
        self.send(Command::Code(target, Box::new(draft), Vec::new()));
        self.desk().selection().claim.unwrap()
    }

    /// Where words stand that are on one line: as the mark of an excerpt, which is taken back.
    fn rect_of(&mut self, span: Span) -> Rect {
        let before = self.desk().selection().clone();
        self.code_span(span);
        let begins = format!("Excerpt: {}.", &self.words_of()[span.range()]);
        let is = |node: &AccessKitNode<'_>| {
            node.role() == Role::Mark && node.label().is_some_and(|label| label.starts_with(&begins))
        };
        let rect = self.harness.get_by(is).rect();
        self.send(Command::Do(Action::Undo));
        self.send(Command::Select(before.span));
        if before.claim.is_some() {
            self.send(Command::SelectClaim(before.claim));
        }
        rect
    }

    fn place(&mut self, place: &str) -> Pos2 {
        let words: String = place.chars().filter(|c| !"|^_<>".contains(*c)).collect();
        let span = self.span_of(&words);
        let rect = self.rect_of(span);
        let middle = rect.center().y;
        if let Some(before) = place.split('|').next().filter(|before| before.len() < place.len()) {
            let to_left = words.chars().next().is_some_and(|c| ('\u{590}'..'\u{700}').contains(&c));
            let before_it = Span::new(span.start.index(), span.start.index() + before.len());
            let x = match (before.is_empty(), to_left) {
                (true, false) => rect.left(),
                (true, true) => rect.right(),
                (false, false) => self.rect_of(before_it).right(),
                (false, true) => self.rect_of(before_it).left(),
            };
            return pos2(x, middle);
        }
        match place.chars().find(|c| "^_<>".contains(*c)).unwrap() {
            '^' => pos2(rect.left() + 3.0, rect.top() - 200.0),
            '_' => pos2(rect.left() + 3.0, rect.bottom() + 150.0),
            '<' => pos2(rect.left() - 30.0, middle),
            _ => pos2(rect.right() + 150.0, middle),
        }
    }

    fn hold(&mut self, held: Modifiers) {
        self.harness.event(Event::ModifiersChanged(held));
    }

    fn button(&mut self, at: Pos2, pressed: bool, held: Modifiers) {
        self.hold(held);
        self.harness.event(Event::PointerMoved(at));
        self.harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: held });
        self.harness.step();
    }

    fn to(&mut self, at: Pos2) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.step();
    }

    fn drag(&mut self, drag: &Drag) -> String {
        self.send(Command::Select(None));
        let places: Vec<Pos2> = drag.places.iter().map(|place| self.place(place)).collect();
        self.rest();
        for press in 1..=drag.presses {
            self.button(places[0], true, drag.held);
            if press < drag.presses {
                self.button(places[0], false, drag.held);
            }
        }
        for pair in places.windows(2) {
            for step in 1..=4 {
                self.to(pair[0].lerp(pair[1], step as f32 / 4.0));
            }
        }
        let last = *places.last().unwrap();
        self.button(last, false, drag.held);
        self.hold(Modifiers::NONE);
        self.settle();
        self.selected()
    }

    /// Long enough that the next click is none of the last.
    fn rest(&mut self) {
        self.harness.run_steps(60);
    }

    fn selected(&self) -> String {
        let selection = self.desk().selection();
        let text = self.project().text(selection.article.unwrap()).unwrap();
        selection.span.and_then(|span| text.get(span)).unwrap_or_default().to_owned()
    }

    /// What is put on the clipboard within a few frames.
    fn copied(&mut self) -> Option<String> {
        (0..5).find_map(|_| {
            self.harness.step();
            let commands = self.harness.output().platform_output.commands.clone();
            commands.into_iter().find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text),
                _ => None,
            })
        })
    }
}

#[test]
fn a_drag_selects_whole_words_wherever_it_starts_and_ends() {
    let mut window = Window::with_text(TEXT);
    for (drag, expected) in [
        // Within one word, and back over its start.
        (drag(&["Pol|and", "Pola|nd"]), "Poland"),
        (drag(&["Pol|and", "clo|se"]), "close.” Poland"),
        (drag(&["|Poland", "Poland |waits"]), "Poland"),
        (drag(&["|Poland", "Poland w|aits"]), "Poland waits"),
        // Punctuation is taken along when the mouse is beyond it.
        (drag(&["wi|ll", "close|."]), "will close"),
        (drag(&["wi|ll", "close.|"]), "will close."),
        (drag(&["wi|ll", "close.”|"]), "will close.”"),
        (drag(&["|“No", "N|o"]), "“No"),
        // Characters made of several.
        (drag(&["Kyiv 🇺🇦| said", "sai|d"]), "said"),
        (drag(&["Kyiv |🇺🇦", "sai|d"]), "🇺🇦 said"),
        (drag(&["cafe\u{301}| will", "No |cafe\u{301}"]), "cafe\u{301}"),
        (drag(&["twenty|-five", "env|oys"]), "-five 👩\u{200d}👧 envoys"),
        // Beyond lines, paragraphs, the text.
        (drag(&["Poland waits.>", "Wars|aw’s"]), "Warsaw’s"),
        (drag(&["wai|ts", "Wars|aw’s"]), "waits.\n\nWarsaw’s"),
        (drag(&["env|oys", "Pol|and"]), "Poland waits.\n\nWarsaw’s twenty-five 👩\u{200d}👧 envoys"),
        (drag(&["<Kyiv", "sai|d"]), "Kyiv 🇺🇦 said"),
        (drag(&["wai|ts", "<Warsaw’s"]), "waits."),
        (drag(&["All o|f", "went home._"]), "of them went home."),
        (drag(&["went home._", "All o|f"]), "of them went home."),
        (drag(&["sai|d", "^Kyiv"]), "Kyiv 🇺🇦 said"),
        // There and back again.
        (drag(&["Pol|and", "env|oys", "No |cafe\u{301}", "Pola|nd"]), "Poland"),
        // With Alt by characters, yet never inside of one.
        (drag(&["Pol|and", "wai|ts"]).alt(), "and wai"),
        (drag(&["Pola|nd", "Po|land"]).alt(), "la"),
        (drag(&["No caf|e\u{301}", "wil|l"]).alt(), "e\u{301} wil"),
        (drag(&["Kyiv 🇺🇦|", "Ky|iv"]).alt(), "iv 🇺🇦"),
    ] {
        assert_eq!(window.drag(&drag), expected, "{:?}", drag.places);
    }
}

/// From right to left the end of a word is at its left.
#[test]
fn a_drag_selects_whole_words_in_every_script() {
    let mut window = Window::with_text(
        "قال الرئيس إنه لا أحد سيذهب.\n\nהנשיא אמר לא.\n\n和平还很远。没有人。\n\n평화는 아직 멀다.\n\nशांति दूर है।\n\n\
         สันติภาพยังไกล\n\nПрезидент сказал «нет».\n\nHe said لا أحد to them.",
    );
    for (drag, expected) in [
        (drag(&["الر|ئيس", "ل|ا أحد"]), "الرئيس إنه لا"),
        (drag(&["ل|ا أحد", "الر|ئيس"]), "الرئيس إنه لا"),
        (drag(&["الر|ئيس", "إن|ه"]).alt(), "ئيس إن"),
        (drag(&["سيذ|هب", "سيذهب.|"]), "سيذهب."),
        (drag(&["אמ|ר", "ל|א"]), "אמר לא"),
        (drag(&["和|平", "很远|。"]), "平还很远"),
        (drag(&["和|平", "没有|人"]), "平还很远。没有"),
        (drag(&["아|직", "멀|다"]), "아직 멀다"),
        (drag(&["아|직", "멀|다"]).alt(), "직 멀"),
        (drag(&["शां|ति", "दू|र"]), "शांति दूर"),
        (drag(&["शां|ति", "दू|र"]).alt(), "ति दू"),
        (drag(&["สัน|ติ", "ภาพ|ยัง"]).alt(), "ติภาพ"),
        (drag(&["сказ|ал", "не|т"]), "сказал «нет"),
        (drag(&["سيذ|هب", "אמ|ר"]), "سيذهب.\n\nהנשיא אמר"),
        (drag(&["He sa|id", "the|m"]), "said لا أحد to them"),
        (drag(&["He |said", "ل|ا أحد to"]), "said لا"),
    ] {
        assert_eq!(window.drag(&drag), expected, "{:?}", drag.places);
    }
    for (place, presses, expected) in [
        ("الر|ئيس", 2, "الرئيس"),
        ("הנ|שיא", 3, "הנשיא אמר לא."),
        ("没有|人", 3, "没有人。"),
        ("शां|ति", 2, "शांति"),
        ("сказ|ал", 4, "Президент сказал «нет»."),
    ] {
        let places: &'static [&'static str] = vec![place].leak();
        assert_eq!(window.drag(&drag(places).after(presses)), expected, "{place} pressed {presses} times");
    }
}

#[test]
fn a_drag_after_several_clicks_goes_by_words_sentences_and_paragraphs() {
    let mut window = Window::with_text(TEXT);
    for (drag, expected) in [
        (drag(&["Pol|and"]).after(2), "Poland"),
        (drag(&["Pol|and", "clo|se"]).after(2), "close.” Poland"),
        (drag(&["Pol|and", "clo|se", "wai|ts"]).after(2), "Poland waits"),
        (drag(&["🇺🇦|", "sai|d"]).after(2), "🇺🇦 said"),
        (drag(&["env|oys"]).after(3), "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall."),
        (
            drag(&["env|oys", "le|ft"]).after(3),
            "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early.",
        ),
        (
            drag(&["le|ft", "Pol|and"]).after(3),
            "Poland waits.\n\nWarsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early.",
        ),
        (drag(&["env|oys"]).after(4), "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early."),
        (
            drag(&["env|oys", "th|em"]).after(4),
            "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early.\n\nAll of them went home.",
        ),
    ] {
        assert_eq!(window.drag(&drag), expected, "{:?} after {}", drag.places, drag.presses);
    }
}

#[test]
fn shift_and_a_click_go_on_from_what_is_selected() {
    let mut window = Window::with_text(TEXT);
    let click = |window: &mut Window, place: &str, held| {
        let at = window.place(place);
        window.rest();
        window.button(at, true, held);
        window.button(at, false, held);
        window.hold(Modifiers::NONE);
        window.settle();
        window.selected()
    };
    assert_eq!(window.drag(&drag(&["wi|ll", "clo|se"])), "will close");
    assert_eq!(click(&mut window, "wai|ts", Modifiers::SHIFT), "will close.” Poland waits");
    assert_eq!(click(&mut window, "N|o", Modifiers::SHIFT), "No cafe\u{301} will");
    assert_eq!(click(&mut window, "Pol|and", Modifiers::SHIFT | Modifiers::ALT), "ll close.” Pol");
    // From a sentence that was selected by key.
    window.send(Command::Select(Some(window.span_of("Poland waits."))));
    assert_eq!(
        click(&mut window, "env|oys", Modifiers::SHIFT),
        "Poland waits.\n\nWarsaw’s twenty-five 👩\u{200d}👧 envoys"
    );
    // From an excerpt: its words are selected anew, it stays as it is.
    let claim = window.code("Poland waits");
    window.send(Command::SelectClaim(Some(claim)));
    assert_eq!(click(&mut window, "N|o", Modifiers::SHIFT), "No cafe\u{301} will close.” Poland waits");
    // A plain click selects nothing.
    assert_eq!(click(&mut window, "env|oys", Modifiers::NONE), "");
}

#[test]
fn a_drag_across_excerpts_and_handles_leaves_them_as_they_are() {
    let mut window = Window::with_text(TEXT);
    window.code("will close");
    let claim = window.code("Poland");
    window.send(Command::SelectClaim(Some(claim)));
    let before = window.project().clone();
    let (from, to) = (window.place("N|o"), window.place("wai|ts"));
    window.send(Command::SelectClaim(Some(claim)));
    window.rest();
    window.button(from, true, Modifiers::NONE);
    for step in 1..=10 {
        window.to(from.lerp(to, step as f32 / 10.0));
    }
    window.button(to, false, Modifiers::NONE);
    window.settle();
    assert_eq!(window.selected(), "No cafe\u{301} will close.” Poland waits");
    assert_eq!(window.project().excerpts(), before.excerpts());
    assert_eq!(window.desk().selection().claim, None);
}

#[test]
fn a_drag_beyond_the_window_scrolls_with_time_and_ends_where_it_is_let_go() {
    let many: String = (0..300).map(|n| format!("Paragraph number {n} has some words.\n\n")).collect();
    let mut window = Window::with_text(&many);
    let from = window.place("number| 3 ");
    window.rest();
    window.button(from, true, Modifiers::NONE);
    window.to(from + vec2(40.0, 40.0));
    let beyond = pos2(from.x, 1000.0);
    window.to(beyond);
    let mut last = 0;
    for _ in 0..5 {
        window.harness.run_steps(30); // the mouse is held still
        let length = window.selected().len();
        assert!(length > last + 50, "{length} after {last}");
        last = length;
    }
    // Outside of the window the mouse is not seen any more.
    window.harness.event(Event::PointerGone);
    window.harness.run_steps(30);
    assert!(window.selected().len() > last);
    window.button(beyond, false, Modifiers::NONE);
    window.settle();
    let selected = window.selected();
    assert!(selected.starts_with("3 has some words."), "{}", &selected[..40]);
    window.rest();
    assert_eq!(window.selected(), selected, "nothing goes on after the mouse is let go");

    // The other way, while scrolled.
    let line = window.harness.get_all_by_role(Role::Paragraph).nth(6).unwrap().rect();
    let from = line.left_center() + vec2(60.0, 0.0);
    window.button(from, true, Modifiers::NONE);
    window.to(from - vec2(0.0, 60.0));
    window.to(pos2(from.x, 0.0));
    let before = window.selected().len();
    window.harness.run_steps(60);
    assert!(window.selected().len() > before + 100);
    window.button(pos2(from.x, 0.0), false, Modifiers::NONE);
}

#[test]
fn an_edge_that_is_dragged_goes_from_word_to_word() {
    let mut window = Window::with_text(TEXT);
    let claim = window.code("will close");
    let quotation = |window: &Window| {
        let excerpt = window.project().claim(claim).unwrap().excerpt;
        window.project().excerpt(excerpt).unwrap().anchor.quotation.to_string()
    };
    let pull = |window: &mut Window, handle: &str, to: &str, held| {
        let to = window.place(to);
        window.send(Command::SelectClaim(Some(claim)));
        let from = window.harness.get_by_label(handle).rect().center();
        window.to(from);
        window.button(from, true, held);
        for step in 1..=4 {
            window.to(from.lerp(to, step as f32 / 4.0));
        }
        window.button(to, false, held);
        window.hold(Modifiers::NONE);
        window.settle();
    };
    for (handle, to, held, expected) in [
        ("End of excerpt", "Polan|d", Modifiers::NONE, "will close.” Poland"),
        ("End of excerpt", "P|oland", Modifiers::NONE, "will close.”"),
        ("Start of excerpt", "|“No", Modifiers::NONE, "“No cafe\u{301} will close.”"),
        ("Start of excerpt", "caf|e\u{301}", Modifiers::ALT, "e\u{301} will close.”"),
        ("End of excerpt", "clo|se", Modifiers::ALT, "e\u{301} will clo"),
        // Never across the other edge.
        ("Start of excerpt", "Pol|and", Modifiers::NONE, "clo"),
        ("End of excerpt", "N|o", Modifiers::NONE, "close"),
        ("End of excerpt", "N|o", Modifiers::ALT, "c"),
    ] {
        let steps = window.desk().document().undo_label().map(str::to_owned);
        pull(&mut window, handle, to, held);
        assert_eq!(quotation(&window), expected, "{handle} to {to}, after {steps:?}");
    }
    // Each drag is a step of its own.
    window.send(Command::Do(Action::Undo));
    assert_eq!(quotation(&window), "close");
    window.send(Command::Do(Action::Undo));
    assert_eq!(quotation(&window), "clo");
}

#[test]
fn keys_walk_by_words_and_move_both_ends() {
    let mut window = Window::with_text(TEXT);
    let alt_shift = Modifiers::ALT | Modifiers::SHIFT;
    let ctrl_shift = Modifiers::COMMAND | Modifiers::SHIFT;
    for (held, key, expected) in [
        (Modifiers::NONE, Key::ArrowRight, "Kyiv"),
        (Modifiers::NONE, Key::ArrowRight, "🇺🇦"),
        (Modifiers::NONE, Key::ArrowRight, "said"),
        (Modifiers::NONE, Key::ArrowLeft, "🇺🇦"),
        (Modifiers::SHIFT, Key::ArrowRight, "🇺🇦 said"),
        (Modifiers::SHIFT, Key::ArrowRight, "🇺🇦 said:"),
        (Modifiers::SHIFT, Key::ArrowRight, "🇺🇦 said: “No"),
        (ctrl_shift, Key::ArrowRight, "said: “No"),
        (ctrl_shift, Key::ArrowRight, "“No"),
        (alt_shift, Key::ArrowLeft, "“N"),
        (ctrl_shift | Modifiers::ALT, Key::ArrowLeft, " “N"),
        (Modifiers::ALT, Key::ArrowRight, "o"),
        (Modifiers::ALT, Key::ArrowLeft, "N"),
        (Modifiers::NONE, Key::K, "Kyiv 🇺🇦 said: “No cafe\u{301} will close.”"),
        (Modifiers::NONE, Key::J, "Poland waits."),
        (
            Modifiers::COMMAND,
            Key::ArrowDown,
            "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early.",
        ),
        (Modifiers::SHIFT, Key::ArrowLeft, "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early"),
        (Modifiers::COMMAND, Key::ArrowDown, "All of them went home."),
        (Modifiers::COMMAND, Key::ArrowDown, "All of them went home."),
        (
            ctrl_shift,
            Key::ArrowUp,
            "Warsaw’s twenty-five 👩\u{200d}👧 envoys met in the hall. They left early.\n\nAll of them went home.",
        ),
        (Modifiers::COMMAND, Key::ArrowUp, "Kyiv 🇺🇦 said: “No cafe\u{301} will close.” Poland waits."),
        (Modifiers::COMMAND, Key::A, TEXT),
    ] {
        window.chord(held, key);
        assert_eq!(window.selected(), expected, "{held:?} {key:?}");
    }
    // Into the selected sentence two words further in, six keys in all.
    window.send(Command::Select(None));
    window.send(Command::LookAt(window.span_of("They").start));
    window.keys(&[Key::J]);
    window.chord(ctrl_shift, Key::ArrowRight);
    window.chord(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(window.selected(), "left early");
}

#[test]
fn keys_move_the_edges_of_the_selected_excerpt_as_one_step() {
    let mut window = Window::with_text(TEXT);
    let claim = window.code("will close");
    let quotation = |window: &Window| {
        let excerpt = window.project().claim(claim).unwrap().excerpt;
        window.project().excerpt(excerpt).unwrap().anchor.quotation.to_string()
    };
    window.send(Command::SelectClaim(Some(claim)));
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(quotation(&window), "cafe\u{301} will close.”");
    assert_eq!(window.desk().selection().claim, Some(claim), "it stays selected");
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(quotation(&window), "will close", "one step");
    // Never empty.
    for _ in 0..9 {
        window.chord(Modifiers::SHIFT, Key::ArrowLeft);
    }
    assert_eq!(quotation(&window), "will");
    // What happens between makes two steps of it.
    window.send(Command::SelectClaim(None));
    window.send(Command::SelectClaim(Some(claim)));
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(quotation(&window), "will");
}

#[test]
fn while_a_claim_is_coded_its_words_can_still_be_moved_by_key() {
    let mut window = Window::with_text(TEXT);
    let before = window.project().claims().len();
    window.send(Command::Select(Some(window.span_of("will close"))));
    window.keys(&[Key::T]);
    assert!(window.harness.query_by_label("Save claim").is_some());
    // In a field the keys are the field's.
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(window.selected(), "will close");
    window.harness.ctx.memory_mut(eframe::egui::Memory::stop_text_input);
    window.settle();
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(window.selected(), "will close.", "{:?}", window.said());
    let draft = window.draft();
    let country = window.project().country(draft.countries[0]).unwrap().name.clone();
    window.focus("Country");
    window.type_text(&country);
    window.keys(&[Key::Enter]);
    window.focus("Issue");
    let issue = window.project().issue(draft.issue.unwrap()).unwrap().label.clone();
    window.type_text(&issue);
    window.keys(&[Key::Enter, Key::Num1]);
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(window.project().claims().len(), before + 1);
    let claim = window.desk().selection().claim.unwrap();
    let excerpt = window.project().claim(claim).unwrap().excerpt;
    assert_eq!(&*window.project().excerpt(excerpt).unwrap().anchor.quotation, "will close.");
}

#[test]
fn walking_begins_at_what_is_in_view_or_where_one_clicked() {
    let many: String = (0..300).map(|n| format!("Paragraph number {n} has some words.\n\n")).collect();
    let mut window = Window::with_text(&many);
    let at = window.place("number| 2 ");
    window.rest();
    window.button(at, true, Modifiers::NONE);
    window.button(at, false, Modifiers::NONE);
    window.settle();
    assert_eq!(window.selected(), "");
    window.keys(&[Key::J]);
    assert_eq!(window.selected(), "Paragraph number 2 has some words.");
    // Esc gives the selection up, not the place.
    window.keys(&[Key::Escape, Key::J]);
    assert_eq!(window.selected(), "Paragraph number 2 has some words.");
    window.keys(&[Key::Escape]);
    window.send(Command::Show(Item::Place(window.desk().selection().article.unwrap(), window.span_of("number 200 "))));
    window.send(Command::Select(None));
    let wheel = Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -4000.0),
        phase: eframe::egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: eframe::egui::MouseWheelSource::Wheel,
    };
    window.harness.event(wheel);
    window.harness.run_steps(60);
    let seen = window.names(Role::Paragraph);
    window.keys(&[Key::J]);
    assert!(seen.iter().take(3).any(|shown| *shown == window.selected()), "{} of {seen:?}", window.selected());
}

#[test]
fn a_quotation_is_copied_as_it_is_or_with_its_source() {
    let mut window = Window::with_text(TEXT);
    window.send(Command::Select(Some(window.span_of("“No cafe\u{301} will close.”"))));
    window.harness.event(Event::Copy);
    assert_eq!(window.copied().as_deref(), Some("“No cafe\u{301} will close.”"));
    assert_eq!(window.said(), ["Copied"]);
    let ctrl_shift = Modifiers::COMMAND | Modifiers::SHIFT;
    let pressed = Event::Key { key: Key::C, physical_key: None, pressed: true, repeat: false, modifiers: ctrl_shift };
    window.harness.event(pressed);
    assert_eq!(window.copied().as_deref(), Some("“‘No cafe\u{301} will close.’” (A. Writer, “Nasty”, The Paper)"));
    assert_eq!(window.said(), ["Copied with its source"]);
    // Of a claim, its excerpt.
    let claim = window.code("Poland");
    window.send(Command::SelectClaim(Some(claim)));
    window.harness.event(Event::Copy);
    assert_eq!(window.copied().as_deref(), Some("Poland"));
    // A field that is typed in copies for itself.
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("hall");
    window.harness.event(Event::Copy);
    assert_ne!(window.copied().as_deref(), Some("Poland"));
}

#[test]
fn letters_typed_while_a_menu_is_open_are_no_commands_and_esc_closes_the_menu_first() {
    let mut window = Window::with_text(TEXT);
    let at = window.place("Pol|and");
    for pressed in [true, false] {
        window.harness.event(Event::PointerMoved(at));
        let button = PointerButton::Secondary;
        window.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        window.harness.step();
    }
    window.settle();
    let menu = |window: &Window| window.harness.query_by_label_contains("Search for this").is_some();
    assert!(menu(&window));
    let before = window.desk().selection().clone();
    window.keys(&[Key::T, Key::J, Key::X]);
    assert_eq!(*window.desk().selection(), before);
    assert!(window.harness.query_by_label("Save claim").is_none());
    window.keys(&[Key::Escape]);
    assert!(!menu(&window));
    assert_eq!(window.selected(), "Poland");
}

#[test]
fn the_menu_of_the_text_acts_on_the_words_under_the_mouse() {
    let mut window = Window::with_text(TEXT);
    let at = window.place("Pol|and");
    window.send(Command::Select(None));
    let right = |window: &mut Window, at| {
        for pressed in [true, false] {
            window.harness.event(Event::PointerMoved(at));
            window.harness.event(Event::PointerButton {
                pos: at,
                button: PointerButton::Secondary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            window.harness.step();
        }
        window.settle();
    };
    right(&mut window, at);
    assert_eq!(window.selected(), "Poland");
    window.press_a(Role::Button, "Copy with source");
    assert_eq!(window.said(), ["Copied with its source"]);
    // Inside a selection it stays.
    window.send(Command::Select(Some(window.span_of("close.” Poland waits"))));
    right(&mut window, at);
    assert_eq!(window.selected(), "close.” Poland waits");
    window.press_a(Role::Button, "Search for this");
    assert_eq!(window.desk().screen(), Screen::Search);
    let typed = window.harness.get_by_role_and_label(Role::TextInput, "Search everything").accesskit_node().value();
    assert_eq!(typed.as_deref(), Some("\"close. Poland waits\""));
    window.send(Command::Do(Action::ShowRead));
    let at = window.place("Pol|and");
    right(&mut window, at);
    window.press_a(Role::Button, "Tag selection");
    assert!(window.harness.query_by_label("Save claim").is_some());
}
