//! The phone app. What is drawn is the screens'; what touches the browser is the shell's.

mod components;
mod dom;
mod messages;
mod motif;
mod router;
mod screens;
mod shell;
mod watched;

fn main() {
    shell::start(screens::App);
}
