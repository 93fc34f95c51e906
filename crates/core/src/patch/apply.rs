//! Making and taking back.

use std::borrow::Cow;

use serde_json::Value;

use super::{Operation, Place, RowKey, Segment};

/// A place that has something else than a patch expects.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{place} is another than it was")]
pub struct Conflict {
    place: Place,
}

impl Conflict {
    const fn at(place: Place) -> Self {
        Self { place }
    }

    /// The place.
    pub const fn place(&self) -> &Place {
        &self.place
    }
}

/// Makes the operations up to the first that can't be made.
pub(super) fn all<'o>(
    operations: impl Iterator<Item = Cow<'o, Operation>>,
    value: &mut Value,
) -> Result<(), Conflict> {
    for operation in operations {
        if one(&operation, value).is_none() {
            return Err(Conflict::at(operation.place().clone()));
        }
    }
    Ok(())
}

/// Makes one operation; `None` if the place has something else, and nothing is made then.
fn one(operation: &Operation, value: &mut Value) -> Option<()> {
    match operation {
        Operation::Replace {
            path,
            old,
            value: new,
        } => {
            let place = path.find(value).filter(|place| *place == old)?;
            place.clone_from(new);
        }
        Operation::Add { path, value: new } => {
            let (name, object) = path.field(value)?;
            if object.contains_key(name) {
                return None;
            }
            object.insert(name.clone(), new.clone());
        }
        Operation::Remove { path, old } => {
            let (name, object) = path.field(value)?;
            object.get(name).filter(|there| *there == old)?;
            object.remove(name);
        }
        Operation::Insert {
            path,
            after,
            value: new,
        } => {
            let (key, rows) = path.row(value)?;
            if place_of(rows, key).is_some() {
                return None;
            }
            rows.insert(behind(rows, after.as_ref()), new.clone());
        }
        Operation::Take { path, old, .. } => {
            let (key, rows) = path.row(value)?;
            let place = place_of(rows, key).filter(|place| rows[*place] == *old)?;
            rows.remove(place);
        }
        Operation::Move { path, after, .. } => {
            let (key, rows) = path.row(value)?;
            let place = place_of(rows, key)?;
            let row = rows.remove(place);
            rows.insert(behind(rows, after.as_ref()), row);
        }
        Operation::Splice {
            path,
            index,
            old,
            value: new,
        } => {
            let array = path.find(value)?.as_array_mut()?;
            let part = *index..index.checked_add(old.len())?;
            array.get(part.clone()).filter(|there| there == old)?;
            array.splice(part, new.iter().cloned());
        }
    }
    Some(())
}

fn place_of(rows: &[Value], key: &RowKey) -> Option<usize> {
    rows.iter().position(|row| key.is_of(row))
}

/// The place behind a row, or the beginning; the end, if somebody else has taken that row.
fn behind(rows: &[Value], after: Option<&RowKey>) -> usize {
    match after {
        Some(key) => place_of(rows, key).map_or(rows.len(), |place| place + 1),
        None => 0,
    }
}

impl Place {
    fn find<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        walk(&self.0, value)
    }

    /// The field at the end of the way, and the object that it is one of.
    fn field<'p, 'v>(
        &'p self,
        value: &'v mut Value,
    ) -> Option<(&'p String, &'v mut serde_json::Map<String, Value>)> {
        match self.0.split_last()? {
            (Segment::Field(name), way) => Some((name, walk(way, value)?.as_object_mut()?)),
            _ => None,
        }
    }

    /// The row at the end of the way, and the array that it is in.
    fn row<'p, 'v>(&'p self, value: &'v mut Value) -> Option<(&'p RowKey, &'v mut Vec<Value>)> {
        match self.0.split_last()? {
            (Segment::Row(key), way) => Some((key, walk(way, value)?.as_array_mut()?)),
            _ => None,
        }
    }
}

fn walk<'v>(way: &[Segment], value: &'v mut Value) -> Option<&'v mut Value> {
    way.iter().try_fold(value, |value, segment| match segment {
        Segment::Field(name) => value.as_object_mut()?.get_mut(name),
        Segment::Index(index) => value.as_array_mut()?.get_mut(*index),
        Segment::Row(key) => {
            let mut rows = value.as_array_mut()?.iter_mut();
            rows.find(|row| key.is_of(row))
        }
    })
}
