//! Layers as they are written: a string with a little syntax, or a table.

use std::ops::Range;

use buttress_contracts::{Layer, LayerModule};
use buttress_graph::ModuleName;
use buttress_source::{Span, Spanned};
use serde_json::{Value as Json, json};

use crate::document::{Node, Value};
use crate::names::module_name;
use crate::options::LayerOptions;
use crate::reader::{Reader, spanned};
use crate::table::{OptionType, read_table};

impl OptionType for Layer {
    fn expected() -> String {
        "a string or a table".to_owned()
    }

    fn plural() -> String {
        "strings or tables".to_owned()
    }

    fn schema() -> Json {
        json!({ "anyOf": [Self::single_schema(), { "$ref": "#/$defs/layer" }] })
    }

    fn single_schema() -> Json {
        json!({ "type": "string", "minLength": 1 })
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Text(text) => read_string(node, text, reader),
            Value::Table(_) => from_table(read_table(node, "a layer", reader)?),
            _ => {
                reader.wrong_type(node, &Self::expected());
                None
            }
        }
    }
}

fn from_table(options: LayerOptions) -> Option<Layer> {
    let optional = options.optional.value.unwrap_or(false);
    let module = |name: Spanned<ModuleName>| name.map(|name| LayerModule { name, optional });
    let modules = options.modules.value?.0;
    Some(Layer {
        modules: modules.into_iter().map(module).collect(),
        independent: options.independent.value.unwrap_or(true),
        closed: options.closed.value.unwrap_or(false),
    })
}

fn read_string(node: &Node, text: &str, reader: &mut Reader<'_>) -> Option<Layer> {
    let independent = !text.contains(':');
    if !independent && text.contains('|') {
        let finding = reader.invalid(node.span, "a layer cannot mix `|` and `:`");
        let help = "`|` stands between siblings that must not import each other, `:` between siblings that may";
        finding.help = Some(help.to_owned());
        return None;
    }
    let separator = if independent { '|' } else { ':' };
    let items = items(text, separator);
    let alone = items.len() == 1;
    let read = |item: Range<usize>| {
        let whole = alone || item.is_empty();
        let span = if whole {
            node.span
        } else {
            reader.part(node, item.clone())
        };
        read_item(&text[item], separator, span, alone, reader)
    };
    // Every item is read, so that every mistake is reported.
    let modules: Vec<_> = items.into_iter().map(read).collect();
    Some(Layer {
        modules: modules.into_iter().collect::<Option<_>>()?,
        independent,
        closed: false,
    })
}

/// The parts of `text` between the separators, without the spaces around them.
fn items(text: &str, separator: char) -> Vec<Range<usize>> {
    let mut start = 0;
    let parts = text.split(separator).map(|part| {
        let leading = part.len() - part.trim_start().len();
        let trimmed = start + leading..start + leading + part.trim().len();
        start += part.len() + separator.len_utf8();
        trimmed
    });
    parts.collect()
}

fn read_item(
    item: &str,
    separator: char,
    span: Span,
    alone: bool,
    reader: &mut Reader<'_>,
) -> Option<Spanned<LayerModule>> {
    let inside = item
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let optional = inside.is_some();
    let name = inside.unwrap_or(item).trim();
    if name.is_empty() {
        let message = if alone {
            "expected a module, found none".to_owned()
        } else {
            format!("expected a module on both sides of `{separator}`")
        };
        reader.invalid(span, message);
        return None;
    }
    if name.contains(['(', ')']) {
        let message = format!("the parentheses of `{item}` do not enclose one module");
        let finding = reader.invalid(span, message);
        finding.help =
            Some("write parentheses around each optional module: `(a) | (b)`".to_owned());
        return None;
    }
    match module_name(name) {
        Ok(name) => Some(spanned(LayerModule { name, optional }, span, reader)),
        Err(message) => {
            reader.invalid(span, message);
            None
        }
    }
}
