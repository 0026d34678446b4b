//! The table of claims in the whole window: by mouse, by keys alone, and with more claims than fit a frame.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;
mod support;
#[path = "support/window.rs"]
mod window;

use std::collections::BTreeSet;

use demarche::derive::claims::{Column, GroupBy, Order, Query, View};
use demarche::model::{ClaimId, Confidence, EntryId, Kind, Slug};
use demarche::session::{Command, SavedFilter, Screen};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, OutputCommand, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

fn claims() -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num2);
    window
}

fn entry(kind: Kind, slug: &str) -> EntryId {
    EntryId::new(kind, Slug::new(slug).unwrap())
}

fn look(window: &mut Window, view: View) {
    window.send(Command::ViewClaims(Box::new(view)));
}

fn grouped(by: GroupBy) -> View {
    View { group: Some(by), ..View::default() }
}

/// "12 of 61 claims", or "61 claims".
fn count(window: &Window) -> String {
    let said = spoken(window, |words| words.contains(" · sorted by ")).expect("it says how many are listed");
    said.split(" · ").next().unwrap().to_owned()
}

/// The words on the screen that are so.
fn spoken(window: &Window, so: impl Fn(&str) -> bool) -> Option<String> {
    let labels = window.harness.query_all_by_role(Role::Label);
    labels.filter_map(|node| node.accesskit_node().value()).find(|words| so(words))
}

fn says(window: &Window, words: &str) -> bool {
    window.harness.query_by_label(words).is_some()
}

/// The names of the heads of groups, from top to bottom.
fn heads(window: &Window) -> Vec<String> {
    let names = window.names(Role::Button);
    names
        .into_iter()
        .filter(|name| name.contains(" claim") && (name.starts_with("Collapse ") || name.starts_with("Expand ")))
        .collect()
}

/// How many claims are chosen.
fn chosen(window: &Window) -> usize {
    let said = spoken(window, |words| words.ends_with(" selected"));
    said.map_or(0, |words| words.split(' ').next().unwrap().parse().unwrap())
}

fn undo(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Z);
}

fn changed(window: &Window, before: &demarche::model::Project) -> Vec<ClaimId> {
    let now = window.project().claims().values();
    now.filter(|claim| before.claim(claim.id) != Some(claim)).map(|claim| claim.id).collect()
}

#[test]
fn every_column_sorts_when_its_head_is_pressed_and_turns_when_it_is_pressed_again() {
    let mut window = claims();
    let all = Column::ALL.into_iter().map(|(column, _)| column).collect();
    look(&mut window, View { columns: all, ..View::default() });
    let first = window.names(Role::Row);
    for (column, name) in Column::ALL {
        if column == Column::Date {
            continue;
        }
        window.press(&format!("Sort by {}", name.to_lowercase()));
        assert!(says(&window, &format!("{name}, ascending")), "{name}");
        window.press(&format!("{name}, ascending"));
        assert!(says(&window, &format!("{name}, descending")), "{name}");
    }
    window.press("Sort by date");
    assert!(says(&window, "Date, descending"), "the latest first");
    assert_eq!(window.names(Role::Row), first);
}

#[test]
fn each_filter_narrows_the_table_and_all_are_cleared_at_once() {
    let mut window = claims();
    let everything = count(&window);
    let project = window.project().clone();
    let held = |wanted: &dyn Fn(&demarche::model::Claim) -> bool| {
        format!("{} of {everything}", project.claims().values().filter(|claim| wanted(claim)).count())
    };
    let no_filter = count(&window);
    for (chip, value, expected) in [
        (
            "Speaker",
            "Donald Tusk",
            held(&|c| c.speaker.is_some_and(|id| project.actor(id).unwrap().name == "Donald Tusk")),
        ),
        ("Voice", "Government", held(&|c| project.voice_of(c).label() == "Government")),
        ("Condition", "With a condition", held(&|c| !c.condition.is_empty())),
        ("Note", "Without a note", held(&|c| c.note.is_empty())),
        ("Confidence", "High", held(&|c| c.confidence == Some(Confidence::High))),
    ] {
        if chip == "Speaker" && project.actors().values().all(|actor| actor.name != value) {
            continue;
        }
        window.press("+ Filter");
        window.press_a(Role::MenuItem, chip);
        window.press_a(Role::MenuItemCheckBox, value);
        window.keys(&[Key::Escape]);
        assert_eq!(count(&window), expected, "{chip}: {value}");
        window.press("Clear");
        assert_eq!(count(&window), no_filter);
    }
    for name in ["Outlet", "Analyst"] {
        window.press("+ Filter");
        window.press_a(Role::MenuItem, name);
        let values = window.names(Role::MenuItemCheckBox);
        window.press_a(Role::MenuItemCheckBox, &values[1]);
        window.keys(&[Key::Escape]);
        assert!(count(&window).contains(" of "), "{name}: {values:?}");
        window.press(&format!("Clear the filter {name}"));
        assert_eq!(count(&window), no_filter);
    }
}

