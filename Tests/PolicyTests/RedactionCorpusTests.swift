import Foundation
import Policy
import Testing

/// How many secrets are found that were drawn from published grammars, and how many harmless lines are taken for one.
@Suite struct RedactionCorpusTests {
    let redactor: Redactor
    /// Another one each time; `CASEBOOK_SEED` gives that of a run that failed.
    let seed: UInt64
    let isLong: Bool

    init() throws {
        redactor = Redactor(rules: try RedactionRules(), key: Array(1...32))
        let environment = ProcessInfo.processInfo.environment
        seed = environment["CASEBOOK_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64.max)
        isLong = environment["CASEBOOK_SOAK"] == "1"
    }

    @Test func hidesWhatLooksLikeASecret() {
        let count = isLong ? 50_000 : 3000
        var missed: [String: (count: Int, example: String)] = [:]
        for sample in RedactionCorpus(seed: seed, count: count) {
            let shown = redactor.redact(sample.text)
            guard sample.remains(in: shown) else { continue }
            missed[sample.kind, default: (0, "\(sample.text) is shown as \(shown)")].count += 1
        }
        let total = missed.values.reduce(0) { $0 + $1.count }
        print("seed \(seed): \(count - total) of \(count) secrets are hidden")
        let examples = missed.sorted { $0.value.count > $1.value.count }.prefix(5).map { "\($0.key): \($0.value)" }
        #expect(Double(total) <= Double(count) * 0.01, "seed \(seed): \(examples.joined(separator: "\n"))")
    }

    @Test func leavesHarmlessLinesAlone() throws {
        let count = isLong ? 50_000 : 3000
        var draw = Draw(seed: seed)
        var (lines, changed): (Int, [String]) = (0, [])
        for index in 0..<count {
            let text = HarmlessLine.text(index, &draw)
            lines += text.split(separator: "\n").count
            let shown = redactor.redact(text)
            if shown != text { changed.append("\(text) is shown as \(shown)") }
        }
        print("seed \(seed): \(changed.count) of \(lines) harmless lines are changed")
        #expect(changed.count * 5000 <= lines, "seed \(seed): \(changed.prefix(5).joined(separator: "\n"))")
    }

    @Test func thereAreManyKinds() {
        #expect(SecretKind.all.count + PlacedSecret.all.count >= 25)
        #expect(Set(SecretKind.all.map(\.name)).count == SecretKind.all.count)
    }

    /// Each line of a key is hidden where it stands, whatever part of the key is read.
    @Test func hidesTheLinesOfAKeyOneByOne() {
        var draw = Draw(seed: seed)
        let inner = (0..<12).map { _ in "aZ3" + draw.text(61, Draw.base64) } + [draw.text(20, Draw.base64) + "=="]
        let lines = ["before", "-----BEGIN RSA PRIVATE KEY-----"] + inner + ["-----END RSA PRIVATE KEY-----", "after"]
        var receipt = RedactionReceipt()
        for start in 0..<lines.count {
            for end in start..<lines.count where end > start {
                var bytes = Array(lines[start...end].joined(separator: "\n").utf8)
                _ = redactor.redactLines(of: &bytes, &receipt)
                let shown = String(decoding: bytes, as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: false)
                #expect(shown.count == end - start + 1)
                // The last line of a key alone looks like any word.
                let isWhole = start <= 1 || end >= lines.count - 2 || end - start > 0
                for line in inner.dropLast(isWhole && (start <= 1 || end >= lines.count - 2) ? 0 : 1) {
                    #expect(!shown.contains { $0.contains(line) }, "seed \(seed), lines \(start) to \(end)")
                }
            }
        }
    }
}
