//! Well-known text of a coordinate system (ISO 19162 and what came before it), as a tree of keywords.

/// Deepest brackets that are read; a bound compound system needs eight.
const MAX_DEPTH: usize = 24;

/// One keyword with what stands in its brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node<'a> {
    pub(super) keyword: &'a str,
    /// Texts without their quotes, numbers and words, in order.
    pub(super) scalars: Vec<&'a str>,
    /// Keywords with brackets of their own, in order.
    pub(super) children: Vec<Node<'a>>,
}

impl Node<'_> {
    /// Is its keyword this one, in capitals?
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.keyword.eq_ignore_ascii_case(keyword)
    }
}

/// The tree of a definition; nothing for a text that is none.
pub(super) fn definition_from_text(text: &str) -> Option<Node<'_>> {
    let mut parser = Parser { rest: text.trim() };
    let root = parser.node(0)?;
    parser.rest.trim().is_empty().then_some(root)
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn node(&mut self, depth: usize) -> Option<Node<'a>> {
        let keyword = self.word();
        if keyword.is_empty() || depth > MAX_DEPTH || !self.takes(['[', '(']) {
            return None;
        }
        let mut node = Node { keyword, scalars: Vec::new(), children: Vec::new() };
        loop {
            self.rest = self.rest.trim_start();
            if let Some(quoted) = self.rest.strip_prefix('"') {
                let end = quoted.find('"')?;
                node.scalars.push(&quoted[..end]);
                self.rest = &quoted[end + 1..];
            } else if self.opens_brackets() {
                node.children.push(self.node(depth + 1)?);
            } else {
                let end = self.rest.find([',', ']', ')', '"', '[', '('])?;
                node.scalars.push(self.rest[..end].trim());
                self.rest = &self.rest[end..];
            }
            if self.takes([']', ')']) {
                return Some(node);
            }
            if !self.takes([',', ',']) {
                return None;
            }
        }
    }

    /// Does a keyword with brackets come next?
    fn opens_brackets(&self) -> bool {
        let mut ahead = Parser { rest: self.rest };
        !ahead.word().is_empty() && ahead.takes(['[', '('])
    }

    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn takes(&mut self, marks: [char; 2]) -> bool {
        self.rest = self.rest.trim_start();
        let taken = self.rest.strip_prefix(marks);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_numbers_words_and_keywords_are_told_apart() {
        let root = definition_from_text(r#" GEOGCRS ["WGS 84", CS[ellipsoidal , 2], AXIS("lat",north), 1.5 ] "#);
        let root = root.expect("a definition");
        assert_eq!((root.keyword, root.scalars.as_slice()), ("GEOGCRS", &["WGS 84", "1.5"][..]));
        assert_eq!(root.children[0].scalars, ["ellipsoidal", "2"]);
        assert_eq!(root.children[1].scalars, ["lat", "north"]);
    }

    #[test]
    fn what_is_no_definition_is_none() {
        for text in ["", "EPSG:28992", "[EPSG:28992]", "GEOGCS[", "GEOGCS[]x", r#"GEOGCS["x"#, "A[B[C]"] {
            assert_eq!(definition_from_text(text), None, "{text}");
        }
        assert_eq!(definition_from_text(&"A[".repeat(100_000)), None);
    }
}
