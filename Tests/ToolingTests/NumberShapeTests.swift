import JSON
import Testing

@testable import Tooling

/// A number is what the schema says, however it is written.
@Suite struct NumberShapeTests {
    static let schema = Schema.object([
        .required("share", .number, "A share."), .required("count", .integer(), "A count."),
        .optional("least", .nullable(.number), "Null where there is none."),
        .optional("rows", .array(of: .object([.required("mean", .number, "A mean.")])), "Rows."),
        .optional("byName", .map(of: .number), "By name."), .optional("any", .any, "Anything."),
    ])

    private func isDouble(_ value: JSONValue?) -> Bool? { value?.numberValue.map { !$0.isWrittenAsInteger } }

    @Test func wholeNumbersBecomeDoublesWhereAFractionMayStand() throws {
        let shape = try #require(NumberShape(Self.schema.json))
        let text = #"{"share":2,"count":3,"least":4,"rows":[{"mean":5},{"mean":0.5}],"byName":{"a":6},"any":7}"#
        let value = try JSONValue(parsing: text)
        let typed = shape.applied(to: value)
        #expect(isDouble(typed["share"]) == true)
        #expect(isDouble(typed["count"]) == false)
        #expect(isDouble(typed["least"]) == true)
        #expect(isDouble(typed["rows"]?[0]?["mean"]) == true)
        #expect(isDouble(typed["byName"]?["a"]) == true)
        #expect(isDouble(typed["any"]) == false)
        // It is the same JSON: its hash stands in the journal.
        #expect(typed.canonicalBytes() == value.canonicalBytes())
        #expect(typed == value)
        #expect(typed.objectValue?.keys == value.objectValue?.keys)
    }

    @Test(arguments: [
        #"{"share":null}"#, #"{"share":"2"}"#, #"{"rows":{}}"#, #"{"rows":[1,null]}"#, "[]", "2", "null",
        #"{"byName":3}"#,
        #"{"share":12345678901234567890123}"#, #"{"share":1e400}"#, #"{"share":9007199254740993}"#,
    ])
    func whatDoesNotFitStaysAsItIs(_ text: String) throws {
        let value = try JSONValue(parsing: text)
        let shape = try #require(NumberShape(Self.schema.json))
        #expect(shape.applied(to: value).serialized() == value.serialized())
    }

    @Test func aSchemaWithoutSuchNumbersHasNoShape() {
        #expect(NumberShape(Schema.object([.required("count", .integer(), "A count.")]).json) == nil)
        #expect(NumberShape(Schema.any.json) == nil)
        #expect(NumberShape(Schema.array(of: .string()).json) == nil)
    }
}
