//! `rapport.json`: what went in, how it was measured, and the region in figures.

use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::geojson::{Origin, published, rounded};
use super::ledger::is_whole_twente;
use super::left::Left;
use super::result_layers::transit_shares;
use super::results::Results;
use super::target::NamedFile;
use crate::analysis::region::RegionFigures;
use crate::domain::baseline::Baseline;
use crate::domain::demand::{KnownSum, MIN_PUBLISHED_PEOPLE, PeopleSum};
use crate::domain::norm::NormSet;
use crate::nl::report::{LEDGER_REMARK, LEFT_OUT_REMARK, TARGET_SOURCE};
use crate::session::StageDurations;

/// How long everything took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunDurations {
    /// Reading the layers.
    pub reading: Duration,
    /// The stages of the computation.
    pub stages: StageDurations,
}

#[derive(Serialize)]
struct Report<'a> {
    versie: &'static str,
    invoer_hash: &'a str,
    gemaakt: &'a str,
    fictief: bool,
    bronvermelding: &'a [String],
    normenkader: NormsInReport<'a>,
    doelgroep: crate::domain::mobility::MobilityProfile,
    /// The variant that the figures are of; nothing for the ground as it is.
    variant: Option<&'a str>,
    lagen: Vec<LayerInReport<'a>>,
    meten: Measuring,
    regio: Region<'a>,
    /// Nothing when a layer that zones need was not read.
    zones_aantal: Option<usize>,
    bijna_aantal: Option<usize>,
    kandidaten_aantal: Option<usize>,
    opgave: LedgerInReport,
    weggelaten: LeftOut<'a>,
    problemen: &'a [String],
    /// Files beside it that people may write on, with what they hold: how an own one is told from one that was changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bestanden: Vec<NamedFile>,
    duur_ms: DurationsInReport,
}

#[derive(Serialize)]
struct NormsInReport<'a> {
    naam: &'a str,
    omloopfactor: f64,
    normen: Vec<NormInReport<'a>>,
    ov_normen: Vec<TransitNormInReport<'a>>,
}

#[derive(Serialize)]
struct NormInReport<'a> {
    woonvorm: &'static str,
    soort: Vec<&'static str>,
    max_m: f64,
    verplicht: bool,
    gewicht: f64,
    bron: &'a str,
    zekerheid: String,
}

#[derive(Serialize)]
struct TransitNormInReport<'a> {
    woonvorm: &'static str,
    min_klasse: &'static str,
    verplicht: bool,
    bron: &'a str,
    zekerheid: String,
}

#[derive(Serialize)]
struct LayerInReport<'a> {
    rol: &'static str,
    bestand: &'a str,
    bron: Option<&'a str>,
    datum: Option<&'a str>,
    licentie: Option<&'a str>,
    aantal: usize,
    problemen: usize,
    fictief: bool,
}

#[derive(Serialize)]
struct Measuring {
    wijze: &'static str,
    omloopfactor: f64,
    cel_m: u16,
}

#[derive(Serialize)]
struct People {
    inwoners: Option<f64>,
    inwoners_65plus: Option<f64>,
    inwoners_75plus: Option<f64>,
    /// Of what share of the residents, where that is not all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_bekend: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_65plus_bekend: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_75plus_bekend: Option<f64>,
}

impl From<&PeopleSum> for People {
    fn from(sum: &PeopleSum) -> Self {
        let known = |count: &KnownSum| count.partly_known().map(|share| rounded(share, 4));
        Self {
            inwoners: published(sum.residents.value()),
            inwoners_65plus: published(sum.aged_65_plus.value()),
            inwoners_75plus: published(sum.aged_75_plus.value()),
            inwoners_bekend: known(&sum.residents),
            inwoners_65plus_bekend: known(&sum.aged_65_plus),
            inwoners_75plus_bekend: known(&sum.aged_75_plus),
        }
    }
}

#[derive(Serialize)]
struct Region<'a> {
    #[serde(flatten)]
    people: People,
    in_zones: People,
    in_ring_geclusterd: People,
    in_ring_zorggeschikt: People,
    /// What zones need and was not read: of each group of roles one would do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    geen_laag: Vec<Vec<&'static str>>,
    ov_verdeling: Option<Map<String, Value>>,
    gemeenten: Vec<MunicipalityInReport<'a>>,
}

#[derive(Serialize)]
struct MunicipalityInReport<'a> {
    code: &'a str,
    naam: &'a str,
    #[serde(flatten)]
    people: People,
    in_zones: People,
}

#[derive(Serialize)]
struct LedgerInReport {
    scenario: &'static str,
    bron: Option<&'static str>,
    toelichting: &'static str,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    aantal: usize,
    grens: f64,
    toelichting: &'static str,
    lagen: Vec<&'static str>,
    zinnen: &'a [String],
}

/// When and from what files were made.
pub(super) struct Run<'a> {
    pub(super) origin: &'a Origin,
    /// Of the run and of the writing.
    pub(super) durations: Option<(RunDurations, Duration)>,
}

