//! Which source file takes a name from which other file.
//!
//! `use` lines are followed to where a name is defined, so that handing a name on with `pub use` makes nobody its owner. A
//! module's file and the files of its children are files like any other. Tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// The way to a module or to what it defines: `["analysis", "zones"]`.
type Way = Vec<String>;

/// What one module says of itself.
#[derive(Default)]
struct Module {
    file: PathBuf,
    defines: BTreeSet<String>,
    /// Names that it brings in, each with the way as it is written.
    brings: BTreeMap<String, Way>,
    globs: Vec<Way>,
    /// Every way that its code names, tests apart.
    names: BTreeSet<Way>,
}

/// The modules of a tree of sources by their way.
pub(crate) struct Sources {
    modules: BTreeMap<Way, Module>,
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

fn defined_by(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(it) => it.ident.to_string(),
        Item::Enum(it) => it.ident.to_string(),
        Item::Fn(it) => it.sig.ident.to_string(),
        Item::Static(it) => it.ident.to_string(),
        Item::Struct(it) => it.ident.to_string(),
        Item::Trait(it) => it.ident.to_string(),
        Item::Type(it) => it.ident.to_string(),
        Item::Macro(it) => it.ident.as_ref()?.to_string(),
        _ => return None,
    })
}

impl Module {
    fn read_use(&mut self, tree: &UseTree, before: &[String], handed_on: bool) {
        let mut way = before.to_vec();
        match tree {
            UseTree::Path(path) => {
                way.push(path.ident.to_string());
                self.read_use(&path.tree, &way, handed_on);
            }
            UseTree::Name(name) if name.ident == "self" => {
                let last = way.last().cloned().unwrap_or_default();
                self.bring(last, way, handed_on);
            }
            UseTree::Name(name) => {
                way.push(name.ident.to_string());
                self.bring(name.ident.to_string(), way, handed_on);
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    way.push(rename.ident.to_string());
                }
                self.bring(rename.rename.to_string(), way, handed_on);
            }
            UseTree::Glob(_) => self.globs.push(way),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.read_use(tree, before, handed_on);
                }
            }
        }
    }

    fn bring(&mut self, name: String, way: Way, handed_on: bool) {
        if !handed_on {
            self.names.insert(way.clone());
        }
        self.brings.insert(name, way);
    }

    fn read(&mut self, items: &[Item]) {
        for item in items.iter().filter(|item| !is_test(attributes_of(item))) {
            self.defines.extend(defined_by(item));
            match item {
                Item::Use(it) => {
                    let handed_on = !matches!(it.vis, syn::Visibility::Inherited);
                    self.read_use(&it.tree, &[], handed_on);
                }
                Item::Mod(it) => {
                    if let Some((_, items)) = &it.content {
                        self.read(items);
                    }
                }
                _ => self.visit_item(item),
            }
        }
    }

    /// Ways inside what a macro is given, which is not parsed.
    fn read_tokens(&mut self, tokens: TokenStream) {
        let mut way: Way = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end_way(&mut way);
                    }
                    way.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end_way(&mut way);
                    self.read_tokens(group.stream());
                    colons = 0;
                }
                _ => {
                    self.end_way(&mut way);
                    colons = 0;
                }
            }
        }
        self.end_way(&mut way);
    }

    fn end_way(&mut self, way: &mut Way) {
        if way.len() > 1 {
            self.names.insert(way.clone());
        }
        way.clear();
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let way: Way = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.names.insert(way);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        self.read_tokens(it.tokens.clone());
        visit::visit_macro(self, it);
    }

    fn visit_item_use(&mut self, it: &'ast syn::ItemUse) {
        self.read_use(&it.tree, &[], false);
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        if !is_test(&it.attrs) {
            visit::visit_impl_item_fn(self, it);
        }
    }
}

