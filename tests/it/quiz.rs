//! Questions: the forms that authors write, the rule that all their text is on the page exactly once, the quiz page.

use serde_json::Value;

use crate::CourseTest;
use crate::html;

/// A form of question. Words that begin with `ask` are in sight, those that begin with `why` are folded until asked for.
struct Form {
    name: &'static str,
    text: &'static str,
    kind: &'static str,
    answer: &'static [&'static str],
}

const FORMS: &[Form] = &[
    Form {
        name: "heading, letters, bold answer, details",
        text: "### Question 1: ask1\n\nask2 ask3?\n\nA) ask4\nB) ask5\nC) ask6\n\n<details>\n<summary>Answer</summary>\n\n**Answer: B**\n\nwhy1 why2.\n\n</details>\n",
        kind: "single",
        answer: &["B"],
    },
    Form {
        name: "list items, answer in the open",
        text: "### Question 1\n\nask1 ask2?\n\n- A. ask3\n- B. ask4\n\n**Answer:** A\n\n**Explanation:** why1 why2.\n",
        kind: "single",
        answer: &["A"],
    },
    Form {
        name: "bold letters",
        text: "### Question 1\n\nask1?\n\n**A)** ask2\n\n**B)** ask3\n\n**Correct Answer: B**\n\nwhy1\n",
        kind: "single",
        answer: &["B"],
    },
    Form {
        name: "task items",
        text: "### Question 1: ask1?\n\n- [ ] ask2\n- [x] ask3\n- [ ] ask4\n",
        kind: "single",
        answer: &["B"],
    },
    Form {
        name: "several right answers",
        text: "### Question 1\n\nask1 (choose two)\n\n- A) ask2\n- B) ask3\n- C) ask4\n\n<details><summary>Show answer</summary>\n\n**Answers: A, C**\n\nwhy1\n\n</details>\n",
        kind: "multiple",
        answer: &["A", "C"],
    },
    Form {
        name: "a heading written as HTML",
        text: "<h3>Question 1: ask1 <code>ask2</code></h3>\n\nask3?\n\nA) ask4\nB) ask5\n\n**Answer: B**\n\nwhy1\n",
        kind: "single",
        answer: &["B"],
    },
    Form {
        name: "a callout",
        text: "### Question 1\n\nask1?\n\n- A) ask2\n- B) ask3\n\n> [!success]- Answer\n> **B)** why1 why2\n",
        kind: "single",
        answer: &["B"],
    },
    Form {
        name: "code and markup in all parts",
        text: "### Question 1\n\nWhat does `ask1` print?\n\n```sh\nask2\n```\n\n- A) `ask3`\n- B) *ask4* **ask5**\n\n<details>\n<summary>Answer</summary>\n\n**Answer: A**\n\n1. why1\n2. `why2`\n\n| why3 |\n|---|\n| why4 |\n\n</details>\n",
        kind: "single",
        answer: &["A"],
    },
    Form {
        name: "answer in a summary's block without blank lines",
        text: "### Question 1\n\nask1?\n\n- A) ask2\n- B) ask3\n\n<details><summary>Answer</summary>B) why1</details>\n",
        kind: "single",
        answer: &["B"],
    },
];

/// Two of a form, so that forms that count only in company count; the second has words of its own.
fn course(form: &Form) -> CourseTest {
    let second = form.text.replace("Question 1", "Question 2").replace("ask", "ask9").replace("why", "why9");
    CourseTest::new()
        .file("a.md", &format!("# Chapter\n\nBefore.\n\n## Quiz\n\n{}\n{second}\n## After\n\nEnd.\n", form.text))
}

