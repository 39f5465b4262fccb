//! Links the programs at a fixed address (docs/decisions/0060-fixed-addresses.md).

#[allow(clippy::disallowed_methods, reason = "cargo says so what it builds for")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part| std::env::var(part).unwrap_or_default();
    if target("CARGO_CFG_TARGET_OS") == "linux" && target("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
