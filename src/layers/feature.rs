//! What a layer has a row of, whatever its role.

use std::collections::BTreeMap;

use geo::{BoundingRect, Coord, Geometry, MultiPolygon, Rect};
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::carried::{Carried, CarriedName};
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleCounts};
use crate::domain::identity::{Provenance, id_from_source};
use crate::domain::place::{Care, Place, Site, What};
use crate::domain::settlement::Settlement;
use crate::domain::transit::Stop;

/// A row of a layer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Feature<'a> {
    /// A place of any role.
    Place(&'a Place),
    /// A kern.
    Settlement(&'a Settlement),
    /// A gemeente, wijk or buurt.
    Area(&'a CodedArea),
    /// People in a square, and whether a wijk or buurt gave them.
    Square(&'a DemandCell, bool),
    /// The study area.
    StudyArea(&'a Rd<MultiPolygon<f64>>),
}

/// A feature in the making: what the fields of a row are put into.
#[derive(Debug)]
pub(crate) enum FeatureMut<'a> {
    /// A place of any role.
    Place(&'a mut Place),
    /// A kern.
    Settlement(&'a mut Settlement),
    /// The people of an area or square.
    People(&'a mut PeopleCounts),
}

impl FeatureMut<'_> {
    /// Changes the place, if it is one.
    pub(super) fn with_place(&mut self, change: impl FnOnce(&mut Place)) {
        if let Self::Place(place) = self {
            change(place);
        }
    }

    /// The same for what only a 24-uurszorglocatie has.
    pub(super) fn with_care(&mut self, change: impl FnOnce(&mut Care)) {
        self.with_place(|place| {
            if let What::Care(care) = &mut place.what {
                change(care)
            }
        });
    }

    /// The same for what only a halte or station has.
    pub(super) fn with_stop(&mut self, change: impl FnOnce(&mut Stop)) {
        self.with_place(|place| {
            if let What::Stop(stop) = &mut place.what {
                change(stop)
            }
        });
    }

    /// The same for what only a kandidaatlocatie has.
    pub(super) fn with_site(&mut self, change: impl FnOnce(&mut Site)) {
        self.with_place(|place| {
            if let What::Site(site) = &mut place.what {
                change(site)
            }
        });
    }

    /// Changes where its record comes from, of what says so by itself.
    pub(super) fn with_provenance(&mut self, change: impl FnOnce(&mut Provenance)) {
        match self {
            Self::Place(place) => change(&mut place.provenance),
            Self::Settlement(kern) => change(&mut kern.provenance),
            Self::People(_) => {}
        }
    }

    /// Changes who lives there, of what has people.
    pub(super) fn with_people(&mut self, change: impl FnOnce(&mut PeopleCounts)) {
        match self {
            Self::Settlement(kern) => change(&mut kern.people),
            Self::People(people) => change(people),
            Self::Place(_) => {}
        }
    }
}

/// How a feature is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'a> {
    Point(RdPoint),
    Area(&'a Rd<MultiPolygon<f64>>),
}

/// The features of a role, in order. People per postcode are kept as squares, in the layer of people.
pub(crate) fn features(baseline: &Baseline, role: Role) -> Box<dyn Iterator<Item = Feature<'_>> + '_> {
    match role {
        Role::Kind(_) | Role::CandidateSite | Role::Cluster => {
            Box::new(baseline.places_of(role).map(|place| Feature::Place(place)))
        }
        Role::Settlement => Box::new(baseline.settlements.iter().map(Feature::Settlement)),
        Role::Municipality | Role::District | Role::Neighborhood => {
            Box::new(baseline.coded_areas(role).into_iter().flat_map(|areas| areas.iter()).map(Feature::Area))
        }
        Role::Demand => Box::new(baseline.demand.cells().iter().map(|cell| Feature::Square(cell, false))),
        Role::StudyArea => Box::new(baseline.study_area.iter().map(Feature::StudyArea)),
        Role::Pc4 => Box::new(std::iter::empty()),
    }
}

impl<'a> Feature<'a> {
    /// Its id: stable, the code of an area, else one that follows from where it is.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Place(place) => place.id.to_string(),
            Self::Settlement(kern) => kern.id.to_string(),
            Self::Area(area) => area.code.clone(),
            Self::Square(cell, _) => id_from_source("vraag", &format!("{}:{}", cell.col, cell.row)).to_string(),
            Self::StudyArea(_) => id_from_source("studiegebied", "").to_string(),
        }
    }

    /// Its stable id, by which interventions and votes know it.
    pub(crate) fn own_id(&self) -> Option<Uuid> {
        match self {
            Self::Place(place) => Some(place.id),
            Self::Settlement(kern) => Some(kern.id),
            Self::Area(_) | Self::Square(..) | Self::StudyArea(_) => None,
        }
    }

    /// What it is called; nothing for squares and the study area.
    pub(crate) fn name(&self) -> &'a str {
        match self {
            Self::Place(place) => &place.name,
            Self::Settlement(kern) => &kern.name,
            Self::Area(area) => &area.name,
            Self::Square(..) | Self::StudyArea(_) => "",
        }
    }

    /// Where the record comes from, where each feature says so by itself.
    pub(crate) fn provenance(&self) -> Option<&'a Provenance> {
        match self {
            Self::Place(place) => Some(&place.provenance),
            Self::Settlement(kern) => Some(&kern.provenance),
            Self::Area(_) | Self::Square(..) | Self::StudyArea(_) => None,
        }
    }

    /// What it carries along in columns that no field takes; squares and the study area carry nothing.
    pub(crate) fn carried(&self) -> Option<&'a Carried> {
        match self {
            Self::Area(area) => Some(&area.carried),
            _ => self.provenance().map(|known| &known.carried),
        }
    }

    /// Who lives there, where it says so.
    pub(crate) fn people(&self) -> Option<&'a PeopleCounts> {
        match self {
            Self::Settlement(kern) => Some(&kern.people),
            Self::Area(area) => Some(&area.people),
            Self::Square(cell, _) => Some(&cell.people),
            Self::Place(_) | Self::StudyArea(_) => None,
        }
    }

    /// How it is drawn. People stand at the middle of their square: a point falls in exactly that square again, in any CRS.
    pub(crate) fn shape(&self) -> Shape<'a> {
        match self {
            Self::Place(place) => Shape::Point(place.point),
            Self::Settlement(kern) => kern.outline.as_ref().map_or(Shape::Point(kern.point), Shape::Area),
            Self::Area(area) => Shape::Area(&area.outline),
            Self::Square(cell, _) => Shape::Point(cell.center()),
            Self::StudyArea(area) => Shape::Area(area),
        }
    }

    /// The box around it; that of a square is the square. Nothing for an area without vertices.
    pub(crate) fn bounds(&self) -> Option<Rect<f64>> {
        match (self, self.shape()) {
            (Self::Square(..), Shape::Point(middle)) => {
                let half = Coord { x: DEMAND_CELL_M / 2.0, y: DEMAND_CELL_M / 2.0 };
                Some(Rect::new(middle.0.0 - half, middle.0.0 + half))
            }
            (_, Shape::Point(at)) => Some(Rect::new(at.0.0, at.0.0)),
            (_, Shape::Area(area)) => area.0.bounding_rect(),
        }
    }
}

/// The columns that features carry along, each once, in the order of their folded names.
pub(crate) fn carried_columns<'a>(features: impl Iterator<Item = Feature<'a>>) -> Vec<&'a CarriedName> {
    let mut columns: BTreeMap<&str, &CarriedName> = BTreeMap::new();
    for (name, _) in features.filter_map(|feature| feature.carried()).flat_map(Carried::iter) {
        columns.entry(&name.folded).or_insert(name);
    }
    columns.into_values().collect()
}

impl From<Shape<'_>> for Geometry<f64> {
    fn from(shape: Shape<'_>) -> Self {
        match shape {
            Shape::Point(at) => at.0.into(),
            Shape::Area(area) => area.0.clone().into(),
        }
    }
}
