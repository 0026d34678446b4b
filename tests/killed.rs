//! The program is killed at random moments while it edits and saves: every edit it has called safe is there
//! afterwards, and the project opens.
//!
//! `DEMARCHE_KILLS` says how often; a few dozen times without. `DEMARCHE_BINARY` names another build to kill.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Kills without `DEMARCHE_KILLS`.
const KILLS: usize = 40;

/// Kills before the project starts afresh: it grows with every round.
const ROUNDS: usize = 8;

/// A small project with a few claims to copy.
const PROJECT: &str = include_str!("formats/v1/everything.ron");

/// What one run has said.
#[derive(Debug, Default)]
struct Said {
    /// The fingerprint of the project after each change, by its number.
    states: HashMap<u64, String>,
    /// The number of the change before the first one of this run, and of the last one.
    first: Option<u64>,
    last: u64,
    durable: u64,
    /// The fingerprint of the project before the last change that was recovered.
    before: Option<String>,
}

impl Said {
    fn read(lines: impl Iterator<Item = String>) -> Self {
        let mut said = Self::default();
        for line in lines {
            match *line.split(' ').collect::<Vec<_>>() {
                ["state", number, print] => {
                    let number = number.parse().unwrap();
                    said.first.get_or_insert(number);
                    said.last = number;
                    said.states.insert(number, print.to_owned());
                }
                ["before", _, print] => said.before = Some(print.to_owned()),
                ["durable", number] => said.durable = number.parse().unwrap(),
                _ => panic!("{line}"),
            }
        }
        said
    }

    /// The fingerprints that the project may have after the kill: of the last safe change or a later one.
    fn possible(&self) -> Vec<&str> {
        let from = self.durable.max(self.first.unwrap_or(0));
        (from..=self.last).filter_map(|number| self.states.get(&number).map(String::as_str)).collect()
    }
}

/// Runs the program on a project, for `life` at most, and returns what it has said.
fn run(project: &Path, config: &Path, seed: u64, steps: usize, life: Option<Duration>) -> Said {
    let binary = std::env::var_os("DEMARCHE_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_demarche").into());
    let mut child = Command::new(binary)
        .args(["rehearse", "--seed", &seed.to_string(), "--steps", &steps.to_string()])
        .arg(project)
        .env("DEMARCHE_CONFIG", config)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || out.lines().map_while(Result::ok).collect::<Vec<_>>());
    if let Some(life) = life {
        std::thread::sleep(life);
        child.kill().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let lines = reader.join().unwrap();
    if life.is_none() {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    // A line that was cut off by the kill says nothing.
    Said::read(lines.into_iter().filter(|line| line.starts_with("durable ") || line.split(' ').count() == 3))
}

#[test]
fn whatever_was_called_safe_is_there_after_the_program_is_killed() {
    let kills = std::env::var("DEMARCHE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut random = fastrand::Rng::with_seed(2026);
    let (mut edits, mut recoveries) = (0, 0);
    let mut folder = tempfile::tempdir().unwrap();
    for round in 0..kills {
        if round % ROUNDS == 0 {
            folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("a.ron"), PROJECT).unwrap();
        }
        let (project, config) = (folder.path().join("a.ron"), folder.path().join("config"));
        let life = Duration::from_micros(random.u64(10_000..250_000));
        let seed = random.u64(..);
        let said = run(&project, &config, seed, 100_000, Some(life));
        let after = run(&project, &config, 0, 0, None);
        let found = &after.states[&after.first.unwrap()];
        edits += said.durable.saturating_sub(said.first.unwrap_or(0));
        if said.first.is_none() {
            continue; // killed before it had opened the project
        }
        recoveries += 1;
        let possible = said.possible();
        let last = said.states.get(&said.last);
        assert!(
            possible.contains(&found.as_str()) || after.before.as_ref() == last,
            "round {round}, seed {seed}, life {life:?}: the project is as it was at {:?}, but {} edits were safe, {} done",
            said.states.iter().find(|(_, print)| *print == found).map(|(number, _)| number),
            said.durable,
            said.last,
        );
    }
    println!("{kills} kills, {recoveries} of them at work, {edits} edits called safe, none lost");
    assert!(recoveries * 2 > kills || kills < 10, "too few kills while at work: {recoveries} of {kills}");
}
