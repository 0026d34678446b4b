//! A few side by side, in the whole window: by mouse, by keys alone, and with more issues than fit a frame.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;
#[path = "support/window.rs"]
mod window;

use demarche::derive::compare::{Comparison, MOST, propose};
use demarche::derive::search::Group;
use demarche::derive::steps::Steps;
use demarche::model::{ClaimId, EntryId, IssueId, Order, RowsOf, Spot, Who};
use demarche::session::{Action, Command, Screen};
use demarche::store;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, OutputCommand, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use window::Window;

const PEACEKEEPERS: &str = "send-peacekeepers";

fn country(slug: &str) -> Who {
    Who::Country(slug.parse().unwrap())
}

fn bloc(slug: &str) -> Who {
    Who::Bloc(slug.parse().unwrap())
}

/// The sample with these side by side.
fn comparing(whos: &[Who]) -> Window {
    let mut window = Window::with_sample();
    window.send(Command::Compare(whos.to_vec()));
    window
}

fn three() -> Window {
    comparing(&[country("united-kingdom"), country("germany"), country("poland")])
}

/// The names of the heads of the columns, from left to right.
fn heads(window: &Window) -> Vec<String> {
    let mut found: Vec<(f32, String)> = window
        .harness
        .query_all_by_role(Role::ColumnHeader)
        .filter_map(|node| Some((node.rect().left(), node.accesskit_node().label()?)))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, name)| name.split(':').next().unwrap().to_owned()).collect()
}

/// The cell under the keyboard.
fn cursor(window: &Window) -> Option<String> {
    let cells = window.harness.query_all_by_role(Role::Cell);
    cells.map(|node| node.accesskit_node()).find(|node| node.is_selected() == Some(true)).and_then(|node| node.label())
}

fn telling(window: &Window, who: Who, issue: &str) -> Vec<ClaimId> {
    let comparison = window.desk().comparison();
    let issue: IssueId = issue.parse().unwrap();
    let line = comparison.lines.iter().position(|line| line.issue == issue).unwrap();
    let at = comparison.whos.iter().position(|other| *other == who).unwrap();
    comparison.telling(window.project(), &Steps::new(window.project()), line, at)
}

/// What was put on the clipboard last.
fn copied(window: &Window) -> Option<String> {
    window.harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// Presses the keys that copy, and tells what came of it.
fn copy(window: &mut Window) -> String {
    window.harness.event(Event::Copy);
    for _ in 0..6 {
        window.harness.step();
        if let Some(text) = copied(window) {
            return text;
        }
    }
    panic!("nothing was copied")
}

#[test]
fn before_anybody_is_chosen_those_farthest_apart_the_closest_and_blocs_are_proposed() {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num4);
    assert!(window.desk().compared().is_empty());
    let proposals = propose(window.project(), &window.desk().sheet());
    assert!(proposals.len() >= 3, "{proposals:?}");
    for proposal in &proposals {
        let names: Vec<String> = proposal.whos.iter().map(|who| window.project().label(who.entry())).collect();
        let name = format!("Compare {}: {}", names.join(", "), proposal.why);
        assert!(window.harness.query_by_label(&name).is_some(), "{name}");
    }
    let e3 = window.project().bloc("e3".parse().unwrap()).unwrap().members.clone();
    let name = window.name_of(Role::Button, "Compare France, Germany, United Kingdom");
    window.press(&name);
    assert_eq!(window.desk().compared(), e3.into_iter().map(Who::Country).collect::<Vec<_>>());
    assert_eq!(heads(&window), ["France", "Germany", "United Kingdom"]);
    // Coming back later, they stand there still.
    window.chord(Modifiers::ALT, Key::Num1);
    window.chord(Modifiers::ALT, Key::Num4);
    assert_eq!(heads(&window).len(), 3);
}

