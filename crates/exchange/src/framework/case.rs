//! CASE 1.0 and 1.1 packages, also the many that break their own standard.
//!
//! Format: 1EdTech "Competencies and Academic Standards Exchange" 1.1, the CFPackage object.

use std::collections::HashMap;

use domain::{Framework, Lang, Text};
use serde_json::Value;

use super::{
    FrameworkImport,
    draft::{Draft, identifier},
    json::{end_of, number, objects, text},
    lines, parents, rubric, source, tree,
};
use crate::{Reason, Remark, Report, RowError, findings::Findings, language::language_of};

/// Where items are, by every name a link may use.
pub(super) type Index = HashMap<String, usize>;

pub(super) fn read(json: &str, file_name: &str) -> Result<Report<FrameworkImport>, RowError> {
    let whole: Value = serde_json::from_str(json).map_err(|error| not_json(&error))?;
    let package = package_of(&whole).ok_or(RowError::file(Reason::NotCase))?;
    if objects(package, "CFItems").next().is_none() {
        return Err(RowError::file(Reason::NoRows));
    }
    let lines = lines::of_lists(json);
    let line_of = |list: &str, at: usize| lines.get(list).and_then(|l| l.get(at)).map_or(0, |l| *l);
    let mut findings = Findings::default();
    let document = package.get("CFDocument").unwrap_or(&Value::Null);
    let lang = text(document, "language").and_then(|tag| language_of(&tag));
    let lang = lang.unwrap_or_else(|| Lang::new("en"));
    let (framework, named_by_file) = framework(document, &lang, file_name, &mut findings);

    let item_line = |at| line_of("CFItems", at);
    let (mut drafts, index) = items(package, &framework, &lang, item_line, &mut findings);
    let roots = document_names(document);
    let link_line = |at| line_of("CFAssociations", at);
    parents::attach(package, &roots, &index, &mut drafts, link_line, &mut findings);
    let rubric_line = |at| line_of("CFRubrics", at);
    let read = rubric::Reading { index: &index, lang: &lang, framework: framework.id.as_str() };
    let scales = read.attach(package, &mut drafts, rubric_line, &mut findings);
    let competencies = tree::grow(drafts, &framework.id, Some("CFAssociations"), &mut findings);
    Ok(findings.report(FrameworkImport {
        framework,
        named_by_file,
        scales,
        competencies,
        // The standard has no word for it.
        says_validity: false,
        jobs: Vec::new(),
    }))
}

fn not_json(error: &serde_json::Error) -> RowError {
    let reason = Reason::NotJson(error.to_string());
    RowError { line: error.line() as u64, column: None, reason }
}

/// The object that holds `CFItems`: the whole, what `CFPackage` wraps, or the only one of a list.
fn package_of(whole: &Value) -> Option<&Value> {
    let whole = match whole {
        Value::Array(list) => list.iter().find(|element| element.is_object())?,
        other => other,
    };
    let holds = |value: &&Value| value.get("CFItems").is_some_and(Value::is_array);
    Some(whole).filter(holds).or_else(|| whole.get("CFPackage").filter(holds))
}

fn framework(
    document: &Value,
    lang: &Lang,
    file_name: &str,
    findings: &mut Findings,
) -> (Framework, bool) {
    let mut framework = source::from_file_name(file_name);
    let given =
        text(document, "identifier").or_else(|| end_of(&text(document, "uri")?).map(str::to_owned));
    match given.as_deref().map(source::named) {
        Some(Ok(id)) => framework.id = id,
        Some(Err(reason)) => findings.error(0, Some("CFDocument identifier"), reason),
        None => {}
    }
    if let Some(title) = text(document, "title") {
        framework.title = Text::of(lang.as_str(), title);
    }
    framework.edition = text(document, "version");
    framework.credit = credit(document);
    (framework, given.is_none())
}

/// "Publisher, licence".
fn credit(document: &Value) -> Option<String> {
    let who = text(document, "creator").or_else(|| text(document, "publisher"));
    let licence = document.get("licenseURI").and_then(|link| text(link, "title"));
    let parts: Vec<_> = [who, licence].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn document_names(document: &Value) -> Vec<String> {
    ["identifier", "uri"].into_iter().filter_map(|key| text(document, key)).collect()
}

/// Every item once, and under which names it is found.
fn items(
    package: &Value,
    framework: &Framework,
    lang: &Lang,
    line_of: impl Fn(usize) -> u64,
    findings: &mut Findings,
) -> (Vec<Draft>, Index) {
    let (mut drafts, mut index) = (Vec::<Draft>::new(), Index::new());
    for (at, item) in objects(package, "CFItems") {
        let line = line_of(at);
        let draft = match draft(item, framework.id.as_str(), lang, line) {
            Ok(draft) => draft,
            Err((field, reason)) => {
                findings.error(line, Some(field), reason);
                continue;
            }
        };
        if let Some(earlier) = index.get(draft.id.as_str()).map(|at| &drafts[*at]) {
            if earlier.says_the_same(&draft) {
                findings.note(line, Some("identifier"), Remark::Repeated);
            } else {
                let (id, first) = (draft.id.to_string(), earlier.line);
                findings.error(line, Some("identifier"), Reason::Duplicate { id, first });
            }
            continue;
        }
        index.insert(draft.id.to_string(), drafts.len());
        for name in ["uri", "identifier"].into_iter().filter_map(|key| text(item, key)) {
            index.entry(name).or_insert(drafts.len());
        }
        drafts.push(draft);
    }
    (drafts, index)
}

fn draft(
    item: &Value,
    framework: &str,
    lang: &Lang,
    line: u64,
) -> Result<Draft, (&'static str, Reason)> {
    let code = text(item, "humanCodingScheme");
    let words = ["fullStatement", "abbreviatedStatement", "title"];
    let words = words.into_iter().find_map(|key| text(item, key));
    let words = words.ok_or(("fullStatement", Reason::Missing))?;
    let given = text(item, "identifier")
        .or_else(|| end_of(&text(item, "uri")?).map(str::to_owned))
        .unwrap_or_default();
    let id = identifier(&given, framework, code.as_deref(), &words)
        .map_err(|reason| ("identifier", reason))?;
    let own = text(item, "language").and_then(|tag| language_of(&tag));
    let lang = own.as_ref().unwrap_or(lang);
    Ok(Draft {
        code,
        sort: text(item, "CFItemType"),
        sequence: number(item, "sequenceNumber"),
        enumeration: text(item, "listEnumeration"),
        ..Draft::new(line, id, Text::of(lang.as_str(), words))
    })
}
