//! Which characters are Chinese, Japanese or Korean, as far as emphasis, line breaks and addresses care.

/// A letter or mark of East Asian writing, full-width forms included, and the quotes, dash and ellipsis
/// that Chinese shares with Latin.
pub(super) fn is_cjk(character: char) -> bool {
    character >= '\u{1100}' && (is_wide(character) || is_shared(character) || is_hangul(character))
}

/// Whether a line break between two such characters is no space. Korean writes spaces.
pub(super) fn joins(before: char, after: char) -> bool {
    let chinese = |character| is_wide(character) || is_shared(character);
    chinese(before) && chinese(after) && (is_wide(before) || is_wide(after))
}

fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1B000}'..='\u{1B2FF}' | '\u{1F200}'..='\u{1F2FF}' | '\u{20000}'..='\u{3FFFD}'
        | '\u{E0100}'..='\u{E01EF}')
}

fn is_hangul(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{FFA0}'..='\u{FFDF}')
}

/// `— ‘ ’ “ ”` and `…`
fn is_shared(character: char) -> bool {
    matches!(
        character,
        '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2026}'
    )
}
