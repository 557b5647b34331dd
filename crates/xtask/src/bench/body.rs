//! What stands in the files of a made-up monolith: docstrings, imports of all styles, functions and
//! classes, in the proportions of ordinary application code.

use super::random::Random;

const STANDARD: [&str; 7] = [
    "import datetime as dt",
    "import json, os",
    "from collections import defaultdict",
    "from dataclasses import dataclass, field",
    "from decimal import Decimal",
    "from functools import lru_cache, partial",
    "from typing import Any, Iterable",
];

const THIRD_PARTY: [&str; 6] = [
    "from django.db import models, transaction",
    "from django.utils.translation import gettext as _",
    "import requests",
    "from rest_framework import serializers",
    "from celery import shared_task",
    "import sentry_sdk",
];

const WORDS: [&str; 24] = [
    "account", "amount", "balance", "batch", "client", "country", "currency", "customer", "date",
    "entry", "event", "group", "invoice", "item", "limit", "number", "order", "owner", "payment",
    "rate", "record", "status", "total", "user",
];

/// The file of one module.
pub(super) struct Body {
    /// The class it defines.
    pub(super) class: String,
    /// How long it should be at least.
    pub(super) bytes: usize,
}

impl Body {
    /// Its text; `imports` are package, module and class of what it imports.
    pub(super) fn write(
        &self,
        imports: &[(String, String, String)],
        random: &mut Random,
    ) -> String {
        let mut text = format!("\"\"\"{}.\"\"\"\n\n", sentence(random, 6));
        if random.below(2) == 0 {
            text.push_str("from __future__ import annotations\n\n");
        }
        line(&mut text, "import logging");
        for _ in 0..random.below(4) {
            line(&mut text, random.pick(&STANDARD));
        }
        for _ in 0..random.below(3) {
            line(&mut text, random.pick(&THIRD_PARTY));
        }
        line(&mut text, "from typing import TYPE_CHECKING\n");
        let (mut guarded, mut deferred) = (Vec::new(), Vec::new());
        for import in imports {
            match random.below(10) {
                0 => guarded.push(import),
                1 => deferred.push(import),
                _ => line(&mut text, &statement(import, random)),
            }
        }
        if !guarded.is_empty() {
            line(&mut text, "\nif TYPE_CHECKING:");
        }
        for (package, module, class) in guarded {
            line(
                &mut text,
                &format!("    from {package}.{module} import {class}"),
            );
        }
        line(&mut text, "\nlogger = logging.getLogger(__name__)");
        for (number, (package, module, _)) in deferred.into_iter().enumerate() {
            line(&mut text, &format!("\n\ndef load_{number}():"));
            line(&mut text, &format!("    from {package} import {module}\n"));
            line(&mut text, &format!("    return {module}"));
        }
        self.definitions(&mut text, random);
        text
    }

    /// The class, then functions until the file is long enough.
    fn definitions(&self, text: &mut String, random: &mut Random) {
        line(text, &format!("\n\nclass {}:", self.class));
        line(text, &format!("    \"\"\"{}.\"\"\"\n", sentence(random, 5)));
        for _ in 0..2 {
            line(
                text,
                &format!("    {}: int = {}", random.pick(&WORDS), random.below(100)),
            );
        }
        let mut number = 0;
        while text.len() < self.bytes {
            number += 1;
            function(text, number, random);
        }
    }
}

/// One of the ways to import a module.
fn statement((package, module, class): &(String, String, String), random: &mut Random) -> String {
    match random.below(6) {
        0 => format!("import {package}.{module}"),
        1 => format!("import {package}.{module} as {module}_"),
        2 => format!("from {package} import {module}  # noqa: F401"),
        3 => format!("from {package}.{module} import (\n    {class},\n)"),
        4 => format!("from {package} import \\\n    {module}"),
        _ => format!("from {package}.{module} import {class}"),
    }
}

fn function(text: &mut String, number: usize, random: &mut Random) {
    let (a, b, c) = (
        random.pick(&WORDS),
        random.pick(&WORDS),
        random.pick(&WORDS),
    );
    line(
        text,
        &format!(
            "\n\ndef {a}_{b}_{number}({a}s, {c}_=None, *, limit={}):",
            random.below(500)
        ),
    );
    line(text, &format!("    \"\"\"{}.\n", sentence(random, 8)));
    line(
        text,
        &format!(
            "    Does not import {b}: {}.\n    \"\"\"",
            sentence(random, 10)
        ),
    );
    line(text, "    result = {}");
    line(text, &format!("    for index, {a} in enumerate({a}s):"));
    line(
        text,
        &format!(
            "        if index > limit or {a} is None:  # {}",
            sentence(random, 4)
        ),
    );
    line(text, "            continue");
    line(
        text,
        &format!(
            "        result[f\"{b}-{{index}}\"] = ({a}, {c}_, \"{}\")",
            sentence(random, 3)
        ),
    );
    line(text, "    return result");
}

fn sentence(random: &mut Random, words: usize) -> String {
    let words: Vec<&str> = (0..words).map(|_| random.pick(&WORDS)).collect();
    words.join(" ")
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_long_as_asked_and_names_each_import() {
        let import = |module: &str| {
            (
                "mono.a.models".to_owned(),
                module.to_owned(),
                "Record".to_owned(),
            )
        };
        let imports: Vec<_> = ["m1", "m2", "m3", "m4"].map(import).into();
        for number in 0..50 {
            let body = Body {
                class: "View01".to_owned(),
                bytes: 3_000,
            };
            let text = body.write(&imports, &mut Random::new(1, number));
            assert!((3_000..4_500).contains(&text.len()), "{}", text.len());
            for (_, module, _) in &imports {
                assert!(text.contains(module.as_str()), "{text}");
            }
        }
    }
}