impl Sources {
    /// Reads every file below a folder of sources; those whose name a test of a module bears are left out.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut modules = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(at) = folders.pop() {
            for entry in fs::read_dir(&at).expect("the folder is there") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let is_rust = path.extension().is_some_and(|extension| extension == "rs");
                if !is_rust || path.ends_with("laws.rs") || path.ends_with("main.rs") {
                    continue;
                }
                let file = path.strip_prefix(folder).expect("below the folder").to_owned();
                let mut way: Way =
                    file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
                if way.last().is_some_and(|last| last == "mod" || last == "lib") {
                    way.pop();
                }
                let text = fs::read_to_string(&path).expect("our sources are UTF-8");
                let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let mut module = Module { file, ..Module::default() };
                module.read(&parsed.items);
                modules.insert(way, module);
            }
        }
        Self { modules }
    }

    /// The module that defines what a way leads to, as it is written in a module.
    fn owner(&self, at: &[String], way: &[String], depth: usize) -> Option<Way> {
        if depth > 12 {
            return None;
        }
        let (first, mut rest) = way.split_first()?;
        let mut here: Way = at.to_vec();
        match first.as_str() {
            "crate" => here.clear(),
            "self" => {}
            "super" => {
                here.pop();
            }
            name => {
                let module = self.modules.get(at)?;
                let mut child = at.to_vec();
                child.push(name.to_owned());
                if self.modules.contains_key(&child) {
                    here = child;
                } else if let Some(brought) = module.brings.get(name) {
                    let mut whole = brought.clone();
                    whole.extend_from_slice(rest);
                    if whole.first() == Some(first) && whole.len() == way.len() {
                        return None;
                    }
                    return self.owner(at, &whole, depth + 1);
                } else {
                    return None;
                }
            }
        }
        while let Some((next, after)) = rest.split_first() {
            if next == "super" {
                here.pop();
                rest = after;
                continue;
            }
            let mut child = here.clone();
            child.push(next.clone());
            if self.modules.contains_key(&child) {
                here = child;
                rest = after;
                continue;
            }
            let module = self.modules.get(&here)?;
            if module.defines.contains(next) {
                return Some(here);
            }
            if let Some(brought) = module.brings.get(next) {
                let mut whole = brought.clone();
                whole.extend_from_slice(after);
                return self.owner(&here, &whole, depth + 1);
            }
            for glob in &module.globs {
                let mut whole = glob.clone();
                whole.push(next.clone());
                if let Some(owner) = self.owner(&here, &whole, depth + 1)
                    && self.modules[&owner].defines.contains(next)
                {
                    return Some(owner);
                }
            }
            return Some(here);
        }
        // A way that ends at a module takes nothing from it yet.
        None
    }

    /// For each file the files that it takes a name from, with those names.
    fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for (at, module) in &self.modules {
            let row = imports.entry(module.file.clone()).or_default();
            for way in &module.names {
                if let Some(owner) = self.owner(at, way, 0)
                    && owner != *at
                {
                    row.entry(self.modules[&owner].file.clone())
                        .or_default()
                        .insert(way.last().cloned().unwrap_or_default());
                }
            }
            for glob in &module.globs {
                if let Some(first) = glob.first()
                    && first == "super"
                {
                    let mut here = at.clone();
                    here.pop();
                    row.entry(self.modules[&here].file.clone()).or_default().insert("*".to_owned());
                }
            }
        }
        imports
    }

    /// Files that take from each other in a loop, with what each takes from which: one sentence a loop.
    pub(crate) fn loops(&self) -> Vec<String> {
        let imports = self.imports();
        let within: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> =
            imports.keys().map(|file| (file, reached(&imports, file))).collect();
        let mut left: BTreeSet<&PathBuf> = imports.keys().collect();
        let mut loops = Vec::new();
        while let Some(file) = left.pop_first() {
            if !within[file].contains(file) {
                continue;
            }
            let members: BTreeSet<&PathBuf> =
                within[file].iter().copied().filter(|other| within[other].contains(file)).collect();
            left.retain(|file| !members.contains(file));
            let takes = members.iter().flat_map(|file| {
                let from = imports[*file].iter().filter(|(from, _)| members.contains(from));
                from.map(|(from, names)| format!("  {} takes {names:?} from {}", file.display(), from.display()))
            });
            loops.push(format!("a loop of {} files:\n{}", members.len(), takes.collect::<Vec<_>>().join("\n")));
        }
        loops
    }
}

/// What each file takes from which other file.
type Imports = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// All files that a file takes from, straight or by way of others.
fn reached<'a>(imports: &'a Imports, file: &'a PathBuf) -> BTreeSet<&'a PathBuf> {
    let mut reached = BTreeSet::new();
    let mut to_do = vec![file];
    while let Some(file) = to_do.pop() {
        to_do.extend(imports.get(file).into_iter().flat_map(BTreeMap::keys).filter(|from| reached.insert(*from)));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("below the folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        Sources::read(folder.path()).loops()
    }

    #[test]
    fn a_module_and_its_child_that_take_from_each_other_are_a_loop() {
        let found = sources(&[
            ("lib.rs", "pub mod a;"),
            ("a/mod.rs", "mod b; pub struct Key; pub fn f() { b::g(); }"),
            ("a/b.rs", "use super::Key; pub fn g() -> Option<Key> { None }"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn handing_a_name_on_neither_makes_nor_hides_a_loop() {
        let handed_on = [
            ("lib.rs", "pub mod a; pub mod c;"),
            ("a/mod.rs", "mod b; pub use b::Key;"),
            ("a/b.rs", "pub struct Key; pub fn g() { crate::c::h(); }"),
        ];
        let hidden =
            sources(&[&handed_on[..], &[("c.rs", "use crate::a::Key; pub fn h() -> Option<Key> { None }")]].concat());
        assert!(hidden.len() == 1 && hidden[0].contains("a/b.rs"), "{hidden:?}");
        let open = sources(&[&handed_on[..], &[("c.rs", "pub fn h() {}")]].concat());
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn what_only_tests_take_is_no_loop() {
        let found = sources(&[
            ("lib.rs", "pub mod a; pub mod b;"),
            ("a.rs", "pub fn f() {} #[cfg(test)] mod tests { use crate::b::g; }"),
            ("b.rs", "pub fn g() { crate::a::f(); }"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn what_a_macro_is_given_counts() {
        let found = sources(&[
            ("lib.rs", "pub mod a; pub mod b;"),
            ("a.rs", "use crate::b; pub fn f() -> String { format!(\"{}\", b::g()) }"),
            ("b.rs", "pub fn g() -> u8 { crate::a::f(); 1 }"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
