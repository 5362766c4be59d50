//! The error of writing a value: where in the value, and why.

use std::fmt;

/// The reason a value could not be written.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodeError(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    param: String,
    pointer: String,
    message: String,
}

impl EncodeError {
    /// Makes an error about a whole value.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Parts { param: String::new(), pointer: String::new(), message: message.into() }))
    }

    /// Says which parameter it is about.
    #[must_use]
    pub(crate) fn param(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.param);
        self
    }

    /// Says which place of the value it is about.
    #[must_use]
    pub(crate) fn at(mut self, pointer: &str) -> Self {
        pointer.clone_into(&mut self.0.pointer);
        self
    }

    /// Says in which property or element of the value it is.
    #[must_use]
    pub(crate) fn within(mut self, token: &str) -> Self {
        let mut pointer = String::new();
        crate::pointer::push(&mut pointer, token);
        self.0.pointer.insert_str(0, &pointer);
        self
    }

    /// Returns the parameter's name; empty where the value is not a parameter's.
    pub fn parameter(&self) -> &str {
        &self.0.param
    }

    /// Returns the JSON pointer (RFC 6901) of the place in the value; empty for the whole.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if !self.0.param.is_empty() {
            write!(f, " in parameter `{}`", self.0.param)?;
        }
        if !self.0.pointer.is_empty() {
            write!(f, " at `{}`", self.0.pointer)?;
        }
        Ok(())
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncodeError({self})")
    }
}

impl std::error::Error for EncodeError {}
