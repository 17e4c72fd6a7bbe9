//! The arguments, with their Dutch help.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

use crate::domain::mobility::MobilityProfile;
use crate::domain::target::TargetScenario;
use crate::export::OutputCrs;
use crate::import::LayerArgument;
use crate::nl;

const TEMPLATE: &str = "{about}\n\nGebruik: {usage}\n\n{all-args}\n";

const AFTER_HELP: &str = "ROL is een soort (zorg24, supermarkt, dagelijks, huisarts, gezondheidscentrum, apotheek, fysio, \
                          ontmoeting, dagbesteding, bibliotheek, sport, groen, horeca, geldpost, onderwijs, bank, toilet, \
                          halte, station) of vraag, gemeente, wijk, buurt, kern, pc4, kandidaat, cluster, studiegebied.\n\
                          Uitkomst: 0 goed, 1 gedaan maar met problemen, 2 mislukt en niets geschreven.";

/// Zorgkring: cirkels van bereikbaarheid, zones voor zorgzame gemeenschappen en kandidaatlocaties.
#[derive(Debug, Parser)]
#[command(
    name = "zorgkring",
    version,
    about = "Zorgkring tekent cirkels van bereikbaarheid en stelt zones voor zorgzame gemeenschappen voor.",
    help_template = "{about}\n\nGebruik: {usage}\n\n{all-args}\n\n{after-help}\n",
    after_help = AFTER_HELP,
    override_usage = "zorgkring [LAGEN]            opent het venster, zonder lagen met de demoregio\n         \
                      zorgkring OPDRACHT [OPTIES]  rekent zonder venster",
    subcommand_help_heading = "Opdrachten",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true,
    infer_subcommands = false
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) window: WindowArguments,
    /// Toon deze hulp
    #[arg(short, long = "help", action = ArgAction::Help, global = true, help_heading = "Opties")]
    help: Option<bool>,
    /// Toon de versie
    #[arg(short = 'V', long = "version", action = ArgAction::Version, help_heading = "Opties")]
    version: Option<bool>,
}

#[derive(Debug, Args)]
pub(super) struct WindowArguments {
    /// Projectbestand (wordt nog niet gelezen)
    #[arg(value_name = "PROJECT", hide = true)]
    pub(super) project: Option<PathBuf>,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    /// Teken het venster met glow of wgpu
    #[arg(long, value_name = "TEKENAAR", value_parser = ["glow", "wgpu"], hide_possible_values = true, help_heading = "Opties")]
    pub(super) renderer: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Maakt het hele voorstel: zones, ringen, bijna-zones, kandidaten, haltes, opgave en rapport
    #[command(
        help_template = TEMPLATE,
        override_usage = "zorgkring voorstel [--demo] [--laag ROL=BESTAND]... [OPTIES] --uit MAP"
    )]
    Voorstel(ProposalArguments),
    /// Geeft per punt de loopafstand tot de dichtstbijzijnde van elke soort
    #[command(
        help_template = TEMPLATE,
        override_usage = "zorgkring bereik --punten F [--demo] [--laag ROL=BESTAND]... [OPTIES] --uit F.csv"
    )]
    Bereik(ReachArguments),
    /// Schrijft de demoregio: demo.gpkg en een GeoJSON per laag
    #[command(help_template = TEMPLATE, override_usage = "zorgkring demo [OPTIES] --uit MAP")]
    Demo(DemoArguments),
    /// Leest bestanden en meldt elk probleem; schrijft niets
    #[command(help_template = TEMPLATE, override_usage = "zorgkring controleer BESTAND...")]
    Controleer(CheckArguments),
}

impl Command {
    /// How many threads it may use; `None` is all cores.
    pub(super) fn n_threads(&self) -> Option<usize> {
        match self {
            Self::Voorstel(arguments) => arguments.threads.draden,
            Self::Bereik(arguments) => arguments.threads.draden,
            Self::Demo(_) | Self::Controleer(_) => None,
        }
    }
}

