//! Help of the command line: what each command and option does, and what an option accepts.

/// Option.
pub const SCHETSEN: &str = "Schetsen uit een eerdere uitvoer (schetsen.geojson); te herhalen";
/// Option.
pub const NOTITIES: &str = "Notities uit een eerdere uitvoer (notities.geojson); te herhalen";
/// What the program is for.
pub const ABOUT: &str = "Zorgkring tekent cirkels van bereikbaarheid en stelt zones voor zorgzame gemeenschappen voor.";

/// Layout of the help of a command.
pub const TEMPLATE: &str = "{about}\n\nGebruik: {usage}\n\n{all-args}\n";

/// Layout of the help of the program.
pub const TEMPLATE_WITH_NOTE: &str = "{about}\n\nGebruik: {usage}\n\n{all-args}{after-help}\n";

/// What holds for all commands.
pub const NOTE: &str = "\
ROL is een soort (zorg24, supermarkt, dagelijks, huisarts, gezondheidscentrum, apotheek, fysio, ontmoeting,
dagbesteding, bibliotheek, sport, groen, horeca, geldpost, onderwijs, bank, toilet, halte, station) of vraag,
gemeente, wijk, buurt, kern, pc4, kandidaat, cluster, studiegebied.

Uitkomst: 0 goed, 1 gedaan maar met problemen, 2 mislukt en niets geschreven.";

/// The two ways to start.
pub const USAGE: &str = "zorgkring [PROJECT] [LAGEN]  opent het venster, zonder project of lagen met de demoregio
         zorgkring OPDRACHT [OPTIES]  rekent zonder venster";

/// How to call `voorstel`.
pub const USAGE_VOORSTEL: &str = "zorgkring voorstel [PROJECT] [--demo] [--laag ROL=BESTAND]... [OPTIES] --uit MAP";

/// How to call `bereik`.
pub const USAGE_BEREIK: &str = "zorgkring bereik --punten F [--demo] [--laag ROL=BESTAND]... [OPTIES] --uit F.csv";

/// How to call `demo`.
pub const USAGE_DEMO: &str = "zorgkring demo [OPTIES] --uit MAP";

/// How to call `controleer`.
pub const USAGE_CONTROLEER: &str = "zorgkring controleer [BESTAND]... [--laag ROL=BESTAND]...";

/// How to call `importeer`.
pub const USAGE_IMPORTEER: &str = "zorgkring importeer PROJECT [--demo] [--laag ROL=BESTAND]... [--vervang]";

/// How to call `exporteer`.
pub const USAGE_EXPORTEER: &str =
    "zorgkring exporteer PROJECT --formaat geojson|gpkg|csv [--variant NAAM] [OPTIES] --uit PAD";

/// Heading.
pub const HEADING_COMMANDS: &str = "Opdrachten";

/// Heading.
pub const HEADING_LAYERS: &str = "Lagen";

/// Heading.
pub const HEADING_MEASURING: &str = "Meten";

/// Heading.
pub const HEADING_NORMS: &str = "Normen";

/// Heading.
pub const HEADING_OUTPUT: &str = "Uitvoer";

/// Heading.
pub const HEADING_OPTIONS: &str = "Opties";

/// Heading.
pub const HEADING_ARGUMENTS: &str = "Argumenten";

/// Help of `help`.
pub const HELP: &str = "Toon deze hulp";

/// Help of `version`.
pub const VERSION: &str = "Toon de versie";

/// Help of `project`.
pub const PROJECT: &str =
    "Projectbestand (GeoPackage van zorgkring); een laag met --laag komt naast die van het project";

/// Help of `renderer`.
pub const RENDERER: &str = "Teken het venster met glow of wgpu";

/// Help of `voorstel`.
pub const VOORSTEL: &str = "Maakt het hele voorstel: zones, ringen, bijna-zones, kandidaten, haltes, opgave en rapport";

/// Help of `bereik`.
pub const BEREIK: &str = "Geeft per punt de loopafstand tot de dichtstbijzijnde van elke soort";

/// Help of `demo`.
pub const DEMO: &str = "Schrijft de demoregio: demo.gpkg en een GeoJSON per laag";

