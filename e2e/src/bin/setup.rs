//! Installs the clients that the end-to-end tests drive. Run it before them; it does only what is
//! still to be done.

fn main() -> anyhow::Result<()> {
    roster_e2e::setup::setup()
}
