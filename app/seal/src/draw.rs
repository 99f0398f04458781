//! Drawing a QR code.

use qrcodegen::{QrCode, QrCodeEcc};

/// A screen shows every square whole, so few squares matter more than redundancy; what is left over
/// in a code of the same size goes into that.
const REDUNDANCY: QrCodeEcc = QrCodeEcc::Low;

pub(crate) fn draw(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::encode_text(text, REDUNDANCY).ok()?;
    let side = code.size();
    let square = |place: i32| u8::from(code.get_module(place % side, place / side));
    let mut squares = vec![u8::try_from(side).ok()?];
    squares.extend((0..side * side).map(square));
    Some(squares)
}