/// Help of `controleer`.
pub const CONTROLEER: &str = "Leest bestanden en meldt elk probleem en de gebruikte kolommen; schrijft niets";

/// Help of `importeer`.
pub const IMPORTEER: &str = "Voegt lagen toe aan een project; maakt het als het er niet is";

/// Help of `vervang`.
pub const VERVANG: &str =
    "Vervang de lagen die er al zijn; anders komt een laag erbij en worden dezelfde plaatsen bijgewerkt";

/// Help of `exporteer`.
pub const EXPORTEER: &str = "Schrijft de lagen en het voorstel van een project voor anderen";

/// Help of `formaat`.
pub const FORMAAT: &str = "geojson en csv geven een map met bestanden, gpkg een bestand; csv is UTF-8 met komma's, in Excel te openen met \
                           Gegevens, Uit tekst/CSV";

/// Help of `uit`.
pub const UIT_EXPORT: &str = "Map of bestand dat geschreven wordt";

/// Help of `demo`.
pub const DEMO_START: &str = "Begin met de demoregio; een laag met --laag vervangt die van de demoregio";

/// Help of `laag`.
pub const LAAG: &str = "Lees een laag; mag vaker (GeoJSON, CSV of GeoPackage, daar met :LAAG)";

/// Help of `laag`.
pub const CONTROLEER_LAAG: &str = "Lees een bestand als deze laag; mag vaker";

/// Help of `omloopfactor`.
pub const OMLOOPFACTOR: &str =
    "Loopafstand = hemelsbreed maal deze factor, 1 of meer; anders die van het normenkader (1,3)";

/// Help of `cel`.
pub const CEL: &str = "Zijde van een rastercel in meters: 25, 50 of 100; anders 50";

/// Help of `afstand`.
pub const AFSTAND: &str = "Meet langs cirkels; langs het netwerk kan nog niet";

/// Help of `straten`.
pub const STRATEN: &str = "Stratenbestand voor --afstand netwerk";

/// Help of `draden`.
pub const DRADEN: &str = "Reken op zoveel draden; anders op alle kernen. De uitkomst is dezelfde";

/// Help of `normen`.
pub const NORMEN: &str = "Normenkader (TOML); anders 'zorgkring standaard'";

/// Help of `variant`.
pub const VARIANT: &str = "Reken met deze variant van het project; anders met de nulsituatie";

/// Help of `scenario`.
pub const SCENARIO: &str = "Scenario van de opgave: basis of trend";

/// Help of `doelgroep`.
pub const DOELGROEP: &str =
    "Doelgroep die de normen schaalt: vitaal, 75plus, kwetsbaar, rollator, dementie of scootmobiel";

/// Help of `uit`.
pub const UIT: &str = "Map waarin de bestanden komen";

/// Help of `crs`.
pub const CRS: &str = "Coördinaten van de GeoJSON: wgs84 (graden) of rd (meters)";

/// Help of `gemaakt`.
pub const GEMAAKT: &str =
    "Tijdstip dat in de bestanden staat, zoals 2026-01-31T12:00:00Z; anders nu, of SOURCE_DATE_EPOCH";

/// Help of `punten`.
pub const PUNTEN: &str = "Punten, te lezen als een laag: CSV, GeoJSON of GeoPackage";

/// Help of `uit`.
pub const UIT_TABLE: &str = "Tabel die geschreven wordt";

/// Help of `bestanden`.
pub const BESTANDEN: &str = "Te controleren bestanden";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_FACTOR: &str = "geef een getal van 1 tot en met 10";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_FORMAT: &str = "kies geojson, gpkg of csv";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_CELL: &str = "kies 25, 50 of 100";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_THREADS: &str = "geef een aantal van 1 tot en met 1024";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_SCENARIO: &str = "kies basis of trend";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_PROFILE: &str = "kies vitaal, 75plus, kwetsbaar, rollator, dementie of scootmobiel";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_CRS: &str = "kies wgs84 of rd";

/// What is accepted, after "kan niet bij …: ".
pub const NOT_A_MOMENT: &str = "schrijf een tijdstip als 2026-01-31T12:00:00Z";