#[test]
fn a_country_a_bloc_and_an_actor_are_added_by_typing_and_removed_by_a_press() {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num4);
    for (typed, name) in [("germ", "Germany"), ("e3", "E3"), ("macr", "Emmanuel Macron")] {
        window.keys(&[Key::A]);
        window.type_text(typed);
        window.keys(&[Key::Enter]);
        assert_eq!(heads(&window).last().map(String::as_str), Some(name), "{typed}");
    }
    let kinds: Vec<RowsOf> = window.desk().compared().iter().map(|who| who.rows()).collect();
    assert_eq!(kinds, [RowsOf::Countries, RowsOf::Blocs, RowsOf::Actors]);
    window.keys(&[Key::Escape]);
    window.press("Remove E3");
    assert_eq!(heads(&window), ["Germany", "Emmanuel Macron"]);
    window.press("+ Country, bloc or actor");
    window.type_text("e3");
    window.keys(&[Key::Enter]);
    assert_eq!(heads(&window), ["Germany", "Emmanuel Macron", "E3"]);
}

#[test]
fn the_list_of_those_to_add_stays_open_until_it_is_left_or_six_stand_side_by_side() {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num4);
    let field = |window: &Window| window.harness.query_by_label("Country, bloc or actor").is_some();
    window.keys(&[Key::A]);
    for (at, typed) in ["germ", "fran", "pola"].into_iter().enumerate() {
        window.type_text(typed);
        window.keys(&[Key::Enter]);
        assert_eq!((window.desk().compared().len(), field(&window)), (at + 1, true), "{typed}");
    }
    window.keys(&[Key::Enter]);
    assert_eq!(window.desk().compared().len(), 3, "Enter in the empty field adds nobody");
    window.keys(&[Key::Escape]);
    assert!(!field(&window));
    window.keys(&[Key::ArrowDown]);
    assert!(cursor(&window).is_some(), "the table has the keys again");
    window.keys(&[Key::A]);
    for typed in ["ital", "spai", "unit"] {
        window.type_text(typed);
        window.keys(&[Key::Enter]);
    }
    assert_eq!((window.desk().compared().len(), field(&window)), (MOST, false));
}

#[test]
fn six_stand_side_by_side_and_no_more() {
    let whos: Vec<Who> =
        ["united-kingdom", "france", "germany", "poland", "italy", "spain"].iter().map(|slug| country(slug)).collect();
    assert_eq!(whos.len(), MOST);
    let mut window = comparing(&whos);
    let add = window.harness.get_by_label("+ Country, bloc or actor");
    assert!(add.accesskit_node().is_disabled());
    window.keys(&[Key::A]);
    assert!(window.harness.query_by_label("Country, bloc or actor").is_none());
}

#[test]
fn each_cell_says_where_somebody_stands_and_what_marks_it() {
    let window = three();
    let germany = window.name_of(Role::Cell, "Germany on Send peacekeepers");
    assert!(germany.contains("Reluctant") && germany.contains("contested"), "{germany}");
    let british = window.name_of(Role::Cell, "United Kingdom on Send peacekeepers");
    assert!(
        british.contains("Supports if (if there is a peace") && british.contains("moved from Supports"),
        "{british}"
    );
    let head = window.name_of(Role::RowHeader, "Send peacekeepers");
    assert_eq!(head, "Send peacekeepers to Ukraine: widest gap: 3 of 4 steps");
    // Whoever contests is quoted behind whoever decides, each with speaker, outlet and date.
    let telling = telling(&window, country("germany"), PEACEKEEPERS);
    assert_eq!(telling.len(), 2);
    for id in telling {
        let claim = window.project().claim(id).unwrap();
        let words = &window.project().excerpt(claim.excerpt).unwrap().anchor.quotation;
        let name = window.name_of(Role::Button, &format!("Open “{words}”"));
        let article = window.project().article_of(claim).unwrap();
        assert!(name.contains(&article.outlet) && name.ends_with("2025"), "{name}");
    }
    let agrees = window.name_of(Role::ColumnHeader, "Germany:");
    assert!(agrees.contains("Poland: 88 % over 4 shared issues"), "{agrees}");
}

