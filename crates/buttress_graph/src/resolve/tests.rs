//! The tables of the specification: one row a name.

use buttress_source::{ImportKinds, Span};

use super::*;

fn names(names: &[&str]) -> Vec<ModuleName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

struct World {
    modules: Vec<ModuleName>,
    roots: Vec<ModuleName>,
    excluded: Vec<ModuleName>,
}

impl World {
    fn new(roots: &[&str], modules: &[&str]) -> Self {
        Self {
            modules: names(modules),
            roots: names(roots),
            excluded: Vec::new(),
        }
    }

    fn excluding(mut self, excluded: &[&str]) -> Self {
        self.excluded = names(excluded);
        self
    }

    /// The target's name, `-` for none, with `+` in front of an external; then the doubt.
    fn resolve(&self, external: ExternalMode, name: &str) -> String {
        let options = ResolveOptions {
            external,
            roots: &self.roots,
            excluded: &self.excluded,
            report_unresolved: true,
        };
        let names: Vec<_> = self.modules.iter().map(ModuleName::as_str).collect();
        let resolver = Resolver::new(&names, &options);
        let resolved = resolver.resolve(name);
        let target = match resolved.target {
            Target::Known(number) => self.modules[number as usize].to_string(),
            Target::External(name) => format!("+{name}"),
            Target::Nothing => "-".to_owned(),
        };
        match resolved.doubt {
            None => target,
            Some(Doubt::Excluded(name)) => format!("{target} excluded {name}"),
            Some(Doubt::Unresolved { .. }) => format!("{target} unresolved"),
        }
    }

    fn full(&self, name: &str) -> String {
        self.resolve(ExternalMode::Full, name)
    }

    fn root(&self, name: &str) -> String {
        self.resolve(ExternalMode::Root, name)
    }

    fn none(&self, name: &str) -> String {
        self.resolve(ExternalMode::None, name)
    }
}

#[test]
fn a_name_is_a_module_or_in_the_module_above_it() {
    let world = World::new(&["p"], &["p", "p.a", "p.s", "p.s.d"]);
    for mode in [ExternalMode::Full, ExternalMode::Root, ExternalMode::None] {
        assert_eq!(world.resolve(mode, "p.s.d"), "p.s.d");
        assert_eq!(world.resolve(mode, "p.a.Thing"), "p.a");
        assert_eq!(world.resolve(mode, "p.s.*"), "p.s");
        assert_eq!(world.resolve(mode, "p"), "p");
        assert_eq!(world.resolve(mode, "p.*"), "p");
        assert_eq!(world.resolve(mode, "p.a.__init__"), "p.a");
    }
}

#[test]
fn what_is_missing_below_an_undotted_root() {
    let world = World::new(&["p"], &["p", "p.s", "p.s.d"]);
    assert_eq!(world.full("p.s.gone.deep.x"), "p.s unresolved");
    assert_eq!(world.root("p.s.gone.deep.x"), "p unresolved");
    assert_eq!(world.none("p.s.gone.deep.x"), "- unresolved");
    assert_eq!(world.root("p.__init__.x"), "p unresolved");
}

#[test]
fn what_is_missing_below_a_dotted_root() {
    let world = World::new(&["n.p"], &["n.p", "n.p.s"]);
    assert_eq!(world.full("n.p.gone.deep"), "n.p unresolved");
    assert_eq!(world.root("n.p.gone.deep"), "- unresolved");
    assert_eq!(world.none("n.p.gone.deep"), "- unresolved");
}

