//! When files are made, as they show it.

use super::finish::Failure;
use crate::nl;

/// `gemaakt`, and whether somebody fixed it.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) is_fixed: bool,
}

/// The moment given, that of the environment, or now.
pub(super) fn made(given: Option<jiff::Timestamp>) -> Result<Made, Failure> {
    let from_environment = || match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let moment = seconds.trim().parse().ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
            moment.map(Some).ok_or_else(|| Failure::from(nl::cli::BAD_SOURCE_DATE_EPOCH))
        }
        Err(_) => Ok(None),
    };
    let fixed = match given {
        Some(moment) => Some(moment),
        None => from_environment()?,
    };
    let moment = fixed.unwrap_or_else(jiff::Timestamp::now);
    Ok(Made { text: moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), is_fixed: fixed.is_some() })
}
