//! Every script: twenty thousand excerpts in texts full of emoji, marks, Han and letters from right to left are
//! the same after save, reopen and export; and in the window a drag over what is marked gives what is marked.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[cfg(feature = "gui")]
#[path = "support/window.rs"]
mod window;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use demarche::export::{self, Kind};
use demarche::model::Project;
use demarche::store;
use support::root;
use unicode_segmentation::UnicodeSegmentation as _;

/// What texts are made of: words and single graphemes of all scripts, some of them nasty.
const WORDS: [&str; 64] = [
    "minister",
    "Łódź",
    "Çeşme",
    "nghị",
    "Việt",
    "правительство",
    "Київ",
    "κυβέρνηση",
    "ἀρχή",
    "e\u{301}te\u{301}",
    "n\u{303}o",
    "x\u{304}\u{323}",
    "Zoe\u{308}",
    "ﬁnal",
    "office",
    "straße",
    "İstanbul",
    "ı",
    "外交部",
    "和平談判",
    "反对",
    "，",
    "。",
    "「支持」",
    "（約三百万）",
    "𠮷野家",
    "会議を",
    "ｶﾀｶﾅ",
    "외교부",
    "한국",
    "\u{1112}\u{1161}\u{11ab}",
    "विदेश",
    "क्षि",
    "श्री",
    "ज्ञान",
    "รัฐมนตรี",
    "น้ำ",
    "ที่",
    "தமிழ்",
    "ကြီး",
    "ក្រសួង",
    "قالت",
    "الوزيرة",
    "لا",
    "مفتوحًا",
    "می\u{200c}خواهم",
    "۱۴۰۳",
    "٢٠٢٥",
    "(السلام)",
    "،",
    "שלום",
    "ירושלים",
    "בְּרֵאשִׁית",
    "„ישראל”",
    "👩‍👩‍👧‍👦",
    "👍🏽",
    "🇺🇦",
    "🇵🇱🇺🇦",
    "❤️",
    "5️⃣",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "a\u{200b}b",
    "soft\u{ad}hyphen",
    "250 000 €",
];

/// An excerpt as it was made: its article's text, its bytes.
struct Made {
    text: usize,
    bytes: Range<usize>,
}

/// A project with texts in which nothing is in one script, and what is coded in it by claim.
struct Source {
    file: String,
    texts: Vec<String>,
    claims: BTreeMap<String, Made>,
}

fn made(articles: usize, each: usize, seed: u64) -> Source {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut source = Source { file: String::new(), texts: Vec::new(), claims: BTreeMap::new() };
    let head = "(format: 1, id: \"scripts\", title: \"All scripts\", scale: [(id: \"supports\", label: \"Supports\", \
                score: 2, colour: \"teal\", glyph: \"up-filled\", key: '1')], countries: [(id: \"n\", name: \"N\")], \
                issues: [(id: \"i\", label: \"I\")], articles: [";
    source.file.push_str(head);
    for article in 0..articles {
        let text = text(&mut random, each * 30);
        let places: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
        writeln!(
            source.file,
            "(id: \"a{article:05}\", title: \"{article}\", language: \"{}\", progress: \"done\", \
             added: \"2025-12-01T08:00:00Z\", text: r##\"{text}\"##, excerpts: [",
            ["", "ar", "zh", "ja", "he", "en"][article % 6]
        )
        .unwrap();
        let mut spans: Vec<Range<usize>> = (0..each).map(|_| excerpt(&mut random, &places)).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        for bytes in spans {
            let number = source.claims.len();
            let (before, after) = around(&text, &bytes);
            writeln!(
                source.file,
                "(id: \"x{number:06}\", at: ({}, {}), quotation: r##\"{}\"##, before: r##\"{before}\"##, after: \
                 r##\"{after}\"##, claims: [(id: \"c{number:06}\", countries: [\"n\"], issue: \"i\", stance: \
                 \"supports\", basis: \"quoted\", voice: \"government\", analyst: \"t\", created: \
                 \"2025-12-01T08:00:00Z\")]),",
                bytes.start,
                bytes.end,
                &text[bytes.clone()],
            )
            .unwrap();
            source.claims.insert(format!("c{number:06}"), Made { text: article, bytes });
        }
        source.file.push_str("]),\n");
        source.texts.push(text);
    }
    source.file.push_str("])");
    source
}

