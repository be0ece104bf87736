//! Where files about the whole course are in the site, for the rooms that link to them.

/// The script that names all modules.
pub const MODULES_SCRIPT: &str = "assets/modules.js";

/// The script that names all that a student's progress may be of.
pub const IDS_SCRIPT: &str = "assets/ids.js";
