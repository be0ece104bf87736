//! Which candidates are questions: those that are certain by themselves, and likely ones beside certain ones of the same form. In:
//! candidates and keys. Out: questions with ids, numbers, answers and diagnostics. When in doubt the markdown stays as its author wrote it.

use std::collections::{HashMap, HashSet};

use super::answer::ParsedAnswer;
use super::blocks::task_of;
use super::candidate::Candidate;
use super::choice::{ChoiceForm, ChoiceGroup};
use super::comment::comments;
use super::diagnostics;
use super::identity::{QuestionIds, hash};
use super::key::{self, KeyEntry, KeyRegion, PendingQuestions};
use super::line::{TextLine, opens_strong};
use super::opening::StemMark;
use super::question::{AnswerBlock, AnswerKey, AnswerWrapper, Choice, Choices, Question, QuestionKind, Quiz};
use super::reading::{ChoiceNames, NamedChoices, read};
use super::reasons::{self, Reasons};
use super::stem::Stem;
use super::words::{asked_for, lower, normalised};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::span::Span;
use crate::words::WordKind;

/// How certain it is that a candidate is a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum TrustLevel {
    No,
    /// Accepted only in a document of many questions of the same form, all of whose ticked lists are choices.
    Doubtful,
    /// Accepted only where the rest of the document says so, too, see [`ExamEvidence::accepts`].
    Likely,
    Sure,
}

/// Candidates of the same form are peers: their choices are written alike, and all or none of them have a heading of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct PeerGroup {
    form: Option<ChoiceForm>,
    by_heading: bool,
}

/// The accepted questions and the keys they used; and the lists (by the event that opens them) which look like choices but were not certain
/// enough: they become no checklists either.
pub(super) fn accept(
    document: &Document,
    candidates: Vec<Candidate>,
    regions: Vec<KeyRegion>,
) -> (Quiz, HashSet<EventId>) {
    let mut solved: Vec<SolvedCandidate> = candidates.into_iter().map(SolvedCandidate::new).collect();
    let used = apply_keys(&mut solved, &regions);
    apply_comments(document, &mut solved);
    let trusts: Vec<TrustLevel> = solved.iter().map(SolvedCandidate::trust).collect();
    let evidence = ExamEvidence::of(document, &solved, &trusts);
    let mut quiz = Quiz::default();
    let mut doubtful = HashSet::new();
    let mut ids = QuestionIds::default();
    for (solved, trust) in solved.into_iter().zip(trusts) {
        let counts = match trust {
            TrustLevel::Sure => true,
            TrustLevel::Likely => evidence.accepts(&solved),
            TrustLevel::Doubtful => evidence.is_exam(&solved),
            TrustLevel::No => false,
        };
        if counts {
            let number = quiz.questions.len() as u32 + 1;
            let question = solved.question(document, number, &mut ids, &mut quiz.diagnostics);
            quiz.questions.push(question);
        } else if trust == TrustLevel::Likely && solved.candidate.stem.asks {
            doubtful.extend(lists(document, &solved.candidate));
        }
    }
    quiz.keys = regions
        .into_iter()
        .zip(used)
        .filter(|(_, used)| *used)
        .map(|(region, _)| AnswerKey { extent: region.extent, title: region.title })
        .collect();
    (quiz, doubtful)
}

/// Whether a stem (lower-case) introduces a checklist: by its first words, or by a word anywhere in a short one. `How do you see the
/// status?` does not.
fn is_progress(stem: &str) -> bool {
    let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
    let goes_on = |end: usize| stem.get(end..).is_some_and(|rest| rest.starts_with(' '));
    let asks_reader = WordKind::ProgressWithin
        .words()
        .iter()
        .any(|phrase| stem.match_indices(phrase).any(|(at, _)| goes_on(at + phrase.len())));
    asks_reader
        || WordKind::Progress.longest_prefix_len(stem).is_some()
        || (stem.split_whitespace().count() <= 4 && WordKind::Progress.is_within(stem))
}

