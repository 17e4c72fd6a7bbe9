//! What is wrong in a file, in one Dutch sentence each: where, what, and what to do.

use super::cli::more_problems;
use super::numbers::{counted, decimal, whole};
use super::twins;
use crate::domain::baseline::Role;
use crate::domain::problem::{
    BlobFault, Example, Expected, ExpectedGeometry, ForeignFormat, Position, Problem, ProblemKind, ReadFault, Repeated,
};

/// One sentence: the file, the feature and the field, what is the matter and what follows from it.
pub fn problem(problem: &Problem) -> String {
    match &problem.kind {
        ProblemKind::Told(sentence) => return sentence.clone(),
        ProblemKind::NotListed(n) => return more_problems(*n as u64),
        _ => {}
    }
    let mut place = problem.file.clone();
    match &problem.position {
        Some(Position::Feature { number, id: Some(id) }) => {
            place.push_str(&format!(", object {number} (id {id})"));
        }
        Some(Position::Feature { number, id: None }) => place.push_str(&format!(", object {number}")),
        Some(Position::Line(line)) => place.push_str(&format!(", regel {line}")),
        None => {}
    }
    if let Some(field) = &problem.field {
        place.push_str(&format!(", veld {field}"));
    }
    format!("{place}: {}.", what(&problem.kind))
}

/// A sentence each.
pub fn all(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(problem).collect()
}

/// The same for a point to measure from, which keeps its row.
pub fn problem_of_point(found: &Problem) -> String {
    problem(found).replace(SKIPPED, "de afstanden blijven leeg").replace("en is overgeslagen", "en blijft leeg")
}

/// What becomes of an object that is of no use.
const SKIPPED: &str = "het object is overgeslagen";

fn what(kind: &ProblemKind) -> String {
    let about = [about_many, about_file, about_layer, about_use, about_feature];
    let told = about.into_iter().find_map(|about| about(kind));
    told.unwrap_or_else(|| "hier klopt iets niet".to_owned())
}

/// What holds for so many objects or values at once.
fn about_many(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::Several { what, n, example: Some(example) } => with_example(*what, *n, example),
        ProblemKind::Several { what, n, example: None } => several(*what, *n),
        ProblemKind::InManyFields { what, n, n_fields, field } => {
            format!("in {} velden, bijvoorbeeld {field}: {}", whole(*n_fields as f64), several(*what, *n))
        }
        _ => return None,
    })
}

