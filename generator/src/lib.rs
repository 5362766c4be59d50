//! Writes typed Rust client crates from OpenAPI descriptions.
//!
//! Users start with [`Generator`], or with the command `turnbuckle`. The rest of this page is for those who change the generator.
//!
//! # Architecture
//!
//! ```text
//! load -> normalize -> lower -> [Api] -> analyze -> name -> emit -> write
//! bytes   Values       IR       frozen   Facts      Names   files   files
//! ```
//!
//! | stage | what it does | input -> output |
//! |---|---|---|
//! | [`source`] | Reads the root document and every file that its references reach; knows which line a JSON pointer is on. | path, URL, text -> `Sources` |
//! | [`mod@normalize`] | Turns 2.0, 3.0, 3.1 and 3.2, of any number of files, into one valid 3.0 model; what 3.0 cannot say travels under a reserved prefix ([`normalize::ext`]). | `Sources` -> `Document` |
//! | [`mod@lower`] | Resolves references, composition, unions, parameters, security and pagination. | `Document` -> [`ir::Api`] |
//! | [`ir`] | Says what the service offers, in words that belong neither to OpenAPI nor to Rust. | types only |
//! | [`mod@analyze`] | Computes facts about the whole graph: boxing, direction, the groups that need a type, the form of each operation. | `Api` -> [`analyze::Facts`] |
//! | [`name`] | Gives every item its final identifier, and resolves all collisions once. | `Api`, `Facts` -> [`name::Names`] |
//! | [`mod@emit`] | Renders files, and decides nothing. | `Api`, `Facts`, `Names` -> [`write::File`]s |
//! | [`mod@write`] | Writes what changed, deletes what it wrote before and no longer writes, touches nothing else. | files -> `Report` |
//! | [`diagnostic`] | Represents and renders problems, with file, line and column. | |
//! | [`config`] | Reads the configuration of one API. | |
//!
//! Only the two ends do I/O. The stages between return what they made beside what they found wrong: a bad schema becomes a value of any
//! type, a bad operation is left out, both are reported, and the rest of the crate is written. A test holds which stage may import what.
//!
//! # What is refused, and what is survived
//!
//! A document is refused, with an error and nothing written, where there is nothing to generate from or where its author is not to be
//! trusted: it is no OpenAPI description; it is nested without end; references lead only to each other, so that nothing says what they
//! mean (one error a ring, which names it); a reference names an absolute path, an address, a folder, a pipe, a device, a web page, a link
//! that leaves the root's folder, or a file outside of it that is not named as a description. Everything else is survived with a warning:
//! a reference to what does not exist, and one to a description in the folder beside (`../common/Error.json`), which is not read without
//! leave, but which is how specs of several folders are handed on in parts.
//!
//! The tests `hostile` and `hostile_output` and the fuzz targets in `tests/fuzz` hold it. What they cannot time, the bench `scaling` shows: cost grows in proportion to
//! the document, whatever is in it. The bench `corpus` holds the cost of real documents.
//!
//! # The form of what is generated
//!
//! Compile time is what users of large clients pay every day, so the form was chosen by measuring.
//!
//! *A model is a plain struct and a table.* Derived serde impls are most of what a compiler works on in a large client. A macro of the
//! runtime, [`record!`](../turnbuckle_runtime/macro.record.html), writes three matches over the fields in their place, and everything that
//! walks values is compiled once, in the runtime. `cargo check` of 800 structs of 14 fields, each with `Debug`, `Clone` and `PartialEq`, in one
//! run on two cores:
//!
//! | form | CPU s | MB |
//! |---|---|---|
//! | serde derive | 34.4 | 2,153 |
//! | the table, by a macro of the runtime (chosen) | 3.4 | 458 |
//! | the same, with fields as trait objects | 4.9 | 461 |
//! | the same, written out in place of the macro | 5.6 | 455 |
//! | `Clone` alone, for comparison | 0.6 | 174 |
//!
//! A table of field offsets would need `unsafe` in generated crates, which forbid it.
//!
//! *What is left is functions.* The check's profile is flat, and its cost goes with how many functions there are, more than with what is
//! in them: the two of serde, each of one line, cost 0.7 ms and 24 KB apiece. Asana's 424 structs, 157 enums of strings and 247 operations, each line without one part, the whole being
//! 4.8 s (give or take 0.2) and 453 MB, of which rustc and the runtime's metadata are 0.3 s and 120 MB:
//!
//! | without | CPU s less | MB less | |
//! |---|---|---|---|
//! | `Serialize` and `Deserialize` | 0.8 | 28 | done by a feature |
//! | derives of `Debug`, `PartialEq`, `Eq` and `Hash` of enums, for one line each over `as_str` | 0.2 | 25 | done by `string_enum!` |
//! | derives of the structs of optional parameters | 0 | 17 | kept |
//! | `Debug` of these alone | 0.1 | 7 | kept |
//! | `Clone` of models | 0.4 | 7 | kept |
//! | the match of `field_slot` | 0.3 | 8 | needed |
//! | the match of `field` | 0.1 | 8 | needed |
//! | the struct expression of `blank` | 0.3 | 3 | needed |
//! | names and flags of the fields | 0 | 5 | needed |
//! | all documentation | 0 | 2 | the peak comes after it is dropped |
//! | the match of an enum's `From<&str>`, for a search in a table | 0.1 | 14 more | not done |
//!
//! *So there is one trait.* What the runtime asks of a record, a union and an open enum stands in one impl of `Model`, with defaults for what
//! does not concern the type; the traits that the runtime walks values by are implemented once, for every `Model`. 800 structs of ten
//! fields cost 3.7 ms and 385 KB each so, and 4.8 ms and 458 KB with three functions and an impl more. A seventh of that had been an import
//! of all flags by `*` in each table, for the names of flags. An open enum of three values went from 4.9 to 4.5 ms: one `From` for every
//! `AsRef<str>` in place of two and `FromStr`. Stripe's check, with the names below shared, fell from 14.3 s and 1,279 MB to 10.5 s and
//! 1,031 MB beside the same other work. Measured on the 800 structs, and not done:
//!
//! | form | ms a struct | KB a struct |
//! |---|---|---|
//! | fragments of the macro as `tt` in place of `literal` | -0.1 | 0 |
//! | a chain of `if` in place of the match | +0.3 | +29 |
//! | the fields taken apart before the match | +0.4 | +6 |
//! | fields by method syntax | +0.1 | +5 |
//! | the table as a `static` in the constant | +0.4 | +11 |
//! | names of fields in one text | 0 | -13 |
//! | no `Serialize` and `Deserialize` | -0.5 | -52 |
//! | no `Clone` | -0.6 | -64 |
//!
//! Serde's two are behind the feature `serde`, off by default, since `json::to_vec` and `json::from_slice` of the runtime keep a model without them:
//! Stripe's eight operations (below) took 2.95 s without them and 3.56 with them, in one run. An open enum of strings says in one function
//! what it is sent as and whether that is listed, where three had said it, and what a record, a union and an enum are viewed and filled as are
//! defaults: 0.05 to 0.17 s of 2.8. Of the same 2.8 s, all documentation is 0.16 to 0.23, and the `From` of each variant 0.09 or more. What remains
//! is spread over parsing (23 % of the memory), names (9 %), impls (15 %) and functions (35 %).
//!
//! *Writing is as fast as the allocator is.* The whole process, CPU s, medians of nine runs in turn with the version before, in memory:
//!
//! | document | before | after |
//! |---|---|---|
//! | github | 0.73 | 0.56 |
//! | stripe | 0.48 | 0.37 |
//! | openai | 0.32 | 0.25 |
//! | asana | 0.17 | 0.14 |
//! | jira | 0.15 | 0.12 |
//! | plaid | 0.31 | 0.25 |
//! | zoom | 0.24 | 0.19 |
//! | box | 0.13 | 0.10 |
//! | kubernetes | 0.34 | 0.22 |
//!
//! What paid: models are written as lines of text where every line fits, and not made of tokens that are parsed and laid out (`emit::code`;
//! a test holds that the formatter would write the same), and the process ends without freeing its trees: 7 % of Stripe, 9 % of GitHub, 18
//! % of OpenAI. The rest came of methods written so, too, of names beyond the first that are made only for what does not get its first, of
//! lists of pages that are looked for level by level, and of schemas that are no longer cloned to look for marks of pages; these were
//! measured together. What did not pay, or was not done: fat LTO in one unit (between 8 % less and 9 % more, in noise, and longer to
//! build); other hash functions (all hashing is 2 to 3 % of the profile, most of it in the maps of `serde_json` and `openapiv3`); not
//! freeing the document once it is lowered (1.5 %, against the limit of memory); mimalloc's settings (no purging, no huge pages, commit on
//! demand). What is left: of Stripe, a fifth is reading YAML, events before values; of GitHub, the copy of the document that bundling changes
//! costs most, most of that in pages that the system clears. Files that were deleted a short time ago slow the making of new ones on ext4
//! (half a second for GitHub's 104 files after a folder of a few large ones), so `tests/benches/compare.py` has the tools write to memory.
//!
//! *Functions are left to what uses them.* Each is `#[inline]`: a release build of a library else compiles every function that is not generic,
//! and a service calls few. Zoom's release build fell from 27.5 s of CPU and 832 MB to 15.6 s and 736 MB by the functions of the runtime's
//! macros, to 10.9 s and 722 MB by the operations' methods and the constructors, and to 6.9 s and 668 MB by the functions that check a request by the
//! document's rules: those, compiled for every type that is sent, had kept 6,000 functions in the build, of which 300 are left. Stripe's fell
//! from 27 s and 1,295 MB to 15.6 s and 1,179 MB. GitHub's fell from 58 s and 1,816 MB to 20 s and 1,555 MB by the function that reads a webhook
//! of any of 270 names. What remains over the check is the MIR that every function is kept in for its users.
//!
//! *Long chains of types are broken by a box that hides its content.* rustc learns whether a type is `Send` by following its fields, at
//! most 128 types deep. It fails at 25 nested lists, 58 optional fields, or a long cycle of types. Every generated type needs that proof,
//! since `Model` requires it, and so does every user's task that holds a value. Where the walk is deeper than 112 types, the field holds an
//! [`OpaqueBox`](../turnbuckle_runtime/model/struct.OpaqueBox.html), which ends the walk (`analyze::chains`; the note `long-chain` names
//! it). A chain of any length therefore compiles with the default `recursion_limit`, in the crate and in its users' crates, with some
//! levels left for the code around the value. Of 80 vendors' documents one comes near: a page of Stripe's is 118 deep. rustdoc also checks
//! `RefUnwindSafe`, for which a box is four types deep, so the crate sets the limit to 512. A file that a build script includes cannot set
//! the limit: whoever documents that crate may have to set it.
//!
//! *A large enum of strings uses an index.* For 20,000 values, rustc needed 1.9 GB and 14 s for the two matches. From 257 values on, two
//! tables and an index that is built at first use need 0.3 GB and 3 s. The public API is the same. A small enum is cheaper as a match.
//!
//! *An operation is a static and a short method.* The static says all that does not depend on the values; the method hands the values over.
//!
//! *Inline schemas that say the same are one type with several names.* GitHub's document repeats whole objects inline: 7,389 types
//! become 1,941 structs, and the check of its crate falls from 65 s of CPU and 3.8 GB to 24 s and 1.5 GB. What they are called, and their own
//! descriptions, tell no two apart: that was 9 % of Stripe's structs, 20 % of its enums and 29 % of its unions. Each name stays as an alias,
//! but for those inside of a type that has become one.
//!
//! *What operations reach is paid for, and what a call has to ask for is not.* Eight operations of Stripe's, spread over the document, reach
//! 532 structs, 247 enums of strings and 90 unions, since any object leads to most others by what can be expanded in it: 3.1 s of CPU, of
//! which a file of nothing is 0.3. A third goes to checking borrows and a fourth to checking types, in some 9,400 functions, which cost 0.05 ms
//! each for the one and for the other, and as much again for what is made of them. What is reached by expanding alone, and the variants that hold it, are
//! behind the feature `expandable`: 1.6 s are left, with the feature above. An enum of one value, of which these have 80, costs as much as any; one generic
//! type of the runtime for them all was not made, since a second value in the next version of the document would then change what users match on.
//!
//! *Documentation and tables go past the formatter.* They are most of the text and need no formatting; `emit::layout` puts them where the
//! formatter left a mark. What `prettyplease` lays out differs from rustfmt in places, so a generated package tells rustfmt to leave it alone.

pub mod analyze;
mod build_script;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
mod ecma;
pub mod emit;
pub mod generator;
mod graph;
pub mod ir;
pub mod lower;
pub mod name;
pub mod normalize;
pub mod places;
#[cfg(test)]
#[path = "../tests/shared/mod.rs"]
mod shared;
pub mod source;
mod stack;
pub mod write;

pub use generator::Generator;
