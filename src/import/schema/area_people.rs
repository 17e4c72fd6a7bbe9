//! The people of areas, spread over the kernen as far as nothing more precise gives people there. Those of wijken and buurten are
//! worked out anew whenever something that gives people comes or goes, so that neither order nor history matters.

use std::collections::BTreeMap;

use super::super::codes::municipality_of;
use super::super::problems::Problems;
use super::people_once::{Asked, LeftOut, PeopleOnce, count, files_of};
use super::postcodes::{PostcodeArea, spread};
use super::squares::Inhabited;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::PeopleCounts;
use crate::domain::problem::{Position, ProblemKind};

/// A file of wijken or buurten with people.
#[derive(Debug)]
pub(super) struct AreaFile {
    pub(super) role: Role,
    pub(super) file: String,
    /// Where in the file each stands, by its code.
    pub(super) places: BTreeMap<String, Position>,
}

/// Takes over the people of the areas of a file that no other file gave. Takes an overlay per area and kern that meet.
pub(super) fn take(
    people: &mut PeopleOnce,
    base: &Baseline,
    (file, mut areas): (&str, Vec<PostcodeArea>),
    problems: &mut Problems,
    left_out: &mut LeftOut,
) {
    areas.retain(|area| {
        let given_by = people.given_by(Some(&area.area), None, count(&area.people));
        given_by.is_none_or(|by| {
            *left_out.entry(by).or_insert(0) += 1;
            false
        })
    });
    // Schematic borders say nothing about where an outline should lie.
    let schematic = base.layers.iter().any(|layer| layer.role == Role::Municipality && layer.fictional);
    let municipalities = if schematic { &[] } else { base.municipalities.as_slice() };
    let spread = spread(&areas, &base.settlements, municipalities, problems);
    let inhabited = |(area, cells): (PostcodeArea, _)| Inhabited { cells, area: Some(area.area), is_of_area: true };
    people.take(file, areas.into_iter().zip(spread).map(inhabited).collect(), Asked::Before);
}

/// Takes over the people of all buurten, then those of all wijken: of those that were there before and of each file in the
/// order of reading. What is found goes to a list of problems per file.
pub(super) fn take_all(people: &mut PeopleOnce, base: &Baseline, files: &[AreaFile], found: &mut Vec<Problems>) {
    let of_buurten: Vec<&str> =
        files.iter().filter(|file| file.role == Role::Neighborhood).map(|file| file.file.as_str()).collect();
    let kept_buurten = kept_files(base, Role::Neighborhood, &of_buurten);
    for role in [Role::Neighborhood, Role::District] {
        let of_role: Vec<&AreaFile> = files.iter().filter(|file| file.role == role).collect();
        let mut areas: Vec<Vec<PostcodeArea>> = Vec::new();
        areas.resize_with(of_role.len() + 1, Vec::new);
        for (idx, (code, area)) in peopled(base, role).enumerate() {
            let position = |file: &&AreaFile| file.places.get(code).cloned();
            let in_file = of_role.iter().enumerate().find_map(|(at, file)| Some((at + 1, position(file)?)));
            let kept = || (0, Position::Feature { number: idx + 1, id: Some(code.to_owned()) });
            let (at, position) = in_file.unwrap_or_else(kept);
            areas[at].push(PostcodeArea { position, ..area });
        }
        let new_files: Vec<&str> = of_role.iter().map(|file| file.file.as_str()).collect();
        let kept_file = kept_files(base, role, &new_files);
        for (at, areas) in areas.into_iter().enumerate().filter(|(_, areas)| !areas.is_empty()) {
            let file = if at == 0 { kept_file.as_str() } else { new_files[at - 1] };
            let mut problems = Problems::new(file, Some(role));
            let mut left_out = LeftOut::new();
            // How areas that were there lie was told when they were read.
            let mut told_before = problems.silent();
            let of_spreading = if at == 0 { &mut told_before } else { &mut problems };
            take(people, base, (file, areas), of_spreading, &mut left_out);
            // What one layer that was there leaves to another was told when the second of them came.
            let was_told = |by: &String| at == 0 && *by == kept_buurten && !of_buurten.contains(&by.as_str());
            for (by, n) in left_out.into_iter().filter(|(by, _)| !was_told(by)) {
                problems.about_file(ProblemKind::PeopleAlreadyGiven { n, by });
            }
            found.push(problems);
        }
    }
}

/// The files of a role that were there before those that were read.
fn kept_files(base: &Baseline, role: Role, new: &[&str]) -> String {
    let of_role = || base.layers.iter().filter(|layer| layer.role == role);
    let n_kept = of_role().count().saturating_sub(new.len());
    let mut names: Vec<&str> = of_role().take(n_kept).map(|layer| layer.file.as_str()).collect();
    names.dedup();
    // A newer file may have taken the place of the layer that the rest came with.
    if names.is_empty() { files_of(base, |of| of == role) } else { names.join(", ") }
}

/// The wijken or buurten with people, as areas to spread from, each with its code.
fn peopled(base: &Baseline, role: Role) -> impl Iterator<Item = (&str, PostcodeArea)> {
    let areas = base.coded_areas(role).into_iter().flat_map(|areas| areas.iter());
    areas.filter(|area| area.people != PeopleCounts::default()).map(|area| {
        let position = Position::Feature { number: 0, id: None };
        let municipality = municipality_of(&area.code);
        (&*area.code, PostcodeArea { position, people: area.people, area: area.outline.clone(), municipality })
    })
}
