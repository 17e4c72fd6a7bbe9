//! The arguments, with their Dutch help.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

use crate::domain::mobility::MobilityProfile;
use crate::domain::target::TargetScenario;
use crate::export::OutputCrs;
use crate::import::LayerArgument;
use crate::nl;
use crate::nl::help;

/// The program with its commands.
#[derive(Debug, Parser)]
#[command(
    name = "zorgkring",
    version,
    about = help::ABOUT,
    help_template = help::TEMPLATE_WITH_NOTE,
    after_help = help::note(),
    override_usage = help::USAGE,
    subcommand_help_heading = help::HEADING_COMMANDS,
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
    #[arg(help = help::HELP, short, long = "help", action = ArgAction::Help, global = true, help_heading = help::HEADING_OPTIONS)]
    help: Option<bool>,
    #[arg(help = help::VERSION, short = 'V', long = "version", action = ArgAction::Version, help_heading = help::HEADING_OPTIONS)]
    version: Option<bool>,
}

#[derive(Debug, Args)]
pub(super) struct WindowArguments {
    #[arg(help = help::PROJECT, value_name = "PROJECT", hide = true)]
    pub(super) project: Option<PathBuf>,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    #[arg(help = help::RENDERER, long, value_name = "TEKENAAR", value_parser = ["glow", "wgpu"], hide_possible_values = true, help_heading = help::HEADING_OPTIONS)]
    pub(super) renderer: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = help::VOORSTEL,
        help_template = help::TEMPLATE,
        override_usage = help::USAGE_VOORSTEL
    )]
    Voorstel(ProposalArguments),
    #[command(about = help::BEREIK,
        help_template = help::TEMPLATE,
        override_usage = help::USAGE_BEREIK
    )]
    Bereik(ReachArguments),
    #[command(about = help::DEMO, help_template = help::TEMPLATE, override_usage = help::USAGE_DEMO)]
    Demo(DemoArguments),
    #[command(about = help::CONTROLEER, help_template = help::TEMPLATE, override_usage = help::USAGE_CONTROLEER)]
    Controleer(CheckArguments),
    #[command(about = help::IMPORTEER, help_template = help::TEMPLATE, override_usage = help::USAGE_IMPORTEER)]
    Importeer(ImportArguments),
    #[command(about = help::EXPORTEER, help_template = help::TEMPLATE, override_usage = help::USAGE_EXPORTEER)]
    Exporteer(ExportArguments),
}

impl Command {
    /// How many threads it may use; `None` is all cores.
    pub(super) fn n_threads(&self) -> Option<usize> {
        match self {
            Self::Voorstel(arguments) => arguments.threads.draden,
            Self::Bereik(arguments) => arguments.threads.draden,
            Self::Exporteer(arguments) => arguments.threads.draden,
            Self::Demo(_) | Self::Controleer(_) | Self::Importeer(_) => None,
        }
    }
}

#[derive(Debug, Args, Clone)]
#[command(next_help_heading = help::HEADING_LAYERS)]
pub(super) struct LayerArguments {
    #[arg(help = help::DEMO_START, long)]
    pub(super) demo: bool,
    #[arg(help = help::LAAG, long = "laag", value_name = "ROL=BESTAND", value_parser = layer)]
    pub(super) laag: Vec<LayerArgument>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = help::HEADING_MEASURING)]
pub(super) struct MeasureArguments {
    #[arg(help = help::OMLOOPFACTOR, long, value_name = "FACTOR", value_parser = detour_factor)]
    pub(super) omloopfactor: Option<f64>,
    #[arg(help = help::CEL, long, value_name = "METER", value_parser = cell)]
    pub(super) cel: Option<u16>,
    #[arg(help = help::AFSTAND, long, value_name = "WIJZE", value_parser = ["cirkel", "netwerk"], hide_possible_values = true)]
    pub(super) afstand: Option<String>,
    #[arg(help = help::STRATEN, long, value_name = "F.osm.pbf", hide = true)]
    pub(super) straten: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = help::HEADING_OPTIONS)]
pub(super) struct ThreadArguments {
    #[arg(help = help::DRADEN, long, value_name = "N", value_parser = threads)]
    pub(super) draden: Option<usize>,
}

#[derive(Debug, Args)]
pub(super) struct ProposalArguments {
    #[arg(help = help::PROJECT, value_name = "PROJECT", help_heading = help::HEADING_ARGUMENTS)]
    pub(super) project: Option<PathBuf>,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    #[command(flatten)]
    pub(super) measure: MeasureArguments,
    #[arg(help = help::NORMEN, long, value_name = "F.toml", help_heading = help::HEADING_NORMS)]
    pub(super) normen: Option<PathBuf>,
    #[arg(help = help::VARIANT, long, value_name = "NAAM", help_heading = help::HEADING_NORMS)]
    pub(super) variant: Option<String>,
    #[arg(help = help::SCENARIO, long, value_name = "NAAM", value_parser = scenario, help_heading = help::HEADING_NORMS)]
    pub(super) scenario: Option<TargetScenario>,
    #[arg(help = help::DOELGROEP, long, value_name = "NAAM", value_parser = profile, help_heading = help::HEADING_NORMS)]
    pub(super) doelgroep: Option<MobilityProfile>,
    #[arg(help = help::UIT, long, value_name = "MAP", help_heading = help::HEADING_OUTPUT)]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) threads: ThreadArguments,
}

