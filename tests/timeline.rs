//! The timeline in the whole window: by mouse, by keys alone, from days to decades, and with more than fits a frame.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;
#[path = "support/window.rs"]
mod window;

use demarche::derive::Timeline;
use demarche::derive::timeline::Subject;
use demarche::edit::ops::assessments::Saying;
use demarche::export::{self, Format, Kind, Options};
use demarche::model::{Cell, Judgement, Look, RowsOf, Who};
use demarche::session::{Command, Screen};
use demarche::store;
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, Rect, TouchPhase, pos2, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

fn timeline() -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num5);
    window
}

/// The value that the screen shows.
fn derived(window: &Window) -> Timeline {
    Timeline::of(window.project(), window.desk().look(), Subject::Issue(window.desk().followed().unwrap()))
}

/// The names of the lanes, from top to bottom, without what is said of them.
fn lanes(window: &Window) -> Vec<String> {
    let names = window.names(Role::Button).into_iter();
    let ends = [" claim", " claims", " without a date"];
    let is_lane = |name: &String| !is_mark(name) && name.contains(": ") && name.contains(" claim");
    let lanes =
        names.filter(|name| is_lane(name) && (ends.iter().any(|end| name.ends_with(end)) || name.contains("; ")));
    lanes.map(|name| name.split(": ").next().unwrap().to_owned()).collect()
}

/// The names of the marks and stacks in view.
fn marks(window: &Window) -> Vec<String> {
    window.names(Role::Button).into_iter().filter(|name| is_mark(name)).collect()
}

/// "Germany, Opposes, 17 Feb 2025: …", "Germany, 3 claims, 17 Feb 2025: …"
fn is_mark(name: &str) -> bool {
    let head = name.split(": ").next().unwrap();
    name.contains(": ") && head.split(", ").count() >= 3
}

fn selected(window: &Window) -> Option<String> {
    let node = window.harness.query_by(|node: &AccessKitNode<'_>| {
        node.role() == Role::Button
            && node.is_selected() == Some(true)
            && node.label().is_some_and(|name| is_mark(&name))
    });
    node.map(|node| node.accesskit_node().label().unwrap())
}

fn place(window: &Window, name: &str) -> Rect {
    let node = window.harness.get_by(|node: &AccessKitNode<'_>| {
        node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(name))
    });
    node.rect()
}

fn wheel(window: &mut Window, at: Pos2, delta: eframe::egui::Vec2, modifiers: Modifiers) {
    window.harness.event(Event::PointerMoved(at));
    let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Wheel);
    window.harness.event(Event::MouseWheel { unit, delta, phase, source, modifiers });
    window.harness.run_steps(20);
}

fn says(window: &Window, words: &str) -> bool {
    window.harness.query_by_label(words).is_some()
}

fn look(window: &mut Window, change: impl FnOnce(&mut Look)) {
    let mut look = window.desk().look().clone();
    change(&mut look);
    window.send(Command::SetLook(Box::new(look)));
}

fn as_of(window: &mut Window, date: &str) {
    let date = date.parse().unwrap();
    look(window, |look| look.settings.filter.as_of = Some(date));
}

#[test]
fn every_country_with_a_claim_has_a_lane_in_the_order_of_the_matrix() {
    let mut window = timeline();
    let told = derived(&window);
    let name = |who: Who| window.project().label(who.entry());
    let expected: Vec<String> =
        told.lanes.iter().filter(|lane| !lane.is_empty()).map(|lane| name(lane.spot.who)).collect();
    assert_eq!(lanes(&window), expected);
    let empty = told.lanes.len() - expected.len();
    assert!(expected.len() > 5 && empty > 0);
    let noun = if empty == 1 { "country" } else { "countries" };
    window.press(&format!("Show {empty} {noun} without a claim"));
    assert_eq!(lanes(&window).len(), told.lanes.len());
    window.press(&format!("Hide {empty} {noun} without a claim"));
    assert_eq!(lanes(&window), expected);
}

