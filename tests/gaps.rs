//! Gaps: the empty cells with their kinds, the articles that may fill them, and countries that nobody has coded.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::derive::coverage::GapKind;
use demarche::model::{EntryId, Judgement, Look, RowsOf, Spot};
use demarche::session::{Action, Command, Item, Screen};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use window::Window;

fn gaps() -> Window {
    let mut window = Window::with_sample();
    window.send(Command::Do(Action::ShowGaps));
    window
}

/// The lines of the list that are in view, top to bottom; the articles stand to the right of it.
fn lines(window: &Window) -> Vec<String> {
    let options = window.harness.query_all_by_role(Role::ListBoxOption);
    let mut found: Vec<(f32, String)> = options
        .filter(|node| node.rect().left() < 100.0)
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, name)| name).collect()
}

/// The headline beside the list.
fn heading(window: &Window, spot: Spot) -> String {
    let project = window.desk().project();
    format!("{} – {}", project.label(spot.who.entry()), project.label(EntryId::Issue(spot.issue)))
}

fn is_shown(window: &Window, name: &str) -> bool {
    window.harness.query_by_label(name).is_some()
}

/// The gap that is looked into.
fn chosen(window: &Window) -> Spot {
    let gaps = &window.desk().coverage().gaps;
    let shown: Vec<Spot> =
        gaps.iter().map(|gap| gap.spot).filter(|spot| is_shown(window, &heading(window, *spot))).collect();
    assert_eq!(shown.len(), 1, "one gap is looked into");
    shown[0]
}

fn kind_of(window: &Window, spot: Spot) -> GapKind {
    window.desk().coverage().gaps.iter().find(|gap| gap.spot == spot).unwrap().kind
}

#[test]
fn every_empty_cell_is_listed_by_kind_and_the_first_is_looked_into() {
    let window = gaps();
    let coverage = window.desk().coverage();
    assert!(!coverage.gaps.is_empty());
    let lines = lines(&window);
    let open = coverage.tally[GapKind::NotLookedFor as usize];
    assert!(lines[0].starts_with(&format!("Not looked for: {open}.")), "{}", lines[0]);
    let kinds = GapKind::ALL.into_iter().filter(|(kind, _)| coverage.tally[*kind as usize] > 0);
    let kinds = kinds.map(|(kind, name)| format!("{} {}", coverage.tally[kind as usize], name.to_lowercase()));
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let summary = format!("{} of {} cells are empty: {kinds}", coverage.gaps.len(), coverage.cells);
    assert!(is_shown(&window, &summary), "{summary}");
    let first = coverage.gaps.iter().find(|gap| gap.kind == GapKind::NotLookedFor).unwrap();
    assert_eq!(chosen(&window), first.spot);
    assert!(window.desk().gaps().leads(first.spot).is_some(), "the answer is there");
}

