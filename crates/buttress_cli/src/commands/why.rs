//! `buttress why`.

use anyhow::{Result, anyhow};
use buttress::graph::Selector;
use buttress::render::{Format, MaxChains, RenderOptions, render_why};
use buttress::{Status, WhyError, WhyRequest};

use crate::args::{Global, Why, WhyFormat};
use crate::exit::{Exit, UserError};
use crate::output;
use crate::project::{Loaded, settings_or_defaults};

pub(crate) fn run(why: &Why, global: &Global) -> Result<Exit> {
    for name in [&why.importer, &why.imported] {
        expect_a_name(name)?;
    }
    let request = WhyRequest {
        importer: why.importer.clone(),
        imported: why.imported.clone(),
        contract: why.contract.clone(),
        avoid: selectors(&why.avoid)?,
        via: selectors(&why.via)?,
        all: why.all,
    };
    let loaded = Loaded::new(settings_or_defaults(global)?, global);
    let answer = loaded.project.why(&request);
    loaded.finish(global);
    let report = answer.map_err(|error| explain(&error))?;
    let doubt = loaded.show_findings()? == Status::Error;
    let status = match report.imports_it() {
        true => Exit::Kept,
        false if doubt => Exit::Error,
        false => Exit::Broken,
    };
    let format = match why.format {
        WhyFormat::Full => Format::Full,
        WhyFormat::Json => Format::Json,
    };
    let options = RenderOptions {
        color: output::colored(),
        width: output::width(),
        max_chains: if why.all || why.format == WhyFormat::Json {
            MaxChains::All
        } else {
            MaxChains::AtMost(1)
        },
        ..RenderOptions::default()
    };
    output::to_stdout(|out| render_why(&report, format, &options, out), status)
}

/// Refuses what cannot be the name of a module, before it is said to match none.
fn expect_a_name(text: &str) -> Result<(), UserError> {
    let help = if text.contains('*') {
        "a package stands for all modules in it, so `shop` is enough for `shop.*`"
    } else if text.contains(['/', '\\']) {
        "write the module's name with dots: `shop.domain` for shop/domain.py"
    } else {
        return Ok(());
    };
    let message = format!("expected the name of a module or package, found `{text}`");
    Err(UserError::new(message, help.to_owned()))
}

fn selectors(texts: &[String]) -> Result<Vec<Selector>> {
    let parse = |text: &String| {
        let selector = text.parse::<Selector>();
        selector.map_err(|error| {
            anyhow!(UserError::new(
                format!("`{text}` is no module name: {error}"),
                None
            ))
        })
    };
    texts.iter().map(parse).collect()
}

fn explain(error: &WhyError) -> UserError {
    let help = error
        .nearest()
        .map(|near| format!("did you mean `{near}`?"));
    UserError::new(error.to_string(), help)
}
