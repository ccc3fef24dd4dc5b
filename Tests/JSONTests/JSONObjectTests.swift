import JSON
import Testing

@Suite struct JSONObjectTests {
    @Test func keepsOrderButDoesNotCompareIt() {
        let left: JSONObject = ["b": 1, "a": 2]
        let right: JSONObject = ["a": 2, "b": 1]
        #expect(left.keys == ["b", "a"])
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 2, "b": 1, "c": nil])
        #expect(left != ["a": 2, "b": 2])
        #expect(JSONValue.object(left).serialized() == #"{"b":1,"a":2}"#)
    }

    @Test func setsAndRemoves() {
        var object: JSONObject = ["a": 1]
        object["b"] = [true]
        object["a"] = nil
        object["c"] = .null
        #expect(object.keys == ["b", "c"])
        #expect(object["c"] == .null)
        #expect(object["a"] == nil)
        #expect(object.updateValue(2, forKey: "b") == [true])
        #expect(object.removeValue(forKey: "b") == 2)
        #expect(object.member(at: 0)?.key == "c")
        #expect(object.member(at: 1) == nil)
        #expect(JSONObject(uniqueKeysWithValues: [("x", 1), ("x", 2)]) == nil)
        #expect(JSONObject(uniqueKeysWithValues: [("x", 1), ("y", 2)])?.count == 2)
    }

    @Test func namesAreComparedByCodePoints() {
        let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["\u{E9}"] == 1)
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test func valuesAreReached() throws {
        let value: JSONValue = ["a": [1, 2.5, "x", nil, true], "n": 1.0]
        #expect(value["a"]?[1]?.doubleValue == 2.5)
        #expect(value["a"]?[2]?.stringValue == "x")
        #expect(value["a"]?[3]?.isNull == true)
        #expect(value["a"]?[4]?.boolValue == true)
        #expect(value["a"]?[5] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["n"]?.intValue == 1)
        #expect(value[0] == nil)
        #expect(value["x"] == nil)
    }
}