#[test]
fn externals_are_squashed_where_they_leave_the_roots() {
    let world = World::new(
        &["foo.blue.beta", "foo.green"],
        &["foo.blue.beta", "foo.green"],
    );
    assert_eq!(world.root("foo.blue.alpha.one"), "+foo.blue.alpha");
    assert_eq!(world.root("foo.red"), "+foo.red");
    assert_eq!(world.root("foo"), "-");
    assert_eq!(world.root("foo.blue"), "-");
    assert_eq!(world.root("foo.green.x.y"), "- unresolved");
    assert_eq!(world.root("foo.blue.beta.missing"), "foo.blue.beta");
    assert_eq!(world.root("foo.greenish.x"), "+foo.greenish");
    assert_eq!(world.root("bar.x"), "+bar");
    let google = World::new(&["google.cloud.mine"], &["google.cloud.mine"]);
    assert_eq!(
        google.root("google.cloud.storage.blob"),
        "+google.cloud.storage"
    );
    assert_eq!(google.root("google.auth.x"), "+google.auth");
}

#[test]
fn externals_keep_their_names_in_full() {
    let world = World::new(&["google.cloud.mine"], &["google.cloud.mine"]);
    assert_eq!(
        world.full("django.forms.ModelForm"),
        "+django.forms.ModelForm"
    );
    assert_eq!(world.full("django.forms.*"), "+django.forms");
    assert_eq!(world.full("os"), "+os");
    assert_eq!(world.full("google.cloud"), "-");
    assert_eq!(world.full("google.cloud.*"), "-");
    assert_eq!(world.full("google.cloud.storage"), "+google.cloud.storage");
    assert_eq!(world.none("os"), "-");
}

#[test]
fn excluded_modules_fall_to_what_stands_above() {
    let world = World::new(&["p"], &["p", "p.s", "p.x.in"]).excluding(&["p.s.out", "p.x", "q"]);
    for mode in [ExternalMode::Full, ExternalMode::Root, ExternalMode::None] {
        assert_eq!(world.resolve(mode, "p.s.out"), "p.s excluded p.s.out");
        assert_eq!(
            world.resolve(mode, "p.s.out.deep.er"),
            "p.s excluded p.s.out"
        );
        assert_eq!(world.resolve(mode, "p.x.Name"), "p excluded p.x");
        assert_eq!(world.resolve(mode, "p.x.in.Name"), "p.x.in");
        assert_eq!(world.resolve(mode, "q.r"), "- excluded q");
    }
}

#[test]
fn names_match_by_exact_text() {
    // U+00B5 in a file name; the parser normalises what source text writes to U+03BC.
    let world = World::new(&["p"], &["p", "p.\u{b5}"]);
    assert_eq!(world.full("p.\u{3bc}"), "p");
    assert_eq!(world.full("p.\u{b5}"), "p.\u{b5}");
}

fn absolute(
    importer: &str,
    is_package: bool,
    level: u32,
    module: &str,
    name: Option<&str>,
) -> Option<String> {
    let record = ImportRecord {
        level,
        module,
        name,
        alias: None,
        statement: Span::new(0, 1),
        span: Span::new(0, 1),
        line: 1,
        kinds: ImportKinds::empty(),
        comment: None,
    };
    let mut buffer = "left over".to_owned();
    let is_there = absolute_module(&record, importer, is_package, &mut buffer);
    push_component(record.name, &mut buffer);
    is_there.then_some(buffer)
}

#[test]
fn dots_count_from_the_package() {
    let name = |text: &str| Some(text.to_owned());
    assert_eq!(absolute("p.a", false, 0, "x.y", None), name("x.y"));
    assert_eq!(absolute("p.a", false, 0, "x", Some("y")), name("x.y"));
    assert_eq!(absolute("p.a", false, 1, "", Some("b")), name("p.b"));
    assert_eq!(absolute("p.a", true, 1, "", Some("b")), name("p.a.b"));
    assert_eq!(absolute("p.s.a", false, 2, "t", Some("*")), name("p.t.*"));
    assert_eq!(absolute("n.p.a", false, 2, "", Some("q")), name("n.q"));
}

#[test]
fn too_many_dots_are_noticed() {
    assert_eq!(absolute("p.a", false, 2, "", Some("b")), None);
    assert_eq!(absolute("p", true, 2, "", Some("b")), None);
    assert_eq!(absolute("foo", false, 1, "", Some("b")), None);
    assert_eq!(absolute("p.a", false, u32::MAX, "x", Some("b")), None);
}
