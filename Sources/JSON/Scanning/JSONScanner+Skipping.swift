/// Passing over what nobody wants to know, several times as fast as taking its tokens.
///
/// Whatever is rare is left to `next`, which decides alone what is no JSON: a string beyond ASCII, a number with a
/// fraction, a fault, and the last bytes that are there.
extension JSONScanner {
    /// Passes over what is plain until as few containers are open as `depth`.
    ///
    /// - Returns: The end of the last container, or nil at a token that is left to `next`.
    mutating func glide(
        to depth: Int, _ bytes: Span<UInt8>, _ members: inout MemberPrints
    ) -> JSONTokenizer.Token? {
        guard !isInString else { return nil }
        return unsafe bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return nil }
            var course = unsafe Course(self, base, count: raw.count)
            let end = course.run(to: depth, &members)
            resume(at: course.index, course.expectation, course.containers)
            return end
        }
    }

    /// The state of one glide, in registers.
    @safe private struct Course {
        let base: UnsafeRawPointer
        /// Eight bytes are looked at at a time, so that the last ones are left over.
        let end: Int
        let limits: JSONLimits
        var index: Int
        var expectation: Expectation
        var containers: ContainerStack

        init(_ scanner: borrowing JSONScanner, _ base: UnsafeRawPointer, count: Int) {
            unsafe self.base = base
            end = count - 16
            limits = scanner.limits
            index = scanner.position
            expectation = scanner.expectation
            containers = scanner.containers
        }

        mutating func run(to depth: Int, _ members: inout MemberPrints) -> JSONTokenizer.Token? {
            while index < end {
                let byte = load(index)
                if byte <= 0x20 {
                    guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return nil }
                    index += 1
                    continue
                }
                switch expectation {
                case .commaOrEnd:
                    if byte == UInt8(ascii: ",") {
                        index += 1
                        expectation = containers.isObject ? .key : .value
                        continue
                    }
                    guard let token = close(byte, &members) else { return nil }
                    if containers.depth <= depth { return token }
                case .key, .keyOrEnd:
                    guard byte == UInt8(ascii: "\"") else {
                        guard expectation == .keyOrEnd, let token = close(byte, &members) else { return nil }
                        if containers.depth <= depth { return token }
                        continue
                    }
                    guard members.isOn ? name(&members) : string() else { return nil }
                    expectation = .colon
                    if load(index) == UInt8(ascii: ":") {
                        index += 1
                        expectation = .value
                    }
                case .colon:
                    guard byte == UInt8(ascii: ":") else { return nil }
                    index += 1
                    expectation = .value
                case .value, .valueOrEnd:
                    if byte == UInt8(ascii: "]"), expectation == .valueOrEnd {
                        guard let token = close(byte, &members) else { return nil }
                        if containers.depth <= depth { return token }
                        continue
                    }
                    guard value(byte, &members) else { return nil }
                case .nothing:
                    return nil
                }
            }
            return nil
        }

        @inline(__always)
        private func load(_ index: Int) -> UInt8 { unsafe base.load(fromByteOffset: index, as: UInt8.self) }

        @inline(__always)
        private mutating func close(_ byte: UInt8, _ members: inout MemberPrints) -> JSONTokenizer.Token? {
            let isObject = containers.isObject
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return nil }
            containers.pop()
            if isObject { members.close() }
            index += 1
            expectation = containers.depth == 0 ? .nothing : .commaOrEnd
            return isObject ? .endObject : .endArray
        }

        @inline(__always)
        private mutating func value(_ byte: UInt8, _ members: inout MemberPrints) -> Bool {
            switch byte {
            case UInt8(ascii: "\""):
                guard string() else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard containers.depth < limits.depth else { return false }
                let isObject = byte == UInt8(ascii: "{")
                containers.push(isObject: isObject)
                if isObject { members.open() }
                index += 1
                expectation = isObject ? .keyOrEnd : .valueOrEnd
                return true
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                guard number() else { return false }
            case UInt8(ascii: "0"):
                let next = load(index + 1)
                guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") || next == UInt8(ascii: "]") else {
                    return false
                }
                index += 1
            case UInt8(ascii: "t"):
                guard word(0x6575_7274) else { return false }
                index += 4
            case UInt8(ascii: "n"):
                guard word(0x6C6C_756E) else { return false }
                index += 4
            case UInt8(ascii: "f"):
                guard word(0x736C_6166), load(index + 4) == UInt8(ascii: "e") else { return false }
                index += 5
            default:
                return false
            }
            expectation = .commaOrEnd
            return true
        }

        @inline(__always)
        private func word(_ expected: UInt32) -> Bool {
            unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt32.self)) == expected
        }

        /// A whole number of few digits.
        @inline(__always)
        private mutating func number() -> Bool {
            var place = index + 1
            let last = min(end, index + 20)
            while place < last, JSONNumber.isDigit(load(place)) { place += 1 }
            guard place < last else { return false }
            let byte = load(place)
            guard byte != UInt8(ascii: "."), byte | 0x20 != UInt8(ascii: "e") else { return false }
            index = place
            return true
        }

        /// A member's name of ASCII without escapes, of which a print is taken, moving behind its closing quote.
        @inline(__always)
        private mutating func name(_ members: inout MemberPrints) -> Bool {
            let start = index + 1
            var place = start
            var print = MemberPrints.seed
            while place < end {
                let word = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let marks = JSONStringScan.marks(word)
                guard marks != 0 else {
                    print = MemberPrints.mixed(print, word)
                    place += 8
                    continue
                }
                let bits = marks.trailingZeroBitCount & ~7
                place += bits >> 3
                guard load(place) == UInt8(ascii: "\""), place - start <= limits.stringBytes else { return false }
                print = MemberPrints.mixed(print, word & (1 << UInt64(bits) &- 1))
                members.add(MemberPrints.ended(print, count: place - start))
                index = place + 1
                return true
            }
            return false
        }

        /// A string of ASCII, moving behind its closing quote.
        @inline(__always)
        private mutating func string() -> Bool {
            let start = index + 1
            var place = start
            while place < end {
                let word = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let marks = JSONStringScan.marks(word)
                guard marks != 0 else {
                    place += 8
                    continue
                }
                place += marks.trailingZeroBitCount >> 3
                let byte = load(place)
                if byte == UInt8(ascii: "\"") {
                    guard place - start <= limits.stringBytes else { return false }
                    index = place + 1
                    return true
                }
                guard byte == UInt8(ascii: "\\"), let length = escape(at: place + 1) else { return false }
                place += length
            }
            return false
        }

        /// The length of an escape whose letter is there; nil for one that is left over.
        @inline(__always)
        private func escape(at place: Int) -> Int? {
            switch load(place) {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                return 2
            case UInt8(ascii: "u"):
                // As in \u003c, which Terraform writes for <; the halves of pairs begin with D.
                guard load(place + 1) == UInt8(ascii: "0") else { return nil }
                for offset in 2...4 where JSONText.hexDigit(load(place + offset)) == nil { return nil }
                return 6
            default:
                return nil
            }
        }
    }
}
