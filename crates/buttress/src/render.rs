//! Reports as text for people and as JSON.

pub use buttress_render::*;
