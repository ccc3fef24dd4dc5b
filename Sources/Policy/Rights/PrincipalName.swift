/// What principals and roles may be called.
package enum PrincipalName {
    /// Who acts for a client of this installation; nobody else bears it.
    package static let agent = "agent"

    /// Names have no colon, so that none can pass for a local user or for somebody elsewhere.
    package static func isValid(_ text: String) -> Bool {
        let isUsable = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isUsable && 1...64 ~= text.utf8.count
    }

    /// What to write instead.
    package static let hint = "a name has 1 to 64 characters of a-z, 0-9, `.`, `_` and `-`"
}
