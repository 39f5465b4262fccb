//! AWS's partitions and their Regions.
//!
//! Source: `partitions.json` and `endpoints.json` of botocore 1.44.8, without the `…-global` entries, for
//! which nothing is signed. `e2e` compares the list with the botocore that is installed.

use std::fmt;

/// A partition of AWS: a world of its own, with accounts, Regions and ARNs of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Partition {
    /// The commercial Regions.
    #[default]
    Aws,
    /// China.
    AwsCn,
    /// The European Sovereign Cloud.
    AwsEusc,
    /// Isolated Regions of the United States.
    AwsIso,
    /// Isolated Regions of the United States, for secrets.
    AwsIsoB,
    /// Isolated Regions in Europe.
    AwsIsoE,
    /// Further isolated Regions of the United States.
    AwsIsoF,
    /// The government of the United States.
    AwsUsGov,
}

impl Partition {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Aws,
        Self::AwsCn,
        Self::AwsEusc,
        Self::AwsIso,
        Self::AwsIsoB,
        Self::AwsIsoE,
        Self::AwsIsoF,
        Self::AwsUsGov,
    ];

    /// Its name, as it stands in ARNs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsEusc => "aws-eusc",
            Self::AwsIso => "aws-iso",
            Self::AwsIsoB => "aws-iso-b",
            Self::AwsIsoE => "aws-iso-e",
            Self::AwsIsoF => "aws-iso-f",
            Self::AwsUsGov => "aws-us-gov",
        }
    }

    /// The partition of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|partition| partition.name() == name)
    }

    /// The partition that a Region is in; none of what is no Region of AWS's.
    pub fn of_region(region: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|partition| partition.regions().contains(&region))
    }

    /// Its main Region: the one that requests to IAM are signed for on AWS.
    pub const fn main_region(self) -> &'static str {
        match self {
            Self::Aws => "us-east-1",
            Self::AwsCn => "cn-north-1",
            Self::AwsEusc => "eusc-de-east-1",
            Self::AwsIso => "us-iso-east-1",
            Self::AwsIsoB => "us-isob-east-1",
            Self::AwsIsoE => "eu-isoe-west-1",
            Self::AwsIsoF => "us-isof-south-1",
            Self::AwsUsGov => "us-gov-west-1",
        }
    }

    /// Its Regions.
    pub const fn regions(self) -> &'static [&'static str] {
        match self {
            Self::Aws => &[
                "us-east-1",
                "us-east-2",
                "us-west-1",
                "us-west-2",
                "af-south-1",
                "ap-east-1",
                "ap-east-2",
                "ap-northeast-1",
                "ap-northeast-2",
                "ap-northeast-3",
                "ap-south-1",
                "ap-south-2",
                "ap-southeast-1",
                "ap-southeast-2",
                "ap-southeast-3",
                "ap-southeast-4",
                "ap-southeast-5",
                "ap-southeast-6",
                "ap-southeast-7",
                "ca-central-1",
                "ca-west-1",
                "eu-central-1",
                "eu-central-2",
                "eu-north-1",
                "eu-south-1",
                "eu-south-2",
                "eu-west-1",
                "eu-west-2",
                "eu-west-3",
                "il-central-1",
                "me-central-1",
                "me-south-1",
                "me-west-1",
                "mx-central-1",
                "sa-east-1",
                "sa-west-1",
            ],
            Self::AwsCn => &["cn-north-1", "cn-northwest-1"],
            Self::AwsEusc => &["eusc-de-east-1"],
            Self::AwsIso => &["us-iso-east-1", "us-iso-west-1"],
            Self::AwsIsoB => &["us-isob-east-1", "us-isob-west-1"],
            Self::AwsIsoE => &["eu-isoe-west-1"],
            Self::AwsIsoF => &["us-isof-east-1", "us-isof-south-1"],
            Self::AwsUsGov => &["us-gov-east-1", "us-gov-west-1"],
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_of_one_partition() {
        for partition in Partition::ALL {
            assert_eq!(Partition::named(partition.name()), Some(partition));
            assert!(partition.regions().contains(&partition.main_region()));
            for region in partition.regions() {
                let holders = Partition::ALL.into_iter();
                let holders = holders.filter(|partition| partition.regions().contains(region));
                assert_eq!(holders.collect::<Vec<_>>(), [partition], "{region}");
                assert_eq!(Partition::of_region(region), Some(partition), "{region}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_region_is_of_no_partition() {
        for word in [
            "",
            "us-gov-x",
            "us-east-9",
            "US-EAST-1",
            "us-east-1 ",
            "aws-global",
            "cn-north-1a",
            "nowhere",
        ] {
            assert_eq!(Partition::of_region(word), None, "{word}");
        }
        assert_eq!(Partition::named("AWS"), None);
        assert_eq!(Partition::named(""), None);
    }
}
