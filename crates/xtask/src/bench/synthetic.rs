//! Made-up monoliths of any size, the same bytes for the same seed.
//!
//! A root package of eight layers; in each layer clusters of twenty modules, a cluster being a package
//! of `views`, `services` and `models`. An import stays in its cluster, or goes to a neighbour in the
//! same layer, or to a lower layer, there more often to a few popular clusters; it never goes up, from
//! models to views, or from one application to another, so the contracts in
//! `contracts/synthetic.ini` are kept. A module is made from its number alone: nothing is held in
//! memory, whatever the size.

use std::fs;
use std::path::Path;

use super::body::Body;
use super::random::Random;
use crate::Result;

/// From the lowest to the highest.
const LAYERS: [&str; 8] = [
    "platform",
    "data",
    "domain",
    "services",
    "workflows",
    "integrations",
    "api",
    "apps",
];

/// The parts of a cluster from the lowest to the highest: package, what its modules are called, how
/// many there are beside its `__init__.py`.
const PARTS: [(&str, &str, usize); 3] = [
    ("models", "record", 5),
    ("services", "service", 6),
    ("views", "view", 5),
];

/// Files of a cluster: those of its parts, their `__init__.py`, its own.
const CLUSTER: usize = 20;

/// Files that exist once: the `__init__.py` of the root and of the layers.
const FRAME: usize = 1 + LAYERS.len();

/// A monolith to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Monolith {
    /// Files in all.
    pub(super) modules: usize,
    /// What is behind every choice.
    pub(super) seed: u64,
    /// The mean size of a file with code in bytes.
    pub(super) bytes: usize,
}

/// A module with code, by its place.
#[derive(Debug, Clone, Copy)]
struct Place {
    cluster: usize,
    part: usize,
    index: usize,
}

impl Monolith {
    /// Writes the package `mono` into a folder.
    pub(super) fn write(&self, folder: &Path) -> Result {
        let root = folder.join("mono");
        save(&root, "__init__.py", "\"\"\"A made-up monolith.\"\"\"\n")?;
        for layer in LAYERS {
            save(&root.join(layer), "__init__.py", "")?;
        }
        let clusters = self.clusters();
        for cluster in 0..clusters {
            self.write_cluster(&root, cluster)?;
        }
        for loose in 0..self.modules.saturating_sub(FRAME + clusters * CLUSTER) {
            let text = format!("\"\"\"Left over.\"\"\"\n\nimport logging\n\nNUMBER = {loose}\n");
            save(&root, &format!("loose_{loose:02}.py"), &text)?;
        }
        Ok(())
    }

    fn clusters(&self) -> usize {
        self.modules.saturating_sub(FRAME) / CLUSTER
    }

    fn write_cluster(&self, root: &Path, cluster: usize) -> Result {
        let folder = root
            .join(LAYERS[self.layer(cluster)])
            .join(cluster_name(cluster));
        save(&folder, "__init__.py", "")?;
        for (part, (package, stem, count)) in PARTS.iter().enumerate() {
            let folder = folder.join(package);
            let first = format!("from .{stem}_00 import {}00\n", capitalised(stem));
            save(&folder, "__init__.py", &first)?;
            for index in 0..*count {
                let place = Place {
                    cluster,
                    part,
                    index,
                };
                save(
                    &folder,
                    &format!("{stem}_{index:02}.py"),
                    &self.module(place),
                )?;
            }
        }
        Ok(())
    }

    /// The text of a module.
    fn module(&self, place: Place) -> String {
        let number = (place.cluster * PARTS.len() + place.part) * CLUSTER + place.index;
        let mut random = Random::new(self.seed, number);
        let targets = self.targets(place, &mut random);
        let (_, stem, _) = PARTS[place.part];
        let body = Body {
            class: format!("{}{:02}", capitalised(stem), place.index),
            bytes: self.bytes / 2 + random.below(self.bytes.max(1)),
        };
        let imports: Vec<(String, String, String)> =
            targets.iter().map(|target| self.names(*target)).collect();
        body.write(&imports, &mut random)
    }

    /// What a module imports.
    fn targets(&self, place: Place, random: &mut Random) -> Vec<Place> {
        let mut targets = Vec::new();
        for _ in 0..=random.below(4) {
            targets.extend(below_in_cluster(place, random));
        }
        let (first, layer) = (
            self.first_of_layer(place.cluster),
            self.layer(place.cluster),
        );
        let earlier = place.cluster - first;
        if layer + 1 < LAYERS.len() && earlier > 0 {
            for _ in 0..random.below(3) {
                let near = random.below(earlier.min(10)) + 1;
                targets.push(any_module(place.cluster - near, place.part, random));
            }
        }
        if first > 0 {
            for _ in 0..random.below(5) {
                // The product of two numbers favours the low ones: popular clusters.
                let (a, b) = (random.below(first), random.below(first) + 1);
                targets.push(any_module(a * b / first, place.part, random));
            }
        }
        targets
    }

