//! `tasks` holds the state and what can be done with it, `clearing` is a machine, `views` and `app` show both.

pub mod app;
pub mod clearing;
pub mod tasks;
mod views;
