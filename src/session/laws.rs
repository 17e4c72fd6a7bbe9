//! Laws of keys: whatever is changed alone of what an answer rests on, it is another question.

use std::sync::Arc;

use geo::{MultiPolygon, Rect};
use uuid::Uuid;

use super::answer::{Other, Question, RasterWish};
use super::hash::{InputHash, outcome_key};
use super::planned::PlannedGround;
use crate::analysis::situation::Situation;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::{Demand, DemandCell, PeopleCounts};
use crate::domain::housing::HousingForm;
use crate::domain::identity::{Provenance, Status};
use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::{Certainty, NormSet};
use crate::domain::place::{Care, Place, PlaceClass, Sector, Site, What};
use crate::domain::settlement::Settlement;
use crate::domain::target::TargetScenario;
use crate::domain::transit::{Accessibility, Stop, TransitClass, TransitMode};
use crate::domain::twins::Apart;
use crate::domain::variant::{Intervention, PlannedZone, ZoneStatus};
use crate::import::normenkader::standard;
use crate::project::Project;
use crate::units::Meters;

type Change<T> = fn(&mut T);

const OF_NORMS: [(&str, Change<NormSet>); 15] = [
    ("name", |set| set.name.push('x')),
    ("omloopfactor", |set| set.detour_factor += 0.1),
    ("one norm less", |set| drop(set.norms.pop())),
    ("form", |set| set.norms.iter_mut().for_each(|norm| norm.form = HousingForm::StepFree)),
    ("kinds", |set| set.norms[0].kinds = [AmenityKind::STOP].into()),
    ("max", |set| set.norms[0].max = Meters::new(1.0).expect("a length")),
    ("required", |set| set.norms[0].required = !set.norms[0].required),
    ("weight", |set| set.norms[0].weight += 1.0),
    ("source", |set| set.norms[0].source = "ander".into()),
    ("certainty", |set| set.norms[0].certainty = other_than(set.norms[0].certainty)),
    ("one ov-norm less", |set| drop(set.transit_norms.pop())),
    ("ov class", |set| set.transit_norms[0].min_class = TransitClass::A),
    ("ov required", |set| set.transit_norms[0].required = !set.transit_norms[0].required),
    ("ov source", |set| set.transit_norms[0].source = "ander".into()),
    ("ov certainty", |set| set.transit_norms[0].certainty = other_than(set.transit_norms[0].certainty)),
];

