//! Where markers stand, in squares, so that space is found without looking at all of them.

use egui::{Pos2, Rect, Vec2};

/// Side of a square, in points: no two markers reach further.
const SQUARE_POINTS: f32 = 32.0;

/// Markers may overlap a little: this share of their reach is kept apart.
const APART: f32 = 0.85;

/// What is taken.
pub struct Crowd {
    rect: Rect,
    columns: usize,
    squares: Vec<Vec<(Pos2, f32)>>,
}

impl Crowd {
    /// Nothing is taken yet.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few screens wide")]
    pub fn new(rect: Rect) -> Self {
        let columns = (rect.width() / SQUARE_POINTS).ceil().clamp(1.0, 1_000.0) as usize;
        let rows = (rect.height() / SQUARE_POINTS).ceil().clamp(1.0, 1_000.0) as usize;
        Self { rect, columns, squares: vec![Vec::new(); columns * rows] }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the squares")]
    fn square(&self, at: Pos2) -> (usize, usize) {
        let off = (at - self.rect.min) / SQUARE_POINTS;
        let rows = self.squares.len() / self.columns;
        let column = off.x.clamp(0.0, self.columns as f32 - 1.0) as usize;
        (column, off.y.clamp(0.0, rows as f32 - 1.0) as usize)
    }

    /// Is there space for a marker of half a side?
    pub fn has_space(&self, at: Pos2, half: f32) -> bool {
        let (column, row) = self.square(at);
        let rows = self.squares.len() / self.columns;
        let free = |(taken, reach): &(Pos2, f32)| taken.distance(at) >= (half + reach) * APART;
        (row.saturating_sub(1)..(row + 2).min(rows)).all(|row| {
            (column.saturating_sub(1)..(column + 2).min(self.columns))
                .all(|column| self.squares[row * self.columns + column].iter().all(free))
        })
    }

    /// The nearest of some spots on and around a point with space; the point itself when there is none.
    pub fn beside(&self, at: Pos2, half: f32) -> Pos2 {
        let around = [1.0, 1.9, 2.8].into_iter().flat_map(|far| {
            (0..12_u8).map(move |part| far * half * Vec2::angled(f32::from(part) * std::f32::consts::TAU / 12.0))
        });
        std::iter::once(Vec2::ZERO).chain(around).map(|by| at + by).find(|at| self.has_space(*at, half)).unwrap_or(at)
    }

    /// Takes space.
    pub fn take(&mut self, at: Pos2, half: f32) {
        let (column, row) = self.square(at);
        self.squares[row * self.columns + column].push((at, half));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    fn crowd() -> Crowd {
        let mut crowd = Crowd::new(Rect::from_min_size(Pos2::ZERO, vec2(320.0, 320.0)));
        crowd.take(pos2(31.0, 31.0), 4.0);
        crowd
    }

    #[test]
    fn a_place_near_a_taken_one_has_no_space_even_across_the_edge_of_a_square() {
        assert!(!crowd().has_space(pos2(33.0, 33.0), 4.0));
        assert!(crowd().has_space(pos2(45.0, 33.0), 4.0));
    }

    #[test]
    fn a_marker_without_space_stands_beside_what_is_there() {
        let at = crowd().beside(pos2(32.0, 32.0), 10.0);
        assert!(crowd().has_space(at, 10.0) && at.distance(pos2(32.0, 32.0)) < 30.0);
        assert_eq!(crowd().beside(pos2(90.0, 90.0), 10.0), pos2(90.0, 90.0));
    }
}