fn text(random: &mut fastrand::Rng, bytes: usize) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        text.push_str(random.choice(WORDS).unwrap());
        match random.u8(..40) {
            0 => text.push_str(".\n\n"),
            1..8 => {}
            _ => text.push(' '),
        }
    }
    text.push('.');
    text
}

/// Some graphemes that begin and end with something to be seen.
fn excerpt(random: &mut fastrand::Rng, places: &[(usize, &str)]) -> Range<usize> {
    loop {
        let from = random.usize(..places.len());
        let to = (from + random.usize(1..60)).min(places.len());
        let inside = &places[from..to];
        let seen = |place: &(usize, &str)| !place.1.trim().is_empty();
        if seen(&inside[0]) && seen(&inside[inside.len() - 1]) {
            return inside[0].0..inside[inside.len() - 1].0 + inside[inside.len() - 1].1.len();
        }
    }
}

fn around<'a>(text: &'a str, bytes: &Range<usize>) -> (&'a str, &'a str) {
    let from = text.floor_char_boundary(bytes.start.saturating_sub(24));
    (&text[from..bytes.start], &text[bytes.end..text.floor_char_boundary(bytes.end + 24)])
}

fn load(source: &Source) -> Project {
    let loaded = store::from_str(&source.file).unwrap();
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
    loaded.project
}

#[test]
fn twenty_thousand_quotations_are_exact_after_save_reopen_and_export() {
    let source = made(100, 200, 4);
    assert_eq!(source.claims.len(), 20_000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scripts.ron");
    store::save(&load(&source), &file, None).unwrap();
    let reopened = store::load(&file).unwrap();
    assert!(reopened.problems.is_empty(), "{:?}", reopened.problems.first());
    let mut table = Vec::new();
    export::csv::write(Kind::Claims, &reopened.project, &export::Options::default(), &mut table).unwrap();
    let mut rows = csv::Reader::from_reader(table.as_slice());
    let columns = rows.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let [id, quotation, start, end] = ["claim_id", "quotation", "start", "end"].map(column);
    let mut exact = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let made = &source.claims[&row[id]];
        let text = &source.texts[made.text];
        assert_eq!(&row[quotation], &text[made.bytes.clone()]);
        let chars = |byte: usize| text[..byte].chars().count().to_string();
        assert_eq!((&row[start], &row[end]), (&*chars(made.bytes.start), &*chars(made.bytes.end)));
        exact += 1;
    }
    assert_eq!(exact, 20_000);
}

#[test]
fn the_sample_of_many_scripts_holds_and_is_written_as_it_is_read() {
    let path = root("projects/many-scripts.ron");
    let loaded = store::load(&path).unwrap();
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.ron");
    store::save(&loaded.project, &copy, None).unwrap();
    assert!(std::fs::read(copy).unwrap() == std::fs::read(path).unwrap(), "in the form in which it is saved");
}

#[cfg(feature = "gui")]
mod seen {
    use demarche::gui::{App, Options, find_in_system};
    use demarche::model::ArticleId;
    use demarche::session::{Command, Item, Runner};
    use demarche::text::Span;
    use eframe::egui::accesskit::Role;
    use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;

    use window::{Scripted, Window};

    /// A window on a project, with what faces the system has.
    fn open(project: &Project) -> Window {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scripts.ron");
        store::save(project, &file, None).unwrap();
        let picker = Scripted::default();
        let options = Options {
            project: Some(file),
            prefs_folder: Some(folder.path().join("config")),
            runner: Runner::Inline,
            picker: Box::new(picker.clone()),
        };
        let mut options = Some(options);
        let builder = Harness::builder().with_size(vec2(1440.0, 900.0)).with_step_dt(1.0 / 60.0);
        let mut harness = builder.allow_missing_glyphs().build_eframe(move |cc| {
            let app = App::new(&cc.egui_ctx, options.take().unwrap());
            find_in_system(&cc.egui_ctx);
            app
        });
        harness.run_steps(8);
        Window { harness, picker, folder }
    }

    fn drag(window: &mut Window, from: Pos2, to: Pos2) -> Option<Span> {
        // Longer than a double click takes.
        window.harness.run_steps(20);
        window.send(Command::Select(None));
        let modifiers = Modifiers::ALT;
        let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
        window.harness.event(Event::ModifiersChanged(modifiers));
        window.harness.event(Event::PointerMoved(from));
        window.harness.event(button(from, true));
        for at in [from + (to - from) * 0.5, to] {
            window.harness.event(Event::PointerMoved(at));
            window.harness.step();
        }
        window.harness.event(button(to, false));
        window.harness.step();
        window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        window.desk().selection().span
    }

