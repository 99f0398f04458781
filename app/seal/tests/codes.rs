//! QR codes from text to squares, from squares to a picture, and from the picture back to the text.

#![cfg(test)]

use seal::{qr, read_qr};

/// As long as the largest card.
const LARGEST: usize = 2_440;

fn text(letters: usize) -> String {
    let alphabet = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letter = |place: usize| char::from(alphabet[(place * 7 + place / 31) % alphabet.len()]);
    ["ROPES1:R".to_owned(), (0..letters).map(letter).collect()].concat()
}

/// A picture of the code on a screen, in a hand.
struct Shot {
    picture: Vec<u8>,
    side: usize,
}

/// `turn` in hundredths of a turn of the picture, `scale` pixels a square; the light falls off from one
/// corner to the other by `shade`.
fn shoot(code: &[u8], scale: f64, turn: f64, shade: f64) -> Shot {
    let squares = usize::from(code[0]);
    let side = ((squares as f64 + 8.0) * scale * 1.5) as usize;
    let (middle, angle) = (side as f64 / 2.0, turn / 100.0 * std::f64::consts::TAU);
    let pixel = |place: usize| {
        let (x, y) = ((place % side) as f64 - middle, (place / side) as f64 - middle);
        let (u, v) = (x * angle.cos() + y * angle.sin(), y * angle.cos() - x * angle.sin());
        let at = |t: f64| (t / scale + squares as f64 / 2.0).floor();
        let (column, row) = (at(u), at(v));
        let inside = |t: f64| (0.0..squares as f64).contains(&t);
        let is_dark = inside(column)
            && inside(row)
            && code[1 + row as usize * squares + column as usize] == 1;
        let light = 1.0 - shade * (place % side) as f64 / side as f64;
        (light * if is_dark { 40.0 } else { 220.0 }) as u8
    };
    Shot { picture: (0..side * side).map(pixel).collect(), side }
}

fn read(shot: &Shot) -> Option<String> {
    let bytes = read_qr(shot.side, shot.side, &shot.picture)?;
    Some(String::from_utf8(bytes).unwrap())
}

// SPEC B60
#[test]
fn a_code_is_read_from_a_picture_of_it_small_turned_and_in_uneven_light() {
    for letters in [40, 400, 800] {
        let text = text(letters);
        let code = qr(text.as_bytes()).unwrap();
        assert_eq!(code.len(), 1 + usize::from(code[0]).pow(2));
        for (scale, turn, shade) in
            [(8.0, 0.0, 0.0), (3.0, 0.0, 0.3), (6.0, 3.0, 0.0), (6.0, 25.0, 0.2)]
        {
            let read = read(&shoot(&code, scale, turn, shade));
            assert_eq!(read.as_ref(), Some(&text), "{letters} letters, {scale}, {turn}, {shade}");
        }
    }
}

// SPEC B60
#[test]
fn the_largest_card_fits_one_code_and_is_read() {
    let text = text(LARGEST);
    let code = qr(text.as_bytes()).unwrap();
    assert_eq!(read(&shoot(&code, 5.0, 0.0, 0.0)), Some(text));
}

#[test]
fn what_is_no_code_and_what_fits_none_is_nothing() {
    assert_eq!(qr(text(5_000).as_bytes()), None);
    assert_eq!(qr(&[0xff, 0xfe]), None);
    for (width, height, bytes) in [(0, 0, 0), (20, 20, 400), (100, 100, 10_000), (100, 100, 7)] {
        assert_eq!(read_qr(width, height, &vec![200; bytes]), None, "{width} × {height}");
    }
    assert_eq!(read_qr(usize::MAX, 2, &[0; 4]), None);
}

#[test]
fn noise_is_no_code() {
    let mut noise: u32 = 7;
    for _ in 0..60 {
        let mut grain = || {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        };
        let blocks: Vec<u8> = (0..400).map(|_| grain()).collect();
        let block = |place: usize| blocks[place / 200 / 10 * 20 + place % 200 / 10];
        let picture: Vec<u8> = (0..40_000).map(|place| block(place) ^ (grain() & 31)).collect();
        assert_eq!(read_qr(200, 200, &picture), None);
    }
}