/// What the whole document says for its likely candidates.
struct ExamEvidence {
    /// For each group of peers, how many are certain and how many likely.
    counts: HashMap<PeerGroup, (usize, usize)>,
    /// Whether a certain question has an answer.
    has_answered: bool,
    /// Whether nine in ten lists of which some boxes are ticked may be choices: they are no reader's progress. Known where a candidate is
    /// not certain by itself.
    has_choices_only: bool,
}

/// So many likely questions of one form are certain together without an answer, below the heading of a quiz.
const MANY_IN_QUIZ: usize = 3;

/// So many questions of one form make a document an exam.
const MANY_OF_AN_EXAM: usize = 10;

/// So many likely questions of one form, each with ticked choices, are certain together.
fn many_ticked(stem: &Stem) -> usize {
    match (stem.mark >= StemMark::Number, stem.heading.is_some()) {
        (true, false) => 2,
        (true, true) => 3,
        (false, _) => 5,
    }
}

impl ExamEvidence {
    fn of(document: &Document, solved: &[SolvedCandidate], trusts: &[TrustLevel]) -> Self {
        let mut counts: HashMap<PeerGroup, (usize, usize)> = HashMap::new();
        let mut has_answered = false;
        let mut ticked = 0;
        let mut is_needed = false;
        for (solved, trust) in solved.iter().zip(trusts.iter().copied()) {
            let count = counts.entry(solved.peer_group()).or_default();
            is_needed |= matches!(trust, TrustLevel::Likely | TrustLevel::Doubtful);
            match trust {
                TrustLevel::Sure => count.0 += 1,
                TrustLevel::Likely => count.1 += 1,
                TrustLevel::Doubtful | TrustLevel::No => {}
            }
            has_answered |= trust == TrustLevel::Sure && solved.candidate.group.is_some() && !solved.right.is_empty();
            ticked += usize::from(trust > TrustLevel::Doubtful && solved.is_mixed());
        }
        // Where all are certain or none is, no list is looked at.
        let has_choices_only = is_needed && ticked * 10 >= mixed_lists(document) * 9;
        ExamEvidence { counts, has_answered, has_choices_only }
    }

    /// Whether the document is an exam of questions like this one: so many of its form, and nine in ten ticked lists are choices.
    fn is_exam(&self, solved: &SolvedCandidate) -> bool {
        let (sure, likely) = self.counts.get(&solved.peer_group()).copied().unwrap_or_default();
        self.has_choices_only && sure + likely >= MANY_OF_AN_EXAM
    }

    /// Whether a likely candidate is accepted: beside at least two certain ones of its form, and no fewer than the likely ones; with ticked
    /// choices, beside a certain one of any form or many of its own, where no list is a reader's progress; without an answer, below the
    /// heading of a quiz, beside an answered one or several of its own; one without choices, beside any certain one that has choices.
    fn accepts(&self, solved: &SolvedCandidate) -> bool {
        if solved.candidate.group.is_none() {
            return self.counts.iter().any(|(peers, (sure, _))| peers.form.is_some() && *sure > 0);
        }
        let (sure, likely) = self.counts.get(&solved.peer_group()).copied().unwrap_or_default();
        let is_like_others = sure >= 2 && sure >= likely;
        let is_ticked = solved.is_mixed()
            && self.has_choices_only
            && (self.has_answered || likely >= many_ticked(&solved.candidate.stem));
        let is_in_quiz = solved.candidate.in_quiz && (self.has_answered || sure + likely >= MANY_IN_QUIZ);
        is_like_others || is_ticked || (!solved.is_mixed() && is_in_quiz)
    }
}

/// How many lists have ticked boxes and others.
fn mixed_lists(document: &Document) -> usize {
    let is_mixed = |list: EventId| {
        let boxes = document.children(document.inside(list)).filter_map(|item| task_of(document, item));
        let (ticked, all) =
            boxes.fold((0, 0), |(ticked, all), (_, is_ticked)| (ticked + usize::from(is_ticked), all + 1));
        ticked > 0 && ticked < all
    };
    let lists = document.all().filter(|id| {
        document.event(*id).is_some_and(|event| matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)))
    });
    lists.filter(|list| is_mixed(*list)).count()
}

