//! Which path means which operation.

use std::collections::HashMap;

use roster_model::catalogue;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;

/// What a path leads to.
#[derive(Debug)]
pub enum Route<'r> {
    /// To an operation that Roster offers.
    Operation {
        /// Its description.
        operation: &'static Description,
        /// The labels of its path, as sent, still percent-encoded.
        labels: Vec<(&'static str, &'r str)>,
    },
    /// To an operation of Connect that Roster does not offer, of this name.
    NotImplemented(&'static str),
    /// To nothing.
    Unknown,
}

/// The table of all paths.
pub struct Router {
    // By service, method and number of segments: the few that are left are compared one by one.
    routes: HashMap<(Service, &'static str, usize), Vec<Target>>,
}

struct Target {
    segments: Vec<Segment>,
    name: &'static str,
    operation: Option<&'static Description>,
}

#[derive(Clone, Copy)]
enum Segment {
    Literal(&'static str),
    Label(&'static str),
}

impl Default for Router {
    fn default() -> Self {
        let mut routes: HashMap<_, Vec<Target>> = HashMap::new();
        for (service, [name, method, path]) in entries() {
            let target = Target {
                name,
                operation: operations::find(service, name),
                segments: segments(path).map(Segment::parse).collect(),
            };
            routes
                .entry((service, method, target.segments.len()))
                .or_default()
                .push(target);
        }
        // Where a literal and a label both fit, the literal is meant.
        for targets in routes.values_mut() {
            targets.sort_by_key(Target::labels);
        }
        Self { routes }
    }
}

/// Name, method and path of each operation that has a path: those that Connect has, and Roster's own.
fn entries() -> impl Iterator<Item = (Service, [&'static str; 3])> {
    let of_connect = catalogue::entries().map(|entry| {
        let route = [entry.name, entry.method, entry.path];
        (Service::Connect, route)
    });
    let own = operations::of(Service::Roster).map(|operation| {
        let route = [operation.name, operation.method, operation.path];
        (Service::Roster, route)
    });
    of_connect.chain(own)
}

impl Router {
    /// What a method and a raw path lead to at a service. The path is cut at its slashes before anything is
    /// decoded, so that an encoded slash stays within its label.
    pub fn route<'r>(&self, service: Service, method: &str, path: &'r str) -> Route<'r> {
        let found: Vec<&str> = segments(path).collect();
        let Some(targets) = self.routes.get(&(service, method, found.len())) else {
            return Route::Unknown;
        };
        match targets.iter().find(|target| target.matches(&found)) {
            None => Route::Unknown,
            Some(Target {
                operation: None,
                name,
                ..
            }) => Route::NotImplemented(name),
            Some(Target {
                operation: Some(operation),
                segments,
                ..
            }) => Route::Operation {
                operation,
                labels: labels_of(segments.iter().copied(), found).collect(),
            },
        }
    }
}

/// The labels of an operation's path, as sent, still percent-encoded.
pub fn labels<'r>(operation: &Description, path: &'r str) -> impl Iterator<Item = (&'static str, &'r str)> {
    labels_of(segments(operation.path).map(Segment::parse), segments(path))
}

fn labels_of<'r>(
    known: impl Iterator<Item = Segment>,
    path: impl IntoIterator<Item = &'r str>,
) -> impl Iterator<Item = (&'static str, &'r str)> {
    known.zip(path).filter_map(|(segment, value)| match segment {
        Segment::Label(name) => Some((name, value)),
        Segment::Literal(_) => None,
    })
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

impl Segment {
    fn parse(text: &'static str) -> Self {
        match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some(label) => Self::Label(label),
            None => Self::Literal(text),
        }
    }
}

impl Target {
    fn labels(&self) -> usize {
        self.segments
            .iter()
            .filter(|segment| matches!(segment, Segment::Label(_)))
            .count()
    }

    fn matches(&self, path: &[&str]) -> bool {
        self.segments
            .iter()
            .zip(path)
            .all(|(segment, found)| match segment {
                Segment::Literal(literal) => literal == found,
                // A signature covers the path without its dots; a label made of dots is none.
                Segment::Label(_) => !matches!(*found, "." | ".."),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: &str, path: &str) -> String {
        match Router::default().route(Service::Connect, method, path) {
            Route::Operation { operation, labels } => format!("{} {labels:?}", operation.name),
            Route::NotImplemented(name) => format!("not implemented: {name}"),
            Route::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn every_path_leads_to_its_own_operation() {
        let router = Router::default();
        for (service, [own_name, method, path]) in entries() {
            let name = match router.route(service, method, path) {
                Route::Operation { operation, .. } => operation.name,
                Route::NotImplemented(name) => name,
                Route::Unknown => "unknown",
            };
            assert_eq!(name, own_name, "{method} {path}");
        }
    }

    #[test]
    fn a_path_leads_nowhere_at_another_service() {
        let router = Router::default();
        let [connect, own] = [Service::Connect, Service::Roster];
        assert!(matches!(
            router.route(own, "GET", "/_roster/guard"),
            Route::Operation { .. }
        ));
        assert!(matches!(
            router.route(connect, "GET", "/_roster/guard"),
            Route::Unknown
        ));
        assert!(matches!(router.route(own, "GET", "/instance"), Route::Unknown));
    }

    #[test]
    fn labels_keep_their_encoded_slashes() {
        assert_eq!(
            name("GET", "/users/arn%3Aaws%3Aconnect%3A%3A%3Ainstance%2Fi/u"),
            r#"DescribeUser [("InstanceId", "arn%3Aaws%3Aconnect%3A%3A%3Ainstance%2Fi"), ("UserId", "u")]"#
        );
    }

    #[test]
    fn an_empty_label_is_a_label() {
        assert_eq!(
            name("POST", "/users/i//identity-info"),
            r#"UpdateUserIdentityInfo [("InstanceId", "i"), ("UserId", "")]"#
        );
    }

    #[test]
    fn what_connect_has_and_roster_has_not_is_named() {
        assert_eq!(
            name("POST", "/contact/start-streaming"),
            "not implemented: StartContactStreaming"
        );
    }

    #[test]
    fn other_paths_and_methods_lead_nowhere() {
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/user/i/u"),
            ("PATCH", "/users/i/u"),
            ("GET", "/users/i/u/"),
            ("GET", "/users/i/.."),
        ] {
            assert_eq!(name(method, path), "unknown", "{method} {path}");
        }
    }
}
