//! The binary `buttress`: arguments in, report and exit status out.
//!
//! Everything that decides a result lives in the library crates; this one reads the command line,
//! chooses where output goes and what the exit status is.

mod args;
mod commands;
mod exit;
mod lint_imports;
mod output;
mod progress;
mod project;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(request) = lint_imports::of_process() {
        exit::on_interrupt();
        return lint_imports::main(request).into();
    }
    let arguments = Arguments::parse();
    exit::on_interrupt();
    arguments.global.color.write_global();
    let result = match &arguments.command {
        Command::Check(check) => commands::check::run(check, &arguments.global),
        Command::Why(why) => commands::why::run(why, &arguments.global),
        Command::Graph(graph) => commands::graph::run(graph, &arguments.global),
        Command::Migrate(migrate) => commands::migrate::run(migrate, &arguments.global),
        Command::LintImports(_) => Err(lint_imports::comes_first()),
    };
    result.unwrap_or_else(|error| exit::report(&error)).into()
}
