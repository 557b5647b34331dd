//! Every option there is. The comments are what the JSON schema and the reference say.

use std::collections::BTreeMap;

use buttress_contracts::{IgnoredImport, Layer};
use buttress_graph::{ExternalMode, ImportKind, KindFilter, ModuleName, Selector};
use buttress_source::{Code, Severity, Spanned};

use crate::document::{Key, Node};
use crate::names::{ContractId, PathPattern};
use crate::reader::Reader;
use crate::table::{Fallback, Field, OptionSpec, OptionTable, OptionType, options};
use crate::values::{AtLeastOne, ContractTables, Many};
use crate::words::{Alerting, CacheTrust, ContractSeverity, ContractType};

options! {
    /// The options of the whole configuration.
    struct ProjectOptions {
        /// The packages and modules to read, such as `shop` or `company.billing`. By default every
        /// top-level package and module in the source roots.
        root_packages: AtLeastOne<Spanned<ModuleName>> = Fallback::Unset,
        /// The folders that top-level modules lie in, relative to the configuration's folder;
        /// wildcards are possible. By default the configuration's folder, its `src`, and the members
        /// of the uv workspace with their `src`.
        source_roots: AtLeastOne<Spanned<PathPattern>> = Fallback::Unset,
        /// Files and folders to leave out, in the syntax of `.gitignore`.
        exclude: Many<Spanned<PathPattern>> = Fallback::Value("[]"),
        /// Whether files that git ignores are left out too.
        respect_gitignore: bool = Fallback::Value("false"),
        /// What becomes of modules outside the root packages: `full` keeps their names
        /// (`django.forms`), `root` squashes them to the package (`django`), `none` leaves them out.
        external: ExternalMode = Fallback::Value("\"full\""),
        /// Whether folders without an `__init__.py` are packages.
        namespace_packages: bool = Fallback::Value("true"),
        /// Which kinds of import count, for every contract that does not say so itself. By default
        /// all.
        imports: KindFilter = Fallback::Unset,
        /// More files with contracts, relative to the configuration's folder; wildcards are possible.
        /// An included file holds `[[contracts]]`, and an `owner` for those that name none.
        include: Many<Spanned<PathPattern>> = Fallback::Value("[]"),
        /// What shows that a file has not changed since its imports were kept in the cache: its
        /// `stamp` (size, times and inode), a `relaxed-stamp` (size and time of modification only,
        /// for file systems that do not keep the others), or a `hash` of its content. `off`: nothing
        /// is kept.
        cache: CacheTrust = Fallback::Value("\"stamp\""),
        /// The folder of the cache, relative to the configuration's folder.
        cache_dir: PathPattern = Fallback::Value("\".buttress_cache\""),
        /// Severities of findings, by code.
        severity: BTreeMap<Code, Severity> = Fallback::Value("{}"),
        /// The contracts, in the order of the report.
        contracts: ContractTables = Fallback::Value("[]"),
    }

    /// The options of an included file.
    struct IncludedOptions {
        /// Who decides about those contracts of the file that name no `owner` themselves.
        owner: String = Fallback::Unset,
        /// The contracts; in the report they follow those of the file that includes this one.
        contracts: ContractTables = Fallback::Value("[]"),
    }

    /// The options of every contract.
    struct CommonOptions {
        /// The stable id, unique in the configuration; `--contract` takes it.
        id: ContractId = Fallback::Required,
        /// A name for people.
        name: String = Fallback::Unset,
        /// The type of the contract; it decides which options there are besides the common ones.
        kind as "type": ContractType = Fallback::Required,
        /// Why the contract exists; shown with every violation.
        reason: String = Fallback::Unset,
        /// Where to read more: a link or a path.
        docs: String = Fallback::Unset,
        /// Who decides about the contract.
        owner: String = Fallback::Unset,
        /// `error`, or `warning`: violations are shown and do not fail the check.
        severity: ContractSeverity = Fallback::Value("\"error\""),
        /// Which kinds of import count. By default those of the configuration.
        imports: KindFilter = Fallback::Unset,
        /// Direct imports that are taken out of the graph before the contract is checked, such as
        /// `shop.a -> shop.b`; wildcards are possible on both sides.
        ignore_imports: Many<IgnoredImport> = Fallback::Value("[]"),
        /// What an entry of `ignore_imports` is that matches no import: an `error`, something to
        /// `warn` of, or nothing to report (`none`).
        unmatched_ignore_imports_alerting: Alerting = Fallback::Value("\"error\""),
        /// Modules that may violate the contract, such as `**.tests.**`. They still count inside the
        /// chains of other modules.
        except_importers: Many<Spanned<Selector>> = Fallback::Value("[]"),
    }

    /// The options of a `layers` contract: a lower layer must not import a higher one.
    struct LayersOptions {
        /// The layers, highest first, each with its descendants. In a string, `|` stands between
        /// siblings that must not import each other, `:` between siblings that may, and parentheses
        /// around a module that may be absent; a table says the same at length.
        layers: AtLeastOne<Spanned<Layer>> = Fallback::Required,
        /// The packages in which the layers stand, each judged on its own. Without containers the
        /// layers are absolute names.
        containers: AtLeastOne<Spanned<Selector>> = Fallback::Unset,
        /// Whether every child of every container must be listed as a layer.
        exhaustive: bool = Fallback::Value("false"),
        /// Children of the containers that need not be listed, as names relative to the container.
        exhaustive_ignores: Many<Spanned<ModuleName>> = Fallback::Value("[]"),
    }

    /// The options of a `forbidden` contract: no source module may import a forbidden one.
    struct ForbiddenOptions {
        /// The modules that must not import.
        source_modules: AtLeastOne<Spanned<Selector>> = Fallback::Required,
        /// The modules that must not be imported, internal or external.
        forbidden_modules: AtLeastOne<Spanned<Selector>> = Fallback::Required,
        /// Whether only direct imports count.
        allow_indirect_imports: bool = Fallback::Value("false"),
        /// Whether each module stands for its descendants as well.
        as_packages: bool = Fallback::Value("true"),
    }

    /// The options of an `independence` contract: none of the modules may import another.
    struct IndependenceOptions {
        /// The modules, each with its descendants.
        modules: AtLeastOne<Spanned<Selector>> = Fallback::Required,
    }

    /// The options of a `protected` contract: only some modules may import the protected ones.
    struct ProtectedOptions {
        /// The modules that must not be imported directly, internal or external. What lies in one
        /// protected package may import the rest of it.
        protected_modules: AtLeastOne<Spanned<Selector>> = Fallback::Required,
        /// The modules that may import them all the same; none if the list is empty.
        allowed_importers: Many<Spanned<Selector>> = Fallback::Required,
        /// Whether each module stands for its descendants as well.
        as_packages: bool = Fallback::Value("true"),
    }

    /// The options of an `acyclic_siblings` contract: no cycle of imports between the children of a
    /// package.
    struct AcyclicSiblingsOptions {
        /// The packages whose children must not import each other in a cycle. Each child stands for
        /// all that lies below it.
        ancestors: AtLeastOne<Spanned<Selector>> = Fallback::Required,
        /// How many levels below each ancestor the same holds; with 0, for the children of the
        /// ancestors only.
        depth: u32 = Fallback::Value("10"),
        /// Packages whose own children are not looked at, nor what is below those. Their imports
        /// still count for the packages around them.
        skip_descendants: Many<Spanned<Selector>> = Fallback::Value("[]"),
    }

    /// A choice of kinds of import. An import counts when it is of an included kind and of no
    /// excluded one.
    struct ImportsOptions {
        /// The kinds that count. By default all.
        include: AtLeastOne<ImportKind> = Fallback::Unset,
        /// The kinds that do not count.
        exclude: Many<ImportKind> = Fallback::Value("[]"),
    }

    /// An ignored import at length.
    struct IgnoreOptions {
        /// The import, such as `shop.a -> shop.b`.
        import: Spanned<buttress_graph::ImportPattern> = Fallback::Required,
        /// Why it is ignored.
        reason: String = Fallback::Unset,
    }

    /// A layer at length. Its modules are plain names, without any syntax.
    struct LayerOptions {
        /// The modules of the layer.
        modules: AtLeastOne<Spanned<ModuleName>> = Fallback::Required,
        /// Whether the modules must not import each other.
        independent: bool = Fallback::Value("true"),
        /// Whether higher layers must not reach past this one to lower layers.
        closed: bool = Fallback::Value("false"),
        /// Whether the modules may be absent.
        optional: bool = Fallback::Value("false"),
    }
}
