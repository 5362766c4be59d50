//! Generates the clients of the CRM and of a service with bodies of every form, one for each known way to sign events, and two of one service: of its document, and of the document that overlays have mended.

#[path = "build/overlay.rs"]
mod overlay;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use turnbuckle::Generator;

/// The entries of the table of schemes, and the standard.
const SIGNATURES: [&str; 12] = [
    "stripe",
    "github",
    "github-sha1",
    "slack",
    "shopify",
    "hubspot",
    "twilio",
    "adyen",
    "adyen-platform",
    "svix",
    "discord",
    "standard-webhooks",
];

fn main() -> Result<(), Box<dyn Error>> {
    Generator::new("../../specs/crm.yaml").generate_to_out_dir()?;
    Generator::new("specs/bodies.yaml").name("bodies").generate_to_out_dir()?;
    Generator::new("specs/quay.yaml").name("quay").generate_to_out_dir()?;
    for signature in SIGNATURES {
        let config = PathBuf::from(env::var("OUT_DIR")?).join("hook.toml");
        fs::write(&config, format!("[webhooks]\nsignature = \"{signature}\"\n"))?;
        Generator::new("specs/hook.yaml").config(&config).name(signature).generate_to_out_dir()?;
    }
    println!("cargo::rerun-if-changed=overlays");
    let mut document: Value = serde_yaml::from_str(&fs::read_to_string("specs/quay.yaml")?)?;
    for overlay in ["name", "flags", "draught", "moored"] {
        let path = Path::new("overlays").join(overlay).with_extension("yaml");
        overlay::apply(&mut document, &serde_yaml::from_str(&fs::read_to_string(path)?)?);
    }
    let mended = PathBuf::from(env::var("OUT_DIR")?).join("mended.json");
    fs::write(&mended, document.to_string())?;
    Generator::new(mended).name("mended").generate_to_out_dir()?;
    Ok(())
}
