//! The command `hallboard`.

fn main() -> std::process::ExitCode {
    hallboard::cli::main()
}
