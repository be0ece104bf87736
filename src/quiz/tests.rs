//! Behaviour of the whole room: markdown in, questions out.

use super::*;
use crate::markdown::parse;
