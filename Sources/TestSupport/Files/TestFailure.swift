/// Why a check of this module did not hold; told to the test that ran it.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Fails when a condition does not hold.
///
/// - Throws: `TestFailure` that names the place.
package func require(
    _ condition: Bool, _ what: @autoclosure () -> String, file: StaticString = #fileID, line: Int = #line
) throws {
    guard condition else { throw TestFailure("\(file):\(line): \(what())") }
}

/// Fails when two values differ.
///
/// - Throws: `TestFailure` that names the place and both values.
package func requireEqual<Value: Equatable>(
    _ found: Value, _ wanted: Value, _ what: String = "", file: StaticString = #fileID, line: Int = #line
) throws {
    guard found != wanted else { return }
    throw TestFailure("\(file):\(line): \(what) found \(found) instead of \(wanted)")
}