#[test]
fn an_assessment_is_shown_with_its_sentence() {
    let mut window = three();
    let cell =
        demarche::model::Cell { country: "united-kingdom".parse().unwrap(), issue: PEACEKEEPERS.parse().unwrap() };
    assert!(window.project().judged(cell).is_none());
    window.send(Command::Assess {
        cell,
        was: None,
        saying: demarche::edit::ops::assessments::Saying {
            judgement: demarche::model::Judgement::Position("opposes".parse().unwrap()),
            sentence: "London says no.".into(),
            confidence: None,
        },
    });
    window.keys(&[Key::ArrowDown]);
    let name = cursor(&window).unwrap();
    assert!(name.starts_with("United Kingdom on Send peacekeepers to Ukraine: Opposes; "), "{name}");
    assert!(name.contains("assessed"), "{name}");
    assert!(copy(&mut window).contains("London says no."));
}

#[test]
fn a_press_or_enter_opens_the_article_at_the_words() {
    let mut window = three();
    let claims = telling(&window, country("germany"), PEACEKEEPERS);
    let claim = window.project().claim(claims[1]).unwrap().clone();
    let words = window.project().excerpt(claim.excerpt).unwrap().anchor.quotation.to_string();
    window.press_a(Role::Button, &format!("Open “{words}”"));
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(claims[1])));
    window.chord(Modifiers::ALT, Key::Num4);
    // The cell that was pressed is under the keyboard.
    assert!(cursor(&window).unwrap().starts_with("Germany on Send peacekeepers"));
    window.keys(&[Key::Enter]);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(claims[0])));
    window.chord(Modifiers::ALT, Key::Num4);
    window.chord(Modifiers::SHIFT, Key::Enter);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(claims[1])));
}

#[test]
fn arrows_walk_the_cells_and_n_the_issues_on_which_they_differ() {
    let mut window = three();
    let at = |window: &Window| {
        let name = cursor(window).unwrap();
        name.split(':').next().unwrap().to_owned()
    };
    window.keys(&[Key::ArrowDown]);
    assert_eq!(at(&window), "United Kingdom on Send peacekeepers to Ukraine", "one begins at the first cell");
    window.keys(&[Key::ArrowRight, Key::ArrowDown]);
    assert_eq!(at(&window), "Germany on US security backstop");
    window.keys(&[Key::End]);
    assert_eq!(at(&window), "Poland on US security backstop");
    window.chord(Modifiers::COMMAND, Key::End);
    assert_eq!(at(&window), "Poland on Freeze the current front line");
    window.chord(Modifiers::COMMAND, Key::Home);
    let comparison = window.desk().comparison();
    let project = window.project();
    let differ: Vec<String> = comparison
        .lines
        .iter()
        .filter(|line| line.differ)
        .map(|line| format!("United Kingdom on {}", project.label(EntryId::Issue(line.issue))))
        .collect();
    assert!(differ.len() >= 2 && differ.len() < comparison.lines.len(), "{differ:?}");
    for name in differ[1..].iter().chain([&differ[0]]) {
        window.keys(&[Key::N]);
        assert_eq!(at(&window), *name);
    }
    window.chord(Modifiers::SHIFT, Key::N);
    assert_eq!(at(&window), differ[differ.len() - 1], "round the beginning");
}

