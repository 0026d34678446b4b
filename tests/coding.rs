//! Tagging by hand, by keyboard alone: every key is counted.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/window.rs"]
mod support;

use std::sync::Arc;

use demarche::model::{Claim, ClaimId, EntryId, Kind};
use demarche::session::{Action, Command, Item};
use demarche::text::Span;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use support::Window;

/// What is pressed: a key counts one, with Shift or Ctrl held two, and a word as many as it has letters.
enum Press {
    Key(Key),
    Chord(Modifiers, Key),
    Word(&'static str),
}

use Press::{Chord, Word};

const ENTER: Press = Press::Key(Key::Enter);

const fn key(key: Key) -> Press {
    Press::Key(key)
}

/// The desk of somebody who reads a short text with the codebook of the sample.
struct Coder {
    window: Window,
    keys: usize,
}

impl Coder {
    /// Reads `text`; who is proposed follows from it.
    fn reading(text: &str) -> Self {
        let mut window = Window::with_sample();
        let file = window.folder.path().join("note.txt");
        std::fs::write(&file, format!("A note\n\n{text}\n")).unwrap();
        window.send(Command::Import(vec![file]));
        let article = window.project().articles().values().find(|row| row.title.contains("note")).unwrap().id;
        window.send(Command::Show(Item::Article(article)));
        Self { window, keys: 0 }
    }

    fn of_size(width: f32, height: f32) -> Self {
        let mut window = Window::open(vec2(width, height), None);
        window.press("Explore the sample");
        Self { window, keys: 0 }
    }

    /// Selects the sentence that begins so, as `J` does.
    fn select(&mut self, begins: &str) {
        for _ in 0..40 {
            self.window.keys(&[Key::J]);
            if self.words().starts_with(begins) {
                return;
            }
        }
        panic!("no sentence begins with {begins}");
    }

    /// Selects the first words of the open article, or the last.
    fn go_to(&mut self, last: bool) {
        let article = self.window.desk().selection().article.unwrap();
        let text = self.window.project().text(article).unwrap().as_str().trim_end().to_owned();
        let at = if last { text.rfind('\n').unwrap_or(0) + 1 } else { 0 };
        let end = if last { text.len() } else { text.find('\n').unwrap_or(text.len()) };
        self.window.send(Command::Show(Item::Place(article, Span::new(at, end))));
    }

    fn words(&self) -> String {
        let selection = self.window.desk().selection();
        let text = self.window.project().text(selection.article.unwrap()).unwrap();
        selection.span.and_then(|span| text.get(span)).unwrap_or_default().to_owned()
    }

    fn press(&mut self, presses: &[Press]) {
        for press in presses {
            match press {
                Press::Key(key) => {
                    self.keys += 1;
                    self.window.keys(&[*key]);
                }
                Chord(modifiers, key) => {
                    self.keys += 2;
                    self.window.chord(*modifiers, *key);
                }
                Word(word) => {
                    for letter in word.chars() {
                        self.keys += 1;
                        self.window.type_text(&letter.to_string());
                    }
                }
            }
        }
    }

    /// Presses the keys and returns the claim that came of it, coded in at most eight.
    fn code(&mut self, presses: &[Press], keys: usize) -> Arc<Claim> {
        let before: Vec<ClaimId> = self.window.project().claims().keys().copied().collect();
        self.keys = 0;
        self.press(presses);
        let new: Vec<_> = self.window.project().claims().values().filter(|row| !before.contains(&row.id)).collect();
        assert_eq!(new.len(), 1, "one claim is saved; said: {:?}", self.window.said());
        assert_eq!(self.keys, keys, "keys");
        assert!(self.keys <= 8, "{} keys", self.keys);
        assert!(!self.is_coding(), "the form is closed");
        new[0].clone()
    }

    fn is_coding(&self) -> bool {
        self.window.harness.query_by_label("Save claim").is_some()
    }

