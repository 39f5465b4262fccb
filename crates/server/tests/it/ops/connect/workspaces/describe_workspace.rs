use insta::assert_snapshot;
use roster_testkit::each_engine;

use super::workspace;

#[test]
fn a_workspace_without_anything_is_shown() {
    each_engine(async |t| {
        let desk = workspace(&t, "Desk").await;

        assert_snapshot!(t.root().call("DescribeWorkspace", desk).await, @r#"
        200
        {
          "Workspace": {
            "Visibility": "NONE",
            "Id": "11111111-1111-4111-8000-00000000001c",
            "Name": "Desk",
            "Arn": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111/workspace/11111111-1111-4111-8000-00000000001c",
            "LastModifiedTime": 1795256130.0,
            "LastModifiedRegion": "us-east-1"
          }
        }
        "#);
    });
}
