//! The styles of parameters and of the fields of forms.

/// Where a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query (OpenAPI 3.2, `in: querystring`).
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A field of a form or multipart body.
    Field,
}

/// How a list or record is laid out (OpenAPI 3.0.4, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamStyle {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a;name=b`.
    Matrix,
    /// `name=a&name=b`.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name=a%09b`; OpenAPI 2.0's `tsv`.
    TabDelimited,
    /// `name[key]=a`, nested as deep as the value is.
    DeepObject,
}

impl ParamStyle {
    /// Returns whether this layout can hold lists and objects in a list or object. Only names with brackets can: the elements of the other
    /// layouts are texts between delimiters.
    pub fn nests(self, location: ParamLocation, explode: bool) -> bool {
        let has_names = match location {
            ParamLocation::Query | ParamLocation::QueryString | ParamLocation::Cookie | ParamLocation::Field => true,
            ParamLocation::Path | ParamLocation::Header => false,
        };
        has_names && (explode || self == Self::DeepObject)
    }

    /// Returns the delimiter between the elements of a list under one name, before it is percent-encoded.
    pub fn delimiter(self) -> char {
        match self {
            Self::SpaceDelimited => ' ',
            Self::PipeDelimited => '|',
            Self::TabDelimited => '\t',
            Self::Simple | Self::Label | Self::Matrix | Self::Form | Self::DeepObject => ',',
        }
    }
}

/// What a field is in XML (OpenAPI 3.2.0, XML Object, `nodeType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum XmlNode {
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// The text of the record's element.
    Text,
    /// The text of the record's element, as a CDATA section.
    Cdata,
}
