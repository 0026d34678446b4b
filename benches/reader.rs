//! What a frame costs while one reads: work of the whole window, without drawing it on a screen, for a page
//! and for ten megabytes; and what one long label costs for the same texts.
//!
//! Every size runs in a process of its own, so that its memory is its own. `READER=10MB` runs one size only.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::fs;
use std::path::Path;
use std::process::Command as Process;
use std::sync::Arc;
use std::time::{Duration, Instant};

use demarche::edit::ops::claims::Target;
use demarche::gui::files::{Ask, Done, FilePicker};
use demarche::gui::{App, Options};
use demarche::model::{ArticleId, Project};
use demarche::session::{Action, Command, Item, Runner};
use demarche::text::Span;
use eframe::App as _;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    self, CentralPanel, Color32, Context, Event, FontId, FullOutput, Label, Modifiers, MouseWheelSource,
    MouseWheelUnit, RawInput, Rect, ScrollArea, TouchPhase, Ui, pos2, vec2,
};

/// Name, bytes of text, excerpts.
const SIZES: [(&str, usize, usize); 3] = [("5KB", 5_000, 20), ("1MB", 1_000_000, 2_000), ("10MB", 10_000_000, 20_000)];

/// Where the long article is left for: it is short, and open at the start.
const SHORT: &str = "(id: \"sh0rt\", title: \"A short note\", outlet: \"\", published: \"1999-01-01\", \
                     progress: \"unread\", added: \"2025-12-01T08:00:00Z\", text: r#\"Nothing was said.\"#, \
                     excerpts: []),\n";

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|arg| arg == "--list") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("long.ron");
    if let (Ok(name), Ok(file)) = (std::env::var("READER_ALONE"), std::env::var("READER_FILE")) {
        let (kind, name) = name.split_once(' ').expect("kind and size");
        let size = SIZES.into_iter().find(|(known, ..)| *known == name).expect("a size");
        return if kind == "window" { window(size, file.as_ref(), 1) } else { label(size, file.as_ref()) };
    }
    // Nobody measures: a try of everything, as the checks before a change do it.
    if !args.iter().any(|arg| arg == "--bench") {
        make(SIZES[1], &file);
        return window(SIZES[1], &file, 20);
    }
    let only = std::env::var("READER").ok();
    let program = std::env::current_exe().expect("runs");
    println!("work of a frame in ms, at 1280×800: median, 99th percentile, longest, frames that nothing interrupted");
    for size in SIZES.into_iter().filter(|(name, ..)| only.as_deref().is_none_or(|only| only == *name)) {
        let name = size.0;
        make(size, &file);
        for kind in ["window", "label"] {
            let mut process = Process::new(&program);
            process.env("READER_ALONE", format!("{kind} {name}")).env("READER_FILE", &file);
            let done = process.status().expect("runs");
            assert!(done.success(), "{kind} {name}");
        }
    }
}

/// The whole window on one article.
fn window((name, bytes, excerpts): (&str, usize, usize), file: &Path, less: usize) {
    println!("\n{name}, {excerpts} excerpts: the window");
    let empty = Window::new(None).memory();
    let mut window = Window::new(Some(file.into()));
    let long = longest(window.app.session().desk().expect("is open").project());
    window.frames("nothing to read: static", 300 / less, |_, _| Vec::new());
    let before = window.memory();

    window.once("first frame", |app, ctx| app.send(ctx, Command::Show(Item::Article(long))));
    window.once("second frame", |_, _| {});
    window.frames("static", 300 / less, |_, _| Vec::new());
    window.frames("scroll by 60", 1000 / less, |_, _| vec![wheel(60.0)]);
    window.frames("scroll back by 60", 1000 / less, |_, _| vec![wheel(-60.0)]);
    window.frames("scroll by 800", 500 / less, |_, _| vec![wheel(800.0)]);
    let last = Span::new(bytes - 40, bytes - 20);
    window.once("jump to the end", |app, ctx| app.send(ctx, Command::Show(Item::Place(long, last))));
    let places = claims_of(window.app.session().desk().expect("is open").project(), long);
    let mut random = fastrand::Rng::with_seed(1);
    window.frames("random jump", 300 / less, |app, ctx| {
        app.send(ctx, Command::Show(Item::Claim(places[random.usize(..places.len())])));
        Vec::new()
    });
    let read = window.memory();
    let mut sizes = fastrand::Rng::with_seed(2);
    window.resized("resize", 100 / less, || vec2(900.0 + sizes.f32() * 380.0, 800.0));
    window.size = vec2(1280.0, 800.0);
    for _ in 0..10 {
        window.frame(Vec::new(), |_, _| {});
    }
    let mut at = 0;
    window.frames("code a claim", 30 / less.min(10), |app, ctx| {
        at += bytes / 40;
        code(app, ctx, long, at);
        Vec::new()
    });
    window.frames("undo it", 20 / less.min(10), |app, ctx| {
        app.send(ctx, Command::Do(Action::Undo));
        Vec::new()
    });
    window.frames("next sentence", 100 / less, |app, ctx| {
        app.send(ctx, Command::Do(Action::NextSentence));
        Vec::new()
    });
    window.ctx.enable_accesskit();
    window.frames("scroll by 60, for a screen reader", 300 / less, |_, _| vec![wheel(60.0)]);
    let mb = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "  memory: {:.0} MB empty, {:.0} MB with the project open, {:.0} MB after reading ({:+.1} for the reader)",
        mb(empty),
        mb(before),
        mb(read),
        mb(read) - mb(before)
    );
}

