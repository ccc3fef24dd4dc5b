import JSON
import Model
import Testing

@testable import TerraformTools

@Suite("Plan reader")
struct PlanReaderTests {
    static let plan = """
        {"format_version":"1.2","terraform_version":"1.11.4","variables":{"x":{"value":[1,{"y":"z"}]}},
        "resource_changes":[
        {"address":"module.m.db.a[\\"k\\"]","module_address":"module.m","mode":"managed","type":"db","name":"a","index":"k",
        "change":{"actions":["update"],"before":{"limit":40,"role":"shop","pw":"hunter2-old"},
        "after":{"limit":4,"role":"shop","pw":"hunter2-new"},"after_unknown":{"id":true},
        "before_sensitive":{"pw":true},"after_sensitive":{"pw":true}}},
        {"address":"db.b","mode":"managed","type":"db","name":"b","change":{"actions":["delete","create"],
        "before":{"image":"1","copy":"hunter2-old"},"after":{"image":"2","copy":"x hunter2-new y"},"after_unknown":false,
        "before_sensitive":false,"after_sensitive":{},"replace_paths":[["image"]]},
        "action_reason":"replace_because_cannot_update"},
        {"address":"data.q.c","mode":"data","type":"q","name":"c","change":{"actions":["delete"],"before":{},"after":null}}],
        "output_changes":{"o":{"actions":["update"],"before":"a","after":"b"}},
        "timestamp":"2026-01-02T03:04:05Z","errored":false,"complete":true,"applyable":true,"later":{"a":[]}}
        """

    private func failure(_ bytes: [UInt8]) -> PlanError? {
        do throws(PlanError) {
            _ = try PlanData.read(bytes)
            return nil
        } catch { return error }
    }

    private func failure(_ text: String) -> PlanError? { failure(Array(text.utf8)) }

    @Test("A plan means the same in pieces of any size", arguments: [1, 2, 7, 64, 100_000])
    func readsInPieces(chunk: Int) throws {
        let (header, content) = try PlanData.read(Self.plan, chunk: chunk)
        #expect(header.terraformVersion == "1.11.4")
        #expect(header.timestamp?.description == "2026-01-02T03:04:05.000Z")
        #expect(header.unknownMembers == ["later": 1])
        #expect(content.counts.line() == "Plan: 1 to add, 1 to change, 1 to destroy.")
        #expect(content.actions == ["update": 1, "delete+create": 1, "delete": 1])
        let update = try #require(content.changesInOrder.first)
        #expect(update.address == "module.m.db.a[\"k\"]")
        #expect(update.attributes.map(\.path) == ["limit", "pw", "id"])
        #expect(update.attributes[0].transition == "40 → 4")
        #expect(update.attributes[1].isSensitive)
        #expect(update.attributes[2].isUnknown)
        #expect(update.siblings.map(\.path) == ["role"])
        let replaced = content.changesInOrder[1]
        #expect(replaced.attributes.first { $0.path == "image" }?.forcesReplacement == true)
        #expect(content.outputs.map(\.name) == ["o"])
    }

    @Test("Unmarked copies of marked values are hidden too")
    func hidesCopies() throws {
        let (_, content) = try PlanData.read(Self.plan)
        #expect(!"\(content)".contains("hunter2"))
    }

    /// Members of a plan that tell of a secret, and another that has a copy of it.
    static let secretPlaces = [
        #""variables":{"db":{"value":"S"}},"configuration":{"root_module":{"variables":{"db":{"sensitive":true}}}}"#,
        #""configuration":{"root_module":{"variables":{"db":{"sensitive":true}}}},"variables":{"db":{"value":"S"}}"#,
        #""configuration":{"root_module":{"module_calls":{"m":{"expressions":{"k":{"constant_value":"S"}},"module":{"variables":{"k":{"sensitive":true}}}}}}}"#,
        #""configuration":{"root_module":{"module_calls":{"m":{"module":{"variables":{"k":{"default":"S","sensitive":true}}}}}}}"#,
        #""prior_state":{"values":{"root_module":{"resources":[1,{"mode":"data","values":{"s":"S"},"sensitive_values":{"s":true}}]}}}"#,
        #""prior_state":{"values":{"root_module":{"child_modules":[[],{"resources":[{"sensitive_values":{"s":[true]},"values":{"s":["S"]}}]}]}}}"#,
        #""prior_state":{"values":{"outputs":{"o":{"sensitive":true,"value":"S"}}}}"#,
        #""planned_values":{"root_module":{"resources":[{"values":{"s":"S"},"sensitive_values":{"s":true}}]}}"#,
    ]