    fn focused(&self) -> String {
        let focused = self.window.harness.query_all_by(|node| node.is_focused() && node.label().is_some());
        focused.filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// Who – issue – stance – speaker.
    fn said(&self, claim: &Claim) -> String {
        let label = |id: EntryId| self.window.project().label(id);
        let who: Vec<String> = claim.countries.iter().map(|id| label(EntryId::Country(*id))).collect();
        let speaker = claim.speaker.map_or_else(|| "nobody".into(), |id| label(EntryId::Actor(id)));
        let (issue, stance) = (label(EntryId::Issue(claim.issue)), label(EntryId::Stance(claim.stance)));
        format!("{} – {issue} – {stance} – {speaker}", who.join(", "))
    }

    /// The options of a list, from top to bottom; the articles are another list.
    fn options(&self) -> Vec<String> {
        let list = self.window.harness.query_all_by_role(Role::ListBoxOption).filter(|node| node.rect().left() > 20.0);
        let mut found: Vec<(f32, String)> =
            list.filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?))).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().map(|(_, name)| name).collect()
    }

    fn rect(&self, name: &str) -> Rect {
        self.window.harness.get_by_label(name).rect()
    }
}

const POLAND: &str = "Donald Tusk said that Poland will not send soldiers. Nobody else spoke. \
                      He added that the border has to be guarded first.";

#[test]
fn a_claim_of_a_proposed_country_and_speaker_takes_eight_keys_and_six_on_the_same_issue() {
    let mut coder = Coder::reading(POLAND);
    coder.select("Donald");
    let claim = coder.code(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER], 8);
    assert_eq!(coder.said(&claim), "Poland – Send peacekeepers to Ukraine – Opposes – Donald Tusk");
    coder.select("He added");
    let claim = coder.code(&[key(Key::T), ENTER, ENTER, ENTER, key(Key::Num5), ENTER], 6);
    assert_eq!(coder.said(&claim), "Poland – Send peacekeepers to Ukraine – Opposes – Donald Tusk");
}

#[test]
fn a_country_that_is_not_proposed_is_typed_within_eight_keys() {
    let mut coder = Coder::reading(&format!("{POLAND} The government has ruled that out."));
    coder.select("Donald");
    coder.code(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER], 8);
    coder.select("The government");
    let claim = coder.code(&[key(Key::T), Word("fr"), ENTER, ENTER, ENTER, key(Key::Num5), ENTER], 8);
    assert!(
        coder.said(&claim).starts_with("France – Send peacekeepers to Ukraine – Opposes"),
        "{}",
        coder.said(&claim)
    );
}

#[test]
fn a_claim_of_two_countries_takes_eight_keys() {
    let mut coder = Coder::reading(&format!("{POLAND} France and Germany will not send soldiers."));
    coder.select("Donald");
    coder.code(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER], 8);
    coder.select("France");
    let both = [key(Key::T), Chord(Modifiers::SHIFT, Key::Enter), ENTER, ENTER, ENTER, key(Key::Num4), ENTER];
    let claim = coder.code(&both, 8);
    assert_eq!(coder.said(&claim), "France, Germany – Send peacekeepers to Ukraine – Reluctant – nobody");
}

#[test]
fn a_proposed_condition_is_taken_and_saved_with_one_key() {
    let text = "Donald Tusk said that Poland will send soldiers if the fighting stops.";
    let mut coder = Coder::reading(text);
    coder.select("Donald");
    let keys = [key(Key::T), ENTER, ENTER, Word("p"), ENTER, key(Key::Num2), ENTER, ENTER];
    let claim = coder.code(&keys, 8);
    assert_eq!(coder.said(&claim), "Poland – Send peacekeepers to Ukraine – Supports if – Donald Tusk");
    assert_eq!(claim.condition, "if the fighting stops");

    // One who does not want it drops it with Backspace, and saves without.
    coder.window.chord(Modifiers::COMMAND, Key::Z);
    coder.select("Donald");
    let keys = [key(Key::T), ENTER, ENTER, ENTER, key(Key::Num2), ENTER, key(Key::Backspace), ENTER];
    let claim = coder.code(&keys, 8);
    assert_eq!(claim.condition, "");
}

