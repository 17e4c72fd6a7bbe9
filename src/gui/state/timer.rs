//! The clock of a round. It knows no time of its own: every question brings the window's clock, in seconds.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::workshop::Round;
use crate::project::Project;

/// So long after it was set a clock is still that of the same gathering, in seconds: a day's part.
const SAME_GATHERING_S: f64 = 6.0 * 3600.0;

/// The clock of one round, or none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Timer {
    round: Option<Uuid>,
    /// What was left when it last began to run, in seconds.
    left_s: f64,
    /// Since when it runs.
    since: Option<f64>,
}

impl Timer {
    /// Starts for a round of so many minutes.
    pub fn start(&mut self, round: Uuid, minutes: u32, now: f64) {
        *self = Self { round: Some(round), left_s: 60.0 * f64::from(minutes), since: Some(now) };
    }

    /// Waits, or goes on.
    pub fn pause(&mut self, now: f64) {
        self.left_s = self.left(now);
        self.since = if self.since.is_some() { None } else { Some(now) };
    }

    /// Puts the clock away.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// The round it is for.
    pub fn round(&self) -> Option<Uuid> {
        self.round
    }

    /// The round it is for: which of how many.
    pub fn round_of<'a>(&self, project: &'a Project) -> Option<(usize, usize, &'a Round)> {
        let id = self.round?;
        project.board.workshops.iter().find_map(|workshop| {
            let idx = workshop.rounds.iter().position(|round| round.id == id)?;
            Some((idx + 1, workshop.rounds.len(), &workshop.rounds[idx]))
        })
    }

    /// Does it run? It stands still while it waits and when the time is up.
    pub fn runs(&self, now: f64) -> bool {
        self.since.is_some() && self.left(now) > 0.0
    }

    /// What is left, in seconds.
    pub fn left(&self, now: f64) -> f64 {
        let run = self.since.map_or(0.0, |since| (now - since).max(0.0));
        (self.left_s - run).max(0.0)
    }

    /// What is left, in the whole seconds that show.
    pub fn shown(&self, now: f64) -> f64 {
        self.left(now).ceil()
    }

    /// How long until another second shows; nothing when it does not run.
    pub fn next_second(&self, now: f64) -> Option<Duration> {
        // A little later, so that the second has passed for certain.
        const AFTER: f64 = 0.03;
        let left = self.left(now);
        self.runs(now).then(|| Duration::from_secs_f64(left - (left.ceil() - 1.0) + AFTER))
    }
}

/// A clock as it is remembered while the program is closed: by the time of day, which goes on meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KeptClock {
    round: Uuid,
    left_s: f64,
    runs: bool,
    /// When it was set, in seconds since 1970.
    set_at_s: f64,
}

impl KeptClock {
    /// A clock as it stands at a moment of the window's clock, which is so many seconds since 1970.
    pub fn of(timer: &Timer, now: f64, epoch_s: f64) -> Option<Self> {
        Some(Self { round: timer.round?, left_s: timer.left(now), runs: timer.since.is_some(), set_at_s: epoch_s })
    }

    /// The round it is for.
    pub fn round(&self) -> Uuid {
        self.round
    }

    /// The clock again, with what has passed taken off; nothing when that gathering is over.
    pub fn timer(&self, now: f64, epoch_s: f64) -> Option<Timer> {
        let passed = epoch_s - self.set_at_s;
        if !(0.0..SAME_GATHERING_S).contains(&passed) || !self.left_s.is_finite() {
            return None;
        }
        let left_s = if self.runs { self.left_s - passed } else { self.left_s };
        Some(Timer { round: Some(self.round), left_s: left_s.max(0.0), since: self.runs.then_some(now) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_counts_down_waits_and_ends_at_nought() {
        let mut timer = Timer::default();
        timer.start(Uuid::from_u128(1), 2, 1000.0);
        assert!((timer.shown(1000.0) - 120.0).abs() < 1e-9 && timer.runs(1000.0));
        assert!((timer.shown(1000.4) - 120.0).abs() < 1e-9);
        assert!((timer.shown(1030.5) - 90.0).abs() < 1e-9);
        timer.pause(1060.0);
        assert!((timer.shown(5000.0) - 60.0).abs() < 1e-9 && !timer.runs(5000.0));
        timer.pause(5000.0);
        assert!((timer.shown(5061.0)).abs() < 1e-9 && !timer.runs(5061.0));
        assert_eq!(timer.round(), Some(Uuid::from_u128(1)));
    }

    #[test]
    fn a_kept_clock_goes_on_by_the_time_of_day_waits_when_it_waited_and_is_gone_the_next_day() {
        let mut timer = Timer::default();
        assert_eq!(KeptClock::of(&timer, 100.0, 5e9), None);
        timer.start(Uuid::from_u128(1), 2, 100.0);
        let kept = KeptClock::of(&timer, 130.0, 5e9).expect("it is set");
        let again = kept.timer(3.0, 5e9 + 20.0).expect("the same gathering");
        assert!((again.left(3.0) - 70.0).abs() < 1e-6 && again.runs(3.0) && again.round() == timer.round());
        assert!(kept.timer(3.0, 5e9 + 600.0).is_some_and(|late| late.left(3.0) <= 0.0 && !late.runs(3.0)));
        timer.pause(130.0);
        let kept = KeptClock::of(&timer, 150.0, 5e9).expect("it waits");
        assert!(kept.timer(3.0, 5e9 + 600.0).is_some_and(|waits| (waits.left(9.0) - 90.0).abs() < 1e-6));
        assert_eq!(kept.timer(3.0, 5e9 + 86_400.0), None);
    }

    #[test]
    fn it_asks_to_be_drawn_once_a_second_at_most_and_not_at_all_when_it_stands_still() {
        let mut timer = Timer::default();
        timer.start(Uuid::from_u128(1), 1, 0.0);
        let mut now = 0.0;
        let mut n = 0;
        while let Some(wait) = timer.next_second(now) {
            now += wait.as_secs_f64();
            n += 1;
        }
        assert!((60..=61).contains(&n), "{n}");
        assert_eq!(Timer::default().next_second(3.0), None);
    }
}
