//! Where files may go: over an own earlier export, and over nothing else.
//!
//! An own export is told by what stands in it: a FeatureCollection and a report begin as ours do, a GeoPackage names its
//! tables and has no others, a table of results has our columns. A table of a layer looks like anybody's, and one of what a room
//! left is where people write on: such a table is ours when the report beside it names it with the hash of what it holds.
//! Whatever else the report names is ours for as long as it holds that.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::geopackage::is_own_geopackage;
use super::map_svg;
use crate::domain::amenity::AmenityKind;
use crate::files::{JOURNALS, Refusal, RefusalKind, Sources, StagedFiles, beside, content_hash};
use crate::project::file::is_project;

/// So much of a file tells whether it is ours, in bytes.
const HEAD_BYTES: u64 = 4_096;

/// How a database begins.
const SQLITE_HEADER: &[u8] = b"SQLite format 3\0";

/// The name of the report in a folder.
pub(super) const REPORT: &str = "rapport.json";

/// How the tables of results begin that only an export has.
const OWN_HEADERS: [&str; 5] = [
    "id,naam,status,gemeenten,kernen,zorg24,",
    "zone_id,woonvorm,oppervlakte_ha,",
    "id,soort_nodig,zoekgebied_naam,",
    "rang,id,naam,zone_id,",
    "gemeente,woonvorm,scenario,opgave,gepland,verschil",
];

/// A file of an export, as its report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NamedFile {
    /// Its name in the folder.
    pub(super) naam: String,
    /// A hash of what it holds.
    pub(super) inhoud: String,
}

#[derive(Deserialize)]
struct ReportOfBefore {
    invoer_hash: String,
    #[serde(default)]
    bestanden: Vec<NamedFile>,
}

/// May a file be written here by a call that reads these sources?
///
/// # Errors
/// A [`Refusal`] when there is a source of the call, a project, a file that no export made, a folder, a pipe or a device.
pub fn may_write_file(path: &Path, sources: &Sources) -> io::Result<()> {
    let has_journal = || JOURNALS.into_iter().any(|journal| beside(path, journal).exists());
    let why = match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => RefusalKind::Folder,
        Ok(meta) if !meta.is_file() => RefusalKind::Special,
        Ok(_) if sources.contains(path) => RefusalKind::Source,
        _ if has_journal() => RefusalKind::InUse,
        Ok(_) if is_project(path) => RefusalKind::Project,
        Ok(_) if !is_own(path) => RefusalKind::Foreign,
        // What is wrong with a path shows when it is written.
        Ok(_) | Err(_) => return Ok(()),
    };
    Err(Refusal::error(path, why))
}

/// May a file be written here that the user chose in a dialog, which has asked whether it may go?
///
/// # Errors
/// A [`Refusal`] when there is a database.
pub(super) fn check_chosen(path: &Path) -> io::Result<()> {
    let mut head = Vec::new();
    let is_file = fs::metadata(path).is_ok_and(|meta| meta.is_file());
    if is_file {
        File::open(path)?.take(HEAD_BYTES).read_to_end(&mut head)?;
    }
    if !head.starts_with(SQLITE_HEADER) {
        return Ok(());
    }
    let why = if is_project(path) { RefusalKind::Project } else { RefusalKind::Foreign };
    Err(Refusal::error(path, why))
}

/// May files be written in this folder, which need not be there yet?
///
/// # Errors
/// A [`Refusal`] when something else stands there.
pub fn may_write_folder(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(meta) if !meta.is_dir() => Err(Refusal::error(path, RefusalKind::NotAFolder)),
        _ => Ok(()),
    }
}

/// Did an export make this file, as far as can be told?
pub(super) fn is_own(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    if read.is_err() {
        return false;
    }
    if head.starts_with(SQLITE_HEADER) {
        return is_own_geopackage(path);
    }
    let head = String::from_utf8_lossy(&head);
    if head.is_empty() {
        return true;
    }
    if let Some(named) = named_by_report(path) {
        return content_hash(path).is_ok_and(|hash| hash == named.inhoud);
    }
    head.starts_with("{\"type\":\"FeatureCollection\",\"name\":\"") && head.contains(OWN_MEMBER)
        || head.starts_with("{\n  \"versie\": \"") && head.contains("\n  \"invoer_hash\": \"")
        || head.starts_with(map_svg::OWN[0]) && head.contains(map_svg::OWN[1])
        || is_own_table(&head)
}

