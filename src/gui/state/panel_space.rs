//! How much space the window has for panels beside the map.

/// One of the two panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SidePanel {
    /// Layers and norms.
    Left,
    /// The explanation.
    Right,
}

/// How much space the window has for panels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PanelSpace {
    /// For both.
    #[default]
    Both,
    /// For one beside the map.
    One,
    /// For one over most of the map, when it is asked for.
    OnDemand(Option<SidePanel>),
}
