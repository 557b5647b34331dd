//! The reports that are rendered, by name.

#![allow(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

use std::fmt::Write as _;

use buttress_report::{
    BreakerReport, CycleReport, ImportIx, Protection, Report, Status, WhyReport,
};
use buttress_source::{Code, ImportKinds, Severity};

use crate::fixture::{Fixture, chain, contract, finding, related, site, violation};

const CONFIG: &str = r#"[[contracts]]
id = "top-level-layers"
type = "layers"
layers = ["interfaces", "usecases", "domain", "data | vendors"]
containers = ["shop"]
"#;

/// All reports, for whoever wants to see or check every one.
pub(crate) fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("kept", kept()),
        ("direct", direct()),
        ("indirect", indirect()),
        ("returning", returning()),
        ("awkward", awkward()),
        ("many", many()),
        ("unjudged", unjudged()),
        ("warning", warning()),
        ("cyclic", cyclic()),
        ("protected", protected()),
    ]
}

pub(crate) fn kept() -> Report {
    let mut ignoring = contract("lib-is-a-leaf", Vec::new());
    ignoring.ignored_imports = 3;
    let contracts = vec![contract("top-level-layers", Vec::new()), ignoring];
    Fixture::default().report(contracts)
}

/// A direct import, in several places, in a frame that is narrow enough for one row.
pub(crate) fn direct() -> Report {
    let mut shop = Fixture::default();
    shop.file("buttress.toml", CONFIG);
    shop.file(
        "shop/data/orm.py",
        "import os\nimport shop.domain\n\ndef load():\n    from shop import domain\n",
    );
    let sites = vec![
        site(
            shop.at("shop/data/orm.py", "shop.domain"),
            ImportKinds::empty(),
        ),
        site(
            shop.nth("shop/data/orm.py", "domain", 1),
            ImportKinds::DEFERRED,
        ),
    ];
    let import = shop.import("shop.data.orm", "shop.domain", sites);
    let mut pair = violation("shop.data", "shop.domain", vec![chain(&[import])]);
    pair.because = Some(shop.at("buttress.toml", "\"data | vendors\"").into());
    pair.explanation = "data is below domain in this contract".into();
    let mut layers = contract("top-level-layers", vec![pair]);
    layers.location = Some(shop.at("buttress.toml", "[[contracts]]"));
    shop.report(vec![contract("lib-is-a-leaf", Vec::new()), layers])
}

/// The report of the README: an indirect chain, two more that end in the same import.
pub(crate) fn indirect() -> Report {
    let mut shop = Fixture::default();
    shop.file("buttress.toml", CONFIG);
    shop.file(
        "shop/domain/orders.py",
        "\"\"\"Orders.\"\"\"\n\nimport decimal\n\n\nfrom shop.domain import customers, pricing\n",
    );
    shop.file(
        "shop/domain/pricing.py",
        "from shop.lib import (\n    clock,\n    money,\n    retry,\n    mailer,\n)\n",
    );
    shop.file(
        "shop/lib/mailer.py",
        "def send():\n    from shop.usecases.notify import Notification\n    return Notification()\n",
    );
    shop.file("shop/domain/cart.py", "from shop.domain import pricing\n");
    let first = shop.hop(
        "shop.domain.orders",
        "shop.domain.pricing",
        "shop/domain/orders.py",
        "pricing",
    );
    let second = shop.hop(
        "shop.domain.pricing",
        "shop.lib.mailer",
        "shop/domain/pricing.py",
        "mailer",
    );
    let place = shop.at("shop/lib/mailer.py", "shop.usecases.notify");
    let last = vec![site(place, ImportKinds::DEFERRED)];
    let last = shop.import("shop.lib.mailer", "shop.usecases.notify", last);
    let cart = shop.hop(
        "shop.domain.cart",
        "shop.domain.pricing",
        "shop/domain/cart.py",
        "pricing",
    );
    let mut shown = chain(&[first, second, last]);
    shown.extra_first = vec![cart];
    let mut domain = violation("shop.domain", "shop.usecases", vec![shown]);
    domain.because = Some(shop.at("buttress.toml", "\"domain\"").into());
    domain.explanation = "domain is below usecases in this contract".into();
    let mut data = violation("shop.data", "shop.usecases", vec![chain(&[second, last])]);
    data.chains[0].imports.insert(0, first);
    data.chains[0].primary = 2;
    let mut layers = contract("top-level-layers", vec![domain, data]);
    layers.name = "Top level layers".into();
    layers.owner = Some("@shop/architecture".to_owned());
    layers.reason = Some("Use cases know the domain; the domain knows no use case.".to_owned());
    layers.docs = Some("docs/adr/0003-layers.md".to_owned());
    layers.location = Some(shop.at("buttress.toml", "[[contracts]]"));
    let mut contracts = vec![layers];
    contracts.extend(["a", "b", "c", "d"].map(|id| contract(id, Vec::new())));
    shop.report(contracts)
}

