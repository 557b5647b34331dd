//! A progress line on stderr for work over half a second, and the times of the stages.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use buttress::{Progress, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::exit;

/// Work shorter than this shows no progress line.
const QUIET: Duration = Duration::from_millis(500);

/// So often the line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// Listens to a run.
pub(crate) struct Listener {
    /// Whether to keep silent about what changes no result.
    quiet: bool,
    bar: ProgressBar,
    /// Steps of the stage so far, if the line is ever drawn. The bar is told of them then: it takes far
    /// longer to tell it of each than to count.
    steps: Option<Arc<AtomicU64>>,
    stages: Mutex<Vec<(Stage, Instant)>>,
    started: Instant,
    /// Dropping it ends the wait of the thread that shows the line.
    _done: mpsc::Sender<()>,
}

impl Listener {
    /// A listener that shows a line on a terminal and passes warnings on, unless it is to be quiet.
    pub(crate) fn new(quiet: bool) -> Arc<Self> {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let is_drawn = !quiet && std::io::stderr().is_terminal();
        let steps = is_drawn.then(Arc::<AtomicU64>::default);
        let (done, wait) = mpsc::channel();
        if let Some(steps) = steps.clone() {
            let bar = bar.clone();
            std::thread::spawn(move || draw(&bar, &steps, &wait));
        }
        Arc::new(Self {
            quiet,
            bar,
            steps,
            stages: Mutex::default(),
            started: Instant::now(),
            _done: done,
        })
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Time since the run began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Prints how long each stage took to stderr.
    pub(crate) fn print_timings(&self) {
        let mut stderr = anstream::stderr();
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|(_, begin)| *begin);
        let now = Instant::now();
        for ((stage, begin), end) in stages.iter().zip(ends.chain([now])) {
            let seconds = (end - *begin).as_secs_f64();
            let _ = writeln!(stderr, "{:>9.3} s  {}", seconds, describe(*stage));
        }
        let _ = writeln!(stderr, "{:>9.3} s  in all", self.elapsed().as_secs_f64());
    }
}

impl Progress for Listener {
    fn begin(&self, stage: Stage, steps: Option<usize>) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.push((stage, Instant::now()));
        let template = match steps {
            Some(_) => "{msg} {human_pos}/{human_len}",
            None => "{msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        if let Some(steps) = &self.steps {
            steps.store(0, Ordering::Relaxed);
        }
        self.bar.set_position(0);
        self.bar.set_length(steps.unwrap_or(0) as u64);
        self.bar.set_message(describe(stage));
    }

    fn step(&self) {
        if let Some(steps) = &self.steps {
            steps.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn warn(&self, message: &str, help: &str) {
        if !self.quiet {
            self.bar.suspend(|| exit::warn(message, help));
        }
    }
}

/// Draws the line from time to time, until it is taken away or the wait ends.
fn draw(bar: &ProgressBar, steps: &AtomicU64, wait: &mpsc::Receiver<()>) {
    let mut pause = QUIET;
    while wait.recv_timeout(pause) == Err(mpsc::RecvTimeoutError::Timeout) {
        if bar.is_finished() {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.set_position(steps.load(Ordering::Relaxed));
        bar.tick();
        pause = TICK;
    }
}

fn describe(stage: Stage) -> &'static str {
    match stage {
        Stage::Discover => "Finding modules",
        Stage::Read => "Reading files",
        Stage::Build => "Building the import graph",
        Stage::Check => "Checking contracts",
        Stage::Report => "Gathering the report",
    }
}
