//! The `turnbuckle` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Trees and tokens are millions of small blocks: a third of the time goes with the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    turnbuckle::cli::main()
}
