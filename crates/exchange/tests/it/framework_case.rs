//! CASE packages as they are met: valid, broken in every way seen, and beyond use.

use exchange::read_framework;

use crate::outline;

fn check(json: &str, expected: &str) {
    let report = read_framework(json.as_bytes(), "Some File.json");
    assert_eq!(report.value.is_none(), !report.errors.is_empty(), "half-imported");
    assert_eq!(outline::framework(&report), expected.trim());
}

// SPEC X5, X6, X8, X9
#[test]
fn a_package_that_breaks_its_standard_is_read_as_far_as_it_goes() {
    check(
        include_str!("fixtures/broken_case.json"),
        r#"
~ line 11, CFAssociations: it has several parents; "B" is kept, "A" is not
~ line 13, identifier: the same item again; counted once
~ line 17, CFAssociations: its parent "gone" is not in the file; it stands at the top
~ line 27, CFAssociations: an association names "ghost", which is not in the file
~ line 41, CFRubrics: the rubric "Empty" has no levels; it is not used
~ line 42, CFRubrics: a rubric is about "ghost", which is not in the file
workshop-2026 [en=Workshop] 3 by Spoke & Sons, CC0 1.0
scale r1: en=Not yet | en=With help | en=Alone
# area/brakes en=Brakes
  - B-1 en=Adjusts a rim brake\nwithout a stand @r1 2:en=Someone stands by
  - B-2 en=Replaces a cable @r1 2:en=With the book
  - B-10 en=Bleeds a hydraulic brake
- W-3 en=Mounts a tyre
# wheels en=Wheels
  - W-2 en=Trues a wheel
  - 77 nl=Spaakt een wiel"#,
    );
}

// SPEC X7
#[test]
fn a_circle_is_refused_with_its_path() {
    check(
        r#"{"CFItems": [
            {"identifier": "a", "fullStatement": "Opens", "humanCodingScheme": "A1"},
            {"identifier": "b", "fullStatement": "Closes"}],
            "CFAssociations": [
            {"associationType": "isChildOf", "originNodeURI": {"identifier": "a"}, "destinationNodeURI": {"identifier": "b"}},
            {"associationType": "isChildOf", "originNodeURI": {"identifier": "b"}, "destinationNodeURI": {"identifier": "a"}}]}"#,
        "! line 2, CFAssociations: these are their own ancestors: A1 → Closes → A1: take one out of the circle",
    );
}

// SPEC X5
#[test]
fn items_alone_are_a_flat_list_named_like_the_file() {
    check(
        r#"[{"CFItems": [{"fullStatement": "Sweeps the floor"}, {"fullStatement": "Locks up", "humanCodingScheme": "L 1"}]}]"#,
        "some-file [en=Some File] - by -
- some-file/l 1 en=Locks up
- some-file/sweeps the floor en=Sweeps the floor",
    );
}

// SPEC X1
#[test]
fn what_cannot_be_an_item_stops_the_import_by_line() {
    check(
        r#"{"CFItems": [
            {"identifier": "a", "fullStatement": "One"},
            {"identifier": "b", "fullStatement": null},
            {"identifier": "a", "fullStatement": "Another"},

            {"identifier": "c\u0007\nd", "fullStatement": "Two"}]}"#,
        r#"
! line 3, fullStatement: this cannot be empty
! line 4, identifier: "a" is on line 2 too: give each row its own
! line 6, identifier: an id cannot contain '\n'"#,
    );
}

#[test]
fn a_file_that_is_no_package_says_what_it_is_not() {
    check(
        "{\"CFItems\": [\n}",
        "! line 2: this is not JSON (expected value at line 2 column 1): export it again",
    );
    check("{\"items\": []}", "! this JSON holds no competencies: a CASE package has CFItems");
    check(
        "{\"CFItems\": [null]}",
        "! the file has headings and no rows: add rows, or leave it out",
    );
    check("[]", "! this JSON holds no competencies: a CASE package has CFItems");
}

// SPEC X6
#[test]
fn a_rubric_has_two_to_six_levels() {
    let levels = |n: usize| {
        let levels: Vec<_> = (1..=n).map(|i| format!("{{\"quality\": \"L{i}\"}}")).collect();
        format!(
            r#"{{"CFItems": [{{"identifier": "a", "fullStatement": "One"}}],
            "CFRubrics": [{{"identifier": "r", "CFRubricCriteria": [{{"CFRubricCriterionLevels": [{}]}}]}}]}}"#,
            levels.join(",")
        )
    };
    check(
        &levels(7),
        "! line 2, CFRubrics: a scale has 2 to 6 levels, not 7: join levels or take the scale out",
    );
    check(
        &levels(1),
        "! line 2, CFRubrics: a scale has 2 to 6 levels, not 1: join levels or take the scale out",
    );
    check(&levels(2), "some-file [en=Some File] - by -\nscale r: en=L1 | en=L2\n- a en=One @r");
}
