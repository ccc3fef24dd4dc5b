/// Bounds of a batch of entries that are looked for in all journals; each is at least 1.
package struct ScanBounds: Hashable, Sendable {
    /// Journals whose rows are looked at.
    let journals: Int
    /// Rows that are read.
    let rows: Int
    /// Bytes of rows, after which no other is read.
    let bytes: Int

    package init(journals: Int = 2000, rows: Int = 2000, bytes: Int = 8 << 20) {
        self.journals = max(journals, 1)
        self.rows = max(rows, 1)
        self.bytes = max(bytes, 1)
    }
}
