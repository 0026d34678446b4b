//! A disk whose power can be cut: it remembers which bytes and which names were brought to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use demarche::store::disk::{Disk, System};

/// What a disk only says it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    Not,
    /// Bytes are not brought to the disk.
    Files,
    /// Names are not brought to the disk.
    Folders,
}

/// A file or a folder, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    number: u64,
    is_folder: bool,
}

type Names = BTreeMap<OsString, Node>;

/// A file that somebody has brought to the disk, or a name for it.
struct Kept {
    /// What is in it on the disk.
    bytes: Vec<u8>,
    /// Keeps its number from being given to another, and knows what is in it when it has no name any more.
    file: File,
}

/// What is left after a cut: the files with what is in them, and the folders.
#[derive(Default)]
struct Left {
    files: Vec<(PathBuf, Vec<u8>)>,
    folders: Vec<PathBuf>,
}

struct State {
    root: PathBuf,
    broken: Broken,
    random: fastrand::Rng,
    files: HashMap<u64, Kept>,
    folders: HashMap<u64, (Names, File)>,
    /// Calls until the cut.
    calls: usize,
    told: u64,
    left: Option<Left>,
}

/// The file system, with what would be left of it.
pub struct PowerDisk(Mutex<State>);

impl PowerDisk {
    /// Everything below `root` is on the disk already.
    pub fn new(root: PathBuf, broken: Broken, seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let (files, folders) = (HashMap::new(), HashMap::new());
        let mut state = State { root, broken: Broken::Not, random, files, folders, calls: 0, told: 0, left: None };
        let mut found = Found::default();
        found.walk(&state.root);
        for path in found.paths.values() {
            state.keep_folder(path);
        }
        for (number, path) in found.files {
            state.files.get_mut(&number).unwrap().bytes = fs::read(path).unwrap();
        }
        state.broken = broken;
        Self(Mutex::new(state))
    }

    /// Cuts the power before the call of that number.
    pub fn cut_before(&self, calls: usize) {
        self.0.lock().unwrap().calls = calls;
    }

    pub fn is_cut(&self) -> bool {
        self.0.lock().unwrap().left.is_some()
    }

    /// Takes down up to which edit somebody was told that it is safe, before the cut.
    pub fn tell(&self, safe: u64) {
        let mut state = self.0.lock().unwrap();
        if state.left.is_none() {
            state.told = safe;
        }
    }

    /// The last edit of which that was said.
    pub fn told(&self) -> u64 {
        self.0.lock().unwrap().told
    }

    /// Makes the folder what the cut has left of it.
    pub fn leave_what_lasts(&self) {
        let mut state = self.0.lock().unwrap();
        let left = state.left.take().unwrap();
        for entry in fs::read_dir(&state.root).unwrap() {
            fs::remove_dir_all(entry.unwrap().path()).unwrap();
        }
        left.folders.iter().for_each(|path| fs::create_dir_all(path).unwrap());
        left.files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    }

    fn call<T>(&self, act: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.0.lock().unwrap();
        if state.calls == 0 && state.left.is_none() {
            let left = state.cut();
            state.left = Some(left);
        }
        state.calls = state.calls.saturating_sub(1);
        act(&mut state)
    }
}

/// What is there at this moment.
#[derive(Default)]
struct Found {
    /// Files with a name of theirs.
    files: HashMap<u64, PathBuf>,
    /// Folders with the names in them.
    folders: HashMap<u64, Names>,
    paths: HashMap<u64, PathBuf>,
}

impl Found {
    fn walk(&mut self, folder: &Path) {
        let Ok(meta) = fs::metadata(folder) else { return };
        let names = names_in(folder);
        for (name, node) in &names {
            let path = folder.join(name);
            if node.is_folder {
                self.walk(&path);
            } else {
                self.files.insert(node.number, path);
            }
        }
        self.folders.insert(meta.ino(), names);
        self.paths.insert(meta.ino(), folder.to_path_buf());
    }
}

/// The names in a folder. What vanishes meanwhile is not there.
fn names_in(folder: &Path) -> Names {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let node = |meta: &Metadata| Node { number: meta.ino(), is_folder: meta.is_dir() };
    entries.filter_map(|entry| Some((entry.file_name(), node(&entry.metadata().ok()?)))).collect()
}

