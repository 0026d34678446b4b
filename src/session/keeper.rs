//! Keeps the open project safe: every change goes to the journal, on a thread that no frame waits for, and
//! the lock is kept alive.
//!
//! The session sends [`Done`]s as they happen; [`Keeper::safety`] says how far the disk has come. Changes
//! stay in memory until a save holds them, so that a journal which failed can be written anew, elsewhere
//! if need be.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::jobs::Runner;
use crate::edit::Done;
use crate::model::Project;
use crate::store::disk::Disk;
use crate::store::journal::{self, Mark, Step, Writer};
use crate::store::lock::{self, Held, Lock, Owner, Sign};
use crate::store::{Beside, DiskState, Print};

/// How often the lock says that its owner is alive. A lock on another machine counts as left behind
/// after three times that.
const BEAT: Duration = Duration::from_secs(60);

/// How long a journal that could not be written waits for the next attempt.
const AGAIN: Duration = Duration::from_secs(3);

/// How safe the changes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Every change is on the disk.
    Safe,
    /// Some are on their way to the disk.
    Pending,
    /// They cannot be written down; why, and what to do.
    Failing(String),
    /// There is no place for a journal.
    Unkept,
}

/// On what the next changes build.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// The project as the file holds it.
    pub project: Project,
    /// The fingerprint of the file; `None` while there is none.
    pub print: Option<Print>,
    /// The number of the last change it holds.
    pub upto: u64,
}

impl Ground {
    fn mark(&self) -> Mark {
        match self.print {
            Some(print) => Mark::of_file(&self.project, self.upto, print),
            None => Mark::of_whole(&self.project, self.upto),
        }
    }
}

/// Where a project's journal and locks are.
#[derive(Debug)]
pub(super) struct Place {
    /// The place beside the project's file.
    pub home: Option<Beside>,
    /// Where the journal belongs; the next ones where the ones before cannot be written.
    pub besides: Vec<Beside>,
    /// The locks of these places, as far as they are held. A journal is written, and taken away, only under
    /// the lock of its place.
    pub locks: Vec<Lock>,
    /// Who takes them.
    pub owner: Owner,
    /// The journals that were there, as they were. Any other at a place that was not locked until now is that
    /// of somebody who came between.
    pub found: Vec<(PathBuf, DiskState)>,
}

impl Place {
    /// The places for a project, best first; none of them locked.
    pub fn new(owner: Owner, besides: Vec<Beside>) -> Self {
        let state = |beside: &Beside| Some((beside.journal(), DiskState::of(&beside.journal()).ok()?));
        let found = besides.iter().filter_map(state).collect();
        Self { home: besides.first().cloned(), besides, locks: Vec::new(), owner, found }
    }

    /// Whether the lock of a place is held.
    pub fn holds(&self, beside: &Beside) -> bool {
        self.locks.iter().any(|lock| lock.is_of(beside))
    }

    /// Takes the lock of a place unless it is held already.
    ///
    /// # Errors
    /// When somebody else has it, or has left work there that is not known here.
    pub fn hold(&mut self, disk: &dyn Disk, beside: &Beside) -> Result<(), Held> {
        if self.holds(beside) {
            return Ok(());
        }
        let lock = Lock::take(disk, beside, &self.owner, self.owner.since)?;
        let there = DiskState::of(&beside.journal()).ok().map(|state| (beside.journal(), state));
        if there.is_some_and(|there| !self.found.contains(&there)) {
            let owner = lock.taken_from().cloned().unwrap_or(Owner::unknown(self.owner.since));
            return Err(Held::By(owner, Sign::Process));
        }
        self.locks.push(lock);
        Ok(())
    }

    /// Gives everything back.
    pub fn leave(&mut self) {
        // The locks go first: they lie in the folders that go with them.
        self.locks.clear();
        self.besides.iter().for_each(Beside::leave);
    }
}

enum Message {
    Steps(Vec<Step>),
    /// A save is about to put a file in place that holds the changes up to the mark.
    Announce(Ground, Sender<()>),
    /// It is in place.
    Fold(Ground),
    /// The project has another file now.
    Move(Box<(Place, Ground)>),
    /// Others have changed the file; these changes stand on it now.
    Rebase(Ground, Vec<Step>),
    /// The analyst gave the changes up.
    Discard,
    /// Somebody may have been here since.
    Look,
}

/// A project that somebody has taken over: the place beside its file, and who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub home: Beside,
    pub owner: Owner,
}

#[derive(Debug, Default)]
struct Shared {
    durable: AtomicU64,
    trouble: Mutex<Option<String>>,
    taken: Mutex<Option<Taken>>,
    /// The journal is not beside the file.
    away: AtomicBool,
}