#[test]
fn somebody_without_a_name_is_coded_by_their_voice() {
    let mut coder =
        Coder::reading("A German official said on condition of anonymity that troops were out of the question.");
    coder.select("A German");
    let claim = coder.code(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER], 8);
    assert_eq!(coder.said(&claim), "Germany – Send peacekeepers to Ukraine – Opposes – nobody");
    assert_eq!(claim.voice, Some(demarche::model::Voice::OfficialUnnamed));
}

#[test]
fn the_last_coding_is_repeated_with_one_key_and_refused_where_it_stands_already() {
    let mut coder = Coder::reading(POLAND);
    coder.select("Donald");
    let keys = [key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER];
    let first = coder.code(&keys, 8);
    coder.select("He added");
    let claim = coder.code(&[key(Key::R)], 1);
    assert_eq!(coder.said(&claim), coder.said(&first));
    assert_eq!(coder.window.desk().selection().claim, Some(claim.id));
    assert_eq!(coder.window.desk().document().undo_label(), Some("Repeat coding"));
    let told = format!("Coded as before: Poland – Opposes – Send peacekeepers to Ukraine ({})", first.basis.label());
    assert_eq!(coder.window.said(), [told]);

    let count = coder.window.project().claims().len();
    coder.press(&[key(Key::R)]);
    assert_eq!(coder.window.project().claims().len(), count);
    let why = coder.window.harness.state().session().available(Action::RepeatCoding);
    assert!(why.is_err_and(|why| why.starts_with("These words are coded so already: Poland")));
    coder.window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(coder.window.project().claims().len(), count - 1, "one step");
}

#[test]
fn what_belongs_to_the_words_is_not_repeated_on_others() {
    let mut coder = Coder::reading(
        "Donald Tusk said that Poland will send soldiers if the fighting stops. \
                                    France is expected to follow.",
    );
    coder.select("Donald");
    let keys = [key(Key::T), ENTER, ENTER, Word("p"), ENTER, key(Key::Num2), ENTER, ENTER];
    let first = coder.code(&keys, 8);
    assert_eq!(first.condition, "if the fighting stops");
    coder.select("France");
    let claim = coder.code(&[key(Key::R)], 1);
    assert_eq!((claim.condition.as_str(), claim.note.as_str()), ("", ""));
    assert_eq!(claim.basis, demarche::model::Basis::Expected, "as the words say");
}

#[test]
fn nothing_is_repeated_before_the_analyst_has_coded_something() {
    let mut coder = Coder::reading(POLAND);
    coder.window.send(Command::SetAnalyst("Somebody new".into()));
    coder.select("Donald");
    let why = coder.window.harness.state().session().available(Action::RepeatCoding);
    assert_eq!(why, Err("Code a claim first: Somebody new has coded none".into()));
    // The sample was coded by others; as one of them, the latest of their claims is the last.
    coder.window.send(Command::SetAnalyst("MK".into()));
    assert_eq!(coder.window.harness.state().session().available(Action::RepeatCoding), Ok(()));
}

#[test]
fn the_next_claim_on_an_excerpt_begins_with_who_has_none_there() {
    let mut coder = Coder::reading(&format!("{POLAND} France and Germany will not send soldiers."));
    coder.select("France");
    let keys = [key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num4), ENTER];
    let first = coder.code(&keys, 8);
    let second = coder.code(&[key(Key::C), ENTER, ENTER, ENTER, key(Key::Num5), ENTER], 6);
    assert_eq!(second.excerpt, first.excerpt);
    assert_eq!(coder.said(&second), "Germany – Send peacekeepers to Ukraine – Opposes – nobody");
}

