//! Headless Chromium, and people who use pages with it.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use roster_e2e::{places, setup};
use serde_json::{Value, json};

/// The smallest screen that pages must suit, and a large one. Source: WCAG 2.2, criterion 1.4.10, reflow.
const SCREENS: [(u32, u32); 2] = [(320, 640), (1280, 800)];

const SCHEMES: [&str; 2] = ["light", "dark"];

/// A browser. It ends when it is dropped.
pub(crate) struct Browser {
    child: Child,
    pipes: RefCell<Option<Pipes>>,
}

struct Pipes {
    instructions: ChildStdin,
    outcomes: BufReader<ChildStdout>,
}

impl Browser {
    /// Starts one.
    pub(crate) fn start() -> Self {
        if let Err(error) = setup::require() {
            panic!("{error:#}");
        }
        let mut child = Command::new(places::node().expect("a virtual environment"))
            .arg(places::sources().join("clients/browser.mjs"))
            .arg(places::chromium())
            .current_dir(places::javascript().expect("a folder"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("Node.js starts");
        let pipes = Pipes {
            instructions: child.stdin.take().expect("a pipe"),
            outcomes: BufReader::new(child.stdout.take().expect("a pipe")),
        };
        Self {
            child,
            pipes: RefCell::new(Some(pipes)),
        }
    }

    /// Someone with a browser of their own: nothing is remembered of others.
    pub(crate) fn visitor(&self) -> Visitor<'_> {
        self.arrive(true)
    }

    /// The same, with scripts switched off.
    pub(crate) fn visitor_without_scripts(&self) -> Visitor<'_> {
        self.arrive(false)
    }

    fn arrive(&self, javascript: bool) -> Visitor<'_> {
        let number = self.instruct(&json!({"instruction": "arrive", "javascript": javascript}));
        Visitor {
            browser: self,
            number,
        }
    }

    fn instruct(&self, instruction: &Value) -> Value {
        let mut pipes = self.pipes.borrow_mut();
        let pipes = pipes.as_mut().expect("a running browser");
        writeln!(pipes.instructions, "{instruction}").expect("the driver listens");
        let mut outcome = String::new();
        pipes
            .outcomes
            .read_line(&mut outcome)
            .expect("the driver answers");
        let mut outcome: Value = serde_json::from_str(&outcome)
            .unwrap_or_else(|error| panic!("{error}: {outcome:?} to {instruction}"));
        match outcome.get("error") {
            Some(error) => panic!("{error}"),
            None => outcome["value"].take(),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without its input it ends by itself.
        drop(self.pipes.borrow_mut().take());
        let _ = self.child.wait();
    }
}

/// A person at a page.
pub(crate) struct Visitor<'b> {
    browser: &'b Browser,
    number: Value,
}

/// What a page shows.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: String,
    /// The HTTP status it came with.
    pub(crate) status: u64,
    pub(crate) title: String,
    pub(crate) heading: String,
    pub(crate) text: String,
}

impl Visitor<'_> {
    pub(crate) fn open(&self, url: &str) -> Page {
        self.instruct("open", json!({"url": url}));
        self.page()
    }

    /// Writes into the field with this label.
    pub(crate) fn fill(&self, label: &str, text: &str) {
        self.instruct("fill", json!({"label": label, "text": text}));
    }

    /// Clicks on the button or link with this name. Returns the page it leads to.
    pub(crate) fn follow(&self, name: &str) -> Page {
        self.instruct("follow", json!({"name": name}));
        self.page()
    }

    /// Goes from one control to the next with the tabulator until this one has the focus, which must be visible
    /// at each. The control is written as assistive software tells it: `textbox "Username"`.
    pub(crate) fn tab_to(&self, control: &str) {
        let mut passed = Vec::new();
        loop {
            self.instruct("press", json!({"key": "Tab"}));
            let focused = self.instruct("focused", json!({}));
            let element = focused["element"].as_str().expect("a text").to_owned();
            assert_eq!(
                focused["ring"], true,
                "nothing shows that {element} has the focus"
            );
            if element.contains(control) {
                return;
            }
            assert!(!passed.contains(&element), "no way to {control} but {passed:?}");
            passed.push(element);
        }
    }

    /// Types into what has the focus.
    pub(crate) fn type_text(&self, text: &str) {
        self.instruct("type", json!({"text": text}));
    }

    /// Presses Enter, and returns the page it leads to.
    pub(crate) fn enter(&self) -> Page {
        self.instruct("submit", json!({"key": "Enter"}));
        self.page()
    }

    /// Goes to the field with this label by the keyboard, and types over what it holds.
    pub(crate) fn type_into(&self, label: &str, text: &str) {
        self.tab_to(&format!("textbox \"{label}\""));
        self.type_text(text);
    }

    /// Goes to the button with this name by the keyboard, and presses it. Returns the page it leads to.
    pub(crate) fn press(&self, button: &str) -> Page {
        self.tab_to(&format!("button \"{button}\""));
        self.enter()
    }

    /// What the first frame in the page shows.
    pub(crate) fn frame_text(&self) -> String {
        let text = self.instruct("frame_text", json!({}));
        text.as_str().expect("a text").to_owned()
    }

    /// Follows the link with this name in the first frame, by the keyboard, to the tab that it opens.
    pub(crate) fn follow_in_frame(&self, name: &str) -> Page {
        self.instruct("follow_in_frame", json!({"name": name}));
        self.page()
    }

    /// What the page shows now.
    pub(crate) fn page(&self) -> Page {
        let seen = self.instruct("look", json!({}));
        let text = |name: &str| seen[name].as_str().expect("a text").to_owned();
        Page {
            url: text("url"),
            status: seen["status"].as_u64().unwrap_or_default(),
            title: text("title"),
            heading: text("heading"),
            text: text("text"),
        }
    }

    /// What is wrong with the page, on small and large screens, in light and dark: barriers, a width that
    /// makes one scroll, and what the browser complains of since it was asked last.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        self.on_each_screen(|screen| {
            let found = self.instruct("faults", json!({}));
            let found = found.as_array().expect("a list").iter();
            faults.extend(found.map(|fault| format!("{screen}: {}", fault.as_str().expect("a text"))));
        });
        faults
    }

    /// Takes the page's pictures for the documents, if `ROSTER_WRITE_PICTURES` asks for that: on a small
    /// screen in the light, and on a large one in the dark.
    pub(crate) fn pictures(&self, name: &str) {
        if std::env::var_os("ROSTER_WRITE_PICTURES").is_none() {
            return;
        }
        let folder = places::sources().join("../docs/picture/pages");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        for ((width, height), scheme) in SCREENS.into_iter().zip(SCHEMES) {
            self.show(width, height, scheme);
            let file = folder.join(format!("{name}-{width}-{scheme}.png"));
            self.instruct("picture", json!({"path": file}));
        }
    }

    fn on_each_screen(&self, mut look: impl FnMut(&str)) {
        for (width, height) in SCREENS {
            for scheme in SCHEMES {
                self.show(width, height, scheme);
                look(&format!("{width}-{scheme}"));
            }
        }
    }

    fn show(&self, width: u32, height: u32, scheme: &str) {
        self.instruct(
            "show",
            json!({"width": width, "height": height, "scheme": scheme}),
        );
    }

    fn instruct(&self, instruction: &str, mut with: Value) -> Value {
        with["instruction"] = instruction.into();
        with["visitor"] = self.number.clone();
        self.browser.instruct(&with)
    }
}
