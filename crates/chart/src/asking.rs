//! What a machine would do.

use crate::kernel::{Asking, Guards, Look};
use crate::snapshot::Position;
use crate::tables::{EventRow, Tables, NONE};
use crate::{Chart, Column, Host, Snapshot, Status};

impl Chart {
    /// The events that active states have transitions for, whatever guards say, as they stand in the chart: a name, `name.*`
    /// or `*`.
    pub fn next_events<C, D>(&self, snapshot: &Snapshot<C, D>) -> Vec<String> {
        self.next_events_at(&snapshot.position)
    }

    pub(crate) fn next_events_at(&self, position: &Position) -> Vec<String> {
        let tables = &self.tables;
        if position.status != Status::Running {
            return Vec::new();
        }
        let leaves: Vec<_> = tables.active_leaves(position).collect();
        let is_asked = |column: u16| {
            let mut leaves = leaves.iter();
            column != NONE && leaves.any(|leaf| tables.has_transition(*leaf, column))
        };
        let asked = |rows: &[EventRow], end: &str| -> Vec<String> {
            let rows = rows.iter();
            rows.filter(|row| !row.is_internal && is_asked(row.column))
                .map(|row| format!("{}{end}", row.name))
                .collect()
        };
        let mut events = asked(&tables.events, "");
        events.extend(asked(&tables.prefixes, ".*"));
        events.extend(is_asked(tables.any).then(|| "*".to_owned()));
        events
    }

    /// Whether an event would have a transition taken.
    pub fn can<H: Host>(
        &self,
        host: &H,
        snapshot: &Snapshot<H::Context, H::Data>,
        event: &H::Event,
    ) -> bool {
        let guards = Asking {
            host,
            context: &snapshot.context,
            event,
        };
        self.can_at(&guards, &snapshot.position, host.column(self, event))
    }

    pub(crate) fn can_at(
        &self,
        guards: &dyn Guards,
        position: &Position,
        column: Option<Column>,
    ) -> bool {
        let look = Look {
            of: &self.tables,
            position,
            guards,
        };
        position.status == Status::Running && column.is_some_and(|column| look.can(column.0))
    }
}

impl Tables {
    /// Whether an atomic state asks for a transition in a column, whatever guards say.
    fn has_transition(&self, leaf: u16, column: u16) -> bool {
        let row = usize::from(self.row_of[usize::from(leaf)]);
        let cell = row * usize::from(self.columns) + usize::from(column);
        let mut picks = self.picks[usize::from(self.rows[cell])..].iter();
        loop {
            let Some(pick) = picks.next().filter(|pick| pick.transition != NONE) else {
                return false;
            };
            if pick.plan.kind.is_taken() {
                return true;
            }
            if pick.is_last {
                return false;
            }
        }
    }
}
