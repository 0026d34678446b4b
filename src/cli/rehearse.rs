//! `demarche rehearse`: edits and saves a project as the window does, and says what is safe. For the tests
//! that kill it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::args::Rehearse;
use super::{Failure, Outcome, Streams};
use crate::edit::ops::claims::Target;
use crate::edit::ops::{ClaimDraft, ProjectDetails};
use crate::model::Project;
use crate::session::{Action, Command, Prefs, Revised, Runner, Session, Weight};
use crate::store::{self, Print};

/// How long one waits for anything.
const PATIENCE: Duration = Duration::from_secs(20);

pub fn run(args: &Rehearse, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let (waker, woken) = channel();
    let mut play = Play { session: session(waker), woken, random: fastrand::Rng::with_seed(args.seed), told: 0 };
    play.session.open(args.project.clone());
    play.wait(|session| session.desk().is_some() || !failures(session).is_empty())?;
    let Some(desk) = play.session.desk() else { return Err(failures(&play.session).join("\n")) };
    // Nobody else is here, and nobody has changed the file.
    if let Some(owner) = desk.held() {
        return Err(format!("{owner} has the project"));
    }
    if play.session.settling().is_some() {
        return Err("there is something to settle".into());
    }
    let first = desk.sent();
    play.told = first;
    streams.put(&format!("state {first} {}", print(desk.project())))?;
    // An edit may have become safe before it was said that it was made: the state before it tells.
    let mut document = desk.document().clone();
    if document.undo().is_some() {
        streams.put(&format!("before {first} {}", print(document.project())))?;
    }
    play.tell_durable(streams)?;
    for _ in 0..args.steps {
        play.step(streams)?;
        if let Some(desk) = play.session.desk() {
            streams.put(&format!("state {} {}", desk.sent(), print(desk.project())))?;
        }
        play.tell_durable(streams)?;
        std::thread::sleep(Duration::from_micros(play.random.u64(0..1_500)));
    }
    play.wait(|session| session.jobs().next().is_none())?;
    play.wait(|session| session.desk().is_none_or(|desk| desk.durable() >= desk.sent()))?;
    play.tell_durable(streams)?;
    let failed = failures(&play.session);
    if failed.is_empty() { Ok(Outcome::Done) } else { Err(failed.join("\n")) }
}

fn session(waker: Sender<()>) -> Session {
    // Nobody listens any more when the rehearsal is over.
    let wake = Arc::new(move || {
        let _ = waker.send(());
    });
    Session::new(Runner::Threads { wake }, Prefs::folder())
}

fn failures(session: &Session) -> Vec<String> {
    let shown = session.notices().shown().iter().filter(|notice| notice.weight == Weight::Failure);
    shown.map(|notice| format!("{} {}", notice.text, notice.details.join(" "))).collect()
}

fn print(project: &Project) -> Print {
    Print::of(store::to_string(project).as_bytes())
}

/// A session that is being played with.
struct Play {
    session: Session,
    woken: Receiver<()>,
    random: fastrand::Rng,
    /// The last change that was called safe.
    told: u64,
}

impl Play {
    /// Takes in what comes until something holds.
    fn wait(&mut self, holds: impl Fn(&Session) -> bool) -> Result<(), Failure> {
        loop {
            self.session.poll();
            if holds(&self.session) {
                return Ok(());
            }
            self.woken.recv_timeout(PATIENCE).map_err(|_| "nothing happens any more".to_owned())?;
        }
    }

    /// One thing that an analyst does.
    fn step(&mut self, streams: &mut Streams<'_>) -> Result<(), Failure> {
        self.session.poll();
        let Some(desk) = self.session.desk() else { return Ok(()) };
        let project = desk.project();
        let pick = |count: usize, random: &mut fastrand::Rng| random.usize(..count.max(1));
        let claim = project.claims().values().nth(pick(project.claims().len(), &mut self.random)).cloned();
        let command = match (self.random.u8(..20), claim) {
            (0, _) => Command::Do(Action::Save),
            (1 | 2, _) => Command::Do(Action::Undo),
            (3, _) => Command::Do(Action::Redo),
            (4, Some(claim)) if project.claims().len() > 10 => Command::DeleteClaims(vec![claim.id]),
            (5, _) => {
                let was = ProjectDetails::from(&**project.info());
                let now = ProjectDetails { title: format!("Title {}", self.random.u16(..)), notes: String::new() };
                Command::DescribeProject(Box::new(Revised { was, now }))
            }
            (6, _) => {
                let kind = crate::model::Kind::Issue;
                let issues = project.entries(kind);
                let index = pick(issues.len(), &mut self.random);
                match issues.last() {
                    Some(last) => Command::Reorder(last.id(), index),
                    None => Command::Seal,
                }
            }
            (_, Some(claim)) => {
                let draft = ClaimDraft { note: format!("“{}”\n", self.random.u64(..)), ..(&*claim).into() };
                Command::Code(Target::Excerpt(claim.excerpt), Box::new(draft), Vec::new())
            }
            (_, None) => Command::Seal,
        };
        // Where it leads may be where one was before: it is said beforehand, lest it be safe unsaid.
        let mut document = desk.document().clone();
        let turned = match command {
            Command::Do(Action::Undo) => document.undo(),
            Command::Do(Action::Redo) => document.redo(),
            _ => None,
        };
        if turned.is_some() {
            streams.put(&format!("state {} {}", desk.sent() + 1, print(document.project())))?;
        }
        self.session.handle(command);
        Ok(())
    }

    /// Says which changes have become safe.
    fn tell_durable(&mut self, streams: &mut Streams<'_>) -> Result<(), Failure> {
        let durable = self.session.desk().map_or(0, crate::session::Desk::durable);
        if durable > self.told {
            self.told = durable;
            streams.put(&format!("durable {durable}"))?;
        }
        Ok(())
    }
}