    fn layer(&self, cluster: usize) -> usize {
        cluster * LAYERS.len() / self.clusters().max(1)
    }

    fn first_of_layer(&self, cluster: usize) -> usize {
        (self.layer(cluster) * self.clusters()).div_ceil(LAYERS.len())
    }

    /// A module's package, its own name, and the class it defines.
    fn names(&self, place: Place) -> (String, String, String) {
        let (package, stem, _) = PARTS[place.part];
        let layer = LAYERS[self.layer(place.cluster)];
        let cluster = cluster_name(place.cluster);
        (
            format!("mono.{layer}.{cluster}.{package}"),
            format!("{stem}_{:02}", place.index),
            format!("{}{:02}", capitalised(stem), place.index),
        )
    }
}

/// A module of the same part with a lower number, or one of a lower part: never a cycle.
fn below_in_cluster(place: Place, random: &mut Random) -> Option<Place> {
    let part = random.below(place.part + 1);
    let choices = if part == place.part {
        place.index
    } else {
        PARTS[part].2
    };
    (choices > 0).then(|| Place {
        cluster: place.cluster,
        part,
        index: random.below(choices),
    })
}

/// A module of another cluster, of the same part or a lower one.
fn any_module(cluster: usize, part: usize, random: &mut Random) -> Place {
    let part = random.below(part + 1);
    Place {
        cluster,
        part,
        index: random.below(PARTS[part].2),
    }
}

fn cluster_name(cluster: usize) -> String {
    const NOUNS: [&str; 16] = [
        "accounts", "billing", "catalog", "delivery", "events", "finance", "geo", "health",
        "identity", "ledger", "media", "notices", "orders", "pricing", "search", "tickets",
    ];
    format!("{}_{cluster:05}", NOUNS[cluster % NOUNS.len()])
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn save(folder: &Path, name: &str, text: &str) -> Result {
    let path = folder.join(name);
    let write = || fs::write(&path, text);
    write()
        .or_else(|_| fs::create_dir_all(folder).and_then(|()| write()))
        .map_err(|error| format!("could not write `{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Monolith = Monolith {
        modules: 1_000,
        seed: 7,
        bytes: 1_500,
    };

    fn places(monolith: &Monolith) -> impl Iterator<Item = Place> {
        (0..monolith.clusters()).flat_map(|cluster| {
            (0..PARTS.len()).flat_map(move |part| {
                (0..PARTS[part].2).map(move |index| Place {
                    cluster,
                    part,
                    index,
                })
            })
        })
    }

    #[test]
    fn imports_never_go_up() {
        let mut seen = 0;
        for place in places(&SMALL) {
            let mut random = Random::new(SMALL.seed, seen);
            for target in SMALL.targets(place, &mut random) {
                seen += 1;
                assert!(target.part <= place.part, "{place:?} {target:?}");
                let order = |p: Place| (p.cluster, p.part, p.index);
                assert!(order(target) < order(place), "{place:?} {target:?}");
                let app = LAYERS.len() - 1;
                if SMALL.layer(target.cluster) == app {
                    assert_eq!(target.cluster, place.cluster);
                }
            }
        }
        assert!(seen > 2_000, "{seen}");
    }

    #[test]
    fn the_same_seed_makes_the_same_bytes_and_another_other_ones() {
        let other = Monolith { seed: 8, ..SMALL };
        let text = |monolith: &Monolith| -> String {
            places(monolith)
                .take(100)
                .map(|place| monolith.module(place))
                .collect()
        };
        assert_eq!(text(&SMALL), text(&SMALL));
        assert_ne!(text(&SMALL), text(&other));
    }

    #[test]
    fn as_many_files_are_written_as_were_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        SMALL.write(folder.path()).unwrap();
        let sizes = super::super::tree::Sizes::of(folder.path()).unwrap();
        assert_eq!(sizes.files, 1_000);
        let mean = sizes.bytes / sizes.files;
        assert!((1_000..3_000).contains(&mean), "{mean}");
    }

    #[test]
    fn layers_start_where_the_one_before_ends() {
        for cluster in 0..SMALL.clusters() {
            let first = SMALL.first_of_layer(cluster);
            assert_eq!(SMALL.layer(first), SMALL.layer(cluster));
            assert!(first == 0 || SMALL.layer(first - 1) < SMALL.layer(cluster));
        }
    }
}
