extension String {
    /// Whether more than so many combining characters stand in a row.
    ///
    /// To compare texts takes the square of their number, since they are put in order first
    /// (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format, whose limit is 30).
    package func hasMarks(inARow most: Int) -> Bool {
        // The first of them, U+0300, begins with this byte.
        guard utf8.count > most, utf8.contains(where: { $0 >= 0xCC }) else { return false }
        var marks = 0
        return unicodeScalars.contains { scalar in
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            return marks > most
        }
    }
}
