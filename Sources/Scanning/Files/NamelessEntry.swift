package import Model

/// Something in a folder whose name is not UTF-8, as older systems leave behind.
package struct NamelessEntry: Hashable, Sendable {
    let bytes: [UInt8]
    let kind: FolderListing.Kind

    /// How many of a folder are named one by one.
    private static let maximumNamed = 10

    var isHidden: Bool { bytes.first == UInt8(ascii: ".") }

    /// The name with `\\x` and two digits for each byte that is not printable ASCII, as a shell takes it in `$'…'`.
    package var shown: String {
        var text = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "'"): text += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: text.unicodeScalars.append(UnicodeScalar(byte))
            default: text += "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }
        return text
    }

    /// What a call says of those that it could not read: the first by name, the others by number.
    /// - Parameter folder: How the folder is shown; empty for a root itself.
    package static func omissions(_ entries: [NamelessEntry], in folder: String) -> [Omission] {
        var omissions = entries.prefix(maximumNamed).map { entry in
            let what = folder.isEmpty ? entry.shown : "\(folder)/\(entry.shown)"
            let rest = entry.kind == .folder ? "nothing in this folder can be named" : "no path can name it"
            return Omission(what: what, reason: "its name is not UTF-8, so that \(rest)")
        }
        if entries.count > maximumNamed {
            let what = folder.isEmpty ? "further names" : "further names in \(folder)"
            omissions.append(
                Omission(what: what, reason: "they are not UTF-8", count: entries.count - maximumNamed))
        }
        return omissions
    }
}