#[test]
fn those_compared_are_put_in_another_order_by_keys_and_by_dragging() {
    let mut window = three();
    window.keys(&[Key::ArrowDown]);
    window.chord(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(heads(&window), ["Germany", "United Kingdom", "Poland"]);
    assert!(cursor(&window).unwrap().starts_with("United Kingdom"), "the cell goes with its column");
    window.chord(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(heads(&window), ["United Kingdom", "Germany", "Poland"]);
    for role in [Role::Button, Role::ColumnHeader] {
        let begins = if role == Role::Button { "Poland, 3 of 3" } else { "Poland:" };
        let onto = if role == Role::Button { "United Kingdom, 1 of 3" } else { "United Kingdom:" };
        let place = |window: &Window, begins: &str| {
            let name = window.name_of(role, begins);
            window.harness.get_by_role_and_label(role, &name).rect()
        };
        let (from, to) = (place(&window, begins), place(&window, onto));
        window.mouse(from.left_center() + vec2(6.0, 0.0), true);
        for part in 1..=8 {
            let at = from.left_center().lerp(to.left_center(), part as f32 / 8.0) + vec2(6.0, 0.0);
            window.harness.event(Event::PointerMoved(at));
            window.harness.step();
        }
        window.mouse(to.left_center() + vec2(6.0, 0.0), false);
        window.settle();
        assert_eq!(heads(&window), ["Poland", "United Kingdom", "Germany"], "{role:?}");
        window.send(Command::SetCompared(vec![country("united-kingdom"), country("germany"), country("poland")]));
    }
}

#[test]
fn only_issues_where_they_differ_or_all_have_a_position_are_shown() {
    let mut window = three();
    let issues = |window: &Window| window.names(Role::RowHeader).len();
    let comparison: Comparison = (*window.desk().comparison()).clone();
    let steps = Steps::new(window.project());
    let differ = comparison.lines.iter().filter(|line| line.differ).count();
    let held = comparison.lines.iter().filter(|line| line.all_hold(&steps)).count();
    for (from, to, count) in [
        ("Show: all issues", "issues where they differ", differ),
        ("Show: issues where they differ", "issues where all have a position", held),
    ] {
        window.press(from);
        window.press(to);
        assert_eq!(issues(&window), count, "{to}");
        assert!(window.harness.query_by_label(&format!("{count} of 6 issues")).is_some());
    }
    // Those who never differ are told so, and the way back.
    window.send(Command::SetCompared(vec![country("poland"), country("poland")]));
    window.press("Show: issues where all have a position");
    window.press("issues where they differ");
    assert!(window.harness.query_by_label("They differ on no issue").is_some());
    window.press("Show all issues");
    assert!(issues(&window) > 0);
}

#[test]
fn an_empty_cell_says_why_and_leads_to_a_search_that_finds() {
    let mut window = comparing(&[country("united-kingdom"), country("poland")]);
    let name = window.name_of(Role::Cell, "Poland on Keep arming Ukraine");
    assert!(name.contains("No claim in 14 articles"), "{name}");
    window.press("Search the corpus for “Poland” near “arming”");
    assert_eq!(window.desk().screen(), Screen::Search);
    let found = window.desk().searching().found().unwrap().clone();
    assert!(found.wish.typed.starts_with("(Poland OR"), "{}", found.wish.typed);
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Search everything");
    assert_eq!(field.accesskit_node().value().as_deref(), Some(&*found.wish.typed));
    // What is found are the words of articles that name Poland near arms.
    let places = found.tally(Group::Articles).places;
    assert_eq!(window.harness.query_by_label("Nothing found").is_some(), places == 0);
    // Who types something else is not led back.
    window.type_text("troops");
    assert_eq!(window.desk().searching().found().unwrap().wish.typed, "troops");
    window.chord(Modifiers::ALT, Key::Num4);
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert_eq!(window.desk().searching().found().unwrap().wish.typed, "troops");
}

#[test]
fn a_search_from_an_empty_cell_finds_the_article_that_was_overlooked() {
    let mut window = comparing(&[country("united-kingdom"), country("hungary")]);
    let claims: Vec<ClaimId> = {
        let issue: IssueId = PEACEKEEPERS.parse().unwrap();
        let spot = Spot { who: country("hungary"), issue };
        window.desk().matrix().evidence(spot).to_vec()
    };
    assert!(!claims.is_empty());
    window.send(Command::DeleteClaims(claims));
    window.press("Search the corpus for “Hungary” near “peacekeepers”");
    assert_eq!(window.desk().screen(), Screen::Search);
    window.chord(Modifiers::ALT, Key::Num4);
    let name = window.name_of(Role::Cell, "Hungary on Send peacekeepers");
    assert!(name.contains("No claim in"), "{name}");
    // By the keyboard alone.
    window.keys(&[Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Search);
    assert!(window.desk().searching().found().unwrap().wish.typed.contains("peacekeeper*"));
}

#[test]
fn the_settings_of_the_matrix_are_said_and_lead_to_it() {
    let mut window = three();
    assert!(window.harness.query_by_label("Latest official · every claim counts · as of any date").is_some());
    let mut look = window.desk().look().clone();
    look.settings.filter.as_of = Some("2025-02-16".parse().unwrap());
    look.settings.filter.voices = vec![demarche::model::Voice::Government];
    look.hidden = [EntryId::Issue("us-backstop".parse().unwrap())].into();
    look.issue_order = Order::Spread;
    window.send(Command::SetLook(Box::new(look)));
    let said = "Latest official · only Government · as of 16 Feb 2025 · 1 issue hidden";
    assert!(window.harness.query_by_label(said).is_some());
    assert!(window.harness.query_by_label("5 of 5 issues").is_some());
    assert_eq!(window.desk().comparison().lines.len(), 5);
    window.press("Change in Matrix");
    assert_eq!(window.desk().screen(), Screen::Matrix);
}

#[test]
fn a_cell_is_copied_as_text_with_the_words_for_it_and_their_source() {
    let mut window = three();
    window.keys(&[Key::ArrowDown, Key::ArrowRight]);
    let name = cursor(&window).unwrap();
    let judged = demarche::model::Cell { country: "germany".parse().unwrap(), issue: PEACEKEEPERS.parse().unwrap() };
    let judged = window.project().judged(judged).unwrap().clone();
    let claims = telling(&window, country("germany"), PEACEKEEPERS);
    let text = copy(&mut window);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], name);
    assert_eq!(lines[1], format!("{} ({})", judged.sentence, judged.analyst));
    assert_eq!(lines.len(), 2 + claims.len(), "the words that decide and those that contest: {text}");
    for (id, line) in claims.iter().zip(&lines[2..]) {
        let claim = window.project().claim(*id).unwrap();
        let outlet = &window.project().article_of(claim).unwrap().outlet;
        assert!(line.starts_with('“') && line.contains(outlet.as_str()), "{line}");
    }
}

#[test]
fn the_menu_of_a_cell_leads_on_and_copies_all_of_them() {
    let mut window = three();
    let open = |window: &mut Window| {
        let name = window.name_of(Role::Cell, "Poland on Send peacekeepers");
        let rect = window.harness.get_by_role_and_label(Role::Cell, &name).rect();
        let at = rect.right_bottom() - vec2(12.0, 12.0);
        for pressed in [true, false] {
            window.harness.event(Event::PointerMoved(at));
            let button = eframe::egui::PointerButton::Secondary;
            window.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            window.harness.step();
        }
        window.settle();
    };
    open(&mut window);
    window.harness.get_by_label("Copy all cells as text").click();
    window.harness.step();
    let text = (0..6)
        .find_map(|_| {
            copied(&window).or_else(|| {
                window.harness.step();
                None
            })
        })
        .unwrap();
    assert_eq!(text.split("\n\n").count(), 3 * window.desk().comparison().lines.len(), "{text}");
    window.settle();
    let spot = Spot { who: country("poland"), issue: PEACEKEEPERS.parse().unwrap() };
    open(&mut window);
    window.press("Issue on the timeline");
    assert_eq!((window.desk().screen(), window.desk().followed()), (Screen::Timeline, Some(spot.issue)));
    window.chord(Modifiers::ALT, Key::Num4);
    open(&mut window);
    window.press("Show in the matrix");
    assert_eq!((window.desk().screen(), window.desk().selection().cell), (Screen::Matrix, Some(spot)));
    window.chord(Modifiers::ALT, Key::Num4);
    open(&mut window);
    window.press("Show its claims");
    assert_eq!(window.desk().screen(), Screen::Claims);
}

#[test]
fn countries_and_blocs_stand_side_by_side() {
    let window = comparing(&[country("poland"), bloc("e3")]);
    let name = window.name_of(Role::Cell, "E3 on Send peacekeepers");
    assert!(name.contains("divided"), "{name}");
    assert!(window.name_of(Role::ColumnHeader, "E3:").contains("Poland: "));
}

#[test]
fn a_project_without_issues_says_what_to_do() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("New project");
    window.send(Command::Do(Action::ShowCompare));
    assert!(window.harness.query_by_label("No issues yet").is_some());
    window.press("Open the codebook");
    assert_eq!(window.desk().screen(), Screen::Codebook);
}

