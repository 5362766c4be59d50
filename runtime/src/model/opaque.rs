//! A box that the compiler does not look into.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::AssertUnwindSafe;

use super::{Model, Slot, View};

/// A box around a model whose content the compiler takes on trust: it is `Send`, `Sync` and `Unpin` without a look at what it holds.
///
/// To know whether a type is `Send`, the compiler follows its fields, and gives up after 128 levels (`recursion_limit`). A generated crate
/// has such a box where a chain of types would be longer than that; every other field that needs a box has a [`Box`]. [`Model`] requires
/// what is taken on trust here, so nothing is lost by it.
///
/// It derefs to its content, and converts from it:
///
/// ```
/// use turnbuckle_runtime::model::OpaqueBox;
///
/// let mut names: OpaqueBox<Vec<String>> = vec!["Ada".to_owned()].into();
/// names.push("Grace".to_owned());
/// assert_eq!(names.len(), 2);
/// assert_eq!(names.into_inner(), ["Ada", "Grace"]);
/// ```
pub struct OpaqueBox<T: Model> {
    // Unwind safety is asserted, as that of a `Box` of most models would be inferred.
    content: AssertUnwindSafe<Box<dyn Any + Send + Sync>>,
    // A function pointer has every auto trait, whatever it returns.
    content_type: PhantomData<fn() -> T>,
}

impl<T: Model> OpaqueBox<T> {
    /// Puts a value into a box.
    pub fn new(value: T) -> Self {
        Self { content: AssertUnwindSafe(Box::new(value)), content_type: PhantomData }
    }

    /// Takes the value out.
    pub fn into_inner(self) -> T {
        match self.content.0.downcast() {
            Ok(value) => *value,
            Err(_) => unreachable!("a box is only made from a value of its type"),
        }
    }
}

impl<T: Model> Deref for OpaqueBox<T> {
    type Target = T;
    fn deref(&self) -> &T {
        match self.content.0.downcast_ref() {
            Some(value) => value,
            None => unreachable!("a box is only made from a value of its type"),
        }
    }
}

impl<T: Model> DerefMut for OpaqueBox<T> {
    fn deref_mut(&mut self) -> &mut T {
        match self.content.0.downcast_mut() {
            Some(value) => value,
            None => unreachable!("a box is only made from a value of its type"),
        }
    }
}

impl<T: Model> From<T> for OpaqueBox<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Model + Default> Default for OpaqueBox<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Model + Clone> Clone for OpaqueBox<T> {
    fn clone(&self) -> Self {
        Self::new((**self).clone())
    }
}

impl<T: Model + fmt::Debug> fmt::Debug for OpaqueBox<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Model + PartialEq> PartialEq for OpaqueBox<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Model + Eq> Eq for OpaqueBox<T> {}

impl<T: Model> Model for OpaqueBox<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
    fn view(&self) -> View<'_> {
        Model::view(&**self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Model::slot(&mut **self)
    }
}

#[cfg(feature = "serde")]
impl<T: Model> ::serde::Serialize for OpaqueBox<T> {
    fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize(Model::view(self), serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: Model> ::serde::Deserialize<'de> for OpaqueBox<T> {
    fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{RefUnwindSafe, UnwindSafe};

    use super::*;

    #[derive(Clone)]
    struct Node {
        name: String,
        next: Option<OpaqueBox<Vec<Node>>>,
    }

    crate::record!(Node {
        0 "name" name REQUIRED,
        1 "next" next OPTIONAL,
    });

    #[test]
    fn an_opaque_box_is_read_and_written_as_what_it_holds() {
        let text = r#"{"name":"a","next":[{"name":"b"},{"name":"c","next":[]}]}"#;
        let mut node: Node = crate::json::from_slice(text.as_bytes()).expect("the text is a node");
        assert_eq!(node.next.as_ref().map(|next| next.len()), Some(2));
        assert_eq!(crate::json::to_vec(Model::view(&node)).expect("a node can be written"), text.as_bytes());
        assert_eq!(node, node.clone());
        let next = node.next.take().map(OpaqueBox::into_inner).unwrap_or_default();
        assert_eq!(next.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
        assert_ne!(node.next, Some(next.into()));
        assert_eq!(format!("{node:?}"), r#"Node { name: "a" }"#);
    }

    #[test]
    fn an_opaque_box_has_the_auto_traits_of_a_box() {
        fn has_all<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>() {}
        has_all::<OpaqueBox<crate::Value>>();
    }

    #[test]
    fn a_list_in_an_opaque_box_is_found_by_its_pointer() {
        let mut node = Node { name: String::new(), next: Some(vec![Node { name: "b".to_owned(), next: None }].into()) };
        let found = super::super::take_list::<Node>(Model::slot(&mut node), "/next").expect("there is a list");
        assert_eq!(found.len(), 1);
    }
}