fn bytes_of(file: &File) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(file.metadata().map_or(0, |meta| meta.len())).unwrap()];
    let read = file.read_at(&mut bytes, 0).unwrap_or(0);
    bytes.truncate(read);
    bytes
}

impl State {
    fn keep_file(&mut self, path: &Path, number: u64) {
        let Ok(file) = File::open(path) else { return };
        if self.broken != Broken::Files && file.metadata().is_ok_and(|meta| meta.ino() == number) {
            let bytes = bytes_of(&file);
            self.files.insert(number, Kept { bytes, file });
        }
    }

    fn keep_folder(&mut self, folder: &Path) {
        let Ok(handle) = File::open(folder) else { return };
        if self.broken == Broken::Folders {
            return;
        }
        let names = names_in(folder);
        for (name, node) in &names {
            let Ok(handle) = File::open(folder.join(name)) else { continue };
            if node.is_folder {
                self.folders.entry(node.number).or_insert_with(|| (Names::new(), handle));
            } else {
                self.files.entry(node.number).or_insert_with(|| Kept { bytes: Vec::new(), file: handle });
            }
        }
        self.folders.insert(handle.metadata().unwrap().ino(), (names, handle));
    }

    /// What is left: of names that were not brought to the disk any may be there or not, and of bytes any part.
    fn cut(&mut self) -> Left {
        let mut found = Found::default();
        found.walk(&self.root);
        let (mut left, mut known) = (Left::default(), HashMap::new());
        let root = fs::metadata(&self.root).unwrap().ino();
        self.leave(root, &self.root.clone(), &found, &mut known, &mut left);
        left
    }

    fn leave(&mut self, folder: u64, path: &Path, found: &Found, known: &mut HashMap<u64, Vec<u8>>, left: &mut Left) {
        left.folders.push(path.to_path_buf());
        let now = found.folders.get(&folder).cloned().unwrap_or_default();
        let kept = self.folders.get(&folder).map(|(names, _)| names.clone()).unwrap_or_default();
        let names: BTreeSet<&OsString> = now.keys().chain(kept.keys()).collect();
        for name in names {
            let (now, kept) = (now.get(name), kept.get(name));
            let Some(node) = (if self.random.bool() { now } else { kept }) else { continue };
            let path = path.join(name);
            if node.is_folder {
                self.leave(node.number, &path, found, known, left);
            } else {
                let bytes = known.entry(node.number).or_insert_with(|| self.bytes_left(node.number, found));
                left.files.push((path, bytes.clone()));
            }
        }
    }

    fn bytes_left(&mut self, number: u64, found: &Found) -> Vec<u8> {
        let kept = self.files.get(&number);
        let now = match (found.files.get(&number), kept) {
            (Some(path), _) => fs::read(path).unwrap_or_default(),
            (None, Some(kept)) => bytes_of(&kept.file),
            (None, None) => Vec::new(),
        };
        let kept = kept.map(|kept| kept.bytes.clone()).unwrap_or_default();
        let same = now.iter().zip(&kept).take_while(|(now, kept)| now == kept).count();
        let mut some = now.clone();
        let end = self.random.usize(same..=now.len());
        match self.random.u8(..4) {
            0 => kept,
            1 => now,
            2 => {
                some.truncate(end);
                some
            }
            _ => {
                // Room was made for it, and nothing written there.
                some[end..].fill(0);
                some
            }
        }
    }
}

impl fmt::Debug for PowerDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PowerDisk")
    }
}

impl Disk for PowerDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|_| System.create_folder(path))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        self.call(|_| System.create(path))
    }

    fn append(&self, path: &Path) -> io::Result<File> {
        self.call(|_| System.append(path))
    }

    fn write(&self, file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.call(|_| System.write(file, path, bytes))
    }

    fn cut(&self, file: &File, path: &Path, len: u64) -> io::Result<()> {
        self.call(|_| System.cut(file, path, len))
    }

    fn permit(&self, file: &File, path: &Path, permissions: Permissions) -> io::Result<()> {
        self.call(|_| System.permit(file, path, permissions))
    }

    fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
        self.call(|state| {
            state.keep_file(path, file.metadata()?.ino());
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|_| System.rename(from, to))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|_| System.link(from, to))
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|_| System.copy(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|_| System.remove(path))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|state| {
            state.keep_folder(folder);
            Ok(())
        })
    }
}