#[test]
fn every_dated_claim_is_a_mark_or_in_a_stack() {
    let window = timeline();
    let told = derived(&window);
    let count = |name: &String| {
        let second = name.split(", ").nth(1).unwrap();
        second.strip_suffix(" claims").map_or(1, |number| number.parse().unwrap())
    };
    assert_eq!(marks(&window).iter().map(count).sum::<usize>(), told.marks());
}

#[test]
fn arrow_keys_walk_the_marks_and_enter_opens_the_words() {
    let mut window = timeline();
    assert_eq!(selected(&window), None);
    window.keys(&[Key::ArrowRight]);
    let told = derived(&window);
    let claims: Vec<_> = told.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.claim).collect();
    let first = selected(&window).expect("the first mark");
    assert!(first.starts_with(&window.project().label(told.lanes[0].spot.who.entry())), "{first}");
    // Every mark is walked, those in stacks and those of the next lanes too.
    let mut seen = vec![first];
    for _ in 1..claims.len() {
        window.keys(&[Key::ArrowRight]);
        seen.push(selected(&window).expect("a mark"));
    }
    seen.dedup();
    assert_eq!(seen.len(), claims.len(), "{seen:#?}");
    window.keys(&[Key::ArrowRight]);
    assert_eq!(selected(&window).as_ref(), seen.last(), "there is no next");
    window.chord(Modifiers::COMMAND, Key::Home);
    window.keys(&[Key::ArrowRight, Key::ArrowRight, Key::ArrowLeft]);
    assert_eq!(selected(&window).unwrap(), seen[1]);
    window.keys(&[Key::Enter]);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(claims[1])));
    window.chord(Modifiers::ALT, Key::Num5);
    assert_eq!(selected(&window).unwrap(), seen[1], "one comes back to where one was");
    window.keys(&[Key::Escape]);
    assert_eq!(selected(&window), None);
}

#[test]
fn up_and_down_go_to_the_mark_nearest_in_time() {
    let mut window = timeline();
    window.keys(&[Key::ArrowRight, Key::End, Key::ArrowDown]);
    let told = derived(&window);
    let day = told.lanes[0].marks.last().unwrap().day;
    let next = told.lanes[1].marks.iter().min_by_key(|mark| (mark.day - day).abs()).unwrap();
    let name = window.project().label(told.lanes[1].spot.who.entry());
    assert!(selected(&window).unwrap().starts_with(&name));
    window.keys(&[Key::Enter]);
    let claim = window.desk().selection().claim.unwrap();
    let date = |claim| window.project().date_of(window.project().claim(claim).unwrap());
    assert_eq!(date(claim), date(next.claim));
}