#[test]
fn a_range_of_days_is_typed() {
    let mut window = claims();
    let project = window.project().clone();
    let latest = project.claims().values().filter_map(|claim| project.date_of(claim)).max().unwrap();
    let on = project.claims().values().filter(|claim| project.date_of(claim) == Some(latest)).count();
    window.press("+ Filter");
    window.press_a(Role::MenuItem, "Date");
    window.focus("From");
    window.type_text(&latest.to_string());
    window.keys(&[Key::Escape]);
    assert!(count(&window).starts_with(&format!("{on} of ")), "{} on {latest}", count(&window));
    assert!(window.name_of(Role::Button, "Date: from ").contains(&latest.strftime("%-d %b %Y").to_string()));
    window.press("Clear the filter Date");
    assert!(!count(&window).contains(" of "));
}

#[test]
fn groups_fold_by_mouse_and_a_whole_group_is_chosen_by_its_head() {
    let mut window = claims();
    window.press("Group: None");
    window.press_a(Role::MenuItemRadio, "Stance");
    let open = heads(&window);
    assert!(open[0].starts_with("Collapse Supports: "), "{open:?}");
    let number = |head: &str| head.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse::<usize>().unwrap();
    let first = number(&open[0]);
    window.press("Choose all of Supports");
    assert_eq!(chosen(&window), first);
    window.press("Choose all of Supports");
    assert_eq!(chosen(&window), 0);
    window.press(&open[0]);
    let folded = heads(&window);
    assert_eq!(folded[0], open[0].replace("Collapse", "Expand"));
    assert!(window.names(Role::Row).iter().all(|row| !row.contains(": Supports, ")), "its rows are hidden");
    window.press("Choose all of Supports");
    assert_eq!(chosen(&window), first, "a folded group can be chosen");
    window.press("Collapse all");
    assert!(window.names(Role::Row).is_empty());
    let folded = heads(&window);
    assert_eq!(folded.iter().map(|head| number(head)).sum::<usize>(), window.project().claims().len());
    window.press("Expand all");
    assert_eq!(heads(&window)[0], open[0]);
    window.press("Clear the filter Group");
    assert_eq!(heads(&window), Vec::<String>::new());
}

#[test]
fn a_claim_of_two_countries_stands_under_both_and_is_chosen_under_both() {
    let mut window = claims();
    let two = window.project().claims().values().find(|claim| claim.countries.len() == 2).cloned();
    let Some(two) = two else { panic!("the sample has a claim of two countries") };
    let words: String = window.project().excerpt(two.excerpt).unwrap().anchor.quotation.to_string();
    let names = two.countries.iter().map(|id| EntryId::Country(*id)).collect::<BTreeSet<_>>();
    look(
        &mut window,
        View {
            query: Query { words: format!("\"{words}\""), entries: names, ..Query::default() },
            ..grouped(GroupBy::Country)
        },
    );
    let rows: Vec<String> = window.names(Role::Row).into_iter().filter(|row| row.contains(&words)).collect();
    assert!(rows.len() >= 2, "{rows:?}");
    window.chord(Modifiers::COMMAND, Key::A);
    let listed: usize = count(&window).split(' ').next().unwrap().parse().unwrap();
    assert_eq!(chosen(&window), listed, "each counted once");
}

