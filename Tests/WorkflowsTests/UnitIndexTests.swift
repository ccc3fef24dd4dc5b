import Testing

@testable import Workflows

@Suite struct UnitIndexTests {
    /// Whatever is done to it, it says what a dictionary says.
    @Test(arguments: 0..<20) func isADictionary(_ seed: Int) {
        var random = SeededGenerator(state: UInt64(seed))
        var (index, dictionary) = (UnitIndex(), [UnitAddress: Int]())
        for unit in 0..<200 {
            let address = UnitAddress(
                path: ["a", "b", "c/a"].randomElement(using: &random) ?? "a",
                iteration: [nil, 0, 1].randomElement(using: &random) ?? nil)
            if Int.random(in: 0..<3, using: &random) == 0 {
                index.remove(at: address)
                dictionary[address] = nil
            } else {
                index.add(unit, at: address)
                dictionary[address] = unit
            }
            for path in ["a", "b", "c/a"] {
                for iteration in [nil, 0, 1] {
                    let address = UnitAddress(path: path, iteration: iteration)
                    #expect(index[address] == dictionary[address])
                }
            }
        }
    }
}
