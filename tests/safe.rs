//! Nothing is lost: whole sessions on real folders that crash, share, and meet disks that fail.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "safe/disks.rs"]
mod disks;
#[path = "safe/hostile.rs"]
mod hostile;
#[path = "safe/journal.rs"]
mod journal;
#[path = "safe/left.rs"]
mod left;
#[path = "safe/moved.rs"]
mod moved;
#[path = "safe/others.rs"]
mod others;
#[path = "safe/random.rs"]
mod random;
#[path = "safe/scene.rs"]
mod scene;
#[path = "safe/versions.rs"]
mod versions;
#[path = "safe/windows.rs"]
mod windows;
