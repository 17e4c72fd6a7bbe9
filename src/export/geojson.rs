//! GeoJSON FeatureCollections, written feature by feature.
//!
//! RFC 7946 in WGS84, or RD New with the `crs` member of 2008. Every collection carries the foreign member `zorgkring`.

use std::io::{self, Write};

use serde::Serialize;

use super::geometry::{FileGeometry, OutputCrs};
use crate::domain::baseline::{Baseline, LayerSource};
use crate::domain::demand::MIN_PUBLISHED_PEOPLE;

/// The foreign member `zorgkring`: from what a collection follows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Origin {
    /// Version of the program.
    pub(super) versie: &'static str,
    /// Hash of all inputs.
    pub(super) invoer_hash: String,
    /// Name of the normenkader; `None` for layers that do not follow from one.
    pub(super) normenkader: Option<String>,
    /// When the file was made: the only thing that differs between two runs on the same input.
    pub(super) gemaakt: String,
    /// To whom the data belong.
    pub(super) bronvermelding: Vec<String>,
    /// Is any of the layers invented?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) fictief: bool,
}

impl Origin {
    /// Of a baseline's layers.
    pub(super) fn new(baseline: &Baseline, invoer_hash: String, normenkader: Option<String>, gemaakt: String) -> Self {
        let mut bronvermelding: Vec<String> = Vec::new();
        for line in baseline.layers.iter().filter_map(attribution) {
            if !bronvermelding.contains(&line) {
                bronvermelding.push(line);
            }
        }
        let fictief = baseline.layers.iter().any(|layer| layer.fictional);
        Self { versie: env!("CARGO_PKG_VERSION"), invoer_hash, normenkader, gemaakt, bronvermelding, fictief }
    }
}

/// Source, year and licence in one line.
fn attribution(layer: &LayerSource) -> Option<String> {
    let mut line = layer.source.clone()?;
    if let Some(date) = &layer.date {
        line += &format!(", {date}");
    }
    if let Some(licence) = &layer.licence {
        line += &format!(", {licence}");
    }
    Some(line)
}

#[derive(Serialize)]
struct Feature<'a, P> {
    r#type: &'static str,
    id: &'a str,
    properties: &'a P,
    geometry: &'a FileGeometry,
}

/// A file that takes features, of whatever format.
pub(super) trait FeatureSink {
    /// Adds a feature.
    fn add(&mut self, id: &str, properties: &impl Serialize, geometry: &FileGeometry) -> io::Result<()>;
}

/// A collection that is being written.
pub(super) struct Collection<W: Write> {
    out: W,
    n_features: usize,
}

impl<W: Write> Collection<W> {
    /// Opens a collection with a name.
    pub(super) fn begin(mut out: W, name: &str, crs: OutputCrs, origin: &Origin) -> io::Result<Self> {
        write!(out, "{{\"type\":\"FeatureCollection\",\"name\":")?;
        serde_json::to_writer(&mut out, name)?;
        if crs == OutputCrs::Rd {
            write!(out, ",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::28992\"}}}}")?;
        }
        write!(out, ",\"zorgkring\":")?;
        serde_json::to_writer(&mut out, origin)?;
        write!(out, ",\"features\":[")?;
        Ok(Self { out, n_features: 0 })
    }

    /// Closes the collection.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}

impl<W: Write> FeatureSink for Collection<W> {
    fn add(&mut self, id: &str, properties: &impl Serialize, geometry: &FileGeometry) -> io::Result<()> {
        self.out.write_all(if self.n_features == 0 { b"\n" } else { b",\n" })?;
        self.n_features += 1;
        serde_json::to_writer(&mut self.out, &Feature { r#type: "Feature", id, properties, geometry })?;
        Ok(())
    }
}

/// A number with so many decimals, as files hold it.
pub(super) fn rounded(value: f64, n_decimals: i32) -> f64 {
    let steps = 10_f64.powi(n_decimals);
    // Adding zero turns -0.0 into 0.0.
    (value * steps).round() / steps + 0.0
}

/// Distances: a tenth of a metre.
pub(super) fn meters(value: f64) -> Option<f64> {
    value.is_finite().then(|| rounded(value, 1))
}

/// How many people may be published, exactly: nobody, or five and more.
pub(super) fn published(count: Option<f64>) -> Option<f64> {
    count.filter(|count| *count == 0.0 || *count >= MIN_PUBLISHED_PEOPLE)
}

/// How many people may be published, with one decimal.
pub(super) fn people(count: Option<f64>) -> Option<f64> {
    published(count).map(|count| rounded(count, 1))
}

/// Is it a count that may not be published?
pub(super) fn is_small(count: Option<f64>) -> bool {
    count.is_some() && published(count).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_and_five_are_published_and_what_lies_between_is_not() {
        for (count, expected) in [(0.0, Some(0.0)), (0.04, None), (1.0, None), (4.96, None), (5.0, Some(5.0))] {
            assert_eq!(people(Some(count)), expected, "{count}");
            assert_eq!(is_small(Some(count)), expected.is_none(), "{count}");
        }
        assert_eq!((people(None), is_small(None)), (None, false));
    }
}
