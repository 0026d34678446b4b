//! Journals that somebody or something has changed: the project opens, and nothing else happens to it.

use std::fs;

use super::scene::*;

/// A journal as an unkind disk or hand would leave it.
fn spoil(good: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..random.usize(1..4) {
        let len = bytes.len().max(1);
        let (from, to) = (random.usize(..len), random.usize(..len));
        let (from, to) = (from.min(to), from.max(to).min(bytes.len()));
        match random.u8(..7) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from..to)),
            2 => bytes.extend_from_within(from..to),
            3 => (0..10).for_each(|_| bytes.insert(random.usize(..=from.min(bytes.len())), random.u8(..))),
            4 => bytes[from..to].fill(0),
            // Lines in another order, twice, or not at all: each is whole.
            5 => {
                let mut lines: Vec<_> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                random.shuffle(&mut lines);
                lines.truncate(random.usize(..=lines.len()));
                bytes = lines.concat();
            }
            _ => bytes = bytes.repeat(2),
        }
    }
    bytes
}

#[test]
fn whatever_lies_in_the_place_of_the_journal_the_project_opens_and_can_be_saved() {
    let scene = Scene::quick();
    let mut seat = scene.open("Ada");
    for n in 0..5 {
        seat.note(&format!("note {n}"));
    }
    seat.undo();
    let path = scene.beside().journal();
    let good = fs::read(&path).unwrap();
    drop(seat);
    let (file, mut random) = (fs::read(&scene.file).unwrap(), fastrand::Rng::with_seed(3));
    let own = notes(&scene.saved());
    for round in 0..150 {
        let bad = spoil(&good, &mut random);
        fs::write(&scene.file, &file).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &bad).unwrap();
        let mut seat = scene.open("Ada");
        assert_eq!(fs::read(&scene.file).unwrap(), file, "round {round}");
        assert!(seat.project().problems().is_empty(), "round {round}");
        if seat.session.settling().is_some() {
            continue;
        }
        assert!(seat.notes().is_superset(&own), "round {round}");
        seat.note("later");
        seat.save();
        assert!(notes(&scene.saved()).contains("later"), "round {round}");
    }
}
