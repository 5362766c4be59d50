//! Models of the operations tagged `contacts`.

use turnbuckle_runtime::{default_by_blank, record, string_enum, untagged_union};
use turnbuckle_runtime::model::{Model, Nullable, Value};

use super::{Address, CustomFields, Lifecycle};

/// A contact to create.
#[derive(Clone)]
pub struct ContactCreate {
    /// The address; no other contact may have it.
    pub email: String,
    /// Given name.
    ///
    /// Valid: 1 to 100 characters.
    pub first_name: String,
    /// Family name.
    ///
    /// Valid: 1 to 100 characters.
    pub last_name: String,
    /// Phone number in international form.
    pub phone: Nullable<String>,
    /// How far the contact has come.
    ///
    /// Default: `"lead"`.
    pub lifecycle: Option<Lifecycle>,
    /// Free labels.
    ///
    /// Valid: at most 20 elements, no two elements the same.
    pub tags: Option<Vec<String>>,
    /// The company that the contact works for.
    pub company_id: Nullable<String>,
    /// Where to send things.
    pub address: Nullable<Address>,
    /// `custom_fields`
    pub custom_fields: Option<CustomFields>,
}

record!(ContactCreate {
    0 "email" email REQUIRED,
    1 "first_name" first_name REQUIRED,
    2 "last_name" last_name REQUIRED,
    3 "phone" phone OPTIONAL,
    4 "lifecycle" lifecycle OPTIONAL,
    5 "tags" tags OPTIONAL,
    6 "company_id" company_id OPTIONAL,
    7 "address" address OPTIONAL,
    8 "custom_fields" custom_fields OPTIONAL,
});

impl ContactCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        email: impl Into<String>,
        first_name: impl Into<String>,
        last_name: impl Into<String>,
    ) -> Self {
        Self {
            email: email.into(),
            first_name: first_name.into(),
            last_name: last_name.into(),
            ..Model::blank()
        }
    }
}

/// Changes to a contact. Fields that are left out stay; `null` clears.
#[derive(Clone)]
pub struct ContactUpdate {
    /// The new address.
    pub email: Option<String>,
    /// Given name.
    ///
    /// Valid: 1 to 100 characters.
    pub first_name: Option<String>,
    /// Family name.
    ///
    /// Valid: 1 to 100 characters.
    pub last_name: Option<String>,
    /// Phone number, or `null` to forget it.
    pub phone: Nullable<String>,
    /// `lifecycle`
    pub lifecycle: Option<Lifecycle>,
    /// All labels, or `null` for none.
    ///
    /// Valid: at most 20 elements, no two elements the same.
    pub tags: Nullable<Vec<String>>,
    /// The company, or `null` for none.
    pub company_id: Nullable<String>,
    /// The address, or `null` to forget it.
    pub address: Nullable<Address>,
    /// The custom fields to change; `null` forgets them all.
    pub custom_fields: Nullable<CustomFields>,
}

record!(ContactUpdate {
    0 "email" email OPTIONAL,
    1 "first_name" first_name OPTIONAL,
    2 "last_name" last_name OPTIONAL,
    3 "phone" phone OPTIONAL,
    4 "lifecycle" lifecycle OPTIONAL,
    5 "tags" tags OPTIONAL,
    6 "company_id" company_id OPTIONAL,
    7 "address" address OPTIONAL,
    8 "custom_fields" custom_fields OPTIONAL,
});

default_by_blank!(ContactUpdate);

/// In which order results come.
#[derive(Clone)]
pub struct Sort {
    /// What to sort by.
    pub field: SortField,
    /// Up or down.
    ///
    /// Default: `"asc"`.
    pub direction: Option<SortDirection>,
}

record!(Sort {
    0 "field" field REQUIRED,
    1 "direction" direction OPTIONAL,
});

impl Sort {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(field: SortField) -> Self {
        Self { field, ..Model::blank() }
    }
}

/// A condition on one field.
#[derive(Clone)]
pub struct Condition {
    /// Which field.
    pub field: ConditionField,
    /// How to compare.
    pub operator: ConditionOperator,
    /// What to compare with; a list for `in`.
    pub value: ConditionValue,
}

record!(Condition {
    0 "field" field REQUIRED,
    1 "operator" operator REQUIRED,
    2 "value" value REQUIRED,
});

impl Condition {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        field: ConditionField,
        operator: ConditionOperator,
        value: ConditionValue,
    ) -> Self {
        Self { field, operator, value }
    }
}

/// Which contacts to find.
#[derive(Clone)]
pub struct ContactSearch {
    /// Conditions, all of which must hold.
    ///
    /// Valid: at most 10 elements.
    pub r#where: Option<Vec<Condition>>,
    /// `sort`
    pub sort: Option<Sort>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// The `next_cursor` of the page before.
    pub cursor: Nullable<String>,
}

record!(ContactSearch {
    0 "where" r#where OPTIONAL,
    1 "sort" sort OPTIONAL,
    2 "limit" limit OPTIONAL,
    3 "cursor" cursor OPTIONAL,
});

default_by_blank!(ContactSearch);

/// What to sort by.
#[derive(Clone)]
pub enum SortField {
    /// `created_at`.
    CreatedAt,
    /// `updated_at`.
    UpdatedAt,
    /// `last_name`.
    LastName,
    /// `email`.
    Email,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(SortField {
    CreatedAt "created_at",
    UpdatedAt "updated_at",
    LastName "last_name",
    Email "email",
    ; Unknown
});

/// Up or down.
#[derive(Clone)]
pub enum SortDirection {
    /// `asc`.
    Asc,
    /// `desc`.
    Desc,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(SortDirection {
    Asc "asc",
    Desc "desc",
    ; Unknown
});

/// Which field.
#[derive(Clone)]
pub enum ConditionField {
    /// `email`.
    Email,
    /// `first_name`.
    FirstName,
    /// `last_name`.
    LastName,
    /// `lifecycle`.
    Lifecycle,
    /// `tag`.
    Tag,
    /// `company_id`.
    CompanyId,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ConditionField {
    Email "email",
    FirstName "first_name",
    LastName "last_name",
    Lifecycle "lifecycle",
    Tag "tag",
    CompanyId "company_id",
    ; Unknown
});

/// How to compare.
#[derive(Clone)]
pub enum ConditionOperator {
    /// `eq`.
    Eq,
    /// `ne`.
    Ne,
    /// `contains`.
    Contains,
    /// `in`.
    In,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ConditionOperator {
    Eq "eq",
    Ne "ne",
    Contains "contains",
    In "in",
    ; Unknown
});

/// What to compare with; a list for `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionValue {
    /// One value.
    String(String),
    /// Several values.
    List(Vec<String>),
    /// A value that fits none of them.
    Unknown(Value),
}

untagged_union!(ConditionValue {
    0 String,
    1 List,
    ; Unknown
});

impl From<String> for ConditionValue {
    #[inline]
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<&str> for ConditionValue {
    #[inline]
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<Vec<String>> for ConditionValue {
    #[inline]
    fn from(value: Vec<String>) -> Self {
        Self::List(value)
    }
}