/// The lists of a candidate.
fn lists(document: &Document, candidate: &Candidate) -> Vec<EventId> {
    let is_list = |id: &EventId| {
        document.event(*id).is_some_and(|event| matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)))
    };
    candidate.extent.clone().filter(is_list).collect()
}

/// A candidate with its answer.
struct SolvedCandidate<'d> {
    candidate: Candidate<'d>,
    named: Option<NamedChoices>,
    key: Vec<Fragment>,
    /// The right choices.
    right: Vec<usize>,
    /// The entry of a key that names other choices than the question's own answer.
    contradicted: Option<Span>,
}

/// So many entries of a key must agree with the questions before one that does not is believed to be meant for its question.
const LEAST_AGREEING: usize = 2;

/// Hands the entries of each key to the questions before it. For each key whether an entry of it fits a question: else it is no key.
fn apply_keys(solved: &mut [SolvedCandidate], regions: &[KeyRegion]) -> Vec<bool> {
    let mut next = 0;
    let mut running = 0;
    let mut used = Vec::with_capacity(regions.len());
    for region in regions {
        let mut waiting = PendingQuestions::default();
        while let Some(question) =
            solved.get(next).filter(|question| question.candidate.extent.start < region.extent.start)
        {
            running = question.candidate.stem.number.unwrap_or(running + 1);
            waiting.push(running, next);
            next += 1;
        }
        let mut hits = 0;
        let mut contradictions = Vec::new();
        for entry in &region.entries {
            let fits = |place: usize| solved.get_mut(place).is_some_and(|question| question.take_entry(entry));
            if waiting.take(entry.number, fits).is_some() {
                hits += 1;
            } else if let Some(place) = waiting.only(entry.number) {
                contradictions.push((place, entry));
            }
        }
        // One of a few that does not fit is a slip; where many do not, the key is another quiz's.
        if hits >= LEAST_AGREEING && contradictions.len() * 2 <= hits {
            for (place, entry) in contradictions {
                if let Some(question) = solved.get_mut(place).filter(|question| question.is_contradicted_by(entry)) {
                    question.contradicted = Some(entry.span());
                }
            }
        }
        used.push(hits > 0);
    }
    used
}

/// So many questions before a comment may be answered by it.
const MAX_COMMENTED: usize = 200;

/// Lets comments answer the questions before them that nothing else answers: one each, or several by number.
fn apply_comments(document: &Document, solved: &mut [SolvedCandidate]) {
    for comment in comments(document) {
        let before =
            solved.partition_point(|other| document.span(other.candidate.extent.start).start < comment.span.start);
        let Some(before) = solved.get_mut(..before) else { continue };
        let line = TextLine::of_text(comment.text);
        let entries = key::line_entries_of(&line);
        if entries.len() > 1 {
            for entry in entries {
                let mut waiting = before.iter_mut().rev().take(MAX_COMMENTED);
                if let Some(question) = waiting.find(|question| question.candidate.stem.number == Some(entry.number)) {
                    question.take_comment(|names| entry.read(names).map(|(named, _)| named));
                }
            }
        } else if let Some(last) = before.last_mut() {
            last.take_comment(|names| read(std::slice::from_ref(&line), names, false).map(|reading| reading.named));
        }
    }
}

impl<'d> SolvedCandidate<'d> {
    /// Takes what a comment names, where the question has choices and no answer yet.
    fn take_comment(&mut self, read: impl FnOnce(&ChoiceNames) -> Option<NamedChoices>) {
        if self.right.is_empty()
            && self.named.is_none()
            && self.candidate.group.is_some()
            && let Some(named) = read(&self.names()).filter(|named| named.unknown.is_empty())
        {
            self.right = named.right.clone();
            self.named = Some(named);
        }
    }

