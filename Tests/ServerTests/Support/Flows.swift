/// Workflows of the tests.
enum Flows {
    /// One step and a finding that cites it.
    static let quick = """
        schema: 1
        name: quick
        version: 1.0.0
        title: Look once
        description: Looks at the logs once.
        inputs:
          service: {type: string, pattern: '^[a-z]+$', description: The service}
          logs: {type: source, kind: logs}
        steps:
          - id: look
            uses: look@1
            with: {source: '${{ inputs.logs }}', text: '${{ inputs.service }}'}
          - id: cause
            finding:
              statement: 'Seen: ${{ steps.look.output.text }}'
              severity: high
              citations: [{step: look, pointer: /text}]
        outputs: {seen: '${{ steps.look.output.text }}'}
        """

    /// A step that a person has to approve.
    static func gated(by: String = "") -> String {
        """
        schema: 1
        name: gated
        version: 1.0.0
        title: Look after approval
        steps:
          - id: look
            uses: look@1
            with: {source: app, text: approved}
            approve: {message: 'Read it?'\(by)}
        """
    }

    /// The same step for the client's user.
    static let client = gated(by: ", by: client")
}
