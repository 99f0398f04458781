//! The phone's second module: what the app does not need when it starts, loaded when somebody first asks
//! for something in it. Bytes in, bytes out: it knows no screen, no store and no clock.

mod draw;
mod look;
mod stretch;

use std::cell::RefCell;

use exchange::seal::Memory;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// What was verified on this page already.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Everything about sign-offs that takes keys or signed bytes; see [`exchange::seal`].
#[wasm_bindgen]
pub fn answer(request: &[u8]) -> Vec<u8> {
    MEMORY.with_borrow_mut(|memory| exchange::seal::answer(request, memory))
}

/// What a proof that somebody shows is worth, as JSON; see [`exchange::seal::check`]. `root`: the server's
/// answer about its key, empty where there is none.
#[wasm_bindgen]
pub fn check(shown: &[u8], root: &[u8]) -> Vec<u8> {
    MEMORY.with_borrow_mut(|memory| exchange::seal::check(shown, root, memory))
}

/// The key that comes of a PIN; see [`stretch::stretch`].
#[wasm_bindgen]
pub fn stretch(recipe: &[u8]) -> Option<Vec<u8>> {
    stretch::stretch(recipe)
}

/// A text as a QR code: how many squares a side has, then a byte for each square, row by row, 1 where it
/// is dark. Nothing where it does not fit into one code, or is no text.
#[wasm_bindgen]
pub fn qr(text: &[u8]) -> Option<Vec<u8>> {
    draw::draw(std::str::from_utf8(text).ok()?)
}

/// What the QR code in a grey picture says, 0 being black; of several codes, the one that is ours.
#[wasm_bindgen]
pub fn read_qr(width: usize, height: usize, luma: &[u8]) -> Option<Vec<u8>> {
    look::look(width, height, luma)
}