    /// Where excerpts are marked in the window: the first rectangle of each.
    fn marks(window: &Window) -> Vec<(String, Rect)> {
        let nodes = window.harness.query_all_by_role(Role::Mark);
        let named = nodes.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
        named.filter(|(_, rect)| rect.top() > 60.0 && rect.bottom() < 860.0).collect()
    }

    /// Drags over every mark in view, from end to end; how many there were, and how many are on one line.
    fn check(window: &mut Window, article: ArticleId) -> (usize, usize) {
        window.send(Command::Show(Item::Article(article)));
        window.settle();
        let text = window.project().text(article).unwrap().clone();
        let (mut checked, mut whole) = (0, 0);
        for (name, rect) in marks(window) {
            let words = name.strip_prefix("Excerpt: ").unwrap();
            let y = rect.center().y;
            let (left, right) = (pos2(rect.left() + 0.4, y), pos2(rect.right() - 0.4, y));
            let Some(span) = drag(window, left, right) else { continue };
            let there = drag(window, right, left);
            assert_eq!(there, Some(span), "the same from both ends of {words:?}");
            let selected = text.get(span).unwrap();
            let (from, to) = (span.start.index(), span.end.index());
            let cut = |at| {
                use unicode_segmentation::GraphemeCursor;
                !GraphemeCursor::new(at, text.len(), true).is_boundary(text.as_str(), 0).unwrap()
            };
            assert!(!cut(from) && !cut(to), "{selected:?}");
            assert!(words.contains(selected), "{selected:?} is marked as {words:?}");
            checked += 1;
            whole += usize::from(words.starts_with(&format!("{selected}. Claim")));
        }
        (checked, whole)
    }

    #[test]
    fn what_is_marked_is_what_a_drag_over_it_selects() {
        let sample = store::load(&root("projects/many-scripts.ron")).unwrap().project;
        let articles: Vec<ArticleId> = sample.articles_by_date().iter().map(|article| article.id).collect();
        let mut window = open(&sample);
        let found: Vec<(usize, usize)> = articles.into_iter().map(|article| check(&mut window, article)).collect();
        let (checked, whole) = found.iter().fold((0, 0), |sum, found| (sum.0 + found.0, sum.1 + found.1));
        assert!(checked == 45 && whole > 25, "{checked} marks, {whole} on one line: {found:?}");
    }

    #[test]
    fn marks_in_mixed_text_are_where_their_letters_are() {
        let project = load(&made(4, 12, 7));
        let articles: Vec<ArticleId> = project.articles_by_date().iter().map(|article| article.id).collect();
        let mut window = open(&project);
        let checked: usize = articles.into_iter().map(|article| check(&mut window, article).0).sum();
        assert!(checked > 20, "{checked}");
    }

    #[test]
    fn fields_take_any_script_wherever_one_clicks_and_types() {
        let mut window = open(&load(&made(1, 3, 9)));
        let typed = "قال הוא ۱۴۰۳ น้ำ क्षि 👩\u{200d}👧 e\u{301} (السلام)";
        for name in window.names(Role::TextInput) {
            window.focus(&name);
            window.type_text(typed);
            let rect = window.harness.get_by_role_and_label(Role::TextInput, &name).rect();
            for step in 0..12 {
                let at = pos2(rect.left() + rect.width() * step as f32 / 11.0, rect.center().y);
                window.mouse(at, true);
                window.mouse(at, false);
                for (modifiers, key) in [
                    (Modifiers::NONE, Key::ArrowLeft),
                    (Modifiers::CTRL, Key::ArrowRight),
                    (Modifiers::SHIFT, Key::End),
                    (Modifiers::SHIFT | Modifiers::CTRL, Key::ArrowLeft),
                    (Modifiers::NONE, Key::Backspace),
                    (Modifiers::NONE, Key::Home),
                    (Modifiers::NONE, Key::Delete),
                    (Modifiers::NONE, Key::End),
                ] {
                    window.harness.key_press_modifiers(modifiers, key);
                    window.harness.run_steps(1);
                }
                window.harness.event(Event::Text("ب".into()));
                window.harness.run_steps(1);
            }
        }
    }
}