/// All unknown when the run must give the same bytes again.
#[derive(Serialize, Default)]
struct DurationsInReport {
    inlezen: Option<f64>,
    bereik: Option<f64>,
    zones: Option<f64>,
    kandidaten: Option<f64>,
    schrijven: Option<f64>,
}

fn norms_in_report(norms: &NormSet) -> NormsInReport<'_> {
    let normen = norms.norms.iter().map(|norm| NormInReport {
        woonvorm: norm.form.name(),
        soort: norm.kinds.iter().map(|kind| kind.role()).collect(),
        max_m: rounded(norm.max.meters(), 1),
        verplicht: norm.required,
        gewicht: norm.weight,
        bron: &norm.source,
        zekerheid: norm.certainty.to_string(),
    });
    let ov_normen = norms.transit_norms.iter().map(|norm| TransitNormInReport {
        woonvorm: norm.form.name(),
        min_klasse: norm.min_class.letter(),
        verplicht: norm.required,
        bron: &norm.source,
        zekerheid: norm.certainty.to_string(),
    });
    NormsInReport {
        naam: &norms.name,
        omloopfactor: norms.detour_factor,
        normen: normen.collect(),
        ov_normen: ov_normen.collect(),
    }
}

fn layers_in_report(baseline: &Baseline) -> Vec<LayerInReport<'_>> {
    let layers = baseline.layers.iter().map(|layer| LayerInReport {
        rol: layer.role.name(),
        bestand: &layer.file,
        bron: layer.source.as_deref(),
        datum: layer.date.as_deref(),
        licentie: layer.licence.as_deref(),
        aantal: layer.n_features,
        problemen: layer.n_problems,
        fictief: layer.fictional,
    });
    layers.collect()
}

fn region_in_report(region: &RegionFigures) -> Region<'_> {
    let gemeenten = region.municipalities.iter().map(|municipality| MunicipalityInReport {
        code: &municipality.code,
        naam: &municipality.name,
        people: (&municipality.people).into(),
        in_zones: (&municipality.in_zones).into(),
    });
    Region {
        people: (&region.people).into(),
        in_zones: (&region.in_zones).into(),
        in_ring_geclusterd: (&region.in_clustered_rings).into(),
        in_ring_zorggeschikt: (&region.in_care_ready_rings).into(),
        geen_laag: region.unread.iter().map(|kinds| kinds.iter().map(|kind| kind.role()).collect()).collect(),
        ov_verdeling: transit_shares(&region.transit_shares),
        gemeenten: gemeenten.collect(),
    }
}

fn milliseconds(duration: Duration) -> Option<f64> {
    Some(rounded(duration.as_secs_f64() * 1000.0, 1))
}

/// Writes the report. Norms stand in it as the analysis used them: scaled by the doelgroep.
pub(super) fn write_report(
    mut out: impl Write,
    Results { baseline, project, outcome }: Results<'_>,
    Run { origin, durations }: &Run<'_>,
    left: &Left,
    bestanden: Vec<NamedFile>,
) -> io::Result<()> {
    let norms = project.effective_norms();
    let duur_ms = durations.map_or_else(DurationsInReport::default, |(run, writing)| DurationsInReport {
        inlezen: milliseconds(run.reading),
        bereik: milliseconds(run.stages.reach),
        zones: milliseconds(run.stages.zones),
        kandidaten: milliseconds(run.stages.sites),
        schrijven: milliseconds(writing),
    });
    let report = Report {
        versie: origin.versie,
        invoer_hash: &origin.invoer_hash,
        gemaakt: &origin.gemaakt,
        fictief: origin.fictief,
        bronvermelding: &origin.bronvermelding,
        normenkader: norms_in_report(&norms),
        doelgroep: project.profile,
        variant: project.plan.active().map(|variant| variant.name.as_str()),
        lagen: layers_in_report(baseline),
        meten: Measuring { wijze: "cirkel", omloopfactor: norms.detour_factor, cel_m: project.cell_m },
        regio: region_in_report(&outcome.region),
        zones_aantal: outcome.n_zones_known(),
        bijna_aantal: outcome.n_near_misses_known(),
        kandidaten_aantal: outcome.n_sites_known(),
        opgave: LedgerInReport {
            scenario: project.scenario.name(),
            bron: is_whole_twente(&baseline.municipalities).then_some(TARGET_SOURCE),
            toelichting: LEDGER_REMARK,
        },
        weggelaten: LeftOut {
            aantal: left.n_small,
            grens: MIN_PUBLISHED_PEOPLE,
            toelichting: LEFT_OUT_REMARK,
            lagen: left.roles.iter().map(|role| role.name()).collect(),
            zinnen: &left.sentences,
        },
        problemen: &left.problems,
        bestanden,
        duur_ms,
    };
    serde_json::to_writer_pretty(&mut out, &report)?;
    out.write_all(b"\n")
}
