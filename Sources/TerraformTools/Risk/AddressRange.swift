/// Ranges of addresses, as far as they say that nearly everybody is meant.
enum AddressRange {
    /// Whether a range is so wide that no organisation has it: a part of the internet that two or some make whole.
    static func isVast(_ text: String) -> Bool {
        guard let (address, length) = parts(text) else { return false }
        if address.contains(":") { return length <= 3 && address.prefix(1).allSatisfy { "0123:".contains($0) } }
        guard let first = number(address), length <= 7 else { return false }
        // Groups and what is reserved belong to nobody.
        return length == 0 || first >> 24 < 224
    }

    /// Whether a range is vast and not everything.
    static func isPart(_ text: String) -> Bool { (parts(text)?.length ?? 0) > 0 }

    /// Whether from one address to another there are as many as in a vast range.
    static func isVast(_ first: String, _ last: String) -> Bool {
        guard let first = number(first), let last = number(last), first <= last else { return false }
        return last - first >= 1 << 25 - 1
    }

    private static func parts(_ text: String) -> (address: Substring, length: Int)? {
        guard text.utf8.count <= 50, let slash = text.lastIndex(of: "/"),
            let length = Int(text[text.index(after: slash)...]), length >= 0
        else { return nil }
        let address = text[..<slash]
        guard address.contains(":") || number(address) != nil else { return nil }
        return (address, length)
    }

    private static func number(_ address: some StringProtocol) -> UInt32? {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        return parts.reduce(UInt32?(0)) { sum, part in
            guard let sum, let part else { return nil }
            return sum << 8 | UInt32(part)
        }
    }
}
