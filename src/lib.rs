#![doc = include_str!("architecture.md")]

pub mod units;

pub mod crs;

pub mod grid;

pub mod geometry;

pub mod files;

pub mod domain;

pub mod layers;

pub mod cartography;

pub mod geopackage;

pub mod import;

pub mod analysis;

pub mod project;

pub mod demo;

pub mod session;

pub mod nl;

pub mod export;

#[cfg(feature = "gui")]
pub mod gui;

pub mod cli;