    fn new(candidate: Candidate<'d>) -> Self {
        let named = candidate.answer.as_ref().and_then(|answer| answer.named.clone());
        let mut solved = SolvedCandidate { named, key: Vec::new(), right: Vec::new(), contradicted: None, candidate };
        solved.right = solved.right_choices();
        solved
    }

    /// Takes a key's entry, if it names one of the choices. Whether it fits: an entry that contradicts the question's own answer does not.
    fn take_entry(&mut self, entry: &KeyEntry) -> bool {
        if self.candidate.group.is_none() && self.candidate.answer.is_some() {
            return false;
        }
        let Some((named, explanation)) = entry.read(&self.names()) else {
            // What the key says of a question without choices is its answer.
            let is_open = self.candidate.group.is_none() && self.key.is_empty();
            if is_open {
                self.key = entry.explanation.clone();
            }
            return is_open;
        };
        if !self.right.is_empty() {
            // The answer stands with the question already; a key that says the same is a key nevertheless.
            return self.right == named.right;
        }
        // What has no choices, and the key calls true or false, is a statement to judge.
        self.candidate.is_statement = self.candidate.group.is_none();
        self.right = named.right.clone();
        self.named = Some(named);
        self.key = explanation;
        true
    }

    /// Whether a key's entry names other choices than the question's own answer.
    fn is_contradicted_by(&self, entry: &KeyEntry) -> bool {
        let other = entry.read(&self.names()).map(|(named, _)| named).filter(|named| named.unknown.is_empty());
        let sorted = |places: &[usize]| {
            let mut places = places.to_vec();
            places.sort_unstable();
            places
        };
        !self.right.is_empty()
            && other.is_some_and(|named| !named.right.is_empty() && sorted(&named.right) != sorted(&self.right))
    }

    fn names(&self) -> ChoiceNames {
        self.candidate.group.as_ref().map_or_else(ChoiceNames::truth, ChoiceNames::of)
    }

    /// The places of the right choices: what the answer names; else ticked boxes; else marks; else the only strong choice.
    fn right_choices(&self) -> Vec<usize> {
        if self.disagrees() {
            return Vec::new();
        }
        if let Some(named) = self.named.as_ref().filter(|named| !named.right.is_empty()) {
            return named.right.clone();
        }
        let Some(group) = &self.candidate.group else { return Vec::new() };
        if self.named.is_some() {
            return Vec::new();
        }
        let strong = group.some(|choice| choice.strong).filter(|places| group.choices.len() > 2 && places.len() == 1);
        if group.form == ChoiceForm::Boxes && group.ticks() == group.choices.len() {
            return (0..group.choices.len()).collect();
        }
        group
            .some(|choice| choice.ticked == Some(true))
            .or_else(|| group.some(|choice| choice.marked == Some(true)))
            .or(strong)
            .unwrap_or_default()
    }

    /// Whether the ticked boxes and the answer's text name different choices: then neither is believed.
    fn disagrees(&self) -> bool {
        let named = self.named.as_ref().map_or(&[][..], |named| &named.right);
        let group = self.candidate.group.as_ref();
        let ticked = group.and_then(|group| group.some(|choice| choice.ticked == Some(true)));
        let mut named = named.to_vec();
        named.sort_unstable();
        !named.is_empty() && ticked.is_some_and(|ticked| ticked != named)
    }

    fn peer_group(&self) -> PeerGroup {
        PeerGroup { form: self.candidate.group.as_ref().map(|group| group.form), by_heading: self.candidate.by_heading }
    }

    fn trust(&self) -> TrustLevel {
        match &self.candidate.group {
            Some(group) => match group.form {
                ChoiceForm::Lettered => self.trust_lettered(group),
                ChoiceForm::Boxes => self.trust_boxes(group),
                ChoiceForm::Plain => self.trust_plain(),
            },
            None => self.trust_open(),
        }
    }

