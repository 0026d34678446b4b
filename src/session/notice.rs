//! What the application tells the analyst: quiet for success, plain for failure.

/// How much attention a notice asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something went well; goes away by itself.
    Quiet,
    /// Something that should be known; stays until dismissed.
    Lasting,
    /// Something went wrong, or only in part; stays until dismissed.
    Failure,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Grows with every notice.
    pub number: u64,
    /// How much attention it asks for.
    pub weight: Weight,
    /// What happened, in a sentence.
    pub text: String,
    /// Particulars, a line each: files with their causes.
    pub details: Vec<String>,
    /// It tells of the step that led to this state of the document, and offers to take it back.
    pub undoes: Option<u64>,
}

/// Messages that were not dismissed yet, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    shown: Vec<Notice>,
    count: u64,
}

impl Notices {
    /// At most this many stand at once; older quiet ones make room.
    const MOST: usize = 6;

    /// Says that something went well.
    pub fn quiet(&mut self, text: impl Into<String>) {
        self.shown.retain(|notice| notice.weight != Weight::Quiet);
        self.push(Weight::Quiet, text.into(), Vec::new());
    }

    /// Says what a step did that led to a state of the document; undo is offered while that is the last step.
    pub fn step(&mut self, text: impl Into<String>, state: u64) {
        self.quiet(text);
        if let Some(notice) = self.shown.last_mut() {
            notice.undoes = Some(state);
        }
    }

    /// Says something that should be known.
    pub fn lasting(&mut self, text: impl Into<String>, details: Vec<String>) {
        self.push(Weight::Lasting, text.into(), details);
    }

    /// Says that something went wrong.
    pub fn failure(&mut self, text: impl Into<String>, details: Vec<String>) {
        self.push(Weight::Failure, text.into(), details);
    }

    fn push(&mut self, weight: Weight, text: String, details: Vec<String>) {
        if self.shown.len() == Self::MOST {
            let oldest = self.shown.iter().position(|notice| notice.weight == Weight::Quiet).unwrap_or(0);
            self.shown.remove(oldest);
        }
        self.count += 1;
        self.shown.push(Notice { number: self.count, weight, text, details, undoes: None });
    }

    /// Takes away what is no longer so: notices with these words.
    pub fn withdraw(&mut self, words: &str) {
        self.shown.retain(|notice| !notice.text.contains(words));
    }

    /// Takes a notice away.
    pub fn dismiss(&mut self, number: u64) {
        self.shown.retain(|notice| notice.number != number);
    }

    /// Takes all notices away: they were about another project.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// What stands now.
    pub fn shown(&self) -> &[Notice] {
        &self.shown
    }
}
