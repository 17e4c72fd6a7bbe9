//! Werkateliers: rounds, notes, votes, decisions and bookmarks. What a room said, dated, and never who said it.

use geo::Rect;
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};

/// Werkatelier: one gathering.
#[derive(Debug, Clone, PartialEq)]
pub struct Workshop {
    /// Stable id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// When, `JJJJ-MM-DD`.
    pub date: String,
    /// Its rounds, in order.
    pub rounds: Vec<Round>,
    /// The interventions, sketches and decisions that there were when it began, by id: what came since is new.
    pub known_before: Vec<Uuid>,
}

/// Ronde of a werkatelier.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Stable id.
    pub id: Uuid,
    /// What it is about.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
}

/// Plakbriefje: a note on the map, or on the parking list.
#[derive(Debug, Clone, PartialEq)]
pub struct StickyNote {
    /// Stable id.
    pub id: Uuid,
    /// What stands on it.
    pub text: String,
    /// Where it is stuck; on the parking list (parkeerlijst) when nowhere.
    pub point: Option<RdPoint>,
    /// The round it came from.
    pub round: Option<Uuid>,
    /// The table it came from, such as "tafel 3".
    pub table: String,
    /// When it was written, `JJJJ-MM-DDTUU:MM:SSZ`.
    pub made: String,
}

/// Stemming: dots on subjects.
#[derive(Debug, Clone, PartialEq)]
pub struct Ballot {
    /// Stable id.
    pub id: Uuid,
    /// What is asked.
    pub title: String,
    /// How many dots each person has.
    pub n_dots: u32,
    /// How many subjects are kept in the end (top N).
    pub n_kept: u32,
    /// What is voted on.
    pub subjects: Vec<BallotSubject>,
    /// The werkatelier it belongs to.
    pub workshop: Option<Uuid>,
    /// When it was opened, `JJJJ-MM-DDTUU:MM:SSZ`.
    pub made: String,
}

/// One subject of a ballot.
#[derive(Debug, Clone, PartialEq)]
pub struct BallotSubject {
    /// Its text: a free statement, or the name of what it is.
    pub text: String,
    /// The zone, site or near miss that it is, if it is one.
    pub of: Option<Uuid>,
    /// How many dots it has.
    pub n_votes: u32,
}

/// Besluit: what, who and when, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Stable id.
    pub id: Uuid,
    /// What was decided.
    pub what: String,
    /// Who takes it up: a role such as "gemeente Borne", never a person.
    pub who: String,
    /// By when, in words or as a date.
    pub when: String,
    /// Where it is about.
    pub point: Option<RdPoint>,
    /// The werkatelier it was taken in.
    pub workshop: Option<Uuid>,
    /// When it was written down, `JJJJ-MM-DDTUU:MM:SSZ`.
    pub made: String,
}

/// Bladwijzer: a fixed extent with what shows in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// Stable id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What part of the map.
    pub bounds: Rd<Rect<f64>>,
    /// The names of the layers that show, as the window calls them; sorted.
    pub layers: Vec<String>,
    /// The variant that shows; the baseline without one.
    pub variant: Option<Uuid>,
}

impl Ballot {
    /// Dots in all.
    pub fn n_votes(&self) -> u32 {
        self.subjects.iter().map(|subject| subject.n_votes).sum()
    }

    /// The positions of the subjects by dots, most first; those alike in the order in which they stand.
    pub fn ranking(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.subjects.len()).collect();
        order.sort_by_key(|idx| std::cmp::Reverse(self.subjects[*idx].n_votes));
        order
    }

    /// Is the subject at a position among those that are kept? Those alike at the edge are all kept; one without dots never is.
    pub fn keeps(&self, idx: usize) -> bool {
        let Some(own) = self.subjects.get(idx).map(|subject| subject.n_votes) else { return false };
        let n_above = self.subjects.iter().filter(|subject| subject.n_votes > own).count();
        own > 0 && u32::try_from(n_above).is_ok_and(|n| n < self.n_kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot(votes: &[u32], n_kept: u32) -> Ballot {
        let subjects = votes.iter().map(|n| BallotSubject { text: String::new(), of: None, n_votes: *n }).collect();
        Ballot {
            id: Uuid::nil(),
            title: String::new(),
            n_dots: 3,
            n_kept,
            subjects,
            workshop: None,
            made: String::new(),
        }
    }

    #[test]
    fn equals_at_the_edge_are_all_kept_and_nothing_without_dots_is() {
        let four_of_ten = ballot(&[5, 9, 4, 4, 4, 1, 0, 0, 0, 0], 4);
        let kept: Vec<usize> = (0..10).filter(|idx| four_of_ten.keeps(*idx)).collect();
        assert_eq!(kept, [0, 1, 2, 3, 4], "three are alike in third place");
        assert_eq!(four_of_ten.n_votes(), 27);
        assert_eq!(four_of_ten.ranking()[..3], [1, 0, 2]);
        let nobody_voted = ballot(&[0, 0, 0], 2);
        assert!((0..3).all(|idx| !nobody_voted.keeps(idx)));
    }
}
