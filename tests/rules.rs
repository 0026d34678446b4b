//! What must hold for the repository itself: who may know whom, how long files are, where colours live, and
//! what lies beside the code.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use support::root;

/// A file with its path from the top of the repository, written with `/`.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines that are no comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// As [`Source::code`], up to the tests at the end of the file.
    fn code_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let aside = ["tests.rs", "_tests.rs", "tests_support.rs"].iter().any(|end| self.path.ends_with(end));
        self.code().take_while(move |(_, line)| !aside && *line != "#[cfg(test)]")
    }

    /// The modules of this crate that the code names, through `crate::…` or `demarche::…`.
    fn knows(&self) -> BTreeSet<String> {
        let code: String = self.code().flat_map(|(_, line)| [line, "\n"]).collect();
        let mut found = BTreeSet::new();
        for (at, start) in code.match_indices("crate::").chain(code.match_indices("demarche::")) {
            let rest = &code[at + start.len()..];
            match rest.strip_prefix('{') {
                None => found.extend(word(rest)),
                Some(list) => {
                    let mut depth = 0;
                    let mut item = String::new();
                    for c in list.chars() {
                        match c {
                            '{' => depth += 1,
                            '}' if depth == 0 => break,
                            '}' => depth -= 1,
                            ',' if depth == 0 => found.extend(word(std::mem::take(&mut item).trim())),
                            c if depth == 0 => item.push(c),
                            _ => {}
                        }
                    }
                    found.extend(word(item.trim()));
                }
            }
        }
        found
    }
}

