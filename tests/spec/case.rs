//! Markdown to test cases.

/// One test: a project and what is to be said about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Case {
    /// The heading.
    pub(crate) name: String,
    /// Paths and contents.
    pub(crate) files: Vec<(String, String)>,
    /// The lines of the `expect` fences.
    pub(crate) expect: Vec<String>,
    /// The lines of the `graph` fences; none if there is no such fence.
    pub(crate) graph: Option<Vec<String>>,
}

impl Case {
    /// Adds a file; one that stands in the common part already is replaced.
    fn add_file(&mut self, path: String, content: String) {
        self.files.retain(|(existing, _)| *existing != path);
        self.files.push((path, content));
    }
}

/// The cases of a spec file.
pub(crate) fn parse(text: &str) -> Result<Vec<Case>, String> {
    let mut common = Case::default();
    let mut cases: Vec<Case> = Vec::new();
    let mut path: Option<String> = None;
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            let name = name.trim().to_owned();
            if cases.iter().any(|case| case.name == name) {
                return Err(format!("two tests have the name `{name}`"));
            }
            cases.push(Case {
                name,
                ..common.clone()
            });
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| !line.starts_with("```"))
                .collect();
            let case = cases.last_mut().unwrap_or(&mut common);
            fence(case, info, path.take(), &body)
                .map_err(|error| format!("line {}: {error}", number + 1))?;
        } else if !line.trim().is_empty() {
            path = file_path(line);
        }
    }
    Ok(cases)
}

/// The path in a line that ends in `` `path`: ``.
fn file_path(line: &str) -> Option<String> {
    let before = line.trim_end().strip_suffix("`:")?;
    let (_, path) = before.rsplit_once('`')?;
    Some(path.to_owned())
}

fn fence(case: &mut Case, info: &str, path: Option<String>, body: &[&str]) -> Result<(), String> {
    let lines = || body.iter().map(|line| (*line).to_owned());
    match (info, path) {
        ("empty", None) => {
            for line in lines() {
                case.add_file(line, String::new());
            }
        }
        ("expect", None) => case.expect.extend(lines()),
        ("graph", None) => case.graph.get_or_insert_default().extend(lines()),
        (_, Some(path)) => {
            let end = if body.is_empty() { "" } else { "\n" };
            case.add_file(path, body.join("\n") + end);
        }
        (info, None) => {
            return Err(format!(
                "a fence `{info}` needs a line with its path before it"
            ));
        }
    }
    Ok(())
}