/// What is wrong with the file as a whole.
fn about_file(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::NotReadable(ReadFault::NotFound) => "dit bestand bestaat niet; controleer het pad".to_owned(),
        ProblemKind::NotReadable(ReadFault::NotAllowed) => {
            "dit bestand mag niet gelezen worden; controleer de rechten".to_owned()
        }
        ProblemKind::NotReadable(ReadFault::Folder) => {
            "dit is een map en geen bestand; kies een bestand in de map".to_owned()
        }
        ProblemKind::NotReadable(ReadFault::Special) => {
            "dit is geen gewoon bestand maar een pijp of apparaat; sla de gegevens eerst op als bestand".to_owned()
        }
        ProblemKind::NoSuchFile { whole, layer } => format!(
            "er is geen bestand \"{whole}\", en ook geen bestand met \"{layer}\" als laag (achter de laatste dubbele \
             punt); controleer het pad"
        ),
        ProblemKind::LayerGone(layer) => format!(
            "een ander programma heeft de laag \"{layer}\" uit dit bestand gehaald; lees haar opnieuw in als ze nodig is"
        ),
        ProblemKind::OutOfMemory => {
            "er is te weinig geheugen om dit bestand te lezen; sluit andere programma's of verdeel het bestand"
                .to_owned()
        }
        ProblemKind::Empty => "het bestand is leeg; exporteer het opnieuw".to_owned(),
        ProblemKind::FormatNotRead(format) => foreign(*format),
        ProblemKind::NotRecognized => {
            "dit is geen GeoJSON en geen CSV; sla de gegevens op als een van beide".to_owned()
        }
        ProblemKind::InUse => {
            "een ander programma schrijft in dit bestand; sluit het daar en probeer opnieuw".to_owned()
        }
        ProblemKind::DamagedDatabase { n_whole: 0 } => {
            "dit GeoPackage is beschadigd; er is niets uit gelezen, haal of exporteer het opnieuw".to_owned()
        }
        ProblemKind::DamagedDatabase { n_whole } => format!(
            "na object {n_whole} is dit GeoPackage beschadigd; wat ervoor staat is gelezen, haal of exporteer het \
             opnieuw"
        ),
        ProblemKind::NoFeatureTables => {
            "dit is een database zonder kaartlagen; kies een GeoPackage met lagen".to_owned()
        }
        ProblemKind::NoSuchLayer { name, names } => {
            format!("er is geen laag \"{name}\" in dit bestand; kies uit {}", names.join(", "))
        }
        ProblemKind::WhichLayer { names } => {
            format!("dit bestand heeft meer lagen ({}); noem er een: ROL=BESTAND:LAAG", names.join(", "))
        }
        ProblemKind::NoFeatures => "er staat geen enkel object in het bestand".to_owned(),
        ProblemKind::NoLayersInFormat(name) => {
            format!("dit formaat kent geen lagen; de laagnaam \"{name}\" is genegeerd")
        }
        ProblemKind::Truncated { n_whole: 0 } => {
            "het bestand breekt af voor het eerste object; haal of exporteer het opnieuw".to_owned()
        }
        ProblemKind::Truncated { n_whole } => format!(
            "het bestand breekt af na object {n_whole}; wat ervoor staat is gelezen, haal of exporteer het opnieuw"
        ),
        ProblemKind::Malformed { n_whole: 0 } => {
            "dit is geen geldige GeoJSON; er is niets uit gelezen, exporteer het opnieuw".to_owned()
        }
        ProblemKind::Malformed { n_whole } => format!(
            "na object {n_whole} is dit geen geldige GeoJSON meer; wat ervoor staat is gelezen, exporteer het opnieuw"
        ),
        ProblemKind::NoCoordinateColumns { names, n_more } => no_coordinates(names, *n_more),
        ProblemKind::HeaderBelow(line) => {
            format!("de kopregel staat op regel {line}; wat erboven staat is overgeslagen")
        }
        ProblemKind::RowTooLarge { max_bytes } => format!(
            "een regel is groter dan {} MB; vanaf daar is niets gelezen, controleer de aanhalingstekens",
            whole((*max_bytes / 1024 / 1024) as f64)
        ),
        ProblemKind::RefusedCrs(name) => format!(
            "het coördinatenstelsel \"{name}\" wordt niet gelezen; sla het bestand op in RD (EPSG:28992) of WGS84"
        ),
        ProblemKind::LayerEmptied => {
            "hier staat niets in en de laag die er was is erdoor vervangen; de laag is nu leeg, lees het goede bestand in als dat \
             niet de bedoeling is"
                .to_owned()
        }
        ProblemKind::ReservedColumns(names) => {
            let (columns, are) = if names.len() == 1 { ("de kolom", "is") } else { ("de kolommen", "zijn") };
            format!(
                "{columns} {} {are} niet meegenomen, want GeoPackage of een export gebruikt die naam zelf; geef een andere naam \
                 als de kolom nodig is",
                names.join(", ")
            )
        }
        ProblemKind::TooManyColumns { max, n, first } => format!(
            "er gaan niet meer dan {max} eigen kolommen mee; {} niet meegenomen, te beginnen met {first}",
            counted(*n, "kolom is", "kolommen zijn")
        ),
        ProblemKind::Cancelled => "het lezen is afgebroken; wat tot daar gelezen was is behouden".to_owned(),
        ProblemKind::NotReadable(ReadFault::Other) => {
            "het bestand kan niet (verder) gelezen worden; controleer de schijf of het netwerk".to_owned()
        }
        _ => return None,
    })
}

/// What a layer of a database does not give.
fn about_layer(kind: &ProblemKind) -> Option<String> {
    let kept = |n_whole: usize| match n_whole {
        0 => "er is niets van gelezen".to_owned(),
        n => format!("er is gestopt na object {}", whole(n as f64)),
    };
    Some(match kind {
        ProblemKind::LayerNotGiven { layer, n_whole } => format!(
            "de laag \"{layer}\" geeft haar rijen niet, want de tabel of weergave klopt niet; {}, sla de laag op als \
             nieuwe tabel",
            kept(*n_whole)
        ),
        ProblemKind::TooManyRows { layer, max } => format!(
            "de weergave \"{layer}\" heeft meer dan {} rijen; er is niets van gelezen, sla haar op als tabel",
            whole(*max as f64)
        ),
        ProblemKind::TooSlow { layer, max_seconds, n_whole } => format!(
            "de weergave \"{layer}\" rekent langer dan {max_seconds} seconden; {}, sla haar op als tabel",
            kept(*n_whole)
        ),
        ProblemKind::ValueTooLarge { layer, n_whole } => {
            format!("in de laag \"{layer}\" staat een waarde van meer dan 64 MB; {}", kept(*n_whole))
        }
        _ => return None,
    })
}

