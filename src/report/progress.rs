//! A progress bar for long work, on stderr. It is shown only after half a second and only on a terminal, and is removed when the work is
//! done.

#![allow(clippy::disallowed_methods, reason = "the clock decides when progress is shown, and is part of no output")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work takes before its progress is shown.
const SHOW_AFTER: Duration = Duration::from_millis(500);
/// How often the bar is redrawn at most, each second.
const REDRAWS_PER_SECOND: u8 = 12;

/// A progress bar. It shows one stage after the other; [`tick`](Progress::tick) may be called from any thread.
pub struct Progress {
    /// `None` where progress is disabled.
    bar: Option<ProgressBar>,
    started: Instant,
    shown: AtomicBool,
    target: fn() -> ProgressDrawTarget,
    show_after: Duration,
}

impl Progress {
    /// Progress that is shown if `enabled`, stderr is a terminal and the work takes long.
    pub fn new(enabled: bool) -> Self {
        Progress::onto(enabled, || ProgressDrawTarget::stderr_with_hz(REDRAWS_PER_SECOND), SHOW_AFTER)
    }

    fn onto(enabled: bool, target: fn() -> ProgressDrawTarget, show_after: Duration) -> Self {
        let bar =
            enabled.then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style()));
        Progress { bar, started: Instant::now(), shown: AtomicBool::new(false), target, show_after }
    }

    /// Begins a stage with `total` steps.
    pub fn stage(&self, name: &'static str, total: usize) {
        if let Some(bar) = &self.bar {
            bar.set_position(0);
            bar.set_length(total as u64);
            bar.set_message(name);
            self.show(bar);
        }
    }

    /// Counts one finished step.
    pub fn tick(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
            self.show(bar);
        }
    }

    /// Removes the bar, so that the next output begins on an empty line. Dropping does the same.
    pub fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn show(&self, bar: &ProgressBar) {
        if self.started.elapsed() >= self.show_after && !self.shown.swap(true, Ordering::Relaxed) {
            bar.set_draw_target((self.target)());
            bar.tick();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done();
    }
}

fn style() -> ProgressStyle {
    // The template is a constant and valid.
    ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;
    use std::time::Duration;

    use indicatif::{ProgressDrawTarget, TermLike};

    use super::Progress;

    static WRITTEN: Mutex<String> = Mutex::new(String::new());

    #[derive(Debug)]
    struct Paper;

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            WRITTEN.lock().map_err(|_| io::ErrorKind::Other)?.push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            self.write_str("<cleared>")
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(enabled: bool, patience: Duration) -> String {
        WRITTEN.lock().expect("no other test writes").clear();
        let progress = Progress::onto(enabled, || ProgressDrawTarget::term_like(Box::new(Paper)), patience);
        progress.stage("rendering", 3);
        std::thread::scope(|scope| drop((0..3).map(|_| scope.spawn(|| progress.tick())).collect::<Vec<_>>()));
        progress.done();
        WRITTEN.lock().expect("no other test writes").clone()
    }

    #[test]
    fn only_long_work_is_shown_and_the_bar_goes_when_done() {
        assert_eq!(written(true, Duration::from_secs(60)), "");
        assert_eq!(written(false, Duration::ZERO), "");
        let shown = written(true, Duration::ZERO);
        assert!(shown.starts_with("rendering ░") && shown.contains("/3"), "{shown}");
        assert!(shown.ends_with("<cleared>"), "{shown}");
    }
}