    /// Whether a key or an answer of its own says what is right.
    fn is_keyed(&self) -> bool {
        !self.key.is_empty() || self.candidate.answer.is_some()
    }

    fn is_answered(&self) -> bool {
        self.named.as_ref().is_some_and(|named| !named.right.is_empty())
    }

    /// Whether its choices have boxes, and some of these are ticked.
    fn is_mixed(&self) -> bool {
        self.candidate.group.as_ref().is_some_and(|group| {
            group.form == ChoiceForm::Boxes && group.some(|choice| choice.ticked == Some(true)).is_some()
        })
    }

    fn trust_lettered(&self, group: &ChoiceGroup) -> TrustLevel {
        let stem = &self.candidate.stem;
        let is_counted =
            group.choices.iter().filter_map(|choice| choice.label.as_ref()).any(|label| label.name.is_ascii_digit());
        if self.is_answered() {
            // What neither asks nor is marked may be a choice that the text explains and decides itself.
            let is_asked = stem.mark > StemMark::Bare || stem.asks || self.candidate.in_quiz;
            return if is_asked { TrustLevel::Sure } else { TrustLevel::Likely };
        }
        if is_counted {
            return TrustLevel::No;
        }
        let has_answer =
            !self.right.is_empty() || self.candidate.answer.as_ref().is_some_and(|answer| answer.named.is_some());
        match (stem.mark, stem.asks) {
            (StemMark::Named, _) if group.begins_well() || self.candidate.in_quiz => TrustLevel::Sure,
            (StemMark::Named, _) => TrustLevel::Likely,
            _ if !group.begins_well() => TrustLevel::No,
            (_, true) if has_answer && group.choices.len() > 2 => TrustLevel::Sure,
            (StemMark::Word, true) if group.choices.len() > 2 => TrustLevel::Sure,
            (StemMark::Number, _) | (_, true) => TrustLevel::Likely,
            _ => TrustLevel::No,
        }
    }

    fn trust_boxes(&self, group: &ChoiceGroup) -> TrustLevel {
        let stem = &self.candidate.stem;
        if self.is_answered() {
            return TrustLevel::Sure;
        }
        let ticks = group.ticks();
        let is_named = stem.mark == StemMark::Named;
        let in_quiz = self.candidate.in_quiz;
        let is_progress = is_progress(&lower(&stem.words));
        let is_asked = (stem.asks || stem.chooses) && !is_progress;
        // `Can you move it?`, and `choose all that apply` with all of them ticked: a reader's progress elsewhere.
        let may_ask = stem.asks && self.candidate.by_heading && ticks > 0;
        if may_ask && !is_named && (is_progress || ticks == group.choices.len()) {
            return TrustLevel::Doubtful;
        }
        if !self.is_mixed() {
            // Boxes of which none or all are ticked are choices only where stem and number say so.
            let is_question = is_named && ticks == 0;
            let is_pair = ticks == 0 && group.is_truth() && stem.mark >= StemMark::Number && self.candidate.in_quiz;
            return match (is_question || is_pair, ticks == 0 && is_asked && stem.mark == StemMark::Number) {
                (true, _) => TrustLevel::Sure,
                (_, true) => TrustLevel::Likely,
                _ => TrustLevel::No,
            };
        }
        let is_explained = self.candidate.answer.as_ref().is_some_and(|answer| answer.is_marked);
        // A heading below that of a quiz, with ticked choices, is a question though it does not ask (`Select your powers`).
        let is_titled = in_quiz && self.candidate.by_heading && !is_progress;
        let is_callout = stem.mark == StemMark::Callout;
        // A statement and a pair of true and false; `Does it break? Yes, no` may be a template.
        let is_statement = group.is_truth() && !stem.asks && !stem.text.is_empty() && !group.says_yes();
        match (is_named || is_explained || is_titled || is_callout || is_statement, is_asked) {
            (true, _) => TrustLevel::Sure,
            (_, true) if asked_for(&stem.words) == Some(ticks as u32) || in_quiz => TrustLevel::Sure,
            (_, true) => TrustLevel::Likely,
            _ if (stem.mark >= StemMark::Number || stem.text.is_empty()) && !is_progress => TrustLevel::Likely,
            _ => TrustLevel::No,
        }
    }

