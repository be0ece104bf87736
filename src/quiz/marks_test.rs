//! Data and tests of how authors mark, name and fold answers: one question with the choices `one` and `two` each time, of which the second
//! is right. What only differs in the answer stands here; whole forms are in `forms_test`.

use super::question::QuestionKind;
use super::tests::{line, quiz};

/// What stands below the choices `A) one` and `B) two`.
pub(super) static ANSWERS: &[&str] = &[
    // words and letters
    "Answer: B",
    "**Answer: B) two**",
    "Correct option is (B)",
    "Ans - B",
    "【答案】B",
    "**✔ B**",
    // prose, and lists of it
    "The correct answer is **B** since two is more.",
    "1. The answer is B because it is.\n2. More.",
    "**Option B** is the right choice.",
    "<details><summary>Answer</summary>\n\nA is wrong because it is one; the right one is B.\n</details>",
    "<details><summary>Answer</summary>\n\nA would be right if it were less, but B is correct.\n</details>",
    // a verdict for each choice
    "<details><summary>Explanation</summary>\n\n- A: Incorrect. It is one.\n- B: Correct. It is two.\n</details>",
    "<details><summary>Answer</summary>\n\n- **a** ❌ No.\n- **b** ✅ Yes.\n</details>",
    "> A ❌ because no\n> B ✅ because yes",
    // folds of other programs
    "??? success \"Answer\"\n    B\n",
    "!!! note \"Answer\"\n    The correct answer is B.\n",
    "=== \"Answer\"\n\n    B\n",
    ":::tip Answer\n\nB\n\n:::",
    ":::info[Answer]\n\nThe answer is **B**.\n\n:::",
    "::::::: solution\n\nB\n\n:::::::",
    "::: {.callout-tip collapse=\"true\"}\n## Answer\n\nB\n:::",
    "{{< details \"Answer\" >}}\n\nB, because.\n\n{{< /details >}}",
    "{{% expand \"Show answer\" %}}\nThe answer is B.\n{{% /expand %}}",
    "{% hint style=\"info\" %}\nAnswer: B\n{% endhint %}",
    "> [!answer]- Answer\n> B",
    "***\n\n**Solution**. It is B.\n\n**Answer: B**",
    "{% step %}\n\n**Answer: B**\n\n{% endstep %}",
    "> [!check]-\n> B",
    "答案：B 解析：因为。",
    // what a reader of the page does not see
    "<!-- answer: B -->",
];

/// Keys at the end of two questions with the choices `A` and `B`: B is right for the first, A for the second.
pub(super) static KEYS: &[&str] = &[
    "*Answers: 1-B, 2-A*",
    "(Answers: 1. B, 2. A)",
    "> Answers: 1) B 2) A",
    "<sub>Answers: 1B 2A</sub>",
    "**Key:** 1: b; 2: a",
    "Correct answers: 1 → B; 2 → A",
    "## Check your answers\n\n### Question 1\n\n**B** because.\n\n### Question 2\n\nA\n",
    "## Solutions\n\n### 1. Which is even?\n\nThe correct answer is B.\n\n### 2. Which is odd?\n\nAnswer: A\n",
    "## Answers\n\n| Question | Answer |\n|---|---|\n| Q1 | B |\n| Q2 | A |\n",
    "## Answers\n\n1. The answer is B because 2 is even.\n2. The answer is A because 3 is odd.\n",
    "## Answer Key\n\n- Q1: B\n- Q2: A\n",
    "<details><summary>Answers</summary>\n\n1 - B, 2 - A\n</details>",
    "### Antworten\n\n1b, 2a",
    "**Respuestas:** 1. b) 2. a)",
    "### Risposte e spiegazioni\n\n1. **Risposta corretta: B**\n2. **Risposta corretta: A**",
    "答案：1.B 2.A",
    "## Answers\n\n```\n1)B   2)A\n```\n",
    "정답: 1. B, 2. A",
    "<!-- Answers: 1-B, 2-A -->",
];

