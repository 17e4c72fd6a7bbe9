//! import

pub mod normenkader;