#[derive(Debug, Args, Clone)]
#[command(next_help_heading = "Lagen")]
pub(super) struct LayerArguments {
    /// Begin met de demoregio; een laag met --laag vervangt die van de demoregio
    #[arg(long)]
    pub(super) demo: bool,
    /// Lees een laag; mag vaker (GeoJSON of CSV)
    #[arg(long = "laag", value_name = "ROL=BESTAND", value_parser = layer)]
    pub(super) laag: Vec<LayerArgument>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Meten")]
pub(super) struct MeasureArguments {
    /// Loopafstand = hemelsbreed maal deze factor, 1 of meer; anders die van het normenkader (1,3)
    #[arg(long, value_name = "FACTOR", value_parser = detour_factor)]
    pub(super) omloopfactor: Option<f64>,
    /// Zijde van een rastercel in meters: 25, 50 of 100; anders 50
    #[arg(long, value_name = "METER", value_parser = cell)]
    pub(super) cel: Option<u16>,
    /// Meet langs cirkels; langs het netwerk kan nog niet
    #[arg(long, value_name = "WIJZE", value_parser = ["cirkel", "netwerk"], hide_possible_values = true)]
    pub(super) afstand: Option<String>,
    /// Stratenbestand voor --afstand netwerk
    #[arg(long, value_name = "F.osm.pbf", hide = true)]
    pub(super) straten: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Opties")]
pub(super) struct ThreadArguments {
    /// Reken op zoveel draden; anders op alle kernen. De uitkomst is dezelfde
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) draden: Option<usize>,
}

#[derive(Debug, Args)]
pub(super) struct ProposalArguments {
    /// Projectbestand (wordt nog niet gelezen)
    #[arg(value_name = "PROJECT", hide = true)]
    pub(super) project: Option<PathBuf>,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    #[command(flatten)]
    pub(super) measure: MeasureArguments,
    /// Normenkader (TOML); anders 'zorgkring standaard'
    #[arg(long, value_name = "F.toml", help_heading = "Normen")]
    pub(super) normen: Option<PathBuf>,
    /// Variant (die zijn er nog niet)
    #[arg(long, value_name = "NAAM", hide = true)]
    pub(super) variant: Option<String>,
    /// Scenario van de opgave: basis of trend
    #[arg(long, value_name = "NAAM", value_parser = scenario, default_value = "basis", hide_default_value = true, help_heading = "Normen")]
    pub(super) scenario: TargetScenario,
    /// Doelgroep die de normen schaalt: vitaal, 75plus, kwetsbaar, rollator, dementie of scootmobiel
    #[arg(long, value_name = "NAAM", value_parser = profile, default_value = "75plus", hide_default_value = true, help_heading = "Normen")]
    pub(super) doelgroep: MobilityProfile,
    /// Map waarin de bestanden komen
    #[arg(long, value_name = "MAP", help_heading = "Uitvoer")]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) threads: ThreadArguments,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Uitvoer")]
pub(super) struct OutputArguments {
    /// Coördinaten van de GeoJSON: wgs84 (graden) of rd (meters)
    #[arg(long, value_name = "STELSEL", value_parser = crs, default_value = "wgs84", hide_default_value = true)]
    pub(super) crs: OutputCrs,
    /// Tijdstip dat in de bestanden staat, zoals 2026-01-31T12:00:00Z; anders nu, of SOURCE_DATE_EPOCH
    #[arg(long, value_name = "TIJD", value_parser = moment)]
    pub(super) gemaakt: Option<jiff::Timestamp>,
}

#[derive(Debug, Args)]
pub(super) struct ReachArguments {
    /// Punten: CSV met een kolom id en coördinaten, of GeoJSON
    #[arg(long, value_name = "F", help_heading = "Lagen")]
    pub(super) punten: PathBuf,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    #[command(flatten)]
    pub(super) measure: MeasureArguments,
    /// Tabel die geschreven wordt
    #[arg(long, value_name = "F.csv", help_heading = "Uitvoer")]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) threads: ThreadArguments,
}

#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    /// Map waarin de bestanden komen
    #[arg(long, value_name = "MAP", help_heading = "Uitvoer")]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Te controleren bestanden
    #[arg(value_name = "BESTAND", required = true, help_heading = "Argumenten")]
    pub(super) bestanden: Vec<PathBuf>,
}

fn layer(text: &str) -> Result<LayerArgument, String> {
    text.parse().map_err(|error| nl::cli::layer_argument_error(&error))
}

fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

fn detour_factor(text: &str) -> Result<f64, String> {
    let factor = number(text).filter(|factor| (1.0..=10.0).contains(factor));
    factor.ok_or_else(|| "geef een getal van 1 tot en met 10".to_owned())
}

fn cell(text: &str) -> Result<u16, String> {
    let cell = text.parse().ok().filter(|cell| crate::project::CELL_SIZES_M.contains(cell));
    cell.ok_or_else(|| "kies 25, 50 of 100".to_owned())
}

fn threads(text: &str) -> Result<usize, String> {
    let n = text.parse().ok().filter(|n| (1..=1024).contains(n));
    n.ok_or_else(|| "geef een aantal van 1 tot en met 1024".to_owned())
}

fn scenario(text: &str) -> Result<TargetScenario, String> {
    [TargetScenario::Basic, TargetScenario::Trend]
        .into_iter()
        .find(|scenario| scenario.name() == text)
        .ok_or_else(|| "kies basis of trend".to_owned())
}

fn profile(text: &str) -> Result<MobilityProfile, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "kies vitaal, 75plus, kwetsbaar, rollator, dementie of scootmobiel".to_owned())
}

fn crs(text: &str) -> Result<OutputCrs, String> {
    match text {
        "wgs84" => Ok(OutputCrs::Wgs84),
        "rd" => Ok(OutputCrs::Rd),
        _ => Err("kies wgs84 of rd".to_owned()),
    }
}

fn moment(text: &str) -> Result<jiff::Timestamp, String> {
    let whole_day = || format!("{text}T00:00:00Z").parse();
    text.parse().or_else(|_| whole_day()).map_err(|_| "schrijf een tijdstip als 2026-01-31T12:00:00Z".to_owned())
}
