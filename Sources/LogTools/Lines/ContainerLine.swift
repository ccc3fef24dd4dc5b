/// A line as the container runtimes of Kubernetes write it: `TIME stdout F what the program wrote`.
enum ContainerLine {
    /// What the program wrote; nil for any other line.
    static func body(of line: Span<UInt8>, after time: FoundTime) -> Range<Int>? {
        let start = time.end
        guard time.start == 0, line.count > start + 10, line[start] == Byte.space, line[start + 1] == UInt8(ascii: "s"),
            line[start + 2] == UInt8(ascii: "t"), line[start + 3] == UInt8(ascii: "d"), line[start + 7] == Byte.space,
            line[start + 8] == UInt8(ascii: "F") || line[start + 8] == UInt8(ascii: "P"),
            line[start + 9] == Byte.space
        else { return nil }
        return start + 10..<line.count
    }
}
