// What the files of the search share. They are joined into a script of their own, which is loaded when someone first searches; the files of the
// index (assets/search/) call `index`, `terms`, `sections` and `words` of it.
syllabus.search = /** @type {Search} */ ({});
