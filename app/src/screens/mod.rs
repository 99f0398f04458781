//! The screens: each draws what the client shows and sends what the person does. Nothing here
//! stores, fetches or knows a rule of the house.

#![expect(unreachable_pub, reason = "leptos writes public functions for each component")]

mod aid;
mod all_tasks;
mod app;
mod arrive;
mod attention;
mod bar;
mod card;
mod code_picture;
mod competency;
mod devices;
mod elsewhere;
mod entry;
mod entry_row;
mod evidence;
mod goals;
mod home;
mod install;
mod join;
mod journal;
mod journal_notes;
mod later;
mod levels;
mod log;
mod log_help;
mod log_not_saved;
mod log_tags;
mod log_task;
mod log_when;
mod log_who;
mod me;
mod no_store;
mod not_accepted;
mod observation;
mod observe;
mod offers;
mod owed;
mod people;
mod person;
mod progress;
mod rate;
mod reasons;
mod ropes;
mod safe;
mod say;
mod scan;
mod scan_problem;
mod search;
mod session;
mod session_end;
mod session_note;
mod session_page;
mod session_words;
mod sessions;
mod shadow;
mod switch;
mod take_along;
mod take_back;
mod team;
mod team_matrix;
mod time_chart;
mod who_sees;

pub(crate) use app::App;
