//! Turns any dialect, any number of files and any overlays into one valid 3.0 model.

pub mod ext;
