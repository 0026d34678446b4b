//! The whole window, driven by accessible names, keys and mouse; needs no display and no GPU.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use demarche::gui::files::{Answer, Ask, Done, FilePicker};
use demarche::gui::{App, Options};
use demarche::model::Project;
use demarche::session::{Command, Desk, Runner};
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

/// Answers every question with the same file, and remembers what was asked.
#[derive(Clone, Default)]
pub struct Scripted {
    pub file: Arc<Mutex<Option<PathBuf>>>,
    pub asked: Arc<Mutex<Vec<Ask>>>,
    /// As on a system that shows no dialogs.
    pub no_dialog: Arc<Mutex<bool>>,
}

impl FilePicker for Scripted {
    fn ask(&mut self, ask: &Ask, done: Done) {
        self.asked.lock().unwrap().push(ask.clone());
        let file = self.file.lock().unwrap().clone();
        done(match file {
            _ if *self.no_dialog.lock().unwrap() => Answer::NoDialog,
            Some(file) => Answer::Files(vec![file]),
            None => Answer::Cancelled,
        });
    }
}

pub struct Window {
    pub harness: Harness<'static, App>,
    pub picker: Scripted,
    pub folder: tempfile::TempDir,
}

impl Window {
    pub fn open(size: egui::Vec2, project: Option<PathBuf>) -> Self {
        let picker = Scripted::default();
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            project,
            prefs_folder: Some(folder.path().join("config")),
            runner: Runner::Inline,
            picker: Box::new(picker.clone()),
        };
        let mut options = Some(options);
        let mut harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(200)
            .build_eframe(move |cc| App::new(&cc.egui_ctx, options.take().unwrap()));
        harness.run_ok();
        Self { harness, picker, folder }
    }

    pub fn with_sample() -> Self {
        let mut window = Self::open(vec2(1440.0, 900.0), None);
        window.press("Explore the sample");
        window
    }

    /// Lets a few frames pass.
    pub fn settle(&mut self) {
        self.harness.run_steps(6);
    }

    /// Presses what bears that name.
    pub fn press(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    /// Presses what has that role and a name that begins so.
    pub fn press_a(&mut self, role: Role, begins: &str) {
        let name = self.name_of(role, begins);
        self.harness.get_by_role_and_label(role, &name).click();
        self.settle();
    }

    /// The whole name of what has that role and a name that begins so.
    pub fn name_of(&self, role: Role, begins: &str) -> String {
        let node = self.harness.get_by(|node: &AccessKitNode<'_>| {
            node.role() == role && node.label().is_some_and(|label| label.starts_with(begins))
        });
        node.accesskit_node().label().unwrap()
    }

    /// The names of everything with that role, from top to bottom.
    pub fn names(&self, role: Role) -> Vec<String> {
        let mut found: Vec<(f32, String)> = self
            .harness
            .query_all_by_role(role)
            .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().map(|(_, name)| name).collect()
    }

    /// Gives the keyboard to the field of that name.
    pub fn focus(&mut self, field: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, field).focus();
        self.settle();
    }

    pub fn keys(&mut self, keys: &[Key]) {
        for key in keys {
            self.harness.key_press(*key);
            self.settle();
        }
    }

    pub fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.into()));
        self.settle();
    }

    pub fn mouse(&mut self, at: Pos2, pressed: bool) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        self.harness.step();
    }

    pub fn send(&mut self, command: Command) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().send(&ctx, command);
        self.settle();
    }

    pub fn desk(&self) -> &Desk {
        self.harness.state().session().desk().expect("a project is open")
    }

    pub fn project(&self) -> &Project {
        self.desk().project()
    }

    /// What was said and still stands.
    pub fn said(&self) -> Vec<String> {
        self.harness.state().session().notices().shown().iter().map(|notice| notice.text.clone()).collect()
    }
}
