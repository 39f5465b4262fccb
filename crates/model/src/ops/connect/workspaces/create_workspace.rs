//! CreateWorkspace.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::{ARN, InstanceId, TagMap, WorkspaceId};

/// Makes a workspace. Its visibility is `NONE`: no user sees it.
#[operation(
    http = "PUT /workspaces/{InstanceId}",
    effect = Write,
    resources = "workspace*",
    further = "Tags: connect:TagResource on workspace",
    exceptions = [
        InvalidRequest, DuplicateResource, ResourceNotFound, InternalService, Throttling, AccessDenied,
        InvalidParameter, LimitExceeded, ServiceQuotaExceeded,
    ],
)]
pub struct CreateWorkspace;

/// The input of `CreateWorkspace`.
#[shape]
pub struct CreateWorkspaceRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Its name, unique within the instance.
    pub name: WorkspaceName,
    /// What it is for.
    pub description: Option<WorkspaceDescription>,
    /// How it looks.
    pub theme: Option<WorkspaceTheme>,
    /// What users see as its title.
    pub title: Option<WorkspaceTitle>,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// The name of a workspace.
#[shape(length(1, 127), pattern = patterns::VISIBLE_LINE, stored)]
pub struct WorkspaceName(pub String);

/// What a workspace is for.
#[shape(length(0, 500), pattern = patterns::PARAGRAPHS, stored)]
pub struct WorkspaceDescription(pub String);

/// How a workspace looks.
#[shape(stored)]
pub struct WorkspaceTheme {
    /// How it looks in light mode.
    pub light: Option<WorkspaceThemeConfig>,
    /// How it looks in dark mode.
    pub dark: Option<WorkspaceThemeConfig>,
}

/// How a workspace looks in one mode.
#[shape(stored)]
pub struct WorkspaceThemeConfig {
    /// The colours.
    pub palette: Option<WorkspaceThemePalette>,
    /// The images.
    pub images: Option<WorkspaceThemeImages>,
    /// The fonts.
    pub typography: Option<WorkspaceThemeTypography>,
}

/// The colours of a workspace.
#[shape(stored)]
pub struct WorkspaceThemePalette {
    /// Those of the header.
    pub header: Option<PaletteHeader>,
    /// Those of the navigation.
    pub navigation: Option<PaletteNavigation>,
    /// Those of what is on the page.
    pub canvas: Option<PaletteCanvas>,
    /// Those of what stands out.
    pub primary: Option<PalettePrimary>,
}

/// The colours of the header.
#[shape(stored)]
pub struct PaletteHeader {
    /// The background.
    pub background: Option<ThemeString>,
    /// The text.
    pub text: Option<ThemeString>,
    /// The text under the pointer.
    pub text_hover: Option<ThemeString>,
    /// Whether buttons have their colours inverted.
    pub invert_actions_colors: Option<bool>,
}

/// A colour of a theme.
#[shape(length(1, 127), pattern = patterns::VISIBLE_LINE, stored)]
pub struct ThemeString(pub String);

/// The colours of the navigation.
#[shape(stored)]
pub struct PaletteNavigation {
    /// The background.
    pub background: Option<ThemeString>,
    /// The background of the text under the pointer.
    pub text_background_hover: Option<ThemeString>,
    /// The background of the text of the page that is open.
    pub text_background_active: Option<ThemeString>,
    /// The text.
    pub text: Option<ThemeString>,
    /// The text under the pointer.
    pub text_hover: Option<ThemeString>,
    /// The text of the page that is open.
    pub text_active: Option<ThemeString>,
    /// Whether buttons have their colours inverted.
    pub invert_actions_colors: Option<bool>,
}

/// The colours of what is on a page.
#[shape(stored)]
pub struct PaletteCanvas {
    /// The background of containers.
    pub container_background: Option<ThemeString>,
    /// The background of the page.
    pub page_background: Option<ThemeString>,
    /// The background of what is active.
    pub active_background: Option<ThemeString>,
}

/// The colours of what stands out.
#[shape(stored)]
pub struct PalettePrimary {
    /// The usual colour.
    pub default: Option<ThemeString>,
    /// The colour of what is active.
    pub active: Option<ThemeString>,
    /// The colour of text on the usual colour.
    pub contrast_text: Option<ThemeString>,
}

/// The images of a workspace.
#[shape(stored)]
pub struct WorkspaceThemeImages {
    /// The logo.
    pub logo: Option<ImagesLogo>,
}

/// The logo of a workspace.
#[shape(stored)]
pub struct ImagesLogo {
    /// Where the logo is.
    pub default: Option<ThemeImageLink>,
    /// Where the icon of the browser's tab is.
    pub favicon: Option<ThemeImageLink>,
}

/// Where an image is.
#[shape(length(1, 254), pattern = patterns::VISIBLE_LINE, stored)]
pub struct ThemeImageLink(pub String);

/// The fonts of a workspace.
#[shape(stored)]
pub struct WorkspaceThemeTypography {
    /// The families of fonts.
    pub font_family: Option<FontFamily>,
}

/// The families of fonts of a workspace.
#[shape(stored)]
pub struct FontFamily {
    /// The usual one.
    pub default: Option<WorkspaceFontFamily>,
}

/// A family of fonts.
#[shape(title_case, stored)]
pub enum WorkspaceFontFamily {
    /// Arial.
    Arial,
    /// Courier New.
    CourierNew,
    /// Georgia.
    Georgia,
    /// Times New Roman.
    TimesNewRoman,
    /// Trebuchet.
    Trebuchet,
    /// Verdana.
    Verdana,
}

/// The title of a workspace.
#[shape(length(0, 127), pattern = patterns::PRINTABLE, stored)]
pub struct WorkspaceTitle(pub String);

/// The output of `CreateWorkspace`.
#[shape]
pub struct CreateWorkspaceResponse {
    /// The id of the workspace.
    pub workspace_id: WorkspaceId,
    /// The ARN of the workspace.
    pub workspace_arn: ARN,
}
