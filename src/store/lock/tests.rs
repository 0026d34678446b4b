use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::AtomicUsize;

use super::*;
use crate::store::disk::Call;

fn now() -> Timestamp {
    "2026-11-22T10:30:00Z".parse().expect("a time")
}

fn owner(analyst: &str, machine: &str) -> Owner {
    Owner { analyst: analyst.into(), machine: machine.into(), process: 7, since: now() }
}

/// A folder without a lock in it.
fn place() -> (tempfile::TempDir, Beside) {
    let folder = tempfile::tempdir().expect("a folder");
    let beside = Beside::of(&folder.path().join("p.ron")).expect("a place");
    beside.make(&System).expect("can be made");
    (folder, beside)
}

/// What a process has left that ended so long ago.
fn leave_behind(beside: &Beside, owner: &Owner, ago: Duration) {
    fs::write(beside.lock(), text(owner, now())).expect("can be written");
    age(&beside.lock(), ago);
}

fn age(path: &Path, ago: Duration) {
    let file = File::options().write(true).open(path).expect("is there");
    file.set_modified(SystemTime::now() - ago).expect("can be set");
}

/// A file system without locks.
#[derive(Debug)]
struct NoLocks;

impl Disk for NoLocks {
    fn before(&self, call: Call, _: &Path) -> io::Result<()> {
        if call == Call::Lock { Err(io::ErrorKind::Unsupported.into()) } else { Ok(()) }
    }
}

const DISKS: [&dyn Disk; 2] = [&System, &NoLocks];

fn names(beside: &Beside) -> Vec<String> {
    let entries = fs::read_dir(beside.folder()).expect("is there");
    let mut names: Vec<_> = entries.map(|entry| entry.expect("can be read").file_name()).collect();
    names.sort();
    names.into_iter().map(|name| name.to_string_lossy().into_owned()).collect()
}

#[test]
fn one_owner_at_a_time_and_the_others_hear_who() {
    for disk in DISKS {
        let (_folder, beside) = place();
        let ada = owner("Ada \"the first\"\n\u{200b}", "desk-7");
        let lock = Lock::take(disk, &beside, &ada, now()).expect("is free");
        assert_eq!(lock.taken_from(), None);
        for machine in ["desk-7", "desk-8"] {
            match Lock::take(disk, &beside, &owner("Ben", machine), now()) {
                Err(Held::By(found, _)) => assert_eq!(found, ada),
                other => panic!("{disk:?}, {machine}: {other:?}"),
            }
        }
        lock.release();
        assert_eq!(names(&beside), [""; 0], "{disk:?}");
        drop(Lock::take(disk, &beside, &owner("Ben", "desk-8"), now()).expect("is free again"));
    }
}

#[test]
fn what_was_left_behind_is_taken_over_and_told() {
    let (us, stale) = ("desk-7", STALE + Duration::from_secs(5));
    let moment = Duration::from_secs(30);
    for (disk, machine, ago, is_free) in [
        (&System as &dyn Disk, us, Duration::ZERO, true),
        (&System, us, stale, true),
        (&System, "desk-8", moment, false),
        (&System, "desk-8", stale, true),
        (&NoLocks, us, moment, false),
        (&NoLocks, us, stale, true),
        (&NoLocks, "desk-8", moment, false),
        (&NoLocks, "desk-8", stale, true),
    ] {
        let (_folder, beside) = place();
        let ada = owner("Ada", machine);
        leave_behind(&beside, &ada, ago);
        match Lock::take(disk, &beside, &owner("Ben", us), now()) {
            Ok(lock) if is_free => assert_eq!(lock.taken_from(), Some(&ada)),
            Err(Held::By(found, Sign::Beat(since))) if !is_free => {
                assert_eq!(found, ada);
                // The clock of a file system is a little behind.
                assert!(since + Duration::from_secs(1) >= ago && since < STALE, "{since:?}");
            }
            other => panic!("{disk:?}, {machine}, {ago:?}: {other:?}"),
        }
    }
}

#[test]
fn a_lock_of_a_clock_gone_wrong_is_not_held_for_ever() {
    let (_folder, beside) = place();
    fs::write(beside.lock(), text(&owner("Ada", "desk-8"), now())).expect("can be written");
    let file = File::options().write(true).open(beside.lock()).expect("is there");
    file.set_modified(SystemTime::now() + Duration::from_secs(1 << 30)).expect("can be set");
    Lock::take(&System, &beside, &owner("Ben", "desk-7"), now()).expect("is left behind");
}

#[test]
fn whatever_lies_in_the_place_of_the_lock_does_no_harm() {
    for text in ["", "(", "()", "(analyst: 7)", "\0\0\0", &"(".repeat(100_000)] {
        let (_folder, beside) = place();
        fs::write(beside.lock(), text).expect("can be written");
        let us = owner("Ben", "desk-7");
        let held = Lock::take(&System, &beside, &us, now()).expect_err("may be somebody").to_string();
        assert!(held.starts_with("someone has the project open, or had 0 seconds ago"), "{held}");
        age(&beside.lock(), STALE);
        assert_eq!(Lock::take(&System, &beside, &us, now()).expect("is left behind").taken_from(), None);
    }
    for name in ["held", "lock", "taking"] {
        let (_folder, beside) = place();
        fs::create_dir(beside.folder().join(name)).expect("can be made");
        Lock::take(&System, &beside, &owner("Ben", "desk-7"), now()).expect_err(name);
    }
}

