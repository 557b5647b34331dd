//! What buttress said, read from its JSON, in the form of expectations.

use serde_json::Value;

use crate::expectation::Expectation;

/// Everything that a report of `buttress check --format json` says.
///
/// Fails if the report contradicts itself.
pub(crate) fn of(report: &Value) -> Result<Vec<Expectation>, String> {
    let mut said = Vec::new();
    for finding in items(report, "findings") {
        said.push(finding_of(finding));
    }
    for contract in items(report, "contracts") {
        for finding in items(contract, "findings") {
            said.push(finding_of(finding));
        }
        for violation in items(contract, "violations") {
            violation_of(contract, violation, &mut said)?;
        }
        let broken = !items(contract, "violations").is_empty();
        let status = text(contract, "status");
        if broken && status == "kept" {
            return Err(format!("{} is kept and violated", text(contract, "id")));
        }
    }
    said.sort();
    Ok(said)
}

fn finding_of(finding: &Value) -> Expectation {
    let location = &finding["location"];
    let path = location["path"].as_str().or(finding["path"].as_str());
    Expectation {
        path: path.map(str::to_owned),
        line: location["line"].as_u64(),
        severity: text(finding, "severity"),
        tag: text(finding, "code"),
        text: text(finding, "message"),
    }
}

fn violation_of(
    contract: &Value,
    violation: &Value,
    said: &mut Vec<Expectation>,
) -> Result<(), String> {
    if text(violation, "code") == "acyclic_siblings" {
        return cycle_of(contract, violation, said);
    }
    let (importer, imported) = (text(violation, "importer"), text(violation, "imported"));
    let pair = format!("{importer} must not import {imported}");
    let chains = items(violation, "chains");
    if chains.is_empty() {
        return Err(format!("{pair}, but there is no chain"));
    }
    for chain in chains {
        let imports = items(chain, "imports");
        let primary = chain["primary"].as_u64().unwrap_or(u64::MAX);
        let primary = usize::try_from(primary).ok().and_then(|at| imports.get(at));
        let primary = primary.ok_or_else(|| format!("{pair}: no primary import in {chain}"))?;
        let sites = items(primary, "sites");
        if sites.is_empty() {
            return Err(format!("{pair}: an import without a site in {chain}"));
        }
        for site in sites {
            let route = route(chain, &importer, &imported)?;
            said.push(Expectation {
                path: site["path"].as_str().map(str::to_owned),
                line: site["line"].as_u64(),
                severity: text(contract, "severity"),
                tag: text(contract, "id"),
                text: format!("{pair}{route}"),
            });
        }
    }
    Ok(())
}

/// Every place of an import that closes a cycle.
fn cycle_of(
    contract: &Value,
    violation: &Value,
    said: &mut Vec<Expectation>,
) -> Result<(), String> {
    let package = text(violation, "package");
    check_cycle(&package, violation)?;
    let mut imports = 0;
    for breaker in items(violation, "breakers") {
        let (importer, imported) = (text(breaker, "importer"), text(breaker, "imported"));
        let sites = items(breaker, "imports").iter();
        imports += sites.len();
        for site in sites.flat_map(|import| items(import, "sites")) {
            said.push(Expectation {
                path: site["path"].as_str().map(str::to_owned),
                line: site["line"].as_u64(),
                severity: text(contract, "severity"),
                tag: text(contract, "id"),
                text: format!("cycle in {package}: {importer} -> {imported}"),
            });
        }
    }
    let stated = violation["imports_to_remove"].as_u64();
    if stated != u64::try_from(imports).ok() {
        return Err(format!("{imports} imports to remove, not {stated:?}"));
    }
    Ok(())
}

/// Whether the shortest cycle is one among the children of the package, and begins with a breaker.
fn check_cycle(package: &str, violation: &Value) -> Result<(), String> {
    let depth = package.split('.').count() + 1;
    let child = |name: String| name.split('.').take(depth).collect::<Vec<_>>().join(".");
    let hops = items(violation, "shortest").iter();
    let hops: Vec<_> = hops
        .map(|hop| (child(text(hop, "importer")), child(text(hop, "imported"))))
        .collect();
    let next = hops.iter().cycle().skip(1);
    let closed = hops.iter().zip(next).all(|(hop, next)| hop.1 == next.0);
    let breakers = items(violation, "breakers").iter();
    let mut breakers = breakers.map(|b| (text(b, "importer"), text(b, "imported")));
    let begins = hops
        .first()
        .is_some_and(|first| breakers.any(|b| b == *first));
    if closed && begins && hops.len() > 1 {
        return Ok(());
    }
    Err(format!(
        "{hops:?} is no cycle of {package} that begins with a breaker"
    ))
}

/// `: a.b & a.e -> x -> c.d & c.f`, or nothing if it would only repeat the pair.
fn route(chain: &Value, importer: &str, imported: &str) -> Result<String, String> {
    let imports = items(chain, "imports");
    for pair in imports.windows(2) {
        if text(&pair[0], "imported") != text(&pair[1], "importer") {
            return Err(format!("not a chain: {chain}"));
        }
    }
    let (extra_first, extra_last) = (items(chain, "extra_first"), items(chain, "extra_last"));
    let mut first = vec![text(&imports[0], "importer")];
    first.extend(extra_first.iter().map(|import| text(import, "importer")));
    let mut stops: Vec<String> = imports
        .iter()
        .map(|import| text(import, "imported"))
        .collect();
    let mut last: Vec<String> = stops.pop().into_iter().collect();
    last.extend(extra_last.iter().map(|import| text(import, "imported")));
    stops.insert(0, first.join(" & "));
    stops.push(last.join(" & "));
    let repeats_the_pair = stops == [importer, imported];
    Ok(if repeats_the_pair {
        String::new()
    } else {
        format!(": {}", stops.join(" -> "))
    })
}

/// The imports that `buttress graph --format json` lists, in the notation of `graph` fences.
pub(crate) fn graph_lines(graph: &Value) -> Vec<String> {
    let mut lines: Vec<String> = items(graph, "imports").iter().map(graph_line).collect();
    lines.sort();
    lines
}

fn graph_line(import: &Value) -> String {
    let places: Vec<String> = items(import, "sites")
        .iter()
        .map(|site| {
            let kinds = items(site, "kinds").iter().filter_map(Value::as_str);
            let mut words = vec![site["line"].to_string()];
            words.extend(kinds.filter(|kind| *kind != "runtime").map(str::to_owned));
            words.join(" ")
        })
        .collect();
    let (importer, imported) = (text(import, "importer"), text(import, "imported"));
    format!("{importer} -> {imported} ({})", places.join(", "))
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or("").to_owned()
}
