//! What the programs have in common: the rows that are asked for, and the page that shows them.
//!
//! Nothing here knows how the rows are kept. Each program in `src/bin` says that by a type that implements [`Table`].

mod new_rows;
mod page;

pub use new_rows::{NewRow, NewRows};
pub use page::{show, Page, RowView, Table};
