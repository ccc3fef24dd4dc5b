/// A place in what a search finds: the sessions made last first, in each the newest entry first.
package struct SearchPosition: Hashable, Sendable, Comparable {
    /// Grows from session to session as they are made, and with the entries of one.
    package let number: Int64

    package init(_ number: Int64) { self.number = number }

    /// Reads the text of a page's cursor.
    ///
    /// - Throws: `StoreError` of code `badCursor`.
    package init(cursor: String) throws {
        guard let number = Int64(cursor), number > 0, String(number) == cursor else {
            throw StoreError(.badCursor, "that is not a cursor of a search", hint: "begin without a cursor")
        }
        self.number = number
    }

    package var cursor: String { String(number) }

    /// Behind everything.
    package static let end = SearchPosition(.max)

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