#[test]
fn a_mark_that_is_pressed_opens_and_of_a_stack_one_chooses() {
    let mut window = timeline();
    let single = marks(&window).into_iter().find(|name| !name.contains(" claims, ")).unwrap();
    window.press(&single);
    assert_eq!(window.desk().screen(), Screen::Read);
    window.chord(Modifiers::ALT, Key::Num5);
    let stack = marks(&window).into_iter().find(|name| name.contains(" claims, ")).unwrap();
    let count: usize = stack.split(", ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    window.press(&stack);
    assert_eq!(window.desk().screen(), Screen::Timeline);
    let listed = window.names(Role::MenuItem);
    assert_eq!(listed.len(), count, "{listed:#?}");
    window.keys(&[Key::Escape]);
    assert_eq!(window.names(Role::MenuItem), [""; 0]);
    window.press(&stack);
    window.keys(&[Key::ArrowDown, Key::Enter]);
    let claim = window.desk().selection().claim.unwrap();
    assert_eq!(window.desk().screen(), Screen::Read);
    let excerpt = window.project().excerpt(window.project().claim(claim).unwrap().excerpt).unwrap();
    assert!(listed[1].contains(&*excerpt.anchor.quotation), "{}", listed[1]);
}

#[test]
fn the_list_of_a_stack_owns_the_keyboard_while_it_is_open() {
    let mut window = timeline();
    let stack = marks(&window).into_iter().find(|name| name.contains(" claims, ")).unwrap();
    let at = place(&window, &stack).center();
    window.mouse(at, true);
    window.mouse(at, false);
    window.settle();
    let listed = window.names(Role::MenuItem);
    assert!(listed.len() > 1, "{listed:#?}");
    window.chord(Modifiers::ALT, Key::Num5);
    assert_eq!(window.names(Role::MenuItem), listed);
    // Up and down, beyond the ends, sideways and by Tab: the keyboard stays.
    let walked = [Key::ArrowUp, Key::ArrowRight, Key::ArrowLeft, Key::ArrowLeft, Key::Tab, Key::Home];
    let down = vec![Key::ArrowDown; listed.len() + 2];
    let kept = [&walked[..], &down[..], &[Key::ArrowRight, Key::Tab, Key::End]].concat();
    for key in kept {
        window.keys(&[key]);
        assert_eq!(window.names(Role::MenuItem), listed, "{key:?}");
        let focused = window.harness.query_by(|node: &AccessKitNode<'_>| node.is_focused());
        assert_eq!(focused.map(|node| node.accesskit_node().role()), Some(Role::Grid), "{key:?}");
    }
    window.keys(&[Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Read);
    assert!(!says(&window, "Who codes?"), "Enter opened one thing");
    let claim = window.desk().selection().claim.unwrap();
    let excerpt = window.project().excerpt(window.project().claim(claim).unwrap().excerpt).unwrap();
    assert!(listed.last().unwrap().contains(&*excerpt.anchor.quotation));
    window.chord(Modifiers::ALT, Key::Num5);
    assert_eq!(window.names(Role::MenuItem), [""; 0]);
}

#[test]
fn resting_on_a_mark_shows_its_words_whole() {
    let mut window = timeline();
    let told = derived(&window);
    let lane = told.lanes.iter().find(|lane| lane.marks.len() == 1).unwrap();
    let name = window.project().label(lane.spot.who.entry());
    let at = place(&window, &format!("{name}, ")).center();
    window.harness.event(Event::PointerMoved(at));
    window.harness.run_steps(20);
    let claim = window.project().claim(lane.marks[0].claim).unwrap();
    let quotation = window.project().excerpt(claim.excerpt).unwrap().anchor.quotation.clone();
    assert!(says(&window, &quotation), "{quotation}");
}

#[test]
fn page_keys_go_through_the_issues_and_typing_finds_one() {
    let mut window = timeline();
    let issues: Vec<_> = window.project().issues_in_order().iter().map(|issue| issue.id).collect();
    assert_eq!(window.desk().followed(), Some(issues[0]));
    window.keys(&[Key::PageDown, Key::PageDown]);
    assert_eq!(window.desk().followed(), Some(issues[2]));
    window.keys(&[Key::PageUp]);
    assert_eq!(window.desk().followed(), Some(issues[1]));
    let last = window.project().issue(issues[issues.len() - 1]).unwrap().label.clone();
    let chip = window.name_of(Role::Button, "Issue: ");
    window.press(&chip);
    window.type_text(&last[..6]);
    window.keys(&[Key::Enter]);
    assert_eq!(window.desk().followed(), issues.last().copied());
    assert!(window.name_of(Role::Button, "Issue: ").contains(&last));
}

#[test]
fn lanes_are_blocs_or_actors_or_the_issues_of_one_country() {
    let mut window = timeline();
    for (rows, label) in [(RowsOf::Blocs, "Blocs"), (RowsOf::Actors, "Actors"), (RowsOf::Countries, "Countries")] {
        let chip = window.name_of(Role::Button, "Lanes: ");
        window.press(&chip);
        window.harness.get_by_role_and_label(Role::MenuItemRadio, label).click();
        window.settle();
        assert_eq!(window.desk().look().rows, rows);
        let told = derived(&window);
        let filled = told.lanes.iter().filter(|lane| !lane.is_empty());
        let names: Vec<String> = filled.map(|lane| window.project().label(lane.spot.who.entry())).collect();
        // There may be more than fit.
        let seen = lanes(&window);
        assert!(!seen.is_empty() && names.starts_with(&seen), "{label}: {seen:?}");
    }
    let first = lanes(&window).remove(0);
    let whole = window.name_of(Role::Button, &format!("{first}: "));
    window.press(&whole);
    assert_eq!(window.name_of(Role::Button, "Country: "), format!("Country: {first}"));
    let issues: Vec<String> = window.project().issues_in_order().iter().map(|issue| issue.label.clone()).collect();
    assert!(lanes(&window).iter().all(|lane| issues.contains(lane)) && !lanes(&window).is_empty());
    let whos: Vec<Who> = window.desk().sheet().whos().map(|(who, _)| who).collect();
    let second = window.project().label(whos[1].entry());
    window.keys(&[Key::PageDown]);
    assert_eq!(window.name_of(Role::Button, "Country: "), format!("Country: {second}"));
    // Whoever asks for an issue sees that issue, also the one that was followed before.
    window.send(Command::Follow(window.desk().followed().unwrap()));
    assert!(window.name_of(Role::Button, "Lanes: ").starts_with("Lanes: Countries"));
    let whole = window.name_of(Role::Button, &format!("{second}: "));
    window.press(&whole);
    // And back by an issue.
    let issue = lanes(&window).remove(0);
    let whole = window.name_of(Role::Button, &format!("{issue}: "));
    window.press(&whole);
    let followed = window.project().issue(window.desk().followed().unwrap()).unwrap();
    assert_eq!(followed.label, issue);
    assert_eq!(window.name_of(Role::Button, "Issue: "), format!("Issue: {issue}"));
}

#[test]
fn lanes_are_left_out_and_brought_back() {
    let mut window = timeline();
    let before = lanes(&window);
    let chip = window.name_of(Role::Button, "Lanes: ");
    window.press(&chip);
    window.type_text(&before[1]);
    let row = window.harness.get_by_role_and_label(Role::MenuItemCheckBox, &before[1]);
    assert_eq!(row.accesskit_node().toggled(), Some(Toggled::True));
    row.click();
    window.settle();
    window.keys(&[Key::Escape]);
    let mut left = before.clone();
    left.remove(1);
    assert_eq!(lanes(&window), left);
    let chip = window.name_of(Role::Button, "Lanes: ");
    assert!(chip.contains(" of "), "{chip}");
    window.press(&chip);
    window.press("Show all");
    window.keys(&[Key::Escape]);
    assert_eq!(lanes(&window), before);
}

#[test]
fn the_wheel_zooms_at_the_pointer_and_shift_scrolls_sideways() {
    let mut window = timeline();
    let told = derived(&window);
    let lane = told.lanes.iter().find(|lane| lane.marks.len() == 1).unwrap();
    let name = format!("{}, ", window.project().label(lane.spot.who.entry()));
    let before = place(&window, &name);
    wheel(&mut window, before.center(), vec2(0.0, 60.0), Modifiers::NONE);
    let near = place(&window, &name);
    assert!((near.center().x - before.center().x).abs() < 1.0, "{near} was {before}");
    let elsewhere = pos2(before.center().x + 200.0, before.center().y);
    wheel(&mut window, elsewhere, vec2(0.0, 60.0), Modifiers::NONE);
    assert!(place(&window, &name).center().x < near.center().x - 10.0, "what is beside goes away");
    wheel(&mut window, elsewhere, vec2(0.0, 40.0), Modifiers::SHIFT);
    let moved = place(&window, &name).center().x;
    window.press("Fit all days");
    assert!((place(&window, &name).center().x - before.center().x).abs() < 0.5);
    assert!((moved - before.center().x).abs() > 1.0);
    // The same by keys and buttons.
    let gap = |window: &Window| {
        let names = marks(window);
        let ends: Vec<f32> = names.iter().map(|name| place(window, name).center().x).collect();
        ends.iter().copied().fold(f32::MIN, f32::max) - ends.iter().copied().fold(f32::MAX, f32::min)
    };
    let fit = gap(&window);
    window.harness.event(Event::PointerMoved(pos2(5.0, 5.0)));
    window.keys(&[Key::Minus]);
    assert!(gap(&window) < fit * 0.8);
    window.press("Zoom in");
    assert!((gap(&window) - fit).abs() < 2.0);
    window.keys(&[Key::Minus, Key::Num0]);
    assert!((gap(&window) - fit).abs() < 0.5);
}

#[test]
fn dragging_pans() {
    let mut window = timeline();
    let told = derived(&window);
    let lane = told.lanes.iter().find(|lane| lane.marks.len() == 1).unwrap();
    let name = format!("{}, ", window.project().label(lane.spot.who.entry()));
    let before = place(&window, &name).center();
    let from = before + vec2(120.0, 16.0);
    window.mouse(from, true);
    for step in 1..=5 {
        window.harness.event(Event::PointerMoved(from + vec2(20.0 * step as f32, 0.0)));
        window.harness.step();
    }
    window.mouse(from + vec2(100.0, 0.0), false);
    window.settle();
    let after = place(&window, &name).center();
    assert!((after.x - before.x - 100.0).abs() < 8.0, "{after} was {before}");
    assert_eq!(window.desk().screen(), Screen::Timeline, "nothing was pressed");
}

#[test]
fn the_as_of_day_of_the_matrix_is_honoured_and_can_be_dragged() {
    let mut window = timeline();
    let all = derived(&window).marks();
    as_of(&mut window, "2025-02-17");
    let told = derived(&window);
    assert!(told.marks() < all && told.marks() > 0);
    let slider = window.harness.get_by_role_and_label(Role::Slider, "As of 17 Feb 2025").rect().center();
    window.mouse(slider, true);
    for step in 1..=10 {
        window.harness.event(Event::PointerMoved(slider + vec2(-10.0 * step as f32, 0.0)));
        window.harness.step();
    }
    window.mouse(slider - vec2(100.0, 0.0), false);
    window.settle();
    let to = window.desk().settings().filter.as_of.unwrap();
    assert!(to < "2025-02-17".parse().unwrap(), "{to}");
    as_of(&mut window, "2025-02-17");
    window.harness.get_by_role(Role::Slider).focus();
    window.settle();
    window.keys(&[Key::ArrowLeft, Key::ArrowLeft, Key::ArrowRight]);
    assert_eq!(window.desk().settings().filter.as_of, "2025-02-16".parse().ok());
}

#[test]
fn a_judgement_that_differs_stands_at_the_end_of_the_lane() {
    let mut window = timeline();
    let told = derived(&window);
    let lane = told.lanes.iter().find(|lane| {
        !lane.position.assessed && lane.bands.last().is_some_and(|band| band.stance.0.as_str() == "opposes")
    });
    let spot = lane.unwrap().spot;
    let Who::Country(country) = spot.who else { panic!("a country") };
    let saying = Saying {
        judgement: Judgement::Position("supports".parse().unwrap()),
        sentence: "They will come round.".into(),
        confidence: None,
    };
    window.send(Command::Assess { cell: Cell { country, issue: spot.issue }, was: None, saying });
    assert!(says(&window, "Assessed: Supports"));
    let name = window.project().label(spot.who.entry());
    assert!(window.name_of(Role::Button, &format!("{name}: ")).ends_with("; Assessed: Supports"));
}

#[test]
fn a_judgement_that_says_the_same_stands_there_too_under_a_heading() {
    let mut window = timeline();
    let told = derived(&window);
    let undecided = |lane: &&demarche::derive::timeline::Lane| !lane.position.assessed && lane.differs().is_none();
    let lane = told.lanes.iter().filter(undecided).find(|lane| !lane.bands.is_empty()).unwrap();
    let Who::Country(country) = lane.spot.who else { panic!("a country") };
    let stance = lane.bands.last().unwrap().stance;
    let saying = Saying { judgement: Judgement::Position(stance), sentence: "So it is.".into(), confidence: None };
    window.send(Command::Assess { cell: Cell { country, issue: lane.spot.issue }, was: None, saying });
    let now = derived(&window);
    let judged = now.lanes.iter().find(|other| other.spot == lane.spot).unwrap();
    assert!(judged.position.assessed && judged.differs().is_none());
    let level = window.project().label(demarche::model::EntryId::Stance(stance));
    let name = window.project().label(lane.spot.who.entry());
    assert!(window.name_of(Role::Button, &format!("{name}: ")).ends_with(&format!("; Assessed: {level}")));
    assert!(says(&window, "Column: Judged"));
    // Without a judgement, there is no column to name.
    let others = window.project().issues_in_order().iter().map(|issue| issue.id).collect::<Vec<_>>();
    for issue in others {
        window.send(Command::Follow(issue));
        let filled = derived(&window).lanes.into_iter().filter(|lane| !lane.is_empty()).collect::<Vec<_>>();
        let any = filled.iter().any(|lane| lane.position.assessed);
        assert_eq!(says(&window, "Column: Judged"), any, "{issue:?}");
    }
}

/// Whether a ring round the lanes says that the keyboard is there: how low it reaches.
fn ring(window: &Window) -> Option<f32> {
    let chart = window.harness.get_by_role(Role::Grid).rect();
    let is_ring = |shape: &eframe::egui::epaint::RectShape| {
        let empty = shape.fill == eframe::egui::Color32::TRANSPARENT && shape.stroke.width > 0.0;
        empty && (shape.rect.left() - chart.left()).abs() < 3.0 && (shape.rect.right() - chart.right()).abs() < 3.0
    };
    let rings = window.harness.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
        eframe::egui::Shape::Rect(shape) if is_ring(shape) => Some(shape.rect.bottom()),
        _ => None,
    });
    rings.reduce(f32::max)
}

#[test]
fn a_ring_shows_where_the_keyboard_is_only_where_a_key_brought_it() {
    let mut window = timeline();
    let fold = place(&window, "Show ");
    let empty = pos2(fold.right() + 200.0, fold.center().y);
    window.mouse(empty, true);
    window.mouse(empty, false);
    window.settle();
    assert_eq!(ring(&window), None, "a click needs none");
    window.keys(&[Key::Escape]);
    let low = ring(&window).expect("a ring");
    assert!(low <= fold.top() + 1.0, "{low} is over {fold}");
}

#[test]
fn the_settings_are_those_of_the_matrix_and_lead_there() {
    let mut window = timeline();
    assert!(says(&window, "Rule: latest official"));
    look(&mut window, |look| look.settings.rule = demarche::derive::Rule::Mean);
    assert!(says(&window, "Rule: mean"));
    window.press("Change rule and filters");
    assert_eq!(window.desk().screen(), Screen::Matrix);
}

#[test]
fn what_is_missing_is_said_with_what_helps() {
    let mut window = Window::open(vec2(1440.0, 900.0), None);
    window.press("New project");
    window.chord(Modifiers::ALT, Key::Num5);
    assert!(says(&window, "No issues yet"));
    window.press("Go to Codebook");
    assert_eq!(window.desk().screen(), Screen::Codebook);

    let mut window = timeline();
    as_of(&mut window, "1990-01-01");
    assert!(says(&window, "No claim counts here"));
    window.press("Let all claims count");
    assert!(!marks(&window).is_empty());
}

#[test]
fn coming_from_a_cell_its_latest_claim_is_selected() {
    let mut window = timeline();
    let told = derived(&window);
    let lane = told.lanes.iter().rev().find(|lane| !lane.marks.is_empty()).unwrap();
    window.chord(Modifiers::ALT, Key::Num3);
    window.send(Command::SelectCell(Some(lane.spot)));
    window.send(Command::Follow(lane.spot.issue));
    let name = window.project().label(lane.spot.who.entry());
    assert!(selected(&window).expect("a mark").starts_with(&format!("{name}, ")));
}

#[test]
fn in_the_picture_a_stack_of_different_levels_is_a_box_and_no_mark_is_cut() {
    let window = timeline();
    let project = window.project();
    let mut differ = 0;
    for issue in project.issues_in_order() {
        let options = Options { issue: Some(issue.id), ..Options::default() };
        let now = "2025-03-01T09:00:00Z".parse().unwrap();
        let written = export::write(Kind::Timeline, Format::Svg, project, &options, now, &|| true).unwrap();
        let text = String::from_utf8(written.bytes).unwrap();
        let xml = roxmltree::Document::parse(&text).unwrap();
        let number = |node: &roxmltree::Node<'_, '_>, name| {
            node.attribute(name).and_then(|value| value.parse::<f32>().ok()).unwrap_or(f32::NAN)
        };
        let rects: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("rect")).collect();
        let is_box = |node: &&roxmltree::Node<'_, '_>| {
            (number(node, "width"), number(node, "height")) == (25.0, 20.0) && node.attribute("fill") == Some("none")
        };
        let boxes = rects.iter().filter(is_box).count();
        let told = Timeline::of(project, &Look::default(), Subject::Issue(issue.id));
        let at_once = |lane: &&demarche::derive::timeline::Lane| {
            lane.marks.windows(2).any(|two| two[0].day == two[1].day && two[0].stance != two[1].stance)
        };
        let least = told.lanes.iter().filter(at_once).count();
        assert!(boxes >= least, "{}: {boxes} of {least}", issue.label);
        differ += least;
        let told = xml.descendants().any(|node| node.text() == Some("Several"));
        assert_eq!(told, boxes > 0, "{}: the legend names boxes where there are any", issue.label);
        let lines: Vec<f32> = rects
            .iter()
            .filter(|node| number(node, "height") == 1.0 && number(node, "width") > 1_000.0)
            .map(|node| number(node, "y"))
            .collect();
        for shape in xml.descendants().filter(|node| node.has_tag_name("polygon")) {
            let points = shape.attribute("points").unwrap().split(' ');
            let ys: Vec<f32> = points.map(|point| point.split(',').nth(1).unwrap().parse().unwrap()).collect();
            let (top, bottom) = (ys.iter().copied().fold(f32::MAX, f32::min), ys.iter().copied().fold(0.0, f32::max));
            assert!(!lines.iter().any(|y| top < y + 1.5 && bottom > y - 0.5), "{}: {ys:?} on a line", issue.label);
        }
    }
    assert!(differ > 2, "{differ}");
}

