//! Counts the allocations of a contestant. Counting takes time, so what is counted is not timed.

use allocation_counter::measure;
use harness::{Allocations, Entry};

/// Answers on standard output what is asked on standard input, with the allocations of every operation.
pub fn serve(entries: &[Entry]) {
    harness::serve_counted(entries, |operation| {
        let counted = measure(operation);
        Allocations {
            count: counted.count_total,
            kept: counted.bytes_current,
            peak: counted.bytes_max,
        }
    });
}