#[derive(Debug, Args)]
#[command(next_help_heading = help::HEADING_OUTPUT)]
pub(super) struct OutputArguments {
    #[arg(help = help::CRS, long, value_name = "STELSEL", value_parser = crs, default_value = "wgs84", hide_default_value = true)]
    pub(super) crs: OutputCrs,
    #[arg(help = help::GEMAAKT, long, value_name = "TIJD", value_parser = moment)]
    pub(super) gemaakt: Option<jiff::Timestamp>,
}

#[derive(Debug, Args)]
pub(super) struct ReachArguments {
    #[arg(help = help::PUNTEN, long, value_name = "F", help_heading = help::HEADING_LAYERS)]
    pub(super) punten: PathBuf,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    #[command(flatten)]
    pub(super) measure: MeasureArguments,
    #[arg(help = help::UIT_TABLE, long, value_name = "F.csv", help_heading = help::HEADING_OUTPUT)]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) threads: ThreadArguments,
}

#[derive(Debug, Args)]
pub(super) struct DemoArguments {
    #[arg(help = help::UIT, long, value_name = "MAP", help_heading = help::HEADING_OUTPUT)]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[arg(help = help::BESTANDEN, value_name = "BESTAND", required_unless_present = "laag", help_heading = help::HEADING_ARGUMENTS)]
    pub(super) bestanden: Vec<PathBuf>,
    #[arg(help = help::CONTROLEER_LAAG, long = "laag", value_name = "ROL=BESTAND", value_parser = layer, help_heading = help::HEADING_LAYERS)]
    pub(super) laag: Vec<LayerArgument>,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    #[arg(help = help::PROJECT, value_name = "PROJECT", help_heading = help::HEADING_ARGUMENTS)]
    pub(super) project: PathBuf,
    #[command(flatten)]
    pub(super) layers: LayerArguments,
    #[arg(help = help::VERVANG, long, help_heading = help::HEADING_LAYERS)]
    pub(super) vervang: bool,
    #[arg(help = help::SCHETSEN, long, value_name = "BESTAND", help_heading = help::HEADING_LAYERS)]
    pub(super) schetsen: Vec<PathBuf>,
    #[arg(help = help::NOTITIES, long, value_name = "BESTAND", help_heading = help::HEADING_LAYERS)]
    pub(super) notities: Vec<PathBuf>,
    #[arg(help = help::GEMAAKT, long, value_name = "TIJD", value_parser = moment, help_heading = help::HEADING_OUTPUT)]
    pub(super) gemaakt: Option<jiff::Timestamp>,
}

impl ImportArguments {
    /// Is there something for the board?
    pub(super) fn has_board(&self) -> bool {
        !(self.schetsen.is_empty() && self.notities.is_empty())
    }
}

/// A format to hand over in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExportFormat {
    GeoJson,
    GeoPackage,
    Csv,
    Svg,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[arg(help = help::PROJECT, value_name = "PROJECT", help_heading = help::HEADING_ARGUMENTS)]
    pub(super) project: PathBuf,
    #[arg(help = help::FORMAAT, long, value_name = "FORMAAT", value_parser = export_format, help_heading = help::HEADING_OUTPUT)]
    pub(super) formaat: ExportFormat,
    #[arg(help = help::VARIANT, long, value_name = "NAAM", help_heading = help::HEADING_NORMS)]
    pub(super) variant: Option<String>,
    #[arg(help = help::UIT_EXPORT, long, value_name = "PAD", help_heading = help::HEADING_OUTPUT)]
    pub(super) uit: PathBuf,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) threads: ThreadArguments,
}

fn export_format(text: &str) -> Result<ExportFormat, String> {
    match text {
        "geojson" => Ok(ExportFormat::GeoJson),
        "gpkg" => Ok(ExportFormat::GeoPackage),
        "csv" => Ok(ExportFormat::Csv),
        "svg" => Ok(ExportFormat::Svg),
        _ => Err(help::NOT_A_FORMAT.to_owned()),
    }
}

fn layer(text: &str) -> Result<LayerArgument, String> {
    text.parse().map_err(|error| nl::cli::layer_argument_error(&error))
}

fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

fn detour_factor(text: &str) -> Result<f64, String> {
    let factor = number(text).filter(|factor| (1.0..=10.0).contains(factor));
    factor.ok_or_else(|| help::NOT_A_FACTOR.to_owned())
}

fn cell(text: &str) -> Result<u16, String> {
    let cell = text.parse().ok().filter(|cell| crate::project::CELL_SIZES_M.contains(cell));
    cell.ok_or_else(|| help::NOT_A_CELL.to_owned())
}

fn threads(text: &str) -> Result<usize, String> {
    let n = text.parse().ok().filter(|n| (1..=1024).contains(n));
    n.ok_or_else(|| help::NOT_THREADS.to_owned())
}

fn scenario(text: &str) -> Result<TargetScenario, String> {
    [TargetScenario::Basic, TargetScenario::Trend]
        .into_iter()
        .find(|scenario| scenario.name() == text)
        .ok_or_else(|| help::NOT_A_SCENARIO.to_owned())
}

fn profile(text: &str) -> Result<MobilityProfile, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| help::NOT_A_PROFILE.to_owned())
}

fn crs(text: &str) -> Result<OutputCrs, String> {
    match text {
        "wgs84" => Ok(OutputCrs::Wgs84),
        "rd" => Ok(OutputCrs::Rd),
        _ => Err(help::NOT_A_CRS.to_owned()),
    }
}

fn moment(text: &str) -> Result<jiff::Timestamp, String> {
    let whole_day = || format!("{text}T00:00:00Z").parse();
    text.parse().or_else(|_| whole_day()).map_err(|_| help::NOT_A_MOMENT.to_owned())
}
