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
        help: "the types of contract are `layers`, `forbidden`, `independence`, `protected` and `acyclic_siblings`",
    },
    Foreign {
        key: "tool",
        message: "`[tool.buttress]` belongs in `pyproject.toml`",
        help: "in a file of their own, options stand at the top: `root_packages = [..]`, `[[contracts]]`",
    },
];

const CONTRACT_KEYS: &[Foreign] = &[Foreign {
    key: "broken_contract_guidance",
    message: "`broken_contract_guidance` is called `reason` here",
    help: "write `reason = \"..\"`, and `docs` for a link",
}];

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
