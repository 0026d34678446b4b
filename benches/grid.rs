//! What a frame of the matrix costs at every zoom and either way round: work of the whole window, up to the triangles
//! that a screen would be given, for 200 countries and 60 issues.

#[allow(dead_code)] // Tests use more of it.
#[path = "support/large.rs"]
mod large;

use std::sync::Arc;
use std::time::{Duration, Instant};

use demarche::gui::files::{Ask, Done, FilePicker};
use demarche::gui::{App, Options};
use demarche::model::{Look, Zoom};
use demarche::session::{Action, Command, Runner};
use eframe::App as _;
use eframe::egui::{
    Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2,
};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|arg| arg == "--list") {
        return;
    }
    // Nobody measures: a try of everything, as the checks before a change do it.
    let measures = args.iter().any(|arg| arg == "--bench");
    let (frames, claims) = if measures { (400, 40_000) } else { (4, 2_000) };
    let size = large::Size { articles: 400, article_bytes: 4_000, claims, countries: 200, issues: 60 };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("large.ron");
    std::fs::write(&file, large::file(size, 1)).expect("can be written");
    let mut window = Window::new(file);
    println!("work of a frame in ms, at 1440×900, {claims} claims: median, 99th percentile");
    for (zoom, label) in Zoom::ALL {
        for transposed in [false, true] {
            for since in [false, true] {
                window.look(Look {
                    zoom,
                    transposed,
                    since: since.then(|| jiff::civil::date(2025, 1, 15)),
                    ..Look::default()
                });
                let name = format!(
                    "{label}{}{}",
                    if transposed { ", transposed" } else { "" },
                    if since { ", compared with a day" } else { "" }
                );
                say(&format!("{name}: static"), &window.frames(frames, Vec::new));
                let mut down = 0;
                let scroll = || {
                    down += 1;
                    vec![wheel(if down % 200 < 100 { 60.0 } else { -60.0 })]
                };
                say(&format!("{name}: scroll"), &window.frames(frames, scroll));
            }
        }
    }
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
}

impl Window {
    fn new(project: std::path::PathBuf) -> Self {
        let ctx = Context::default();
        let runner = Runner::Threads { wake: Arc::new(|| {}) };
        let options = Options { project: Some(project), prefs_folder: None, runner, picker: Box::new(Nobody) };
        let app = App::new(&ctx, options);
        let mut window = Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0 };
        for _ in 0..4_000 {
            window.frame(vec![Event::PointerMoved(pos2(700.0, 500.0))]);
            if window.app.session().desk().is_none() {
                std::thread::sleep(Duration::from_millis(5));
            } else if window.time > 1.0 {
                window.app.send(&window.ctx, Command::Do(Action::ShowMatrix));
                return window;
            }
        }
        panic!("the project opens");
    }

    fn look(&mut self, look: Look) {
        self.app.send(&self.ctx, Command::SetLook(Box::new(look)));
        self.frames(20, Vec::new);
    }

    fn frames(&mut self, count: usize, mut events: impl FnMut() -> Vec<Event>) -> Vec<Duration> {
        (0..count).map(|_| self.frame(events())).collect()
    }

    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1440.0, 900.0)));
        let input = RawInput { screen_rect, time: Some(self.time), events, focused: true, ..RawInput::default() };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let start = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(ui.ctx(), frame);
            app.ui(ui, frame);
        });
        let shapes = std::mem::take(&mut output.shapes);
        let triangles = self.ctx.tessellate(shapes, output.pixels_per_point);
        let took = start.elapsed();
        std::hint::black_box(&triangles);
        output.drop_without_applying_deltas();
        took
    }
}

fn wheel(by: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(-by * 0.2, -by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

fn say(what: &str, took: &[Duration]) {
    let mut times = took.to_vec();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    println!("  {what:56} {:8.3} {:8.3}", at(0.5), at(0.99));
}
