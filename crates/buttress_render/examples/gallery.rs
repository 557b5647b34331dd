//! Prints the reports of the tests: `cargo run -p buttress_render --example gallery [FORMAT] [CASE]
//! [WIDTH] [color]`.

#[path = "../tests/it/cases.rs"]
mod cases;
#[path = "../tests/it/fixture.rs"]
mod fixture;

use std::env;
use std::io;
use std::time::Duration;

use buttress_render::{Format, MaxChains, RenderOptions, render, render_why};

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let format = args.iter().find_map(|arg| arg.parse().ok());
    let format = format.unwrap_or(Format::Full);
    let width = args.iter().find_map(|arg| arg.parse().ok());
    let options = RenderOptions {
        color: args.iter().any(|arg| arg == "color"),
        width: width.unwrap_or(80),
        max_chains: MaxChains::AtMost(12),
        elapsed: Some(Duration::from_millis(380)),
        ..RenderOptions::default()
    };
    let mut out = io::stdout().lock();
    let mut cases = cases::all();
    let named = |name: &str| args.iter().any(|arg| arg == name);
    if cases.iter().any(|(name, _)| named(name)) || named("why") {
        cases.retain(|(name, _)| named(name));
    }
    for (_, report) in &cases {
        render(report, format, &options, &mut out)?;
    }
    if named("why") {
        render_why(&cases::why(), format, &options, &mut out)?;
    }
    Ok(())
}
