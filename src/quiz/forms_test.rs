//! Data of the tests: forms of questions with what must come of each, and what only looks like a question.

/// Forms met in the wild: a name for each, and what must come of it. A new form is a new row; docs/reference shows them all.
pub(super) static QUESTIONS: &[(&str, &str, &[&str])] = &[
    (
        "letters and a bracket, the answer folded",
        "### Question 1\nWho patches?\n\nA) AWS\nB) The customer\n\n<details>\n<summary>💡 Click for Answer</summary>\n\n**Answer: B) The customer**\n\n**Explanation:** The guest is yours.\n</details>",
        &["1 Single \"Who patches?\" [A=AWS|B=The customer] B because \"Explanation: The guest is yours.\""],
    ),
    (
        "boxes, and a line that explains",
        "1. Qual comando inicializa um módulo?\n    - [ ] go init\n    - [x] go mod init\n    - [ ] go new\n    *Explicação: cria o go.mod.*",
        &[
            "1 Single \"Qual comando inicializa um módulo?\" [A=go init|B=go mod init|C=go new] B because \"Explicação: cria o go.mod.\"",
        ],
    ),
    (
        "boxes below sentences that ask",
        "## Quiz\n\nWhich are fruits? (Select 2)\n\n- [x] apple\n- [ ] car\n- [x] pear\n\nWhich one flies?\n\n- [ ] cow\n- [x] bird\n- [ ] pig",
        &[
            "1 Multiple \"Which are fruits? (Select 2)\" [A=apple|B=car|C=pear] A,C",
            "2 Single \"Which one flies?\" [A=cow|B=bird|C=pig] B",
        ],
    ),
    (
        "boxes in a numbered list",
        "1. How do you see the status?\n   - [x] git status\n   - [ ] git see\n2. What is done when you commit?\n   - [ ] all\n   - [x] some\n   - [ ] none",
        &[
            "1 Single \"How do you see the status?\" [A=git status|B=git see] A",
            "2 Single \"What is done when you commit?\" [A=all|B=some|C=none] B",
        ],
    ),
    ("boxes with letters", "### Question 2\nPick.\n\n- [ ] A) x\n- [x] B) y", &["2 Single \"Pick.\" [A=x|B=y] B"]),
    (
        "letters in a numbered list, the answer folded in its item",
        "1. Which is horizontal scaling?\n    - A. Bigger\n    - B. More\n\n    <details markdown=1><summary markdown='span'>Answer</summary>\n      Correct answer: B\n    </details>\n\n2. Which two? (Choose TWO)\n    - A. x\n    - B. y\n    - C. z\n\n    <details><summary>Answer</summary>\n\n    Correct Answer: AC\n\n    Explanation: because.\n\n    </details>",
        &[
            "1 Single \"Which is horizontal scaling?\" [A=Bigger|B=More] B",
            "2 Multiple \"Which two? (Choose TWO)\" [A=x|B=y|C=z] A,C because \"Explanation: because.\"",
        ],
    ),
    (
        "letters and a colon, the answer as a heading in a fold",
        "###### 1. What's the output?\n\n```js\nlog(1)\n```\n\n- A: `1`\n- B: `2`\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: A\n\nIt logs.\n\n</p>\n</details>",
        &["1 Single \"What's the output? log(1)\" [A=1|B=2] A because \"It logs.\""],
    ),
    (
        "the same in Japanese",
        "###### 2. 何が出力されるでしょうか？\n\n- A: `1`\n- B: `2`\n\n<details><summary><b>答え</b></summary>\n<p>\n\n#### 答え: B\n\n</p>\n</details>",
        &["2 Single \"何が出力されるでしょうか？\" [A=1|B=2] B"],
    ),
    (
        "an answer in the open that several paragraphs explain",
        "### Question 3\nWhy?\n\nA) a\nB) b\nC) c\n\n**Correct Answer:** B\n\n**Why this matters:** It does.\n\nMore.\n\n---\n\nAfter.",
        &["3 Single \"Why?\" [A=a|B=b|C=c] B because \"Why this matters: It does. / More.\""],
    ),
    (
        "an answer that accepts two choices",
        "**1. ¿Cuál?**\n\na) uno  \nb) dos\n\n**Respuesta correcta: b (o a según el contexto)**",
        &["1 Single \"¿Cuál?\" [A=uno|B=dos] B or A because \"Respuesta correcta: b (o a según el contexto)\""],
    ),
    (
        "lines without an empty line between them",
        "Q7. What is it?\nA. one\nB. two\nC. three\nAnswer: C",
        &["7 Single \"What is it?\" [A=one|B=two|C=three] C"],
    ),
    (
        "an answer in a callout",
        "**Question**: What?\n\nA) one\nB) two\n\n> [!success]- Answer\n> **Correct Answer: B**\n>\n> Because.",
        &["1 Single \"What?\" [A=one|B=two] B because \"Because.\""],
    ),
    (
        "a question and its answer in a callout each",
        "> [!question] Question 1\n> What?\n>\n> A) one\n> B) two\n\n> [!success]- Answer\n> **Correct Answer: B**",
        &["1 Single \"What?\" [A=one|B=two] B"],
    ),
    (
        "a whole question in a callout",
        "> [!success]- Question 2\n> **Q:** What?\n>\n> A) one\n> B) two\n>\n> **Correct Answer: A**",
        &["2 Single \"Q: What?\" [A=one|B=two] A"],
    ),
    (
        "letters in brackets, the answer in a fold of MkDocs",
        "**Q1.** What?\n\n(a) one\n(b) two\n\n??? success \"Answer\"\n\n    b is right because it is.",
        &["1 Single \"What?\" [A=one|B=two] B because \"b is right because it is.\""],
    ),
    (
        "bold letters, the answer in a fold between colons",
        "### 3. What?\n\n**A)** one\n**B)** two\n\n:::details Answer\nB\n:::",
        &["3 Single \"What?\" [A=one|B=two] B"],
    ),
    (
        "the answer and the explanation under headings of their own",
        "### Question 1\nWhat?\n\n- A) one\n- B) two\n\n#### Answer\n\nB\n\n#### Explanation\n\nSo.",
        &["1 Single \"What?\" [A=one|B=two] B because \"Explanation / So.\""],
    ),
    (
        "an answer in a sentence",
        "### Question 1\nWhat?\n\nA) one\nB) two\n\n<details><summary>Show</summary>\n\nThe correct answer is **B** since two is more.\n\n</details>",
        &["1 Single \"What?\" [A=one|B=two] B because \"since two is more.\""],
    ),
    (
        "a sentence that begins with the letter",
        "### Question 1\nWhat?\n\nA) one\nB) two\n\n<details><summary>Reveal</summary>\n\nB is correct because two is more.\n\n</details>",
        &["1 Single \"What?\" [A=one|B=two] B because \"B is correct because two is more.\""],
    ),
    (
        "an answer that repeats the words of its choice",
        "### Question 1\nWhat?\n\nA) one apple\nB) two\n\n<details><summary>Answer</summary>One apple</details>",
        &["1 Single \"What?\" [A=one apple|B=two] A"],
    ),
    (
        "the right choice in bold",
        "### Question 1\nWhat?\n\nA) one\n**B) two**\nC) three",
        &["1 Single \"What?\" [A=one|B=two|C=three] B"],
    ),
    (
        "a sign behind the right choice",
        "### Question 1\nWhat?\n\n- A) one\n- B) two ✅\n- C) three",
        &["1 Single \"What?\" [A=one|B=two|C=three] B"],
    ),
    (
        "several right choices",
        "### Question 1\nWhich?\n\nA) x\nB) y\nC) z\n\nAnswer: A and C",
        &["1 Multiple \"Which?\" [A=x|B=y|C=z] A,C"],
    ),
    (
        "several right choices, in Portuguese",
        "### Questão 1\nQuais?\n\nA) x\nB) y\nC) z\n\nResposta: A e C",
        &["1 Multiple \"Quais?\" [A=x|B=y|C=z] A,C"],
    ),
    ("German", "### Frage 1\nWas?\n\nA) x\nB) y\n\nAntwort: B", &["1 Single \"Was?\" [A=x|B=y] B"]),
    (
        "Russian, with Russian letters",
        "### Вопрос 1\nЧто?\n\nА) x\nБ) y\n\nОтвет: Б",
        &["1 Single \"Что?\" [А=x|Б=y] Б"],
    ),
    ("Chinese", "### 第1题\n什么？\n\nA. x\nB. y\n\n答案：B", &["1 Single \"什么？\" [A=x|B=y] B"]),
    (
        "true or false, as boxes with a key",
        "### Question 1\nThe sky is blue.\n\n- [ ] True\n- [ ] False\n\n## Answer Key\n\n1. True\n2. b",
        &["1 TrueFalse \"The sky is blue.\" [A=True|B=False] A"],
    ),
    (
        "true or false without choices",
        "### Question 1\nTrue or False: Ice is warm.\n\n### Question 2\nWhich?\n\nA) x\nB) y\n\n## Answers\n\n1. **False** - It is cold.\n2. **B** - Of course.",
        &[
            "1 TrueFalse \"True or False: Ice is warm.\" [True=True|False=False] False because \"It is cold.\"",
            "2 Single \"Which?\" [A=x|B=y] B because \"Of course.\"",
        ],
    ),
    (
        "a key in a table",
        "1. One?\n   - A. x\n   - B. y\n2. Two?\n   - A. x\n   - B. y\n\n## Answer Key\n\n| # | Answer | Why |\n|---|---|---|\n| 1 | B | so |\n| 2 | A | then |",
        &["1 Single \"One?\" [A=x|B=y] B because \"so\"", "2 Single \"Two?\" [A=x|B=y] A because \"then\""],
    ),
    (
        "a key for each part",
        "## Part 1\n\n### Question 1\nOne?\n\nA) x\nB) y\n\n## Part 2\n\n### Question 1\nUno?\n\nA) x\nB) y\n\n<details><summary>Answers</summary>\n\n1. A\n\nPart 2\n\n1. B\n\n</details>",
        &["1 Single \"One?\" [A=x|B=y] A", "1 Single \"Uno?\" [A=x|B=y] B"],
    ),
    (
        "a key in one line",
        "### Question 1\nOne?\n\nA) x\nB) y\n\n### Question 2\nTwo?\n\nA) x\nB) y\n\n**Answers:**\n\n1-B, 2-A",
        &["1 Single \"One?\" [A=x|B=y] B", "2 Single \"Two?\" [A=x|B=y] A"],
    ),
    (
        "choices that are code",
        "1. Which prints?\n\n   A)\n   ```js\n   log(1)\n   ```\n\n   B)\n   ```js\n   log(2)\n   ```\n\n   **Answer: A**",
        &["1 Single \"Which prints?\" [A=log(1)|B=log(2)] A"],
    ),
    (
        "a fold that is not indented between the items of a list",
        "1. One?\n   - A. x\n   - B. y\n\n<details><summary>Answer</summary>\n\nB\n\n</details>\n\n2. Two?\n\nA) x\nB) y\n\n<details><summary>Answer</summary>\n\nA\n\n</details>",
        &["1 Single \"One?\" [A=x|B=y] B", "2 Single \"Two?\" [A=x|B=y] A"],
    ),
    ("lines that end in a break", "1. One?<br>A. x<br>B. y<br><br>Answer: B", &["1 Single \"One?\" [A=x|B=y] B"]),
    (
        "a list without letters, with the number of the right item",
        "### Question 1\nWhich?\n\n1. one thing\n2. other thing\n\n**Answer:** 2",
        &["1 Single \"Which?\" [1=one thing|2=other thing] 2"],
    ),
    (
        "a list without letters, with the words of the right item",
        "### Question 1\nWhich?\n\n- one thing\n- other thing\n\n<details><summary>Answer</summary>\n\nOther thing.\n\n</details>",
        &["1 Single \"Which?\" [A=one thing|B=other thing] B"],
    ),
    (
        "a hint before the answer",
        "### Question 1\nWhich?\n\nA) x\nB) y\n\n<details><summary>Hint</summary>\n\nLook.\n\n</details>\n\n<details><summary>Answer</summary>\n\nB\n\n</details>",
        &["1 Single \"Which?\" [A=x|B=y] B"],
    ),
    (
        "an open question",
        "### Question 1\nExplain it.\n\n<details><summary>Show solution</summary>\n\nLike this.\n\n</details>",
        &["1 Open \"Explain it.\" [] because \"Like this.\""],
    ),
    (
        "boxes under a heading of their own, explained by what follows",
        "#### Q16. Which files?\n\n- [ ] all\n- [x] some\n\nA hash starts a comment.\n\n#### Q17. What else?\n\n- [x] this\n- [ ] that\n\n[Reference](https://a.b)",
        &[
            "16 Single \"Which files?\" [A=all|B=some] B because \"A hash starts a comment.\"",
            "17 Single \"What else?\" [A=this|B=that] A",
        ],
    ),
    (
        "a list that says of each letter whether it is right",
        "__Practice Question__\n\nWhich are primary?\n\nA. Red\nB. Blue\nC. Green\n\n__Suggested Answers__\n\n- A - Correct\n- B - Correct\n- C",
        &[
            "1 Multiple \"Which are primary?\" [A=Red|B=Blue|C=Green] A,B because \"Suggested Answers / A - Correct B - Correct C\"",
        ],
    ),
    (
        "numbers in place of letters",
        "# Question 65\n\nHow many states?\n\n- **1.** 5\n- **2.** 10\n- **3.** 15\n\n> [!TIP]\n> **Correct answer: 2. 10**",
        &["65 Single \"How many states?\" [1=5|2=10|3=15] 2"],
    ),
    (
        "a question in a quote",
        "### Question 4\n\n> A company wants notices.\n>\n> Which service?\n\n- A) Audit\n- B) Artifact ✅\n\n**Correct Answer: B**\n\n**Why the others are wrong:**\n- **A)** It is.",
        &[
            "4 Single \"A company wants notices.Which service?\" [A=Audit|B=Artifact] B because \"Why the others are wrong: / A) It is.\"",
        ],
    ),
    (
        "a key in a fold below its heading",
        "**Q1.** A row whose end is null is:\n\n- A) gone\n- B) current\n\n---\n\n**Q2.** The build:\n\n- A) skips\n- B) runs\n\n## Answer key\n\n<details>\n<summary>Click to reveal answers</summary>\n\n1. **B** — It is current (see A).\n2. **A** — It skips.\n\n</details>",
        &[
            "1 Single \"A row whose end is null is:\" [A=gone|B=current] B because \"It is current (see A).\"",
            "2 Single \"The build:\" [A=skips|B=runs] A because \"It skips.\"",
        ],
    ),
    (
        "an answer in the summary of its fold",
        "### Question 1\nWhich?\n\nA) x\nB) y\n\n<details><summary>Answer: B</summary>\n\nIt is y.\n\n</details>",
        &["1 Single \"Which?\" [A=x|B=y] B because \"It is y.\""],
    ),
    (
        "letters without a list, with breaks",
        "### **Questão**\n\nO que faz?\n\na. Insere.<br>\nb. Remove.<br>\nc. Apaga\n\n**Gabarito: c. Apaga**",
        &["1 Single \"O que faz?\" [A=Insere.|B=Remove.|C=Apaga] C"],
    ),
    (
        "choices in one line",
        "**1.** Qual é o valor de x?\n\na) 8 cm   b) 10 cm   c) 12 cm\n\n✅ **Gabarito: c) 12 cm**\n\n📝 **Resolução:**\nx = 12",
        &["1 Single \"Qual é o valor de x?\" [A=8 cm|B=10 cm|C=12 cm] C because \"📝 Resolução: x = 12\""],
    ),
    (
        "choices that follow a bold question",
        "## Review Questions\n\n1. **Which is cheap?**\na) IA\nb) Deep\n\n**Answer: B** - Deep is the cheapest of all.\n\n2. **How durable?**\na) 99\nb) 100\n\n**Answer: A** - Of course it is.",
        &[
            "1 Single \"Which is cheap?\" [A=IA|B=Deep] B because \"Deep is the cheapest of all.\"",
            "2 Single \"How durable?\" [A=99|B=100] A because \"Of course it is.\"",
        ],
    ),
    (
        "Chinese, choices without an empty line",
        "1. 最底层是（  ）\nA. 微程序\nB. 机器语言\n答案：A\n\n2. 小数点的位置（  ）\nA. 固定\nB. 随意\n答案：B\n解析：如此。",
        &[
            "1 Single \"最底层是（  ）\" [A=微程序|B=机器语言] A",
            "2 Single \"小数点的位置（  ）\" [A=固定|B=随意] B because \"解析：如此。\"",
        ],
    ),
    (
        "headings that ask",
        "## Quiz Time!\n\n### What is a key feature?\n\n- [x] Dispatch\n- [ ] Magic\n\n> **Explanation:** It dispatches.\n\n### True or False: it is typed.\n\n- [x] True\n- [ ] False",
        &[
            "1 Single \"What is a key feature?\" [A=Dispatch|B=Magic] A because \"Explanation: It dispatches.\"",
            "2 TrueFalse \"True or False: it is typed.\" [A=True|B=False] A",
        ],
    ),
    (
        "open questions with answers in the open",
        "## Knowledge check\n\n### Question 1\nWhich part needs work?\n\n**Answer:** Constraints, above all length.\n\n### Question 2\nWhich failed?\n\n**Answer:** The task.",
        &[
            "1 Open \"Which part needs work?\" [] because \"Answer: Constraints, above all length.\"",
            "2 Open \"Which failed?\" [] because \"Answer: The task.\"",
        ],
    ),
    (
        "an open question in the summary of a fold",
        "## Knowledge Check\n\n<details>\n<summary>1. Why two parts?</summary>\n\nFor speed.\n</details>",
        &["1 Open \"Why two parts?\" [] because \"For speed.\""],
    ),
    (
        "an open question below a bold line",
        "## Check yourself\n\n**1. What grade?**\n\n<details markdown=\"1\">\n<summary>Show answer</summary>\n\n`A`, for it is true.\n\n</details>",
        &["1 Open \"What grade?\" [] because \"A, for it is true.\""],
    ),
    (
        "letters in items below a numbered question",
        "8. Which agent reconciles?\n   - A) BIRD\n   - B) Felix\n\n<details>\n<summary>Show Answer</summary>\n\n**Answer: B) Felix**\n\n**Explanation:**\nIt does.\n\n</details>\n\n9. Which port?\n   - A) 443\n   - B) 5473\n\n<details>\n<summary>Show Answer</summary>\n\n**Answer: B) 5473**\n\n</details>",
        &[
            "8 Single \"Which agent reconciles?\" [A=BIRD|B=Felix] B because \"Explanation: It does.\"",
            "9 Single \"Which port?\" [A=443|B=5473] B",
        ],
    ),
    (
        "a scenario, its options and their reasons",
        "## Question 9: Modernizing\n**Scenario:** A company migrates. It needs root.\n\n**Options:**\n*   A. GKE\n*   B. Lift\n\n<details>\n<summary>Click to reveal Answer</summary>\n\n**Correct Answer: B**\n\n**Why:**\n*   **Lift:** root.\n\n**Why others are wrong:**\n*   **A:** no root.\n</details>",
        &[
            "9 Single \"Modernizing A company migrates. It needs root.\" [A=GKE|B=Lift] B because \"Why: Lift: root. Why others are wrong: A: no root.\"",
        ],
    ),
    (
        "a fence of LearnSpec",
        "Text.\n\n```quiz\n? Which is valid?\n- [x] age = 25\n- [ ] int age\n- [ ] var age\n> No type is written.\n```\n\nMore.",
        &["1 Single \"Which is valid?\" [A=age = 25|B=int age|C=var age] A because \"> No type is written.\""],
    ),
    (
        "an answer that names no choice",
        "### Question 1\nWhich?\n\nA) x\nB) y\n\n**Answer: E**",
        &["1 Ungraded \"Which?\" [A=x|B=y]"],
    ),
    (
        "letters out of order",
        "### Question 1\nWhich?\n\nA) x\nC) z\nB) y\n\n**Answer: C**",
        &["1 Single \"Which?\" [A=x|C=z|B=y] C"],
    ),
    ("no answer at all", "### Question 1\nWhich?\n\nA) x\nB) y", &["1 Ungraded \"Which?\" [A=x|B=y]"]),
];

