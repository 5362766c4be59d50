//! `turnbuckle generate`.

use std::time::Instant;

use serde_json::json;

use crate::diagnostic::Severity;
use crate::generator::{Outcome, Plan, Stage};

use super::End;
use super::args::GenerateArgs;
use super::progress::Progress;
use super::terminal::{Terminal, count, counts};

/// Writes the crate, or compares it.
pub(super) fn run(args: &GenerateArgs, terminal: &Terminal) -> End {
    let start = Instant::now();
    let generator = args.generator();
    let progress = Progress::new(terminal);
    let mut watch = |stage| {
        if stage == Stage::Wait {
            terminal.notice(&format!("waiting for another run of turnbuckle that writes to `{}`", args.output.display()));
        }
        progress.stage(stage);
    };
    let result =
        if args.check { generator.check_with(&args.output, &mut watch) } else { generator.generate_to_with(&args.output, &mut watch) };
    drop(progress);
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(failure) => {
            terminal.failure(&failure);
            return End::Fault;
        }
    };
    terminal.diagnostics(&outcome.plan.diagnostics, &outcome.plan.sources);
    let seconds = start.elapsed().as_secs_f64();
    terminal.summary(&text(args, &outcome, seconds), &object(args, &outcome, seconds));
    let warned = outcome.plan.diagnostics.iter().any(|diagnostic| diagnostic.severity >= Severity::Warning);
    let stale = args.check && !outcome.report.is_clean();
    // The process is about to end, and the system takes back all of its memory at once.
    std::mem::forget(outcome);
    if stale || (args.strict && warned) { End::Fault } else { End::Done }
}

fn text(args: &GenerateArgs, outcome: &Outcome, seconds: f64) -> String {
    let Outcome { plan, report } = outcome;
    let output = args.output.display();
    let mut text = String::new();
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    for (severity, code, number) in counts(&plan.diagnostics) {
        if severity == Severity::Warning {
            line(format!("{}: {code}", count(number, "warning", "warnings")));
        }
    }
    let notes = plan.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Note).count();
    if notes > 0 {
        line(format!("{}: `turnbuckle inspect` shows them", count(notes, "note", "notes")));
    }
    let content = format!(
        "{} in {}, {}",
        count(plan.api.operations.len(), "operation", "operations"),
        count(plan.facts.groups.len(), "group", "groups"),
        count(types(plan), "type", "types")
    );
    let (written, deleted) = (report.written.len(), report.deleted.len());
    if !args.check {
        let files = count(written, "file", "files");
        line(format!("{output}: {content}; {files} written, {} unchanged, {deleted} deleted in {seconds:.2} s", report.unchanged));
    } else if report.is_clean() {
        line(format!("{output}: {content}; up to date, checked in {seconds:.2} s"));
    } else {
        for path in &report.written {
            line(format!("differs: {}", args.output.join(path).display()));
        }
        for path in &report.deleted {
            line(format!("no longer needed: {}", args.output.join(path).display()));
        }
        line(format!(
            "{output}: {content}; {} not up to date, checked in {seconds:.2} s",
            count(written + deleted, "file is", "files are")
        ));
    }
    text.trim_end().to_owned()
}

/// Returns how many types are written.
fn types(plan: &Plan) -> usize {
    plan.api.type_ids().filter(|id| plan.facts.is_written(&plan.api, *id)).count()
}

fn object(args: &GenerateArgs, outcome: &Outcome, seconds: f64) -> serde_json::Value {
    let Outcome { plan, report } = outcome;
    let counts: serde_json::Map<String, serde_json::Value> =
        counts(&plan.diagnostics).into_iter().map(|(_, code, number)| (code.to_owned(), number.into())).collect();
    json!({
        "output": args.output.display().to_string(),
        "package": plan.names.package,
        "operations": plan.api.operations.len(),
        "groups": plan.facts.groups.len(),
        "types": types(plan),
        "check": args.check,
        "written": report.written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        "unchanged": report.unchanged,
        "deleted": report.deleted.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        "diagnostics": counts,
        "seconds": seconds,
    })
}
