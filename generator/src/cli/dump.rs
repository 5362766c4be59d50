//! `turnbuckle dump`.

use serde_json::json;

use crate::generator::Plan;
use crate::places::Places;
use crate::{ir, name};

use super::End;
use super::args::{DumpArgs, DumpStage};
use super::terminal::Terminal;

/// Prints what a stage makes of a spec.
pub(super) fn run(args: &DumpArgs, terminal: &Terminal) -> End {
    let Some(plan) = terminal.plan(&args.spec) else { return End::Fault };
    let text = match args.stage {
        DumpStage::Normalized => {
            let document = plan.document.as_ref().expect("a plan by itself keeps the model");
            let text = serde_json::to_string_pretty(&document.api).expect("the model has string keys only");
            text + "\n"
        }
        DumpStage::Ir => ir::print(&plan.api),
        DumpStage::Names => name::print(&plan.api, &plan.names),
        DumpStage::Places => places(&plan),
    };
    terminal.print(&text)
}

fn places(plan: &Plan) -> String {
    let line = |(location, place): (&crate::source::Location, crate::places::Place)| {
        let file = plan.sources.file(location.file).name();
        format!("{}\n", json!({ "file": file, "pointer": location.pointer.as_str(), "type": place.path }))
    };
    Places::of(plan).iter().map(line).collect()
}