/// What only looks like a question: a name and the text.
pub(super) static NOT_QUESTIONS: &[(&str, &str)] = &[
    ("parts of a rule", "The licensee must:\n\na) keep the notice\nb) state changes\nc) give the source"),
    ("a scale of grades", "## Scale\n\n- A: 90-100%\n- B: 80-89%\n- C: 70-79%"),
    ("questions and answers of readers", "**Q: Can I use slides?**\nA: Yes! Copy them.\n\n**Q: Must I?**\nA: No."),
    (
        "a choice that stays open",
        "Which plan should you take?\n\n- A: the small one\n- B: the big one\n\nBoth are fine.",
    ),
    ("names that begin with a letter", "See e.g. these:\n\nA. Smith wrote it.\nHe was B. Jones' friend."),
    (
        "parts of a problem",
        "1. From the table, find:\n   a) The mean.\n   b) The mode.\n\n   <details>\n   <summary>Show Answer</summary>\n\n   a) It is 4.\n   b) It is 5.\n   </details>\n\n2. Next?",
    ),
    ("questions to oneself", "### Knowledge Check\n\n- [ ] What is a cache hit?\n- [ ] What is a miss?"),
    (
        "a heading that asks, without a quiz",
        "### Q6: How do arrows cross?\n\n**Answer: Co-allocation in a table.**\n\nText.",
    ),
    ("what is done of a plan", "## Roadmap\n\n- [x] build\n- [ ] test\n- [ ] ship"),
    ("what has to be done before something", "Ready for production?\n\n- [x] tests\n- [ ] docs"),
    ("boxes in steps", "1. Setup\n   - [x] install\n   - [ ] configure\n2. Deploy\n   - [ ] push"),
    ("a question about progress", "What's done so far?\n\n- [x] design\n- [ ] build\n- [ ] test"),
    ("the state of a project", "Project status:\n\n- [x] design\n- [ ] build\n- [ ] test"),
    ("a heading that asks for progress", "### Have you understood?\n\n- [x] design\n- [ ] build\n- [ ] test"),
    (
        "a question about what is finished",
        "1. Which of these have you finished?\n   - [x] design\n   - [x] draft\n   - [ ] test",
    ),
    ("a reader's own list", "Are you ready to go on? Can you:\n\n- [ ] explain it\n- [ ] do it"),
    ("blanks to be filled in", "### Question 13\nWrite a checklist.\n\n- [ ] ______\n- [ ] ______"),
    (
        "an explanation without a question",
        "## Options\n\nWhy is A right?\n\nExplanation:\n\n- A: it is\n- B: it is not",
    ),
];
