//! Reads what authors write in braces: `{#id was=old .evidence}` after a checklist item, `{width=320}` after an image.

/// A checklist item's attributes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ItemAttributes {
    pub(super) id: String,
    pub(super) was: Vec<String>,
    pub(super) evidence: bool,
}

/// Reads `#id was=old .evidence`, the text between the braces. The error says what is not understood.
pub(super) fn item(text: &str) -> Result<ItemAttributes, String> {
    let mut found = ItemAttributes::default();
    for word in text.split_whitespace() {
        if let Some(id) = word.strip_prefix('#') {
            if !found.id.is_empty() {
                return Err(format!(
                    "the checklist item has two ids, `{}` and `{id}`",
                    found.id
                ));
            }
            found.id = permanent_id(id)?;
        } else if let Some(old) = word.strip_prefix("was=") {
            found.was.push(permanent_id(old)?);
        } else if word == ".evidence" {
            found.evidence = true;
        } else {
            return Err(format!("`{word}` is no attribute of a checklist item"));
        }
    }
    if found.id.is_empty() {
        return Err("the checklist item has attributes but no id".to_owned());
    }
    if found.was.contains(&found.id) {
        return Err(format!(
            "the checklist item's id `{}` is also its old id",
            found.id
        ));
    }
    Ok(found)
}

fn permanent_id(text: &str) -> Result<String, String> {
    let words = text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if words {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is no checklist item id"))
    }
}

/// An image's size and how long the attribute is in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ImageAttributes {
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) length: usize,
}

/// Reads `{width=320 height=200}` at the start of the text. None: no such attribute; an error: a malformed one.
pub(super) fn image(text: &str) -> Option<Result<ImageAttributes, String>> {
    let inner = text.strip_prefix('{')?;
    if !inner.starts_with("width") && !inner.starts_with("height") {
        return None;
    }
    let line = inner.lines().next()?;
    let inner = &line[..line.find('}')?];
    Some(size(inner).map(|(width, height)| ImageAttributes {
        width,
        height,
        length: inner.len() + 2,
    }))
}

fn size(text: &str) -> Result<(Option<u32>, Option<u32>), String> {
    let (mut width, mut height) = (None, None);
    for word in text.split_whitespace() {
        let wrong = || format!("`{word}` is no size of an image");
        let (name, value) = word.split_once('=').ok_or_else(wrong)?;
        let slot = match name {
            "width" => &mut width,
            "height" => &mut height,
            _ => return Err(wrong()),
        };
        let pixels = value.trim_matches('"').parse().map_err(|_| wrong())?;
        if slot.replace(pixels).is_some() {
            return Err(format!("`{name}` is given twice"));
        }
    }
    Ok((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_an_id_old_ids_and_may_be_evidence() {
        let found = item("#new-id was=old was=older .evidence").expect("well formed");
        assert_eq!(found.id, "new-id");
        assert_eq!(found.was, ["old", "older"]);
        assert!(found.evidence);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (text, message) in [
            ("#a #b", "the checklist item has two ids, `a` and `b`"),
            ("#A", "`A` is no checklist item id"),
            ("#a--b", "`a--b` is no checklist item id"),
            ("#甲", "`甲` is no checklist item id"),
            (".evidence", "the checklist item has attributes but no id"),
            (
                "#a evidence",
                "`evidence` is no attribute of a checklist item",
            ),
            ("#a was=a", "the checklist item's id `a` is also its old id"),
        ] {
            assert_eq!(item(text).expect_err(text), message);
        }
    }

    #[test]
    fn an_image_has_a_width_a_height_or_both() {
        let found = image("{width=320 height=\"20\"} 后")
            .expect("one")
            .expect("well formed");
        assert_eq!((found.width, found.height), (Some(320), Some(20)));
        assert_eq!(found.length, "{width=320 height=\"20\"}".len());
        assert!(image("{其他}").is_none());
        assert!(image("{width=1").is_none());
        assert_eq!(
            image("{width=50%}").expect("one"),
            Err("`width=50%` is no size of an image".to_owned())
        );
        assert_eq!(
            image("{width=1 width=2}").expect("one"),
            Err("`width` is given twice".to_owned())
        );
    }
}