fn no_coordinates(names: &[String], n_more: usize) -> String {
    let needed = "nodig zijn x en y, lon en lat, of wkt";
    let more = if n_more > 0 { format!(" en nog {}", whole(n_more as f64)) } else { String::new() };
    match names {
        [] => format!("er zijn geen kolommen met coördinaten; {needed}"),
        names => {
            let names = names.join(", ");
            format!("er zijn geen kolommen met coördinaten; {needed}, en de kopregel noemt {names}{more}")
        }
    }
}

/// What the file is used for, or not.
fn about_use(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::PeopleAlreadyGiven { n, by } => format!(
            "{} inwoners waar {by} die al geeft; die van {by} zijn gehouden, zodat niemand dubbel telt",
            counted(*n, "object geeft", "objecten geven")
        ),
        ProblemKind::OtherKind { n, stated, role } => {
            let n = counted(*n, "object is", "objecten zijn");
            let role = role.name();
            format!("{n} van een andere soort dan {role}, zoals {stated}; die zijn overgeslagen, controleer de rol")
        }
        ProblemKind::PointAndArea { n, example } => twins::point_and_area(*n, example),
        ProblemKind::SeveralSources { n, example, sources } => twins::several_sources(*n, example, sources),
        ProblemKind::UsedForNothing(Role::Cluster) => {
            "deze laag is gelezen en wordt getoond, maar telt in geen enkel cijfer mee".to_owned()
        }
        ProblemKind::UsedForNothing(role) => format!(
            "deze laag is gelezen maar wordt nergens voor gebruikt: een {} telt alleen mee met een kolom inwoners",
            role.name()
        ),
        ProblemKind::OutsideRegion { region } => {
            let names: Vec<&str> = region.iter().map(|role| role.name()).collect();
            format!(
                "alles in deze laag ligt buiten het gebied van {}; controleer of dit het goede bestand is",
                names.join(", ")
            )
        }
        _ => return None,
    })
}

fn foreign(format: ForeignFormat) -> String {
    let name = match format {
        ForeignFormat::GeoPackage => "een GeoPackage",
        ForeignFormat::Shapefile => "een Shapefile",
        ForeignFormat::Zip => "een zip-bestand",
        ForeignFormat::Gzip => "een gzip-bestand",
        ForeignFormat::FlatGeobuf => "FlatGeobuf",
        ForeignFormat::OsmPbf => "OpenStreetMap-PBF",
        ForeignFormat::Xml => "XML (bijvoorbeeld GML of KML)",
        ForeignFormat::Pdf => "een PDF",
    };
    format!("dit is {name}, en dat wordt nog niet gelezen; sla de laag op als GeoJSON of CSV")
}

