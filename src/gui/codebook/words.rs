//! What the screen says about each kind.

use crate::model::Kind;

/// What the kind is for, where there is none yet.
pub fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "Whose positions the matrix shows: states, and other units such as the EU or NATO.",
        Kind::Actor => "Who speaks: people and bodies, with their role, their country and for whom they can speak.",
        Kind::Issue => {
            "Questions a country can support or oppose, phrased so that a stance reads naturally: \
                        “Send peacekeepers to Ukraine”. They are the columns of the matrix."
        }
        Kind::Stance => "The levels of the scale, from support to opposition. A claim takes exactly one.",
        Kind::Tag => "Words of your own to put on claims, for finding and filtering them.",
        Kind::Bloc => "Named groups of countries, such as E3 or EU27, to look at together.",
    }
}

/// What stands above the list.
pub fn hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Country | Kind::Issue => "Drag to order; the matrix follows",
        Kind::Stance => "Drag to order; forms and bars follow",
        Kind::Actor | Kind::Tag | Kind::Bloc => "Drag to order",
    }
}

/// "New issue"
pub fn new(kind: Kind) -> String {
    format!("New {}", kind.noun())
}

/// "an issue"
pub fn a(kind: Kind) -> String {
    let article = if matches!(kind, Kind::Actor | Kind::Issue) { "an" } else { "a" };
    format!("{article} {}", kind.noun())
}

/// "other issues"
pub fn plural(kind: Kind) -> &'static str {
    ["countries", "actors", "issues", "stances", "tags", "blocs"][kind as usize]
}
