//! Validates JSON by the part of JSON Schema (draft 7) that the schemas in docs/schemas use. In: a schema and a value. Out: what does not fit,
//! each with its place. A keyword that it does not know is a fault too, so that no schema says more than is looked at.

use serde_json::{Map, Value};

/// Keywords that say nothing about a value.
const SAID: [&str; 6] = ["$schema", "title", "description", "format", "default", "examples"];

/// A schema.
pub(crate) struct JsonSchema<'s> {
    root: &'s Value,
    /// Whether keys that the schema does not name are faults, whatever it says of them.
    is_strict: bool,
}

impl<'s> JsonSchema<'s> {
    /// A schema that is taken as it is.
    pub fn new(root: &'s Value) -> Self {
        JsonSchema { root, is_strict: false }
    }

    /// A schema that has to name each key.
    pub fn strict(root: &'s Value) -> Self {
        JsonSchema { root, is_strict: true }
    }

    /// What does not fit in a value.
    pub fn faults(&self, value: &Value) -> Vec<String> {
        self.faults_at("", self.root, value)
    }

    fn faults_at(&self, at: &str, schema: &Value, value: &Value) -> Vec<String> {
        let Value::Object(schema) = schema else {
            return if schema == &Value::Bool(false) { vec![format!("{at}: nothing may stand here")] } else { vec![] };
        };
        let mut faults = Vec::new();
        for (keyword, says) in schema {
            let fits = match keyword.as_str() {
                "type" => fits_type(says, value),
                "enum" => says.as_array().is_some_and(|all| all.contains(value)),
                "const" => says == value,
                "minimum" => value.as_f64().zip(says.as_f64()).is_none_or(|(value, least)| value >= least),
                "maximum" => value.as_f64().zip(says.as_f64()).is_none_or(|(value, most)| value <= most),
                "minLength" => value.as_str().is_none_or(|text| text.len() as u64 >= says.as_u64().unwrap_or(0)),
                "required" => {
                    let names = says.as_array().into_iter().flatten().filter_map(Value::as_str);
                    let missing = names.filter(|name| value.as_object().is_some_and(|all| !all.contains_key(*name)));
                    faults.extend(missing.map(|name| format!("{at}/{name}: is missing")));
                    true
                }
                "properties" | "additionalProperties" => true,
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        // A list of schemas is one for each place.
                        let says = if says.is_array() { &says[index] } else { says };
                        faults.extend(self.faults_at(&format!("{at}/{index}"), says, item));
                    }
                    true
                }
                "minItems" | "maxItems" => value.as_array().is_none_or(|items| {
                    let (count, bound) = (items.len() as u64, says.as_u64().unwrap_or(0));
                    if keyword == "minItems" { count >= bound } else { count <= bound }
                }),
                "$ref" => {
                    let to = says.as_str().and_then(|to| self.root.pointer(to.trim_start_matches('#')));
                    faults.extend(self.faults_at(at, to.expect("a reference leads to a schema"), value));
                    true
                }
                "allOf" => {
                    says.as_array().into_iter().flatten().for_each(|one| faults.extend(self.faults_at(at, one, value)));
                    true
                }
                "anyOf" => {
                    let mut all = says.as_array().into_iter().flatten();
                    all.any(|one| self.faults_at(at, one, value).is_empty())
                }
                "oneOf" => {
                    let all = says.as_array().into_iter().flatten();
                    all.filter(|one| self.faults_at(at, one, value).is_empty()).count() == 1
                }
                "definitions" => true,
                other => {
                    assert!(SAID.contains(&other), "the keyword `{other}` is not known here");
                    true
                }
            };
            if !fits {
                faults.push(format!("{at}: {value} does not fit `{keyword}`: {says}"));
            }
        }
        if let Value::Object(value) = value {
            faults.extend(self.faults_of_keys(at, schema, value));
        }
        faults
    }

    /// What does not fit in the keys of an object.
    fn faults_of_keys(&self, at: &str, schema: &Map<String, Value>, value: &Map<String, Value>) -> Vec<String> {
        let named = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        let is_closed = self.is_strict && named.is_some() && others.is_none();
        let fault = |(name, value): (&String, &Value)| {
            let at = format!("{at}/{name}");
            match (named.and_then(|named| named.get(name)), others) {
                (Some(schema), _) | (None, Some(schema)) => self.faults_at(&at, schema, value),
                (None, None) if is_closed => vec![format!("{at}: the schema does not name it")],
                (None, None) => Vec::new(),
            }
        };
        value.iter().flat_map(fault).collect()
    }
}

fn fits_type(says: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("there is no type `{other}`"),
    };
    match says {
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        name => name.as_str().is_some_and(is),
    }
}

#[test]
fn what_does_not_fit_is_told_with_its_place() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": { "a": { "$ref": "#/definitions/A" }, "b": { "type": ["string", "null"], "enum": ["x", null] } },
        "required": ["a"],
        "definitions": { "A": { "type": "array", "items": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "boolean" }] } } },
    });
    let told = |json: &str| {
        let value = serde_json::from_str(json).expect("JSON");
        let places = |faults: Vec<String>| -> Vec<String> {
            faults.iter().map(|fault| fault.split(": ").next().unwrap_or_default().to_owned()).collect()
        };
        (places(JsonSchema::new(&schema).faults(&value)), places(JsonSchema::strict(&schema).faults(&value)))
    };
    let both = |place: &str| (vec![place.to_owned()], vec![place.to_owned()]);
    assert_eq!(told(r#"{"a": [1, true, 2.0], "b": null}"#), (vec![], vec![]));
    assert_eq!(told(r#"{"a": [], "c": 1}"#), (vec![], vec!["/c".to_owned()]));
    assert_eq!(told("[]"), both(""));
    assert_eq!(told("{}"), both("/a"));
    assert_eq!(told(r#"{"a": [1, -1]}"#), both("/a/1"));
    assert_eq!(told(r#"{"a": ["x"]}"#), both("/a/0"));
    assert_eq!(told(r#"{"a": [], "b": "y"}"#), both("/b"));
}
