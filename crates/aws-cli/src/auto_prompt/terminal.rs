//! The line editor on the terminal: keys, menu, hint.

use reedline::{
    ColumnarMenu, Completer, CompletionResult, CompletionStatus, EditCommand, Emacs, Hinter, History,
    KeyCode, KeyModifiers, MenuBuilder, Prompt, PromptEditMode, PromptHistorySearch, Reedline, ReedlineEvent,
    ReedlineMenu, Signal, Span, Suggestion, default_emacs_keybindings,
};
use std::borrow::Cow;

use super::service_lookup::{Progress, ServiceLookup};
use crate::completion::line::{Line, quoted};
use crate::completion::{Candidate, candidates, hint};
use crate::failure::{Failure, PROGRAM};

const MENU: &str = "candidates";

/// Lets the user edit a line. `None`: the user left.
pub(super) fn read_line(initial: String) -> Result<Option<String>, Failure> {
    let mut editor = Reedline::create()
        .with_completer(Box::<MenuCompleter>::default())
        .with_hinter(Box::new(LineHint))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(
            ColumnarMenu::default()
                .with_name(MENU)
                .with_columns(1)
                .with_marker(""),
        )))
        .with_edit_mode(Box::new(keys()));
    editor.run_edit_commands(&[EditCommand::InsertString(initial)]);
    let signal = editor
        .read_line(&ProgramPrompt)
        .map_err(|error| Failure::General(error.to_string()))?;
    Ok(match signal {
        Signal::Success(line) => Some(line),
        _ => None,
    })
}

/// The keys of Emacs. Tab opens the menu and moves in it; Ctrl-D leaves, as Ctrl-C does.
fn keys() -> Emacs {
    let mut keys = default_emacs_keybindings();
    let menu = [ReedlineEvent::Menu(MENU.to_owned()), ReedlineEvent::MenuNext];
    keys.add_binding(
        KeyModifiers::NONE,
        KeyCode::Tab,
        ReedlineEvent::UntilFound(menu.into()),
    );
    keys.add_binding(KeyModifiers::SHIFT, KeyCode::BackTab, ReedlineEvent::MenuPrevious);
    keys.add_binding(KeyModifiers::CONTROL, KeyCode::Char('d'), ReedlineEvent::CtrlC);
    Emacs::new(keys)
}

/// Fills the menu.
#[derive(Default)]
struct MenuCompleter(ServiceLookup);

impl Completer for MenuCompleter {
    fn complete(&mut self, line: &str, position: usize) -> CompletionResult {
        let line = Line::parse(&line[..position]);
        let found = candidates(&line.words, &line.current, &self.0);
        if found.is_empty() && self.0.is_waiting() {
            return CompletionResult::Pending;
        }
        let span = Span::new(line.start, position);
        let suggestions: Vec<_> = found
            .into_iter()
            .map(|candidate| suggestion(candidate, span))
            .collect();
        CompletionResult::fresh(suggestions)
    }

    fn poll_completion(&mut self) -> CompletionStatus {
        match self.0.poll() {
            Progress::Idle => CompletionStatus::Idle,
            Progress::Pending => CompletionStatus::Pending,
            Progress::Updated => CompletionStatus::Ready,
        }
    }
}

fn suggestion(candidate: Candidate, span: Span) -> Suggestion {
    Suggestion {
        value: quoted(&candidate.text).into_owned(),
        description: (!candidate.description.is_empty()).then_some(candidate.description),
        span,
        append_whitespace: !candidate.is_open,
        ..Suggestion::default()
    }
}

/// Shows a hint for the word at the cursor below the line.
struct LineHint;

impl Hinter for LineHint {
    fn handle(&mut self, line: &str, position: usize, _: &dyn History, in_color: bool, _: &str) -> String {
        let Some(typed) = line.get(..position).filter(|typed| typed.len() == line.len()) else {
            return String::new();
        };
        let line = Line::parse(typed);
        match hint(&line.words, &line.current) {
            hint if hint.is_empty() => String::new(),
            hint if in_color => format!("\n\x1b[2m{hint}\x1b[0m"),
            hint => format!("\n{hint}"),
        }
    }

    /// The hint is not text that the line could take over.
    fn complete_hint(&self) -> String {
        String::new()
    }

    fn next_hint_token(&self) -> String {
        String::new()
    }
}

/// The text before the line.
struct ProgramPrompt;

impl Prompt for ProgramPrompt {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Owned(format!("> {PROGRAM} "))
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("(search: {}) ", search.term))
    }
}