#[test]
fn every_way_to_group_shows_every_claim() {
    let mut window = claims();
    let all = window.project().claims().len();
    for (by, name) in GroupBy::ALL {
        look(&mut window, grouped(by));
        window.press("Collapse all");
        let counted: usize = heads(&window)
            .iter()
            .map(|head| head.rsplit_once(": ").unwrap().1.split(' ').next().unwrap().parse::<usize>().unwrap())
            .sum();
        // Heads below the edge are not there.
        let shown = heads(&window).len();
        assert!(counted >= all || shown > 15, "{name}: {counted} of {all} under {shown} heads");
        window.press("Expand all");
        assert!((5..60).contains(&window.names(Role::Row).len()), "{name}: only what is in view");
    }
}

#[test]
fn keys_alone_find_choose_fold_and_open() {
    let mut window = claims();
    window.keys(&[Key::F]);
    window.type_text("troops");
    assert!(count(&window).contains(" of "), "{}", count(&window));
    window.keys(&[Key::ArrowDown, Key::ArrowDown, Key::Space]);
    assert_eq!(chosen(&window), 1);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(chosen(&window), 2);
    window.keys(&[Key::Escape]);
    assert_eq!(chosen(&window), 0);
    window.chord(Modifiers::COMMAND, Key::A);
    let listed: usize = count(&window).split(' ').next().unwrap().parse().unwrap();
    assert_eq!(chosen(&window), listed);
    window.keys(&[Key::Escape, Key::End, Key::PageUp, Key::Home, Key::PageDown, Key::Home]);

    look(&mut window, grouped(GroupBy::Country));
    window.keys(&[Key::Home, Key::ArrowLeft]);
    assert!(heads(&window)[0].starts_with("Expand "), "{:?}", heads(&window));
    window.keys(&[Key::ArrowRight]);
    assert!(heads(&window)[0].starts_with("Collapse "));
    window.keys(&[Key::Enter]);
    assert!(heads(&window)[0].starts_with("Expand "));
    window.keys(&[Key::Enter, Key::Space]);
    let first = chosen(&window);
    assert!(first > 0 && heads(&window)[0].contains(&format!(": {first} claim")), "Space on a head takes its group");
    window.keys(&[Key::ArrowRight]);
    window.chord(Modifiers::SHIFT, Key::ArrowLeft);
    assert!(window.names(Role::Row).is_empty() && heads(&window).len() > 3);
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    assert!(!window.names(Role::Row).is_empty());
    window.keys(&[Key::Escape, Key::Home, Key::ArrowDown, Key::Enter]);
    let selected = window.desk().selection().claim.expect("it is selected in its article");
    assert_eq!(window.desk().screen(), Screen::Read);
    // Back again, everything stands as it stood.
    window.chord(Modifiers::ALT, Key::Num2);
    assert!(!heads(&window).is_empty());
    assert!(window.project().claim(selected).is_some());
}

#[test]
fn countries_are_taken_away_and_a_claim_that_would_be_nobodys_is_left_alone() {
    let mut window = claims();
    let germany = entry(Kind::Country, "germany");
    // Two claims of Germany alone lose their speaker.
    let alone = window.project().claims().values().filter(|claim| claim.countries == ["germany".parse().unwrap()]);
    let alone: Vec<ClaimId> = alone.map(|claim| claim.id).take(2).collect();
    let nobody = demarche::edit::ops::bulk::Bulk::Speaker(None);
    window.send(Command::ChangeClaims(alone, Box::new(nobody), Vec::new()));
    let before = window.project().clone();
    look(&mut window, View { query: Query::only(germany), ..View::default() });
    window.chord(Modifiers::COMMAND, Key::A);
    let EntryId::Country(id) = germany else { panic!("a country") };
    let of = |only: bool| {
        let named = before.claims().values().filter(|claim| claim.countries.contains(&id));
        named.filter(|claim| (claim.countries.len() == 1 && claim.speaker.is_none()) == only).count()
    };
    let (left, changes) = (of(true), of(false));
    assert!(left > 0 && changes > 0, "the sample has both: {left}, {changes}");
    window.press("More changes…");
    window.press_a(Role::MenuItem, "Remove countries…");
    window.type_text("Germany");
    window.keys(&[Key::Enter]);
    assert!(says(&window, &format!("{changes} of {} will change", changes + left)));
    window.press("Remove");
    assert_eq!(changed(&window, &before).len(), changes);
    assert_eq!(window.project().problems(), Vec::new());
    let said = window.said();
    assert!(said.iter().any(|said| said.contains(&format!("{left} left alone"))), "{said:?}");
    // The toast takes the step back.
    window.press("Undo");
    assert_eq!(support::difference(window.project(), &before), None);
    assert!(!says(&window, "Undo"), "there is nothing more to take back");
}

