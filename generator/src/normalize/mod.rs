//! Turns any dialect, any number of files and any overlays into one valid 3.0 model.

pub mod ext;

/// Stand-in until the stage is merged.
pub struct Document {
    /// The model.
    pub api: openapiv3::OpenAPI,
}
impl Document {
    /// Locates.
    pub fn locate(&self, p: &crate::source::Pointer) -> crate::source::Location {
        crate::source::Location { file: crate::source::FileId(0), pointer: p.clone() }
    }
}