/// Of every layer every field that counts.
const OF_LAYERS: [(&str, Change<Baseline>); 44] = [
    ("id of care", |ground| at(ground, PlaceClass::Care).id = other_id()),
    ("name of care", |ground| at(ground, PlaceClass::Care).name.push('x')),
    ("care that does not exist", |ground| at(ground, PlaceClass::Care).status = Status::Planned),
    ("point of care", |ground| at(ground, PlaceClass::Care).point = elsewhere()),
    ("no care", |ground| ground.places[PlaceClass::Care].clear()),
    ("id of an amenity", |ground| at(ground, PlaceClass::Amenity).id = other_id()),
    ("kind of an amenity", |ground| at(ground, PlaceClass::Amenity).what = What::Amenity(kind("apotheek"))),
    ("name of an amenity", |ground| at(ground, PlaceClass::Amenity).name.push('x')),
    ("an amenity that does not exist", |ground| at(ground, PlaceClass::Amenity).status = Status::Wished),
    ("point of an amenity", |ground| at(ground, PlaceClass::Amenity).point = elsewhere()),
    ("no amenities", |ground| ground.places[PlaceClass::Amenity].clear()),
    ("id of a stop", |ground| at(ground, PlaceClass::Stop).id = other_id()),
    ("name of a stop", |ground| at(ground, PlaceClass::Stop).name.push('x')),
    ("mode of a stop", |ground| stop(ground).mode = TransitMode::Tram),
    ("departures of a stop", |ground| stop(ground).departures_workday = Some(61)),
    ("a stop without a timetable", |ground| stop(ground).departures_workday = None),
    ("a stop that does not exist", |ground| at(ground, PlaceClass::Stop).status = Status::Planned),
    ("point of a stop", |ground| at(ground, PlaceClass::Stop).point = elsewhere()),
    ("column of a square", |ground| with_cell(ground, |cell| cell.col += 1)),
    ("row of a square", |ground| with_cell(ground, |cell| cell.row += 1)),
    ("residents", |ground| with_cell(ground, |cell| cell.people.residents = Some(11.0))),
    ("65-plussers", |ground| with_cell(ground, |cell| cell.people.aged_65_plus = Some(5.0))),
    ("75-plussers", |ground| with_cell(ground, |cell| cell.people.aged_75_plus = None)),
    ("code of a gemeente", |ground| Arc::make_mut(&mut ground.municipalities)[0].code.push('x')),
    ("name of a gemeente", |ground| Arc::make_mut(&mut ground.municipalities)[0].name.push('x')),
    ("outline of a gemeente", |ground| Arc::make_mut(&mut ground.municipalities)[0].outline = area(6_000.0)),
    ("id of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].id = other_id()),
    ("name of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].name.push('x')),
    ("gemeente of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].municipality_code = None),
    ("people of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].people = PeopleCounts::ZERO),
    ("point of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].point = elsewhere()),
    ("outline of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].outline = Some(area(900.0))),
    ("no outline of a kern", |ground| Arc::make_mut(&mut ground.settlements)[0].outline = None),
    ("id of a site", |ground| at(ground, PlaceClass::Site).id = other_id()),
    ("name of a site", |ground| at(ground, PlaceClass::Site).name.push('x')),
    ("homes of a site", |ground| site(ground).n_homes = Some(7)),
    ("forms of a site", |ground| site(ground).forms = vec![HousingForm::StepFree]),
    ("status of a site", |ground| at(ground, PlaceClass::Site).status = Status::Wished),
    ("point of a site", |ground| at(ground, PlaceClass::Site).point = elsewhere()),
    ("study area", |ground| ground.study_area = Some(area(2_500.0))),
    ("no study area", |ground| ground.study_area = None),
    ("one square more", |ground| {
        let more = DemandCell { col: 2_410, row: 4_710, people: PeopleCounts::ZERO };
        ground.demand = Demand::from_cells([ground.demand.cells(), &[more]].concat()).into();
    }),
    ("one kern more", |ground| {
        let more = Settlement { id: other_id(), ..ground.settlements[0].clone() };
        Arc::make_mut(&mut ground.settlements).push(more);
    }),
    ("one site more", |ground| {
        let more = Place { id: other_id(), ..at(ground, PlaceClass::Site).clone() };
        ground.places[PlaceClass::Site].push(Arc::new(more));
    }),
];

/// What nothing that is computed follows from.
const OF_LAYERS_WITHOUT_EFFECT: [(&str, Change<Baseline>); 6] = [
    ("organization", |ground| care(ground).organization = Some("x".to_owned())),
    ("sector", |ground| care(ground).sector = Sector::Nursing),
    ("places in care", |ground| care(ground).n_places = Some(7)),
    ("source", |ground| at(ground, PlaceClass::Care).provenance.source = Some("x".to_owned())),
    ("accessibility", |ground| stop(ground).accessibility = Accessibility::Yes),
    ("source of a kern", |ground| {
        Arc::make_mut(&mut ground.settlements)[0].provenance.source = Some("x".to_owned());
    }),
];

/// Of what people want with zones.
const OF_WISHES: [(&str, Change<Vec<Intervention>>); 7] = [
    ("id of a zone", |wishes| wishes[0].set_subject(other_id())),
    ("name of a zone", |wishes| with_zone(wishes, |zone, _| zone.name.push('x'))),
    ("outline of a zone", |wishes| with_zone(wishes, |zone, _| zone.outline = outline(700.0))),
    ("status of a zone", |wishes| with_zone(wishes, |zone, _| zone.status = ZoneStatus::Accepted)),
    ("what a zone replaces", |wishes| with_zone(wishes, |_, replaces| replaces.push(other_id()))),
    ("which zone is not wanted", |wishes| wishes[1].set_subject(other_id())),
    ("one wish less", |wishes| drop(wishes.pop())),
];

fn kind(role: &str) -> AmenityKind {
    AmenityKind::from_role(role).expect("a kind of the catalogue")
}

fn other_id() -> Uuid {
    Uuid::from_u128(99)
}

fn elsewhere() -> RdPoint {
    RdPoint::at(241_234.0, 471_234.0)
}

fn outline(size_m: f64) -> Rd<geo::Polygon<f64>> {
    Rd(Rect::new((240_000.0, 470_000.0), (240_000.0 + size_m, 470_000.0 + size_m)).to_polygon())
}

fn area(size_m: f64) -> Rd<MultiPolygon<f64>> {
    Rd(outline(size_m).0.into())
}

fn with_cell(ground: &mut Baseline, change: Change<DemandCell>) {
    let mut cells = ground.demand.cells().to_vec();
    change(&mut cells[0]);
    ground.demand = Demand::from_cells(cells).into();
}

fn with_zone(wishes: &mut [Intervention], change: fn(&mut PlannedZone, &mut Vec<Uuid>)) {
    let Intervention::PutZone { zone, replaces } = &mut wishes[0] else { panic!("a drawn zone first") };
    change(zone, replaces);
}

fn other_than(certainty: Certainty) -> Certainty {
    if certainty == Certainty::A { Certainty::B } else { Certainty::A }
}

fn at(ground: &mut Baseline, class: PlaceClass) -> &mut Place {
    Arc::make_mut(&mut ground.places[class][0])
}

fn care(ground: &mut Baseline) -> &mut Care {
    let What::Care(care) = &mut at(ground, PlaceClass::Care).what else { panic!("care") };
    care
}

fn stop(ground: &mut Baseline) -> &mut Stop {
    let What::Stop(stop) = &mut at(ground, PlaceClass::Stop).what else { panic!("a stop") };
    stop
}

fn site(ground: &mut Baseline) -> &mut Site {
    let What::Site(site) = &mut at(ground, PlaceClass::Site).what else { panic!("a site") };
    site
}

/// One of everything.
fn ground() -> Baseline {
    let point = RdPoint::at(240_500.0, 470_500.0);
    let people = PeopleCounts { residents: Some(10.0), aged_65_plus: Some(4.0), aged_75_plus: Some(2.0) };
    let name = || "x".to_owned();
    let stop = Stop { mode: TransitMode::Bus, departures_workday: Some(60), accessibility: Accessibility::Unknown };
    let what =
        [What::Care(Care::default()), What::Amenity(kind("supermarkt")), What::Stop(stop), What::Site(Site::default())];
    let settlement = Settlement {
        id: Uuid::from_u128(14),
        name: name(),
        municipality_code: Some(name()),
        people,
        point,
        outline: Some(area(800.0)),
        provenance: Provenance::default(),
    };
    Baseline {
        places: (1..).zip(what).map(|(id, what)| Place::new(Uuid::from_u128(id), "x", point, what)).collect(),
        demand: Demand::from_cells(vec![DemandCell { col: 2_405, row: 4_705, people }]).into(),
        municipalities: vec![CodedArea::new(name(), name(), area(5_000.0))].into(),
        settlements: vec![settlement].into(),
        study_area: Some(area(3_000.0)),
        ..Baseline::default()
    }
}

fn wishes() -> Vec<Intervention> {
    let (id, name) = (Uuid::from_u128(11), "x".to_owned());
    let zone = PlannedZone { id, name, outline: outline(600.0), status: ZoneStatus::Sketched };
    let rejected = Intervention::RejectZone { id: Uuid::from_u128(12), name: String::new() };
    vec![Intervention::PutZone { zone, replaces: Vec::new() }, rejected]
}

fn planned(ground: &Baseline, wishes: &[Intervention]) -> PlannedGround {
    PlannedGround::once(ground, &Apart::new(), wishes)
}

/// The hash in files and the key that answers are found by; they change together.
fn both(situation: &Situation, project: &Project) -> (InputHash, crate::analysis::key::Key) {
    (InputHash::of(situation, project), outcome_key(situation, project))
}

#[track_caller]
fn assert_other<T: PartialEq>(
    (a, b): &(T, crate::analysis::key::Key),
    (c, d): &(T, crate::analysis::key::Key),
    what: &str,
) {
    assert!(a != c && b != d, "{what}");
}

#[test]
fn whatever_is_changed_of_the_norms_alone_is_another_question() {
    let situation = Situation::from_baseline(&ground());
    let before = Project::new(standard());
    for (what, change) in OF_NORMS {
        let mut after = before.clone();
        change(&mut after.norms);
        assert_ne!(after, before, "{what}");
        assert_other(&both(&situation, &after), &both(&situation, &before), what);
    }
    assert_eq!(both(&situation, &before), both(&situation, &before.clone()));
}

#[test]
fn of_a_document_the_doelgroep_and_the_cell_size_are_another_question_and_the_scenario_is_not() {
    let situation = Situation::from_baseline(&ground());
    let before = Project::new(standard());
    let narrower = Project { profile: MobilityProfile::Frail, ..before.clone() };
    assert_other(&both(&situation, &narrower), &both(&situation, &before), "doelgroep");
    let finer = Project { cell_m: 25, ..before.clone() };
    assert_other(&both(&situation, &finer), &both(&situation, &before), "cell size");
    let other_target = Project { scenario: TargetScenario::Trend, ..before.clone() };
    assert_eq!(both(&situation, &other_target), both(&situation, &before));
}

#[test]
fn whatever_is_changed_of_the_layers_alone_is_another_question() {
    let project = Project::new(standard());
    let of = |ground: &Baseline| both(&planned(ground, &wishes()).situation, &project);
    let before = of(&ground());
    for (what, change) in OF_LAYERS {
        let mut after = ground();
        change(&mut after);
        assert_other(&of(&after), &before, what);
    }
    for (what, change) in OF_LAYERS_WITHOUT_EFFECT {
        let mut after = ground();
        change(&mut after);
        assert_ne!(after, ground(), "{what}");
        assert_eq!(of(&after), before, "{what}");
    }
}

#[test]
fn whatever_is_changed_of_what_people_want_with_zones_alone_is_another_question() {
    let project = Project::new(standard());
    let of = |wishes: &[Intervention]| both(&planned(&ground(), wishes).situation, &project);
    for (what, change) in OF_WISHES {
        let mut after = wishes();
        change(&mut after);
        assert_other(&of(&after), &of(&wishes()), what);
    }
}

#[test]
fn a_kind_of_which_only_a_variant_knows_a_place_is_another_question_than_one_that_was_read() {
    let mut read = ground();
    let place = Place::new(other_id(), "x", elsewhere(), What::Amenity(kind("apotheek")));
    let added = Intervention::add(place.id, place.kind(), &place.name, place.point, None);
    let project = Project::new(standard());
    let unread = planned(&read, &[added]);
    read.places[PlaceClass::Amenity].push(Arc::new(place));
    assert_other(&both(&unread.situation, &project), &both(&planned(&read, &[]).situation, &project), "read");
}

#[test]
fn whatever_is_changed_of_a_question_alone_has_another_answer() {
    let zone = |size_m| PlannedZone {
        id: Uuid::nil(),
        name: String::new(),
        outline: outline(size_m),
        status: ZoneStatus::Sketched,
    };
    let other = |variant: u128| Other {
        variant: Some(Uuid::from_u128(variant)),
        ground: Arc::new(planned(&ground(), &wishes())),
    };
    let plain = || Question {
        situation: Arc::new(Situation::from_baseline(&ground())),
        project: Arc::new(Project::new(standard())),
        wish: RasterWish::Nothing,
        other: None,
        trial: None,
    };
    let mut later = plain();
    Arc::make_mut(&mut later.project).cell_m = 25;
    let elsewhere = Arc::new(planned(&ground(), &wishes()[..1]));
    let questions = [
        plain(),
        later,
        Question { situation: other(1).ground.situation.clone(), ..plain() },
        Question { wish: RasterWish::TransitClass, ..plain() },
        Question { wish: RasterWish::Score(HousingForm::Clustered), ..plain() },
        Question { wish: RasterWish::Score(HousingForm::StepFree), ..plain() },
        Question { wish: RasterWish::Distance(AmenityKind::CARE), ..plain() },
        Question { wish: RasterWish::Distance(AmenityKind::STOP), ..plain() },
        Question { other: Some(other(1)), ..plain() },
        Question { other: Some(other(2)), ..plain() },
        Question { other: Some(Other { variant: None, ..other(1) }), ..plain() },
        Question { other: Some(Other { ground: elsewhere, ..other(1) }), ..plain() },
        Question { trial: Some(Arc::new(zone(500.0))), ..plain() },
        Question { trial: Some(Arc::new(zone(501.0))), ..plain() },
        Question { trial: Some(Arc::new(PlannedZone { id: other_id(), ..zone(500.0) })), ..plain() },
        Question { trial: Some(Arc::new(PlannedZone { name: "x".to_owned(), ..zone(500.0) })), ..plain() },
        Question { trial: Some(Arc::new(PlannedZone { status: ZoneStatus::Accepted, ..zone(500.0) })), ..plain() },
    ];
    for (idx, question) in questions.iter().enumerate() {
        assert!(questions[..idx].iter().all(|before| before.key() != question.key()), "question {idx}");
    }
    assert_eq!(plain().key(), plain().key());
}
