//! Names found by what is typed: whatever the case and the accents, and with letters left out too.

use crate::domain::spelling::plain_letter;

/// The names that are searched, prepared once.
///
/// A query over 20,000 names takes well under 2 ms: a name that lacks a letter of the query is passed over after one
/// comparison of bits, and only the best are sorted.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    names: Vec<Name>,
}

#[derive(Debug, Clone)]
struct Name {
    folded: String,
    letters: u64,
    n_letters: usize,
}

/// How a name answers to a query, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It is the query.
    Exact,
    /// It begins with the query.
    Prefix,
    /// Every word of the query begins a word of it.
    Words,
    /// It holds the query somewhere.
    Within,
    /// It holds the letters in their order, spread over so many.
    Spread(usize),
}

struct Query {
    text: String,
    words: Vec<String>,
    letters: Vec<char>,
    mask: u64,
}

impl NameIndex {
    /// Prepares names; their positions are what [`NameIndex::find`] returns.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let prepare = |name: &str| {
            let folded = folded(name);
            Name { letters: mask(folded.chars()), n_letters: folded.chars().count(), folded }
        };
        Self { names: names.into_iter().map(prepare).collect() }
    }

    /// Positions of the names that answer to a query, at most `n_max`, the best first.
    ///
    /// A beginning comes before a beginning of words, that before a part, and that before letters in order; of equals the
    /// shorter, then the one that was given first. Linear in the number of names.
    pub fn find(&self, query: &str, n_max: usize) -> Vec<usize> {
        let query = Query::new(query);
        if query.letters.is_empty() || n_max == 0 {
            return Vec::new();
        }
        let ranked = self.names.iter().enumerate().filter_map(|(idx, name)| {
            let possible = query.mask & !name.letters == 0;
            let rank = if possible { query.rank(&name.folded)? } else { return None };
            Some((rank, name.n_letters, idx))
        });
        let mut found: Vec<(Rank, usize, usize)> = ranked.collect();
        if found.len() > n_max {
            found.select_nth_unstable(n_max);
            found.truncate(n_max);
        }
        found.sort_unstable();
        found.into_iter().map(|(_, _, idx)| idx).collect()
    }
}

/// Positions of the letters of a name that a query names, to mark them; empty when it does not answer to it.
pub fn matched_letters(name: &str, query: &str) -> Vec<usize> {
    let query = Query::new(query);
    // Where each letter of the folded name stands in the name: marks on letters may have gone.
    let places: Vec<(usize, char)> =
        name.chars().enumerate().filter_map(|(idx, c)| Some((idx, plain_letter(c)?))).collect();
    let folded: String = places.iter().map(|(_, c)| *c).collect();
    let n_before = |byte: usize| folded[..byte].chars().count();
    let run = |byte: usize, of: &str| (n_before(byte)..n_before(byte) + of.chars().count()).collect::<Vec<_>>();
    let matched = match query.rank(&folded) {
        None => Vec::new(),
        Some(Rank::Exact | Rank::Prefix) => run(0, &query.text),
        Some(Rank::Words) => {
            query.words.iter().flat_map(|word| run(word_start(&folded, word).unwrap_or(0), word)).collect()
        }
        Some(Rank::Within) => run(folded.find(&query.text).unwrap_or(0), &query.text),
        Some(Rank::Spread(_)) => spread(&folded, &query.letters).unwrap_or_default(),
    };
    let mut matched: Vec<usize> = matched.into_iter().filter_map(|at| Some(places.get(at)?.0)).collect();
    matched.sort_unstable();
    matched.dedup();
    matched
}

/// A text without case and accents, to compare and to sort by: `Één` and `een` are the same.
pub fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().filter_map(plain_letter).collect() }
}

/// Which letters and digits occur, a bit each; all other letters share one.
fn mask(letters: impl Iterator<Item = char>) -> u64 {
    letters.filter(|c| c.is_alphanumeric()).fold(0, |mask, c| {
        let bit = match c {
            'a'..='z' => u32::from(c) - u32::from('a'),
            '0'..='9' => 26 + u32::from(c) - u32::from('0'),
            _ => 63,
        };
        mask | 1 << bit
    })
}

impl Query {
    fn new(text: &str) -> Self {
        let folded = folded(text);
        let words: Vec<String> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let letters: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
        let text = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { text, mask: mask(letters.iter().copied()), words, letters }
    }

