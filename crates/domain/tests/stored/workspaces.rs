//! The records of workspaces.

use roster_domain::records::{AssociatedType, Workspace, WorkspaceAssociation};
use roster_model::ops::connect::workspaces::{
    FontFamily, ImagesLogo, PaletteCanvas, PaletteHeader, PaletteNavigation, PalettePrimary, Visibility,
    WorkspaceFontFamily, WorkspaceTheme, WorkspaceThemeConfig, WorkspaceThemeImages, WorkspaceThemePalette,
    WorkspaceThemeTypography,
};

use crate::sample::{Sample, TIME, id};

pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(&workspace()),
        Sample::new(
            "workspace_in_full",
            &Workspace {
                description: Some("Who sells".to_owned().into()),
                title: Some("The desk".to_owned().into()),
                theme: Some(WorkspaceTheme {
                    light: Some(theme()),
                    dark: Some(WorkspaceThemeConfig {
                        palette: None,
                        images: None,
                        typography: None,
                    }),
                }),
                visibility: Visibility::Assigned,
                tags: Some(crate::connect::tags()),
                ..workspace()
            },
        ),
        Sample::of(&association(AssociatedType::RoutingProfile)),
        Sample::new(
            "workspace_association_of_user",
            &association(AssociatedType::User),
        ),
    ]
}

fn workspace() -> Workspace {
    Workspace {
        id: id(15),
        instance_id: id(1),
        name: "Desk".to_owned().into(),
        description: None,
        title: None,
        theme: None,
        visibility: Visibility::None,
        tags: None,
        created_time: TIME,
        last_modified_time: TIME,
        last_modified_region: "eu-west-2".into(),
    }
}

fn theme() -> WorkspaceThemeConfig {
    let colour = || Some("#fff".to_owned().into());
    let palette = WorkspaceThemePalette {
        header: Some(PaletteHeader {
            background: colour(),
            text: colour(),
            text_hover: colour(),
            invert_actions_colors: Some(true),
        }),
        navigation: Some(PaletteNavigation {
            background: colour(),
            text_background_hover: colour(),
            text_background_active: colour(),
            text: colour(),
            text_hover: colour(),
            text_active: colour(),
            invert_actions_colors: Some(false),
        }),
        canvas: Some(PaletteCanvas {
            container_background: colour(),
            page_background: colour(),
            active_background: colour(),
        }),
        primary: Some(PalettePrimary {
            default: colour(),
            active: colour(),
            contrast_text: colour(),
        }),
    };
    let link = || Some("https://example.com/logo.png".to_owned().into());
    WorkspaceThemeConfig {
        palette: Some(palette),
        images: Some(WorkspaceThemeImages {
            logo: Some(ImagesLogo {
                default: link(),
                favicon: link(),
            }),
        }),
        typography: Some(WorkspaceThemeTypography {
            font_family: Some(FontFamily {
                default: Some(WorkspaceFontFamily::CourierNew),
            }),
        }),
    }
}

fn association(resource_type: AssociatedType) -> WorkspaceAssociation {
    WorkspaceAssociation {
        instance_id: id(1),
        workspace_id: id(15),
        resource_type,
        resource_id: id(7),
    }
}
