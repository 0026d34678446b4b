//! The real binary in a real window: on an X server of its own, drawn by software, driven by keys alone.
//!
//! Needs `Xvfb`, `xdotool` and OpenGL by software (Mesa). Where they are missing the test says so and is left
//! out, unless `CI=true` or `DEMARCHE_REAL_WINDOW=1` insists on it.
#![cfg(all(feature = "gui", target_os = "linux"))]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin_cmd;
use demarche::model::{ClaimId, Project};
use demarche::store;
use demarche::suggest::propose;
use demarche::text::sentences::sentences;
use support::{root, sample};

/// Nothing here takes longer, even on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until `look` finds something.
fn wait<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(Duration::from_millis(20));
    }
}

/// A process that does not outlive the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // Asked first, so that an X server takes its lock away. It may have ended by itself, which is as good.
        let _ = Command::new("kill").arg(self.0.id().to_string()).stderr(Stdio::null()).status();
        for _ in 0..100 {
            if !matches!(self.0.try_wait(), Ok(None)) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Process {
    /// The processor time it has used, in ticks; nothing while any of its threads runs or wants to.
    fn time_at_rest(&self) -> Option<u64> {
        let about = |path: &Path| {
            let line = fs::read_to_string(path).ok()?;
            // The name before the parenthesis may hold anything.
            Some(line.rsplit_once(") ")?.1.split(' ').map(str::to_owned).collect::<Vec<_>>())
        };
        let folder = Path::new("/proc").join(self.0.id().to_string());
        for thread in fs::read_dir(folder.join("task")).ok()?.flatten() {
            if about(&thread.path().join("stat")).is_some_and(|fields| fields[0] == "R") {
                return None;
            }
        }
        let fields = about(&folder.join("stat"))?;
        Some(fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?)
    }
}

/// A screen that nobody sees, and the window on it.
struct Screen {
    server: Process,
    display: String,
}

impl Screen {
    /// Starts an X server on a free display; says what is missing when it cannot.
    fn start() -> Result<Self, String> {
        let tool = Command::new("xdotool").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        tool.map_err(|cause| format!("xdotool: {cause}"))?;
        // Without -noreset the server starts afresh, and refuses whoever comes meanwhile, when a client leaves it alone.
        let server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| format!("Xvfb: {cause}"))?;
        let mut server = Process(server);
        let mut number = String::new();
        let output = server.0.stdout.take().ok_or("Xvfb has no output")?;
        BufReader::new(output).read_line(&mut number).map_err(|cause| format!("Xvfb: {cause}"))?;
        if number.trim().is_empty() {
            return Err("Xvfb: found no free display".into());
        }
        Ok(Self { server, display: format!(":{}", number.trim()) })
    }

    fn xdotool(&self, args: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").env("DISPLAY", &self.display).args(args).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Presses a key once the window has dealt with the one before.
    fn key(&self, app: &Process, key: &str) {
        self.settle(app);
        self.xdotool(&["key", "--clearmodifiers", key]).unwrap_or_else(|| panic!("{key} cannot be pressed"));
    }

    fn keys(&self, app: &Process, keys: &[&str]) {
        keys.iter().for_each(|key| self.key(app, key));
    }

    fn letters(&self, app: &Process, word: &str) {
        word.chars().for_each(|letter| self.key(app, &letter.to_string()));
    }

    /// Waits until neither the window nor the server has had anything to do for a while.
    fn settle(&self, app: &Process) {
        let now = || Some((app.time_at_rest()?, self.server.time_at_rest()?));
        let (mut last, mut quiet) = (None, 0);
        wait("the window comes to rest", || {
            let found = now();
            quiet = if found.is_some() && found == last { quiet + 1 } else { 0 };
            last = found;
            (quiet >= 4).then_some(())
        });
    }
}

/// Whether the test must be run rather than left out.
fn insists() -> bool {
    let set = |name, value| std::env::var(name).is_ok_and(|found| found == value);
    set("CI", "true") || set("DEMARCHE_REAL_WINDOW", "1")
}

/// Says that the test is left out, and why; fails where that is not wanted.
fn left_out(missing: &str) {
    assert!(!insists(), "the real window cannot be tested: {missing}");
    // Past the test harness, which would swallow it.
    let _ = writeln!(std::io::stderr(), "the real window is NOT tested: {missing}");
}

/// Starts the binary, as on a desktop where nothing else is.
fn start(screen: &str, folder: &Path, project: &Path) -> Process {
    let config = folder.join("config");
    fs::create_dir_all(&config).expect("made");
    fs::write(config.join("settings.ron"), "(analyst: \"RT\", theme: Light)").expect("written");
    let mut command = Command::new(cargo_bin_cmd!("demarche").get_program());
    command.arg(project).env("DISPLAY", screen).env("DEMARCHE_CONFIG", config).env("LIBGL_ALWAYS_SOFTWARE", "1");
    // The folder of the window's own settings.
    command.env("XDG_DATA_HOME", folder.join("data"));
    for name in ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XMODIFIERS"] {
        command.env_remove(name);
    }
    Process(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts"))
}

/// What a process that has ended said.
fn said(app: &mut Process) -> String {
    let mut said = String::new();
    if let Some(mut err) = app.0.stderr.take() {
        std::io::Read::read_to_string(&mut err, &mut said).expect("errors are UTF-8");
    }
    said
}

#[test]
fn a_claim_is_coded_and_saved_with_keys_alone() {
    let screen = match Screen::start() {
        Ok(screen) => screen,
        Err(missing) => return left_out(&missing),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("talks.ron");
    fs::copy(root("projects/paris-talks.ron"), &path).expect("copied");
    let before = sample();

    // A sentence that proposes nobody, so that what is typed is all there is.
    let article = before.articles_by_date()[0].id;
    let text = before.text(article).expect("has a text");
    let all = sentences(text);
    let proposes_nobody = |sentence: &&demarche::text::Span| {
        let proposals = propose(&before, text, **sentence);
        proposals.countries.is_empty() && proposals.speaker.is_none()
    };
    let sentence = *all.iter().find(proposes_nobody).expect("there is one");
    let steps = all.iter().position(|other| *other == sentence).expect("is one of them") + 1;

    let mut app = start(&screen.display, folder.path(), &path);
    let window = wait("the window opens", || match app.0.try_wait().expect("can be asked") {
        Some(_) => Some(None),
        None => Some(Some(
            screen.xdotool(&["search", "--onlyvisible", "--name", "Paris talks"])?.lines().next()?.to_owned(),
        )),
    });
    let Some(window) = window else {
        let said = said(&mut app);
        assert!(said.contains("no window can be opened"), "{said}");
        return left_out(&said);
    };
    let name = || screen.xdotool(&["getwindowname", &window]).unwrap_or_default();
    screen.xdotool(&["windowfocus", "--sync", &window]).expect("takes the keyboard");

    screen.keys(&app, &vec!["j"; steps]);
    screen.key(&app, "t");
    screen.letters(&app, "spain");
    screen.keys(&app, &["Return", "Return"]);
    screen.letters(&app, "peace");
    screen.keys(&app, &["Return", "5"]);
    assert!(!name().starts_with('•'), "nothing is coded yet: {}", name());
    screen.key(&app, "Return");
    wait("the claim is coded", || name().starts_with('•').then_some(()));
    assert_eq!(store::to_string(&load(&path)), store::to_string(&before), "the file changes when it is saved");
    screen.key(&app, "ctrl+s");
    wait("the file is saved", || (load(&path).claims().len() > before.claims().len()).then_some(()));
    wait("the window says so", || (!name().starts_with('•')).then_some(()));
    screen.key(&app, "ctrl+q");
    let status = wait("the window closes", || app.0.try_wait().expect("can be asked"));
    let said = said(&mut app);
    assert!(status.success() && !said.contains("panicked"), "{status}: {said}");

    let after = load(&path);
    let new: Vec<ClaimId> = after.claims().keys().copied().filter(|id| before.claim(*id).is_none()).collect();
    assert_eq!((new.len(), after.claims().len()), (1, before.claims().len() + 1));
    let claim = after.claim(new[0]).expect("is there");
    let excerpt = after.excerpt(claim.excerpt).expect("is there");
    assert_eq!(Some(&*excerpt.anchor.quotation), text.get(sentence));
    assert_eq!((excerpt.article, excerpt.anchor.span), (article, sentence));
    assert_eq!(claim.countries, ["spain".parse().expect("a slug")]);
    assert_eq!(claim.speaker, None);
    assert_eq!((claim.issue.0.as_str(), claim.stance.0.as_str()), ("send-peacekeepers", "opposes"));
    assert_eq!(claim.analyst, "RT");
    for (id, was) in before.claims() {
        assert_eq!(after.claim(*id), Some(was), "the others are as they were");
    }

    let export = ["--what", "claims", "--to", "-", "--analyst", "RT"];
    let output = cargo_bin_cmd!("demarche").arg("export").arg(&path).args(export).output().expect("exports");
    let mut rows = csv::Reader::from_reader(&*output.stdout);
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 1);
    let row: Vec<&str> = rows[0].iter().collect();
    assert_eq!((row[0], row[1]), (&*claim.id.to_string(), "Spain"));
    assert!(row.contains(&"Opposes") && row.contains(&"Send peacekeepers to Ukraine"));
    assert!(row.contains(&&*excerpt.anchor.quotation));
}

fn load(path: &Path) -> Project {
    let loaded = store::load(path).expect("loads at any time");
    assert_eq!(loaded.problems, []);
    loaded.project
}

#[test]
fn without_a_screen_the_window_says_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("talks.ron");
    fs::copy(root("projects/paris-talks.ron"), &path).expect("copied");
    let mut app = start("", folder.path(), &path);
    let status = wait("it gives up", || app.0.try_wait().expect("can be asked"));
    let said = said(&mut app);
    assert_eq!(status.code(), Some(2), "{said}");
    assert!(said.contains("no window can be opened") && !said.contains("panicked"), "{said}");
}