#[test]
fn slips_are_forgiven_and_the_reason_of_a_find_is_shown() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("warsw")]);
    assert_eq!(coder.options().first().map(String::as_str), Some("Poland — Warsaw"));
    coder.press(&[key(Key::Escape), Word("Gremany")]);
    assert_eq!(coder.options(), ["Germany", "Create country “Gremany”"]);
    coder.press(&[ENTER]);
    assert!(coder.window.harness.query_by_label("Germany").is_some());
    assert_eq!(coder.window.project().count(Kind::Country), coder.window.project().countries().len());
}

#[test]
fn enter_creates_only_what_is_lit() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), ENTER, ENTER, Word("peace")]);
    let options = coder.options();
    assert_eq!(options.last().map(String::as_str), Some("Create issue “peace”"));
    assert_eq!(options[0], "Send peacekeepers to Ukraine");
    coder.press(&[key(Key::ArrowUp), ENTER]);
    assert!(coder.window.harness.query_by_label("Take proposal peace").is_none());
    coder.press(&[key(Key::Num1)]);
    coder.window.focus("Country");
    coder.press(&[Word("pola"), ENTER]);
    coder.window.chord(Modifiers::COMMAND, Key::Enter);
    let made = coder.window.project().issues().values().any(|issue| issue.label == "peace");
    assert!(made, "{:?}", coder.window.said());
}

#[test]
fn the_rules_of_the_issue_that_is_lit_are_shown_before_it_is_taken() {
    let mut coder = Coder::reading(POLAND);
    coder.select("Donald");
    coder.press(&[key(Key::T), ENTER, ENTER, Word("us b")]);
    let rules = |coder: &Coder, begins: &str| {
        coder.window.harness.query_by(|node| node.label().is_some_and(|label| label.starts_with(begins))).is_some()
    };
    assert!(rules(&coder, "Coding rules: Counts the wish that the United States stand behind"));
    coder.press(&[key(Key::Escape), Word("pe")]);
    assert!(rules(&coder, "Coding rules: Counts the willingness to let the country’s own soldiers"));
    coder.press(&[ENTER]);
    assert!(rules(&coder, "Coding rules: Counts the willingness to let the country’s own soldiers"));
}

#[test]
fn what_is_pinned_is_filled_in_and_passed_over_until_it_is_unpinned() {
    let mut coder = Coder::reading(POLAND);
    coder.select("Donald");
    let pin = Chord(Modifiers::COMMAND, Key::D);
    coder.press(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER]);
    coder.window.focus("Issue");
    coder.press(&[pin]);
    let is_pinned = |coder: &Coder, name: &str| {
        let node = coder.window.harness.get_by_label(name);
        node.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
    };
    assert!(is_pinned(&coder, "Pin issue") && !is_pinned(&coder, "Pin country"));
    coder.press(&[key(Key::Escape)]);
    assert!(!coder.is_coding(), "the form was left, the pin stays");
    coder.select("He added");
    let claim = coder.code(&[key(Key::T), ENTER, ENTER, key(Key::Num5), ENTER], 5);
    assert_eq!(coder.said(&claim), "Poland – Send peacekeepers to Ukraine – Opposes – Donald Tusk");

    // A pinned country is no longer asked for; what others are proposed stays away.
    coder.window.keys(&[Key::K]);
    coder.press(&[key(Key::T)]);
    coder.window.press("Pin issue");
    assert!(!is_pinned(&coder, "Pin issue"));
    assert_eq!(coder.focused(), "Issue", "the mouse takes no field away");
    coder.window.focus("Country");
    coder.press(&[Word("spain"), ENTER]);
    coder.window.press("Pin country");
    coder.press(&[key(Key::Escape)]);
    coder.select("He added");
    coder.press(&[key(Key::T)]);
    assert!(coder.window.harness.query_by_label("Spain").is_some());
    assert_eq!(coder.focused(), "Speaker");
}

