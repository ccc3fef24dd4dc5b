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
}
