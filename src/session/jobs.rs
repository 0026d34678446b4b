//! Work in the background: takes owned data, returns a value through one channel.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// A job that is under way.
#[derive(Clone, Debug)]
pub struct Running {
    /// What it does, as shown: "Importing articles".
    pub label: String,
    /// Steps done and steps in all; nothing to count when the latter is 0.
    pub progress: Arc<Progress>,
    /// Whether it may be stopped; a save may not.
    pub can_cancel: bool,
}

/// How far a job is, and whether it should stop. Shared with its thread.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
}

impl Progress {
    /// Says how many steps there will be.
    pub fn expect(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Says that one more step is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Steps done and steps in all.
    pub fn counts(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Asks the job to stop at its next step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Where work is done.
#[derive(Clone, Default)]
pub enum Runner {
    /// At once, on the calling thread; for the command line and for tests.
    #[default]
    Inline,
    /// On a thread; `wake` is called when the result is there.
    Threads {
        /// Wakes whoever should look for results.
        wake: Arc<dyn Fn() + Send + Sync>,
    },
}

/// What a job brought back: its value, or what it said when it broke down.
pub type Brought<T> = Result<T, String>;

/// The jobs under way and the results that came in.
pub struct Jobs<T> {
    runner: Runner,
    sender: Sender<(u64, Brought<T>)>,
    results: Receiver<(u64, Brought<T>)>,
    running: Vec<(u64, Running)>,
    count: u64,
}

impl<T: Send + 'static> Jobs<T> {
    /// No jobs yet.
    pub fn new(runner: Runner) -> Self {
        let (sender, results) = channel();
        Self { runner, sender, results, running: Vec::new(), count: 0 }
    }

    /// Starts a job. A job that panics ends as well, and [`Jobs::poll`] hands out what it said.
    pub fn start(
        &mut self,
        label: impl Into<String>,
        can_cancel: bool,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) {
        let progress = Arc::new(Progress::default());
        self.running.push((self.count + 1, Running { label: label.into(), progress: progress.clone(), can_cancel }));
        self.run(progress, work);
    }

    /// Starts a job that nobody needs to be told of.
    pub fn start_quietly(&mut self, work: impl FnOnce(&Progress) -> T + Send + 'static) {
        self.run(Arc::default(), work);
    }

    fn run(&mut self, progress: Arc<Progress>, work: impl FnOnce(&Progress) -> T + Send + 'static) {
        self.count += 1;
        let number = self.count;
        let sender = self.sender.clone();
        let run = move || {
            let brought = catch_unwind(AssertUnwindSafe(|| work(&progress))).map_err(|panic| said(&*panic));
            // The receiver lives as long as the session; after that nobody waits for the result.
            let _ = sender.send((number, brought));
        };
        match &self.runner {
            Runner::Inline => run(),
            Runner::Threads { wake } => {
                let wake = wake.clone();
                std::thread::spawn(move || {
                    run();
                    wake();
                });
            }
        }
    }

    /// The next result, if one has come in.
    pub fn poll(&mut self) -> Option<Brought<T>> {
        let (number, value) = self.results.try_recv().ok()?;
        self.running.retain(|(other, _)| *other != number);
        Some(value)
    }

    /// What is under way.
    pub fn running(&self) -> impl Iterator<Item = &Running> {
        self.running.iter().map(|(_, running)| running)
    }
}

/// What a panic said.
pub(super) fn said(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    said.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no reason was given").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_breaks_down_ends_and_says_why() {
        let mut jobs: Jobs<u32> = Jobs::new(Runner::Inline);
        jobs.start("Breaking", false, |_| panic!("the disk went away"));
        assert_eq!(jobs.poll(), Some(Err("the disk went away".into())));
        assert_eq!(jobs.running().count(), 0);
        jobs.start("Counting", true, |_| 7);
        assert_eq!(jobs.poll(), Some(Ok(7)));
        assert_eq!(jobs.poll(), None);
    }
}
