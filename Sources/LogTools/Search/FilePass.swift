internal import Scanning

/// What must be remembered from block to block of a file, so that a line found in the middle gets time and number.
struct FilePass {
    var account = FileAccount()
    private var finder: TimeFinder
    /// The instant that held before `known` in this block, and before the block when `known` is 0.
    private var carried: Int64?
    private var known = 0
    /// Where the block lies in the file.
    private var offset = 0
    /// As far as the block was searched.
    var feeds = LineFeeds()
    /// As far as lines of it had to be numbered.
    private var numbered = LineFeeds()

    init(finder: TimeFinder) { self.finder = finder }

    mutating func begin(_ block: LineBlock, _ bytes: Span<UInt8>) {
        known = 0
        offset = block.offset
        feeds = LineFeeds()
        numbered = LineFeeds()
        guard account.first == nil else { return }
        // Lines above the first time belong to what stands before, or to nothing.
        var position = 0
        var number = block.firstLine
        while position < bytes.count {
            let newline = LineScanner.newline(in: bytes, from: position) ?? bytes.count
            if let time = finder.find(in: bytes.extracting(position..<newline), at: offset + position) {
                account.see(time.instant)
                return
            }
            if newline > position { account.miss(bytes.extracting(position..<newline), number: number) }
            position = newline + 1
            number += 1
        }
    }

    /// - Returns: How many lines the block has.
    mutating func endBlock(_ bytes: Span<UInt8>) -> Int {
        seeLastLine(of: bytes)
        feeds.count(to: bytes.count, in: bytes)
        let isOpen = bytes.count > 0 && bytes[bytes.count - 1] != UInt8(ascii: "\n")
        return feeds.count + (isOpen ? 1 : 0)
    }

    private mutating func seeLastLine(of bytes: Span<UInt8>) {
        var end = bytes.count
        if end > 0, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        guard end > known else { return }
        var start = end
        while start > known, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        if let (instant, _) = time(ofLineAt: start, in: bytes) {
            account.see(instant)
            carried = instant
        }
    }

    /// The instant of a line, its own or of the nearest line above that has one.
    mutating func time(ofLineAt start: Int, in bytes: Span<UInt8>) -> (Int64, FoundTime?)? {
        defer { known = max(known, start) }
        var position = start
        while true {
            let newline = LineScanner.newline(in: bytes, from: position) ?? bytes.count
            if let time = finder.find(in: bytes.extracting(position..<newline), at: offset + position) {
                carried = time.instant
                return (time.instant, position == start ? time : nil)
            }
            guard position > known else { return carried.map { ($0, nil) } }
            position -= 1
            while position > known, bytes[position - 1] != UInt8(ascii: "\n") { position -= 1 }
        }
    }

    /// Line feeds between the block's start and the end of a line, which never goes back.
    mutating func newlines(before end: Int, in bytes: Span<UInt8>) -> Int {
        // What was searched is not counted once more. That may be further on already: where a line with a secret is looked
        // at, the next that matches is known.
        if feeds.place <= end, feeds.place > numbered.place { numbered = feeds }
        numbered.count(to: end, in: bytes)
        return numbered.count
    }
}