fn marked(text: &str, mark: &str) -> Vec<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let words = text.split(|c: char| !is_word(c)).filter(|word| {
        word.strip_prefix(mark).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    words.map(str::to_owned).collect()
}

#[test]
fn each_form_is_recognised_with_its_answer() {
    let mut faults = Vec::new();
    for form in FORMS {
        let json = course(form).run("inspect").json();
        let questions = json["chapters"][0]["questions"].as_array().cloned().unwrap_or_default();
        let seen: Vec<(&Value, &Value)> = questions.iter().map(|one| (&one["kind"], &one["answer"])).collect();
        let (kind, answer) = (Value::from(form.kind), Value::from(form.answer.to_vec()));
        if seen != [(&kind, &answer), (&kind, &answer)] {
            faults.push(format!("{}: {seen:?}", form.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_word_of_a_question_is_on_the_chapters_page_once() {
    let mut faults = Vec::new();
    for form in FORMS {
        let text = authors_text(&course(form).main_of("a.html"));
        for mark in ["ask", "why"] {
            let mut seen = marked(&text, mark);
            seen.sort();
            let second = form.text.replace(mark, &format!("{mark}9"));
            let mut wanted = [marked(form.text, mark), marked(&second, mark)].concat();
            wanted.sort();
            if seen != wanted {
                faults.push(format!("{}: wanted {wanted:?}, on the page {seen:?}", form.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_gives_the_answer_away_is_inside_of_details() {
    let mut faults = Vec::new();
    for form in FORMS {
        for page in ["a.html", "a.quiz.html"] {
            let main = course(form).main_of(page);
            let open = outside_of_details(&main);
            let told = marked(&html::text(&open), "why");
            if !told.is_empty() {
                faults.push(format!("{}, {page}: {told:?} in the open", form.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn outside_of_details(html: &str) -> String {
    html::without(html, "<details", "</details>")
}

/// The page's text as the author wrote it: where no answer was written, the interface repeats the right choices.
fn authors_text(html: &str) -> String {
    html::text(&html::without(html, "<p class=\"answer-line\">", "</p>"))
}

#[test]
fn the_quiz_page_has_every_question_with_its_explanation_and_leads_back_and_on() {
    for form in FORMS {
        let ran = course(form).file("b.md", "# Next one\n").run("build").exit(0);
        let page = ran.site_file("a.quiz.html").has("href=\"a.html\"").has("href=\"b.html\"").text();
        let text = authors_text(&page);
        let wanted = [marked(form.text, "ask"), marked(form.text, "why")].concat();
        for word in wanted {
            let count = marked(&text, &word[..3]).iter().filter(|seen| **seen == word).count();
            assert_eq!(count, 1, "{}: {word}", form.name);
        }
    }
}

#[test]
fn a_key_at_the_end_of_the_file_answers_the_questions_above() {
    let text = "# A\n\n## Quiz\n\n### Question 1\n\nask1?\n\n- A) ask2\n- B) ask3\n\n### Question 2\n\nask4?\n\n- A) ask5\n- B) ask6\n\n## Answer Key\n\n1. B - why1\n2. A - why2\n";
    let json = CourseTest::new().file("a.md", text).run("inspect").json();
    let answers: Vec<&Value> =
        json["chapters"][0]["questions"].as_array().expect("questions").iter().map(|one| &one["answer"]).collect();
    assert_eq!(answers, [&serde_json::json!(["B"]), &serde_json::json!(["A"])]);
    let main = CourseTest::new().file("a.md", text).main_of("a.html");
    let mut words = marked(&html::text(&main), "why");
    words.sort();
    assert_eq!(words, ["why1", "why2"]);
    assert!(marked(&html::text(&outside_of_details(&main)), "why").is_empty(), "{main}");
}

#[test]
fn a_question_keeps_its_id_when_only_place_or_explanation_change() {
    let id = |text: &str| {
        let json = CourseTest::new().file("a.md", text).run("inspect").json();
        json["chapters"][0]["questions"][0]["id"].as_str().expect("an id").to_owned()
    };
    let question = "### Question 1\n\nWhich?\n\n- A) Users\n- B) Roles\n\n**Answer: B**\n";
    let first = id(&format!("# A\n\n{question}\nBecause.\n"));
    assert_eq!(first, id(&format!("# Another title\n\nMore.\n\n{question}\nFor another reason.\n")));
    assert_ne!(first, id(&format!("# A\n\n{}", question.replace("Roles", "Rules"))));
}

#[test]
fn an_overview_with_questions_has_a_quiz_page_too() {
    let text = "# M\n\n### Question 1\n\nWhich?\n\n- A) x\n- B) y\n\n**Answer: B**\n";
    let ran = CourseTest::new().file("m/README.md", text).file("m/a.md", "# A\n").run("build").exit(0);
    drop(ran.site_file("m/index.quiz.html"));
    ran.lacks_site_file("m/a.quiz.html");
}

#[test]
fn prose_with_letters_is_no_question() {
    let json = CourseTest::new()
        .file("a.md", "# A\n\nSteps:\n\n- a) first do this\n- b) then that\n\nThe answer to life is 42.\n\n### Questions?\n\nAsk us.\n")
        .run("inspect")
        .json();
    assert_eq!(json["chapters"][0]["questions"], serde_json::json!([]));
}

#[test]
fn a_choice_that_is_still_empty_leaves_nothing_open() {
    let question = "### Question 1\n\nWhich?\n\n- [ ] Decode\n- [x] Read it\n- [ ] ";
    let ran = CourseTest::new().bytes("a.md", question.as_bytes()).run("build .").exit(0);
    for page in ["a.html", "a.quiz.html"] {
        assert_eq!(crate::html::tangles(&ran.site_file(page).text()), Vec::<String>::new(), "{page}");
    }
}

/// The text in the fold of the first question's answer.
fn folded_answer(page: &str) -> String {
    let fold = page.split("<details class=\"answer\">").nth(1).and_then(|rest| rest.split("</details>").next());
    html::words(fold.unwrap_or_default()).join(" ")
}

#[test]
fn show_answer_shows_the_answer() {
    let shown = |below: &str| {
        let text = format!("# A\n\n## Quiz\n\n### Which?\n\n- [ ] one\n- [x] two\n\n{below}\n");
        folded_answer(&CourseTest::new().file("a.md", &text).main_of("a.html"))
    };
    assert_eq!(shown(""), "Show answer Answer B) two");
    // The author's text comes after the answer, unless it is the answer.
    assert_eq!(shown("Two is more than one."), "Show answer Answer B) two Two is more than one.");
    assert_eq!(shown("**Answer: B**\n\nTwo is more."), "Show answer Answer: B Two is more.");
    // A way back to the top stays where it is.
    assert_eq!(shown("**[⬆ Back to Top](#a)**"), "Show answer Answer B) two");
    assert_eq!(shown("[Reference](https://a.b)"), "Show answer Answer B) two Reference");
}

#[test]
fn an_authors_number_is_shown_as_it_is() {
    let part = |number: u32| format!("{number}. Which is {number}?\n   - [ ] no\n   - [x] yes\n\n");
    let title = |numbers: [u32; 2]| {
        let text = format!("# A\n\n## Quiz\n\n{}{}", part(numbers[0]), part(numbers[1]));
        let page = CourseTest::new().file("a.md", &text).main_of("a.quiz.html");
        let titles = page.split("class=\"question-title\">").skip(1).filter_map(|rest| rest.split('<').next());
        titles.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(title([1, 2]), ["Question 1 of 2", "Question 2 of 2"]);
    assert_eq!(title([7, 8]), ["Question 7", "Question 8"]);
}

#[test]
fn questions_in_one_paragraph_are_cards_of_their_own() {
    let run = "Q1. One?\nA) x\nB) y\nAnswer: B\nQ2. Two?\nA) x\nB) y\nAnswer: A\n";
    let page = CourseTest::new().file("a.md", &format!("# A\n\n## Quiz\n\n{run}")).main_of("a.html");
    assert_eq!(page.matches("<syllabus-question").count(), 2);
    // No card stands in a paragraph.
    let opened = page.split("<syllabus-question").next().unwrap_or_default();
    assert_eq!(opened.matches("<p>").count() + opened.matches("<p ").count(), opened.matches("</p>").count());
}

#[test]
fn a_question_whose_choices_are_not_indented_enough_is_whole() {
    let part = |number: u32| format!("{number}. Which is {number}?\n   - [ ] no\n   - [x] yes\n\n");
    let text = format!("# A\n\n## Quiz\n\n{}", (8..13).map(part).collect::<String>());
    let page = CourseTest::new().file("a.md", &text).main_of("a.html");
    for number in 8..13 {
        assert_eq!(page.matches(&format!("Which is {number}?")).count(), 1, "{number}");
    }
    assert_eq!(page.matches("<syllabus-question").count(), 5);
    assert!(!page.contains("type=\"checkbox\""), "no box of an answer is left");
}

#[test]
fn the_summary_that_asks_is_on_the_quiz_page() {
    let text = "# A\n\n## Quiz\n\n<details><summary>Q1: What is it?</summary>\n\n- [ ] one\n- [x] two\n\n</details>\n";
    let page = |name: &str| html::words(&CourseTest::new().file("a.md", text).main_of(name)).join(" ");
    assert!(page("a.quiz.html").contains("What is it? A one B two"));
    assert_eq!(page("a.html").matches("What is it?").count(), 1);
}

/// Blocks where only words may stand: in a label, a `<span>` or a paragraph.
fn misplaced(page: &str) -> Vec<String> {
    const BLOCKS: [&str; 12] =
        ["p", "div", "ul", "ol", "li", "pre", "table", "blockquote", "details", "h3", "hr", "section"];
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for tag in page.split('<').skip(1).filter_map(|tag| tag.split(['>', ' ', '\n']).next()) {
        match tag.strip_prefix('/') {
            Some(name) => {
                if let Some(at) = open.iter().rposition(|open| *open == name) {
                    open.truncate(at);
                }
            }
            None => {
                let holder = open.iter().find(|name| ["label", "span", "p", "em", "strong"].contains(name));
                found.extend(holder.filter(|_| BLOCKS.contains(&tag)).map(|holder| format!("<{tag}> in <{holder}>")));
                if !["br", "hr", "img", "input", "meta", "link", "wbr"].contains(&tag) {
                    open.push(tag);
                }
            }
        }
    }
    found
}

#[test]
fn whatever_a_choice_holds_is_valid_html() {
    let choices = [
        "Words\n  - one\n  - two",
        "Words\n\n  ```sh\n  ls\n  ```",
        "Words\n\n  More words",
        "Words\n\n  > a quote",
        "Words\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |",
        "1. one\n  2. two",
        "`code` and **strong** and [a link](https://a.b)",
        "<b>bold</b><br>new line",
        "<div>raw</div>",
        "<details><summary>more</summary>words</details>",
    ];
    for choice in choices {
        for answer in ["", "\n**Explanation:** why\n"] {
            let text = format!("# Q\n\n### Question 1\n\nWhich?\n\n- [x] {choice}\n- [ ] plain\n- [ ] other\n{answer}");
            let ran = CourseTest::new().file("a.md", &text).run("build").exit(0);
            for page in ["a.html", "a.quiz.html"] {
                let page = ran.site_file(page).text();
                let main = html::between(&page, "<main", "</main>").expect("its main part");
                assert!(main.contains("<input"), "{choice}");
                assert_eq!((misplaced(main), html::tangles(&page)), (Vec::new(), Vec::new()), "{choice}\n{main}");
            }
        }
    }
}

#[test]
fn an_authors_own_word_for_a_question_stays() {
    for word in ["Scenario", "Case study", "Situation", "Context"] {
        let text = format!(
            "# Q\n\n1. **{word}:** You own a shop. What do you sell?\n\n   A) Bread\n   B) Cake\n\n   **Answer: A**\n\n\
             2. **{word}:** You own a boat. What do you need?\n\n   A) Wind\n   B) Snow\n\n   **Answer: A**\n"
        );
        let ran = CourseTest::new().file("a.md", &text).run("build").exit(0);
        for page in ["a.html", "a.quiz.html"] {
            let page = ran.site_file(page).text();
            assert_eq!(html::text(&page).matches(word).count(), 2, "{word}: {}", html::text(&page));
            assert_eq!(page.matches("<syllabus-question ").count(), 2);
        }
    }
    let text = "# Q\n\n1. **Question:** What?\n\n   A) Bread\n   B) Cake\n\n   **Answer: A**\n";
    let ran = CourseTest::new().file("a.md", text).run("build").exit(0);
    ran.site_file("a.html").has("<p class=\"question-title\">Question 1 of 1</p>");
}

#[test]
fn true_and_false_without_letters_are_said_once() {
    let text = "# Q\n\n### Question 1\n\nTrue or False: water is wet.\n\n**Answer: True**\n";
    let ran = CourseTest::new().file("a.md", text).run("build").exit(0);
    for page in ["a.html", "a.quiz.html"] {
        let page = ran.site_file(page).text();
        let choices = html::between(&page, "class=\"choices\"", "</div>").expect("choices");
        assert_eq!(html::words(choices).iter().filter(|word| *word == "True").count(), 1, "{choices}");
        assert!(choices.contains("value=\"True\"") && choices.contains("data-label=\"False\""), "{choices}");
    }
}

#[test]
fn contents_name_questions_and_nothing_that_is_folded() {
    let text = "# Q\n\n## Quiz\n\n### Question 1: which?\n\nA) x\nB) y\n\n<details><summary>Answer</summary>\n\n\
                **Answer: A**\n\n### Key points\n\nwhy\n\n</details>\n\n## More\n\n<details><summary>Show the solution</summary>\n\n\
                ### Steps\n\nwords\n\n</details>\n\n<details><summary>Part two</summary>\n\n### Of the text\n\nwords\n\n</details>\n\n\
                <details><summary>Key concepts</summary>\n\n### Concepts\n\nwords\n\n</details>\n\n\
                <details><summary>💡 Solution 3</summary>\n\n### Steps\n\nwords\n\n</details>\n\n\
                ## Answer key\n\n### Of the first\n\n1. A\n";
    let ran = CourseTest::new().file("a.md", text).run("build").exit(0);
    let page = ran.site_file("a.html").text();
    let contents = html::between(&page, "class=\"toc\"", "</nav>").expect("contents");
    let titles: Vec<&str> =
        contents.split("\">").skip(1).filter_map(|part| part.split_once("</a>")).map(|it| it.0).collect();
    let titles: Vec<&str> = titles.into_iter().filter_map(|title| title.rsplit('>').next()).collect();
    for seen in ["Quiz", "Question 1: which?", "More", "Of the text", "Concepts", "Answer key"] {
        assert!(titles.contains(&seen), "{seen}: {titles:?}");
    }
    for folded in ["Key points", "Steps"] {
        assert!(!titles.contains(&folded), "{folded}: {titles:?}");
    }
}

#[test]
fn a_quiz_page_says_what_it_is() {
    let text = "# Roles\n\nWho may do what in the account of the company.\n\n### Question 1\n\nWhich of these is the right one for a user?\n\nA) x\nB) y\n\n**Answer: A**\n";
    let ran = CourseTest::new().file("a.md", text).run("build").exit(0);
    ran.site_file("a.quiz.html")
        .has("<meta name=\"description\" content=\"Practice: Roles · 1 question. Who may do what in the account of the company.\">");
}
