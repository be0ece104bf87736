//! Scopes of grammars become about seventeen short classes. In: a scope. Out: its class, a letter that `css/code.css` colours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use syntect::parsing::Scope;

/// The class of a `<span>` is one letter of ASCII.
pub type HighlightClass = u8;

/// No class: text without a `<span>`.
pub const NO_CLASS: HighlightClass = 0;

/// Which scopes of a grammar get which class; the longest prefix of a scope decides. Scopes by the Sublime naming guide.
static CLASSES: &[(&str, HighlightClass)] = &[
    ("comment", b'c'),
    ("punctuation.definition.comment", b'c'),
    ("constant.character.escape", b'e'),
    ("string.regexp", b'e'),
    ("string", b's'),
    ("punctuation.definition.string", b's'),
    ("constant.numeric", b'n'),
    ("constant", b'm'),
    ("entity.name.tag", b'g'),
    ("punctuation.definition.tag", b'g'),
    ("entity.other.attribute-name", b'a'),
    ("meta.annotation", b'a'),
    ("variable.annotation", b'a'),
    ("entity.name.function", b'f'),
    ("support.function", b'f'),
    ("variable.function", b'f'),
    ("entity.name.section", b'h'),
    ("markup.heading", b'h'),
    ("markup.inserted", b'i'),
    ("markup.deleted", b'd'),
    ("entity.name.type", b't'),
    ("entity.name.class", b't'),
    ("entity.name.struct", b't'),
    ("entity.name.enum", b't'),
    ("entity.name.trait", b't'),
    ("entity.other.inherited-class", b't'),
    ("entity.name.namespace", b't'),
    ("support.type", b't'),
    ("support.class", b't'),
    ("storage.type.function", b'k'),
    ("storage", b'k'),
    ("keyword.operator.word", b'k'),
    ("keyword.operator.logical.python", b'k'),
    ("keyword.operator", b'o'),
    ("keyword", b'k'),
    ("variable.language", b'k'),
    ("variable.parameter", b'v'),
    ("variable.other.member", b'v'),
    ("entity.name.variable", b'v'),
    ("invalid", b'x'),
    ("punctuation", b'p'),
];

static SCOPES: LazyLock<Vec<(Scope, HighlightClass)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|(scope, class)| Scope::new(scope).ok().map(|scope| (scope, *class))).collect()
});

/// The class of each scope seen so far: a few hundred, two numbers each, which are found faster in order than by a hash.
#[derive(Debug, Default)]
pub struct ScopeClasses {
    by_scope: BTreeMap<Scope, HighlightClass>,
}

impl ScopeClasses {
    /// The class in force within `scope`, where the scope around it has the class `around`.
    pub fn class_within(&mut self, around: HighlightClass, scope: Scope) -> HighlightClass {
        match *self.by_scope.entry(scope).or_insert_with(|| class(scope)) {
            NO_CLASS => around,
            // Punctuation within strings and comments belongs to them.
            b'p' if matches!(around, b's' | b'c' | b'e') => around,
            class => class,
        }
    }
}

fn class(scope: Scope) -> HighlightClass {
    let longest = SCOPES.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope)).max_by_key(|(prefix, _)| prefix.len());
    longest.map_or(NO_CLASS, |(_, class)| *class)
}
