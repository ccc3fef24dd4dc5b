import Foundation
import Testing

@testable import Policy

/// The words that a rule is looked for by stand in all of its matches, so that what lies around a line decides nothing.
@Suite struct RedactionPrefilterTests {
    let redactor: Redactor
    /// Tries every rule on every text.
    let thorough: Redactor
    let seed: UInt64
    let count: Int

    init() throws {
        redactor = Redactor(rules: try RedactionRules(), key: Array(1...32))
        thorough = Redactor(rules: try RedactionRules([:], triesAll: true), key: Array(1...32))
        let environment = ProcessInfo.processInfo.environment
        seed = environment["CASEBOOK_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64.max)
        count = environment["CASEBOOK_SOAK"] == "1" ? 50_000 : 1000
    }

    @Test(arguments: [
        "password    = hunter2Aligned", "db_password\t = hunter2Aligned", "api_key  : hunter2Aligned",
        "mysql_password  : hunter2Aligned", "DB_PASSWORD4=hunter2Aligned", "token5=hunter2Aligned",
        #"{"name" : "DB_PASSWORD", "value" : "hunter2Aligned"}"#, "ALTER ROLE app PASSWORD  'hunter2Aligned'",
        "http POST shop.internal -a ada:hunter2Aligned", "https\t--auth ada:hunter2Aligned shop.internal",
        "curl.exe -s -u ada:hunter2Aligned shop.internal", "secret.key.base = hunter2Aligned",
        #"{"password" \u003d "hunter2Aligned"}"#, "<db_password1>hunter2Aligned</x>",
        "<apiKey kind=\"x\">hunter2Aligned", "ldappasswd -x -w hunter2Aligned", "login\tada password hunter2Aligned",
        "{\n  \"kind\" : \"Secret\",\n  \"data\" : {\n    \"a\" : \"hunter2Aligned\"\n  }\n}",
        "password:  |\n  hunter2Aligned", "- api_key: >-\n    hunter2Aligned",
        "\"password\" :\r\n   \"hunter2Aligned\"",
        "DB_PASSWORD_1: &x !!str |+\n  hunter2Aligned", "withPassword('hunter2Aligned')", "password(hunter2Aligned)",
        "run --token'hunter2Aligned' --x", "run --api-key\"hunter2Aligned\"",
        "kind:  Secret\nstringData:\n  a: hunter2Aligned", "kind:\tSecret\nstringData:\n  a: hunter2Aligned",
    ])
    func hidesHoweverFarApart(_ text: String) {
        let shown = redactor.redact(text)
        #expect(!shown.contains("hunter2Aligned"))
        #expect(shown == thorough.redact(text))
    }

    /// The same text is hidden alone as beside whatever brings all the rules.
    @Test func leavesNoRuleOut() {
        var draw = Draw(seed: seed)
        for sample in RedactionCorpus(seed: seed, count: count) {
            let text = Self.spread(sample.text, &draw)
            #expect(redactor.redact(text) == thorough.redact(text), "seed \(seed): \(text)")
        }
        for index in 0..<count {
            let text = Self.spread(HarmlessLine.text(index, &draw), &draw)
            #expect(redactor.redact(text) == thorough.redact(text), "seed \(seed): \(text)")
        }
    }

    /// The text with blanks, quotes, numbers and cases changed by chance where programs differ in them.
    private static func spread(_ text: String, _ draw: inout Draw) -> String {
        var result = ""
        for character in text {
            switch character {
            case "=", ":":
                if draw.number(0...3) == 0 { result += draw.text(1...2, Draw.digits) }
                if draw.number(0...9) == 0 { result += draw.one(of: ["_prod", "-old", "\\", "\\\"", "'"]) }
                if draw.number(0...1) == 0 { result += draw.text(0...4, [" ", "\t"]) }
                result.append(character)
                if draw.number(0...1) == 0 { result += draw.text(0...4, [" ", "\t"]) }
            case " ":
                result += draw.number(0...2) == 0 ? draw.text(1...3, [" ", "\t"]) : " "
            case "_", "-", ".":
                result += draw.number(0...4) == 0 ? draw.one(of: ["_", "-", ".", ""]) : String(character)
            case ">":
                result += draw.number(0...4) == 0 ? " a=\"1\">" : ">"
            default:
                result += draw.number(0...19) == 0 ? character.uppercased() : String(character)
            }
        }
        return result
    }
}
