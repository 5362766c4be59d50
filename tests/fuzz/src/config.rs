//! Configurations: whatever is in one, it is refused in words, or what would be written is sound.

use std::fs;

use crate::rust::{files, generator, spec};

const DOCUMENT: &str = include_str!("config.yaml");

/// Takes a configuration, in TOML.
pub(crate) fn run(input: &[u8]) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("fuzz.toml");
    fs::write(&path, input).expect("the configuration can be written");
    files(&generator("fuzz.yaml", DOCUMENT.to_owned()).config(&path));
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> =
        ["billing", "crm", "helpdesk", "mailer", "warehouse"].map(|name| spec(&format!("specs/{name}.toml"))).into();
    let more = [
        "name = \"x\\\"\\n[dependencies]\\nevil = \\\"*\\\"\"\nversion = \"1.0.0-a+b\"\ninclude = [\"pets\", \"listPets\"]\ndate-time = \"chrono\"\nunknown-fields = \"keep\"\nworkspace-lints = true\n",
        "[names]\n\"Pet\" = \"Self\"\n\"Pet.name\" = \"r#type\"\n\"listPets\" = \"all\"\n\"Pet.kind\" = \"a\\nb\"\n",
        "[pagination]\nlistPets = { kind = \"cursor\", param = \"cursor\", next = \"/next\", items = \"/data\" }\n",
        "[pagination]\nlistPets = { kind = \"page\", param = \"limit\", size = \"limit\", pages = \"/~0~1\", items = \"\" }\n",
        "[pagination]\nlistPets = { kind = \"link\", items = \"/data\" }\n[idempotency]\nheader = \"Idempotency-Key\"\n[costs]\nlistPets = 4294967295\n[stream]\nend = \"[DONE]\\\"#\"\n",
        "[webhooks]\nsignature = \"stripe\"\nevent = [\"/type\", \"X-Event\"]\n[webhooks.names]\n\"pet.born\" = \"petBorn\"\n",
        "[webhooks]\nevent = \"/type\"\n[webhooks.scheme]\nplace = \"X-Sig\"\nseparator = \",\"\nprefix = \"v1=\"\nalgorithm = \"hmac-sha512\"\nencoding = \"base64\"\ntimestamp = { item = \"t=\", unit = \"milliseconds\" }\nsigned = \"{timestamp}.{url-decoded::/?}{header:x}{method}{/id}{body}\"\nid = [\"/id\", \"X-Id\"]\ntolerance = 300\n",
        "name = \"../../x\"\nversion = \"1.0; rm -rf\"\n",
    ];
    seeds.extend(more.map(|text| text.as_bytes().to_vec()));
    seeds
}
