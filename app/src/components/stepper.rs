//! A number with a step down and a step up; it can be typed too.

use leptos::prelude::*;
use view::view;

use super::icon::{Icon, Sign};
use crate::watched::Watched;

/// What a stepper counts and how it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Steps {
    pub(crate) label: String,
    /// Below the number: "min".
    pub(crate) unit: String,
    /// "5 minutes less"
    pub(crate) less: String,
    /// "5 minutes more"
    pub(crate) more: String,
    pub(crate) step: u32,
    pub(crate) most: u32,
}

impl Steps {
    /// To the step below, so that 12 goes to 10.
    fn down(&self, value: u32) -> u32 {
        value.saturating_sub(1) / self.step.max(1) * self.step.max(1)
    }

    fn up(&self, value: u32) -> u32 {
        ((value / self.step.max(1)).saturating_add(1) * self.step.max(1)).min(self.most)
    }

    /// Digits only; nothing is nothing, not zero.
    fn typed(&self, text: &str) -> Option<u32> {
        let digits: String = text.chars().filter(char::is_ascii_digit).take(9).collect();
        digits.parse::<u32>().ok().map(|value| value.min(self.most))
    }
}

/// `None`: nothing said yet.
#[component]
pub(crate) fn Stepper(
    steps: Steps,
    #[prop(into)] value: Watched<Option<u32>>,
    on_change: Callback<Option<u32>>,
) -> impl IntoView {
    let steps = StoredValue::new(steps);
    let now = move || value.get_untracked().unwrap_or(0);
    let shown = move || value.get().map(|value| value.to_string()).unwrap_or_default();
    let down = move |_| on_change.run(Some(steps.with_value(|steps| steps.down(now()))));
    let up = move |_| on_change.run(Some(steps.with_value(|steps| steps.up(now()))));
    let typed = move |text: String| on_change.run(steps.with_value(|steps| steps.typed(&text)));
    let words = steps.get_value();
    let (group_label, unit) = (words.label.clone(), words.unit.clone());
    view! {
        <div class="stepper" role="group" aria-label=group_label>
            <button type="button" class="btn" aria-label=words.less on:click=down>
                <Icon sign=Sign::Minus />
                {words.step}
            </button>
            <label class="stepper-value">
                <input
                    class="num"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="4"
                    placeholder="–"
                    aria-label=words.label
                    prop:value=shown
                    on:change:target=move |event| typed(event.target().value())
                />
                <span aria-hidden="true">{unit}</span>
            </label>
            <button type="button" class="btn" aria-label=words.more on:click=up>
                <Icon sign=Sign::Plus />
                {words.step}
            </button>
            <span class="vh" role="status">{move || [shown(), words.unit.clone()].join(" ")}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(step: u32) -> Steps {
        let words = String::new;
        Steps { label: words(), unit: words(), less: words(), more: words(), step, most: 720 }
    }

    #[test]
    fn steps_go_to_round_numbers_and_stay_in_range() {
        let five = steps(5);
        assert_eq!([25, 12, 10, 3, 0].map(|value| five.down(value)), [20, 10, 5, 0, 0]);
        assert_eq!([25, 12, 0, 719, 720].map(|value| five.up(value)), [30, 15, 5, 720, 720]);
        assert_eq!(steps(1).up(1), 2);
    }

    #[test]
    fn a_typed_number_is_taken_as_far_as_it_is_one() {
        let five = steps(5);
        assert_eq!(five.typed(" 17 min"), Some(17));
        assert_eq!(five.typed("99999"), Some(720));
        assert_eq!(five.typed("soon"), None);
    }
}
