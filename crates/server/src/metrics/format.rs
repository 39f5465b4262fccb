//! The text formats of metrics, and which of them a scraper asks for. Sources: RFC 9110, section 12.5.1; the OpenMetrics
//! specification 1.0; Prometheus' description of its text format 0.0.4.

use std::fmt::Write;

use http::HeaderMap;
use http::header::{ACCEPT, HeaderValue};

/// A text format of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// What Prometheus has asked for since 2.5.
    OpenMetrics,
    /// What came before it, and other scrapers ask for.
    Text,
}

/// The first is for those who take either equally.
const FORMATS: [Format; 2] = [Format::OpenMetrics, Format::Text];

impl Format {
    /// The format that a request prefers.
    pub(super) fn asked_for(headers: &HeaderMap) -> Self {
        let ranges: Vec<Range<'_>> = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(Range::parse)
            .collect();
        let mut preferred = (Self::OpenMetrics, 0.0);
        for format in FORMATS {
            let quality = format.quality(&ranges);
            if quality > preferred.1 {
                preferred = (format, quality);
            }
        }
        preferred.0
    }

    /// How much it is wanted. The most specific range that has it decides, and of equal ones the best.
    fn quality(self, ranges: &[Range<'_>]) -> f32 {
        let rated = ranges
            .iter()
            .filter_map(|range| range.precision(self).map(|precision| (precision, range.quality)));
        let best = rated.max_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        best.map_or(0.0, |(_, quality)| quality)
    }

    const fn media_type(self) -> (&'static str, &'static str) {
        match self {
            Self::OpenMetrics => ("application", "openmetrics-text"),
            Self::Text => ("text", "plain"),
        }
    }

    const fn version(self) -> &'static str {
        match self {
            Self::OpenMetrics => "1.0.0",
            Self::Text => "0.0.4",
        }
    }

    /// What an answer in this format says that it is.
    pub(super) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
        })
    }

    /// Metrics in this format, from OpenMetrics.
    pub(super) fn of(self, open_metrics: String) -> String {
        match self {
            Self::OpenMetrics => open_metrics,
            Self::Text => text(&open_metrics),
        }
    }
}

/// A part of an `Accept` header.
struct Range<'h> {
    media_type: (&'h str, &'h str),
    version: Option<&'h str>,
    quality: f32,
}

impl<'h> Range<'h> {
    fn parse(text: &'h str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let media_type = parts.next().and_then(|name| name.split_once('/'));
        let mut range = Self {
            media_type: media_type.unwrap_or_default(),
            version: None,
            quality: 1.0,
        };
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            if name.eq_ignore_ascii_case("q") {
                range.quality = value.parse().unwrap_or(0.0);
            } else if name.eq_ignore_ascii_case("version") {
                range.version = Some(value.trim_matches('"'));
            }
        }
        range
    }

    /// How precisely it names a format; none if it does not.
    fn precision(&self, format: Format) -> Option<u8> {
        let (whole, part) = format.media_type();
        let is = |text: &str, name: &str| text.eq_ignore_ascii_case(name);
        match self.media_type {
            ("*", "*") => Some(0),
            (one, "*") if is(one, whole) => Some(1),
            (one, other) if is(one, whole) && is(other, part) => match self.version {
                None => Some(2),
                Some(version) => (version == format.version()).then_some(3),
            },
            _ => None,
        }
    }
}

/// Rewrites OpenMetrics: here a family has the name of its samples, there is no type of information, and no mark of the end.
fn text(open_metrics: &str) -> String {
    let mut text = String::with_capacity(open_metrics.len());
    let mut held_help = None;
    for line in open_metrics.lines() {
        let Some(comment) = line.strip_prefix("# ") else {
            push(&mut text, format_args!("{line}"));
            continue;
        };
        let mut words = comment.splitn(3, ' ');
        match (words.next(), words.next(), words.next()) {
            // The name depends on the type, which comes next.
            (Some("HELP"), Some(_), help) => held_help = help,
            (Some("TYPE"), Some(name), Some(kind)) => {
                let (suffix, kind) = match kind {
                    "counter" => ("_total", "counter"),
                    "info" => ("_info", "gauge"),
                    "unknown" => ("", "untyped"),
                    kind => ("", kind),
                };
                if let Some(help) = held_help.take() {
                    push(&mut text, format_args!("# HELP {name}{suffix} {help}"));
                }
                push(&mut text, format_args!("# TYPE {name}{suffix} {kind}"));
            }
            // Units and the end.
            _ => {}
        }
    }
    text
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_for(accept: &[&'static str]) -> Format {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT, HeaderValue::from_static(value));
        }
        Format::asked_for(&headers)
    }

    #[test]
    fn the_format_with_the_highest_quality_is_answered() {
        for (accept, format) in [
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
                Format::OpenMetrics,
            ),
            (
                "application/openmetrics-text; version=1.0.0; q=0.2, text/plain; version=0.0.4; q=0.5",
                Format::Text,
            ),
            ("text/plain;version=0.0.4;q=1,*/*;q=0.1", Format::Text),
            ("text/plain", Format::Text),
            ("TEXT/PLAIN; Q=0.3", Format::Text),
            ("text/*", Format::Text),
            ("application/openmetrics-text", Format::OpenMetrics),
            (
                "application/openmetrics-text;version=0.0.1,text/plain;version=0.0.4;q=0.5",
                Format::Text,
            ),
            ("application/openmetrics-text;q=0,*/*", Format::Text),
            ("text/html, */*;q=0.8", Format::OpenMetrics),
            ("*/*", Format::OpenMetrics),
            ("image/png", Format::OpenMetrics),
            ("", Format::OpenMetrics),
        ] {
            assert_eq!(asked_for(&[accept]), format, "{accept}");
        }
        assert_eq!(asked_for(&[]), Format::OpenMetrics);
        assert_eq!(
            asked_for(&["text/plain;q=0.4", "application/openmetrics-text;q=0.5"]),
            Format::OpenMetrics
        );
    }

    #[test]
    fn the_text_format_names_families_as_their_samples_are() {
        let open_metrics = "# HELP requests Requests answered.\n# TYPE requests counter\nrequests_total 3\n# HELP build The version.\n# TYPE build info\nbuild_info{version=\"1\"} 1\n# HELP open Open ones.\n# TYPE open gauge\n# UNIT open seconds\nopen 2\n# EOF\n";

        let text = Format::Text.of(open_metrics.to_owned());

        assert_eq!(
            text,
            "# HELP requests_total Requests answered.\n# TYPE requests_total counter\nrequests_total 3\n# HELP build_info The version.\n# TYPE build_info gauge\nbuild_info{version=\"1\"} 1\n# HELP open Open ones.\n# TYPE open gauge\nopen 2\n"
        );
    }
}
