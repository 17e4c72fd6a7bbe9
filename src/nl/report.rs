//! Dutch of `rapport.json` and of the ledger.

/// Where the opgave of the region comes from.
pub const TARGET_SOURCE: &str = "Regionale woonzorgvisie Twente (opgave voor heel Twente tot 2030)";
pub const LEDGER_REMARK: &str =
    "De opgave per gemeente (bijlage afsprakenkader) is niet openbaar en staat daarom leeg.";
pub const LEFT_OUT_REMARK: &str = "Aantallen personen onder deze grens, behalve 0, staan als null (in CSV leeg) in alle bestanden. Wie een \
     totaal en de andere delen kent, kan zo'n aantal soms terugrekenen.";
