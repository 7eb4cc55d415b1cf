//! Where things are in the checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Failure, Result};

/// The checkout and the folders that are made in it.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout this xtask was built in.
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        match manifest.parent() {
            Some(root) => Ok(Self { root: root.to_path_buf() }),
            None => Err(Failure::NoCheckout { manifest }),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the tools of the project live.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join("target/tools")
    }

    /// The npm folder with wasm-opt.
    pub(crate) fn npm(&self) -> PathBuf {
        self.tools().join("npm")
    }

    /// The Python packages of the tests.
    pub(crate) fn python(&self) -> PathBuf {
        self.tools().join("python")
    }

    /// The app as Trunk builds it.
    pub(crate) fn app(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The app with the languages of the tests.
    pub(crate) fn test_app(&self) -> PathBuf {
        self.root.join("target/test-app")
    }

    /// Where the program that reads cards is built, before it is copied into the app's folder.
    pub(crate) fn scan(&self) -> PathBuf {
        self.root.join("target/scan")
    }

    /// The sample village, its key and its site.
    pub(crate) fn sample(&self) -> PathBuf {
        self.root.join("target/sample")
    }

    /// The registers that are measured.
    pub(crate) fn bench(&self) -> PathBuf {
        self.root.join("target/bench")
    }

    /// The published sample.
    pub(crate) fn site(&self) -> PathBuf {
        self.sample().join("site")
    }

    /// The Node package with the tests in the browser.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// The Node package with the tests in other browsers.
    pub(crate) fn engines(&self) -> PathBuf {
        self.root.join("tests/engines")
    }

    /// The tests of the scripts around the app.
    pub(crate) fn script_tests(&self) -> PathBuf {
        self.root.join("tests/js")
    }

    /// The hall's command, built in release.
    pub(crate) fn hallboard(&self) -> PathBuf {
        self.built("release")
    }

    /// The hall's command, built in that profile's folder.
    pub(crate) fn built(&self, profile: &str) -> PathBuf {
        let name = format!("hallboard{}", env::consts::EXE_SUFFIX);
        self.target().join(profile).join(name)
    }

    /// Where cargo builds.
    pub(crate) fn target(&self) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| "target".into(), PathBuf::from);
        self.root.join(target)
    }

    /// The command as it is handed out.
    pub(crate) fn package(&self) -> PathBuf {
        self.root.join("target/package")
    }

    /// The archives of a release.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("target/dist")
    }

    /// The search path with the project's own tools first.
    pub(crate) fn path(&self) -> Vec<PathBuf> {
        let own = [
            self.npm().join("node_modules/.bin"),
            self.tools().join("bin"),
            self.python().join("bin"),
        ];
        let system = [PathBuf::from("/usr/sbin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        own.into_iter().chain(env::split_paths(&inherited)).chain(system).collect()
    }

    /// The first program of that name on [`Workspace::path`].
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        let file = format!("{program}{}", env::consts::EXE_SUFFIX);
        self.path().iter().map(|folder| folder.join(&file)).find(|it| it.is_file())
    }

    /// A command run in the root, with the project's tools on its path.
    pub(crate) fn command(&self, program: &str) -> Command {
        let program = self.which(program).unwrap_or_else(|| program.into());
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        if let Ok(path) = env::join_paths(self.path()) {
            command.env("PATH", path);
        }
        command
    }

    /// The cargo that runs this xtask.
    pub(crate) fn cargo(&self) -> Command {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        self.command(&cargo)
    }
}