#[test]
fn one_of_many_things_is_changed_about_all_that_are_chosen_by_keys_alone() {
    type Held = fn(&demarche::model::Claim) -> bool;
    let rows: [(&str, &[Key], &str, Held); 4] = [
        ("Change condition…", &[Key::Enter], "a vote comes", |claim| claim.condition == "a vote comes"),
        ("Change date…", &[Key::Enter], "3 March 2025", |claim| {
            claim.said_on.is_some_and(|day| day.to_string() == "2025-03-03")
        }),
        ("Change speaker…", &[Key::Enter, Key::Enter], "Nobody in Particular", |claim| claim.speaker.is_some()),
        ("Add countries…", &[Key::Enter, Key::Enter], "Hungary", |claim| {
            claim.countries.iter().any(|id| id.0.as_str() == "hungary")
        }),
    ];
    for (what, keys, typed, held) in rows {
        let mut window = claims();
        let before = window.project().clone();
        window.keys(&[Key::Home]);
        window.chord(Modifiers::SHIFT, Key::ArrowDown);
        assert_eq!(chosen(&window), 2);
        window.harness.get_by_label("More changes…").focus();
        window.keys(&[Key::Enter]);
        window.harness.get_by_role_and_label(Role::MenuItem, what).focus();
        window.keys(&[Key::Enter]);
        window.type_text(typed);
        window.keys(keys);
        let now = changed(&window, &before);
        assert_eq!(now.len(), 2, "{what}: {:?}", window.said());
        assert!(now.iter().all(|id| held(window.project().claim(*id).unwrap())), "{what}");
        assert_eq!(window.project().problems(), Vec::new());
        undo(&mut window);
        assert_eq!(support::difference(window.project(), &before), None, "{what} is one step");
    }
}

#[test]
fn an_analyst_and_a_basis_are_reassigned_and_one_issue_takes_the_place_of_another() {
    let mut window = claims();
    let before = window.project().clone();
    window.chord(Modifiers::COMMAND, Key::A);
    window.press("Reassign analyst…");
    assert!(window.harness.get_by_label("Reassign").accesskit_node().is_disabled());
    window.type_text("Ada");
    window.press("Reassign");
    assert!(window.project().claims().values().all(|claim| claim.analyst == "Ada"));
    undo(&mut window);

    window.press("More changes…");
    window.press_a(Role::MenuItem, "Change basis…");
    window.press_a(Role::RadioButton, "Expected");
    window.press("Change");
    assert!(window.project().claims().values().all(|claim| claim.basis.slug() == "expected"));
    undo(&mut window);

    let EntryId::Issue(from) = entry(Kind::Issue, "send-peacekeepers") else { panic!("an issue") };
    let EntryId::Issue(to) = entry(Kind::Issue, "us-backstop") else { panic!("an issue") };
    window.press("More changes…");
    window.press_a(Role::MenuItem, "Reassign an issue…");
    window.type_text("Send peacekeepers");
    window.keys(&[Key::Enter]);
    window.focus("to");
    window.type_text(&before.label(EntryId::Issue(to)));
    window.keys(&[Key::Enter]);
    window.press("Reassign");
    let of =
        |project: &demarche::model::Project, id| project.claims().values().filter(|claim| claim.issue == id).count();
    assert_eq!(of(window.project(), from), 0);
    assert_eq!(of(window.project(), to), of(&before, from) + of(&before, to));
    undo(&mut window);
    assert_eq!(support::difference(window.project(), &before), None);
}

#[test]
fn deleting_says_how_many_and_which_and_enter_confirms() {
    let mut window = claims();
    let before = window.project().clone();
    window.keys(&[Key::Home]);
    for _ in 0..6 {
        window.chord(Modifiers::SHIFT, Key::ArrowDown);
    }
    assert_eq!(chosen(&window), 7);
    window.keys(&[Key::Delete]);
    assert!(says(&window, "Delete 7 claims?") && says(&window, "… and 2 more"));
    window.keys(&[Key::Escape]);
    assert!(!says(&window, "Delete 7 claims?"));
    assert_eq!(support::difference(window.project(), &before), None);
    window.keys(&[Key::Delete, Key::Enter]);
    assert_eq!(window.project().claims().len(), before.claims().len() - 7);
    assert!(window.said().iter().any(|said| said == "7 claims deleted"), "{:?}", window.said());
    assert_eq!(chosen(&window), 0);
    window.press("Undo");
    assert_eq!(support::difference(window.project(), &before), None);
}