fn large(countries: usize, issues: usize) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.ron");
    let size = large::Size { articles: 40, article_bytes: 4_000, claims: countries * issues * 2, countries, issues };
    store::save(&large::project(size, 1), &file, None).unwrap();
    let mut window = Window::open(vec2(1440.0, 900.0), Some(file));
    let whos: Vec<Who> = window.project().countries_in_order().iter().take(6).map(|row| Who::Country(row.id)).collect();
    window.send(Command::Compare(whos));
    (window, folder)
}

#[test]
fn only_what_is_in_view_is_laid_out_wherever_one_goes() {
    let (mut few, _kept) = large(6, 6);
    let (mut many, _kept) = large(6, 60);
    for window in [&mut few, &mut many] {
        assert_eq!(window.desk().compared().len(), 6);
    }
    let shapes = |window: &mut Window| {
        window.settle();
        window.harness.output().shapes.len()
    };
    let base = shapes(&mut few);
    for keys in [&[Key::ArrowDown][..], &[Key::PageDown; 4], &[Key::PageUp; 2]] {
        many.keys(keys);
        assert!(shapes(&mut many) < base * 2, "{} shapes, {base} with six issues", shapes(&mut many));
        let cells = many.harness.query_all_by_role(Role::Cell).count();
        assert!((6..80).contains(&cells), "{cells} cells");
    }
    many.chord(Modifiers::COMMAND, Key::End);
    many.settle();
    let last = cursor(&many).unwrap();
    let issue = many.desk().comparison().lines.last().unwrap().issue;
    assert!(last.contains(&many.project().label(EntryId::Issue(issue))), "{last}");
    let cell = many.harness.get_by_role_and_label(Role::Cell, &last).rect();
    assert!(many.harness.ctx.content_rect().contains(cell.center()), "{cell:?} is in view");
    // The last line stands at the end, with nothing below it but the status bar.
    assert!(cell.bottom() > 780.0, "{cell:?}");
}

#[test]
fn in_a_narrow_window_six_scroll_sideways_below_their_heads() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("Explore the sample");
    let slugs = ["united-kingdom", "france", "germany", "poland", "italy", "spain"];
    window.send(Command::Compare(slugs.iter().map(|slug| country(slug)).collect()));
    window.keys(&[Key::ArrowDown, Key::End]);
    window.settle();
    let name = cursor(&window).unwrap();
    assert!(name.starts_with("Spain on"), "{name}");
    let cell = window.harness.get_by_role_and_label(Role::Cell, &name).rect();
    assert!(cell.left() > 130.0 && cell.right() <= 1025.0, "{cell:?}");
    let head = window.name_of(Role::ColumnHeader, "Spain:");
    let head = window.harness.get_by_role_and_label(Role::ColumnHeader, &head).rect();
    assert!((head.left() - cell.left()).abs() < 1.0 && head.bottom() <= cell.top() + 1.0, "{head:?} above {cell:?}");
    let line = window.name_of(Role::RowHeader, "Send peacekeepers");
    assert!(window.harness.get_by_role_and_label(Role::RowHeader, &line).rect().left() < 1.0, "it stays at the left");
}
