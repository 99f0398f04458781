//! Language tags as files write them: `nl`, `nl-NL`, `nld`, `Dutch`.

use domain::Lang;

const NAMES: &[(&str, &[&str])] = &[
    ("en", &["eng", "english", "engels"]),
    ("nl", &["nld", "dut", "dutch", "nederlands"]),
    ("es", &["spa", "spanish", "español", "spaans"]),
    ("pl", &["pol", "polish", "polski", "pools"]),
    ("de", &["deu", "ger", "german", "deutsch", "duits"]),
    ("fr", &["fra", "fre", "french", "français", "frans"]),
];

/// The tag `written` stands for, with its region where it has one.
pub(crate) fn tag_of(written: &str) -> Option<Lang> {
    let low = written.trim().to_lowercase().replace('_', "-");
    if let Some((tag, _)) = NAMES.iter().find(|(_, names)| names.contains(&low.as_str())) {
        return Some(Lang::new(*tag));
    }
    let (primary, region) = low.split_once('-').map_or((low.as_str(), None), |(p, r)| (p, Some(r)));
    let letters = |s: &str| s.bytes().all(|b| b.is_ascii_lowercase());
    if primary.len() != 2 || !letters(primary) {
        return None;
    }
    match region {
        None => Some(Lang::new(primary)),
        Some(region) if region.len() == 2 && letters(region) => {
            Some(Lang::new(format!("{primary}-{}", region.to_uppercase())))
        }
        Some(_) => None,
    }
}

/// The language alone: a file that says `nl-NL` about itself is read by who asks for `nl`.
pub(crate) fn language_of(written: &str) -> Option<Lang> {
    let primary = written.trim().split(['-', '_']).next()?;
    tag_of(primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_in_each_of_its_spellings() {
        let tag = |text| tag_of(text).map(|lang| lang.as_str().to_owned());
        assert_eq!(tag("NL").as_deref(), Some("nl"));
        assert_eq!(tag("pt_br").as_deref(), Some("pt-BR"));
        assert_eq!(tag("Dutch").as_deref(), Some("nl"));
        assert_eq!(tag("identifier"), None);
        assert_eq!(language_of("nl-NL"), Some(Lang::new("nl")));
    }
}
