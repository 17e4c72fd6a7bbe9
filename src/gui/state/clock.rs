//! The time of day, as the board writes it.

/// Now: `JJJJ-MM-DDTUU:MM:SSZ`.
pub fn now_text() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Today: `JJJJ-MM-DD`.
pub fn today() -> String {
    now_text().chars().take(10).collect()
}
