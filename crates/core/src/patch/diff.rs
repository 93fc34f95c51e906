//! Finding what differs.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Operation, Place, RowKey, Segment};

/// What differs between two values.
pub(super) fn between(fields: &[&str], before: &Value, after: &Value) -> Vec<Operation> {
    let mut finding = Finding {
        fields,
        found: Vec::new(),
    };
    finding.values(&Place::default(), before, after);
    finding.found
}

/// The fields in the order of their names, in which a map has them unless some crate asks `serde_json` for the order of insertion.
fn by_name(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = map.iter().collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    fields
}

struct Finding<'f> {
    /// By which fields elements may be known.
    fields: &'f [&'f str],
    found: Vec<Operation>,
}

impl Finding<'_> {
    fn values(&mut self, at: &Place, before: &Value, after: &Value) {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => self.objects(at, before, after),
            (Value::Array(before), Value::Array(after)) => self.arrays(at, before, after),
            _ if before == after => {}
            _ => self.found.push(Operation::Replace {
                path: at.clone(),
                old: before.clone(),
                value: after.clone(),
            }),
        }
    }

    fn objects(&mut self, at: &Place, before: &Map<String, Value>, after: &Map<String, Value>) {
        for (name, old) in by_name(before) {
            match after.get(name) {
                Some(value) if old == value => {}
                Some(value) => self.values(&at.then(Segment::Field(name.clone())), old, value),
                None => self.found.push(Operation::Remove {
                    path: at.then(Segment::Field(name.clone())),
                    old: old.clone(),
                }),
            }
        }
        for (name, value) in by_name(after) {
            if !before.contains_key(name) {
                self.found.push(Operation::Add {
                    path: at.then(Segment::Field(name.clone())),
                    value: value.clone(),
                });
            }
        }
    }

    fn arrays(&mut self, at: &Place, before: &[Value], after: &[Value]) {
        let fields = self.fields.iter();
        let both = fields.filter_map(|&field| Some((field, Rows::of(before, after, field)?)));
        match both.into_iter().next() {
            Some((field, rows)) => self.rows(at, field, rows),
            None => self.elements(at, before, after),
        }
    }

    /// Elements that are known by their places.
    fn elements(&mut self, at: &Place, before: &[Value], after: &[Value]) {
        let same = |(a, b): &(&Value, &Value)| a == b;
        let index = before.iter().zip(after).take_while(same).count();
        let (before, after) = (&before[index..], &after[index..]);
        let backwards = before.iter().rev().zip(after.iter().rev());
        let end = backwards.take_while(same).count();
        let before = &before[..before.len() - end];
        let after = &after[..after.len() - end];
        if before.len() == after.len() {
            for (n, (old, value)) in before.iter().zip(after).enumerate() {
                self.values(&at.then(Segment::Index(index + n)), old, value);
            }
        } else {
            self.found.push(Operation::Splice {
                path: at.clone(),
                index,
                old: before.to_vec(),
                value: after.to_vec(),
            });
        }
    }

    /// Elements that are known by a field.
    fn rows(&mut self, at: &Place, field: &str, rows: Rows<'_>) {
        let key = |key: &Value| RowKey {
            field: field.to_owned(),
            value: key.clone(),
        };
        let place = |value: &Value| at.then(Segment::Row(key(value)));

        // What is gone, so that the rest is in both.
        let mut order: Vec<&Value> = Vec::with_capacity(rows.before.len());
        for (id, old) in &rows.before {
            if rows.after_places.contains_key(&Id(id)) {
                order.push(id);
            } else {
                self.found.push(Operation::Take {
                    path: place(id),
                    after: order.last().map(|id| key(id)),
                    old: (*old).clone(),
                });
            }
        }

        // What stays where it is, as much as can, and then what is new or elsewhere, from the beginning on.
        let places: Vec<usize> = order.iter().map(|id| rows.after_places[&Id(id)]).collect();
        let mut stays = vec![false; rows.after.len()];
        for place in longest_rising(&places) {
            stays[places[place]] = true;
        }
        for (n, (id, value)) in rows.after.iter().enumerate() {
            let behind = n.checked_sub(1).map(|n| rows.after[n].0);
            if stays[n] {
                continue;
            }
            let put = behind.map_or(0, |behind| 1 + position(&order, behind));
            if rows.before_places.contains_key(&Id(id)) {
                let from = position(&order, id);
                let old = from.checked_sub(1).map(|from| order[from]);
                order.remove(from);
                order.insert(if from < put { put - 1 } else { put }, id);
                self.found.push(Operation::Move {
                    path: place(id),
                    from: old.map(key),
                    after: behind.map(key),
                });
            } else {
                order.insert(put, id);
                self.found.push(Operation::Insert {
                    path: place(id),
                    after: behind.map(key),
                    value: (*value).clone(),
                });
            }
        }

        for (id, value) in &rows.after {
            if let Some(&n) = rows.before_places.get(&Id(id)) {
                let old = rows.before[n].1;
                if old != *value {
                    self.values(&place(id), old, value);
                }
            }
        }
    }
}

fn position(order: &[&Value], id: &Value) -> usize {
    let found = order.iter().position(|other| *other == id);
    found.expect("what is behind another is there already")
}

/// Two arrays, all of whose elements are objects that one field tells apart.
struct Rows<'v> {
    before: Vec<(&'v Value, &'v Value)>,
    after: Vec<(&'v Value, &'v Value)>,
    before_places: HashMap<Id<'v>, usize>,
    after_places: HashMap<Id<'v>, usize>,
}

impl<'v> Rows<'v> {
    fn of(before: &'v [Value], after: &'v [Value], field: &str) -> Option<Self> {
        let (before, before_places) = known(before, field)?;
        let (after, after_places) = known(after, field)?;
        Some(Self {
            before,
            after,
            before_places,
            after_places,
        })
    }
}

type Known<'v> = (Vec<(&'v Value, &'v Value)>, HashMap<Id<'v>, usize>);

/// The elements with what identifies them; `None` if not all have it, or two have the same.
fn known<'v>(array: &'v [Value], field: &str) -> Option<Known<'v>> {
    let mut rows = Vec::with_capacity(array.len());
    let mut places = HashMap::with_capacity(array.len());
    for (n, row) in array.iter().enumerate() {
        let id = row
            .get(field)
            .filter(|id| id.is_string() || id.is_number())?;
        if places.insert(Id(id), n).is_some() {
            return None;
        }
        rows.push((id, row));
    }
    Some((rows, places))
}

/// An identifier: a text or a number.
#[derive(PartialEq, Eq, Hash)]
struct Id<'v>(&'v Value);

/// Which of `numbers` make the longest rising sequence, by their places.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // The place of the smallest end of a sequence of each length, and what each place comes after.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < *number);
        before.push(length.checked_sub(1).map(|length| ends[length]));
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let mut rising: Vec<usize> =
        std::iter::successors(ends.last().copied(), |place| before[*place]).collect();
    rising.reverse();
    rising
}