fn about_feature(kind: &ProblemKind) -> Option<String> {
    Some(match kind {
        ProblemKind::UnreadableFeature => "dit object is niet te lezen en is overgeslagen".to_owned(),
        ProblemKind::TooLarge { max_bytes } => {
            format!("dit is groter dan {} MB en is overgeslagen", whole((*max_bytes / 1024 / 1024) as f64))
        }
        ProblemKind::NestedTooDeep { max } => {
            format!("de haakjes zijn dieper genest dan {max}; het object is overgeslagen")
        }
        ProblemKind::NoGeometry => "er is geen geometrie; het object is overgeslagen".to_owned(),
        ProblemKind::CoordinateNotANumber => "een coördinaat is geen getal; het object is overgeslagen".to_owned(),
        ProblemKind::NoCoordinate => "hier ontbreekt de coördinaat; het object is overgeslagen".to_owned(),
        ProblemKind::WrongCoordinate(found) => {
            format!("\"{found}\" is geen coördinaat; het object is overgeslagen")
        }
        ProblemKind::UnsureNumber { found, as_decimals, as_thousands } => format!(
            "\"{found}\" kan {as_thousands} zijn of {}, en de kolom zegt niet welk; de waarde blijft onbekend",
            with_comma(as_decimals)
        ),
        ProblemKind::BrokenGeometry(kind) => {
            format!("de geometrie \"{kind}\" is niet te begrijpen; het object is overgeslagen")
        }
        ProblemKind::GeometryNotRead(name) => format!(
            "de geometrie is van de soort {name} (driehoeken of een lichaam) en die wordt niet gelezen; het object is \
             overgeslagen, zet de laag om naar vlakken"
        ),
        ProblemKind::UnreadableGeometry(fault) => {
            format!("{}; het object is overgeslagen, sla de laag opnieuw op", unreadable(*fault))
        }
        ProblemKind::WrongGeometry { found, expected } => {
            let expected = match expected {
                ExpectedGeometry::Points => "punten",
                ExpectedGeometry::Areas => "vlakken",
                ExpectedGeometry::PointsOrAreas => "punten of vlakken",
            };
            format!("hier zijn {expected} nodig en geen {found}; het object is overgeslagen")
        }
        ProblemKind::OutsideNetherlands { x, y } => format!(
            "de coördinaat ({x}; {y}) ligt buiten Nederland; het object is overgeslagen, controleer het coördinatenstelsel"
        ),
        ProblemKind::UnclosedRing => "een ring van het vlak was niet gesloten en is gesloten".to_owned(),
        ProblemKind::RepairedPolygon => "het vlak kruiste of overlapte zichzelf en is hersteld".to_owned(),
        ProblemKind::HopelessPolygon => "het vlak omsluit geen oppervlakte; het object is overgeslagen".to_owned(),
        ProblemKind::DuplicateId(id) => {
            format!("het id \"{id}\" komt vaker voor; dit object heeft een eigen id gekregen")
        }
        ProblemKind::RepeatedId(id) => format!("het id \"{id}\" komt vaker voor"),
        ProblemKind::DuplicateCode(code) => {
            format!("de code \"{code}\" komt vaker voor; de vlakken zijn samengevoegd")
        }
        ProblemKind::NotInOwnMunicipality(name) => format!(
            "dit vlak ligt niet in zijn eigen gemeente {name}; de inwoners zijn over de bebouwing van {name} verspreid"
        ),
        ProblemKind::WrongValue { found, expected } => wrong_value(found, expected),
        ProblemKind::OfNoIntervention => format!(
            "dit hoort bij geen ingreep, omdat het een kopie is of de ingreep weg is; {SKIPPED}. Haal het weg, of zet de \
             ingreep in zorgkring"
        ),
        ProblemKind::MissingValue => "dit veld is verplicht en ontbreekt; het object is overgeslagen".to_owned(),
        ProblemKind::RaggedRow { found, expected } => {
            format!("deze regel heeft {found} velden in plaats van {expected} en is overgeslagen")
        }
        _ => return None,
    })
}

fn unreadable(fault: BlobFault) -> String {
    match fault {
        BlobFault::TooShort => "de geometrie breekt af".to_owned(),
        BlobFault::BadHeader => "wat er als geometrie staat is er geen".to_owned(),
        BlobFault::UnknownType(number) => format!("het geometrietype met nummer {number} is onbekend"),
        BlobFault::Misfit => "de delen van de geometrie passen niet bij elkaar".to_owned(),
        BlobFault::TooDeep => "de geometrie is te diep genest".to_owned(),
    }
}

fn wrong_value(found: &str, expected: &Expected) -> String {
    match expected {
        Expected::Number => format!("\"{found}\" is geen getal; de waarde blijft onbekend"),
        Expected::WholeNumber => format!("\"{found}\" is geen heel getal; de waarde blijft onbekend"),
        Expected::PlausibleCount => format!("\"{found}\" is te groot voor een aantal; de waarde blijft onbekend"),
        Expected::OneOf(words) => {
            let list = words.join(", ");
            format!("\"{found}\" is onbekend; kies uit {list}")
        }
    }
}

/// A number as it is written in a file of ours, the Dutch way.
fn with_comma(number: &str) -> String {
    number.replace('.', ",")
}

