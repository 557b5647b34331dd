//! Keys and words of import-linter's that have another name here, or none.

use crate::document::{Node, Value};
use crate::unknown::Place;

/// A key of import-linter's, and what to write instead.
struct Foreign {
    key: &'static str,
    message: &'static str,
    help: &'static str,
}

const PROJECT_KEYS: &[Foreign] = &[
    Foreign {
        key: "root_package",
        message: "`root_package` is called `root_packages` here, and is a list",
        help: "write `root_packages = [\"shop\"]`",
    },
    Foreign {
        key: "include_external_packages",
        message: "`include_external_packages` is called `external` here",
        help: "remove it, or write `external = \"none\"` to leave external packages out",
    },
    Foreign {
        key: "exclude_type_checking_imports",
        message: "`exclude_type_checking_imports` is one of the `imports` here",
        help: "write `imports = { exclude = [\"type-checking\"] }`",
    },
    Foreign {
        key: "contract_types",
        message: "contract types written in Python are not available",
        help: "the types of contract are `layers`, `forbidden` and `independence`",
    },
    Foreign {
        key: "tool",
        message: "`[tool.buttress]` belongs in `pyproject.toml`",
        help: "in a file of their own, options stand at the top: `root_packages = [..]`, `[[contracts]]`",
    },
];

const CONTRACT_KEYS: &[Foreign] = &[
    Foreign {
        key: "broken_contract_guidance",
        message: "`broken_contract_guidance` is called `reason` here",
        help: "write `reason = \"..\"`, and `docs` for a link",
    },
    Foreign {
        key: "protected_modules",
        message: "`protected_modules` belongs to contracts of type `protected`, which is not available yet",
        help: "a `forbidden` contract says which modules must not import which",
    },
    Foreign {
        key: "allowed_importers",
        message: "`allowed_importers` belongs to contracts of type `protected`, which is not available yet",
        help: "`except_importers` names modules that may violate a contract",
    },
    Foreign {
        key: "ancestors",
        message: "`ancestors` belongs to contracts of type `acyclic_siblings`, which is not available yet",
        help: "`layers` puts the children of a package in order",
    },
    Foreign {
        key: "depth",
        message: "`depth` belongs to contracts of type `acyclic_siblings`, which is not available yet",
        help: "`layers` puts the children of a package in order",
    },
    Foreign {
        key: "skip_descendants",
        message: "`skip_descendants` belongs to contracts of type `acyclic_siblings`, which is not available yet",
        help: "`layers` puts the children of a package in order",
    },
];

/// Types of contract that import-linter has, with the nearest thing there is here.
pub(crate) const FOREIGN_TYPES: &[(&str, &str)] = &[
    (
        "protected",
        "a `forbidden` contract says which modules must not import which",
    ),
    (
        "acyclic_siblings",
        "a `layers` contract puts the children of a package in order",
    ),
];

/// What to say about a key of import-linter's in the table at `place`: message and help.
pub(crate) fn foreign_key(name: &str, node: &Node, place: Place) -> Option<(String, String)> {
    let keys = match place {
        Place::Project => PROJECT_KEYS,
        Place::Contract(_) | Place::ContractOfNoType => CONTRACT_KEYS,
        Place::Included | Place::Nested(_) => return None,
    };
    let foreign = keys.iter().find(|foreign| foreign.key == name)?;
    let help = match (name, &node.value) {
        ("root_package", Value::Text(package)) => {
            format!("write `root_packages = [\"{}\"]`", package.escape_debug())
        }
        ("include_external_packages", Value::Boolean(true)) => {
            "remove it: external packages are in the graph by default".to_owned()
        }
        ("include_external_packages", Value::Boolean(false)) => {
            "write `external = \"none\"`".to_owned()
        }
        ("exclude_type_checking_imports", Value::Boolean(false)) => {
            "remove it: all kinds of import count by default".to_owned()
        }
        _ => foreign.help.to_owned(),
    };
    Some((foreign.message.to_owned(), help))
}
