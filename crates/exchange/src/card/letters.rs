//! Douglas Crockford's base 32: letters that are not mistaken for each other, in any case.

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS: u32 = 5;

/// Five bits a letter; the last one is filled up with zeros.
pub(super) fn spell(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut waiting, mut count) = (0_u32, 0);
    for byte in bytes {
        waiting = waiting << 8 | u32::from(*byte);
        count += 8;
        while count >= BITS {
            count -= BITS;
            text.push(letter(waiting >> count));
        }
    }
    if count > 0 {
        text.push(letter(waiting << (BITS - count)));
    }
    text
}

/// `None` where a letter is none of ours, or the end is not as [`spell`] fills it.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut waiting, mut count) = (0_u32, 0);
    for letter in text.chars() {
        waiting = waiting << BITS | value(letter)?;
        count += BITS;
        if count >= 8 {
            count -= 8;
            bytes.push((waiting >> count) as u8);
        }
    }
    let is_filled_up = count < BITS && waiting & ((1 << count) - 1) == 0;
    is_filled_up.then_some(bytes)
}

fn letter(bits: u32) -> char {
    char::from(LETTERS[(bits & 31) as usize])
}

fn value(letter: char) -> Option<u32> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    let place = LETTERS.iter().position(|ours| char::from(*ours) == letter)?;
    u32::try_from(place).ok()
}
