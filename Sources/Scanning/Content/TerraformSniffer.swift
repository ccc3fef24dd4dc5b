/// Tells by its first bytes whether a file is a Terraform plan or state, which only the Terraform tools may read.
package enum TerraformSniffer {
    /// How many bytes are enough.
    package static let prefixLength = 64 << 10

    /// True for a JSON plan or state, a stream of them, and a saved plan in its zip form.
    /// - Parameter prefix: The first bytes of the file, `prefixLength` when it has as many.
    package static func looksLikeTerraform(_ prefix: [UInt8]) -> Bool {
        if prefix.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return isSavedPlan(prefix) }
        var start = prefix.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < prefix.count, [0x20, 0x09, 0x0A, 0x0D].contains(prefix[start]) { start += 1 }
        guard start < prefix.count, prefix[start] == UInt8(ascii: "{") else { return false }
        let keys = topLevelKeys(prefix[start...])
        if keys.contains("terraform_version") { return true }
        if keys.contains("lineage"), keys.contains("serial") { return true }
        return keys.contains("format_version")
            && !keys.isDisjoint(with: ["resource_changes", "planned_values", "values", "configuration"])
    }

    /// A saved plan is a zip archive whose members have telling names.
    private static func isSavedPlan(_ prefix: [UInt8]) -> Bool {
        let names = ["tfplan", "tfstate", "tfconfig/"]
        return names.contains { BytePattern($0).firstMatch(in: prefix) != nil }
    }

    /// The names of the members of the outermost object, as far as the prefix goes; nothing is unescaped.
    static func topLevelKeys(_ bytes: ArraySlice<UInt8>) -> Set<String> {
        var keys: Set<String> = []
        var depth = 0
        var expectsKey = false
        var position = bytes.startIndex
        while position < bytes.endIndex {
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                expectsKey = depth == 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { return keys }
            case UInt8(ascii: ","):
                if depth == 1 { expectsKey = true }
            case UInt8(ascii: "\""):
                let start = position + 1
                position = start
                while position < bytes.endIndex, bytes[position] != UInt8(ascii: "\"") {
                    position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard position < bytes.endIndex else { return keys }
                if expectsKey, depth == 1 {
                    keys.insert(String(decoding: bytes[start..<position], as: UTF8.self))
                    expectsKey = false
                }
            default: break
            }
            position += 1
        }
        return keys
    }
}

extension ReadableFile {
    /// True when the content is a Terraform plan or state.
    package func looksLikeTerraform() throws(FileFault) -> Bool {
        let first = try read(at: 0, count: min(size, 4))
        guard let byte = first.first, first.count == 4 else { return false }
        let mayBe: [UInt8] = [UInt8(ascii: "{"), UInt8(ascii: "P"), 0xEF, 0x20, 0x09, 0x0A, 0x0D]
        guard mayBe.contains(byte) else { return false }
        return TerraformSniffer.looksLikeTerraform(try read(at: 0, count: TerraformSniffer.prefixLength))
    }
}