#[test]
fn pins_are_gone_with_the_project() {
    let mut coder = Coder::reading(POLAND);
    coder.select("Donald");
    coder.press(&[key(Key::T), Word("spain"), ENTER]);
    coder.window.press("Pin country");
    coder.press(&[key(Key::Escape)]);
    coder.window.send(Command::Leave(demarche::session::Then::Sample));
    coder.window.press("Don’t save");
    coder.press(&[key(Key::J), key(Key::T)]);
    let pin = coder.window.harness.get_by_label("Pin country");
    assert_ne!(pin.accesskit_node().toggled(), Some(eframe::egui::accesskit::Toggled::True));
}

#[test]
fn what_was_typed_and_not_taken_is_not_lost_by_saving_or_leaving() {
    let mut coder = Coder::reading(POLAND);
    coder.select("Donald");
    coder.press(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5)]);
    coder.window.focus("Tags");
    coder.press(&[Word("patience")]);
    coder.window.chord(Modifiers::COMMAND, Key::Enter);
    assert!(coder.is_coding(), "it is said that the tag is not taken yet");
    let said = "“patience” stands in Tags and is not taken yet: Enter there takes it, Esc drops it";
    assert!(coder.window.harness.query_by_label(said).is_some());
    assert_eq!(coder.focused(), "Tags");
    coder.press(&[ENTER]);
    coder.window.chord(Modifiers::COMMAND, Key::Enter);
    assert!(coder.window.project().tags().values().any(|tag| tag.label == "patience"));
}

#[test]
fn every_place_of_a_phrase_is_coded_in_one_step_by_keyboard() {
    let text = "Donald Tusk said that Poland will not send soldiers. Nobody will send soldiers. \
                To send soldiers is a risk. Whoever may Send Soldiers should say so.";
    let mut coder = Coder::reading(text);
    coder.select("Donald");
    coder.code(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER], 8);
    let article = coder.window.desk().selection().article.unwrap();
    let all = coder.window.project().text(article).unwrap().as_str().to_owned();
    let places: Vec<usize> = all.match_indices("send soldiers").map(|(at, _)| at).collect();
    coder.window.send(Command::Select(Some(Span::new(places[1], places[1] + "send soldiers".len()))));
    let before = coder.window.project().clone();
    coder.keys = 0;
    coder.press(&[key(Key::O)]);
    let rows = coder.options();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[0].starts_with("Not ticked, overlaps an excerpt on this issue: "), "{}", rows[0]);
    assert!(rows[1..].iter().all(|row| row.starts_with("Ticked: ")), "{rows:?}");
    // The third is not meant.
    coder.press(&[key(Key::ArrowDown), key(Key::ArrowDown), key(Key::Space), ENTER]);
    assert_eq!(coder.keys, 5);
    assert!(coder.window.harness.query_by_label("Code all occurrences").is_none(), "the dialog is closed");
    let new: Vec<_> = {
        let claims = coder.window.project().claims().values();
        claims.filter(|claim| before.claim(claim.id).is_none()).cloned().collect()
    };
    assert_eq!(new.len(), 2);
    for claim in &new {
        assert_eq!(coder.said(claim), "Poland – Send peacekeepers to Ukraine – Opposes – Donald Tusk");
    }
    assert_eq!(coder.window.said(), ["2 claims coded: Poland – Opposes – Send peacekeepers to Ukraine"]);
    coder.window.press("Undo");
    assert_eq!(coder.window.project().claims().len(), before.claims().len());
    assert_eq!(coder.window.project().excerpts().len(), before.excerpts().len());
}