    @Test("Whatever marks a secret, its copies are hidden", arguments: secretPlaces, [1, 4096])
    func hidesCopies(of place: String, chunk: Int) throws {
        let place = place.replacing("\"S\"", with: "\"Planted-Canary\"")
        let change =
            #""resource_changes":[{"type":"a","name":"b","change":{"actions":["update"],"before":{"x":"old"},"after":{"x":"pre Planted-Canary post"}}}]"#
        for members in ["\(change),\(place)", "\(place),\(change)"] {
            let (_, content) = try PlanData.read("{\"format_version\":\"1.2\",\(members)}", chunk: chunk)
            #expect(content.changes.first?.attributes.first?.after == .string(AttributeChange.sensitiveText))
        }
    }

    @Test("Copies are hidden line by line, and as JSON has them")
    func hidesCopiesInOtherForms() throws {
        let secret = #"-----BEGIN X-----\nAbCdEfGhLine1zz\nQqWw<Ee>\"Line2yy\n-----END X-----\n"#
        let inside =
            #"{\"k\":\"-----BEGIN X-----\\nAbCdEfGhLine1zz\\nQqWw\\u003cEe\\u003e\\\"Line2yy\\n-----END X-----\\n\"}"#
        let plan = #"""
            {"format_version":"1.2","resource_changes":[
            {"type":"c","name":"d","change":{"actions":["no-op"],"before":{"pw":"\#(secret)"},"after":{"pw":"\#(secret)"},
            "before_sensitive":{"pw":true},"after_sensitive":{"pw":true}}},
            {"type":"a","name":"lines","change":{"actions":["update"],"before":{"conf":"a\nb\n"},
            "after":{"conf":"a\n\#(secret)  AbCdEfGhLine1zz\nb\n"}}},
            {"type":"a","name":"json","change":{"actions":["create"],"before":null,"after":{"conf":"\#(inside)"}}}]}
            """#
        let (_, content) = try PlanData.read(plan)
        #expect(!"\(content)".contains("Line1zz") && !"\(content)".contains("Line2yy"))
        #expect(content.changes.count == 2)
    }

    @Test("A plan that ends anywhere before its end is refused")
    func refusesTruncated() {
        let bytes = Array(Self.plan.utf8)
        for end in 1..<bytes.count - 1 {
            #expect(failure(Array(bytes[..<end]))?.kind == .truncated)
        }
        #expect(failure([])?.kind == .empty)
    }

    /// A text and what it is refused as.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let kind: PlanError.Code

        init(_ text: String, _ kind: PlanError.Code) {
            self.text = text
            self.kind = kind
        }

        var testDescription: String { "\(kind): \(text.prefix(40))" }
    }

    private static let trailing = plan + "x"

    static let refusals: [Refusal] = [
        Refusal("[]", .notAPlan),
        Refusal("\"plan\"", .notAPlan),
        Refusal("{}", .notAPlan),
        Refusal(#"{"a":1}"#, .notAPlan),
        Refusal(#"resource "a" {}"#, .notJSON),
        Refusal(trailing, .notJSON),
        Refusal(#"{"resource_changes":[]}"#, .notAPlan),
        Refusal(#"{"format_version":"1.0","terraform_version":"1.5.0","values":{}}"#, .state),
        Refusal(#"{"version":4,"serial":3,"lineage":"x","resources":[]}"#, .state),
        Refusal(#"{"format_version":"2.0","resource_changes":[]}"#, .futureVersion),
        Refusal(#"{"format_version":"x","resource_changes":[]}"#, .notAPlan),
        Refusal("{\"@level\":\"info\",\"type\":\"version\"}\n{\"@level\":\"info\"}", .notAPlan),
        Refusal(#"{"format_version":"1.2","resource_changes":{}}"#, .malformed),
        Refusal(#"{"format_version":"1.2","resource_changes":[{}]}"#, .malformed),
        Refusal(#"{"format_version":"1.2","resource_changes":[{"change":{"actions":[1]}}]}"#, .malformed),
        Refusal(#"{"meta":{},"encrypted_data":"x","encryption_version":"v0"}"#, .notAPlan),
        Refusal(" \n\t ", .empty),
        Refusal("Terraform will perform the following actions:", .notJSON),
        Refusal(#"{"format_version":"1.2","resource_changes":[],"resource_changes":[]}"#, .duplicateKey),
        Refusal(
            #"{"format_version":"1.2","resource_changes":[{"change":{"actions":[],"before":1,"before":2}}]}"#,
            .duplicateKey),
    ]

    @Test("What is no plan is named for what it is", arguments: refusals)
    func refuses(refusal: Refusal) {
        let error = failure(refusal.text)
        #expect(error?.kind == refusal.kind)
        #expect(error?.hint?.isEmpty == false)
    }

    @Test("A member that is written twice alike is taken")
    func takesEqualDuplicates() throws {
        let text =
            #"{"format_version":"0.1","resource_changes":[{"change":{"actions":["create"],"after":{"a":1,"a":1}}}]}"#
        #expect(try PlanData.read(text).1.counts.add == 1)
    }

    @Test("Binary plans and UTF-16 are recognised by their first bytes")
    func refusesBinary() {
        #expect(failure([0x50, 0x4B, 0x03, 0x04, 0x14])?.kind == .binaryPlan)
        #expect(failure([0x50, 0x4B, 0x03, 0x04])?.hint?.contains("terraform show -json FILE") == true)
        #expect(failure([0xFF, 0xFE, 0x7B, 0x00])?.kind == .notUTF8)
        #expect(failure([0x7B, 0x00, 0x22, 0x00])?.kind == .notUTF8)
        #expect(failure([0x1F, 0x8B, 0x08, 0x00])?.message.contains("gzip") == true)
        #expect(failure([0x7B, 0x22, 0xFF, 0x22])?.kind == .notUTF8)
        #expect(failure([0x28, 0xB5, 0x2F, 0xFD, 0x04])?.message.contains("zstd") == true)
        #expect(failure([0xFD, 0x37, 0x7A, 0x58, 0x5A])?.hint?.contains("unxz FILE") == true)
    }

    @Test("A byte order mark is passed over")
    func readsByteOrderMark() throws {
        let (_, content) = try PlanData.read([0xEF, 0xBB, 0xBF] + Array(Self.plan.utf8))
        #expect(content.counts.add == 1)
    }

    @Test("Nesting beyond reason is refused, wherever it is")
    func refusesDepth() {
        let deep = String(repeating: "[", count: 100_000)
        for member in [
            "\"prior_state\":", "\"timestamp\":", "\"resource_changes\":[{\"change\":{\"before\":",
            "\"configuration\":{\"root_module\":{\"outputs\":{\"o\":", "\"checks\":[",
        ] {
            let error = failure("{\"format_version\":\"1.2\",\(member)\(deep)")
            #expect(error?.kind == .tooDeep)
            #expect(error?.message.contains("512") == true)
        }
    }

    @Test("A single change or text without end is refused")
    func refusesHuge() {
        let text = String(repeating: "x", count: 17 << 20)
        let change = "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"\(text)\"}]}"
        #expect(failure(change)?.kind == .tooLarge)
        let many = String(repeating: "\"\(String(repeating: "0", count: 10_000))\",", count: 1700)
        #expect(
            failure("{\"format_version\":\"1.2\",\"resource_changes\":[{\"change\":{\"before\":[\(many)0]}}]}")?.kind
                == .tooLarge)
    }

    /// Members in which a text without end may stand, and what the error calls the place.
    static let hugePlaces: [(member: String, name: String)] = [
        (#""later":{"a":""#, "later"), (#""prior_state":""#, "planned_values or prior_state"),
        (#""relevant_attributes":[""#, "relevant_attributes"),
        (#""planned_values":{"root_module":{"resources":[{"values":{"a":""#, "planned_values or prior_state"),
        (#""configuration":{"provider_config":{"a":""#, "provider_config"), (#""timestamp":""#, "timestamp"),
        (#""variables":{"v":{"value":""#, "member v of variables"),
    ]

    @Test("A text without end is refused wherever it stands, by the name of the place", arguments: hugePlaces)
    func namesHuge(member: String, name: String) throws {
        let text = String(repeating: "x", count: 17 << 20)
        let error = try #require(failure("{\"format_version\":\"1.2\",\(member)\(text)"))
        #expect(error.kind == .tooLarge)
        #expect(error.message.contains(name) && error.message.contains("16 MiB"), "\(error.message)")
    }

    @Test("No mutation of a plan crashes the reader")
    func survivesMutations() {
        var random = SplitMix(state: 42)
        let original = Array(Self.plan.utf8)
        var refused = 0
        for _ in 0..<1000 {
            var bytes = original
            for _ in 0..<1 + Int(random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(original[Int(random.next() % UInt64(original.count))], at: place)
                }
            }
            if failure(bytes) != nil { refused += 1 }
        }
        #expect(refused > 300)
    }

    @Test(
        "The line says what is forgotten where the program of that version does",
        arguments: [
            ("1.7.3", false), ("1.8.1", false), ("1.9.4", false), ("1.10.0-alpha1", true), ("1.12.0", true),
            ("2.0.0", true),
        ])
    func countsForgotten(version: String, isCounted: Bool) throws {
        let plan = """
            {"format_version":"1.2","terraform_version":"\(version)","resource_changes":[{"address":"a_b.c","mode":"managed",
            "type":"a_b","name":"c","provider_name":"registry.opentofu.org/x/a","change":{"actions":["forget"],"before":{},
            "after":null}}],"errored":false}
            """
        let (header, content) = try PlanData.read(plan)
        #expect(header.isOpenTofu && header.countsForgotten == isCounted)
        let line = content.counts.line(countsForgotten: header.countsForgotten)
        #expect(line == "Plan: 0 to add, 0 to change, 0 to destroy\(isCounted ? ", 1 to forget" : "").")
    }
}

/// Repeatable random numbers.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
