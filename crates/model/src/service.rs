//! The services that operations belong to, and how each is spoken to.

use serde::{Deserialize, Serialize};

/// A service of AWS's, or Roster's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Amazon Connect: contact centres and their users.
    #[default]
    Connect,
    /// Identity and Access Management: principals and policies.
    Iam,
    /// Security Token Service: the caller's identity, and temporary credentials.
    Sts,
    /// CloudTrail: what was called.
    CloudTrail,
    /// S3, of which there are only reads of what is delivered of the audit.
    S3,
    /// Roster's own: its administration.
    Roster,
    /// Roster's pages. No signature is for it.
    Console,
}

/// How requests and answers of a service are written. Source: Smithy's AWS protocol specifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// A path for each operation, JSON bodies.
    RestJson,
    /// A path for each resource, XML answers.
    RestXml,
    /// A form that names its action, XML answers.
    Query {
        /// The version that requests name.
        version: &'static str,
        /// The namespace of answers.
        namespace: &'static str,
    },
    /// A header that names the operation, JSON bodies.
    Json {
        /// What stands before the operation's name in that header.
        target: &'static str,
    },
}

impl Service {
    /// Every service with operations that signatures can be for. S3 is none: its reads are those of a folder of files.
    pub const ALL: &'static [Self] = &[
        Self::Connect,
        Self::Iam,
        Self::Sts,
        Self::CloudTrail,
        Self::Roster,
    ];

    /// The services that AWS has, too.
    pub const OF_AWS: &'static [Self] = &[Self::Connect, Self::Iam, Self::Sts, Self::CloudTrail];

    /// What signatures are scoped to, what IAM actions start with, and the third part of ARNs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Iam => "iam",
            Self::Sts => "sts",
            Self::CloudTrail => "cloudtrail",
            Self::S3 => "s3",
            Self::Roster => "roster",
            Self::Console => "console",
        }
    }

    /// The service that signatures with this name are for.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|service| service.name() == name)
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Connect => "Amazon Connect",
            Self::Iam => "IAM",
            Self::Sts => "STS",
            Self::CloudTrail => "CloudTrail",
            Self::S3 => "S3",
            Self::Roster => "Roster",
            Self::Console => "Pages",
        }
    }

    /// How it is spoken to.
    pub const fn protocol(self) -> Protocol {
        match self {
            Self::Connect | Self::Roster | Self::Console => Protocol::RestJson,
            Self::S3 => Protocol::RestXml,
            Self::Iam => Protocol::Query {
                version: "2010-05-08",
                namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
            },
            Self::Sts => Protocol::Query {
                version: "2011-06-15",
                namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
            },
            Self::CloudTrail => Protocol::Json {
                target: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
            },
        }
    }
}
