// A student's progress as a file: what is saved, and what may be read again. docs/reference/progress.md describes it. Nothing here touches the page.
const { carry } = syllabus;

/** In the file, by the kinds of keys. @type {[kind: string, name: string][]} */
const LISTS = [["question:", "questions"], ["check:", "checks"], ["chapter:", "chapters"]];

/** Names that a hostile file could misuse. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

carry.toFile = (course, entries, now) => {
  /** @type {Record<string, any>} */
  const file = { syllabus: 1, course, saved: now.toISOString() };
  for (const [kind, name] of LISTS) {
    const own = entries.filter(([key]) => key.startsWith(kind)).map(([key, value]) => [key.slice(kind.length), plain(value)]);
    file[name] = Object.fromEntries(own);
  }
  const exams = entries.filter(([key]) => key === "exams" || key === "more-exams").map(([, value]) => value);
  if (exams.length > 0) file.exams = exams.flatMap(({ list }) => (Array.isArray(list) ? list : []));
  const since = exams.flatMap((value) => (value.reset ? value.at : value.since) ?? []);
  if (since.length > 0) file.exams_since = since[0];
  return `${JSON.stringify(file, null, 1)}\n`;
};

/** A record without the version of its form; what was reset is null with its time. @param {any} value */
const plain = ({ v, ...value }) => value;

carry.fromFile = (course, text) => {
  /** @type {any} */
  let file;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { fault: "broken" };
  }
  if (typeof file !== "object" || file === null || !Number.isInteger(file.syllabus)) return { fault: "broken" };
  if (file.syllabus > 1) return { fault: "later" };
  if (file.course !== course) return { fault: "other" };
  /** @type {[key: string, value: any][]} */
  const entries = [];
  for (const [kind, name] of LISTS) {
    const list = file[name];
    if (typeof list !== "object" || list === null || Array.isArray(list)) continue;
    for (const [id, value] of Object.entries(list)) {
      if (FORBIDDEN.has(id) || id.length > 500 || !isRecord(value)) continue;
      entries.push([kind + id, value]);
    }
  }
  const since = Number.isFinite(Date.parse(file.exams_since)) ? { since: file.exams_since } : {};
  if (Array.isArray(file.exams)) entries.push(["exams", { list: file.exams.slice(-50), at: file.saved, ...since }]);
  return { entries };
};

/** Whether a value may be a record: an object with a time. @param {any} value */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && Number.isFinite(Date.parse(value.at));
