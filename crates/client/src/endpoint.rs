//! The address of the service.

use http::Uri;
use roster_model::service::Service;

use crate::config::Config;
use crate::environment::variable;
use crate::error::ConfigError;

/// The address of the service: as given, as configured, or AWS's own for the Region. AWS has none for Roster's
/// own operations.
pub(crate) fn endpoint(
    service: Service,
    given: Option<&str>,
    region: Option<&str>,
    config: &Config,
) -> Result<Uri, ConfigError> {
    region.map_or(Ok(()), check_region)?;
    let address = given.map(str::to_owned).or_else(|| configured(service, config));
    let address = match (address, region) {
        (Some(address), _) => address,
        (None, _) if !Service::OF_AWS.contains(&service) => return Err(ConfigError::NoEndpoint),
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

fn configured(service: Service, config: &Config) -> Option<String> {
    let ignored = config.variable_or_setting(
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "ignore_configured_endpoint_urls",
    );
    if ignored.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return None;
    }
    let of_service = format!("AWS_ENDPOINT_URL_{}", service.name().to_uppercase());
    variable(&of_service)
        .or_else(|| variable("AWS_ENDPOINT_URL"))
        .or_else(|| config.service_setting(service, "endpoint_url"))
        .or_else(|| config.setting("endpoint_url").map(str::to_owned))
}

/// Source: the endpoint rules of Connect in botocore.
fn aws_endpoint(region: &str, config: &Config) -> String {
    let is_on = |name, setting| {
        let value = config.variable_or_setting(name, setting);
        value.is_some_and(|value| value.eq_ignore_ascii_case("true"))
    };
    let fips = if is_on("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") {
        "-fips"
    } else {
        ""
    };
    let dual_stack = is_on("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    let suffix = match (region.starts_with("cn-"), dual_stack) {
        (false, false) => "amazonaws.com",
        (false, true) => "api.aws",
        (true, false) => "amazonaws.com.cn",
        (true, true) => "api.amazonwebservices.com.cn",
    };
    format!("https://connect{fips}.{region}.{suffix}")
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
        ] {
            assert_eq!(aws_endpoint(region, &config), address);
        }
        let config = Config::of(&[("use_fips_endpoint", "true"), ("use_dualstack_endpoint", "True")]);
        assert_eq!(
            aws_endpoint("us-east-1", &config),
            "https://connect-fips.us-east-1.api.aws"
        );
    }

    #[test]
    fn aws_has_no_endpoint_for_rosters_own_operations() {
        let config = Config::of(&[]);
        let result = endpoint(Service::Roster, None, Some("us-east-1"), &config);
        assert_eq!(result, Err(ConfigError::NoEndpoint));
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
