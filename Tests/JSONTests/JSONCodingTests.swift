import Foundation
import JSON
import Testing

@Suite struct JSONCodingTests {
    struct Sample: Codable, Equatable {
        enum Kind: String, Codable { case plain, fancy }
        enum Choice: Codable, Equatable {
            case one(Int)
            case two(name: String)
        }

        var small: Int8 = -128
        var big: UInt64 = .max
        var real = 0.1
        var single: Float = 0.1
        var text = "é\n"
        var flag = true
        var absent: Int?
        var list: [Int?] = [1, nil, 3]
        var map: [String: [Double]] = ["a": [1.5], "b": []]
        var byNumber: [Int: String] = [1: "x"]
        var kind = Kind.fancy
        var choices: [Choice] = [.one(1), .two(name: "n")]
        var any: JSONValue = ["deep": [nil, 12_345]]
        var exact = JSONNumber("12345678901234567890.5") ?? 0
    }

    class Base: Codable {
        var first = 1
    }

    final class Derived: Base {
        var second = 2

        override init() { super.init() }

        private enum Key: String, CodingKey { case second }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            second = try container.decode(Int.self, forKey: .second)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(second, forKey: .second)
            try super.encode(to: container.superEncoder())
        }
    }

    @Test func valuesComeBack() throws {
        let json = try JSONValue(encoding: Sample())
        #expect(json["small"] == -128)
        #expect(json["single"] == 0.1)
        #expect(json["big"]?.serialized() == "18446744073709551615")
        #expect(json["exact"]?.serialized() == "12345678901234567890.5")
        #expect(json["list"] == [1, nil, 3])
        #expect(json["absent"] == nil)
        #expect(json["choices"]?[1] == ["two": ["name": "n"]])
        #expect(try json.decode(Sample.self) == Sample())
        #expect(try JSONValue(parsing: json.bytes()).decode(Sample.self) == Sample())
    }

    @Test func membersKeepTheirOrder() throws {
        struct Ordered: Encodable {
            var zebra = 1
            var apple = 2
        }
        #expect(try JSONValue(encoding: Ordered()).serialized() == #"{"zebra":1,"apple":2}"#)
    }

    @Test func superclassesHaveTheirPlace() throws {
        let json = try JSONValue(encoding: Derived())
        #expect(json == ["second": 2, "super": ["first": 1]])
        #expect(try json.decode(Derived.self).second == 2)
    }

    @Test func scalarsStandAlone() throws {
        #expect(try JSONValue(encoding: 5) == 5)
        #expect(try JSONValue(encoding: "x") == "x")
        #expect(try JSONValue(encoding: [Int]()) == [])
        #expect(try JSONValue(encoding: [String: Int]()) == [:])
        #expect(try JSONValue(encoding: Int?.none) == nil)
        #expect(try JSONValue.null.decode(Int?.self) == nil)
        #expect(try JSONValue(1.0).decode(Int.self) == 1)
    }

    @Test func refusesWhatDoesNotFit() {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: Double.nan) }
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [-Float.infinity]) }
        #expect(throws: DecodingError.self) { try JSONValue(300).decode(UInt8.self) }
        #expect(throws: DecodingError.self) { try JSONValue(-1).decode(UInt.self) }
        #expect(throws: DecodingError.self) { try JSONValue(parsing: "1e400").decode(Double.self) }
        #expect(throws: DecodingError.self) { try JSONValue(parsing: "1.5").decode(Int.self) }
        #expect(throws: DecodingError.self) { try JSONValue("1").decode(Int.self) }
        #expect(throws: DecodingError.self) { try JSONValue.array([]).decode(Sample.self) }
        #expect(throws: DecodingError.self) { try JSONValue.null.decode(String.self) }
    }

    @Test func errorsNameThePlace() throws {
        let json: JSONValue = ["list": [1, "x"]]
        do {
            _ = try json.decode([String: [Int]].self)
            Issue.record("a text was read as a number")
        } catch DecodingError.typeMismatch(_, let context) {
            #expect(context.codingPath.map(\.stringValue) == ["list", "1"])
        }
    }

    @Test func worksWithOtherCoders() throws {
        let value: JSONValue = ["a": [1, 2.5, "x", true, nil], "b": [:]]
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
        #expect(try JSONDecoder().decode(JSONObject.self, from: data) == value.objectValue)
    }

    /// A dictionary has another order each time; what is made of it has one.
    @Test func dictionariesAreOrdered() throws {
        struct Named: Encodable {
            let labels: [String: String]
            let counts: [String: Int]
        }
        let names = (0..<40).map { "name\(100 + $0)" }
        let value = try JSONValue(
            encoding: Named(
                labels: Dictionary(uniqueKeysWithValues: names.shuffled().map { ($0, "x") }),
                counts: Dictionary(uniqueKeysWithValues: names.shuffled().map { ($0, 1) })))
        #expect(value["labels"]?.objectValue?.keys == names && value["counts"]?.objectValue?.keys == names)
        #expect(try JSONValue(encoding: ["b": "1", "a": "2"]).serialized() == #"{"a":"2","b":"1"}"#)
    }
}
