//! `velden.md`: every layer and its fields, for who makes or reads a file of it.

use std::fmt::Write as _;

use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::layers::{Field, FieldKind, Scope, Use, fields};

const HEADING: &str = "# Velden van de lagen

Dit overzicht maakt zorgkring zelf (`src/layers`). Een naam is dezelfde zonder hoofdletters, accenten en tekens: `GM_CODE`, `gmCode` en
`gm-code` zijn één veld. Een veld dat er niet is, is onbekend en telt nergens als 0. Bij *gelezen* staat onder welke namen een veld in een
aangeleverd bestand wordt herkend, de eerste gaat voor. Bij *geschreven*: `overal` is in exports (GeoJSON, GeoPackage, CSV) en in het
projectbestand.

Kolommen van plaatsen, kernen, gemeenten, wijken en buurten die hieronder niet staan, gaan ongelezen mee: ze blijven in het projectbestand, zijn
daar te wijzigen (bijvoorbeeld in QGIS), en staan in elke export van die laag. Er wordt niet mee gerekend, en niet nagekeken of er kleine
aantallen of persoonsgegevens in staan: een laag met `niet delen` in de licentie houdt ook deze kolommen thuis. Het zijn er ten hoogste 60, met
teksten tot 4.000 tekens; waar of niet waar en een lijst worden tekst, een object binnen een cel gaat niet mee. Namen die een export of GeoPackage
zelf gebruikt (`fid`, `id`, `geom`, coördinaten) ook niet. Heeft een nieuwe levering zo'n kolom niet, dan blijft staan wat er bij de plek stond.
Van een kern of gebied van meer objecten telt het eerste object; een halte van meer perrons en het studiegebied hebben geen eigen kolommen. Bij
inwoners (`vraag`, `pc4`) gaan ze nooit mee: die mensen worden per vierkant opgeteld en verspreid, zodat er geen rij overblijft waar een kolom bij
hoort.
";

/// The whole page.
pub fn page() -> String {
    let mut page = HEADING.to_owned();
    for (title, roles) in groups() {
        let names: Vec<String> = roles.iter().map(|role| format!("`{}`", role.name())).collect();
        let _ = write!(page, "\n## {title}\n\n{}\n\n", names.join(", "));
        page += "| veld | wat erin staat | betekenis | gelezen als | geschreven |\n|---|---|---|---|---|\n";
        for of in fields(roles[0]) {
            page += &line(&of);
        }
    }
    page
}

/// Roles whose fields are the same, under one heading.
fn groups() -> Vec<(&'static str, Vec<Role>)> {
    let of_stops = [AmenityKind::STOP, AmenityKind::STATION];
    let is_amenity = |kind: &AmenityKind| *kind != AmenityKind::CARE && !of_stops.contains(kind);
    vec![
        ("24-uurszorg", vec![Role::Kind(AmenityKind::CARE)]),
        ("Voorzieningen", AmenityKind::all().filter(is_amenity).map(Role::Kind).collect()),
        ("Haltes en stations", of_stops.map(Role::Kind).to_vec()),
        ("Inwoners", vec![Role::Demand]),
        ("Inwoners per postcodegebied", vec![Role::Pc4]),
        ("Gemeenten", vec![Role::Municipality]),
        ("Wijken", vec![Role::District]),
        ("Buurten", vec![Role::Neighborhood]),
        ("Kernen", vec![Role::Settlement]),
        ("Kandidaatlocaties", vec![Role::CandidateSite]),
        ("Geclusterde complexen", vec![Role::Cluster]),
        ("Studiegebied", vec![Role::StudyArea]),
    ]
}

fn line(Use { field, scope }: &Use) -> String {
    let spellings: Vec<String> = field.spellings.iter().map(|name| format!("`{name}`")).collect();
    let spellings = spellings.join(" ");
    format!("| `{}` | {} | {} | {spellings} | {} |\n", field.name, kind(field.kind), meaning(field), written(*scope))
}

fn kind(kind: FieldKind) -> String {
    let listed = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match kind {
        FieldKind::Text => "tekst".to_owned(),
        FieldKind::Id => "tekst; in wat zorgkring schrijft een UUID".to_owned(),
        FieldKind::Word(words) => format!("één van {}", listed(words)),
        FieldKind::Words(words) => format!("geen, één of meer van {}", listed(words)),
        FieldKind::Whole(unit) => format!("geheel getal, {unit}"),
        FieldKind::People => "getal, personen".to_owned(),
        FieldKind::Number(unit) => format!("getal, {unit}"),
        FieldKind::Mark => "ja of leeg".to_owned(),
        FieldKind::Wkt => "WKT in RD New, `SRID=28992;MULTIPOLYGON(…)`".to_owned(),
    }
}

