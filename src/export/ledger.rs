//! `opgave.csv`: per gemeente and woonvorm what is asked, what the plan delivers, and the difference.

use std::io::{self, Write};

use crate::domain::baseline::Baseline;
use crate::domain::coded_area::CodedArea;
use crate::domain::housing::HousingForm;
use crate::domain::target::{TargetScenario, twente_target};
use crate::import::neutral;

/// Gemeentecodes of the 14 gemeenten of Twente. Source: CBS, Gebieden in Nederland 2021.
const TWENTE_CODES: [&str; 14] = [
    "GM0141", "GM0147", "GM1774", "GM0153", "GM0158", "GM0163", "GM0164", "GM1735", "GM0168", "GM0173", "GM1742",
    "GM0183", "GM1700", "GM0189",
];

/// Is this the whole of Twente? Only then the opgave of the region says something.
pub(super) fn is_whole_twente(municipalities: &[CodedArea]) -> bool {
    TWENTE_CODES.iter().all(|code| municipalities.iter().any(|municipality| municipality.code == *code))
}

/// Writes the ledger. The opgave per gemeente is not public and stays empty; so do the homes that are planned, and the
/// difference, as long as nobody gives plans: what is not known is not 0.
pub(super) fn write_ledger(out: impl Write, baseline: &Baseline, scenario: TargetScenario) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["gemeente", "woonvorm", "scenario", "opgave", "gepland", "verschil"])?;
    for municipality in baseline.municipalities.iter() {
        for form in HousingForm::ALL {
            writer.write_record([&*neutral(&municipality.name), form.name(), scenario.name(), "", "", ""])?;
        }
    }
    if is_whole_twente(&baseline.municipalities) {
        for form in HousingForm::ALL {
            let asked = twente_target(scenario, form).to_string();
            writer.write_record(["Twente", form.name(), scenario.name(), &asked, "", ""])?;
        }
    }
    writer.flush()
}
