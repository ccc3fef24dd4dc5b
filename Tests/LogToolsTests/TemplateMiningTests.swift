import Testing

@testable import LogTools

@Suite struct TemplateMiningTests {
    private func templates(_ lines: [String]) -> [String] {
        TemplateMining.templates(
            of: lines.map { Array($0.utf8) }, rules: TimeRules(modified: 1_795_000_000_000_000_000))
    }

    @Test func leavesTheHeaderOut() {
        let lines = (0..<40).map { index in
            "2026-11-01 18:28:\(10 + index),123 INFO [worker-\(index % 3)] a.b.C\(index % 2): task \(index) done in \(index) ms"
        }
        #expect(Set(templates(lines)) == ["task <*> done in <*>"])
    }

    @Test func keepsOppositesApartAndNamesTogether() {
        var lines: [String] = []
        for name in ["root", "anna", "bert"] {
            for verb in ["opened", "closed"] {
                for id in 10...20 {
                    lines.append("Nov  1 18:28:\(id) host sshd[\(id)]: session \(verb) for user \(name)")
                }
            }
        }
        #expect(Set(templates(lines)) == ["session opened for user <*>", "session closed for user <*>"])
    }

    /// What stands for a secret is one value, whatever its digits, within a word as by itself.
    @Test(arguments: ["", "user-", "a/b="])
    func takesSecretsForValues(_ before: String) {
        let lines = ["0123456789ab", "abcdefabcdef"].map { "refused \(before)«secret:\($0)»x again" }
        let found = Set(templates(lines))
        #expect(found.count == 1 && found.first?.contains("<*>") == true, "\(found)")
    }

    @Test func survivesManyDifferentMessages() {
        var miner = TemplateMiner()
        for index in 0..<30_000 {
            let word = String(index, radix: 26).map { String(UnicodeScalar(UInt8(97 + ($0.hexDigitValue ?? 20) % 26))) }
                .joined()
            let bytes = Array("\(word) \(word)x\(word) y".utf8)
            _ = miner.add(bytes.span, 0..<bytes.count)
        }
        #expect(miner.signatures.count <= TemplateMiner.maximumSignatures + 1001)
    }
}