fn written(scope: Scope) -> &'static str {
    match scope {
        Scope::Everywhere => "overal",
        Scope::Export => "exports",
        Scope::Project => "projectbestand",
        Scope::WhenThere => "projectbestand, en exports zodra één plek het heeft",
        Scope::Import => "",
    }
}

/// What a field says.
fn meaning(field: &Field) -> &'static str {
    match field.name {
        "id" => "Waaraan de plek te herkennen is, ook in een volgende levering",
        "code" => "CBS-code, waarop gebieden worden gekoppeld",
        "naam" => "Naam",
        "soort" => "Rolnaam van de soort; een rij van een andere soort dan de laag hoort er niet bij",
        "organisatie" => "Wie de locatie beheert",
        "sector" => "Zorgsector; leeg is overig",
        "plaatsen" => "Aantal plaatsen; van een object van meer punten samen",
        "woningen" => "Aantal woningen; van een object van meer punten samen",
        "woonvormen" => "Voor welke woonvormen; leeg is niet opgegeven",
        "modaliteit" => "Wat er stopt; trein maakt het een station",
        "vertrekken_werkdag" => "Vertrekken op een werkdag van 06 tot 20 uur, alle lijnen, beide richtingen samen",
        "interval_min" => "Tijd tussen twee vertrekken per richting; wordt gelezen als vertrekken onbekend is",
        "categorie" => "Haltecategorie volgens de ÖV-Güteklassen",
        "toegankelijk" => "Te gebruiken met een rolstoel",
        "location_type" => "GTFS: 1 is een haltegebied; 2, 3 en 4 zijn geen halte",
        "parent_station" => "GTFS: het haltegebied; perrons daarvan zijn samen één halte",
        "wheelchair_boarding" => "GTFS: 1 is toegankelijk, 2 niet, 0 onbekend",
        "gemeentecode" => "De gemeente waarin de kern ligt; delen met dezelfde naam en code zijn één kern",
        "typeGebied" => "TOP10NL: alleen woonkern is een kern",
        "naam_x" => "Waar de naam op de kaart staat, RD",
        "naam_y" => "Waar de naam op de kaart staat, RD",
        "inwoners" => "Inwoners; negatief is geheim en dus onbekend",
        "inwoners_65plus" => "Inwoners van 65 jaar en ouder",
        "inwoners_75plus" => "Inwoners van 75 jaar en ouder",
        "afgeleid" => "Afgeleid van een wijk of buurt, en opnieuw bepaald als lagen komen of gaan",
        "pc4" => "Viercijferige postcode; de mensen worden over de bebouwde kom verdeeld",
        "jrstatcode" => "CBS-gebiedsindelingen: begint met het jaar",
        "water" => "CBS wijk- en buurtkaart: een rij met `ja` telt niet mee",
        "status" => "Alleen wat bestaat bedient mensen; leeg is bestaand",
        "bron" => {
            "Wie het zegt; hoort bij de herkenning van een plek. Begint het met fictief, dan heet de laag fictief"
        }
        "bron_datum" => "Jaar of datum van de gegevens",
        "bestand" => "Het bestand waarin de plek kwam, als er geen bron staat",
        "vlak" => "Het gebouw of vlak waarin het punt is gekozen",
        "licentie" => "Voor de bronvermelding; met de woorden `niet delen` gaat de laag in geen export",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_heading_and_every_field_a_meaning() {
        let shown: Vec<Role> = groups().into_iter().flat_map(|(_, roles)| roles).collect();
        for role in Role::all() {
            assert!(shown.contains(&role), "{role:?}");
            for of in fields(role) {
                assert!(!meaning(of.field).is_empty(), "{}", of.field.name);
            }
        }
    }

    #[test]
    fn roles_under_one_heading_have_the_same_fields() {
        let names = |role: Role| fields(role).iter().map(|of| (of.field.name, of.scope)).collect::<Vec<_>>();
        for (title, roles) in groups() {
            assert!(roles.iter().all(|role| names(*role) == names(roles[0])), "{title}");
        }
    }

    #[test]
    fn the_page_in_the_source_is_what_the_fields_say() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/velden.md");
        if std::env::var_os("ZORGKRING_WRITE").is_some() {
            std::fs::write(&path, page()).expect("written");
        }
        assert_eq!(std::fs::read_to_string(&path).expect("there"), page(), "made anew with ZORGKRING_WRITE=1");
    }
}
