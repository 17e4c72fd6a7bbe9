//! The help: tour, keys, terms and sources.

use crate::domain::housing::HousingForm;

pub const HELP: &str = "Hulp";
pub const NEXT_THEME: &str = "Volgende weergave: licht, donker, hoog contrast";
pub const LAYERS_PANEL: &str = "Lagen en normen tonen of verbergen";
pub const EXPLANATION_PANEL: &str = "Toelichting tonen of verbergen";
pub const LEGEND_SHOWN: &str = "Legenda tonen of verbergen";
pub const DISPLAY: &str = "Weergave";

pub const MENU: &str = "Menu";
pub const THEME: &str = "Kleuren";
/// Names of the themes: light, dark, high contrast.
pub const THEMES: [&str; 3] = ["Licht", "Donker", "Hoog contrast (beamer)"];
pub const TEXT_SIZE: &str = "Tekstgrootte";
pub const LEGEND: &str = "Legenda";

/// Names of the pages of the help.
pub const HELP_PAGES: [&str; 4] = ["Rondleiding", "Toetsen", "Begrippen", "Over"];
pub const TOUR_LINE: &str = "In vijf stappen langs de demoregio: wat er op de kaart staat, waarom een zone ligt waar zij ligt, en wat u ermee kunt.";
pub const TOUR_LINK: &str = "Rondleiding in vijf stappen";
pub const TOUR_START: &str = "Rondleiding beginnen";
pub const NEXT: &str = "Volgende";
pub const PREVIOUS: &str = "Vorige";
pub const TOUR_END: &str = "Klaar";

pub fn tour_step(step: usize, n: usize) -> String {
    format!("Stap {step} van {n}")
}

/// Title and text of each step of the tour.
pub const TOUR: [[&str; 2]; 5] = [
    [
        "De regio",
        "Op de kaart staan 24-uurszorglocaties (oranje vierkantjes) en de groene zones eromheen: plekken waar alles wat verplicht is op \
         loopafstand ligt. Rechts staat de regio in vijf cijfers. In de demo zijn de locaties verzonnen, de inwoners niet.",
    ],
    [
        "Een zone",
        "Dit is de zone met de meeste 75-plussers. De lichte rand is voor nultreden wonen, de kern met streepjes voor geclusterd wonen, \
         het donkerste deel voor zorggeschikt wonen. Rechts staat per regel of zij gehaald wordt, en wie dat zegt.",
    ],
    [
        "Waarom hier niet?",
        "Een roze bijna-zone: één voorziening erbij maakt hier een zone. Klik op een willekeurige plek en u leest per regel hoe ver het \
         lopen is, naar welke locatie, en wat er ontbreekt.",
    ],
    [
        "De normen",
        "Links schuift u een loopafstand. De kaart rekent mee terwijl u sleept. Elke norm noemt haar bron; waar geen bron is, staat \
         “aanname”. Met Ctrl+Z gaat u terug.",
    ],
    [
        "Meenemen",
        "Met Exporteren schrijft u de zones, ringen, bijna-zones en kandidaatlocaties als GeoJSON voor uw eigen GIS, met een rapport dat \
         zegt waarmee er is gerekend. Eigen lagen sleept u naar het venster, of kies Laag openen.",
    ],
];

/// The policy's words: term, what it means, who says so.
pub const TERMS: [[&str; 3]; 12] = [
    [
        "Zorgzame gemeenschap (zone)",
        "Gebied op korte afstand van bestaande 24-uurszorg en voorzieningen, waar mensen met een zorgvraag zelfstandig wonen. Kan dus \
         niet overal.",
        "Regionale woonzorgvisie Twente, opgave 4",
    ],
    [
        "Woonservicegebied",
        "Geclusterde woningen voor mensen met een zorgvraag, op korte afstand van winkels, ontmoeting en een locatie met intensieve \
         24-uurszorg.",
        "Regionale woonzorgvisie Twente, opgave 4",
    ],
    ["24-uurszorglocatie", "Locatie waar dag en nacht zorg en toezicht aanwezig is.", "Regionale woonzorgvisie Twente"],
    [
        "Zorggeschikt",
        "Geclusterde woning, toegankelijk bij een fysieke beperking, waar verpleging en verzorging aan huis mogelijk is; hoeft niet in \
         een woonzorgcentrum.",
        "Regionale woonzorgvisie Twente",
    ],
    [
        "Geclusterd",
        "Nultredenwoningen bij elkaar (ten minste 12), met een ontmoetingsruimte, waarvan ten minste de helft voor 55-plussers.",
        "CBS, Monitor woningtypes ouderenhuisvesting 2025",
    ],
    [
        "Nultreden",
        "Woning die zonder traplopen bereikbaar en te bewonen is.",
        "CBS, Monitor woningtypes ouderenhuisvesting 2025",
    ],
    [
        "Cirkel van bereikbaarheid",
        "Alles binnen een loopafstand: de afstand in rechte lijn maal de omloopfactor. De grens telt mee.",
        "zorgkring",
    ],
    ["Omloopfactor", "Hoeveel langer de weg is dan de rechte lijn; standaard 1,3.", "aanname, in te stellen"],
    [
        "Bijna-zone",
        "24-uurszorglocatie of kern waar één voorziening erbij een zone maakt, met het gebied waar die mag staan.",
        "zorgkring",
    ],
    [
        "Kandidaatlocatie",
        "Plek voor woningen, gegeven of voorgesteld, met een score van 0 tot 100 uit de gewogen loopafstanden.",
        "zorgkring",
    ],
    [
        "OV-klasse",
        "A (zeer goed) tot F, uit soort vervoer, frequentie en afstand tot de halte.",
        "ARE, ÖV-Güteklassen; OeVGK18, met klassen voor het platteland",
    ],
    [
        "75-plussers",
        "Inwoners van 75 jaar en ouder, per vierkant van 100 m verdeeld naar oppervlak.",
        "CBS, geschat per vierkant",
    ],
];

pub const ABOUT: &str = "zorgkring legt 24-uurszorg, voorzieningen en OV over een kaart, rekent cirkels van bereikbaarheid uit en stelt zones \
                         voor zorgzame gemeenschappen en kandidaatlocaties voor. Alles gebeurt op uw eigen computer.";
pub const LICENSE: &str = "Vrije software, MIT of Apache 2.0.";
pub const SOURCES: &str = "Bronnen";
/// Where data, type and pictures come from.
pub const SOURCE_LINES: [&str; 5] = [
    "Inwoners en gebieden van de demoregio: CBS, Kadaster en GeoNames, CC BY 4.0",
    "Locaties en haltes van de demoregio: verzonnen",
    "Achtergrondkaart met internet: BRT-Achtergrondkaart © Kadaster, CC BY 4.0",
    "Lettertype: Inter, SIL Open Font License 1.1",
    "Pictogrammen: Maki, CC0",
];

pub fn version(number: &str) -> String {
    format!("Versie {number}")
}

/// What a ring means in the legend.
pub fn legend_ring(form: HousingForm) -> &'static str {
    match form {
        HousingForm::StepFree => "Zone: nultreden wonen",
        HousingForm::Clustered => "Ring: geclusterd wonen",
        HousingForm::CareReady => "Ring: zorggeschikt wonen",
    }
}
pub const LEGEND_NEAR_MISS: &str = "Bijna-zone: één voorziening erbij";
pub const LEGEND_STATION: &str = "Station";
pub const LEGEND_STOP: &str = "Halte";
pub const LEGEND_SITE: &str = "Kandidaatlocatie met rang";
