/// Notices where an object may have two members of one name, without holding names.
///
/// Of each member of the open objects a print is kept. Two of one object that agree are the same name, or, very rarely, two
/// names of one print: whoever has to know reads again. A print costs its name's bytes a multiplication for each eight
/// of them; whether an object has had it is told by a bit for most, and looked up for few.
struct MemberPrints: Sendable {
    /// The most members of open objects that are remembered.
    static let maximum = 200_000
    /// An object of more members has a set of them.
    private static let manyMembers = 24

    private struct Frame {
        var start = 0
        /// A bit for each of its members' prints; all of them where it has a set.
        var seen: UInt64 = 0
    }

    /// Whether names are looked at.
    let isOn: Bool
    /// Whether an object may have two members of one name.
    private(set) var mayRepeat = false
    private(set) var isOverfull = false
    private var current = Frame()
    /// The frames around it, and above `depth` what is left of former ones.
    private var outer: ContiguousArray<Frame> = []
    private var depth = 0
    /// The prints of open objects, and above `top` what is left of others.
    private var prints: ContiguousArray<UInt64> = []
    private var top = 0
    private var sets: [Set<UInt64>] = []
    private var inSets = 0

    init(isOn: Bool) { self.isOn = isOn }

    /// Another value begins, in an object that is open already or in none.
    mutating func begin(inObject: Bool) {
        depth = 0
        top = 0
        current = Frame()
        if !sets.isEmpty { sets = [] }
        inSets = 0
        if inObject { open() }
    }

    /// An object begins.
    @inline(__always)
    mutating func open() {
        guard isOn else { return }
        if depth < outer.count { outer[depth] = current } else { outer.append(current) }
        depth += 1
        current = Frame(start: top)
    }

    /// An object ends.
    @inline(__always)
    mutating func close() {
        guard isOn, depth > 0 else { return }
        if current.seen == .max { forgetSet() }
        top = current.start
        depth -= 1
        current = outer[depth]
    }

    /// A member begins whose name has this print.
    @inline(__always)
    mutating func add(_ print: UInt64) {
        let bit: UInt64 = 1 &<< (print >> 58)
        guard current.seen & bit == 0 else { return addSeen(print) }
        current.seen |= bit
        push(print)
    }

    @inline(__always)
    private mutating func push(_ print: UInt64) {
        if top < prints.count { prints[top] = print } else { prints.append(print) }
        top += 1
    }

    @inline(never)
    private mutating func addSeen(_ print: UInt64) {
        if current.seen == .max {
            guard !sets[sets.count - 1].contains(print) else { return mayRepeat = true }
            guard inSets + top < Self.maximum else { return isOverfull = true }
            sets[sets.count - 1].insert(print)
            inSets += 1
            return
        }
        for index in current.start..<top where prints[index] == print { return mayRepeat = true }
        push(print)
        guard top - current.start > Self.manyMembers else { return }
        sets.append(Set(prints[current.start..<top]))
        inSets += top - current.start
        top = current.start
        current.seen = .max
    }

    @inline(never)
    private mutating func forgetSet() {
        inSets -= sets.popLast()?.count ?? 0
    }

    // MARK: - Prints

    static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Takes eight bytes of a name, the last ones of which are zero where there are fewer.
    @inline(__always)
    static func mixed(_ print: UInt64, _ word: UInt64) -> UInt64 {
        let product = (print ^ word) &* 0xD6E8_FEB8_6659_FD93
        return product ^ product >> 32
    }

    /// Ends a print; what tells names apart comes to its highest bits too.
    @inline(__always)
    static func ended(_ print: UInt64, count: Int) -> UInt64 {
        (print ^ UInt64(truncatingIfNeeded: count)) &* 0xFF51_AFD7_ED55_8CCD
    }

    /// The print of a name's bytes.
    static func print(of bytes: Span<UInt8>) -> UInt64 {
        var print = seed
        var index = 0
        while index + 8 <= bytes.count {
            print = mixed(print, word(bytes, index..<index + 8))
            index += 8
        }
        return ended(mixed(print, word(bytes, index..<bytes.count)), count: bytes.count)
    }

    private static func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var word: UInt64 = 0
        for index in range { word |= UInt64(bytes[index]) << (UInt64(index - range.lowerBound) * 8) }
        return word
    }
}
