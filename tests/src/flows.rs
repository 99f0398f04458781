//! What people do most, tap by tap, in the built app: how many taps it takes, and how long the app keeps
//! them waiting. Run without a server, in a browser as slow as a cheap phone.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::browser::Browser;
use crate::ropes::{First, Ropes};

/// A processor so many times slower.
pub const SLOWER: f64 = 6.0;
/// From one tap to the next, reading included.
const A_TAP: Duration = Duration::from_secs(3);

/// What it took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    pub taps: u32,
    /// Until what was tapped was there, and until the last of it was shown.
    pub waited: Duration,
}

impl Took {
    /// At the pace of a person.
    pub fn seconds(&self) -> f64 {
        (A_TAP * self.taps + self.waited).as_secs_f64()
    }
}

/// A demo with a checklist of ten steps, and phones that go on without its server.
pub struct Floor {
    url: String,
    supervisor: Browser,
    buddy: Browser,
}

impl Floor {
    pub async fn open(folder: &Path) -> Result<Self> {
        let mut ropes = Ropes::start(&folder.join("data"), First::Demo).await?;
        let list = folder.join("ten.csv");
        std::fs::write(&list, ten_steps())?;
        ropes.command(&["import", "checklists", &list.display().to_string()]).await?;
        let url = ropes.url();
        let worker = Browser::joined(&ropes, "samira", &folder.join("samira")).await?;
        is_sent(&worker).await?;
        ask(&worker, &url).await?;
        worker.close().await?;
        let supervisor = Browser::joined(&ropes, "ingrid", &folder.join("ingrid")).await?;
        let buddy = Browser::joined(&ropes, "marek", &folder.join("marek")).await?;
        for phone in [&supervisor, &buddy] {
            is_sent(phone).await?;
            phone.wait_until("navigator.serviceWorker.controller !== null").await?;
        }
        supervisor.wait_for(".owed").await?;
        ropes.stop().await?;
        for phone in [&supervisor, &buddy] {
            phone.slow_down(SLOWER).await?;
        }
        Ok(Self { url, supervisor, buddy })
    }

    /// From the page of a person until what was seen is saved, and signed for the skill.
    pub async fn observe_ten_steps(&self) -> Result<Took> {
        self.supervisor.open(&format!("{}/people", self.url)).await?;
        self.supervisor.tap_text("Samira").await?;
        let mut hand = Hand::of(&self.supervisor);
        hand.tap(".foot .btn-main").await?;
        hand.tap_text("Ten steps").await?;
        hand.wait("document.querySelectorAll('.step:not(.skill-seen)').length === 10").await?;
        for place in 0..10 {
            hand.tap_nth(".step:not(.skill-seen) .answers label:first-child", place).await?;
        }
        hand.tap_nth(".skill-seen .answers label:nth-child(2)", 0).await?;
        hand.tap(".tag-add").await?;
        hand.tap(".foot .btn-main").await?;
        hand.tap_text("Sign this level").await?;
        hand.wait("document.body.innerText.includes('sees it as soon as')").await?;
        Ok(hand.took)
    }

    /// From the running session until it is ended: all questions, and a line for next time.
    pub async fn end_a_session(&self) -> Result<Took> {
        self.buddy.open(&format!("{}/sessions", self.url)).await?;
        self.buddy.tap_text("Shadowing with Samira").await?;
        self.buddy.tap(".pick").await?;
        self.buddy.tap(".foot .btn-main").await?;
        self.buddy.wait_for("#note").await?;
        let mut hand = Hand::of(&self.buddy);
        hand.tap("a[href$='/end']").await?;
        for place in 1..=3 {
            hand.tap(&format!("fieldset:nth-of-type({place}) .pick:nth-of-type(3)")).await?;
        }
        hand.tap("#next").await?;
        self.buddy.fill("#next", "Front brake first.").await?;
        hand.tap(".foot .btn-main").await?;
        hand.wait("document.body.innerText.includes('Front brake first.')").await?;
        Ok(hand.took)
    }

    /// From Home until who asked will be told no, and why.
    pub async fn answer_a_request(&self) -> Result<Took> {
        self.supervisor.open(&self.url).await?;
        self.supervisor.wait_for(".owed").await?;
        let before =
            self.supervisor.wait_until("document.querySelector('.owed b').innerText").await?;
        let mut hand = Hand::of(&self.supervisor);
        hand.tap(".owed a").await?;
        hand.wait("document.querySelector('.owed-do summary')").await?;
        let rows = "document.querySelectorAll('.owed-do').length";
        hand.tap(".owed-do summary").await?;
        hand.tap(".owed-do details[open] .btn").await?;
        hand.wait(&format!("{rows} === {} - 1", before.as_str().unwrap_or("1"))).await?;
        Ok(hand.took)
    }

    pub async fn close(self) -> Result<()> {
        self.supervisor.close().await?;
        self.buddy.close().await
    }
}

/// Counts its taps.
struct Hand<'a> {
    phone: &'a Browser,
    took: Took,
}

impl<'a> Hand<'a> {
    fn of(phone: &'a Browser) -> Self {
        Self { phone, took: Took::default() }
    }

    async fn tap(&mut self, css: &str) -> Result<()> {
        let from = Instant::now();
        self.phone.tap(css).await?;
        self.tapped(from);
        Ok(())
    }

    async fn tap_text(&mut self, words: &str) -> Result<()> {
        let from = Instant::now();
        self.phone.tap_text(words).await?;
        self.tapped(from);
        Ok(())
    }

    /// The place of one among its like is written on it, so that it can be found by that.
    async fn tap_nth(&mut self, css: &str, place: usize) -> Result<()> {
        let mark = format!(
            "document.querySelectorAll('{css}')[{place}]?.setAttribute('data-tap', '{place}')"
        );
        self.phone.script(&mark, Vec::new()).await?;
        self.tap(&format!("[data-tap='{place}']")).await?;
        let unmark =
            "document.querySelectorAll('[data-tap]').forEach((e) => e.removeAttribute('data-tap'))";
        self.phone.script(unmark, Vec::new()).await.map(drop)
    }

    async fn wait(&mut self, expression: &str) -> Result<()> {
        let from = Instant::now();
        self.phone.wait_until(expression).await?;
        self.took.waited += from.elapsed();
        Ok(())
    }

    fn tapped(&mut self, from: Instant) {
        self.took.taps += 1;
        self.took.waited += from.elapsed();
    }
}

async fn is_sent(phone: &Browser) -> Result<()> {
    phone.wait_for(".sync[data-state=sent]").await.map(drop)
}

/// A task, and somebody asked to watch it.
async fn ask(phone: &Browser, url: &str) -> Result<()> {
    phone.open(&format!("{url}/tasks")).await?;
    phone.tap_text("True a rear wheel").await?;
    phone.wait_for("textarea").await?;
    phone.tap(".foot .btn-main").await?;
    phone.tap_text("Ask Ingrid to watch").await?;
    phone.wait_until_gone("Ask Ingrid to watch").await?;
    is_sent(phone).await
}

fn ten_steps() -> String {
    let head = "checklist,title.en,task,step,text.en,critical,competencies\n".to_owned();
    let step = |n| format!("ten,Ten steps,,{n},Step {n},,wheel-truing\n");
    [head, (1..=10).map(step).collect()].concat()
}
