//! Many machines of one chart.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Gone, Machines};
use crate::{Running, Statechart};

/// The machines of one chart that a machine has inside, by their keys: `spawn rows: Row by u32` in a chart.
///
/// The actions of the chart around them add, tell and stop them. They begin when the change is committed, and those that are done
/// leave by themselves.
pub struct Children<K, L: Statechart> {
    pub(super) machines: BTreeMap<K, Running<L>>,
    /// Those that something may have happened to.
    stirred: Vec<K>,
    gone: Gone,
}

impl<K: Ord + Clone, L: Statechart> Children<K, L> {
    /// Adds a machine. One that had the key before is stopped.
    pub fn spawn(&mut self, key: K, machine: Running<L>) {
        self.stop(&key);
        self.stirred.push(key.clone());
        self.machines.insert(key, machine);
    }

    /// Stops a machine and takes it out. Returns whether there was one.
    pub fn stop(&mut self, key: &K) -> bool {
        let Some(mut machine) = self.machines.remove(key) else {
            return false;
        };
        machine.stop(&mut self.gone);
        true
    }

    /// Has a machine take an event once what happens now is over. Returns whether there is one.
    pub fn tell(&mut self, key: &K, event: L::Event) -> bool {
        let Some(machine) = self.get_mut(key) else {
            return false;
        };
        machine.tell(event);
        true
    }

    /// Has every machine take an event once what happens now is over.
    pub fn tell_all(&mut self, event: &L::Event) {
        for (key, machine) in &mut self.machines {
            self.stirred.push(key.clone());
            machine.tell(event.clone());
        }
    }

    /// A machine, to write to its context or to tell it something.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut Running<L>> {
        let machine = self.machines.get_mut(key)?;
        self.stirred.push(key.clone());
        Some(machine)
    }
}

impl<K: Ord, L: Statechart> Children<K, L> {
    /// A machine.
    pub fn get(&self, key: &K) -> Option<&Running<L>> {
        self.machines.get(key)
    }

    /// The machines, in the order of their keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &Running<L>)> {
        self.machines.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.machines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.machines.is_empty()
    }
}

impl<K: Ord + Clone + 'static, L: Statechart> Machines for Children<K, L> {
    type Chart = L;
    type Key = K;
    const ARE_MANY: bool = true;

    fn stirred(&mut self) -> Vec<K> {
        self.stirred.sort_unstable();
        self.stirred.dedup();
        let machines = &self.machines;
        self.stirred
            .retain(|key| machines.get(key).is_some_and(Running::has_news));
        self.stirred.clone()
    }

    fn get_mut(&mut self, key: &K) -> Option<&mut Running<L>> {
        self.machines.get_mut(key)
    }

    fn stop(&mut self, key: &K, gone: &mut Gone) {
        if let Some(mut machine) = self.machines.remove(key) {
            machine.stop(gone);
        }
    }

    fn stop_all(&mut self, gone: &mut Gone) {
        self.stirred.clear();
        gone.add(std::mem::take(&mut self.gone));
        for mut machine in std::mem::take(&mut self.machines).into_values() {
            machine.stop(gone);
        }
    }

    fn take_gone(&mut self, gone: &mut Gone) {
        gone.add(std::mem::take(&mut self.gone));
    }

    #[cfg(feature = "store")]
    fn renew(before: Option<&Self>, now: Option<&mut Self>, gone: &mut Gone) -> bool {
        let mut is_renewed = false;
        for (key, before) in before.iter().flat_map(|before| &before.machines) {
            let is_there = now
                .as_ref()
                .is_some_and(|now| now.machines.contains_key(key));
            if !is_there {
                is_renewed |= Running::renew(Some(before), None, gone);
            }
        }
        let Some(now) = now else {
            return is_renewed;
        };
        for (key, machine) in &mut now.machines {
            let before = before.and_then(|before| before.machines.get(key));
            is_renewed |= Running::renew(before, Some(machine), gone);
            now.stirred.push(key.clone());
        }
        is_renewed
    }
}

impl<K, L: Statechart> Default for Children<K, L> {
    fn default() -> Self {
        Self {
            machines: BTreeMap::new(),
            stirred: Vec::new(),
            gone: Gone::default(),
        }
    }
}

impl<K: Clone, L: Statechart> Clone for Children<K, L> {
    fn clone(&self) -> Self {
        Self {
            machines: self.machines.clone(),
            stirred: self.stirred.clone(),
            gone: self.gone.clone(),
        }
    }
}

impl<K: fmt::Debug, L: Statechart<Context: fmt::Debug>> fmt::Debug for Children<K, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.machines).finish()
    }
}

impl<K, L> Serialize for Children<K, L>
where
    K: Serialize,
    L: Statechart<Context: Serialize, Data: Serialize, Held: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.machines)
    }
}

impl<'de, K, L> Deserialize<'de> for Children<K, L>
where
    K: Deserialize<'de> + Ord + Clone,
    L: Statechart<Context: Deserialize<'de>, Data: Deserialize<'de>, Held: Deserialize<'de>>,
    L: Default,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let machines = BTreeMap::<K, Running<L>>::deserialize(deserializer)?;
        Ok(Self {
            // They have asked for their timers and their work.
            stirred: machines.keys().cloned().collect(),
            machines,
            gone: Gone::default(),
        })
    }
}