#[test]
fn with_nothing_coded_yet_the_coding_of_all_places_is_filled_in_there() {
    let mut coder = Coder::reading("Poland will not send soldiers. Nobody will send soldiers.");
    coder.window.send(Command::SetAnalyst("Somebody new".into()));
    coder.select("Nobody");
    let article = coder.window.desk().selection().article.unwrap();
    let at = coder.window.project().text(article).unwrap().as_str().find("send soldiers").unwrap();
    coder.window.send(Command::Select(Some(Span::new(at, at + "send soldiers".len()))));
    let before = coder.window.project().claims().len();
    coder.press(&[key(Key::O)]);
    assert_eq!(coder.focused(), "Country");
    assert!(coder.window.harness.get_by_label("Code 2 places").accesskit_node().is_disabled());
    coder.press(&[Word("spain"), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER]);
    assert_eq!(coder.window.project().claims().len(), before + 2);
    coder.press(&[key(Key::O), key(Key::Escape)]);
    assert!(coder.window.harness.query_by_label("Code all occurrences").is_none());
}

/// Selects the last words of the open article, or the first, codes there and looks where the form stands.
fn check_place(width: f32, height: f32, last: bool, unfold: bool) {
    let mut coder = Coder::of_size(width, height);
    coder.go_to(last);
    coder.press(&[key(Key::T)]);
    if unfold {
        coder.press(&[ENTER, ENTER, Word("u")]);
    }
    let case = format!("{width} × {height}, last {last}, unfolded {unfold}");
    let save = coder.rect("Save claim");
    let text = coder.rect("Article text");
    let country = coder.rect("Pin country");
    assert!(save.left() > text.right(), "beside the words, {case}");
    // Below the bar above, above the line below.
    let whole = save.bottom() < height - 28.0 && country.top() > 42.0;
    assert!(whole, "seen whole, {case}: {save:?} {country:?}");
    let options = coder.window.harness.query_all_by_role(Role::ListBoxOption).map(|node| node.rect());
    let options: Vec<Rect> = options.filter(|rect| rect.left() > 20.0 && rect.right() > text.left()).collect();
    assert_eq!(options.is_empty(), !unfold, "{case}");
    assert!(options.iter().all(|rect| rect.left() > text.right()), "{options:?}, {case}");
    let span = coder.window.desk().selection().span.expect("the words stay selected");
    assert!(!span.is_empty());
}

#[test]
fn the_form_stands_beside_its_words_and_is_seen_whole_in_small_windows() {
    for (width, height) in [(1440.0, 900.0), (1024.0, 700.0), (900.0, 600.0)] {
        for last in [false, true] {
            for unfold in [false, true] {
                check_place(width, height, last, unfold);
            }
        }
    }
}

#[test]
fn notices_never_lie_above_the_form() {
    for (width, height) in [(1440.0, 900.0), (1024.0, 700.0), (900.0, 600.0)] {
        let mut coder = Coder::of_size(width, height);
        coder.go_to(true);
        coder.press(&[key(Key::T)]);
        coder.window.send(Command::Tell("Something was done".into()));
        let said = coder.rect("Something was done").expand(12.0);
        let form = coder.rect("Pin country").union(coder.rect("Save claim")).expand(12.0);
        assert!(!said.intersects(form), "{width} × {height}: {said:?} {form:?}");
    }
}

#[test]
fn a_page_of_many_claims_shows_one_line_each_and_opens_the_one_that_is_selected() {
    let sentences: Vec<String> = (1..=30).map(|number| format!("Poland said no for the {number}th time.")).collect();
    let mut coder = Coder::reading(&sentences.join(" "));
    coder.select("Poland");
    coder.code(&[key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER], 8);
    for _ in 1..30 {
        coder.window.keys(&[Key::J, Key::R]);
    }
    let article = coder.window.desk().selection().article.unwrap();
    assert_eq!(coder.window.project().count_claims_in(article), 30);
    let cards = |coder: &Coder| {
        let cards = coder.window.harness.query_all_by_role(Role::Button);
        let cards =
            cards.filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with("Claim: Poland")));
        let mut rects: Vec<Rect> = cards.map(|node| node.rect()).collect();
        rects.sort_by(|a, b| a.top().total_cmp(&b.top()));
        rects
    };
    let rects = cards(&coder);
    assert!(rects.len() >= 20, "{}", rects.len());
    assert!(rects.windows(2).all(|pair| pair[0].bottom() <= pair[1].top()), "none lies above another");
    let open = rects.iter().filter(|rect| rect.height() > 40.0).count();
    assert_eq!(open, 1, "only the selected one is open");
}

