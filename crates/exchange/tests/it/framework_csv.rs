//! Framework CSV in the layouts and spellings people have.

use exchange::read_framework;

use crate::outline;

fn check(csv: &str, expected: &str) {
    let report = read_framework(csv.as_bytes(), "Bike Workshop.csv");
    assert_eq!(report.value.is_none(), !report.errors.is_empty(), "half-imported");
    assert_eq!(outline::framework(&report), expected.trim());
}

// SPEC X2, X4, X8
#[test]
fn the_layout_of_case_tools_is_read_whatever_the_spelling() {
    check(
        "\u{FEFF}Identifier;Full Statement;fullStatement.nl;Human Coding Scheme;Is Child Of;CFItemType;Smart Level\r\n\
         w;Wheels;Wielen;W;;Area;1\r\n\
         w10;\"Builds a wheel;\r\nfrom parts\";;W10;w;;1.1\r\n\
         w2;Trues a wheel;\"Richt een \"\"wiel\"\"\";W2;W;;1.2\r\n\
         \r\n\
         t;'=Tools, tidy;;;nowhere;;\r\n",
        r#"
~ line 1, Smart Level: this column is not used
~ line 7, Is Child Of: its parent "nowhere" is not in the file; it stands at the top
bike-workshop [en=Bike Workshop] - by -
# w en=Wheels nl=Wielen
  - w2 en=Trues a wheel nl=Richt een "wiel"
  - w10 en=Builds a wheel;\nfrom parts
- t en==Tools, tidy"#,
    );
}

// SPEC X11
#[test]
fn a_list_of_one_column_is_a_flat_framework() {
    check(
        "Competency\nCleans hands, well\n\nLifts safely\n",
        "bike-workshop [en=Bike Workshop] - by -
- bike-workshop/cleans hands, well en=Cleans hands, well
- bike-workshop/lifts safely en=Lifts safely",
    );
    check(
        "Cleans hands, well\nLifts safely\nAsks, before guessing, for help\n",
        "~ line 1: no headings: every line is read as one competency
bike-workshop [en=Bike Workshop] - by -
- bike-workshop/cleans hands, well en=Cleans hands, well
- bike-workshop/lifts safely en=Lifts safely
- bike-workshop/asks, before guessing, for help en=Asks, before guessing, for help",
    );
    check("a,b\nc,d\n", "! no column \"fullStatement\": give one column that heading");
}

// SPEC X12
#[test]
fn onets_own_columns_are_recognised() {
    check(
        "element_id,iwa_id,iwa_title,dwa_id,dwa_title\n\
         4.A,4.A.I10,Repair things.,4.A.I10.D02,Repair a bicycle.\n\
         4.A,4.A.I9,Clean things.,4.A.I9.D01,Clean a workshop.\n\
         4.A,4.A.I10,Repair all things.,4.A.I10.D01,Repair a wheel.\n",
        r#"
~ line 4, iwa_title: another title for "4.A.I10" came earlier and is kept
onet-dwa [en=O*NET detailed work activities] - by O*NET, U.S. Department of Labor, Employment and Training Administration, CC BY 4.0, modified
# 4.A.I9 en=Clean things.
  - 4.A.I9.D01 en=Clean a workshop.
# 4.A.I10 en=Repair things.
  - 4.A.I10.D01 en=Repair a wheel.
  - 4.A.I10.D02 en=Repair a bicycle."#,
    );
}