/// A chain that comes back to the file it started in, with other last imports.
pub(crate) fn returning() -> Report {
    let mut app = Fixture::default();
    app.file(
        "app/a.py",
        &format!(
            "{}import app.b\nimport vendor.x\nimport vendor.y\n",
            "\n".repeat(98)
        ),
    );
    app.file("app/b.py", "from app import a\n");
    let first = app.hop("app.a", "app.b", "app/a.py", "app.b");
    let second = app.hop("app.b", "app.a", "app/b.py", "a\n");
    let last = app.hop("app.a", "vendor.x", "app/a.py", "vendor.x");
    let other = app.hop("app.a", "vendor.y", "app/a.py", "vendor.y");
    let mut shown = chain(&[first, second, last]);
    shown.extra_last = vec![other];
    shown.primary = 1;
    let mut pair = violation("app.a", "vendor", vec![shown]);
    pair.code = Code::Forbidden;
    pair.explanation = "vendor is forbidden to app".into();
    let mut forbidden = contract("no vendor", vec![pair]);
    forbidden.kind = "forbidden".into();
    app.report(vec![forbidden])
}

/// One chain a trap: each line of these files once broke some renderer.
pub(crate) fn awkward() -> Report {
    let mut app = Fixture::default();
    app.file("wide.py", "漢字 = '漢字'; import 漢字.モジュール as m\n");
    app.file(
        "marks.py",
        "e\u{301} = 1; import cafe\u{301}.e\u{301}\u{302}te\u{301}\n",
    );
    app.file("tabs.py", "if x:\n\tif y:\n\t\timport\ttabbed\n");
    app.file("crlf.py", "import os\r\nimport windows\r\n");
    app.file(
        "feed.py",
        "\u{c}import os\n\u{c}\nx = '\u{b}\u{2028}\u{85}'; import feed\n",
    );
    app.file("escape.py", "x = '\u{1b}[31m\u{202e}'; import escape\n");
    app.file(
        "long.py",
        &format!(
            "{}import minified;{}",
            "x=1;".repeat(2500),
            "y=2;".repeat(2500)
        ),
    );
    app.file(
        "deep.py",
        &format!(
            "{}import deep.module.name as deep_module_name_alias_that_is_long\n",
            " ".repeat(48)
        ),
    );
    app.file(
        "split.py",
        "from a import b; import split.\\\n    over.lines\n",
    );
    app.file("lost.py", "\n\n\nimport lost\n");
    let imports = [
        ("wide.py", "漢字.モジュール"),
        ("marks.py", "cafe\u{301}.e\u{301}\u{302}te\u{301}"),
        ("tabs.py", "tabbed"),
        ("crlf.py", "windows"),
        ("feed.py", "feed"),
        ("escape.py", "escape"),
        ("long.py", "minified"),
        ("deep.py", "deep.module.name"),
        ("split.py", "split.\\\n    over.lines"),
        ("lost.py", "lost"),
    ];
    let mut violations = Vec::new();
    for (path, name) in imports {
        let importer = path.trim_end_matches(".py");
        let imported = name.replace("\\\n    ", "");
        let import = app.hop(importer, &imported, path, name);
        violations.push(violation(importer, &imported, vec![chain(&[import])]));
    }
    let lost = app.imports_mut().last_mut().unwrap();
    lost.sites[0].location.line_text = "".into();
    app.report(vec![contract("awkward", violations)])
}

/// Far more pairs than anyone wants to see.
pub(crate) fn many() -> Report {
    let mut app = Fixture::default();
    let mut text = String::new();
    for n in 0..40 {
        writeln!(text, "import app.m{n:02}").unwrap();
    }
    app.file("app/hub.py", &text);
    app.file("app/m.py", "from app import hub\n");
    let mut violations = Vec::new();
    let hub = app.hop("app.m", "app.hub", "app/m.py", "hub");
    for n in 0..40 {
        let imported = format!("app.m{n:02}");
        let import = app.hop("app.hub", &imported, "app/hub.py", &imported);
        let mut chains = vec![chain(&[hub, import])];
        if n % 8 == 7 {
            chains = vec![chain(&[import])];
        }
        violations.push(violation("app.m", &imported, chains));
    }
    violations[3].chains_complete = false;
    app.report(vec![contract("siblings", violations)])
}

