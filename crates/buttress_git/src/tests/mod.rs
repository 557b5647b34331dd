//! Repositories as git makes them, and what their indexes prove.
#![cfg(unix)]

mod conversion;
mod files;
mod indexes;
mod repository;
