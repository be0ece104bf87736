// Questions of the kinds that a student answers in other ways than by one choice: several, a blank, in own words.
export const KINDS_OF_QUESTIONS = `### Question 2

Which two are ordered? (Choose two)

- [x] Keys
- [ ] Heaps
- [x] Leaves

### Question 3

A node without children is called a ____.

<details>
<summary>Answer</summary>

**Answer:** leaf node / leaf

</details>

### Question 4: What is a vacuum?

<details>
<summary>Show solution</summary>

It reclaims dead tuples.

</details>
`;