/// The same text as one label with one job: what egui does by itself.
fn label((name, _, excerpts): (&str, usize, usize), file: &Path) {
    println!("\n{name}, {excerpts} excerpts: one label");
    let project = demarche::store::load(file).expect("is well formed").project;
    let job = Arc::new(job_of(&project, longest(&project)));
    drop(project);
    let before = memory();
    let ctx = Context::default();
    let mut time = 0.0;
    let mut frame = |events: Vec<Event>| {
        time += 1.0 / 60.0;
        let job = job.clone();
        let interrupted = interruptions();
        let time = worked(&ctx, input(vec2(1280.0, 800.0), time, events), move |ui| {
            CentralPanel::default().show(ui, |ui| {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.set_width(700.0);
                    ui.add(Label::new(job.clone()).selectable(true));
                });
            });
        });
        Took { time, alone: interruptions() == interrupted }
    };
    say("first frame", &[frame(vec![Event::PointerMoved(pos2(300.0, 400.0))])]);
    say("second frame", &[frame(Vec::new())]);
    say("static", &(0..20).map(|_| frame(Vec::new())).collect::<Vec<_>>());
    say("scroll by 60", &(0..60).map(|_| frame(vec![wheel(60.0)])).collect::<Vec<_>>());
    println!("  memory: {:+.0} MB", (memory() as f64 - before as f64) / 1e6);
}

fn job_of(project: &Project, article: ArticleId) -> LayoutJob {
    let text = project.text(article).expect("is there").as_str();
    let font = FontId::proportional(18.0);
    let plain = TextFormat { font_id: font, line_height: Some(28.0), ..TextFormat::default() };
    let marked = TextFormat { background: Color32::from_rgb(220, 235, 235), ..plain.clone() };
    let (mut job, mut at) = (LayoutJob::default(), 0);
    job.wrap.max_width = 700.0;
    for excerpt in project.excerpts_of(article) {
        let span = excerpt.anchor.span.range();
        if span.start >= at {
            job.append(&text[at..span.start], 0.0, plain.clone());
            job.append(&text[span.clone()], 0.0, marked.clone());
            at = span.end;
        }
    }
    job.append(&text[at..], 0.0, plain);
    job
}

/// Writes a project with one long article and a short one, in which the window opens.
fn make((_, article_bytes, claims): (&str, usize, usize), file: &Path) {
    let size = large::Size { articles: 1, article_bytes, claims, countries: 60, issues: 24 };
    let project = large::file(size, 1).replacen("articles: [\n", &format!("articles: [\n{SHORT}"), 1);
    fs::write(file, project).expect("can be written");
}

fn longest(project: &Project) -> ArticleId {
    let longest = project.texts().iter().max_by_key(|(_, text)| text.len());
    *longest.expect("has articles").0
}

fn claims_of(project: &Project, article: ArticleId) -> Vec<demarche::model::ClaimId> {
    project.claims_in(article).into_iter().map(|(_, claim)| claim.id).collect()
}

fn code(app: &mut App, ctx: &Context, article: ArticleId, at: usize) {
    let project = app.session().desk().expect("is open").project();
    let text = project.text(article).expect("is there");
    let from = text.floor(at % (text.len() - 100));
    let span = Span::new(from, text.floor(from + 60));
    let claim = project.claims().values().next().expect("has claims").clone();
    app.send(ctx, Command::Code(Target::Selection(article, span), Box::new((&*claim).into()), Vec::new()));
}

struct Nobody;

impl FilePicker for Nobody {
    fn ask(&mut self, _: &Ask, _: Done) {}
}

