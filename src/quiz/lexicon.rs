//! Word lists, per language, as data: what authors call questions, answers and the rest. Words are lower-case and set apart by
//! commas. A new language is new words in these lists; the forms in `forms.rs` show some at work.

/// Words that name a question (`Question 3`, `Pregunta:`).
pub(super) static QUESTION: &str = "
question, quiz question, practice question, sample question, exam question, mcq, q, que, pregunta, questão,
questao, pergunta, frage, domanda, quesito, vraag, pytanie, soru, otázka, spørgsmål, fråga, kysymys,
întrebare, intrebare, întrebarea, kérdés, ερώτηση, pitanje, вопрос, питання, въпрос, câu hỏi, câu,
pertanyaan, soal, सवाल, प्रश्न, سؤال, السؤال, שאלה, คำถาม, 问题, 問題, 题目, 題目, 問, 题, 질문, 문제
";

/// Words that may open a stem without naming a number (`**Scenario:** …`).
pub(super) static SCENARIO: &str = "
scenario, scenario / question, context, prompt, case, case study, situation, statement, escenario,
contexto, caso, cenário, cenario, szenario, fall, scénario, contexte, сценарий, 场景, シナリオ
";

/// Words that name an answer.
pub(super) static ANSWER: &str = "
answer, answers, ans, correct, correct answer, correct answers, right answer, correct option,
correct options, correct choice, correct choices, correct response, solution, solutions, key, respuesta,
respuestas, respuesta correcta, respuestas correctas, correcta, opción correcta, solución, solucion,
soluciones, resposta, respostas, resposta correta, resposta certa, correta, alternativa correta, gabarito,
solução, solucao, antwort, antworten, richtige antwort, richtig, lösung, lösungen, réponse, réponses,
reponse, bonne réponse, réponse correcte, corrigé, risposta, risposte, risposta corretta, soluzione,
soluzioni, antwoord, juiste antwoord, oplossing, odpowiedź, odpowiedzi, poprawna odpowiedź, rozwiązanie,
cevap, doğru cevap, yanıt, çözüm, odpověď, svar, rätt svar, vastaus, răspuns, raspuns, răspuns corect,
válasz, megoldás, απάντηση, σωστή απάντηση, odgovor, tačan odgovor, përgjigja, atsakymas, javob, ответ,
ответы, правильный ответ, верный ответ, решение, відповідь, правильна відповідь, отговор, верен отговор,
одговор, đáp án, đáp án đúng, trả lời, lời giải, jawaban, jawaban benar, उत्तर, सही उत्तर, الإجابة,
الاجابة, إجابة, الجواب, תשובה, คำตอบ, პასუხი, 答案, 正确答案, 正確答案, 正解, 答え, 解答, 回答, 参考答案, 정답, 답, 답안, 해답
";

/// Words that open an explanation.
pub(super) static EXPLANATION: &str = "
explanation, explanations, explain, why, why this matters, why this is correct, why it matters, rationale,
reason, reasoning, justification, key point, key points, key takeaway, key concept, takeaway, reference,
references, source, sources, feedback, details, discussion, learn more, more info, domain, incorrect,
wrong, note, remember, exam tip, analysis, further reading, explicación, explicacion, justificación,
porque, por qué, referencia, nota, explicação, explicacao, justificativa, comentário, por quê, referência,
erklärung, begründung, erläuterung, warum, hinweis, explication, explications, pourquoi, référence,
spiegazione, perché, uitleg, wyjaśnienie, uzasadnienie, açıklama, vysvětlení, förklaring, forklaring,
selitys, explicație, magyarázat, εξήγηση, objašnjenje, объяснение, пояснение, почему, пояснення, обяснение,
giải thích, penjelasan, pembahasan, व्याख्या, الشرح, شرح, التفسير, הסבר, คำอธิบาย, 解释, 解析, 说明, 解説, 説明, 理由,
해설, 설명
";

/// Words of a help that gives nothing away yet.
pub(super) static HINT: &str = "
hint, hints, clue, need help, pista, pistas, ayuda, dica, dicas, tipp, indice, aide, suggerimento,
podpowiedź, ipucu, подсказка, підказка, gợi ý, petunjuk, 提示, ヒント, 힌트
";

/// Words on the handle of a fold that hides an answer without naming it.
pub(super) static REVEAL: &str = "
reveal, show, click, spoiler, see, view, check, expand, open, toggle, unfold, ver, mostrar, revelar,
haz clic, clique, anzeigen, aufdecken, klick, voir, afficher, cliquez, mostra, vedi, toon, pokaż, göster,
показать, посмотреть, 查看, 显示, 点击, 展开, 表示, 見る, クリック, 보기
";

/// Titles of a key: a place with the answers of many questions.
pub(super) static KEY: &str = "
answer key, answer keys, answers, answer sheet, answers and explanations, correct answers, quiz answers,
solutions, solution key, quiz key, key, all answers, clave de respuestas, hoja de respuestas, respuestas,
respuestas correctas, soluciones, clave, gabarito, respostas, soluções, lösungen, lösungsschlüssel,
antworten, auflösung, réponses, corrigé, corrigés, clé de correction, soluzioni, risposte, antwoorden,
odpowiedzi, klucz odpowiedzi, cevap anahtarı, cevaplar, odpovědi, ответы, ключ, ключи, відповіді, отговори,
đáp án, kunci jawaban, उत्तर कुंजी, الإجابات, 答案, 参考答案, 正解, 解答, 答え, 解答一覧, 정답, 해답
";

/// Words in the heading above a quiz.
pub(super) static QUIZ: &str = "
quiz, quizzes, knowledge check, check your knowledge, check your understanding, practice question,
practice questions, review questions, sample questions, exam questions, practice exam, mock exam,
self-test, self test, self-assessment, test yourself, test your knowledge, assessment, multiple choice,
true/false, questions, exam, evaluación, cuestionario, preguntas, examen, autoevaluación, questionário,
avaliação, perguntas, questões, simulado, fragen, wissenstest, prüfung, questionnaire, interrogation,
domande, verifica, вопросы, тест, викторина, 测验, 小测验, 练习题, クイズ, 理解度チェック, 퀴즈
";

/// Words in the stem of a list that is somebody's progress.
pub(super) static PROGRESS: &str = "
ready, done, checklist, check list, todo, to-do, to do, status, progress, roadmap, milestone, completed,
have you, did you, before you, before proceeding, make sure, ensure, can you, are you, do you,
deliverables, requirements, prerequisites, lista de verificación, listo, requisitos, pronto, checkliste,
bereit, prêt, pronti, готов, 清单, チェックリスト
";

/// What opens a statement that is to be judged.
pub(super) static TRUE_OR_FALSE: &str = "
true or false, true/false, t/f, true / false, verdadero o falso, verdadero/falso, verdadeiro ou falso,
verdadeiro/falso, v/f, wahr oder falsch, richtig oder falsch, vrai ou faux, vrai/faux, vero o falso,
waar of onwaar, prawda czy fałsz, prawda/fałsz, doğru mu yanlış mı, верно или неверно, правда или ложь,
判断题, 判断对错, 正誤問題
";
