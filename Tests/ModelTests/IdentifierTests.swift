import JSON
import Model
import TestSupport
import Testing

@Suite struct IdentifierTests {
    @Test func isReadAsItIsWritten() throws {
        for seed in 0..<200 as Range<UInt64> {
            let run = RunID(from: SeededIdentifierSource(seed: seed))
            #expect(RunID(run.rawValue) == run)
            #expect(run.rawValue.hasPrefix("run_"))
            #expect(run.rawValue.utf8.count == 30)
            #expect(try JSONValue(encoding: run).decode(RunID.self) == run)
        }
    }

    @Test func differs() {
        let source = SeededIdentifierSource()
        #expect(Set((0..<1000).map { _ in EvidenceID(from: source) }).count == 1000)
        #expect(SeededIdentifierSource(seed: 3).next() == SeededIdentifierSource(seed: 3).next())
        #expect(SystemIdentifierSource().next() != SystemIdentifierSource().next())
    }

    @Test(arguments: [
        "", "ses_", "ses", "run_0123456789abcdefghjkmnpqrs", "ses_0123456789abcdefghjkmnpqr",
        "ses_0123456789abcdefghjkmnpqrst", "ses_0123456789ABCDEFGHJKMNPQRS", "ses_0123456789abcdefghjkmnpqri",
        "ses_../../../../../etc/passwd0", " ses_0123456789abcdefghjkmnpqr", "ses_0123456789abcdefghjkmnpq\u{e9}",
        "ses_0123456789abcdefghjkmnpqr\0",
    ])
    func refuses(_ text: String) {
        #expect(SessionID(text) == nil)
        #expect(throws: DecodingError.self) { try JSONValue.string(text).decode(SessionID.self) }
    }

    /// Eight characters are read at a time: what is none of the alphabet is seen wherever it stands.
    @Test func refusesWhatIsNoCharacterInAnyPlace() {
        let right = Array("ses_0123456789abcdefghjkmnpqrs".utf8)
        let alphabet = Set("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        for place in 4..<30 {
            for byte in 0..<0x80 as Range<UInt8> {
                var text = right
                text[place] = byte
                let identifier = SessionID(String(decoding: text, as: UTF8.self))
                #expect(identifier.map { Array($0.rawValue.utf8) } == (alphabet.contains(byte) ? text : nil))
            }
            var text = String(decoding: right, as: UTF8.self)
            let index = text.utf8.index(text.startIndex, offsetBy: place)
            text.replaceSubrange(index...index, with: "\u{e9}")
            text.removeLast()
            #expect(SessionID(text) == nil)
        }
    }

    @Test func theServersJournalHasAName() {
        #expect(SessionID(SessionID.server.rawValue) == .server)
    }

    /// The bits are kept and not the text: it comes back as it was, the two bits that ours never use among them.
    @Test(arguments: [
        "00000000000000000000000000", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "7zzzzzzzzzzzzzzzzzzzzzzzzz",
        "80000000000000000000000000", "0123456789abcdefghjkmnpqrs", "g0000000000000000000000001",
        "0000000000000g000000000000",
    ])
    func comesBackAsItWas(part: String) throws {
        #expect(try #require(SessionID("ses_" + part)).rawValue == "ses_" + part)
    }

    @Test func hasTheOrderOfItsText() throws {
        let source = SeededIdentifierSource(seed: 4)
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var texts = (0..<200).map { _ in
            "ev_" + String((0..<26).map { _ in letters[Int(source.next().low % 32)] })
        }
        // Some that differ late.
        texts += texts.prefix(50).map { String($0.dropLast()) + "7" }
        let identifiers = try texts.map { try #require(EvidenceID($0)) }
        #expect(identifiers.sorted().map(\.rawValue) == texts.sorted())
        #expect(Set(identifiers).count == Set(texts).count)
    }
}