/// A window without a screen.
struct Window {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
    size: egui::Vec2,
}

impl Window {
    fn new(project: Option<std::path::PathBuf>) -> Self {
        let ctx = Context::default();
        let runner = Runner::Threads { wake: Arc::new(|| {}) };
        let opens = project.is_some();
        let options = Options { project, prefs_folder: None, runner, picker: Box::new(Nobody) };
        let app = App::new(&ctx, options);
        let frame = eframe::Frame::_new_kittest();
        let mut window = Self { ctx, app, frame, time: 0.0, size: vec2(1280.0, 800.0) };
        for _ in 0..2000 {
            window.frame(vec![Event::PointerMoved(pos2(500.0, 400.0))], |_, _| {});
            if opens && window.app.session().desk().is_none() {
                std::thread::sleep(Duration::from_millis(5));
            } else if window.time > 1.0 {
                return window;
            }
        }
        panic!("the project opens");
    }

    /// The work of one frame, with what is done before it.
    fn frame(&mut self, events: Vec<Event>, first: impl FnOnce(&mut App, &Context)) -> Took {
        self.time += 1.0 / 60.0;
        let interrupted = interruptions();
        let start = Instant::now();
        first(&mut self.app, &self.ctx);
        let sent = start.elapsed();
        let (app, frame) = (&mut self.app, &mut self.frame);
        let worked = worked(&self.ctx, input(self.size, self.time, events), |ui| {
            app.logic(ui.ctx(), frame);
            app.ui(ui, frame);
        });
        Took { time: sent + worked, alone: interruptions() == interrupted }
    }

    fn once(&mut self, what: &str, first: impl FnOnce(&mut App, &Context)) {
        let took = self.frame(Vec::new(), first);
        say(what, &[took]);
    }

    fn frames(&mut self, what: &str, count: usize, mut first: impl FnMut(&mut App, &Context) -> Vec<Event>) {
        let mut times = Vec::with_capacity(count);
        for _ in 0..count.max(2) {
            let interrupted = interruptions();
            let start = Instant::now();
            let events = first(&mut self.app, &self.ctx);
            let sent = start.elapsed();
            let alone = interruptions() == interrupted;
            let frame = self.frame(events, |_, _| {});
            times.push(Took { time: sent + frame.time, alone: alone && frame.alone });
        }
        say(what, &times);
    }

    fn resized(&mut self, what: &str, count: usize, mut size: impl FnMut() -> egui::Vec2) {
        let mut times = Vec::with_capacity(count);
        for _ in 0..count.max(2) {
            self.size = size();
            times.push(self.frame(Vec::new(), |_, _| {}));
        }
        say(what, &times);
    }

    fn memory(&self) -> usize {
        memory()
    }
}

fn input(size: egui::Vec2, time: f64, events: Vec<Event>) -> RawInput {
    let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), size));
    RawInput { screen_rect, time: Some(time), events, focused: true, ..RawInput::default() }
}

/// The time that a frame takes up to the triangles that a screen would be given.
fn worked(ctx: &Context, input: RawInput, ui: impl FnMut(&mut Ui)) -> Duration {
    let start = Instant::now();
    let mut output: FullOutput = ctx.run_ui(input, ui);
    let shapes = std::mem::take(&mut output.shapes);
    let triangles = ctx.tessellate(shapes, output.pixels_per_point);
    let took = start.elapsed();
    std::hint::black_box(&triangles);
    output.drop_without_applying_deltas();
    took
}

fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

/// How long a frame took, and whether nobody else was given the core meanwhile.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    alone: bool,
}

/// Says the median, the 99th percentile and the longest; frames that were interrupted do not count, unless all
/// were.
fn say(what: &str, took: &[Took]) {
    let alone = took.iter().filter(|took| took.alone).count();
    let mut times: Vec<Duration> = took.iter().filter(|took| took.alone || alone == 0).map(|took| took.time).collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    let note = if alone == 0 { "  (interrupted)".to_owned() } else { String::new() };
    println!("  {what:34} {:9.3} {:9.3} {:9.3}  of {}{note}", at(0.5), at(0.99), at(1.0), times.len());
}

/// How often this thread had to give its core to another, where the system tells.
fn interruptions() -> u64 {
    let said = fs::read_to_string("/proc/thread-self/status").unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("nonvoluntary_ctxt_switches:"));
    line.and_then(|count| count.trim().parse().ok()).unwrap_or(0)
}

/// Memory of this process that is in use, in bytes.
fn memory() -> usize {
    let said = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    said.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}