/// How the member begins that every own FeatureCollection has.
const OWN_MEMBER: &str = ",\"zorgkring\":{\"versie\":\"";

fn is_own_table(head: &str) -> bool {
    let header = head.lines().next().unwrap_or_default();
    OWN_HEADERS.iter().any(|own| header.starts_with(own)) || is_reach_header(header)
}

/// Does a table begin as that of `bereik`: the id, then the distance and the id of each kind?
fn is_reach_header(header: &str) -> bool {
    let columns: Vec<&str> = header.split(',').collect();
    let is_of_kind = |pair: &[&str]| {
        let kind = pair[0].strip_suffix("_m").and_then(AmenityKind::from_role);
        kind.is_some_and(|kind| pair.get(1).and_then(|id| id.strip_suffix("_id")) == Some(kind.role()))
    };
    columns[0] == "id" && columns.len() > 1 && columns[1..].chunks(2).all(is_of_kind)
}

fn report_beside(path: &Path) -> Option<ReportOfBefore> {
    serde_json::from_slice(&fs::read(path.with_file_name(REPORT)).ok()?).ok()
}

fn named_by_report(path: &Path) -> Option<NamedFile> {
    let name = path.file_name()?.to_string_lossy();
    report_beside(path)?.bestanden.into_iter().find(|file| file.naam == name)
}

/// The value of a member of the origin at the beginning of an own collection or report; nothing when it is null.
fn text_in_head(path: &Path, member: &str) -> Option<String> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let after = head.split_once(&format!("\"{member}\":"))?.1.trim_start();
    Some(after.strip_prefix('"')?.split('"').next()?.to_owned())
}

/// The files of one call in the making.
#[derive(Debug)]
pub(super) struct OwnFiles<'a> {
    staged: StagedFiles,
    sources: &'a Sources,
}

/// When a file of an earlier run goes that this run does not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stale {
    /// In any case: what it would hold is no longer there.
    Always,
    /// When it followed from another input.
    OfOtherInput,
    /// When a project was exported into it, and not only layers.
    OfProject,
}

