//! The macros that give a generated type its table. Each works by itself: they find each other by path.

mod enums;
mod record;
mod unions;
