//! What a hall sets beside its ledger, in `hallboard.toml`.

use std::collections::BTreeSet;

use hallboard_feed::Display;
use serde::Deserialize;

/// The name of the settings file beside a ledger.
pub const SETTINGS_FILE: &str = "hallboard.toml";

/// The hall's settings; every one has a default.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// How the screen in the hall is read.
    pub display: DisplaySettings,
    /// What the board shows.
    pub board: BoardSettings,
}

/// How the screen in the hall is read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DisplaySettings {
    /// The screen's diagonal in inches, 5 to 300.
    pub screen_inches: u16,
    /// The distance of the farthest reader in metres, 0.3 to 50.
    pub reading_metres: f64,
}

impl Default for DisplaySettings {
    fn default() -> DisplaySettings {
        DisplaySettings { screen_inches: 55, reading_metres: 5.0 }
    }
}

/// What the board shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BoardSettings {
    /// The categories whose stars stay off the board. Left out: those whose id or name
    /// speaks of credit or money.
    pub private_categories: Option<BTreeSet<String>>,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not the TOML expected.
    #[error("{0}")]
    Toml(String),
    /// A size outside what a screen or hall can have.
    #[error("`{field}` is {value}, outside {range}")]
    Range {
        /// The setting.
        field: &'static str,
        /// What it was set to.
        value: String,
        /// What it can be.
        range: &'static str,
    },
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown setting, or a size that cannot be.
    pub fn read(text: &str) -> Result<Settings, SettingsError> {
        let settings: Settings = toml::from_str(text)
            .map_err(|error| SettingsError::Toml(error.to_string()))?;
        let display = &settings.display;
        if !(5..=300).contains(&display.screen_inches) {
            return Err(SettingsError::Range {
                field: "display.screen_inches",
                value: display.screen_inches.to_string(),
                range: "5 to 300",
            });
        }
        if !(0.3..=50.0).contains(&display.reading_metres) {
            return Err(SettingsError::Range {
                field: "display.reading_metres",
                value: display.reading_metres.to_string(),
                range: "0.3 to 50",
            });
        }
        Ok(settings)
    }

    /// The display as a snapshot gives it.
    #[must_use]
    pub fn display(&self) -> Display {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "3 to 500, by `read`"
        )]
        let reading_decimetres = (self.display.reading_metres * 10.0).round() as u16;
        Display { screen_inches: self.display.screen_inches, reading_decimetres }
    }
}
