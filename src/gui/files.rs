//! Asking the system for files, without ever holding up a frame.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::export::{Format, Kind, Options};
use crate::session::Then;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A project to open.
    Open,
    /// Where to save the project; afterwards go on as said.
    SaveAs {
        /// A file name to begin with.
        name: String,
        /// What to do once it is saved.
        then: Option<Then>,
    },
    /// A project to merge with.
    Merge,
    /// Articles to bring in.
    Import,
    /// A file with the text of an article.
    Text,
    /// Where to write what goes out.
    Export {
        /// A file name to begin with.
        name: String,
        /// What is written.
        kind: Kind,
        /// In which format, where the ending of the file does not say another.
        format: Format,
        /// How it is written.
        options: Box<Options>,
    },
}

impl Ask {
    /// What the dialog says.
    pub fn title(&self) -> &'static str {
        match self {
            Ask::Open => "Open project",
            Ask::Merge => "Merge with another file",
            Ask::SaveAs { .. } => "Save project as",
            Ask::Import => "Import articles",
            Ask::Text => "Replace the text by a file",
            Ask::Export { .. } => "Export",
        }
    }

    /// A file name to begin with.
    pub fn name(&self) -> &str {
        match self {
            Ask::SaveAs { name, .. } | Ask::Export { name, .. } => name,
            Ask::Open | Ask::Merge | Ask::Import | Ask::Text => "",
        }
    }
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// These files.
    Files(Vec<PathBuf>),
    /// The analyst thought better of it.
    Cancelled,
    /// The system has no dialog to show; ask in the window.
    NoDialog,
}

/// Receives the answer, on any thread.
pub type Done = Box<dyn FnOnce(Answer) + Send>;

/// Whoever can ask for files: the system's dialogs, or a test.
pub trait FilePicker {
    /// Asks; `done` is called with the answer, now or later.
    fn ask(&mut self, ask: &Ask, done: Done);
}

/// The dialogs of the system.
pub struct SystemPicker;

/// A dialog that comes back sooner than this was never shown: no portal, no fallback.
const NEVER_SHOWN: Duration = Duration::from_millis(60);

impl FilePicker for SystemPicker {
    fn ask(&mut self, ask: &Ask, done: Done) {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(ask.title());
        dialog = match ask {
            Ask::Open | Ask::Merge | Ask::SaveAs { .. } => dialog.add_filter("Démarche project", &["ron"]),
            Ask::Import | Ask::Text => dialog
                .add_filter("Articles", &["txt", "md", "markdown", "html", "htm", "xhtml"])
                .add_filter("All files", &["*"]),
            Ask::Export { kind, format, .. } => {
                let others = kind.formats().iter().filter(|other| *other != format);
                let all = std::iter::once(format).chain(others);
                all.fold(dialog, |dialog, format| dialog.add_filter(format.label(), &[format.extension()]))
            }
        };
        if !ask.name().is_empty() {
            dialog = dialog.set_file_name(ask.name());
        }
        let ask = ask.clone();
        std::thread::spawn(move || {
            let began = Instant::now();
            let files: Vec<PathBuf> = match ask {
                Ask::Open | Ask::Merge | Ask::Text => {
                    pollster::block_on(dialog.pick_file()).into_iter().map(Into::into).collect()
                }
                Ask::Import => {
                    pollster::block_on(dialog.pick_files()).unwrap_or_default().into_iter().map(Into::into).collect()
                }
                Ask::SaveAs { .. } | Ask::Export { .. } => {
                    pollster::block_on(dialog.save_file()).into_iter().map(Into::into).collect()
                }
            };
            done(if !files.is_empty() {
                Answer::Files(files)
            } else if began.elapsed() < NEVER_SHOWN {
                Answer::NoDialog
            } else {
                Answer::Cancelled
            });
        });
    }
}