#[test]
fn every_kind_of_entry_shows_the_claims_coded_with_it() {
    let mut window = Window::with_sample();
    let tag = demarche::edit::ops::codebook::blank(window.project(), Kind::Tag, "Hot");
    let some: Vec<ClaimId> = window.project().claims().keys().copied().take(3).collect();
    let EntryId::Tag(id) = tag.id() else { panic!("a tag") };
    let bulk = demarche::edit::ops::bulk::Bulk::AddTags(vec![id]);
    window.send(Command::ChangeClaims(some, Box::new(bulk), vec![tag]));
    for kind in Kind::ALL {
        let project = window.project().clone();
        for row in project.entries(kind) {
            let id = row.id();
            let held = |claim: &&std::sync::Arc<demarche::model::Claim>| match id {
                EntryId::Country(id) => claim.countries.contains(&id),
                EntryId::Actor(id) => claim.speaker == Some(id),
                EntryId::Issue(id) => claim.issue == id,
                EntryId::Stance(id) => claim.stance == id,
                EntryId::Tag(id) => claim.tags.contains(&id),
                EntryId::Bloc(id) => project.bloc(id).unwrap().members.iter().any(|id| claim.countries.contains(id)),
            };
            let held = project.claims().values().filter(held).count();
            if held == 0 {
                continue;
            }
            // As from the codebook: the row, then the link with its claims.
            window.send(Command::Show(demarche::session::Item::Entry(id)));
            let link = |node: &AccessKitNode<'_>| {
                node.role() == Role::Button
                    && node.label().is_some_and(|label| {
                        label.starts_with(&format!("{held} claim"))
                            && (label.contains(" by ") || label.contains(" on "))
                    })
            };
            window.harness.get_by(link).click();
            window.settle();
            assert_eq!(window.desk().screen(), Screen::Claims);
            assert!(count(&window).starts_with(&format!("{held} of ")), "{id:?}: {}", count(&window));
        }
    }
}

#[test]
fn a_cell_of_the_matrix_shows_its_claims_in_the_table() {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num3);
    window.press_a(Role::Cell, "Germany on Send peacekeepers");
    let cell = window.desk().selection().cell.unwrap();
    let facts = window.desk().facts();
    let held = facts.cell(cell).len();
    window.press("Show in Claims");
    assert_eq!(window.desk().screen(), Screen::Claims);
    assert!(count(&window).starts_with(&format!("{held} of ")), "{}", count(&window));
    assert!(says(&window, "Country: Germany"));
}

#[test]
fn a_view_is_kept_under_a_name_changed_renamed_and_deleted() {
    let mut window = claims();
    look(&mut window, View { query: Query::only(entry(Kind::Country, "poland")), ..grouped(GroupBy::Issue) });
    let (rows, listed) = (window.names(Role::Row), count(&window));
    window.press("Saved filters");
    window.press_a(Role::MenuItem, "Save this as…");
    assert!(says(&window, "country: Poland · grouped by issue · sorted by date"));
    window.type_text("Warsaw by issue");
    window.keys(&[Key::Enter]);
    assert!(says(&window, "Saved filter: Warsaw by issue"));
    window.press("Sort by stance");
    assert!(says(&window, "Saved filter: Warsaw by issue (changed)"));
    look(&mut window, View::default());
    // From anywhere by name.
    window.chord(Modifiers::ALT, Key::Num3);
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("warsaw by");
    window.keys(&[Key::Enter]);
    assert_eq!((window.desk().screen(), count(&window)), (Screen::Claims, listed.clone()));
    look(&mut window, View::default());
    window.press_a(Role::Button, "Saved filter");
    window.press_a(Role::MenuItemRadio, "Warsaw by issue");
    assert_eq!((window.names(Role::Row), count(&window)), (rows, listed));

    window.press("Sort by stance");
    window.press_a(Role::Button, "Saved filter: Warsaw by issue (changed)");
    window.press_a(Role::MenuItem, "Update “Warsaw by issue”");
    let saved = |window: &Window| window.harness.state().session().prefs().filters.clone();
    assert_eq!(saved(&window)[0].sort, "stance");
    assert_eq!(saved(&window).len(), 1);

    window.press_a(Role::Button, "Saved filter: Warsaw by issue");
    window.press_a(Role::MenuItem, "Rename or delete…");
    window.press("Rename Warsaw by issue…");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Warsaw");
    window.keys(&[Key::Enter]);
    assert_eq!(saved(&window)[0].name, "Warsaw");
    window.press("Delete Warsaw…");
    assert_eq!(saved(&window).len(), 1, "it asks first");
    window.press("Delete Warsaw for good");
    assert_eq!(saved(&window), []);
}

