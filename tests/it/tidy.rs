//! The house rules that a compiler does not check.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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

#[test]
fn a_module_uses_only_modules_above_it() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let order: Vec<&str> =
        lib.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(order.len() > 10, "{order:?}");
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let own = top_module(&path);
        let Some(own_idx) = order.iter().position(|module| *module == own) else { continue };
        for (line_idx, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for used in code.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if order.iter().position(|module| *module == name).is_some_and(|idx| idx > own_idx) {
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
        ("a union that minds which way a ring runs", &["unary_union"], &["overlay"]),
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
        if ["nl", "export", "cli"].contains(&top_module(&path).as_str()) {
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
fn every_dependency_says_why_and_has_a_compatible_licence() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let section = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[lints").next());
    for line in section.expect("a dependency section").lines().filter(|line| line.contains('=')) {
        assert!(line.contains("# "), "no reason given: {line}");
    }
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--all-features", "--locked"])
        // What other systems need is not fetched here; its licences are checked where it is.
        .args(["--filter-platform", &format!("{}-unknown-linux-gnu", std::env::consts::ARCH)])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 100);
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| !licence_is_compatible(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Is one side of each "AND" a licence that goes with MIT OR Apache-2.0?
fn licence_is_compatible(expression: &str) -> bool {
    const COMPATIBLE: [&str; 17] = [
        "MIT",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "0BSD",
        "Unlicense",
        "CC0-1.0",
        "BSL-1.0",
        "MIT-0",
        "Unicode-3.0",
        "OFL-1.1",
        "Ubuntu-font-1.0",
        "CDLA-Permissive-2.0",
        "MPL-2.0",
    ];
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    !plain.is_empty()
        && plain.split(" AND ").all(|part| part.split(" OR ").any(|licence| COMPATIBLE.contains(&licence.trim())))
}

#[test]
fn a_licence_that_does_not_go_with_ours_is_found() {
    assert!(licence_is_compatible("MIT OR Apache-2.0"));
    assert!(licence_is_compatible("(MIT OR GPL-3.0) AND Unicode-3.0"));
    assert!(!licence_is_compatible("GPL-3.0-only"));
    assert!(!licence_is_compatible("MIT AND AGPL-3.0"));
    assert!(!licence_is_compatible(""));
}
