//! A made-up code base on disk, for benchmarks of what reads files.

use std::fs;
use std::io;
use std::path::Path;

/// Modules of a package; the last part of their names.
const MODULES: usize = 20;

/// Writes the package `p` with sub-packages `s0000`, `s0001`… of twenty-one files each, of some three
/// kilobytes; a module imports earlier ones of its sub-package and of earlier sub-packages. The same
/// bytes each time.
///
/// # Errors
///
/// Those of writing.
pub fn write_packages(folder: &Path, packages: usize) -> io::Result<()> {
    let root = folder.join("p");
    fs::create_dir_all(&root)?;
    fs::write(root.join("__init__.py"), "")?;
    for package in 0..packages {
        let folder = root.join(format!("s{package:04}"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("__init__.py"), "from .m00 import Thing\n")?;
        for module in 0..MODULES {
            fs::write(
                folder.join(format!("m{module:02}.py")),
                text(package, module),
            )?;
        }
    }
    Ok(())
}

fn text(package: usize, module: usize) -> String {
    let mut text =
        "\"\"\"What no import statement is: import this.\"\"\"\n\nimport logging\n".to_owned();
    text.push_str("from typing import TYPE_CHECKING, Any\n\nfrom django.db import models\n\n");
    for near in [1, 2, 5].into_iter().filter(|near| *near <= module) {
        text.push_str(&format!("from . import m{:02}\n", module - near));
    }
    for far in [1, 7, 30].into_iter().filter(|far| *far <= package) {
        let (package, module) = (package - far, (module + far) % MODULES);
        text.push_str(&format!(
            "from p.s{package:04}.m{module:02} import (\n    Thing as Far{far},\n)\n"
        ));
    }
    if package > 0 {
        text.push_str(&format!(
            "\nif TYPE_CHECKING:\n    import p.s{:04}.m00\n",
            package / 2
        ));
    }
    text.push_str("\n\nclass Thing(models.Model):\n    \"\"\"A thing.\"\"\"\n");
    for method in 0..12 {
        text.push_str(&format!(
            "\n    def work_{method}(self, *args: Any, key: str = \"k{method}\") -> dict[str, Any]:\n        \
             \"\"\"Does the work of number {method}.\"\"\"\n        logging.info(\"work %s\", key)\n        \
             return {{f\"{{key}}-{{index}}\": arg for index, arg in enumerate(args)}}\n"
        ));
    }
    text
}
