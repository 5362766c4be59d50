//! Prints a survey for people: a summary, and then each part of it.

use std::fmt::{self, Write};

use super::super::terminal::count;
use super::survey::{Call, Group, PageKinds, Spot, Survey};

/// How many places of a kind are shown: a document may have thousands.
const SHOWN: usize = 40;

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
    write_summary(out, survey)?;
    write_auth(out, survey)?;
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
    write_page_hints(out, survey)?;
    write_untyped(out, survey)?;
    write_renamed(out, survey)?;
    section(out, "diagnostics", survey.diagnostics.iter().map(|problem| problem.count).sum())?;
    for problem in &survey.diagnostics {
        writeln!(out, "  {} {}[{}]", problem.count, problem.severity, problem.code)?;
        for occurrence in problem.occurrences.iter().take(SHOWN) {
            let place = occurrence.spot.as_ref().map(|spot| at(spot) + " ").unwrap_or_default();
            writeln!(out, "    {place}{}", one_line(&occurrence.message))?;
            if let Some(help) = &occurrence.help {
                writeln!(out, "      help: {}", one_line(help))?;
            }
        }
        write_rest(out, problem.count)?;
    }
    match &survey.cost {
        Some(budget) => super::cost::write(out, budget),
        None => Ok(()),
    }
}

fn write_summary(out: &mut String, survey: &Survey) -> fmt::Result {
    let (coverage, types) = (&survey.coverage, &survey.types);
    writeln!(out, "\nsummary")?;
    let (made, all) = (number(coverage.operations), number(coverage.operations_in_document));
    writeln!(out, "  operations   {made} of {all} in the document ({} %)", coverage.operations_percent)?;
    let (typed, fields) = (number(coverage.fields_typed), number(coverage.fields));
    writeln!(out, "  fields       {typed} of {fields} typed ({} %)", coverage.fields_percent)?;
    let untyped = coverage.fields - coverage.fields_typed;
    writeln!(out, "  untyped      {}, {} per 1,000 fields", count(untyped, "field", "fields"), coverage.untyped_per_1000_fields)?;
    let kinds = [
        count(types.structs, "struct", "structs"),
        count(types.enums, "enum", "enums"),
        count(types.unions, "union", "unions"),
        count(types.aliases, "alias", "aliases"),
    ];
    writeln!(out, "  types        {}", kinds.join(", "))?;
    let calls = || survey.groups.iter().flat_map(|group| &group.operations);
    let paged = count(calls().filter(|call| call.pages.is_some()).count(), "operation", "operations");
    writeln!(out, "  pagination   {paged}{}", page_kinds(&survey.pagination))?;
    writeln!(out, "  deprecated   {}", count(calls().filter(|call| call.deprecated).count(), "operation", "operations"))?;
    writeln!(out, "  renamed      {}", count(survey.renamed.len(), "item", "items"))?;
    let of = |severity: &str| -> usize {
        let own = survey.diagnostics.iter().filter(|problem| problem.severity == severity);
        own.map(|problem| problem.count).sum()
    };
    writeln!(out, "  diagnostics  {}, {}", count(of("warning"), "warning", "warnings"), count(of("note"), "note", "notes"))
}

fn write_auth(out: &mut String, survey: &Survey) -> fmt::Result {
    section(out, "auth", survey.auth.len())?;
    for auth in &survey.auth {
        let operations = count(auth.operations, "operation", "operations");
        writeln!(out, "  {}: {}, `builder().{}(..)`, {operations}", one_line(&auth.scheme), one_line(&auth.kind), auth.method)?;
    }
    Ok(())
}

/// Tells how many operations have pages of each kind that there is.
fn page_kinds(kinds: &PageKinds) -> String {
    let kinds = [
        (kinds.cursor, "cursor"),
        (kinds.last_id, "last id"),
        (kinds.offset, "offset"),
        (kinds.page, "page number"),
        (kinds.next_url, "next URL"),
        (kinds.link, "`Link` header"),
        (kinds.header, "header"),
    ];
    let told: Vec<String> = kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{kind} {count}")).collect();
    if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) }
}

fn write_page_hints(out: &mut String, survey: &Survey) -> fmt::Result {
    if survey.page_hints.is_empty() {
        return Ok(());
    }
    section(out, "perhaps in pages", survey.page_hints.len())?;
    for hint in survey.page_hints.iter().take(SHOWN) {
        writeln!(out, "  {}: {}", one_line(&hint.operation), one_line(&hint.reason))?;
    }
    write_rest(out, survey.page_hints.len())?;
    let lines: Vec<&String> = survey.page_hints.iter().filter_map(|hint| hint.config.as_ref()).collect();
    if !lines.is_empty() {
        writeln!(out, "  the configuration takes, where the vendor's words say so:\n    [pagination]")?;
        for line in lines.iter().take(SHOWN) {
            writeln!(out, "    {}", one_line(line))?;
        }
        write_rest(out, lines.len())?;
    }
    Ok(())
}

fn write_untyped(out: &mut String, survey: &Survey) -> fmt::Result {
    section(out, "fields without a type", survey.untyped.iter().map(|own| own.count).sum())?;
    for own in &survey.untyped {
        writeln!(out, "  {} {}: {}", number(own.count), own.reason, own.explanation)?;
        for place in own.places.iter().take(SHOWN) {
            writeln!(out, "    {} {}", at(&place.spot), one_line(&place.item))?;
        }
        write_rest(out, own.places.len())?;
    }
    Ok(())
}

fn write_renamed(out: &mut String, survey: &Survey) -> fmt::Result {
    section(out, "renamed", survey.renamed.len())?;
    for rename in survey.renamed.iter().take(SHOWN) {
        let place = rename.spot.as_ref().map(|spot| at(spot) + " ").unwrap_or_default();
        writeln!(out, "  {place}{} is `{}`: {}", one_line(&rename.item), rename.name, one_line(&rename.reason))?;
    }
    write_rest(out, survey.renamed.len())
}

fn write_rest(out: &mut String, all: usize) -> fmt::Result {
    if all > SHOWN { writeln!(out, "    ... and {} more; `--format json` shows all", number(all - SHOWN)) } else { Ok(()) }
}

pub(super) fn section(out: &mut String, title: &str, amount: usize) -> fmt::Result {
    writeln!(out, "\n{title} ({})", number(amount))
}

/// Returns a number with its digits in groups.
pub(super) fn number(number: usize) -> String {
    count(number, "", "").trim().to_owned()
}

/// Returns a place as editors take it. In a file whose lines no one can read, the pointer is what helps.
fn at(spot: &Spot) -> String {
    let place = match (spot.line, spot.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", one_line(&spot.file)),
        _ => one_line(&spot.file),
    };
    if spot.is_minified { format!("{place} #{}", one_line(&spot.pointer)) } else { place }
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

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
