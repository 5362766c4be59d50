//! Generates a client of each document in `specs`: `specs/tree.yaml`, with the configuration `specs/tree.toml` if there is one, becomes the
//! module `tree`.

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use turnbuckle::Generator;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=specs");
    let mut documents: Vec<PathBuf> = fs::read_dir("specs")?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    documents.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "json"));
    documents.sort();
    let mut modules = String::new();
    for document in documents {
        let name = document.file_stem().and_then(|name| name.to_str()).ok_or("a document's name is not UTF-8")?.replace('-', "_");
        let mut generator = Generator::new(&document).name(&name);
        let config = document.with_extension("toml");
        if config.is_file() {
            generator = generator.config(&config);
        }
        generator.generate_to_out_dir()?;
        writeln!(modules, "#[allow(clippy::module_inception)]\npub mod {name} {{\n    //! The client of `{}`.\n", document.display())?;
        writeln!(modules, "    include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\"));\n}}\n")?;
    }
    fs::write(PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?).join("clients.rs"), modules)?;
    Ok(())
}
