//! The house rules that a compiler does not check.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::imports::Sources;

/// A source file longer than this is to be split.
const MAX_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "target") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("our sources are UTF-8");
                // A file of laws is a test of its module, split off for its length.
                let text = if path.ends_with("laws.rs") && folder.starts_with(root().join("src")) {
                    "//! Tests.".to_owned()
                } else {
                    text
                };
                found.push((path.strip_prefix(root()).expect("below the root").to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The module at the top of the tree that a file belongs to: `analysis` for `src/analysis/zones/mod.rs`.
fn top_module(path: &Path) -> String {
    let part = path.components().nth(1).expect("a file below src").as_os_str().to_string_lossy().into_owned();
    part.trim_end_matches(".rs").to_owned()
}

/// The code of a file up to its tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// The code of a file without its tests and comments, in one line.
fn code_of(text: &str) -> String {
    without_tests(text).lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

/// The modules in a file's list, in their order.
fn listed_modules(path: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(path)).expect("a list of modules");
    let listed = text.lines().filter_map(|line| line.trim().strip_suffix(';')?.split_once("mod "));
    listed
        .filter(|(before, _)| before.is_empty() || before.starts_with("pub"))
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// What follows a path in the code, one or several names in braces.
fn names_after(code: &str, path: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let after = code.split(path).skip(1);
    after
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split("};").next().unwrap_or_default();
                group.split(',').map(|name| word(name.trim())).collect()
            }
            None => vec![word(rest)],
        })
        .collect()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let order = listed_modules("src/lib.rs");
    assert!(order.len() > 10, "{order:?}");
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let own = top_module(&path);
        let Some(own_idx) = order.iter().position(|module| *module == own) else { continue };
        for name in names_after(&code_of(&text), "crate::") {
            if order.iter().position(|module| *module == name).is_some_and(|idx| idx > own_idx) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Parts of the window that stand side by side.
const SIDE_BY_SIDE: [&str; 8] = ["left", "right", "bars", "lists", "search", "dialogs", "room", "presenter"];

#[test]
fn a_part_of_the_window_uses_only_parts_above_it_and_none_beside_it() {
    let list = fs::read_to_string(root().join("src/gui/mod.rs")).expect("gui/mod.rs");
    let order: Vec<&str> = list
        .lines()
        .filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert!(SIDE_BY_SIDE.iter().all(|part| order.contains(part)), "{order:?}");
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src/gui") {
        let own = path.components().nth(2).expect("a file below gui").as_os_str().to_string_lossy().into_owned();
        let Some(own_idx) = order.iter().position(|part| *part == own.trim_end_matches(".rs")) else { continue };
        // Of a file that stands in the folder of the window itself, its neighbors are other parts.
        let is_part = path.components().count() == 3;
        for (line_idx, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let by_name = code.split("crate::gui::").skip(1);
            let by_neighbor = code.split("super::").skip(1).filter(|_| is_part);
            for used in by_name.chain(by_neighbor) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(idx) = order.iter().position(|part| *part == name) else { continue };
                let is_beside = idx != own_idx && [idx, own_idx].iter().all(|idx| SIDE_BY_SIDE.contains(&order[*idx]));
                if idx > own_idx || is_beside {
                    wrong.push(format!("{}:{} uses {name}", path.display(), line_idx + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Folders below `src` of which the modules stand in reading order, in `mod.rs`.
const IN_READING_ORDER: [&str; 5] =
    ["import", "import/formats/csv", "import/formats/geojson", "import/formats/geopackage", "import/schema"];

/// Where a file stands in the tree of modules: `import`, `schema`, `ids` for `src/import/schema/ids.rs`.
fn module_path(path: &Path) -> Vec<String> {
    let parts =
        path.components().skip(1).map(|part| part.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned());
    parts.filter(|part| part != "mod").collect()
}

/// What the code of a module names by a path that begins with `crate` or `super`, from the top of the tree.
fn named(own: &[String], code: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        if code[..at].ends_with(|c: char| is_name(c) || c == ':') {
            continue;
        }
        let mut base = own.to_vec();
        let mut rest = &code[at..];
        while let Some((name, behind)) = rest.split_once("::").filter(|(name, _)| name.chars().all(is_name)) {
            match name {
                "crate" => base.clear(),
                "super" => drop(base.pop()),
                name => base.push(name.to_owned()),
            }
            rest = behind;
        }
        let group = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map_or(rest, |(group, _)| group);
        let last: Vec<&str> = if rest.starts_with('{') { group.split(',').collect() } else { vec![group] };
        for name in last {
            let name: String = name.trim().chars().take_while(|c| is_name(*c)).collect();
            found.push([base.as_slice(), &[name]].concat());
        }
    }
    found
}

#[test]
fn inside_a_folder_in_reading_order_a_module_uses_only_modules_above_it() {
    let files = rust_files("src");
    let mut wrong = Vec::new();
    for folder in IN_READING_ORDER {
        let text = fs::read_to_string(root().join("src").join(folder).join("mod.rs")).expect("a mod.rs");
        let modules = text.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';'));
        let order: Vec<&str> = modules.collect();
        assert!(!order.is_empty(), "{folder}");
        let folder: Vec<String> = folder.split('/').map(str::to_owned).collect();
        let place = |path: &[String]| {
            order.iter().position(|module| Some(*module) == path.get(folder.len()).map(String::as_str))
        };
        for (path, text) in files.iter().filter(|(path, _)| module_path(path).starts_with(&folder)) {
            let own = module_path(path);
            let Some(own_idx) = place(&own) else { continue };
            let code: Vec<&str> =
                without_tests(text).lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
            for used in named(&own, &code.join("\n")).iter().filter(|used| used.starts_with(&folder)) {
                if place(used).is_some_and(|idx| idx > own_idx) {
                    wrong.push(format!("{} uses {}", path.display(), used.join("::")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_take_from_each_other_in_a_loop() {
    let loops = Sources::read(&root().join("src")).loops();
    assert!(loops.is_empty(), "{}", loops.join("\n"));
}

#[test]
fn a_module_of_the_analysis_uses_only_modules_above_it() {
    let order = listed_modules("src/analysis/mod.rs");
    assert!(order.len() > 10, "{order:?}");
    let (mut wrong, mut n_uses) = (Vec::new(), 0);
    for (path, text) in rust_files("src/analysis") {
        let below: Vec<String> =
            path.components().skip(2).map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let own = below[0].trim_end_matches(".rs");
        let Some(own_idx) = order.iter().position(|module| module == own) else { continue };
        let code = code_of(&text);
        let mut names = names_after(&code, "crate::analysis::");
        if below.len() == 1 {
            names.extend(names_after(&code, "super::"));
        }
        for name in names {
            let used = order.iter().position(|module| *module == name);
            n_uses += usize::from(used.is_some());
            if used.is_some_and(|idx| idx > own_idx) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(n_uses > 50, "{n_uses}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_deliberately_absent_is_absent() {
    let rules: [(&str, &[&str], &[&str]); 7] = [
        ("egui", &["egui::", "eframe::", "walkers::"], &["gui"]),
        (
            "a clock",
            &["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now"],
            &["session", "gui", "cli", "export"],
        ),
        (
            "files",
            &["std::fs", "File::open", "File::create"],
            &["files", "geopackage", "import", "export", "project", "gui", "cli"],
        ),
        ("hash maps, whose order leaks", &["HashMap", "HashSet"], &["gui"]),
        ("the network", &["reqwest::", "TcpStream", "HttpTiles"], &["gui"]),
        ("a union that minds which way a ring runs", &["unary_union"], &["geometry"]),
        ("printing", &["println!", "eprintln!"], &["cli", "main"]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let module = top_module(&path);
        for (what, words, allowed) in &rules {
            if allowed.contains(&module.as_str()) {
                continue;
            }
            for (line_idx, line) in without_tests(&text).lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                if words.iter().any(|word| code.contains(word)) {
                    wrong.push(format!("{}:{}: {what}", path.display(), line_idx + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn colors_are_named_in_the_theme_only() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let in_theme = path.to_string_lossy().contains("theme");
        for (line_idx, line) in without_tests(&text).lines().enumerate() {
            let named = ["Color32::from_rgb", "Color32::from_hex", "hex_color!", "Color32::RED", "Color32::GREEN"];
            if !in_theme && named.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{}", path.display(), line_idx + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn dutch_stands_where_dutch_belongs() {
    // Words that a Dutch sentence hardly does without, and that are not English.
    let words: BTreeSet<&str> =
        ["niet", "geen", "een", "het", "wordt", "zijn", "voor", "naar", "deze", "bestand", "kies", "alle"].into();
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        if top_module(&path) == "nl" {
            continue;
        }
        for (line_idx, line) in without_tests(&text).lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            // What stands between quotes: the odd parts of a split.
            for literal in line.split('"').skip(1).step_by(2) {
                let n_dutch = literal.split(|c: char| !c.is_alphabetic()).filter(|word| words.contains(word)).count();
                if n_dutch > 0 && literal.contains(' ') {
                    wrong.push(format!("{}:{}: {literal}", path.display(), line_idx + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short_and_open_with_a_sentence() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests"] {
        for (path, text) in rust_files(folder) {
            if text.lines().count() > MAX_LINES {
                wrong.push(format!("{} has {} lines", path.display(), text.lines().count()));
            }
            let opens = text.starts_with("//!") || text.starts_with("#!");
            if !opens {
                wrong.push(format!("{} does not say what it is", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_says_why() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let section = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[lints").next());
    for line in section.expect("a dependency section").lines().filter(|line| line.contains('=')) {
        assert!(line.contains("# "), "no reason given: {line}");
    }
}