/// Choices of which the second is right, without another word.
pub(super) static CHOICES: &[&str] = &[
    "- [ ] one\n- [x] two",
    "[ ] one\n[x] two",
    "-[ ] one\n-[x] two",
    "- [  ] one\n- [ X ] two",
    "- ( ) one\n- (x) two",
    "- [( )] one\n- [(X)] two",
    "- [], one\n- [x], two",
    "- [ ]one\n- [x]two",
    "- ☐ one\n- ☑ two",
    "A．one\nB．two\n\n**答案**：B",
    "☐ one\n☑ two",
    "- one ❌\n- two ✔️",
    "- one\n- two **(correct)**",
    "- A. one\n- B. two ← correct",
    "A. one\n*B. two",
    "- 1. one\n- 2. two\n\n**Answer:** 2",
    "(a) one (b) two\n\nAnswer: b",
    "- (a) one · (b) two\n- **Answer:** (b)",
    "Ａ．one　Ｂ．two\n\n答え：Ｂ",
    "### Options:\n\n- A. one\n- B. two\n\n**Answer: B**",
    "<details><summary>Options</summary>\n\nA. one\n\nB. two\n\n</details>\n\n<details><summary>Answer</summary>\n\nB\n\n</details>",
];

#[test]
fn each_way_to_name_an_answer_is_read() {
    for answer in ANSWERS {
        let (document, quiz) = quiz(&format!("### Question 1\n\nWhich?\n\nA) one\nB) two\n\n{answer}\n"));
        let found: Vec<String> = quiz.questions.iter().map(|question| line(&document, question)).collect();
        let is_right = found.len() == 1 && found[0].starts_with("1 Single \"Which?\" [A=one|B=two] B");
        assert!(is_right, "{answer}\n{found:#?}");
    }
}

#[test]
fn several_right_choices_may_be_named_with_their_words() {
    let right = |answer: &str| {
        let (_, found) = quiz(&format!("### Question 1\n\nWhich?\n\nA) box\nB) text\nC) multi\n\n{answer}\n"));
        found.questions[0].answer.join("")
    };
    assert_eq!(right("**Answer: A) box and B) text**"), "AB");
    assert_eq!(right("**Answer: A) box, C) multi**"), "AC");
    assert_eq!(right("Answers: A. box; C. multi"), "AC");
    assert_eq!(right("Answer: A and B"), "AB");
    assert_eq!(right("Answer: **A** **C**"), "AC");
    assert_eq!(right("Answer: A–C"), "ABC");
    // Only one is right here, whatever is said of the others.
    assert_eq!(right("Answer: A) box. B) is wrong."), "A");
}

#[test]
fn choices_may_stand_in_the_line_of_the_stem() {
    let (document, found) = quiz("# Quiz\n\n2.模拟信号的是（） A、模拟 B、数字 C、信道\n\n答案：B 解析：因为。\n");
    assert_eq!(
        line(&document, &found.questions[0]),
        "1 Single \"2.模拟信号的是（）\" [A=模拟|B=数字|C=信道] B because \"解析：因为。\""
    );
}

#[test]
fn answers_are_no_questions() {
    let texts = [
        "# Exam\n\n**Question 1:** What?\n\n**Question 2:** How?\n\n### Answers\n\n**Question 1:** So.\n\n**Question 2:** Thus.\n",
        "# Diagnostic Quiz\n\n### Q2. More on `private`\nThe first two are easy.\n\n### Q13. Signature\nSee the notes.\n",
    ];
    let counts: Vec<usize> = texts.iter().map(|text| quiz(text).1.questions.len()).collect();
    assert_eq!(counts, [2, 0]);
}

#[test]
fn cards_stand_in_items_and_below_what_asks() {
    let texts = [
        "# Practice Test\n\n1. <details>\n   <summary>How many?</summary>\n\n   Two.\n\n   </details>\n",
        "# Quiz\n\n### How many?\n\n<details><summary>Solution</summary>\n\nTwo.\n\n</details>\n",
        "> [!question]- T/F It ends with zeroes\n> TRUE\n",
        "# Exam\n\n**Question 1: Definition**\n\nQ: How many?\n\nA: Two.\n",
    ];
    for text in texts {
        let (document, found) = quiz(text);
        let [question] = found.questions.as_slice() else { panic!("{text}\n{:#?}", found.questions) };
        assert!(question.kind == QuestionKind::Open && line(&document, question).contains(" because "), "{text}");
    }
}

#[test]
fn each_form_of_a_key_is_read() {
    for key in KEYS {
        let text = format!(
            "# Quiz\n\n1. Which is even?\n\n   A) 1\n   B) 2\n\n2. Which is odd?\n\n   A) 3\n   B) 4\n\n{key}\n\n---\n\nEnd.\n"
        );
        let (_, quiz) = quiz(&text);
        let found: Vec<_> = quiz.questions.iter().map(|question| question.answer.join(",")).collect();
        assert_eq!(found, ["B", "A"], "{key}");
    }
}