fn open(size: large::Size, height: f32) -> Window {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.ron");
    store::save(&large::project(size, 1), &file, None).unwrap();
    let mut window = Window::open(vec2(1440.0, height), Some(file));
    window.chord(Modifiers::ALT, Key::Num5);
    window
}

#[test]
fn a_large_timeline_costs_a_frame_no_more_than_what_is_in_view() {
    let with = |countries, claims| large::Size { articles: 40, article_bytes: 4_000, claims, countries, issues: 1 };
    let mut counts = Vec::new();
    for size in [with(16, 1_600), with(200, 20_000)] {
        let mut window = open(size, 900.0);
        let mut most = (window.harness.output().shapes.len(), marks(&window).len());
        for by in [60.0, 400.0, 2_000.0, -500.0] {
            wheel(&mut window, pos2(800.0, 450.0), vec2(0.0, by), Modifiers::NONE);
            most = (most.0.max(window.harness.output().shapes.len()), most.1.max(marks(&window).len()));
        }
        counts.push(most);
    }
    let [small, large] = counts[..] else { panic!("two") };
    assert!(large.0 < small.0 * 2 && large.1 < small.1 * 2, "{counts:?}");
    assert!(large.1 < 1_000, "{counts:?}");
}

#[test]
fn an_idle_timeline_asks_for_no_repaint() {
    let mut window = timeline();
    window.harness.run_steps(300); // quiet notices are gone by then
    let delay = window.harness.output().viewport_output.values().map(|v| v.repaint_delay).min().unwrap();
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}
