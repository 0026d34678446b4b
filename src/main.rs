//! `demarche`: opens the window, or does without one what the command line says.

use std::process::ExitCode;

use clap::Parser as _;
use demarche::cli::{self, Raw};

fn main() -> ExitCode {
    let raw = Raw::parse();
    match raw.verb {
        Some(verb) => cli::run(verb),
        None => match cli::project_to_open(raw.project).and_then(open_window) {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                eprintln!("demarche: {why}");
                ExitCode::from(2)
            }
        },
    }
}

#[cfg(feature = "gui")]
fn open_window(project: Option<std::path::PathBuf>) -> Result<(), String> {
    demarche::gui::run(project)
}

#[cfg(not(feature = "gui"))]
fn open_window(_: Option<std::path::PathBuf>) -> Result<(), String> {
    Err("this build has no window; `demarche --help` lists what works without one".into())
}
