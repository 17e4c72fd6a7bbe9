//! Help of the command line: what each command and option does, and what an option accepts.

use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;

pub const SCHETSEN: &str = "Schetsen uit een eerdere uitvoer (schetsen.geojson); te herhalen";
pub const NOTITIES: &str = "Notities uit een eerdere uitvoer (notities.geojson); te herhalen";
pub const ABOUT: &str = "Zorgkring tekent cirkels van bereikbaarheid en stelt zones voor zorgzame gemeenschappen voor.";

pub const TEMPLATE: &str = "{about}\n\nGebruik: {usage}\n\n{all-args}\n";
pub const TEMPLATE_WITH_NOTE: &str = "{about}\n\nGebruik: {usage}\n\n{all-args}{after-help}\n";
pub const USAGE: &str = "zorgkring [PROJECT] [LAGEN]  opent het venster, zonder project of lagen met de demoregio
         zorgkring OPDRACHT [OPTIES]  rekent zonder venster";
pub const USAGE_VOORSTEL: &str = "zorgkring voorstel [PROJECT] [--demo] [--laag ROL=BESTAND]... [OPTIES] --uit MAP";
pub const USAGE_BEREIK: &str = "zorgkring bereik --punten F [--demo] [--laag ROL=BESTAND]... [OPTIES] --uit F.csv";
pub const USAGE_DEMO: &str = "zorgkring demo [OPTIES] --uit MAP";
pub const USAGE_CONTROLEER: &str = "zorgkring controleer [BESTAND]... [--laag ROL=BESTAND]...";
pub const USAGE_IMPORTEER: &str = "zorgkring importeer PROJECT [--demo] [--laag ROL=BESTAND]... [--vervang]";
pub const USAGE_EXPORTEER: &str =
    "zorgkring exporteer PROJECT --formaat geojson|gpkg|csv|svg [--variant NAAM] [OPTIES] --uit PAD";

pub const HEADING_COMMANDS: &str = "Opdrachten";
pub const HEADING_LAYERS: &str = "Lagen";
pub const HEADING_MEASURING: &str = "Meten";
pub const HEADING_NORMS: &str = "Normen";
pub const HEADING_OUTPUT: &str = "Uitvoer";
pub const HEADING_OPTIONS: &str = "Opties";
pub const HEADING_ARGUMENTS: &str = "Argumenten";

pub const HELP: &str = "Toon deze hulp";
pub const VERSION: &str = "Toon de versie";
pub const PROJECT: &str =
    "Projectbestand (GeoPackage van zorgkring); een laag met --laag komt naast die van het project";
pub const RENDERER: &str = "Teken het venster met glow of wgpu";
pub const VOORSTEL: &str = "Maakt het hele voorstel: zones, ringen, bijna-zones, kandidaten, haltes, opgave en rapport";
pub const BEREIK: &str = "Geeft per punt de loopafstand tot de dichtstbijzijnde van elke soort";
pub const DEMO: &str = "Schrijft de demoregio: demo.gpkg en een GeoJSON per laag";
pub const CONTROLEER: &str = "Leest bestanden en meldt elk probleem en de gebruikte kolommen; schrijft niets";
pub const IMPORTEER: &str = "Voegt lagen toe aan een project; maakt het als het er niet is";
pub const VERVANG: &str =
    "Vervang de lagen die er al zijn; anders komt een laag erbij en worden dezelfde plaatsen bijgewerkt";
pub const EXPORTEER: &str = "Schrijft de lagen en het voorstel van een project voor anderen";
pub const FORMAAT: &str = "geojson en csv geven een map met bestanden, gpkg een bestand, svg de kaart als tekening; csv is UTF-8 met komma's, in Excel te openen met \
                           Gegevens, Uit tekst/CSV";
pub const UIT_EXPORT: &str = "Map of bestand dat geschreven wordt";
pub const DEMO_START: &str = "Begin met de demoregio; een laag met --laag vervangt die van de demoregio";
pub const LAAG: &str = "Lees een laag; mag vaker (GeoJSON, CSV of GeoPackage, daar met :LAAG)";
pub const CONTROLEER_LAAG: &str = "Lees een bestand als deze laag; mag vaker";
pub const OMLOOPFACTOR: &str =
    "Loopafstand = hemelsbreed maal deze factor, 1 of meer; anders die van het normenkader (1,3)";
pub const CEL: &str = "Zijde van een rastercel in meters: 25, 50 of 100; anders 50";
pub const AFSTAND: &str = "Meet langs cirkels; langs het netwerk kan nog niet";
pub const STRATEN: &str = "Stratenbestand voor --afstand netwerk";
pub const DRADEN: &str = "Reken op zoveel draden; anders op alle kernen. De uitkomst is dezelfde";
pub const NORMEN: &str = "Normenkader (TOML); anders 'zorgkring standaard'";
pub const VARIANT: &str = "Reken met deze variant van het project; anders met de nulsituatie";
pub const SCENARIO: &str = "Scenario van de opgave: basis of trend";
pub const DOELGROEP: &str =
    "Doelgroep die de normen schaalt: vitaal, 75plus, kwetsbaar, rollator, dementie of scootmobiel";
pub const UIT: &str = "Map waarin de bestanden komen";
pub const CRS: &str = "Coördinaten van de GeoJSON: wgs84 (graden) of rd (meters)";
pub const GEMAAKT: &str =
    "Tijdstip dat in de bestanden staat, zoals 2026-01-31T12:00:00Z; anders nu, of SOURCE_DATE_EPOCH";
pub const PUNTEN: &str = "Punten, te lezen als een laag: CSV, GeoJSON of GeoPackage";
pub const UIT_TABLE: &str = "Tabel die geschreven wordt";
pub const BESTANDEN: &str = "Te controleren bestanden";

// What is accepted, after "kan niet bij …: ".
pub const NOT_A_FACTOR: &str = "geef een getal van 1 tot en met 10";
pub const NOT_A_FORMAT: &str = "kies geojson, gpkg, csv of svg";
pub const NOT_A_CELL: &str = "kies 25, 50 of 100";
pub const NOT_THREADS: &str = "geef een aantal van 1 tot en met 1024";
pub const NOT_A_SCENARIO: &str = "kies basis of trend";
pub const NOT_A_PROFILE: &str = "kies vitaal, 75plus, kwetsbaar, rollator, dementie of scootmobiel";
pub const NOT_A_CRS: &str = "kies wgs84 of rd";
pub const NOT_A_MOMENT: &str = "schrijf een tijdstip als 2026-01-31T12:00:00Z";

/// What a ROL can be, in lines of at most a hundred characters, and what the exit code says.
pub fn note() -> String {
    let kinds: Vec<&str> = AmenityKind::all().map(AmenityKind::role).collect();
    let others = Role::all().into_iter().filter(|role| !matches!(role, Role::Kind(_)));
    let others: Vec<&str> = others.map(Role::name).collect();
    let text = format!("ROL is een soort ({}) of {}.", kinds.join(", "), others.join(", "));
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let wrap = width + 1 + word.len() > 100;
        lines.push_str(if width == 0 {
            ""
        } else if wrap {
            "\n"
        } else {
            " "
        });
        lines.push_str(word);
        width = word.len() + if wrap { 0 } else { width + 1 };
    }
    lines + "\n\nUitkomst: 0 goed, 1 gedaan maar met problemen, 2 mislukt en niets geschreven."
}
