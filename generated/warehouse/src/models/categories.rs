//! Models of the operations tagged `categories`.

use turnbuckle_runtime::record;
use turnbuckle_runtime::model::{Model, Nullable};

/// A way to sort items, with all below it.
#[derive(Clone)]
pub struct Category {
    /// Identifies the category.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The category above.
    pub parent_id: Nullable<String>,
    /// The categories below.
    pub children: Vec<Category>,
}

record!(Category {
    0 "id" id REQUIRED | READ_ONLY,
    1 "name" name REQUIRED,
    2 "parent_id" parent_id OPTIONAL,
    3 "children" children REQUIRED,
});

/// A category to create.
#[derive(Clone)]
pub struct CategoryInput {
    /// Its name; no other below the same one has it.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// The category above; none at the root.
    pub parent_id: Nullable<String>,
}

record!(CategoryInput {
    0 "name" name REQUIRED,
    1 "parent_id" parent_id OPTIONAL,
});

impl CategoryInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Model::blank()
        }
    }
}
