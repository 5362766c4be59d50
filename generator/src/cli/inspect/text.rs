//! Prints a survey for people.

use std::fmt::{self, Write};

use super::super::terminal::count;
use super::survey::{Call, Group, Survey};

/// Prints a survey.
pub(super) fn print(survey: &Survey) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_survey(&mut out, survey);
    // A document's text must not reach a terminal as a control sequence.
    out.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

fn write_survey(out: &mut String, survey: &Survey) -> fmt::Result {
    writeln!(out, "{} {} ({})", one_line(&survey.title), one_line(&survey.version), survey.dialect)?;
    writeln!(out, "package {}", survey.package)?;
    if let Some(config) = &survey.config {
        writeln!(out, "configured by {config}")?;
    }
    for server in &survey.servers {
        writeln!(out, "server {}", one_line(server))?;
    }
    section(out, "auth", survey.auth.len())?;
    for auth in &survey.auth {
        writeln!(out, "  {}: {}, `builder().{}(..)`", one_line(&auth.scheme), one_line(&auth.kind), auth.method)?;
    }
    section(out, "operations", survey.groups.iter().map(|group| group.operations.len()).sum())?;
    for group in &survey.groups {
        write_group(out, group)?;
    }
    if !survey.webhooks.is_empty() {
        section(out, "webhooks", survey.webhooks.len())?;
        for webhook in &survey.webhooks {
            writeln!(out, "  {}", one_line(webhook))?;
        }
    }
    let types = &survey.types;
    section(out, "types", types.structs + types.enums + types.unions + types.aliases)?;
    let kinds = [
        count(types.structs, "struct", "structs"),
        count(types.enums, "enum", "enums"),
        count(types.unions, "union", "unions"),
        count(types.aliases, "alias", "aliases"),
    ];
    writeln!(out, "  {}", kinds.join(", "))?;
    section(out, "values without a type", survey.untyped.values().sum())?;
    for (reason, number) in &survey.untyped {
        writeln!(out, "  {number}: {reason}")?;
    }
    section(out, "renamed", survey.renamed.len())?;
    for rename in &survey.renamed {
        writeln!(out, "  {}", one_line(rename))?;
    }
    section(out, "diagnostics", survey.diagnostics.iter().map(|problem| problem.count).sum())?;
    for problem in &survey.diagnostics {
        writeln!(out, "  {} {}[{}]", problem.count, problem.severity, problem.code)?;
    }
    Ok(())
}

fn section(out: &mut String, title: &str, number: usize) -> fmt::Result {
    writeln!(out, "\n{title} ({number})")
}

fn write_group(out: &mut String, group: &Group) -> fmt::Result {
    let tag = if group.tag.is_empty() { "(no tag)" } else { &group.tag };
    writeln!(out, "  {}: `client.{}()`, feature `{}`", one_line(tag), group.accessor, group.feature)?;
    let width = group.operations.iter().map(|call| call.name.chars().count()).max().unwrap_or(0).min(40);
    for call in &group.operations {
        writeln!(out, "    {:width$}  {}", call.name, call_text(call))?;
    }
    Ok(())
}

fn call_text(call: &Call) -> String {
    let mut text = format!("{} {}", one_line(&call.method), one_line(&call.path));
    if call.deprecated {
        text.push_str(" (deprecated)");
    }
    if let Some(pages) = &call.pages {
        text.push_str(&format!(", pages by {}, {}", one_line(&pages.kind), one_line(&pages.evidence)));
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
