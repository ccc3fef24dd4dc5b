import Testing

@testable import Scanning

@Suite struct TerraformSnifferTests {
    @Test(arguments: [
        #"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[]}"#,
        " \n{\"version\":4,\"terraform_version\":\"1.5\",\"serial\":3}", #"{"serial":1,"version":4,"lineage":"x"}"#,
        #"{"format_version":"1.2","planned_values":{"#, "PK\u{3}\u{4}....tfplan....",
    ])
    func knowsPlansAndStates(text: String) {
        #expect(TerraformSniffer.looksLikeTerraform(Array(text.utf8)))
    }

    @Test(arguments: [
        "", "{", #"{"level":"info","msg":"terraform_version"}"#, #"{"a":{"terraform_version":"1"}}"#,
        "terraform_version", #"["lineage","serial"]"#, "PK\u{3}\u{4}readme", #"{"serial":1}"#,
    ])
    func leavesOthersAlone(text: String) {
        #expect(!TerraformSniffer.looksLikeTerraform(Array(text.utf8)))
    }
}
