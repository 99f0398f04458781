//! Moments in the small records of the store: `[UTC milliseconds, minutes east]`.

use domain::Moment;
use json::Json;

pub(crate) fn to_json(moment: Moment) -> Json {
    [Json::from(moment.utc_ms), moment.offset_min.into()].into_iter().collect()
}

pub(crate) fn from_json(json: &Json) -> Option<Moment> {
    let [utc_ms, offset] = json.as_list()? else { return None };
    Some(Moment::new(utc_ms.as_number()?, offset.as_number()?))
}
