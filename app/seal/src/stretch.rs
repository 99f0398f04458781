//! From a PIN to a key, slowly: who guesses pays for every guess.

use argon2::{Algorithm, Argon2, Params, Version};

const SALT: usize = 16;
const KEY: usize = 32;
/// More than any recipe of ours asks for; a harmed one must not take the phone's memory.
const MOST_KIB: u32 = 64 << 10;
const MOST_PASSES: u32 = 8;

/// Argon2id. `recipe`: KiB of memory and passes, four bytes each, little-endian, the salt, and the PIN.
pub(crate) fn stretch(recipe: &[u8]) -> Option<Vec<u8>> {
    let (memory, rest) = recipe.split_first_chunk()?;
    let (passes, rest) = rest.split_first_chunk()?;
    let (salt, pin) = rest.split_first_chunk::<SALT>()?;
    let (memory, passes) = (u32::from_le_bytes(*memory), u32::from_le_bytes(*passes));
    if memory > MOST_KIB || passes > MOST_PASSES {
        return None;
    }
    let params = Params::new(memory, passes, 1, Some(KEY)).ok()?;
    let mut key = vec![0; KEY];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(pin, salt, &mut key).ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(memory: u32, passes: u32, salt: u8, pin: &str) -> Vec<u8> {
        let numbers = [memory.to_le_bytes(), passes.to_le_bytes()].concat();
        [numbers, vec![salt; SALT], pin.as_bytes().to_vec()].concat()
    }

    // SPEC N12
    #[test]
    fn the_same_pin_gives_another_key_with_another_salt_memory_or_number_of_passes() {
        let one = stretch(&recipe(64, 2, 1, "2468")).unwrap();
        assert_eq!(stretch(&recipe(64, 2, 1, "2468")).unwrap(), one);
        for other in [
            recipe(64, 2, 1, "2469"),
            recipe(64, 2, 2, "2468"),
            recipe(72, 2, 1, "2468"),
            recipe(64, 3, 1, "2468"),
        ] {
            assert_ne!(stretch(&other).unwrap(), one);
        }
    }

    // SPEC N12
    #[test]
    fn a_recipe_that_is_harmed_or_asks_for_too_much_gives_nothing() {
        for bad in [recipe(u32::MAX, 2, 1, "2468"), recipe(64, 99, 1, "2468"), recipe(0, 0, 1, "")]
        {
            assert_eq!(stretch(&bad), None);
        }
        assert_eq!(stretch(&recipe(64, 2, 1, "")[..20]), None);
    }
}