/// Findings of every shape, and contracts that could not be judged.
pub(crate) fn unjudged() -> Report {
    let mut shop = Fixture::default();
    shop.file(
        "buttress.toml",
        "[[contracts]]\nid = \"layers\"\ntype = \"layers\"\nlayres = [\"a\", \"b\"]\n\n[[contracts]]\nid = \"layers\"\n",
    );
    shop.file("shop/broken.py", "def f(:\n    pass\n");
    let mut syntax = finding(Code::SyntaxError, "expected a parameter name");
    syntax.location = Some(shop.at("shop/broken.py", ":"));
    let mut unreadable = finding(
        Code::UnreadableFile,
        "`shop/secret.py` could not be read: permission denied",
    );
    unreadable.path = Some("shop/secret.py".to_owned());
    unreadable.help = Some("make the file readable, or add it to `exclude` so that it is no longer part of the project".to_owned());
    let root = finding(Code::MissingRoot, "there is no root package `shopp`");
    let mut shadowed = finding(
        Code::ShadowedModule,
        "`shop/x.py` stands beside the package `shop/x/`",
    );
    shadowed.path = Some("shop/x.py".to_owned());
    let mut unknown = finding(
        Code::UnknownOption,
        "a layers contract has no option `layres`",
    );
    unknown.location = Some(shop.at("buttress.toml", "layres"));
    unknown.help = Some("did you mean `layers`?".to_owned());
    let mut duplicate = finding(Code::DuplicateId, "two contracts have the id `layers`");
    duplicate.location = Some(shop.nth("buttress.toml", "\"layers\"", 2));
    duplicate.related = vec![related(
        shop.at("buttress.toml", "\"layers\""),
        "the first one is here",
    )];
    let mut layers = contract("layers", Vec::new());
    layers.status = Status::Error;
    layers.location = Some(shop.at("buttress.toml", "[[contracts]]"));
    layers.findings = vec![unknown, duplicate];
    let mut exhaustive = contract("exhaustive", Vec::new());
    exhaustive.status = Status::Broken;
    exhaustive.findings = vec![finding(
        Code::UndeclaredLayer,
        "`shop.new` is not listed as a layer of `shop`",
    )];
    let mut report = shop.report(vec![layers, exhaustive]);
    report.findings = vec![syntax, unreadable, root, shadowed];
    report
}

/// A contract that does not fail the run, with long names.
pub(crate) fn warning() -> Report {
    let mut home = Fixture::default();
    home.file(
        "homeassistant/components/esphome/coordinator.py",
        "if True:\n    from homeassistant.helpers.update_coordinator import DataUpdateCoordinator\n",
    );
    let place = home.at(
        "homeassistant/components/esphome/coordinator.py",
        "DataUpdateCoordinator",
    );
    let kinds = ImportKinds::CONDITIONAL | ImportKinds::TYPE_CHECKING;
    let import = home.import(
        "homeassistant.components.esphome.coordinator",
        "homeassistant.helpers.update_coordinator",
        vec![site(place, kinds)],
    );
    let pair = violation(
        "homeassistant.components.esphome",
        "homeassistant.helpers",
        vec![chain(&[import])],
    );
    let mut components = contract("components", vec![pair]);
    components.severity = Severity::Warning;
    let mut report = home.report(vec![components]);
    report.status = Status::Kept;
    report
}

/// The answer to a question: two chains that share nothing.
pub(crate) fn why() -> WhyReport {
    let mut shop = Fixture::default();
    shop.file(
        "shop/domain/orders.py",
        "import shop.lib\nimport shop.domain.tax\n",
    );
    shop.file("shop/domain/tax.py", "from shop.lib import rates\n");
    shop.file("shop/lib/__init__.py", "import shop.usecases\n");
    shop.file(
        "shop/lib/rates.py",
        "from shop.usecases.billing import rate\n",
    );
    let direct = shop.hop(
        "shop.domain.orders",
        "shop.lib",
        "shop/domain/orders.py",
        "shop.lib",
    );
    let end = shop.hop(
        "shop.lib",
        "shop.usecases",
        "shop/lib/__init__.py",
        "shop.usecases",
    );
    let tax = shop.hop(
        "shop.domain.orders",
        "shop.domain.tax",
        "shop/domain/orders.py",
        "shop.domain.tax",
    );
    let rates = shop.hop(
        "shop.domain.tax",
        "shop.lib.rates",
        "shop/domain/tax.py",
        "rates",
    );
    let bill = shop.hop(
        "shop.lib.rates",
        "shop.usecases.billing",
        "shop/lib/rates.py",
        "shop.usecases.billing",
    );
    let chains = vec![chain(&[direct, end]), chain(&[tax, rates, bill])];
    shop.why(chains, vec![end, bill])
}