impl<'a> OwnFiles<'a> {
    /// None yet, of a call that reads these sources.
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { staged: StagedFiles::default(), sources }
    }

    /// How many files are in the making.
    pub(super) fn n_files(&self) -> usize {
        self.staged.n_files()
    }

    /// Writes one file and brings it safely to the disk.
    pub(super) fn write(
        &mut self,
        target: &Path,
        content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> io::Result<()> {
        may_write_file(target, self.sources)?;
        self.staged.write(target, content)
    }

    /// Opens a file to write that needs no care for the disk, because it can be made again.
    pub(super) fn create(&mut self, target: &Path) -> io::Result<BufWriter<File>> {
        may_write_file(target, self.sources)?;
        self.staged.create(target)
    }

    /// Lets go of an own file of an earlier run that this run does not write; `hash` is that of this run's input.
    pub(super) fn remove_stale(&mut self, path: &Path, stale: Stale, hash: &str) {
        let is_ours = !self.staged.holds(path) && path.is_file() && !self.sources.contains(path) && is_own(path);
        let is_stale = || match stale {
            Stale::Always => true,
            Stale::OfOtherInput => {
                let of_report = || report_beside(path).map(|report| report.invoer_hash);
                text_in_head(path, "invoer_hash").or_else(of_report).as_deref() != Some(hash)
            }
            Stale::OfProject => text_in_head(path, "normenkader").is_some(),
        };
        if is_ours && is_stale() {
            self.staged.remove(path);
        }
    }

    /// Names files with what they hold: `written`, and those that still stand in the folder from before. Of one that somebody
    /// changed since it stays known that it is not as it was written.
    pub(super) fn named(&self, folder: &Path, written: &[PathBuf]) -> io::Result<Vec<NamedFile>> {
        let mut named = Vec::new();
        for path in written {
            let naam = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            named.extend(self.staged.content_hash(path)?.map(|inhoud| NamedFile { naam, inhoud }));
        }
        let before = report_beside(&folder.join(REPORT)).map(|report| report.bestanden).unwrap_or_default();
        let still_stands = |file: &NamedFile| {
            let path = folder.join(&file.naam);
            !self.staged.holds(&path) && !self.staged.lets_go(&path) && path.is_file()
        };
        named.extend(before.into_iter().filter(still_stands));
        Ok(named)
    }

    /// Gives every file its own name, in the order of writing; those that go, go.
    pub(super) fn publish(self) -> io::Result<Vec<PathBuf>> {
        self.staged.publish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &Path, sources: &Sources) -> Option<RefusalKind> {
        may_write_file(path, sources).err().and_then(|error| Refusal::of(&error).map(|refusal| refusal.why))
    }

    #[test]
    fn only_an_own_file_and_an_empty_one_are_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bestand");
        let check = |content: &str| {
            fs::write(&path, content).expect("a file");
            refusal(&path, &Sources::default())
        };
        let ours = "{\"type\":\"FeatureCollection\",\"name\":\"zones\",\"zorgkring\":{\"versie\":\"0.1.0\"}}";
        for own in [
            "",
            ours,
            "{\n  \"versie\": \"0.1.0\",\n  \"invoer_hash\": \"ab\"\n}",
            "id,supermarkt_m,supermarkt_id,halte_m,halte_id\n1,,,,\n",
            "gemeente,woonvorm,scenario,opgave,gepland,verschil,gm_code\n",
        ] {
            assert_eq!(check(own), None, "{own}");
        }
        for foreign in [
            "{\"type\":\"FeatureCollection\",\"features\":[]}",
            "{\"versie\": 1}",
            "id,naam,x,y\n1,Hof,250000,470000\n",
            "id,soort,naam,status,bron,bron_datum,lon,lat\n",
            "id,supermarkt_m\n",
            "SQLite format 3\0 en verder niets",
            "een brief",
        ] {
            assert_eq!(check(foreign), Some(RefusalKind::Foreign), "{foreign}");
        }
        fs::write(&path, ours).expect("a file");
        assert_eq!(refusal(&path, &Sources::new([path.clone()])), Some(RefusalKind::Source));
        assert_eq!(refusal(folder.path(), &Sources::default()), Some(RefusalKind::Folder));
        assert_eq!(refusal(&folder.path().join("nieuw"), &Sources::default()), None);
        fs::write(folder.path().join("nieuw-wal"), "halverwege").expect("a file");
        assert_eq!(refusal(&folder.path().join("nieuw"), &Sources::default()), Some(RefusalKind::InUse));
        assert!(may_write_folder(&path).is_err() && may_write_folder(folder.path()).is_ok());
    }

    #[test]
    fn a_file_is_ours_while_the_report_beside_it_knows_what_it_holds() {
        let sources = Sources::default();
        for (name, content, is_known_by_its_head) in [
            ("sport.csv", "id,soort,naam,status,bron,bron_datum,lon,lat\n", false),
            ("schetsen.csv", "id,titel,notitie,vorm,kleur,dikte,ronde,ronde_titel,tafel,gemaakt,wkt\n", false),
            ("notities.csv", "id,tekst,ronde,ronde_titel,tafel,gemaakt,lon,lat\n", false),
            ("besluiten.csv", "id,wat,wie,wanneer,werkatelier,gemaakt,x_rd,y_rd\n", false),
            ("stemmingen.csv", "stemming,onderwerp,stemmen,blijft_over,van,gemaakt\n", false),
            ("zones.csv", "id,naam,status,gemeenten,kernen,zorg24,oppervlakte_ha\n", true),
            (
                "notities.geojson",
                "{\"type\":\"FeatureCollection\",\"name\":\"notities\",\"zorgkring\":{\"versie\":\"1\"}}",
                true,
            ),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let at = |name: &str| folder.path().join(name);
            let mut files = OwnFiles::new(&sources);
            files.write(&at(name), |out| io::Write::write_all(out, content.as_bytes())).expect("written");
            let named = files.named(folder.path(), &[at(name)]).expect("read");
            files.publish().expect("put in place");
            assert_eq!(refusal(&at(name), &sources).is_none(), is_known_by_its_head, "{name}: no report yet");
            let report = serde_json::json!({"invoer_hash": "ab", "bestanden": named});
            fs::write(at(REPORT), report.to_string()).expect("a file");
            assert_eq!(refusal(&at(name), &sources), None, "{name}");
            assert_eq!(OwnFiles::new(&sources).named(folder.path(), &[]).expect("read"), named);
            fs::write(at(name), format!("{content}1,opmerking\n")).expect("changed by hand");
            assert_eq!(refusal(&at(name), &sources), Some(RefusalKind::Foreign), "{name}");
            let still = OwnFiles::new(&sources).named(folder.path(), &[]).expect("read");
            assert_eq!(still, named, "{name}: the next report does not take the change for ours");
        }
    }
}