#[test]
fn tab_behind_a_name_that_matches_nothing_goes_on_and_the_name_stays_complained_about() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("germany"), ENTER, Word("mxzq"), key(Key::Tab)]);
    assert_eq!(coder.focused(), "Issue");
    let said = "“mxzq” is not taken yet: Enter here takes it, Esc drops it";
    assert!(coder.window.harness.query_by_label(said).is_some());
    coder.press(&[Word("peacek"), ENTER, key(Key::Num5), ENTER]);
    assert!(coder.is_coding(), "the speaker is not taken yet");
    assert_eq!(coder.focused(), "Speaker");
}

#[test]
fn enter_takes_nothing_that_was_neither_typed_nor_walked_to_behind_a_complaint() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("germany"), ENTER]);
    coder.window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(coder.focused(), "Issue");
    coder.press(&[ENTER]);
    let first = format!("Remove {}", coder.options()[0]);
    let chosen = |coder: &Coder| coder.window.harness.query_by_label(&first).is_some();
    assert!(!chosen(&coder) && coder.focused() == "Issue");
    coder.press(&[key(Key::ArrowDown), ENTER]);
    assert!(chosen(&coder), "it was walked to");
}

#[test]
fn a_number_meant_as_stance_creates_no_issue() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("germany"), ENTER, ENTER, Word("99"), ENTER]);
    assert_eq!(coder.focused(), "Issue");
    assert!(coder.window.harness.query_by_label("Remove 99").is_none());
    coder.press(&[key(Key::ArrowDown), ENTER]);
    assert!(coder.window.harness.query_by_label("Remove 99").is_some(), "walked to");
}

#[test]
fn a_claim_brought_back_has_the_keyboard_where_it_was_and_what_was_typed() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("germany"), ENTER, Word("merz"), key(Key::Escape), key(Key::Escape)]);
    assert!(!coder.is_coding());
    coder.press(&[key(Key::T)]);
    assert_eq!(coder.focused(), "Speaker");
    assert!(coder.window.harness.query_by_label("Create speaker “merz”").is_some());
    coder.press(&[key(Key::Tab), key(Key::Escape), key(Key::T)]);
    assert_eq!(coder.focused(), "Issue");
    let said = "“merz” is not taken yet: Enter here takes it, Esc drops it";
    assert!(coder.window.harness.query_by_label(said).is_some());
}

#[test]
fn undo_and_find_say_why_they_wait_while_a_claim_is_coded() {
    let mut coder = Coder::reading("Nobody spoke.");
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("germany"), ENTER, ENTER, Word("peacek"), ENTER]);
    let said = |coder: &Coder, whole: &str| coder.window.harness.query_by_label(whole).is_some();
    let undo = coder.window.desk().document().undo_label().map(str::to_owned);
    coder.window.chord(Modifiers::COMMAND, Key::Z);
    assert!(said(&coder, "Ctrl Z undoes nothing while a claim is coded: save it or put it aside (Esc) first"));
    assert_eq!(coder.window.desk().document().undo_label().map(str::to_owned), undo);
    coder.window.chord(Modifiers::COMMAND, Key::F);
    assert!(said(&coder, "Ctrl F finds once this claim is saved or put aside (Esc); T brings it back"));
    coder.press(&[key(Key::Num5), ENTER]);
    assert!(!coder.is_coding(), "nothing stands against saving");
}