fn with_example(what: Repeated, n: usize, example: &Example) -> String {
    let Example { found, read } = example;
    let and_more = |more: &str| if n == 1 { String::new() } else { format!(" ({} {more})", whole(n as f64)) };
    match what {
        Repeated::ReadAsThousands => {
            let times = if n == 1 { String::new() } else { format!(", en zo {} waarden", whole(n as f64)) };
            format!("\"{found}\" is gelezen als {}{times}; controleer of dat klopt", with_comma(read))
        }
        Repeated::FractionalPeople => format!(
            "{found} is geen heel aantal mensen{}; gelezen zoals het er staat, controleer punten en komma's",
            and_more("waarden")
        ),
        Repeated::CrowdedArea => format!(
            "{} inwoners op {} ha is meer dan ergens woont{}; controleer het aantal en het vlak",
            whole_text(found),
            hectares(read),
            and_more("objecten")
        ),
        Repeated::OtherColumnToo => {
            format!(
                "de kolom {found} zegt iets anders, bijvoorbeeld \"{read}\"{}; die is niet gebruikt",
                and_more("keer")
            )
        }
        other => several(other, n),
    }
}

fn whole_text(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), whole)
}

fn hectares(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), |ha| decimal(ha, 2))
}

fn several(what: Repeated, n: usize) -> String {
    let times = |one: &str, more: &str| counted(n, one, more);
    let objects = times("object", "objecten");
    match what {
        Repeated::Windows1252 => {
            format!(
                "{} geen UTF-8 en als Windows-1252 gelezen; controleer letters met accenten",
                times("tekst is", "teksten zijn")
            )
        }
        Repeated::RdWithoutCrs => {
            format!("er is geen coördinatenstelsel genoemd; de coördinaten van {objects} zijn als RD gelezen")
        }
        Repeated::SwappedLatLon => {
            format!("bij {objects} stond de breedtegraad voorop; lengte en breedte zijn omgewisseld")
        }
        Repeated::SecretValue => {
            format!("{} negatief (geheim of onbekend) en als onbekend gelezen", times("waarde is", "waarden zijn"))
        }
        Repeated::NoName => format!("{objects} zonder naam; de soort en het nummer staan in de plaats"),
        Repeated::PlaceChosen => format!("{objects} met een vlak of lijn; een punt erin telt als de plek"),
        Repeated::NearestOfPoints => {
            format!("{objects} met meer punten; de afstand is die van het punt dat het dichtst bij is")
        }
        Repeated::PointsApart => format!("{objects} met meer punten; elk punt telt als een eigen plek"),
        Repeated::OtherKind => format!("{objects} van een andere soort; die zijn overgeslagen"),
        Repeated::SamePlace => {
            format!("{objects} met dezelfde naam op dezelfde plek als een ander; verwijder wat dubbel is")
        }
        Repeated::NumberOfAnother => format!(
            "{objects} met een nummer dat in een ander bestand bij een andere plaats hoort; ze tellen apart, een kolom bron \
             houdt ze voortaan uit elkaar"
        ),
        Repeated::IdOfAnotherRole => format!(
            "{objects} met het id van een plaats van een andere soort; die hebben een eigen id gekregen, kijk ingrepen op \
             deze plaatsen na"
        ),
        Repeated::NotAStop => format!("{objects} zonder eigen halte (haltegebied of ingang); die tellen niet apart"),
        Repeated::NotASettlement => {
            format!("{objects} zonder eigen kern (zoals wijk of buurtschap); die tellen niet apart")
        }
        Repeated::NoBuiltUpLand => {
            format!("{objects} zonder bebouwing van een kern; de inwoners zijn er gelijk over verspreid")
        }
        Repeated::DoubleColumn => {
            let n = if n == 2 { "twee".to_owned() } else { whole(n as f64) };
            format!("deze kolom staat er {n} keer; de eerste is gebruikt")
        }
        Repeated::ReadAsThousands => {
            format!("{} met een teken tussen duizendtallen gelezen", times("getal is", "getallen zijn"))
        }
        Repeated::FractionalPeople => format!("{} geen heel aantal mensen", times("waarde is", "waarden zijn")),
        Repeated::CrowdedArea => format!("{objects} met meer inwoners dan ergens op zo weinig grond wonen"),
        Repeated::OtherColumnToo => format!("bij {objects} zegt een andere kolom iets anders; die is niet gebruikt"),
        Repeated::LongText => {
            format!("bij {objects} is de tekst te lang om mee te nemen; maak hem korter als hij nodig is")
        }
        Repeated::NoPeople => format!("{objects} zonder aantal inwoners; die zijn overgeslagen"),
    }
}
