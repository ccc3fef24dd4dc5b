internal import JSON
package import Model

/// Why a file could not be read as a Terraform plan.
package struct PlanError: CodedError, Hashable {
    /// A stable name for the kind of failure.
    package enum Code: String, Sendable, CaseIterable {
        case empty, truncated, binaryPlan, notUTF8, notJSON, notAPlan, state, plan, notAState, lineOutput, futureVersion
        case duplicateKey, tooDeep, tooLarge, malformed
    }

    /// What kind of failure it is.
    package let kind: Code
    package let message: String
    package let hint: String?

    package var code: String { kind.rawValue }

    init(_ kind: Code, _ message: String, hint: String?) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    /// The failure of one file of a source, as a tool tells it.
    package func toolError(source: String, file: String) -> ToolError {
        let name = file.isEmpty ? "" : " (\(file))"
        return ToolError(.validation, "source \(source)\(name) \(message)", hint: hint(for: file))
    }

    /// The hint, which names a binary plan as the line to run has to.
    private func hint(for file: String) -> String? {
        guard self == .binaryPlan || self == .encrypted || message.contains("compressed by"),
            let last = file.split(separator: "/").last
        else { return hint }
        let isPlain = last.utf8.allSatisfy { Words.isWordByte($0) && $0 < 0x80 || [0x2B, 0x2D, 0x2E].contains($0) }
        let word = isPlain ? String(last) : "'\(last.replacing("'", with: "'\\''"))'"
        return hint?.replacing("FILE", with: word)
    }

    static let makeJSON =
        "make one with `terraform show -json FILE > plan.json`, where FILE is what `terraform plan -out=FILE` wrote"

    static let empty = PlanError(.empty, "is empty, not a Terraform plan", hint: makeJSON)

    static let binaryPlan = PlanError(
        .binaryPlan, "is a binary plan as `terraform plan -out=FILE` writes it, which only Terraform itself can read",
        hint: "run `terraform show -json FILE > plan.json` where the plan was made, and name plan.json instead")

    static let utf16 = PlanError(
        .notUTF8, "is UTF-16 text, as PowerShell's redirection writes it",
        hint: "write it as UTF-8: `terraform show -json FILE | Out-File -Encoding utf8 plan.json`")

    static let compressed = PlanError(
        .notJSON, "is not JSON but compressed by gzip", hint: "unpack it first: `gunzip FILE`")

    /// What is compressed in another way, by the program that packs and the line that unpacks.
    static func packed(by program: String, unpack line: String) -> PlanError {
        PlanError(.notJSON, "is not JSON but compressed by \(program)", hint: "unpack it first: `\(line)`")
    }

    static let encrypted = PlanError(
        .notAPlan, "is encrypted by OpenTofu, which alone can read it",
        hint: "run `tofu show -json FILE > plan.json` where its key is, and name plan.json instead")

    /// What begins with a word, as what is printed for people does.
    static func text(_ fault: String) -> PlanError {
        PlanError(
            .notJSON, "is not JSON but text, such as `terraform plan` prints for people: \(fault)", hint: makeJSON)
    }

    static let state = PlanError(
        .state, "is a Terraform state, not a plan: it says what there is, not what changes",
        hint: "compare_terraform_states reads states; of a plan, \(makeJSON)")

    static let lineOutput = PlanError(
        .lineOutput, "holds lines of `terraform plan -json` behind something else", hint: makeJSON)

    static let isPlan = PlanError(
        .plan, "is a Terraform plan, not a state: it says what changes, not what there is",
        hint: "make a state with `terraform show -json > state.json`; compare_terraform_plans reads plans")

    static let makeState = "make one with `terraform show -json > state.json` or `terraform state pull > state.json`"

    static func notAState(_ reason: String) -> PlanError {
        PlanError(.notAState, "is not a Terraform state: \(reason)", hint: makeState)
    }

    static func notAPlan(_ reason: String) -> PlanError {
        PlanError(.notAPlan, "is not a Terraform plan: \(reason)", hint: makeJSON)
    }

    static func futureVersion(_ version: String) -> PlanError {
        PlanError(
            .futureVersion, "is of format version \(version); versions 0 and 1 are understood",
            hint: "update Casebook, or show it with a Terraform whose format version begins with 1")
    }

    static func tooLarge(_ what: String, limit: Int) -> PlanError {
        PlanError(
            .tooLarge, "has a member that is too large: \(what) exceeds \(limit >> 20) MiB",
            hint: "keep large content out of attributes: refer to a file or an object by its hash")
    }

    /// What has too many members at once, as the tokenizer tells it.
    static func tooManyMembers(_ error: JSONError) -> PlanError {
        PlanError(
            .tooLarge, "has objects that are too large: \(error.message)",
            hint: "no provider writes such an object; look at who made the file")
    }

    static func duplicateKey(_ name: String) -> PlanError {
        PlanError(
            .duplicateKey, "is damaged: two of its members are named \(name.prefix(80)) and differ",
            hint: makeJSON)
    }

    static func malformed(_ what: String) -> PlanError {
        PlanError(.malformed, "is damaged: \(what)", hint: makeJSON)
    }
}