#[test]
fn repeating_a_coding_says_which_basis_the_words_gave_it() {
    let mut coder = Coder::reading("Donald Tusk said that Poland will send soldiers. France is expected to follow.");
    coder.select("Donald");
    let keys = [key(Key::T), ENTER, ENTER, Word("pe"), ENTER, key(Key::Num5), ENTER];
    let first = coder.code(&keys, 8);
    coder.select("France");
    coder.code(&[key(Key::R)], 1);
    let before = first.basis.label();
    let told =
        format!("Coded as before: Poland – Opposes – Send peacekeepers to Ukraine (Expected here, {before} before)");
    assert_eq!(coder.window.said(), [told]);
}

#[test]
fn whatever_all_places_get_is_seen_and_the_source_of_one_article_stays_there() {
    let mut coder = Coder::reading("Poland will not send soldiers. Nobody will send soldiers. France is expected.");
    coder.select("Poland");
    coder.press(&[key(Key::T), Word("spain"), ENTER, ENTER, Word("peacek"), ENTER]);
    coder.window.press("More fields");
    coder.window.focus("Via");
    coder.press(&[Word("Le Monde")]);
    coder.window.focus("Addressees");
    coder.press(&[Word("germ"), ENTER]);
    coder.window.press("Fewer fields");
    coder.window.chord(Modifiers::ALT, Key::Num5);
    coder.window.chord(Modifiers::COMMAND, Key::Enter);
    assert!(!coder.is_coding());
    coder.select("Nobody");
    let article = coder.window.desk().selection().article.unwrap();
    let at = coder.window.project().text(article).unwrap().as_str().rfind("send soldiers").unwrap();
    coder.window.send(Command::Select(Some(Span::new(at, at + "send soldiers".len()))));
    coder.press(&[key(Key::O)]);
    let via = |coder: &Coder| {
        let mut fields = coder.window.harness.query_all_by_role(Role::TextInput);
        let via = fields.find(|node| node.accesskit_node().label().as_deref() == Some("Via")).unwrap();
        via.accesskit_node().value().unwrap_or_default()
    };
    assert!(coder.window.harness.query_by_label("Remove Germany").is_some(), "to whom");
    assert_eq!(via(&coder), "Le Monde");
    coder.window.press("All articles");
    assert_eq!(via(&coder), "");
    coder.window.press("This article");
    assert_eq!(via(&coder), "Le Monde");
}

#[test]
fn what_is_pinned_stands_in_the_coding_of_all_places_and_is_kept_there() {
    let mut coder = Coder::reading("Poland will not send soldiers. Nobody will send soldiers.");
    coder.select("Poland");
    coder.press(&[key(Key::T), Word("spain"), ENTER, ENTER, Word("peacek"), ENTER, key(Key::Num5), ENTER]);
    assert!(!coder.is_coding());
    coder.select("Nobody");
    coder.press(&[key(Key::T), Word("france"), ENTER]);
    coder.window.press("Pin country");
    coder.press(&[key(Key::Escape)]);
    coder.select("Nobody");
    coder.press(&[key(Key::O)]);
    assert!(coder.window.harness.query_by_label("Remove France").is_some(), "pinned, not Spain as before");
    coder.window.press("Remove France");
    coder.window.focus("Country");
    coder.press(&[Word("germ"), ENTER]);
    coder.window.chord(Modifiers::COMMAND, Key::Enter);
    assert!(coder.window.harness.query_by_label("Code all occurrences").is_none());
    let last = coder.window.project().claims().values().max_by_key(|claim| claim.created).unwrap().clone();
    assert!(coder.said(&last).starts_with("Germany – "), "{}", coder.said(&last));
    coder.window.keys(&[Key::K]);
    coder.press(&[key(Key::T)]);
    assert!(coder.window.harness.query_by_label("Remove Germany").is_some(), "the pin keeps what was coded last");
}