// SPEC X10
#[test]
fn scales_come_from_rows_cells_and_level_columns() {
    check(
        "type,id,statement.en,scale,level1 name.en,level1.en,level2 name.en,level2.en,level1.nl,target:mechanic,target:Chef\n\
         scale,two,,,Not yet,,Yes,Seen three times,,,\n\
         job,boss,Chef,,,,,,,,\n\
         ,a,Opens,two,,With the book,,,Met het boek,2,\n\
         ,b,Closes,Never | With help | Alone,,,,,,3,1\n\
         ,c,Sweeps,,,No,,Yes,,,\n\
         ,d,Mops,,,No,,Yes,,1,\n\
         ,e,Waits,,,,,,,4,\n",
        "bike-workshop [en=Bike Workshop] - by -
scale two: en=Not yet | en=Yes (en=Seen three times)
scale bike-workshop/Never | With help | Alone: en=Never | en=With help | en=Alone
scale bike-workshop/levels 1-2: en=No | en=Yes
- a en=Opens @two 1:en=With the book nl=Met het boek
- b en=Closes @bike-workshop/Never | With help | Alone
- c en=Sweeps @bike-workshop/levels 1-2
- d en=Mops @bike-workshop/levels 1-2
- e en=Waits
job boss [en=Chef]: b=1
job mechanic [en=mechanic]: a=2 b=3 d=1 e=4",
    );
}

// SPEC X31
#[test]
fn a_column_says_for_how_many_months_a_sign_off_holds() {
    check(
        "id,statement,type,validity (months)\n\
         a,Opens,Area,12\n\
         b,Closes,,12\n\
         c,Sweeps,,\n",
        "bike-workshop [en=Bike Workshop] - by -
# a en=Opens
- b en=Closes for 12 months
- c en=Sweeps",
    );
    check(
        "id,statement,validityMonths\na,Opens,a year\nb,Closes,0\n",
        r#"
! line 2, validityMonths: "a year" is not a whole number from 1 to 600
! line 3, validityMonths: "0" is not a whole number from 1 to 600"#,
    );
}

// SPEC X1, X3
#[test]
fn every_fault_is_named_by_line_and_column_and_nothing_is_imported() {
    check(
        "id,statement,parent,scale,level1,level2,level3,target:mechanic\n\
         a,,,,,,,\n\
         b,Opens,,five,,,,\n\
         c,Closes,,,No,,Yes,\n\
         d,\"Sweeps\nand mops\",,,,,,5\n\
         d,Other,,,,,,\n\
         e,Waits,f,,,,,\n\
         f,Rests,e,,,,,,,\n\
         g,Runs,,,,,,,x\n\
         h,Sits,,1|2|3|4|5|6|7,,,,\n",
        r#"
! line 2, statement: this cannot be empty
! line 3, scale: the scale "five" is not described: add a row of type scale with its levels
! line 4, level1: level 2 has no words: fill every level up to the highest, without a gap
! line 5, target:mechanic: "5" is not a level of this scale: write a number from 1 to 4
! line 7, id: "d" is on line 5 too: give each row its own
! line 8, parent: these are their own ancestors: Waits → Rests → Waits: take one out of the circle
! line 10: this row has more cells than there are headings: quote cells that hold a separator
! line 11, scale: a scale has 2 to 6 levels, not 7: join levels or take the scale out"#,
    );
}

// SPEC X1
#[test]
fn files_that_hold_nothing_to_import_say_so() {
    check("", "! the file is empty");
    check(
        "identifier,statement\n",
        "! the file has headings and no rows: add rows, or leave it out",
    );
    check("identifier,code\na,b\n", "! no column \"fullStatement\": give one column that heading");
    check(
        "type,id,statement\njob,a,Chef\n",
        "! the file has headings and no rows: add rows, or leave it out",
    );
    check(
        "id,statement\na,\"open\nb,c\n",
        "! line 2: a quotation mark is opened here and never closed",
    );
    check(
        "PK\u{3}\u{4}",
        "! this is a spreadsheet or another packed file: save it as CSV and import that",
    );
}

// SPEC X5
#[test]
fn the_first_of_several_parents_is_kept() {
    check(
        "id,statement,parent\na,A,\nb,B,\nc,C,b;a\nc,C,a\nd,D,bike-workshop\n",
        r#"
~ line 4, parent: it has several parents; "b" is kept, "a" is not
~ line 5, id: it has several parents; "b;a" is kept, "a" is not
bike-workshop [en=Bike Workshop] - by -
- a en=A
# b en=B
  - c en=C
- d en=D"#,
    );
}
