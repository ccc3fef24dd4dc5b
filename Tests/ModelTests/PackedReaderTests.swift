import TestSupport
import Testing

@testable import Model

@Suite struct PackedReaderTests {
    @Test(arguments: [0, 1, 127, 128, 300, 1 << 32, .max])
    func numbersComeBack(_ number: Int) {
        var bytes: [UInt8] = []
        bytes.append(number: number)
        bytes.append(signed: Int64(number))
        bytes.append(signed: -Int64(number))
        bytes.append(signed: .min)
        var reader = PackedReader(bytes)
        #expect(reader.number() == number)
        #expect(reader.signed() == Int64(number))
        #expect(reader.signed() == -Int64(number))
        #expect(reader.signed() == .min)
        #expect(reader.isAtEnd)
    }

    /// Not closed, and of more bits than there is room for.
    @Test(arguments: [
        [], [0x80], [UInt8](repeating: 0x80, count: 9) + [2], [UInt8](repeating: 0x80, count: 10) + [1],
        [0x81, 0], [UInt8](repeating: 0x80, count: 9) + [0],
    ])
    func groupsThatDoNotHold(_ bytes: [UInt8]) {
        var (number, signed) = (PackedReader(bytes), PackedReader(bytes))
        #expect(number.number() == nil)
        #expect(signed.signed() == nil)
    }

    @Test func aNumberOfTheOtherSignIsNone() {
        var reader = PackedReader([UInt8](repeating: 0xFF, count: 9) + [1])
        #expect(reader.number() == nil)
    }

    /// The text `counted` behind the number of its bytes.
    private func reader(_ counted: String) -> PackedReader {
        var bytes: [UInt8] = []
        bytes.append(counted: Array(counted.utf8))
        return PackedReader(bytes)
    }

    @Test(arguments: [0, 1, 3])
    func whatIsCountedComesBehindWhatIsKept(_ count: Int) {
        var list = Array("abc".utf8)
        var reader = reader("xyz")
        #expect(reader.addCounted(to: &list, keeping: count, within: count + 3))
        #expect(list == Array("abc".utf8.prefix(count)) + Array("xyz".utf8))
        #expect(reader.isAtEnd)
    }

    @Test func moreThanIsAllowedOrThereIsNotAdded() {
        var list = Array("abc".utf8)
        var long = reader("xyz")
        #expect(!long.addCounted(to: &list, keeping: 2, within: 4))
        var negative = reader("")
        #expect(!negative.addCounted(to: &list, keeping: 2, within: -1))
        var cut = PackedReader([3, 1, 2])
        #expect(!cut.addCounted(to: &list, keeping: 2, within: 100))
        var empty = PackedReader([])
        #expect(!empty.addCounted(to: &list, keeping: 2, within: 100))
        #expect(list == Array("abc".utf8))
    }

    @Test func namesComeBack() throws {
        let name = RunID(from: SeededIdentifierSource(seed: 7))
        var bytes: [UInt8] = []
        bytes.append(try #require(name.plainBits))
        #expect(bytes.count == 16)
        var reader = PackedReader(bytes)
        #expect(reader.identifier() == name)
        #expect(reader.isAtEnd)
        var cut = PackedReader(Array(bytes.dropLast()))
        let none: RunID? = cut.identifier()
        #expect(none == nil)
    }
}
