//! A small bicycle workshop for tests, and short ways to make its values.

use domain::{Catalog, CompetencyId, EntryId, Map, PersonId};
use exchange::{
    CatalogImport, FrameworkImport, Report, merge_catalog, read_aids, read_framework, read_tasks,
};

pub(crate) const FRAMEWORK: &str = "\
framework,frameworkTitle.en,frameworkTitle.nl,edition,credit,CFItemType,identifier,humanCodingScheme,parentIdentifier,fullStatement.en,fullStatement.nl,scale,level1 name.en,level1 name.nl,level2 name.en,level1.en,level2.en,target:mechanic
workshop,Workshop,Werkplaats,2,Spoke & Sons,Scale,steps,,,,,,Not yet,Nog niet,Yes,,Seen three times,
,,,,,Job,mechanic,,,Mechanic,Monteur,,,,,,,
,,,,,Area,w,W,,Wheels,Wielen,,,,,,,
,,,,,Competency,w1,W1,w,Trues a wheel,Richt een wiel,steps,,,,With the stand,,2
,,,,,Competency,w2,W2,w,\"Builds a wheel,
from parts\",,,,,,,,3
,,,,,Area,b,B,,Brakes,Remmen,,,,,,,
,,,,,Competency,b1,B1,b,=Adjusts a brake,,steps,,,,,,
";

pub(crate) const TASKS: &str = "\
id;name.en;name.nl;minutes;unit.en;tags;steps.en;steps.nl;aids;jobs
true;True a wheel;Wiel richten;20;wheels;W1|w2;Clamp|Turn;Inspannen|Draaien;stand;mechanic
sweep;Sweep;;;;;;;;
";

pub(crate) const AIDS: &str = "\
id,kind,title.en,body.en,link,tags,text.en
stand,aid,Truing stand,Turn by quarters,https://bikes.example/stand,W1,
good,practice,A good wheel,Even tension,,w2;w1,
today,prompt,,,,,What surprised you today?
";

pub(crate) fn whole<T>(report: Report<T>) -> T {
    let errors: Vec<_> = report.errors.iter().map(ToString::to_string).collect();
    report.value.unwrap_or_else(|| panic!("refused: {errors:?}"))
}

pub(crate) fn framework(csv: &str) -> FrameworkImport {
    whole(read_framework(csv.as_bytes(), "workshop.csv"))
}

pub(crate) fn merged(current: &Catalog, import: CatalogImport) -> Catalog {
    let merged = merge_catalog(current, import);
    merged.unwrap_or_else(|errors| panic!("refused: {errors:?}")).catalog
}

/// The framework, the aids and the tasks, imported in that order.
pub(crate) fn catalog() -> Catalog {
    let catalog = merged(&Catalog::default(), CatalogImport::Framework(framework(FRAMEWORK)));
    let aids = whole(read_aids(AIDS.as_bytes(), &catalog));
    let catalog = merged(&catalog, CatalogImport::Aids(aids));
    let tasks = whole(read_tasks(TASKS.as_bytes(), &catalog));
    merged(&catalog, CatalogImport::Tasks(tasks))
}

pub(crate) fn entry_id(text: &str) -> EntryId {
    EntryId::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn person(text: &str) -> PersonId {
    PersonId::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn competency(text: &str) -> CompetencyId {
    CompetencyId::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn names() -> Map<PersonId, String> {
    [("ana", "Ana Prins"), ("bo", "=Bo \"the bolt\" Vos")]
        .map(|(id, name)| (person(id), name.to_owned()))
        .into()
}
