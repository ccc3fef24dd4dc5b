import JSON
import Model
import Sessions
import Store
import TestSupport
import Testing
import Workflows

/// The text of recorded cases, and what is compared.
@Suite struct RecordingFormTests {
    @Test func theTextIsTheSameForTheSameCase() async throws {
        let recorded = try await RecordedRun(
            RunTests.steps, head: RunTests.head, tail: RunTests.tail, in: try RunTests.world())
        let first = try (try await recorded.recordedCase()).text
        #expect(try RecordedCase(text: first, path: "a").text == first)
        #expect(try (try await recorded.recordedCase()).text == first)
        #expect(first.hasPrefix("{\n  \"schema\": 1,\n  \"workflow\": \"test\",\n"))
        #expect(first.hasSuffix("}\n"))
    }

    @Test(arguments: [
        "", "[]", "null", "7", "{}", #"{"schema": 2}"#, #"{"schema": "1"}"#, #"{"schema": 1}"#,
        #"{"schema": 1, "workflow": 3}"#, #"{"schema": 1, "workflow": "x", "version": "1", "recording": {}}"#,
        "{\"schema\": 1,",
        "\u{0}", String(repeating: "[", count: 100_000),
    ])
    func whatIsNoCaseIsRefused(_ text: String) {
        let error = #expect(throws: SessionsError.self) { try RecordedCase(text: text, path: "bad.json") }
        #expect(error?.kind == .validation)
        #expect(error?.message.contains("bad.json is not a recorded case") == true)
    }

    /// Whole and right but for its version, which a newer program has written.
    @Test func anotherVersionIsRefused() async throws {
        let text = try (try await RecordingChangeTests.recorded().recordedCase()).text
        let newer = text.replacing("\"schema\": 1,", with: "\"schema\": 2,")
        let error = #expect(throws: SessionsError.self) { try RecordedCase(text: newer, path: "new.json") }
        #expect(error?.message.contains("`schema` is 2, not 1") == true)
    }

    @Test func aCaseThatIsCutOffIsRefused() async throws {
        let text = try (try await RecordingChangeTests.recorded().recordedCase()).text
        let bytes = Array(text.utf8)
        for length in stride(from: 0, to: bytes.count - 2, by: 37) {
            let cut = String(decoding: bytes.prefix(length), as: UTF8.self)
            #expect(throws: SessionsError.self) { try RecordedCase(text: cut, path: "cut.json") }
        }
    }

    /// Every member that is missing, or of another type, is an error with its place and never a crash.
    @Test func everyMemberIsChecked() async throws {
        let whole = try JSONValue(parsing: try (try await RecordingChangeTests.recorded().recordedCase()).text)
        var refused = 0
        for path in Self.members(of: whole, "") {
            for value: JSONValue in [-1, true, [[]]] {
                let text = Self.replacing(whole, try JSONPointer(path), with: value).serialized()
                do {
                    _ = try RecordedCase(text: text, path: "x")
                } catch {
                    #expect(error is SessionsError, "\(path): \(error)")
                    refused += 1
                }
            }
        }
        #expect(refused > 60)
    }

    private static func members(of value: JSONValue, _ path: String) -> [String] {
        switch value {
        case .object(let object): object.flatMap { [path + "/" + $0] + members(of: $1, path + "/" + $0) }
        case .array(let list): list.enumerated().flatMap { members(of: $1, "\(path)/\($0)") }
        default: []
        }
    }

    private static func replacing(_ value: JSONValue, _ pointer: JSONPointer, with new: JSONValue) -> JSONValue {
        func replace(_ value: JSONValue, _ rest: ArraySlice<String>) -> JSONValue {
            guard let key = rest.first else { return new }
            switch value {
            case .object(var object):
                if let old = object[key] { object[key] = replace(old, rest.dropFirst()) }
                return .object(object)
            case .array(var list):
                if let index = Int(key) { list[index] = replace(list[index], rest.dropFirst()) }
                return .array(list)
            default: return value
            }
        }
        return replace(value, pointer.description.split(separator: "/").map(String.init)[...])
    }

    @Test(
        arguments: [
            ("a", "a", nil), ("a[3]", "a", 3), ("outer[1]/inner", "outer[1]/inner", nil),
            ("outer[1]/inner[0]", "outer[1]/inner", 0),
            ("a[", "a[", nil), ("a[]", "a[]", nil), ("a[x]", "a[x]", nil), ("a[-1]", "a[-1]", nil), ("", "", nil),
            ("]", "]", nil),
            ("a[99999999999999999999]", "a[99999999999999999999]", nil),
        ] as [(String, String, Int?)])
    func placesOfSteps(_ text: String, _ path: String, _ iteration: Int?) {
        let place = StepPlace(text)
        #expect(place == StepPlace(path: path, iteration: iteration))
        #expect(place.description == text)
    }

    @Test(arguments: [
        ("plain", "plain"), ("«secret:0123456789ab»", "«secret»"),
        ("a «secret:0123456789ab» b «secret:ba9876543210»", "a «secret» b «secret»"),
        ("«secret:0123»", "«secret:0123»"),
        ("«secret:", "«secret:"), ("«secret:«secret:0123456789ab»", "«secret:«secret»"),
        ("«secret:0123456789abc»", "«secret:0123456789abc»"),
    ])
    func tokensAreBlinded(_ text: String, _ blinded: String) {
        #expect(RedactionTokens.blinded(text) == blinded)
    }
}
