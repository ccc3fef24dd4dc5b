/// The names of Unicode properties, from ECMA-262's to RE2's.
enum SchemaCategory {
    private static let long: [String: String] = [
        "Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
        "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Combining_Mark": "M",
        "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd",
        "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P", "punct": "P",
        "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe",
        "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S",
        "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z",
        "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc",
        "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co",
    ]
    private static let short = Set(long.values).subtracting(["LC"])

    /// RE2's name; nil when it has none.
    static func translate(_ name: String) -> String? {
        let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return category(name) ?? (name == "Any" ? "Any" : nil) }
        switch parts[0] {
        case "General_Category", "gc":
            return category(parts[1])
        case "Script", "sc":
            let name = parts[1].utf8
            return !name.isEmpty && name.allSatisfy { SchemaFormat.isAlphanumeric($0) || $0 == 0x5F } ? parts[1] : nil
        default:
            return nil
        }
    }

    private static func category(_ name: String) -> String? {
        let found = long[name] ?? (short.contains(name) ? name : nil)
        return found == "LC" ? nil : found
    }
}
