//! Files in every format, and the page of a plan.

use crate::administrator::Administrator;

#[test]
fn an_export_in_any_format_is_a_file_that_changes_nothing() {
    let admin = Administrator::at_new_server();
    admin.add("ana", "Agent");

    for file in ["people.csv", "people.jsonl", "people.xlsx", "people.yaml"] {
        let exported = admin.says(&format!("bulk export --instance-id demo --out {file}"));
        let again = std::fs::read(admin.path(file)).unwrap();
        admin.says(&format!("bulk export --instance-id demo --out {file}"));
        let planned = admin.says(&format!("bulk plan {file} --instance-id demo"));
        let compared = admin.says(&format!("bulk diff {file} demo"));

        assert_eq!(
            (exported.code, &*exported.out),
            (Some(0), ""),
            "{}",
            exported.error
        );
        assert_eq!(planned.code, Some(0), "{file}: {} {}", planned.out, planned.error);
        assert_eq!(compared.code, Some(0), "{file}: {}", compared.out);
        assert_eq!(std::fs::read(admin.path(file)).unwrap(), again, "{file}");
    }
    assert!(
        admin
            .read("people.yaml")
            .starts_with("- Username: \"ana\"\n  FirstName: \"ana\"\n"),
        "{}",
        admin.read("people.yaml")
    );
}

#[test]
fn a_workbook_needs_a_file_and_another_format_of_workbooks_is_refused() {
    let admin = Administrator::at_new_server();
    admin.write("people.ods", "");
    admin.write("people.xlsx", "Username,FirstName\nmary,Mary\n");

    let out = admin.says("bulk export --instance-id demo --format xlsx");
    let other = admin.says("bulk plan people.ods --instance-id demo");
    let text = admin.says("bulk plan people.xlsx --instance-id demo");

    assert_eq!(
        out.error,
        "roster: a workbook is written to a file: say --out FILE.xlsx\n"
    );
    assert_eq!(
        other.error,
        "roster: people.ods: workbooks of this format are not read: save it as .xlsx\n"
    );
    assert!(
        text.error
            .starts_with("roster: people.xlsx: it is no workbook in the format XLSX: "),
        "{}",
        text.error
    );
}

#[test]
fn the_page_of_a_plan_shows_all_that_it_does_and_runs_nothing() {
    let admin = Administrator::at_new_server();
    admin.add("ana", "Agent");
    admin.write(
        "hr.csv",
        "Username,FirstName,LastName,Email,SecurityProfiles,RoutingProfile\n\
         mary,<script>alert(1)</script>,Miller,m@example.net,Agent,Basic Routing Profile\n\
         zoe,Zoë,Zimmer,z@example.com,Admin,Basic Routing Profile\n\
         &amp,A,B,,Agnet,Basic Routing Profile\n",
    );

    let planned =
        admin.says("bulk plan hr.csv --instance-id demo --create --delete-missing --html plan.html");

    assert_eq!(planned.code, Some(1), "{}", planned.error);
    let page = admin.read("plan.html");
    for shown in [
        "<h1>Plan for demo</h1>",
        "<ins><bdi>&quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;</bdi></ins>",
        "another domain: <bdi>example.com</bdi> → <bdi>example.net</bdi>",
        "Allow it with <code>--allow-privileged</code>",
        "<td>zoe</td><td><bdi>FirstName</bdi></td><td><ins><bdi>Zoë</bdi></ins></td>",
        "<td>ana</td><td><bdi>FirstName</bdi></td><td><del><bdi>ana</bdi></del></td>",
        "<td>4</td><td><bdi>SecurityProfiles</bdi></td><td><bdi>Agnet</bdi></td><td>the instance has no security profile Agnet</td><td>did you mean Agent?</td>",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    assert!(
        !page.contains("http-equiv=\"refresh\"") && !page.contains("src="),
        "{page}"
    );
}
