//! Tests of what users rely on, through the real binary: a module for each feature. `course_test` builds courses, `html` reads pages.

#![allow(clippy::disallowed_methods, reason = "tests may touch the disk")]
#![allow(missing_docs, reason = "a test's name is its documentation")]

mod console;
mod course_test;
mod history;
mod html;
#[path = "../../src/json_schema_test.rs"]
mod json_schema;
mod mutations;

mod bad_input;
mod build;
mod checklists;
mod course;
mod courses;
mod decoding;
mod diagnostics;
mod docs;
mod emoji_model;
mod external;
mod fix;
mod house;
mod init;
mod inspect;
mod links;
mod moving;
mod mutate;
mod offline;
mod pack_letters;
mod print;
mod publish;
mod quiz;
mod release;
mod repair_command;
mod repair_review;
mod results;
mod schemas;
mod seed;
mod serve;
mod site;
#[cfg(unix)]
mod snippets;
mod spec;
mod theme;
mod watch;
mod withheld;
mod words;

use course_test::CourseTest;