#[test]
fn a_beat_keeps_the_lock_and_finds_out_when_it_is_lost() {
    for disk in DISKS {
        let (_folder, beside) = place();
        let mut lock = Lock::take(disk, &beside, &owner("Ada", "desk-7"), now()).expect("is free");
        age(&beside.lock(), STALE);
        assert!(lock.beat(disk).expect("nothing to do"), "too early to touch");
        assert!(lock.touch(disk).expect("can be touched"));
        Lock::take(disk, &beside, &owner("Ben", "desk-8"), now()).expect_err("was touched");

        // Somebody has cleared the folder.
        fs::remove_dir_all(beside.folder()).expect("can be removed");
        assert!(lock.touch(disk).expect("can be made again"));
        Lock::take(disk, &beside, &owner("Ben", "desk-8"), now()).expect_err("is there again");

        // Somebody elsewhere found it left behind.
        let theirs = text(&owner("Ben", "desk-8"), now());
        fs::write(beside.lock(), &theirs).expect("can be written");
        assert!(!lock.touch(disk).expect("can be read"));
        fs::remove_file(beside.lock()).expect("can be removed");
        assert!(!lock.touch(disk).expect("can be read"), "what is lost stays lost");
        fs::write(beside.lock(), &theirs).expect("can be written");
        drop(lock);
        assert_eq!(fs::read_to_string(beside.lock()).expect("is theirs"), theirs);
    }
}

#[test]
fn of_many_that_take_a_stale_lock_at_once_one_has_it() {
    for disk in DISKS {
        for machines in [1, 4] {
            for round in 0..8 {
                let (_folder, beside) = place();
                if round % 2 == 0 {
                    leave_behind(&beside, &owner("Zoe", "desk-9"), STALE * 2);
                }
                let (start, end) = (Barrier::new(4), Barrier::new(4));
                let wins = AtomicUsize::new(0);
                std::thread::scope(|scope| {
                    for number in 0..4 {
                        let (beside, start, end, wins) = (&beside, &start, &end, &wins);
                        scope.spawn(move || {
                            let us = owner("Ben", &format!("desk-{}", number % machines));
                            start.wait();
                            let lock = Lock::take(disk, beside, &us, now());
                            wins.fetch_add(usize::from(lock.is_ok()), Ordering::SeqCst);
                            end.wait();
                        });
                    }
                });
                assert_eq!(wins.into_inner(), 1, "{disk:?}, {machines} machines, round {round}");
                assert_eq!(names(&beside), [""; 0]);
            }
        }
    }
}

#[test]
fn an_owner_who_leaves_and_one_who_comes_never_miss_each_other() {
    let (_folder, beside) = place();
    let (inside, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    if let Ok(lock) = Lock::take(&System, &beside, &owner("Ben", "desk-7"), now()) {
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two at once");
                        taken.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                }
            });
        }
    });
    assert!(taken.into_inner() > 0);
    drop(Lock::take(&System, &beside, &owner("Ben", "desk-7"), now()).expect("is free"));
    assert_eq!(names(&beside), [""; 0]);
}

#[test]
fn a_folder_that_takes_no_lock_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(".demarche"), "a file").expect("can be written");
    let beside = Beside::of(&folder.path().join("p.ron")).expect("a place");
    let held = Lock::take(&System, &beside, &owner("Ben", "desk-7"), now()).expect_err("no folder");
    assert!(matches!(held, Held::Unavailable(_)), "{held:?}");
    assert!(held.to_string().starts_with("nobody can be told that the project is open here: "), "{held}");
}

#[test]
fn a_lock_that_was_cleared_away_is_put_there_again_unless_somebody_came_first() {
    for comes_first in [false, true] {
        let (folder, beside) = place();
        let mut lock = Lock::take(&System, &beside, &owner("Ada", "desk-7"), now()).expect("is free");
        assert!(lock.is_of(&beside) && lock.holds(&System));
        fs::remove_dir_all(folder.path().join(".demarche")).expect("can be cleared");
        let other = || Lock::take(&System, &beside, &owner("Ben", "desk-7"), now());
        let theirs = comes_first.then(other);
        assert_eq!(lock.holds(&System), !comes_first);
        let found = super::owner(&beside).expect("somebody has it");
        assert_eq!(found.analyst, if comes_first { "Ben" } else { "Ada" });
        assert!(other().is_err(), "nobody else can have it");
        drop(lock);
        assert_eq!(super::owner(&beside).is_some(), comes_first, "only our own is taken away");
        drop(theirs);
    }
}
