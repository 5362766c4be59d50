//! `turnbuckle inspect`.

mod cost;
mod coverage;
mod survey;
mod text;

use crate::diagnostic::Severity;

use super::End;
use super::args::{Format, InspectArgs};
use super::terminal::Terminal;

/// Shows what would be generated.
pub(super) fn run(args: &InspectArgs, terminal: &Terminal) -> End {
    let Some(plan) = terminal.plan(&args.spec) else { return End::Fault };
    let mut survey = survey::survey(&plan);
    if args.cost {
        survey.cost = Some(cost::estimate(&plan));
    }
    let text = match args.format {
        Format::Text => text::print(&survey),
        Format::Json => serde_json::to_string_pretty(&survey).expect("a survey has string keys only") + "\n",
    };
    let end = terminal.print(&text);
    let warned = plan.diagnostics.iter().any(|diagnostic| diagnostic.severity >= Severity::Warning);
    if args.strict && warned { End::Fault } else { end }
}