fn word(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// Every file below a folder of the repository, what is built and what is hidden left out.
fn files_below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root(folder)).unwrap_or_else(|cause| panic!("{folder}: {cause}")) {
        let entry = entry.expect("can be listed");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if name == "target" || (name.starts_with('.') && name != ".ci") {
            continue;
        }
        if entry.path().is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources(folder: &str) -> Vec<Source> {
    let rust = files_below(folder).into_iter().filter(|path| path.ends_with(".rs"));
    let read = |path: String| fs::read_to_string(root(&path)).ok().map(|text| Source { path, text });
    // A file may vanish between listing and reading while somebody works.
    let sources: Vec<Source> = rust.filter_map(read).collect();
    assert!(!sources.is_empty(), "{folder} holds no source");
    sources
}

fn check(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Which modules of the crate a module must not know. Whoever is higher is in no list of who is lower.
const STRANGERS: [(&str, &[&str]); 15] = [
    (
        "src/text/",
        &["model", "edit", "derive", "merge", "store", "import", "export", "suggest", "session", "cli", "gui"],
    ),
    ("src/model/", &["edit", "derive", "merge", "store", "import", "export", "suggest", "session", "cli", "gui"]),
    ("src/edit/", &["derive", "merge", "store", "import", "export", "suggest", "session", "cli", "gui"]),
    ("src/derive/", &["merge", "store", "import", "export", "suggest", "session", "cli", "gui"]),
    ("src/merge/", &["derive", "store", "import", "export", "suggest", "session", "cli", "gui"]),
    ("src/store/", &["derive", "merge", "import", "export", "suggest", "session", "cli", "gui"]),
    ("src/import/", &["derive", "merge", "store", "export", "suggest", "session", "cli", "gui"]),
    ("src/export/", &["merge", "store", "import", "suggest", "session", "cli", "gui"]),
    ("src/suggest/", &["derive", "merge", "store", "import", "export", "session", "cli", "gui"]),
    ("src/session/", &["cli", "gui"]),
    ("src/cli/", &["gui"]),
    ("src/gui/", &["cli"]),
    ("src/palette.rs", &["edit", "derive", "merge", "store", "import", "export", "suggest", "session", "cli", "gui"]),
    // They know how things look, not what they are: names of colours and glyphs are all they have of the model.
    ("src/gui/theme/", &["edit", "derive", "store", "import", "export", "suggest", "session"]),
    ("src/gui/widgets/", &["edit", "derive", "store", "import", "export", "suggest"]),
];

fn strangers(source: &Source) -> Vec<String> {
    let rules = STRANGERS.iter().filter(|(folder, _)| source.path.starts_with(folder));
    let known = source.knows();
    rules
        .flat_map(|(_, strangers)| *strangers)
        .filter(|module| known.contains(**module))
        .map(|module| format!("{} must not know `{module}`", source.path))
        .collect()
}

/// What must not be named where: windows, file formats, the clock, chance and the disk stay at the edge.
const WORDS: [(&[&str], &[&str]); 5] = [
    (
        &["src/text/", "src/model/", "src/edit/", "src/derive/", "src/merge/"],
        &[
            "egui",
            "eframe",
            "rfd::",
            "ron::",
            "clap::",
            "csv::",
            "std::time",
            "SystemTime",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "Rng::new",
            "fastrand::u",
            "fastrand::shuffle",
            "std::fs",
            "std::env",
            "std::io",
            "std::net",
            "std::process",
            "tempfile",
        ],
    ),
    (
        &["src/store/", "src/import/", "src/export/", "src/suggest/"],
        &["egui", "eframe", "rfd::", "clap::", "Timestamp::now", "Zoned::now", "Rng::new", "fastrand::u", "std::env"],
    ),
    (&["src/session/"], &["egui", "eframe", "rfd::", "clap::"]),
    (&["src/cli/"], &["egui", "eframe", "rfd::"]),
    (
        &["src/gui/theme/", "src/gui/widgets/"],
        &["Project", "Document", "Desk", "Session", "std::fs", "Timestamp::now", "rfd::"],
    ),
];

fn words(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (folders, words) in WORDS {
        if !folders.iter().any(|folder| source.path.starts_with(folder)) {
            continue;
        }
        for (number, line) in source.code_before_tests() {
            for word in words.iter().filter(|word| holds_word(line, word)) {
                faults.push(format!("{}:{number}: `{word}` has no place here", source.path));
            }
        }
    }
    faults
}

/// Whether the line holds the word, and not as the end of a longer one.
fn holds_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

/// Colours are named in one place, for light and dark at once: those of documents in the palette, of the window in the
/// theme.
fn colours(source: &Source) -> Vec<String> {
    let home = source.path.starts_with("src/gui/theme/") || source.path == "src/palette.rs";
    if home || !source.path.starts_with("src/") {
        return Vec::new();
    }
    let literal = |line: &str| {
        let named = ["Color32::from_", "Rgba::from_", "hex_color!", "rgb(0x", "from_rgb(", "from_gray("];
        let constant = line.match_indices("Color32::").any(|(at, start)| {
            let name = word(&line[at + start.len()..]).unwrap_or_default();
            name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
                && !["TRANSPARENT", "PLACEHOLDER"].contains(&&*name)
        });
        let hex = line.match_indices('#').any(|(at, _)| {
            let digits = line[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
            matches!(digits, 6 | 8) && line[..at].ends_with(['"', ' '])
        });
        let number = line.match_indices("0x").any(|(at, start)| {
            line[at + start.len()..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count() == 6
        });
        named.iter().any(|name| line.contains(name)) || constant || hex || number
    };
    let lines = source.code_before_tests().filter(|(_, line)| literal(line));
    lines
        .map(|(number, line)| format!("{}:{number}: a colour outside the theme: {}", source.path, line.trim()))
        .collect()
}

/// Whoever switches a lint off says why: in the attribute or behind it.
fn excuses(source: &Source) -> Vec<String> {
    let code: Vec<(usize, &str)> = source.code().collect();
    let mut faults = Vec::new();
    for (index, (number, line)) in code.iter().enumerate() {
        let start = line.trim_start();
        if !["#[allow", "#![allow", "#[expect(", "#![expect("].iter().any(|attribute| start.starts_with(attribute)) {
            continue;
        }
        let whole = code[index..].iter().map(|(_, line)| *line).take(6).collect::<Vec<_>>().join("\n");
        let end = whole.find(")]").map_or(whole.len(), |at| at + 2);
        let behind = whole[end..].lines().next().unwrap_or_default();
        if !whole[..end].contains("reason = \"") && !behind.contains("// ") {
            faults.push(format!("{}:{number}: says not why: {start}", source.path));
        }
    }
    faults
}

/// Nothing is left for later, and nothing names the machine it was written on.
fn leftovers(source: &Source) -> Vec<String> {
    // Put together here, so that this file does not hold them.
    let macros = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!("));
    let paths = ["work", "root", "tmp", "Users"].map(|folder| format!("/{folder}/"));
    let mut faults = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        for part in macros.iter().filter(|part| holds_word(line, part)) {
            faults.push(format!("{}:{}: `{part}…)` is left", source.path, number + 1));
        }
        for part in
            paths.iter().filter(|part| line.contains(&format!("\"{part}")) || line.contains(&format!(" {part}")))
        {
            faults.push(format!("{}:{}: names a folder of one machine: {part}", source.path, number + 1));
        }
    }
    faults
}

#[test]
fn dependencies_point_one_way() {
    check(sources("src").iter().flat_map(strangers));
    for (folder, _) in STRANGERS {
        assert!(
            root(folder).exists() || folder.starts_with("src/gui"),
            "{folder} has moved: the rule is about nothing"
        );
    }
}

#[test]
fn windows_formats_clocks_and_chance_stay_at_the_edge() {
    check(sources("src").iter().flat_map(words));
}

#[test]
fn colours_live_in_the_theme() {
    check(sources("src").iter().flat_map(colours));
}

#[test]
fn every_lint_that_is_off_is_off_for_a_reason() {
    check(["src", "tests", "benches"].into_iter().flat_map(sources).flat_map(|source| excuses(&source)));
}

#[test]
fn nothing_is_left_for_later_or_from_a_machine() {
    let mut faults: Vec<String> =
        ["src", "tests", "benches"].into_iter().flat_map(sources).flat_map(|source| leftovers(&source)).collect();
    for path in ["Cargo.toml", "README.md", ".ci/run"] {
        let text = fs::read_to_string(root(path)).unwrap_or_default();
        faults.extend(leftovers(&Source { path: path.into(), text }));
    }
    check(faults);
}

#[test]
fn files_stay_short() {
    let sources = sources("src");
    let mut lengths: Vec<(usize, &str)> = sources.iter().map(|s| (s.text.lines().count(), &*s.path)).collect();
    lengths.sort_unstable();
    let long = lengths.iter().filter(|(lines, _)| *lines > 900);
    check(long.map(|(lines, path)| format!("{path} has {lines} lines; 900 are the most")));
    let (median, path) = lengths[lengths.len() / 2];
    assert!(median < 250, "half of the files are longer than {path} with {median} lines");
}

#[test]
fn nothing_large_lies_outside_assets() {
    let size = |path: &String| fs::metadata(root(path)).map_or(0, |about| about.len());
    let large = files_below("").into_iter().filter(|path| !path.starts_with("assets/") && size(path) > 1 << 20);
    check(large.map(|path| format!("{path} is larger than 1 MiB")));
}

#[test]
fn the_readme_names_every_command() {
    let readme = fs::read_to_string(root("README.md")).expect("README.md is there");
    let command = demarche::cli::Raw::command();
    let verbs: Vec<&str> =
        command.get_subcommands().filter(|verb| !verb.is_hide_set()).map(clap::Command::get_name).collect();
    assert!(verbs.len() >= 4, "{verbs:?}");
    check(
        verbs
            .iter()
            .filter(|verb| !readme.contains(&format!("demarche {verb}")))
            .map(|verb| format!("README.md does not tell of `demarche {verb}`")),
    );
}

#[test]
fn licences_lie_beside_what_they_are_for() {
    let holds = |path: &str, words: &str| {
        let text = fs::read_to_string(root(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"));
        assert!(text.contains(words), "{path} is not the licence it should be");
    };
    holds("LICENSE-MIT", "Permission is hereby granted");
    holds("LICENSE-APACHE", "Apache License");
    let fonts: Vec<String> = files_below("assets").into_iter().filter(|path| path.ends_with(".ttf")).collect();
    assert!(!fonts.is_empty());
    for font in fonts {
        let family = font.rsplit_once('-').map_or(&*font, |(family, _)| family);
        holds(&format!("{family}-OFL.txt"), "SIL OPEN FONT LICENSE");
    }
}

#[test]
fn the_program_for_continuous_checks_can_be_run() {
    let path = root(".ci/run");
    let text = fs::read_to_string(&path).expect(".ci/run is there");
    assert!(text.starts_with("#!") && text.contains("set -euo pipefail"));
    executable(&path);
}

#[cfg(unix)]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).expect("is there").permissions().mode();
    assert!(mode & 0o111 != 0, "{} cannot be run", path.display());
}

#[cfg(not(unix))]
fn executable(_: &Path) {}

#[test]
fn the_rules_find_what_they_look_for() {
    type Rule = fn(&Source) -> Vec<String>;
    for (rule, path, text, faults) in [
        (strangers as Rule, "src/model/x.rs", "use crate::edit::Edit;", 1),
        (strangers, "src/model/x.rs", "use crate::{text::{Span, Byte}, session, gui::App};", 2),
        (strangers, "src/model/x.rs", "//! See [`crate::edit`].\nuse crate::text::Span;", 0),
        (strangers, "src/gui/widgets/x.rs", "use crate::store;", 1),
        (strangers, "src/session/x.rs", "use crate::gui::App;", 1),
        (words, "src/derive/x.rs", "let now = jiff::Timestamp::now();", 1),
        (words, "src/derive/x.rs", "use std::time::SystemTime;", 2),
        (words, "src/edit/x.rs", "let micron = micron::size(); // no ron", 0),
        (words, "src/edit/x.rs", "fn x() {}\n#[cfg(test)]\nmod tests { use std::fs; }", 0),
        (words, "src/session/x.rs", "use eframe::egui;", 2),
        (words, "src/gui/widgets/x.rs", "fn show(desk: &Desk) {}", 1),
        (words, "src/gui/matrix/x.rs", "fn show(desk: &Desk) {}", 0),
        (colours, "src/gui/read/x.rs", "let c = Color32::from_rgb(1, 2, 3);", 1),
        (colours, "src/gui/read/x.rs", "let c = Color32::RED;", 1),
        (colours, "src/gui/read/x.rs", "let c = Color32::TRANSPARENT; let d = color(\"#aabbcc\");", 1),
        (colours, "src/gui/read/x.rs", "let c: Color32 = p.accent; let d = Color32::TRANSPARENT;", 0),
        (colours, "src/gui/theme/x.rs", "let c = Color32::RED;", 0),
        (colours, "src/export/x.rs", "const RED: u32 = 0xff0000;", 1),
        (colours, "src/export/x.rs", "const MANY: u32 = 0xff_ff00_00;", 0),
        (excuses, "src/x.rs", "#[allow(dead_code)]\nfn x() {}", 1),
        (excuses, "src/x.rs", "#[expect(\n    dead_code,\n    unused\n)]\nfn x() {}", 1),
        (excuses, "src/x.rs", "#[allow(dead_code)] // The benches use it.", 0),
        (excuses, "src/x.rs", "#![allow(\n    dead_code,\n    reason = \"the benches use it\"\n)]", 0),
        (leftovers, "src/x.rs", concat!("to", "do!(\"later\")"), 1),
        (leftovers, "src/x.rs", concat!("let path = \"/wo", "rk/main\";"), 1),
        (leftovers, "src/x.rs", "// not to do!", 0),
    ] {
        let found = rule(&Source { path: path.into(), text: text.into() });
        assert_eq!(found.len(), faults, "{path}: {text}\n{found:?}");
    }
}
