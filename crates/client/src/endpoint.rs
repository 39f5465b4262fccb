//! The address of the service.

use http::Uri;
use roster_model::service::Service;

use crate::config::Config;
use crate::environment::variable;
use crate::error::ConfigError;

/// The address of the service: as given, as configured, or AWS's own for the Region. Only operations of Connect are
/// called at AWS: of the other services, Roster describes what it serves.
pub(crate) fn endpoint(
    service: Service,
    given: Option<&str>,
    region: Option<&str>,
    config: &Config,
) -> Result<Uri, ConfigError> {
    region.map_or(Ok(()), check_region)?;
    let address = match given {
        Some(given) => Some(given.to_owned()),
        None => configured(service, config)?,
    };
    let address = match (address, region) {
        (Some(address), _) => address,
        (None, _) if service != Service::Connect => return Err(ConfigError::NoEndpoint),
        (None, Some(region)) => aws_endpoint(region, config),
        (None, None) => return Err(ConfigError::NoRegion),
    };
    let parsed = address.parse::<Uri>().ok().filter(is_valid);
    parsed.ok_or(ConfigError::InvalidEndpoint { address })
}

/// The name of a Region must be a label of a host name.
fn check_region(region: &str) -> Result<(), ConfigError> {
    let is_label = region.len() < 64
        && region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !region.starts_with('-')
        && !region.ends_with('-')
        && !region.bytes().all(|byte| byte.is_ascii_digit());
    if is_label {
        return Ok(());
    }
    Err(ConfigError::InvalidRegion {
        region: region.to_owned(),
    })
}

fn configured(service: Service, config: &Config) -> Result<Option<String>, ConfigError> {
    let ignored = config.variable_or_setting(
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "ignore_configured_endpoint_urls",
    );
    if ignored.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Ok(None);
    }
    let of_service = format!("AWS_ENDPOINT_URL_{}", service.name().to_uppercase());
    if let Some(address) = variable(&of_service).or_else(|| variable("AWS_ENDPOINT_URL")) {
        return Ok(Some(address));
    }
    let of_profile = config.service_setting(service, "endpoint_url")?;
    Ok(of_profile.or_else(|| config.setting("endpoint_url").map(str::to_owned)))
}

/// Source: the endpoint rules of Connect in botocore.
fn aws_endpoint(region: &str, config: &Config) -> String {
    let is_on = |name, setting| {
        let value = config.variable_or_setting(name, setting);
        value.is_some_and(|value| value.eq_ignore_ascii_case("true"))
    };
    let has_fips = is_on("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    let dual_stack = is_on("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    // All endpoints of GovCloud have FIPS; only those of both kinds say so.
    let fips = if has_fips && (dual_stack || !region.starts_with("us-gov-")) {
        "-fips"
    } else {
        ""
    };
    let (of_ipv4, of_both) = suffixes(region);
    let suffix = if dual_stack { of_both } else { of_ipv4 };
    format!("https://connect{fips}.{region}.{suffix}")
}

/// The names of a partition's hosts end so: those with IPv4 alone, and those with IPv6 too.
/// Source: the partitions of botocore.
fn suffixes(region: &str) -> (&'static str, &'static str) {
    const PARTITIONS: &[(&str, (&str, &str))] = &[
        ("cn-", ("amazonaws.com.cn", "api.amazonwebservices.com.cn")),
        ("eusc-", ("amazonaws.eu", "api.amazonwebservices.eu")),
        ("us-iso-", ("c2s.ic.gov", "api.aws.ic.gov")),
        ("us-isob-", ("sc2s.sgov.gov", "api.aws.scloud")),
        ("eu-isoe-", ("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk")),
        ("us-isof-", ("csp.hci.ic.gov", "api.aws.hci.ic.gov")),
    ];
    let mut partitions = PARTITIONS.iter();
    let found = partitions.find(|(prefix, _)| region.starts_with(prefix));
    found.map_or(("amazonaws.com", "api.aws"), |(_, suffixes)| *suffixes)
}

fn is_valid(address: &Uri) -> bool {
    matches!(address.scheme_str(), Some("http" | "https"))
        && address.host().is_some_and(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aws_has_an_endpoint_for_each_region_of_its_partitions() {
        let config = Config::of(&[]);
        for (region, address) in [
            ("us-east-1", "https://connect.us-east-1.amazonaws.com"),
            ("cn-north-1", "https://connect.cn-north-1.amazonaws.com.cn"),
            ("eusc-de-east-1", "https://connect.eusc-de-east-1.amazonaws.eu"),
            ("us-isob-east-1", "https://connect.us-isob-east-1.sc2s.sgov.gov"),
        ] {
            assert_eq!(aws_endpoint(region, &config), address);
        }
        let config = Config::of(&[("use_fips_endpoint", "true"), ("use_dualstack_endpoint", "True")]);
        assert_eq!(
            aws_endpoint("us-east-1", &config),
            "https://connect-fips.us-east-1.api.aws"
        );
        let config = Config::of(&[("use_fips_endpoint", "true")]);
        assert_eq!(
            aws_endpoint("us-gov-west-1", &config),
            "https://connect.us-gov-west-1.amazonaws.com"
        );
    }

    #[test]
    fn a_section_of_services_that_does_not_exist_is_an_error() {
        let config = Config::without_services("nope");
        let result = endpoint(Service::Connect, None, Some("us-east-1"), &config);
        let name = "nope".to_owned();
        assert_eq!(result, Err(ConfigError::UnknownServices { name }));
    }

    #[test]
    fn only_operations_of_connect_are_called_at_aws() {
        let config = Config::of(&[]);
        for service in [Service::Roster, Service::Iam, Service::Sts, Service::CloudTrail] {
            let result = endpoint(service, None, Some("us-east-1"), &config);
            assert_eq!(result, Err(ConfigError::NoEndpoint));
        }
        let configured = Config::of(&[("endpoint_url", "http://localhost:7420")]);
        let result = endpoint(Service::Roster, None, Some("us-east-1"), &configured);
        assert_eq!(result, Ok(Uri::from_static("http://localhost:7420")));
    }

    #[test]
    fn an_invalid_address_or_region_is_an_error_with_the_value_given() {
        let config = Config::of(&[]);
        for address in ["ftp://localhost", "localhost", "http://"] {
            let error = endpoint(Service::Connect, Some(address), Some("us-east-1"), &config).unwrap_err();
            let address = address.to_owned();
            assert_eq!(error, ConfigError::InvalidEndpoint { address });
        }
        for region in ["", "under_score", "-a", "a-", "123"] {
            let error =
                endpoint(Service::Connect, Some("http://localhost"), Some(region), &config).unwrap_err();
            let region = region.to_owned();
            assert_eq!(error, ConfigError::InvalidRegion { region });
        }
    }
}