impl Shared {
    /// How far the disk has come, what is wrong, and who has taken the project over.
    fn news(&self) -> (u64, Option<String>, Option<Taken>) {
        (self.durable.load(Ordering::Acquire), value(&self.trouble), value(&self.taken))
    }
}

fn value<T: Clone>(of: &Mutex<T>) -> T {
    of.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Whoever keeps one project safe as long as it is on the desk.
pub struct Keeper {
    way: Way,
    shared: Arc<Shared>,
    /// Ends once the keeper is dropped and everything is written.
    thread: Option<JoinHandle<()>>,
    /// The number of the last change sent.
    sent: u64,
    has_place: bool,
}

enum Way {
    Inline(Arc<Mutex<Work>>),
    Thread(Sender<Message>),
}

impl Way {
    /// Returns whether there is anybody to take it.
    fn send(&self, message: Message) -> bool {
        match self {
            Way::Inline(work) => {
                work.lock().unwrap_or_else(PoisonError::into_inner).take(message);
                true
            }
            Way::Thread(sender) => sender.send(message).is_ok(),
        }
    }
}

impl Keeper {
    /// Keeps changes that build on `ground`.
    pub(super) fn new(runner: &Runner, disk: Arc<dyn Disk>, place: Place, ground: Ground) -> Self {
        let shared = Arc::new(Shared { durable: AtomicU64::new(ground.upto), ..Shared::default() });
        let (sent, has_place) = (ground.upto, !place.besides.is_empty());
        let work = Work {
            disk,
            place,
            ground,
            steps: Vec::new(),
            writer: None,
            shared: shared.clone(),
            beaten: Instant::now(),
        };
        let (way, thread) = match runner {
            Runner::Inline => (Way::Inline(Arc::new(Mutex::new(work))), None),
            Runner::Threads { wake } => {
                let (sender, messages) = channel();
                let wake = wake.clone();
                (Way::Thread(sender), Some(std::thread::spawn(move || work.run(&messages, &*wake))))
            }
        };
        Self { way, shared, thread, sent, has_place }
    }

    /// Lets go of the project. What comes back, if anything, ends when everything is written and the lock
    /// is given back.
    pub(super) fn retire(self) -> Option<JoinHandle<()>> {
        self.thread
    }

    fn send(&self, message: Message) {
        // The thread lives as long as the sender, unless it broke down.
        if !self.way.send(message) {
            let trouble = "the journal's own thread broke down: save, and open the project again".to_owned();
            *self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        }
    }

    /// Takes changes in.
    pub(super) fn keep(&mut self, done: Vec<Done>) {
        if done.is_empty() {
            return;
        }
        let mut steps = Vec::with_capacity(done.len());
        for done in done {
            self.sent += 1;
            steps.push(Step::new(self.sent, done));
        }
        self.send(Message::Steps(steps));
    }

    /// The number of the last change.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// What a save on another thread needs to announce its file.
    pub(super) fn announcer(&self) -> Announcer {
        match &self.way {
            Way::Inline(work) => Announcer(Way::Inline(work.clone())),
            Way::Thread(sender) => Announcer(Way::Thread(sender.clone())),
        }
    }

    /// A save is through: the file holds the changes up to the ground's number.
    pub(super) fn fold(&self, ground: Ground) {
        self.send(Message::Fold(ground));
    }

    /// The project has another file from now on.
    pub(super) fn settle(&mut self, place: Place, ground: Ground) {
        self.has_place = !place.besides.is_empty();
        self.send(Message::Move(Box::new((place, ground))));
    }

    /// The file is another one, and `done` turns it into what is on the desk.
    pub(super) fn rebase(&mut self, mut ground: Ground, done: Option<Done>) {
        ground.upto = self.sent;
        let steps: Vec<Step> = done.into_iter().zip(self.sent + 1..).map(|(done, n)| Step::new(n, done)).collect();
        self.sent += steps.len() as u64;
        self.send(Message::Rebase(ground, steps));
    }

    /// Takes the journal away.
    pub(super) fn discard(&self) {
        self.send(Message::Discard);
    }

    /// Looks whether the project is still ours.
    pub(super) fn look(&self) {
        self.send(Message::Look);
    }

    /// How safe the changes are.
    pub fn safety(&self) -> Safety {
        if !self.has_place {
            return Safety::Unkept;
        }
        if let Some(trouble) = value(&self.shared.trouble) {
            return Safety::Failing(trouble);
        }
        if self.durable() >= self.sent { Safety::Safe } else { Safety::Pending }
    }

    /// Who has taken the project over, where somebody has: they found it left behind, while this machine slept,
    /// say, or had its folder cleared. The journal goes to the next place then.
    pub(super) fn taken(&self) -> Option<Taken> {
        value(&self.shared.taken)
    }

    /// Whether the journal is among the person's own data because there was no place for it beside the file.
    pub fn is_away(&self) -> bool {
        self.shared.away.load(Ordering::Acquire)
    }

    /// The number of the last change that is on the disk.
    pub fn durable(&self) -> u64 {
        self.shared.durable.load(Ordering::Acquire)
    }
}

/// Tells the keeper which file a save is about to put in place.
pub(super) struct Announcer(Way);

impl Announcer {
    /// Returns once that is on the disk, or has failed: a file that was not announced is merged with the
    /// journal instead of being recognised.
    pub fn announce(&self, ground: Ground) {
        let (done, written) = channel();
        self.0.send(Message::Announce(ground, done));
        // An error means that it is done, or that the thread is gone and nothing waits for it.
        let _ = written.recv();
    }
}

/// What the keeper does, on its thread.
struct Work {
    disk: Arc<dyn Disk>,
    place: Place,
    ground: Ground,
    /// Every change since the ground.
    steps: Vec<Step>,
    writer: Option<Writer>,
    shared: Arc<Shared>,
    /// When the lock was last kept alive.
    beaten: Instant,
}

impl Work {
    fn run(mut self, messages: &Receiver<Message>, wake: &(dyn Fn() + Send + Sync)) {
        loop {
            let wait = if self.is_failing() { AGAIN } else { BEAT };
            let before = self.shared.news();
            match messages.recv_timeout(wait) {
                Ok(first) => {
                    // Whatever came meanwhile is written at once and synced once.
                    let mut steps = Vec::new();
                    for message in std::iter::once(first).chain(messages.try_iter()) {
                        match message {
                            Message::Steps(more) => steps.extend(more),
                            other => {
                                self.add(std::mem::take(&mut steps));
                                self.take(other);
                            }
                        }
                    }
                    self.add(steps);
                }
                Err(RecvTimeoutError::Timeout) if self.is_failing() => self.write_anew(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // Also where changes come so fast that nothing ever times out.
            if self.beaten.elapsed() >= BEAT {
                self.beat();
            }
            if before != self.shared.news() {
                wake();
            }
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Steps(steps) => self.add(steps),
            Message::Announce(ground, done) => {
                // Without steps there is no journal, and nothing that the file could lack.
                if self.writer.is_none() && !self.steps.is_empty() {
                    self.write_anew();
                }
                if let Some(writer) = &mut self.writer
                    && writer.mark(&*self.disk, &ground.mark()).is_err()
                {
                    self.give_way();
                    self.writer = None;
                }
                drop(done);
            }
            Message::Fold(ground) => {
                self.steps.retain(|step| step.number > ground.upto);
                self.ground = ground;
                self.write_anew();
            }
            Message::Move(there) => {
                let (place, ground) = *there;
                let mut old = std::mem::replace(&mut self.place, place);
                self.steps.retain(|step| step.number > ground.upto);
                self.ground = ground;
                *self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner) = None;
                self.write_anew();
                if !self.is_failing() {
                    old.besides.retain(|beside| !self.place.besides.contains(beside));
                    for beside in old.besides.iter().filter(|beside| old.holds(beside)) {
                        // What stays there is merged with itself should anybody open that file.
                        let _ = journal::remove(&*self.disk, beside);
                    }
                    old.leave();
                }
            }
            Message::Rebase(ground, steps) => {
                (self.ground, self.steps) = (ground, steps);
                self.write_anew();
            }
            Message::Look => self.beat(),
            Message::Discard => {
                self.steps.clear();
                self.write_anew();
            }
        }
    }

    fn add(&mut self, steps: Vec<Step>) {
        let Some(last) = steps.last().map(|step| step.number) else { return };
        let written = match &mut self.writer {
            Some(writer) => writer.add(&*self.disk, &steps).is_ok(),
            None => false,
        };
        self.steps.extend(steps);
        if written {
            self.say(last, None);
        } else {
            self.write_anew();
        }
    }

    /// Writes the journal from its beginning, at the first place that takes it; none where there is nothing
    /// to write.
    fn write_anew(&mut self) {
        self.give_way();
        self.writer = None;
        let last = self.steps.last().map_or(self.ground.upto, |step| step.number);
        if self.steps.is_empty() {
            self.forget(None);
            return self.say(last, None);
        }
        let mut trouble = None;
        for beside in self.place.besides.clone() {
            match self.start(&beside) {
                Ok(writer) => {
                    self.writer = Some(writer);
                    self.shared.away.store(self.is_away(&beside), Ordering::Release);
                    self.forget(Some(&beside));
                    return self.say(last, None);
                }
                Err(Held::By(owner, _)) => self.lose(&beside, Some(owner)),
                Err(Held::Unavailable(error)) => {
                    trouble.get_or_insert(format!("{}: {error}", beside.folder().display()));
                }
            }
        }
        let taken = || "someone else has taken the project over, and there is no other place".to_owned();
        let durable = self.shared.durable.load(Ordering::Acquire);
        self.say(durable, Some(trouble.unwrap_or_else(taken)));
    }

    /// Starts the journal at a place of which nobody else has the lock.
    fn start(&mut self, beside: &Beside) -> Result<Writer, Held> {
        self.place.hold(&*self.disk, beside)?;
        let mark = self.ground.mark();
        if !self.is_away(beside) || mark.print.is_none() {
            return Writer::start(&*self.disk, beside, &mark, &self.steps).map_err(Held::Unavailable);
        }
        // The file may be gone for good, with its drive: away from it the journal holds the project as well.
        let whole = Mark::of_whole(&self.ground.project, self.ground.upto);
        let mut writer = Writer::start(&*self.disk, beside, &whole, &self.steps).map_err(Held::Unavailable)?;
        writer.mark(&*self.disk, &mark).map_err(Held::Unavailable)?;
        Ok(writer)
    }

    /// Whether a place is not the project's own.
    fn is_away(&self, beside: &Beside) -> bool {
        self.place.home.as_ref().is_some_and(|home| home != beside)
    }

    /// Takes the journals away that are at the other places, unless they are somebody else's.
    fn forget(&mut self, except: Option<&Beside>) {
        for beside in self.place.besides.clone().iter().filter(|beside| Some(*beside) != except) {
            let is_ours =
                self.place.holds(beside) || beside.journal().exists() && self.place.hold(&*self.disk, beside).is_ok();
            if is_ours {
                // One that stays has nothing that the file and the latest journal lack.
                let _ = journal::remove(&*self.disk, beside);
                self.tidy(beside);
            }
        }
    }

    /// Gives a place back that is not needed while the project's own is held.
    fn tidy(&mut self, beside: &Beside) {
        let home = self.place.home.as_ref();
        if home.is_some_and(|home| home != beside && self.place.holds(home)) && !beside.journal().exists() {
            self.place.locks.retain(|lock| !lock.is_of(beside));
            beside.leave();
        }
    }

    /// Leaves a place to whoever has found its lock left behind, while this machine slept, say, or has put
    /// another journal there: what is there is theirs now.
    fn give_way(&mut self) {
        for beside in self.place.besides.clone() {
            let lock = self.place.locks.iter_mut().find(|lock| lock.is_of(&beside));
            if lock.is_some_and(|lock| !lock.holds(&*self.disk)) {
                self.lose(&beside, lock::owner(&beside));
            } else if self.writer.as_ref().is_some_and(|writer| writer.is_replaced_at(&beside)) {
                // The lock is ours all the same.
                self.place.besides.retain(|other| *other != beside);
            }
        }
    }

    fn lose(&mut self, beside: &Beside, owner: Option<Owner>) {
        self.place.besides.retain(|other| other != beside);
        self.place.locks.retain(|lock| !lock.is_of(beside));
        if self.place.home.as_ref() == Some(beside) {
            let owner = owner.unwrap_or(Owner::unknown(self.place.owner.since));
            let taken = Taken { home: beside.clone(), owner };
            *self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(taken);
        }
    }

    fn beat(&mut self) {
        self.beaten = Instant::now();
        for lock in &mut self.place.locks {
            // A lock that cannot be kept alive is taken over at worst, and the file then merged.
            let _ = lock.beat(&*self.disk);
        }
        self.give_way();
        if self.steps.is_empty() {
            return;
        }
        if let Some(first) = self.place.besides.first().cloned()
            && let Err(Held::By(owner, _)) = self.place.hold(&*self.disk, &first)
        {
            self.lose(&first, Some(owner));
        }
        let is_at = |writer: &Writer| self.place.besides.iter().any(|beside| writer.is_at(beside));
        // Somebody may have cleared the folder.
        if !self.writer.as_ref().is_some_and(|writer| writer.is_there() && is_at(writer)) {
            self.write_anew();
        }
    }

    fn say(&self, durable: u64, trouble: Option<String>) {
        *self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
        self.shared.durable.store(durable, Ordering::Release);
    }

    fn is_failing(&self) -> bool {
        value(&self.shared.trouble).is_some()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.place.leave();
    }
}

/// The folder, below the person's data, in which the journals of projects without a file lie.
pub(super) fn unsaved(data: &std::path::Path) -> PathBuf {
    data.join("unsaved")
}

/// The place, below the person's data, for a project whose own folder takes no journal.
pub(super) fn elsewhere(data: &std::path::Path, beside: &Beside) -> Beside {
    let name = Print::of(beside.folder().as_os_str().as_encoded_bytes());
    Beside::within(all_elsewhere(data).join(name.to_string()))
}

/// The folder of these places.
pub(super) fn all_elsewhere(data: &std::path::Path) -> PathBuf {
    data.join("elsewhere")
}
