/// The attempts of a run, in the order of their starting entries, each found by its step.
///
/// They stand in blocks, so that a new one moves none of the others, and so that the next entry of a run of which somebody
/// holds a copy costs one block, and where an attempt begins the table too, but not all of them.
package struct StepAttempts: RandomAccessCollection, Equatable, Sendable {
    package private(set) var endIndex = 0
    private var blocks: [[StepAttempt]] = []
    /// A hash table with linear probing: the hash of a step above, one more than its place below; 0 where there is none.
    private var slots: [UInt64] = []

    /// Attempts of a block, as a power of two.
    private static let scale = 7

    package var startIndex: Int { 0 }

    package subscript(place: Int) -> StepAttempt { blocks[place >> Self.scale][Self.rest(of: place)] }

    package static func == (left: Self, right: Self) -> Bool { left.blocks == right.blocks }

    private static func rest(of place: Int) -> Int { place & (1 << scale - 1) }

    mutating func change(_ place: Int, _ body: (inout StepAttempt) -> Void) {
        body(&blocks[place >> Self.scale][Self.rest(of: place)])
    }

    /// Makes the table large enough for so many more; their blocks are made as they come.
    mutating func reserve(_ count: Int) {
        var size = Swift.max(16, slots.count)
        while size * 3 < (endIndex + count) * 4 { size *= 2 }
        if size > slots.count { grow(to: size) }
    }

    /// Where the attempt at a step stands; nil for one that is not known.
    package func place(of step: StepReference) -> Int? {
        if isLast(step) { return endIndex - 1 }
        return slots.isEmpty ? nil : find(step, Self.hash(step)).place
    }

    /// Where the attempt at a step stands; one that is not known begins.
    mutating func place(of step: StepReference, begunAt time: Timestamp) -> (place: Int, isNew: Bool) {
        if isLast(step) { return (endIndex - 1, false) }
        reserve(1)
        let hash = Self.hash(step)
        let (place, slot) = find(step, hash)
        if let place { return (place, false) }
        if Self.rest(of: endIndex) == 0 {
            var block: [StepAttempt] = []
            // Most runs are short: room for a whole block is made where one was full.
            if !blocks.isEmpty { block.reserveCapacity(1 << Self.scale) }
            blocks.append(block)
        }
        blocks[endIndex >> Self.scale].append(StepAttempt(step: step, started: time))
        endIndex += 1
        slots[slot] = UInt64(hash) << 32 | UInt64(endIndex)
        return (endIndex - 1, true)
    }

    /// Whether it is the attempt that began last, of which most entries are.
    private func isLast(_ step: StepReference) -> Bool { endIndex > 0 && isAt(endIndex - 1, step) }

    /// Compared where it stands: an attempt is large to be taken out.
    private func isAt(_ place: Int, _ step: StepReference) -> Bool {
        blocks[place >> Self.scale][Self.rest(of: place)].step == step
    }

    /// Where an attempt stands, or would be found.
    private func find(_ step: StepReference, _ hash: UInt32) -> (place: Int?, slot: Int) {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let place = Int(slots[slot] & UInt64(UInt32.max)) - 1
            if slots[slot] >> 32 == hash, isAt(place, step) { return (place, slot) }
            slot = (slot + 1) & mask
        }
        return (nil, slot)
    }

    private mutating func grow(to count: Int) {
        let old = slots
        slots = Array(repeating: 0, count: count)
        for entry in old where entry != 0 {
            var slot = Int(entry >> 32) & (count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (count - 1) }
            slots[slot] = entry
        }
    }

    private static func hash(_ step: StepReference) -> UInt32 { UInt32(truncatingIfNeeded: step.hashValue) }
}