#[test]
fn a_saved_view_that_names_what_the_project_has_not_says_so_and_keeps_it() {
    let mut window = claims();
    let narnia = entry(Kind::Country, "narnia");
    let view = View { query: Query::only(narnia), ..View::default() };
    let saved = SavedFilter::new("Elsewhere", &view);
    window.send(Command::SaveFilter(Box::new(saved.clone())));
    window.press("Saved filters");
    window.press_a(Role::MenuItemRadio, "Elsewhere");
    assert!(says(&window, "No claim matches"));
    assert!(says(&window, "The filters ask for narnia (not in this project)."));
    assert!(says(&window, "Country: narnia (not in this project)"));
    window.press_a(Role::Button, "Saved filter: Elsewhere");
    window.press_a(Role::MenuItem, "Rename or delete…");
    assert!(says(&window, "country: narnia (not in this project) · sorted by date"));
    window.press("Done");
    window.press("Clear filters");
    assert!(!count(&window).contains(" of "));
    assert_eq!(window.harness.state().session().prefs().filters, [saved]);
}

#[test]
fn saved_views_are_there_in_the_next_window() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    {
        let mut session = demarche::session::Session::new(demarche::session::Runner::Inline, Some(config.clone()));
        let _ = session.handle(Command::SaveFilter(Box::new(SavedFilter::new("Mine", &grouped(GroupBy::Month)))));
    }
    let session = demarche::session::Session::new(demarche::session::Runner::Inline, Some(config));
    assert_eq!(session.prefs().filters[0].view().0, grouped(GroupBy::Month));
}

#[test]
fn what_is_chosen_is_copied_as_a_table() {
    let mut window = claims();
    window.keys(&[Key::Home]);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    window.harness.event(Event::Copy);
    let mut copied = None;
    for _ in 0..6 {
        window.harness.step();
        for command in &window.harness.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                copied = Some(text.clone());
            }
        }
    }
    let copied = copied.unwrap_or_else(|| panic!("something is copied: {:?}", window.said()));
    let lines: Vec<Vec<&str>> = copied.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 3, "{copied}");
    assert_eq!(lines[0], ["Country", "Quotation", "Issue", "Stance", "Basis", "Speaker", "Source", "Date"]);
    assert!(lines.iter().all(|line| line.len() == 8), "{copied}");
    let quotations: Vec<_> =
        window.project().excerpts().values().map(|e| e.anchor.quotation.replace('\n', " ")).collect();
    assert!(quotations.contains(&lines[1][1].to_owned()));
    assert!(window.said().iter().any(|said| said == "2 claims copied"));
}

#[test]
fn columns_are_hidden_and_shown_and_one_stays() {
    let mut window = claims();
    window.press("Columns");
    for (column, name) in Column::ALL {
        if column.is_usual() && column != Column::Quotation {
            window.press_a(Role::MenuItemCheckBox, name);
        }
    }
    window.press_a(Role::MenuItemCheckBox, "Quotation");
    window.keys(&[Key::Escape]);
    assert!(says(&window, "Sort by quotation") && !says(&window, "Sort by issue"));
    window.press("Clear the filter Columns");
    assert!(says(&window, "Sort by issue"));
}

