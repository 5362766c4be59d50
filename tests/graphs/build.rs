//! Generates one client of many random graphs of schemas, with a list of the types of their components.

// The library and the tests use the rest.
#[allow(dead_code, unreachable_pub)]
#[path = "src/graph.rs"]
mod graph;

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use turnbuckle::Generator;
use turnbuckle::ir::NameHint;
use turnbuckle::source::Input;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/graph.rs");
    println!("cargo::rerun-if-env-changed={}", graph::SEED);
    let document = graph::document(graph::seeds());
    let generator = Generator::from_input(Input::Text { name: "graphs.json".to_owned(), text: document.to_string() }).name("graphs");
    generator.generate_to_out_dir()?;
    let plan = generator.plan()?;
    let mut roots =
        String::from("/// Calls a macro with each component and its type.\nmacro_rules! each_root {\n    ($visit:ident) => {\n");
    for id in plan.api.type_ids() {
        let ident = &plan.names.types[id.0 as usize].ident;
        if let (NameHint::Declared(name), Some(ident)) = (&plan.api.ty(id).hint, ident) {
            writeln!(roots, "        $visit!({name:?}, {ident});")?;
        }
    }
    roots.push_str("    };\n}\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?).join("roots.rs"), roots)?;
    Ok(())
}