    /// A bare list, marked or named by an answer.
    fn trust_plain(&self) -> TrustLevel {
        let stem = &self.candidate.stem;
        let is_asked = stem.mark == StemMark::Named || (self.candidate.in_quiz && stem.asks);
        if self.is_answered() || (is_asked && !is_progress(&lower(&stem.words))) {
            TrustLevel::Sure
        } else {
            TrustLevel::No
        }
    }

    fn trust_open(&self) -> TrustLevel {
        let stem = &self.candidate.stem;
        let is_folded = self.candidate.answer.as_ref().is_some_and(|answer| answer.wrapper != AnswerWrapper::Open);
        if self.candidate.is_statement && !self.right.is_empty() {
            return TrustLevel::Sure;
        }
        let in_quiz = self.candidate.in_quiz;
        match (stem.mark, is_folded) {
            (StemMark::Named, true) => TrustLevel::Sure,
            (StemMark::Named, false) if in_quiz && (stem.asks || self.is_keyed()) => TrustLevel::Sure,
            (StemMark::Number, false) if in_quiz && self.is_keyed() => TrustLevel::Sure,
            (StemMark::Number, false) if in_quiz && stem.asks && self.candidate.answer.is_some() => TrustLevel::Sure,
            (StemMark::Number, true) if in_quiz || stem.asks => TrustLevel::Sure,
            (_, true) if in_quiz && stem.asks => TrustLevel::Sure,
            (StemMark::Named, false) if stem.has_list => TrustLevel::No,
            (StemMark::Named, false) | (StemMark::Number, true) => TrustLevel::Likely,
            _ => TrustLevel::No,
        }
    }

