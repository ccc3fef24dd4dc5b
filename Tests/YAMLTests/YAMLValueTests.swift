import JSON
import Testing

@testable import YAML

@Suite struct YAMLValueTests {
    /// The core schema of YAML 1.2.
    @Test(arguments: [
        ("12", YAMLValue.integer(12)), ("-3", .integer(-3)), ("0x1F", .integer(31)), ("0o17", .integer(15)),
        ("010", .integer(10)),
        ("true", .bool(true)), ("yes", .ambiguous("yes")), ("ON", .ambiguous("ON")), ("~", .null), ("", .null),
        ("1.0.0", .text("1.0.0")),
        ("1e3", .number(1000)), (".5", .number(0.5)), ("1_000", .text("1_000")), ("-", .text("-")), ("+", .text("+")),
        ("--1", .text("--1")),
        (".inf", .unrepresentable(".inf")), ("99999999999999999999", .unrepresentable("99999999999999999999")),
        ("12:30", .text("12:30")), ("nothing", .text("nothing")), ("trueish", .text("trueish")),
        ("False", .bool(false)), ("Null", .null), ("off", .ambiguous("off")),
    ])
    func coreSchema(_ text: String, _ value: YAMLValue) {
        #expect(YAMLValue(text, .plain) == value)
        #expect(YAMLValue(text, .doubleQuoted) == .text(text))
    }
}
