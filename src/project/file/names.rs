//! What the tables of a project file are called.

/// The table that makes a GeoPackage a project.
pub(super) const PROJECT: &str = "zorgkring_project";
/// Where each layer came from.
pub(super) const SOURCES: &str = "zorgkring_laag";
/// Varianten.
pub(super) const VARIANTS: &str = "zorgkring_variant";
/// What they change.
pub(super) const INTERVENTIONS: &str = "zorgkring_ingreep";
/// The column of what an intervention does.
pub(super) const FORM: &str = "ingreep";
/// Zones as people want them.
pub(super) const ZONES: &str = "zone_plan";
/// Places and sites that come or stand elsewhere.
pub(super) const PLACES: &str = "plaats_plan";
/// Places that went while interventions are about them.
pub(super) const LOST_PLACES: &str = "zorgkring_verdwenen";
/// Points and texts that were sketched.
pub(super) const SKETCHED_POINTS: &str = "schets_punt";
/// Lines and arrows that were sketched.
pub(super) const SKETCHED_LINES: &str = "schets_lijn";
/// Areas that were sketched.
pub(super) const SKETCHED_AREAS: &str = "schets_vlak";
/// All tables of sketches.
pub(super) const SKETCHES: [&str; 3] = [SKETCHED_POINTS, SKETCHED_LINES, SKETCHED_AREAS];
/// Plakbriefjes.
pub(super) const NOTES: &str = "notitie";
/// Werkateliers.
pub(super) const WORKSHOPS: &str = "zorgkring_werkatelier";
/// Their rounds.
pub(super) const ROUNDS: &str = "zorgkring_ronde";
/// Stemmingen.
pub(super) const BALLOTS: &str = "zorgkring_stemming";
/// Their subjects.
pub(super) const SUBJECTS: &str = "zorgkring_onderwerp";
/// Besluiten.
pub(super) const DECISIONS: &str = "zorgkring_besluit";
/// Bladwijzers.
pub(super) const BOOKMARKS: &str = "zorgkring_bladwijzer";