#[test]
fn empty_tables_say_what_to_do() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press_a(Role::Button, "New project");
    window.chord(Modifiers::ALT, Key::Num2);
    assert!(says(&window, "No claims yet"));
    window.press("Read articles");
    assert_eq!(window.desk().screen(), Screen::Read);

    let mut window = claims();
    window.focus("Find claims by words");
    window.type_text("xyzzy");
    assert!(says(&window, "No claim matches"));
    window.press("Clear filters");
    assert!(!window.names(Role::Row).is_empty());
}

#[test]
fn everything_is_in_view_in_a_small_window() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("Explore the sample");
    window.chord(Modifiers::ALT, Key::Num2);
    window.keys(&[Key::Home, Key::Space]);
    for name in [
        "Country: All",
        "Basis: All",
        "+ Filter",
        "Group: None",
        "Columns",
        "Saved filters",
        "Sort by country",
        "Date, descending",
        "Change issue…",
        "More changes…",
        "Reassign analyst…",
        "Copy",
        "Delete…",
    ] {
        let rect = window.harness.get_by_label(name).rect();
        assert!(rect.left() >= 0.0 && rect.right() <= 1024.0 && rect.bottom() <= 700.0, "{name} at {rect:?}");
    }
}

#[test]
fn many_claims_are_listed_beside_the_window_and_no_frame_waits_for_them() {
    let size = large::Size { articles: 400, article_bytes: 1_000, claims: 12_000, countries: 60, issues: 12 };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.ron");
    std::fs::write(&path, large::file(size, 3)).unwrap();
    let mut window = Window::open(vec2(1440.0, 900.0), Some(path));
    window.chord(Modifiers::ALT, Key::Num2);
    let wait = |window: &mut Window, done: &dyn Fn(&Window) -> bool| {
        for _ in 0..600 {
            window.settle();
            if done(window) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("it never came");
    };
    wait(&mut window, &|window| !window.names(Role::Row).is_empty());
    assert_eq!(count(&window), "12000 claims");
    let view = View { order: Order { column: Column::Quotation, descending: false }, ..grouped(GroupBy::Month) };
    look(&mut window, view);
    wait(&mut window, &|window| !heads(window).is_empty());
    assert!(window.names(Role::Row).len() < 60, "only what is in view");
    window.keys(&[Key::End]);
    assert!(window.names(Role::Row).len() < 60);
    window.chord(Modifiers::SHIFT, Key::ArrowLeft);
    assert!(window.names(Role::Row).is_empty());
    window.chord(Modifiers::COMMAND, Key::A);
    assert_eq!(chosen(&window), 12_000);
}

#[test]
fn a_closed_menu_and_coming_to_the_table_give_it_the_keys() {
    let mut window = claims();
    window.keys(&[Key::Home]);
    window.press("Group: None");
    window.keys(&[Key::Escape]);
    window.settle();
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(chosen(&window), 2, "behind a menu");
    window.harness.get_by_label("Group: None").focus();
    window.chord(Modifiers::ALT, Key::Num1);
    window.chord(Modifiers::ALT, Key::Num2);
    window.settle();
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(chosen(&window), 3, "behind another screen");
}

#[test]
fn nothing_is_taken_away_by_enter_alone() {
    for (what, tick) in [
        ("Change condition…", "Take the condition away"),
        ("Change date…", "Take the day of its own away: the date of the article"),
        ("Change speaker…", "Take the speaker away"),
    ] {
        let mut window = claims();
        let before = window.project().clone();
        window.keys(&[Key::Home]);
        window.chord(Modifiers::COMMAND, Key::A);
        window.harness.get_by_label("More changes…").focus();
        window.keys(&[Key::Enter]);
        window.harness.get_by_role_and_label(Role::MenuItem, what).focus();
        window.keys(&[Key::Enter]);
        window.settle();
        window.keys(&[Key::Enter]);
        assert_eq!(changed(&window, &before).len(), 0, "{what}");
        window.press(tick);
        window.press("Change");
        assert_ne!(changed(&window, &before).len(), 0, "{what}");
    }
}

#[test]
fn the_bar_of_many_chosen_claims_is_whole_in_a_small_window() {
    let mut window = claims();
    window.harness.set_size(vec2(1024.0, 700.0));
    window.settle();
    window.keys(&[Key::Home]);
    window.chord(Modifiers::COMMAND, Key::A);
    window.settle();
    let right = window.harness.get_by_label("Delete…").rect().right();
    assert!(right <= 1024.0 - 28.0, "{right}");
}
