// When a question is asked again: FSRS, the published scheduler, with its default parameters. Right is *Good*, wrong is *Again*; days are whole and
// local, without fuzz and without steps within a day. A test holds this equal to the package `ts-fsrs`.

/** The default parameters of FSRS-6, and the chance of knowing an answer on the day that it is due. */
const W = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912,
  0.0658, 0.1542,
];
const RETENTION = 0.9;
const MAX_DAYS = 36500;
const FACTOR = RETENTION ** (-1 / W[20]) - 1;

const [AGAIN, HARD, GOOD, EASY] = [1, 2, 3, 4];

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** @param {number} value */
const round = (value) => Math.round(value * 1e4) / 1e4;

/** @param {number} grade */
const firstDifficulty = (grade) => W[4] - Math.exp((grade - 1) * W[5]) + 1;

/** @param {number} difficulty @param {number} grade */
const nextDifficulty = (difficulty, grade) => {
  const moved = difficulty - W[6] * (grade - GOOD) * (10 - difficulty) / 9;
  return clamp(W[7] * firstDifficulty(EASY) + (1 - W[7]) * moved, 1, 10);
};

/** For how many days an answer is known after a review. @param {number} difficulty @param {number} stability @param {number} days since the last @param {number} grade */
const nextStability = (difficulty, stability, days, grade) => {
  const forgotten = 1 - (1 + FACTOR * days / stability) ** -W[20];
  if (grade === AGAIN) {
    const after = W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1) * Math.exp(forgotten * W[14]);
    return Math.max(0.001, Math.min(stability, after));
  }
  const growth = Math.exp(W[8]) * (11 - difficulty) * stability ** -W[9] * (Math.exp(forgotten * W[10]) - 1) * (grade === HARD ? W[15] : 1);
  return clamp(stability * (1 + growth), 0.001, MAX_DAYS);
};

/** @param {number} stability */
const daysFor = (stability) => clamp(Math.round(stability), 1, MAX_DAYS);

/** The local day of a date, `2026-11-28`. @param {Date} date */
const dayOf = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** How many days lie between two days. @param {string} from @param {string} to */
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 864e5);

/** @param {string} day @param {number} days */
const dayAfter = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);

/** @param {AnswerRecord | null} record */
const isReviewed = (record) => Boolean(record?.reviewed && record.stability && record.stability > 0 && record.difficulty);

/** @type {Syllabus["schedule"]} */
const schedule = {
  next(record, isRight, now) {
    const today = dayOf(now);
    const { stability = 0, difficulty = 0, reviewed = "" } = isReviewed(record) ? record ?? {} : {};
    // Of several tries of a day the first counts; one that is wrong after a right one does, too.
    if (reviewed === today && (isRight || record?.due === dayAfter(today, 1))) return {};
    const days = Math.max(0, daysBetween(reviewed || today, today));
    const after = (/** @type {number} */ grade) => (reviewed ? nextStability(difficulty, stability, days, grade) : Math.max(W[grade - 1], 0.1));
    const grade = isRight ? GOOD : AGAIN;
    const [again, hard] = [daysFor(after(AGAIN)), daysFor(after(HARD))];
    const least = Math.min(again, hard);
    const wait = isRight ? Math.max(daysFor(after(GOOD)), Math.max(hard, least + 1) + 1) : least;
    return {
      stability: round(after(grade)),
      difficulty: round(reviewed ? nextDifficulty(difficulty, grade) : clamp(firstDifficulty(grade), 1, 10)),
      reviewed: today,
      due: dayAfter(today, wait),
    };
  },
};

syllabus.schedule = schedule;