/// Two packages whose children import each other in cycles: one of three children with more pairs to
/// part, and one of two.
pub(crate) fn cyclic() -> Report {
    let mut shop = Fixture::default();
    shop.file(
        "buttress.toml",
        "[[contracts]]\nid = \"no-cycles\"\ntype = \"acyclic_siblings\"\nancestors = [\"shop\"]\n",
    );
    shop.file("shop/orders.py", "from shop import users\n");
    shop.file(
        "shop/users.py",
        "from shop import stock\nimport shop.orders\n",
    );
    shop.file(
        "shop/stock.py",
        "import shop.orders\nimport shop.users as u\n",
    );
    shop.file("shop/web/views.py", "from . import forms\n");
    shop.file("shop/web/forms.py", "from . import views\n");
    let mut hop = |importer, imported, path, name| shop.hop(importer, imported, path, name);
    let to_stock = hop("shop.users", "shop.stock", "shop/users.py", "stock");
    let to_users = hop("shop.stock", "shop.users", "shop/stock.py", "shop.users");
    let closing = hop("shop.users", "shop.orders", "shop/users.py", "shop.orders");
    let forms = hop(
        "shop.web.views",
        "shop.web.forms",
        "shop/web/views.py",
        "forms",
    );
    let views = hop(
        "shop.web.forms",
        "shop.web.views",
        "shop/web/forms.py",
        "views",
    );
    let whole = vec![
        breaker("shop.stock", "shop.users", to_users),
        breaker("shop.users", "shop.orders", closing),
    ];
    let web = vec![breaker("shop.web.views", "shop.web.forms", forms)];
    let mut cycles = vec![
        cycle("shop", whole, vec![to_users, to_stock]),
        cycle("shop.web", web, vec![forms, views]),
    ];
    for cycle in &mut cycles {
        cycle.because = Some(shop.at("buttress.toml", "\"shop\"").into());
    }
    let mut contract = contract("no-cycles", Vec::new());
    "acyclic_siblings".clone_into(&mut contract.kind);
    contract.status = Status::Broken;
    contract.location = Some(shop.at("buttress.toml", "[[contracts]]"));
    contract.reason = Some("Cycles make it hard to move a package out.".to_owned());
    contract.cycles = cycles;
    shop.report(vec![contract])
}

fn breaker(importer: &str, imported: &str, import: ImportIx) -> BreakerReport {
    BreakerReport {
        importer: importer.to_owned(),
        imported: imported.to_owned(),
        imports: vec![import],
    }
}

fn cycle(package: &str, breakers: Vec<BreakerReport>, shortest: Vec<ImportIx>) -> CycleReport {
    CycleReport {
        code: Code::AcyclicSiblings,
        package: package.to_owned(),
        fingerprint: "0123456789abcdef".to_owned(),
        message: format!("no cycles are allowed among the children of {package}"),
        help: "remove the import shop.web.views -> shop.web.forms (shop/web/views.py:1:15)"
            .to_owned(),
        because: None,
        explanation: format!("the children of {package} must not form a cycle"),
        breakers,
        shortest,
    }
}

/// An import of a module that two items of the contract protect.
pub(crate) fn protected() -> Report {
    let mut shop = Fixture::default();
    shop.file(
        "buttress.toml",
        "[[contracts]]\nid = \"data\"\nprotected_modules = [\"shop.*.orm\", \"shop.data\"]\n",
    );
    shop.file("shop/web/views.py", "from shop.data.orm import session\n");
    let import = shop.hop(
        "shop.web.views",
        "shop.data.orm",
        "shop/web/views.py",
        "session",
    );
    let mut pair = violation("shop.web.views", "shop.data.orm", vec![chain(&[import])]);
    pair.code = Code::Protected;
    pair.because = Some(shop.at("buttress.toml", "\"shop.*.orm\"").into());
    pair.explanation =
        "shop.data.orm is protected, and shop.web.views is not allowed to import it".into();
    let protection = |item, module: &str, expression: Option<&str>| Protection {
        item,
        module: module.to_owned(),
        expression: expression.map(str::to_owned),
    };
    pair.protections = vec![
        protection(0, "shop.data.orm", Some("shop.*.orm")),
        protection(1, "shop.data", None),
    ];
    let mut contract = contract("data", vec![pair]);
    "protected".clone_into(&mut contract.kind);
    shop.report(vec![contract])
}