#[test]
fn enter_opens_the_best_article_at_the_place() {
    let mut window = gaps();
    // The second gap for which there are articles.
    let first = chosen(&window);
    window.keys(&[Key::ArrowDown]);
    assert_ne!(chosen(&window), first);
    for _ in 0..200 {
        let spot = chosen(&window);
        if window.desk().gaps().leads(spot).is_some_and(|leads| leads.list.len() > 1) {
            break;
        }
        window.keys(&[Key::ArrowDown]);
    }
    let leads = window.desk().gaps().leads(chosen(&window)).unwrap().clone();
    assert!(leads.list.len() > 1);
    window.keys(&[Key::ArrowRight, Key::ArrowDown, Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Read);
    let lead = &leads.list[1];
    let selection = window.desk().selection();
    assert_eq!((selection.article, selection.span), (Some(lead.article), Some(lead.place.span)));
}

#[test]
fn an_article_opens_when_it_is_pressed() {
    let mut window = gaps();
    window.keys(&[Key::ArrowDown, Key::ArrowUp]);
    let spot = window.desk().coverage().gaps.iter().map(|gap| gap.spot).find(|spot| {
        window.send(Command::LookInto(Some(*spot)));
        window.desk().gaps().leads(*spot).is_some_and(|leads| !leads.list.is_empty())
    });
    let (who, issue) = {
        let project = window.desk().project();
        let spot = spot.unwrap();
        (project.label(spot.who.entry()), project.issue(spot.issue).unwrap().short_or_label().to_owned())
    };
    window.press_a(Role::ListBoxOption, &format!("{who} on {issue}: "));
    let article = window.desk().gaps().leads(spot.unwrap()).unwrap().list[0].article;
    let title = window.desk().project().article(article).unwrap().title.clone();
    window.press_a(Role::ListBoxOption, &title);
    assert_eq!((window.desk().screen(), window.desk().selection().article), (Screen::Read, Some(article)));
}

#[test]
fn a_gap_is_settled_by_a_key_and_the_next_follows() {
    let mut window = gaps();
    let first = chosen(&window);
    window.keys(&[Key::F]);
    assert_eq!(window.desk().project().judged(first.cell().unwrap()).unwrap().judgement, Judgement::NothingFound);
    assert_eq!((kind_of(&window, first), chosen(&window)), (GapKind::NothingFound, first));
    window.keys(&[Key::N]);
    let second = chosen(&window);
    let open: Vec<Spot> = {
        let coverage = window.desk().coverage();
        coverage.gaps.iter().filter(|gap| gap.kind == GapKind::NotLookedFor).map(|gap| gap.spot).collect()
    };
    assert_eq!(second, open[0], "the one that was behind it");
    window.keys(&[Key::D, Key::N]);
    assert_eq!((kind_of(&window, second), chosen(&window)), (GapKind::Declined, open[1]));
    window.chord(Modifiers::SHIFT, Key::N);
    assert!(!is_shown(&window, &heading(&window, second)), "what is settled is passed over");
    window.keys(&[Key::Home]);
    // Taken back it is open again.
    show_only(&mut window, GapKind::Declined);
    window.press_a(Role::ListBoxOption, &spoken(&window, second, "declined"));
    assert_eq!(chosen(&window), second);
    window.press("Take back");
    assert_eq!(kind_of(&window, second), GapKind::NotLookedFor);
    assert!(!is_shown(&window, &heading(&window, second)), "it is of another kind now");
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(kind_of(&window, second), GapKind::Declined);
}

fn show_only(window: &mut Window, kind: GapKind) {
    window.press("Kind: All");
    window.press_a(Role::MenuItemCheckBox, kind.label());
    window.keys(&[Key::Escape]);
}

fn spoken(window: &Window, spot: Spot, kind: &str) -> String {
    let project = window.desk().project();
    let issue = project.issue(spot.issue).unwrap().short_or_label().to_owned();
    format!("{} on {issue}: {kind}", project.label(spot.who.entry()))
}

#[test]
fn filters_narrow_the_list_and_are_cleared() {
    let mut window = gaps();
    let row = window.desk().coverage().rows.iter().find(|(_, tally)| tally.iter().sum::<usize>() > 0).copied().unwrap();
    let name = window.desk().project().label(row.0.entry());
    window.press("Country: All");
    window.press_a(Role::MenuItemCheckBox, &name);
    window.keys(&[Key::Escape]);
    let listed: Vec<String> = lines(&window).into_iter().filter(|line| line.contains(" on ")).collect();
    assert_eq!(listed.len(), row.1.iter().sum::<usize>());
    assert!(listed.iter().all(|line| line.starts_with(&name)), "{listed:?}");
    window.press("Clear the filter Country");
    // A kind of which there is none.
    let kind = GapKind::ALL.into_iter().find(|(kind, _)| window.desk().coverage().tally[*kind as usize] == 0).unwrap();
    show_only(&mut window, kind.0);
    assert!(is_shown(&window, "No gap fits"));
    window.press("Clear filters");
    assert!(!lines(&window).is_empty());
}

#[test]
fn what_the_filters_leave_out_leads_to_its_claims() {
    let mut window = gaps();
    let mut look = Look::default();
    look.settings.filter.as_of = Some("1900-01-01".parse().unwrap());
    window.send(Command::SetLook(Box::new(look)));
    let gap = *window.desk().coverage().gaps.iter().find(|gap| gap.kind == GapKind::FilteredOut).unwrap();
    show_only(&mut window, GapKind::FilteredOut);
    let gap = demarche::derive::coverage::Gap { spot: chosen(&window), ..gap };
    let claim = window.desk().claims_under(gap.spot)[0];
    let words = {
        let project = window.desk().project();
        project.excerpt(project.claim(claim).unwrap().excerpt).unwrap().anchor.quotation.to_string()
    };
    let link = window.names(Role::Link).into_iter().find(|name| name.contains(&words)).unwrap();
    window.press(&link);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(claim)));
}