    fn rank(&self, name: &str) -> Option<Rank> {
        if self.letters.is_empty() {
            return None;
        }
        if let Some(rest) = name.strip_prefix(&self.text) {
            return Some(if rest.is_empty() { Rank::Exact } else { Rank::Prefix });
        }
        if self.words.iter().all(|word| word_start(name, word).is_some()) {
            return Some(Rank::Words);
        }
        if name.contains(&self.text) {
            return Some(Rank::Within);
        }
        let at = spread(name, &self.letters)?;
        Some(Rank::Spread(at.last()? - at.first()? + 1))
    }
}

/// Where in a name a word begins that begins with this one, in bytes.
fn word_start(name: &str, word: &str) -> Option<usize> {
    name.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !name[..*at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Where letters stand in a name in their order, close together; nothing when they lie too far apart to be meant.
fn spread(name: &str, letters: &[char]) -> Option<Vec<usize>> {
    let mut wanted = letters.iter().peekable();
    let last = name.chars().position(|c| {
        wanted.next_if(|next| **next == c);
        wanted.peek().is_none()
    })?;
    // Back from the last letter: of several beginnings the nearest.
    let before: Vec<char> = name.chars().take(last + 1).collect();
    let mut missing = letters.len();
    let mut at = Vec::with_capacity(letters.len());
    for (idx, c) in before.iter().enumerate().rev() {
        if missing > 0 && *c == letters[missing - 1] {
            missing -= 1;
            at.push(idx);
        }
    }
    at.reverse();
    let span = last + 1 - at.first()?;
    (missing == 0 && span <= 2 * letters.len() + 4).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 9] = [
        "Oud Ootmarsum",
        "Ootmarsum",
        "Zone Ootmarsum · Het Wendel",
        "Één-Oost",
        "Borne",
        "Zenderen (gemeente Borne)",
        "Geïsoleerd",
        "Heel de regio tonen",
        "Hengelo",
    ];

    fn find(query: &str) -> Vec<&'static str> {
        NameIndex::new(NAMES).find(query, 10).into_iter().map(|idx| NAMES[idx]).collect()
    }

    #[test]
    fn a_beginning_comes_first_then_a_word_and_the_shorter_of_two() {
        assert_eq!(find("ootm"), ["Ootmarsum", "Oud Ootmarsum", "Zone Ootmarsum · Het Wendel"]);
        assert_eq!(find("borne"), ["Borne", "Zenderen (gemeente Borne)"]);
        assert_eq!(find("het oot"), ["Zone Ootmarsum · Het Wendel"]);
    }

    #[test]
    fn letters_may_be_left_out_and_case_and_accents_do_not_matter() {
        assert_eq!(find("otmarsum")[0], "Ootmarsum");
        assert_eq!(find("OOTMRSM")[0], "Ootmarsum");
        assert_eq!(find("een")[0], "Één-Oost");
        assert_eq!(find("geisol"), ["Geïsoleerd"]);
        assert_eq!(find("geïsol"), ["Geïsoleerd"]);
        assert_eq!(find("ge\u{131}sol"), ["Geïsoleerd"]);
        assert_eq!(find("regio")[0], "Heel de regio tonen");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert!(find("xyz").is_empty());
        assert!(find("").is_empty());
        assert!(find(" - ").is_empty());
        // All its letters are somewhere in a long name, but too far apart to be meant.
        assert!(find("hgn").is_empty());
    }

    #[test]
    fn at_most_so_many_are_found_and_equals_keep_their_order() {
        let names: Vec<String> = (0..20_000).map(|idx| format!("Halte {:05}", idx % 10_000)).collect();
        let index = NameIndex::new(names.iter().map(String::as_str));
        assert_eq!(index.find("halte 00007", 10), [7, 10_007]);
        assert_eq!(index.find("halte", 3), [0, 1, 2]);
    }

    #[test]
    fn the_matched_letters_are_known() {
        assert_eq!(matched_letters("Oud Ootmarsum", "ootm"), [4, 5, 6, 7]);
        assert_eq!(matched_letters("Ootmarsum", "OTMARS"), [1, 2, 3, 4, 5, 6]);
        assert_eq!(matched_letters("Ge\u{308}isoleerd", "geis"), [0, 1, 3, 4]);
        assert_eq!(matched_letters("Zone Ootmarsum", "oot zo"), [0, 1, 5, 6, 7]);
        assert!(matched_letters("Borne", "ootm").is_empty());
    }
}