#[test]
fn each_way_to_mark_a_choice_is_read() {
    for choices in CHOICES {
        let (document, quiz) = quiz(&format!("### Question 1\n\nWhich?\n\n{choices}\n"));
        let [question] = quiz.questions.as_slice() else { panic!("{choices}\n{:#?}", quiz.questions) };
        let words: Vec<String> = question.choices.iter().map(|choice| choice.words(&document)).collect();
        let right: Vec<bool> = question.choices.iter().map(|choice| choice.right).collect();
        assert_eq!((words, right), (vec!["one".to_owned(), "two".to_owned()], vec![false, true]), "{choices}");
    }
}

#[test]
fn a_stem_holds_what_stands_before_the_choices() {
    let between = [
        "- apples\n- pears\n",
        "1. one\n2. two\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "```sh\nx=1\n```\n",
        "First.\n\nSecond.\n",
        "> Said the fox.\n",
        "![x](a.png)\n",
    ];
    let marks =
        ["### Question 1\n\nGiven this:", "**Question 1:** Given this:", "**1.** Given this:", "Q1. Given this:"];
    let choices = [
        "A) x\nB) y\n\n**Answer: B**\n",
        "- A. x\n- B. y\n\n<details><summary>Answer</summary>\n\nB\n\n</details>\n",
        "- [ ] x\n- [x] y\n",
        "1. x\n2. y\n\n**Answer:** 2\n",
    ];
    for between in between {
        for mark in marks {
            for choices in choices {
                let text = format!("# Quiz\n\n{mark}\n\n{between}\nWhich is right?\n\n{choices}");
                let (_, quiz) = quiz(&text);
                let [question] = quiz.questions.as_slice() else { panic!("{text}\n{:#?}", quiz.questions) };
                let is_whole = question.words.contains("Given this") && question.words.contains("Which is right");
                let right: Vec<bool> = question.choices.iter().map(|choice| choice.right).collect();
                assert!(is_whole && right == [false, true], "{text}\n{question:#?}");
            }
        }
    }
}

#[test]
fn labels_are_labels_only_as_a_series_and_no_two_are_the_same() {
    let found = |text: &str| {
        let (document, quiz) = quiz(text);
        let question = &quiz.questions[0];
        let choices = question.choices.iter().map(|choice| format!("{}={}", choice.label, choice.words(&document)));
        (choices.collect::<Vec<_>>(), question.answer.clone())
    };
    let asked = |choices: &str| found(&format!("### Question 1\n\nWhich?\n\n{choices}\n"));
    assert_eq!(
        asked("- [x] 1. Stop. 2. Start.\n- [ ] 1. Start."),
        (vec!["A=1. Stop. 2. Start.".to_owned(), "B=1. Start.".to_owned()], vec!["A".to_owned()])
    );
    assert_eq!(asked("- [ ] 3.\n- [x] 1."), (vec!["A=3.".to_owned(), "B=1.".to_owned()], vec!["B".to_owned()]));
    assert_eq!(
        asked("- [ ] `1. a`\n- [x] `2. b`"),
        (vec!["A=1. a".to_owned(), "B=2. b".to_owned()], vec!["B".to_owned()])
    );
    // A letter that stands there twice names no choice.
    assert_eq!(
        asked("A) x\nB) y\nB) z\n\nAnswer: B"),
        (vec!["A=x".to_owned(), "B=y".to_owned(), "C=z".to_owned()], vec![])
    );
}

#[test]
fn ticks_and_an_answer_that_disagree_grade_nothing() {
    let (_, found) = quiz("### Question 1\n\nWhich?\n\n- [x] A) one\n- [ ] B) two\n\nAnswer: B\n");
    assert!(found.questions[0].answer.is_empty());
    let codes: Vec<&str> = found.diagnostics.iter().map(|fault| fault.code.id()).collect();
    assert_eq!(codes, ["quiz/answers-disagree"]);
}

#[test]
fn a_sentence_about_a_choice_does_not_call_it_right() {
    for text in [
        "A is wrong because it is one.",
        "A would be right if it were more.",
        "A service is no answer.",
        "Since 1 > 0 is true, two is more.",
    ] {
        let fold = format!("<details><summary>Explanation</summary>\n\n{text}\n</details>");
        let (_, found) = quiz(&format!("### Question 1\n\nWhich?\n\nA) one\nB) two\n\n{fold}\n"));
        assert!(found.questions.iter().all(|question| question.answer.is_empty()), "{text}\n{:#?}", found.questions);
    }
}