    fn question(
        mut self,
        document: &Document,
        place: u32,
        ids: &mut QuestionIds,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Question {
        if self.contradicted.is_some() {
            self.right.clear();
        }
        let choices = self.choices(document);
        let told: Vec<&Fragment> =
            self.candidate.answer.iter().flat_map(|answer| &answer.body).chain(&self.key).collect();
        let Reasons { of_choices, missing } = reasons::find(document, &told, &choices);
        let choices = choices.with_reasons(of_choices);
        let disagrees = self.disagrees();
        let written: Vec<String> = match &self.candidate.group {
            Some(group) => group.choices.iter().filter_map(|choice| Some(choice.label?.name.to_string())).collect(),
            None => Vec::new(),
        };
        let words = self.candidate.stem.words.trim().to_owned();
        let also = self.named.as_ref().map_or(&[][..], |named| &named.also);
        let at = self.candidate.answer.as_ref().and_then(|answer| answer.at);
        let question = Question {
            id: ids.give(self.id(&words)),
            number: self.candidate.stem.number.unwrap_or(place),
            kind: self.kind(),
            answer: labels(&choices, &self.right),
            also: labels(&choices, also),
            first_choice: first_choice(&choices).unwrap_or(self.candidate.stem.at),
            omitted: self.omitted(),
            between: self.between(),
            lead: self.candidate.lead,
            extent: self.candidate.extent,
            heading: self.candidate.stem.heading,
            title: self.candidate.stem.title,
            stem: self.candidate.stem.text,
            details: self.candidate.answer.map(details),
            key: self.key,
            at: self.candidate.stem.at,
            hint: asked_for(&words),
            choices,
            words,
            section: None,
        };
        diagnostics.extend(missing.iter().map(|(label, span)| diagnostics::missing_choice(&question, label, *span)));
        match (self.contradicted, disagrees) {
            (Some(entry), _) => {
                diagnostics.push(diagnostics::key_disagrees(&question, at.unwrap_or(question.at), entry))
            }
            (None, true) => diagnostics.push(diagnostics::answers_disagree(&question, at.unwrap_or(question.at))),
            (None, false) => {
                diagnostics.extend(diagnostics::of_question(document, &question, self.named.as_ref(), at, &written))
            }
        }
        question
    }

    /// What the parts of the question leave out on purpose.
    fn omitted(&self) -> Vec<Span> {
        let choices = self.candidate.group.iter().flat_map(|group| &group.choices).flat_map(|choice| &choice.omitted);
        let answer = self.candidate.answer.iter().flat_map(|answer| &answer.omitted);
        self.candidate
            .stem
            .omitted
            .iter()
            .chain(choices)
            .chain(answer)
            .copied()
            .filter(|mark| !mark.is_empty())
            .collect()
    }

    fn between(&self) -> Vec<Fragment> {
        let before = self.candidate.answer.iter().flat_map(|answer| &answer.between);
        before.chain(&self.candidate.between).cloned().collect()
    }

    fn kind(&self) -> QuestionKind {
        let Some(group) = &self.candidate.group else {
            return if self.candidate.is_statement { QuestionKind::TrueFalse } else { QuestionKind::Open };
        };
        match self.right.len() {
            _ if group.is_truth() => QuestionKind::TrueFalse,
            0 => QuestionKind::Ungraded,
            1 => QuestionKind::Single,
            _ => QuestionKind::Multiple,
        }
    }

    fn choices(&self, document: &Document) -> Choices {
        let Some(group) = &self.candidate.group else {
            if !self.candidate.is_statement {
                return Choices::default();
            }
            let both = ["True", "False"].into_iter().enumerate();
            let both = both
                .map(|(place, label)| Choice {
                    label: label.to_owned(),
                    text: Vec::new(),
                    span: Span::default(),
                    right: self.right.contains(&place),
                    feedback: None,
                    why: Vec::new(),
                })
                .collect();
            return Choices::new(both);
        };
        // The only strong choice is so because it is right: shown strong, it would give the answer away.
        let strong = group.some(|choice| choice.strong).filter(|places| places.len() == 1);
        let tells = strong.is_some_and(|strong| strong == self.right);
        let all = group
            .choices
            .iter()
            .zip(group.labels.all())
            .enumerate()
            .map(|(place, (choice, label))| Choice {
                label: label.clone(),
                text: if tells && choice.strong {
                    choice.text.iter().map(|part| without_strong(document, part)).collect()
                } else {
                    choice.text.clone()
                },
                span: choice.span,
                right: self.right.contains(&place),
                feedback: choice.feedback.clone(),
                why: Vec::new(),
            })
            .collect();
        Choices::new(all)
    }

    fn id(&self, words: &str) -> String {
        let stem = normalised(words);
        let choices: Vec<String> = self
            .candidate
            .group
            .iter()
            .flat_map(|group| &group.choices)
            .map(|choice| normalised(&choice.words))
            .collect();
        let mut parts: Vec<&str> = vec![&stem];
        parts.extend(choices.iter().map(String::as_str));
        hash(&parts)
    }
}

fn labels(choices: &[Choice], places: &[usize]) -> Vec<String> {
    places.iter().filter_map(|place| choices.get(*place)).map(|choice| choice.label.clone()).collect()
}

fn first_choice(choices: &[Choice]) -> Option<Span> {
    choices.first().map(|choice| choice.span).filter(|span| !span.is_empty())
}

fn details(answer: ParsedAnswer) -> AnswerBlock {
    AnswerBlock {
        wrapper: answer.wrapper,
        summary: answer.summary,
        states_answer: answer.named.is_some(),
        body: answer.body,
        explanation: answer.explanation,
    }
}

/// A fragment without the strong container around it: only the events inside.
fn without_strong(document: &Document, part: &Fragment) -> Fragment {
    let strong =
        part.events.clone().find(|id| opens_strong(document, *id) && document.span(*id).end >= part.span.start);
    Fragment { events: strong.map_or(part.events.clone(), |id| document.inside(id)), span: part.span }
}
