//! A layer as import-linter writes it: one module, or siblings between `|` or `:`.

use std::collections::BTreeMap;
use std::ops::Range;

use buttress_contracts::{Layer, LayerModule};
use buttress_source::{FileSpan, Related, Severity, Span, Spanned};

use super::fields::{Sink, text};
use super::ini::is_space;
use super::raw::Raw;

const INDEPENDENT: char = '|';
const DEPENDENT: char = ':';

/// A layer at its place.
pub(crate) fn layer(raw: &Raw, sink: &mut Sink) -> Option<Spanned<Layer>> {
    let text = text(raw, sink)?;
    let independent = !text.contains(DEPENDENT) || text.contains(INDEPENDENT);
    if text.contains(DEPENDENT) && text.contains(INDEPENDENT) {
        let message = "a layer cannot have a mixture of independent and non-independent elements";
        let help = "`|` stands between siblings that must not import each other, `:` between \
                    siblings that may";
        sink.invalid(raw.span, message).help = Some(help.to_owned());
        return None;
    }
    let delimiter = if independent { INDEPENDENT } else { DEPENDENT };
    let items = items(text, delimiter);
    let modules: Vec<_> = items
        .into_iter()
        .map(|item| module(&text[item.clone()], raw.part(item), sink))
        .collect();
    let modules = modules.into_iter().collect::<Option<Vec<_>>>()?;
    let layer = Layer {
        modules,
        independent,
        closed: false,
    };
    Some(sink.spanned(layer, raw.span))
}

/// The parts of `text` between the delimiters, without the white space around them.
fn items(text: &str, delimiter: char) -> Vec<Range<usize>> {
    let mut start = 0;
    let parts = text.split(delimiter).map(|part| {
        let leading = part.len() - part.trim_start_matches(is_space).len();
        let inner = part.trim_matches(is_space).len();
        let range = start + leading..start + leading + inner;
        start += part.len() + delimiter.len_utf8();
        range
    });
    parts.collect()
}

fn module(item: &str, span: Span, sink: &mut Sink) -> Option<Spanned<LayerModule>> {
    let inside = item.strip_prefix('(');
    let inside = inside.and_then(|rest| rest.strip_suffix(')'));
    let optional = inside.is_some();
    let name = inside.unwrap_or(item).trim_matches(is_space);
    if name.contains(['(', ')']) {
        let message = format!(
            "the parentheses of `{}` do not enclose one module",
            item.escape_debug()
        );
        let help = "write parentheses around each optional module: `(a) | (b)`";
        sink.invalid(span, message).help = Some(help.to_owned());
        return None;
    }
    if name.contains('*') {
        let message = format!(
            "wildcards are not possible in layers, so no module is called `{}`",
            name.escape_debug()
        );
        let finding = sink.invalid(span, message);
        // An optional layer that does not exist is passed over.
        finding.severity = optional.then_some(Severity::Warning);
    }
    let Ok(name) = name.parse() else {
        let name = name.escape_debug();
        sink.invalid(
            span,
            format!("expected the name of a layer, found `{name}`"),
        );
        return None;
    };
    Some(sink.spanned(LayerModule { name, optional }, span))
}

/// Reports modules that are in several layers, or in one layer more than once.
pub(crate) fn report_repeats(layers: &[Spanned<Layer>], sink: &mut Sink) {
    let mut first: BTreeMap<&str, (usize, Option<FileSpan>)> = BTreeMap::new();
    for (index, layer) in layers.iter().enumerate() {
        for module in &layer.value.modules {
            let name = module.value.name.as_str();
            let Some((layer, place)) = first.get(name).copied() else {
                first.insert(name, (index, module.span));
                continue;
            };
            let message = if layer == index {
                format!("modules cannot be repeated in a layer: `{name}`")
            } else {
                format!("modules cannot be in more than one layer: `{name}`")
            };
            let Some(at) = module.span else { continue };
            let finding = sink.invalid(at.span, message);
            finding.help = Some("list each module once".to_owned());
            if let Some(span) = place {
                let message = format!("`{name}` is listed here first");
                finding.related.push(Related { span, message });
            }
        }
    }
}
