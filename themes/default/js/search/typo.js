// Words that one slip of a finger makes of each other.
const { search } = syllabus;

search.isOneTypo = (a, b) => {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
  // What is left in the middle: one letter more, less or another, or two that changed places.
  const [left, right] = [endA - start, endB - start];
  return left <= 1 && right <= 1 || left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
};
