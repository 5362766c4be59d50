//! A line that shows how far the work is, where it takes longer than people like to wait.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::generator::Stage;

use super::terminal::Terminal;

/// Nothing is shown before this has passed.
const PATIENCE: Duration = Duration::from_secs(1);
const FRAME: Duration = Duration::from_millis(100);
const STAGES: usize = 7;

/// Shows the stages until it is dropped.
pub(super) struct Progress {
    shown: Option<(Sender<Stage>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins, where somebody watches.
    pub(super) fn new(terminal: &Terminal) -> Self {
        if !terminal.watched {
            return Self { shown: None };
        }
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn(move || {
            let start = Instant::now();
            let mut stage = Stage::Load;
            let mut drawn = false;
            loop {
                match receiver.recv_timeout(FRAME) {
                    Ok(next) => stage = next,
                    Err(RecvTimeoutError::Timeout) if start.elapsed() < PATIENCE => {}
                    Err(RecvTimeoutError::Timeout) => {
                        drawn = true;
                        draw(&frame(stage, start.elapsed()));
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            if drawn {
                draw("");
            }
        });
        Self { shown: Some((sender, thread)) }
    }

    /// Tells the stage.
    pub(super) fn stage(&self, stage: Stage) {
        if let Some((sender, _)) = &self.shown {
            // The thread ends only when the sender is dropped.
            let _ = sender.send(stage);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.shown.take() {
            drop(sender);
            // The line is gone before anything else is said.
            let _ = thread.join();
        }
    }
}

fn frame(stage: Stage, elapsed: Duration) -> String {
    let (done, word) = match stage {
        Stage::Load => (0, "reading the spec"),
        Stage::Normalize => (1, "normalizing"),
        Stage::Lower => (2, "resolving"),
        Stage::Analyze => (3, "analyzing"),
        Stage::Name => (4, "naming"),
        Stage::Emit => (5, "rendering"),
        Stage::Wait => (6, "waiting for another run in the folder"),
        Stage::Write => (6, "writing"),
    };
    format!("[{}{}] {word}, {:.1} s", "#".repeat(done * 2), ".".repeat((STAGES - done) * 2), elapsed.as_secs_f32())
}

fn draw(text: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "\r\x1b[K{text}").and_then(|()| err.flush());
}