#[test]
fn a_country_that_nobody_coded_leads_to_its_articles_and_into_the_codebook() {
    let mut window = gaps();
    let uncoded = window.desk().gaps().uncoded().unwrap().clone();
    let row = uncoded.iter().find(|row| !row.in_codebook).unwrap();
    window.keys(&[Key::End]);
    let last = lines(&window).pop().unwrap();
    assert!(last.contains(" in "), "{last}");
    let name = demarche::suggest::Gazetteer::get().by_code(row.country.0.as_str()).unwrap().name.clone();
    window.press_a(Role::ListBoxOption, &format!("{name}: "));
    assert!(is_shown(&window, &name));
    window.press("Add to the codebook");
    assert!(window.desk().project().country(row.country).is_some());
    let now = window.desk().gaps().uncoded().unwrap().iter().find(|now| now.country == row.country).copied().unwrap();
    assert!(now.in_codebook && now.mentions >= row.mentions);
    window.keys(&[Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Read);
}

#[test]
fn rows_of_blocs_and_actors_have_gaps_that_cannot_be_judged() {
    for rows in [RowsOf::Blocs, RowsOf::Actors] {
        let mut window = gaps();
        window.send(Command::SetLook(Box::new(Look { rows, ..Look::default() })));
        let gap = window.desk().coverage().gaps[0];
        assert_eq!(gap.spot.who.rows(), rows);
        let before = window.desk().project().assessments().len();
        window.keys(&[Key::F]);
        assert_eq!(window.desk().project().assessments().len(), before);
        assert!(is_shown(&window, "Only cells of countries can be judged: show countries in the rows"));
    }
}

#[test]
fn the_cell_is_shown_in_the_matrix() {
    let mut window = gaps();
    let spot = chosen(&window);
    window.press("Show in matrix");
    assert_eq!((window.desk().screen(), window.desk().selection().cell), (Screen::Matrix, Some(spot)));
    assert_eq!(window.desk().part(), demarche::session::Part::Positions);
    window.send(Command::Show(Item::Cell(spot)));
}

#[test]
fn it_fits_into_a_small_window_and_says_when_nothing_is_missing() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("Explore the sample");
    window.send(Command::Do(Action::ShowGaps));
    assert!(is_shown(&window, "Next gap") && is_shown(&window, "Declined") && is_shown(&window, "Nothing found"));
    for name in ["Next gap", "Nothing found", "Declined", "Kind: All", "Country: All", "Issue: All"] {
        let rect = window.harness.get_by_label(name).rect();
        assert!(rect.right() <= 1024.0 && rect.bottom() <= 700.0, "{name}: {rect:?}");
    }
    let hidden = window.desk().project().countries().keys().map(|id| EntryId::Country(*id)).collect();
    window.send(Command::SetLook(Box::new(Look { hidden, ..Look::default() })));
    assert!(!lines(&window).iter().any(|line| line.contains(" on ")));
}
