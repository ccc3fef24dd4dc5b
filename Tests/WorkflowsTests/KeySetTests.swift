import Testing

@testable import Workflows

@Suite struct KeySetTests {
    /// By their bytes: to Swift the two ways to write `é` are one text.
    @Test(arguments: [1, 15, 16, 17, 18, 40]) func knowsEachKeyOnce(_ count: Int) {
        let names = (0..<count).map { "key\($0)" } + ["\u{E9}", "e\u{301}"]
        var keys = KeySet()
        let first = names.map { keys.insert($0) }
        let again = names.map { keys.insert($0) }
        #expect(first.allSatisfy { $0 } && !again.contains(true))
    }
}
